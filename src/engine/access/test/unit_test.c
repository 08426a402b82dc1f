/* The organisation: its tree, dated names, mergers, who sees what of it. */
#include "engine/access/audit.h"
#include "engine/access/post.h"
#include "engine/access/unit.h"
#include "kit/kit_database.h"
#include "sql_ids.h"

static KitDatabase *ready(KitDatabase *database)
{
    if (database)
        actor_enter(database->ctx, &actor_local);
    return database;
}
#define EACH_DATABASE(ctx)                                                                         \
    for (KitDatabase *kit_database = ready(kit_database_first((ctx), &db_catalogue));              \
         kit_database; kit_database = ready(kit_database_next(kit_database)))

static Date day_of(const char *text)
{
    Date date;
    assert_true(date_parse(str_of(text), &date));
    return date;
}

static Period month_of(int year, int month)
{
    Period made;
    assert_true(month_make(year, month, &made));
    return made;
}

static int64_t make(Ctx *ctx, const char *name, int64_t parent)
{
    int64_t id;
    assert_ok(ctx, unit_create(ctx, str_of(name), STR("team"), parent, STR("设立"), &id));
    return id;
}

static UnitBook book_of(Ctx *ctx)
{
    UnitBook book;
    assert_ok(ctx, unit_book_read(ctx, &book));
    return book;
}

static Unit unit_of(Ctx *ctx, int64_t id)
{
    UnitBook book = book_of(ctx);
    const Unit *unit = unit_by_id(&book, id);
    assert_non_null(unit);
    return *unit;
}

static AuditEntry last_entry(Ctx *ctx)
{
    AuditEntryList entries = {0};
    int64_t total;
    assert_ok(ctx, audit_read(ctx, &(AuditQuery){.page = 1}, &entries, &total));
    assert_true(entries.count > 0);
    return entries.at[0];
}

/* ---- the tree ----------------------------------------------------------------------------- */

static void units_stand_in_a_tree_in_the_order_in_which_they_were_made(void **state)
{
    Ctx *ctx = *state;
    EACH_DATABASE(ctx)
    {
        int64_t bureau = make(ctx, "总务处", 0), office = make(ctx, " 收发室 ", bureau);
        UnitBook book = book_of(ctx);
        assert_int_equal(book.units.count, 2);
        assert_str(book.units.at[1].name, "收发室");
        assert_int_equal(book.units.at[1].parent_id, bureau);
        assert_int_equal(book.units.at[0].parent_id, 0);
        assert_true(book.units.at[1].listing > book.units.at[0].listing);
        AuditEntry entry = last_entry(ctx);
        assert_str(entry.action, "unit.create");
        assert_int_equal(entry.object_key, office);
        assert_int_equal(entry.unit_id, office);
        assert_str(entry.why, "设立");
    }
}

static void a_name_belongs_to_one_unit(void **state)
{
    Ctx *ctx = *state;
    EACH_DATABASE(ctx)
    {
        int64_t id, first = make(ctx, "总务处（一）", 0), second = make(ctx, "财务处", 0);
        assert_fails(ctx, FAIL_CONFLICT,
                     unit_create(ctx, STR("总务处(一)"), STR("team"), 0, STR(""), &id));
        assert_ok(ctx, unit_rename(ctx, first, STR("后勤处"), day_of("2023-03-15"), STR("改名")));
        /* A name borne once stays taken. */
        assert_fails(ctx, FAIL_CONFLICT,
                     unit_rename(ctx, second, STR("总务处（一）"), day_of("2024-01-01"), STR("")));
        assert_contains(ctx->fail.hint, "后勤处");
        assert_fails(ctx, FAIL_CONFLICT, unit_add_alias(ctx, second, STR("后勤处"), STR("")));
        assert_fails(ctx, FAIL_INVALID, unit_create(ctx, STR("　"), STR("team"), 0, STR(""), &id));
        assert_fails(ctx, FAIL_NOT_FOUND,
                     unit_create(ctx, STR("档案室"), STR("team"), 99, STR(""), &id));
        assert_int_equal(book_of(ctx).units.count, 2);
    }
}

