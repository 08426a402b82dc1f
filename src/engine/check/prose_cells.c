#include "engine/check/prose_cells.h"

#include "base/utf8.h"
#include "engine/check/table_build.h"
#include "port/fold.h"

#define COMMON_RUNES_MIN 2
#define ENDING_RUNES_MIN 3

static const char *const whole_words[] = {
    "我区",   "全区",   "全市",   "我市", "本区", "全县", "我县", "全省", "我省",
    "各部门", "各街道", "各单位", "总体", "平均", "全年", "本月", "当月", "其中",
    "本部门", "各镇街", "各",     "共",   "，",   "本次", "合计", "总计", NULL};
static const char *const other_times[] = {"累计", "上月", "去年", "同期", "截至", "上年",
                                          "至今", "以来", "以前", "历年", NULL};

/* The name of a quantity without the words for the whole and the month before it. */
Str plain_name(const ProseCheck *check, const Quantity *quantity)
{
    Str name = fold_name(check->arena, quantity_name(quantity));
    size_t month = str_find(name, STR("月"));
    if (month != STR_NONE && month > 0 && month <= 2 && name.at[0] >= '0' && name.at[0] <= '9') {
        name = str_after(name, month + strlen("月"));
        (void)text_take_front(&name, (const char *const[]){"份", NULL});
    }
    while (text_take_front(&name, whole_words))
        ;
    return name;
}

/* 巡查 of 巡查次数, 执行 of 执行数. */
static Str stem_of(Str name)
{
    static const char *const ends[] = {"总数", "总量", "数量",   "件数", "次数", "人数", "数",
                                       "量",   "额",   "金额",   "总额", "情况", "人次", "件",
                                       "类",   "群众", "工作量", "宗数", NULL};
    while (utf8_count(name) > COMMON_RUNES_MIN) {
        Str shorter = name;
        if (!text_take_end(&shorter, ends) || utf8_count(shorter) < COMMON_RUNES_MIN)
            break;
        name = shorter;
    }
    return name;
}

static bool has_common_runes(Str a, Str b)
{
    for (Str rest = a; !str_empty(rest); (void)utf8_next(&rest)) {
        Str two = utf8_prefix(rest, COMMON_RUNES_MIN);
        if (utf8_count(two) == COMMON_RUNES_MIN && str_contains(b, two))
            return true;
    }
    return false;
}

static Likeness likeness_of(Str head, Str words)
{
    Str stem = stem_of(head);
    if (utf8_count(head) < 2)
        return LIKENESS_NONE;
    if (str_equal(head, words) || (utf8_count(stem) >= 2 && str_equal(stem, stem_of(words))) ||
        (utf8_count(head) >= ENDING_RUNES_MIN && str_ends(words, head)))
        return LIKENESS_NAME;
    return has_common_runes(stem, words) ? LIKENESS_SOME : LIKENESS_NONE;
}

Likeness column_likeness(const ProseCheck *check, const CheckTable *table, size_t column, Str words)
{
    const CheckColumn *at = &table->columns[column];
    Likeness best = likeness_of(at->name, words);
    for (size_t level = 0; level + 1 < at->level_count && best == LIKENESS_NONE; level++)
        best = likeness_of(head_bare_name(check->arena, at->heads[level]), words) ? LIKENESS_SOME
                                                                                  : LIKENESS_NONE;
    return best;
}

/* 共办理业务18325件 of a table 各大厅业务量情况表 whose columns are but 本月(件), 上月(件). */
static bool title_is_like(const CheckTable *table, size_t column, const Quantity *quantity,
                          Str words)
{
    return !str_empty(quantity->unit) && str_equal(table->columns[column].unit, quantity->unit) &&
           has_common_runes(stem_of(words), table->title);
}

bool quantity_fits(const Quantity *quantity, const CheckColumn *column)
{
    return column->role == COLUMN_NUMBER && (quantity->kind == QUANTITY_PERCENT) == column->percent;
}

static bool within_room(const Quantity *quantity, Figure figure, int64_t scale)
{
    Int128 off = (Int128)quantity->value.millionths - (Int128)figure.value.millionths * scale;
    int64_t half = figure_half_step(figure.places);
    bool coarser = figure.places < quantity->places && (figure.percent || figure.places);
    int64_t room = coarser && half > quantity->half ? half : quantity->half;
    return (off < 0 ? -off : off) <= room;
}

