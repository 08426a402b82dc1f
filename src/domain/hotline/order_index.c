#include "domain/hotline/order_index.h"

#include "domain/hotline/order_search.h"

#include <pthread.h>
#include <stdlib.h>

#include "engine/access/actor.h"
#include "port/db.h"
#include "port/packs.h"
#include "sql_ids.h"

#define STORE_BYTES_MAX ((size_t)8192 * MIB)
#define PART_ROWS 20000
#define PART_BYTES_MAX (64 * MIB)
/* With more changes at once the order by receipt is made anew instead of mended. */
#define MENDED_MAX 256
#define ORDERS_MAX ((size_t)UINT32_MAX - 1)

struct OrderStore {
    pthread_mutex_t filling; /* one thread reads changes, the others wait */
    pthread_rwlock_t lock;   /* of what follows */
    Arena *arena;            /* of `index`; NULL = not filled */
    OrderIndex index;
    int64_t seen; /* the last change taken over */
};

/* ---- codes ----------------------------------------------------------------------------------- */

static void codes_create(Arena *arena, OrderCodes *codes, size_t max)
{
    *codes = (OrderCodes){
        .names = NEW(arena, Str, max), .count = 1, .max = max, .by_name = dict_create(arena)};
}

size_t order_code(const OrderCodes *codes, Str name)
{
    const Str *found = str_empty(name) ? NULL : dict_get(&codes->by_name, name);
    return found ? (size_t)(found - codes->names) : 0;
}

static size_t code_made(Arena *arena, OrderCodes *codes, Str name)
{
    size_t code = order_code(codes, name);
    if (code || str_empty(name))
        return code;
    if (codes->count == codes->max)
        return codes->max - 1;
    code = codes->count++;
    codes->names[code] = str_copy(arena, name);
    dict_put(&codes->by_name, codes->names[code], &codes->names[code]);
    return code;
}

/* An id as the name of a code. */
typedef struct UnitName {
    char bytes[24];
    size_t len;
} UnitName;

static UnitName unit_name(int64_t id)
{
    UnitName name;
    name.len = (size_t)snprintf(name.bytes, sizeof name.bytes, "%lld", (long long)id);
    return name;
}

size_t order_unit_code(const OrderIndex *index, int64_t unit_id)
{
    UnitName name = unit_name(unit_id);
    return order_code(&index->units, str_from(name.bytes, name.len));
}

int64_t order_unit_of_code(const OrderIndex *index, size_t code)
{
    int64_t id = 0;
    return str_to_int(index->units.names[code], &id) ? id : 0;
}

/* " extension appeal " as bits. */
static uint16_t request_bits(Arena *arena, OrderCodes *codes, Str words)
{
    unsigned bits = 0;
    for (Str word; str_split(&words, ' ', &word);) {
        size_t code = code_made(arena, codes, word);
        if (code)
            bits |= 1U << (code - 1);
    }
    return (uint16_t)bits;
}

/* ---- columns --------------------------------------------------------------------------------- */

#define EACH_COLUMN(DO)                                                                            \
    DO(id)                                                                                         \
    DO(received_at)                                                                                \
    DO(due_at)                                                                                     \
    DO(closed_at)                                                                                  \
    DO(near_at)                                                                                    \
    DO(warn_at)                                                                                    \
    DO(taker)                                                                                      \
    DO(received_day)                                                                               \
    DO(due_day)                                                                                    \
    DO(closed_day)                                                                                 \
    DO(unit)                                                                                       \
    DO(place)                                                                                      \
    DO(category)                                                                                   \
    DO(channel)                                                                                    \
    DO(missing_year)                                                                               \
    DO(requests)                                                                                   \
    DO(state)                                                                                      \
    DO(kind)                                                                                       \
    DO(level)                                                                                      \
    DO(satisfaction)                                                                               \
    DO(returns)                                                                                    \
    DO(review_failures)                                                                            \
    DO(supervision)                                                                                \
    DO(urges)                                                                                      \
    DO(flags)

/* Room for `cap` orders in `arena`, holding what `from` has. */
static OrderColumns columns_with(Arena *arena, const OrderColumns *from, size_t cap)
{
    OrderColumns to = {.count = from->count, .cap = cap};
#define MAKE_ROOM(name)                                                                            \
    to.name = arena_alloc(arena, cap * sizeof *to.name, alignof(int64_t));                         \
    if (from->count)                                                                               \
        memcpy(to.name, from->name, from->count * sizeof *to.name);
    EACH_COLUMN(MAKE_ROOM)
#undef MAKE_ROOM
    return to;
}

