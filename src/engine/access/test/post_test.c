/* Posts: who holds them, from when to when; leave and its deputies. */
#include "engine/access/test/house.h"

static Date days_on(House *house, int days)
{
    return (Date){house_today(house).days + days};
}

static void holdings_of_one_account_in_one_post_do_not_overlap(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = house_open(ctx);
        int64_t chen = house_account(&house, "chen", house.east);
        int64_t lin = house_account(&house, "lin", house.east);
        int64_t post = house_post(&house, house.east, "经办人", "clerk");
        Str why = STR("测试");
        Date first = days_on(&house, 10), last = days_on(&house, 20);
        assert_ok(ctx, post_assign(ctx, post, chen, first, &last, why));
        /* Two at once may hold it, one twice may not. */
        assert_ok(ctx, post_assign(ctx, post, lin, first, NULL, why));
        Date before = days_on(&house, 9), early = days_on(&house, 0);
        const int spans[][2] = {{20, 30}, {0, 10}, {12, 13}, {0, 30}};
        for (size_t i = 0; i < ARRAY_LEN(spans); i++) {
            Date end = days_on(&house, spans[i][1]);
            assert_fails(ctx, FAIL_CONFLICT,
                         post_assign(ctx, post, chen, days_on(&house, spans[i][0]), &end, why));
        }
        assert_fails(ctx, FAIL_CONFLICT, post_assign(ctx, post, chen, early, NULL, why));
        assert_fails(ctx, FAIL_CONFLICT,
                     post_assign(ctx, post, lin, days_on(&house, 99), NULL, why));
        assert_ok(ctx, post_assign(ctx, post, chen, early, &before, why));
        assert_ok(ctx, post_assign(ctx, post, chen, days_on(&house, 21), NULL, why));
        assert_fails(ctx, FAIL_INVALID, post_assign(ctx, post, chen, last, &first, why));
    }
}

static void a_released_post_is_held_to_that_day(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = house_open(ctx);
        int64_t chen = house_person(&house, "chen", house.east, "clerk");
        PostList posts = {0};
        assert_ok(ctx, posts_of_account(ctx, chen, house_today(&house), &posts));
        int64_t holder = posts.at[0].holders.at[0].id;
        assert_ok(ctx, post_release(ctx, holder, days_on(&house, 1), STR("调走")));
        assert_fails(ctx, FAIL_STATE, post_release(ctx, holder, days_on(&house, 2), STR("试")));
        assert_ok(ctx, posts_of_account(ctx, chen, days_on(&house, 1), &posts));
        assert_int_equal(posts.count, 1);
        assert_ok(ctx, posts_of_account(ctx, chen, days_on(&house, 2), &posts));
        assert_int_equal(posts.count, 0);
        /* Before it has begun: it never does. */
        int64_t post = house_post(&house, house.east, "另岗", "clerk");
        assert_ok(ctx, post_assign(ctx, post, chen, days_on(&house, 5), NULL, STR("测试")));
        assert_ok(ctx, posts_of_account(ctx, chen, days_on(&house, 5), &posts));
        assert_ok(
            ctx, post_release(ctx, posts.at[0].holders.at[0].id, house_today(&house), STR("作罢")));
        assert_ok(ctx, posts_of_account(ctx, chen, days_on(&house, 5), &posts));
        assert_int_equal(posts.count, 0);
        assert_fails(ctx, FAIL_NOT_FOUND,
                     post_release(ctx, 424242, house_today(&house), STR("试")));
    }
}

static void posts_are_listed_with_their_holders(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = house_open(ctx);
        int64_t chen = house_account(&house, "chen", house.west);
        int64_t east = house_post(&house, house.east, "经办人", "clerk");
        int64_t west = house_post(&house, house.west, "经办人", "clerk");
        house_assign(&house, east, chen);
        PostList posts = {0};
        assert_ok(ctx, posts_read(ctx, house.east, false, &posts));
        assert_int_equal(posts.count, 1);
        assert_str(posts.at[0].role, "单位经办人");
        assert_str(posts.at[0].holders.at[0].account, "chen");
        assert_false(posts.at[0].holders.at[0].has_until);
        assert_ok(ctx, post_end(ctx, west, STR("撤岗")));
        assert_ok(ctx, posts_read(ctx, 0, false, &posts));
        assert_int_equal(posts.count, 2); /* that of admin too */
        assert_ok(ctx, posts_read(ctx, 0, true, &posts));
        assert_int_equal(posts.count, 3);
        /* Who is of another unit is seen in a post that may be seen; other posts are not. */
        house_person(&house, "east-clerk", house.east, "clerk");
        Actor actor;
        house_sign_in(&house, "east-clerk", &actor);
        assert_ok(ctx, posts_read(ctx, 0, true, &posts));
        assert_int_equal(posts.count, 2);
        assert_str(posts.at[0].holders.at[0].account, "chen");
        assert_ok(ctx, posts_read(ctx, house.west, true, &posts));
        assert_int_equal(posts.count, 0);
    }
}

