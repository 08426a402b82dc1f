/*
 * program.h - what the program is made of, for the gate: the permissions of all modules, the rows
 * of the router, the keys of the data folder.
 */
#ifndef TONGBAN_FACE_PROGRAM_H
#define TONGBAN_FACE_PROGRAM_H

#include "face/api/router.h"

/* The one route that no module answers: what `tongban doctor` finds. */
#define DOCTOR_PATH "/api/doctor"
#define DOCTOR_PERMISSION "access.doctor"

/* Fails with FAIL_CONFLICT when two modules declare the same code. */
must_use bool program_permissions(Ctx *ctx, PermissionList *ret);
/* Opens ctx->access. `data` is the data folder; keys that lack are made when `make`. ctx->packs
 * must be open. */
must_use bool program_open_access(Ctx *ctx, Str data, bool make);

#endif
