/* Words for the search, and what tells the lists.
 *
 * FTS5 writes what it has gathered at each commit: words of a thousand orders together cost a
 * seventh of what they cost order by order. So the words of new orders wait until there are enough
 * of them or the periodic work comes by, and the search reads the few that wait itself. Orders get
 * their ids in the order in which they are committed: all up to hotline_words_kept have their words
 * kept. */
#include "domain/hotline/order_search.h"

#include "port/clock.h"
#include "port/db.h"
#include "port/json.h"
#include "sql_ids.h"

/* So many wait at most, but for those of the transaction in hand. */
#define WAIT_MAX 1000
/* Of these the longest texts fit into the memory of a request. */
#define TOGETHER 500
/* Of a round of the periodic work, which holds up those who write. */
#define ROUND_MAX 1000
/* What has waited so long does not come in the thousands. */
#define QUIET_MS 3000
#define WORDS_BYTES_MAX (64 * KIB)

typedef struct Waiting {
    int64_t id;
    Str number;
    Str title;
    Str content;
    Str address;
} Waiting;
static const Field waiting_fields[] = {
    FIELD(Waiting, id, "编号", 0),      FIELD(Waiting, number, "工单号", 0),
    FIELD(Waiting, title, "标题", 0),   FIELD(Waiting, content, "内容", 0),
    FIELD(Waiting, address, "地址", 0),
};
static const Shape waiting_shape = SHAPE(Waiting, waiting_fields);
LIST_OF(Waiting, WaitingList);

/* What is searched: with a gap between them. */
static Str text_of(Arena *arena, const Waiting *order)
{
    return str_format(arena, "%.*s\n%.*s\n%.*s\n%.*s", STRF(order->number), STRF(order->title),
                      STRF(order->content), STRF(order->address));
}

static bool words_of(Ctx *ctx, const Order *order, Str *ret)
{
    const Waiting texts = {.number = order->number,
                           .title = order->title,
                           .content = order->content,
                           .address = order->address};
    return search_words(ctx, text_of(ctx->arena, &texts), ret);
}

/* ---- words that wait ---------------------------------------------------------------------------
 */

static bool kept_to(Ctx *ctx, int64_t *ret)
{
    return db_number(ctx, SQL_ORDER_WORDS_KEPT, NO_BINDS, ret);
}

static bool read_waiting(Ctx *ctx, int64_t after, int64_t most, WaitingList *ret)
{
    *ret = (WaitingList){0};
    return db_all(ctx, SQL_ORDER_WORDS_WAITING, BINDS({"after", bind(after)}, {"rows", bind(most)}),
                  &waiting_shape, ret);
}

/* As JSON, [id, words] each. */
static bool print_words(Ctx *ctx, const WaitingList *list, Buf *rows)
{
    JsonWriter json = json_writer(rows);
    LIST_EACH (const Waiting, order, list) {
        Str words;
        if (!search_words(ctx, text_of(ctx->arena, order), &words))
            return false;
        buf_format(rows, "%s[%lld,", rows->len ? "," : "[", (long long)order->id);
        json_str(&json, words);
        buf_add_byte(rows, ']');
    }
    buf_add_byte(rows, ']');
    return buf_ok(rows) || fail(ctx, FAIL_TOO_LARGE, "工单的文字太长");
}

/* The next ones, in memory that is given back. */
static bool keep_some(Ctx *ctx, int64_t *after, size_t *ret_count)
{
    ArenaMark mark = arena_mark(ctx->arena);
    Buf rows = buf_create(ctx->arena, TOGETHER * WORDS_BYTES_MAX);
    WaitingList list;
    if (!read_waiting(ctx, *after, TOGETHER, &list))
        return false;
    *ret_count = list.count;
    if (!list.count)
        return true;
    *after = list.at[list.count - 1].id;
    if (!print_words(ctx, &list, &rows) ||
        !db_run(ctx, SQL_ORDER_WORDS_PUT_ALL, BINDS({"rows", bind(buf_str(&rows))}),
                /* ret_changed= */ NULL) ||
        !db_run(ctx, SQL_ORDER_WORDS_KEEP, BINDS({"order_id", bind(*after)}),
                /* ret_changed= */ NULL))
        return false;
    arena_rewind(ctx->arena, mark);
    return true;
}

