#include "domain/assessment/intake.h"

#include "base/nearest.h"
#include "base/utf8.h"
#include "domain/assessment/intake_head.h"
#include "domain/assessment/unit.h"
#include "port/csv.h"
#include "port/digest.h"
#include "port/fold.h"
#include "port/xlsx_read.h"

#define FILE_NAME_RUNES_MAX 200

typedef struct Reader {
    Ctx *ctx;
    IntakePlan *plan;
    UnitBook book;
    FigureSet figures;
    IntakeHead head;
    const TableRow *row; /* of a table by code, the one being read; else NULL */
    Dict seen;           /* unit and row key to the row that had it */
} Reader;

/* ---- one cell --------------------------------------------------------------------------- */

/* How people write "there was none": never a zero. */
static bool says_none(Str text)
{
    static const char *const marks[] = {"", "-", "--", "—", "——", "－", "/", "／", NULL};
    return str_is_one_of(text, marks);
}

static void add_problem(Reader *reader, size_t row, size_t column, Str message, Str hint)
{
    const Grid *grid = &reader->plan->grid;
    problems_add(&reader->plan->problems, (Problem){.row = (int64_t)row + 1,
                                                    .column = (int64_t)column + 1,
                                                    .field = reader->head.at[column].text,
                                                    .value = grid_text(grid, row, column),
                                                    .message = message,
                                                    .hint = hint});
}

static Str decimal_text(Arena *arena, Decimal value)
{
    Buf text = buf_create(arena, 64);
    decimal_print_short(&text, value);
    return buf_str(&text);
}

/* Empty when the value is in the column's range. */
static Str out_of_range(Arena *arena, const TableColumn *column, Decimal value)
{
    if (column->has_max && decimal_compare(value, column->max) > 0)
        return str_format(arena, "大于上限%.*s", STRF(decimal_text(arena, column->max)));
    if (column->has_min && decimal_compare(value, column->min) < 0)
        return str_format(arena, "小于下限%.*s", STRF(decimal_text(arena, column->min)));
    return STR("");
}

static Str range_hint(Arena *arena, const TableColumn *column)
{
    if (column->has_min && column->has_max)
        return str_format(arena, "应在%.*s到%.*s之间", STRF(decimal_text(arena, column->min)),
                          STRF(decimal_text(arena, column->max)));
    return STR("");
}

/* 「99.75%」 is 99.75 in a percent column; a percent cell of a workbook holds 0.9975. */
static DecimalParse parse_number(Str unit, const GridCell *cell, Decimal *ret)
{
    Str text = cell->text;
    if (str_equal(unit, STR("%"))) {
        if (str_ends(text, STR("%")))
            text.len -= 1;
        else if (str_ends(text, STR("％")))
            text.len -= STR("％").len;
    }
    Decimal value;
    DecimalParse parsed = decimal_parse(text, &value);
    if (parsed != DECIMAL_PARSED)
        return parsed;
    if (cell->is_percent && __builtin_mul_overflow(value.millionths, 100, &value.millionths))
        return DECIMAL_TOO_LARGE;
    *ret = value;
    return DECIMAL_PARSED;
}

/* In a table by code whose rows have points: the points are as the rules say, and no value is
 * higher. */
static bool fits_points(Reader *reader, const TableColumn *column, size_t row, size_t c,
                        Decimal value)
{
    const FigureTable *table = &reader->plan->table;
    Arena *arena = reader->ctx->arena;
    if (!reader->row || !reader->row->has_points)
        return true;
    Decimal points = reader->row->points;
    Str text = decimal_text(arena, points);
    Str message = STR("");
    if (str_equal(column->code, table->points) && decimal_compare(value, points) != 0)
        message = str_format(arena, "与规则不符，「%.*s」的分值是%.*s", STRF(reader->row->name),
                             STRF(text));
    if (str_equal(column->code, table->value) && decimal_compare(value, points) > 0)
        message = str_format(arena, "高于分值%.*s", STRF(text));
    if (str_empty(message))
        return true;
    add_problem(reader, row, c, message,
                str_format(arena, "规则见 packs/tables/%.*s.yaml", STRF(table->code)));
    return false;
}

