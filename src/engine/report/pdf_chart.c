#include "engine/report/chart_scale.h"
#include "engine/report/pdf_flow.h"

#define TITLE_HEIGHT 22.0
#define LEGEND_HEIGHT 18.0
#define LABEL_SHARE_MAX 0.4 /* names of categories, left of the bars: of the width */
#define LABEL_BLANK 5.0
#define VALUE_WIDTH 44.0 /* printed values, right of the bars */
#define BAR_HEIGHT 9.0
#define BAR_GAP 6.0
#define LINE_PLOT_HEIGHT 190.0
#define LINE_SIDE 30.0
#define AXIS_LABEL_HEIGHT 20.0
#define AXIS_PT 0.6
#define TEXT_PT 9.0
/* chart_position counts whole units: hundredths of a point. */
#define UNIT 100

static const Ink colors[] = {
    {0.12, 0.37, 0.66, 1}, {0.82, 0.50, 0.23, 1}, {0.25, 0.56, 0.37, 1}, {0.54, 0.35, 0.66, 1}};
static const Ink ink_axis = {0.4, 0.4, 0.4, 1};

static Ink color_of(size_t series)
{
    return colors[series % ARRAY_LEN(colors)];
}

static double position(ChartScale scale, Decimal value, double length)
{
    return (double)chart_position(scale, value, (int)(length * UNIT)) / UNIT;
}

static double legend_height(const Chart *chart)
{
    return chart->series_count > 1 ? LEGEND_HEIGHT : 0;
}

static double bars_height(const Chart *chart)
{
    return (double)chart->category_count * ((double)chart->series_count * BAR_HEIGHT + BAR_GAP);
}

/* Everything but the bars. */
static double around_height(const Chart *chart)
{
    return TITLE_HEIGHT + legend_height(chart) + BAR_GAP;
}

double chart_height(const Flow *flow, const Chart *chart)
{
    if (chart->kind == CHART_LINE)
        return around_height(chart) + LINE_PLOT_HEIGHT + AXIS_LABEL_HEIGHT;
    double height = around_height(chart) + bars_height(chart);
    return height < flow->height ? height : flow->height;
}

/* Bars of a chart that would be higher than the page are thinner by this. */
static double bars_share(const Flow *flow, const Chart *chart)
{
    return (chart_height(flow, chart) - around_height(chart)) / bars_height(chart);
}

static Str value_text(Flow *flow, const Chart *chart, Decimal value)
{
    Buf text = buf_create(flow->arena, 64);
    chart_print_value(&text, chart, value);
    if (str_equal(chart->unit, STR("%")))
        buf_add_byte(&text, '%');
    return buf_str(&text);
}

/* `x` is the left end, the middle or the right end of the text; a text wider than `most` is set
 * smaller. */
static void text_at(Flow *flow, Align align, double x, double middle, double most, Str text)
{
    TextStyle style = style_of(FONT_SONG, TEXT_PT);
    double width = canvas_width(flow->canvas, style, text);
    if (width > most) {
        style.size *= most / width;
        width = most;
    }
    if (align != ALIGN_LEFT)
        x -= align == ALIGN_RIGHT ? width : width / 2;
    canvas_text(flow->canvas, style, x, middle + (EM_ASCENT - 0.5) * style.size, text);
}

static double widest_label(Flow *flow, const Chart *chart)
{
    double widest = 0;
    for (size_t i = 0; i < chart->category_count; i++) {
        double width =
            canvas_width(flow->canvas, style_of(FONT_SONG, TEXT_PT), chart->categories[i]);
        widest = width > widest ? width : widest;
    }
    return widest;
}

static void draw_title(Flow *flow, const Chart *chart, double y)
{
    Str title = str_empty(chart->unit) ? chart->title
                                       : str_format(flow->arena, "%.*s（单位：%.*s）",
                                                    STRF(chart->title), STRF(chart->unit));
    TextStyle style = style_of(FONT_HEI, SIZE_SMALL_4_PT);
    double width = canvas_width(flow->canvas, style, title);
    canvas_text(flow->canvas, style, flow->left + (flow->width - width) / 2, y + style.size, title);
}

static void draw_legend(Flow *flow, const Chart *chart, double y)
{
    double step = flow->width / (double)chart->series_count, x = flow->left;
    for (size_t i = 0; i < chart->series_count; i++) {
        double text_x = x + TEXT_PT + LABEL_BLANK;
        canvas_box(flow->canvas, x, y + 4, TEXT_PT, TEXT_PT, color_of(i));
        text_at(flow, ALIGN_LEFT, text_x, y + 4 + TEXT_PT / 2, step - 2 * TEXT_PT,
                chart->series[i].name);
        x += step;
    }
}

