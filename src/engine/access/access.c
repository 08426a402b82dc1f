#include "engine/access/access.h"

#include "engine/access/guard.h"
#include "engine/access/standing_cache.h"
#include "port/clock.h"
#include "port/crypto.h"
#include "port/files.h"
#include "port/secret.h"
#include "sql_ids.h"

#define FIRST_ACCOUNT "admin"
#define FIRST_POST "系统管理员"

/* ---- opening --------------------------------------------------------------------------------- */

static int by_code(const void *a, const void *b)
{
    const Permission *const *left = a, *const *right = b;
    return strcmp((*left)->code, (*right)->code);
}

static PermissionList sorted(Arena *arena, const PermissionList *permissions)
{
    PermissionList list = {0};
    LIST_EACH (const Permission *, permission, permissions)
        *LIST_ADD(arena, &list) = *permission;
    if (list.count)
        qsort(list.at, list.count, sizeof *list.at, by_code);
    return list;
}

static bool make_data_key(Ctx *ctx, Str folder, Str path)
{
    Str key = secret_random(ctx->arena, DATA_KEY_BYTES);
    Str text = str_format(ctx->arena, "%.*s\n", STRF(hex_encode(ctx->arena, key)));
    bool made = folder_make_private(ctx, folder) && file_write_private(ctx, path, text);
    secret_wipe(text);
    secret_wipe(key);
    return made;
}

static bool fail_key(Ctx *ctx, Str path)
{
    fail(ctx, FAIL_INVALID, "密钥文件「%.*s」的内容不对", STRF(path));
    fail_hint(ctx, "从备份恢复这个文件；没有它，已启用的动态口令都要重新设置");
    return fail_at(ctx, (Place){.file = path, .line = 1});
}

/* DATA/keys/data.key: 64 hexadecimal digits in a line. */
static bool open_data_key(Ctx *ctx, const AccessSetup *setup, Str *ret)
{
    Str folder = path_join(ctx->arena, setup->data, STR("keys"));
    Str path = path_join(ctx->arena, folder, STR("data.key")), text, key;
    if (!file_exists(ctx, path)) {
        if (!setup->make) {
            fail(ctx, FAIL_MISSING, "缺少密钥文件「%.*s」", STRF(path));
            return fail_hint(ctx, "新安装时运行 tongban init；否则从备份恢复这个文件");
        }
        if (!make_data_key(ctx, folder, path))
            return false;
    }
    if (!file_read(ctx, path, KIB, &text))
        return false;
    if (!hex_decode(ctx->arena, str_trim(text), &key) || key.len != DATA_KEY_BYTES)
        return fail_key(ctx, path);
    secret_wipe(text);
    *ret = key;
    return true;
}

bool access_open(Ctx *ctx, const AccessSetup *setup, Access **ret)
{
    Access *access = NEW(ctx->arena, Access, 1);
    access->permissions = sorted(ctx->arena, &setup->permissions);
    access->data = str_copy(ctx->arena, setup->data);
    if (!access_policy_load(ctx, &access->policy))
        return false;
    if (str_empty(setup->data))
        access->data_key = secret_random(ctx->arena, DATA_KEY_BYTES);
    else if (!open_data_key(ctx, setup, &access->data_key) ||
             !audit_sealer_open(ctx, setup->data, setup->make, &access->sealer))
        return fail_while(ctx, "打开密钥");
    access->standings = standing_cache_create(ctx);
    *ret = access;
    return true;
}

/* ---- the first account ----------------------------------------------------------------------- */

static bool is_there(Ctx *ctx, bool *ret)
{
    Account account;
    *ret = account_by_name(ctx, STR(FIRST_ACCOUNT), &account);
    if (*ret || ctx->fail.code != FAIL_NOT_FOUND)
        return *ret;
    fail_clear(ctx);
    return true;
}

static bool make_first(Ctx *ctx, Str *ret_password)
{
    Account account = {.name = STR(FIRST_ACCOUNT), .person = STR("管理员")};
    Str why = STR("初始化");
    Role role;
    int64_t account_id = 0, post_id = 0;
    return role_by_code(ctx, STR("administrator"), &role) &&
           account_create(ctx, &account, ret_password, &account_id) &&
           post_create(ctx, /* unit_id= */ 0, STR(FIRST_POST), role.id, why, &post_id) &&
           post_assign(ctx, post_id, account_id, guard_today(ctx), /* until= */ NULL, why);
}

bool access_install(Ctx *ctx, Str *ret_password)
{
    bool there = false;
    Str password = {0};
    if (!db_begin(ctx))
        return false;
    bool done =
        roles_install(ctx) && is_there(ctx, &there) && (there || make_first(ctx, &password));
    if (!done)
        return db_rollback(ctx);
    if (!db_commit(ctx))
        return false;
    *ret_password = password;
    return true;
}
