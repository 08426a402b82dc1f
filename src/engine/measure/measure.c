/* A change of one record, added to what is kept; reading it. */
#include "engine/access/access.h"
#include "engine/measure/measure_set.h"
#include "sql_ids.h"

static const Field total_fields[] = {
    FIELD(MeasureTotal, unit_id, "单位编号", 0),
    FIELD(MeasureTotal, code, "计数", 0),
    FIELD(MeasureTotal, value, "数值", 0),
};
const Shape measure_total_shape = SHAPE(MeasureTotal, total_fields);

/* A measure of a day of a unit, and by how much it changes. */
typedef struct Delta {
    const Measure *measure;
    Date day;
    int64_t unit_id;
    int64_t value;
} Delta;
LIST_OF(Delta, DeltaList);

static bool same_place(const MeasureTally *a, const MeasureTally *b)
{
    return a->day.days == b->day.days && a->unit_id == b->unit_id;
}

/* How many distinct values the day has more. */
static bool change_value(Ctx *ctx, const MeasureSet *set, const Measure *measure,
                         const MeasureTally *tally, int64_t records, int64_t *ret)
{
    int64_t left = 0;
    *ret = 0;
    if (!db_number(ctx, SQL_MEASURE_VALUE_ADD,
                   BINDS({"measures", bind(set->code)}, {"code", bind(measure->code)},
                         {"day", bind(tally->day)}, {"unit_id", bind(tally->unit_id)},
                         {"words", bind(tally->words)}, {"records", bind(records)}),
                   &left))
        return false;
    if (left != 0) {
        *ret = left == records ? 1 : 0;
        return true;
    }
    *ret = -1;
    return db_run(ctx, SQL_MEASURE_VALUE_DROP,
                  BINDS({"measures", bind(set->code)}, {"code", bind(measure->code)},
                        {"day", bind(tally->day)}, {"unit_id", bind(tally->unit_id)},
                        {"words", bind(tally->words)}),
                  /* changed= */ NULL);
}

static void add_delta(Arena *arena, DeltaList *list, const Measure *measure,
                      const MeasureTally *tally, int64_t value)
{
    if (value)
        *LIST_ADD(arena, list) = (Delta){measure, tally->day, tally->unit_id, value};
}

static bool change_measure(Ctx *ctx, const MeasureSet *set, const Measure *measure,
                           const void *before, const void *after, DeltaList *list)
{
    MeasureTally old = measure_tally(set, measure, before);
    MeasureTally new = measure_tally(set, measure, after);
    bool same = old.counts && new.counts &&same_place(&old, &new);
    int64_t lost = old.counts ? -old.value : 0, won = new.counts ? new.value : 0;
    if (!old.counts && !new.counts)
        return true;
    if (measure->kind == MEASURE_DISTINCT) {
        if (same && str_equal(old.words, new.words))
            return true;
        if (old.counts && !change_value(ctx, set, measure, &old, -1, &lost))
            return false;
        if (new.counts && !change_value(ctx, set, measure, &new, 1, &won))
            return false;
    }
    if (same) {
        add_delta(ctx->arena, list, measure, &new, lost + won);
        return true;
    }
    add_delta(ctx->arena, list, measure, &old, lost);
    add_delta(ctx->arena, list, measure, &new, won);
    return true;
}

static bool write_deltas(Ctx *ctx, const MeasureSet *set, const DeltaList *list)
{
    Buf rows = buf_create(ctx->arena, MIB);
    if (list->count == 0)
        return true;
    buf_add_byte(&rows, '[');
    LIST_EACH (const Delta, delta, list)
        buf_format(&rows, "%s[\"%.*s\",%d,%lld,%lld]", rows.len > 1 ? "," : "",
                   STRF(delta->measure->code), delta->day.days, (long long)delta->unit_id,
                   (long long)delta->value);
    buf_add_byte(&rows, ']');
    return db_run(ctx, SQL_MEASURE_DAY_ADD,
                  BINDS({"measures", bind(set->code)}, {"rows", bind(buf_str(&rows))}),
                  /* changed= */ NULL);
}

/* Each unit and day once. */
static bool tell_touched(Ctx *ctx, const DeltaList *list,
                         bool (*touched)(Ctx *ctx, int64_t unit_id, Date day, void *self),
                         void *self)
{
    for (size_t i = 0; i < list->count; i++) {
        const Delta *delta = &list->at[i];
        bool told = false;
        for (size_t j = 0; j < i && !told; j++)
            told = list->at[j].unit_id == delta->unit_id && list->at[j].day.days == delta->day.days;
        if (!told && !touched(ctx, delta->unit_id, delta->day, self))
            return false;
    }
    return true;
}

bool measures_change(Ctx *ctx, const MeasureSet *set, const void *before, const void *after,
                     bool (*touched)(Ctx *ctx, int64_t unit_id, Date day, void *self), void *self)
{
    DeltaList list = {0};
    const DbScope *mine = scope_lift(ctx);
    bool done = true;
    LIST_EACH (const Measure, measure, &set->items)
        done = done && change_measure(ctx, set, measure, before, after, &list);
    done = done && write_deltas(ctx, set, &list);
    scope_lower(ctx, mine);
    return done && (!touched || tell_touched(ctx, &list, touched, self));
}

bool measures_read(Ctx *ctx, const MeasureSet *set, Date first, Date last, MeasureTotalList *ret)
{
    *ret = (MeasureTotalList){0};
    return db_all(
        ctx, SQL_MEASURE_TOTALS,
        BINDS({"measures", bind(set->code)}, {"first", bind(first)}, {"last", bind(last)}),
        &measure_total_shape, ret);
}

bool measures_any(Ctx *ctx, const MeasureSet *set, Str code, Date first, Date last, bool *ret_any)
{
    int64_t any = 0;
    if (!db_number(ctx, SQL_MEASURE_ANY,
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
    if (!db_number(ctx, SQL_MEASURE_FIRST_DAY, binds, &first) ||
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
    return db_all(ctx, SQL_MEASURE_DISTINCT,
                  BINDS({"measures", bind(set->code)}, {"code", bind(code)}, {"first", bind(first)},
                        {"last", bind(last)}),
                  &measure_total_shape, ret);
}
