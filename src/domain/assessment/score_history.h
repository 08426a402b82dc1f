/*
 * score_history.h - a scheme's results over the months before one: for comparison with last month
 * (环比) and with the same month last year (同比), and for trends. Each month is assessed once.
 */
#ifndef TONGBAN_ASSESSMENT_SCORE_HISTORY_H
#define TONGBAN_ASSESSMENT_SCORE_HISTORY_H

#include "domain/assessment/result.h"

#define HISTORY_TREND_MONTHS 12
#define HISTORY_LAST_YEAR 12

typedef struct ScoreHistory {
    Period period;
    /* By months ago: 0 is the month itself. NULL where no unit had a figure of the scheme, or the
     * scheme was not in force. */
    const MonthResult *months[HISTORY_LAST_YEAR + 1];
} ScoreHistory;

/* Fails with FAIL_NOT_FOUND when the month itself has no figures of the scheme. */
must_use bool score_history_read(Ctx *ctx, Period period, Str scheme, ScoreHistory *ret);
/* As score_history_read, with the month itself only. */
must_use bool score_history_now(Ctx *ctx, Period period, Str scheme, ScoreHistory *ret);

/* The unit's total that many months ago; absent when it was not listed then. */
AssessValue score_history_total(const ScoreHistory *history, size_t months_ago, int64_t unit_id);
/* 0 = unranked, or not listed. */
int64_t score_history_rank(const ScoreHistory *history, size_t months_ago, int64_t unit_id);

#endif
