#include "domain/hotline/order_filter.h"

#include <stdlib.h>

#include "domain/hotline/order_desk.h"
#include "domain/hotline/order_search.h"
#include "domain/hotline/rules.h"
#include "engine/access/access.h"
#include "port/clock.h"
#include "sql_ids.h"

#define WORDS_RUNES_MAX 400
#define NOTHING "无"
/* What is added between the look at the size and the run is seen by the next list. */
#define ROOM_MORE 1024
#define DAY_MS 86400000LL
#define HOUR_MS 3600000LL
/* Civil days begin at 16:00 UTC of the day before. */
#define OFFSET_MS 28800000LL

#define FILTER_FIELDS                                                                              \
    FIELD(OrderQuery, unit, "单位", 0, .max_runes = WORDS_RUNES_MAX),                              \
        FIELD(OrderQuery, unit_only, "不含下级", 0),                                               \
        FIELD(OrderQuery, state, "状态", 0, .max_runes = WORDS_RUNES_MAX),                         \
        FIELD(OrderQuery, kind, "类型", 0, .max_runes = WORDS_RUNES_MAX),                          \
        FIELD(OrderQuery, level, "紧急程度", 0, .max_runes = WORDS_RUNES_MAX),                     \
        FIELD(OrderQuery, category, "类别", 0, .max_runes = WORDS_RUNES_MAX),                      \
        FIELD(OrderQuery, channel, "渠道", 0, .max_runes = WORDS_RUNES_MAX),                       \
        FIELD(OrderQuery, satisfaction, "满意度", 0, .max_runes = WORDS_RUNES_MAX),                \
        FIELD(OrderQuery, light, "亮灯", 0, .max_runes = 16),                                      \
        FIELD(OrderQuery, box, "工作台", 0, .max_runes = 32),                                      \
        FIELD(OrderQuery, q, "查找", 0, .max_runes = SEARCH_RUNES_MAX),                            \
        FIELD(OrderQuery, street, "事发街道", 0, .max_runes = 64),                                 \
        FIELD(OrderQuery, requests, "待审申请", 0, .max_runes = WORDS_RUNES_MAX),                  \
        FIELD(OrderQuery, excluded, "剔除", 0, .max_runes = 1),                                    \
        FIELD_MAYBE(OrderQuery, from, "收件自", 0), FIELD_MAYBE(OrderQuery, to, "收件至", 0),      \
        FIELD_MAYBE(OrderQuery, due_from, "到期自", 0),                                            \
        FIELD_MAYBE(OrderQuery, due_to, "到期至", 0),                                              \
        FIELD_MAYBE(OrderQuery, closed_from, "办结自", 0),                                         \
        FIELD_MAYBE(OrderQuery, closed_to, "办结至", 0),                                           \
        FIELD(OrderQuery, returns, "退单次数不少于", 0),                                           \
        FIELD(OrderQuery, review_failures, "审核不通过次数不少于", 0),                             \
        FIELD(OrderQuery, urges, "催办次数不少于", 0),                                             \
        FIELD(OrderQuery, supervision, "督办等级不低于", 0),                                       \
        FIELD_MAYBE(OrderQuery, hour, "收件时段", 0), FIELD_MAYBE(OrderQuery, weekday, "星期", 0)
#define SORT_FIELDS                                                                                \
    FIELD(OrderQuery, sort, "排序", 0, .max_runes = 32), FIELD(OrderQuery, descending, "倒序", 0)

