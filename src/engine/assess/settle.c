/* Adding up parts, and what stands between a raw value and a score: missing rule, caps, rounding,
 * target. */
#include "engine/assess/program.h"

/* The rules that apply to one unit. */
typedef struct Settling {
    MissingRule missing;
    Decimal full;
    bool has_low, has_high;
    Decimal low, high;
    SchemeRounding rounding;
    bool use_rounded;         /* others take the rounded value */
    const SchemeItem *target; /* NULL = none */
} Settling;

static Decimal negative(Decimal value)
{
    return (Decimal){-value.millionths};
}

static Settling settling_of_item(const Scheme *scheme, const SchemeItem *item)
{
    bool penalty =
        item->section != SCHEME_NONE && scheme->sections.at[item->section].kind == SECTION_PENALTY;
    Settling how = {.missing = item->missing,
                    .full = penalty ? DECIMAL_ZERO : item->points,
                    .rounding = item->rounding,
                    .use_rounded = scheme->rounding_stage == ROUND_AT_ITEM,
                    .target = item->has_target ? item : NULL};
    how.has_low = how.has_high = item->has_points;
    how.low = penalty ? negative(item->points) : DECIMAL_ZERO;
    how.high = penalty ? DECIMAL_ZERO : item->points;
    return how;
}

static Settling settling_of(const Scheme *scheme, const ProgramUnit *unit)
{
    if (unit->kind == UNIT_ITEM)
        return settling_of_item(scheme, &scheme->items.at[unit->index]);
    if (unit->kind == UNIT_TOTAL)
        return (Settling){.rounding = scheme->total.rounding,
                          .has_high = scheme->total.has_points && !scheme->total.is_sum,
                          .high = scheme->total.points};
    const SchemeSection *section = &scheme->sections.at[unit->index];
    bool penalty = section->kind == SECTION_PENALTY;
    return (Settling){.has_low = penalty && section->has_cap,
                      .has_high = !penalty && section->has_cap,
                      .low = negative(section->cap),
                      .high = section->cap,
                      .rounding = scheme->rounding,
                      .use_rounded = scheme->rounding_stage <= ROUND_AT_SECTION};
}

/* A constant for column_pick; `num` and `state` belong to the caller. */
static Column constant(const Decimal *value, Int128 *num, uint8_t *state)
{
    *num = value->millionths;
    *state = 0;
    return (Column){.num = num, .common = DECIMAL_ONE, .state = state, .scalar = true};
}

/* Full marks or zero for rows without a value. */
static Column fill(Evaluation *evaluation, const Settling *how, Column raw, uint8_t *flags)
{
    bool any = false;
    for (size_t i = 0; i < evaluation->work.rows; i++) {
        uint8_t state = column_state(&raw, i);
        bool absent = (state & STATE_ABSENT) != 0;
        flags[i] = state;
        evaluation->which[i] = 0;
        if (absent && how->missing == MISSING_REWEIGHT)
            flags[i] |= ASSESS_LEFT_OUT;
        else if (absent && how->missing != MISSING_BLANK) {
            flags[i] |= ASSESS_FILLED;
            evaluation->which[i] = 1;
            any = true;
        }
    }
    if (!any)
        return raw;
    Int128 num;
    uint8_t state;
    Decimal value = how->missing == MISSING_FULL_MARKS ? how->full : DECIMAL_ZERO;
    evaluation->work.buffer = &evaluation->extras[EXTRA_FILLED];
    return column_pick(&evaluation->work, (Column[]){raw, constant(&value, &num, &state)}, 2,
                       evaluation->which, NULL);
}

/* 1 below the floor, 2 above the ceiling, else 0. */
static uint8_t outside(const Settling *how, Fraction value)
{
    if (how->has_low && fraction_compare(value, (Fraction){how->low.millionths, DECIMAL_ONE}) < 0)
        return 1;
    if (how->has_high && fraction_compare(value, (Fraction){how->high.millionths, DECIMAL_ONE}) > 0)
        return 2;
    return 0;
}

/* outside() for a whole column. Over one denominator the limits are brought to it once. Returns
 * whether any row is outside. */
