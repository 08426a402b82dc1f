#include "domain/hotline/open311_write.h"

#include "port/xml.h"

Open311Writer open311_writer(Ctx *ctx, bool xml)
{
    Buf *to = NEW(ctx->arena, Buf, 1);
    *to = buf_create(ctx->arena, OPEN311_BYTES_MAX);
    if (xml)
        buf_add_c(to, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    return (Open311Writer){.to = to, .xml = xml, .json = json_writer(to)};
}

/* In JSON an item of a list has no name. */
static void name_it(Open311Writer *out, const char *name)
{
    if (out->depth > 0 && !out->lists[out->depth - 1])
        json_key(&out->json, str_of(name));
}

static void begin(Open311Writer *out, const char *name, bool list)
{
    if (out->depth == OPEN311_DEPTH_MAX)
        BUG("an answer of Open311 too deep");
    if (out->xml) {
        buf_format(out->to, "<%s>", name);
    } else {
        name_it(out, name);
        if (list)
            json_begin_array(&out->json);
        else
            json_begin_object(&out->json);
    }
    out->names[out->depth] = name;
    out->lists[out->depth++] = list;
}

void open311_begin(Open311Writer *out, const char *name)
{
    begin(out, name, /* list= */ false);
}

void open311_begin_list(Open311Writer *out, const char *name)
{
    begin(out, name, /* list= */ true);
}

void open311_end(Open311Writer *out)
{
    out->depth--;
    if (out->xml)
        buf_format(out->to, "</%s>", out->names[out->depth]);
    else if (out->lists[out->depth])
        json_end_array(&out->json);
    else
        json_end_object(&out->json);
}

/* ---- values ---------------------------------------------------------------------------------- */

static void element(Open311Writer *out, const char *name, Str text)
{
    if (str_empty(text)) {
        buf_format(out->to, "<%s/>", name);
        return;
    }
    buf_format(out->to, "<%s>", name);
    xml_escape(out->to, text);
    buf_format(out->to, "</%s>", name);
}

void open311_text(Open311Writer *out, const char *name, Str text)
{
    if (out->xml) {
        element(out, name, text);
        return;
    }
    name_it(out, name);
    if (str_empty(text))
        json_absent(&out->json);
    else
        json_str(&out->json, text);
}

void open311_item(Open311Writer *out, const char *name, Str text)
{
    open311_text(out, name, text);
}

void open311_flag(Open311Writer *out, const char *name, bool value)
{
    if (out->xml) {
        element(out, name, value ? STR("true") : STR("false"));
        return;
    }
    name_it(out, name);
    json_bool(&out->json, value);
}

void open311_number(Open311Writer *out, const char *name, int64_t value)
{
    if (out->xml) {
        buf_format(out->to, "<%s>%lld</%s>", name, (long long)value, name);
        return;
    }
    name_it(out, name);
    json_int(&out->json, value);
}

void open311_micro(Open311Writer *out, const char *name, const int64_t *millionths)
{
    if (!millionths) {
        open311_text(out, name, STR(""));
        return;
    }
    Decimal degrees = {*millionths};
    if (out->xml) {
        buf_format(out->to, "<%s>", name);
        decimal_print_short(out->to, degrees);
        buf_format(out->to, "</%s>", name);
        return;
    }
    name_it(out, name);
    json_bare_decimal(&out->json, degrees);
}

/* 2010-01-01T00:00:00+08:00: whole seconds, as the W3C note has it. */
void open311_time(Open311Writer *out, const char *name, const Instant *at)
{
    char text[64];
    if (!at) {
        open311_text(out, name, STR(""));
        return;
    }
    Instant second = {at->ms - ((at->ms % 1000) + 1000) % 1000};
    CivilDate civil = date_civil(instant_date(second));
    int64_t of_day = (second.ms / 1000 + INT64_C(8) * 3600) % 86400;
    of_day += of_day < 0 ? 86400 : 0;
    snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02d+08:00", civil.year, civil.month,
             civil.day, (int)(of_day / 3600), (int)(of_day / 60 % 60), (int)(of_day % 60));
    open311_text(out, name, str_of(text));
}

/* ---- the end --------------------------------------------------------------------------------- */

Str open311_content_type(bool xml)
{
    return xml ? STR("text/xml; charset=utf-8") : STR("application/json; charset=utf-8");
}

bool open311_file(Ctx *ctx, const Open311Writer *out, const char *name, FileBody *ret)
{
    if (!buf_ok(out->to))
        return fail(ctx, FAIL_TOO_LARGE, "结果超过 %zu MiB", (size_t)(OPEN311_BYTES_MAX / MIB));
    *ret = (FileBody){
        .name = str_format(ctx->arena, "%s.%s", name, out->xml ? "xml" : "json"),
        .content_type = open311_content_type(out->xml),
        .bytes = buf_str(out->to),
    };
    return true;
}
