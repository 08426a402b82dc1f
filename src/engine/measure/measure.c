/* A change of one record, added to what is kept; reading it. */
#include "engine/access/access.h"
#include "engine/measure/measure_set.h"
#include "sql_ids.h"

#define ROWS_BYTES_MAX MIB

static const Field total_fields[] = {
    FIELD(MeasureTotal, unit_id, "单位编号", 0),
    FIELD(MeasureTotal, code, "计数", 0),
    FIELD(MeasureTotal, value, "数值", 0),
};
const Shape measure_total_shape = SHAPE(MeasureTotal, total_fields);

/* What a change adds to one measure of a day of a unit: kept until the transaction ends, when all
 * that falls on the same place is written at once. Its texts are those of the set, which stays, or
 * copies. */
typedef struct Change {
    DbDeferred deferred;
    const MeasureSet *set;
    const Measure *measure;
    Date day;
    int64_t unit_id;
    Str words;     /* of a distinct measure; else empty */
    int64_t value; /* of a distinct measure: records that have the words */
} Change;
LIST_OF(const Change *, ChangeList);

static int compare_numbers(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

/* By set, day, unit, measure and words: what falls together stands together, in the order of the
 * table's key. */
static int by_place(const void *a, const void *b)
{
    const Change *one = *(const Change *const *)a, *two = *(const Change *const *)b;
    int order = str_compare(one->set->code, two->set->code);
    order = order ? order : compare_numbers(one->day.days, two->day.days);
    order = order ? order : compare_numbers(one->unit_id, two->unit_id);
    order = order ? order : str_compare(one->measure->code, two->measure->code);
    return order ? order : str_compare(one->words, two->words);
}

/* How many distinct values the day has more. */
static bool change_value(Ctx *ctx, const Change *change, int64_t records, int64_t *ret)
{
    const Bind key[] = {{"measures", bind(change->set->code)},
                        {"code", bind(change->measure->code)},
                        {"day", bind(change->day)},
                        {"unit_id", bind(change->unit_id)},
                        {"words", bind(change->words)},
                        {"records", bind_null()}};
    Bind row[ARRAY_LEN(key)];
    const Binds place = {key, ARRAY_LEN(key) - 1};
    int64_t before = 0;
    *ret = 0;
    if (!db_number(ctx, SQL_MEASURE_VALUE_RECORDS, place, &before))
        return false;
    int64_t left = before + records;
    *ret = (left != 0) - (before != 0);
    if (left == 0)
        return db_run(ctx, SQL_MEASURE_VALUE_DROP, place, /* changed= */ NULL);
    memcpy(row, key, sizeof row);
    row[ARRAY_LEN(row) - 1].value = bind(left);
    return db_run(ctx, SQL_MEASURE_VALUE_PUT, (Binds){row, ARRAY_LEN(row)}, /* changed= */ NULL);
}

static bool write_rows(Ctx *ctx, const MeasureSet *set, Buf *rows)
{
    if (rows->len == 0)
        return true;
    buf_add_byte(rows, ']');
    if (!buf_ok(rows))
        return fail(ctx, FAIL_TOO_LARGE, "一次改动的计数太多");
    bool done = db_run(ctx, SQL_MEASURE_DAY_ADD,
                       BINDS({"measures", bind(set->code)}, {"rows", bind(buf_str(rows))}),
                       /* changed= */ NULL);
    buf_clear(rows);
    return done;
}

/* The changes of one place, from `at` on; *ret_value is what the measure's day has more. */
static bool sum_place(Ctx *ctx, const ChangeList *list, size_t *at, int64_t *ret_value)
{
    const Change *first = list->at[*at];
    int64_t sum = 0;
    for (; *at < list->count && by_place(&first, &list->at[*at]) == 0; (*at)++)
        sum += list->at[*at]->value;
    *ret_value = sum;
    return first->measure->kind != MEASURE_DISTINCT || sum == 0 ||
           change_value(ctx, first, sum, ret_value);
}

static bool same_row(const Change *a, const Change *b)
{
    return a->set == b->set && a->measure == b->measure && a->day.days == b->day.days &&
           a->unit_id == b->unit_id;
}

/* Sorted, so that the words of one measure and day, whose row they share, are neighbours. */
static bool write_sorted(Ctx *ctx, const ChangeList *list)
{
    Buf rows = buf_create(ctx->arena, ROWS_BYTES_MAX);
    for (size_t at = 0; at < list->count;) {
        const Change *first = list->at[at];
        int64_t value = 0;
        while (at < list->count && same_row(first, list->at[at])) {
            int64_t more = 0;
            if (!sum_place(ctx, list, &at, &more))
                return false;
            value += more;
        }
        if (value)
            buf_format(&rows, "%s[\"%.*s\",%d,%lld,%lld]", rows.len ? "," : "[",
                       STRF(first->measure->code), first->day.days, (long long)first->unit_id,
                       (long long)value);
        bool last_of_set = at == list->count || list->at[at]->set != first->set;
        if ((last_of_set || rows.len > ROWS_BYTES_MAX / 2) && !write_rows(ctx, first->set, &rows))
            return false;
    }
    return true;
}

static bool write_changes(Ctx *ctx, const DbDeferred *newest)
{
    ChangeList list = {0};
    for (const DbDeferred *piece = newest; piece; piece = piece->before)
        *LIST_ADD(ctx->arena, &list) = (const Change *)piece;
    qsort(list.at, list.count, sizeof *list.at, by_place);
    return write_sorted(ctx, &list);
}

static const DbDeferredKind changes_kind = {"写入计数", write_changes};

static bool same_place(const MeasureTally *a, const MeasureTally *b)
{
    return a->day.days == b->day.days && a->unit_id == b->unit_id;
}

typedef struct Touched {
    int64_t unit_id;
    Date day;
} Touched;
LIST_OF(Touched, TouchedList);

static void add_change(Ctx *ctx, const MeasureSet *set, const Measure *measure,
                       const MeasureTally *tally, int64_t value, TouchedList *touched)
{
    bool distinct = measure->kind == MEASURE_DISTINCT, known = false;
    if (!value)
        return;
    Change *change = db_defer(ctx, &changes_kind, sizeof *change);
    change->set = set;
    change->measure = measure;
    change->day = tally->day;
    change->unit_id = tally->unit_id;
    change->words = distinct ? str_copy(db_deferred_arena(ctx->db), tally->words) : (Str){0};
    change->value = value;
    LIST_EACH (const Touched, place, touched)
        known = known || (place->unit_id == tally->unit_id && place->day.days == tally->day.days);
    if (!known)
        *LIST_ADD(ctx->arena, touched) = (Touched){tally->unit_id, tally->day};
}

static void change_measure(Ctx *ctx, const MeasureSet *set, const Measure *measure,
                           const void *before, const void *after, TouchedList *touched)
{
    MeasureTally old = measure_tally(set, measure, before);
    MeasureTally new = measure_tally(set, measure, after);
    bool distinct = measure->kind == MEASURE_DISTINCT;
    bool same = old.counts && new.counts &&same_place(&old, &new) &&
                (!distinct || str_equal(old.words, new.words));
    int64_t lost = !old.counts ? 0 : distinct ? -1 : -old.value;
    int64_t won = !new.counts ? 0 : distinct ? 1 : new.value;
    if (same) {
        add_change(ctx, set, measure, &new, lost + won, touched);
        return;
    }
    add_change(ctx, set, measure, &old, lost, touched);
    add_change(ctx, set, measure, &new, won, touched);
}

bool measures_change(Ctx *ctx, const MeasureSet *set, const void *before, const void *after,
                     bool (*touched)(Ctx *ctx, int64_t unit_id, Date day, void *self), void *self)
{
    TouchedList places = {0};
    LIST_EACH (const Measure, measure, &set->items)
        change_measure(ctx, set, measure, before, after, &places);
    LIST_EACH (const Touched, place, &places)
        if (touched && !touched(ctx, place->unit_id, place->day, self))
            return false;
    return true;
}

bool measures_settle(Ctx *ctx)
{
    return db_deferred_write(ctx, &changes_kind);
}

bool measures_read(Ctx *ctx, const MeasureSet *set, Date first, Date last, MeasureTotalList *ret)
{
    *ret = (MeasureTotalList){0};
    return measures_settle(ctx) && db_all(ctx, SQL_MEASURE_TOTALS,
                                          BINDS({"measures", bind(set->code)},
                                                {"first", bind(first)}, {"last", bind(last)}),
                                          &measure_total_shape, ret);
}

bool measures_any(Ctx *ctx, const MeasureSet *set, Str code, Date first, Date last, bool *ret_any)
{
    int64_t any = 0;
    if (!measures_settle(ctx) ||
        !db_number(ctx, SQL_MEASURE_ANY,
                   BINDS({"measures", bind(set->code)}, {"first", bind(first)},
                         {"last", bind(last)}, {"code", bind(code)}),
                   &any))
        return false;
    *ret_any = any != 0;
    return true;
}

bool measures_span(Ctx *ctx, const MeasureSet *set, Date *ret_first, Date *ret_last, bool *ret_any)
{
    Binds binds = BINDS({"measures", bind(set->code)});
    int64_t first = 0, last = 0;
    if (!measures_settle(ctx) || !db_number(ctx, SQL_MEASURE_FIRST_DAY, binds, &first) ||
        !db_number(ctx, SQL_MEASURE_LAST_DAY, binds, &last))
        return false;
    *ret_first = (Date){(int32_t)first};
    *ret_last = (Date){(int32_t)last};
    *ret_any = first != 0; /* no record is of 1970-01-01 */
    return true;
}

bool measures_read_distinct(Ctx *ctx, const MeasureSet *set, Str code, Date first, Date last,
                            MeasureTotalList *ret)
{
    *ret = (MeasureTotalList){0};
    return measures_settle(ctx) && db_all(ctx, SQL_MEASURE_DISTINCT,
                                          BINDS({"measures", bind(set->code)}, {"code", bind(code)},
                                                {"first", bind(first)}, {"last", bind(last)}),
                                          &measure_total_shape, ret);
}
