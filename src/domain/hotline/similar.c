#include "domain/hotline/similar.h"

#include "base/utf8.h"
#include "domain/hotline/caller.h"
#include "domain/hotline/order_unit.h"
#include "domain/hotline/rules.h"
#include "port/clock.h"
#include "port/db.h"
#include "port/fold.h"
#include "sql_ids.h"

#define ROWS_MAX 50
#define TEXTS_MAX 300
#define PAIRS_MAX 600 /* of a text: longer ones are compared by their beginning */
#define RANK_CALLER 100
#define RANK_PLACE 80

static const Field similar_fields[] = {
    FIELD(SimilarOrder, id, "编号", 0),
    FIELD(SimilarOrder, number, "工单号", 0),
    FIELD(SimilarOrder, kind, "类型", 0),
    FIELD(SimilarOrder, category, "类目", 0),
    FIELD(SimilarOrder, title, "标题", 0),
    FIELD(SimilarOrder, content, "内容", 0, .max_runes = ORDER_CONTENT_RUNES_MAX),
    FIELD(SimilarOrder, address, "地址", 0),
    FIELD(SimilarOrder, state, "状态", 0),
    FIELD(SimilarOrder, received_at, "受理时间", 0),
    FIELD(SimilarOrder, unit_id, "单位编号", 0),
    FIELD(SimilarOrder, unit, "单位", 0),
    FIELD(SimilarOrder, why, "相似之处", 0),
    FIELD(SimilarOrder, rank, "相似程度", 0),
};
const Shape similar_order_shape = SHAPE(SimilarOrder, similar_fields);
/* The first ten are what the database has. */
static const Shape row_shape = {
    .name = "SimilarOrder", .size = sizeof(SimilarOrder), .fields = similar_fields, .count = 10};

/* ---- texts ------------------------------------------------------------------------------------
 */

static int compare_pairs(const void *a, const void *b)
{
    uint64_t first = *(const uint64_t *)a, second = *(const uint64_t *)b;
    return (first > second) - (first < second);
}

static size_t pairs_of(Arena *arena, Str text, uint64_t *pairs)
{
    Str rest = fold_name(arena, text);
    Rune before = RUNE_INVALID;
    size_t count = 0;
    while (rest.len > 0 && count < PAIRS_MAX) {
        Rune rune = utf8_next(&rest);
        if (before != RUNE_INVALID && rune != RUNE_INVALID)
            pairs[count++] = (uint64_t)before << 32 | rune;
        before = rune;
    }
    qsort(pairs, count, sizeof *pairs, compare_pairs);
    return count;
}

static int64_t percent_common(const uint64_t *a, size_t a_count, const uint64_t *b, size_t b_count)
{
    size_t common = 0, i = 0, k = 0;
    if (a_count + b_count == 0)
        return 0;
    while (i < a_count && k < b_count) {
        common += a[i] == b[k];
        if (a[i] == b[k]) {
            i++;
            k++;
        } else if (a[i] < b[k]) {
            i++;
        } else {
            k++;
        }
    }
    return (int64_t)(200 * common / (a_count + b_count));
}

int64_t similar_percent(Arena *arena, Str a, Str b)
{
    uint64_t *first = NEW(arena, uint64_t, PAIRS_MAX), *second = NEW(arena, uint64_t, PAIRS_MAX);
    size_t first_count = pairs_of(arena, a, first), second_count = pairs_of(arena, b, second);
    return percent_common(first, first_count, second, second_count);
}

/* ---- finding ----------------------------------------------------------------------------------
 */

typedef struct Search {
    Ctx *ctx;
    const SimilarAsk *ask;
    SimilarOrderList found;
} Search;

static void note(Search *search, const SimilarOrder *row, int64_t rank, Str why)
{
    Arena *arena = search->ctx->arena;
    if (row->id == search->ask->but)
        return;
    LIST_EACH (SimilarOrder, known, &search->found)
        if (known->id == row->id) {
            known->rank += rank;
            known->why = str_format(arena, "%.*s；%.*s", STRF(known->why), STRF(why));
            return;
        }
    SimilarOrder *order = LIST_ADD(arena, &search->found);
    *order = *row;
    order->rank = rank;
    order->why = why;
}

