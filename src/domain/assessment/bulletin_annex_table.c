/* An annex's table: columns, heads, a row a unit, the row of the whole district. */
#include "domain/assessment/bulletin_annex_table.h"

#include "domain/assessment/bulletin_items.h"
#include "domain/assessment/score_table.h"

#define NO_VALUE STR("—")

/* A column ready to print; `score` is NULL for 序号. */
typedef struct AnnexField {
    AnnexColumn layout;
    const SchemeColumn *score;
} AnnexField;

typedef struct TableMaker {
    Ctx *ctx;
    const BulletinFigures *figures;
    const AnnexLayout *layout;
    const MonthResult *result;
    const AssessGroup *group;
    AnnexField *fields;
    size_t field_count;
    Table *table;
} TableMaker;

/* ---- columns ---------------------------------------------------------------------------- */

/* 「按时办理率（15分）」 */
static Str with_points(Arena *arena, Str name, bool has_points, Decimal points)
{
    if (!has_points)
        return name;
    Buf text = buf_create(arena, KIB);
    buf_format(&text, "%.*s（", STRF(name));
    decimal_print_short(&text, points);
    buf_add_c(&text, "分）");
    return buf_str(&text);
}

static Str section_head(Arena *arena, const SchemeSection *section)
{
    return with_points(arena, section->name, section->has_cap || section->has_points,
                       section->has_cap ? section->cap : section->points);
}

/* The scheme's own column, under the head of its section. */
static AnnexField field_of_scheme(const TableMaker *maker, const SchemeColumn *column)
{
    Arena *arena = maker->ctx->arena;
    AnnexField field = {.score = column, .layout = {.of = column->code, .name = column->name}};
    if (column->kind == COLUMN_SUBJECT && maker->layout->subject.len)
        field.layout.name = maker->layout->subject;
    if (column->kind != COLUMN_ITEM)
        return field;
    const SchemeItem *item = &maker->result->scheme->items.at[column->index];
    field.layout.name = with_points(arena, item->name, item->has_points, item->points);
    if (item->section != SCHEME_NONE)
        field.layout.under =
            section_head(arena, &maker->result->scheme->sections.at[item->section]);
    return field;
}

static const SchemeColumn *score_column(const TableMaker *maker, Str code)
{
    const Scheme *scheme = maker->result->scheme;
    LIST_EACH (const SchemeColumn, column, &scheme->columns)
        if (str_equal(column->code, code))
            return column;
    size_t index = scheme_input(scheme, code);
    if (index == SCHEME_NONE)
        return NULL;
    SchemeColumn *column = NEW(maker->ctx->arena, SchemeColumn, 1);
    *column = (SchemeColumn){.kind = COLUMN_INPUT,
                             .index = index,
                             .code = code,
                             .places = scheme->inputs.at[index].places};
    return column;
}

static void make_fields(TableMaker *maker)
{
    const AnnexColumnList *columns = &maker->layout->columns;
    const SchemeColumnList *own = &maker->result->scheme->columns;
    maker->field_count = columns->count ? columns->count : own->count;
    maker->fields = NEW(maker->ctx->arena, AnnexField, maker->field_count);
    for (size_t i = 0; i < maker->field_count; i++)
        maker->fields[i] = columns->count
                               ? (AnnexField){.layout = columns->at[i],
                                              .score = score_column(maker, columns->at[i].of)}
                               : field_of_scheme(maker, &own->at[i]);
}

/* ---- heads ------------------------------------------------------------------------------ */

static bool has_upper_head(const TableMaker *maker)
{
    for (size_t i = 0; i < maker->field_count; i++)
        if (maker->fields[i].layout.under.len)
            return true;
    return false;
}

static void make_heads(const TableMaker *maker)
{
    Arena *arena = maker->ctx->arena;
    Table *table = maker->table;
    bool two = has_upper_head(maker);
    table->head_count = two ? 2 : 1;
    table->head = NEW(arena, Row, table->head_count);
    for (size_t r = 0; r < table->head_count; r++)
        table->head[r].cells = NEW(arena, Cell, maker->field_count);
    for (size_t i = 0; i < maker->field_count; i++) {
        const AnnexColumn *column = &maker->fields[i].layout;
        if (!two || str_empty(column->under)) {
            table->head[0].cells[i] = (Cell){.text = column->name, .row_span = two ? 2 : 1};
            continue;
        }
        table->head[1].cells[i].text = column->name;
        bool first = i == 0 || !str_equal(maker->fields[i - 1].layout.under, column->under);
        if (!first)
            continue;
        int span = 1;
        while (i + (size_t)span < maker->field_count &&
               str_equal(maker->fields[i + (size_t)span].layout.under, column->under))
            span++;
        table->head[0].cells[i] = (Cell){.text = column->under, .column_span = span};
    }
}

