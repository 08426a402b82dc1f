#include "domain/administration/audit_check.h"

/* False with a failure; *ret_found false when there is no newest head, or none that can be relied
 * on: *ret_flaw then says why. A head that is asked for by its name must be there. */
static bool read_head(Ctx *ctx, Str path, Str key, AuditHead *ret, bool *ret_found, Str *ret_flaw)
{
    const AuditSealer *sealer = ctx->access->sealer;
    *ret_flaw = (Str){0};
    *ret_found = sealer && audit_head_read(ctx, sealer, path, key, ret);
    if (*ret_found)
        return true;
    bool altered = sealer && ctx->fail.code == FAIL_INVALID;
    if (sealer && !altered && (ctx->fail.code != FAIL_NOT_FOUND || !str_empty(path)))
        return false;
    *ret_flaw = altered ? ctx->fail.message : STR("没有签名的链头，末尾是否被截断无从判断");
    fail_clear(ctx);
    return true;
}

bool audit_examine(Ctx *ctx, Str path, Str key, AuditVerdict *ret)
{
    AuditHead head;
    AuditVerdict verdict;
    Str flaw;
    bool found;
    if (!read_head(ctx, path, key, &head, &found, &flaw) ||
        !audit_verify(ctx, found ? &head : NULL, &verdict))
        return false;
    if (!found && verdict.holds && verdict.entries > 0) {
        verdict.holds = false;
        verdict.finding = flaw;
    }
    *ret = verdict;
    return true;
}