/* 10000 of 万元; 1 of measures that are no scaled ones. */
static int64_t scale_of(Str unit)
{
    if (str_starts(unit, STR("亿")))
        return 100000000;
    if (str_starts(unit, STR("万")))
        return 10000;
    return str_starts(unit, STR("千元")) ? 1000 : 1;
}

bool quantity_is_figure(const Quantity *quantity, const CheckColumn *column, Figure figure)
{
    return within_room(quantity, figure, scale_of(column->unit)) ||
           (str_empty(column->unit) && within_room(quantity, figure, quantity->scale));
}

static Claim claim_of_figure(ProseCheck *check, const Quantity *quantity, const CheckColumn *column,
                             Figure figure, Str says)
{
    int64_t scale = str_empty(column->unit) ? quantity->scale : scale_of(column->unit);
    ClaimTerm terms[] = {claim_term(quantity, 1), {.factor = -1}};
    if (quantity_is_figure(quantity, column, figure) ||
        __builtin_mul_overflow(figure.value.millionths, scale, &terms[1].value))
        terms[1].value = quantity->value.millionths;
    return claim_sum(check->arena, FINDING_VALUE, says, terms, 2);
}

Claim claim_of_cell(ProseCheck *check, const Quantity *quantity, const CheckTable *table,
                    size_t row, size_t column)
{
    const CheckColumn *at = &table->columns[column];
    Figure mended = table_figure(table, row, column);
    Figure printed = table_printed(table, row, column);
    Figure figure = quantity_is_figure(quantity, at, mended) ? mended : printed;
    Str says =
        str_format(check->arena, "应与%.*s（%.*s）相同", STRF(table_place(table, row, column)),
                   STRF(figure_str(check->arena, printed)));
    return claim_of_figure(check, quantity, at, figure, says);
}

/* Total and subtotal rows of a table, and what its entries come to. */
typedef struct Totals {
    size_t *rows;
    size_t count;
    Figure *sums; /* by column; no number = has no sum, or a row tells it */
} Totals;

static Figure sum_of(const CheckTable *table, size_t column)
{
    Figure sum = {.kind = FIGURE_NUMBER, .places = table->columns[column].places};
    for (size_t row = 0; row < table->row_count; row++) {
        Figure figure = table_figure(table, row, column);
        bool adds_up = table->rows[row].kind == ROW_OTHER && table->rows[row].adds_up;
        if (adds_up || (table->rows[row].kind == ROW_ENTRY && figure.kind == FIGURE_NUMBER &&
                        __builtin_add_overflow(sum.value.millionths, figure.value.millionths,
                                               &sum.value.millionths)))
            return (Figure){.kind = FIGURE_TEXT};
    }
    return sum;
}

static const Totals *totals_of(ProseCheck *check, const CheckTable *table)
{
    Str key = str_format(check->arena, "%zu", (size_t)(table - check->tables->at));
    Totals *totals = dict_get(&check->totals, key);
    if (totals)
        return totals;
    totals = NEW(check->arena, Totals, 1);
    *totals = (Totals){.rows = NEW(check->arena, size_t, table->row_count + 1),
                       .sums = NEW(check->arena, Figure, table->column_count + 1)};
    (void)dict_put(&check->totals, key, totals);
    for (size_t row = 0; row < table->row_count; row++)
        if (table->rows[row].kind == ROW_TOTAL || table->rows[row].kind == ROW_SUBTOTAL)
            totals->rows[totals->count++] = row;
    for (size_t c = 0; c < table->column_count; c++)
        totals->sums[c] = totals->count || table->columns[c].role != COLUMN_NUMBER
                              ? (Figure){.kind = FIGURE_TEXT}
                              : sum_of(table, c);
    return totals;
}

const size_t *rows_of_totals(ProseCheck *check, const CheckTable *table, size_t *ret_count)
{
    const Totals *totals = totals_of(check, table);
    *ret_count = totals->count;
    return totals->rows;
}

bool column_total(ProseCheck *check, const CheckTable *table, size_t column, Figure *ret)
{
    const Totals *totals = totals_of(check, table);
    *ret = totals->sums[column];
    for (size_t i = 0; i < totals->count; i++)
        if (table->rows[totals->rows[i]].kind == ROW_TOTAL)
            *ret = table_figure(table, totals->rows[i], column);
    return ret->kind == FIGURE_NUMBER;
}

