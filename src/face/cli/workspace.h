/*
 * workspace.h - where the program's data lies, and how it is opened.
 *
 * DATA is a folder: DATA/tongban.db is the database unless another is named, DATA/packs holds the
 * bureau's own packs. Nothing here touches the disk before workspace_open.
 */
#ifndef TONGBAN_FACE_WORKSPACE_H
#define TONGBAN_FACE_WORKSPACE_H

#include "port/db.h"
#include "port/packs.h"

#define WORKSPACE_DATA_VARIABLE "TONGBAN_DATA"
#define WORKSPACE_DB_VARIABLE "TONGBAN_DB"
#define WORKSPACE_DATA_DEFAULT "tongban-data"

typedef struct Workspace {
    Str data;    /* the folder */
    Str address; /* of the database, as for db_open */
} Workspace;

/* What was given on the command line comes first, then the environment, then the defaults. */
Workspace workspace_find(Arena *arena, Str data_option, Str db_option);

/* Opens the packs into ctx->packs. */
must_use bool workspace_open_packs(Ctx *ctx, const Workspace *workspace);
/* The fonts of the machine and of DATA/fonts, as ctx->fonts; none is read before it is needed. */
must_use bool workspace_open_fonts(Ctx *ctx, const Workspace *workspace);
/* Another connection to the database; fails with a hint when there is none yet, or when it needs
 * `tongban init` because the program is newer. */
must_use bool workspace_open_db(Ctx *ctx, const Workspace *workspace, Db **ret);
/* Whether there may be a database: only a server can tell about its own. */
bool workspace_exists(Ctx *ctx, const Workspace *workspace);

#endif