static bool read_number(Reader *reader, const TableColumn *column, size_t row, size_t c,
                        Decimal *ret)
{
    Arena *arena = reader->ctx->arena;
    const GridCell *cell = grid_cell(&reader->plan->grid, row, c);
    /* In a table by code each row has its own unit. */
    Str unit = reader->row ? reader->row->unit : column->unit;
    int64_t places = reader->row ? reader->row->places : column->places;
    DecimalParse parsed = parse_number(unit, cell, ret);
    if (parsed != DECIMAL_PARSED) {
        add_problem(reader, row, c, str_of(decimal_parse_message(parsed)),
                    STR("填一个数；没有此项业务则留空"));
        return false;
    }
    if (places == 0 && ret->millionths % DECIMAL_ONE != 0) {
        add_problem(reader, row, c, STR("应为整数"), STR(""));
        return false;
    }
    Str wrong = out_of_range(arena, column, *ret);
    if (str_empty(wrong))
        return fits_points(reader, column, row, c, *ret);
    add_problem(reader, row, c, wrong, range_hint(arena, column));
    return false;
}

#define WORDS_RUNES_MAX 500

static bool read_cell(Reader *reader, const TableColumn *column, size_t row, size_t c,
                      IntakeCell *cell)
{
    Str text = grid_text(&reader->plan->grid, row, c);
    cell->present = !says_none(text);
    if (!cell->present && column->required) {
        add_problem(reader, row, c, STR("不能为空"), STR("填一个数"));
        return false;
    }
    if (!cell->present)
        return true;
    if (!column->is_text)
        return read_number(reader, column, row, c, &cell->value);
    if (utf8_count(text) > WORDS_RUNES_MAX) {
        add_problem(reader, row, c, STR("文字过长"), STR("不超过500字"));
        return false;
    }
    cell->words = text;
    return true;
}

/* ---- one row ---------------------------------------------------------------------------- */

typedef struct RowKey {
    int64_t unit_id;
    Str name;
    Str row_key;
} RowKey;

static bool is_whole_district(Str name)
{
    static const char *const names[] = {"全区", "合计", "总计", "全区合计", NULL};
    return str_is_one_of(name, names);
}

static bool read_unit(Reader *reader, size_t row, RowKey *ret)
{
    Arena *arena = reader->ctx->arena;
    size_t c = intake_head_column(&reader->head, HEAD_UNIT);
    Str name = grid_text(&reader->plan->grid, row, c);
    if (str_empty(name)) {
        add_problem(reader, row, c, STR("缺少单位"), STR("填单位名称"));
        return false;
    }
    if (reader->plan->table.key == TABLE_BY_UNIT && is_whole_district(fold_name(arena, name))) {
        *ret = (RowKey){.name = FIGURE_WHOLE_DISTRICT, .row_key = FIGURE_WHOLE_DISTRICT};
        return true;
    }
    const Unit *unit;
    switch (unit_find(arena, &reader->book, name, reader->plan->period, &unit)) {
    case UNIT_MATCHED:
        *ret = (RowKey){.unit_id = unit->id, .name = unit->name, .row_key = STR("")};
        return true;
    case UNIT_RENAMED:
        add_problem(reader, row, c, STR("该名称当月已停用"),
                    str_format(arena, "现名「%.*s」", STRF(unit->name)));
        return false;
    case UNIT_UNKNOWN:
        break;
    }
    Str near = unit_nearest(arena, &reader->book, name);
    add_problem(reader, row, c, STR("没有这个单位"),
                near.len ? str_format(arena, "相近的单位：%.*s", STRF(near))
                         : STR("先用 tongban units import 导入单位名册"));
    return false;
}

