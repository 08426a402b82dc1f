#include "domain/assessment/figure.h"

#include "domain/assessment/table.h"
#include "domain/assessment/unit_group.h"
#include "port/db.h"
#include "sql_ids.h"

static const Field figure_fields[] = {
    FIELD(Figure, table_code, "数据表", 0),
    FIELD(Figure, unit_id, "单位编号", 0),
    FIELD(Figure, row_key, "行", 0),
    FIELD(Figure, column_code, "列", 0),
    FIELD_MAYBE(Figure, value, "数值", 0, .places = -1),
    FIELD_MAYBE(Figure, words, "文字", 0),
    FIELD(Figure, import_id, "导入号", 0),
    FIELD(Figure, file_row, "文件行", 0),
    FIELD(Figure, file, "文件", 0),
    FIELD(Figure, imported_at, "导入时间", 0),
    FIELD(Figure, import_unit_id, "导入单位", 0),
    FIELD(Figure, import_account_id, "导入账号", 0),
};
const Shape figure_shape = SHAPE(Figure, figure_fields);

static Str index_key(Arena *arena, Str table, int64_t unit_id, Str row_key, Str column)
{
    return str_format(arena, "%.*s/%lld/%.*s/%.*s", STRF(table), (long long)unit_id, STRF(row_key),
                      STRF(column));
}

static void index_figures(Arena *arena, FigureSet *set)
{
    set->index = dict_create(arena);
    LIST_EACH (Figure, figure, &set->figures)
        dict_put(&set->index,
                 index_key(arena, figure->table_code, figure->unit_id, figure->row_key,
                           figure->column_code),
                 figure);
}

bool figures_read(Ctx *ctx, Period period, Str table, FigureSet *ret)
{
    FigureSet set = {0};
    if (!db_all(ctx, SQL_FIGURE_ALL, BINDS({"period", bind(period)}, {"table_code", bind(table)}),
                &figure_shape, &set.figures))
        return fail_while(ctx, "读取当期数据");
    index_figures(ctx->arena, &set);
    *ret = set;
    return true;
}

bool figures_of_version(Ctx *ctx, Period period, int64_t version, FigureSet *ret)
{
    FigureSet set = {0};
    if (!db_all(ctx, SQL_MONTH_FIGURE_ALL,
                BINDS({"period", bind(period)}, {"version", bind(version)}), &figure_shape,
                &set.figures))
        return fail_while(ctx, "读取第%lld版数据", (long long)version);
    index_figures(ctx->arena, &set);
    *ret = set;
    return true;
}

bool figures_compared(Ctx *ctx, const MonthState *month, FigureSet *ret)
{
    if (str_equal(month->state, STR("draft")))
        return figures_in_force(ctx, month, ret);
    return figures_of_version(ctx, month->period, month->version, ret);
}

const Figure *figure_get(Arena *arena, const FigureSet *set, Str table, int64_t unit_id,
                         Str row_key, Str column)
{
    ArenaMark mark = arena_mark(arena);
    const Figure *figure = dict_get(&set->index, index_key(arena, table, unit_id, row_key, column));
    arena_rewind(arena, mark);
    return figure;
}

FigureSet figures_with(Arena *arena, const FigureSet *set, const FigureList *figures)
{
    FigureSet with = {0}, put = {.figures = *figures};
    index_figures(arena, &put);
    LIST_EACH (const Figure, figure, &set->figures)
        if (!figure_get(arena, &put, figure->table_code, figure->unit_id, figure->row_key,
                        figure->column_code))
            *LIST_ADD(arena, &with.figures) = *figure;
    LIST_EACH (const Figure, figure, figures)
        if (figure->has_value || figure->has_words)
            *LIST_ADD(arena, &with.figures) = *figure;
    index_figures(arena, &with);
    return with;
}

/* Of a table by code: the figure of one of its rows. */
static const Figure *row_figure(Arena *arena, const FigureSet *set, const FigureTable *table,
                                Str code)
{
    return figure_get(arena, set, table->code, 0, code, table->value);
}

