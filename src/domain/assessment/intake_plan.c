#include "domain/assessment/intake_row.h"

#include "base/nearest.h"
#include "base/utf8.h"
#include "port/csv.h"
#include "port/digest.h"
#include "port/fold.h"
#include "port/xlsx_read.h"

#define FILE_NAME_RUNES_MAX 200

/* ---- the whole -------------------------------------------------------------------------- */

static bool has_figures(const IntakeReader *reader, size_t row)
{
    for (size_t c = 0; c < reader->plan->grid.column_count; c++)
        if (reader->head.at[c].kind == HEAD_COLUMN &&
            !intake_says_none(grid_text(&reader->plan->grid, row, c)))
            return true;
    return false;
}

/* Does the row name a unit, the whole district or a code that the table may have? */
static bool names_a_row(const IntakeReader *reader, Str key)
{
    Arena *arena = reader->ctx->arena;
    const Unit *unit;
    if (reader->plan->table.key == TABLE_BY_CODE)
        return table_known_row(arena, &reader->plan->table, key) != NULL;
    return intake_is_whole_district(fold_name(arena, key)) ||
           unit_find(arena, &reader->book, key, reader->plan->period, &unit) != UNIT_UNKNOWN;
}

/* Under a table stand its notes (说明：…, 填表人：…): a row without figures that names nothing or
 * has a colon, which no name has, and all such rows below it. */
static bool is_note(const IntakeReader *reader, size_t row, bool below_note)
{
    HeadKind kind = intake_head_key(&reader->plan->table);
    Str key = grid_text(&reader->plan->grid, row, intake_head_column(&reader->head, kind));
    if (has_figures(reader, row) || names_a_row(reader, key))
        return false;
    return below_note || str_empty(key) || str_contains(key, STR("：")) ||
           str_find_byte(key, ':') != STR_NONE;
}

static void read_rows(IntakeReader *reader)
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
        plan->wrong[row] = !intake_read_row(reader, row);
        plan->wrong_rows += plan->wrong[row];
        plan->good_rows += !plan->wrong[row];
    }
}

/* A row that the table must have and neither the file nor an earlier one gives. */
static bool is_lacking(const IntakeReader *reader, const TableRow *row)
{
    const FigureTable *table = &reader->plan->table;
    Arena *arena = reader->ctx->arena;
    Str key = str_format(arena, "0/%.*s", STRF(row->code));
    return row->part_count == 0 && !row->is_text && !dict_has(&reader->seen, key) &&
           !figure_get(arena, &reader->figures, table->code, 0, row->code, table->value);
}

/* A misspelt name stands for the nearest row that is lacking: that one slip is told already. */
static void take_misspelt(const IntakeReader *reader, bool *lacking)
{
    Arena *arena = reader->ctx->arena;
    const FigureTable *table = &reader->plan->table;
    size_t count = table->rows.count;
    const Str *labels = table_row_labels(arena, table);
    Str *near = NEW(arena, Str, count);
    LIST_EACH (const Str, name, &reader->unknown) {
        bool found = false;
        size_t near_count = nearest_names(*name, labels, count, near, count);
        for (size_t n = 0; n < near_count && !found; n++)
            for (size_t i = 0; i < count && !found; i++)
                if (lacking[i] && str_equal(labels[i], near[n])) {
                    lacking[i] = false;
                    found = true;
                }
    }
}

/* Rows that are lacking are told below the last row. */
static void need_rows(IntakeReader *reader)
{
    IntakePlan *plan = reader->plan;
    Arena *arena = reader->ctx->arena;
    const FigureTable *table = &plan->table;
    if (!table->complete)
        return;
    bool *lacking = NEW(arena, bool, table->rows.count);
    for (size_t i = 0; i < table->rows.count; i++)
        lacking[i] = is_lacking(reader, &table->rows.at[i]);
    take_misspelt(reader, lacking);
    size_t c = intake_head_column(&reader->head, HEAD_CODE);
    for (size_t i = 0; i < table->rows.count; i++) {
        const TableRow *row = &table->rows.at[i];
        if (!lacking[i])
            continue;
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
static bool look_ahead(IntakeReader *reader)
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

static bool refuse_counted(Ctx *ctx, const FigureTable *table)
{
    return !table->counted ||
           (fail(ctx, FAIL_INVALID, "「%.*s」由工单逐件计数，不能导入", STRF(table->name)),
            fail_hint(ctx, "导入工单：tongban import hotline-orders 文件"));
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

/* Figures without a unit are everybody's: they come in with the whole scope only. */
static bool refuse_narrowed(Ctx *ctx, const FigureTable *table)
{
    if (table->key != TABLE_BY_CODE || scope_is_whole(ctx))
        return true;
    fail(ctx, FAIL_DENIED, "「%.*s」是全区的数据，当前数据范围不够", STRF(table->name));
    return fail_hint(ctx, "由数据范围为「全部」的岗位导入");
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
    IntakeReader reader = {.ctx = ctx, .plan = &plan, .seen = dict_create(ctx->arena)};
    if (!table_load(ctx, table, &plan.table) || !refuse_counted(ctx, &plan.table) ||
        !refuse_narrowed(ctx, &plan.table) || !refuse_other_cycle(ctx, &plan.table, period) ||
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