static void an_ended_post_takes_nobody(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = house_open(ctx);
        int64_t chen = house_account(&house, "chen", house.east);
        int64_t gone = house_account(&house, "gone", house.east);
        int64_t post = house_post(&house, house.east, "经办人", "clerk"), id;
        int64_t role = house_role(&house, "clerk");
        Date today = house_today(&house);
        Str why = STR("测试");
        assert_fails(ctx, FAIL_CONFLICT,
                     post_create(ctx, house.east, STR("经办人"), role, why, &id));
        assert_fails(ctx, FAIL_NOT_FOUND,
                     post_create(ctx, house.east, STR("某岗"), 424242, why, &id));
        assert_ok(ctx, account_disable(ctx, gone, true, why));
        assert_fails(ctx, FAIL_STATE, post_assign(ctx, post, gone, today, NULL, why));
        assert_fails(ctx, FAIL_STATE, post_assign(ctx, post, ACCOUNT_SYSTEM, today, NULL, why));
        assert_ok(ctx, post_change(ctx, post, STR("热线经办人"), role, why));
        assert_ok(ctx, post_end(ctx, post, why));
        assert_fails(ctx, FAIL_STATE, post_assign(ctx, post, chen, today, NULL, why));
        assert_fails(ctx, FAIL_STATE, post_change(ctx, post, STR("又"), role, why));
        assert_fails(ctx, FAIL_STATE, post_end(ctx, post, why));
        /* Its name is free again. */
        assert_ok(ctx, post_create(ctx, house.east, STR("热线经办人"), role, why, &id));
    }
}

/* ---- leave ----------------------------------------------------------------------------------- */

static void a_deputy_stands_in_on_the_days_of_the_leave(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = house_open(ctx);
        int64_t chen = house_person(&house, "chen", house.east, "clerk");
        int64_t lin = house_person(&house, "lin", house.east, "auditor");
        Actor actor;
        house_sign_in(&house, "chen", &actor);
        assert_ok(ctx, post_delegate(ctx, chen, lin, days_on(&house, 1), days_on(&house, 2),
                                     STR("休假")));
        assert_int_equal(house_noted(&house, "post.deputise"), 1);
        const size_t counts[] = {1, 2, 2, 1};
        for (size_t day = 0; day < ARRAY_LEN(counts); day++) {
            PostList posts = {0};
            assert_ok(ctx, posts_of_account(ctx, lin, house_today(&house), &posts));
            assert_int_equal(posts.count, counts[day]);
            assert_str(posts.at[0].title, "lin"); /* his own first */
            if (counts[day] == 2) {
                house_sign_in(&house, "lin", &actor);
                assert_true(str_empty(actor.standing_in_for));
                Str token = house.visit.open_session;
                assert_ok(ctx, session_act_as(ctx, posts.at[1].id));
                assert_ok(ctx, house_request(&house, token, &actor));
                assert_str(actor.standing_in_for, "陈小明");
                assert_true(actor_may(&actor, "assessment.import"));
                actor_enter(ctx, &actor);
                assert_str(actor_label(ctx), "陈小明（东城街chen，代陈小明）");
            }
            /* Who is on leave keeps his post. */
            assert_ok(ctx, posts_of_account(ctx, chen, house_today(&house), &posts));
            assert_int_equal(posts.count, 1);
            house_later(&house, 24 * 60);
        }
    }
}

