/* The organisation: the tree of units with their dated names. */
#include "domain/administration/routes.h"
#include "domain/administration/unit_kind.h"
#include "engine/access/access.h"

#define UNITS "access.units"

typedef struct AliasView {
    Str name;
    bool has_until;
    Date until;
} AliasView;
LIST_OF(AliasView, AliasViewList);
static const Field alias_fields[] = {
    FIELD(AliasView, name, "别名", 0),
    FIELD_MAYBE(AliasView, until, "止", 0),
};
static const Shape alias_shape = SHAPE(AliasView, alias_fields);

typedef struct UnitView {
    int64_t id;
    int64_t parent_id;
    Str name;
    Str kind;
    Str kind_name;
    int64_t listing;
    bool has_ended;
    Date ended;
    Str successor; /* its name; empty = none, or not to be seen */
    AliasViewList aliases;
} UnitView;
LIST_OF(UnitView, UnitViewList);
static const Field unit_fields[] = {
    FIELD(UnitView, id, "编号", 0),
    FIELD(UnitView, parent_id, "上级", 0),
    FIELD(UnitView, name, "单位", 0),
    FIELD(UnitView, kind, "类别", 0),
    FIELD(UnitView, kind_name, "类别名称", 0),
    FIELD(UnitView, listing, "次序", 0),
    FIELD_MAYBE(UnitView, ended, "撤销日期", 0),
    FIELD(UnitView, successor, "并入", FIELD_SPARSE),
    FIELD_LIST(UnitView, aliases, "别名", &alias_shape),
};
static const Shape unit_view_shape = SHAPE(UnitView, unit_fields);

typedef struct UnitsOut {
    UnitViewList units;
    DictionaryValueList kinds; /* those a unit may be given */
} UnitsOut;
static const Field units_fields[] = {
    FIELD_LIST(UnitsOut, units, "单位", &unit_view_shape),
    FIELD_LIST(UnitsOut, kinds, "类别", &dictionary_value_shape),
};
static const Shape units_shape = SHAPE(UnitsOut, units_fields);

static UnitView view_of(Ctx *ctx, const UnitBook *book, const Dictionary *kinds, const Unit *unit)
{
    const Unit *parent = unit_by_id(book, unit->parent_id);
    const Unit *successor = unit_by_id(book, unit->successor_id);
    UnitView view = {.id = unit->id,
                     /* The topmost that may be seen stands at the top. */
                     .parent_id = parent ? parent->id : 0,
                     .name = unit->name,
                     .kind = unit->kind,
                     .kind_name = dictionary_label(kinds, unit->kind),
                     .listing = unit->listing,
                     .has_ended = unit->has_ended,
                     .ended = unit->ended,
                     .successor = successor ? successor->name : (Str){0}};
    LIST_EACH (const UnitAlias, alias, &book->aliases)
        if (alias->unit_id == unit->id)
            *LIST_ADD(ctx->arena, &view.aliases) =
                (AliasView){alias->name, alias->has_until, alias->until};
    return view;
}

static bool get_units(Ctx *ctx, const void *input, void *output)
{
    UnitsOut *out = output;
    UnitBook book;
    Dictionary kinds;
    (void)input;
    if (!unit_book_read(ctx, &book) || !unit_kinds_read(ctx, &kinds))
        return false;
    LIST_EACH (const Unit, unit, &book.units)
        *LIST_ADD(ctx->arena, &out->units) = view_of(ctx, &book, &kinds, unit);
    LIST_EACH (const DictionaryValue, kind, &kinds.values)
        if (!kind->disabled)
            *LIST_ADD(ctx->arena, &out->kinds) = *kind;
    return true;
}

/* ---- changing
 * ------------------------------------------------------------------------------------ */

