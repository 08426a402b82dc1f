/* What actions are called: the engine's own from the table, those of modules by the permission of
 * the same code. */
#include "engine/access/access.h"
#include "engine/access/audit_chain.h"

#define NAMES_BYTES_MAX (16 * KIB)

static const struct {
    const char *action;
    const char *label;
} own[] = {
    {"account.create", "新建用户"},
    {"account.change", "修改用户"},
    {"account.disable", "停用用户"},
    {"account.enable", "启用用户"},
    {"account.reset", "重置密码"},
    {"account.password", "修改密码"},
    {"account.confirm", "确认当前密码"},
    {"second-factor.begin", "设置动态口令"},
    {"second-factor.confirm", "启用动态口令"},
    {"second-factor.end", "停用动态口令"},
    {"sign-in.ok", "登录"},
    {"sign-in.failed", "登录失败"},
    {"sign-in.locked", "锁定期间登录"},
    {"sign-out", "退出"},
    {"session.end", "结束登录"},
    {"session.post", "换岗位"},
    {"role.create", "新建角色"},
    {"role.change", "修改角色"},
    {"role.remove", "删除角色"},
    {"post.create", "新建岗位"},
    {"post.change", "修改岗位"},
    {"post.end", "撤销岗位"},
    {"post.assign", "任职"},
    {"post.deputise", "代理"},
    {"post.release", "卸任"},
    {"token.create", "签发令牌"},
    {"token.revoke", "吊销令牌"},
    {"reveal", "查看完整信息"},
    {"unit.create", "新建单位"},
    {"unit.rename", "单位更名"},
    {"unit.move", "调整单位"},
    {"unit.merge", "撤并单位"},
    {"unit.alias", "登记又名"},
    {"import.undo", "撤销导入"},
    {"notice.add", "发布通知"},
    {"notice.end", "结束通知"},
    {"dictionary.add", "新增字典值"},
    {"dictionary.change", "修改字典值"},
    {"dictionary.install", "装入字典"},
    {"receiver.put", "设置外发接收方"},
    {"receiver.remove", "删除外发接收方"},
    {"calendar_day.put", "自定日子"},
    {"calendar_day.remove", "取消自定的日子"},
    {"audit.export", "导出操作记录"},
    {"attachment.add", "添加附件"},
    {"matter.open", "登记事项"},
    {"matter.move", "办理事项"},
    {"matter.recompute", "重算期限"},
    {"demo.begin", "装入演示"},
    {"demo.fill", "装入演示记录"},
};

Str audit_action_label(const Ctx *ctx, Str action)
{
    for (size_t i = 0; i < ARRAY_LEN(own); i++)
        if (str_equal_c(action, own[i].action))
            return str_of(own[i].label);
    const Permission *permission =
        ctx->access ? permission_called(&ctx->access->permissions, action) : NULL;
    return permission ? str_of(permission->title) : action;
}

static void add_name(Buf *names, const char *action, const char *label, Str words)
{
    if (str_contains(str_of(label), words))
        buf_format(names, "%s|", action);
}

Str audit_actions_named(const Ctx *ctx, Str words)
{
    Buf names = buf_create(ctx->arena, NAMES_BYTES_MAX);
    buf_add_byte(&names, '|');
    for (size_t i = 0; i < ARRAY_LEN(own); i++)
        add_name(&names, own[i].action, own[i].label, words);
    for (size_t i = 0; ctx->access && i < ctx->access->permissions.count; i++) {
        const Permission *permission = ctx->access->permissions.at[i];
        add_name(&names, permission->code, permission->title, words);
    }
    return buf_str(&names);
}
