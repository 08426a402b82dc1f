/* Accounts: making, finding, changing, disabling; passwords; who may touch whose. */
#include "engine/access/test/house.h"

#include "engine/access/credential.h"

static void an_account_is_made_with_a_password_to_be_changed(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = house_open(ctx);
        Account account = {.name = STR(" lin.xiao-1 "),
                           .person = STR("林小小"),
                           .phone = STR("020-8000 0000"),
                           .unit_id = house.east};
        Str password;
        int64_t id = 0;
        assert_ok(ctx, account_create(ctx, &account, &password, &id));
        assert_int_equal(password.len, 16);
        Account found;
        assert_ok(ctx, account_by_name(ctx, STR("lin.xiao-1"), &found));
        assert_int_equal(found.id, id);
        assert_true(found.password_due);
        assert_str(found.unit, "东城街");
        assert_false(found.has_seen_at);
        Actor actor;
        assert_ok(ctx, house_try(&house, "lin.xiao-1", str_to_c(ctx->arena, password), "", &actor));
        assert_true(actor.password_due);
        actor_enter(ctx, &actor);
        assert_fails(ctx, FAIL_PASSWORD_DUE, actor_require(ctx, "assessment.read"));
        Str next = house_text(&house, "Kapok-tree7");
        assert_ok(ctx, account_change_password(ctx, password, next));
        assert_ok(ctx, house_try(&house, "lin.xiao-1", "Kapok-tree7", "", &actor));
        assert_false(actor.password_due);
    }
}

static void what_is_no_name_person_or_phone_is_refused(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = house_open(ctx);
        static const Account wrong[] = {
            {.name = STR_INIT("x"), .person = STR_INIT("林")},
            {.name = STR_INIT("1lin"), .person = STR_INIT("林")},
            {.name = STR_INIT("Lin"), .person = STR_INIT("林")},
            {.name = STR_INIT("lin'--"), .person = STR_INIT("林")},
            {.name = STR_INIT("林小小"), .person = STR_INIT("林")},
            {.name = STR_INIT("lin"), .person = STR_INIT("  ")},
            {.name = STR_INIT("lin"), .person = STR_INIT("林"), .phone = STR_INIT("call me")},
        };
        Str password;
        int64_t id;
        for (size_t i = 0; i < ARRAY_LEN(wrong); i++)
            assert_fails(ctx, FAIL_INVALID, account_create(ctx, &wrong[i], &password, &id));
        Account nowhere = {.name = STR("lin"), .person = STR("林"), .unit_id = 424242};
        assert_fails(ctx, FAIL_NOT_FOUND, account_create(ctx, &nowhere, &password, &id));
        Account taken = {.name = STR("admin"), .person = STR("林")};
        assert_fails(ctx, FAIL_CONFLICT, account_create(ctx, &taken, &password, &id));
        (void)house;
    }
}

static void lists_are_filtered_sorted_and_paged(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = house_open(ctx);
        for (int i = 0; i < ACCOUNT_PAGE_ROWS + 3; i++) {
            house_later(&house, 1);
            (void)house_account(&house,
                                str_to_c(ctx->arena, str_format(ctx->arena, "user-%02d", i)),
                                i % 2 ? house.east : house.west);
        }
        AccountList list = {0};
        int64_t total = 0;
        assert_ok(ctx, accounts_read(ctx, &(AccountQuery){.page = 1}, &list, &total));
        assert_int_equal(total, ACCOUNT_PAGE_ROWS + 4); /* admin too, the system's own not */
        assert_int_equal(list.count, ACCOUNT_PAGE_ROWS);
        assert_str(list.at[0].name, "admin");
        assert_str(list.at[0].posts, "系统管理员");
        assert_ok(ctx, accounts_read(ctx, &(AccountQuery){.page = 2}, &list, &total));
        assert_int_equal(list.count, 4);
        assert_ok(ctx, accounts_read(ctx, &(AccountQuery){.sort = STR("-made_at")}, &list, &total));
        assert_str(list.at[0].name, "user-52");
        assert_ok(ctx, accounts_read(ctx, &(AccountQuery){.sort = STR("-name")}, &list, &total));
        assert_str(list.at[0].name, "user-52");
        assert_ok(ctx, accounts_read(ctx, &(AccountQuery){.unit_id = house.east}, &list, &total));
        assert_int_equal(total, 26);
        assert_ok(ctx, accounts_read(ctx, &(AccountQuery){.words = STR("er-5")}, &list, &total));
        assert_int_equal(total, 3);
        assert_ok(ctx, account_disable(ctx, list.at[0].id, true, STR("测试")));
        assert_ok(ctx,
                  accounts_read(ctx, &(AccountQuery){.state = STR("disabled")}, &list, &total));
        assert_int_equal(total, 1);
    }
}

