/* Notices to users: made, ended, and who has read them. */
#include "domain/administration/notice.h"
#include "domain/administration/routes.h"

#define NOTICES "access.notices"

typedef struct NoticesOut {
    NoticeList notices;
} NoticesOut;
static const Field notices_fields[] = {FIELD_LIST(NoticesOut, notices, "通知", &notice_shape)};
static const Shape notices_shape = SHAPE(NoticesOut, notices_fields);

static bool get_notices(Ctx *ctx, const void *input, void *out)
{
    (void)input;
    return notices_read(ctx, &((NoticesOut *)out)->notices);
}

static bool post_notice(Ctx *ctx, const void *input, void *out)
{
    return notice_add(ctx, input, &((IdIn *)out)->id);
}

static bool post_notice_end(Ctx *ctx, const void *input, void *out)
{
    const IdWhyIn *in = input;
    (void)out;
    return notice_end(ctx, in->id, in->why);
}

const Route notice_routes[] = {
    VIEW("/api/access/notices", NOTICES, NULL, &notices_shape, get_notices, "通知及已读的人"),
    MOVE("/api/access/notices", NOTICES, &notice_request_shape, &made_id_shape, post_notice,
         "发布通知"),
    MOVE("/api/access/notices/{id}/end", NOTICES, &id_why_shape, NULL, post_notice_end, "结束通知"),
    {.path = NULL},
};
