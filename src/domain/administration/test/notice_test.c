/* Notices: who is shown which, who has read them, and what a part of the house learns of the rest.
 */
#include "domain/administration/notice.h"

#include "engine/access/test/house.h"

/* A person of a unit who may send notices there. */
static void sender_of(House *house, const char *name, int64_t unit_id, Actor *actor)
{
    static const char *const patterns[] = {"access.notices", NULL};
    static const Permission notices = {"access.notices", "发通知", false};
    *LIST_ADD(house->ctx->arena, &house->ctx->access->permissions) = &notices;
    house_operator(house);
    (void)house_new_role(house, name, "below", patterns);
    (void)house_person(house, name, unit_id, name);
    house_sign_in(house, name, actor);
}

static int64_t send(Ctx *ctx, const char *title, int64_t unit_id)
{
    NoticeRequest request = {.title = str_of(title), .words = STR("内容")};
    int64_t id = 0;
    if (unit_id)
        *LIST_ADD(ctx->arena, &request.units) = (UnitId){unit_id};
    assert_ok(ctx, notice_add(ctx, &request, &id));
    return id;
}

static size_t shown_to(House *house, const char *name)
{
    Actor actor;
    OwnNoticeList list;
    house_sign_in(house, name, &actor);
    assert_ok(house->ctx, notices_own(house->ctx, &list));
    return list.count;
}

static int64_t unread_of(Ctx *ctx)
{
    int64_t unread;
    assert_ok(ctx, notices_unread(ctx, &unread));
    return unread;
}

static void a_notice_to_all_is_shown_to_everybody(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = house_open(ctx);
        house_person(&house, "east", house.east, "clerk");
        house_person(&house, "west", house.west, "clerk");
        (void)send(ctx, "给全体", 0);
        assert_int_equal(shown_to(&house, "east"), 1);
        assert_int_equal(shown_to(&house, "west"), 1);
    }
}

static void a_notice_to_a_unit_is_shown_there_and_below_and_nowhere_else(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = house_open(ctx);
        house_person(&house, "east", house.east, "clerk");
        house_person(&house, "gate", house.east_gate, "clerk");
        house_person(&house, "west", house.west, "clerk");
        (void)send(ctx, "给东城", house.east);
        assert_int_equal(shown_to(&house, "east"), 1);
        assert_int_equal(shown_to(&house, "gate"), 1);
        assert_int_equal(shown_to(&house, "west"), 0);
    }
}

static void the_bell_counts_what_is_unread(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = house_open(ctx);
        Actor actor;
        house_person(&house, "east", house.east, "clerk");
        int64_t first = send(ctx, "一", 0);
        (void)send(ctx, "二", 0);
        house_sign_in(&house, "east", &actor);
        assert_int_equal(unread_of(ctx), 2);
        assert_ok(ctx, notice_mark_read(ctx, first));
        assert_ok(ctx, notice_mark_read(ctx, first));
        assert_int_equal(unread_of(ctx), 1);
    }
}

static void a_notice_that_is_not_shown_cannot_be_marked_read(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = house_open(ctx);
        Actor actor;
        house_person(&house, "west", house.west, "clerk");
        int64_t id = send(ctx, "给东城", house.east);
        house_sign_in(&house, "west", &actor);
        assert_fails(ctx, FAIL_NOT_FOUND, notice_mark_read(ctx, id));
        assert_fails(ctx, FAIL_NOT_FOUND, notice_mark_read(ctx, id + 1));
    }
}

static void a_notice_is_shown_up_to_its_last_day(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = house_open(ctx);
        Actor actor;
        OwnNoticeList list;
        int64_t id;
        house_person(&house, "east", house.east, "clerk");
        NoticeRequest request = {.title = STR("今天"),
                                 .words = STR("内容"),
                                 .has_until = true,
                                 .until = house_today(&house)};
        assert_ok(ctx, notice_add(ctx, &request, &id));
        house_sign_in(&house, "east", &actor);
        assert_int_equal(unread_of(ctx), 1);
        house_later(&house, 24 * 60);
        assert_ok(ctx, notices_own(ctx, &list));
        assert_int_equal(list.count, 0);
        house_operator(&house);
        assert_fails(ctx, FAIL_INVALID, notice_add(ctx, &request, &id));
    }
}

