/* The lists of orders: desk, list, statistics, columns, exports. */
#include "domain/hotline/order_columns.h"
#include "domain/hotline/order_desk.h"
#include "domain/hotline/order_export.h"
#include "domain/hotline/order_list.h"
#include "domain/hotline/order_print.h"
#include "domain/hotline/order_statistics.h"
#include "domain/hotline/routes.h"

typedef struct ExportId {
    int64_t id;
} ExportId;
static const Field id_fields[] = {FIELD(ExportId, id, "编号", FIELD_REQUIRED)};
static const Shape id_shape = SHAPE(ExportId, id_fields);

typedef struct ExportsOut {
    ExportJobList exports;
} ExportsOut;
static const Field exports_fields[] = {
    FIELD_LIST(ExportsOut, exports, "导出任务", &export_job_shape),
};
static const Shape exports_shape = SHAPE(ExportsOut, exports_fields);

static bool get_desk(Ctx *ctx, const void *input, void *output)
{
    (void)input;
    return order_desk(ctx, output);
}

static bool get_orders(Ctx *ctx, const void *input, void *output)
{
    return order_list(ctx, input, output);
}

static bool get_statistics(Ctx *ctx, const void *input, void *output)
{
    return order_statistics(ctx, input, output);
}

static bool get_columns(Ctx *ctx, const void *input, void *output)
{
    (void)input;
    return order_columns_read(ctx, output);
}

static bool post_columns(Ctx *ctx, const void *input, void *output)
{
    (void)output;
    return order_columns_put(ctx, input);
}

static bool get_file(Ctx *ctx, const void *input, FileBody *out)
{
    return order_export(ctx, input, out);
}

static bool post_chosen(Ctx *ctx, const void *input, FileBody *out)
{
    return order_export_chosen(ctx, input, out);
}

static bool post_export(Ctx *ctx, const void *input, void *output)
{
    ExportId *out = output;
    return order_export_ask(ctx, input, &out->id);
}

static bool get_exports(Ctx *ctx, const void *input, void *output)
{
    ExportsOut *out = output;
    (void)input;
    return order_exports(ctx, &out->exports);
}

static bool get_export_file(Ctx *ctx, const void *input, FileBody *out)
{
    const ExportId *in = input;
    return order_export_file(ctx, in->id, out);
}

static bool post_cancel(Ctx *ctx, const void *input, void *output)
{
    const ExportId *in = input;
    (void)output;
    return order_export_cancel(ctx, in->id);
}

static bool get_print(Ctx *ctx, const void *input, FileBody *out)
{
    return order_print(ctx, input, out);
}

static bool get_receipt(Ctx *ctx, const void *input, FileBody *out)
{
    return order_print_receipt(ctx, input, out);
}

static bool get_notice(Ctx *ctx, const void *input, FileBody *out)
{
    return order_print_notice(ctx, input, out);
}

static bool get_urging(Ctx *ctx, const void *input, FileBody *out)
{
    return order_print_urging(ctx, input, out);
}

#define READ "hotline.read"
#define EXPORT "hotline.export"

const Route hotline_list_routes[] = {
    {.method = METHOD_GET,
     .path = "/api/hotline/desk",
     .permission = READ,
     .output = &order_desk_shape,
     .handle = get_desk,
     .help = "工作台各栏及其工单数"},
    {.method = METHOD_GET,
     .path = "/api/hotline/orders",
     .permission = READ,
     .input = &order_query_shape,
     .output = &order_page_shape,
     .handle = get_orders,
     .help = "工单列表：筛选、检索、排序、分页"},
    {.method = METHOD_GET,
     .path = "/api/hotline/statistics",
     .permission = READ,
     .input = &order_statistics_shape,
     .output = &order_statistics_page_shape,
     .handle = get_statistics,
     .help = "按类型、单位、街道、时段等统计，每行带同一批工单的列表条件"},
    {.method = METHOD_GET,
     .path = "/api/hotline/columns",
     .permission = READ,
     .output = &order_column_settings_shape,
     .handle = get_columns,
     .help = "本账号的列表列设置"},
    {.method = METHOD_POST,
     .path = "/api/hotline/columns",
     .permission = READ,
     .input = &order_column_settings_shape,
     .handle = post_columns,
     .help = "保存本账号的列表列设置"},
    {.method = METHOD_GET,
     .path = "/api/hotline/orders.{format}",
     .permission = EXPORT,
     .lane = LANE_SLOW,
     .input = &order_export_shape,
     .handle_file = get_file,
     .help = "导出筛选出的工单（csv、xlsx），至多5000件"},
    {.method = METHOD_POST,
     .path = "/api/hotline/orders.{format}",
     .permission = EXPORT,
     .lane = LANE_SLOW,
     .input = &orders_chosen_shape,
     .handle_file = post_chosen,
     .help = "导出勾选的工单（csv、xlsx），至多1000件"},
    {.method = METHOD_POST,
     .path = "/api/hotline/exports",
     .permission = EXPORT,
     .lane = LANE_SLOW,
     .input = &order_export_shape,
     .output = &id_shape,
     .handle = post_export,
     .help = "提出后台导出任务",
     .status = 201},
    {.method = METHOD_GET,
     .path = "/api/hotline/exports",
     .permission = EXPORT,
     .output = &exports_shape,
     .handle = get_exports,
     .help = "本人的导出任务"},
    {.method = METHOD_GET,
     .path = "/api/hotline/exports/{id}/file",
     .permission = EXPORT,
     .lane = LANE_SLOW,
     .input = &id_shape,
     .handle_file = get_export_file,
     .help = "取导出任务的文件"},
    {.method = METHOD_POST,
     .path = "/api/hotline/exports/{id}/cancel",
     .permission = EXPORT,
     .input = &id_shape,
     .handle = post_cancel,
     .help = "取消等待中的导出任务"},
    {.method = METHOD_GET,
     .path = "/api/hotline/orders/{number}/print.{format}",
     .permission = READ,
     .lane = LANE_SLOW,
     .input = &order_print_shape,
     .handle_file = get_print,
     .help = "打印工单办理单（html、pdf、docx）"},
    {.method = METHOD_GET,
     .path = "/api/hotline/orders/{number}/urging.{format}",
     .permission = READ,
     .lane = LANE_SLOW,
     .input = &order_print_shape,
     .handle_file = get_urging,
     .help = "催办通知单（html、pdf、docx）"},
    {.method = METHOD_GET,
     .path = "/api/hotline/orders/{number}/receipt.{format}",
     .permission = READ,
     .lane = LANE_SLOW,
     .input = &order_print_shape,
     .handle_file = get_receipt,
     .help = "打印受理回执（html、pdf、docx）"},
    {.method = METHOD_GET,
     .path = "/api/hotline/orders/{number}/notice.{format}",
     .permission = READ,
     .lane = LANE_SLOW,
     .input = &order_print_shape,
     .handle_file = get_notice,
     .help = "督办通知单（html、pdf、docx）"},
    {.path = NULL},
};
