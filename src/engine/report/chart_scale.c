#include "engine/report/chart_scale.h"

#include "base/fraction.h"

const char *const chart_colors[CHART_COLORS] = {"1F5FA8", "D0803A", "3F8F5F", "8A5AA8"};

ChartScale chart_scale(const Chart *chart)
{
    ChartScale scale = {DECIMAL_ZERO, DECIMAL_ZERO};
    bool any = chart->kind == CHART_BAR;
    for (size_t j = 0; j < chart->series_count; j++)
        for (size_t i = 0; i < chart->category_count; i++) {
            if (!chart->series[j].present[i])
                continue;
            Decimal value = chart->series[j].values[i];
            if (!any || decimal_compare(value, scale.low) < 0)
                scale.low = value;
            if (!any || decimal_compare(value, scale.high) > 0)
                scale.high = value;
            any = true;
        }
    if (decimal_compare(scale.low, scale.high) == 0)
        scale.high.millionths += scale.high.millionths < INT64_MAX;
    return scale;
}

int chart_position(ChartScale scale, Decimal value, int length)
{
    Int128 span = (Int128)scale.high.millionths - scale.low.millionths;
    Int128 above = (Int128)value.millionths - scale.low.millionths;
    return (int)(above * length / span);
}

void chart_print_value(Buf *to, const Chart *chart, Decimal value)
{
    if (chart->places < 0)
        decimal_print_short(to, value);
    else
        buf_add(to, decimal_str_least(to->arena, value, chart->places));
}
