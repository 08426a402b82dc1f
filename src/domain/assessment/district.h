/*
 * district.h - whose program this is: names for titles and heads, and whether it is a demo.
 */
#ifndef TONGBAN_ASSESSMENT_DISTRICT_H
#define TONGBAN_ASSESSMENT_DISTRICT_H

#include "base/shape.h"

typedef struct District {
    Str name;   /* 海珠区; empty until it is set */
    Str city;   /* 广州市; may be empty */
    bool demo;  /* documents carry 演示 */
    Str notice; /* for the pages of a demo: what in it is real and what invented */
} District;
extern const Shape district_shape;

/* All empty until it was set. */
must_use bool district_read(Ctx *ctx, District *ret);
/* What concerns all units is for those who may see all: routes demand it by their permission, and
 * the work itself once more. FAIL_DENIED under a narrowed scope; `action` is 「冻结」. */
must_use bool district_need_whole(Ctx *ctx, const char *action);
/* Audited. */
must_use bool district_write(Ctx *ctx, const District *district);

#endif
