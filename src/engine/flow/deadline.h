/*
 * deadline.h - how far a number of working days or hours reaches from a moment.
 *
 * 《民法典》第201条: the day of the start is not counted, working day or not; 第203条: a term ends
 * at 24:00 of its last day. So n working days from any moment of a day end at 24:00 of the n-th
 * working day after it, and belong to that date and its month. Which days are worked on is the
 * calendar's (engine/calendar); a year that is not loaded is never guessed at.
 *
 *     const Workdays *workdays;
 *     if (!workdays_read(ctx, &workdays)) return false;
 *     Deadline due = deadline_in_days(workdays, received_at, 15);
 *     if (!due.known) ... due.missing_year
 */
#ifndef TONGBAN_FLOW_DEADLINE_H
#define TONGBAN_FLOW_DEADLINE_H

#include "base/shape.h"

#define DEADLINE_DAYS_MAX 2000

/* The calendar made ready for counting: of each day of the loaded years whether it is worked on,
 * and how many are worked on before it. Immutable. */
typedef struct Workdays Workdays;
/* Notices and the bureau's own days, as they stand now. Costs one short query; what follows from
 * the packs is remembered. Lives in ctx->arena. */
must_use bool workdays_read(Ctx *ctx, const Workdays **ret);

typedef struct Deadline {
    bool known;           /* false: the count leaves the loaded years */
    Instant at;           /* the first moment that is too late: 24:00 of `day`, or the minute */
    Date day;             /* it belongs to this date */
    int64_t missing_year; /* when not known */
} Deadline;

/* At 24:00 of the n-th working day after the day of `start`; n from 0 (that day itself) to
 * DEADLINE_DAYS_MAX. */
Deadline deadline_in_days(const Workdays *workdays, Instant start, int64_t days);
/* After so many working minutes within the hours of business of working days; a start outside of
 * them counts from their next opening. */
typedef struct OfficeHours {
    int64_t opens[4], closes[4]; /* minutes of the day; [540, 720), [780, 1020) */
    size_t count;
} OfficeHours;
Deadline deadline_in_minutes(const Workdays *workdays, const OfficeHours *hours, Instant start,
                             int64_t minutes);
/* Working days after the day of `from` up to the day of `to`, both at +08:00; negative when `to` is
 * earlier. False, with the year, when either end is outside of the loaded years. */
bool workdays_between(const Workdays *workdays, Date from, Date to, int64_t *ret,
                      int64_t *ret_missing_year);
/* False when it is none, or its year is not loaded. */
bool workdays_is_working(const Workdays *workdays, Date day);

/* A day between start and end that was not counted, and why: 「周六」, 「春节」. */
typedef struct SkippedDay {
    Date date;
    Str why;
} SkippedDay;
LIST_OF(SkippedDay, SkippedDayList);
extern const Shape skipped_day_shape;
must_use bool deadline_explain(Ctx *ctx, Instant start, const Deadline *deadline,
                               SkippedDayList *ret);

/* FAIL_MISSING naming the year: 「缺2027年日历」. */
bool deadline_fail(Ctx *ctx, const Deadline *deadline);
/* 2026-02-24T24:00+08:00 */
void deadline_print(Buf *to, const Deadline *deadline);

#endif
