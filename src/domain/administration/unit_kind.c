#include "domain/administration/unit_kind.h"

bool unit_kinds_read(Ctx *ctx, Dictionary *ret)
{
    return dictionary_read(ctx, STR("unit_kind"), ret);
}

bool unit_kind_check(Ctx *ctx, const Unit *unit, Str kind)
{
    Dictionary kinds;
    if (unit && str_equal(unit->kind, kind))
        return true;
    return unit_kinds_read(ctx, &kinds) && dictionary_need(ctx, &kinds, kind);
}
