/* Changes of the organisation: made, renamed, moved, merged. Each is one transaction and one entry
 * of the trail. */
#include "engine/access/unit.h"

#include "base/utf8.h"
#include "engine/access/guard.h"
#include "port/db.h"
#include "port/fold.h"
#include "sql_ids.h"

/* What the trail tells of a unit: names instead of numbers. */
typedef struct UnitFacts {
    Str name;
    Str kind;
    Str parent;
    bool has_since;
    Date since;
    bool has_ended;
    Date ended;
    Str successor;
    Str alias;
} UnitFacts;
static const Field facts_fields[] = {
    FIELD(UnitFacts, name, "单位", 0),
    FIELD(UnitFacts, kind, "类别", 0),
    FIELD(UnitFacts, parent, "上级单位", 0),
    FIELD_MAYBE(UnitFacts, since, "更名日期", 0),
    FIELD_MAYBE(UnitFacts, ended, "撤并日期", 0),
    FIELD(UnitFacts, successor, "并入", 0),
    FIELD(UnitFacts, alias, "又名", 0),
};
static const Shape facts_shape = SHAPE(UnitFacts, facts_fields);

/* A change in hand. */
typedef struct Change {
    Ctx *ctx;
    UnitBook book;
    Unit unit; /* as it will be */
    UnitFacts before, after;
    Str why;
} Change;

static Str name_of(const UnitBook *book, int64_t id)
{
    const Unit *unit = unit_by_id(book, id);
    return unit ? unit->name : STR("");
}

static UnitFacts facts_of(const UnitBook *book, const Unit *unit)
{
    return (UnitFacts){.name = unit->name,
                       .kind = unit->kind,
                       .parent = name_of(book, unit->parent_id),
                       .has_ended = unit->has_ended,
                       .ended = unit->ended,
                       .successor = name_of(book, unit->successor_id)};
}

/* Waits for its turn (access_changed) and reads the unit; in a transaction. */
static bool change_begin(Change *change, Ctx *ctx, int64_t id, Str why)
{
    *change = (Change){.ctx = ctx, .why = why};
    if (!access_changed(ctx) || !unit_book_read(ctx, &change->book))
        return false;
    const Unit *unit = unit_by_id(&change->book, id);
    if (!unit)
        return fail(ctx, FAIL_NOT_FOUND, "没有这个单位");
    change->unit = *unit;
    change->before = facts_of(&change->book, unit);
    return true;
}

/* Notes the change and ends the transaction, or takes it all back. */
static bool change_end(Change *change, bool done, const char *action, bool made)
{
    Ctx *ctx = change->ctx;
    AuditNote note = {.action = action,
                      .object = "unit",
                      .key = change->unit.id,
                      .title = change->unit.name,
                      .unit_id = change->unit.id,
                      .why = change->why,
                      .changes = audit_changes(ctx->arena, &facts_shape,
                                               made ? NULL : &change->before, &change->after)};
    done = done && audit_note(ctx, &note);
    return done ? db_commit(ctx) : db_rollback(ctx);
}

static bool check_name(Change *change, Str name, int64_t id)
{
    Ctx *ctx = change->ctx;
    if (!guard_name(ctx, "单位名称", name, UNIT_NAME_RUNES_MAX))
        return fail_at(ctx, (Place){.field = STR("name")});
    const Unit *other = unit_bearing(ctx->arena, &change->book, name, id);
    if (!other)
        return true;
    fail(ctx, FAIL_CONFLICT, "名称「%.*s」已属于另一个单位", STRF(name));
    return fail_hint(ctx, "现有单位「%.*s」用着或用过这个名称", STRF(other->name));
}

/* ---- the tree ----------------------------------------------------------------------------------
 */

static int depth_of(const UnitBook *book, int64_t id)
{
    int depth = 0;
    for (const Unit *unit = unit_by_id(book, id); unit && depth <= UNIT_DEPTH_MAX;
         unit = unit_by_id(book, unit->parent_id))
        depth++;
    return depth;
}

