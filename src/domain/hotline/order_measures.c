#include "domain/hotline/order_measures.h"

#include "port/packs.h"

static bool make(Ctx *ctx, void *ret)
{
    return measures_load(ctx, STR("hotline"), &order_facts_shape, ret);
}

bool order_measures(Ctx *ctx, const MeasureSet **ret)
{
    return packs_made(ctx, "hotline measures", sizeof *ret, make, ret);
}
