/*
 * records_view.h - the records behind a counted item, page by page.
 */
#ifndef TONGBAN_ASSESSMENT_RECORDS_VIEW_H
#define TONGBAN_ASSESSMENT_RECORDS_VIEW_H

#include "domain/assessment/counted_figures.h"

#define RECORDS_PER_PAGE 50

typedef struct RecordsView {
    Str unit;
    Str item; /* code */
    Str name;
    bool counted; /* false: the item was imported, there are no records behind it */
    int64_t total;
    int64_t page;
    int64_t size;
    CountedRecordList rows; /* dearest first */
} RecordsView;
extern const Shape records_view_shape;

/* `item` empty is FAIL_INVALID; otherwise as unit_explain. */
must_use bool records_view(Ctx *ctx, Period period, Str scheme, Str unit, Str item, int64_t page,
                           RecordsView *ret);

#endif
