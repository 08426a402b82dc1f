/*
 * dictionary.h - dictionaries: short lists of codes with labels, which a bureau may adapt.
 *
 * The dictionaries and their first values are packs/dictionary/CODE.yaml, installed at init; after
 * that the database holds. Labels, colours and the order may be changed and values added; none is
 * ever deleted. A disabled value is offered no more, and stays readable on old records.
 *
 *     dictionary_read(ctx, STR("unit_kind"), &kinds);
 *     dictionary_label(&kinds, unit->kind)          // 「街道」, also of a disabled value
 *     dictionary_need(ctx, &kinds, given)           // when something is made with it
 */
#ifndef TONGBAN_DICTIONARY_DICTIONARY_H
#define TONGBAN_DICTIONARY_DICTIONARY_H

#include "base/shape.h"

#define DICTIONARY_CODE_BYTES_MAX 32
#define DICTIONARY_LABEL_RUNES_MAX 32
#define DICTIONARY_VALUES_MAX 500
#define DICTIONARY_LISTING_MAX 1000000

typedef struct DictionaryValue {
    int64_t id;
    Str code;        /* a-z 0-9 _, begins with a letter; never changes */
    Str label;       /* 街道 */
    Str tone;        /* of its tag: gray, blue, green, orange, red, purple; empty = gray */
    int64_t listing; /* order, then by code */
    bool disabled;
} DictionaryValue;
LIST_OF(DictionaryValue, DictionaryValueList);
extern const Shape dictionary_value_shape;

typedef struct Dictionary {
    Str code;  /* unit_kind */
    Str title; /* 单位类别 */
    DictionaryValueList values;
} Dictionary;
LIST_OF(Dictionary, DictionaryList);
extern const Shape dictionary_shape;

/* The packs; FAIL_INVALID with file and line when one is wrong. */
must_use bool dictionaries_load(Ctx *ctx, DictionaryList *ret);
/* Makes the dictionaries and values of the packs that are not there yet (init), in one audited
 * transaction; what is there stays as it is. */
must_use bool dictionaries_install(Ctx *ctx);

must_use bool dictionaries_read(Ctx *ctx, DictionaryList *ret);
/* FAIL_NOT_FOUND when there is none of this code. */
must_use bool dictionary_read(Ctx *ctx, Str code, Dictionary *ret);

/* NULL when there is none. */
const DictionaryValue *dictionary_value(const Dictionary *dictionary, Str code);
/* Disabled ones too; the code itself where there is none. */
Str dictionary_label(const Dictionary *dictionary, Str code);
/* That there is such a value and it is not disabled: else FAIL_INVALID, naming those offered. */
must_use bool dictionary_need(Ctx *ctx, const Dictionary *dictionary, Str code);

/* A new value, or the label, tone, listing and disabling of the one of this code (id is not
 * looked at). One transaction, audited. FAIL_INVALID for a malformed code, an unknown tone, an
 * empty label or one that another value bears. */
must_use bool dictionary_put(Ctx *ctx, Str dictionary, const DictionaryValue *value, Str why);

#endif
