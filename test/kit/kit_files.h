/*
 * kit_files.h - folders that vanish after the test, and files of expected output.
 */
#ifndef TONGBAN_TEST_KIT_FILES_H
#define TONGBAN_TEST_KIT_FILES_H

#include "kit/kit.h"

/* A new empty folder; it and all in it are deleted with ctx->arena. */
const char *kit_folder(Ctx *ctx);

/* Fails unless `found` is, byte for byte, what the file holds; names the first line that differs.
 * The path is below the root of the sources, where tests run. With UPDATE_GOLDEN=1 in the
 * environment the file is written instead: look at its diff before it is committed. */
void kit_golden(Ctx *ctx, const char *path, Str found);

#endif
