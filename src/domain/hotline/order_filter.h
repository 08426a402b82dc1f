/*
 * order_filter.h - which orders are meant: the one set of filters of list, count, desk, export and
 * statistics, always within the scope of who asks.
 *
 *     OrderFind find;
 *     if (!order_find_open(ctx, query, &find)) return false;
 *     const OrderIndex *index = order_find_run(&find);     // holds the index
 *     ... find.slots[0 .. find.count) ...                  // nothing is allocated here
 *     order_find_end(&find);
 */
#ifndef TONGBAN_HOTLINE_ORDER_FILTER_H
#define TONGBAN_HOTLINE_ORDER_FILTER_H

#include "domain/hotline/order_index.h"
#include "engine/search/search.h"

#define ORDER_PAGE_SIZE 20
#define ORDER_PAGE_SIZE_MAX 200

/* As the address of the page has it. Texts of several words have commas between them; empty = any;
 * the word 「无」 stands for what is not set. */
typedef struct OrderQuery {
    Str unit; /* name, now or former, or #id: it and all below; 「本级」 = the house itself */
    bool unit_only; /* without those below */
    Str state;
    Str kind;
    Str level;
    Str category; /* codes; a group stands for all below it */
    Str channel;
    Str satisfaction;      /* 「未评价」 = none */
    Str light;             /* normal near overdue paused none warned unknown */
    Str box;               /* of the work desk (order_desk.h) */
    Str q;                 /* words in number, title, content or address */
    Str street;            /* where it happened, by name */
    Str requests;          /* open ones */
    Str excluded;          /* 1 = those alone, 0 = without them */
    bool has_from, has_to; /* received, days inclusive */
    Date from, to;
    bool has_due_from, has_due_to;
    Date due_from, due_to;
    bool has_closed_from, has_closed_to;
    Date closed_from, closed_to;
    int64_t returns;         /* at least */
    int64_t review_failures; /* at least */
    int64_t urges;           /* at least */
    int64_t supervision;     /* its grade at least */
    bool has_hour;
    int64_t hour; /* received in, 0 to 23 */
    bool has_weekday;
    int64_t weekday; /* received on, 1 = Monday to 7 */
    /* What follows chooses none. */
    Str sort; /* see order_list.h; empty = newest first */
    bool descending;
    int64_t page; /* from 1 */
    int64_t size;
    Str by;     /* of statistics */
    Str format; /* of exports */
} OrderQuery;
extern const Shape order_filter_shape;     /* those members that choose orders */
extern const Shape order_query_shape;      /* with sort and page: a list */
extern const Shape order_statistics_shape; /* with by */
extern const Shape order_export_shape;     /* with sort and format */

/* The filters as the query of an address, "unit=%E8%B5%A4&page=1" without page. */
Str order_query_text(Arena *arena, const OrderQuery *query);
/* The same read back, as an export keeps it. */
must_use bool order_query_read(Ctx *ctx, Str text, OrderQuery *ret);

typedef struct OrderFind {
    OrderStore *store;
    const OrderIndex *index;
    const OrderQuery *query;
    SearchQuery search; /* of query.q */
    Instant now;
    int64_t me; /* account */
    size_t room;
    uint32_t *slots; /* found, in the order of their ids */
    size_t count;
    /* Made ready by order_find_open. */
    const DbScope *scope;
    struct OrderUnitIds *scope_units, *units, *street; /* NULL = any */
    TextList states, kinds, levels, categories, channels, satisfactions, requests;
    int64_t *hits; /* of the search */
    size_t hit_count;
    int64_t *branches; /* orders of others that one is asked to help with */
    size_t branch_count;
    bool *allowed; /* ORDER_CODES_LARGE of them */
    uint32_t box;  /* their bits; 0 = any */
    struct OrderBoxes *boxes;
} OrderFind;

/* FAIL_INVALID or FAIL_NOT_FOUND for what is no filter. `query` lives as long as the find. */
must_use bool order_find_open(Ctx *ctx, const OrderQuery *query, OrderFind *ret);
const OrderIndex *order_find_run(OrderFind *find);
void order_find_end(OrderFind *find);

/* How an order stands at `now`, as matter_light tells it. */
typedef enum OrderLight {
    ORDER_LIGHT_NONE,
    ORDER_LIGHT_NORMAL,
    ORDER_LIGHT_NEAR,
    ORDER_LIGHT_OVERDUE,
    ORDER_LIGHT_PAUSED,
} OrderLight;
OrderLight order_light(const OrderColumns *columns, size_t slot, Instant now);
bool order_warned(const OrderColumns *columns, size_t slot, Instant now);

#endif
