/*
 * order_statistics.h - orders counted by kind, unit, street, day and so on, under the filters of
 * the list. Each row leads to the list of exactly its orders: the query under which the list counts
 * the same.
 */
#ifndef TONGBAN_HOTLINE_ORDER_STATISTICS_H
#define TONGBAN_HOTLINE_ORDER_STATISTICS_H

#include "domain/hotline/order_filter.h"

typedef struct OrderStatistic {
    Str code; /* value of the filter: 投诉, 赤岗街, 2023-02-01, 9; 「无」 = not set */
    Str name; /* for people */
    int64_t count;
    int64_t open;
    int64_t overdue;  /* open ones past their due time */
    int64_t late;     /* closed ones that were */
    int64_t returned; /* at least once */
    int64_t failed;   /* in review at least once */
    int64_t dissatisfied;
    int64_t urged;      /* at least once */
    int64_t urges;      /* how often, all together */
    int64_t supervised; /* of any grade */
    Str query;          /* of the list */
} OrderStatistic;
LIST_OF(OrderStatistic, OrderStatisticList);

typedef struct OrderStatistics {
    Str by;
    int64_t total;
    OrderStatisticList rows;
} OrderStatistics;
extern const Shape order_statistics_page_shape;

/* By query->by: kind, level, state, category, channel, satisfaction, unit, street, hour, weekday,
 * heat (weekday and hour), day, month. Rows without orders are left out but for hours and weekdays;
 * days and months come in their order, everything else with the most orders first. */
must_use bool order_statistics(Ctx *ctx, const OrderQuery *query, OrderStatistics *ret);

#endif
