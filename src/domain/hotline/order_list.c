#include "domain/hotline/order_list.h"

#include <stdlib.h>

#include "domain/hotline/order.h"
#include "domain/hotline/order_desk.h"
#include "engine/access/access.h"
#include "port/clock.h"
#include "sql_ids.h"

#define PAGES_MAX 10000000
#define SNIPPET_RUNES 60

static const Field row_fields[] = {
    FIELD(OrderRow, id, "编号", 0),
    FIELD(OrderRow, number, "工单号", 0),
    FIELD(OrderRow, unit_id, "单位编号", 0),
    FIELD(OrderRow, unit, "承办单位", 0),
    FIELD(OrderRow, state, "状态代码", 0),
    FIELD(OrderRow, state_name, "状态", 0),
    FIELD(OrderRow, kind, "类型", 0),
    FIELD(OrderRow, level, "紧急程度", 0),
    FIELD(OrderRow, channel, "渠道", 0),
    FIELD(OrderRow, category, "类别代码", 0),
    FIELD(OrderRow, category_name, "类别", 0),
    FIELD(OrderRow, title, "标题", 0),
    FIELD(OrderRow, content, "内容", 0),
    FIELD(OrderRow, address, "地址", 0),
    FIELD(OrderRow, received_at, "收件时间", 0),
    FIELD_MAYBE(OrderRow, due_at, "办结期限", 0),
    FIELD_MAYBE(OrderRow, due_day, "到期日", 0),
    FIELD_MAYBE(OrderRow, closed_at, "办结时间", 0),
    FIELD_MAYBE(OrderRow, near_at, "临期起", 0),
    FIELD_MAYBE(OrderRow, warn_at, "预警起", 0),
    FIELD(OrderRow, paused, "挂起", 0),
    FIELD(OrderRow, missing_year, "缺日历的年份", 0),
    FIELD(OrderRow, extension_days, "延期工作日", 0),
    FIELD(OrderRow, revision, "版本", 0),
    FIELD(OrderRow, requests, "待审申请", 0),
    FIELD(OrderRow, returns, "退单次数", 0),
    FIELD(OrderRow, incorrect_returns, "非正确退单次数", 0),
    FIELD(OrderRow, review_failures, "审核不通过次数", 0),
    FIELD(OrderRow, urges, "催办次数", 0),
    FIELD(OrderRow, supervision, "督办级别", 0),
    FIELD(OrderRow, raised, "提级审核", 0),
    FIELD(OrderRow, confidential, "保密", 0),
    FIELD(OrderRow, anonymous, "匿名", 0),
    FIELD(OrderRow, excluded, "剔除", 0),
    FIELD(OrderRow, satisfaction, "满意度", 0),
    FIELD(OrderRow, due_text, "期限", 0),
    FIELD(OrderRow, light, "亮灯", 0),
    FIELD(OrderRow, light_text, "时限", 0),
    FIELD_LIST(OrderRow, snippet, "命中", &search_piece_shape),
};
const Shape order_row_shape = SHAPE(OrderRow, row_fields);

static const Field page_fields[] = {
    FIELD(OrderPage, total, "总数", 0),
    FIELD(OrderPage, page, "页", 0),
    FIELD(OrderPage, size, "每页", 0),
    FIELD_LIST(OrderPage, rows, "工单", &order_row_shape),
};
const Shape order_page_shape = SHAPE(OrderPage, page_fields);

/* ---- order ----------------------------------------------------------------------------------- */

typedef enum SortKey {
    SORT_RECEIVED,
    SORT_DUE,
    SORT_CLOSED,
    SORT_UNIT,
    SORT_STATE,
    SORT_KIND,
    SORT_LEVEL,
    SORT_CATEGORY,
    SORT_CHANNEL,
    SORT_RETURNS,
    SORT_FAILURES,
    SORT_URGES,
    SORT_SUPERVISION,
    SORT_KEYS
} SortKey;
static const char *const sort_names[SORT_KEYS] = {
    [SORT_RECEIVED] = "received_at",
    [SORT_DUE] = "due_at",
    [SORT_CLOSED] = "closed_at",
    [SORT_UNIT] = "unit",
    [SORT_STATE] = "state",
    [SORT_KIND] = "kind",
    [SORT_LEVEL] = "level",
    [SORT_CATEGORY] = "category",
    [SORT_RETURNS] = "returns",
    [SORT_FAILURES] = "review_failures",
    [SORT_SUPERVISION] = "supervision",
    [SORT_CHANNEL] = "channel",
    [SORT_URGES] = "urges",
};

