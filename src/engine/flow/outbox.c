#include "engine/flow/outbox.h"

#include "engine/access/access.h"
#include "sql_ids.h"

static const Field event_fields[] = {
    FIELD(OutboxEvent, id, "编号", 0),
    FIELD(OutboxEvent, type, "类型", 0),
    FIELD(OutboxEvent, subject, "事项", 0),
    FIELD(OutboxEvent, unit_id, "单位", 0),
    FIELD(OutboxEvent, from_unit_id, "原单位", 0),
    FIELD(OutboxEvent, at, "时间", 0),
    FIELD(OutboxEvent, data, "内容", 0, .max_runes = OUTBOX_DATA_RUNES_MAX),
};
const Shape outbox_event_shape = SHAPE(OutboxEvent, event_fields);

bool outbox_put(Ctx *ctx, const OutboxEvent *event)
{
    /* Who hands a matter on to where he cannot look tells of it all the same. */
    const DbScope *mine = scope_lift(ctx);
    bool done = db_run(ctx, SQL_OUTBOX_PUT,
                       BINDS({"type", bind(event->type)}, {"subject", bind(event->subject)},
                             {"unit_id", bind(event->unit_id)},
                             {"from_unit_id", bind(event->from_unit_id)}, {"at", bind(event->at)},
                             {"data", bind(str_empty(event->data) ? STR("{}") : event->data)}),
                       NULL);
    scope_lower(ctx, mine);
    return done;
}

bool outbox_after(Ctx *ctx, int64_t id, int64_t limit, OutboxEventList *ret)
{
    OutboxEventList list = {0};
    if (!db_all(ctx, SQL_OUTBOX_AFTER, BINDS({"id", bind(id)}, {"limit", bind(limit)}),
                &outbox_event_shape, &list))
        return false;
    *ret = list;
    return true;
}

bool outbox_newest(Ctx *ctx, int64_t *ret_id)
{
    const DbScope *mine = scope_lift(ctx); /* a number alone, and one for all */
    bool done = db_number(ctx, SQL_OUTBOX_NEWEST, NO_BINDS, ret_id);
    scope_lower(ctx, mine);
    return done;
}
