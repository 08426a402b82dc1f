#include "domain/assessment/result.h"

#include "base/nearest.h"
#include "domain/assessment/counted_figures.h"
#include "domain/assessment/table.h"
#include "engine/access/actor.h"
#include "port/packs.h"

#define SCHEMES_FOLDER STR("assess/")

static bool overlap(const Scheme *a, const Scheme *b)
{
    return period_is_year(a->from) == period_is_year(b->from) &&
           (!a->has_until || a->until.months >= b->from.months) &&
           (!b->has_until || b->until.months >= a->from.months);
}

/* Two schemes of one code must follow one another. */
static bool refuse_overlaps(Ctx *ctx, const SchemeList *schemes)
{
    for (size_t i = 0; i < schemes->count; i++)
        for (size_t j = 0; j < i; j++) {
            const Scheme *one = schemes->at[j], *two = schemes->at[i];
            if (!str_equal(one->code, two->code) || !overlap(one, two))
                continue;
            fail(ctx, FAIL_CONFLICT, "考核方案「%.*s」在同一时期有两份：%.*s、%.*s",
                 STRF(one->code), STRF(one->file), STRF(two->file));
            return fail_hint(ctx, "给旧方案写上 until（施行到哪个月或年度），或改用另一个编码");
        }
    return true;
}

static bool read_schemes(Ctx *ctx, void *ret)
{
    PackList packs;
    if (!packs_list(ctx, SCHEMES_FOLDER, &packs))
        return false;
    SchemeList schemes = {0};
    LIST_EACH (const Pack, pack, &packs)
        if (!scheme_load(ctx, pack->place, pack->text, LIST_ADD(ctx->arena, &schemes)))
            return fail_while(ctx, "读取考核方案");
    if (!refuse_overlaps(ctx, &schemes))
        return false;
    *(SchemeList *)ret = schemes;
    return true;
}

bool schemes_load(Ctx *ctx, SchemeList *ret)
{
    return packs_made(ctx, "schemes", sizeof *ret, read_schemes, ret);
}

static bool no_such_scheme(Ctx *ctx, const SchemeList *schemes, Str code, Period period)
{
    Str *codes = NEW(ctx->arena, Str, schemes->count);
    Buf all = buf_create(ctx->arena, 4 * KIB);
    bool out_of_force = false;
    for (size_t i = 0; i < schemes->count; i++) {
        codes[i] = schemes->at[i]->code;
        out_of_force = out_of_force || str_equal(codes[i], code);
        buf_format(&all, "%s%.*s", i ? "、" : "", STRF(codes[i]));
    }
    if (out_of_force) {
        Buf text = buf_create(ctx->arena, 16);
        period_print(&text, period);
        fail(ctx, FAIL_NOT_FOUND, "考核方案「%.*s」在 %.*s 不施行", STRF(code),
             STRF(buf_str(&text)));
        return fail_hint(ctx, "月度方案的时期写成 %d-%02d，年度方案的时期写成 %d",
                         period_year(period), period_month(period), period_year(period));
    }
    fail(ctx, FAIL_NOT_FOUND, "没有考核方案「%.*s」", STRF(code));
    Str near = nearest_list(ctx->arena, code, codes, schemes->count, 1);
    if (!str_empty(near))
        return fail_hint(ctx, "是否要用 %.*s？", STRF(near));
    return fail_hint(ctx, "可用的方案：%.*s", STRF(buf_str(&all)));
}

bool scheme_for(Ctx *ctx, Str code, Period period, const Scheme **ret)
{
    SchemeList schemes = {0};
    if (!schemes_load(ctx, &schemes))
        return false;
    LIST_EACH (const Scheme *, scheme, &schemes)
        if (str_equal((*scheme)->code, code) && scheme_in_force(*scheme, period)) {
            *ret = *scheme;
            return true;
        }
    return no_such_scheme(ctx, &schemes, code, period);
}

/* Does the scheme read this table? */
static bool scheme_reads(const Scheme *scheme, Str table)
{
    LIST_EACH (const SchemeInput, input, &scheme->inputs)
        if (str_equal(input->table, table))
            return true;
    return false;
}

/* File rows are fewer than this (GRID_ROWS_MAX), so that import and row order as one number. */
#define ROWS_PER_IMPORT (1 << 20)

/* Subjects stand in the order in which the scheme's files first listed them: a later correction
 * of one cell leaves a unit where it was. Units without a figure come last. */
static void order_subjects(MonthResult *result)
{
    LIST_EACH (const Figure, figure, &result->figures.figures) {
        if (figure->unit_id == 0 || figure->counted.len ||
            !scheme_reads(result->scheme, figure->table_code))
            continue;
        int64_t order = figure->import_id * ROWS_PER_IMPORT + figure->file_row;
        for (size_t i = 0; i < result->subject_count; i++)
            if (result->subjects[i].id == figure->unit_id && order < result->subjects[i].order)
                result->subjects[i].order = order;
    }
}