static void a_unit_moves_but_never_under_itself(void **state)
{
    Ctx *ctx = *state;
    EACH_DATABASE(ctx)
    {
        int64_t top = make(ctx, "甲", 0), middle = make(ctx, "乙", top),
                low = make(ctx, "丙", middle);
        assert_fails(ctx, FAIL_INVALID, unit_move(ctx, top, low, STR("team"), STR("")));
        assert_fails(ctx, FAIL_INVALID, unit_move(ctx, top, top, STR("team"), STR("")));
        assert_ok(ctx, unit_move(ctx, low, top, STR("office"), STR("升格")));
        assert_int_equal(unit_of(ctx, low).parent_id, top);
        assert_str(unit_of(ctx, low).kind, "office");
        AuditEntry entry = last_entry(ctx);
        assert_str(entry.action, "unit.move");
        assert_int_equal(entry.changes.count, 2);
        assert_str(entry.changes.at[0].before, "team");
        assert_str(entry.changes.at[0].after, "office");
        assert_str(entry.changes.at[1].before, "乙");
        assert_str(entry.changes.at[1].after, "甲");
    }
}

static void the_tree_is_no_deeper_than_allowed(void **state)
{
    Ctx *ctx = *state;
    EACH_DATABASE(ctx)
    {
        static const char *const levels[UNIT_DEPTH_MAX] = {"一层", "二层", "三层", "四层",
                                                           "五层", "六层", "七层", "八层"};
        int64_t parent = 0, id;
        for (int depth = 0; depth < UNIT_DEPTH_MAX; depth++)
            parent = make(ctx, levels[depth], parent);
        assert_fails(ctx, FAIL_TOO_LARGE,
                     unit_create(ctx, STR("过深"), STR("team"), parent, STR(""), &id));
        int64_t pair = make(ctx, "一双", 0);
        make(ctx, "其下", pair);
        UnitBook book = book_of(ctx);
        int64_t above = unit_by_id(&book, parent)->parent_id;
        assert_fails(ctx, FAIL_TOO_LARGE, unit_move(ctx, pair, above, STR("team"), STR("")));
    }
}

/* ---- names of a day ----------------------------------------------------------------------- */

static void a_renamed_unit_is_called_what_it_was_called_on_the_day(void **state)
{
    Ctx *ctx = *state;
    EACH_DATABASE(ctx)
    {
        int64_t id = make(ctx, "信息处", 0);
        assert_ok(ctx, unit_rename(ctx, id, STR("数据处"), day_of("2022-07-01"), STR("改革")));
        assert_ok(ctx, unit_rename(ctx, id, STR("数据局"), day_of("2023-03-15"), STR("改革")));
        UnitBook book = book_of(ctx);
        const Unit *unit = unit_by_id(&book, id);
        assert_str(unit->name, "数据局");
        assert_str(unit_name_on(&book, unit, day_of("2022-06-30")), "信息处");
        assert_str(unit_name_on(&book, unit, day_of("2022-07-01")), "数据处");
        assert_str(unit_name_on(&book, unit, day_of("2023-03-14")), "数据处");
        assert_str(unit_name_on(&book, unit, day_of("2023-03-15")), "数据局");
        UnitBook then = unit_book_on(ctx->arena, &book, day_of("2022-12-31"));
        assert_str(unit_by_id(&then, id)->name, "数据处");
        /* By the name of that day, and by the one it has now. */
        const Unit *found;
        Period period = month_of(2022, 12);
        assert_int_equal(unit_find(ctx->arena, &then, STR("数据处"), period, &found), UNIT_MATCHED);
        assert_int_equal(unit_find(ctx->arena, &then, STR("数据局"), period, &found), UNIT_MATCHED);
        assert_int_equal(unit_find(ctx->arena, &then, STR("信息处"), period, &found), UNIT_RENAMED);
        assert_str(unit_fate(ctx->arena, &book, STR("信息处"), period), "已更名为「数据局」");
    }
}

