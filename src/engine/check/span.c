#include "engine/check/study.h"

Int128 column_half(const CheckColumn *column)
{
    return column->rounded ? figure_half_step(column->places) * QUANTITY_OF_MILLIONTH : 0;
}

Span figure_span(const CheckColumn *column, Figure figure)
{
    Int128 value = figure.value.millionths * QUANTITY_OF_MILLIONTH;
    Int128 half = column_half(column);
    if (figure.approximate)
        half += QUANTITY_OF_MILLIONTH;
    return (Span){value - half, value + half};
}

Span span_of_cell(const CheckTable *table, size_t row, size_t column)
{
    return figure_span(&table->columns[column], table_figure(table, row, column));
}

bool spans_meet(Span a, Span b)
{
    return a.low <= b.high && b.low <= a.high;
}

Span span_middle(Span span)
{
    Int128 middle = span.low + (span.high - span.low) / 2;
    return (Span){middle, middle};
}

Span middle_of(const Study *study, size_t row, size_t column)
{
    return span_middle(span_of_cell(study->table, row, column));
}

static bool multiply(Int128 a, Int128 b, Int128 *ret)
{
    return !__builtin_mul_overflow(a, b, ret);
}

/* Product of two quantities of which the second is in millionths. */
static bool scale_quantity(Int128 quantity, Decimal by, Int128 *ret)
{
    Int128 product;
    if (by.millionths % DECIMAL_ONE == 0)
        return multiply(quantity, by.millionths / DECIMAL_ONE, ret);
    if (!multiply(quantity, by.millionths, &product))
        return false;
    *ret = product / DECIMAL_ONE;
    return true;
}

static bool span_scale(Span span, Decimal by, Span *ret)
{
    Int128 a, b;
    if (!scale_quantity(span.low, by, &a) || !scale_quantity(span.high, by, &b))
        return false;
    *ret = a < b ? (Span){a, b} : (Span){b, a};
    return true;
}

bool span_add_scaled(Span *to, Span part, Decimal weight)
{
    Span scaled;
    return span_scale(part, weight, &scaled) &&
           !__builtin_add_overflow(to->low, scaled.low, &to->low) &&
           !__builtin_add_overflow(to->high, scaled.high, &to->high);
}

/* floor(a / b) as a quantity, for b > 0. */
static bool divide_down(Int128 a, Int128 b, Int128 *ret)
{
    Int128 whole = a / b, rest = a % b, product;
    if (rest < 0) {
        whole--;
        rest += b;
    }
    /* The rest is below b: cut both alike when their product would not fit. */
    while (__builtin_mul_overflow(rest, QUANTITY_ONE, &product)) {
        rest /= 16;
        b = b / 16 + 1;
    }
    Int128 scaled;
    if (!multiply(whole, QUANTITY_ONE, &scaled))
        return false;
    *ret = scaled + product / b;
    return true;
}

bool span_divide(Span a, Span b, Decimal scale, Span *ret)
{
    if (b.low <= 0 && b.high >= 0)
        return false;
    if (b.high < 0)
        return span_divide((Span){-a.high, -a.low}, (Span){-b.high, -b.low}, scale, ret);
    Span result;
    if (!divide_down(a.low, a.low < 0 ? b.low : b.high, &result.low) ||
        !divide_down(a.high, a.high < 0 ? b.high : b.low, &result.high))
        return false;
    result.high++; /* what the floor cut off */
    return span_scale(result, scale, ret);
}

bool span_multiply(Span a, Span b, Decimal scale, Span *ret)
{
    const Int128 ends[2][2] = {{a.low, a.high}, {b.low, b.high}};
    Span result = {0};
    for (int i = 0; i < 4; i++) {
        /* Quantities are millionths times 10^6 unless they were divided before. */
        Int128 left = ends[0][i & 1] / QUANTITY_OF_MILLIONTH;
        Int128 right = ends[1][i >> 1] / QUANTITY_OF_MILLIONTH, product;
        if (!multiply(left, right, &product))
            return false;
        result.low = i == 0 || product < result.low ? product : result.low;
        result.high = i == 0 || product > result.high ? product : result.high;
    }
    return span_scale(result, scale, ret);
}

static Int128 round_half_up(Int128 value, Int128 step)
{
    Int128 half = step / 2;
    return value >= 0 ? (value + half) / step * step : -((-value + half) / step * step);
}

Figure span_figure_like(Span span, const CheckColumn *column, Figure like)
{
    CheckColumn finer = *column;
    if (figure_is_number(like) && like.places > finer.places)
        finer.places = like.places;
    return span_figure(span, &finer);
}

Figure span_figure(Span span, const CheckColumn *column)
{
    Int128 step = QUANTITY_ONE;
    for (unsigned i = 0; i < column->places; i++)
        step /= 10;
    Int128 middle = round_half_up(span.low + (span.high - span.low) / 2, step);
    Figure figure = {.kind = FIGURE_NUMBER, .places = column->places, .percent = column->percent};
    figure.value.millionths = (int64_t)(middle / QUANTITY_OF_MILLIONTH);
    return figure;
}
