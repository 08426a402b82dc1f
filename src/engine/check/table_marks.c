#include "engine/check/table_build.h"

#include "base/dict.h"
#include "base/utf8.h"
#include "port/fold.h"

/* ---- maxima -------------------------------------------------------------------------------------
 */

/* Penalties are printed as 0.5 or -0.5; below nothing in a base item is no question of maxima. */
static bool is_above(Decimal value, Decimal maximum, bool penalties)
{
    int64_t size = value.millionths < 0 && penalties ? -value.millionths : value.millionths;
    return size > maximum.millionths;
}

static bool is_penalty_column(const CheckTable *table, size_t column)
{
    bool negative = false;
    for (size_t r = 0; r < table->row_count; r++) {
        Figure figure = table_figure(table, r, column);
        if (table->rows[r].kind != ROW_ENTRY || figure.kind != FIGURE_NUMBER)
            continue;
        if (figure.value.millionths > 0)
            return false;
        negative = negative || figure.value.millionths < 0;
    }
    return negative;
}

/* A column against its maximum, row by row. */
typedef struct MaximumCheck {
    bool judged;
    bool penalties;
} MaximumCheck;

static bool breaks_maximum(const CheckTable *table, const MaximumCheck *check, size_t row, size_t c)
{
    Figure figure = table_figure(table, row, c);
    return check->judged && figure.kind == FIGURE_NUMBER && !figure.percent &&
           is_above(figure.value, table->columns[c].maximum, check->penalties);
}

/* A head whose maximum many rows exceed does not mean what we take it for. */
static MaximumCheck check_of(const CheckTable *table, size_t c)
{
    const CheckColumn *column = &table->columns[c];
    MaximumCheck check = {.judged = column->has_maximum && !column->percent &&
                                    column->role == COLUMN_NUMBER,
                          .penalties = is_penalty_column(table, c)};
    size_t above = 0, entries = 0;
    for (size_t r = 0; r < table->row_count && check.judged; r++) {
        if (table->rows[r].kind != ROW_ENTRY)
            continue;
        entries++;
        above += breaks_maximum(table, &check, r, c);
    }
    check.judged = check.judged && (above <= 1 || above * 4 <= entries);
    return check;
}

static void tell_above(CheckTable *table, size_t row, size_t column, FindingList *findings)
{
    Str maximum = decimal_str_least(table->arena, table->columns[column].maximum, 0);
    *LIST_ADD(table->arena, findings) = (Finding){
        .place = table_place(table, row, column),
        .kind = FINDING_MAXIMUM,
        .unit = table->rows[row].label,
        .printed = figure_str(table->arena, table_printed(table, row, column)),
        .recomputed = str_format(table->arena, "≤%.*s", STRF(maximum)),
        .cause =
            str_format(table->arena, "表头给出的满分是 %.*s，这个数超过了它；疑多印或错印了数字",
                       STRF(maximum)),
    };
}

/* Columns from..to under one group head that has a maximum. */
typedef struct GroupMaximum {
    size_t from;
    size_t to;
    Decimal maximum;
} GroupMaximum;
LIST_OF(GroupMaximum, GroupMaximumList);

static void find_groups(const CheckTable *table, GroupMaximumList *to)
{
    for (size_t c = 0; c < table->column_count;) {
        const CheckColumn *column = &table->columns[c];
        size_t next = c + 1;
        Decimal maximum;
        if (column->level_count < 2) {
            c = next;
            continue;
        }
        while (next < table->column_count && table->columns[next].level_count >= 2 &&
               str_equal(table->columns[next].heads[0], column->heads[0]))
            next++;
        if (next - c >= 2 && head_maximum(table->arena, column->heads[0], &maximum))
            *LIST_ADD(table->arena, to) = (GroupMaximum){c, next, maximum};
        c = next;
    }
}

/* The sum of the group in a row less its maximum and the room that rounding leaves; > 0 = above. */
static bool group_is_above(const CheckTable *table, const GroupMaximum *group, size_t row,
                           Decimal *ret_sum)
{
    int64_t sum = 0, room = 0;
    for (size_t c = group->from; c < group->to; c++) {
        Figure figure = table_figure(table, row, c);
        if (figure.kind != FIGURE_NUMBER)
            continue;
        int64_t value = figure.value.millionths;
        if (figure.percent || __builtin_add_overflow(sum, value, &sum))
            return false;
        if (table->columns[c].rounded)
            room += figure_half_step(table->columns[c].places);
    }
    *ret_sum = (Decimal){sum};
    int64_t size = sum < 0 ? -sum : sum;
    return size - room > group->maximum.millionths;
}

