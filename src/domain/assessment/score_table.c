#include "domain/assessment/score_table.h"

#include "base/utf8.h"
#include "port/csv.h"
#include "port/json.h"

Str score_cell_text(Arena *arena, const MonthResult *result, size_t subject,
                    const SchemeColumn *column)
{
    switch (column->kind) {
    case COLUMN_SUBJECT:
        return result->subjects[subject].name;
    case COLUMN_GRADE:
        return assess_grade(&result->result, subject);
    case COLUMN_RANK: {
        AssessRank rank = assess_rank(&result->result, subject);
        return rank.rank ? str_format(arena, "%lld", (long long)rank.rank) : STR("");
    }
    case COLUMN_TOTAL:
    case COLUMN_SECTION:
    case COLUMN_ITEM:
    case COLUMN_INPUT:
        break;
    }
    AssessValue value = assess_cell(&result->result, subject, column);
    /* A figure may have come with more decimals than its column prints. */
    return value.present ? decimal_str_least(arena, value.rounded, value.places) : STR("");
}

/* Calls `each` for every listed subject of the groups asked for. */
typedef void (*EachSubject)(Ctx *ctx, const MonthResult *result, size_t subject, void *self);

static void each_of_group(Ctx *ctx, const MonthResult *result, const AssessGroup *group,
                          EachSubject each, void *self)
{
    for (size_t i = 0; i < group->count; i++)
        each(ctx, result, result->result.listing[group->first + i], self);
}

static bool wanted(const AssessGroup *group, Str asked)
{
    return str_empty(asked) || str_equal(group->code, asked);
}

/* ---- CSV -------------------------------------------------------------------------------- */

static void csv_subject(Ctx *ctx, const MonthResult *result, size_t subject, void *self)
{
    Buf *to = self;
    const SchemeColumnList *columns = &result->scheme->columns;
    for (size_t i = 0; i < columns->count; i++) {
        const SchemeColumn *column = &columns->at[i];
        csv_put(to, i == 0, score_cell_text(ctx->arena, result, subject, column),
                column->kind != COLUMN_SUBJECT);
    }
    csv_end_row(to);
}

static void print_csv(Ctx *ctx, const MonthResult *result, Str asked, Buf *to)
{
    const SchemeColumnList *columns = &result->scheme->columns;
    for (size_t i = 0; i < columns->count; i++)
        csv_put(to, i == 0, columns->at[i].code, false);
    csv_end_row(to);
    for (size_t g = 0; g < result->result.group_count; g++)
        if (wanted(&result->result.groups[g], asked))
            each_of_group(ctx, result, &result->result.groups[g], csv_subject, to);
}

/* ---- JSON ------------------------------------------------------------------------------- */

static void json_subject(Ctx *ctx, const MonthResult *result, size_t subject, void *self)
{
    JsonWriter *json = self;
    json_begin_object(json);
    LIST_EACH (const SchemeColumn, column, &result->scheme->columns) {
        Str text = score_cell_text(ctx->arena, result, subject, column);
        json_key(json, column->code);
        if (column->kind == COLUMN_RANK && text.len)
            json_int(json, assess_rank(&result->result, subject).rank);
        else if (str_empty(text))
            json_absent(json);
        else
            json_str(json, text);
    }
    json_end_object(json);
}

