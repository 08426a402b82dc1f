/* The citizen's side over HTTP: open to anybody, counted by address. */
#include "domain/hotline/attachment_file.h"
#include "domain/hotline/citizen.h"
#include "domain/hotline/rules.h"

#include "engine/access/access.h"
#include "port/qr.h"

#define BASE "/api/public/hotline"
#define FORM_BYTES_MAX (64 * KIB)
#define READS_A_MINUTE 120
#define TAKES_A_MINUTE 20
#define TRIES_A_MINUTE 20
#define PHOTOS_A_MINUTE 60

/* ---- the form -------------------------------------------------------------------------------- */

typedef struct FormCategory {
    Str code;
    Str name;
    Str group;
} FormCategory;
LIST_OF(FormCategory, FormCategoryList);
static const Field category_fields[] = {
    FIELD(FormCategory, code, "代码", 0),
    FIELD(FormCategory, name, "名称", 0),
    FIELD(FormCategory, group, "大类", 0),
};
static const Shape form_category_shape = SHAPE(FormCategory, category_fields);

typedef struct FormView {
    CitizenKindList kinds;
    FormCategoryList categories;
    int64_t content_runes_max;
    int64_t address_runes_max;
    int64_t complaint_runes_max;
    int64_t photos_max;
    int64_t photo_mib_max;
    Str photo_kinds;
} FormView;
static const Field form_fields[] = {
    FIELD_LIST(FormView, kinds, "类型", &citizen_kind_shape),
    FIELD_LIST(FormView, categories, "类目", &form_category_shape),
    FIELD(FormView, content_runes_max, "内容字数", 0),
    FIELD(FormView, address_runes_max, "地址字数", 0),
    FIELD(FormView, complaint_runes_max, "投诉字数", 0),
    FIELD(FormView, photos_max, "照片张数", 0),
    FIELD(FormView, photo_mib_max, "照片大小", 0),
    FIELD(FormView, photo_kinds, "照片种类", 0),
};
static const Shape form_shape = SHAPE(FormView, form_fields);

static bool get_form(Ctx *ctx, const void *input, void *out)
{
    FormView *view = out;
    CitizenRules rules;
    AttachmentRules attachments;
    const HotlineRules *hotline;
    (void)input;
    if (!citizen_rules(ctx, &rules) || !attachment_rules(ctx, &attachments) ||
        !hotline_rules(ctx, &hotline))
        return false;
    LIST_EACH (const Category, category, &hotline->categories)
        if (!category->is_group)
            *LIST_ADD(ctx->arena, &view->categories) =
                (FormCategory){category->code, category->name, category->parent_name};
    view->kinds = rules.kinds;
    view->content_runes_max = ORDER_CONTENT_RUNES_MAX;
    view->address_runes_max = ORDER_ADDRESS_RUNES_MAX;
    view->complaint_runes_max = CITIZEN_COMPLAINT_RUNES_MAX;
    view->photos_max = attachments.citizen_count;
    view->photo_mib_max = attachments.citizen_file_mib;
    view->photo_kinds = attachment_kinds_text(ctx->arena, &attachments.citizen_kinds);
    return true;
}

/* ---- sending --------------------------------------------------------------------------------- */

static const Field request_fields[] = {
    FIELD(CitizenRequest, kind, "类型", 0, .max_runes = 8),
    FIELD(CitizenRequest, category, "类目", 0, .max_runes = 32),
    FIELD(CitizenRequest, content, "内容", 0, .max_runes = ORDER_CONTENT_RUNES_MAX),
    FIELD(CitizenRequest, address, "地址", 0, .max_runes = ORDER_ADDRESS_RUNES_MAX),
    FIELD_MAYBE(CitizenRequest, longitude, "经度", 0),
    FIELD_MAYBE(CitizenRequest, latitude, "纬度", 0),
    FIELD(CitizenRequest, name, "称呼", 0, .max_runes = 32),
    FIELD(CitizenRequest, phone, "电话", 0, .max_runes = 32),
    FIELD(CitizenRequest, anonymous, "匿名", 0),
    FIELD(CitizenRequest, confidential, "保密", 0),
    FIELD(CitizenRequest, reported, "被举报的单位或人", 0, .max_runes = CITIZEN_REPORTED_RUNES_MAX),
    FIELD(CitizenRequest, idempotency_key, "提交编号", FIELD_REQUIRED, .max_runes = 100),
    FIELD(CitizenRequest, seconds, "填写秒数", 0),
    FIELD(CitizenRequest, website, "网站", 0, .max_runes = 100),
};
static const Shape request_shape = SHAPE(CitizenRequest, request_fields);

