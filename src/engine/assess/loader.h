/*
 * loader.h - reading a scheme from its YAML text. Private to engine/assess.
 *
 * Formulas are compiled after everything else has been read, because a name may be declared below
 * its use; until then the loader keeps where they stand.
 */
#ifndef TONGBAN_ENGINE_ASSESS_LOADER_H
#define TONGBAN_ENGINE_ASSESS_LOADER_H

#include "engine/assess/scheme.h"
#include "port/yaml.h"

typedef struct YamlNodeRef {
    const YamlNode *node;
} YamlNodeRef;
LIST_OF(YamlNodeRef, YamlNodeRefs);

typedef struct Loader {
    Ctx *ctx;
    Scheme *scheme;
    Str table;  /* of inputs that name none */
    Str origin; /* likewise */
    MissingRule missing;
    YamlNodeRefs section_nodes; /* beside scheme->sections */
    YamlNodeRefs item_nodes;    /* beside scheme->items */
    const YamlNode *total_node;
} Loader;

/* One word of several; `value` is what it stands for. */
typedef struct Word {
    const char *word;
    int value;
} Word;

/* loader.c: values */
must_use bool load_word(Loader *loader, const YamlNode *map, const char *key, const Word *words,
                        size_t count, int otherwise, int *ret);
#define LOAD_WORD(loader, map, key, words, otherwise, ret)                                         \
    load_word(loader, map, key, words, ARRAY_LEN(words), otherwise, ret)
/* A code: small letters, digits, underscore; not a word of the formula language. */
must_use bool load_code(Loader *loader, const YamlNode *map, Str *ret);
must_use bool load_decimal(Loader *loader, const YamlNode *map, const char *key, bool *ret_has,
                           Decimal *ret);
must_use bool load_places(Loader *loader, const YamlNode *map, int otherwise, int *ret);
must_use bool load_rounding(Loader *loader, const YamlNode *map, SchemeRounding otherwise,
                            SchemeRounding *ret);
must_use bool load_missing(Loader *loader, const YamlNode *map, MissingRule otherwise,
                           MissingRule *ret);
must_use bool load_texts(Loader *loader, const YamlNode *map, const char *key, SchemeStrList *ret);
/* The list at a key; an absent one is empty. */
must_use bool load_list(Loader *loader, const YamlNode *map, const char *key, size_t max,
                        const YamlNode **ret);
/* True when the value at `key` is the bare word "none" or the key is absent. */
bool load_is_none(const YamlNode *map, const char *key);
/* Fails when a code is used twice. */
must_use bool load_new_code(Loader *loader, const YamlNode *at, Str code, bool is_input);
/* Fails, offering the nearest of all names of the scheme. */
bool load_fail_name(Loader *loader, const YamlNode *at, const char *what, Str name);
/* "15", "19.89" */
Str load_decimal_text(Arena *arena, Decimal value);
Str load_nearest(const Scheme *scheme, Str name);

/* loader_inputs.c */
must_use bool load_inputs(Loader *loader, const YamlNode *root);
/* The figure that an item brings along: same code and name, range from its points. */
must_use bool load_own_input(Loader *loader, const YamlNode *map, const SchemeItem *item,
                             bool penalty);
/* Which other figures must be given for an assumption; after all inputs were read. */
must_use bool load_assumptions(Loader *loader, const YamlNode *root);
must_use bool load_bands(Loader *loader, const YamlNode *root);

/* loader_items.c */
must_use bool load_sections(Loader *loader, const YamlNode *root);
must_use bool load_items(Loader *loader, const YamlNode *list, size_t section, size_t parent,
                         MissingRule missing);
must_use bool check_points(Loader *loader);

/* loader_rules.c */
must_use bool load_total(Loader *loader, const YamlNode *root);
must_use bool load_ranking(Loader *loader, const YamlNode *root);
must_use bool load_listing(Loader *loader, const YamlNode *root);
must_use bool load_columns(Loader *loader, const YamlNode *root);

/* loader_grades.c */
must_use bool load_grades(Loader *loader, const YamlNode *root);

#endif
