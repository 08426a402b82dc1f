#include "domain/hotline/attachment.h"

#include "domain/hotline/attachment_file.h"
#include "engine/access/audit.h"
#include "port/clock.h"
#include "port/packs.h"
#include "port/yaml.h"
#include "sql_ids.h"

#define PACK STR("hotline/attachments.yaml")

static const Field rules_fields[] = {
    FIELD(AttachmentRules, attachments, "名称", FIELD_REQUIRED),
    FIELD(AttachmentRules, from, "起用日", FIELD_REQUIRED),
    FIELD_TEXTS(AttachmentRules, source, "依据"),
    FIELD_TEXTS(AttachmentRules, kinds, "种类"),
    FIELD_TEXTS(AttachmentRules, citizen_kinds, "市民可传的种类"),
    FIELD(AttachmentRules, file_mib, "每个文件最大", FIELD_REQUIRED),
    FIELD(AttachmentRules, citizen_file_mib, "市民的文件最大", FIELD_REQUIRED),
    FIELD(AttachmentRules, count, "每单最多", FIELD_REQUIRED),
    FIELD(AttachmentRules, citizen_count, "市民最多", FIELD_REQUIRED),
    FIELD(AttachmentRules, order_mib, "每单合计", FIELD_REQUIRED),
};
static const Shape rules_shape = SHAPE(AttachmentRules, rules_fields);

static const Field row_fields[] = {
    FIELD(Attachment, id, "编号", 0),          FIELD(Attachment, order_id, "工单", 0),
    FIELD(Attachment, unit_id, "单位", 0),     FIELD(Attachment, name, "文件名", 0),
    FIELD(Attachment, kind, "种类", 0),        FIELD(Attachment, bytes, "字节数", 0),
    FIELD(Attachment, width, "宽", 0),         FIELD(Attachment, height, "高", 0),
    FIELD(Attachment, digest, "SHA-256", 0),   FIELD(Attachment, thumbnail, "缩略图", 0),
    FIELD(Attachment, citizen, "市民上传", 0), FIELD(Attachment, account_id, "账号", 0),
    FIELD(Attachment, actor, "上传人", 0),     FIELD(Attachment, added_at, "上传时间", 0),
};
static const Shape row_shape = SHAPE(Attachment, row_fields);

static const Field page_fields[] = {
    FIELD(Attachment, id, "编号", 0),           FIELD(Attachment, name, "文件名", 0),
    FIELD(Attachment, kind, "种类", 0),         FIELD(Attachment, bytes, "字节数", 0),
    FIELD(Attachment, width, "宽", 0),          FIELD(Attachment, height, "高", 0),
    FIELD(Attachment, citizen, "市民上传", 0),  FIELD(Attachment, actor, "上传人", 0),
    FIELD(Attachment, added_at, "上传时间", 0),
};
const Shape attachment_shape = SHAPE(Attachment, page_fields);

/* ---- rules ----------------------------------------------------------------------------------- */

static bool check_limit(Ctx *ctx, const YamlNode *pack, const char *key, int64_t most)
{
    const YamlNode *node = yaml_get(pack, str_of(key));
    int64_t value = 0;
    if (node && str_to_int(node->text, &value) && value >= 1 && value <= most)
        return true;
    return yaml_fail(ctx, node ? node : pack, "「%s」应是 1 到 %lld 的整数", key, (long long)most);
}

static bool check_kinds(Ctx *ctx, const YamlNode *pack, const char *key)
{
    static const char *const kinds[] = {"jpeg", "png", "pdf", "docx", "xlsx", "text", NULL};
    const YamlNode *list = yaml_get(pack, str_of(key));
    if (!list || list->count == 0)
        return yaml_fail(ctx, list ? list : pack, "「%s」至少要有一种", key);
    for (size_t i = 0; i < list->count; i++)
        if (!str_is_one_of(list->items[i]->text, kinds))
            return yaml_fail(ctx, list->items[i], "没有「%.*s」这种附件",
                             STRF(list->items[i]->text));
    return true;
}

