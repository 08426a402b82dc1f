/* The policy pack and the rules of passwords; the pack of roles. */
#include "engine/access/test/house.h"

#include "engine/access/role_text.h"
#include "kit/kit_files.h"
#include "port/files.h"

/* Opens the packs with `name` overridden by `text`. */
static void with_pack(Ctx *ctx, const char *name, Str text)
{
    Str folder = str_of(kit_folder(ctx));
    Packs *packs;
    assert_ok(ctx, folder_make(ctx, path_join(ctx->arena, folder, STR("access"))));
    assert_ok(ctx, file_write(ctx, path_join(ctx->arena, folder, str_of(name)), text));
    assert_ok(ctx, packs_open(ctx, folder, &packs));
    ctx->packs = packs;
}

static Str built_in(Ctx *ctx, const char *name)
{
    Packs *packs;
    Pack pack;
    assert_ok(ctx, packs_open(ctx, STR(""), &packs));
    ctx->packs = packs;
    assert_ok(ctx, packs_get(ctx, str_of(name), &pack));
    return pack.text;
}

/* The text with its line `number` put in place of what it was. */
static Str with_line(Ctx *ctx, Str text, int number, const char *line)
{
    Buf changed = buf_create(ctx->arena, MIB);
    Str part;
    for (int at = 1; str_split(&text, '\n', &part); at++)
        buf_format(&changed, "%.*s\n", STRF(at == number ? str_of(line) : part));
    return buf_str(&changed);
}

static int line_of(Str text, const char *key)
{
    Str part;
    for (int at = 1; str_split(&text, '\n', &part); at++)
        if (str_starts(part, str_of(key)))
            return at;
    fail_msg("no line begins with %s", key);
    return 0;
}

static void the_policy_of_the_build_is_dated_and_has_its_source(void **state)
{
    Ctx *ctx = *state;
    AccessPolicy policy;
    (void)built_in(ctx, "access/policy");
    assert_ok(ctx, access_policy_load(ctx, &policy));
    assert_contains(policy.source, "GB/T 22239-2019");
    assert_int_equal(date_civil(policy.from).year, 2019);
    assert_int_equal(policy.failures_max, 5);
    assert_int_equal(policy.lock_delays.count, 5);
    assert_int_equal(policy.lock_delays.at[4].minutes, 60);
    assert_int_equal(policy.hash_memory_kib, 19456);
    assert_int_equal(policy.hash_passes, 2);
}

static void a_wrong_policy_is_told_with_file_and_line(void **state)
{
    Ctx *ctx = *state;
    Str text = built_in(ctx, "access/policy");
    static const struct {
        const char *key;
        const char *line;
        const char *told;
    } wrong[] = {
        {"password_runes_min", "password_runes_min: 4", "不在 8 到 64 之间"},
        {"password_runes_min", "password_runes_min: ten", "password_runes_min"},
        {"failures_max", "failures_max: 0", "不在 1 到 20 之间"},
        {"failures_max", "failures: 5", "不认识的键「failures」"},
        {"hash_memory_kib", "hash_memory_kib: 8", "不在 1024 到"},
        {"idle_minutes", "idle_minutes: 100000", "不在 1 到 720 之间"},
        {"lock_delays", "lock_delays: []", "要有 1 到 16 项"},
        {"lock_delays", "lock_delays: [5, 1]", "一次比一次长"},
        {"lock_delays", "lock_delays: [0]", "不在 1 到 1440 之间"},
        {"from", "from: 去年", "from"},
    };
    for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
        AccessPolicy policy;
        int line = line_of(text, wrong[i].key);
        with_pack(ctx, "access/policy.yaml", with_line(ctx, text, line, wrong[i].line));
        assert_fails(ctx, FAIL_INVALID, access_policy_load(ctx, &policy));
        assert_contains(ctx->fail.message, wrong[i].told);
        assert_contains(ctx->fail.place.file, "access/policy.yaml");
        assert_int_equal(ctx->fail.place.line, line);
    }
}

static void a_policy_without_a_key_or_of_bad_form_is_told(void **state)
{
    Ctx *ctx = *state;
    Str text = built_in(ctx, "access/policy");
    AccessPolicy policy;
    with_pack(ctx, "access/policy.yaml", with_line(ctx, text, line_of(text, "source"), "# none"));
    assert_fails(ctx, FAIL_INVALID, access_policy_load(ctx, &policy));
    assert_contains(ctx->fail.message, "source");
    with_pack(ctx, "access/policy.yaml",
              with_line(ctx, text, line_of(text, "idle_minutes"), "idle_minutes: [1"));
    assert_fails(ctx, FAIL_SYNTAX, access_policy_load(ctx, &policy));
    assert_true(ctx->fail.place.line > 0);
}

