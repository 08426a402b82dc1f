/* The head of a file of orders: which column says what. */
#include "domain/hotline/order_import.h"
#include "port/fold.h"

static const Field imported_fields[] = {
    FIELD(ImportedOrder, order_no, "工单号", FIELD_REQUIRED, .max_runes = ORDER_NUMBER_RUNES_MAX),
    FIELD(ImportedOrder, received_at, "收到时间", FIELD_REQUIRED),
    FIELD(ImportedOrder, kind, "类别", FIELD_REQUIRED),
    FIELD(ImportedOrder, channel, "渠道", 0, .max_runes = ORDER_CHANNEL_RUNES_MAX),
    FIELD(ImportedOrder, title, "标题", 0, .max_runes = ORDER_TITLE_RUNES_MAX),
    FIELD(ImportedOrder, content, "内容", 0, .max_runes = ORDER_CONTENT_RUNES_MAX),
    FIELD(ImportedOrder, address, "地址", 0, .max_runes = ORDER_ADDRESS_RUNES_MAX),
    FIELD(ImportedOrder, unit_id, "承办单位", FIELD_REQUIRED),
    FIELD_MAYBE(ImportedOrder, dispatched_at, "派单时间", 0),
    FIELD_MAYBE(ImportedOrder, signed_at, "签收时间", 0),
    FIELD(ImportedOrder, returns, "退单次数", 0),
    FIELD(ImportedOrder, incorrect_returns, "非正确退单次数", 0),
    FIELD(ImportedOrder, extension_days, "延期天数", 0),
    FIELD_MAYBE(ImportedOrder, replied_at, "答复时间", 0),
    FIELD(ImportedOrder, review_failures, "审核不通过次数", 0),
    FIELD_MAYBE(ImportedOrder, closed_at, "办结时间", 0),
    FIELD(ImportedOrder, satisfaction, "满意度", 0),
    FIELD(ImportedOrder, duty_not_done, "未履职尽责", 0),
    FIELD(ImportedOrder, knowledge_requests, "知识需求数", 0),
    FIELD(ImportedOrder, knowledge_on_time, "知识按时响应数", 0),
};
const Shape imported_order_shape = SHAPE(ImportedOrder, imported_fields);

#define HEAD_ROWS_LOOKED_AT 20

/* What else the columns are called in exports. */
static const struct {
    const char *name;
    const char *field;
} aliases[] = {
    {"order_number", "order_no"},
    {"工单编号", "order_no"},
    {"工单编码", "order_no"},
    {"编号", "order_no"},
    {"单号", "order_no"},
    {"受理时间", "received_at"},
    {"接收时间", "received_at"},
    {"来电时间", "received_at"},
    {"收件时间", "received_at"},
    {"登记时间", "received_at"},
    {"创建时间", "received_at"},
    {"工单类别", "kind"},
    {"工单类型", "kind"},
    {"诉求类型", "kind"},
    {"诉求类别", "kind"},
    {"类型", "kind"},
    {"来源渠道", "channel"},
    {"受理渠道", "channel"},
    {"工单来源", "channel"},
    {"来源", "channel"},
    {"工单标题", "title"},
    {"诉求标题", "title"},
    {"主题", "title"},
    {"工单内容", "content"},
    {"诉求内容", "content"},
    {"事发地址", "address"},
    {"事发地点", "address"},
    {"诉求地址", "address"},
    {"unit", "unit_id"},
    {"单位", "unit_id"},
    {"主办单位", "unit_id"},
    {"处理单位", "unit_id"},
    {"派发时间", "dispatched_at"},
    {"转派时间", "dispatched_at"},
    {"退单数", "returns"},
    {"退回次数", "returns"},
    {"非正确退单数", "incorrect_returns"},
    {"不正确退单次数", "incorrect_returns"},
    {"延期工作日", "extension_days"},
    {"延期", "extension_days"},
    {"回复时间", "replied_at"},
    {"办理答复时间", "replied_at"},
    {"审核不通过数", "review_failures"},
    {"办结审核不通过次数", "review_failures"},
    {"结单时间", "closed_at"},
    {"归档时间", "closed_at"},
    {"满意度评价", "satisfaction"},
    {"评价", "satisfaction"},
    {"未履职尽责的不满意", "duty_not_done"},
    {"知识需求", "knowledge_requests"},
    {"知识点需求数", "knowledge_requests"},
    {"知识按时响应", "knowledge_on_time"},
    {"知识点按时响应数", "knowledge_on_time"},
};

