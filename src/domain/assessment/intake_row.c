#include "domain/assessment/intake_row.h"

#include "base/nearest.h"
#include "base/utf8.h"
#include "port/fold.h"

/* ---- one cell --------------------------------------------------------------------------- */

bool intake_says_none(Str text)
{
    static const char *const marks[] = {"", "-", "--", "—", "——", "－", "/", "／", NULL};
    return str_is_one_of(text, marks);
}

static void add_problem(IntakeReader *reader, size_t row, size_t column, Str message, Str hint)
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
static bool fits_points(IntakeReader *reader, const TableColumn *column, size_t row, size_t c,
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

static bool read_number(IntakeReader *reader, const TableColumn *column, size_t row, size_t c,
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
                    column->required ? STR("填一个数") : STR("填一个数；没有此项业务则留空"));
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

/* The note of a figure, and a row that is itself a text. */
#define NOTE_RUNES_MAX 500
#define TEXT_RUNES_MAX 2000

static bool read_words(IntakeReader *reader, size_t row, size_t c, IntakeCell *cell)
{
    bool text_row = reader->row && reader->row->is_text;
    int most = text_row ? TEXT_RUNES_MAX : NOTE_RUNES_MAX;
    cell->words = grid_text(&reader->plan->grid, row, c);
    if (utf8_count(cell->words) <= (size_t)most)
        return true;
    add_problem(reader, row, c, STR("文字过长"),
                str_format(reader->ctx->arena, "不超过%d字", most));
    return false;
}

static bool read_cell(IntakeReader *reader, const TableColumn *column, size_t row, size_t c,
                      IntakeCell *cell)
{
    const TableRow *known = reader->row;
    bool number_of_text = known && known->is_text && !column->is_text;
    bool may_lack = known && (known->is_text || known->part_count > 0);
    cell->present = !intake_says_none(grid_text(&reader->plan->grid, row, c));
    if (!cell->present && column->required && !may_lack) {
        add_problem(reader, row, c, STR("不能为空"), STR("填一个数"));
        return false;
    }
    if (!cell->present)
        return true;
    if (number_of_text) {
        add_problem(reader, row, c, STR("这一行是文字，没有分数"), STR("此格留空，文字写在备注列"));
        return false;
    }
    return column->is_text ? read_words(reader, row, c, cell)
                           : read_number(reader, column, row, c, &cell->value);
}

/* ---- one row ---------------------------------------------------------------------------- */

typedef struct RowKey {
    int64_t unit_id;
    Str name;
    Str row_key;
} RowKey;

bool intake_is_whole_district(Str name)
{
    static const char *const names[] = {"全区", "合计", "总计", "全区合计", NULL};
    return str_is_one_of(name, names);
}

static bool read_unit(IntakeReader *reader, size_t row, RowKey *ret)
{
    Arena *arena = reader->ctx->arena;
    size_t c = intake_head_column(&reader->head, HEAD_UNIT);
    Str name = grid_text(&reader->plan->grid, row, c);
    if (str_empty(name)) {
        add_problem(reader, row, c, STR("缺少单位"), STR("填单位名称"));
        return false;
    }
    if (reader->plan->table.key == TABLE_BY_UNIT &&
        intake_is_whole_district(fold_name(arena, name))) {
        if (!scope_is_whole(reader->ctx)) {
            add_problem(reader, row, c, STR("全区的数据不在当前数据范围之内"), STR("去掉这一行"));
            return false;
        }
        *ret = (RowKey){.name = FIGURE_WHOLE_DISTRICT, .row_key = FIGURE_WHOLE_DISTRICT};
        return true;
    }
    const Unit *unit;
    switch (unit_find(arena, &reader->book, name, reader->plan->period, &unit)) {
    case UNIT_MATCHED:
        *ret = (RowKey){.unit_id = unit->id, .name = unit->name, .row_key = STR("")};
        return true;
    case UNIT_RENAMED:
        add_problem(reader, row, c,
                    period_is_year(reader->plan->period) ? STR("该名称当年已停用")
                                                         : STR("该名称当月已停用"),
                    str_format(arena, "现名「%.*s」", STRF(unit->name)));
        return false;
    case UNIT_MERGED:
        add_problem(reader, row, c, STR("该单位已撤并"),
                    unit_fate(arena, &reader->book, name, reader->plan->period));
        return false;
    case UNIT_UNKNOWN:
        break;
    }
    Str near = unit_nearest(arena, &reader->book, name);
    add_problem(reader, row, c, STR("没有这个单位"),
                near.len ? str_format(arena, "相近的单位：%.*s", STRF(near))
                : scope_is_whole(reader->ctx) ? STR("先用 tongban units import 导入单位名册")
                                              : STR("当前数据范围里没有这个名称的单位"));
    return false;
}

static bool read_kind(IntakeReader *reader, size_t row, RowKey *key)
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

#define NEAREST_MAX 3

static bool read_code(IntakeReader *reader, size_t row, RowKey *ret)
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
    *LIST_ADD(arena, &reader->unknown) = code;
    const char *word = table->by_name ? "项目" : "编号";
    Str near =
        nearest_list(arena, code, table_row_labels(arena, table), table->rows.count, NEAREST_MAX);
    add_problem(reader, row, c, str_format(arena, "没有这个%s", word),
                near.len ? str_format(arena, "相近的%s：%.*s", word, STRF(near)) : STR(""));
    return false;
}

static bool read_key(IntakeReader *reader, size_t row, RowKey *ret)
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

static bool refuse_second(IntakeReader *reader, const RowKey *key, size_t row)
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

static void add_cell(IntakeReader *reader, IntakeCell cell)
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

bool intake_read_row(IntakeReader *reader, size_t row)
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