static void a_sort_key_or_state_that_is_none_is_refused(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = house_open(ctx);
        AccountList list = {0};
        int64_t total = 0;
        static const char *const keys[] = {"phone", "name; DROP TABLE account", "name,id",
                                           "(SELECT password_hash FROM account)", "NAME"};
        for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
            AccountQuery query = {.sort = str_of(keys[i])};
            assert_fails(ctx, FAIL_INVALID, accounts_read(ctx, &query, &list, &total));
            query = (AccountQuery){.state = str_of(keys[i])};
            assert_fails(ctx, FAIL_INVALID, accounts_read(ctx, &query, &list, &total));
        }
        /* What means something to LIKE is a letter like any other. */
        static const char *const words[] = {"%", "_", "!", "' OR '1'='1", "a%n"};
        for (size_t i = 0; i < ARRAY_LEN(words); i++) {
            assert_ok(
                ctx, accounts_read(ctx, &(AccountQuery){.words = str_of(words[i])}, &list, &total));
            assert_int_equal(total, 0);
        }
        (void)house;
    }
}

static void a_masked_name_cannot_be_guessed_by_searching(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = house_open(ctx);
        house_account(&house, "chen", house.east);
        AccountList list = {0};
        int64_t total = 0;
        assert_ok(ctx, accounts_read(ctx, &(AccountQuery){.words = STR("小明")}, &list, &total));
        assert_int_equal(total, 1);
        Actor blind = actor_local;
        blind.sees = 0;
        actor_enter(ctx, &blind);
        assert_ok(ctx, accounts_read(ctx, &(AccountQuery){.words = STR("小明")}, &list, &total));
        assert_int_equal(total, 0);
    }
}

/* ---- a narrowed administrator ---------------------------------------------------------------- */

/* Of the east street: accounts, posts, sessions, tokens and figures below it. */
static void east_administrator(House *house, Actor *ret)
{
    const char *const patterns[] = {"access.users",      "access.sessions", "access.posts",
                                    "access.tokens",     "access.reveal",   "assessment.read",
                                    "assessment.import", "check.use",       NULL};
    (void)house_new_role(house, "street-admin", "below", patterns);
    house_person(house, "east-admin", house->east, "street-admin");
    house_sign_in(house, "east-admin", ret);
}