static bool make_rules(Ctx *ctx, void *ret)
{
    Pack pack;
    YamlNode *yaml;
    return packs_get(ctx, PACK, &pack) && yaml_parse(ctx, pack.place, pack.text, &yaml) &&
           yaml_to_shape(ctx, yaml, &rules_shape, ret) &&
           check_limit(ctx, yaml, "file_mib", ATTACHMENT_FILE_MIB_MAX) &&
           check_limit(ctx, yaml, "citizen_file_mib", ATTACHMENT_FILE_MIB_MAX) &&
           check_limit(ctx, yaml, "count", ATTACHMENTS_MAX) &&
           check_limit(ctx, yaml, "citizen_count", ATTACHMENTS_MAX) &&
           check_limit(ctx, yaml, "order_mib", ATTACHMENT_FILE_MIB_MAX * ATTACHMENTS_MAX) &&
           check_kinds(ctx, yaml, "kinds") && check_kinds(ctx, yaml, "citizen_kinds");
}

bool attachment_rules(Ctx *ctx, AttachmentRules *ret)
{
    *ret = (AttachmentRules){0};
    return packs_made(ctx, "hotline/attachments", sizeof *ret, make_rules, ret);
}

/* ---- reading --------------------------------------------------------------------------------- */

bool attachments_of(Ctx *ctx, const Order *order, AttachmentList *ret)
{
    AttachmentList list = {0};
    const DbScope *before = scope_lift(ctx); /* the order has been reached */
    bool good =
        db_all(ctx, SQL_ATTACHMENT_ALL, BINDS({"order_id", bind(order->id)}), &row_shape, &list);
    scope_lower(ctx, before);
    if (!good)
        return fail_while(ctx, "读取附件");
    *ret = list;
    return true;
}

bool attachment_get(Ctx *ctx, const Order *order, int64_t id, bool thumbnail, FileBody *ret)
{
    AttachmentList list = {0};
    if (!attachments_of(ctx, order, &list))
        return false;
    LIST_EACH (const Attachment, one, &list) {
        if (one->id != id || (thumbnail && str_empty(one->thumbnail)))
            continue;
        Str bytes;
        if (!attachment_fetch(ctx, thumbnail ? one->thumbnail : one->digest, &bytes))
            return fail_while(ctx, "读取附件「%.*s」", STRF(one->name));
        *ret = (FileBody){.name = one->name,
                          .content_type =
                              thumbnail ? STR("image/jpeg") : attachment_content_type(one->kind),
                          .bytes = bytes};
        return true;
    }
    return fail(ctx, FAIL_NOT_FOUND, thumbnail ? "这个附件没有缩略图" : "没有这个附件");
}

/* ---- adding ---------------------------------------------------------------------------------- */

static bool check_room(Ctx *ctx, const AttachmentRules *rules, const AttachmentList *there,
                       const Attachment *more)
{
    int64_t total = more->bytes, by_citizen = 0;
    LIST_EACH (const Attachment, one, there) {
        total += one->bytes;
        by_citizen += one->citizen;
    }
    if (more->citizen && by_citizen >= rules->citizen_count)
        return fail(ctx, FAIL_TOO_LARGE, "最多上传 %lld 张照片", (long long)rules->citizen_count);
    if ((int64_t)there->count >= rules->count)
        return fail(ctx, FAIL_TOO_LARGE, "每张工单最多 %lld 个附件", (long long)rules->count);
    if (total > rules->order_mib * (int64_t)MIB)
        return fail(ctx, FAIL_TOO_LARGE, "工单的附件合计超过 %lld MiB",
                    (long long)rules->order_mib);
    return true;
}

