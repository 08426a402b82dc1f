#include "port/text_table.h"

/* A cell wider than this, in columns of the screen, is a sentence. */
#define ALIGNED_CELL_COLUMNS_MAX 60

typedef void (*SplitCells)(Arena *arena, Str line, TextFields *ret);

/* A run of lines while it becomes a table. */
typedef struct TableRun {
    PaperMaker *maker;
    const TextLines *lines;
    Grid *grid;
    TextFields cells; /* of the line in hand */
    size_t full_rows; /* rows with two cells and more */
    size_t list_rows; /* of them, those that are an item of a list: its mark, TAB, its text */
    size_t widest;    /* of all rows */
    size_t narrowest;
} TableRun;

static Arena *arena_of(const TableRun *run)
{
    return run->maker->ctx->arena;
}

static bool line_is_blank(const TextLines *lines, size_t at)
{
    return str_empty(lines->at[at].text);
}

/* The next line that is not blank; lines->count when there is none. */
static size_t next_line(const TextLines *lines, size_t at)
{
    while (at < lines->count && line_is_blank(lines, at))
        at++;
    return at;
}

static void begin_run(TableRun *run, PaperMaker *maker, const TextLines *lines)
{
    *run = (TableRun){.maker = maker, .lines = lines, .narrowest = SIZE_MAX};
    run->grid = NEW(maker->ctx->arena, Grid, 1);
}

/* The cells in hand as the next row of the grid. */
static bool put_row(TableRun *run, int line)
{
    Grid *grid = run->grid;
    size_t row = grid->rows.count;
    for (size_t c = 0; c < run->cells.count; c++) {
        Str text = text_plain(arena_of(run), run->cells.at[c].text);
        if (!grid_put(run->maker->ctx, grid, row, c, (GridCell){.text = text}))
            return fail_at(run->maker->ctx, (Place){.file = run->maker->file, .line = line});
    }
    if (grid->rows.count == row)
        return true;
    grid->rows.at[row].line = line;
    size_t filled = text_filled(&run->cells);
    run->full_rows += filled >= 2;
    run->list_rows += filled == 2 && text_is_list_mark(run->cells.at[0].text);
    if (run->cells.count > run->widest)
        run->widest = run->cells.count;
    if (run->cells.count < run->narrowest)
        run->narrowest = run->cells.count;
    return true;
}

static size_t count_figures(const TextFields *cells)
{
    size_t figures = 0;
    LIST_EACH (const TextField, cell, cells) {
        figures += text_is_figure(cell->text);
    }
    return figures;
}

/* Whether the cells are those of the table's first row: the head printed again. */
static bool repeats_head(const TableRun *run)
{
    if (run->grid->rows.count == 0 || run->cells.count != run->grid->rows.at[0].count)
        return false;
    for (size_t c = 0; c < run->cells.count; c++) {
        if (!str_equal(text_plain(arena_of(run), run->cells.at[c].text),
                       grid_text(run->grid, 0, c)))
            return false;
    }
    return true;
}

/* Whether a line after blank ones, or after one without cells, is one more row of figures of this
 * table rather than the head of the next. */
static bool goes_on_at(TableRun *run, size_t at, SplitCells split)
{
    const GridRows *rows = &run->grid->rows;
    if (at >= run->lines->count || rows->count == 0)
        return false;
    split(arena_of(run), run->lines->at[at].text, &run->cells);
    size_t last = rows->at[rows->count - 1].count;
    bool as_wide = run->cells.count <= last + 1 && run->cells.count + 1 >= last;
    return as_wide && text_filled(&run->cells) >= 2 && count_figures(&run->cells) > 0 &&
           count_figures(&run->cells) * 2 >= text_filled(&run->cells) && !repeats_head(run);
}

static void finish(TableRun *run, bool is_table, Grid **ret_grid)
{
    grid_finish(run->grid);
    *ret_grid = is_table ? run->grid : NULL;
}

/* A line without TAB may name the group of the rows below it. */
static bool is_group_line(TableRun *run, size_t at)
{
    return run->lines->at[at].text.len <= 120 && at + 1 < run->lines->count &&
           text_has_tab(run->lines->at[at + 1].text) && goes_on_at(run, at + 1, text_tab_cells);
}

static bool tab_table(PaperMaker *maker, const TextLines *lines, size_t at, Grid **ret_grid,
                      size_t *ret_count)
{
    TableRun run;
    begin_run(&run, maker, lines);
    size_t end = at;
    while (end < lines->count) {
        if (line_is_blank(lines, end)) {
            size_t next = next_line(lines, end);
            bool goes_on = next < lines->count && text_has_tab(lines->at[next].text) &&
                           goes_on_at(&run, next, text_tab_cells);
            if (!goes_on)
                break;
            end = next;
        }
        Str text = lines->at[end].text;
        if (!text_has_tab(text) && !is_group_line(&run, end))
            break;
        text_tab_cells(arena_of(&run), text, &run.cells);
        if (!put_row(&run, lines->at[end].line))
            return false;
        end++;
    }
    bool is_list = run.list_rows > 0 && run.list_rows == run.full_rows;
    finish(&run, run.full_rows >= 2 && !is_list, ret_grid);
    *ret_count = end - at;
    return true;
}