/* ---- rows of units ---------------------------------------------------------------------- */

/* A figure from outside may have more decimals than its column: then all of them are shown. */
static Cell number_cell(Arena *arena, Decimal value, int places)
{
    Decimal rounded;
    bool fits = places >= 0 && decimal_round(value, places, ROUND_HALF_UP, &rounded) &&
                rounded.millionths == value.millionths;
    return (Cell){.text = decimal_str_least(arena, value, places),
                  .is_number = true,
                  .value = value,
                  .places = fits ? places : -1};
}

/* The letter of a spreadsheet's column: 0 is A, 26 is AA. */
static Str column_letter(Arena *arena, size_t column)
{
    if (column < 26)
        return str_format(arena, "%c", (char)('A' + column));
    return str_format(arena, "%c%c", (char)('A' + column / 26 - 1), (char)('A' + column % 26));
}

/* The total as a sum of the items beside it, when it is exactly that (no cap, nothing filled). */
static Str total_formula(const TableMaker *maker, size_t subject)
{
    const Scheme *scheme = maker->result->scheme;
    size_t first = SIZE_MAX, last = 0;
    Decimal sum = DECIMAL_ZERO;
    for (size_t i = 0; i < maker->field_count; i++) {
        const SchemeColumn *column = maker->fields[i].score;
        if (!column || column->kind != COLUMN_ITEM)
            continue;
        if (first != SIZE_MAX && i != last + 1)
            return STR("");
        first = first == SIZE_MAX ? i : first;
        last = i;
        AssessValue value = assess_item(&maker->result->result, subject, column->index);
        if (!value.present || !decimal_add(sum, value.rounded, &sum))
            return STR("");
    }
    AssessValue total = assess_total(&maker->result->result, subject);
    if (first == SIZE_MAX || !scheme->total.is_sum || sum.millionths != total.rounded.millionths)
        return STR("");
    Arena *arena = maker->ctx->arena;
    return str_format(arena, "SUM(%.*s{row}:%.*s{row})", STRF(column_letter(arena, first)),
                      STRF(column_letter(arena, last)));
}

static Str absent_note(const TableMaker *maker)
{
    return period_is_year(maker->figures->month.period) ? STR("没有此项数据")
                                                        : STR("当月没有此项业务");
}

static Cell unit_cell(const TableMaker *maker, const AnnexField *field, size_t subject,
                      int64_t number)
{
    Arena *arena = maker->ctx->arena;
    const AssessResult *result = &maker->result->result;
    if (!field->score)
        return number_cell(arena, decimal_of(number), 0);
    switch (field->score->kind) {
    case COLUMN_SUBJECT:
        return (Cell){.text = score_cell_text(arena, maker->result, subject, field->score)};
    case COLUMN_GRADE: {
        Str grade = score_cell_text(arena, maker->result, subject, field->score);
        return (Cell){.text = str_empty(grade) ? NO_VALUE : grade};
    }
    case COLUMN_RANK: {
        AssessRank rank = assess_rank(result, subject);
        if (rank.rank == 0)
            return (Cell){.text = NO_VALUE, .note = str_of(unranked_label(rank.unranked))};
        return number_cell(arena, decimal_of(rank.rank), 0);
    }
    case COLUMN_TOTAL:
    case COLUMN_SECTION:
    case COLUMN_ITEM:
    case COLUMN_INPUT:
        break;
    }
    AssessValue value = assess_cell(result, subject, field->score);
    if (!value.present)
        return (Cell){.text = NO_VALUE, .note = absent_note(maker)};
    Cell cell = number_cell(arena, value.rounded, value.places);
    cell.emphasis = (value.flags & ASSESS_OFF_TARGET) != 0;
    if (field->score->kind == COLUMN_TOTAL)
        cell.formula = total_formula(maker, subject);
    if (cell.emphasis)
        cell.note = STR("未达到目标值");
    if (value.flags & ASSESS_FILLED)
        cell.note = period_is_year(maker->figures->month.period)
                        ? STR("当年没有数据，按方案规定计分")
                        : STR("当月没有数据，按方案规定计分");
    if (value.flags & ASSESS_ASSUMED)
        cell.note = STR("主动评价率未列，按100%计");
    return cell;
}

