/*
 * commands.h - the verbs of this module on the command line; module.c lists them.
 */
#ifndef TONGBAN_ASSESSMENT_COMMANDS_H
#define TONGBAN_ASSESSMENT_COMMANDS_H

#include "domain/assessment/score_table.h"
#include "domain/module.h"

extern const Command command_assess;
extern const Command command_explain;
extern const Command command_preview;
extern const Command command_units_import;
extern const Command command_units_list;
extern const Command command_import;
extern const Command command_imports_list;
extern const Command command_imports_undo;
extern const Command command_template;
extern const Command command_months_list;
extern const Command command_freeze;
extern const Command command_publish;
extern const Command command_reopen;
extern const Command command_versions;
extern const Command command_bulletin;
extern const Command command_letter;
extern const Command command_district;

/* "" and "table", "csv", "json"; fails with FAIL_USAGE. */
must_use bool command_format(Ctx *ctx, Str text, ScoreFormat *ret);
/* "" (all groups), "street" or 「街道」; fails with FAIL_USAGE. */
must_use bool command_group(Ctx *ctx, Str text, Str *ret);

#endif