static void an_administrator_of_a_unit_reaches_its_accounts_only(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = house_open(ctx);
        int64_t east = house_person(&house, "chen", house.east_gate, "clerk");
        int64_t west = house_person(&house, "lin", house.west, "clerk");
        int64_t top = house_person(&house, "top", 0, "leader");
        Actor actor;
        east_administrator(&house, &actor);
        AccountList list = {0};
        DeviceList devices = {0};
        int64_t total = 0, id;
        Str text;
        assert_ok(ctx, accounts_read(ctx, &(AccountQuery){0}, &list, &total));
        assert_int_equal(total, 2);
        Account account;
        const int64_t others[] = {west, top, ACCOUNT_SYSTEM};
        for (size_t i = 0; i < ARRAY_LEN(others); i++) {
            int64_t other = others[i];
            bool is_system = other == ACCOUNT_SYSTEM;
            assert_fails(ctx, FAIL_NOT_FOUND, account_read(ctx, other, &account));
            assert_fails(ctx, is_system ? FAIL_DENIED : FAIL_NOT_FOUND,
                         account_disable(ctx, other, true, STR("试")));
            assert_fails(ctx, is_system ? FAIL_DENIED : FAIL_NOT_FOUND,
                         account_reset(ctx, other, STR("试"), &text));
            assert_fails(ctx, FAIL_NOT_FOUND, devices_read(ctx, other, &devices));
            assert_fails(ctx, FAIL_NOT_FOUND,
                         account_reveal(ctx, other, STR("phone"), STR("试一试"), &text));
            account = (Account){.id = other, .person = STR("新"), .unit_id = house.east};
            assert_fails(ctx, is_system ? FAIL_DENIED : FAIL_NOT_FOUND,
                         account_change(ctx, &account, STR("试")));
        }
        /* Nor can one be made or moved outside. */
        account = (Account){.name = STR("new-one"), .person = STR("新"), .unit_id = house.west};
        assert_fails(ctx, FAIL_NOT_FOUND, account_create(ctx, &account, &text, &id));
        account.unit_id = 0;
        assert_fails(ctx, FAIL_DENIED, account_create(ctx, &account, &text, &id));
        account = (Account){.id = east, .person = STR("新"), .unit_id = house.west};
        assert_fails(ctx, FAIL_NOT_FOUND, account_change(ctx, &account, STR("试")));
        account.unit_id = house.east;
        assert_ok(ctx, account_change(ctx, &account, STR("搬家")));
        assert_ok(ctx, account_reset(ctx, east, STR("忘记"), &text));
        assert_ok(ctx, account_disable(ctx, east, true, STR("离职")));
    }
}

static void nobody_takes_over_the_account_of_one_who_may_more(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = house_open(ctx);
        int64_t clerk = house_person(&house, "clerk", house.east, "clerk");
        /* At home in the street, but with a post of the whole house. */
        int64_t leader = house_person(&house, "leader", house.east, "leader");
        int64_t auditor = house_person(&house, "auditor", 0, "auditor");
        house_person(&house, "guard", 0, "security");
        Account admin;
        Actor actor;
        Str password;
        assert_ok(ctx, account_by_name(ctx, STR("admin"), &admin));
        house_sign_in(&house, "guard", &actor);
        assert_fails(ctx, FAIL_DENIED, account_reset(ctx, admin.id, STR("试"), &password));
        assert_fails(ctx, FAIL_DENIED, account_reset(ctx, auditor, STR("试"), &password));
        assert_ok(ctx, account_reset(ctx, clerk, STR("忘记"), &password));
        house_operator(&house);
        Actor east;
        east_administrator(&house, &east);
        assert_fails(ctx, FAIL_DENIED, account_reset(ctx, leader, STR("试"), &password));
    }
}

static void nobody_disables_or_resets_himself(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = house_open(ctx);
        int64_t boss = house_person(&house, "boss", 0, "administrator");
        Actor actor;
        Str password;
        house_sign_in(&house, "boss", &actor);
        assert_fails(ctx, FAIL_DENIED, account_disable(ctx, boss, true, STR("试")));
        assert_fails(ctx, FAIL_DENIED, account_reset(ctx, boss, STR("试"), &password));
    }
}