static void draw_bars(Flow *flow, const Chart *chart, ChartScale scale, double y)
{
    double most = flow->width * LABEL_SHARE_MAX, widest = widest_label(flow, chart);
    double labels = widest < most ? widest : most;
    double axis = flow->left + labels + LABEL_BLANK;
    double room = flow->width - labels - LABEL_BLANK - VALUE_WIDTH;
    double zero = axis + position(scale, DECIMAL_ZERO, room), top = y;
    double share = bars_share(flow, chart), bar = BAR_HEIGHT * share;
    for (size_t i = 0; i < chart->category_count; i++) {
        double middle = y + (double)chart->series_count * bar / 2;
        text_at(flow, ALIGN_RIGHT, axis - LABEL_BLANK, middle, labels, chart->categories[i]);
        for (size_t j = 0; j < chart->series_count; j++) {
            const ChartSeries *series = &chart->series[j];
            double from = y + (double)j * bar;
            if (!series->present[i])
                continue;
            double end = axis + position(scale, series->values[i], room);
            double left = end < zero ? end : zero, width = end < zero ? zero - end : end - zero;
            canvas_box(flow->canvas, left, from + bar / 9, width, bar * 7 / 9, color_of(j));
            text_at(flow, ALIGN_LEFT, left + width + LABEL_BLANK, from + bar / 2, VALUE_WIDTH,
                    value_text(flow, chart, series->values[i]));
        }
        y += (double)chart->series_count * bar + BAR_GAP * share;
    }
    canvas_line(flow->canvas, zero, top, zero, y, AXIS_PT, ink_axis);
}

static double point_x(const Flow *flow, const Chart *chart, size_t i)
{
    double room = flow->width - 2 * LINE_SIDE;
    size_t steps = chart->category_count > 1 ? chart->category_count - 1 : 1;
    return flow->left + LINE_SIDE + room * (double)i / (double)steps;
}

static void draw_curve(Flow *flow, const Chart *chart, ChartScale scale, size_t j, double bottom)
{
    const ChartSeries *series = &chart->series[j];
    double room = LINE_PLOT_HEIGHT - 2 * TEXT_PT, last_x = 0, last_y = 0;
    for (size_t i = 0; i < chart->category_count; i++) {
        if (!series->present[i])
            continue;
        double x = point_x(flow, chart, i);
        double y = bottom - position(scale, series->values[i], room);
        if (i > 0 && series->present[i - 1])
            canvas_line(flow->canvas, last_x, last_y, x, y, 1.4, color_of(j));
        canvas_dot(flow->canvas, x, y, 2.2, color_of(j));
        text_at(flow, ALIGN_CENTER, x, y - TEXT_PT, VALUE_WIDTH,
                value_text(flow, chart, series->values[i]));
        last_x = x;
        last_y = y;
    }
}

static void draw_lines(Flow *flow, const Chart *chart, ChartScale scale, double y)
{
    double bottom = y + LINE_PLOT_HEIGHT;
    canvas_line(flow->canvas, flow->left + LINE_SIDE / 2, bottom,
                flow->left + flow->width - LINE_SIDE / 2, bottom, AXIS_PT, ink_axis);
    for (size_t j = 0; j < chart->series_count; j++)
        draw_curve(flow, chart, scale, j, bottom);
    /* Where there are too many names for the width, every second or third is printed. */
    double room = flow->width / (double)chart->category_count;
    size_t step = 1 + (size_t)((widest_label(flow, chart) + LABEL_BLANK) / room);
    for (size_t i = 0; i < chart->category_count; i += step)
        text_at(flow, ALIGN_CENTER, point_x(flow, chart, i), bottom + AXIS_LABEL_HEIGHT / 2,
                room * (double)step, chart->categories[i]);
}

void flow_chart(Flow *flow, const Chart *chart)
{
    ChartScale scale = chart_scale(chart);
    double y = flow->top + flow->y;
    draw_title(flow, chart, y);
    y += TITLE_HEIGHT;
    if (chart->series_count > 1) {
        draw_legend(flow, chart, y);
        y += LEGEND_HEIGHT;
    }
    if (chart->kind == CHART_BAR)
        draw_bars(flow, chart, scale, y);
    else
        draw_lines(flow, chart, scale, y);
}
