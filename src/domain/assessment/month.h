/*
 * month.h - the life of an assessed month: 草稿 draft → 已冻结 frozen → 已公布 published.
 *
 * Figures come in only while the month is a draft. Freezing makes a version: it keeps the figures
 * and, word for word, the packs they are computed with, so that the same bytes come out at any
 * later time. Reopening needs a reason, keeps the version, and leads back to draft; the next
 * freeze makes the next version, whose difference to the one before can be listed.
 */
#ifndef TONGBAN_ASSESSMENT_MONTH_H
#define TONGBAN_ASSESSMENT_MONTH_H

#include "domain/assessment/district.h"
#include "domain/assessment/unit_group.h"

typedef struct MonthState {
    Period period;
    Str state;       /* draft, frozen, published */
    int64_t version; /* of the newest frozen version; 0 = never frozen */
    Instant changed_at;
} MonthState;
LIST_OF(MonthState, MonthStateList);
extern const Shape month_state_shape;

/* 草稿, 已冻结, 已公布 */
Str month_state_label(Str state);
/* Newest first. */
must_use bool months_read(Ctx *ctx, MonthStateList *ret);
/* The month as it stands; a month without figures is a draft of version 0, *ret_known false. */
must_use bool month_read(Ctx *ctx, Period period, MonthState *ret, bool *ret_known);
/* Fails with FAIL_STATE, telling the way out, when the month's figures may not be changed. */
must_use bool month_refuse_figures(Ctx *ctx, const MonthState *month);
/* As month_refuse_figures, with the month held until the transaction ends; creates the month's
 * row when this is its first figure. */
must_use bool month_open_for_figures(Ctx *ctx, Period period);

/* Each is audited, needs the whole data scope, and fails with FAIL_STATE when the month is not in
 * the state before. Freezing refuses a month without figures, one whose figures disagree
 * (figure.h), and one with figures of units that were no more. */
must_use bool month_freeze(Ctx *ctx, Period period, MonthState *ret);
/* Publishing checks the documents first (publication.h). When something in them does not hold it
 * refuses with FAIL_INVALID and the findings as problems, unless `despite` says why it should be
 * published all the same; that is kept with the version. */
must_use bool month_publish(Ctx *ctx, Period period, Str despite, MonthState *ret);
must_use bool month_reopen(Ctx *ctx, Period period, Str reason, MonthState *ret);

typedef struct MonthChange {
    Str table;
    Str unit;
    Str column;
    Str before; /* empty = there was none */
    Str after;
} MonthChange;
LIST_OF(MonthChange, MonthChangeList);
extern const Shape month_change_shape;

typedef struct MonthVersion {
    int64_t version;
    Str state; /* frozen, published, reopened */
    Instant frozen_at;
    bool has_published_at;
    Instant published_at;
    bool has_reopened_at;
    Instant reopened_at;
    Str actor;
    Str reason;       /* why it was reopened */
    Str despite;      /* why it was published although something did not hold; empty = all held */
    int64_t findings; /* that it was published with */
    Str digest;
    MonthChangeList changes; /* against the version before */
} MonthVersion;
LIST_OF(MonthVersion, MonthVersionList);
extern const Shape month_version_shape;

/* Newest first, each with its difference. Under a narrowed scope: the versions with figures of its
 * own, their own differences, and nothing that may tell of others (digest, findings, reasons). */
must_use bool month_versions_read(Ctx *ctx, Period period, MonthVersionList *ret);
/* What has changed in the draft since the newest version. */
must_use bool month_changes_since_version(Ctx *ctx, Period period, MonthChangeList *ret);

/* Makes ctx->packs give the packs that the month was frozen with; a draft keeps the current ones.
 * Everything computed for a month (scores, explanations, documents) starts with this. */
must_use bool month_use_packs(Ctx *ctx, const MonthState *month);
/* The units as the month was frozen with them; of a draft under the names of its last day. Units
 * that ended before the month are in the book, so that their names are understood, and in no list.
 */
must_use bool month_units_read(Ctx *ctx, const MonthState *month, UnitBook *ret);

/* The earlier month that this one is compared with: 1 month ago (环比) or 12 (同比). For a draft it
 * is that month as it stands; a frozen month keeps to the version that stood frozen when it was
 * frozen itself, so that a later correction there changes nothing here. *ret_any false: there is
 * nothing to compare with. */
must_use bool month_compared(Ctx *ctx, const MonthState *month, int months_ago, MonthState *ret,
                             bool *ret_any);
/* The district's names as they were when the month was frozen; of a draft, as they are. */
must_use bool month_district(Ctx *ctx, const MonthState *month, District *ret);

#endif