static bool add_disagreement(Ctx *ctx, const FigureTable *district, Str code, Decimal given,
                             Decimal summed, Str parts, DisagreementList *list)
{
    if (given.millionths == summed.millionths)
        return true;
    const TableRow *row = table_row(district, code);
    *LIST_ADD(ctx->arena, list) = (Disagreement){.code = district->by_name ? STR("") : code,
                                                 .name = row ? row->name : code,
                                                 .given = given,
                                                 .summed = summed,
                                                 .parts = parts};
    return true;
}

/* Parts of parts of parts ... not deeper than this. */
#define PARTS_DEPTH_MAX 8

/* The figure of a row or, where it is not given, the sum of its parts; *ret_any false when one of
 * them is missing. */
static bool row_value(Ctx *ctx, const FigureSet *set, const FigureTable *table, const TableRow *row,
                      int depth, Decimal *ret, bool *ret_any)
{
    const Figure *given = row_figure(ctx->arena, set, table, row->code);
    *ret_any = given != NULL;
    *ret = given ? given->value : DECIMAL_ZERO;
    if (given || row->part_count == 0 || depth == PARTS_DEPTH_MAX)
        return true;
    for (size_t i = 0; i < row->part_count; i++) {
        Decimal part;
        if (!row_value(ctx, set, table, table_row(table, row->parts[i]), depth + 1, &part, ret_any))
            return false;
        if (!*ret_any)
            return true;
        if (!decimal_add(*ret, part, ret))
            return fail(ctx, FAIL_OVERFLOW, "「%.*s」的分项之和过大", STRF(row->name));
    }
    return true;
}

static bool check_parts(Ctx *ctx, const FigureSet *set, const FigureTable *table,
                        const TableRow *row, DisagreementList *list)
{
    const Figure *given = row_figure(ctx->arena, set, table, row->code);
    if (!given || row->part_count == 0)
        return true;
    Decimal sum = DECIMAL_ZERO;
    Buf parts = buf_create(ctx->arena, 4 * KIB);
    for (size_t i = 0; i < row->part_count; i++) {
        const TableRow *at = table_row(table, row->parts[i]);
        Decimal part;
        bool any;
        if (!row_value(ctx, set, table, at, 0, &part, &any))
            return false;
        if (!any)
            return true;
        if (!decimal_add(sum, part, &sum))
            return fail(ctx, FAIL_OVERFLOW, "「%.*s」的分项之和过大", STRF(row->name));
        buf_format(&parts, "%s%.*s", i ? " + " : "", STRF(table_row_label(table, at)));
    }
    return add_disagreement(ctx, table, row->code, given->value, sum, buf_str(&parts), list);
}

typedef struct ColumnSum {
    const FigureTable *table;
    const TableColumn *column;
    Str group; /* only its units; empty = all */
    Decimal sum;
    bool any;
} ColumnSum;

static bool sum_column(Ctx *ctx, const FigureSet *set, const UnitBook *book, ColumnSum *sum)
{
    LIST_EACH (const Figure, figure, &set->figures) {
        if (!str_equal(figure->table_code, sum->table->code) ||
            !str_equal(figure->column_code, sum->column->code) || figure->unit_id == 0)
            continue;
        const Unit *unit = unit_by_id(book, figure->unit_id);
        if (sum->group.len && (!unit || !str_equal(unit->kind, sum->group)))
            continue;
        if (!decimal_add(sum->sum, figure->value, &sum->sum))
            return fail(ctx, FAIL_OVERFLOW, "「%.*s」合计过大", STRF(sum->column->name));
        sum->any = true;
    }
    return true;
}

