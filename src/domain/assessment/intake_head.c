#include "domain/assessment/intake_head.h"

#include "port/fold.h"

/* Titles and remarks may stand above the head, not more rows of them than this. */
#define HEAD_ROW_MAX 20

static const char *const unit_heads[] = {"unit",     "单位", "单位名称", "街道", "街道名称", "部门",
                                         "部门名称", "名称", "承办单位", "镇街", NULL};
static const char *const kind_heads[] = {"kind", "情形", "类型", "种类", NULL};

HeadKind intake_head_key(const FigureTable *table)
{
    return table->key == TABLE_BY_CODE ? HEAD_CODE : HEAD_UNIT;
}

size_t intake_head_column(const IntakeHead *head, HeadKind kind)
{
    for (size_t c = 0; c < head->count; c++)
        if (head->at[c].kind == kind)
            return c;
    return SIZE_MAX;
}

static bool is_code_head(Arena *arena, const FigureTable *table, Str folded)
{
    for (size_t i = 0; i < table->head_count; i++)
        if (str_equal(folded, fold_name(arena, table->heads[i])))
            return true;
    return false;
}

static Head head_of(Arena *arena, const FigureTable *table, Str text)
{
    Str folded = fold_name(arena, text);
    Head head = {.text = text};
    if (str_empty(folded))
        return head;
    head.column = table_column_by_head(arena, table, text);
    if (head.column)
        head.kind = HEAD_COLUMN;
    else if (table->key != TABLE_BY_CODE && str_is_one_of(folded, unit_heads))
        head.kind = HEAD_UNIT;
    else if (table->key == TABLE_BY_UNIT_AND_KIND && str_is_one_of(folded, kind_heads))
        head.kind = HEAD_KIND;
    else if (table->key == TABLE_BY_CODE && is_code_head(arena, table, folded))
        head.kind = HEAD_CODE;
    return head;
}

static Head *heads_of_row(Arena *arena, const FigureTable *table, const Grid *grid, size_t row)
{
    Head *heads = NEW(arena, Head, grid->column_count);
    for (size_t c = 0; c < grid->column_count; c++)
        heads[c] = head_of(arena, table, grid_text(grid, row, c));
    return heads;
}

/* The head row is the first with the key column in it. */
static bool find_head_row(Arena *arena, const FigureTable *table, const Grid *grid, IntakeHead *ret)
{
    IntakeHead head = {.count = grid->column_count};
    for (; head.row < grid->rows.count && head.row < HEAD_ROW_MAX; head.row++) {
        head.at = heads_of_row(arena, table, grid, head.row);
        if (intake_head_column(&head, intake_head_key(table)) == SIZE_MAX)
            continue;
        *ret = head;
        return true;
    }
    return false;
}

/* Under a head with merged cells stands a second row with the names of the single columns; under
 * the key column there is nothing then. */
static bool is_second_head(const IntakeHead *above, const Head *below)
{
    bool found = false;
    for (size_t c = 0; c < above->count; c++) {
        bool is_key = above->at[c].kind == HEAD_UNIT || above->at[c].kind == HEAD_CODE;
        if (is_key && !str_empty(below[c].text))
            return false;
        found = found || below[c].kind == HEAD_COLUMN;
    }
    return found;
}

static void take_second_head(IntakeHead *head, const Head *below)
{
    for (size_t c = 0; c < head->count; c++)
        if (!str_empty(below[c].text))
            head->at[c] = below[c];
    head->row++;
}

static bool no_head(Ctx *ctx, const FigureTable *table)
{
    Str key = table->key != TABLE_BY_CODE ? STR("unit（单位）")
              : table->by_name            ? table->heads[0]
                                          : STR("code（编号）");
    fail(ctx, FAIL_INVALID, "文件里没有「%.*s」这一列", STRF(key));
    return fail_hint(ctx, "表头应有 %.*s 和「%.*s」的各列；可先下载模板：tongban template %.*s",
                     STRF(key), STRF(table->name), STRF(table->code));
}

/* The key is there and no other column is: the heads are those of another table. */
static bool no_column(Ctx *ctx, const FigureTable *table)
{
    fail(ctx, FAIL_INVALID, "表头没有「%.*s」的任何一列", STRF(table->name));
    Buf names = buf_create(ctx->arena, KIB);
    LIST_EACH (const TableColumn, column, &table->columns)
        buf_format(&names, "%s%.*s", column == table->columns.at ? "" : "、", STRF(column->name));
    return fail_hint(ctx, "本表的列：%.*s；可先下载模板：tongban template %.*s",
                     STRF(buf_str(&names)), STRF(table->code));
}

/* A column none of whose cells may be empty. */
static bool need_columns(Ctx *ctx, const FigureTable *table, const IntakeHead *head)
{
    LIST_EACH (const TableColumn, column, &table->columns) {
        bool found = !column->required;
        for (size_t c = 0; c < head->count && !found; c++)
            found = head->at[c].kind == HEAD_COLUMN && head->at[c].column == column;
        if (found)
            continue;
        fail(ctx, FAIL_INVALID, "文件里没有「%.*s」这一列", STRF(column->name));
        return fail_hint(ctx, "这一列必须有；可先下载模板：tongban template %.*s",
                         STRF(table->code));
    }
    return true;
}

static bool refuse_twice(Ctx *ctx, const IntakeHead *head)
{
    for (size_t a = 0; a < head->count; a++)
        for (size_t b = a + 1; b < head->count; b++) {
            const Head *one = &head->at[a], *two = &head->at[b];
            if (one->kind == HEAD_UNKNOWN || one->kind != two->kind || one->column != two->column)
                continue;
            fail(ctx, FAIL_INVALID, "第%zu列和第%zu列是同一项：「%.*s」「%.*s」", a + 1, b + 1,
                 STRF(one->text), STRF(two->text));
            return fail_hint(ctx, "删去或改名其中一列");
        }
    return true;
}

bool intake_head_read(Ctx *ctx, const FigureTable *table, const Grid *grid, IntakeHead *ret)
{
    IntakeHead head;
    if (!find_head_row(ctx->arena, table, grid, &head))
        return no_head(ctx, table);
    const Head *below = heads_of_row(ctx->arena, table, grid, head.row + 1);
    if (is_second_head(&head, below))
        take_second_head(&head, below);
    if (intake_head_column(&head, HEAD_COLUMN) == SIZE_MAX)
        return no_column(ctx, table);
    if (!need_columns(ctx, table, &head) || !refuse_twice(ctx, &head))
        return false;
    *ret = head;
    return true;
}

/* ---- what the table does not know --------------------------------------------------------- */

static bool has_data(const Grid *grid, size_t first_row, size_t column)
{
    for (size_t row = first_row; row < grid->rows.count; row++)
        if (!str_empty(grid_text(grid, row, column)))
            return true;
    return false;
}

size_t intake_head_unknown(Arena *arena, const IntakeHead *head, const Grid *grid, Str **ret)
{
    Str *names = NEW(arena, Str, head->count);
    size_t count = 0;
    for (size_t c = 0; c < head->count; c++) {
        Str text = head->at[c].text;
        if (head->at[c].kind != HEAD_UNKNOWN ||
            (str_empty(text) && !has_data(grid, head->row + 1, c)))
            continue;
        names[count++] = str_empty(text) ? str_format(arena, "第%zu列（没有表头）", c + 1) : text;
    }
    *ret = names;
    return count;
}
