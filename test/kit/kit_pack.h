/*
 * kit_pack.h - tools/sqlpack, run as the build runs it.
 */
#ifndef TONGBAN_TEST_KIT_PACK_H
#define TONGBAN_TEST_KIT_PACK_H

#include "kit/kit.h"

typedef struct Packed {
    int exit_code;
    Str errors;
    Str tables; /* the C file; empty after an error */
    Str ids;    /* the header */
} Packed;

/* Packs one file of statements, shop.sql, and one migration, 0001_first.sql ("" = none), of a
 * module "shop" in a folder of its own. */
Packed kit_pack(Ctx *ctx, const char *statements, const char *migration);
/* Packs files ("a.sql b.sql") below a root. */
Packed kit_pack_files(Ctx *ctx, Str root, Str files);

#endif