static const Field filter_fields[] = {FILTER_FIELDS};
static const Field list_fields[] = {
    FILTER_FIELDS,
    SORT_FIELDS,
    FIELD(OrderQuery, page, "页", 0),
    FIELD(OrderQuery, size, "每页", 0),
};
static const Field statistics_fields[] = {
    FILTER_FIELDS,
    FIELD(OrderQuery, by, "统计口径", FIELD_REQUIRED, .max_runes = 32),
};
static const Field export_fields[] = {
    FILTER_FIELDS,
    SORT_FIELDS,
    FIELD(OrderQuery, format, "格式", FIELD_REQUIRED, .max_runes = 8),
};
const Shape order_filter_shape = SHAPE(OrderQuery, filter_fields);
const Shape order_query_shape = SHAPE(OrderQuery, list_fields);
const Shape order_statistics_shape = SHAPE(OrderQuery, statistics_fields);
const Shape order_export_shape = SHAPE(OrderQuery, export_fields);

static const char *const lights[] = {"normal", "near",   "overdue", "paused",
                                     "none",   "warned", "unknown", NULL};

/* ---- lights ---------------------------------------------------------------------------------- */

OrderLight order_light(const OrderColumns *columns, size_t slot, Instant now)
{
    if (columns->closed_at[slot])
        return ORDER_LIGHT_NONE;
    if (columns->flags[slot] & ORDER_PAUSED)
        return ORDER_LIGHT_PAUSED;
    if (!columns->due_at[slot])
        return ORDER_LIGHT_NONE;
    if (now.ms >= columns->due_at[slot])
        return ORDER_LIGHT_OVERDUE;
    bool near = columns->near_at[slot] && now.ms >= columns->near_at[slot];
    return near ? ORDER_LIGHT_NEAR : ORDER_LIGHT_NORMAL;
}

bool order_warned(const OrderColumns *columns, size_t slot, Instant now)
{
    OrderLight light = order_light(columns, slot, now);
    return (light == ORDER_LIGHT_NORMAL || light == ORDER_LIGHT_NEAR) && columns->warn_at[slot] &&
           now.ms >= columns->warn_at[slot];
}

static bool has_light(const OrderColumns *columns, size_t slot, Instant now, Str light)
{
    switch (order_light(columns, slot, now)) {
    case ORDER_LIGHT_NONE:
        return str_equal_c(light, "none");
    case ORDER_LIGHT_NORMAL:
        return str_equal_c(light, "normal");
    case ORDER_LIGHT_NEAR:
        return str_equal_c(light, "near");
    case ORDER_LIGHT_OVERDUE:
        return str_equal_c(light, "overdue");
    case ORDER_LIGHT_PAUSED:
        return str_equal_c(light, "paused");
    }
    return false;
}

/* ---- making ready ---------------------------------------------------------------------------- */

typedef struct OrderUnitIds {
    int64_t *at;
    size_t count;
} OrderUnitIds;

/* A JSON array of ids, as DbScope.units has it. */
static OrderUnitIds *ids_of(Arena *arena, Str json)
{
    OrderUnitIds *ids = NEW(arena, OrderUnitIds, 1);
    ids->at = NEW(arena, int64_t, json.len / 2 + 1);
    Str rest = str_slice(json, 1, json.len < 2 ? 0 : json.len - 2);
    for (Str word; str_split(&rest, ',', &word);)
        if (str_to_int(str_trim(word), &ids->at[ids->count]))
            ids->count++;
    return ids;
}

static bool ready_unit(Ctx *ctx, Str name, bool only, OrderUnitIds **ret)
{
    UnitBook book;
    const Unit *unit;
    Period period = {0};
    CivilDate today = date_civil(instant_date(clock_now(ctx)));
    int64_t id = 0;
    /* By id nothing is told of the unit but what the scope shows of its orders. */
    if (str_equal_c(name, "本级") ||
        (str_starts(name, STR("#")) && str_to_int(str_after(name, 1), &id))) {
        *ret = ids_of(ctx->arena, str_format(ctx->arena, "[%lld]", (long long)id));
        return true;
    }
    if (!month_make(today.year, today.month, &period) || !unit_book_read(ctx, &book))
        return false;
    /* A former name is as good as the present one: the page is an address that was kept. */
    if (unit_find(ctx->arena, &book, name, period, &unit) == UNIT_UNKNOWN &&
        !unit_need(ctx, &book, name, period, &unit))
        return false;
    *ret = ids_of(ctx->arena, only ? str_format(ctx->arena, "[%lld]", (long long)unit->id)
                                   : unit_ids_below(ctx->arena, &book, unit->id));
    return true;
}