size_t order_slot(const OrderColumns *columns, int64_t id)
{
    size_t low = 0, high = columns->count;
    /* Ids have few gaps: the place is near where it would be without any. */
    if (columns->count && id >= columns->id[0]) {
        uint64_t straight = (uint64_t)(id - columns->id[0]);
        if (straight < columns->count && columns->id[straight] == id)
            return straight;
    }
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (columns->id[middle] < id)
            low = middle + 1;
        else
            high = middle;
    }
    return low < columns->count && columns->id[low] == id ? low : columns->count;
}

/* ---- rows ------------------------------------------------------------------------------------ */

typedef struct IndexRow {
    int64_t id, change;
    int64_t unit_id, taker_id, place_unit_id;
    Str state, kind, level, channel, category, satisfaction, requests;
    int64_t received_at, due_at, closed_at, near_at, warn_at;
    Date received_day;
    bool has_due_day;
    Date due_day;
    bool has_closed_day;
    Date closed_day;
    bool has_due_at, has_closed_at, has_near_at, has_warn_at;
    bool paused, confidential, excluded, raised;
    int64_t missing_year, returns, review_failures, supervision, urges;
} IndexRow;
LIST_OF(IndexRow, IndexRowList);
static const Field row_fields[] = {
    FIELD(IndexRow, id, "", 0),
    FIELD(IndexRow, change, "", 0),
    FIELD(IndexRow, unit_id, "", 0),
    FIELD(IndexRow, taker_id, "", 0),
    FIELD(IndexRow, place_unit_id, "", 0),
    FIELD(IndexRow, state, "", 0),
    FIELD(IndexRow, kind, "", 0),
    FIELD(IndexRow, level, "", 0),
    FIELD(IndexRow, channel, "", 0),
    FIELD(IndexRow, category, "", 0),
    FIELD(IndexRow, satisfaction, "", 0),
    FIELD(IndexRow, requests, "", 0),
    FIELD(IndexRow, received_at, "", 0),
    FIELD_MAYBE(IndexRow, due_at, "", 0),
    FIELD_MAYBE(IndexRow, closed_at, "", 0),
    FIELD_MAYBE(IndexRow, near_at, "", 0),
    FIELD_MAYBE(IndexRow, warn_at, "", 0),
    FIELD(IndexRow, received_day, "", 0),
    FIELD_MAYBE(IndexRow, due_day, "", 0),
    FIELD_MAYBE(IndexRow, closed_day, "", 0),
    FIELD(IndexRow, paused, "", 0),
    FIELD(IndexRow, confidential, "", 0),
    FIELD(IndexRow, excluded, "", 0),
    FIELD(IndexRow, raised, "", 0),
    FIELD(IndexRow, missing_year, "", 0),
    FIELD(IndexRow, returns, "", 0),
    FIELD(IndexRow, review_failures, "", 0),
    FIELD(IndexRow, supervision, "", 0),
    FIELD(IndexRow, urges, "", 0),
};
static const Shape row_shape = SHAPE(IndexRow, row_fields);

static uint8_t small(int64_t number)
{
    return (uint8_t)(number < 0 ? 0 : number > UINT8_MAX ? UINT8_MAX : number);
}

static void write_times(OrderColumns *to, size_t slot, const IndexRow *row)
{
    to->received_at[slot] = row->received_at;
    to->due_at[slot] = row->has_due_at ? row->due_at : 0;
    to->closed_at[slot] = row->has_closed_at ? row->closed_at : 0;
    to->near_at[slot] = row->has_near_at ? row->near_at : 0;
    to->warn_at[slot] = row->has_warn_at ? row->warn_at : 0;
    to->received_day[slot] = row->received_day.days;
    to->due_day[slot] = row->has_due_day ? row->due_day.days : ORDER_NO_DAY;
    to->closed_day[slot] = row->has_closed_day ? row->closed_day.days : ORDER_NO_DAY;
}

static uint16_t unit_made(Arena *arena, OrderIndex *index, int64_t id)
{
    UnitName name = unit_name(id);
    return (uint16_t)code_made(arena, &index->units, str_from(name.bytes, name.len));
}

