/*
 * caller.h - who called: kept apart from the order, shown masked, and to some not at all.
 *
 * A phone is found again by its hash (HMAC-SM3 under the house's data key), so that no list holds
 * numbers in the open. Hidden, as if there were none: from units other than the bureau when the
 * order is confidential; from whoever sees the unit that a 举报 is against, unless he sees the
 * whole house; from units that only assist, unless packs/hotline/settings.yaml lets them. An
 * anonymous order keeps neither name nor phone, only the last four digits, with which its progress
 * can be asked for.
 */
#ifndef TONGBAN_HOTLINE_CALLER_H
#define TONGBAN_HOTLINE_CALLER_H

#include "domain/hotline/order.h"

#define CALLER_NAME_RUNES_MAX 32
#define CALLER_PHONE_RUNES_MAX 32
#define CALLER_ORDERS_MAX 50

/* Digits alone, without +86; empty when it is none: 3 to 20 digits, with blanks, brackets, + and -
 * between them. */
Str phone_normal(Arena *arena, Str phone);
/* Lower-case hexadecimal; of the empty phone empty. */
must_use bool phone_hash(Ctx *ctx, Str normal, Str *ret);
/* The last four digits. */
Str phone_tail(Str normal);

/* Sets what the order keeps of its caller: hash and tail. */
must_use bool caller_mark(Ctx *ctx, const OrderCaller *caller, Order *order);
/* Writes the row of a new order; in the caller's transaction. An empty one is none. */
must_use bool caller_put(Ctx *ctx, const Order *order, const OrderCaller *caller);

/* Whether the reader may not know who called: why, for people; empty = he may. */
must_use bool caller_hidden(Ctx *ctx, const Order *order, Str *ret_why);

typedef struct CallerView {
    Str name;  /* MASK_NAME */
    Str phone; /* MASK_PHONE */
    bool has_hidden;
    Str hidden; /* 「举报人信息保密」 */
} CallerView;
extern const Shape caller_view_shape;
/* Empty names when hidden or when there is none. */
must_use bool caller_read(Ctx *ctx, const Order *order, CallerView *ret);

/* A personal field in full, for a reason: counted and noted (engine/access). `field` "name",
 * "phone". FAIL_DENIED for a hidden caller. */
must_use bool caller_reveal(Ctx *ctx, const Order *order, Str field, Str reason, Str *ret);

/* An earlier order of the same number. */
typedef struct CallerOrder {
    int64_t id;
    Str number;
    Str kind;
    Str title;
    Str address;
    Str state;
    Str state_name;
    Instant received_at;
    bool has_closed_at;
    Instant closed_at;
    Str satisfaction;
    int64_t unit_id;
    Str unit;
} CallerOrder;
LIST_OF(CallerOrder, CallerOrderList);
extern const Shape caller_order_shape;
/* Newest first, at most CALLER_ORDERS_MAX; never one whose caller is hidden from the reader. */
must_use bool caller_orders(Ctx *ctx, Str phone, CallerOrderList *ret);

#endif