static void a_renaming_cannot_begin_before_the_last_one(void **state)
{
    Ctx *ctx = *state;
    EACH_DATABASE(ctx)
    {
        int64_t id = make(ctx, "信息处", 0);
        assert_ok(ctx, unit_rename(ctx, id, STR("数据处"), day_of("2023-03-15"), STR("")));
        assert_fails(ctx, FAIL_INVALID,
                     unit_rename(ctx, id, STR("数据局"), day_of("2023-03-01"), STR("")));
        assert_str(unit_of(ctx, id).name, "数据处");
        /* On the same day it puts the new name right; the wrong one was never in force. */
        assert_ok(ctx, unit_rename(ctx, id, STR("数据局"), day_of("2023-03-15"), STR("笔误")));
        assert_int_equal(book_of(ctx).aliases.count, 1);
        assert_str(book_of(ctx).aliases.at[0].name, "信息处");
    }
}

static void another_way_of_writing_is_no_renaming(void **state)
{
    Ctx *ctx = *state;
    EACH_DATABASE(ctx)
    {
        int64_t id = make(ctx, "总务处(一)", 0);
        assert_ok(ctx,
                  unit_rename(ctx, id, STR("总务处（一）"), day_of("2023-03-15"), STR("全角")));
        assert_str(unit_of(ctx, id).name, "总务处（一）");
        assert_int_equal(book_of(ctx).aliases.count, 0);
    }
}

static void an_alias_holds_for_ever(void **state)
{
    Ctx *ctx = *state;
    EACH_DATABASE(ctx)
    {
        int64_t id = make(ctx, "总务处", 0);
        const Unit *unit;
        assert_ok(ctx, unit_add_alias(ctx, id, STR("总务"), STR("简称")));
        UnitBook book = book_of(ctx);
        assert_int_equal(unit_find(ctx->arena, &book, STR("总务"), month_of(2099, 1), &unit),
                         UNIT_MATCHED);
        assert_str(unit_name_on(&book, unit, day_of("2020-01-01")), "总务处");
        assert_str(last_entry(ctx).action, "unit.alias");
    }
}

/* ---- mergers ------------------------------------------------------------------------------ */

static void a_merged_unit_ends_and_its_children_go_over(void **state)
{
    Ctx *ctx = *state;
    EACH_DATABASE(ctx)
    {
        int64_t old = make(ctx, "旧局", 0), child = make(ctx, "旧局一科", old),
                into = make(ctx, "新局", 0);
        const Unit *unit;
        assert_ok(ctx, unit_merge(ctx, old, into, day_of("2023-04-01"), STR("机构改革")));
        UnitBook book = book_of(ctx);
        unit = unit_by_id(&book, old);
        assert_true(unit->has_ended);
        assert_int_equal(unit->ended.days, day_of("2023-04-01").days);
        assert_int_equal(unit->successor_id, into);
        assert_int_equal(unit_by_id(&book, child)->parent_id, into);
        assert_true(unit_stood_in(unit, month_of(2023, 3)));
        assert_false(unit_stood_in(unit, month_of(2023, 4)));
        assert_int_equal(unit_find(ctx->arena, &book, STR("旧局"), month_of(2023, 3), &unit),
                         UNIT_MATCHED);
        assert_int_equal(unit->id, old);
        assert_int_equal(unit_find(ctx->arena, &book, STR("旧局"), month_of(2023, 4), &unit),
                         UNIT_MERGED);
        assert_int_equal(unit->id, into);
        assert_fails(ctx, FAIL_NOT_FOUND,
                     unit_need(ctx, &book, STR("旧局"), month_of(2023, 5), &unit));
        assert_contains(ctx->fail.hint, "已于2023年4月1日并入「新局」");
        assert_str(last_entry(ctx).action, "unit.merge");
    }
}

