#include "domain/assessment/district_view.h"

#include "domain/assessment/district.h"
#include "port/clock.h"

static const Field about_fields[] = {
    FIELD(AboutView, name, "程序", 0),
    FIELD(AboutView, version, "版本", 0),
    FIELD(AboutView, district, "区名", 0),
    FIELD(AboutView, demo, "演示", 0),
    FIELD(AboutView, notice, "告示", FIELD_SPARSE),
};
const Shape about_view_shape = SHAPE(AboutView, about_fields);

static const Field alias_fields[] = {
    FIELD(AliasView, name, "曾用名", 0),
    FIELD(AliasView, since, "起", FIELD_SPARSE),
    FIELD_MAYBE(AliasView, until, "止", 0),
};
static const Shape alias_shape = SHAPE(AliasView, alias_fields);
static const Field unit_fields[] = {
    FIELD(UnitView, name, "单位", 0),
    FIELD(UnitView, group, "组别", 0),
    FIELD(UnitView, group_name, "组别名称", 0),
    FIELD_LIST(UnitView, aliases, "曾用名", &alias_shape),
};
static const Shape unit_view_shape = SHAPE(UnitView, unit_fields);
static const Field units_fields[] = {FIELD_LIST(UnitsView, units, "单位", &unit_view_shape)};
const Shape units_view_shape = SHAPE(UnitsView, units_fields);

bool about_view(Ctx *ctx, AboutView *ret)
{
    District district;
    if (!district_read(ctx, &district))
        return false;
    *ret = (AboutView){.name = STR("通办"),
                       .version = STR(TONGBAN_VERSION),
                       .district = district.name,
                       .demo = district.demo,
                       .notice = district.notice};
    return true;
}

static void add_aliases(Arena *arena, const UnitBook *book, const Unit *unit, UnitView *view)
{
    LIST_EACH (const UnitAlias, alias, &book->aliases)
        if (alias->unit_id == unit->id)
            *LIST_ADD(arena, &view->aliases) = (AliasView){
                .name = alias->name, .has_until = alias->has_until, .until = alias->until};
}

bool units_view(Ctx *ctx, UnitsView *ret)
{
    UnitBook book;
    UnitsView view = {0};
    if (!unit_book_read(ctx, &book))
        return false;
    Date today = instant_date(clock_now(ctx));
    LIST_EACH (const Unit, unit, &book.units) {
        if (unit->has_ended && unit->ended.days <= today.days)
            continue;
        UnitView *of = LIST_ADD(ctx->arena, &view.units);
        *of = (UnitView){unit->name, unit->kind, unit_kind_label(unit->kind), {0}};
        add_aliases(ctx->arena, &book, unit, of);
    }
    *ret = view;
    return true;
}
