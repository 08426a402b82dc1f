#include "domain/hotline/order_late.h"

#include "domain/counted.h"
#include "engine/access/audit.h"
#include "port/clock.h"

static Period month_of(Date day)
{
    CivilDate civil = date_civil(day);
    Period month;
    if (!month_make(civil.year, civil.month, &month))
        BUG("a date without month");
    return month;
}

static bool is_told(LateTelling *telling, int64_t unit_id, Period period)
{
    for (size_t i = 0; i < telling->count; i++)
        if (telling->told[i].unit_id == unit_id && telling->told[i].period.months == period.months)
            return true;
    if (telling->count < LATE_TOLD_MAX) {
        telling->told[telling->count].unit_id = unit_id;
        telling->told[telling->count++].period = period;
    }
    return false;
}

/* 「办结日期 2023-02-10 → 2023-03-02；按时办结 1 → 0」 */
static Str words_of(Ctx *ctx, const LateTelling *telling)
{
    static const char *const unspoken[] = {"unit_id", "caller", NULL};
    Buf words = buf_create(ctx->arena, 4 * KIB);
    if (!telling->before)
        return STR("新增工单");
    AuditChangeList changes =
        audit_changes(ctx->arena, &order_facts_shape, telling->before, telling->after);
    if (telling->before->unit_id != telling->after->unit_id)
        buf_add_c(&words, "承办单位变更");
    LIST_EACH (const AuditChange, change, &changes)
        if (!str_is_one_of(change->field, unspoken))
            buf_format(&words, "%s%.*s %.*s → %.*s", words.len ? "；" : "", STRF(change->label),
                       STRF(str_empty(change->before) ? STR("空") : change->before),
                       STRF(str_empty(change->after) ? STR("空") : change->after));
    return buf_str(&words);
}

bool late_touched(Ctx *ctx, int64_t unit_id, Date day, void *self)
{
    LateTelling *telling = self;
    Period period = month_of(day);
    Date today = instant_date(clock_now(ctx));
    if (period.months > month_of(today).months || is_told(telling, unit_id, period))
        return true;
    return counted_change_tell(ctx, &(CountedChange){.period = period,
                                                     .number = telling->order->number,
                                                     .title = telling->order->title,
                                                     .unit_id = unit_id,
                                                     .words = words_of(ctx, telling)});
}
