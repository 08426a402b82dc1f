/*
 * json.h - JSON out and in.
 *
 * Out: a streaming writer into a Buf. It sets commas and escapes by itself; Chinese is written as
 * UTF-8, never as \u. A call that cannot be (a value without key inside an object, an end without
 * begin) is a BUG. Ask buf_ok() of the Buf when done.
 *
 *     JsonWriter json = json_writer(&out);
 *     json_begin_object(&json);
 *     json_key(&json, STR("unit"));
 *     json_str(&json, unit.name);
 *     json_key(&json, STR("scores"));
 *     json_list(&json, &score_shape, &scores);
 *     json_end_object(&json);
 *
 * In: an object is bound to a struct by its Shape, and every field that does not fit is reported,
 * not only the first. Text is read with jansson.
 */
#ifndef TONGBAN_PORT_JSON_H
#define TONGBAN_PORT_JSON_H

#include "base/shape.h"

#define JSON_BYTES_MAX (8 * MIB)
#define JSON_DEPTH_MAX 32
/* What stands in place of a FIELD_SECRET that is set. */
#define JSON_SECRET_MASK "***"

typedef struct JsonWriter {
    Buf *to;
    int depth;
    bool after_key;
    unsigned sees; /* bit 1 << MaskKind: written in full */
    bool is_object[JSON_DEPTH_MAX];
    bool has_items[JSON_DEPTH_MAX];
} JsonWriter;

/* Masks all personal data (Field.mask, base/mask.h). */
JsonWriter json_writer(Buf *to);
/* Writes in full the kinds of personal data that the reader may see: bits 1 << MaskKind, as in
 * Actor.sees. */
JsonWriter json_writer_seeing(Buf *to, unsigned sees);
void json_begin_object(JsonWriter *json);
void json_end_object(JsonWriter *json);
void json_begin_array(JsonWriter *json);
void json_end_array(JsonWriter *json);
void json_key(JsonWriter *json, Str key);

/* Malformed bytes in `value` are written as U+FFFD. */
void json_str(JsonWriter *json, Str value);
void json_int(JsonWriter *json, int64_t value);
void json_bool(JsonWriter *json, bool value);
void json_absent(JsonWriter *json); /* null */
/* A string, because JavaScript would read a number as binary floating point. With `places`
 * decimals where the value has no more of them; otherwise, and for places < 0, as many as it
 * needs. */
void json_decimal(JsonWriter *json, Decimal value, int places);
/* A bare number all the same, for a standard that wants one: coordinates. */
void json_bare_decimal(JsonWriter *json, Decimal value);
void json_instant(JsonWriter *json, Instant value); /* "2023-02-01T08:00:00.000+08:00" */
void json_date(JsonWriter *json, Date value);       /* "2023-02-28" */
void json_period(JsonWriter *json, Period value);   /* "2023-02" */

/* A struct as an object with all its fields; an absent value is null, a secret is masked, and so is
 * personal data that the writer's reader may not see. */
void json_shape(JsonWriter *json, const Shape *shape, const void *object);
/* A LIST_OF structs as an array. */
void json_list(JsonWriter *json, const Shape *shape, const void *list);

/*
 * Binds the object in `text` to the struct. Fails with FAIL_SYNTAX (line and column) when it is
 * no JSON object or too deep, FAIL_TOO_LARGE above JSON_BYTES_MAX, and FAIL_INVALID when
 * `problems` was added to: unknown keys, missing required ones, values of the wrong kind. The
 * field of a problem is its path: members[2].score.
 *
 * Decimals are given as strings or whole numbers. A bare fraction such as 19.89 is refused, with
 * the request to put it in quotes: it would pass through binary floating point.
 * An item of a list may be a plain value when only the first field of its struct is needed.
 */
must_use bool json_to_shape(Ctx *ctx, Str text, const Shape *shape, Problems *problems, void *ret);

#endif
