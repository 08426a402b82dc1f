/*
 * appeal.h - appeals of units against single records that cost them points in a month.
 *
 * Made while the month is a draft, in a window after it (packs/appeal/hotline.yaml); decided by the
 * house with a reason. One that is upheld excludes the record from the assessment in the same
 * transaction, and what that made of the unit's total and rank is kept with the month.
 */
#ifndef TONGBAN_ASSESSMENT_APPEAL_H
#define TONGBAN_ASSESSMENT_APPEAL_H

#include "domain/assessment/month.h"

#define APPEAL_REASON_RUNES_MAX 500

typedef struct AppealWindow {
    Date opens;
    Date closes; /* the last day */
    bool open;   /* today */
} AppealWindow;

typedef struct Appeal {
    int64_t id;
    Period period;
    Str item; /* code */
    int64_t unit_id;
    Str number; /* of the record */
    Str title;
    Str cost; /* points, as it cost when appealed against; empty = none of its own */
    Str reason;
    Str actor;
    Instant made_at;
    Str state; /* open, upheld, refused */
    Str decision;
    Str decider;
    bool has_decided_at;
    Instant decided_at;
    int64_t rank_before; /* of one upheld; 0 = none */
    int64_t rank_after;
    Str total_before;
    Str total_after;
    Str unit;
} Appeal;
LIST_OF(Appeal, AppealList);
extern const Shape appeal_shape;

typedef struct AppealRequest {
    Period period;
    Str unit;
    Str item;
    Str number;
    Str reason;
} AppealRequest;
extern const Shape appeal_request_shape;

typedef struct AppealDecision {
    int64_t id;
    bool uphold;
    Str decision; /* why */
} AppealDecision;
extern const Shape appeal_decision_shape;

typedef struct AppealsView {
    Period period;
    Date opens;
    Date closes;
    bool open;
    AppealList appeals;
} AppealsView;
extern const Shape appeals_view_shape;

/* The pack is read and checked; for start. */
must_use bool appeal_rules_check(Ctx *ctx);
must_use bool appeal_window(Ctx *ctx, Period period, AppealWindow *ret);
/* Newest first, within ctx->scope. */
must_use bool appeals_view(Ctx *ctx, Period period, AppealsView *ret);
/* FAIL_STATE outside of the window or when the month is no draft; FAIL_NOT_FOUND when the record
 * cost the unit nothing in this item; FAIL_CONFLICT while one against it is open. */
must_use bool appeal_make(Ctx *ctx, const AppealRequest *request, Appeal *ret);
/* FAIL_STATE when it has been decided, or the month is no draft. */
must_use bool appeal_decide(Ctx *ctx, const AppealDecision *decision, Appeal *ret);

#endif