static bool mark_outside(Evaluation *evaluation, const Settling *how, const Column *raw)
{
    Int128 low = 0;
    Int128 high = 0;
    bool scaled = !raw->den && !raw->scalar &&
                  !__builtin_mul_overflow((Int128)how->low.millionths, raw->common, &low) &&
                  !__builtin_mul_overflow((Int128)how->high.millionths, raw->common, &high);
    uint8_t any = 0;
    for (size_t i = 0; i < evaluation->work.rows; i++) {
        Int128 value;
        uint8_t side = 0;
        if (scaled && !__builtin_mul_overflow(raw->num[i], (Int128)DECIMAL_ONE, &value))
            side = how->has_low && value < low ? 1 : how->has_high && value > high ? 2 : 0;
        else
            side = outside(how, column_value(raw, i));
        side = column_absent(raw, i) ? 0 : side;
        evaluation->which[i] = side;
        any |= side;
    }
    return any != 0;
}

static Column cap(Evaluation *evaluation, const Settling *how, Column raw, uint8_t *flags)
{
    if ((!how->has_low && !how->has_high) || !mark_outside(evaluation, how, &raw))
        return raw;
    for (size_t i = 0; i < evaluation->work.rows; i++)
        flags[i] |= evaluation->which[i] != 0 ? ASSESS_CAPPED : 0;
    Int128 nums[2];
    uint8_t states[2];
    Column choices[] = {raw, constant(&how->low, &nums[0], &states[0]),
                        constant(&how->high, &nums[1], &states[1])};
    evaluation->work.buffer = &evaluation->extras[EXTRA_CAPPED];
    return column_pick(&evaluation->work, choices, 3, evaluation->which, NULL);
}

/* A copy that outlives the group's registers. */
static Column keep(Evaluation *evaluation, Column column)
{
    Arena *arena = evaluation->ctx->arena;
    size_t rows = evaluation->work.rows;
    Column kept = {.common = column.common};
    if (column.scalar) {
        kept.num = NEW(arena, Int128, rows);
        for (size_t i = 0; i < rows; i++)
            kept.num[i] = column.num[0];
        kept.common = column.den ? column.den[0] : column.common;
        return kept;
    }
    kept.num = NEW(arena, Int128, rows);
    memcpy(kept.num, column.num, rows * sizeof(Int128));
    if (column.den) {
        kept.den = NEW(arena, Int128, rows);
        memcpy(kept.den, column.den, rows * sizeof(Int128));
    }
    return kept;
}

static bool off_target(const SchemeItem *item, Fraction exact, Decimal rounded)
{
    Fraction value = item->target_exact ? exact : (Fraction){rounded.millionths, DECIMAL_ONE};
    int compared = fraction_compare(value, (Fraction){item->target.millionths, DECIMAL_ONE});
    return item->target_direction == DIRECTION_UP ? compared < 0 : compared > 0;
}

/* Most values are millionths already, for which whole numbers of 64 bits do. */
static bool round_value(Fraction value, SchemeRounding rounding, Decimal *ret)
{
    if (value.den == DECIMAL_ONE && value.num == (int64_t)value.num)
        return decimal_round((Decimal){(int64_t)value.num}, rounding.places, rounding.mode, ret);
    return fraction_round(value, rounding.places, rounding.mode, ret);
}

static bool round_rows(Evaluation *evaluation, const Settling *how, const Column *value,
                       ScoreColumn *score)
{
    for (size_t i = 0; i < evaluation->work.rows; i++) {
        if (column_absent(value, i))
            continue;
        Fraction exact = column_value(value, i);
        if (!round_value(exact, how->rounding, &score->rounded[i])) {
            evaluation->work.failed_row = i;
            return false;
        }
        if (how->target && off_target(how->target, exact, score->rounded[i]))
            score->flags[i] |= ASSESS_OFF_TARGET;
    }
    return true;
}

/* The register that others read: kept numbers, the states of the settled value. */
static Column used_column(Evaluation *evaluation, const ProgramUnit *unit, const Settling *how,
                          const Column *value, const ScoreColumn *score)
{
    evaluation->work.buffer = &evaluation->buffers[unit->used];
    Column used = column_new(&evaluation->work, false, DECIMAL_ONE);
    for (size_t i = 0; i < evaluation->work.rows; i++)
        used.state[i] = column_state(value, i);
    if (!how->use_rounded) {
        used.num = score->exact.num;
        used.den = score->exact.den;
        used.common = score->exact.common;
        return used;
    }
    for (size_t i = 0; i < evaluation->work.rows; i++)
        used.num[i] = score->rounded[i].millionths;
    return used;
}