static bool is_below(const UnitBook *book, int64_t id, int64_t above)
{
    int depth = 0;
    for (const Unit *unit = unit_by_id(book, id); unit && depth <= UNIT_DEPTH_MAX; depth++) {
        if (unit->id == above)
            return true;
        unit = unit_by_id(book, unit->parent_id);
    }
    return false;
}

/* Levels from this unit to the deepest below it, itself included. */
static int height_of(const UnitBook *book, int64_t id)
{
    int deepest = 0;
    LIST_EACH (const Unit, unit, &book->units)
        if (is_below(book, unit->id, id)) {
            int depth = depth_of(book, unit->id);
            deepest = depth > deepest ? depth : deepest;
        }
    return deepest - depth_of(book, id) + 1;
}

/* `id` 0 = a unit that is not there yet. */
static bool check_parent(Change *change, int64_t parent_id, int64_t id)
{
    Ctx *ctx = change->ctx;
    const UnitBook *book = &change->book;
    if (parent_id == 0)
        return true;
    const Unit *parent = unit_by_id(book, parent_id);
    if (!parent)
        return fail(ctx, FAIL_NOT_FOUND, "没有这个上级单位");
    if (parent->has_ended)
        return fail(ctx, FAIL_STATE, "「%.*s」已撤并，不能再有下级单位", STRF(parent->name));
    if (id && is_below(book, parent_id, id))
        return fail(ctx, FAIL_INVALID, "「%.*s」在「%.*s」之下，不能作它的上级", STRF(parent->name),
                    STRF(change->unit.name));
    int height = id ? height_of(book, id) : 1;
    if (depth_of(book, parent_id) + height > UNIT_DEPTH_MAX)
        return fail(ctx, FAIL_TOO_LARGE, "单位层级超过%d级", UNIT_DEPTH_MAX);
    return true;
}

/* ---- the changes ------------------------------------------------------------------------------
 */

bool unit_create(Ctx *ctx, Str name, Str kind, int64_t parent_id, Str why, int64_t *ret_id)
{
    Change change = {.ctx = ctx, .why = why};
    name = str_trim(name);
    change.unit = (Unit){.name = name, .kind = kind, .parent_id = parent_id};
    if (!db_begin(ctx))
        return false;
    bool done = access_changed(ctx) && unit_book_read(ctx, &change.book) &&
                check_name(&change, name, 0) && check_parent(&change, parent_id, 0);
    if (done && change.book.units.count >= UNITS_MAX)
        done = fail(ctx, FAIL_TOO_LARGE, "单位超过%d个", UNITS_MAX);
    done = done && unit_put(ctx, &change.unit, &change.unit.id);
    change.after = facts_of(&change.book, &change.unit);
    int64_t id = change.unit.id;
    if (!change_end(&change, done, "unit.create", /* made= */ true))
        return false;
    *ret_id = id;
    return true;
}

/* The last day of the dated former names; no new name can begin before. */
static bool last_renaming(const UnitBook *book, int64_t id, Date *ret_until)
{
    bool any = false;
    LIST_EACH (const UnitAlias, alias, &book->aliases)
        if (alias->unit_id == id && alias->has_until &&
            (!any || alias->until.days > ret_until->days)) {
            *ret_until = alias->until;
            any = true;
        }
    return any;
}

/* The name so far stays an alias up to the day before; one that was never in force for a day (it
 * is put right on the day of its own beginning) leaves none. */
static bool keep_name(Change *change, Date since)
{
    Ctx *ctx = change->ctx;
    Date until = {since.days - 1}, last = {0};
    if (last_renaming(&change->book, change->unit.id, &last)) {
        if (until.days < last.days) {
            fail(ctx, FAIL_INVALID, "更名日期早于上一次更名");
            return fail_at(ctx, (Place){.field = STR("since")});
        }
        if (until.days == last.days)
            return true;
    }
    return unit_alias_put(ctx, change->unit.id, change->unit.name, &until);
}

