/*
 * demo_words.h - the words of an invented order: who called, from where, about what, and what was
 * answered. All of it from the draft's own stream, so that an order merged into another says the
 * same.
 */
#ifndef TONGBAN_HOTLINE_DEMO_WORDS_H
#define TONGBAN_HOTLINE_DEMO_WORDS_H

#include "domain/hotline/demo_pack.h"
#include "domain/hotline/demo_random.h"

#define DEMO_PHONES 40000

typedef struct DemoWords {
    Str category;
    Str title;
    Str content;
    Str address;
    Str reply;
    size_t street; /* index into DemoStreets */
} DemoWords;

/* The units in whose area things happen. */
typedef struct DemoStreets {
    const Str *names;
    size_t count;
} DemoStreets;

/* `street` is the index of the unit itself when it is one, else DEMO_ANY_STREET. */
#define DEMO_ANY_STREET SIZE_MAX
must_use bool demo_words(Ctx *ctx, const DemoPack *pack, const DemoStreets *streets,
                         const DemoUnit *unit, size_t street, size_t kind, uint64_t seed,
                         DemoWords *ret);

/* One of DEMO_PHONES people; some call often. */
int64_t demo_caller(DemoRandom *random);
Str demo_phone(Arena *arena, int64_t caller);                        /* 13800001234 */
Str demo_name(Arena *arena, const DemoTexts *texts, int64_t caller); /* 陈女士（演示） */

#endif
