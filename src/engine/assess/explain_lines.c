/* The steps between what a formula gives and what is printed, a sentence each. */
#include "engine/assess/explainer.h"

#include <stdarg.h>

static void add_line(Explainer *explainer, const char *label, const char *format, ...)
    printf_like(3, 4);

static void add_line(Explainer *explainer, const char *label, const char *format, ...)
{
    Arena *arena = explainer->ctx->arena;
    char *text = NEW(arena, char, EXPLAINED_TEXT_MAX);
    va_list list;
    va_start(list, format);
    vsnprintf(text, EXPLAINED_TEXT_MAX, format, list);
    va_end(list);
    *LIST_ADD(arena, &explainer->out->lines) = (ExplainedLine){str_of(label), str_of(text)};
}

static Str short_text(const Explainer *explainer, Decimal value)
{
    Buf text = buf_create(explainer->ctx->arena, KIB);
    decimal_print_short(&text, value);
    return buf_str(&text);
}

static const SchemeItem *item_of(const Explainer *explainer)
{
    return explainer->score == SCHEME_TOTAL ? NULL : &explainer->scheme->items.at[explainer->score];
}

static void explain_assumed(Explainer *explainer)
{
    LIST_EACH (const ExplainedInput, input, &explainer->out->inputs) {
        if (!str_empty(input->note))
            add_line(explainer, "假定", "「%.*s」空缺：%.*s", STRF(input->name), STRF(input->note));
    }
}

/* Names what is missing: figures first, then divisors that are zero. */
static Str missing_names(const Explainer *explainer)
{
    Buf names = buf_create(explainer->ctx->arena, EXPLAINED_TEXT_MAX);
    bool first = true;
    LIST_EACH (const ExplainedInput, input, &explainer->out->inputs) {
        if (input->has_value)
            continue;
        buf_format(&names, "%s「%.*s」空缺", first ? "" : "，", STRF(input->name));
        first = false;
    }
    const ProgramUnit *unit = explainer->unit;
    for (size_t i = 0; unit->formula && i < unit->formula->nodes.count; i++) {
        const FormulaNode *node = &unit->formula->nodes.at[i];
        if (node->op != FORMULA_DIV)
            continue;
        const Column *divisor =
            &explainer->evaluation.registers[unit->first_register + node->operands[1]];
        if (column_absent(divisor, explainer->row) ||
            !fraction_is_zero(column_value(divisor, explainer->row)))
            continue;
        buf_format(&names, "%s除数「%.*s」为零", first ? "" : "，",
                   STRF(explain_node(explainer, unit, node->operands[1], false)));
        first = false;
    }
    return buf_str(&names);
}

static void explain_missing(Explainer *explainer, AssessValue value)
{
    if (!(value.flags & STATE_ABSENT))
        return;
    Str names = missing_names(explainer);
    if (value.flags & ASSESS_NO_BAND)
        names = STR("数值不在分档表的任何一档");
    else if (str_empty(names))
        names = STR("所依据的指标没有得分");
    const SchemeItem *item = item_of(explainer);
    MissingRule rule = item ? item->missing : MISSING_BLANK;
    if (value.flags & (ASSESS_FILLED | ASSESS_LEFT_OUT))
        add_line(explainer, "缺项", "%.*s，%s", STRF(names), missing_rule_label(rule));
    else
        add_line(explainer, "缺项", "%.*s，没有结果（不是零）", STRF(names));
}

/* What a unit had before its cap: of a formula its last register, of a sum its parts. */
static Str raw_value(const Explainer *explainer, const ProgramUnit *unit)
{
    Arena *arena = explainer->ctx->arena;
    if (unit->formula) {
        const Column *raw =
            &explainer->evaluation.registers[unit->first_register + unit->formula->nodes.count - 1];
        return explain_exact(arena, column_value(raw, explainer->row));
    }
    Fraction sum = FRACTION_ZERO;
    for (size_t i = 0; i < unit->part_count; i++) {
        const Column *part = &explainer->evaluation.registers[unit->parts[i].used];
        if (!fraction_add(sum, column_value(part, explainer->row), &sum))
            return STR("过大的数");
    }
    return explain_exact(arena, sum);
}

static void explain_caps(Explainer *explainer, AssessValue value)
{
    const Scheme *scheme = explainer->scheme;
    if (value.flags & ASSESS_CAPPED && explainer->veiled)
        add_line(explainer, "封顶", "超出允许范围");
    else if (value.flags & ASSESS_CAPPED)
        add_line(explainer, "封顶", "算得%.*s，超出允许范围，按%.*s计",
                 STRF(raw_value(explainer, explainer->unit)),
                 STRF(explain_exact(explainer->ctx->arena, value.exact)));
    if (explainer->unit->kind != UNIT_TOTAL)
        return;
    for (size_t i = 0; i < scheme->sections.count; i++) {
        const SchemeSection *section = &scheme->sections.at[i];
        AssessValue sum = assess_section(explainer->result, explainer->subject, i);
        if (sum.flags & ASSESS_CAPPED && explainer->veiled)
            add_line(explainer, "封顶", "「%.*s」超出上限%.*s", STRF(section->name),
                     STRF(short_text(explainer, section->cap)));
        else if (sum.flags & ASSESS_CAPPED)
            add_line(explainer, "封顶", "「%.*s」合计%.*s，上限%.*s，按%.*s计", STRF(section->name),
                     STRF(raw_value(explainer,
                                    &scheme->program->units[scheme->program->section_units[i]])),
                     STRF(short_text(explainer, section->cap)),
                     STRF(explain_exact(explainer->ctx->arena, sum.exact)));
    }
}