static bool read_kind(Reader *reader, size_t row, RowKey *key)
{
    size_t c = intake_head_column(&reader->head, HEAD_KIND);
    Str kind = c == SIZE_MAX ? STR("") : grid_text(&reader->plan->grid, row, c);
    if (str_empty(kind)) {
        add_problem(reader, row, c == SIZE_MAX ? intake_head_column(&reader->head, HEAD_UNIT) : c,
                    STR("缺少情形（kind）"), STR("例如：重复退回"));
        return false;
    }
    key->row_key = kind;
    return true;
}

static bool read_code(Reader *reader, size_t row, RowKey *ret)
{
    Arena *arena = reader->ctx->arena;
    const FigureTable *table = &reader->plan->table;
    size_t c = intake_head_column(&reader->head, HEAD_CODE);
    Str code = grid_text(&reader->plan->grid, row, c);
    reader->row = table_known_row(arena, table, code);
    if (reader->row) {
        *ret = (RowKey){.name = table_row_label(table, reader->row), .row_key = reader->row->code};
        return true;
    }
    const char *word = table->by_name ? "项目" : "编号";
    Str *labels = NEW(arena, Str, table->rows.count);
    for (size_t i = 0; i < table->rows.count; i++)
        labels[i] = table_row_label(table, &table->rows.at[i]);
    Str near = nearest_list(arena, code, labels, table->rows.count, 3);
    add_problem(reader, row, c, str_format(arena, "没有这个%s", word),
                near.len ? str_format(arena, "相近的%s：%.*s", word, STRF(near)) : STR(""));
    return false;
}

static bool read_key(Reader *reader, size_t row, RowKey *ret)
{
    switch (reader->plan->table.key) {
    case TABLE_BY_UNIT:
        return read_unit(reader, row, ret);
    case TABLE_BY_UNIT_AND_KIND: {
        bool unit = read_unit(reader, row, ret);
        return read_kind(reader, row, ret) && unit;
    }
    case TABLE_BY_CODE:
        return read_code(reader, row, ret);
    }
    BUG("unknown key of a table");
}

static bool refuse_second(Reader *reader, const RowKey *key, size_t row)
{
    Arena *arena = reader->ctx->arena;
    Str text = str_format(arena, "%lld/%.*s", (long long)key->unit_id, STRF(key->row_key));
    const size_t *first = dict_get(&reader->seen, text);
    if (!first) {
        size_t *kept = NEW(arena, size_t, 1);
        *kept = row;
        dict_put(&reader->seen, text, kept);
        return true;
    }
    HeadKind kind = intake_head_key(&reader->plan->table);
    add_problem(reader, row, intake_head_column(&reader->head, kind),
                str_format(arena, "与第%zu行重复", *first + 1), STR("一张表里同一行只能出现一次"));
    return false;
}

static void add_cell(Reader *reader, IntakeCell cell)
{
    IntakePlan *plan = reader->plan;
    Arena *arena = reader->ctx->arena;
    cell.before = figure_get(arena, &reader->figures, plan->table.code, cell.unit_id, cell.row_key,
                             cell.column->code);
    bool same = cell.before
                    ? cell.present && cell.before->value.millionths == cell.value.millionths &&
                          str_equal(cell.before->words, cell.words)
                    : !cell.present;
    cell.changes = !same;
    if (same) {
        plan->same_cells += cell.present;
    } else if (!cell.before) {
        plan->new_cells++;
    } else {
        plan->changed_cells++;
        Str before =
            cell.before->has_words ? cell.before->words : decimal_text(arena, cell.before->value);
        Str after = cell.column->is_text ? cell.words : decimal_text(arena, cell.value);
        *LIST_ADD(arena, &plan->changes) = (MonthChange){.table = plan->table.name,
                                                         .unit = cell.unit_name,
                                                         .column = cell.column->name,
                                                         .before = before,
                                                         .after = cell.present ? after : STR("")};
    }
    *LIST_ADD(arena, &plan->cells) = cell;
}