bool evaluation_settle(Evaluation *evaluation, const ProgramUnit *unit, Column raw,
                       ScoreColumn *ret)
{
    Arena *arena = evaluation->ctx->arena;
    size_t rows = evaluation->work.rows;
    Settling how = settling_of(evaluation->scheme, unit);
    ScoreColumn score = {.rounded = NEW(arena, Decimal, rows), .flags = NEW(arena, uint8_t, rows)};
    Column filled = fill(evaluation, &how, raw, score.flags);
    Column capped = cap(evaluation, &how, filled, score.flags);
    score.exact = keep(evaluation, capped);
    if (!round_rows(evaluation, &how, &capped, &score))
        return false;
    evaluation->registers[unit->used] = used_column(evaluation, unit, &how, &capped, &score);
    *ret = score;
    return true;
}

/* The column with zero for rows that are left out. */
static Column or_zero(Evaluation *evaluation, Column part, const ProgramPart *of, Int128 *left_out,
                      bool *any)
{
    bool here = false;
    for (size_t i = 0; i < evaluation->work.rows; i++) {
        evaluation->which[i] = column_absent(&part, i);
        if (evaluation->which[i]) {
            left_out[i] += of->points.millionths;
            here = true;
        }
    }
    if (!here)
        return part;
    *any = true;
    Int128 num;
    uint8_t state;
    Decimal zero = DECIMAL_ZERO;
    return column_pick(&evaluation->work, (Column[]){part, constant(&zero, &num, &state)}, 2,
                       evaluation->which, NULL);
}

/* points / (points - those left out), a row each; nothing left is a missing value. */
static Column rest_factor(Evaluation *evaluation, const ProgramUnit *unit, const Int128 *left_out)
{
    Int128 points = 0;
    for (size_t i = 0; i < unit->part_count; i++)
        points += unit->parts[i].points.millionths;
    ColumnBuffer *buffer = &evaluation->extras[EXTRA_FACTOR];
    evaluation->work.buffer = buffer;
    Column factor = column_new(&evaluation->work, false, 1);
    if (!buffer->den)
        buffer->den = NEW(evaluation->ctx->arena, Int128, evaluation->rows_max);
    factor.den = buffer->den;
    for (size_t i = 0; i < evaluation->work.rows; i++) {
        bool nothing = left_out[i] >= points;
        factor.num[i] = nothing ? 0 : points;
        factor.den[i] = nothing ? 1 : points - left_out[i];
        factor.state[i] = nothing ? ASSESS_MISSING : 0;
    }
    return factor;
}

bool evaluation_sum(Evaluation *evaluation, const ProgramUnit *unit, Column *ret)
{
    bool any_left_out = false;
    Int128 *left_out = NULL;
    Column sum = evaluation->registers[unit->parts[0].used];
    for (size_t i = 0; i < unit->part_count; i++) {
        const ProgramPart *part = &unit->parts[i];
        Column value = evaluation->registers[part->used];
        if (part->kind == UNIT_ITEM && part->missing == MISSING_REWEIGHT) {
            if (!left_out)
                left_out = NEW(evaluation->ctx->arena, Int128, evaluation->work.rows);
            evaluation->work.buffer = &evaluation->extras[i == 0 ? EXTRA_ZERO_FIRST : EXTRA_ZERO];
            value = or_zero(evaluation, value, part, left_out, &any_left_out);
        }
        if (i == 0) {
            sum = value;
            continue;
        }
        evaluation->work.buffer = &evaluation->extras[i % 2 ? EXTRA_SUM : EXTRA_SUM_OTHER];
        if (!column_add(&evaluation->work, sum, value, &sum))
            return false;
    }
    if (any_left_out) {
        Column factor = rest_factor(evaluation, unit, left_out);
        evaluation->work.buffer = &evaluation->extras[EXTRA_SCALED];
        return column_mul(&evaluation->work, sum, factor, ret);
    }
    *ret = sum;
    return true;
}
