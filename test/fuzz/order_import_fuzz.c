/* Files of orders, CSV or XLSX: each row is taken or told of, and what is taken can be kept. */
#include "domain/hotline/order_import.h"
#include "fuzz_house.h"

static void check_row(const ImportRow *row)
{
    const ImportedOrder *order = &row->order;
    FUZZ_ASSERT(order_kind_known(order->kind));
    FUZZ_ASSERT(order->unit_id == 1 || order->unit_id == 2);
    FUZZ_ASSERT(!str_empty(order->order_no));
    FUZZ_ASSERT(!order->has_closed_at || order->closed_at.ms >= order->received_at.ms);
    FUZZ_ASSERT(str_empty(order->satisfaction) || order_satisfaction_known(order->satisfaction));
    FUZZ_ASSERT(order->returns >= 0 && order->returns <= ORDER_IMPORT_NUMBER_MAX);
    FUZZ_ASSERT(order->extension_days >= 0 && order->extension_days <= ORDER_IMPORT_EXTENSION_MAX);
}

static void try_import(Ctx *ctx, Str input)
{
    OrderImportPlan plan;
    Str bytes, name;
    fuzz_house_enter(ctx);
    if (!order_import_plan(ctx, STR("fuzz.csv"), input, &plan)) {
        FUZZ_ASSERT(ctx->fail.code != FAIL_NONE && !str_empty(ctx->fail.message));
        return;
    }
    FUZZ_ASSERT((int64_t)plan.rows.count + plan.wrong_rows == plan.row_count);
    FUZZ_ASSERT(plan.new_orders == (int64_t)plan.rows.count);
    FUZZ_ASSERT((plan.wrong_rows > 0) == (plan.problems.total > 0));
    LIST_EACH (const ImportRow, row, &plan.rows)
        check_row(row);
    if (plan.wrong_rows > 0 && !order_import_error_file(ctx, &plan, &bytes, &name))
        FUZZ_ASSERT(ctx->fail.code != FAIL_NONE);
}

FUZZ(try_import)
