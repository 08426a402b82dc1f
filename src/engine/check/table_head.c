#include "engine/check/table_build.h"

#include "base/dict.h"

#define YEAR_MIN 1949
#define YEAR_MAX 2100

/* ---- which rows are heads ------------------------------------------------------------------- */

static bool is_whole(Figure figure)
{
    return figure.kind == FIGURE_NUMBER && figure.value.millionths % DECIMAL_ONE == 0 &&
           figure.places == 0 && !figure.percent;
}

/* The whole numbers of a row go on by the same step: 2021 2022 2023, 1 2 3. */
static bool numbers_step(const Grid *grid, size_t row, int64_t *ret_first, int64_t *ret_step)
{
    const GridRow *cells = &grid->rows.at[row];
    int64_t before = 0, step = 0;
    size_t seen = 0;
    for (size_t c = 0; c < cells->count; c++) {
        Figure figure = figure_of_cell(&cells->cells[c]);
        if (figure.kind != FIGURE_NUMBER)
            continue;
        if (!is_whole(figure))
            return false;
        int64_t value = figure.value.millionths / DECIMAL_ONE;
        if (seen == 0)
            *ret_first = value;
        else if (seen == 1)
            step = value - before;
        else if (value - before != step)
            return false;
        before = value;
        seen++;
    }
    *ret_step = step;
    return seen >= 2;
}

static bool row_is_years(const Grid *grid, size_t row)
{
    int64_t first, step;
    return numbers_step(grid, row, &first, &step) && first >= YEAR_MIN && first <= YEAR_MAX &&
           (step == 1 || step == -1 || step == 5 || step == -5);
}

/* The words beside the numbers of the columns: 甲 乙 1 2 3, 栏次 1 2 3=1+2. */
static bool is_column_letter(Str text)
{
    static const char *const letters[] = {"甲",   "乙",   "丙",   "丁",   "戊",   "A",    "B",
                                          "C",    "D",    "栏次", "行次", "列次", "序号", "栏目",
                                          "列号", "编号", "行号", "—",    "-",    NULL};
    return str_is_one_of(text, letters) || str_contains(text, STR("=")) ||
           str_contains(text, STR("＝"));
}

/* The row of column numbers below the heads. */
static bool row_is_column_numbers(const Grid *grid, size_t row)
{
    const GridRow *cells = &grid->rows.at[row];
    int64_t first, step;
    size_t numbers = 0;
    if (!numbers_step(grid, row, &first, &step) || first != 1 || step != 1)
        return false;
    for (size_t c = 0; c < cells->count; c++) {
        Figure figure = figure_of_cell(&cells->cells[c]);
        numbers += figure.kind == FIGURE_NUMBER;
        if (figure.kind != FIGURE_NUMBER && figure.kind != FIGURE_BLANK &&
            !is_column_letter(cells->cells[c].text))
            return false;
    }
    return numbers >= 2;
}

/* How many columns have words here and a number in the row below. */
static size_t words_over_numbers(const Grid *grid, size_t row, size_t below)
{
    size_t found = 0;
    for (size_t c = 0; c < grid->rows.at[row].count; c++)
        found += figure_of_cell(grid_cell(grid, row, c)).kind == FIGURE_TEXT &&
                 figure_of_cell(grid_cell(grid, below, c)).kind == FIGURE_NUMBER;
    return found;
}

bool row_is_head(const Grid *grid, size_t row, size_t end)
{
    if (row >= end)
        return false;
    RowShape shape = row_shape(grid, row);
    if (shape.nothings > (shape.first == 0 && shape.nothings == 1 ? 1U : 0U))
        return false;
    if (shape.numbers == 0)
        return shape.texts + shape.dates >= 2 && shape.texts >= 1;
    if (shape.texts >= 1 && row_is_years(grid, row))
        return true;
    int64_t first, step;
    /* The months as bare numbers. */
    if (shape.texts >= 1 && shape.numbers >= 3 && shape.first == 0 &&
        figure_of_cell(grid_cell(grid, row, 0)).kind == FIGURE_TEXT &&
        numbers_step(grid, row, &first, &step) && first == 1 && step == 1)
        return true;
    return shape.texts >= 3 && shape.numbers * 4 <= shape.filled && row + 1 < end &&
           words_over_numbers(grid, row, row + 1) >= 2;
}

/* The lowest text printed in a column within the head rows from..to. */
static Str lowest_text(const Grid *grid, size_t from, size_t to, size_t column, size_t *ret_row)
{
    for (size_t row = to; row-- > from;) {
        Str text = grid_text(grid, row, column);
        if (!str_empty(text)) {
            *ret_row = row;
            return text;
        }
    }
    return (Str){0};
}

static bool begins_with_bracket(Str text)
{
    return str_starts(text, STR("(")) || str_starts(text, STR("（"));
}

