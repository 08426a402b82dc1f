/*
 * open311_write.h - one description, two notations: XML without a namespace, and the JSON that the
 * standard derives from it. A list is a JSON array; in XML it is an element around elements, whose
 * name the items give. What is absent is null, or an empty element.
 *
 *     Open311Writer out = open311_writer(ctx, is_xml);
 *     open311_begin_list(&out, "services");
 *     open311_begin(&out, "service");
 *     open311_text(&out, "service_code", service->code);
 *     open311_end(&out);
 *     open311_end(&out);
 *     return open311_file(ctx, &out, "services", ret);
 */
#ifndef TONGBAN_HOTLINE_OPEN311_WRITE_H
#define TONGBAN_HOTLINE_OPEN311_WRITE_H

#include "domain/module.h"
#include "port/json.h"

#define OPEN311_BYTES_MAX (16 * MIB)
#define OPEN311_DEPTH_MAX 8

typedef struct Open311Writer {
    Buf *to;
    bool xml;
    JsonWriter json;
    const char *names[OPEN311_DEPTH_MAX];
    bool lists[OPEN311_DEPTH_MAX];
    int depth;
} Open311Writer;

Open311Writer open311_writer(Ctx *ctx, bool xml);
void open311_begin(Open311Writer *out, const char *name);
void open311_begin_list(Open311Writer *out, const char *name);
void open311_end(Open311Writer *out);
/* The empty text is absent. */
void open311_text(Open311Writer *out, const char *name, Str text);
void open311_flag(Open311Writer *out, const char *name, bool value);
void open311_number(Open311Writer *out, const char *name, int64_t value);
/* NULL = absent. */
void open311_micro(Open311Writer *out, const char *name, const int64_t *millionths);
void open311_time(Open311Writer *out, const char *name, const Instant *at);
/* An item of a list that is plain text. */
void open311_item(Open311Writer *out, const char *name, Str text);

Str open311_content_type(bool xml);
/* FAIL_TOO_LARGE when it does not fit. */
must_use bool open311_file(Ctx *ctx, const Open311Writer *out, const char *name, FileBody *ret);

#endif