static bool note(Ctx *ctx, const Order *order, const Attachment *one)
{
    return audit_note(
        ctx, &(AuditNote){.action = "attachment.add",
                          .object = "order",
                          .key = order->id,
                          .title = order->number,
                          .unit_id = order->unit_id,
                          .facts = str_format(ctx->arena, "「%.*s」，%lld 字节，SHA-256 %.*s",
                                              STRF(one->name), (long long)one->bytes,
                                              STRF(one->digest))});
}

static bool put(Ctx *ctx, const Order *order, const AttachmentRules *rules, Attachment *one)
{
    AttachmentList there = {0};
    if (!attachments_of(ctx, order, &there))
        return false;
    LIST_EACH (const Attachment, same, &there)
        if (str_equal(same->digest, one->digest)) {
            *one = *same;
            return true;
        }
    return check_room(ctx, rules, &there, one) &&
           db_number(ctx, SQL_ATTACHMENT_PUT,
                     BINDS({"order_id", bind(order->id)}, {"unit_id", bind(order->unit_id)},
                           {"name", bind(one->name)}, {"kind", bind(one->kind)},
                           {"bytes", bind(one->bytes)}, {"width", bind(one->width)},
                           {"height", bind(one->height)}, {"digest", bind(one->digest)},
                           {"thumbnail", bind(one->thumbnail)}, {"citizen", bind(one->citizen)},
                           {"account_id", bind(one->account_id)}, {"actor", bind(one->actor)},
                           {"now", bind(one->added_at)}),
                     &one->id) &&
           note(ctx, order, one);
}

/* The files are written before the row: a row without its file is worse than the reverse. */
static bool store(Ctx *ctx, const Order *order, const NewAttachment *from,
                  const AttachmentFile *file, Attachment *ret)
{
    /* People name files after themselves. */
    bool nameless = from->citizen && (order->confidential || order->anonymous);
    *ret = (Attachment){
        .order_id = order->id,
        .unit_id = order->unit_id,
        .name = attachment_name(ctx->arena, nameless ? STR("照片") : from->name, file->kind),
        .kind = file->kind,
        .bytes = (int64_t)file->bytes.len,
        .width = file->width,
        .height = file->height,
        .citizen = from->citizen,
        .account_id = ctx->actor ? ctx->actor->account_id : 0,
        .actor = from->citizen ? STR("市民") : actor_label(ctx),
        .added_at = clock_now(ctx)};
    return attachment_store(ctx, file->bytes, &ret->digest) &&
           (str_empty(file->thumbnail) || attachment_store(ctx, file->thumbnail, &ret->thumbnail));
}

bool attachment_add(Ctx *ctx, const Order *order, const NewAttachment *from, Attachment *ret)
{
    AttachmentRules rules;
    AttachmentFile file;
    Attachment one;
    if (!attachment_rules(ctx, &rules))
        return false;
    int64_t mib = from->citizen ? rules.citizen_file_mib : rules.file_mib;
    if ((int64_t)from->bytes.len > mib * (int64_t)MIB)
        return fail(ctx, FAIL_TOO_LARGE, "文件超过 %lld MiB", (long long)mib);
    if (!attachment_file_read(ctx, from->bytes, from->citizen ? &rules.citizen_kinds : &rules.kinds,
                              &file) ||
        !store(ctx, order, from, &file, &one) || !db_begin(ctx))
        return false;
    const DbScope *before = scope_lift(ctx); /* the order has been reached, by assistants too */
    bool good = put(ctx, order, &rules, &one);
    scope_lower(ctx, before);
    if (!good)
        return db_rollback(ctx);
    if (!db_commit(ctx))
        return false;
    *ret = one;
    return true;
}

bool attachment_follow(Ctx *ctx, int64_t order_id, int64_t unit_id)
{
    const DbScope *before = scope_lift(ctx); /* the order went where the actor sees no more */
    bool good = db_run(ctx, SQL_ATTACHMENT_HAND,
                       BINDS({"order_id", bind(order_id)}, {"unit_id", bind(unit_id)}),
                       /* ret_changed= */ NULL);
    scope_lower(ctx, before);
    return good;
}
