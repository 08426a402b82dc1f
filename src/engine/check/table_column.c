#include "engine/check/table_build.h"

#include "base/utf8.h"

#define YEAR_MIN 1949
#define YEAR_MAX 2100
/* Names of rows are shorter than prose. */
#define LABEL_BYTES_MAX 90

/* How many have the most decimals, and whether those are steps of a half: 0.5, 0.25, 0.05. */
static void count_places(ColumnCount *count, Figure figure)
{
    if (figure.places > count->places) {
        count->next_places = count->places;
        count->places = figure.places;
        count->finest = 0;
        count->finest_halves = 0;
    }
    if (figure.places < count->places) {
        if (figure.places > count->next_places)
            count->next_places = figure.places;
        return;
    }
    count->finest++;
    count->finest_halves += figure.value.millionths % figure_half_step(figure.places - 1U) == 0;
}

static void count_number(ColumnCount *count, Figure figure)
{
    int64_t whole = figure.value.millionths / DECIMAL_ONE;
    bool is_whole = figure.places == 0 && !figure.percent;
    count->numbers++;
    count->percents += figure.percent;
    count->exact += figure.places > 0;
    count->negatives += figure.value.millionths < 0;
    count->years += is_whole && whole >= YEAR_MIN && whole <= YEAR_MAX;
    count->codes += is_whole && whole >= INT64_C(10000000000);
    count_places(count, figure);
    if (!is_whole || whole != (int64_t)count->numbers)
        count->counts_up = false;
}

/* The first cell with something in it tells. */
static bool is_of_sheet(const CheckTable *table, size_t column)
{
    for (size_t r = 0; r < table->row_count; r++) {
        const CheckRow *row = &table->rows[r];
        size_t cell = row->cells != NULL ? row->cells[column] : column;
        if (figure_is_number(table_figure(table, r, column)) && row->printed != NULL &&
            cell < row->printed->count)
            return row->printed->cells[cell].is_number;
    }
    return false;
}

static void count_figures(const CheckTable *table, ColumnCount *counts)
{
    for (size_t c = 0; c < table->column_count; c++)
        counts[c] = (ColumnCount){.counts_up = true, .of_sheet = is_of_sheet(table, c)};
    const Figure *figure = table->figures;
    for (size_t r = 0; r < table->row_count; r++)
        for (size_t c = 0; c < table->column_count; c++, figure++) {
            ColumnCount *count = &counts[c];
            if (figure->kind == FIGURE_NUMBER)
                count_number(count, *figure);
            else if (figure->kind == FIGURE_TEXT)
                count->texts++;
            else if (figure->kind == FIGURE_DATE)
                count->dates++;
            else if (figure->kind == FIGURE_NONE)
                count->nothings++;
        }
}

/* How many different texts a column has, by hash. */
static void count_distinct(const CheckTable *table, size_t column, ColumnCount *count)
{
    ArenaMark mark = arena_mark(table->arena);
    size_t slot_count = 16;
    while (slot_count < table->row_count * 2)
        slot_count *= 2;
    uint64_t *slots = NEW(table->arena, uint64_t, slot_count);
    for (size_t r = 0; r < table->row_count; r++) {
        Str text = table_text(table, r, column);
        if (str_empty(text))
            continue;
        count->text_bytes += text.len;
        uint64_t hash = str_hash(text) | 1;
        size_t at = (size_t)hash * 0x9E3779B97F4A7C15U % slot_count;
        while (slots[at] != 0 && slots[at] != hash)
            at = (at + 1) % slot_count;
        count->distinct += slots[at] == 0;
        slots[at] = hash;
    }
    arena_rewind(table->arena, mark);
}

static bool name_has(Str name, const char *const *words)
{
    for (; *words != NULL; words++)
        if (str_contains(name, str_of(*words)))
            return true;
    return false;
}

static bool is_rank_name(Str name)
{
    static const char *const words[] = {"排名", "名次", "位次", "排序", "排位", NULL};
    static const char *const others[] = {"变化", "升降", "变动", "得分", "分值", "较",   "增减",
                                         "上月", "上年", "上期", "去年", "依据", "说明", NULL};
    return name_has(name, words) && !name_has(name, others);
}