/* A head cell at `column` of a lower row fits what stands above it. */
static bool cell_fits_below(const Grid *grid, size_t from, size_t row, size_t column)
{
    Str text = grid_text(grid, row, column);
    size_t above_row = 0;
    Str above = lowest_text(grid, from, row, column, &above_row);
    if (str_empty(above) || str_equal(above, text) || begins_with_bracket(text))
        return true;
    /* A group whose head is printed over each of its columns. */
    if (str_equal(grid_text(grid, above_row, column + 1), above) ||
        (column > 0 && str_equal(grid_text(grid, above_row, column - 1), above)))
        return true;
    /* The first of a group. */
    return str_empty(grid_text(grid, above_row, column + 1)) &&
           !str_empty(grid_text(grid, row, column + 1)) && column + 1 < grid->rows.at[row].count;
}

static bool row_goes_on_heads(const Grid *grid, size_t from, size_t row)
{
    if (row_is_column_numbers(grid, row))
        return true;
    RowShape shape = row_shape(grid, row);
    if (shape.filled == 0 || shape.nothings > 0 || (shape.numbers > 0 && !row_is_years(grid, row)))
        return false;
    size_t fitting = 0, bracketed = 0;
    for (size_t c = 0; c < grid->rows.at[row].count; c++) {
        Str text = grid_text(grid, row, c);
        if (str_empty(text))
            continue;
        fitting += cell_fits_below(grid, from, row, c);
        bracketed += begins_with_bracket(text);
    }
    /* A lone word below the first head is a heading within the body. */
    if (shape.filled == 1)
        return shape.first > 1 || bracketed == 1;
    /* The first row of a body has its name in its first columns. */
    bool names_blank = str_empty(grid_text(grid, row, 0)) &&
                       (!str_empty(grid_text(grid, from, 0)) || str_empty(grid_text(grid, row, 1)));
    return fitting == shape.filled || names_blank ||
           (fitting * 2 > shape.filled && cell_fits_below(grid, from, row, 0));
}

size_t heads_end(const Grid *grid, size_t from, size_t end)
{
    size_t row = from + 1;
    while (row < end && row - from < CHECK_HEAD_LEVELS_MAX && row_goes_on_heads(grid, from, row))
        row++;
    return row;
}

bool row_repeats_head(const Block *block, size_t row)
{
    if (block->headless)
        return false;
    const GridRow *head = &block->grid->rows.at[block->head_from];
    const GridRow *cells = &block->grid->rows.at[row];
    if (head->count != cells->count)
        return false;
    size_t filled = 0;
    for (size_t c = 0; c < head->count; c++) {
        if (!str_equal(head->cells[c].text, cells->cells[c].text))
            return false;
        filled += !str_empty(head->cells[c].text);
    }
    return filled > 0;
}

/* ---- what they say -------------------------------------------------------------------------- */

/* The head rows as one text for each place, merged and grouped heads spread. */
typedef struct HeadTexts {
    const Grid *grid;
    size_t from;
    size_t row_count;
    size_t column_count;
    Str *at; /* row_count x column_count */
} HeadTexts;

static Str *head_text(HeadTexts *heads, size_t row, size_t column)
{
    return &heads->at[row * heads->column_count + column];
}

static void spread_merges(HeadTexts *heads, bool *ret_merged)
{
    LIST_EACH (const GridMerge, merge, &heads->grid->merges) {
        if (merge->row < heads->from || merge->row >= heads->from + heads->row_count)
            continue;
        size_t top = merge->row - heads->from;
        Str text = grid_text(heads->grid, merge->row, merge->column);
        for (size_t r = top; r < top + merge->row_count && r < heads->row_count; r++)
            for (size_t c = merge->column;
                 c < merge->column + merge->column_count && c < heads->column_count; c++)
                *head_text(heads, r, c) = text;
        if (merge->column_count > 1)
            ret_merged[top] = true;
    }
}

static bool has_text_below(HeadTexts *heads, size_t row, size_t column)
{
    for (size_t r = row + 1; r < heads->row_count; r++)
        if (!str_empty(grid_text(heads->grid, heads->from + r, column)))
            return true;
    return false;
}

/* A group head of a text file stands over its first column only. */
static void spread_groups(HeadTexts *heads, size_t row)
{
    for (size_t c = 1; c < heads->column_count; c++) {
        Str left = *head_text(heads, row, c - 1);
        if (!str_empty(*head_text(heads, row, c)) || str_empty(left) ||
            !has_text_below(heads, row, c) || !has_text_below(heads, row, c - 1))
            continue;
        if (row > 0 && !str_equal(*head_text(heads, row - 1, c), *head_text(heads, row - 1, c - 1)))
            continue;
        *head_text(heads, row, c) = left;
    }
}