static bool is_pipe_line(TableRun *run, size_t at)
{
    text_pipe_cells(arena_of(run), run->lines->at[at].text, &run->cells);
    return run->cells.count >= 2;
}

static bool begins_with_bar(Str line)
{
    line = str_trim(line);
    return str_starts(line, STR("|")) || str_starts(line, STR("│")) || str_starts(line, STR("┃")) ||
           str_starts(line, STR("║"));
}

static bool pipe_table(PaperMaker *maker, const TextLines *lines, size_t at, Grid **ret_grid,
                       size_t *ret_count)
{
    TableRun run;
    begin_run(&run, maker, lines);
    size_t rules = 0;
    size_t framed = 0;
    size_t end = at;
    for (; end < lines->count && !line_is_blank(lines, end); end++) {
        Str text = lines->at[end].text;
        if (text_is_rule(text)) {
            rules++;
            continue;
        }
        if (!is_pipe_line(&run, end))
            break;
        framed += begins_with_bar(text);
        if (!put_row(&run, lines->at[end].line))
            return false;
    }
    bool even = run.widest == run.narrowest;
    finish(&run,
           run.full_rows >= 1 && run.grid->rows.count + rules >= 2 &&
               (rules > 0 || framed >= 2 || even),
           ret_grid);
    *ret_count = end - at;
    return true;
}

/* The columns of the screen that a column of an aligned table takes. */
typedef struct AlignedColumns {
    size_t from[GRID_COLUMNS_MAX];
    size_t to[GRID_COLUMNS_MAX];
    size_t count;
} AlignedColumns;

/* 0 = the line has no aligned cells. */
static size_t split_aligned(TableRun *run, size_t at)
{
    Str text = run->lines->at[at].text;
    if (text_has_tab(text) || text_is_rule(text))
        return 0;
    text_aligned_cells(arena_of(run), text, &run->cells);
    return run->cells.count <= GRID_COLUMNS_MAX ? run->cells.count : 0;
}

/* The line after the run that begins at `at`: lines of two cells and more, rules between them,
 * and blank lines before one more row of figures. */
static size_t aligned_end(TableRun *run, size_t at)
{
    size_t last = 0; /* cells of the line before */
    size_t end = at;
    while (end < run->lines->count) {
        size_t next = next_line(run->lines, end);
        if (next == run->lines->count)
            break;
        if (text_is_rule(run->lines->at[next].text) && next == end) {
            end++;
            continue;
        }
        size_t count = split_aligned(run, next);
        bool after_blank = next > end;
        if (count < 2 || (after_blank && (count != last || count_figures(&run->cells) * 2 < count)))
            break;
        last = count;
        end = next + 1;
    }
    return end;
}

/* How many cells most lines have, of those that have three and more; 0 = fewer than two have. */
static size_t usual_count(TableRun *run, size_t at, size_t end)
{
    size_t lines_of[GRID_COLUMNS_MAX + 1] = {0};
    size_t usual = 0;
    for (size_t i = at; i < end; i++)
        lines_of[split_aligned(run, i)]++;
    for (size_t n = 3; n <= GRID_COLUMNS_MAX; n++) {
        if (lines_of[n] >= lines_of[usual] || usual == 0)
            usual = lines_of[n] > 0 ? n : usual;
    }
    size_t three_and_more = 0;
    for (size_t n = 3; n <= GRID_COLUMNS_MAX; n++)
        three_and_more += lines_of[n];
    return three_and_more >= 2 ? usual : 0;
}

static size_t distance(size_t a, size_t b)
{
    return a > b ? a - b : b - a;
}

static void widen(AlignedColumns *columns, const TextFields *cells)
{
    for (size_t c = 0; c < cells->count; c++) {
        const TextField *cell = &cells->at[c];
        if (columns->count == 0 || cell->from < columns->from[c])
            columns->from[c] = cell->from;
        if (columns->count == 0 || cell->to > columns->to[c])
            columns->to[c] = cell->to;
    }
    columns->count = cells->count;
}

static bool is_aligned(const TextField *cell, const TextField *above)
{
    return distance(cell->from, above->from) <= 1 || distance(cell->to, above->to) <= 1 ||
           distance(cell->from + cell->to, above->from + above->to) <= 2;
}

/* Finds the columns from the usual lines. False when the lines are no table: their cells begin,
 * end and centre at different places and are no figures, or they are sentences. */