static bool is_serial_name(Str name)
{
    static const char *const words[] = {"序号", "编号", "序",   "行次", "no.", "no", "顺序号",
                                        "行号", "号",   "项次", "序列", "#",   NULL};
    return str_is_one_of(name, words);
}

/* Heads of columns whose digits count nothing. */
static bool is_code_name(Str name)
{
    static const char *const words[] = {
        "电话", "手机", "号码",   "身份证", "代码", "编码", "文号",     "邮编", "账号", "帐号",
        "传真", "单号", "科目编", "编号",   "证号", "门牌", "信用代码", "区号", NULL};
    return name_has(name, words);
}

static bool is_period_name(Str name)
{
    static const char *const words[] = {"年", "年份", "年度", "月份", "月", "季度", "日期", NULL};
    return str_is_one_of(name, words);
}

static ColumnRole role_of(const CheckColumn *column, const ColumnCount *count)
{
    size_t words = count->texts + count->dates;
    size_t filled = words + count->numbers;
    if (filled == 0)
        return count->nothings > 0 ? COLUMN_TEXT : COLUMN_EMPTY;
    if (is_serial_name(column->name) && (count->numbers * 2 >= filled || words <= 2))
        return COLUMN_SERIAL;
    if (is_rank_name(column->name) && count->numbers * 2 >= filled)
        return COLUMN_RANK;
    if (count->dates * 2 > filled)
        return COLUMN_DATE;
    /* A few words do not make figures words: 免考核, 未开展. */
    if (count->numbers == 0 || count->numbers < 2 * words)
        return COLUMN_TEXT;
    bool all_years =
        count->years == count->numbers && (str_empty(column->name) || is_period_name(column->name));
    if (is_code_name(column->name) || all_years ||
        (count->codes * 2 > count->numbers && count->exact == 0))
        return COLUMN_TEXT;
    return COLUMN_NUMBER;
}

/* Whether a column of words may name the rows. */
static bool may_be_label(const CheckTable *table, size_t c, const ColumnCount *count)
{
    size_t filled = count->texts + count->numbers;
    return table->columns[c].role == COLUMN_TEXT && filled * 5 >= table->row_count * 3 &&
           count->text_bytes <= LABEL_BYTES_MAX * filled &&
           count->nothings * 5 <= table->row_count &&
           (count->texts * 2 > filled || (c == 0 && count->years == count->numbers));
}

static bool is_number_name(Str name)
{
    return is_serial_name(name) || is_code_name(name);
}

/* A period names rows only where nothing else does. */
static bool names_better(const CheckTable *table, size_t column, size_t than,
                         const ColumnCount *counts)
{
    if (than == SIZE_MAX)
        return true;
    bool period = is_period_name(table->columns[column].name);
    if (is_period_name(table->columns[than].name) != period)
        return !period;
    /* A number of each row is no name where there is a name. */
    size_t filled = counts[column].texts + counts[column].numbers;
    if (is_number_name(table->columns[than].name) && counts[column].distinct * 10 >= filled * 7)
        return true;
    return counts[column].distinct > counts[than].distinct;
}

static void find_label(CheckTable *table, ColumnCount *counts)
{
    size_t best = SIZE_MAX;
    for (size_t c = 0; c < table->column_count; c++) {
        ColumnCount *count = &counts[c];
        if (table->columns[c].role == COLUMN_TEXT)
            count_distinct(table, c, count);
        if (!may_be_label(table, c, count))
            continue;
        size_t filled = count->texts + count->numbers;
        if (names_better(table, c, best, counts))
            best = c;
        if (best == c && count->distinct * 10 >= filled * 7 &&
            !is_period_name(table->columns[c].name) && !is_number_name(table->columns[c].name))
            break;
    }
    if (best != SIZE_MAX)
        table->columns[best].role = COLUMN_LABEL;
    /* Where nothing names the rows, their days do. */
    for (size_t c = 0; c < table->column_count && best == SIZE_MAX; c++)
        if (table->columns[c].role == COLUMN_DATE)
            best = c;
    table->label_column = best;
    for (size_t c = best == SIZE_MAX ? 0 : best + 1; c < table->column_count; c++)
        if (table->columns[c].role == COLUMN_TEXT && counts[c].distinct == 0)
            count_distinct(table, c, &counts[c]);
}