/* A post of the unit, held by the system's account. */
static int64_t seat_in(Ctx *ctx, int64_t unit)
{
    int64_t role, post, holder;
    assert_ok(ctx, db_begin(ctx));
    assert_ok(ctx, db_number(ctx, SQL_ROLE_ADD,
                             BINDS({"code", bind(STR("r"))}, {"title", bind(STR("角色"))},
                                   {"scope", bind(STR("unit"))}, {"permissions", bind(STR("[]"))},
                                   {"sees", bind(STR("[]"))}, {"units", bind(STR("[]"))},
                                   {"built_in", bind(false)}),
                             &role));
    assert_ok(ctx, db_number(ctx, SQL_POST_ADD,
                             BINDS({"unit_id", bind(unit)}, {"title", bind(STR("经办人"))},
                                   {"role_id", bind(role)}),
                             &post));
    assert_ok(ctx, db_number(ctx, SQL_HOLDER_ADD,
                             BINDS({"unit_id", bind(unit)}, {"post_id", bind(post)},
                                   {"account_id", bind((int64_t)ACCOUNT_SYSTEM)},
                                   {"since", bind(day_of("2020-01-01"))}, {"until", bind_null()},
                                   {"deputy_for", bind_null()}, {"why", bind(STR(""))}),
                             &holder));
    assert_ok(ctx, audit_note(ctx, &(AuditNote){.action = "post.create", .object = "post"}));
    assert_ok(ctx, db_commit(ctx));
    return post;
}

static void posts_of_a_merged_unit_go_over_with_their_holders(void **state)
{
    Ctx *ctx = *state;
    EACH_DATABASE(ctx)
    {
        int64_t old = make(ctx, "旧局", 0), into = make(ctx, "新局", 0);
        int64_t post = seat_in(ctx, old);
        PostList posts = {0};
        assert_ok(ctx, unit_merge(ctx, old, into, day_of("2023-04-01"), STR("机构改革")));
        assert_ok(ctx, posts_read(ctx, into, /* with_past= */ false, &posts));
        assert_int_equal(posts.count, 1);
        assert_int_equal(posts.at[0].id, post);
        assert_int_equal(posts.at[0].holders.count, 1);
        /* Seen from the successor alone as well: the holding itself went over. */
        Actor actor = actor_local;
        actor.scope = (DbScope){.units = str_format(ctx->arena, "[%lld]", (long long)into)};
        actor_enter(ctx, &actor);
        posts = (PostList){0};
        assert_ok(ctx, posts_read(ctx, into, /* with_past= */ false, &posts));
        assert_int_equal(posts.count, 1);
        assert_int_equal(posts.at[0].holders.count, 1);
        actor_enter(ctx, &actor_local);
    }
}

static void a_chain_of_mergers_leads_to_the_last_one(void **state)
{
    Ctx *ctx = *state;
    EACH_DATABASE(ctx)
    {
        int64_t a = make(ctx, "甲局", 0), b = make(ctx, "乙局", 0), c = make(ctx, "丙局", 0);
        const Unit *unit;
        assert_ok(ctx, unit_merge(ctx, a, b, day_of("2022-01-01"), STR("")));
        assert_ok(ctx, unit_merge(ctx, b, c, day_of("2023-01-01"), STR("")));
        UnitBook book = book_of(ctx);
        assert_int_equal(unit_find(ctx->arena, &book, STR("甲局"), month_of(2022, 6), &unit),
                         UNIT_MERGED);
        assert_int_equal(unit->id, b);
        assert_int_equal(unit_find(ctx->arena, &book, STR("甲局"), month_of(2023, 6), &unit),
                         UNIT_MERGED);
        assert_int_equal(unit->id, c);
        assert_fails(ctx, FAIL_STATE, unit_merge(ctx, a, c, day_of("2024-01-01"), STR("")));
        assert_fails(ctx, FAIL_STATE, unit_merge(ctx, c, b, day_of("2024-01-01"), STR("")));
        assert_fails(ctx, FAIL_INVALID, unit_merge(ctx, c, c, day_of("2024-01-01"), STR("")));
        assert_fails(ctx, FAIL_STATE,
                     unit_rename(ctx, a, STR("丁局"), day_of("2024-01-01"), STR("")));
    }
}

/* ---- who sees what ------------------------------------------------------------------------ */