static void write_row(Arena *arena, OrderIndex *index, size_t slot, const IndexRow *row)
{
    OrderColumns *to = &index->columns;
    write_times(to, slot, row);
    to->id[slot] = row->id;
    to->taker[slot] = row->taker_id;
    to->unit[slot] = unit_made(arena, index, row->unit_id);
    to->place[slot] = unit_made(arena, index, row->place_unit_id);
    to->category[slot] = (uint16_t)code_made(arena, &index->categories, row->category);
    to->channel[slot] = (uint16_t)code_made(arena, &index->channels, row->channel);
    to->state[slot] = (uint8_t)code_made(arena, &index->states, row->state);
    to->kind[slot] = (uint8_t)code_made(arena, &index->kinds, row->kind);
    to->level[slot] = (uint8_t)code_made(arena, &index->levels, row->level);
    to->satisfaction[slot] = (uint8_t)code_made(arena, &index->satisfactions, row->satisfaction);
    to->requests[slot] = request_bits(arena, &index->requests, row->requests);
    to->missing_year[slot] = (uint16_t)row->missing_year;
    to->returns[slot] = small(row->returns);
    to->review_failures[slot] = small(row->review_failures);
    to->supervision[slot] = small(row->supervision);
    to->urges[slot] = small(row->urges);
    to->flags[slot] =
        (uint8_t)((row->paused ? ORDER_PAUSED : 0) | (row->confidential ? ORDER_CONFIDENTIAL : 0) |
                  (row->excluded ? ORDER_EXCLUDED : 0) | (row->raised ? ORDER_RAISED : 0));
}

/* ---- by receipt ------------------------------------------------------------------------------ */

static bool received_before(const OrderColumns *columns, uint32_t a, uint32_t b)
{
    if (columns->received_at[a] != columns->received_at[b])
        return columns->received_at[a] < columns->received_at[b];
    return a < b;
}

static int by_receipt(const void *a, const void *b, void *self)
{
    const uint32_t *left = a, *right = b;
    return received_before(self, *left, *right) ? -1 : *left != *right;
}

static void sort_all(OrderIndex *index)
{
    for (size_t i = 0; i < index->columns.count; i++)
        index->by_received[i] = (uint32_t)i;
    qsort_r(index->by_received, index->columns.count, sizeof(uint32_t), by_receipt,
            &index->columns);
}

/* Where it is, or belongs, among the `count` others. */
static size_t sorted_place(const OrderIndex *index, size_t count, uint32_t slot)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (received_before(&index->columns, index->by_received[middle], slot))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void sort_in(OrderIndex *index, size_t count, uint32_t slot)
{
    uint32_t *at = index->by_received + sorted_place(index, count, slot);
    memmove(at + 1, at, (size_t)(index->by_received + count - at) * sizeof *at);
    *at = slot;
}

/* While the columns are as it was sorted by. */
static void sort_out(OrderIndex *index, size_t count, uint32_t slot)
{
    uint32_t *at = index->by_received + sorted_place(index, count, slot);
    memmove(at, at + 1, (size_t)(index->by_received + count - at - 1) * sizeof *at);
}

/* ---- filling --------------------------------------------------------------------------------- */

static void index_create(Arena *arena, OrderIndex *index, size_t cap)
{
    index->columns = columns_with(arena, &(OrderColumns){0}, cap);
    index->by_received = NEW(arena, uint32_t, cap);
    codes_create(arena, &index->units, ORDER_CODES_LARGE);
    codes_create(arena, &index->categories, ORDER_CODES_LARGE);
    codes_create(arena, &index->channels, ORDER_CODES_LARGE);
    codes_create(arena, &index->states, ORDER_CODES_SMALL);
    codes_create(arena, &index->kinds, ORDER_CODES_SMALL);
    codes_create(arena, &index->levels, ORDER_CODES_SMALL);
    codes_create(arena, &index->satisfactions, ORDER_CODES_SMALL);
    codes_create(arena, &index->requests, ORDER_REQUESTS_MAX + 1);
}

static void make_room(Arena *arena, OrderIndex *index, size_t count)
{
    if (count <= index->columns.cap)
        return;
    size_t cap = count + count / 2 + 1024;
    uint32_t *sorted = NEW(arena, uint32_t, cap);
    memcpy(sorted, index->by_received, index->columns.count * sizeof *sorted);
    index->by_received = sorted;
    index->columns = columns_with(arena, &index->columns, cap);
}

/* Rows in the order of their ids, behind all that are there. */
static void append(Arena *arena, OrderIndex *index, const IndexRowList *rows)
{
    make_room(arena, index, index->columns.count + rows->count);
    LIST_EACH (const IndexRow, row, rows)
        write_row(arena, index, index->columns.count++, row);
}

