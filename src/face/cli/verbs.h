/*
 * verbs.h - all verbs of the program: those of the face (init, serve, doctor, tick, help, version)
 * and those of the modules.
 */
#ifndef TONGBAN_FACE_VERBS_H
#define TONGBAN_FACE_VERBS_H

#include "domain/module.h"

LIST_OF(const Command *, VerbList);

extern const Command command_init;
extern const Command command_serve;
extern const Command command_doctor;
extern const Command command_tick;
extern const Command command_help;
extern const Command command_version;

/* The face's verbs, in the order of the help. */
VerbList verbs_of_face(Arena *arena);
/* All of them; the face's first, then module by module. */
VerbList verbs_all(Arena *arena);

/* The verb that these words begin with: two words when they are one, else one word. Fails with
 * FAIL_USAGE and the nearest verbs. *ret_words is how many words it takes. */
must_use bool verb_find(Ctx *ctx, const Str *words, size_t count, const Command **ret,
                        size_t *ret_words);
/* The verb of exactly this name, or NULL. */
const Command *verb_named(Arena *arena, Str name);

#endif
