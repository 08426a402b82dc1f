#include "engine/check/table_build.h"

#include "base/utf8.h"
#include "port/fold.h"

/* What a row's name says it is. */
typedef enum NameKind {
    NAME_ENTRY,
    NAME_TOTAL,      /* 合计, 全区 */
    NAME_PARTIAL,    /* …合计 with words before it */
    NAME_SUBTOTAL,   /* 小计 */
    NAME_MEAN,       /* 平均 */
    NAME_OF_WHICH,   /* 其中：… */
    NAME_COMPARISON, /* 上年同期, 同比 */
    NAME_STANDARD,   /* 满分, 目标值, 最高值 */
} NameKind;

Str table_text(const CheckTable *table, size_t row, size_t column)
{
    const CheckRow *at = &table->rows[row];
    size_t cell = at->cells != NULL ? at->cells[column] : column;
    if (at->printed == NULL || cell >= at->printed->count)
        return (Str){0};
    return at->printed->cells[cell].text;
}

static bool ends_with_any(Str name, const char *const *words)
{
    for (; *words != NULL; words++)
        if (str_ends(name, str_of(*words)))
            return true;
    return false;
}

static bool starts_with_any(Str name, const char *const *words)
{
    for (; *words != NULL; words++)
        if (str_starts(name, str_of(*words)))
            return true;
    return false;
}

/* Without a bracket or colon at the end: 合计(万元), 合计:. */
static Str bare_name(Str name)
{
    if (str_ends(name, STR(":")))
        name = str_slice(name, 0, name.len - 1);
    size_t open = str_find_last_byte(name, '(');
    if (open != STR_NONE && open > 0 && str_ends(name, STR(")")))
        name = str_slice(name, 0, open);
    return name;
}

static NameKind kind_of_name(Str folded)
{
    static const char *const totals[] = {
        "合计",     "总计",     "共计",   "总和",   "总数",     "累计",     "全区",     "全市",
        "全省",     "全国",     "全局",   "全县",   "全镇",     "全州",     "全院",     "全校",
        "全系统",   "全体",     "全部",   "全街",   "全街道",   "区合计",   "市合计",   "县合计",
        "省合计",   "全年",     "合计数", "总计数", "总合计",   "全区合计", "全市合计", "全省合计",
        "全县合计", "总体",     "共",     "计",     "全区总计", "全市总计", "汇总",     "全区汇总",
        "全市汇总", "本页合计", "total",  "总分",   "总得分",   "自评总分", NULL};
    static const char *const partial[] = {"合计", "总计", "共计", "总和", NULL};
    static const char *const means[] = {"平均",   "平均值",   "均值",     "平均数",
                                        "平均分", "平均水平", "平均得分", "均分",
                                        "平均率", "平均线",   NULL};
    static const char *const of_which[] = {"其中", "#其中", "#", "内:", NULL};
    static const char *const comparisons[] = {
        "同比", "环比", "上年",   "上月", "去年",  "上期", "比上年", "较上年", "较上月", "比上月",
        "同期", "增减", "增长率", "增幅", "增长%", "占",   "比重",   "比例",   NULL};
    static const char *const standards[] = {
        "满分",     "分值",     "权重",     "标准分",   "标准值", "目标值", "考核目标",
        "目标",     "达标值",   "最高分",   "最低分",   "最高值", "最低值", "最大值",
        "最小值",   "中位数",   "标准差",   "极差",     "满分值", "最高",   "最低",
        "考核标准", "单项满分", "指标权重", "年度目标", "最大",   "最小",   NULL};
    if (starts_with_any(folded, of_which))
        return NAME_OF_WHICH;
    Str name = bare_name(folded);
    if (ends_with_any(name, means))
        return NAME_MEAN;
    if (str_is_one_of(name, standards))
        return NAME_STANDARD;
    if (starts_with_any(name, comparisons))
        return NAME_COMPARISON;
    if (str_ends(name, STR("小计")))
        return NAME_SUBTOTAL;
    if (str_is_one_of(name, totals))
        return NAME_TOTAL;
    return ends_with_any(name, partial) ? NAME_PARTIAL : NAME_ENTRY;
}

bool name_is_total(Str folded)
{
    NameKind kind = kind_of_name(folded);
    return kind == NAME_TOTAL || kind == NAME_PARTIAL;
}

/* The row's name is in its label cell; of merged cells, in any cell of words before the figures. */
static void name_row(CheckTable *table, size_t row)
{
    CheckRow *at = &table->rows[row];
    if (table->label_column != SIZE_MAX) {
        at->label = table_text(table, row, table->label_column);
        at->name = fold_name(table->arena, at->label);
    }
    if (!str_empty(at->label) && figure_read(at->label).kind != FIGURE_NONE)
        return;
    for (size_t c = 0; c < table->column_count; c++) {
        if (table->columns[c].role == COLUMN_NUMBER)
            continue;
        Str text = table_text(table, row, c);
        if (str_empty(text) || text.len > 60 || table_figure(table, row, c).kind != FIGURE_TEXT)
            continue;
        Str name = fold_name(table->arena, text);
        if (kind_of_name(name) == NAME_ENTRY)
            continue;
        at->label = text;
        at->name = name;
        return;
    }
}

