/*
 * order.h - an order (工单) of the 12345 hotline: what somebody asked for, who has it, and what the
 * score counts of it.
 *
 * An order is a matter of engine/flow with the same id. hotline_order keeps what it is about and a
 * copy of what lists and score need of the matter; order_follow writes that copy, the measures and
 * what a frozen month must know in the transaction of the change, and nothing else may.
 */
#ifndef TONGBAN_HOTLINE_ORDER_H
#define TONGBAN_HOTLINE_ORDER_H

#include "base/shape.h"
#include "engine/flow/flow.h"

#define ORDER_LIFECYCLE STR("hotline-order")
#define ORDER_TITLE_RUNES_MAX 100
#define ORDER_CONTENT_RUNES_MAX 5000
#define ORDER_ADDRESS_RUNES_MAX 200
#define ORDER_CHANNEL_RUNES_MAX 40
#define ORDER_NUMBER_RUNES_MAX 64
#define ORDER_BULK_MAX 500

/* A row of hotline_order. */
typedef struct Order {
    int64_t id;
    Str number;
    int64_t unit_id;
    int64_t taker_id;
    Str state;
    Str kind;
    Str level;
    Str channel;
    Str origin;
    Str category;
    Str title;
    Str content;
    Str address;
    Str folded_address;
    bool has_longitude;
    int64_t longitude; /* millionths of a degree */
    bool has_latitude;
    int64_t latitude;
    int64_t place_unit_id;
    bool confidential;
    bool anonymous;
    int64_t reported_unit_id;
    Str caller_hash;
    Str phone_tail;
    Instant received_at;
    Date received_day;
    bool has_dispatched_at;
    Instant dispatched_at;
    bool has_signed_at;
    Instant signed_at;
    bool has_replied_at;
    Instant replied_at;
    bool has_closed_at;
    Instant closed_at;
    bool has_closed_day;
    Date closed_day;
    bool has_due_at;
    Instant due_at;
    bool has_due_day;
    Date due_day;
    bool has_near_at;
    Instant near_at;
    bool has_warn_at;
    Instant warn_at;
    bool paused;
    int64_t missing_year;
    bool has_step_due_at;
    Instant step_due_at;
    int64_t extension_days;
    int64_t revision;
    Str requests;
    int64_t returns;
    int64_t incorrect_returns;
    int64_t review_failures;
    int64_t knowledge_requests;
    int64_t knowledge_on_time;
    int64_t urges;
    int64_t supervision;
    bool raised;
    Str campaign;
    Str difficulty;
    Str satisfaction;
    Str citizen_satisfaction;
    Str callback_satisfaction;
    bool duty_not_done;
    bool excluded;
    int64_t merged_into;
    Str reply;
} Order;
LIST_OF(Order, OrderList);
extern const Shape order_shape; /* every column */

/* 咨询 投诉 求助 举报 建议 表扬 */
bool order_kind_known(Str kind);
/* 非常满意 满意 基本满意 不满意 非常不满意 */
bool order_satisfaction_known(Str satisfaction);
bool order_satisfaction_bad(Str satisfaction);

/* FAIL_NOT_FOUND when it may not be seen; that somebody asked for another unit's is noted, so read
 * before a transaction begins. A unit that assists (has a branch) may see the order too. */
must_use bool order_read(Ctx *ctx, int64_t id, Order *ret);
must_use bool order_by_number(Ctx *ctx, Str number, Order *ret);
/* Whether the reader sees it only because his unit assists. */
bool order_is_assisted(const Ctx *ctx, const Order *order);

/* What the order copies of its matter: unit, state, level, times, requests, revision. */
void order_copy_matter(Order *order, const Matter *matter);
/* Makes hotline_order and the unit of its caller follow `after`; updates the measures and the
 * search from the difference. `before` NULL = new. The one writer of hotline_order. In the caller's
 * transaction, after flow_move has checked who may. */
must_use bool order_follow(Ctx *ctx, const Order *before, const Order *after);
/* For very many new ones, with the whole scope: the row alone. The caller adds up the measures
 * (measure_sums_add) and tells the search (order_search_renew). */
must_use bool order_put(Ctx *ctx, const Order *order);
/* After the engine moved the matter by itself (recomputation, escalation): for flow_recompute. */
must_use bool order_matter_changed(Ctx *ctx, const Matter *matter, void *self);