static void check_group(CheckTable *table, const GroupMaximum *group, const MaximumCheck *checks,
                        FindingList *findings)
{
    size_t above = 0, entries = 0, found = SIZE_MAX;
    Decimal sum = DECIMAL_ZERO, found_sum = DECIMAL_ZERO;
    for (size_t r = 0; r < table->row_count; r++) {
        if (table->rows[r].kind != ROW_ENTRY)
            continue;
        entries++;
        if (!group_is_above(table, group, r, &sum))
            continue;
        above++;
        found = r;
        found_sum = sum;
    }
    if (above != 1 || entries < 4)
        return;
    for (size_t c = group->from; c < group->to; c++)
        if (breaks_maximum(table, &checks[c], found, c))
            return;
    Str head = table->columns[group->from].heads[0];
    *LIST_ADD(table->arena, findings) = (Finding){
        .place = table_place(table, found, group->from),
        .kind = FINDING_MAXIMUM,
        .unit = table->rows[found].label,
        .printed = decimal_str_least(table->arena, found_sum, 0),
        .recomputed = str_format(table->arena, "≤%.*s",
                                 STRF(decimal_str_least(table->arena, group->maximum, 0))),
        .cause = str_format(table->arena, "「%.*s」各项之和超过了它的满分", STRF(head)),
    };
}

static void check_maxima(CheckTable *table, FindingList *findings)
{
    MaximumCheck *checks = NEW(table->arena, MaximumCheck, table->column_count);
    bool any = false;
    for (size_t c = 0; c < table->column_count; c++) {
        checks[c] = check_of(table, c);
        any = any || checks[c].judged;
    }
    for (size_t r = 0; any && r < table->row_count; r++) {
        size_t above = 0, found = 0;
        if (table->rows[r].kind != ROW_ENTRY)
            continue;
        for (size_t c = 0; c < table->column_count; c++)
            if (breaks_maximum(table, &checks[c], r, c)) {
                above++;
                found = c;
            }
        /* Several are a moved row, which the figures themselves tell better. */
        if (above == 1)
            tell_above(table, r, found, findings);
    }
    GroupMaximumList groups = {0};
    find_groups(table, &groups);
    LIST_EACH (const GroupMaximum, group, &groups)
        check_group(table, group, checks, findings);
}

/* ---- names listed twice -------------------------------------------------------------------------
 */

#define NAMES_TO_ONE_DOUBLED 20
/* 办公费 may stand in each section of a budget; so long a name stands for one thing. */
#define NAME_LONG 5
#define ENTRIES_OF_LIST 10 /* fewer are too few to say that names do not come again */

/* Words that stand for no one in particular. */
static bool is_common_name(Str name)
{
    static const char *const words[] = {"其他", "其它", "其余", "无",   "同上", "未知",
                                        "匿名", "不详", "-",    "空缺", "待定", NULL};
    return str_is_one_of(name, words) || str_starts(name, STR("其他"));
}

/* Budgets list the same name under several codes. */
static bool is_code_column(const CheckTable *table, size_t column)
{
    Str name = table->columns[column].name;
    return table->columns[column].role == COLUMN_TEXT &&
           (str_contains(name, STR("编码")) || str_contains(name, STR("代码")) ||
            str_contains(name, STR("科目")));
}

/* A column of words that sorts the rows: the same name may stand in it once for each kind. */
static bool sorts_rows(const CheckTable *table, size_t column)
{
    if (table->columns[column].role == COLUMN_DATE)
        return true;
    if (table->columns[column].role != COLUMN_TEXT)
        return false;
    Dict seen = dict_create(table->arena);
    size_t filled = 0;
    for (size_t r = 0; r < table->row_count && filled < 2000; r++) {
        Str text = table_text(table, r, column);
        if (table->rows[r].kind != ROW_ENTRY || str_empty(text))
            continue;
        filled++;
        (void)dict_put(&seen, text, &seen);
    }
    return seen.count >= 2 && seen.count * 2 <= filled;
}

/* Grades and remarks stand behind the figures they are of; what sorts rows stands before. */
static bool is_behind_figures(const CheckTable *table, size_t column)
{
    for (size_t c = 0; c < column; c++)
        if (table->columns[c].role == COLUMN_NUMBER || table->columns[c].role == COLUMN_DATE)
            return true;
    return false;
}

/* One name that comes again among few is no habit of the table: only a kind beside it excuses it.
 */
static bool excuses(const CheckTable *table, size_t column, size_t doubled, size_t entries)
{
    if (column == table->label_column || !sorts_rows(table, column))
        return false;
    if (doubled > 1 || entries < ENTRIES_OF_LIST)
        return true;
    return table->columns[column].role == COLUMN_TEXT && !is_behind_figures(table, column);
}

/* The name with what sorts the rows, as a key. */
static Str row_key(const CheckTable *table, size_t row, const bool *sorting)
{
    Str name = table->rows[row].name;
    for (size_t c = 0; c < table->column_count; c++)
        if (sorting[c])
            name =
                str_format(table->arena, "%.*s\n%.*s", STRF(name), STRF(table_text(table, row, c)));
    return name;
}

