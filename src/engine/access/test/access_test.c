/* Opening, the first account, and reveals. */
#include "engine/access/test/house.h"

#include "kit/kit_files.h"
#include "port/crypto.h"
#include "port/files.h"

#include <sys/stat.h>

static void the_first_account_may_everything_and_must_change_its_password(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = house_open(ctx);
        assert_int_equal(house.admin_password.len, 16);
        Actor actor;
        assert_ok(ctx, house_try(&house, "admin", str_to_c(ctx->arena, house.admin_password), "",
                                 &actor));
        assert_true(actor.password_due);
        assert_str(actor.person, "管理员");
        assert_str(actor.post, "系统管理员");
        assert_true(actor.scope.whole);
        assert_int_equal(actor.permission_count, ARRAY_LEN(house_permissions));
        for (size_t i = 0; i < ARRAY_LEN(house_permissions); i++)
            assert_true(actor_may(&actor, house_permissions[i].code));
        assert_int_equal(house_noted(&house, "account.create"), 1);
        assert_int_equal(house_noted(&house, "post.assign"), 1);
    }
}

static void installing_again_changes_nothing(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = house_open(ctx);
        int64_t before = house_noted(&house, "role.create");
        Str password = STR("x");
        assert_ok(ctx, access_install(ctx, &password));
        assert_true(str_empty(password));
        assert_int_equal(house_noted(&house, "role.create"), before);
        assert_int_equal(house_noted(&house, "account.create"), 1);
    }
}

static void a_failure_in_the_midst_of_installing_leaves_nothing(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        Packs *packs;
        Str password;
        RoleList roles = {0};
        Account account;
        assert_ok(ctx, packs_open(ctx, STR(""), &packs));
        ctx->packs = packs;
        assert_ok(ctx, access_open(ctx, &(AccessSetup){0}, &ctx->access));
        ctx->access->policy.hash_memory_kib = 1024;
        actor_enter(ctx, &actor_local);
        for (size_t n = 1; n < 60; n += 7) {
            db_refuse_nth(ctx->db, n);
            if (access_install(ctx, &password))
                break;
            db_refuse_nth(ctx->db, 0);
            fail_clear(ctx);
            assert_ok(ctx, roles_read(ctx, &roles));
            assert_int_equal(roles.count, 0);
            assert_fails(ctx, FAIL_NOT_FOUND, account_by_name(ctx, STR("admin"), &account));
        }
    }
}

static void keys_are_made_once_for_their_owner_alone(void **state)
{
    Ctx *ctx = *state;
    Packs *packs;
    Access *first, *second;
    Clock clock = clock_frozen(KIT_NOW);
    ctx->clock = &clock;
    Str data = str_of(kit_folder(ctx));
    assert_ok(ctx, packs_open(ctx, STR(""), &packs));
    ctx->packs = packs;
    AccessSetup setup = {.data = data};
    assert_fails(ctx, FAIL_MISSING, access_open(ctx, &setup, &first));
    setup.make = true;
    assert_ok(ctx, access_open(ctx, &setup, &first));
    setup.make = false;
    assert_ok(ctx, access_open(ctx, &setup, &second));
    assert_int_equal(first->data_key.len, DATA_KEY_BYTES);
    assert_memory_equal(first->data_key.at, second->data_key.at, DATA_KEY_BYTES);
    assert_non_null(second->sealer);
    struct stat status;
    Str key = path_join(ctx->arena, data, STR("keys/data.key"));
    assert_int_equal(stat(str_to_c(ctx->arena, key), &status), 0);
    assert_int_equal(status.st_mode & 0777, 0600);
    /* One that was cut short is no key. */
    assert_ok(ctx, file_write(ctx, key, STR("0123")));
    assert_fails(ctx, FAIL_INVALID, access_open(ctx, &setup, &second));
    assert_contains(ctx->fail.place.file, "data.key");
}

/* ---- reveals --------------------------------------------------------------------------------- */

static void a_reveal_needs_a_right_and_a_reason_and_is_noted(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = house_open(ctx);
        int64_t chen = house_person(&house, "chen", house.east, "clerk");
        house_person(&house, "boss", 0, "administrator");
        Actor actor;
        Str text;
        house_sign_in(&house, "chen", &actor);
        assert_fails(ctx, FAIL_DENIED, account_reveal(ctx, chen, STR("phone"), STR("回访"), &text));
        house_sign_in(&house, "boss", &actor);
        assert_fails(ctx, FAIL_INVALID, account_reveal(ctx, chen, STR("phone"), STR(" "), &text));
        assert_fails(ctx, FAIL_INVALID,
                     account_reveal(ctx, chen, STR("password_hash"), STR("回访"), &text));
        assert_fails(ctx, FAIL_NOT_FOUND,
                     account_reveal(ctx, 424242, STR("phone"), STR("回访"), &text));
        assert_int_equal(house_noted(&house, "reveal"), 0);
        assert_ok(ctx, account_reveal(ctx, chen, STR("phone"), STR("回访工单"), &text));
        assert_str(text, "13800001234");
        assert_ok(ctx, account_reveal(ctx, chen, STR("person"), STR("回访工单"), &text));
        assert_str(text, "陈小明");
        house_operator(&house);
        AuditEntryList entries = {0};
        int64_t total = 0;
        assert_ok(ctx, audit_read(ctx, &(AuditQuery){.page = 1}, &entries, &total));
        assert_str(entries.at[1].action, "reveal");
        assert_str(entries.at[1].why, "回访工单");
        assert_str(entries.at[1].facts, "字段：电话");
        assert_int_equal(entries.at[1].object_key, chen);
        assert_int_equal(entries.at[1].account_id, actor.account_id);
    }
}

static void reveals_are_counted_by_the_day(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = house_open(ctx);
        ctx->access->policy.reveals_per_day = 3;
        house_person(&house, "boss", 0, "administrator");
        house_person(&house, "deputy", 0, "administrator");
        Actor actor;
        house_sign_in(&house, "boss", &actor);
        for (int i = 0; i < 3; i++)
            assert_ok(ctx, reveal_note(ctx, "sample", 7, STR("某件"), 0, STR("电话"), STR("回访")));
        for (int i = 0; i < 2; i++)
            assert_fails(ctx, FAIL_LIMITED,
                         reveal_note(ctx, "sample", 7, STR("某件"), 0, STR("电话"), STR("回访")));
        assert_int_equal(house_noted(&house, "reveal"), 5); /* the refused too */
        Actor other;
        house_sign_in(&house, "deputy", &other);
        assert_ok(ctx, reveal_note(ctx, "sample", 7, STR("某件"), 0, STR("电话"), STR("回访")));
        actor_enter(ctx, &actor);
        house_later(&house, 16 * 60); /* midnight */
        assert_ok(ctx, reveal_note(ctx, "sample", 7, STR("某件"), 0, STR("电话"), STR("回访")));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(the_first_account_may_everything_and_must_change_its_password),
        KIT_TEST(installing_again_changes_nothing),
        KIT_TEST(a_failure_in_the_midst_of_installing_leaves_nothing),
        KIT_TEST(keys_are_made_once_for_their_owner_alone),
        KIT_TEST(a_reveal_needs_a_right_and_a_reason_and_is_noted),
        KIT_TEST(reveals_are_counted_by_the_day),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
