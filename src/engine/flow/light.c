/* Lights, and what they say. */
#include "engine/flow/flow.h"

#define MINUTE_MS INT64_C(60000)
#define HOUR_MS (60 * MINUTE_MS)
#define DAY_MS (24 * HOUR_MS)
#define SKIPPED_TOLD_MAX 30

Light matter_light(const Matter *matter, Instant now)
{
    if (matter->has_closed_at)
        return LIGHT_NONE;
    if (matter->has_paused_at)
        return LIGHT_GREY;
    if (!matter->has_due_at)
        return LIGHT_NONE;
    if (now.ms >= matter->due_at.ms)
        return LIGHT_RED;
    return matter->has_near_at && now.ms >= matter->near_at.ms ? LIGHT_YELLOW : LIGHT_GREEN;
}

Str light_code(Light light)
{
    static const char *const codes[] = {[LIGHT_NONE] = "none",
                                        [LIGHT_GREEN] = "normal",
                                        [LIGHT_YELLOW] = "near",
                                        [LIGHT_RED] = "overdue",
                                        [LIGHT_GREY] = "paused"};
    return str_of(codes[light]);
}

/* 「2天」, 「1天3小时」, 「3小时」, 「20分钟」: to the hour from a day on, and no hours from a
 * week. */
static Str span_text(Arena *arena, int64_t ms)
{
    int64_t days = ms / DAY_MS, hours = ms % DAY_MS / HOUR_MS, minutes = ms % HOUR_MS / MINUTE_MS;
    if (days >= 7 || (days && !hours))
        return str_format(arena, "%lld天", (long long)days);
    if (days)
        return str_format(arena, "%lld天%lld小时", (long long)days, (long long)hours);
    if (hours)
        return str_format(arena, "%lld小时", (long long)hours);
    return str_format(arena, "%lld分钟", (long long)minutes);
}

Str matter_light_text(Arena *arena, const Matter *matter, Instant now)
{
    if (matter->has_closed_at && matter->has_due_at)
        return matter->closed_at.ms < matter->due_at.ms ? STR("按时办结") : STR("超期办结");
    if (matter->missing_year)
        return str_format(arena, "期限待定（缺%lld年日历）", (long long)matter->missing_year);
    if (matter->has_closed_at)
        return STR("已办结");
    if (matter->has_paused_at)
        return STR("挂起");
    if (!matter->has_due_at)
        return STR("无期限");
    if (now.ms >= matter->due_at.ms)
        return str_format(arena, "超期 %.*s", STRF(span_text(arena, now.ms - matter->due_at.ms)));
    return str_format(arena, "剩 %.*s", STRF(span_text(arena, matter->due_at.ms - now.ms)));
}

/* ---- how it came about ------------------------------------------------------------------------
 */

static void add_skipped(Buf *to, const SkippedDayList *skipped)
{
    for (size_t i = 0; i < skipped->count && i < SKIPPED_TOLD_MAX; i++) {
        CivilDate day = date_civil(skipped->at[i].date);
        buf_format(to, "%s%d月%d日（%.*s）", i ? "、" : "；跳过", day.month, day.day,
                   STRF(skipped->at[i].why));
    }
    if (skipped->count > SKIPPED_TOLD_MAX)
        buf_format(to, "等%zu天", skipped->count);
}

static void add_parts(Buf *to, const Matter *matter)
{
    int64_t usual = matter->due_days - matter->extension_days - matter->pause_days;
    if (matter->due_days == usual)
        return;
    buf_format(to, "（期限%lld", (long long)usual);
    if (matter->extension_days)
        buf_format(to, " + 延期%lld", (long long)matter->extension_days);
    if (matter->pause_days)
        buf_format(to, " + 挂起%lld", (long long)matter->pause_days);
    buf_add_c(to, "）");
}

bool flow_explain_due(Ctx *ctx, const Matter *matter, Str *ret)
{
    Buf text = buf_create(ctx->arena, 8 * KIB);
    SkippedDayList skipped;
    if (matter->due_days == 0) {
        *ret = STR("没有办理期限");
        return true;
    }
    buf_add_c(&text, "从");
    date_print(&text, instant_date(matter->opened_at));
    buf_format(&text, "收件起（当天不算），第%lld个工作日", (long long)matter->due_days);
    add_parts(&text, matter);
    if (!matter->has_due_at) {
        buf_format(&text, "；期限待定，缺%lld年日历", (long long)matter->missing_year);
        *ret = buf_str(&text);
        return true;
    }
    Deadline due = {.known = true, .at = matter->due_at, .day = matter->due_day};
    if (!deadline_explain(ctx, matter->opened_at, &due, &skipped))
        return false;
    buf_add_c(&text, "，到");
    date_print(&text, matter->due_day);
    buf_add_c(&text, "二十四时");
    add_skipped(&text, &skipped);
    *ret = buf_str(&text);
    return true;
}
