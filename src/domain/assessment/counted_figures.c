#include "domain/assessment/counted_figures.h"

#include "domain/assessment/district.h"
#include "domain/assessment/result.h"
#include "domain/module.h"
#include "port/clock.h"
#include "port/packs.h"
#include "port/yaml.h"

CountedAsk counted_ask(Ctx *ctx, Period period)
{
    Instant now = clock_now(ctx);
    return (CountedAsk){.period = period,
                        .whole_month = instant_date(now).days > period_last(period).days,
                        .now = now};
}

bool counted_months(Ctx *ctx, PeriodList *list)
{
    for (size_t i = 0; i < all_module_count; i++)
        if (all_modules[i]->counted_months && !all_modules[i]->counted_months(ctx, list))
            return false;
    return true;
}

bool counted_month(Ctx *ctx, Period period, bool *ret_counted)
{
    PeriodList months = {0};
    *ret_counted = false;
    if (!counted_months(ctx, &months))
        return false;
    LIST_EACH (const Period, month, &months)
        *ret_counted = *ret_counted || month->months == period.months;
    return true;
}

bool counted_record_need(Ctx *ctx, Str number)
{
    bool found = false;
    for (size_t i = 0; i < all_module_count && !found; i++)
        if (all_modules[i]->counted_find && !all_modules[i]->counted_find(ctx, number, &found))
            return false;
    return found || fail(ctx, FAIL_NOT_FOUND, "没有工单「%.*s」", STRF(number));
}

bool counted_records(Ctx *ctx, Period period, Str scheme, int64_t unit_id, Str item,
                     CountedRecordList *ret, bool *ret_known)
{
    CountedAsk ask = counted_ask(ctx, period);
    *ret_known = false;
    for (size_t i = 0; i < all_module_count && !*ret_known; i++)
        if (all_modules[i]->counted_records &&
            !all_modules[i]->counted_records(ctx, &ask, scheme, unit_id, item, ret, ret_known))
            return false;
    return true;
}

/* ---- what keeps its imported figures ----------------------------------------------------------
 */

/* packs/demo/sources.yaml: the demo's published ranking stays what was published. */
typedef struct SourceRule {
    Period period;
    Str scheme;
    Str group;
    Str source;
} SourceRule;
LIST_OF(SourceRule, SourceRuleList);
static const Field source_fields[] = {
    FIELD(SourceRule, period, "时期", FIELD_REQUIRED),
    FIELD(SourceRule, scheme, "考核方案", FIELD_REQUIRED),
    FIELD(SourceRule, group, "分组", FIELD_REQUIRED),
    FIELD(SourceRule, source, "来源", FIELD_REQUIRED),
};
static const Shape source_shape = SHAPE(SourceRule, source_fields);

static bool read_rules(Ctx *ctx, void *ret)
{
    Pack pack;
    YamlNode *root = NULL;
    SourceRuleList rules = {0};
    if (!packs_get(ctx, STR("demo/sources"), &pack) ||
        !yaml_parse(ctx, pack.place, pack.text, &root))
        return false;
    const YamlNode *list = yaml_get(root, STR("sources"));
    for (size_t i = 0; list && i < list->count; i++) {
        SourceRule *rule = LIST_ADD(ctx->arena, &rules);
        if (!yaml_to_shape(ctx, list->items[i], &source_shape, rule))
            return false;
        if (!str_equal(rule->source, STR("imported")))
            return yaml_fail(ctx, list->items[i], "source 只能是 imported");
    }
    *(SourceRuleList *)ret = rules;
    return true;
}

static bool source_rules(Ctx *ctx, SourceRuleList *ret)
{
    District district;
    *ret = (SourceRuleList){0};
    if (!district_read(ctx, &district))
        return false;
    return !district.demo || packs_made(ctx, "figure sources", sizeof *ret, read_rules, ret);
}

/* ---- laying them over -------------------------------------------------------------------------
 */

typedef struct Laying {
    Period period;
    UnitBook book;
    SourceRuleList rules;
    const CountedTable *table;
    const Scheme *scheme; /* whose imported figures give way; NULL = none do */
    Dict counted;         /* units with a figure of the table, by id */
} Laying;

static Str unit_key(Arena *arena, int64_t unit_id)
{
    return str_format(arena, "%lld", (long long)unit_id);
}

/* Whether the unit is of a group that this table counts. */
static bool is_counted_group(const Laying *laying, int64_t unit_id)
{
    const Unit *unit = unit_by_id(&laying->book, unit_id);
    bool found = false;
    if (!unit || !laying->scheme)
        return false;
    LIST_EACH (const Str, group, &laying->table->groups)
        found = found || str_equal(*group, unit->kind);
    LIST_EACH (const SourceRule, rule, &laying->rules)
        if (rule->period.months == laying->period.months &&
            str_equal(rule->scheme, laying->table->scheme) && str_equal(rule->group, unit->kind))
            return false;
    return found;
}

