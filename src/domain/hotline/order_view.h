/*
 * order_view.h - the page of an order as one answer: what it is about, where it stands, what may be
 * done with it now, and all that happened.
 */
#ifndef TONGBAN_HOTLINE_ORDER_VIEW_H
#define TONGBAN_HOTLINE_ORDER_VIEW_H

#include "domain/hotline/attachment.h"
#include "domain/hotline/caller.h"
#include "domain/hotline/order_return.h"

typedef struct LightView {
    Str code; /* none, normal, near, overdue, paused */
    Str text; /* 「剩 1天3小时」 */
    Str why;  /* how the due time came about */
} LightView;

/* A line of the ledger with its names. */
typedef struct EventView {
    int64_t id;
    Str move;
    Str move_name;
    Str from_state;
    Str from_state_name;
    Str to_state;
    Str to_state_name;
    Instant at;
    Str actor;
    Str from_unit;
    Str to_unit;
    int64_t branch_id;
    Str reason;
    Str basis;
    Str words;
    Str fields;
    Str clock;
    int64_t days;
    bool has_due_at;
    Instant due_at;
} EventView;
LIST_OF(EventView, EventViewList);

typedef struct BranchView {
    int64_t id;
    int64_t unit_id;
    Str unit;
    Str state;
    Instant started_at;
    bool has_due_at;
    Instant due_at;
    bool has_done_at;
    Instant done_at;
    Str words;
} BranchView;
LIST_OF(BranchView, BranchViewList);

/* Another order that has to do with this one. */
typedef struct RelatedOrder {
    Str number;
    Str title;
    Str state;
    Str unit;
    Instant received_at;
    Str why; /* 「并入本工单」, 「同一电话」 */
} RelatedOrder;
LIST_OF(RelatedOrder, RelatedOrderList);

typedef struct OrderSheet {
    Order order; /* without hash; without the tail of a hidden caller's phone */
    Str state_name;
    Str unit;
    Str reported_unit;
    Str place_unit;
    Str category_name;   /* 生态环境／施工噪声 */
    Str difficulty_name; /* of the joint decision */
    Str due_text;
    bool assisting; /* seen only because the reader's unit assists */
    LightView light;
    CallerView caller;
    MatterClockList clocks;
    OpenMoveList moves;
    EventViewList events;
    BranchViewList branches;
    OrderReturnList returns;
    RelatedOrderList related;
    AttachmentList attachments;
} OrderSheet;
extern const Shape order_sheet_shape;

must_use bool order_sheet(Ctx *ctx, Str number, OrderSheet *ret);

/* 「2026-02-24 24:00前」, 「期限待定（缺2027年日历）」, 「无办结期限」 */
Str order_due_text(Arena *arena, const Order *order);

#endif