static void the_last_administrator_stays(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = house_open(ctx);
        Account admin;
        PostList posts = {0};
        Role role;
        int64_t id;
        assert_ok(ctx, account_by_name(ctx, STR("admin"), &admin));
        assert_ok(ctx, posts_of_account(ctx, admin.id, house_today(&house), &posts));
        int64_t post = posts.at[0].id, holder = posts.at[0].holders.at[0].id;
        assert_ok(ctx, role_by_code(ctx, STR("administrator"), &role));
        /* By whichever door. */
        assert_fails(ctx, FAIL_STATE, account_disable(ctx, admin.id, true, STR("试")));
        assert_fails(ctx, FAIL_STATE, post_end(ctx, post, STR("试")));
        assert_fails(ctx, FAIL_STATE,
                     post_change(ctx, post, STR("改"), house_role(&house, "auditor"), STR("试")));
        assert_fails(ctx, FAIL_STATE,
                     post_release(ctx, holder, (Date){house_today(&house).days + 30}, STR("试")));
        role.permissions = (TextList){0};
        *LIST_ADD(ctx->arena, &role.permissions) = STR("assessment.*");
        assert_fails(ctx, FAIL_STATE, role_put(ctx, &role, STR("试"), &id));
        /* A deputy, or one for a while, is no other. */
        int64_t other = house_account(&house, "other", 0);
        Date end = {house_today(&house).days + 10};
        assert_ok(ctx, post_assign(ctx, post, other, house_today(&house), &end, STR("暂代")));
        assert_fails(ctx, FAIL_STATE, account_disable(ctx, admin.id, true, STR("试")));
        /* With another one he may go. */
        house_person(&house, "boss", 0, "administrator");
        assert_ok(ctx, account_disable(ctx, admin.id, true, STR("离职")));
        assert_fails(ctx, FAIL_STATE, account_disable(ctx, admin.id, true, STR("离职")));
    }
}

/* ---- one's own password ---------------------------------------------------------------------- */

static bool change_password(House *house, const char *before, const char *after)
{
    return account_change_password(house->ctx, house_text(house, before), house_text(house, after));
}

static void a_new_password_ends_all_other_sessions(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = house_open(ctx);
        house_person(&house, "chen", house.east, "clerk");
        Actor actor;
        house_sign_in(&house, "chen", &actor);
        Str first = house.visit.open_session;
        house_sign_in(&house, "chen", &actor);
        Str second = house.visit.open_session;
        assert_ok(ctx, change_password(&house, HOUSE_PASSWORD, "Kapok-tree7"));
        assert_fails(ctx, FAIL_UNAUTHENTICATED, house_request(&house, first, &actor));
        assert_ok(ctx, house_request(&house, second, &actor));
    }
}

static void a_password_of_the_last_five_does_not_come_again(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = house_open(ctx);
        house_person(&house, "chen", house.east, "clerk");
        Actor actor;
        house_sign_in(&house, "chen", &actor);
        const char *const next[] = {HOUSE_PASSWORD, "Kapok-tree1", "Kapok-tree2",
                                    "Kapok-tree3",  "Kapok-tree4", "Kapok-tree5"};
        for (size_t i = 0; i + 1 < ARRAY_LEN(next); i++) {
            for (size_t old = 0; old <= i; old++)
                assert_fails(ctx, FAIL_INVALID, change_password(&house, next[i], next[old]));
            assert_ok(ctx, change_password(&house, next[i], next[i + 1]));
            house_later(&house, 1);
        }
        /* The sixth before is free again. */
        assert_ok(ctx, change_password(&house, next[5], next[0]));
    }
}

static void the_password_before_is_asked_for_and_guesses_at_it_are_counted(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = house_open(ctx);
        house_person(&house, "chen", house.east, "clerk");
        Actor actor;
        house_sign_in(&house, "chen", &actor);
        for (int i = 0; i < 5; i++)
            assert_fails(ctx, FAIL_INVALID, change_password(&house, "wrong", "Kapok-tree7"));
        assert_fails(ctx, FAIL_LIMITED, change_password(&house, HOUSE_PASSWORD, "Kapok-tree7"));
        assert_fails(ctx, FAIL_LIMITED, house_try(&house, "chen", HOUSE_PASSWORD, "", &actor));
    }
}