static void the_session_of_a_deputy_falls_back_when_the_leave_is_over(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = house_open(ctx);
        int64_t chen = house_person(&house, "chen", house.east, "clerk");
        int64_t lin = house_account(&house, "lin", house.east);
        Actor actor;
        Date today = house_today(&house);
        assert_ok(ctx, post_delegate(ctx, chen, lin, today, today, STR("外出")));
        house_later(&house, 15 * 60 + 55); /* 23:55 */
        house_sign_in(&house, "lin", &actor);
        Str token = house.visit.open_session;
        assert_true(actor_may(&actor, "assessment.import"));
        house_later(&house, 10);
        assert_ok(ctx, house_request(&house, token, &actor));
        assert_int_equal(actor.post_id, 0);
        assert_false(actor_may(&actor, "assessment.import"));
    }
}

static void a_leave_that_cannot_be_is_refused(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = house_open(ctx);
        int64_t chen = house_person(&house, "chen", house.east, "clerk");
        int64_t lin = house_account(&house, "lin", house.east);
        int64_t far = house_person(&house, "far", house.west, "clerk");
        int64_t gone = house_account(&house, "gone", house.east);
        Date today = house_today(&house), week = days_on(&house, 7);
        Str why = STR("休假");
        assert_ok(ctx, account_disable(ctx, gone, true, why));
        Actor actor;
        house_sign_in(&house, "chen", &actor);
        assert_fails(ctx, FAIL_INVALID, post_delegate(ctx, chen, chen, today, week, why));
        assert_fails(ctx, FAIL_INVALID, post_delegate(ctx, chen, lin, week, today, why));
        assert_fails(ctx, FAIL_INVALID,
                     post_delegate(ctx, chen, lin, days_on(&house, -5), days_on(&house, -1), why));
        assert_fails(ctx, FAIL_INVALID,
                     post_delegate(ctx, chen, lin, today, days_on(&house, 366), why));
        assert_fails(ctx, FAIL_STATE, post_delegate(ctx, chen, gone, today, week, why));
        /* One of elsewhere whom he does not see is as one that is not there. */
        assert_fails(ctx, FAIL_NOT_FOUND, post_delegate(ctx, chen, far, today, week, why));
        assert_fails(ctx, FAIL_NOT_FOUND, post_delegate(ctx, chen, 424242, today, week, why));
        /* Of others, only who administers posts. */
        assert_fails(ctx, FAIL_DENIED, post_delegate(ctx, far, lin, today, week, why));
        assert_ok(ctx, post_delegate(ctx, chen, lin, today, week, why));
        assert_fails(ctx, FAIL_CONFLICT, post_delegate(ctx, chen, lin, week, week, why));
        /* A deputy does not hand on what is not his. */
        house_sign_in(&house, "lin", &actor);
        assert_fails(ctx, FAIL_STATE, post_delegate(ctx, lin, chen, today, week, why));
    }
}

static void a_leave_takes_no_longer_than_the_holding(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = house_open(ctx);
        int64_t chen = house_account(&house, "chen", house.east);
        int64_t lin = house_account(&house, "lin", house.east);
        int64_t post = house_post(&house, house.east, "经办人", "clerk");
        Date first = days_on(&house, 2), last = days_on(&house, 4);
        assert_ok(ctx, post_assign(ctx, post, chen, first, &last, STR("测试")));
        assert_ok(ctx, post_delegate(ctx, chen, lin, days_on(&house, 0), days_on(&house, 9),
                                     STR("休假")));
        PostList posts = {0};
        assert_ok(ctx, posts_of_account(ctx, lin, first, &posts));
        assert_int_equal(posts.at[0].holders.at[0].since.days, first.days);
        assert_int_equal(posts.at[0].holders.at[0].until.days, last.days);
        assert_int_equal(posts.at[0].holders.at[0].deputy_for, chen);
        /* A colleague in the same post already acts in it by himself. */
        int64_t wu = house_account(&house, "wu", house.east);
        assert_ok(ctx, post_assign(ctx, post, wu, first, &last, STR("测试")));
        assert_fails(ctx, FAIL_STATE, post_delegate(ctx, chen, wu, first, last, STR("休假")));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(holdings_of_one_account_in_one_post_do_not_overlap),
        KIT_TEST(a_released_post_is_held_to_that_day),
        KIT_TEST(posts_are_listed_with_their_holders),
        KIT_TEST(an_ended_post_takes_nobody),
        KIT_TEST(a_deputy_stands_in_on_the_days_of_the_leave),
        KIT_TEST(the_session_of_a_deputy_falls_back_when_the_leave_is_over),
        KIT_TEST(a_leave_that_cannot_be_is_refused),
        KIT_TEST(a_leave_takes_no_longer_than_the_holding),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