static TextList words_of(Arena *arena, Str text)
{
    TextList words = {0};
    for (Str word; str_split(&text, ',', &word);)
        if (!str_empty(str_trim(word)))
            *LIST_ADD(arena, &words) = str_trim(word);
    return words;
}

typedef struct IdRow {
    int64_t id;
} IdRow;
static const Field id_fields[] = {FIELD(IdRow, id, "", 0)};
static const Shape id_shape = SHAPE(IdRow, id_fields);
LIST_OF(IdRow, IdRowList);

static int by_number(const void *a, const void *b)
{
    const int64_t *left = a, *right = b;
    return *left < *right ? -1 : *left > *right;
}

/* Ascending. The rows are nothing but the ids. */
static bool read_ids(Ctx *ctx, int statement, Binds binds, int64_t **ret, size_t *ret_count)
{
    static_assert(sizeof(IdRow) == sizeof(int64_t), "a list of them is an array of ids");
    IdRowList rows = {0};
    if (!db_all(ctx, statement, binds, &id_shape, &rows))
        return false;
    int64_t *ids = (int64_t *)(void *)rows.at;
    bool sorted = true;
    for (size_t i = 1; i < rows.count; i++)
        sorted = sorted && ids[i - 1] < ids[i];
    if (!sorted)
        qsort(ids, rows.count, sizeof *ids, by_number);
    *ret = ids;
    *ret_count = rows.count;
    return true;
}

/* Newer orders than all whose words are kept; one may be in both. */
static void add_waiting(Ctx *ctx, OrderFind *find, const IdList *waiting)
{
    int64_t last = find->hit_count ? find->hits[find->hit_count - 1] : 0;
    int64_t *all = NEW(ctx->arena, int64_t, find->hit_count + waiting->count);
    if (find->hit_count)
        memcpy(all, find->hits, find->hit_count * sizeof *all);
    find->hits = all;
    LIST_EACH (const int64_t, id, waiting)
        if (*id > last)
            all[find->hit_count++] = *id;
}

static bool ready_search(Ctx *ctx, OrderFind *find)
{
    Str typed = str_trim(find->query->q);
    IdList waiting;
    if (str_empty(typed))
        return true;
    if (!search_query(ctx, typed, &find->search) ||
        !order_search_waiting(ctx, &find->search, &waiting) ||
        !read_ids(ctx, SQL_ORDER_WORDS_FOUND, BINDS({"match", bind(find->search.match)}),
                  &find->hits, &find->hit_count))
        return false;
    if (waiting.count)
        add_waiting(ctx, find, &waiting);
    return true;
}

static bool check_words(Ctx *ctx, const OrderQuery *query)
{
    if (!str_empty(query->light) && !str_is_one_of(query->light, lights)) {
        fail(ctx, FAIL_INVALID, "没有「%.*s」这种亮灯", STRF(query->light));
        return fail_hint(ctx, "normal、near、overdue、paused、none、warned、unknown 之一");
    }
    if (!str_empty(query->excluded) && !str_equal_c(query->excluded, "0") &&
        !str_equal_c(query->excluded, "1"))
        return fail(ctx, FAIL_INVALID, "剔除只能是 1（只看剔除的）或 0（不看剔除的）");
    if (query->has_hour && (query->hour < 0 || query->hour > 23))
        return fail(ctx, FAIL_INVALID, "收件时段是 0 至 23 时");
    if (query->has_weekday && (query->weekday < 1 || query->weekday > 7))
        return fail(ctx, FAIL_INVALID, "星期是 1（周一）至 7（周日）");
    if (!str_empty(query->box) && !order_box_bits(ctx->actor, query->box, /* ret= */ NULL)) {
        fail(ctx, FAIL_INVALID, "工作台没有「%.*s」这一栏", STRF(query->box));
        return fail_hint(ctx, "%.*s 之一", STRF(order_box_codes(ctx->arena)));
    }
    return true;
}