static void make_subjects(Ctx *ctx, MonthResult *result)
{
    const UnitList *units = &result->book.units;
    result->subjects = NEW(ctx->arena, AssessSubject, units->count);
    LIST_EACH (const Unit, unit, units) {
        if (!unit_stood_in(unit, result->month.period))
            continue;
        result->subjects[result->subject_count++] =
            (AssessSubject){.id = unit->id,
                            .name = unit->name,
                            .group = unit->kind,
                            .order = INT64_MAX / 2 + unit->listing};
    }
    order_subjects(result);
}

/* The matrix of the scheme's inputs, column after column; true when any cell is filled.
 * `row_columns` as value_columns gives them. */
static bool fill_matrix(Ctx *ctx, MonthResult *result, const Str *row_columns)
{
    size_t cells = result->scheme->inputs.count * result->subject_count;
    Decimal *values = NEW(ctx->arena, Decimal, cells);
    bool *present = NEW(ctx->arena, bool, cells);
    int64_t *sources = NEW(ctx->arena, int64_t, cells);
    bool any = false;
    for (size_t i = 0; i < result->scheme->inputs.count; i++) {
        const SchemeInput *input = &result->scheme->inputs.at[i];
        for (size_t s = 0; s < result->subject_count; s++) {
            size_t at = i * result->subject_count + s;
            bool of_row = row_columns[i].len > 0;
            const Figure *figure = figure_get(
                ctx->arena, &result->figures, input->table, result->subjects[s].id,
                of_row ? input->column : STR(""), of_row ? row_columns[i] : input->column);
            sources[at] = figure ? figure - result->figures.figures.at : -1;
            present[at] = figure && figure->has_value;
            values[at] = present[at] ? figure->value : DECIMAL_ZERO;
            any = any || present[at];
        }
    }
    AssessInput *input = NEW(ctx->arena, AssessInput, 1);
    *input = (AssessInput){.subjects = result->subjects,
                           .subject_count = result->subject_count,
                           .values = values,
                           .present = present,
                           .sources = sources};
    result->input = input;
    return any;
}

/* For each input of a table by code the column that holds a row's figure: the input's own column is
 * then the row. Empty for tables by unit. Only a scheme of 本单位 has such inputs. */
static bool value_columns(Ctx *ctx, const MonthResult *result, Str **ret)
{
    const Scheme *scheme = result->scheme;
    FigureTableList tables = {0};
    *ret = NEW(ctx->arena, Str, scheme->inputs.count);
    if (!scheme_has_group(scheme, UNIT_GROUP_SELF))
        return true;
    const Packs *outer = ctx->packs;
    bool ok = month_use_packs(ctx, &result->month) && tables_load(ctx, &tables);
    ctx->packs = outer;
    for (size_t i = 0; i < scheme->inputs.count; i++)
        LIST_EACH (const FigureTable, table, &tables)
            if (table->key == TABLE_BY_CODE && str_equal(table->code, scheme->inputs.at[i].table))
                (*ret)[i] = table->value;
    return ok;
}

static bool no_figures(Ctx *ctx, const MonthResult *result)
{
    Buf text = buf_create(ctx->arena, 16);
    period_print(&text, result->month.period);
    Str period = buf_str(&text);
    const Scheme *scheme = result->scheme;
    Str table = STR("");
    FigureTable found;
    LIST_EACH (const SchemeInput, input, &scheme->inputs)
        if (str_empty(table) && table_load(ctx, input->table, &found) && !found.counted)
            table = input->table;
    fail(ctx, FAIL_NOT_FOUND, "%.*s 没有「%.*s」的数据", STRF(period), STRF(scheme->name));
    return fail_hint(ctx, "先导入：tongban import %.*s 文件 --period %.*s", STRF(table),
                     STRF(period));
}

/* The scheme as the month knows it: a frozen month has kept its own. The packs of ctx stay as they
 * were, because the next month looked at has its own again. */
static bool scheme_of_month(Ctx *ctx, const MonthState *month, Str code, const Scheme **ret)
{
    const Packs *outer = ctx->packs;
    bool ok = month_use_packs(ctx, month) && scheme_for(ctx, code, month->period, ret);
    ctx->packs = outer;
    return ok;
}

/* ---- over everybody, then narrowed ------------------------------------------------------- */

/* The file that brought a figure is told to those who may see the import. */
static bool import_is_seen(const DbScope *scope, const Figure *figure)
{
    return scope_allows(scope, figure->import_unit_id) ||
           (scope->person && scope->person == figure->import_account_id);
}

/* Leaves what may be seen under `scope`; false when that is nobody. */
static bool narrow(Ctx *ctx, const DbScope *scope, MonthResult *result)
{
    if (scope && scope->whole)
        return true;
    bool *shown = NEW(ctx->arena, bool, result->subject_count + 1);
    for (size_t s = 0; s < result->subject_count; s++)
        shown[s] = scope_allows(scope, result->subjects[s].id);
    assess_narrow(ctx->arena, &result->result, shown);
    result->book = unit_book_within(ctx->arena, &result->book, scope);
    LIST_EACH (Figure, figure, &result->figures.figures)
        if (!scope || !import_is_seen(scope, figure)) {
            figure->file = STR("");
            figure->import_id = figure->file_row = 0;
            figure->imported_at = (Instant){0};
        }
    return result->result.listed > 0;
}