static bool has_figures(const CheckTable *table, size_t row)
{
    for (size_t c = 0; c < table->column_count; c++) {
        ColumnRole role = table->columns[c].role;
        FigureKind kind = table_figure(table, row, c).kind;
        if (((role == COLUMN_NUMBER || role == COLUMN_RANK) && kind == FIGURE_NUMBER) ||
            (role == COLUMN_DATE && kind == FIGURE_DATE && c != table->label_column))
            return true;
    }
    return false;
}

/* ---- levels of a list of items -------------------------------------------------------------- */

/* 一、 is 1, （一） 2, 1. 3, (1) 4; 0 for a name without a number. */
static int outline_level(Str name)
{
    static const char numerals[] = "一二三四五六七八九十";
    bool bracketed = str_starts(name, STR("("));
    Str rest = bracketed ? str_after(name, 1) : name;
    size_t chinese = 0, digits = 0;
    while (rest.len >= 3 && chinese < 4 &&
           str_contains(str_from(numerals, sizeof numerals - 1), str_slice(rest, 0, 3))) {
        rest = str_after(rest, 3);
        chinese++;
    }
    while (chinese == 0 && rest.len > 0 && rest.at[0] >= '0' && rest.at[0] <= '9' && digits < 3) {
        rest = str_after(rest, 1);
        digits++;
    }
    if (chinese + digits == 0)
        return 0;
    bool closed = bracketed ? str_starts(rest, STR(")"))
                            : str_starts(rest, STR("、")) ||
                                  (str_starts(rest, STR(".")) &&
                                   !(rest.len > 1 && rest.at[1] >= '0' && rest.at[1] <= '9'));
    return closed ? (chinese > 0 ? 1 : 3) + bracketed : 0;
}

/* The number may have a column of its own: 一 云塔街道, 1 和平里, 2 兴业新村. */
static int row_level(const CheckTable *table, size_t row)
{
    int level = outline_level(table->rows[row].name);
    for (size_t c = 0; level == 0 && c < table->label_column && c < table->column_count; c++) {
        Str number = table_text(table, row, c);
        bool chinese = number.len >= 3 && number.len <= 12 && (unsigned char)number.at[0] > 0x7F;
        if (chinese && figure_read(number).kind == FIGURE_TEXT)
            level = outline_level(str_format(table->arena, "%.*s、", STRF(number)));
    }
    return level;
}

/* A column of codes such as 201, 20101, 2010101: rows whose code begins the next are their sum. */
static size_t hierarchy_column(const CheckTable *table)
{
    static const char *const words[] = {"编码", "代码", "科目", "编号", NULL};
    for (size_t c = 0; c < table->column_count; c++) {
        bool named = false;
        for (size_t i = 0; words[i] != NULL; i++)
            named = named || str_contains(table->columns[c].name, str_of(words[i]));
        if (named && table->columns[c].role != COLUMN_NUMBER)
            return c;
    }
    return SIZE_MAX;
}

static bool is_code(Str text)
{
    if (text.len < 2)
        return false;
    for (size_t i = 0; i < text.len; i++)
        if (!((text.at[i] >= '0' && text.at[i] <= '9') || text.at[i] == '.' || text.at[i] == '-'))
            return false;
    return true;
}

static void mark_sum(CheckTable *table, size_t row, size_t to)
{
    table->rows[row].kind = ROW_OTHER;
    table->rows[row].adds_up = true;
    table->rows[row].adds_to = to;
}

/* The last of the rows below whose code begins with this one's. */
static size_t end_of_code(const CheckTable *table, size_t row, size_t column)
{
    Str code = table_text(table, row, column);
    size_t at = row;
    while (at + 1 < table->row_count && str_starts(table_text(table, at + 1, column), code))
        at++;
    return at;
}

static void mark_sums_of_codes(CheckTable *table)
{
    size_t column = hierarchy_column(table);
    if (column == SIZE_MAX)
        return;
    for (size_t r = 0; r + 1 < table->row_count; r++) {
        Str code = table_text(table, r, column);
        Str next = table_text(table, r + 1, column);
        if (is_code(code) && is_code(next) && next.len > code.len && str_starts(next, code) &&
            table->rows[r].kind == ROW_ENTRY)
            mark_sum(table, r, end_of_code(table, r, column));
    }
}

/* The last row before another of the same level or a higher one. */
static size_t end_of_section(const CheckTable *table, size_t row)
{
    int level = row_level(table, row);
    size_t at = row;
    for (; at + 1 < table->row_count; at++) {
        const CheckRow *next = &table->rows[at + 1];
        int other = row_level(table, at + 1);
        if (next->kind == ROW_TOTAL || next->kind == ROW_SUBTOTAL || next->kind == ROW_MEAN ||
            (other > 0 && other <= level))
            break;
    }
    return at;
}

