/* Attachments over HTTP, for those who work on orders. */
#include "domain/hotline/attachment.h"
#include "domain/hotline/attachment_paper.h"
#include "engine/access/actor.h"

typedef struct AddIn {
    Str number;
    Str name;
    Str file;
} AddIn;
static const Field add_fields[] = {
    FIELD(AddIn, number, "工单号", FIELD_REQUIRED, .max_runes = ORDER_NUMBER_RUNES_MAX),
    FIELD(AddIn, name, "文件名", 0, .max_runes = 255),
    FIELD(AddIn, file, "文件", 0),
};
static const Shape add_shape = SHAPE(AddIn, add_fields);

typedef struct OneIn {
    Str number;
    int64_t id;
} OneIn;
static const Field one_fields[] = {
    FIELD(OneIn, number, "工单号", FIELD_REQUIRED, .max_runes = ORDER_NUMBER_RUNES_MAX),
    FIELD(OneIn, id, "编号", FIELD_REQUIRED),
};
static const Shape one_shape = SHAPE(OneIn, one_fields);

/* Who only looks at orders adds nothing to them. */
static bool require_work(Ctx *ctx)
{
    static const char *const works[] = {"hotline.take",     "hotline.dispatch", "hotline.handle",
                                        "hotline.review",   "hotline.rule",     "hotline.callback",
                                        "hotline.supervise"};
    for (size_t i = 0; i < ARRAY_LEN(works); i++)
        if (actor_may(ctx->actor, works[i]))
            return true;
    fail(ctx, FAIL_DENIED, "当前岗位只能查看工单，不能添加附件");
    return fail_hint(ctx, "由办理、派单、审核或回访工单的岗位来添加");
}

static bool post_attachment(Ctx *ctx, const void *input, void *out)
{
    const AddIn *in = input;
    Order order;
    return require_work(ctx) && order_by_number(ctx, in->number, &order) &&
           attachment_add(ctx, &order, &(NewAttachment){.name = in->name, .bytes = in->file}, out);
}

static bool get_attachment(Ctx *ctx, const void *input, FileBody *out)
{
    const OneIn *in = input;
    Order order;
    return order_by_number(ctx, in->number, &order) &&
           attachment_get(ctx, &order, in->id, /* thumbnail= */ false, out);
}

static bool get_thumbnail(Ctx *ctx, const void *input, FileBody *out)
{
    const OneIn *in = input;
    Order order;
    return order_by_number(ctx, in->number, &order) &&
           attachment_get(ctx, &order, in->id, /* thumbnail= */ true, out);
}

/* Never what a browser might take for a page: the kind was told by the content. */
static bool get_view(Ctx *ctx, const void *input, FileBody *out)
{
    if (!get_attachment(ctx, input, out))
        return false;
    if (!str_equal_c(out->content_type, "application/pdf")) {
        fail(ctx, FAIL_INVALID, "只有 PDF 能这样查看");
        return fail_hint(ctx, "其他附件请下载");
    }
    out->in_frame = true;
    return true;
}

static bool get_paper(Ctx *ctx, const void *input, void *out)
{
    const OneIn *in = input;
    Order order;
    return order_by_number(ctx, in->number, &order) && attachment_paper(ctx, &order, in->id, out);
}

const Route attachment_routes[] = {
    {.method = METHOD_POST,
     .path = "/api/hotline/orders/{number}/attachments",
     .permission = "hotline.read",
     .lane = LANE_SLOW,
     .input = &add_shape,
     .output = &attachment_shape,
     .handle = post_attachment,
     .body_member = "file",
     .help = "给工单添加附件（请求体为文件本身）"},
    {.method = METHOD_GET,
     .path = "/api/hotline/orders/{number}/attachments/{id}",
     .permission = "hotline.read",
     .lane = LANE_QUICK,
     .input = &one_shape,
     .handle_file = get_attachment,
     .help = "下载附件"},
    {.method = METHOD_GET,
     .path = "/api/hotline/orders/{number}/attachments/{id}/thumbnail",
     .permission = "hotline.read",
     .lane = LANE_QUICK,
     .input = &one_shape,
     .handle_file = get_thumbnail,
     .help = "附件的缩略图"},
    {.method = METHOD_GET,
     .path = "/api/hotline/orders/{number}/attachments/{id}/view",
     .permission = "hotline.read",
     .lane = LANE_QUICK,
     .input = &one_shape,
     .handle_file = get_view,
     .help = "在页面内查看 PDF 附件"},
    {.method = METHOD_GET,
     .path = "/api/hotline/orders/{number}/attachments/{id}/paper",
     .permission = "hotline.read",
     .lane = LANE_SLOW,
     .input = &one_shape,
     .output = &attachment_paper_shape,
     .handle = get_paper,
     .help = "Word 附件的文字和表格，供预览"},
    {.path = NULL},
};