static bool ready_units(Ctx *ctx, OrderFind *find)
{
    const OrderQuery *query = find->query;
    if (!str_empty(query->unit) && !ready_unit(ctx, query->unit, query->unit_only, &find->units))
        return false;
    if (str_equal_c(query->street, NOTHING))
        find->street = ids_of(ctx->arena, STR("[0]"));
    else if (!str_empty(query->street))
        return ready_unit(ctx, query->street, /* only= */ true, &find->street);
    return true;
}

/* A group of categories stands for all below it. */
static bool ready_categories(Ctx *ctx, OrderFind *find)
{
    const HotlineRules *rules;
    if (!find->categories.count)
        return true;
    if (!hotline_rules(ctx, &rules))
        return false;
    for (size_t i = 0, given = find->categories.count; i < given; i++)
        LIST_EACH (const Category, category, &rules->categories)
            if (str_equal(category->parent, find->categories.at[i]))
                *LIST_ADD(ctx->arena, &find->categories) = category->code;
    return true;
}

static void split_words(Arena *arena, OrderFind *find)
{
    const OrderQuery *query = find->query;
    find->states = words_of(arena, query->state);
    find->kinds = words_of(arena, query->kind);
    find->levels = words_of(arena, query->level);
    find->categories = words_of(arena, query->category);
    find->channels = words_of(arena, query->channel);
    find->satisfactions = words_of(arena, query->satisfaction);
    find->requests = words_of(arena, query->requests);
}

bool order_find_open(Ctx *ctx, const OrderQuery *query, OrderFind *ret)
{
    if (!ctx->scope)
        return fail(ctx, FAIL_DENIED, "没有确定数据范围，不能读各单位的工单");
    if (!check_words(ctx, query))
        return false;
    OrderFind find = {.query = query,
                      .scope = ctx->scope,
                      .now = clock_now(ctx),
                      .me = ctx->actor ? ctx->actor->account_id : 0,
                      .boxes = order_boxes_create(ctx->arena),
                      .allowed = NEW(ctx->arena, bool, ORDER_CODES_LARGE)};
    order_box_bits(ctx->actor, query->box, &find.box);
    split_words(ctx->arena, &find);
    find.scope_units = ids_of(ctx->arena, ctx->scope->units);
    if (!ready_units(ctx, &find) || !ready_categories(ctx, &find))
        return false;
    if (find.box == ORDER_BOX_ASSISTING &&
        !read_ids(ctx, SQL_ORDER_BRANCHES_OPEN, NO_BINDS, &find.branches, &find.branch_count))
        return false;
    /* The index is asked last: it has whatever order the search has found. */
    if (!ready_search(ctx, &find) || !order_store_fresh(ctx, &find.store))
        return false;
    find.room = order_store_count(find.store) + ROOM_MORE;
    find.slots = NEW(ctx->arena, uint32_t, find.room);
    *ret = find;
    return true;
}

/* ---- running --------------------------------------------------------------------------------- */

/* Keeps the found slots for which the condition on `slot` holds. */
#define KEEP(find, condition)                                                                      \
    do {                                                                                           \
        size_t kept = 0;                                                                           \
        for (size_t i = 0; i < (find)->count; i++) {                                               \
            uint32_t slot = (find)->slots[i];                                                      \
            (find)->slots[kept] = slot;                                                            \
            kept += (condition);                                                                   \
        }                                                                                          \
        (find)->count = kept;                                                                      \
    } while (0)

static void allow_units(OrderFind *find, const OrderUnitIds *ids)
{
    memset(find->allowed, 0, ORDER_CODES_LARGE);
    for (size_t i = 0; i < ids->count; i++) {
        size_t code = order_unit_code(find->index, ids->at[i]);
        find->allowed[code] = code != 0;
    }
}