/* Columns without a head that number the rows, and those named so. */
static void find_serial_and_rank(CheckTable *table, const ColumnCount *counts)
{
    table->serial_column = table->rank_column = SIZE_MAX;
    for (size_t c = 0; c < table->column_count; c++) {
        CheckColumn *column = &table->columns[c];
        bool unnamed = str_empty(column->name);
        if (column->role == COLUMN_NUMBER && unnamed && c == 0 && counts[c].counts_up &&
            counts[c].numbers >= 3)
            column->role = COLUMN_SERIAL;
        if (column->role == COLUMN_SERIAL && table->serial_column == SIZE_MAX)
            table->serial_column = c;
        else if (column->role == COLUMN_SERIAL)
            column->role = COLUMN_TEXT;
        if (column->role == COLUMN_RANK && table->rank_column == SIZE_MAX)
            table->rank_column = c;
    }
}

/* Amounts are printed cut to their measure, counts are not. */
static bool unit_is_amount(Str unit)
{
    static const char *const amounts[] = {
        "万元",     "亿元",   "千元",   "百万元", "十万元",   "公里",   "千米",
        "万吨",     "吨",     "亩",     "万亩",   "平方公里", "公顷",   "万人",
        "万人次",   "万件",   "万户",   "平方米", "万平方米", "立方米", "万立方米",
        "万千瓦时", "万美元", "亿美元", "小时",   "万次",     "亿次",   NULL};
    return str_is_one_of(unit, amounts);
}

/* Yuan to the cent leave nothing open, in whatever multiple they are printed. */
static bool is_exact_money(const CheckColumn *column)
{
    return (str_equal_c(column->unit, "元") && column->places >= 2) ||
           (str_equal_c(column->unit, "万元") && column->places >= DECIMAL_PLACES);
}

/* 0, -1 and -0.5 in one column are steps as they were given: nothing was rounded. A sheet drops
 * the zeros at the end of any figure. */
static bool is_as_given(const ColumnCount *count)
{
    bool steps = count->places == 1 || count->finest_halves == count->finest;
    return count->places > 0 && !count->of_sheet && count->percents == 0 &&
           count->finest * 2 <= count->numbers && steps;
}

static bool is_rate_name(Str name)
{
    static const char *const words[] = {"率",   "比",   "%",    "增长", "增幅",
                                        "降幅", "排名", "得分", "指数", NULL};
    return name_has(name, words);
}

/* Means and densities are rounded also where they are printed whole: 人均, 密度（人/平方公里）. */
static bool is_quotient_by_head(const CheckColumn *column)
{
    static const char *const words[] = {"密度", "人均", "户均", "平均", "均价", NULL};
    return str_contains(column->unit, STR("/")) || name_has(column->name, words);
}

/* What is left between two rates is told in points. */
static bool unit_is_percent(Str unit)
{
    static const char *const units[] = {"%", "百分点", "个百分点", NULL};
    return str_is_one_of(unit, units);
}

/* The decimals of a density or mean: one with more than all others is of another column. A percent
 * may be the only one that is not 100 %. */
static uint8_t places_of(const CheckColumn *column, const ColumnCount *count)
{
    const size_t few = 5;
    bool alone = count->finest == 1 && count->numbers >= few;
    return alone && !column->percent && is_quotient_by_head(column) ? count->next_places
                                                                    : count->places;
}

void columns_understand(CheckTable *table, Str unit, ColumnCount *ret_counts)
{
    count_figures(table, ret_counts);
    for (size_t c = 0; c < table->column_count; c++) {
        CheckColumn *column = &table->columns[c];
        const ColumnCount *count = &ret_counts[c];
        column->role = role_of(column, count);
        column->percent = count->percents * 2 > count->numbers || unit_is_percent(column->unit);
        column->places = places_of(column, count);
        if (str_empty(column->unit) && column->role == COLUMN_NUMBER && !column->percent &&
            !column->has_maximum && !is_rate_name(column->name))
            column->unit = unit;
        column->rounded = (column->places > 0 || column->percent || unit_is_amount(column->unit) ||
                           is_quotient_by_head(column)) &&
                          !is_exact_money(column) && !is_as_given(count);
        if (column->role == COLUMN_SERIAL || column->role == COLUMN_RANK)
            column->rounded = false;
    }
    find_serial_and_rank(table, ret_counts);
    find_label(table, ret_counts);
}