static bool find_columns(TableRun *run, size_t at, size_t end, AlignedColumns *ret)
{
    size_t usual = usual_count(run, at, end);
    TextFields before = {0};
    size_t cells = 0;
    size_t compared = 0;
    size_t aligned = 0;
    size_t figures = 0;
    for (size_t i = at; i < end && usual > 0; i++) {
        if (split_aligned(run, i) != usual)
            continue;
        for (size_t c = 0; c < usual; c++) {
            const TextField *cell = &run->cells.at[c];
            if (cell->to - cell->from > ALIGNED_CELL_COLUMNS_MAX)
                return false;
            /* All lines begin at the margin: the first cell tells nothing. */
            if (before.count == usual && c > 0) {
                compared++;
                aligned += is_aligned(cell, &before.at[c]);
            }
        }
        cells += usual;
        figures += count_figures(&run->cells);
        widen(ret, &run->cells);
        TextFields spare = before;
        before = run->cells;
        run->cells = spare;
    }
    return cells > 0 && (aligned * 10 > compared * 7 || figures * 10 >= cells * 4);
}

/* The column a cell stands over or under: the one it shares most with, else the nearest. */
static size_t column_of(const AlignedColumns *columns, const TextField *cell)
{
    size_t best = 0;
    size_t best_shared = 0;
    size_t best_distance = SIZE_MAX;
    for (size_t c = 0; c < columns->count; c++) {
        size_t from = cell->from > columns->from[c] ? cell->from : columns->from[c];
        size_t to = cell->to < columns->to[c] ? cell->to : columns->to[c];
        size_t shared = to > from ? to - from : 0;
        size_t off = distance(cell->from + cell->to, columns->from[c] + columns->to[c]);
        if (shared > best_shared || (shared == best_shared && off < best_distance)) {
            best = c;
            best_shared = shared;
            best_distance = off;
        }
    }
    return best;
}

/* Cells of a line that is not a usual one, by the columns they stand over or under. */
static void place_cells(TableRun *run, const AlignedColumns *columns)
{
    Arena *arena = arena_of(run);
    TextField *placed = NEW(arena, TextField, columns->count);
    LIST_EACH (const TextField, cell, &run->cells) {
        Str *text = &placed[column_of(columns, cell)].text;
        *text = str_empty(*text) ? cell->text
                                 : str_format(arena, "%.*s %.*s", STRF(*text), STRF(cell->text));
    }
    run->cells.count = 0;
    for (size_t c = 0; c < columns->count; c++)
        *LIST_ADD(arena, &run->cells) = placed[c];
}

static bool aligned_table(PaperMaker *maker, const TextLines *lines, size_t at, Grid **ret_grid,
                          size_t *ret_count)
{
    TableRun run;
    begin_run(&run, maker, lines);
    size_t end = aligned_end(&run, at);
    AlignedColumns *columns = NEW(maker->ctx->arena, AlignedColumns, 1);
    bool is_table = find_columns(&run, at, end, columns);
    for (size_t i = at; i < end && is_table; i++) {
        if (split_aligned(&run, i) == 0)
            continue;
        if (run.cells.count != columns->count)
            place_cells(&run, columns);
        if (!put_row(&run, lines->at[i].line))
            return false;
    }
    finish(&run, is_table, ret_grid);
    *ret_count = end - at;
    return true;
}

/* Whether a line may have cells at all: looked for in the bytes, because most lines have none. */
static bool may_have_cells(Str text)
{
    static const Str signs[] = {STR_INIT("\t"), STR_INIT("|"), STR_INIT("  "), STR_INIT("\u3000"),
                                STR_INIT("│"),  STR_INIT("┃"), STR_INIT("║"),  STR_INIT("｜"),
                                STR_INIT("+-"), STR_INIT("┌"), STR_INIT("┏"),  STR_INIT("╔")};
    for (size_t i = 0; i < ARRAY_LEN(signs); i++) {
        if (str_contains(text, signs[i]))
            return true;
    }
    return false;
}

bool text_table_at(PaperMaker *maker, const TextLines *lines, size_t at, Grid **ret_grid,
                   size_t *ret_count)
{
    Arena *arena = maker->ctx->arena;
    Str text = lines->at[at].text;
    TextFields cells = {0};
    *ret_count = 0;
    if (!may_have_cells(text))
        return true;
    text_tab_cells(arena, text, &cells);
    if (cells.count >= 2 && text_filled(&cells) >= 2)
        return tab_table(maker, lines, at, ret_grid, ret_count);
    text_pipe_cells(arena, text, &cells);
    bool frame_first =
        text_is_rule(text) && at + 1 < lines->count && begins_with_bar(lines->at[at + 1].text);
    if ((cells.count >= 2 && !text_is_rule(text)) || frame_first)
        return pipe_table(maker, lines, at, ret_grid, ret_count);
    text_aligned_cells(arena, text, &cells);
    if (cells.count >= 2 && !text_has_tab(text))
        return aligned_table(maker, lines, at, ret_grid, ret_count);
    return true;
}