static void allow_words(OrderFind *find, const OrderCodes *codes, const TextList *words)
{
    memset(find->allowed, 0, ORDER_CODES_LARGE);
    LIST_EACH (const Str, word, words) {
        size_t code = order_code(codes, *word);
        find->allowed[code] = code != 0 || str_equal_c(*word, NOTHING);
    }
}

/* Whoever asks, the orders of his scope come first, and alone. */
static void run_scope(OrderFind *find, size_t count)
{
    const OrderColumns *columns = &find->index->columns;
    find->count = 0;
    if (find->scope->whole) {
        for (size_t i = 0; i < count; i++)
            find->slots[i] = (uint32_t)i;
        find->count = count;
        return;
    }
    int64_t person = find->scope->person;
    allow_units(find, find->scope_units);
    for (size_t i = 0; i < count; i++) {
        find->slots[find->count] = (uint32_t)i;
        find->count += find->allowed[columns->unit[i]] || (person && columns->taker[i] == person);
    }
}

/* Orders of others: whoever has a branch of one may see it. */
static void run_branches(OrderFind *find, size_t count)
{
    const OrderColumns *columns = &find->index->columns;
    find->count = 0;
    for (size_t i = 0; i < find->branch_count; i++) {
        size_t slot = order_slot(columns, find->branches[i]);
        if (slot < count)
            find->slots[find->count++] = (uint32_t)slot;
    }
}

/* Those found that are among `ids`; both ascend. */
static void run_hits(OrderFind *find, const int64_t *ids, size_t id_count)
{
    const OrderColumns *columns = &find->index->columns;
    size_t at = 0;
    if (id_count < find->count / 16) { /* few among many: looked up one by one */
        size_t kept = 0, low = 0;
        for (size_t i = 0; i < id_count; i++) {
            size_t slot = order_slot(columns, ids[i]);
            size_t high = find->count;
            while (low < high) {
                size_t middle = low + (high - low) / 2;
                if (find->slots[middle] < slot)
                    low = middle + 1;
                else
                    high = middle;
            }
            if (low < find->count && find->slots[low] == slot)
                find->slots[kept++] = (uint32_t)slot;
            low = low > kept ? low : kept;
        }
        find->count = kept;
        return;
    }
    size_t kept = 0;
    for (size_t i = 0; i < find->count; i++) {
        uint32_t slot = find->slots[i];
        while (at < id_count && ids[at] < columns->id[slot])
            at++;
        find->slots[kept] = slot;
        kept += at < id_count && ids[at] == columns->id[slot];
    }
    find->count = kept;
}

static void run_days(OrderFind *find)
{
    const OrderQuery *query = find->query;
    const OrderColumns *columns = &find->index->columns;
    if (query->has_from || query->has_to) {
        int32_t from = query->has_from ? query->from.days : INT32_MIN + 1;
        int32_t to = query->has_to ? query->to.days : INT32_MAX;
        KEEP(find, (columns->received_day[slot] >= from) & (columns->received_day[slot] <= to));
    }
    if (query->has_due_from || query->has_due_to) {
        int32_t from = query->has_due_from ? query->due_from.days : INT32_MIN + 1;
        int32_t to = query->has_due_to ? query->due_to.days : INT32_MAX;
        KEEP(find, (columns->due_day[slot] >= from) & (columns->due_day[slot] <= to));
    }
    if (query->has_closed_from || query->has_closed_to) {
        int32_t from = query->has_closed_from ? query->closed_from.days : INT32_MIN + 1;
        int32_t to = query->has_closed_to ? query->closed_to.days : INT32_MAX;
        KEEP(find, (columns->closed_day[slot] >= from) & (columns->closed_day[slot] <= to));
    }
    if (query->has_hour)
        KEEP(find, (columns->received_at[slot] + OFFSET_MS) % DAY_MS / HOUR_MS == query->hour);
    /* 1970-01-01 was a Thursday. */
    if (query->has_weekday)
        KEEP(find, ((columns->received_day[slot] + 3) % 7 + 7) % 7 + 1 == query->weekday);
}

