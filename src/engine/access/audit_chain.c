#include "engine/access/audit_chain.h"

#include "port/crypto.h"

#define ENTRY_BYTES_MAX (16 * MIB)

static const Field row_fields[] = {
    FIELD(AuditRow, number, "序号", FIELD_REQUIRED),
    FIELD(AuditRow, made_at, "时间", FIELD_REQUIRED),
    FIELD(AuditRow, account_id, "账号", FIELD_REQUIRED),
    FIELD(AuditRow, actor, "操作人", FIELD_REQUIRED),
    FIELD(AuditRow, post_id, "岗位", FIELD_REQUIRED),
    FIELD(AuditRow, unit_id, "单位", FIELD_REQUIRED),
    FIELD(AuditRow, address, "地址", FIELD_REQUIRED),
    FIELD(AuditRow, action, "操作", FIELD_REQUIRED),
    FIELD(AuditRow, object, "对象", FIELD_REQUIRED),
    FIELD(AuditRow, object_key, "对象编号", FIELD_REQUIRED),
    FIELD(AuditRow, title, "对象名称", FIELD_REQUIRED),
    FIELD(AuditRow, why, "原因", FIELD_REQUIRED),
    FIELD(AuditRow, refused, "被拒绝", FIELD_REQUIRED),
    FIELD(AuditRow, facts, "说明", FIELD_REQUIRED),
    FIELD(AuditRow, changes, "变更", FIELD_REQUIRED),
    FIELD(AuditRow, hash, "摘要", FIELD_REQUIRED),
};
const Shape audit_row_shape = SHAPE(AuditRow, row_fields);

static const Field tail_fields[] = {
    FIELD(AuditTail, number, "序号", FIELD_REQUIRED),
    FIELD(AuditTail, hash, "摘要", FIELD_REQUIRED),
    FIELD(AuditTail, signed_hash, "链头所签一条的摘要", 0),
};
const Shape audit_tail_shape = SHAPE(AuditTail, tail_fields);

static void print_sized(Buf *text, Str value)
{
    buf_add_int(text, (int64_t)value.len);
    buf_add_byte(text, ':');
    buf_add(text, value);
}

/* All columns but the last one, which is the hash itself. */
static void print_columns(Buf *text, const AuditRow *row)
{
    char digits[INT_TEXT_BYTES];
    buf_add_c(text, "tongban-audit-entry 1\n");
    for (size_t i = 0; i + 1 < ARRAY_LEN(row_fields); i++) {
        const void *member = (const char *)row + row_fields[i].offset;
        buf_add_c(text, row_fields[i].name);
        buf_add_byte(text, '=');
        if (row_fields[i].kind == FIELD_STR)
            print_sized(text, *(const Str *)member);
        else
            print_sized(text, int_text(*(const int64_t *)member, digits));
        buf_add_byte(text, '\n');
    }
}

bool audit_row_hash(Ctx *ctx, Str before, const AuditRow *row, Str *ret)
{
    Buf text = buf_create(ctx->arena, ENTRY_BYTES_MAX);
    print_columns(&text, row);
    if (!buf_ok(&text)) {
        fail(ctx, FAIL_TOO_LARGE, "审计内容太长");
        return fail_hint(ctx, "一次少改一些，分几次做");
    }
    return crypto_sm3_hex(ctx, (Str[]){before, buf_str(&text)}, 2, ret);
}
