/* What the module answers about the district and its months. */
#include "domain/assessment/routes.h"

#include "domain/assessment/district_view.h"
#include "domain/assessment/late_correction.h"
#include "domain/assessment/month_view.h"
#include "domain/assessment/publication.h"

/* ---- the district ----------------------------------------------------------------------- */

static bool get_about(Ctx *ctx, const void *in, void *out)
{
    (void)in;
    return about_view(ctx, out);
}

static bool get_units(Ctx *ctx, const void *in, void *out)
{
    (void)in;
    return units_view(ctx, out);
}

/* ---- months ----------------------------------------------------------------------------- */

typedef struct PeriodIn {
    Period period;
    Str reason;
} PeriodIn;
static const Field period_fields[] = {
    FIELD(PeriodIn, period, "时期", FIELD_REQUIRED),
};
static const Shape period_shape = SHAPE(PeriodIn, period_fields);
static const Field reopen_fields[] = {
    FIELD(PeriodIn, period, "时期", FIELD_REQUIRED),
    FIELD(PeriodIn, reason, "原因", FIELD_REQUIRED, .max_runes = 500),
};
static const Shape reopen_shape = SHAPE(PeriodIn, reopen_fields);

static bool get_months(Ctx *ctx, const void *in, void *out)
{
    (void)in;
    return months_view(ctx, out);
}

static bool post_freeze(Ctx *ctx, const void *input, void *out)
{
    const PeriodIn *in = input;
    MonthState month;
    if (!month_freeze(ctx, in->period, &month))
        return false;
    *(MonthMovedView *)out = month_moved_view(&month);
    return true;
}

typedef struct PublishIn {
    Period period;
    Str despite;
} PublishIn;
static const Field publish_fields[] = {
    FIELD(PublishIn, period, "时期", FIELD_REQUIRED),
    FIELD(PublishIn, despite, "仍然公布的理由", 0, .max_runes = 500),
};
static const Shape publish_shape = SHAPE(PublishIn, publish_fields);

static bool post_publish(Ctx *ctx, const void *input, void *out)
{
    const PublishIn *in = input;
    MonthState month;
    if (!month_publish(ctx, in->period, in->despite, &month))
        return false;
    *(MonthMovedView *)out = month_moved_view(&month);
    return true;
}

typedef struct CheckView {
    FindingList findings;
} CheckView;
static const Field check_fields[] = {
    FIELD_LIST(CheckView, findings, "不符之处", &finding_shape),
};
static const Shape check_view_shape = SHAPE(CheckView, check_fields);

static bool get_check(Ctx *ctx, const void *input, void *out)
{
    const PeriodIn *in = input;
    CheckView *view = out;
    return publication_check(ctx, in->period, &view->findings);
}

static bool post_reopen(Ctx *ctx, const void *input, void *out)
{
    const PeriodIn *in = input;
    MonthState month;
    LateCorrectionList late;
    if (!late_corrections_read(ctx, in->period, &late) ||
        !month_reopen(ctx, in->period, in->reason, &month))
        return false;
    MonthMovedView view = month_moved_view(&month);
    LIST_EACH (const LateCorrection, correction, &late)
        view.late += correction->waiting;
    *(MonthMovedView *)out = view;
    return true;
}

typedef struct LateView {
    LateCorrectionList corrections;
} LateView;
static const Field late_fields[] = {
    FIELD_LIST(LateView, corrections, "冻结后的变更", &late_correction_shape),
};
static const Shape late_view_shape = SHAPE(LateView, late_fields);

static bool get_late(Ctx *ctx, const void *input, void *out)
{
    const PeriodIn *in = input;
    LateView *view = out;
    return late_corrections_read(ctx, in->period, &view->corrections);
}

static bool get_versions(Ctx *ctx, const void *input, void *out)
{
    const PeriodIn *in = input;
    return versions_view(ctx, in->period, out);
}

static bool get_changes(Ctx *ctx, const void *input, void *out)
{
    const PeriodIn *in = input;
    ChangesView *view = out;
    return month_changes_since_version(ctx, in->period, &view->changes);
}

/* ---- the table -------------------------------------------------------------------------- */

const Route month_routes[] = {
    VIEW("/api/about", PERMISSION_SELF, NULL, &about_view_shape, get_about, "程序、区名和告示"),
    VIEW("/api/units", READ, NULL, &units_view_shape, get_units, "单位名册"),
    VIEW("/api/months", READ, NULL, &months_view_shape, get_months, "各月份、年度及其状态"),
    MOVE("/api/months/{period}/freeze", "assessment.freeze", &period_shape, &month_moved_view_shape,
         post_freeze, "冻结月份或年度"),
    MOVE("/api/months/{period}/publish", "assessment.publish", &publish_shape,
         &month_moved_view_shape, post_publish, "公布月份或年度；文件有不符之处须写明理由"),
    {.method = METHOD_GET,
     .path = "/api/months/{period}/check",
     .permission = BULLETIN,
     .lane = LANE_SLOW,
     .input = &period_shape,
     .output = &check_view_shape,
     .handle = get_check,
     .help = "要公布的文件里有哪些不符之处"},
    MOVE("/api/months/{period}/reopen", "assessment.reopen", &reopen_shape, &month_moved_view_shape,
         post_reopen, "重开月份或年度，须写明原因"),
    VIEW("/api/months/{period}/versions", READ, &period_shape, &versions_view_shape, get_versions,
         "各版本及其差异"),
    VIEW("/api/months/{period}/late", READ, &period_shape, &late_view_shape, get_late,
         "冻结以后工单的变更，重新打开后计入"),
    VIEW("/api/months/{period}/changes", READ, &period_shape, &changes_view_shape, get_changes,
         "上次冻结以来的变更"),
    {.path = NULL},
};