static bool read_sort(Ctx *ctx, Str name, SortKey *ret)
{
    if (str_empty(name)) {
        *ret = SORT_RECEIVED;
        return true;
    }
    Buf all = buf_create(ctx->arena, KIB);
    for (int key = 0; key < SORT_KEYS; key++) {
        if (str_equal_c(name, sort_names[key])) {
            *ret = (SortKey)key;
            return true;
        }
        buf_format(&all, "%s%s", key ? "、" : "", sort_names[key]);
    }
    fail(ctx, FAIL_INVALID, "不能按「%.*s」排序", STRF(name));
    return fail_hint(ctx, "%.*s 之一", STRF(buf_str(&all)));
}

static int64_t key_of(const OrderColumns *columns, SortKey key, size_t slot)
{
    switch (key) {
    case SORT_RECEIVED:
        return columns->received_at[slot];
    case SORT_DUE:
        return columns->due_at[slot] ? columns->due_at[slot] : INT64_MAX;
    case SORT_CLOSED:
        return columns->closed_at[slot] ? columns->closed_at[slot] : INT64_MAX;
    case SORT_UNIT:
        return columns->unit[slot];
    case SORT_STATE:
        return columns->state[slot];
    case SORT_KIND:
        return columns->kind[slot];
    case SORT_LEVEL:
        return columns->level[slot];
    case SORT_CATEGORY:
        return columns->category[slot];
    case SORT_RETURNS:
        return columns->returns[slot];
    case SORT_FAILURES:
        return columns->review_failures[slot];
    case SORT_CHANNEL:
        return columns->channel[slot];
    case SORT_URGES:
        return columns->urges[slot];
    case SORT_SUPERVISION:
        return columns->supervision[slot];
    case SORT_KEYS:
        break;
    }
    return 0;
}

typedef struct Ranked {
    int64_t key; /* smallest first, whichever way it is sorted */
    uint32_t slot;
} Ranked;

static bool ranks_before(const Ranked *a, const Ranked *b)
{
    return a->key != b->key ? a->key < b->key : a->slot > b->slot;
}

static int by_rank(const void *a, const void *b)
{
    return ranks_before(a, b) ? -1 : 1;
}

/* The first `wanted` of all, in a heap whose root is the last of them; then sorted. */
static void sift_down(Ranked *heap, size_t count, size_t at)
{
    for (;;) {
        size_t last = at, left = 2 * at + 1, right = left + 1;
        if (left < count && ranks_before(&heap[last], &heap[left]))
            last = left;
        if (right < count && ranks_before(&heap[last], &heap[right]))
            last = right;
        if (last == at)
            return;
        Ranked held = heap[at];
        heap[at] = heap[last];
        heap[last] = held;
        at = last;
    }
}

static size_t first_ranked(const OrderFind *find, SortKey key, bool descending, Ranked *ranked,
                           size_t wanted)
{
    const OrderColumns *columns = &find->index->columns;
    size_t count = 0;
    for (size_t i = 0; i < find->count; i++) {
        int64_t value = key_of(columns, key, find->slots[i]);
        Ranked one = {descending ? -value : value, find->slots[i]};
        if (count < wanted) {
            ranked[count++] = one;
            for (size_t at = count / 2; count == wanted && at-- > 0;)
                sift_down(ranked, count, at);
        } else if (ranks_before(&one, &ranked[0])) {
            ranked[0] = one;
            sift_down(ranked, count, 0);
        }
    }
    qsort(ranked, count, sizeof *ranked, by_rank);
    return count;
}

