/* The units that a page offers where one is to be named. */
#include "domain/hotline/order_unit.h"
#include "domain/hotline/routes.h"

typedef struct UnitName {
    int64_t id; /* lists also take "#7" */
    Str name;
    Str kind; /* dictionary unit_kind */
} UnitName;
LIST_OF(UnitName, UnitNameList);
static const Field name_fields[] = {
    FIELD(UnitName, id, "编号", 0),
    FIELD(UnitName, name, "单位", 0),
    FIELD(UnitName, kind, "类别", 0),
};
static const Shape name_shape = SHAPE(UnitName, name_fields);

typedef struct UnitsOut {
    UnitNameList units;
} UnitsOut;
static const Field units_fields[] = {FIELD_LIST(UnitsOut, units, "单位", &name_shape)};
static const Shape units_shape = SHAPE(UnitsOut, units_fields);

/* Names alone, of the whole house: whoever returns an order may suggest any of them. */
static bool get_units(Ctx *ctx, const void *in, void *output)
{
    UnitsOut *out = output;
    UnitBook book;
    (void)in;
    if (!order_units_read(ctx, &book))
        return false;
    LIST_EACH (const Unit, unit, &book.units)
        if (!unit->has_ended)
            *LIST_ADD(ctx->arena, &out->units) =
                (UnitName){.id = unit->id, .name = unit->name, .kind = unit->kind};
    return true;
}

const Route hotline_unit_routes[] = {
    {.method = METHOD_GET,
     .path = "/api/hotline/units",
     .permission = "hotline.read",
     .output = &units_shape,
     .handle = get_units,
     .help = "可以选的单位"},
    {.path = NULL},
};
