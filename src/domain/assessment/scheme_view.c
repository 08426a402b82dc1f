#include "domain/assessment/scheme_view.h"

#include "base/nearest.h"

static const Field entry_fields[] = {
    FIELD(SchemeEntryView, code, "编码", 0),
    FIELD(SchemeEntryView, name, "方案", 0),
    FIELD(SchemeEntryView, period_from, "施行时期", 0),
    FIELD_MAYBE(SchemeEntryView, period_until, "截止时期", 0),
    FIELD(SchemeEntryView, legal, "依据", FIELD_SPARSE),
};
static const Shape entry_shape = SHAPE(SchemeEntryView, entry_fields);
static const Field schemes_fields[] = {FIELD_LIST(SchemesView, schemes, "考核方案", &entry_shape)};
const Shape schemes_view_shape = SHAPE(SchemesView, schemes_fields);

static const Field section_fields[] = {
    FIELD(SectionView, code, "编码", 0),
    FIELD(SectionView, name, "部分", 0),
    FIELD(SectionView, cap, "上限", FIELD_SPARSE),
};
static const Shape section_shape = SHAPE(SectionView, section_fields);

static const Field indicator_fields[] = {
    FIELD(SchemeIndicatorView, code, "编码", 0),
    FIELD(SchemeIndicatorView, name, "指标", 0),
    FIELD(SchemeIndicatorView, section, "部分", FIELD_SPARSE),
    FIELD(SchemeIndicatorView, points, "分值", FIELD_SPARSE),
    FIELD(SchemeIndicatorView, direction, "方向", FIELD_SPARSE),
    FIELD(SchemeIndicatorView, formula, "公式", FIELD_SPARSE),
    FIELD(SchemeIndicatorView, rounding, "取整", FIELD_SPARSE),
    FIELD(SchemeIndicatorView, missing, "缺数时", FIELD_SPARSE),
    FIELD(SchemeIndicatorView, target, "目标", FIELD_SPARSE),
    FIELD(SchemeIndicatorView, unit, "计量单位", FIELD_SPARSE),
    FIELD(SchemeIndicatorView, depth, "层级", 0),
};
static const Shape indicator_shape = SHAPE(SchemeIndicatorView, indicator_fields);

static const Field scheme_fields[] = {
    FIELD(SchemeView, code, "编码", 0),
    FIELD(SchemeView, name, "方案", 0),
    FIELD(SchemeView, legal, "依据", FIELD_SPARSE),
    FIELD(SchemeView, source_file, "方案文件", FIELD_SPARSE),
    FIELD(SchemeView, total_rule, "总分", FIELD_SPARSE),
    FIELD(SchemeView, ranking, "排名", FIELD_SPARSE),
    FIELD(SchemeView, rounding, "取整", FIELD_SPARSE),
    FIELD_LIST(SchemeView, sections, "部分", &section_shape),
    FIELD_LIST(SchemeView, indicators, "指标", &indicator_shape),
};
const Shape scheme_view_shape = SHAPE(SchemeView, scheme_fields);

bool schemes_view(Ctx *ctx, SchemesView *ret)
{
    SchemeList schemes;
    SchemesView view = {0};
    if (!schemes_load(ctx, &schemes))
        return false;
    LIST_EACH (const Scheme *, at, &schemes) {
        const Scheme *scheme = *at;
        *LIST_ADD(ctx->arena, &view.schemes) =
            (SchemeEntryView){.code = scheme->code,
                              .name = scheme->name,
                              .period_from = scheme->from,
                              .has_period_until = scheme->has_until,
                              .period_until = scheme->until,
                              .legal = view_joined(ctx->arena, &scheme->legal_sources)};
    }
    *ret = view;
    return true;
}

/* ---- rules in words --------------------------------------------------------------------- */

static Str rounding_words(Arena *arena, SchemeRounding rounding)
{
    return str_format(arena, "%s到%d位小数", rounding_label(rounding.mode), rounding.places);
}

static Str total_words(Arena *arena, const Scheme *scheme)
{
    const SchemeTotalRule *total = &scheme->total;
    if (!total->exists)
        return STR("不合计");
    if (!total->is_sum)
        return str_empty(total->formula_note) ? total->formula.text : total->formula_note;
    if (scheme->sections.count == 0)
        return STR("各项指标之和");
    Buf text = buf_create(arena, 16 * KIB);
    LIST_EACH (const SchemeSection, section, &scheme->sections)
        buf_format(&text, "%s%.*s", section == scheme->sections.at ? "" : " + ",
                   STRF(section->name));
    return buf_str(&text);
}