ClaimTerm term_of_figure(const CheckColumn *column, Figure figure, const Quantity *unit)
{
    int64_t scale = str_empty(column->unit) ? unit->scale : scale_of(column->unit);
    int64_t value = 0;
    if (__builtin_mul_overflow(figure.value.millionths, scale, &value))
        value = figure.value.millionths;
    int64_t half = figure.places ? figure_half_step(figure.places) * scale : 0;
    return claim_term_of_cell(value, half);
}

static bool has_sum(const CheckColumn *column)
{
    static const char *const no_amounts[] = {"率", "比", "均", "分", "占", "时长", "排", NULL};
    return !column->percent && !text_has_any(column->name, no_amounts);
}

/* The month that a text tells, 0 = none or several. */
static int month_of(Str text)
{
    int month = 0;
    for (size_t at = str_find(text, STR("月")); at != STR_NONE; at = str_find(text, STR("月"))) {
        size_t from = at;
        while (from > 0 && text.at[from - 1] >= '0' && text.at[from - 1] <= '9')
            from--;
        Str digits = str_slice(text, from, at - from);
        int here = 0;
        if (!str_empty(digits) && small_number_take(&digits, &here)) {
            if (month && month != here)
                return 0;
            month = here;
        }
        text = str_after(text, at + strlen("月"));
    }
    return month;
}

static bool says_time(const CheckTable *table, Str word)
{
    bool says = str_contains(table->title, word);
    for (size_t c = 0; c < table->column_count; c++)
        for (size_t level = 0; level < table->columns[c].level_count; level++)
            says = says || str_contains(table->columns[c].heads[level], word);
    return says;
}

/* Whether the figure is told of another time than the table is. */
static bool is_other_time(const Quantity *quantity, const CheckTable *table)
{
    Str front = str_slice(quantity->sentence->text, 0, quantity->to);
    for (const char *const *word = other_times; *word; word++)
        if (str_contains(front, str_of(*word)) && !says_time(table, str_of(*word)))
            return true;
    int month = month_of(front);
    int of_table = month_of(table->title);
    return month && of_table && month != of_table;
}

/* Whether a finding has told that a figure of the total's row or column is wrong already. */
static bool is_told(const CheckTable *table, size_t row, size_t column)
{
    LIST_EACH (const Mend, mend, &table->mends)
        if (row == SIZE_MAX || mend->row == row || mend->column == column)
            return true;
    return false;
}

static void cell_add(Arena *arena, MeantCells *cells, MeantCell cell)
{
    cell.equal = claim_holds(&cell.claim);
    if (!cell.equal && !cell.of_row && is_told(cell.table, cell.row, cell.column))
        return;
    if (cells->count < CELLS_MAX)
        *LIST_ADD(arena, cells) = cell;
}

static void add_total(ProseCheck *check, const Quantity *quantity, const CheckTable *table,
                      size_t column, Likeness likeness, MeantCells *cells)
{
    const CheckColumn *at = &table->columns[column];
    MeantCell cell = {.table = table, .row = SIZE_MAX, .column = column, .likeness = likeness};
    const Totals *totals = totals_of(check, table);
    for (size_t i = 0; i < totals->count; i++) {
        size_t row = totals->rows[i];
        if (table->rows[row].kind != ROW_TOTAL ||
            table_printed(table, row, column).kind != FIGURE_NUMBER)
            continue;
        cell.row = row;
        cell.claim = claim_of_cell(check, quantity, table, row, column);
        cell_add(check->arena, cells, cell);
    }
    Figure sum = totals->sums[column];
    if (sum.kind != FIGURE_NUMBER || !has_sum(at))
        return;
    Str says = str_format(check->arena, "应与%.*s「%.*s」各行之和（%.*s）相同", STRF(table->name),
                          STRF(at->printed), STRF(figure_str(check->arena, sum)));
    cell.claim = claim_of_figure(check, quantity, at, sum, says);
    cell_add(check->arena, cells, cell);
}