static bool fill_parts(Ctx *ctx, Arena *arena, OrderIndex *index)
{
    Arena *scratch = ctx->arena;
    int64_t after = 0;
    for (;;) {
        ArenaMark mark = arena_mark(scratch);
        IndexRowList rows = {0};
        if (!db_all(ctx, SQL_ORDER_INDEX_PART,
                    BINDS({"after", bind(after)}, {"rows", bind(PART_ROWS)}), &row_shape, &rows))
            return false;
        append(arena, index, &rows);
        size_t count = rows.count;
        if (count)
            after = rows.at[count - 1].id;
        arena_rewind(scratch, mark);
        if (count < PART_ROWS)
            return true;
    }
}

/* The newest change is read first: what changes meanwhile is read again afterwards. */
static bool fill(Ctx *ctx, OrderStore *store)
{
    int64_t seen = 0, orders = 0;
    if (!db_number(ctx, SQL_ORDER_INDEX_NEWEST, NO_BINDS, &seen) ||
        !db_number(ctx, SQL_ORDER_INDEX_ORDERS, NO_BINDS, &orders))
        return false;
    if ((size_t)orders > ORDERS_MAX)
        return fail(ctx, FAIL_TOO_LARGE, "工单太多，列表放不下");
    Arena *arena = arena_create(STORE_BYTES_MAX);
    OrderIndex index = {0};
    index_create(arena, &index, (size_t)orders + (size_t)orders / 4 + 4096);
    if (!fill_parts(ctx, arena, &index)) {
        arena_free(arena);
        return false;
    }
    sort_all(&index);
    pthread_rwlock_wrlock(&store->lock);
    Arena *before = store->arena;
    store->arena = arena;
    store->index = index;
    store->seen = seen;
    pthread_rwlock_unlock(&store->lock);
    arena_free(before);
    return true;
}

/* ---- following ------------------------------------------------------------------------------- */

static void apply_one(Arena *arena, OrderIndex *index, const IndexRow *row, bool mend)
{
    OrderColumns *columns = &index->columns;
    size_t slot = order_slot(columns, row->id);
    bool is_new = slot == columns->count;
    bool moved = is_new || columns->received_at[slot] != row->received_at;
    if (mend && moved && !is_new)
        sort_out(index, columns->count, (uint32_t)slot);
    write_row(arena, index, slot, row);
    columns->count += is_new;
    if (mend && moved)
        sort_in(index, columns->count - 1, (uint32_t)slot);
}

static int by_id(const void *a, const void *b)
{
    const IndexRow *left = a, *right = b;
    return left->id < right->id ? -1 : left->id > right->id;
}

/* Rows in the order of their ids. A new order has a greater id than all that are there; one that
 * has not (ids were given elsewhere) cannot be put behind them. */
static bool appends(const OrderIndex *index, const IndexRowList *rows)
{
    const OrderColumns *columns = &index->columns;
    int64_t last = columns->count ? columns->id[columns->count - 1] : 0;
    LIST_EACH (const IndexRow, row, rows) {
        if (row->id == ORDER_CHANGE_ALL)
            return false;
        if (row->id > last)
            last = row->id;
        else if (order_slot(columns, row->id) == columns->count)
            return false;
    }
    return true;
}

/* Rows that do not simply come last by receipt: each takes some moving about. */
static bool is_mended(const OrderIndex *index, const IndexRowList *rows)
{
    const OrderColumns *columns = &index->columns;
    size_t count = columns->count, inner = 0;
    int64_t last = count ? columns->received_at[index->by_received[count - 1]] : 0;
    LIST_EACH (const IndexRow, row, rows)
        inner += row->received_at < last;
    return inner <= MENDED_MAX;
}

static void apply(OrderStore *store, const IndexRowList *rows, int64_t seen)
{
    pthread_rwlock_wrlock(&store->lock);
    make_room(store->arena, &store->index, store->index.columns.count + rows->count);
    bool mend = is_mended(&store->index, rows);
    LIST_EACH (const IndexRow, row, rows)
        apply_one(store->arena, &store->index, row, mend);
    if (!mend)
        sort_all(&store->index);
    store->seen = seen;
    pthread_rwlock_unlock(&store->lock);
}

/* The note that there are new orders among the changes is replaced by them; one that has changed
 * since stands there once. */
