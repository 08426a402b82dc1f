#include "domain/hotline/order_unit.h"

#include "port/clock.h"
#include "port/db.h"
#include "port/fold.h"
#include "sql_ids.h"

bool order_units_read(Ctx *ctx, UnitBook *ret)
{
    const DbScope *mine = scope_lift(ctx);
    bool done = unit_book_read(ctx, ret);
    scope_lower(ctx, mine);
    return done;
}

Str order_unit_name(const UnitBook *book, int64_t id)
{
    const Unit *unit = id ? unit_by_id(book, id) : NULL;
    return unit ? unit->name : STR("");
}

/* A former name, a merged unit, or none: rare, so that the whole book may be read for it. */
static bool search_unit(Ctx *ctx, Str name, int64_t *ret)
{
    UnitBook all, seen;
    Period now;
    const Unit *unit;
    CivilDate today = date_civil(instant_date(clock_now(ctx)));
    if (!month_make(today.year, today.month, &now) || !order_units_read(ctx, &all))
        return false;
    if (unit_find(ctx->arena, &all, name, now, &unit) == UNIT_MATCHED) {
        *ret = unit->id;
        return true;
    }
    seen = unit_book_within(ctx->arena, &all, ctx->scope);
    return unit_need(ctx, &seen, name, now, &unit) &&
           fail(ctx, FAIL_NOT_FOUND, "没有找到单位「%.*s」", STRF(name));
}

bool order_unit_id(Ctx *ctx, Str name, int64_t *ret)
{
    int64_t id = 0;
    Str trimmed = str_trim(name);
    *ret = 0;
    if (str_empty(trimmed))
        return true;
    const DbScope *mine = scope_lift(ctx);
    bool done = db_number(ctx, SQL_ORDER_UNIT_NAMED,
                          BINDS({"folded", bind(fold_name(ctx->arena, trimmed))}), &id);
    scope_lower(ctx, mine);
    if (!done || id == 0)
        return done && search_unit(ctx, trimmed, ret);
    *ret = id;
    return true;
}
