/* The JSON writer; the reader is json_read.c. It needs no library. */
#include "port/json.h"

#include "base/mask.h"
#include "base/utf8.h"

JsonWriter json_writer(Buf *to)
{
    return (JsonWriter){.to = to};
}

JsonWriter json_writer_seeing(Buf *to, unsigned sees)
{
    return (JsonWriter){.to = to, .sees = sees};
}

/* Before every value: the comma, and the rule that an object's value follows its key. */
static void before_value(JsonWriter *json)
{
    if (json->depth == 0 || json->after_key) {
        json->after_key = false;
        return;
    }
    int level = json->depth - 1;
    if (json->is_object[level])
        BUG("JSON value without a key inside an object");
    if (json->has_items[level])
        buf_add_byte(json->to, ',');
    json->has_items[level] = true;
}

static void begin(JsonWriter *json, bool is_object)
{
    before_value(json);
    if (json->depth == JSON_DEPTH_MAX)
        BUG("JSON nested deeper than JSON_DEPTH_MAX");
    json->is_object[json->depth] = is_object;
    json->has_items[json->depth] = false;
    json->depth++;
    buf_add_byte(json->to, is_object ? '{' : '[');
}

static void end(JsonWriter *json, bool is_object)
{
    if (json->depth == 0 || json->is_object[json->depth - 1] != is_object || json->after_key)
        BUG("JSON end that does not match its begin");
    json->depth--;
    buf_add_byte(json->to, is_object ? '}' : ']');
}

void json_begin_object(JsonWriter *json)
{
    begin(json, true);
}

void json_end_object(JsonWriter *json)
{
    end(json, true);
}

void json_begin_array(JsonWriter *json)
{
    begin(json, false);
}

void json_end_array(JsonWriter *json)
{
    end(json, false);
}

static void add_rune(Buf *to, Rune rune)
{
    char bytes[4];
    switch (rune) {
    case '"':
        buf_add_c(to, "\\\"");
        return;
    case '\\':
        buf_add_c(to, "\\\\");
        return;
    case '\n':
        buf_add_c(to, "\\n");
        return;
    case '\r':
        buf_add_c(to, "\\r");
        return;
    case '\t':
        buf_add_c(to, "\\t");
        return;
    default:
        if (rune < 0x20 || rune == 0x7F)
            buf_format(to, "\\u%04x", rune);
        else
            buf_add_bytes(to, bytes, utf8_encode(rune == RUNE_INVALID ? 0xFFFD : rune, bytes));
    }
}

/* True for bytes that stand for themselves; such stretches are copied at once. */
static bool is_plain(unsigned char byte)
{
    return byte >= 0x20 && byte < 0x7F && byte != '"' && byte != '\\';
}

/* The one place where text is escaped. */
static void add_quoted(Buf *to, Str text)
{
    buf_add_byte(to, '"');
    while (!str_empty(text)) {
        size_t plain = 0;
        while (plain < text.len && is_plain((unsigned char)text.at[plain]))
            plain++;
        buf_add_bytes(to, text.at, plain);
        text = str_after(text, plain);
        if (!str_empty(text))
            add_rune(to, utf8_next(&text));
    }
    buf_add_byte(to, '"');
}

void json_key(JsonWriter *json, Str key)
{
    if (json->depth == 0 || !json->is_object[json->depth - 1] || json->after_key)
        BUG("JSON key outside an object");
    int level = json->depth - 1;
    if (json->has_items[level])
        buf_add_byte(json->to, ',');
    json->has_items[level] = true;
    add_quoted(json->to, key);
    buf_add_byte(json->to, ':');
    json->after_key = true;
}

void json_str(JsonWriter *json, Str value)
{
    before_value(json);
    add_quoted(json->to, value);
}

void json_int(JsonWriter *json, int64_t value)
{
    before_value(json);
    buf_add_int(json->to, value);
}

void json_bool(JsonWriter *json, bool value)
{
    before_value(json);
    buf_add_c(json->to, value ? "true" : "false");
}

void json_absent(JsonWriter *json)
{
    before_value(json);
    buf_add_c(json->to, "null");
}

void json_decimal(JsonWriter *json, Decimal value, int places)
{
    before_value(json);
    buf_add_byte(json->to, '"');
    decimal_print_least(json->to, value, places);
    buf_add_byte(json->to, '"');
}

void json_bare_decimal(JsonWriter *json, Decimal value)
{
    before_value(json);
    decimal_print_short(json->to, value);
}

void json_instant(JsonWriter *json, Instant value)
{
    before_value(json);
    buf_add_byte(json->to, '"');
    instant_print(json->to, value);
    buf_add_byte(json->to, '"');
}

void json_date(JsonWriter *json, Date value)
{
    before_value(json);
    buf_add_byte(json->to, '"');
    date_print(json->to, value);
    buf_add_byte(json->to, '"');
}

void json_period(JsonWriter *json, Period value)
{
    before_value(json);
    buf_add_byte(json->to, '"');
    period_print(json->to, value);
    buf_add_byte(json->to, '"');
}

static void json_member(JsonWriter *json, const Field *field, const void *member);

/* A list whose items are known by their first member. */
static void json_bare_list(JsonWriter *json, const Shape *shape, const void *list)
{
    const AnyList *any = list;
    const Field *first = &shape->fields[0];
    json_begin_array(json);
    for (size_t i = 0; i < any->count; i++)
        json_member(json, first, (const char *)any->at + i * shape->size + first->offset);
    json_end_array(json);
}

static Str masked(const JsonWriter *json, const Field *field, Str value)
{
    bool in_full = field->mask == MASK_NONE || (json->sees & (1U << field->mask));
    return in_full ? value : mask_text(json->to->arena, field->mask, value);
}

static void json_member(JsonWriter *json, const Field *field, const void *member)
{
    switch (field->kind) {
    case FIELD_BOOL:
        json_bool(json, *(const bool *)member);
        return;
    case FIELD_INT:
        json_int(json, *(const int64_t *)member);
        return;
    case FIELD_DECIMAL:
        json_decimal(json, *(const Decimal *)member, field->places);
        return;
    case FIELD_STR:
        json_str(json, masked(json, field, *(const Str *)member));
        return;
    case FIELD_INSTANT:
        json_instant(json, *(const Instant *)member);
        return;
    case FIELD_DATE:
        json_date(json, *(const Date *)member);
        return;
    case FIELD_PERIOD:
        json_period(json, *(const Period *)member);
        return;
    case FIELD_LIST_OF:
        if (field->flags & FIELD_BARE)
            json_bare_list(json, field->of, member);
        else
            json_list(json, field->of, member);
        return;
    case FIELD_STRUCT:
        json_shape(json, field->of, member);
        return;
    }
    BUG("field of unknown kind");
}

void json_shape(JsonWriter *json, const Shape *shape, const void *object)
{
    json_begin_object(json);
    for (size_t i = 0; i < shape->count; i++) {
        const Field *field = &shape->fields[i];
        json_key(json, str_of(field->name));
        if (!field_is_set(field, object))
            json_absent(json);
        else if (field->flags & FIELD_SECRET)
            json_str(json, STR(JSON_SECRET_MASK));
        else
            json_member(json, field, (const char *)object + field->offset);
    }
    json_end_object(json);
}

void json_list(JsonWriter *json, const Shape *shape, const void *list)
{
    const AnyList *any = list;
    json_begin_array(json);
    for (size_t i = 0; i < any->count; i++)
        json_shape(json, shape, (const char *)any->at + i * shape->size);
    json_end_array(json);
}