static bool read_new(Ctx *ctx, const OrderStore *store, IndexRowList *rows)
{
    const OrderColumns *columns = &store->index.columns;
    int64_t last = columns->count ? columns->id[columns->count - 1] : 0;
    IndexRowList found = {0};
    size_t kept = 0;
    bool any = false;
    LIST_EACH (const IndexRow, row, rows)
        any = any || row->id == ORDER_CHANGE_NEW || row->id > last;
    if (!any)
        return true;
    LIST_EACH (const IndexRow, row, rows)
        if (row->id <= last && row->id != ORDER_CHANGE_NEW)
            rows->at[kept++] = *row;
    rows->count = kept;
    if (!db_all(ctx, SQL_ORDER_INDEX_PART, BINDS({"after", bind(last)}, {"rows", bind(PART_ROWS)}),
                &row_shape, &found))
        return false;
    if (found.count == PART_ROWS)
        *LIST_ADD(ctx->arena, rows) = (IndexRow){.id = ORDER_CHANGE_ALL};
    LIST_EACH (const IndexRow, row, &found)
        *LIST_ADD(ctx->arena, rows) = *row;
    return true;
}

static bool follow(Ctx *ctx, OrderStore *store)
{
    for (;;) {
        int64_t newest = 0;
        IndexRowList rows = {0};
        if (!db_number(ctx, SQL_ORDER_INDEX_NEWEST, NO_BINDS, &newest))
            return false;
        /* A newer one than the newest: the database was put back to an earlier state. */
        if (!store->arena || newest < store->seen)
            return fill(ctx, store);
        if (newest == store->seen)
            return true;
        if (!db_all(ctx, SQL_ORDER_INDEX_CHANGES,
                    BINDS({"seen", bind(store->seen)}, {"rows", bind(PART_ROWS)}), &row_shape,
                    &rows))
            return false;
        if (!rows.count)
            return true;
        int64_t seen = rows.at[rows.count - 1].change;
        if (!read_new(ctx, store, &rows))
            return false;
        qsort(rows.at, rows.count, sizeof *rows.at, by_id);
        if (!appends(&store->index, &rows))
            return fill(ctx, store);
        apply(store, &rows, seen);
    }
}

/* Reads with all rows, in memory of its own: the request's may be too small for a filling. */
static bool follow_apart(Ctx *ctx, OrderStore *store)
{
    Ctx own = *ctx;
    own.arena = arena_create(PART_BYTES_MAX);
    ArenaGuard guard;
    bool good = false;
    if (arena_guard(own.arena, &guard)) {
        fail(ctx, FAIL_TOO_LARGE, "工单的索引放不下");
    } else {
        const DbScope *mine = scope_lift(&own);
        good = follow(&own, store);
        scope_lower(&own, mine);
        arena_guard_pop(own.arena);
        if (!good) {
            ctx->fail = fail_copy(ctx->arena, &own.fail);
            fail_while(ctx, "读取工单的索引");
        }
    }
    arena_free(own.arena);
    return good;
}

static void release(void *object)
{
    OrderStore *store = object;
    arena_free(store->arena);
    pthread_rwlock_destroy(&store->lock);
    pthread_mutex_destroy(&store->filling);
}

typedef struct StoreMade {
    OrderStore *store;
} StoreMade;

static bool make(Ctx *ctx, void *ret)
{
    StoreMade *made = ret;
    OrderStore *store = NEW(ctx->arena, OrderStore, 1);
    pthread_mutex_init(&store->filling, NULL);
    pthread_rwlock_init(&store->lock, NULL);
    arena_defer(ctx->arena, release, store);
    made->store = store;
    return true;
}

bool order_store_fresh(Ctx *ctx, OrderStore **ret)
{
    StoreMade made = {0};
    if (!packs_made(ctx, "order index", sizeof made, make, &made))
        return false;
    pthread_mutex_lock(&made.store->filling);
    bool within = db_in_transaction(ctx->db) && made.store->arena;
    bool good = within || follow_apart(ctx, made.store);
    pthread_mutex_unlock(&made.store->filling);
    if (good)
        *ret = made.store;
    return good;
}

size_t order_store_count(OrderStore *store)
{
    pthread_rwlock_rdlock(&store->lock);
    size_t count = store->index.columns.count;
    pthread_rwlock_unlock(&store->lock);
    return count;
}

const OrderIndex *order_store_hold(OrderStore *store)
{
    pthread_rwlock_rdlock(&store->lock);
    return &store->index;
}

void order_store_release(OrderStore *store)
{
    pthread_rwlock_unlock(&store->lock);
}
