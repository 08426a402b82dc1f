/* Dates of a row in order: 受理日期 is not after 办结日期. */
#include "engine/check/relation.h"
#include "engine/check/study.h"
#include "engine/check/table_build.h"

#define DATE_COLUMNS_MAX 8
#define HOLDING_MIN 4 /* rows */
#define HOLDING_MIN_UNNAMED 14
#define SLIPS_IN 8 /* one row in eight may be a slip */

/* The first is not after the second. */
typedef struct DateOrder {
    size_t before;
    size_t after;
} DateOrder;

typedef struct DateOrders {
    DateOrder at[DATE_COLUMNS_MAX * DATE_COLUMNS_MAX];
    size_t count;
} DateOrders;

static bool name_has(Str name, const char *const *words)
{
    for (; *words != NULL; words++)
        if (str_contains(name, str_of(*words)))
            return true;
    return false;
}

static bool is_beginning(Str name)
{
    static const char *const words[] = {"受理", "接收", "来电", "申请", "开始", "起始", "立案",
                                        "登记", "派单", "交办", "收件", "收文", "收到", "投诉",
                                        "开工", "签订", "报名", "提交", "诉求", "来信", NULL};
    return name_has(name, words);
}

static bool is_end(Str name)
{
    static const char *const words[] = {"办结", "完成", "结束", "答复", "回复", "反馈",
                                        "批准", "竣工", "验收", "送达", "归档", "结案",
                                        "终止", "销号", "回访", "办毕", "截止", NULL};
    return name_has(name, words);
}

/* What should be is met late or early by many: no slip. */
static bool is_planned(Str name)
{
    static const char *const words[] = {"期限", "时限", "截止", "应",   "计划", "预计",
                                        "要求", "目标", "到期", "拟",   "约定", "承诺",
                                        "限期", "规定", "有效", "法定", NULL};
    return name_has(name, words);
}

static bool date_of(const CheckTable *table, size_t row, size_t column, int64_t *ret)
{
    Figure figure = table_figure(table, row, column);
    *ret = figure.value.millionths;
    return figure.kind == FIGURE_DATE;
}

static bool order_fails(const CheckTable *table, const DateOrder *order, size_t row)
{
    int64_t before, after;
    return date_of(table, row, order->before, &before) &&
           date_of(table, row, order->after, &after) && before > after;
}

static bool is_order(const CheckTable *table, const DateOrder *order)
{
    Str before = table->columns[order->before].name, after = table->columns[order->after].name;
    if (is_planned(before) || (is_planned(after) && !is_beginning(before)) ||
        (is_beginning(after) && is_end(before)))
        return false;
    size_t holding = 0, failing = 0;
    for (size_t row = 0; row < table->row_count; row++) {
        int64_t a, b;
        if (!date_of(table, row, order->before, &a) || !date_of(table, row, order->after, &b))
            continue;
        holding += a < b;
        failing += a > b;
    }
    bool named = !table->heads_unsure && is_beginning(before) && is_end(after);
    if (named)
        return holding >= HOLDING_MIN && failing <= 1 + holding / SLIPS_IN;
    return holding >= HOLDING_MIN_UNNAMED && failing <= holding / HOLDING_MIN_UNNAMED;
}

static DateOrders find_orders(const CheckTable *table)
{
    size_t columns[DATE_COLUMNS_MAX], count = 0;
    DateOrders orders = {0};
    for (size_t i = 0; i < table->column_count && count < DATE_COLUMNS_MAX; i++)
        if (table->columns[i].role == COLUMN_DATE)
            columns[count++] = i;
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < count; j++) {
            DateOrder order = {columns[i], columns[j]};
            if (i != j && is_order(table, &order))
                orders.at[orders.count++] = order;
        }
    }
    return orders;
}

/* Whether a date stands between those of the rows around it, as where rows are in its order. */
static bool fits_neighbours(const CheckTable *table, size_t row, size_t column)
{
    int64_t before, at, after;
    if (row == 0 || row + 1 >= table->row_count || !date_of(table, row - 1, column, &before) ||
        !date_of(table, row, column, &at) || !date_of(table, row + 1, column, &after))
        return false;
    return before <= at && at <= after;
}

static size_t count_failing(const CheckTable *table, const DateOrders *orders, size_t row,
                            size_t column)
{
    size_t count = 0;
    for (size_t i = 0; i < orders->count; i++) {
        const DateOrder *order = &orders->at[i];
        if (order->before == column || order->after == column)
            count += order_fails(table, order, row);
    }
    return count;
}

/* Of the two the one that stands wrong to more others; else the later, unless only it fits. */
static bool later_is_blamed(const CheckTable *table, const DateOrders *orders,
                            const DateOrder *order, size_t row)
{
    size_t before = count_failing(table, orders, row, order->before);
    size_t after = count_failing(table, orders, row, order->after);
    if (before != after)
        return after > before;
    return fits_neighbours(table, row, order->before) || !fits_neighbours(table, row, order->after);
}

static void tell_order(const CheckTable *table, const DateOrders *orders, const DateOrder *order,
                       size_t row, FindingList *findings)
{
    Arena *arena = table->arena;
    bool later = later_is_blamed(table, orders, order, row);
    size_t column = later ? order->after : order->before;
    size_t other = later ? order->before : order->after;
    Str bound = figure_str(arena, table_figure(table, row, other));
    *LIST_ADD(arena, findings) = (Finding){
        .place = table_place(table, row, column),
        .kind = FINDING_DATE,
        .unit = table->rows[row].label,
        .printed = table_text(table, row, column),
        .recomputed = str_format(arena, "不%s于%.*s", later ? "早" : "晚", STRF(bound)),
        .cause =
            str_format(arena, "「%.*s」%s于「%.*s」，其余各行都不这样：多半是其中一个的年月日印错",
                       STRF(table->columns[column].printed), later ? "早" : "晚",
                       STRF(table->columns[other].printed)),
    };
}

void check_table_dates(CheckTable *table, FindingList *findings)
{
    DateOrders orders = find_orders(table);
    if (orders.count == 0)
        return;
    for (size_t row = 0; row < table->row_count && findings->count < FINDINGS_MAX; row++) {
        const DateOrder *worst = NULL;
        size_t most = 0;
        for (size_t i = 0; i < orders.count; i++) {
            const DateOrder *order = &orders.at[i];
            if (!order_fails(table, order, row))
                continue;
            size_t failing = count_failing(table, &orders, row, order->before) +
                             count_failing(table, &orders, row, order->after);
            if (failing <= most)
                continue;
            worst = order;
            most = failing;
        }
        if (worst != NULL)
            tell_order(table, &orders, worst, row, findings);
    }
}
