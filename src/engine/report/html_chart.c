#include "engine/report/chart_scale.h"
#include "engine/report/html.h"
#include "engine/report/markup.h"

/* In user units of the drawing, which is scaled to the width of the page. */
#define WIDTH 640
#define LABEL_WIDTH 150
#define VALUE_WIDTH 60
#define BAR 14
#define BAR_GAP 10
#define LEGEND 24
#define LINE_HEIGHT 240
#define MARGIN 40

static const char *color_of(size_t series)
{
    return chart_colors[series % CHART_COLORS];
}

static void add_text(Buf *to, int x, int y, const char *anchor, Str text)
{
    buf_format(to, "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\" fill=\"currentColor\">", x, y,
               anchor);
    xml_escape(to, text);
    buf_add_c(to, "</text>");
}

static void add_legend(Buf *to, const Chart *chart)
{
    int x = LABEL_WIDTH;
    for (size_t i = 0; chart->series_count > 1 && i < chart->series_count; i++) {
        buf_format(to, "<rect x=\"%d\" y=\"4\" width=\"12\" height=\"12\" fill=\"#%s\"/>", x,
                   color_of(i));
        add_text(to, x + 18, 15, "start", chart->series[i].name);
        x += (WIDTH - LABEL_WIDTH) / (int)chart->series_count;
    }
}

static Str value_text(const Chart *chart, Decimal value, Arena *arena)
{
    Buf text = buf_create(arena, 64);
    chart_print_value(&text, chart, value);
    if (str_equal(chart->unit, STR("%")))
        buf_add_byte(&text, '%');
    return str_copy(arena, buf_str(&text));
}

static int bars_height(const Chart *chart)
{
    return LEGEND + (int)chart->category_count * ((int)chart->series_count * BAR + BAR_GAP);
}

static void add_bars(Buf *to, const Chart *chart, ChartScale scale)
{
    int room = WIDTH - LABEL_WIDTH - VALUE_WIDTH;
    int zero = LABEL_WIDTH + chart_position(scale, DECIMAL_ZERO, room);
    int y = LEGEND;
    for (size_t i = 0; i < chart->category_count; i++) {
        int middle = y + (int)chart->series_count * BAR / 2 + 4;
        add_text(to, LABEL_WIDTH - 8, middle, "end", chart->categories[i]);
        for (size_t j = 0; j < chart->series_count; j++, y += BAR) {
            const ChartSeries *series = &chart->series[j];
            if (!series->present[i])
                continue;
            int x = LABEL_WIDTH + chart_position(scale, series->values[i], room);
            int left = x < zero ? x : zero, width = x < zero ? zero - x : x - zero;
            buf_format(to,
                       "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"2\" fill=\"#%s\"/>",
                       left, y + 1, width, BAR - 2, color_of(j));
            add_text(to, left + width + 5, y + BAR - 3, "start",
                     value_text(chart, series->values[i], to->arena));
        }
        y += BAR_GAP;
    }
}

static int point_x(const Chart *chart, size_t i)
{
    int room = WIDTH - 2 * MARGIN;
    size_t steps = chart->category_count > 1 ? chart->category_count - 1 : 1;
    return MARGIN + (int)(i * (size_t)room / steps);
}

static void add_lines(Buf *to, const Chart *chart, ChartScale scale)
{
    int bottom = LEGEND + LINE_HEIGHT;
    buf_format(to, "<path d=\"M%d %dH%d\" stroke=\"currentColor\"/>", MARGIN, bottom,
               WIDTH - MARGIN);
    for (size_t j = 0; j < chart->series_count; j++) {
        const ChartSeries *series = &chart->series[j];
        bool drawing = false;
        buf_format(to, "<path fill=\"none\" stroke-width=\"2\" stroke=\"#%s\" d=\"", color_of(j));
        for (size_t i = 0; i < chart->category_count; i++) {
            if (series->present[i])
                buf_format(to, "%c%d %d", drawing ? 'L' : 'M', point_x(chart, i),
                           bottom - chart_position(scale, series->values[i], LINE_HEIGHT - 20));
            drawing = series->present[i];
        }
        buf_add_c(to, "\"/>");
        for (size_t i = 0; i < chart->category_count; i++)
            if (series->present[i]) {
                int y = bottom - chart_position(scale, series->values[i], LINE_HEIGHT - 20);
                buf_format(to, "<circle cx=\"%d\" cy=\"%d\" r=\"3\" fill=\"#%s\"/>",
                           point_x(chart, i), y, color_of(j));
                add_text(to, point_x(chart, i), y - 7, "middle",
                         value_text(chart, series->values[i], to->arena));
            }
    }
    for (size_t i = 0; i < chart->category_count; i++)
        add_text(to, point_x(chart, i), bottom + 16, "middle", chart->categories[i]);
}

/* The same figures as a table, for those who do not see the drawing. */
static void add_figures(Buf *to, const Chart *chart)
{
    markup_element(to, "<table class=\"hidden\"><caption>", chart->title, "</caption>");
    buf_add_c(to, "<thead><tr><td></td>");
    for (size_t j = 0; j < chart->series_count; j++)
        markup_element(to, "<th scope=\"col\">", chart->series[j].name, "</th>");
    buf_add_c(to, "</tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < chart->category_count; i++) {
        markup_element(to, "<tr><th scope=\"row\">", chart->categories[i], "</th>");
        for (size_t j = 0; j < chart->series_count; j++)
            markup_element(to, "<td>",
                           chart->series[j].present[i]
                               ? value_text(chart, chart->series[j].values[i], to->arena)
                               : STR(""),
                           "</td>");
        buf_add_c(to, "</tr>\n");
    }
    buf_add_c(to, "</tbody></table>\n");
}

void html_chart(Buf *to, const Chart *chart)
{
    ChartScale scale = chart_scale(chart);
    int height = chart->kind == CHART_BAR ? bars_height(chart) : LEGEND + LINE_HEIGHT + 24;
    markup_element(to, "<figure>\n<figcaption>", chart->title, "");
    if (!str_empty(chart->unit))
        markup_element(to, "（单位：", chart->unit, "）");
    buf_format(to, "</figcaption>\n<svg viewBox=\"0 0 %d %d\" aria-hidden=\"true\">", WIDTH,
               height);
    add_legend(to, chart);
    if (chart->kind == CHART_BAR)
        add_bars(to, chart, scale);
    else
        add_lines(to, chart, scale);
    buf_add_c(to, "</svg>\n");
    add_figures(to, chart);
    buf_add_c(to, "</figure>\n");
}