static Str ranking_words(Arena *arena, const Scheme *scheme)
{
    const SchemeRanking *ranking = &scheme->ranking;
    if (!ranking->exists)
        return STR("不排名");
    Str by = ranking->by == SCHEME_TOTAL ? scheme->total.name : scheme->items.at[ranking->by].name;
    Buf text = buf_create(arena, 4 * KIB);
    buf_format(&text, "%s按%.*s%s排名，%s；相同的并列，其后名次空出",
               ranking->within == RANK_WITHIN_GROUP ? "同组内" : "全部单位", STRF(by),
               ranking->ascending ? "从低到高" : "从高到低",
               ranking->unrounded ? "用取整前的数" : "用取整后的数");
    if (ranking->volume != SCHEME_NONE) {
        buf_format(&text, "；%.*s少于", STRF(scheme->inputs.at[ranking->volume].name));
        decimal_print_short(&text, ranking->volume_min);
        buf_add_c(&text, "的不排名");
    }
    return buf_str(&text);
}

static Str stage_words(Arena *arena, const Scheme *scheme)
{
    static const char *const stages[] = {
        [ROUND_AT_ITEM] = "逐项指标取整后再用",
        [ROUND_AT_SECTION] = "各部分合计后取整",
        [ROUND_AT_TOTAL] = "到总分才取整",
    };
    return str_format(arena, "%.*s，%s", STRF(rounding_words(arena, scheme->rounding)),
                      stages[scheme->rounding_stage]);
}

/* ---- one scheme ------------------------------------------------------------------------- */

static int64_t depth_of(const Scheme *scheme, const SchemeItem *item)
{
    int64_t depth = 0;
    for (size_t at = item->parent; at != SCHEME_NONE; at = scheme->items.at[at].parent)
        depth++;
    return depth;
}

/* An item that takes its figure as it comes has no formula to show. */
static bool is_plain_figure(const Formula *formula)
{
    return formula->nodes.count == 1 && formula->nodes.at[0].op == FORMULA_INPUT;
}

static void add_item(Arena *arena, const Scheme *scheme, const SchemeItem *item, SchemeView *view)
{
    Str section = STR("");
    if (item->section != SCHEME_NONE)
        section = scheme->sections.at[item->section].code;
    *LIST_ADD(arena, &view->indicators) = (SchemeIndicatorView){
        .code = item->code,
        .name = item->name,
        .section = section,
        .points = view_short(arena, item->has_points, item->points),
        .direction = item->direction == DIRECTION_UP ? STR("越高越好") : STR("越低越好"),
        .formula = is_plain_figure(&item->formula) ? STR("") : item->formula.text,
        .rounding = rounding_words(arena, item->rounding),
        .missing = str_of(missing_rule_label(item->missing)),
        .target = view_short(arena, item->has_target, item->target),
        .unit = item->measure,
        .depth = depth_of(scheme, item)};
}

static void add_input(Arena *arena, const Scheme *scheme, const SchemeColumn *column,
                      SchemeView *view)
{
    const SchemeInput *input = &scheme->inputs.at[column->index];
    *LIST_ADD(arena, &view->indicators) =
        (SchemeIndicatorView){.code = input->code, .name = input->name, .unit = input->measure};
}

/* The newest of the code. */
static const Scheme *newest(const SchemeList *schemes, Str code)
{
    const Scheme *found = NULL;
    LIST_EACH (const Scheme *, scheme, schemes)
        if (str_equal((*scheme)->code, code) &&
            (!found || (*scheme)->from.months > found->from.months))
            found = *scheme;
    return found;
}

static bool no_such_scheme(Ctx *ctx, const SchemeList *schemes, Str code)
{
    Str *codes = NEW(ctx->arena, Str, schemes->count);
    for (size_t i = 0; i < schemes->count; i++)
        codes[i] = schemes->at[i]->code;
    fail(ctx, FAIL_NOT_FOUND, "没有考核方案「%.*s」", STRF(code));
    Str near = nearest_list(ctx->arena, code, codes, schemes->count, 1);
    return str_empty(near) ? false : fail_hint(ctx, "是否要用 %.*s？", STRF(near));
}

bool scheme_view(Ctx *ctx, Str code, SchemeView *ret)
{
    SchemeList schemes;
    Arena *arena = ctx->arena;
    if (!schemes_load(ctx, &schemes))
        return false;
    const Scheme *scheme = newest(&schemes, code);
    if (!scheme)
        return no_such_scheme(ctx, &schemes, code);
    SchemeView view = {.code = scheme->code,
                       .name = scheme->name,
                       .legal = view_joined(arena, &scheme->legal_sources),
                       .source_file = scheme->file,
                       .total_rule = total_words(arena, scheme),
                       .ranking = ranking_words(arena, scheme),
                       .rounding = stage_words(arena, scheme)};
    LIST_EACH (const SchemeSection, section, &scheme->sections)
        *LIST_ADD(arena, &view.sections) = (SectionView){
            section->code, section->name, view_short(arena, section->has_cap, section->cap)};
    LIST_EACH (const SchemeItem, item, &scheme->items)
        add_item(arena, scheme, item, &view);
    LIST_EACH (const SchemeColumn, column, &scheme->columns)
        if (column->kind == COLUMN_INPUT)
            add_input(arena, scheme, column, &view);
    *ret = view;
    return true;
}
