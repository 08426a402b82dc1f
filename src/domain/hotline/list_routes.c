/* The lists of orders: desk, list. */
#include "domain/hotline/order_desk.h"
#include "domain/hotline/order_list.h"
#include "domain/hotline/routes.h"

static bool get_desk(Ctx *ctx, const void *input, void *output)
{
    (void)input;
    return order_desk(ctx, output);
}

static bool get_orders(Ctx *ctx, const void *input, void *output)
{
    return order_list(ctx, input, output);
}

const Route hotline_list_routes[] = {
    {.method = METHOD_GET,
     .path = "/api/hotline/desk",
     .permission = "hotline.read",
     .output = &order_desk_shape,
     .handle = get_desk,
     .help = "工作台各栏及其工单数"},
    {.method = METHOD_GET,
     .path = "/api/hotline/orders",
     .permission = "hotline.read",
     .input = &order_query_shape,
     .output = &order_page_shape,
     .handle = get_orders,
     .help = "工单列表：筛选、检索、排序、分页"},
    {.path = NULL},
};
