/* Who is told: webhooks and mail addresses (engine/flow/outbox.h). */
#include "base/utf8.h"
#include "engine/access/access.h"
#include "engine/flow/outbox.h"
#include "engine/flow/outbox_settings.h"
#include "port/clock.h"
#include "port/crypto.h"
#include "port/fetch.h"
#include "port/secret.h"
#include "sql_ids.h"

#define NAME_RUNES_MAX 50
#define MAIL_BYTES_MAX 254
#define TYPES_BYTES_MAX 500
#define SECRET_RUNES 40
#define SECRET_BYTES_MIN 16
#define SECRET_BYTES_MAX 200

static const Field receiver_fields[] = {
    FIELD(OutboxReceiver, id, "编号", 0),
    FIELD(OutboxReceiver, name, "名称", 0, .max_runes = NAME_RUNES_MAX),
    FIELD(OutboxReceiver, kind, "方式", 0),
    FIELD(OutboxReceiver, address, "地址", 0),
    FIELD(OutboxReceiver, types, "事件", 0),
    FIELD(OutboxReceiver, paused, "暂停", 0),
    FIELD(OutboxReceiver, waiting, "待发", 0),
    FIELD(OutboxReceiver, tries, "失败次数", 0),
    FIELD_MAYBE(OutboxReceiver, next_at, "下次发送", 0),
    FIELD(OutboxReceiver, error, "错误", 0),
};
const Shape outbox_receiver_shape = SHAPE(OutboxReceiver, receiver_fields);

/* As kept, and as the trail has it. */
static const Field kept_fields[] = {
    FIELD(OutboxReceiver, id, "编号", 0),     FIELD(OutboxReceiver, name, "名称", 0),
    FIELD(OutboxReceiver, kind, "方式", 0),   FIELD(OutboxReceiver, address, "地址", 0),
    FIELD(OutboxReceiver, types, "事件", 0),  FIELD(OutboxReceiver, secret, "密钥", FIELD_SECRET),
    FIELD(OutboxReceiver, paused, "暂停", 0),
};
static const Shape kept_shape = SHAPE(OutboxReceiver, kept_fields);

bool outbox_receivers(Ctx *ctx, OutboxReceiverList *ret)
{
    OutboxReceiverList list = {0};
    if (!db_all(ctx, SQL_OUTBOX_RECEIVER_ALL, NO_BINDS, &outbox_receiver_shape, &list))
        return false;
    *ret = list;
    return true;
}

/* ---- what may be one --------------------------------------------------------------------------
 */

bool outbox_is_mail_address(Str text)
{
    size_t at = str_find_byte(text, '@');
    if (text.len > MAIL_BYTES_MAX || at == STR_NONE || at == 0 || at + 1 >= text.len ||
        str_find_byte(str_after(text, at + 1), '@') != STR_NONE)
        return false;
    for (size_t i = 0; i < text.len; i++) {
        unsigned char byte = (unsigned char)text.at[i];
        if (byte <= ' ' || byte >= 0x7f || strchr("<>()[]\\,;:\"", byte))
            return false;
    }
    return true;
}

static bool check_webhook(Ctx *ctx, Str address)
{
    OutboxSettings settings;
    Str host;
    if (!outbox_settings_read(ctx, &settings) || !fetch_check_url(ctx, address, &host))
        return false;
    if (outbox_host_may(&settings, host))
        return true;
    fail(ctx, FAIL_INVALID, "主机「%.*s」不在允许外发的名单里", STRF(host));
    return fail_hint(ctx, "名单在 packs/outbox/receivers.yaml 的 hosts");
}

static bool check_types(Ctx *ctx, Str types)
{
    for (size_t i = 0; i < types.len; i++) {
        char byte = types.at[i];
        if ((byte < 'a' || byte > 'z') && !strchr("._ *", byte))
            return fail(ctx, FAIL_INVALID, "事件「%.*s」写法不对", STRF(types)) ||
                   fail_hint(ctx, "写 *（全部），或 matter.opened matter.moved 这样用空格分开");
    }
    if (str_empty(types) || types.len > TYPES_BYTES_MAX ||
        (str_contains(types, STR("*")) && types.len > 1))
        return fail(ctx, FAIL_INVALID, "请写明要哪些事件，或只写一个 *（全部）");
    return true;
}

static bool check(Ctx *ctx, const OutboxReceiver *receiver)
{
    size_t runes = utf8_count(receiver->name);
    if (runes == 0 || runes > NAME_RUNES_MAX || !utf8_shows(receiver->name))
        return fail(ctx, FAIL_INVALID, "名称应为1至%d个字", NAME_RUNES_MAX);
    if (!check_types(ctx, receiver->types))
        return false;
    if (!str_empty(receiver->secret) &&
        (receiver->secret.len < SECRET_BYTES_MIN || receiver->secret.len > SECRET_BYTES_MAX))
        return fail(ctx, FAIL_INVALID, "密钥应为%d至%d个字符", SECRET_BYTES_MIN, SECRET_BYTES_MAX);
    if (str_equal_c(receiver->kind, "webhook"))
        return check_webhook(ctx, receiver->address);
    if (!str_equal_c(receiver->kind, "mail"))
        return fail(ctx, FAIL_INVALID, "方式「%.*s」应为 webhook 或 mail", STRF(receiver->kind));
    return outbox_is_mail_address(receiver->address) ||
           fail(ctx, FAIL_INVALID, "「%.*s」不是邮件地址", STRF(receiver->address));
}

/* ---- changing --------------------------------------------------------------------------------
 */