/* What the measures count, made from an order; see packs/measure/hotline.yaml. */
typedef struct OrderFacts {
    int64_t unit_id;
    Date received_day;
    bool has_due_day;
    Date due_day;
    bool has_closed_day;
    Date closed_day;
    Str kind;
    Str caller;      /* hash */
    int64_t in_time; /* closed before due_at: 1 */
    int64_t excluded;
    int64_t merged; /* merged or void: counts nowhere */
    int64_t returns;
    int64_t incorrect_returns;
    int64_t review_failures;
    int64_t knowledge_requests;
    int64_t knowledge_on_time;
    int64_t evaluated;     /* satisfaction is not empty: 1 */
    int64_t duty_not_done; /* and dissatisfied counts */
} OrderFacts;
extern const Shape order_facts_shape;
void order_facts(const Order *order, OrderFacts *ret);

/* ---- taking an order ----------------------------------------------------------------------------
 */

typedef struct OrderCaller {
    Str name;
    Str phone;
} OrderCaller;

typedef struct OrderRequest {
    Str kind;
    Str title; /* empty = the first words of the content */
    Str content;
    Str address;
    OrderCaller caller; /* both may be empty when anonymous */
    Str channel;
    Str idempotency_key; /* the same key by the same sender is the same order */
    Str level;
    Str category;
    bool confidential;
    bool anonymous;
    Str unit;          /* to dispatch it to at once; needs hotline.dispatch */
    Str reported_unit; /* of a 举报 */
    bool has_longitude;
    int64_t longitude;
    bool has_latitude;
    int64_t latitude;
} OrderRequest;
extern const Shape order_request_shape;

typedef struct OrderTaken {
    int64_t id;
    Str number;
    Instant received_at;
    bool has_due_at;
    Instant due_at;
    bool has_due_day;
    Date due_day;
    Str due_text; /* 「2026-02-24 24:00前」, 「期限待定（缺2027年日历）」, 「无办结期限」 */
    bool repeated; /* it was there already, under this key */
} OrderTaken;
extern const Shape order_taken_shape;

/* Opens the matter, writes order, caller, search words, measures and audit; one transaction,
 * durable when it returns. `origin` is clerk, citizen, push or open311; `sender` tells whose keys
 * these are.
 */
must_use bool order_take(Ctx *ctx, const OrderRequest *request, Str origin, Str sender,
                         OrderTaken *ret);

/* ---- doing something with it --------------------------------------------------------------------
 */

typedef struct DeedUnit {
    Str unit; /* name */
} DeedUnit;
LIST_OF(DeedUnit, DeedUnitList);

/* A move of the lifecycle with everything it may be given. */
typedef struct OrderDeed {
    Str number;
    Str move;
    int64_t revision; /* as seen; 0 = whatever it is */
    int64_t branch_id;
    Str unit;
    DeedUnitList units;
    int64_t days;
    Str reason;
    Str basis;
    Str words;
    Str satisfaction;
    Str verdict;  /* correct, incorrect */
    bool reached; /* of a call-back */
    Str into;     /* number of the order it is merged into */
    Str difficulty;
    Str campaign;
    int64_t grade; /* of 督办, 1 to 3 */
} OrderDeed;
extern const Shape order_deed_shape;

typedef struct OrderDone {
    Str number;
    Str state;
    Str state_name;
    int64_t revision;
    bool waiting; /* for a second signature */
} OrderDone;
extern const Shape order_done_shape;
/* One transaction: flow_move and what the order learns from it. */
must_use bool order_do(Ctx *ctx, const OrderDeed *deed, OrderDone *ret);

typedef struct BulkFailure {
    Str number;
    Str message;
} BulkFailure;
LIST_OF(BulkFailure, BulkFailureList);
typedef struct OrderBulk {
    int64_t done;
    int64_t failed;
    BulkFailureList failures;
} OrderBulk;
extern const Shape order_bulk_shape;
/* The same deed for many, each by itself: what fails is told and holds up no other. */
must_use bool order_do_all(Ctx *ctx, const OrderDeed *deed, const TextList *numbers,
                           OrderBulk *ret);

#endif