/* A name printed before, by the key of its row. */
typedef struct Doubled {
    size_t first;
    size_t row;
} Doubled;
LIST_OF(Doubled, DoubledList);

static size_t find_doubled(const CheckTable *table, const bool *sorting, DoubledList *to)
{
    Dict seen = dict_create(table->arena);
    size_t *rows = NEW(table->arena, size_t, table->row_count);
    size_t entries = 0;
    for (size_t r = 0; r < table->row_count; r++) {
        const CheckRow *row = &table->rows[r];
        rows[r] = r;
        if (row->kind != ROW_ENTRY || str_empty(row->name) || is_common_name(row->name))
            continue;
        entries++;
        Str key = row_key(table, r, sorting);
        const size_t *first = dict_get(&seen, key);
        if (first == NULL)
            (void)dict_put(&seen, key, &rows[r]);
        else
            *LIST_ADD(table->arena, to) = (Doubled){*first, r};
    }
    return entries;
}

/* A row that adds up those below it stands between the two: each section has its own names. */
static bool in_two_sections(const CheckTable *table, const Doubled *pair)
{
    for (size_t r = pair->first + 1; r < pair->row; r++)
        if (table->rows[r].kind == ROW_OTHER && table->rows[r].adds_up)
            return true;
    return false;
}

static size_t across_groups(const CheckTable *table, const DoubledList *doubled)
{
    size_t across = 0;
    LIST_EACH (const Doubled, pair, doubled)
        across += table->rows[pair->first].group != table->rows[pair->row].group;
    return across;
}

static bool rows_are_equal(const CheckTable *table, const Doubled *pair)
{
    for (size_t c = 0; c < table->column_count; c++) {
        if (table->columns[c].role != COLUMN_NUMBER)
            continue;
        Figure a = table_figure(table, pair->first, c), b = table_figure(table, pair->row, c);
        if (a.kind != b.kind || a.value.millionths != b.value.millionths)
            return false;
    }
    return true;
}

static void tell_doubled(CheckTable *table, const Doubled *pair, FindingList *findings)
{
    const CheckRow *first = &table->rows[pair->first];
    CheckRow *row = &table->rows[pair->row];
    row->is_doubled = true;
    row->is_copy = rows_are_equal(table, pair);
    const char *what =
        row->is_copy ? "两行各数相同，疑重复录入" : "两行各数不同，疑其中一行的名称印错";
    Str alike = str_equal(first->label, row->label)
                    ? (Str){0}
                    : str_format(table->arena, "，印为「%.*s」，全半角、括号或空格不同",
                                 STRF(first->label));
    *LIST_ADD(table->arena, findings) = (Finding){
        .place = table_place(table, pair->row, table->label_column),
        .kind = FINDING_DUPLICATE,
        .unit = row->label,
        .printed = row->label,
        .cause = str_format(table->arena, "第%d行已列过这个名称%.*s；%s", first->line, STRF(alike),
                            what),
    };
}

void check_table_names(CheckTable *table, FindingList *findings)
{
    if (table->label_column == SIZE_MAX || table->columns[table->label_column].role == COLUMN_DATE)
        return;
    bool *sorting = NEW(table->arena, bool, table->column_count);
    for (size_t c = 0; c < table->column_count; c++)
        sorting[c] = c != table->label_column && is_code_column(table, c);
    DoubledList doubled = {0};
    size_t entries = find_doubled(table, sorting, &doubled);
    /* Where names come again by their kind, they do so more than once in many rows. */
    if (doubled.count * NAMES_TO_ONE_DOUBLED > entries) {
        for (size_t c = 0; c < table->column_count; c++)
            sorting[c] = sorting[c] || excuses(table, c, doubled.count, entries);
        doubled.count = 0;
        entries = find_doubled(table, sorting, &doubled);
    }
    /* Names that often come again name no rows. */
    if (doubled.count == 0 || (doubled.count >= 2 && doubled.count * 5 > entries))
        return;
    bool blocks = across_groups(table, &doubled) >= 2;
    size_t in_sections = 0;
    LIST_EACH (const Doubled, pair, &doubled) {
        in_sections += in_two_sections(table, pair);
    }
    for (size_t i = 0; i < doubled.count; i++) {
        const Doubled *pair = &doubled.at[i];
        bool told = (blocks && table->rows[pair->first].group != table->rows[pair->row].group) ||
                    (in_two_sections(table, pair) &&
                     (in_sections > 1 || utf8_count(table->rows[pair->row].name) < NAME_LONG));
        for (size_t before = 0; before < i && !told; before++)
            told = doubled.at[before].first == pair->first;
        if (!told)
            tell_doubled(table, pair, findings);
    }
}

void check_table_marks(CheckTable *table, FindingList *findings)
{
    shifts_find_rest(table, findings);
    if (!table->heads_unsure)
        check_maxima(table, findings);
}
