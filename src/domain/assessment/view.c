#include "domain/assessment/view.h"

static const Field problem_fields[] = {
    FIELD(Problem, row, "行", 0),
    FIELD(Problem, column, "列", 0),
    FIELD(Problem, field, "表头", FIELD_SPARSE),
    FIELD(Problem, value, "原值", FIELD_SPARSE),
    FIELD(Problem, message, "问题", 0),
    FIELD(Problem, hint, "怎么改", FIELD_SPARSE),
};
const Shape view_problem_shape = SHAPE(Problem, problem_fields);

static const Field change_fields[] = {
    FIELD(MonthChange, table, "数据表", FIELD_SPARSE),
    FIELD(MonthChange, unit, "单位", FIELD_SPARSE),
    FIELD(MonthChange, column, "指标", 0),
    FIELD(MonthChange, before, "原值", FIELD_SPARSE),
    FIELD(MonthChange, after, "新值", FIELD_SPARSE),
};
const Shape view_change_shape = SHAPE(MonthChange, change_fields);

Str view_value(Arena *arena, AssessValue value)
{
    return value.present ? decimal_str_least(arena, value.rounded, value.places) : STR("");
}

Str view_short(Arena *arena, bool has, Decimal value)
{
    Buf text = buf_create(arena, 64);
    if (has)
        decimal_print_short(&text, value);
    return buf_str(&text);
}

Str view_joined(Arena *arena, const SchemeStrList *texts)
{
    Buf joined = buf_create(arena, 16 * KIB);
    LIST_EACH (const Str, text, texts)
        buf_format(&joined, "%s%.*s", text == texts->at ? "" : "；", STRF(*text));
    return buf_str(&joined);
}

TextList view_flags(Arena *arena, unsigned flags)
{
    static const struct {
        unsigned flag;
        Str name;
    } names[] = {
        {ASSESS_FILLED, STR_INIT("filled")},
        {ASSESS_CAPPED, STR_INIT("capped")},
        {ASSESS_DIVIDED_BY_ZERO, STR_INIT("divided_by_zero")},
        {ASSESS_MISSING, STR_INIT("missing")},
        {ASSESS_OFF_TARGET, STR_INIT("below_target")},
    };
    TextList list = {0};
    if (flags & ASSESS_FILLED)
        flags &= ~(unsigned)ASSESS_MISSING;
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (flags & names[i].flag)
            *LIST_ADD(arena, &list) = names[i].name;
    return list;
}

Str view_missing_note(const SchemeItem *item, unsigned flags)
{
    if (flags & (ASSESS_FILLED | ASSESS_LEFT_OUT))
        return str_of(missing_rule_label(item->missing));
    return flags & ASSESS_NO_BAND ? STR("不在任何一档") : STR("");
}

Str view_section(const Scheme *scheme, const SchemeItem *item)
{
    if (item->section != SCHEME_NONE)
        return str_of(section_kind_name(scheme->sections.at[item->section].kind));
    return str_equal(item->measure, STR("%")) ? STR("ratio") : STR("item");
}

Str view_section_name(const Scheme *scheme, const SchemeItem *item)
{
    return item->section == SCHEME_NONE ? STR("指标") : scheme->sections.at[item->section].name;
}

bool view_group(Ctx *ctx, Str text, Str *ret)
{
    *ret = STR("");
    if (str_empty(text) || unit_group_parse(text, ret))
        return true;
    fail(ctx, FAIL_INVALID, "没有组别「%.*s」", STRF(text));
    fail_at(ctx, (Place){.field = STR("group")});
    return fail_hint(ctx, "组别可以是 street（街道）、department（部门）、self（本单位）");
}
