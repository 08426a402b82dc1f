/*
 * similar.h - orders that may be about the same thing, shown while one is being written.
 *
 * Looked for among those of the last days (packs/hotline/settings.yaml): of the same phone, at the
 * same address, and with a similar text among the newest of the same kind and category. Each is
 * told with why. Texts are compared by the pairs of characters they share (Dice 1945), as whole
 * per cent.
 */
#ifndef TONGBAN_HOTLINE_SIMILAR_H
#define TONGBAN_HOTLINE_SIMILAR_H

#include "base/shape.h"

#define SIMILAR_MAX 20

typedef struct SimilarAsk {
    Str kind;
    Str category;
    Str address;
    Str phone;
    Str content;
    int64_t but; /* this order is left out; 0 = none */
} SimilarAsk;

typedef struct SimilarOrder {
    int64_t id;
    Str number;
    Str kind;
    Str category;
    Str title;
    Str content;
    Str address;
    Str state;
    Instant received_at;
    int64_t unit_id;
    Str unit;
    Str why;      /* 「同一电话；同一地址；内容相似72%」 */
    int64_t rank; /* the higher the nearer */
} SimilarOrder;
LIST_OF(SimilarOrder, SimilarOrderList);
extern const Shape similar_order_shape;

/* The nearest first, at most SIMILAR_MAX; within ctx->scope, and none by its phone whose caller is
 * hidden from the reader. */
must_use bool similar_find(Ctx *ctx, const SimilarAsk *ask, SimilarOrderList *ret);

/* How much two texts have in common, 0 to 100. */
int64_t similar_percent(Arena *arena, Str a, Str b);

#endif