static bool seal(Ctx *ctx, Str secret, Str *ret)
{
    Str sealed;
    if (!crypto_seal(ctx, ctx->access->data_key, secret, &sealed))
        return false;
    *ret = hex_encode(ctx->arena, sealed);
    return true;
}

bool outbox_secret_open(Ctx *ctx, Str kept, Str *ret)
{
    Str sealed;
    if (!hex_decode(ctx->arena, kept, &sealed) ||
        !crypto_open(ctx, ctx->access->data_key, sealed, ret))
        return fail(ctx, FAIL_SYSTEM, "接收方的密钥解不开：密钥文件与数据库不配套");
    return true;
}

static bool note(Ctx *ctx, const char *action, const OutboxReceiver *before,
                 const OutboxReceiver *after, Str why)
{
    const OutboxReceiver *receiver = after ? after : before;
    return audit_note(
        ctx, &(AuditNote){.action = action,
                          .object = "receiver",
                          .key = receiver->id,
                          .title = receiver->name,
                          .why = why,
                          .changes = audit_changes(ctx->arena, &kept_shape, before, after)});
}

static bool read_kept(Ctx *ctx, int64_t id, OutboxReceiver *ret)
{
    bool found;
    *ret = (OutboxReceiver){0};
    if (!db_one(ctx, SQL_OUTBOX_RECEIVER_GET, BINDS({"id", bind(id)}), &kept_shape, ret, &found))
        return false;
    return found || fail(ctx, FAIL_NOT_FOUND, "没有这个接收方");
}

static bool check_name_free(Ctx *ctx, const OutboxReceiver *receiver)
{
    int64_t other, count;
    if (!db_number(ctx, SQL_OUTBOX_RECEIVER_NAMED, BINDS({"name", bind(receiver->name)}), &other) ||
        !db_number(ctx, SQL_OUTBOX_RECEIVER_COUNT, NO_BINDS, &count))
        return false;
    if (other && other != receiver->id)
        return fail(ctx, FAIL_CONFLICT, "已有叫「%.*s」的接收方", STRF(receiver->name));
    if (!receiver->id && count >= OUTBOX_RECEIVERS_MAX)
        return fail(ctx, FAIL_LIMITED, "接收方至多%d个", OUTBOX_RECEIVERS_MAX);
    return true;
}

/* From now on: what happened before is none of its business. */
static bool add(Ctx *ctx, OutboxReceiver *receiver)
{
    int64_t newest;
    return outbox_newest(ctx, &newest) &&
           db_number(ctx, SQL_OUTBOX_RECEIVER_ADD,
                     BINDS({"name", bind(receiver->name)}, {"kind", bind(receiver->kind)},
                           {"address", bind(receiver->address)}, {"types", bind(receiver->types)},
                           {"secret", bind(receiver->secret)}, {"paused", bind(receiver->paused)},
                           {"since_id", bind(newest)}),
                     &receiver->id) &&
           db_run(ctx, SQL_OUTBOX_PROGRESS_ADD,
                  BINDS({"id", bind(receiver->id)}, {"done_id", bind(newest)}), NULL);
}

static bool change(Ctx *ctx, const OutboxReceiver *receiver)
{
    return db_run(ctx, SQL_OUTBOX_RECEIVER_CHANGE,
                  BINDS({"name", bind(receiver->name)}, {"kind", bind(receiver->kind)},
                        {"address", bind(receiver->address)}, {"types", bind(receiver->types)},
                        {"secret", bind(receiver->secret)}, {"paused", bind(receiver->paused)},
                        {"id", bind(receiver->id)}),
                  NULL) &&
           db_run(ctx, SQL_OUTBOX_PROGRESS_RETRY, BINDS({"id", bind(receiver->id)}), NULL);
}

static bool put(Ctx *ctx, OutboxReceiver *kept, Str why)
{
    OutboxReceiver before = {0};
    bool is_new = kept->id == 0;
    if (!is_new && !read_kept(ctx, kept->id, &before))
        return false;
    if (str_empty(kept->secret))
        kept->secret = before.secret;
    return check_name_free(ctx, kept) && (is_new ? add(ctx, kept) : change(ctx, kept)) &&
           note(ctx, "receiver.put", is_new ? NULL : &before, kept, why);
}

bool outbox_receiver_put(Ctx *ctx, const OutboxReceiver *receiver, Str why, OutboxReceiver *ret)
{
    OutboxReceiver kept = *receiver;
    kept.name = str_trim(receiver->name);
    kept.address = str_trim(receiver->address);
    kept.types = str_trim(receiver->types);
    if (!check(ctx, &kept))
        return false;
    Str made = receiver->secret;
    if (!kept.id && str_empty(made))
        made = secret_random_text(ctx->arena, SECRET_RUNES);
    if ((!str_empty(made) && !seal(ctx, made, &kept.secret)) || !db_begin(ctx))
        return false;
    if (!put(ctx, &kept, why))
        return db_rollback(ctx);
    if (!db_commit(ctx))
        return false;
    *ret = kept;
    ret->secret = made;
    return true;
}

static bool take_away(Ctx *ctx, int64_t id, Str why)
{
    OutboxReceiver before;
    return read_kept(ctx, id, &before) &&
           db_run(ctx, SQL_OUTBOX_PROGRESS_REMOVE, BINDS({"id", bind(id)}), NULL) &&
           db_run(ctx, SQL_OUTBOX_RECEIVER_REMOVE, BINDS({"id", bind(id)}), NULL) &&
           note(ctx, "receiver.remove", &before, NULL, why);
}

bool outbox_receiver_remove(Ctx *ctx, int64_t id, Str why)
{
    if (!db_begin(ctx))
        return false;
    return take_away(ctx, id, why) ? db_commit(ctx) : db_rollback(ctx);
}