/* 一、… with figures, above its own items: what it gives is their sum. */
static void mark_sums_of_outline(CheckTable *table)
{
    size_t levels[5] = {0};
    for (size_t r = 0; r < table->row_count; r++)
        if (table->rows[r].kind == ROW_ENTRY)
            levels[row_level(table, r)]++;
    size_t numbered = levels[1] + levels[2] + levels[3] + levels[4];
    if (numbered < 2)
        return;
    /* Numbers on most names number them, and head nothing. */
    bool plain_are_parts = levels[0] >= numbered;
    for (size_t r = 0; r + 1 < table->row_count; r++) {
        if (table->rows[r].kind != ROW_ENTRY || table->rows[r + 1].kind != ROW_ENTRY)
            continue;
        int level = row_level(table, r);
        int next = row_level(table, r + 1);
        if (level > 0 && (next > level || (next == 0 && plain_are_parts)))
            mark_sum(table, r, end_of_section(table, r));
    }
}

/* ---- kinds and groups ----------------------------------------------------------------------- */

/* Of several totals those before the last add a part only: 合计 … 合计 … 总计. */
static void settle_partial_totals(CheckTable *table, const NameKind *names)
{
    size_t totals = 0, last_total = SIZE_MAX;
    for (size_t r = 0; r < table->row_count; r++)
        if (table->rows[r].kind == ROW_TOTAL && names[r] == NAME_TOTAL) {
            totals++;
            last_total = r;
        }
    bool grand_last = totals > 1 && str_contains(table->rows[last_total].name, STR("总"));
    for (size_t r = 0; r < table->row_count; r++) {
        if (table->rows[r].kind != ROW_TOTAL)
            continue;
        if ((names[r] == NAME_PARTIAL && totals > 0) || (grand_last && r != last_total))
            table->rows[r].kind = ROW_SUBTOTAL;
    }
}

/* Rows after 其中：… without a serial number are parts too. */
static void mark_parts(CheckTable *table, const NameKind *names)
{
    bool within = false;
    for (size_t r = 0; r < table->row_count; r++) {
        bool numbered = table->serial_column != SIZE_MAX &&
                        table_figure(table, r, table->serial_column).kind != FIGURE_BLANK;
        if (names[r] == NAME_OF_WHICH)
            within = table->serial_column != SIZE_MAX;
        else if (within && !numbered && names[r] == NAME_ENTRY)
            table->rows[r].kind = ROW_OTHER;
        else
            within = false;
    }
}

/* A first column of words that stands at the head of several rows. */
static size_t spanning_column(const CheckTable *table, const ColumnCount *counts)
{
    for (size_t c = 0; c < table->column_count && c < table->label_column; c++) {
        const ColumnCount *count = &counts[c];
        if (table->columns[c].role != COLUMN_TEXT || count->texts < 2 || count->distinct < 2)
            continue;
        if (count->texts < table->row_count && count->distinct == count->texts)
            return c;
        if (count->distinct * 2 <= count->texts)
            return c;
    }
    return SIZE_MAX;
}

static void number_groups(CheckTable *table, const ColumnCount *counts)
{
    size_t column = table->label_column == SIZE_MAX ? SIZE_MAX : spanning_column(table, counts);
    size_t group = 0;
    Str before = {0};
    for (size_t r = 0; r < table->row_count; r++) {
        CheckRow *row = &table->rows[r];
        if (row->kind == ROW_OTHER && r > 0 && !has_figures(table, r))
            group++;
        Str text = column == SIZE_MAX ? (Str){0} : table_text(table, r, column);
        if (!str_empty(text) && row->kind == ROW_ENTRY) {
            if (!str_empty(before) && !str_equal(text, before))
                group++;
            before = text;
        }
        row->group = group;
    }
}

static RowKind kind_of_row(const CheckTable *table, size_t row, NameKind name, bool has_total)
{
    if (!has_figures(table, row))
        return ROW_OTHER;
    switch (name) {
    case NAME_TOTAL:
    case NAME_PARTIAL:
        return ROW_TOTAL;
    case NAME_SUBTOTAL:
        return ROW_SUBTOTAL;
    case NAME_MEAN:
        return ROW_MEAN;
    case NAME_OF_WHICH:
    case NAME_STANDARD:
        return ROW_OTHER;
    case NAME_COMPARISON:
        return has_total ? ROW_OTHER : ROW_ENTRY;
    case NAME_ENTRY:
        break;
    }
    return ROW_ENTRY;
}

void rows_understand(CheckTable *table, const ColumnCount *counts)
{
    NameKind *names = NEW(table->arena, NameKind, table->row_count);
    bool has_total = false;
    for (size_t r = 0; r < table->row_count; r++) {
        name_row(table, r);
        names[r] = kind_of_name(table->rows[r].name);
        has_total = has_total || names[r] == NAME_TOTAL;
    }
    for (size_t r = 0; r < table->row_count; r++)
        table->rows[r].kind = kind_of_row(table, r, names[r], has_total);
    settle_partial_totals(table, names);
    mark_parts(table, names);
    mark_sums_of_codes(table);
    mark_sums_of_outline(table);
    number_groups(table, counts);
}
