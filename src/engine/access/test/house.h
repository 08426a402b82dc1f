/*
 * house.h - a house for the tests of identity: two streets, their people, and the clock in hand.
 *
 *     KIT_EACH_DATABASE(ctx, &db_catalogue)
 *     {
 *         House house = house_open(ctx);
 *         int64_t account = house_clerk(&house, "zhangsan", house.east);
 *         house_sign_in(&house, "zhangsan", &actor);   // ctx works as him from now on
 *         house_operator(&house);                      // and as the local operator again
 *         house_later(&house, 31);
 *     }
 */
#ifndef TONGBAN_TEST_HOUSE_H
#define TONGBAN_TEST_HOUSE_H

#include "engine/access/access.h"
#include "kit/kit_database.h"
#include "port/packs.h"

#define HOUSE_PASSWORD "Wuyang-7pagoda"

static const Permission house_permissions[] = {
    {"sample.read", "看数据", false},       {"sample.import", "导入数据", false},
    {"sample.freeze", "冻结", true},        {"check.use", "核对", false},
    {"assessment.read", "看成绩", false},   {"assessment.import", "导入成绩", false},
    {"assessment.bulletin", "通报", true},  {"access.users", "管理账号", false},
    {"access.sessions", "管理登录", false}, {"access.posts", "管理岗位", false},
    {"access.grant", "授予他人", true},     {"access.roles", "管理角色", true},
    {"access.audit", "看审计", false},      {"access.tokens", "管理令牌", false},
    {"access.reveal", "看完整信息", false},
};

typedef struct House {
    Ctx *ctx;
    int64_t east, west; /* streets */
    int64_t east_gate;  /* below east */
    Str admin_password;
    Visit visit;
} House;

static inline void house_operator(House *house)
{
    actor_enter(house->ctx, &actor_local);
}

static inline void house_later(House *house, int64_t minutes)
{
    ((Clock *)(uintptr_t)house->ctx->clock)->held.ms += minutes * 60000;
}

static inline Date house_today(const House *house)
{
    return instant_date(clock_now(house->ctx));
}

/* In memory that can be overwritten. */
static inline Str house_text(const House *house, const char *text)
{
    return str_copy(house->ctx->arena, str_of(text));
}

static inline House house_open(Ctx *ctx)
{
    House house = {.ctx = ctx, .visit = {.address = STR("10.3.0.7"), .agent = STR("curl/8")}};
    Packs *packs;
    AccessSetup setup = {0};
    for (size_t i = 0; i < ARRAY_LEN(house_permissions); i++)
        *LIST_ADD(ctx->arena, &setup.permissions) = &house_permissions[i];
    assert_ok(ctx, packs_open(ctx, STR(""), &packs));
    ctx->packs = packs;
    assert_ok(ctx, access_open(ctx, &setup, &ctx->access));
    /* As cheap as Argon2id can be: what it costs is measured elsewhere. */
    ctx->access->policy.hash_memory_kib = 1024;
    ctx->access->policy.hash_passes = 1;
    house_operator(&house);
    assert_ok(ctx, access_install(ctx, &house.admin_password));
    Str why = STR("测试");
    assert_ok(ctx, unit_create(ctx, STR("东城街"), STR("street"), 0, why, &house.east));
    assert_ok(ctx, unit_create(ctx, STR("西城街"), STR("street"), 0, why, &house.west));
    assert_ok(ctx,
              unit_create(ctx, STR("东门社区"), STR("street"), house.east, why, &house.east_gate));
    return house;
}

static inline int64_t house_account(House *house, const char *name, int64_t unit_id)
{
    Ctx *ctx = house->ctx;
    Account account = {.name = str_of(name),
                       .person = STR("陈小明"),
                       .phone = STR("13800001234"),
                       .unit_id = unit_id};
    int64_t id = 0;
    assert_ok(ctx, account_create_with(ctx, &account, house_text(house, HOUSE_PASSWORD), &id));
    return id;
}

static inline int64_t house_role(House *house, const char *code)
{
    Role role;
    assert_ok(house->ctx, role_by_code(house->ctx, str_of(code), &role));
    return role.id;
}

static inline int64_t house_post(House *house, int64_t unit_id, const char *title, const char *role)
{
    int64_t id = 0;
    assert_ok(house->ctx, post_create(house->ctx, unit_id, str_of(title), house_role(house, role),
                                      STR("测试"), &id));
    return id;
}

static inline void house_assign(House *house, int64_t post_id, int64_t account_id)
{
    assert_ok(house->ctx,
              post_assign(house->ctx, post_id, account_id, house_today(house), NULL, STR("测试")));
}

/* A new account in a new post; the account's id. */
static inline int64_t house_person(House *house, const char *name, int64_t unit_id,
                                   const char *role)
{
    int64_t account = house_account(house, name, unit_id);
    house_assign(house, house_post(house, unit_id, name, role), account);
    return account;
}

/* A role made for the test. */
static inline int64_t house_new_role(House *house, const char *code, const char *scope,
                                     const char *const *patterns)
{
    Role role = {.code = str_of(code), .title = str_of(code), .scope = str_of(scope)};
    int64_t id = 0;
    for (; *patterns; patterns++)
        *LIST_ADD(house->ctx->arena, &role.permissions) = str_of(*patterns);
    assert_ok(house->ctx, role_put(house->ctx, &role, STR("测试"), &id));
    return id;
}

static inline bool house_try(House *house, const char *name, const char *password, const char *code,
                             Actor *ret)
{
    SignIn in = {
        .name = str_of(name), .password = house_text(house, password), .code = str_of(code)};
    house->visit.open_session = (Str){0};
    house->ctx->actor = NULL;
    house->ctx->scope = NULL;
    return sign_in(house->ctx, &in, &house->visit, ret);
}

/* Works as him from now on; his token is visit.open_session. */
static inline void house_sign_in(House *house, const char *name, Actor *ret)
{
    assert_ok(house->ctx, house_try(house, name, HOUSE_PASSWORD, "", ret));
    actor_enter(house->ctx, ret);
}

static inline bool house_request(House *house, Str token, Actor *ret)
{
    house->ctx->actor = NULL;
    house->ctx->scope = NULL;
    return session_actor(house->ctx, token, &house->visit, /* touch= */ true, ret);
}

/* Entries of the trail with this action. */
static inline int64_t house_noted(House *house, const char *action)
{
    Ctx *ctx = house->ctx;
    const Actor *actor = ctx->actor;
    const DbScope *scope = ctx->scope;
    AuditEntryList entries = {0};
    int64_t total = 0, count = 0;
    house_operator(house);
    assert_ok(ctx, audit_read(ctx, &(AuditQuery){.page = 0}, &entries, &total));
    LIST_EACH (const AuditEntry, entry, &entries)
        count += str_equal_c(entry->action, action);
    ctx->actor = actor;
    ctx->scope = scope;
    return count;
}

#endif