static const Field *column_of(Arena *arena, Str head)
{
    Str folded = fold_name(arena, head);
    if (str_empty(folded))
        return NULL;
    for (size_t i = 0; i < imported_order_shape.count; i++) {
        const Field *field = &imported_order_shape.fields[i];
        if (str_equal(folded, fold_name(arena, str_of(field->name))) ||
            str_equal(folded, fold_name(arena, str_of(field->label))))
            return field;
    }
    for (size_t i = 0; i < ARRAY_LEN(aliases); i++)
        if (str_equal(folded, fold_name(arena, str_of(aliases[i].name))))
            return shape_field(&imported_order_shape, str_of(aliases[i].field));
    return NULL;
}

/* As the user may write it in a file. */
static const char *code_of(const Field *field)
{
    return field == shape_field(&imported_order_shape, STR("unit_id")) ? "unit" : field->name;
}

static size_t heads_known(Ctx *ctx, const OrderImportPlan *plan, size_t row, const Field **columns)
{
    size_t known = 0;
    for (size_t c = 0; c < plan->grid.column_count; c++) {
        columns[c] = column_of(ctx->arena, grid_text(&plan->grid, row, c));
        known += columns[c] != NULL;
    }
    return known;
}

/* The row of the first twenty in which most columns are known: people put titles above it. */
static bool find_head(Ctx *ctx, OrderImportPlan *plan)
{
    size_t best = 0;
    for (size_t row = 0; row < plan->grid.rows.count && row < HEAD_ROWS_LOOKED_AT; row++) {
        const Field **columns = NEW(ctx->arena, const Field *, plan->grid.column_count + 1);
        size_t known = heads_known(ctx, plan, row, columns);
        if (known <= best)
            continue;
        best = known;
        plan->head_row = row;
        plan->columns = columns;
    }
    if (best >= 2)
        return true;
    fail(ctx, FAIL_INVALID, "文件里没有工单的表头");
    return fail_hint(ctx, "表头用编码（order_no, received_at, kind, unit …）或中文名"
                          "（工单号、收到时间、类别、承办单位……），顺序不限");
}

static bool check_columns(Ctx *ctx, const OrderImportPlan *plan)
{
    Buf missing = buf_create(ctx->arena, 4 * KIB);
    for (size_t i = 0; i < imported_order_shape.count; i++) {
        const Field *field = &imported_order_shape.fields[i];
        size_t first = SIZE_MAX;
        for (size_t c = 0; c < plan->grid.column_count; c++) {
            if (plan->columns[c] != field)
                continue;
            if (first != SIZE_MAX)
                return fail(ctx, FAIL_INVALID, "第%zu列和第%zu列都是「%s」", first + 1, c + 1,
                            field->label);
            first = c;
        }
        if (first == SIZE_MAX && (field->flags & FIELD_REQUIRED))
            buf_format(&missing, "%s%s（%s）", missing.len ? "、" : "", field->label,
                       code_of(field));
    }
    if (missing.len == 0)
        return true;
    fail(ctx, FAIL_INVALID, "文件里没有必需的列：%.*s", STRF(buf_str(&missing)));
    return fail_at(ctx, (Place){.file = plan->file, .line = (int)plan->head_row + 1});
}

/* The reasons of an earlier error file are not told as unknown. */
bool order_import_read_head(Ctx *ctx, OrderImportPlan *plan)
{
    if (!find_head(ctx, plan) || !check_columns(ctx, plan))
        return false;
    for (size_t c = 0; c < plan->grid.column_count; c++) {
        Str head = grid_text(&plan->grid, plan->head_row, c);
        if (!plan->columns[c] && !str_empty(head) && !str_equal(head, STR("错误原因")))
            *LIST_ADD(ctx->arena, &plan->unknown_columns) = head;
    }
    return true;
}
