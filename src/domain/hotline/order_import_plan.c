/* A file of orders looked at. */
#include "base/utf8.h"
#include "domain/hotline/order_import.h"
#include "port/csv.h"
#include "port/digest.h"
#include "port/grid_wrong.h"
#include "port/json.h"
#include "port/xlsx_read.h"
#include "sql_ids.h"

#define FILE_NAME_RUNES_MAX 200
#define NUMBERS_PER_QUERY 2000

static const Field difference_fields[] = {
    FIELD(ImportDifference, number, "工单号", 0),
    FIELD(ImportDifference, label, "项目", 0),
    FIELD(ImportDifference, before, "原值", 0, .max_runes = ORDER_CONTENT_RUNES_MAX),
    FIELD(ImportDifference, after, "新值", 0, .max_runes = ORDER_CONTENT_RUNES_MAX),
};
const Shape import_difference_shape = SHAPE(ImportDifference, difference_fields);

static bool read_grid(Ctx *ctx, Str bytes, Grid *ret)
{
    TextEncoding encoding;
    if (xlsx_looks_like(bytes))
        return xlsx_read(ctx, bytes, STR(""), ret);
    return csv_read_bytes(ctx, bytes, ret, &encoding);
}

/* ---- those that are there ---------------------------------------------------------------------
 */

static bool add_existing(Ctx *ctx, Str numbers, Dict *existing)
{
    OrderList orders = {0};
    if (!db_all(ctx, SQL_ORDER_IMPORT_EXISTING, BINDS({"numbers", bind(numbers)}), &order_shape,
                &orders))
        return false;
    LIST_EACH (Order, order, &orders)
        dict_put(existing, order->number, order);
    return true;
}

bool order_import_existing(Ctx *ctx, const OrderImportPlan *plan, Dict *ret)
{
    const Field *field = shape_field(&imported_order_shape, STR("order_no"));
    size_t column = 0, row = plan->head_row + 1;
    Buf text = buf_create(ctx->arena, JSON_BYTES_MAX);
    *ret = dict_create(ctx->arena);
    while (plan->columns[column] != field)
        column++;
    while (row < plan->grid.rows.count) {
        JsonWriter json = json_writer(&text);
        json_begin_array(&json);
        for (size_t i = 0; i < NUMBERS_PER_QUERY && row < plan->grid.rows.count; i++, row++)
            json_str(&json,
                     utf8_prefix(grid_text(&plan->grid, row, column), ORDER_NUMBER_RUNES_MAX + 1));
        json_end_array(&json);
        if (!add_existing(ctx, buf_str(&text), ret))
            return false;
        buf_clear(&text);
    }
    return true;
}

/* ---- the whole --------------------------------------------------------------------------------
 */

static bool read_file(Ctx *ctx, Str bytes, OrderImportPlan *plan)
{
    if (read_grid(ctx, bytes, &plan->grid) && order_import_read_head(ctx, plan))
        return true;
    if (str_empty(ctx->fail.place.file))
        ctx->fail.place.file = plan->file;
    return false;
}

bool order_import_plan(Ctx *ctx, Str file, Str bytes, OrderImportPlan *ret)
{
    OrderImportPlan plan = {.file = utf8_prefix(file, FILE_NAME_RUNES_MAX),
                            .problems = problems_create(ctx->arena)};
    OrderImportReader reader = {.ctx = ctx,
                                .plan = &plan,
                                .units = dict_create(ctx->arena),
                                .seen = dict_create(ctx->arena)};
    if (!digest_sha256_hex(ctx, bytes, &plan.digest) || !read_file(ctx, bytes, &plan) ||
        !unit_book_read(ctx, &reader.book) || !order_import_existing(ctx, &plan, &reader.existing))
        return false;
    plan.wrong = NEW(ctx->arena, bool, plan.grid.rows.count + 1);
    for (size_t row = plan.head_row + 1; row < plan.grid.rows.count; row++)
        if (!grid_row_is_blank(&plan.grid, row))
            order_import_read_row(&reader, row);
    if (plan.row_count == 0) {
        fail(ctx, FAIL_INVALID, "文件只有表头，没有工单");
        return fail_at(ctx, (Place){.file = file});
    }
    *ret = plan;
    return true;
}

bool order_import_error_file(Ctx *ctx, const OrderImportPlan *plan, Str *ret_bytes, Str *ret_name)
{
    return grid_wrong_file(ctx,
                           &(GridWrong){.grid = &plan->grid,
                                        .head_row = plan->head_row,
                                        .wrong = plan->wrong,
                                        .problems = &plan->problems,
                                        .name = plan->file},
                           ret_bytes, ret_name);
}