bool unit_rename(Ctx *ctx, int64_t id, Str name, Date since, Str why)
{
    Change change;
    name = str_trim(name);
    if (!db_begin(ctx))
        return false;
    bool done = change_begin(&change, ctx, id, why) && check_name(&change, name, id);
    if (done && change.unit.has_ended)
        done = fail(ctx, FAIL_STATE, "「%.*s」已撤并，不能更名", STRF(change.unit.name));
    /* Only its way of writing differs: that is no other name. */
    bool same = done && str_equal(fold_name(ctx->arena, name), change.unit.folded);
    done = done && (same || keep_name(&change, since));
    change.unit.name = name;
    done = done && unit_put(ctx, &change.unit, &id);
    change.after = facts_of(&change.book, &change.unit);
    change.after.has_since = true;
    change.after.since = since;
    return change_end(&change, done, "unit.rename", /* made= */ false);
}

bool unit_move(Ctx *ctx, int64_t id, int64_t parent_id, Str kind, Str why)
{
    Change change;
    if (!db_begin(ctx))
        return false;
    bool done = change_begin(&change, ctx, id, why) && check_parent(&change, parent_id, id);
    if (done && str_empty(kind))
        done =
            fail(ctx, FAIL_INVALID, "缺少单位类别") || fail_at(ctx, (Place){.field = STR("kind")});
    change.unit.parent_id = parent_id;
    change.unit.kind = kind;
    done = done && unit_put(ctx, &change.unit, &id);
    change.after = facts_of(&change.book, &change.unit);
    return change_end(&change, done, "unit.move", /* made= */ false);
}

static bool check_merge(const Change *change, int64_t into, Date since)
{
    Ctx *ctx = change->ctx;
    const Unit *unit = &change->unit, *other = unit_by_id(&change->book, into);
    if (!other)
        return fail(ctx, FAIL_NOT_FOUND, "没有要并入的单位");
    if (unit->has_ended)
        return fail(ctx, FAIL_STATE, "「%.*s」已撤并", STRF(unit->name));
    if (other->has_ended && other->ended.days <= since.days)
        return fail(ctx, FAIL_STATE, "「%.*s」那时已撤并，不能再并入", STRF(other->name));
    if (!is_below(&change->book, into, unit->id))
        return true;
    fail(ctx, FAIL_INVALID, "不能并入自己或自己的下级单位");
    return fail_hint(ctx, "先把「%.*s」移到别的上级单位之下", STRF(other->name));
}

/* What stood under the unit or sat in it goes on in the other one. */
static bool hand_over(Ctx *ctx, int64_t id, int64_t into)
{
    static const int statements[] = {SQL_UNIT_CHILDREN_MOVE, SQL_UNIT_POSTS_MOVE,
                                     SQL_UNIT_HOLDERS_MOVE, SQL_UNIT_TOKENS_MOVE};
    for (size_t i = 0; i < ARRAY_LEN(statements); i++)
        if (!db_run(ctx, statements[i], BINDS({"id", bind(id)}, {"into", bind(into)}), NULL))
            return false;
    return true;
}

bool unit_merge(Ctx *ctx, int64_t id, int64_t into, Date since, Str why)
{
    Change change;
    if (!db_begin(ctx))
        return false;
    bool done = change_begin(&change, ctx, id, why) && check_merge(&change, into, since);
    change.unit.has_ended = true;
    change.unit.ended = since;
    change.unit.successor_id = into;
    done = done && unit_put(ctx, &change.unit, &id) && hand_over(ctx, id, into);
    change.after = facts_of(&change.book, &change.unit);
    return change_end(&change, done, "unit.merge", /* made= */ false);
}

bool unit_add_alias(Ctx *ctx, int64_t id, Str alias, Str why)
{
    Change change;
    alias = str_trim(alias);
    if (!db_begin(ctx))
        return false;
    bool done = change_begin(&change, ctx, id, why) && check_name(&change, alias, id);
    done = done && unit_alias_put(ctx, id, alias, /* until= */ NULL);
    change.after = change.before;
    change.after.alias = alias;
    return change_end(&change, done, "unit.alias", /* made= */ false);
}