static bool check_column(Ctx *ctx, const FigureSet *set, const UnitBook *book,
                         const FigureTable *district, const FigureTable *table,
                         const TableColumn *column, DisagreementList *list)
{
    const Figure *given = row_figure(ctx->arena, set, district, column->sum);
    if (!given)
        return true;
    ColumnSum sum = {.table = table, .column = column, .group = column->sum_group};
    if (!sum_column(ctx, set, book, &sum))
        return false;
    if (!sum.any)
        return true;
    Str group = column->sum_group.len ? unit_kind_label(column->sum_group) : STR("单位");
    Str parts = str_format(ctx->arena, "%.*s「%.*s」各%.*s合计", STRF(table->name),
                           STRF(column->name), STRF(group));
    return add_disagreement(ctx, district, column->sum, given->value, sum.sum, parts, list);
}

/* Is the value the sum over the units of one group? Published tables of streets have a row 「全区」
 * over the streets alone. */
static bool is_sum_of_a_group(Ctx *ctx, const FigureSet *set, const UnitBook *book, ColumnSum sum,
                              Decimal value, bool *ret)
{
    *ret = false;
    LIST_EACH (const Unit, unit, &book->units) {
        if (str_equal(unit->kind, sum.group))
            continue; /* the same group as the unit before */
        sum.group = unit->kind;
        sum.sum = DECIMAL_ZERO;
        sum.any = false;
        if (!sum_column(ctx, set, book, &sum))
            return false;
        *ret = *ret || (sum.any && sum.sum.millionths == value.millionths);
    }
    return true;
}

/* A row 「全区」 of a table by unit: its counts are the sums over the units, its rates are its own.
 */
static bool check_whole_row(Ctx *ctx, const FigureSet *set, const UnitBook *book,
                            const FigureTable *table, const TableColumn *column,
                            DisagreementList *list)
{
    const Figure *given =
        figure_get(ctx->arena, set, table->code, 0, FIGURE_WHOLE_DISTRICT, column->code);
    if (!given || column->places != 0)
        return true;
    ColumnSum sum = {.table = table, .column = column};
    bool agrees;
    if (!sum_column(ctx, set, book, &sum))
        return false;
    if (!sum.any || sum.sum.millionths == given->value.millionths)
        return true;
    if (!is_sum_of_a_group(ctx, set, book, sum, given->value, &agrees))
        return false;
    if (agrees)
        return true;
    *LIST_ADD(ctx->arena, list) = (Disagreement){
        .code = FIGURE_WHOLE_DISTRICT,
        .name = str_format(ctx->arena, "%.*s·%.*s", STRF(table->name), STRF(column->name)),
        .given = given->value,
        .summed = sum.sum,
        .parts = STR("各单位合计")};
    return true;
}

bool figures_disagreements(Ctx *ctx, const FigureSet *set, DisagreementList *ret)
{
    FigureTableList tables;
    UnitBook book;
    DisagreementList list = {0};
    if (!tables_load(ctx, &tables) || !unit_book_read(ctx, &book))
        return false;
    LIST_EACH (const FigureTable, table, &tables)
        LIST_EACH (const TableRow, row, &table->rows)
            if (!check_parts(ctx, set, table, row, &list))
                return false;
    const FigureTable *district = table_of_district(&tables);
    if (district) {
        LIST_EACH (const FigureTable, table, &tables)
            LIST_EACH (const TableColumn, column, &table->columns)
                if (column->sum.len &&
                    !check_column(ctx, set, &book, district, table, column, &list))
                    return false;
    }
    LIST_EACH (const FigureTable, table, &tables)
        LIST_EACH (const TableColumn, column, &table->columns)
            if (!check_whole_row(ctx, set, &book, table, column, &list))
                return false;
    *ret = list;
    return true;
}

Str disagreement_text(Arena *arena, const Disagreement *disagreement)
{
    Buf text = buf_create(arena, 4 * KIB);
    buf_format(&text, "%.*s「%.*s」为", STRF(disagreement->code), STRF(disagreement->name));
    decimal_print_short(&text, disagreement->given);
    buf_format(&text, "，而%.*s为", STRF(disagreement->parts));
    decimal_print_short(&text, disagreement->summed);
    return buf_str(&text);
}