static bool find_by_caller(Search *search, Date from)
{
    Ctx *ctx = search->ctx;
    SimilarOrderList rows = {0};
    Str hash, normal = phone_normal(ctx->arena, search->ask->phone);
    if (str_empty(normal))
        return true;
    if (!phone_hash(ctx, normal, &hash) ||
        !db_all(ctx, SQL_SIMILAR_BY_CALLER,
                BINDS({"caller_hash", bind(hash)}, {"from", bind(from)},
                      {"whole", bind(scope_is_whole(ctx))}, {"limit", bind((int64_t)ROWS_MAX)}),
                &row_shape, &rows))
        return false;
    LIST_EACH (const SimilarOrder, row, &rows)
        note(search, row, RANK_CALLER, STR("同一电话"));
    return true;
}

static bool find_by_place(Search *search, Date from)
{
    Ctx *ctx = search->ctx;
    SimilarOrderList rows = {0};
    Str folded = fold_name(ctx->arena, str_trim(search->ask->address));
    if (str_empty(folded))
        return true;
    if (!db_all(ctx, SQL_SIMILAR_BY_PLACE,
                BINDS({"folded_address", bind(folded)}, {"from", bind(from)},
                      {"limit", bind((int64_t)ROWS_MAX)}),
                &row_shape, &rows))
        return false;
    LIST_EACH (const SimilarOrder, row, &rows)
        note(search, row, RANK_PLACE, STR("同一地址"));
    return true;
}

static bool find_by_text(Search *search, Date from, int64_t percent_min)
{
    Ctx *ctx = search->ctx;
    SimilarOrderList rows = {0};
    Str text = str_trim(search->ask->content);
    uint64_t *wanted = NEW(ctx->arena, uint64_t, PAIRS_MAX);
    uint64_t *pairs = NEW(ctx->arena, uint64_t, PAIRS_MAX);
    size_t count = pairs_of(ctx->arena, text, wanted);
    if (count == 0 || str_empty(search->ask->kind))
        return true;
    if (!db_all(ctx, SQL_SIMILAR_RECENT,
                BINDS({"from", bind(from)}, {"kind", bind(search->ask->kind)},
                      {"category", bind(search->ask->category)},
                      {"limit", bind((int64_t)TEXTS_MAX)}),
                &row_shape, &rows))
        return false;
    LIST_EACH (const SimilarOrder, row, &rows) {
        int64_t percent =
            percent_common(wanted, count, pairs, pairs_of(ctx->arena, row->content, pairs));
        if (percent >= percent_min)
            note(search, row, percent,
                 str_format(ctx->arena, "内容相似%lld%%", (long long)percent));
    }
    return true;
}

static int compare_found(const void *a, const void *b)
{
    const SimilarOrder *first = a, *second = b;
    if (first->rank != second->rank)
        return first->rank < second->rank ? 1 : -1;
    return (first->id < second->id) - (first->id > second->id);
}

bool similar_find(Ctx *ctx, const SimilarAsk *ask, SimilarOrderList *ret)
{
    const HotlineRules *rules;
    UnitBook book;
    Search search = {.ctx = ctx, .ask = ask};
    if (!hotline_rules(ctx, &rules))
        return false;
    Date from = {instant_date(clock_now(ctx)).days - (int32_t)rules->similar.days};
    if (!find_by_caller(&search, from) || !find_by_place(&search, from) ||
        !find_by_text(&search, from, rules->similar.percent))
        return false;
    if (search.found.count > 0) {
        if (!order_units_read(ctx, &book))
            return false;
        qsort(search.found.at, search.found.count, sizeof *search.found.at, compare_found);
        if (search.found.count > SIMILAR_MAX)
            search.found.count = SIMILAR_MAX;
        LIST_EACH (SimilarOrder, order, &search.found)
            order->unit = order_unit_name(&book, order->unit_id);
    }
    *ret = search.found;
    return true;
}
