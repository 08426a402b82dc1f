#include "domain/assessment/bulletin_items.h"

#include "domain/assessment/bulletin_question.h"

#define NO_VALUE STR("—")

/* 本单位 among the subjects; SIZE_MAX when it has no figures. */
static size_t self_of(const MonthResult *result)
{
    return result ? month_result_subject(result, 0) : SIZE_MAX;
}

static bool has_parts(const Scheme *scheme, size_t item)
{
    return item + 1 < scheme->items.count && scheme->items.at[item + 1].parent == item;
}

/* The text that came with the item's row; empty when there is none. */
static Str words_of(Ctx *ctx, const BulletinFigures *figures, Str table, Str row, Str column)
{
    const Figure *figure =
        figure_get(ctx->arena, &figures->figures[COMPARED_NOW], table, 0, row, column);
    return figure && figure->has_words ? figure->words : STR("");
}

/* The first text column of the table that the item's figure comes from. */
static Str note_of(Ctx *ctx, const BulletinFigures *figures, const Scheme *scheme, Str item)
{
    size_t input = scheme_input(scheme, item);
    Str code = scheme->inputs.at[input == SCHEME_NONE ? 0 : input].table;
    Str row = input == SCHEME_NONE ? item : scheme->inputs.at[input].column;
    LIST_EACH (const FigureTable, table, &figures->pack->tables)
        LIST_EACH (const TableColumn, column, &table->columns)
            if (str_equal(table->code, code) && column->is_text)
                return words_of(ctx, figures, code, row, column->code);
    return STR("");
}

/* ---- prose ------------------------------------------------------------------------------ */

static Str short_text(Arena *arena, Decimal value)
{
    Buf text = buf_create(arena, 64);
    decimal_print_short(&text, value);
    return buf_str(&text);
}

static ProseValue score_value(const MonthResult *result, size_t self, Str code)
{
    const Scheme *scheme = result->scheme;
    size_t item = scheme_item(scheme, code);
    size_t section = scheme_section(scheme, code);
    AssessValue value = item != SCHEME_NONE      ? assess_item(&result->result, self, item)
                        : section != SCHEME_NONE ? assess_section(&result->result, self, section)
                                                 : assess_total(&result->result, self);
    return value.present ? prose_number(value.rounded, -1) : (ProseValue){.kind = PROSE_ABSENT};
}

static ProseValue points_value(const Scheme *scheme, Str code)
{
    size_t item = scheme_item(scheme, code);
    size_t section = scheme_section(scheme, code);
    if (item != SCHEME_NONE)
        return prose_number(scheme->items.at[item].points, -1);
    if (section == SCHEME_NONE)
        return prose_number(scheme->total.points, -1);
    const SchemeSection *at = &scheme->sections.at[section];
    return prose_number(at->has_cap ? at->cap : at->points, -1);
}

/* Full marks less the score; absent when nothing was lost or either is not known. */
static ProseValue loss_value(const MonthResult *result, size_t self, Str code)
{
    ProseValue absent = {.kind = PROSE_ABSENT};
    ProseValue score = score_value(result, self, code);
    ProseValue points = points_value(result->scheme, code);
    Decimal lost;
    if (score.kind == PROSE_ABSENT || !decimal_sub(points.number, score.number, &lost) ||
        lost.millionths <= 0)
        return absent;
    return prose_number(lost, -1);
}

/* The items of a section: those at its top with their scores, or those without parts that lost
 * points, or that lost none. */