/* By receipt there is an order of all: those found are met on the way through it. */
static size_t newest(const OrderFind *find, bool *found, uint32_t *to, size_t skip, size_t max,
                     bool descending)
{
    const OrderIndex *index = find->index;
    size_t all = index->columns.count, count = 0, met = 0;
    for (size_t i = 0; i < find->count; i++)
        found[find->slots[i]] = true;
    for (size_t i = 0; i < all && count < max && met < find->count; i++) {
        uint32_t slot = index->by_received[descending ? all - 1 - i : i];
        if (slot < find->room && found[slot] && met++ >= skip)
            to[count++] = slot;
    }
    return count;
}

typedef struct Picking {
    SortKey key;
    bool descending;
    size_t skip, max;
    bool *found;    /* by slot, when sorted by receipt */
    Ranked *ranked; /* otherwise */
    uint32_t *slots;
} Picking;

static void pick(OrderFind *find, Picking *picking, OrderIds *ret)
{
    const OrderColumns *columns = &find->index->columns;
    size_t count;
    if (picking->found) {
        count = newest(find, picking->found, picking->slots, picking->skip, picking->max,
                       picking->descending);
    } else {
        size_t wanted = picking->skip + picking->max;
        size_t ranked = first_ranked(find, picking->key, picking->descending, picking->ranked,
                                     wanted < find->count ? wanted : find->count);
        count = ranked > picking->skip ? ranked - picking->skip : 0;
        for (size_t i = 0; i < count; i++)
            picking->slots[i] = picking->ranked[picking->skip + i].slot;
    }
    for (size_t i = 0; i < count; i++)
        ret->at[i] = columns->id[picking->slots[i]];
    ret->count = count;
}

bool order_list_ids(Ctx *ctx, const OrderQuery *query, size_t skip, size_t max, OrderIds *ret,
                    int64_t *ret_total, SearchQuery *ret_search)
{
    OrderFind find;
    Picking picking = {.skip = skip, .max = max};
    if (!read_sort(ctx, query->sort, &picking.key) || !order_find_open(ctx, query, &find))
        return false;
    picking.descending = query->descending || str_empty(query->sort);
    if (max > find.room)
        max = picking.max = find.room;
    size_t wanted = skip + max < find.room ? skip + max : find.room;
    if (picking.key == SORT_RECEIVED)
        picking.found = NEW(ctx->arena, bool, find.room);
    else
        picking.ranked = NEW(ctx->arena, Ranked, wanted);
    picking.slots = NEW(ctx->arena, uint32_t, max);
    OrderIds ids = {NEW(ctx->arena, int64_t, max), 0};
    order_find_run(&find);
    pick(&find, &picking, &ids);
    *ret_total = (int64_t)find.count;
    order_find_end(&find);
    *ret_search = find.search;
    *ret = ids;
    return true;
}

/* ---- rows ------------------------------------------------------------------------------------ */

static Str ids_json(Arena *arena, const OrderIds *ids)
{
    Buf json = buf_create(arena, 22 * ids->count + 16);
    for (size_t i = 0; i < ids->count; i++)
        buf_format(&json, "%c%lld", i ? ',' : '[', (long long)ids->at[i]);
    buf_add_c(&json, ids->count ? "]" : "[]");
    return buf_str(&json);
}

static int by_id(const void *a, const void *b)
{
    const OrderRow *left = a, *right = b;
    return left->id < right->id ? -1 : left->id > right->id;
}

/* What lights ask of the matter. */
static Matter matter_of(const OrderRow *row)
{
    return (Matter){.has_due_at = row->has_due_at,
                    .due_at = row->due_at,
                    .missing_year = row->missing_year,
                    .has_near_at = row->has_near_at,
                    .near_at = row->near_at,
                    .has_paused_at = row->paused,
                    .has_closed_at = row->has_closed_at,
                    .closed_at = row->closed_at};
}

static Str due_text(Arena *arena, const OrderRow *row)
{
    Buf text = buf_create(arena, 128);
    if (row->missing_year)
        return str_format(arena, "期限待定（缺%lld年日历）", (long long)row->missing_year);
    if (!row->has_due_day)
        return STR("无办结期限");
    date_print(&text, row->due_day);
    buf_add_c(&text, " 24:00前");
    return buf_str(&text);
}