static void a_password_is_due_after_its_days(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = house_open(ctx);
        house_person(&house, "chen", house.east, "clerk");
        Actor actor;
        house_later(&house, 90 * 24 * 60);
        house_sign_in(&house, "chen", &actor);
        assert_false(actor.password_due);
        house_later(&house, 1);
        house_sign_in(&house, "chen", &actor);
        assert_true(actor.password_due);
        ctx->access->policy.password_days_max = 0;
        house_sign_in(&house, "chen", &actor);
        assert_false(actor.password_due);
    }
}

static void the_trail_names_a_password_and_never_holds_it(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = house_open(ctx);
        int64_t chen = house_person(&house, "chen", house.east, "clerk");
        Actor actor;
        Str password;
        Credential credential;
        house_sign_in(&house, "chen", &actor);
        assert_ok(ctx, change_password(&house, HOUSE_PASSWORD, "Kapok-tree7"));
        house_operator(&house);
        assert_ok(ctx, account_reset(ctx, chen, STR("忘记"), &password));
        assert_ok(ctx, credential_by_id(ctx, chen, &credential));
        AuditEntryList entries = {0};
        int64_t total = 0, named = 0;
        assert_ok(ctx, audit_read(ctx, &(AuditQuery){.object = STR("account"), .key = chen},
                                  &entries, &total));
        LIST_EACH (const AuditEntry, entry, &entries) {
            LIST_EACH (const AuditChange, change, &entry->changes) {
                if (!str_equal_c(change->field, "password"))
                    continue;
                named++;
                assert_true(str_empty(change->before) && str_empty(change->after));
            }
            assert_false(str_contains(entry->facts, STR("Kapok")));
        }
        assert_int_equal(named, 2);
        assert_int_equal(house_noted(&house, "account.password"), 1);
        assert_int_equal(house_noted(&house, "account.reset"), 1);
    }
}

static void a_change_is_noted_field_by_field(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = house_open(ctx);
        int64_t chen = house_account(&house, "chen", house.east);
        Account account = {.id = chen,
                           .person = STR("陈小亮"),
                           .phone = STR("13900005678"),
                           .unit_id = house.east};
        assert_ok(ctx, account_change(ctx, &account, STR("改名")));
        AuditEntryList entries = {0};
        int64_t total = 0;
        assert_ok(ctx, audit_read(ctx, &(AuditQuery){.page = 1}, &entries, &total));
        assert_str(entries.at[0].action, "account.change");
        assert_str(entries.at[0].why, "改名");
        assert_int_equal(entries.at[0].unit_id, house.east);
        assert_int_equal(entries.at[0].changes.count, 2);
        assert_str(entries.at[0].changes.at[0].before, "陈小明");
        assert_str(entries.at[0].changes.at[0].after, "陈小亮");
        assert_str(entries.at[0].changes.at[1].field, "phone");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(an_account_is_made_with_a_password_to_be_changed),
        KIT_TEST(what_is_no_name_person_or_phone_is_refused),
        KIT_TEST(lists_are_filtered_sorted_and_paged),
        KIT_TEST(a_sort_key_or_state_that_is_none_is_refused),
        KIT_TEST(a_masked_name_cannot_be_guessed_by_searching),
        KIT_TEST(an_administrator_of_a_unit_reaches_its_accounts_only),
        KIT_TEST(nobody_takes_over_the_account_of_one_who_may_more),
        KIT_TEST(nobody_disables_or_resets_himself),
        KIT_TEST(the_last_administrator_stays),
        KIT_TEST(a_new_password_ends_all_other_sessions),
        KIT_TEST(a_password_of_the_last_five_does_not_come_again),
        KIT_TEST(the_password_before_is_asked_for_and_guesses_at_it_are_counted),
        KIT_TEST(a_password_is_due_after_its_days),
        KIT_TEST(the_trail_names_a_password_and_never_holds_it),
        KIT_TEST(a_change_is_noted_field_by_field),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
