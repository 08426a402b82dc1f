#include "domain/hotline/reported.h"

#include "domain/hotline/order_unit.h"

bool reported_bars(Arena *arena, const HotlineRules *rules, const UnitBook *book,
                   int64_t reported_unit_id, int64_t unit_id)
{
    if (reported_unit_id == 0 || unit_id == 0)
        return false;
    if (!rules->reported.below)
        return unit_id == reported_unit_id;
    const DbScope own = {.units = unit_ids_below(arena, book, reported_unit_id)};
    return unit_id == reported_unit_id || scope_allows(&own, unit_id);
}

static bool fail_barred(Ctx *ctx, const UnitBook *book, int64_t reported_unit_id, int64_t unit_id)
{
    Str reported = order_unit_name(book, reported_unit_id);
    if (unit_id == reported_unit_id)
        fail(ctx, FAIL_INVALID, "「%.*s」是被举报单位，举报件不能转给它", STRF(reported));
    else
        fail(ctx, FAIL_INVALID, "「%.*s」是被举报单位「%.*s」的下级，举报件不能转给它",
             STRF(order_unit_name(book, unit_id)), STRF(reported));
    return fail_hint(ctx, "派给其上级主管单位或有权调查的单位，见候选单位");
}

bool reported_check(Ctx *ctx, int64_t reported_unit_id, int64_t unit_id, const FlowUnitList *more)
{
    const HotlineRules *rules;
    UnitBook book;
    if (reported_unit_id == 0 || (unit_id == 0 && (!more || more->count == 0)))
        return true;
    if (!hotline_rules(ctx, &rules) || !order_units_read(ctx, &book))
        return false;
    if (reported_bars(ctx->arena, rules, &book, reported_unit_id, unit_id))
        return fail_barred(ctx, &book, reported_unit_id, unit_id);
    for (size_t i = 0; more && i < more->count; i++)
        if (reported_bars(ctx->arena, rules, &book, reported_unit_id, more->at[i].unit_id))
            return fail_barred(ctx, &book, reported_unit_id, more->at[i].unit_id);
    return true;
}

bool reported_check_merge(Ctx *ctx, const Order *order, const Order *into)
{
    if (order->reported_unit_id == 0 || order->reported_unit_id == into->reported_unit_id)
        return true;
    fail(ctx, FAIL_INVALID, "举报件只能并入被举报单位相同的工单");
    return fail_hint(ctx, "工单「%.*s」不是对同一单位的举报，并入后被举报单位可能看到",
                     STRF(into->number));
}