static HeadTexts head_texts(Arena *arena, const Block *block)
{
    HeadTexts heads = {.grid = block->grid,
                       .from = block->head_from,
                       .row_count = block->body_from - block->head_from,
                       .column_count = block->column_count};
    while (heads.row_count > 1 &&
           row_is_column_numbers(block->grid, heads.from + heads.row_count - 1))
        heads.row_count--;
    heads.at = NEW(arena, Str, heads.row_count * heads.column_count + 1);
    bool merged[CHECK_HEAD_LEVELS_MAX] = {false};
    for (size_t r = 0; r < heads.row_count; r++)
        for (size_t c = 0; c < heads.column_count; c++)
            *head_text(&heads, r, c) = grid_text(block->grid, heads.from + r, c);
    spread_merges(&heads, merged);
    for (size_t r = 0; r + 1 < heads.row_count; r++)
        if (!merged[r])
            spread_groups(&heads, r);
    return heads;
}

/* Whether the head at (row, column) is shared with a neighbour: then what is below is its part. */
static bool is_group(HeadTexts *heads, size_t row, size_t column)
{
    Str text = *head_text(heads, row, column);
    return (column > 0 && str_equal(*head_text(heads, row, column - 1), text)) ||
           (column + 1 < heads->column_count &&
            str_equal(*head_text(heads, row, column + 1), text));
}

/* A head broken over two rows of a text file: 主动评价占业 / 务申办比例(%). */
static bool goes_on_below(HeadTexts *heads, size_t row, size_t column)
{
    Str text = *head_text(heads, row, column);
    if (row == 0 || is_group(heads, row - 1, column))
        return false;
    bool grouped = false;
    for (size_t c = 0; c < heads->column_count && !grouped; c++)
        grouped = !str_empty(*head_text(heads, row - 1, c)) && is_group(heads, row - 1, c) &&
                  str_empty(grid_text(heads->grid, heads->from + row - 1, c));
    return begins_with_bracket(text) ||
           (column > 0 && !grouped && str_empty(*head_text(heads, row, 0)) &&
            !str_empty(*head_text(heads, 0, 0)));
}

static void read_column(Arena *arena, HeadTexts *heads, size_t c, CheckColumn *column)
{
    for (size_t r = 0; r < heads->row_count; r++) {
        Str text = *head_text(heads, r, c);
        if (str_empty(text))
            continue;
        Str *last = column->level_count > 0 ? &column->heads[column->level_count - 1] : NULL;
        if (last != NULL && str_equal(*last, text))
            continue;
        if (last != NULL && goes_on_below(heads, r, c))
            *last = str_format(arena, "%.*s%.*s", STRF(*last), STRF(text));
        else if (column->level_count < CHECK_HEAD_LEVELS_MAX)
            column->heads[column->level_count++] = text;
    }
    if (column->level_count > 0)
        column->printed = column->heads[column->level_count - 1];
}

/* Group heads that a text file put over the wrong column: the maxima of their parts tell. */
static void regroup_by_maxima(Arena *arena, Block *block)
{
    Str groups[GRID_COLUMNS_MAX];
    size_t group_count = 0, from = SIZE_MAX, to = 0;
    for (size_t c = 0; c < block->column_count; c++) {
        const CheckColumn *column = &block->columns[c];
        if (column->level_count != 2)
            continue;
        if (from == SIZE_MAX)
            from = c;
        to = c + 1;
        if (group_count == 0 || !str_equal(groups[group_count - 1], column->heads[0]))
            groups[group_count++] = column->heads[0];
    }
    size_t ends[GRID_COLUMNS_MAX];
    size_t at = from;
    for (size_t g = 0; g < group_count; g++) {
        Decimal maximum;
        int64_t sum = 0;
        if (!head_maximum(arena, groups[g], &maximum))
            return;
        while (at < to && sum < maximum.millionths && block->columns[at].has_maximum)
            sum += block->columns[at++].maximum.millionths;
        if (sum != maximum.millionths)
            return;
        ends[g] = at;
    }
    if (at != to)
        return;
    for (size_t g = 0, c = from; g < group_count; g++)
        for (; c < ends[g]; c++)
            block->columns[c].heads[0] = groups[g];
}

/* Names go without any bracket where that does not make two columns of one name. */
static void name_bare(Arena *arena, Block *block)
{
    Dict seen = dict_create(arena);
    Str *bare = NEW(arena, Str, block->column_count);
    for (size_t c = 0; c < block->column_count; c++) {
        bare[c] = head_bare_name(arena, block->columns[c].printed);
        void *doubled = dict_has(&seen, bare[c]) ? block : NULL;
        (void)dict_put(&seen, bare[c], doubled);
    }
    for (size_t c = 0; c < block->column_count; c++)
        if (!str_empty(bare[c]) && dict_get(&seen, bare[c]) == NULL)
            block->columns[c].name = bare[c];
}

void heads_read(Arena *arena, Block *block)
{
    block->columns = NEW(arena, CheckColumn, block->column_count);
    if (block->headless)
        return;
    HeadTexts heads = head_texts(arena, block);
    for (size_t c = 0; c < block->column_count; c++) {
        read_column(arena, &heads, c, &block->columns[c]);
        head_marks_read(arena, &block->columns[c]);
    }
    regroup_by_maxima(arena, block);
    name_bare(arena, block);
}
