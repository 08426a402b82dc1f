/* The filters as the query of an address and back: a saved filter is an address. */
#include "domain/hotline/order_filter.h"

#define TEXT_BYTES_MAX (32 * KIB)

static void add_escaped(Buf *to, Str text)
{
    for (size_t i = 0; i < text.len; i++) {
        unsigned char byte = (unsigned char)text.at[i];
        bool plain = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
                     (byte >= '0' && byte <= '9') || (byte && strchr("-_.~", byte));
        if (plain)
            buf_add_byte(to, text.at[i]);
        else
            buf_format(to, "%%%02X", byte);
    }
}

/* Empty when the member is not set. */
static Str value_text(Arena *arena, const Field *field, const void *object)
{
    const void *member = (const char *)object + field->offset;
    Buf text = buf_create(arena, TEXT_BYTES_MAX);
    if (!field_is_set(field, object))
        return (Str){0};
    if (field->kind == FIELD_STR)
        return *(const Str *)member;
    if (field->kind == FIELD_DATE)
        date_print(&text, *(const Date *)member);
    else if (field->kind == FIELD_BOOL && *(const bool *)member)
        buf_add_byte(&text, '1');
    else if (field->kind == FIELD_INT &&
             (*(const int64_t *)member || (field->flags & FIELD_OPTIONAL)))
        buf_format(&text, "%lld", (long long)*(const int64_t *)member);
    return buf_str(&text);
}

Str order_query_text(Arena *arena, const OrderQuery *query)
{
    Buf text = buf_create(arena, TEXT_BYTES_MAX);
    for (size_t i = 0; i < order_filter_shape.count; i++) {
        const Field *field = &order_filter_shape.fields[i];
        Str value = value_text(arena, field, query);
        if (str_empty(value))
            continue;
        buf_format(&text, "%s%s=", text.len ? "&" : "", field->name);
        add_escaped(&text, value);
    }
    return buf_str(&text);
}

static int digit(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static Str unescaped(Arena *arena, Str text)
{
    Buf plain = buf_create(arena, text.len + 1);
    for (size_t i = 0; i < text.len; i++) {
        bool escape = text.at[i] == '%' && i + 2 < text.len && digit(text.at[i + 1]) >= 0 &&
                      digit(text.at[i + 2]) >= 0;
        if (escape) {
            buf_add_byte(&plain, (char)(digit(text.at[i + 1]) * 16 + digit(text.at[i + 2])));
            i += 2;
        } else {
            buf_add_byte(&plain, text.at[i]);
        }
    }
    return buf_str(&plain);
}

bool order_query_read(Ctx *ctx, Str text, OrderQuery *ret)
{
    OrderQuery query = {0};
    Problems problems = {0};
    for (Str pair; str_split(&text, '&', &pair);) {
        size_t equals = str_find_byte(pair, '=');
        if (equals == STR_NONE)
            continue;
        const Field *field = shape_field(&order_export_shape, str_slice(pair, 0, equals));
        Str value = unescaped(ctx->arena, str_after(pair, equals + 1));
        if (!field || !shape_set_text(ctx->arena, field, &query, value, (Problem){0}, &problems))
            return fail(ctx, FAIL_INVALID, "导出任务里的筛选条件读不懂：「%.*s」", STRF(pair));
    }
    *ret = query;
    return true;
}
