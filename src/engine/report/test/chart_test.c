/* Charts of lines and of values below zero, on the page and in the PDF. */
#include "engine/report/html.h"
#include "engine/report/test/pdf_reader.h"
#include "engine/report/test/sample.h"

#define MONTHS 4

/* 本年 has all months, 上年 lacks the third. */
static Chart *line_chart(Arena *arena)
{
    static const char *const months[] = {"1月", "2月", "3月", "4月"};
    static const int64_t hundredths[][MONTHS] = {{9250, 9310, 9480, 9505}, {9000, 9120, 0, 9190}};
    Chart *chart = NEW(arena, Chart, 1);
    *chart = (Chart){.kind = CHART_LINE,
                     .title = STR("按时办结率"),
                     .unit = STR("%"),
                     .places = 2,
                     .categories = NEW(arena, Str, MONTHS),
                     .category_count = MONTHS,
                     .series = NEW(arena, ChartSeries, 2),
                     .series_count = 2};
    for (size_t j = 0; j < 2; j++) {
        ChartSeries *series = &chart->series[j];
        *series = (ChartSeries){.name = j ? STR("上年") : STR("本年"),
                                .values = NEW(arena, Decimal, MONTHS),
                                .present = NEW(arena, bool, MONTHS)};
        for (size_t i = 0; i < MONTHS; i++) {
            chart->categories[i] = str_of(months[i]);
            series->values[i].millionths = hundredths[j][i] * (DECIMAL_ONE / 100);
            series->present[i] = hundredths[j][i] != 0;
        }
    }
    return chart;
}

static Str html_of(Ctx *ctx, const Chart *chart)
{
    Buf text = buf_create(ctx->arena, MIB);
    html_chart(&text, chart);
    assert_true(buf_ok(&text));
    return buf_str(&text);
}

static WordList pdf_words_of(Ctx *ctx, Chart *chart)
{
    Document document = {.title = STR("通报"), .language = STR("zh-CN")};
    *LIST_ADD(ctx->arena, &document.blocks) = (Block){.kind = BLOCK_CHART, .chart = chart};
    return pdf_words(ctx, write_sample(ctx, &document));
}

static size_t count_of(Str text, const char *part)
{
    size_t count = 0;
    for (size_t at; (at = str_find(text, str_of(part))) != STR_NONE; count++)
        text = str_after(text, at + 1);
    return count;
}

static const Word *word_of(const WordList *words, const char *text)
{
    LIST_EACH (const Word, word, words)
        if (str_equal_c(word->text, text))
            return word;
    fail_msg("no 「%s」 on the page", text);
    return NULL;
}

/* Their middles lie within a point. */
static bool is_over(const Word *word, const Word *other)
{
    double apart = (word->left + word->right - other->left - other->right) / 2;
    return apart > -1 && apart < 1;
}

static void a_line_is_broken_where_a_value_is_missing(void **state)
{
    Ctx *ctx = *state;
    Str html = html_of(ctx, line_chart(ctx->arena));
    assert_int_equal(count_of(html, "L"), 3 + 1); /* three steps of 本年, one of 上年 */
    assert_int_equal(count_of(html, "<circle"), 7);
}

static void lines_are_told_apart_by_a_legend(void **state)
{
    Ctx *ctx = *state;
    Str html = html_of(ctx, line_chart(ctx->arena));
    Str drawing = str_slice(html, 0, str_find(html, STR("</svg>")));
    assert_contains(drawing, ">本年</text>");
    assert_contains(drawing, ">上年</text>");
}

static void the_figures_of_a_drawing_are_a_table_too(void **state)
{
    Ctx *ctx = *state;
    Str html = html_of(ctx, line_chart(ctx->arena));
    Str table = str_after(html, str_find(html, STR("<table")));
    assert_contains(table, "<th scope=\"row\">3月</th><td>94.80%</td><td></td>");
}

static void a_bar_below_zero_lies_left_of_the_axis(void **state)
{
    Ctx *ctx = *state;
    Chart *chart = sample_chart(ctx->arena);
    chart->series[0].values[2].millionths = -25520000;
    Str html = html_of(ctx, chart);
    int above, below, width;
    const char *first = strstr(str_to_c(ctx->arena, html), "<rect x=");
    assert_int_equal(sscanf(first, "<rect x=\"%d\"", &above), 1);
    assert_int_equal(sscanf(strstr(first + 1, "<rect x="), "<rect x=\"%d\" y=\"%*d\" width=\"%d\"",
                            &below, &width),
                     2);
    assert_true(below < above);
    assert_int_equal(below + width, above);
}

static void the_pdf_prints_the_values_of_lines_over_their_months(void **state)
{
    Ctx *ctx = *state;
    need_fonts_and_poppler(ctx);
    WordList words = pdf_words_of(ctx, line_chart(ctx->arena));
    const Word *low = word_of(&words, "92.50%"), *high = word_of(&words, "95.05%");
    const Word *first = word_of(&words, "1月"), *last = word_of(&words, "4月");
    assert_true(high->top < low->top);
    assert_true(low->top < first->top);
    assert_true(is_over(low, first));
    assert_true(is_over(high, last));
}

static void the_pdf_leaves_out_names_that_have_no_room(void **state)
{
    Ctx *ctx = *state;
    need_fonts_and_poppler(ctx);
    enum { DAYS = 31 };
    Chart *chart = line_chart(ctx->arena);
    chart->series_count = 1;
    chart->category_count = DAYS;
    chart->categories = NEW(ctx->arena, Str, DAYS);
    chart->series[0].values = NEW(ctx->arena, Decimal, DAYS);
    chart->series[0].present = NEW(ctx->arena, bool, DAYS);
    for (int i = 0; i < DAYS; i++)
        chart->categories[i] = str_format(ctx->arena, "2023年2月%d日", i + 1);
    WordList words = pdf_words_of(ctx, chart);
    int names = 0;
    double right = 0;
    LIST_EACH (const Word, word, &words) {
        if (!str_starts(word->text, STR("2023年")))
            continue;
        assert_true(word->left >= right);
        right = word->right;
        names++;
    }
    assert_in_range(names, 3, DAYS - 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(a_line_is_broken_where_a_value_is_missing),
        KIT_TEST(lines_are_told_apart_by_a_legend),
        KIT_TEST(the_figures_of_a_drawing_are_a_table_too),
        KIT_TEST(a_bar_below_zero_lies_left_of_the_axis),
        KIT_TEST(the_pdf_prints_the_values_of_lines_over_their_months),
        KIT_TEST(the_pdf_leaves_out_names_that_have_no_room),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