static void make_rows(const TableMaker *maker)
{
    Arena *arena = maker->ctx->arena;
    for (size_t i = 0; i < maker->group->count; i++) {
        size_t subject = maker->result->result.listing[maker->group->first + i];
        Row *row = LIST_ADD(arena, &maker->table->body);
        row->cells = NEW(arena, Cell, maker->field_count);
        for (size_t f = 0; f < maker->field_count; f++)
            row->cells[f] = unit_cell(maker, &maker->fields[f], subject, (int64_t)i + 1);
    }
}

/* ---- the row of the whole district ------------------------------------------------------ */

static bool sum_cell(const TableMaker *maker, size_t field, Cell *ret)
{
    Arena *arena = maker->ctx->arena;
    const SchemeColumn *column = maker->fields[field].score;
    Decimal sum = DECIMAL_ZERO;
    bool any = false;
    for (size_t i = 0; i < maker->group->count; i++) {
        size_t subject = maker->result->result.listing[maker->group->first + i];
        AssessValue value = assess_cell(&maker->result->result, subject, column);
        if (!value.present)
            continue;
        any = true;
        if (!decimal_add(sum, value.rounded, &sum))
            return fail(maker->ctx, FAIL_OVERFLOW, "「%.*s」合计过大",
                        STRF(maker->fields[field].layout.name));
    }
    *ret = (Cell){.text = NO_VALUE};
    if (!any)
        return true;
    *ret = number_cell(arena, sum, column->places);
    Str letter = column_letter(arena, field);
    ret->formula = str_format(arena, "SUM(%.*s{first}:%.*s{last})", STRF(letter), STRF(letter));
    return true;
}

/* The figure that the unit table's own row 「全区」 gives, else the district table's. */
static Cell district_cell(const TableMaker *maker, const AnnexField *field)
{
    Arena *arena = maker->ctx->arena;
    const Scheme *scheme = maker->result->scheme;
    int places = -1;
    const Figure *figure = NULL;
    if (field->score->kind == COLUMN_INPUT) {
        const SchemeInput *input = &scheme->inputs.at[field->score->index];
        figure = figure_get(arena, &maker->figures->figures[COMPARED_NOW], input->table, 0,
                            FIGURE_WHOLE_DISTRICT, input->column);
    }
    if (!figure || !figure->has_value)
        figure = bulletin_district_figure(maker->ctx, maker->figures, field->layout.total,
                                          COMPARED_NOW, &places);
    if (!figure)
        return (Cell){.text = NO_VALUE};
    return number_cell(arena, figure->value, field->score->places);
}

static bool add_total_row(const TableMaker *maker)
{
    Arena *arena = maker->ctx->arena;
    Row *row = LIST_ADD(arena, &maker->table->body);
    *row = (Row){.cells = NEW(arena, Cell, maker->field_count), .is_total = true};
    for (size_t f = 0; f < maker->field_count; f++) {
        const AnnexField *field = &maker->fields[f];
        if (field->score && field->score->kind == COLUMN_SUBJECT)
            row->cells[f].text = maker->layout->total;
        else if (str_equal(field->layout.total, STR("sum"))) {
            if (!sum_cell(maker, f, &row->cells[f]))
                return false;
        } else if (field->layout.total.len)
            row->cells[f] = district_cell(maker, field);
    }
    return true;
}

/* ---- the table -------------------------------------------------------------------------- */

static void make_columns(const TableMaker *maker)
{
    Table *table = maker->table;
    table->column_count = maker->field_count;
    table->columns = NEW(maker->ctx->arena, Column, maker->field_count);
    for (size_t i = 0; i < maker->field_count; i++) {
        const SchemeColumn *score = maker->fields[i].score;
        bool name = score && score->kind == COLUMN_SUBJECT;
        bool rank = !score || score->kind == COLUMN_RANK || score->kind == COLUMN_GRADE;
        table->columns[i].align = name ? ALIGN_LEFT : rank ? ALIGN_CENTER : ALIGN_RIGHT;
        table->columns[i].weight = (int)maker->fields[i].layout.width;
    }
}

bool bulletin_annex_table(Ctx *ctx, const BulletinFigures *figures, const AnnexLayout *layout,
                          const MonthResult *result, Table **ret)
{
    TableMaker maker = {.ctx = ctx,
                        .figures = figures,
                        .layout = layout,
                        .result = result,
                        .group = bulletin_group(result, layout->group)};
    if (layout->rows.len) {
        *ret = bulletin_item_table(ctx, figures, result);
        (*ret)->landscape = layout->landscape;
        return true;
    }
    maker.table = NEW(ctx->arena, Table, 1);
    maker.table->landscape = layout->landscape;
    make_fields(&maker);
    make_columns(&maker);
    make_heads(&maker);
    if (layout->total.len && !add_total_row(&maker))
        return false;
    make_rows(&maker);
    *ret = maker.table;
    return true;
}