static bool reads(const Scheme *scheme, Str table)
{
    LIST_EACH (const SchemeInput, input, &scheme->inputs)
        if (str_equal(input->table, table))
            return true;
    return false;
}

/* An imported figure that has no say in a counted month. */
static bool gives_way(Arena *arena, const Laying *laying, const Figure *figure)
{
    if (figure->counted.len)
        return false;
    if (laying->table->replaces && str_equal(figure->table_code, laying->table->table))
        return true;
    return laying->scheme && figure->unit_id && reads(laying->scheme, figure->table_code) &&
           is_counted_group(laying, figure->unit_id) &&
           !dict_has(&laying->counted, unit_key(arena, figure->unit_id));
}

static FigureList counted_list(Arena *arena, Laying *laying)
{
    FigureList list = {0};
    LIST_EACH (const CountedFigure, from, &laying->table->figures) {
        if (laying->scheme && !is_counted_group(laying, from->unit_id))
            continue;
        dict_put(&laying->counted, unit_key(arena, from->unit_id), laying);
        *LIST_ADD(arena, &list) = (Figure){.table_code = laying->table->table,
                                           .unit_id = from->unit_id,
                                           .row_key = from->row_key,
                                           .column_code = from->column,
                                           .has_value = true,
                                           .value = from->value,
                                           .counted = laying->table->source};
    }
    return list;
}

static bool lay_table(Ctx *ctx, Laying *laying, FigureSet *set)
{
    FigureSet left = {0};
    laying->scheme = NULL;
    laying->counted = dict_create(ctx->arena);
    if (laying->table->scheme.len &&
        !scheme_for(ctx, laying->table->scheme, laying->period, &laying->scheme)) {
        if (ctx->fail.code != FAIL_NOT_FOUND)
            return false;
        fail_clear(ctx); /* not in force: nothing gives way, and nobody reads the counts */
    }
    FigureList counted = counted_list(ctx->arena, laying);
    LIST_EACH (const Figure, figure, &set->figures)
        if (!gives_way(ctx->arena, laying, figure))
            *LIST_ADD(ctx->arena, &left.figures) = *figure;
    left.index = dict_create(ctx->arena);
    *set = figures_with(ctx->arena, &left, &counted);
    return true;
}

static bool lay_counted(Ctx *ctx, Period period, const TextList *left_out, FigureSet *set)
{
    CountedTableList tables = {0};
    Laying laying = {.period = period};
    CountedAsk ask = counted_ask(ctx, period);
    ask.left_out = *left_out;
    for (size_t i = 0; i < all_module_count; i++)
        if (all_modules[i]->counted && !all_modules[i]->counted(ctx, &ask, &tables))
            return false;
    if (tables.count == 0)
        return true;
    if (!unit_book_read(ctx, &laying.book) || !source_rules(ctx, &laying.rules))
        return false;
    LIST_EACH (const CountedTable, table, &tables) {
        laying.table = table;
        if (!lay_table(ctx, &laying, set))
            return false;
    }
    return true;
}

/* ---- as it was frozen -------------------------------------------------------------------------
 */

static const Figure *same_figure(Arena *arena, const FigureSet *set, const Figure *figure)
{
    const Figure *found = figure_get(arena, set, figure->table_code, figure->unit_id,
                                     figure->row_key, figure->column_code);
    bool same = found && found->has_value == figure->has_value &&
                found->value.millionths == figure->value.millionths &&
                found->has_words == figure->has_words && str_equal(found->words, figure->words);
    return same ? found : NULL;
}

/* What the version keeps beside the imported figures was counted; what it does not keep of them
 * gave way. */
static bool as_frozen(Ctx *ctx, const MonthState *month, const FigureSet *imported, FigureSet *ret)
{
    FigureSet kept, left = {0};
    FigureList counted = {0};
    if (!figures_of_version(ctx, month->period, month->version, &kept))
        return false;
    LIST_EACH (const Figure, figure, &imported->figures)
        if (same_figure(ctx->arena, &kept, figure))
            *LIST_ADD(ctx->arena, &left.figures) = *figure;
    LIST_EACH (Figure, figure, &kept.figures) {
        if (same_figure(ctx->arena, imported, figure))
            continue;
        figure->counted = STR("由工单逐件计数，随月冻结");
        *LIST_ADD(ctx->arena, &counted) = *figure;
    }
    left.index = dict_create(ctx->arena);
    *ret = figures_with(ctx->arena, &left, &counted);
    return true;
}

bool figures_in_force(Ctx *ctx, const MonthState *month, FigureSet *ret)
{
    return figures_without(ctx, month, &(TextList){0}, ret);
}

bool figures_without(Ctx *ctx, const MonthState *month, const TextList *left_out, FigureSet *ret)
{
    FigureSet set;
    if (!figures_read(ctx, month->period, STR(""), &set))
        return false;
    if (!str_equal(month->state, STR("draft")))
        return as_frozen(ctx, month, &set, ret);
    *ret = set;
    return lay_counted(ctx, month->period, left_out, ret);
}
