/*
 * commands.h - the verbs of this module on the command line; module.c lists them.
 *
 * They act as the local operator (engine/access/actor.h): all rows, no sign-in, in the trail.
 */
#ifndef TONGBAN_ADMINISTRATION_COMMANDS_H
#define TONGBAN_ADMINISTRATION_COMMANDS_H

#include "domain/module.h"
#include "engine/access/unit.h"

extern const Command command_account_list;
extern const Command command_account_create;
extern const Command command_account_reset;
extern const Command command_account_disable;
extern const Command command_token_create;
extern const Command command_token_list;
extern const Command command_token_revoke;
extern const Command command_access_matrix;
extern const Command command_audit_verify;
extern const Command command_audit_list;
extern const Command command_audit_key;
extern const Command command_units_rename;
extern const Command command_units_move;
extern const Command command_units_merge;
extern const Command command_units_alias;
extern const Command command_notice_add;
extern const Command command_deadline;
extern const Command command_lifecycle;

/* The unit called so today, or so far; FAIL_NOT_FOUND with the names most like it. */
must_use bool command_unit(Ctx *ctx, Str name, const Unit **ret);
/* 2026-11-22 10:00, or empty. */
Str command_instant(Arena *arena, bool has, Instant instant);
/* The struct as one line of JSON. */
void command_json(Console *console, const Shape *shape, const void *object);

#endif