static void an_ended_notice_is_gone_from_the_bell_and_kept_in_the_list(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = house_open(ctx);
        NoticeList list;
        house_person(&house, "east", house.east, "clerk");
        int64_t id = send(ctx, "一", 0);
        assert_ok(ctx, notice_end(ctx, id, STR("已完成")));
        assert_fails(ctx, FAIL_STATE, notice_end(ctx, id, STR("再来")));
        assert_ok(ctx, notices_read(ctx, &list));
        assert_int_equal(list.count, 1);
        assert_true(list.at[0].has_ended_at);
        assert_int_equal(shown_to(&house, "east"), 0);
        assert_int_equal(house_noted(&house, "notice.add"), 1);
        assert_int_equal(house_noted(&house, "notice.end"), 1);
    }
}

static void a_sender_of_a_part_cannot_reach_the_rest(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = house_open(ctx);
        Actor actor;
        int64_t id;
        sender_of(&house, "eastern", house.east, &actor);
        NoticeRequest request = {.title = STR("题"), .words = STR("内容")};
        assert_fails(ctx, FAIL_DENIED, notice_add(ctx, &request, &id));
        *LIST_ADD(ctx->arena, &request.units) = (UnitId){house.west};
        assert_fails(ctx, FAIL_NOT_FOUND, notice_add(ctx, &request, &id));
        request.units.at[0].unit_id = house.east_gate;
        assert_ok(ctx, notice_add(ctx, &request, &id));
    }
}

static void a_sender_of_a_part_sees_neither_notices_nor_readers_of_the_rest(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = house_open(ctx);
        Actor actor;
        NoticeList list;
        NoticeRequest both = {.title = STR("给两街"), .words = STR("内容")};
        int64_t id;
        house_person(&house, "east", house.east, "clerk");
        house_person(&house, "west", house.west, "clerk");
        int64_t western = send(ctx, "给西城", house.west);
        (void)send(ctx, "给全体", 0);
        *LIST_ADD(ctx->arena, &both.units) = (UnitId){house.east};
        *LIST_ADD(ctx->arena, &both.units) = (UnitId){house.west};
        assert_ok(ctx, notice_add(ctx, &both, &id));
        house_sign_in(&house, "east", &actor);
        assert_ok(ctx, notice_mark_read(ctx, id));
        house_sign_in(&house, "west", &actor);
        assert_ok(ctx, notice_mark_read(ctx, id));

        sender_of(&house, "eastern", house.east, &actor);
        assert_ok(ctx, notices_read(ctx, &list));
        assert_int_equal(list.count, 1);
        assert_int_equal(list.at[0].id, id);
        assert_int_equal(list.at[0].units.count, 1);
        assert_str(list.at[0].units.at[0].name, "东城街");
        assert_int_equal(list.at[0].readers.count, 1);
        assert_str(list.at[0].readers.at[0].name, "east");
        assert_fails(ctx, FAIL_NOT_FOUND, notice_end(ctx, western, STR("试")));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(a_notice_to_all_is_shown_to_everybody),
        KIT_TEST(a_notice_to_a_unit_is_shown_there_and_below_and_nowhere_else),
        KIT_TEST(the_bell_counts_what_is_unread),
        KIT_TEST(a_notice_that_is_not_shown_cannot_be_marked_read),
        KIT_TEST(a_notice_is_shown_up_to_its_last_day),
        KIT_TEST(an_ended_notice_is_gone_from_the_bell_and_kept_in_the_list),
        KIT_TEST(a_sender_of_a_part_cannot_reach_the_rest),
        KIT_TEST(a_sender_of_a_part_sees_neither_notices_nor_readers_of_the_rest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