static bool read_row(Reader *reader, size_t row)
{
    const IntakePlan *plan = reader->plan;
    RowKey key = {0};
    size_t before = plan->problems.total;
    bool ok = read_key(reader, row, &key) && refuse_second(reader, &key, row);
    IntakeCell *cells = NEW(reader->ctx->arena, IntakeCell, plan->grid.column_count);
    size_t count = 0;
    for (size_t c = 0; c < plan->grid.column_count; c++) {
        if (reader->head.at[c].kind != HEAD_COLUMN)
            continue;
        IntakeCell cell = {.unit_id = key.unit_id,
                           .unit_name = key.name,
                           .row_key = key.row_key,
                           .column = reader->head.at[c].column,
                           .file_row = (int64_t)row + 1};
        if (read_cell(reader, cell.column, row, c, &cell))
            cells[count++] = cell;
    }
    ok = ok && plan->problems.total == before;
    for (size_t i = 0; ok && i < count; i++)
        add_cell(reader, cells[i]);
    return ok;
}

/* ---- the whole -------------------------------------------------------------------------- */

static bool has_figures(const Reader *reader, size_t row)
{
    for (size_t c = 0; c < reader->plan->grid.column_count; c++)
        if (reader->head.at[c].kind == HEAD_COLUMN &&
            !says_none(grid_text(&reader->plan->grid, row, c)))
            return true;
    return false;
}

/* Does the row name a unit, the whole district or a code that the table may have? */
static bool names_a_row(const Reader *reader, Str key)
{
    Arena *arena = reader->ctx->arena;
    const Unit *unit;
    if (reader->plan->table.key == TABLE_BY_CODE)
        return table_known_row(arena, &reader->plan->table, key) != NULL;
    return is_whole_district(fold_name(arena, key)) ||
           unit_find(arena, &reader->book, key, reader->plan->period, &unit) != UNIT_UNKNOWN;
}

/* Under a table stand its notes (说明：…, 填表人：…): a row without figures that names nothing or
 * has a colon, which no name has, and all such rows below it. */
static bool is_note(const Reader *reader, size_t row, bool below_note)
{
    HeadKind kind = intake_head_key(&reader->plan->table);
    Str key = grid_text(&reader->plan->grid, row, intake_head_column(&reader->head, kind));
    if (has_figures(reader, row) || names_a_row(reader, key))
        return false;
    return below_note || str_empty(key) || str_contains(key, STR("：")) ||
           str_find_byte(key, ':') != STR_NONE;
}

static void read_rows(Reader *reader)
{
    bool in_notes = false;
    IntakePlan *plan = reader->plan;
    plan->wrong = NEW(reader->ctx->arena, bool, plan->grid.rows.count);
    for (size_t row = reader->head.row + 1; row < plan->grid.rows.count; row++) {
        if (grid_row_is_blank(&plan->grid, row))
            continue;
        in_notes = is_note(reader, row, in_notes);
        if (in_notes) {
            plan->note_rows++;
            continue;
        }
        plan->row_count++;
        plan->wrong[row] = !read_row(reader, row);
        plan->wrong_rows += plan->wrong[row];
        plan->good_rows += !plan->wrong[row];
    }
}

/* A row that the table must have and neither the file nor an earlier one gives is told below the
 * last row. */
static void need_rows(Reader *reader)
{
    IntakePlan *plan = reader->plan;
    Arena *arena = reader->ctx->arena;
    const FigureTable *table = &plan->table;
    if (!table->complete)
        return;
    LIST_EACH (const TableRow, row, &table->rows) {
        Str key = str_format(arena, "0/%.*s", STRF(row->code));
        if (row->part_count > 0 || dict_has(&reader->seen, key) ||
            figure_get(arena, &reader->figures, table->code, 0, row->code, table->value))
            continue;
        size_t c = intake_head_column(&reader->head, HEAD_CODE);
        problems_add(&plan->problems,
                     (Problem){.row = (int64_t)plan->grid.rows.count + 1,
                               .column = (int64_t)c + 1,
                               .field = reader->head.at[c].text,
                               .value = table_row_label(table, row),
                               .message = str_format(arena, "缺少「%.*s」这一行", STRF(row->name)),
                               .hint = STR("本表各行都要填")});
        plan->wrong_rows++;
    }
}

