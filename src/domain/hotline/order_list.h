/*
 * order_list.h - a page of the list of orders, with the count of all that fit.
 *
 * Sorted by one of: received_at (newest first when no sort is given), due_at, closed_at, unit,
 * state, kind, level, category, channel, returns, review_failures, urges, supervision. What has
 * none of it (no due time) stands last when ascending. Among equals the newer order stands first.
 */
#ifndef TONGBAN_HOTLINE_ORDER_LIST_H
#define TONGBAN_HOTLINE_ORDER_LIST_H

#include "domain/hotline/order_filter.h"
#include "domain/hotline/rules.h"
#include "engine/access/unit.h"

typedef struct OrderRow {
    int64_t id;
    Str number;
    int64_t unit_id;
    Str unit; /* its name; empty = the house */
    Str state;
    Str state_name;
    Str kind;
    Str level;
    Str channel;
    Str category;
    Str category_name; /* 生态环境／施工噪声 */
    Str title;
    Str content;
    Str address;
    Instant received_at;
    bool has_due_at;
    Instant due_at;
    bool has_due_day;
    Date due_day;
    bool has_closed_at;
    Instant closed_at;
    bool has_near_at;
    Instant near_at;
    bool has_warn_at;
    Instant warn_at;
    bool paused;
    int64_t missing_year;
    int64_t extension_days;
    int64_t revision;
    Str requests;
    int64_t returns;
    int64_t incorrect_returns;
    int64_t review_failures;
    int64_t urges;
    int64_t supervision;
    bool raised;
    bool confidential;
    bool anonymous;
    bool excluded;
    Str satisfaction;
    Str due_text;   /* 「2026-02-24 24:00前」, 「期限待定（缺2027年日历）」 */
    Str light;      /* normal near overdue paused none */
    Str light_text; /* 「剩 1天3小时」 */
    SearchPieceList snippet; /* of the content, when it was searched */
} OrderRow;
LIST_OF(OrderRow, OrderRowList);
extern const Shape order_row_shape;

typedef struct OrderPage {
    int64_t total;
    int64_t page;
    int64_t size;
    OrderRowList rows;
} OrderPage;
extern const Shape order_page_shape;

must_use bool order_list(Ctx *ctx, const OrderQuery *query, OrderPage *ret);

/* The ids of all that fit, in the order of the query, at most `max` of them; *ret_total counts all.
 */
typedef struct OrderIds {
    int64_t *at;
    size_t count;
} OrderIds;
must_use bool order_list_ids(Ctx *ctx, const OrderQuery *query, size_t skip, size_t max,
                             OrderIds *ret, int64_t *ret_total, SearchQuery *ret_search);
/* The rows of these ids in their order, as far as they may still be seen. `assisting`: they were
 * found by the branches that one has of them. */
must_use bool order_list_rows(Ctx *ctx, const OrderIds *ids, bool assisting, OrderRowList *ret);

/* All units. Their names are no secret: one that lies outside of the scope is named where an order
 * of one's own leads to it. */
must_use bool order_unit_names(Ctx *ctx, UnitBook *ret);
/* 「生态环境／施工噪声」; the code itself when the rules no longer have it. */
Str order_category_name(Arena *arena, const HotlineRules *rules, Str code);

#endif