/* The rows of a name, also without what only says the kind: 投诉类工单 of 投诉. */
const NamedRow *rows_of_words(const ProseCheck *check, Str name)
{
    static const char *const ends[] = {"类", "工单", "件",   "事项", "业务", "类型", "方面",
                                       "数", "量",   "得分", "总",   "人数", NULL};
    const NamedRow *rows = dict_get(&check->row_names, name);
    while (!rows && text_take_end(&name, ends) && utf8_count(name) >= 2)
        rows = dict_get(&check->row_names, name);
    if (!rows)
        rows = dict_get(&check->row_names, str_format(check->arena, "%.*s类", STRF(name)));
    return rows;
}

static bool names_column(const ProseCheck *check, const Quantity *quantity, const CheckTable *table,
                         size_t column, Str name)
{
    return str_equal(quantity->unit, table->columns[column].unit) &&
           column_likeness(check, table, column, name) != LIKENESS_NONE;
}

bool claim_of_total(ProseCheck *check, const Quantity *quantity, const CheckTable *table,
                    size_t column, Claim *ret)
{
    const CheckColumn *at = &table->columns[column];
    Figure total;
    if (!quantity_fits(quantity, at) || !column_total(check, table, column, &total) ||
        table->mends.count)
        return false;
    Str says = str_format(check->arena, "应与%.*s「%.*s」的合计（%.*s）相同", STRF(table->name),
                          STRF(at->printed), STRF(figure_str(check->arena, total)));
    *ret = claim_of_figure(check, quantity, at, total, says);
    return true;
}

static void add_rows(ProseCheck *check, const Quantity *quantity, Str name, MeantCells *cells)
{
    for (const NamedRow *rows = rows_of_words(check, name); rows; rows = rows->next) {
        if (is_other_time(quantity, rows->table))
            continue;
        for (size_t c = 0; c < rows->table->column_count; c++)
            if (quantity_fits(quantity, &rows->table->columns[c]) &&
                table_printed(rows->table, rows->row, c).kind == FIGURE_NUMBER)
                cell_add(check->arena, cells,
                         (MeantCell){
                             .table = rows->table,
                             .row = rows->row,
                             .column = c,
                             .likeness = LIKENESS_SOME,
                             .of_row = true,
                             .names_column = names_column(check, quantity, rows->table, c, name),
                             .claim = claim_of_cell(check, quantity, rows->table, rows->row, c)});
    }
}

void cells_meant(ProseCheck *check, const Quantity *quantity, MeantCells *ret)
{
    Str name = plain_name(check, quantity);
    *ret = (MeantCells){0};
    if (utf8_count(name) < 2)
        return;
    add_rows(check, quantity, name, ret);
    for (size_t t = 0; t < check->tables->count; t++) {
        const CheckTable *table = &check->tables->at[t];
        if (table->heads_unsure || is_other_time(quantity, table))
            continue;
        for (size_t c = 0; c < table->column_count; c++) {
            Likeness likeness = quantity_fits(quantity, &table->columns[c])
                                    ? column_likeness(check, table, c, name)
                                    : LIKENESS_NONE;
            if (!likeness && quantity_fits(quantity, &table->columns[c]) &&
                title_is_like(table, c, quantity, name))
                likeness = LIKENESS_SOME;
            if (!likeness && quantity_fits(quantity, &table->columns[c]) &&
                utf8_count(quantity->unit) >= 2 && str_ends(table->columns[c].name, quantity->unit))
                likeness = LIKENESS_UNIT;
            /* Rates are near each other: only their full name tells them. */
            if (likeness == LIKENESS_NAME || (likeness && quantity->kind != QUANTITY_PERCENT))
                add_total(check, quantity, table, c, likeness, ret);
        }
    }
}

bool equals_some_total(ProseCheck *check, const Quantity *quantity)
{
    for (size_t t = 0; t < check->tables->count; t++) {
        const CheckTable *table = &check->tables->at[t];
        const Totals *totals = totals_of(check, table);
        for (size_t i = 0; i < totals->count; i++)
            for (size_t c = 0; c < table->column_count; c++) {
                Figure figure = table_figure(table, totals->rows[i], c);
                if (figure.kind == FIGURE_NUMBER && quantity_fits(quantity, &table->columns[c]) &&
                    quantity_is_figure(quantity, &table->columns[c], figure))
                    return true;
            }
    }
    return false;
}