bool order_unit_names(Ctx *ctx, UnitBook *ret)
{
    const DbScope *mine = scope_lift(ctx);
    bool done = unit_book_read(ctx, ret);
    scope_lower(ctx, mine);
    return done;
}

Str order_category_name(Arena *arena, const HotlineRules *rules, Str code)
{
    const Category *category = category_called(rules, code);
    if (!category)
        return code;
    if (str_empty(category->parent_name))
        return category->name;
    return str_format(arena, "%.*s／%.*s", STRF(category->parent_name), STRF(category->name));
}

static bool complete(Ctx *ctx, OrderRowList *rows)
{
    const HotlineRules *rules;
    UnitBook book;
    const Lifecycle *lifecycle;
    Instant now = clock_now(ctx);
    if (!order_unit_names(ctx, &book) || !hotline_rules(ctx, &rules) ||
        !lifecycle_for(ctx, ORDER_LIFECYCLE, instant_date(now), &lifecycle))
        return false;
    LIST_EACH (OrderRow, row, rows) {
        const Unit *unit = unit_by_id(&book, row->unit_id);
        const LifecycleState *state = lifecycle_state(lifecycle, row->state);
        Matter matter = matter_of(row);
        row->unit = unit ? unit->name : (Str){0};
        row->category_name = order_category_name(ctx->arena, rules, row->category);
        row->state_name = state ? state->name : row->state;
        row->due_text = due_text(ctx->arena, row);
        row->light = light_code(matter_light(&matter, now));
        row->light_text = matter_light_text(ctx->arena, &matter, now);
    }
    return true;
}

static bool read_rows(Ctx *ctx, Str json, bool assisting, OrderRowList *ret)
{
    const DbScope *mine = assisting ? scope_lift(ctx) : NULL;
    bool done = db_all(ctx, SQL_ORDER_ROWS, BINDS({"ids", bind(json)}), &order_row_shape, ret);
    if (assisting)
        scope_lower(ctx, mine);
    return done && complete(ctx, ret);
}

bool order_list_rows(Ctx *ctx, const OrderIds *ids, bool assisting, OrderRowList *ret)
{
    OrderRowList found = {0}, rows = {0};
    if (ids->count && !read_rows(ctx, ids_json(ctx->arena, ids), assisting, &found))
        return false;
    if (found.count)
        qsort(found.at, found.count, sizeof *found.at, by_id);
    for (size_t i = 0; i < ids->count; i++) {
        const OrderRow *row = found.count ? bsearch(&(OrderRow){.id = ids->at[i]}, found.at,
                                                    found.count, sizeof *found.at, by_id)
                                          : NULL;
        if (row)
            *LIST_ADD(ctx->arena, &rows) = *row;
    }
    *ret = rows;
    return true;
}

bool order_list(Ctx *ctx, const OrderQuery *query, OrderPage *ret)
{
    OrderPage page = {.page = query->page ? query->page : 1,
                      .size = query->size ? query->size : ORDER_PAGE_SIZE};
    if (page.page < 1 || page.page > PAGES_MAX)
        return fail(ctx, FAIL_INVALID, "没有第 %lld 页", (long long)page.page);
    if (page.size < 1 || page.size > ORDER_PAGE_SIZE_MAX)
        return fail(ctx, FAIL_INVALID, "每页 1 至 %d 条", ORDER_PAGE_SIZE_MAX);
    OrderIds ids = {0};
    SearchQuery search = {0};
    uint32_t box = 0;
    bool assisting = order_box_bits(ctx->actor, query->box, &box) && box == ORDER_BOX_ASSISTING;
    if (!order_list_ids(ctx, query, (size_t)((page.page - 1) * page.size), (size_t)page.size, &ids,
                        &page.total, &search) ||
        !order_list_rows(ctx, &ids, assisting, &page.rows))
        return false;
    if (!str_empty(search.match))
        LIST_EACH (OrderRow, row, &page.rows)
            row->snippet = search_highlight(ctx->arena, &search, row->content, SNIPPET_RUNES);
    *ret = page;
    return true;
}