static void run_codes(OrderFind *find)
{
    const OrderIndex *index = find->index;
    const OrderColumns *columns = &index->columns;
    bool *allowed = find->allowed;
    if (find->units) {
        allow_units(find, find->units);
        KEEP(find, allowed[columns->unit[slot]]);
    }
    if (find->street) {
        allow_units(find, find->street);
        KEEP(find, allowed[columns->place[slot]]);
    }
    if (find->states.count) {
        allow_words(find, &index->states, &find->states);
        KEEP(find, allowed[columns->state[slot]]);
    }
    if (find->kinds.count) {
        allow_words(find, &index->kinds, &find->kinds);
        KEEP(find, allowed[columns->kind[slot]]);
    }
    if (find->levels.count) {
        allow_words(find, &index->levels, &find->levels);
        KEEP(find, allowed[columns->level[slot]]);
    }
    if (find->categories.count) {
        allow_words(find, &index->categories, &find->categories);
        KEEP(find, allowed[columns->category[slot]]);
    }
    if (find->channels.count) {
        allow_words(find, &index->channels, &find->channels);
        KEEP(find, allowed[columns->channel[slot]]);
    }
    if (find->satisfactions.count) {
        allow_words(find, &index->satisfactions, &find->satisfactions);
        KEEP(find, allowed[columns->satisfaction[slot]]);
    }
}

static void run_numbers(OrderFind *find)
{
    const OrderQuery *query = find->query;
    const OrderColumns *columns = &find->index->columns;
    if (query->returns > 0)
        KEEP(find, columns->returns[slot] >= query->returns);
    if (query->review_failures > 0)
        KEEP(find, columns->review_failures[slot] >= query->review_failures);
    if (query->urges > 0)
        KEEP(find, columns->urges[slot] >= query->urges);
    if (query->supervision > 0)
        KEEP(find, columns->supervision[slot] >= query->supervision);
    if (!str_empty(query->excluded)) {
        bool wanted = str_equal_c(query->excluded, "1");
        KEEP(find, ((columns->flags[slot] & ORDER_EXCLUDED) != 0) == wanted);
    }
    LIST_EACH (const Str, word, &find->requests) {
        size_t code = order_code(&find->index->requests, *word);
        unsigned bit = code ? 1U << (code - 1) : 0;
        KEEP(find, (columns->requests[slot] & bit) != 0);
    }
    if (str_equal_c(query->light, "unknown"))
        KEEP(find, columns->missing_year[slot] != 0 && !columns->closed_at[slot]);
    else if (str_equal_c(query->light, "warned"))
        KEEP(find, order_warned(columns, slot, find->now));
    else if (!str_empty(query->light))
        KEEP(find, has_light(columns, slot, find->now, query->light));
}

const OrderIndex *order_find_run(OrderFind *find)
{
    find->index = order_store_hold(find->store);
    const OrderColumns *columns = &find->index->columns;
    size_t count = columns->count < find->room ? columns->count : find->room;
    if (find->box == ORDER_BOX_ASSISTING)
        run_branches(find, count);
    else
        run_scope(find, count);
    if (!str_empty(find->search.match))
        run_hits(find, find->hits, find->hit_count);
    if (!str_empty(find->query->box) && find->box != ORDER_BOX_ASSISTING) {
        order_boxes_ready(find->boxes, find->index);
        KEEP(find,
             (order_boxes_of(find->boxes, columns, slot, find->now, find->me) & find->box) != 0);
    }
    run_days(find);
    run_codes(find);
    run_numbers(find);
    return find->index;
}

void order_find_end(OrderFind *find)
{
    order_store_release(find->store);
    find->index = NULL;
}
