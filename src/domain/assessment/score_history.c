#include "domain/assessment/score_history.h"

static bool read_month(Ctx *ctx, Str scheme, size_t months_ago, ScoreHistory *history)
{
    MonthResult *result = NEW(ctx->arena, MonthResult, 1);
    Period period = period_before(history->period, (int)months_ago);
    bool any = false;
    bool compared = months_ago == 1 || months_ago == HISTORY_LAST_YEAR;
    const MonthState *now = &history->months[0]->month;
    bool ok = compared ? month_result_compared(ctx, now, (int)months_ago, scheme, result, &any)
                       : month_result(ctx, period, scheme, result, &any);
    if (!ok) {
        if (ctx->fail.code != FAIL_NOT_FOUND)
            return false;
        fail_clear(ctx); /* not in force then */
        return true;
    }
    history->months[months_ago] = any ? result : NULL;
    return true;
}

bool score_history_now(Ctx *ctx, Period period, Str scheme, ScoreHistory *ret)
{
    MonthResult *now = NEW(ctx->arena, MonthResult, 1);
    if (!month_result(ctx, period, scheme, now, NULL))
        return false;
    *ret = (ScoreHistory){.period = period, .months = {now}};
    return true;
}

bool score_history_read(Ctx *ctx, Period period, Str scheme, ScoreHistory *ret)
{
    ScoreHistory history;
    MonthStateList known = {0};
    if (!score_history_now(ctx, period, scheme, &history) || !months_read(ctx, &known))
        return false;
    LIST_EACH (const MonthState, month, &known) {
        int ago = period_distance(month->period, period);
        if (ago >= 1 && ago <= HISTORY_LAST_YEAR && !read_month(ctx, scheme, (size_t)ago, &history))
            return false;
    }
    *ret = history;
    return true;
}

/* The unit among the month's subjects; SIZE_MAX when it is not there. */
static size_t subject_of(const ScoreHistory *history, size_t months_ago, int64_t unit_id)
{
    const MonthResult *result = history->months[months_ago];
    return result ? month_result_subject(result, unit_id) : SIZE_MAX;
}

AssessValue score_history_total(const ScoreHistory *history, size_t months_ago, int64_t unit_id)
{
    size_t subject = subject_of(history, months_ago, unit_id);
    if (subject == SIZE_MAX)
        return (AssessValue){.present = false};
    return assess_total(&history->months[months_ago]->result, subject);
}

int64_t score_history_rank(const ScoreHistory *history, size_t months_ago, int64_t unit_id)
{
    size_t subject = subject_of(history, months_ago, unit_id);
    if (subject == SIZE_MAX)
        return 0;
    return assess_rank(&history->months[months_ago]->result, subject).rank;
}