/* The parts to which one rule was applied, in one sentence. */
static void explain_parts_under(Explainer *explainer, MissingRule rule)
{
    Buf names = buf_create(explainer->ctx->arena, EXPLAINED_TEXT_MAX);
    LIST_EACH (const ExplainedPart, part, &explainer->out->parts) {
        size_t index = scheme_item(explainer->scheme, part->code);
        AssessValue value = assess_item(explainer->result, explainer->subject, index);
        if ((value.flags & (ASSESS_FILLED | ASSESS_LEFT_OUT)) &&
            explainer->scheme->items.at[index].missing == rule)
            buf_format(&names, "「%.*s」", STRF(part->name));
    }
    if (!str_empty(buf_str(&names)))
        add_line(explainer, "缺项", "%.*s%s", STRF(buf_str(&names)), missing_rule_label(rule));
}

static void explain_filled_parts(Explainer *explainer)
{
    explain_parts_under(explainer, MISSING_FULL_MARKS);
    explain_parts_under(explainer, MISSING_ZERO);
    explain_parts_under(explainer, MISSING_REWEIGHT);
}

static void explain_rounding(Explainer *explainer, AssessValue value)
{
    const SchemeItem *item = item_of(explainer);
    SchemeRounding rounding = item ? item->rounding : explainer->scheme->total.rounding;
    Fraction printed = fraction_of_decimal(value.rounded);
    Arena *arena = explainer->ctx->arena;
    Str text = decimal_str(arena, value.rounded, value.places);
    if (fraction_equal(printed, value.exact))
        add_line(explainer, "取整", "%s到%d位小数：%.*s（无舍入）", rounding_label(rounding.mode),
                 rounding.places, STRF(text));
    else
        add_line(explainer, "取整", "%s到%d位小数：%.*s", rounding_label(rounding.mode),
                 rounding.places, STRF(text));
}

static void explain_target(Explainer *explainer, AssessValue value)
{
    const SchemeItem *item = item_of(explainer);
    if (!item || !item->has_target)
        return;
    add_line(explainer, "目标", "%s%.*s%.*s，%s",
             item->target_direction == DIRECTION_UP ? "不低于" : "不高于",
             STRF(short_text(explainer, item->target)), STRF(item->measure),
             value.flags & ASSESS_OFF_TARGET ? "未达到" : "达到");
}

static void explain_deduction(Explainer *explainer)
{
    Decimal lost;
    const SchemeItem *item = item_of(explainer);
    if (!item || !assess_deduction(explainer->result, explainer->subject, explainer->score, &lost))
        return;
    Str limit = explain_limit(explainer, item);
    if (lost.millionths == 0)
        add_line(explainer, "扣分", "%.*s，未扣分", STRF(limit));
    else
        add_line(explainer, "扣分", "%.*s，扣%.*s分", STRF(limit),
                 STRF(short_text(explainer, lost)));
}

/* 「第3名，在前8名之内」, 「90.17分，不低于80分」 */
static Str grading_reason(const Explainer *explainer, const AssessGrading *grading, Str total)
{
    Arena *arena = explainer->ctx->arena;
    long long places = (long long)grading->places;
    long long rank = (long long)assess_rank(explainer->result, explainer->subject).rank;
    switch (grading->how) {
    case GRADED_BY_QUOTA:
        return str_format(
            arena, "第%lld名，在前%lld名之内%s", rank, places,
            grading->tied_over && !explainer->result->narrowed ? "（并列者超出名额，均列入）" : "");
    case GRADED_BY_BAND:
        return str_format(arena, "%.*s不低于%.*s", STRF(total),
                          STRF(short_text(explainer, grading->grade->at_least)));
    case GRADED_IN_GAP:
        return str_format(arena, "%.*s高于%.*s，%s，按方案归%s", STRF(total),
                          STRF(short_text(explainer, grading->below->at_most)),
                          grading->above ? "又不到上一档" : "上面没有等次",
                          !grading->grade                    ? "为不定等次"
                          : grading->grade == grading->below ? "入较低一档"
                                                             : "入较高一档");
    case GRADED_BELOW:
        return str_format(arena, "%.*s低于以上各档", STRF(total));
    case GRADED_NOT:
        break;
    }
    return STR("");
}

static void explain_grade(Explainer *explainer, AssessValue value)
{
    AssessGrading grading = assess_grading(explainer->result, explainer->subject);
    if (explainer->scheme->grades.count == 0)
        return;
    Str total = decimal_str(explainer->ctx->arena, value.rounded, value.places);
    Str reason = grading_reason(explainer, &grading, total);
    if (grading.tied_over && !explainer->result->narrowed && grading.how != GRADED_BY_QUOTA)
        add_line(explainer, "名额", "并列者超出前%lld名的名额，按方案均不列入",
                 (long long)grading.places);
    if (!str_empty(reason))
        add_line(explainer, "评定", "%.*s", STRF(reason));
    add_line(explainer, "等次", "%.*s",
             STRF(grading.grade ? grading.grade->name : STR("不定等次")));
}

void explain_lines(Explainer *explainer)
{
    AssessValue value = assess_score(explainer->result, explainer->subject, explainer->score);
    explain_assumed(explainer);
    explain_missing(explainer, value);
    if (!value.present)
        return;
    explain_filled_parts(explainer);
    explain_caps(explainer, value);
    explain_rounding(explainer, value);
    explain_target(explainer, value);
    explain_deduction(explainer);
    if (explainer->score == SCHEME_TOTAL)
        explain_grade(explainer, value);
}
