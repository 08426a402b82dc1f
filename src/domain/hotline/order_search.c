#include "domain/hotline/order_search.h"

#include "engine/search/search.h"
#include "port/json.h"
#include "sql_ids.h"

static bool text_of(Ctx *ctx, const Order *order, Str *ret)
{
    Str text = str_format(ctx->arena, "%.*s\n%.*s\n%.*s\n%.*s", STRF(order->number),
                          STRF(order->title), STRF(order->content), STRF(order->address));
    return search_words(ctx, text, ret);
}

static bool put_words(Ctx *ctx, int64_t id, Str words)
{
    return str_empty(words) ||
           db_run(ctx, SQL_ORDER_WORDS_PUT, BINDS({"id", bind(id)}, {"words", bind(words)}),
                  /* ret_changed= */ NULL);
}

static bool drop_words(Ctx *ctx, int64_t id, Str words)
{
    return str_empty(words) ||
           db_run(ctx, SQL_ORDER_WORDS_DROP, BINDS({"id", bind(id)}, {"words", bind(words)}),
                  /* ret_changed= */ NULL);
}

static bool note_change(Ctx *ctx, int64_t id)
{
    return db_run(ctx, SQL_ORDER_CHANGED, BINDS({"order_id", bind(id)}), /* ret_changed= */ NULL);
}

static bool same_texts(const Order *a, const Order *b)
{
    return str_equal(a->number, b->number) && str_equal(a->title, b->title) &&
           str_equal(a->content, b->content) && str_equal(a->address, b->address);
}

bool order_search_put(Ctx *ctx, const Order *before, const Order *after)
{
    if (before && same_texts(before, after))
        return note_change(ctx, after->id);
    Str old = {0}, words = {0};
    return (!before || text_of(ctx, before, &old)) && text_of(ctx, after, &words) &&
           drop_words(ctx, after->id, old) && put_words(ctx, after->id, words) &&
           note_change(ctx, after->id);
}

bool order_search_remove(Ctx *ctx, const Order *before)
{
    Str old = {0};
    return text_of(ctx, before, &old) && drop_words(ctx, before->id, old) &&
           order_search_renew(ctx);
}

bool order_search_words(Ctx *ctx, const Order *order)
{
    Str words = {0};
    return text_of(ctx, order, &words) && put_words(ctx, order->id, words);
}

/* ---- many at once -------------------------------------------------------------------------------
 */

#define WORDS_BYTES_MAX (64 * KIB)

OrderWords order_words_create(Arena *arena)
{
    return (OrderWords){buf_create(arena, ORDER_WORDS_TOGETHER * WORDS_BYTES_MAX), 0};
}

bool order_words_write(Ctx *ctx, OrderWords *words)
{
    if (words->count == 0)
        return true;
    buf_add_byte(&words->rows, ']');
    if (!buf_ok(&words->rows))
        return fail(ctx, FAIL_TOO_LARGE, "工单的文字太长");
    bool done = db_run(ctx, SQL_ORDER_WORDS_PUT_ALL, BINDS({"rows", bind(buf_str(&words->rows))}),
                       /* ret_changed= */ NULL);
    buf_clear(&words->rows);
    words->count = 0;
    return done;
}

bool order_words_add(Ctx *ctx, OrderWords *words, const Order *order)
{
    Str text = {0};
    if (!text_of(ctx, order, &text))
        return false;
    if (str_empty(text))
        return true;
    buf_format(&words->rows, "%s[%lld,", words->count ? "," : "[", (long long)order->id);
    JsonWriter json = json_writer(&words->rows);
    json_str(&json, text);
    buf_add_byte(&words->rows, ']');
    return ++words->count < ORDER_WORDS_TOGETHER || order_words_write(ctx, words);
}

bool order_search_renew(Ctx *ctx)
{
    return note_change(ctx, /* all= */ 0);
}
