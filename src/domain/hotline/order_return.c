#include "domain/hotline/order_return.h"

#include "domain/hotline/order_unit.h"
#include "port/db.h"
#include "sql_ids.h"

/* The names come last: the database has the rest. */
static const Field return_fields[] = {
    FIELD(OrderReturn, id, "编号", 0),
    FIELD(OrderReturn, order_id, "工单", 0),
    FIELD(OrderReturn, unit_id, "退单单位编号", 0),
    FIELD(OrderReturn, at, "时间", 0),
    FIELD(OrderReturn, reason, "理由", 0),
    FIELD(OrderReturn, basis, "依据", 0),
    FIELD(OrderReturn, suggested_unit_id, "建议单位编号", 0),
    FIELD(OrderReturn, verdict, "结论", 0),
    FIELD_MAYBE(OrderReturn, decided_at, "审定时间", 0),
    FIELD(OrderReturn, decision, "审定意见", 0),
    FIELD(OrderReturn, unit, "退单单位", 0),
    FIELD(OrderReturn, suggested_unit, "建议单位", 0),
};
const Shape order_return_shape = SHAPE(OrderReturn, return_fields);
static const Shape row_shape = {.name = "OrderReturn",
                                .size = sizeof(OrderReturn),
                                .fields = return_fields,
                                .count = ARRAY_LEN(return_fields) - 2};

bool order_returns(Ctx *ctx, int64_t order_id, OrderReturnList *ret)
{
    UnitBook book;
    OrderReturnList returns = {0};
    if (!db_all(ctx, SQL_RETURN_OF_ORDER, BINDS({"order_id", bind(order_id)}), &row_shape,
                &returns))
        return false;
    if (returns.count > 0 && !order_units_read(ctx, &book))
        return false;
    LIST_EACH (OrderReturn, item, &returns) {
        item->unit = order_unit_name(&book, item->unit_id);
        item->suggested_unit = order_unit_name(&book, item->suggested_unit_id);
    }
    *ret = returns;
    return true;
}
