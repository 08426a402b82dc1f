#include "engine/assess/scheme.h"

#include "base/nearest.h"

bool scheme_in_force(const Scheme *scheme, Period period)
{
    return period_is_year(period) == period_is_year(scheme->from) &&
           period.months >= scheme->from.months &&
           (!scheme->has_until || period.months <= scheme->until.months);
}

bool scheme_has_group(const Scheme *scheme, Str group)
{
    for (size_t i = 0; i < scheme->groups.count; i++) {
        if (str_equal(scheme->groups.at[i], group))
            return true;
    }
    return false;
}

size_t scheme_input(const Scheme *scheme, Str code)
{
    for (size_t i = 0; i < scheme->inputs.count; i++) {
        if (str_equal(scheme->inputs.at[i].code, code))
            return i;
    }
    return SCHEME_NONE;
}

size_t scheme_item(const Scheme *scheme, Str code)
{
    for (size_t i = 0; i < scheme->items.count; i++) {
        if (str_equal(scheme->items.at[i].code, code))
            return i;
    }
    return SCHEME_NONE;
}

size_t scheme_section(const Scheme *scheme, Str code)
{
    for (size_t i = 0; i < scheme->sections.count; i++) {
        if (str_equal(scheme->sections.at[i].code, code))
            return i;
    }
    return SCHEME_NONE;
}

bool scheme_find_score(Ctx *ctx, const Scheme *scheme, Str code, size_t *ret)
{
    bool is_total =
        str_empty(code) || str_equal_c(code, "total") || str_equal(code, scheme->total.code);
    size_t item = scheme_item(scheme, code);
    if (item != SCHEME_NONE) {
        *ret = item;
        return true;
    }
    if (is_total && scheme->total.exists) {
        *ret = SCHEME_TOTAL;
        return true;
    }
    Str *codes = NEW(ctx->arena, Str, scheme->items.count + 1);
    for (size_t i = 0; i < scheme->items.count; i++)
        codes[i] = scheme->items.at[i].code;
    codes[scheme->items.count] = scheme->total.code;
    if (is_total) {
        fail(ctx, FAIL_NOT_FOUND, "方案「%.*s」没有总分，请指明指标", STRF(scheme->name));
        Buf known = buf_create(ctx->arena, 64 * KIB);
        for (size_t i = 0; i < scheme->items.count; i++)
            buf_format(&known, "%s%.*s", i > 0 ? "、" : "", STRF(codes[i]));
        return fail_hint(ctx, "可用：%.*s", STRF(buf_str(&known)));
    }
    fail(ctx, FAIL_NOT_FOUND, "方案「%.*s」没有指标「%.*s」", STRF(scheme->name), STRF(code));
    Str nearest = nearest_of(code, codes, scheme->items.count + 1);
    if (!str_empty(nearest))
        fail_hint(ctx, "是否应为「%.*s」", STRF(nearest));
    return false;
}

const char *missing_rule_label(MissingRule rule)
{
    static const char *const labels[] = {
        [MISSING_BLANK] = "空缺",
        [MISSING_FULL_MARKS] = "按满分计",
        [MISSING_ZERO] = "按零分计",
        [MISSING_REWEIGHT] = "剔除后按其余指标折算",
    };
    return labels[rule];
}

const char *section_kind_name(SectionKind kind)
{
    static const char *const names[] = {"base", "bonus", "penalty"};
    return names[kind];
}