static ProseValue section_items(Ctx *ctx, const MonthResult *result, size_t self,
                                const BulletinName *name)
{
    const Scheme *scheme = result->scheme;
    ProseEntryList entries = {0};
    size_t section = scheme_section(scheme, name->code);
    for (size_t i = 0; i < scheme->items.count; i++) {
        const SchemeItem *item = &scheme->items.at[i];
        AssessValue value = assess_item(&result->result, self, i);
        Decimal lost = DECIMAL_ZERO;
        bool top = name->aspect == ASPECT_ITEMS;
        if (item->section != section || !value.present ||
            (top ? item->parent != SCHEME_NONE : has_parts(scheme, i)))
            continue;
        bool known = assess_deduction(&result->result, self, i, &lost);
        if (!top && (!known || (lost.millionths > 0) != (name->aspect == ASPECT_LOST)))
            continue;
        *LIST_ADD(ctx->arena, &entries) =
            (ProseEntry){.name = item->name,
                         .has_value = true,
                         .value = name->aspect == ASPECT_LOST ? lost : value.rounded,
                         .places = -1,
                         .kind = short_text(ctx->arena, item->points)};
    }
    return entries.count ? prose_list(entries.at, entries.count)
                         : (ProseValue){.kind = PROSE_ABSENT};
}

/* The sentence around it brings its own full stop. */
static Str without_stop(Str words)
{
    static const Str stops[] = {STR_INIT("。"), STR_INIT("；"), STR_INIT(";"), STR_INIT(".")};
    for (size_t i = 0; i < ARRAY_LEN(stops); i++)
        if (str_ends(words, stops[i]))
            return str_slice(words, 0, words.len - stops[i].len);
    return words;
}

ProseValue bulletin_item_value(Ctx *ctx, const BulletinFigures *figures, const BulletinName *name)
{
    ProseValue absent = {.kind = PROSE_ABSENT};
    if (name->aspect == ASPECT_WORDS) {
        Str words = words_of(ctx, figures, name->scheme, name->code, name->column);
        return words.len ? prose_words(without_stop(words)) : absent;
    }
    const MonthResult *result = bulletin_result(figures, name->scheme, COMPARED_NOW);
    size_t self = self_of(result);
    if (self == SIZE_MAX)
        return absent;
    if (name->aspect == ASPECT_SCORE)
        return score_value(result, self, name->code);
    if (name->aspect == ASPECT_POINTS)
        return points_value(result->scheme, name->code);
    if (name->aspect == ASPECT_LOSS)
        return loss_value(result, self, name->code);
    return section_items(ctx, result, self, name);
}

/* ---- table ------------------------------------------------------------------------------ */

enum { SECTION, ITEM, PART, POINTS, SCORE, NOTE, COLUMN_COUNT };

typedef struct ItemTable {
    Ctx *ctx;
    const BulletinFigures *figures;
    const MonthResult *result;
    size_t self;
    Table *table;
} ItemTable;

static Cell number_cell(Arena *arena, bool present, Decimal value, int places)
{
    if (!present)
        return (Cell){.text = NO_VALUE};
    return (Cell){.text = decimal_str_least(arena, value, places),
                  .is_number = true,
                  .value = value,
                  .places = places};
}

static Cell value_cell(Arena *arena, AssessValue value)
{
    return number_cell(arena, value.present, value.rounded, value.places);
}

static Row *add_row(const ItemTable *maker)
{
    Row *row = LIST_ADD(maker->ctx->arena, &maker->table->body);
    row->cells = NEW(maker->ctx->arena, Cell, COLUMN_COUNT);
    return row;
}

/* Items at the end of parts: one row each. */
static size_t rows_of_item(const Scheme *scheme, size_t item)
{
    size_t count = 0;
    for (size_t i = item + 1; i < scheme->items.count && scheme->items.at[i].parent == item; i++)
        count++;
    return count ? count : 1;
}

static size_t rows_of_section(const Scheme *scheme, size_t section)
{
    size_t count = 0;
    for (size_t i = 0; i < scheme->items.count; i++)
        count += scheme->items.at[i].section == section && !has_parts(scheme, i);
    return count;
}