/* All that wait, or about so many. */
static bool keep_words(Ctx *ctx, size_t most)
{
    int64_t after = 0;
    size_t taken = 1;
    if (!kept_to(ctx, &after))
        return false;
    for (size_t kept = 0; taken && kept < most; kept += taken)
        if (!keep_some(ctx, &after, &taken))
            return false;
    return true;
}

bool order_search_catch_up(Ctx *ctx)
{
    int64_t newest = 0;
    /* While orders come by the thousand, who takes them in keeps their words: see WAIT_MAX. */
    Instant before = {clock_now(ctx).ms - QUIET_MS};
    if (!db_number(ctx, SQL_ORDER_WORDS_NEWEST, BINDS({"before", bind(before)}), &newest))
        return false;
    if (!newest)
        return true;
    if (!db_begin(ctx))
        return false;
    return keep_words(ctx, ROUND_MAX) ? db_commit(ctx) : db_rollback(ctx);
}

bool order_search_waiting(Ctx *ctx, const SearchQuery *query, IdList *ret)
{
    int64_t after = 0;
    WaitingList list;
    *ret = (IdList){0};
    if (!kept_to(ctx, &after) || !read_waiting(ctx, after, DB_ROWS_MAX, &list))
        return false;
    LIST_EACH (const Waiting, order, &list)
        if (search_matches(query, text_of(ctx->arena, order)))
            *LIST_ADD(ctx->arena, ret) = order->id;
    return true;
}

/* ---- one order --------------------------------------------------------------------------------
 */

static bool note_change(Ctx *ctx, int64_t id)
{
    return db_run(ctx, SQL_ORDER_CHANGED, BINDS({"order_id", bind(id)}), /* ret_changed= */ NULL);
}

/* The newest order of a transaction: lists and search are told once for all. */
typedef struct Newest {
    DbDeferred deferred;
    int64_t id;
} Newest;

static bool tell_newest(Ctx *ctx, const DbDeferred *piece)
{
    const Newest *newest = (const Newest *)piece;
    int64_t kept = 0;
    return note_change(ctx, ORDER_CHANGE_NEW) && kept_to(ctx, &kept) &&
           (newest->id - kept < WAIT_MAX || keep_words(ctx, SIZE_MAX));
}

static const DbDeferredKind newest_kind = {"告诉检索和列表", tell_newest};

static bool same_texts(const Order *a, const Order *b)
{
    return str_equal(a->number, b->number) && str_equal(a->title, b->title) &&
           str_equal(a->content, b->content) && str_equal(a->address, b->address);
}

static bool put_words(Ctx *ctx, int statement, int64_t id, Str words)
{
    return str_empty(words) ||
           db_run(ctx, statement, BINDS({"id", bind(id)}, {"words", bind(words)}),
                  /* ret_changed= */ NULL);
}

/* Those of an order that waits are read when its turn comes. */
static bool change_words(Ctx *ctx, const Order *before, const Order *after)
{
    int64_t kept = 0;
    Str old, words;
    if (!kept_to(ctx, &kept))
        return false;
    return after->id > kept || (words_of(ctx, before, &old) && words_of(ctx, after, &words) &&
                                put_words(ctx, SQL_ORDER_WORDS_DROP, after->id, old) &&
                                put_words(ctx, SQL_ORDER_WORDS_PUT, after->id, words));
}

bool order_search_put(Ctx *ctx, const Order *before, const Order *after)
{
    if (!before) {
        Newest *newest = db_defer(ctx, &newest_kind, sizeof *newest);
        newest->id = after->id;
        return true;
    }
    return (same_texts(before, after) || change_words(ctx, before, after)) &&
           note_change(ctx, after->id);
}

bool order_search_renew(Ctx *ctx)
{
    return note_change(ctx, ORDER_CHANGE_ALL) && keep_words(ctx, SIZE_MAX);
}