/* What would not agree once the file is taken. */
static bool look_ahead(Reader *reader)
{
    Ctx *ctx = reader->ctx;
    FigureSet now;
    FigureList put = {0};
    if (!figures_read(ctx, reader->plan->period, STR(""), &now))
        return false;
    LIST_EACH (const IntakeCell, cell, &reader->plan->cells)
        *LIST_ADD(ctx->arena, &put) = (Figure){.table_code = reader->plan->table.code,
                                               .unit_id = cell->unit_id,
                                               .row_key = cell->row_key,
                                               .column_code = cell->column->code,
                                               .has_value = cell->present && !cell->column->is_text,
                                               .value = cell->value,
                                               .has_words = cell->present && cell->column->is_text,
                                               .words = cell->words};
    FigureSet after = figures_with(ctx->arena, &now, &put);
    return figures_disagreements(ctx, &after, &reader->plan->disagreements);
}

static bool read_grid(Ctx *ctx, Str bytes, Grid *ret)
{
    TextEncoding encoding;
    if (xlsx_looks_like(bytes))
        return xlsx_read(ctx, bytes, STR(""), ret);
    return csv_read_bytes(ctx, bytes, ret, &encoding);
}

/* A year's table has no month, a month's no year. */
static bool refuse_other_cycle(Ctx *ctx, const FigureTable *table, Period period)
{
    if (table->by_year == period_is_year(period))
        return true;
    int year = period_year(period);
    fail(ctx, FAIL_INVALID, "「%.*s」按%s导入", STRF(table->name), table->by_year ? "年度" : "月");
    fail_at(ctx, (Place){.field = STR("period")});
    return table->by_year ? fail_hint(ctx, "时期写成年度：%d", year)
                          : fail_hint(ctx, "时期写成年月，如 %d-12", year);
}

static bool check_month(Ctx *ctx, Period period)
{
    MonthState month;
    bool known;
    return month_read(ctx, period, &month, &known) && month_refuse_figures(ctx, &month);
}

bool intake_plan(Ctx *ctx, Str table, Period period, Str file, Str bytes, IntakePlan *ret)
{
    IntakePlan plan = {.period = period, .problems = problems_create(ctx->arena)};
    plan.file = utf8_prefix(file, FILE_NAME_RUNES_MAX);
    Reader reader = {.ctx = ctx, .plan = &plan, .seen = dict_create(ctx->arena)};
    if (!table_load(ctx, table, &plan.table) || !refuse_other_cycle(ctx, &plan.table, period) ||
        !check_month(ctx, period) || !digest_sha256_hex(ctx, bytes, &plan.digest))
        return false;
    if (!read_grid(ctx, bytes, &plan.grid) ||
        !intake_head_read(ctx, &plan.table, &plan.grid, &reader.head)) {
        if (str_empty(ctx->fail.place.file))
            ctx->fail.place.file = file;
        return false;
    }
    plan.head_row = reader.head.row;
    plan.unknown_count =
        intake_head_unknown(ctx->arena, &reader.head, &plan.grid, &plan.unknown_columns);
    if (!unit_book_read(ctx, &reader.book) ||
        !figures_read(ctx, period, plan.table.code, &reader.figures))
        return false;
    read_rows(&reader);
    if (plan.row_count == 0) {
        fail(ctx, FAIL_INVALID, "文件只有表头，没有数据行");
        return fail_at(ctx, (Place){.file = file});
    }
    need_rows(&reader);
    if (!look_ahead(&reader))
        return false;
    *ret = plan;
    return true;
}