static void a_wrong_role_of_the_pack_is_told_with_file_and_line(void **state)
{
    Ctx *ctx = *state;
    static const struct {
        const char *role;
        const char *told;
    } wrong[] = {
        {"{code: one, title: 一, scope: everything, permissions: [a.b]}", "「everything」不能用"},
        {"{code: one, title: 一, scope: custom, permissions: [a.b]}", "「custom」不能用"},
        {"{code: one, title: 一, scope: all, permissions: []}", "没有权限"},
        {"{code: one, title: 一, scope: all, permissions: [a.b], sees: [age]}", "「age」"},
        {"{code: one, scope: all, permissions: [a.b]}", "title"},
        {"{code: zero, title: 一, scope: all, permissions: [a.b]}", "重复"},
        {"{code: one, title: 一, scope: all, rights: [a.b]}", "不认识的键「rights」"},
        {"{code: one, title: 一, group: 别的, scope: all, permissions: [a.b]}", "「别的」不在"},
    };
    for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
        RoleList roles = {0};
        Str text = str_format(ctx->arena,
                              "source: 测试\nfrom: 2019-12-01\nroles:\n"
                              "  - {code: zero, title: 零, scope: own, permissions: [a.b]}\n"
                              "  - %s\n",
                              wrong[i].role);
        with_pack(ctx, "access/roles.yaml", text);
        assert_fails(ctx, FAIL_INVALID, role_pack_load(ctx, &roles));
        assert_contains(ctx->fail.message, wrong[i].told);
        assert_contains(ctx->fail.place.file, "access/roles.yaml");
        assert_int_equal(ctx->fail.place.line, 5);
    }
}

static void the_three_administrators_are_three_roles(void **state)
{
    Ctx *ctx = *state;
    RoleList roles = {0};
    (void)built_in(ctx, "access/roles");
    assert_ok(ctx, role_pack_load(ctx, &roles));
    assert_int_equal(roles.count, 11);
    assert_str(roles.at[0].code, "administrator");
    assert_str(roles.at[1].code, "security");
    assert_str(roles.at[2].code, "auditor");
    /* Who audits changes nothing, and who gives rights reads no trail. */
    static const char *const giving[] = {"access.users", "access.roles", "access.posts",
                                         "access.tokens"};
    LIST_EACH (const Str, pattern, &roles.at[2].permissions)
        for (size_t i = 0; i < ARRAY_LEN(giving); i++)
            assert_false(permission_fits(*pattern, str_of(giving[i])));
    LIST_EACH (const Str, pattern, &roles.at[1].permissions)
        assert_false(permission_fits(*pattern, STR("access.audit")));
}

static void passwords_keep_to_the_rules(void **state)
{
    Ctx *ctx = *state;
    AccessPolicy policy;
    (void)built_in(ctx, "access/policy");
    assert_ok(ctx, access_policy_load(ctx, &policy));
    static const struct {
        const char *password;
        const char *told; /* NULL = taken */
    } passwords[] = {
        {"Kapok-tree7", NULL},
        {"木棉花Kapok-2", NULL},
        {"Kapok-7", "太短"},
        {"kapoktreekapok", "字符种类太少"},
        {"KAPOKTREE12345678X", "字符种类太少"},
        {"Kapok-chenxm-7", "用户名或姓名"},
        {"Kapok-CHENXM-7", "用户名或姓名"},
        {"Kapok-陈小明-7", "用户名或姓名"},
        {"Password-2023!", "常见口令"},
        {"My-pAsSwOrD-77", "常见口令"},
        {"Ａｄｍｉｎ-kapok7", "常见口令"},
        {"Kapok-123456-x", "常见口令"},
    };
    for (size_t i = 0; i < ARRAY_LEN(passwords); i++) {
        Str password = str_of(passwords[i].password);
        if (!passwords[i].told) {
            assert_ok(ctx, password_check(ctx, &policy, password, STR("chenxm"), STR("陈小明")));
            continue;
        }
        assert_fails(ctx, FAIL_INVALID,
                     password_check(ctx, &policy, password, STR("chenxm"), STR("陈小明")));
        assert_contains(ctx->fail.message, passwords[i].told);
        assert_contains(ctx->fail.hint, "10 到 128 个字符");
        assert_false(str_contains(ctx->fail.message, password));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(the_policy_of_the_build_is_dated_and_has_its_source),
        KIT_TEST(a_wrong_policy_is_told_with_file_and_line),
        KIT_TEST(a_policy_without_a_key_or_of_bad_form_is_told),
        KIT_TEST(a_wrong_role_of_the_pack_is_told_with_file_and_line),
        KIT_TEST(the_three_administrators_are_three_roles),
        KIT_TEST(passwords_keep_to_the_rules),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