static void print_json(Ctx *ctx, const MonthResult *result, Str asked, Buf *to)
{
    JsonWriter json = json_writer(to);
    Buf period = buf_create(ctx->arena, 16);
    period_print(&period, result->month.period);
    json_begin_object(&json);
    json_key(&json, STR("period"));
    json_str(&json, buf_str(&period));
    json_key(&json, STR("scheme"));
    json_str(&json, result->scheme->code);
    json_key(&json, STR("scheme_name"));
    json_str(&json, result->scheme->name);
    json_key(&json, STR("state"));
    json_str(&json, result->month.state);
    json_key(&json, STR("groups"));
    json_begin_array(&json);
    for (size_t g = 0; g < result->result.group_count; g++) {
        const AssessGroup *group = &result->result.groups[g];
        if (!wanted(group, asked))
            continue;
        json_begin_object(&json);
        json_key(&json, STR("group"));
        json_str(&json, group->code);
        json_key(&json, STR("group_name"));
        json_str(&json, unit_kind_label(group->code));
        json_key(&json, STR("rows"));
        json_begin_array(&json);
        each_of_group(ctx, result, group, json_subject, &json);
        json_end_array(&json);
        json_end_object(&json);
    }
    json_end_array(&json);
    json_end_object(&json);
    buf_add_byte(to, '\n');
}

/* ---- table for a terminal --------------------------------------------------------------- */

#define TABLE_GAP 2

typedef struct TerminalTable {
    Buf *to;
    size_t *widths; /* in terminal columns */
    bool measure;   /* first pass: find the widths */
} TerminalTable;

static void pad(Buf *to, size_t columns)
{
    for (size_t i = 0; i < columns; i++)
        buf_add_byte(to, ' ');
}

/* Names stand left, numbers right. */
static void put_cell(TerminalTable *table, size_t column, Str text, bool left)
{
    size_t width = utf8_columns(text);
    if (table->measure) {
        if (width > table->widths[column])
            table->widths[column] = width;
        return;
    }
    size_t space = table->widths[column] - width;
    if (column > 0)
        pad(table->to, TABLE_GAP);
    if (!left)
        pad(table->to, space);
    buf_add(table->to, text);
    if (left)
        pad(table->to, space);
}

static void table_subject(Ctx *ctx, const MonthResult *result, size_t subject, void *self)
{
    TerminalTable *table = self;
    const SchemeColumnList *columns = &result->scheme->columns;
    for (size_t i = 0; i < columns->count; i++) {
        Str text = score_cell_text(ctx->arena, result, subject, &columns->at[i]);
        put_cell(table, i, str_empty(text) ? STR("—") : text,
                 columns->at[i].kind == COLUMN_SUBJECT);
    }
    if (!table->measure)
        buf_add_byte(table->to, '\n');
}

static void table_head(const MonthResult *result, TerminalTable *table)
{
    const SchemeColumnList *columns = &result->scheme->columns;
    for (size_t i = 0; i < columns->count; i++)
        put_cell(table, i, columns->at[i].name, columns->at[i].kind == COLUMN_SUBJECT);
    if (!table->measure)
        buf_add_byte(table->to, '\n');
}

static void print_table(Ctx *ctx, const MonthResult *result, Str asked, Buf *to)
{
    TerminalTable table = {.to = to};
    table.widths = NEW(ctx->arena, size_t, result->scheme->columns.count);
    bool first = true;
    for (size_t g = 0; g < result->result.group_count; g++) {
        const AssessGroup *group = &result->result.groups[g];
        if (!wanted(group, asked))
            continue;
        table.measure = true;
        table_head(result, &table);
        each_of_group(ctx, result, group, table_subject, &table);
        table.measure = false;
        if (!first)
            buf_add_byte(to, '\n');
        first = false;
        buf_format(to, "%.*s · %.*s（%zu个）\n", STRF(result->scheme->name),
                   STRF(unit_kind_label(group->code)), group->count);
        table_head(result, &table);
        each_of_group(ctx, result, group, table_subject, &table);
    }
}

void score_table_print(Ctx *ctx, const MonthResult *result, Str group, ScoreFormat format, Buf *to)
{
    switch (format) {
    case SCORE_FORMAT_TABLE:
        print_table(ctx, result, group, to);
        break;
    case SCORE_FORMAT_CSV:
        print_csv(ctx, result, group, to);
        break;
    case SCORE_FORMAT_JSON:
        print_json(ctx, result, group, to);
        break;
    }
}
