/*
 * yaml.h - YAML texts (packs) as a tree that remembers its lines.
 *
 * The subset: mappings with plain text keys (no duplicates), sequences, scalars. Anchors, aliases
 * and tags are refused. All scalars are text; "quoted" tells them apart where it matters.
 */
#ifndef TONGBAN_PORT_YAML_H
#define TONGBAN_PORT_YAML_H

#include "base/shape.h"

#define YAML_BYTES_MAX (4 * MIB)
#define YAML_DEPTH_MAX 32

typedef enum YamlKind { YAML_SCALAR, YAML_LIST, YAML_MAP } YamlKind;

typedef struct YamlNode YamlNode;
typedef struct YamlEntry {
    Str key;
    int line;
    YamlNode *value;
} YamlEntry;

struct YamlNode {
    YamlKind kind;
    Str file; /* for messages */
    int line; /* from 1 */
    int column;
    Str text; /* scalars */
    bool quoted;
    YamlNode **items;   /* lists */
    YamlEntry *entries; /* maps, in the order of the text */
    size_t count;
};

/* Fails with FAIL_SYNTAX and file, line, column. An empty text is an empty map. */
must_use bool yaml_parse(Ctx *ctx, Str file, Str text, YamlNode **ret);

/* The value at a key of a map, NULL when absent (or when the node is NULL or no map). */
const YamlNode *yaml_get(const YamlNode *map, Str key);
/* Fails, naming file and line. */
bool yaml_fail(Ctx *ctx, const YamlNode *at, const char *format, ...) printf_like(3, 4);
/* These fail with a message that names file, line and key. */
must_use bool yaml_need(Ctx *ctx, const YamlNode *map, Str key, YamlKind kind,
                        const YamlNode **ret);
must_use bool yaml_str(Ctx *ctx, const YamlNode *map, Str key, Str *ret); /* required */
must_use bool yaml_str_or(Ctx *ctx, const YamlNode *map, Str key, Str otherwise, Str *ret);
must_use bool yaml_int_or(Ctx *ctx, const YamlNode *map, Str key, int64_t otherwise, int64_t *ret);
must_use bool yaml_bool_or(Ctx *ctx, const YamlNode *map, Str key, bool otherwise, bool *ret);
must_use bool yaml_decimal_or(Ctx *ctx, const YamlNode *map, Str key, Decimal otherwise,
                              Decimal *ret);
/* Fails on the first key of the map that is not in `known` (NULL at the end), naming the nearest.
 */
must_use bool yaml_only(Ctx *ctx, const YamlNode *map, const char *const *known);
/* A map to a struct through its Shape: all kinds, lists of maps and of scalars included; unknown
 * keys, missing required ones and wrong values each fail with file and line. */
must_use bool yaml_to_shape(Ctx *ctx, const YamlNode *map, const Shape *shape, void *ret);

#endif
