/*
 * arguments.h - words of the command line into the input struct of a verb.
 *
 * Options stand before or after arguments, as "--name value" or "--name=value"; "--" ends them.
 * A word that begins with '-' and is no option is a mistake, named with the nearest option.
 */
#ifndef TONGBAN_FACE_ARGUMENTS_H
#define TONGBAN_FACE_ARGUMENTS_H

#include "domain/module.h"

LIST_OF(Str, Words);

/* What every verb understands. */
typedef struct GlobalOptions {
    Str data;
    Str db;
    bool help;
    bool version;
} GlobalOptions;
extern const Option global_options[];
extern const size_t global_option_count;

/* The words of the line as UTF-8 text; fails when they are not. */
must_use bool arguments_read(Ctx *ctx, int argc, char **argv, Words *ret);
/* Takes the global options out of the words, wherever they stand before "--". */
must_use bool arguments_take_global(Ctx *ctx, Words *words, GlobalOptions *ret);
/* Binds the words after the verb. Fails with FAIL_USAGE, all mistakes in the detail. `ret` is an
 * input struct of the verb. */
must_use bool arguments_bind(Ctx *ctx, const Command *verb, const Words *words, void *ret);

#endif
