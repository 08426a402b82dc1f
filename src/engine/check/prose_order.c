#include "engine/check/prose_order.h"

typedef struct Sorted {
    OrderedRow *rows;
    size_t count;
} Sorted;

static int by_value(const void *a, const void *b)
{
    const OrderedRow *one = a;
    const OrderedRow *two = b;
    if (one->value != two->value)
        return one->value < two->value ? -1 : 1;
    return (one->row > two->row) - (one->row < two->row);
}

static size_t printed_column(const Order *order)
{
    return order->column == SIZE_MAX ? order->table->rank_column : order->column;
}

static bool was_mended(const CheckTable *table, size_t row, size_t column)
{
    LIST_EACH (const Mend, mend, &table->mends)
        if (mend->row == row && mend->column == column)
            return mend->printed.kind == FIGURE_NUMBER;
    return false;
}

static bool is_ordered(const Order *order, size_t row)
{
    const CheckRow *at = &order->table->rows[row];
    return at->kind == ROW_ENTRY && (!order->among_peers || at->peers == order->peers);
}

static Sorted *sort_column(ProseCheck *check, const Order *order)
{
    const CheckTable *table = order->table;
    size_t column = printed_column(order);
    Sorted *sorted = NEW(check->arena, Sorted, 1);
    *sorted = (Sorted){.rows = NEW(check->arena, OrderedRow, table->row_count + 1)};
    for (size_t row = 0; row < table->row_count; row++) {
        if (!is_ordered(order, row) || table->rows[row].is_copy)
            continue;
        Figure figure =
            order->printed ? table_printed(table, row, column) : table_figure(table, row, column);
        if (figure.kind == FIGURE_NUMBER)
            sorted->rows[sorted->count++] = (OrderedRow){figure.value.millionths, row};
    }
    qsort(sorted->rows, sorted->count, sizeof *sorted->rows, by_value);
    return sorted;
}

Order prose_order_read(ProseCheck *check, Order order)
{
    Str key = str_format(check->arena, "%zu/%zu/%d/%zu", (size_t)(order.table - check->tables->at),
                         printed_column(&order), order.printed,
                         order.among_peers ? order.peers : SIZE_MAX);
    Sorted *sorted = dict_get(&check->orders, key);
    if (!sorted) {
        sorted = sort_column(check, &order);
        (void)dict_put(&check->orders, key, sorted);
    }
    order.rows = sorted->rows;
    order.count = sorted->count;
    return order;
}

bool order_figure(const Order *order, size_t row, Decimal *ret)
{
    size_t column = printed_column(order);
    *ret = DECIMAL_ZERO;
    if (row == SIZE_MAX)
        return false;
    Figure figure = order->printed ? table_printed(order->table, row, column)
                                   : table_figure(order->table, row, column);
    *ret = figure.value;
    return is_ordered(order, row) && figure.kind == FIGURE_NUMBER;
}

bool order_is_unknown(const Order *order, size_t row)
{
    Decimal value;
    return !order->printed && !order_figure(order, row, &value) &&
           was_mended(order->table, row, printed_column(order));
}

/* How many figures are below it, or (when `with_equal`) not above it. */
static size_t below(const Order *order, Decimal value, bool with_equal)
{
    size_t low = 0;
    size_t high = order->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int64_t here = order->rows[middle].value;
        if (here < value.millionths || (with_equal && here == value.millionths))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

size_t order_better_than(const Order *order, Decimal value)
{
    return order->ascending ? below(order, value, false) : order->count - below(order, value, true);
}

size_t order_worse_than(const Order *order, Decimal value)
{
    return order->ascending ? order->count - below(order, value, true) : below(order, value, false);
}

size_t order_row_at(const Order *order, size_t place)
{
    return order->rows[order->ascending ? place : order->count - 1 - place].row;
}

bool row_is_doubtful(const ProseCheck *check, const CheckTable *table, size_t row)
{
    if (table->rows[row].is_doubled)
        return true;
    size_t same = 0;
    for (const NamedRow *rows = dict_get(&check->row_names, table->rows[row].name); rows;
         rows = rows->next)
        same += rows->table == table && !table->rows[rows->row].is_copy;
    return same > 1;
}

bool names_have_row(const NameList *names, const CheckTable *table, size_t row)
{
    for (size_t i = 0; i < names->count; i++)
        for (const NamedRow *rows = names->at[i].rows; rows; rows = rows->next)
            if (rows->table == table && rows->row == row)
                return true;
    return false;
}

size_t names_known_in(const NameList *names, const CheckTable *table)
{
    size_t count = 0;
    for (size_t i = 0; i < names->count; i++)
        count += row_in(names->at[i].rows, table) != SIZE_MAX;
    return count;
}