/* Scores over figures that are already in `result`, over everybody's. */
static bool run_scheme(Ctx *ctx, Str scheme, const SchemeWeightList *weights, MonthResult *result,
                       bool *ret_any)
{
    Str *values;
    if (!scheme_of_month(ctx, &result->month, scheme, &result->scheme) ||
        (weights && !scheme_reweighted(ctx, result->scheme, weights, &result->scheme)) ||
        !month_units_read(ctx, &result->month, &result->book) ||
        !value_columns(ctx, result, &values))
        return false;
    if (scheme_has_group(result->scheme, UNIT_GROUP_SELF))
        result->book = unit_book_with_self(ctx->arena, &result->book);
    make_subjects(ctx, result);
    *ret_any = fill_matrix(ctx, result, values);
    return assess_run(ctx, result->scheme, result->input, &result->result);
}

bool month_scheme(Ctx *ctx, Period period, Str code, const Scheme **ret)
{
    MonthState month;
    bool known;
    return month_read(ctx, period, &month, &known) && scheme_of_month(ctx, &month, code, ret);
}

bool month_result(Ctx *ctx, Period period, Str scheme, MonthResult *ret, bool *ret_any)
{
    MonthResult result = {0};
    bool known, any = false;
    const DbScope *scope = scope_lift(ctx);
    bool done = month_read(ctx, period, &result.month, &known) &&
                figures_in_force(ctx, &result.month, &result.figures) &&
                run_scheme(ctx, scheme, /* weights= */ NULL, &result, &any);
    scope_lower(ctx, scope);
    if (!done)
        return false;
    any = narrow(ctx, scope, &result) && any;
    if (!any && !ret_any)
        return no_figures(ctx, &result);
    if (ret_any)
        *ret_any = any;
    *ret = result;
    return true;
}

static bool what_if_allowed(Ctx *ctx, const MonthState *month, const WhatIf *what_if)
{
    if (!str_equal(month->state, STR("draft"))) {
        fail(ctx, FAIL_STATE, "%d年%d月%.*s，得分不会再变，不能试算", period_year(month->period),
             period_month(month->period), STRF(month_state_label(month->state)));
        return fail_hint(ctx, "重新打开以后可以试算");
    }
    LIST_EACH (const Str, number, &what_if->left_out)
        if (!counted_record_need(ctx, *number))
            return false;
    return true;
}

bool month_result_if(Ctx *ctx, Period period, Str scheme, const WhatIf *what_if, MonthResult *ret,
                     bool *ret_any)
{
    MonthResult result = {0};
    bool known;
    *ret_any = false;
    if (!month_read(ctx, period, &result.month, &known) ||
        !what_if_allowed(ctx, &result.month, what_if))
        return false;
    const DbScope *scope = scope_lift(ctx);
    bool done = figures_without(ctx, &result.month, &what_if->left_out, &result.figures) &&
                run_scheme(ctx, scheme, &what_if->weights, &result, ret_any);
    scope_lower(ctx, scope);
    if (!done)
        return false;
    *ret_any = narrow(ctx, scope, &result) && *ret_any;
    *ret = result;
    return true;
}

/* As month_result, with figures as they were compared; not yet narrowed. */
static bool compared_result(Ctx *ctx, const MonthState *month, int months_ago, Str scheme,
                            MonthResult *result, bool *ret_any)
{
    *ret_any = false;
    if (!month_compared(ctx, month, months_ago, &result->month, ret_any))
        return false;
    if (!*ret_any)
        return true;
    if (!figures_compared(ctx, &result->month, &result->figures))
        return false;
    if (run_scheme(ctx, scheme, /* weights= */ NULL, result, ret_any))
        return true;
    *ret_any = false;
    if (ctx->fail.code != FAIL_NOT_FOUND)
        return false;
    fail_clear(ctx); /* the scheme was not in force then */
    return true;
}

bool month_result_compared(Ctx *ctx, const MonthState *month, int months_ago, Str scheme,
                           MonthResult *ret, bool *ret_any)
{
    MonthResult result = {0};
    bool any;
    const DbScope *scope = scope_lift(ctx);
    bool done = compared_result(ctx, month, months_ago, scheme, &result, &any);
    scope_lower(ctx, scope);
    if (!done)
        return false;
    *ret_any = any && narrow(ctx, scope, &result);
    *ret = result;
    return true;
}

/* ---- what came out ------------------------------------------------------------------------- */

const Figure *month_result_source(const MonthResult *result, int64_t source)
{
    if (source < 0 || (size_t)source >= result->figures.figures.count)
        return NULL;
    const Figure *figure = &result->figures.figures.at[source];
    bool own =
        !result->result.narrowed || month_result_subject(result, figure->unit_id) != SIZE_MAX;
    return own ? figure : NULL;
}

size_t month_result_subject(const MonthResult *result, int64_t unit_id)
{
    for (size_t s = 0; s < result->subject_count; s++)
        if (result->subjects[s].id == unit_id && assess_listed(&result->result, s) &&
            assess_shown(&result->result, s))
            return s;
    return SIZE_MAX;
}