typedef struct UnitIn {
    int64_t id;
    int64_t parent_id;
    Str name;
    Str kind;
    Date since;
    int64_t into;
    Str alias;
    Str why;
} UnitIn;
#define ID_FIELD FIELD(UnitIn, id, "编号", FIELD_REQUIRED)
#define NAME_FIELD FIELD(UnitIn, name, "单位", FIELD_REQUIRED, .max_runes = 64)
#define KIND_FIELD FIELD(UnitIn, kind, "类别", FIELD_REQUIRED, .max_runes = 32)
#define PARENT_FIELD FIELD(UnitIn, parent_id, "上级", 0)
#define SINCE_FIELD FIELD(UnitIn, since, "起", FIELD_REQUIRED)
#define WHY_FIELD FIELD(UnitIn, why, "原因", FIELD_REQUIRED, .max_runes = WHY_RUNES_MAX)

static const Field create_fields[] = {NAME_FIELD, KIND_FIELD, PARENT_FIELD, WHY_FIELD};
static const Shape create_shape = SHAPE(UnitIn, create_fields);
static const Field rename_fields[] = {ID_FIELD, NAME_FIELD, SINCE_FIELD, WHY_FIELD};
static const Shape rename_shape = SHAPE(UnitIn, rename_fields);
static const Field move_fields[] = {ID_FIELD, PARENT_FIELD, KIND_FIELD, WHY_FIELD};
static const Shape move_shape = SHAPE(UnitIn, move_fields);
static const Field merge_fields[] = {ID_FIELD, FIELD(UnitIn, into, "并入", FIELD_REQUIRED),
                                     SINCE_FIELD, WHY_FIELD};
static const Shape merge_shape = SHAPE(UnitIn, merge_fields);
static const Field alias_in_fields[] = {
    ID_FIELD, FIELD(UnitIn, alias, "别名", FIELD_REQUIRED, .max_runes = 64), WHY_FIELD};
static const Shape alias_in_shape = SHAPE(UnitIn, alias_in_fields);

static bool post_unit(Ctx *ctx, const void *input, void *out)
{
    const UnitIn *in = input;
    return unit_kind_check(ctx, /* unit= */ NULL, in->kind) &&
           unit_create(ctx, in->name, in->kind, in->parent_id, in->why, &((IdIn *)out)->id);
}

static bool post_rename(Ctx *ctx, const void *input, void *out)
{
    const UnitIn *in = input;
    (void)out;
    return unit_rename(ctx, in->id, in->name, in->since, in->why);
}

static bool post_move(Ctx *ctx, const void *input, void *out)
{
    const UnitIn *in = input;
    UnitBook book;
    (void)out;
    if (!unit_book_read(ctx, &book))
        return false;
    return unit_kind_check(ctx, unit_by_id(&book, in->id), in->kind) &&
           unit_move(ctx, in->id, in->parent_id, in->kind, in->why);
}

static bool post_merge(Ctx *ctx, const void *input, void *out)
{
    const UnitIn *in = input;
    (void)out;
    return unit_merge(ctx, in->id, in->into, in->since, in->why);
}

static bool post_alias(Ctx *ctx, const void *input, void *out)
{
    const UnitIn *in = input;
    (void)out;
    return unit_add_alias(ctx, in->id, in->alias, in->why);
}

const Route unit_routes[] = {
    VIEW("/api/access/units", "access.users", NULL, &units_shape, get_units,
         "机构树：单位、类别、别名和曾用名"),
    MOVE("/api/access/units", UNITS, &create_shape, &made_id_shape, post_unit, "新设单位"),
    MOVE("/api/access/units/{id}/rename", UNITS, &rename_shape, NULL, post_rename,
         "单位更名，旧名成为曾用名"),
    MOVE("/api/access/units/{id}/move", UNITS, &move_shape, NULL, post_move, "改单位的上级、类别"),
    MOVE("/api/access/units/{id}/merge", UNITS, &merge_shape, NULL, post_merge, "单位并入另一单位"),
    MOVE("/api/access/units/{id}/alias", UNITS, &alias_in_shape, NULL, post_alias,
         "给单位加一个导入时认得的别名"),
    {.path = NULL},
};