static const Field taken_fields[] = {
    FIELD(CitizenTaken, number, "工单号", 0),     FIELD(CitizenTaken, received_at, "受理时间", 0),
    FIELD(CitizenTaken, due_text, "办结期限", 0), FIELD(CitizenTaken, next, "接下来", 0),
    FIELD(CitizenTaken, ticket, "凭据", 0),       FIELD(CitizenTaken, repeated, "已收过", 0),
};
static const Shape taken_shape = SHAPE(CitizenTaken, taken_fields);

static bool post_order(Ctx *ctx, const void *input, void *out)
{
    return citizen_take(ctx, input, out);
}

typedef struct PhotoIn {
    Str ticket;
    Str name;
    Str file;
} PhotoIn;
static const Field photo_fields[] = {
    FIELD(PhotoIn, ticket, "凭据", FIELD_REQUIRED, .max_runes = 100),
    FIELD(PhotoIn, name, "文件名", 0, .max_runes = 255),
    FIELD(PhotoIn, file, "文件", 0),
};
static const Shape photo_shape = SHAPE(PhotoIn, photo_fields);

typedef struct PhotoView {
    Str name;
    int64_t bytes;
} PhotoView;
static const Field photo_view_fields[] = {
    FIELD(PhotoView, name, "文件名", 0),
    FIELD(PhotoView, bytes, "字节数", 0),
};
static const Shape photo_view_shape = SHAPE(PhotoView, photo_view_fields);

static bool post_photo(Ctx *ctx, const void *input, void *out)
{
    const PhotoIn *in = input;
    Attachment photo;
    if (!citizen_photo(ctx, in->ticket, in->name, in->file, &photo))
        return false;
    *(PhotoView *)out = (PhotoView){photo.name, photo.bytes};
    return true;
}

/* ---- asking ---------------------------------------------------------------------------------- */

typedef struct ProgressIn {
    Str number;
    Str tail;
} ProgressIn;
static const Field progress_in_fields[] = {
    FIELD(ProgressIn, number, "工单号", FIELD_REQUIRED, .max_runes = ORDER_NUMBER_RUNES_MAX),
    FIELD(ProgressIn, tail, "电话后四位", FIELD_REQUIRED, .max_runes = 8),
};
static const Shape progress_in_shape = SHAPE(ProgressIn, progress_in_fields);

static const Field step_fields[] = {
    FIELD(CitizenStep, says, "步骤", 0),
    FIELD(CitizenStep, at, "时间", 0),
    FIELD(CitizenStep, unit, "单位", 0),
};
static const Shape step_shape = SHAPE(CitizenStep, step_fields);

static const Field progress_fields[] = {
    FIELD(CitizenProgress, number, "工单号", 0),
    FIELD(CitizenProgress, kind, "类型", 0),
    FIELD(CitizenProgress, category, "类目", 0),
    FIELD(CitizenProgress, state_name, "状态", 0),
    FIELD(CitizenProgress, done, "已办结", 0),
    FIELD(CitizenProgress, received_at, "受理时间", 0),
    FIELD(CitizenProgress, due_text, "办结期限", 0),
    FIELD_LIST(CitizenProgress, steps, "步骤", &step_shape),
    FIELD(CitizenProgress, waiting, "接下来", 0),
    FIELD_MAYBE(CitizenProgress, until, "预计", 0),
    FIELD(CitizenProgress, reply, "答复", 0, .max_runes = FLOW_WORDS_RUNES_MAX),
    FIELD(CitizenProgress, may_rate, "可以评价", 0),
    FIELD(CitizenProgress, rated, "评价", 0),
    FIELD(CitizenProgress, may_complain, "可以投诉", 0),
    FIELD(CitizenProgress, ticket, "凭据", 0),
};
static const Shape progress_shape = SHAPE(CitizenProgress, progress_fields);

static bool post_progress(Ctx *ctx, const void *input, void *out)
{
    const ProgressIn *in = input;
    return citizen_progress(ctx, in->number, in->tail, out);
}

/* The same picture for a number that does not exist. */
typedef struct QrIn {
    Str number;
} QrIn;
static const Field qr_fields[] = {
    FIELD(QrIn, number, "工单号", FIELD_REQUIRED, .max_runes = ORDER_NUMBER_RUNES_MAX),
};
static const Shape qr_shape = SHAPE(QrIn, qr_fields);

