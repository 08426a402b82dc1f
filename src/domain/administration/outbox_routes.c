/* Receivers of notices: webhooks and mail addresses, and how far each is. */
#include "domain/administration/routes.h"
#include "engine/flow/outbox.h"

#define RECEIVERS "access.receivers"

typedef struct ListOut {
    OutboxReceiverList receivers;
} ListOut;
static const Field list_fields[] = {
    FIELD_LIST(ListOut, receivers, "接收方", &outbox_receiver_shape)};
static const Shape list_shape = SHAPE(ListOut, list_fields);

static bool get_list(Ctx *ctx, const void *input, void *output)
{
    ListOut *out = output;
    (void)input;
    return outbox_receivers(ctx, &out->receivers);
}

typedef struct PutIn {
    int64_t id;
    Str name;
    Str kind;
    Str address;
    Str types;
    Str secret;
    bool paused;
    Str why;
} PutIn;
static const Field put_fields[] = {
    FIELD(PutIn, id, "编号", 0),
    FIELD(PutIn, name, "名称", FIELD_REQUIRED, .max_runes = 50),
    FIELD(PutIn, kind, "方式", FIELD_REQUIRED),
    FIELD(PutIn, address, "地址", FIELD_REQUIRED),
    FIELD(PutIn, types, "事件", FIELD_REQUIRED),
    FIELD(PutIn, secret, "密钥", 0),
    FIELD(PutIn, paused, "暂停", 0),
    FIELD(PutIn, why, "原因", FIELD_REQUIRED, .max_runes = WHY_RUNES_MAX),
};
static const Shape put_shape = SHAPE(PutIn, put_fields);

typedef struct PutOut {
    int64_t id;
    Str secret; /* shown once */
} PutOut;
static const Field put_out_fields[] = {
    FIELD(PutOut, id, "编号", 0),
    FIELD(PutOut, secret, "密钥", 0),
};
static const Shape put_out_shape = SHAPE(PutOut, put_out_fields);

static bool post_receiver(Ctx *ctx, const void *input, void *output)
{
    const PutIn *in = input;
    PutOut *out = output;
    OutboxReceiver kept;
    if (!outbox_receiver_put(ctx,
                             &(OutboxReceiver){.id = in->id,
                                               .name = in->name,
                                               .kind = in->kind,
                                               .address = in->address,
                                               .types = in->types,
                                               .secret = in->secret,
                                               .paused = in->paused},
                             in->why, &kept))
        return false;
    out->id = kept.id;
    if (str_equal_c(kept.kind, "webhook"))
        out->secret = kept.secret;
    return true;
}

typedef struct RemoveIn {
    int64_t id;
    Str why;
} RemoveIn;
static const Field remove_fields[] = {
    FIELD(RemoveIn, id, "编号", FIELD_REQUIRED),
    FIELD(RemoveIn, why, "原因", FIELD_REQUIRED, .max_runes = WHY_RUNES_MAX),
};
static const Shape remove_shape = SHAPE(RemoveIn, remove_fields);

static bool delete_receiver(Ctx *ctx, const void *input, void *out)
{
    const RemoveIn *in = input;
    (void)out;
    return outbox_receiver_remove(ctx, in->id, in->why);
}

const Route outbox_routes[] = {
    VIEW("/api/access/receivers", RECEIVERS, NULL, &list_shape, get_list,
         "外发通知的接收方，各自还有多少未发、最近的错误"),
    MOVE("/api/access/receivers", RECEIVERS, &put_shape, &put_out_shape, post_receiver,
         "添加接收方，或修改、暂停、恢复（带编号）；网址的签名密钥只在此时给出"),
    DROP("/api/access/receivers/{id}", RECEIVERS, &remove_shape, delete_receiver, "删除接收方"),
    {.path = NULL},
};