static void add_item(const ItemTable *maker, size_t index, bool first_of_section)
{
    Arena *arena = maker->ctx->arena;
    const Scheme *scheme = maker->result->scheme;
    const SchemeItem *item = &scheme->items.at[index];
    Row *row = add_row(maker);
    if (first_of_section && item->section != SCHEME_NONE)
        row->cells[SECTION] = (Cell){.text = scheme->sections.at[item->section].name,
                                     .row_span = (int)rows_of_section(scheme, item->section)};
    if (item->parent == SCHEME_NONE) {
        row->cells[ITEM] = (Cell){.text = item->name, .column_span = 2};
    } else {
        row->cells[PART].text = item->name;
        if (index == item->parent + 1)
            row->cells[ITEM] = (Cell){.text = scheme->items.at[item->parent].name,
                                      .row_span = (int)rows_of_item(scheme, item->parent)};
    }
    row->cells[POINTS] = number_cell(arena, item->has_points, item->points, 0);
    row->cells[SCORE] = value_cell(arena, assess_item(&maker->result->result, maker->self, index));
    row->cells[NOTE].text = note_of(maker->ctx, maker->figures, scheme, item->code);
}

static void add_sum(const ItemTable *maker, Str label, bool has_points, Decimal points,
                    AssessValue value, Str note)
{
    Row *row = add_row(maker);
    row->is_total = true;
    row->cells[SECTION] = (Cell){.text = label, .column_span = 3};
    row->cells[POINTS] = number_cell(maker->ctx->arena, has_points, points, 0);
    row->cells[SCORE] = value_cell(maker->ctx->arena, value);
    row->cells[NOTE].text = note;
}

static void add_section(const ItemTable *maker, size_t section)
{
    const Scheme *scheme = maker->result->scheme;
    bool first = true;
    for (size_t i = 0; i < scheme->items.count; i++) {
        if (scheme->items.at[i].section != section || has_parts(scheme, i))
            continue;
        add_item(maker, i, first);
        first = false;
    }
    if (section == SCHEME_NONE)
        return;
    const SchemeSection *at = &scheme->sections.at[section];
    add_sum(maker, str_format(maker->ctx->arena, "%.*s小计", STRF(at->name)),
            at->has_cap || at->has_points, at->has_cap ? at->cap : at->points,
            assess_section(&maker->result->result, maker->self, section),
            note_of(maker->ctx, maker->figures, scheme, at->code));
}

static void make_frame(const ItemTable *maker)
{
    static const struct {
        const char *head;
        Align align;
        int weight;
    } columns[COLUMN_COUNT] = {
        [SECTION] = {"一级指标", ALIGN_CENTER, 12},    [ITEM] = {"二级指标", ALIGN_LEFT, 13},
        [PART] = {"三级指标", ALIGN_LEFT, 18},         [POINTS] = {"分值（分）", ALIGN_RIGHT, 10},
        [SCORE] = {"自评得分（分）", ALIGN_RIGHT, 11}, [NOTE] = {"备注", ALIGN_LEFT, 36},
    };
    Arena *arena = maker->ctx->arena;
    Table *table = maker->table;
    table->column_count = COLUMN_COUNT;
    table->columns = NEW(arena, Column, COLUMN_COUNT);
    table->head_count = 1;
    table->head = NEW(arena, Row, 1);
    table->head->cells = NEW(arena, Cell, COLUMN_COUNT);
    for (size_t i = 0; i < COLUMN_COUNT; i++) {
        table->columns[i] = (Column){.align = columns[i].align, .weight = columns[i].weight};
        table->head->cells[i].text = str_of(columns[i].head);
    }
}

Table *bulletin_item_table(Ctx *ctx, const BulletinFigures *figures, const MonthResult *result)
{
    ItemTable maker = {.ctx = ctx,
                       .figures = figures,
                       .result = result,
                       .self = self_of(result),
                       .table = NEW(ctx->arena, Table, 1)};
    const Scheme *scheme = result->scheme;
    make_frame(&maker);
    for (size_t section = 0; section < scheme->sections.count; section++)
        add_section(&maker, section);
    add_section(&maker, SCHEME_NONE);
    if (scheme->total.exists)
        add_sum(&maker, scheme->total.name, scheme->total.has_points, scheme->total.points,
                assess_total(&result->result, maker.self),
                note_of(ctx, figures, scheme, scheme->total.code));
    return maker.table;
}