static bool get_qr(Ctx *ctx, const void *input, FileBody *ret)
{
    const QrIn *in = input;
    Str url = citizen_progress_url(ctx, in->number);
    if (str_empty(url))
        return fail(ctx, FAIL_INVALID, "工单号只有字母、数字和 -");
    *ret = (FileBody){.name = STR("progress.svg"), .content_type = STR("image/svg+xml")};
    return qr_svg(ctx, url, &ret->bytes);
}

/* ---- rating and complaining ------------------------------------------------------------------ */

typedef struct WordIn {
    Str ticket;
    Str satisfaction;
    Str words;
} WordIn;
static const Field rating_fields[] = {
    FIELD(WordIn, ticket, "凭据", FIELD_REQUIRED, .max_runes = 100),
    FIELD(WordIn, satisfaction, "评价", FIELD_REQUIRED, .max_runes = 8),
};
static const Shape rating_shape = SHAPE(WordIn, rating_fields);
static const Field complaint_fields[] = {
    FIELD(WordIn, ticket, "凭据", FIELD_REQUIRED, .max_runes = 100),
    FIELD(WordIn, words, "内容", FIELD_REQUIRED, .max_runes = CITIZEN_COMPLAINT_RUNES_MAX),
};
static const Shape complaint_shape = SHAPE(WordIn, complaint_fields);

static bool post_rating(Ctx *ctx, const void *input, void *out)
{
    const WordIn *in = input;
    (void)out;
    return citizen_rate(ctx, in->ticket, in->satisfaction);
}

static bool post_complaint(Ctx *ctx, const void *input, void *out)
{
    const WordIn *in = input;
    (void)out;
    return citizen_complain(ctx, in->ticket, in->words);
}

/* ---- the table ------------------------------------------------------------------------------- */

static const RouteManner reading = {.per_minute = READS_A_MINUTE};
static const RouteManner taking = {.per_minute = TAKES_A_MINUTE, .body_bytes_max = FORM_BYTES_MAX};
static const RouteManner trying = {.per_minute = TRIES_A_MINUTE};
static const RouteManner photographing = {
    .per_minute = PHOTOS_A_MINUTE,
    .body_bytes_max = (size_t)ATTACHMENT_FILE_MIB_MAX * MIB / 2,
};

#define POST(path_, lane_, input_, output_, handle_, manner_, help_)                               \
    {                                                                                              \
        .method = METHOD_POST, .path = (path_), .permission = PERMISSION_ANYONE, .lane = (lane_),  \
        .input = (input_), .output = (output_), .handle = (handle_), .manner = (manner_),          \
        .help = (help_)                                                                            \
    }

const Route citizen_routes[] = {
    {.method = METHOD_GET,
     .path = BASE "/form",
     .permission = PERMISSION_ANYONE,
     .lane = LANE_QUICK,
     .output = &form_shape,
     .handle = get_form,
     .manner = &reading,
     .help = "市民表单的类型、类目和限制"},
    {.method = METHOD_GET,
     .path = BASE "/qr",
     .permission = PERMISSION_ANYONE,
     .lane = LANE_QUICK,
     .input = &qr_shape,
     .handle_file = get_qr,
     .manner = &reading,
     .help = "查询进度的二维码"},
    {.method = METHOD_POST,
     .path = BASE "/orders",
     .permission = PERMISSION_ANYONE,
     .lane = LANE_WRITE,
     .input = &request_shape,
     .output = &taken_shape,
     .handle = post_order,
     .status = 201,
     .manner = &taking,
     .help = "市民提交工单"},
    {.method = METHOD_POST,
     .path = BASE "/photos",
     .permission = PERMISSION_ANYONE,
     .lane = LANE_SLOW,
     .input = &photo_shape,
     .output = &photo_view_shape,
     .handle = post_photo,
     .body_member = "file",
     .status = 201,
     .manner = &photographing,
     .help = "市民为刚提交的工单上传照片（请求体为文件本身）"},
    POST(BASE "/progress", LANE_QUICK, &progress_in_shape, &progress_shape, post_progress, &trying,
         "按工单号和电话后四位查进度"),
    POST(BASE "/rating", LANE_WRITE, &rating_shape, NULL, post_rating, &trying, "市民评价"),
    POST(BASE "/complaint", LANE_WRITE, &complaint_shape, NULL, post_complaint, &trying,
         "市民对办理过程的投诉"),
    {.path = NULL},
};