static void a_scope_holds_what_is_below_and_what_was_merged_into_it(void **state)
{
    Ctx *ctx = *state;
    EACH_DATABASE(ctx)
    {
        int64_t top = make(ctx, "甲", 0), low = make(ctx, "乙", top), lowest = make(ctx, "丙", low);
        int64_t old = make(ctx, "丁", 0), other = make(ctx, "戊", 0);
        assert_ok(ctx, unit_merge(ctx, old, low, day_of("2023-01-01"), STR("")));
        UnitBook book = book_of(ctx);
        Str below = unit_ids_below(ctx->arena, &book, top);
        assert_true(
            str_equal(below, str_format(ctx->arena, "[%lld,%lld,%lld,%lld]", (long long)top,
                                        (long long)low, (long long)lowest, (long long)old)));
        Str own = unit_ids_of(ctx->arena, &book, &low, 1);
        assert_true(
            str_equal(own, str_format(ctx->arena, "[%lld,%lld]", (long long)low, (long long)old)));
        assert_str(unit_ids_below(ctx->arena, &book, 999), "[]");
        DbScope scope = {.units = below};
        assert_false(scope_allows(&scope, other));
    }
}

static void units_out_of_scope_are_unknown_names(void **state)
{
    Ctx *ctx = *state;
    EACH_DATABASE(ctx)
    {
        int64_t mine = make(ctx, "赤岗处", 0), other = make(ctx, "赤港处", 0);
        const Unit *unit;
        assert_ok(ctx, unit_add_alias(ctx, other, STR("港处"), STR("")));
        UnitBook whole = book_of(ctx);
        Actor actor = actor_local;
        actor.scope = (DbScope){.units = str_format(ctx->arena, "[%lld]", (long long)mine)};
        actor_enter(ctx, &actor);
        UnitBook read = book_of(ctx);
        UnitBook within = unit_book_within(ctx->arena, &whole, ctx->scope);
        const UnitBook *books[] = {&read, &within};
        for (size_t i = 0; i < ARRAY_LEN(books); i++) {
            assert_int_equal(books[i]->units.count, 1);
            assert_int_equal(books[i]->aliases.count, 0);
            assert_null(unit_by_id(books[i], other));
            assert_int_equal(unit_find(ctx->arena, books[i], STR("港处"), month_of(2023, 1), &unit),
                             UNIT_UNKNOWN);
            assert_fails(ctx, FAIL_NOT_FOUND,
                         unit_need(ctx, books[i], STR("赤港处"), month_of(2023, 1), &unit));
            /* Its nearest name is one's own. */
            assert_contains(ctx->fail.hint, "赤岗处");
        }
        assert_fails(ctx, FAIL_NOT_FOUND,
                     unit_rename(ctx, other, STR("新名"), day_of("2024-01-01"), STR("")));
        actor_enter(ctx, &actor_local);
    }
}

static void a_change_that_fails_leaves_everything_as_it_was(void **state)
{
    Ctx *ctx = *state;
    EACH_DATABASE(ctx)
    {
        int64_t old = make(ctx, "旧局", 0), child = make(ctx, "一科", old),
                into = make(ctx, "新局", 0);
        bool merged = false;
        size_t n = 1;
        for (; !merged; n++) {
            db_refuse_nth(ctx->db, n);
            merged = unit_merge(ctx, old, into, day_of("2023-04-01"), STR(""));
            db_refuse_nth(ctx->db, 0);
            assert_int_equal(unit_of(ctx, old).has_ended, merged);
            assert_int_equal(unit_of(ctx, child).parent_id, merged ? into : old);
        }
        assert_true(n > 5);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(units_stand_in_a_tree_in_the_order_in_which_they_were_made),
        KIT_TEST(a_name_belongs_to_one_unit),
        KIT_TEST(a_unit_moves_but_never_under_itself),
        KIT_TEST(the_tree_is_no_deeper_than_allowed),
        KIT_TEST(a_renamed_unit_is_called_what_it_was_called_on_the_day),
        KIT_TEST(a_renaming_cannot_begin_before_the_last_one),
        KIT_TEST(another_way_of_writing_is_no_renaming),
        KIT_TEST(an_alias_holds_for_ever),
        KIT_TEST(a_merged_unit_ends_and_its_children_go_over),
        KIT_TEST(posts_of_a_merged_unit_go_over_with_their_holders),
        KIT_TEST(a_chain_of_mergers_leads_to_the_last_one),
        KIT_TEST(a_scope_holds_what_is_below_and_what_was_merged_into_it),
        KIT_TEST(units_out_of_scope_are_unknown_names),
        KIT_TEST(a_change_that_fails_leaves_everything_as_it_was),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
