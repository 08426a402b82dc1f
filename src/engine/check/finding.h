/*
 * finding.h - what does not hold in a paper.
 */
#ifndef TONGBAN_ENGINE_CHECK_FINDING_H
#define TONGBAN_ENGINE_CHECK_FINDING_H

#include "base/shape.h"

#define FINDINGS_MAX 500 /* of one paper; the last then says how many more there are */

/* One slip, in the words of who reads the paper. Texts live in the arena of the check. */
typedef struct Finding {
    Str place;      /* 附件2 第7行「总分」; 第12行 */
    Str kind;       /* one of the codes of finding.def */
    Str unit;       /* whose figure it is, as printed: the row's name; several joined by 、 */
    Str printed;    /* 101.20; 南华西街 */
    Str recomputed; /* 101.70 */
    Str tolerance; /* ±0.02, what the rounding of the shown parts explains; empty = must be equal */
    Str cause;     /* the likeliest cause, and what follows from the slip; one or two sentences */
} Finding;
LIST_OF(Finding, FindingList);

/* FINDING_SUM "sum", ...: what Finding.kind is set to. */
#define K(name, code, label)                                                                       \
    static const Str FINDING_##name __attribute__((unused)) = STR_INIT(code);
#include "engine/check/finding.def"
#undef K

extern const Shape finding_shape;

/* 分项与合计不符 for "sum"; NULL when the code is unknown. */
const char *finding_label(Str kind);

#endif
