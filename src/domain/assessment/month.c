#include "domain/assessment/month.h"

#include "base/utf8.h"
#include "domain/assessment/bulletin.h"
#include "domain/assessment/counted_figures.h"
#include "domain/assessment/figure.h"
#include "domain/assessment/month_version.h"
#include "domain/assessment/publication.h"
#include "engine/access/audit.h"
#include "port/clock.h"
#include "port/db.h"
#include "port/packs.h"
#include "sql_ids.h"

static const Field month_state_fields[] = {
    FIELD(MonthState, period, "时期", 0),
    FIELD(MonthState, state, "状态", 0),
    FIELD(MonthState, version, "版本", 0),
    FIELD(MonthState, changed_at, "变更时间", 0),
};
const Shape month_state_shape = SHAPE(MonthState, month_state_fields);

Str month_state_label(Str state)
{
    if (str_equal(state, STR("draft")))
        return STR("草稿");
    return str_equal(state, STR("frozen")) ? STR("已冻结") : STR("已公布");
}

/* 2023-02, for messages. */
static Str period_str(Arena *arena, Period period)
{
    Buf text = buf_create(arena, 16);
    period_print(&text, period);
    return buf_str(&text);
}

/* Its row; a draft without one. */
static bool month_get(Ctx *ctx, Period period, MonthState *ret, bool *ret_known)
{
    MonthState month = {.period = period, .state = STR("draft")};
    if (!db_one(ctx, SQL_MONTH_GET, BINDS({"period", bind(period)}), &month_state_shape, &month,
                ret_known))
        return fail_while(ctx, "读取月份或年度");
    *ret = month;
    return true;
}

/* As the list is ordered: newest first, a year after its own months. */
static int64_t listing_key(Period period)
{
    return period_is_year(period) ? (int64_t)period_year(period) * 12 : period.months;
}

static void add_counted(Arena *arena, MonthStateList *list, Period period)
{
    LIST_EACH (const MonthState, month, list)
        if (month->period.months == period.months)
            return;
    size_t place = 0;
    while (place < list->count && listing_key(list->at[place].period) > period.months)
        place++;
    (void)LIST_ADD(arena, list);
    memmove(&list->at[place + 1], &list->at[place], (list->count - 1 - place) * sizeof(MonthState));
    list->at[place] = (MonthState){.period = period, .state = STR("draft")};
}

bool months_read(Ctx *ctx, MonthStateList *ret)
{
    PeriodList counted = {0};
    *ret = (MonthStateList){0};
    if (!db_all(ctx, SQL_MONTH_ALL, NO_BINDS, &month_state_shape, ret) ||
        !counted_months(ctx, &counted))
        return false;
    LIST_EACH (const Period, period, &counted)
        add_counted(ctx->arena, ret, *period);
    return true;
}

bool month_read(Ctx *ctx, Period period, MonthState *ret, bool *ret_known)
{
    return month_get(ctx, period, ret, ret_known) &&
           (*ret_known || counted_month(ctx, period, ret_known));
}

/* The month's row, locked until the transaction ends. */
static bool lock_month(Ctx *ctx, Period period, MonthState *ret)
{
    bool found;
    MonthState month = {.period = period, .state = STR("draft")};
    if (!db_one(ctx, SQL_MONTH_LOCK, BINDS({"period", bind(period)}), &month_state_shape, &month,
                &found))
        return false;
    if (!found) {
        Str text = period_str(ctx->arena, period);
        fail(ctx, FAIL_NOT_FOUND, "%.*s 还没有数据", STRF(text));
        return fail_hint(ctx, "先导入：tongban import 数据表 文件 --period %.*s", STRF(text));
    }
    *ret = month;
    return true;
}

bool month_refuse_figures(Ctx *ctx, const MonthState *month)
{
    if (str_equal(month->state, STR("draft")))
        return true;
    Str text = period_str(ctx->arena, month->period);
    Str label = month_state_label(month->state);
    fail(ctx, FAIL_STATE, "%.*s %.*s，数据不能再改", STRF(text), STRF(label));
    return fail_hint(ctx, "确需更正，先重开：tongban reopen %.*s --reason 原因", STRF(text));
}

bool month_open_for_figures(Ctx *ctx, Period period)
{
    Instant now = clock_now(ctx);
    MonthState month = {0};
    /* The touch comes first: it makes the row that the lock then holds. */
    if (!db_run(ctx, SQL_MONTH_TOUCH, BINDS({"period", bind(period)}, {"now", bind(now)}), NULL) ||
        !lock_month(ctx, period, &month))
        return false;
    return month_refuse_figures(ctx, &month);
}

static bool move(Ctx *ctx, MonthState *month, Str to, int64_t version)
{
    int64_t changed;
    Instant now = clock_now(ctx);
    if (!db_run(ctx, SQL_MONTH_SET_STATE,
                BINDS({"period", bind(month->period)}, {"from", bind(month->state)},
                      {"state", bind(to)}, {"version", bind(version)}, {"now", bind(now)}),
                &changed))
        return false;
    if (changed != 1)
        return fail(ctx, FAIL_CONFLICT, "状态刚被他人改动，请重试");
    month->state = to;
    month->version = version;
    month->changed_at = now;
    return true;
}

/* Fails unless the month is in state `from`, telling what may be done instead. */
static bool need_state(Ctx *ctx, const MonthState *month, Str from, const char *action)
{
    if (str_equal(month->state, from))
        return true;
    Str text = period_str(ctx->arena, month->period);
    Str now = month_state_label(month->state);
    Str needed = month_state_label(from);
    fail(ctx, FAIL_STATE, "%.*s 当前为「%.*s」，不能%s", STRF(text), STRF(now), action);
    if (str_equal(month->state, STR("published")) || str_equal(month->state, STR("frozen")))
        return fail_hint(
            ctx, "只有「%.*s」的月份或年度可以%s；更正数据用 tongban reopen %.*s --reason 原因",
            STRF(needed), action, STRF(text));
    return fail_hint(ctx, "先冻结：tongban freeze %.*s", STRF(text));
}

static bool refuse_disagreements(Ctx *ctx, const FigureSet *set)
{
    DisagreementList list;
    if (!figures_disagreements(ctx, set, &list))
        return false;
    if (list.count == 0)
        return true;
    Buf detail = buf_create(ctx->arena, 64 * KIB);
    LIST_EACH (const Disagreement, disagreement, &list) {
        if (disagreement != list.at)
            buf_add_c(&detail, "；");
        buf_add(&detail, disagreement_text(ctx->arena, disagreement));
    }
    fail(ctx, FAIL_INVALID, "有%zu处数据互相不符，不能冻结", list.count);
    fail_detail(ctx, "%.*s", STRF(buf_str(&detail)));
    return fail_hint(ctx, "核对后重新导入有误的数据表，再冻结");
}

/* Its figures would be in no list. */
static bool refuse_ended(Ctx *ctx, const MonthState *month, const FigureSet *set)
{
    UnitBook book;
    if (!month_units_read(ctx, month, &book))
        return false;
    LIST_EACH (const Figure, figure, &set->figures) {
        const Unit *unit = unit_by_id(&book, figure->unit_id);
        if (!unit || unit_stood_in(unit, month->period))
            continue;
        Str fate = unit_fate(ctx->arena, &book, unit->name, month->period);
        fail(ctx, FAIL_INVALID, "「%.*s」%.*s，当期还有它的数据，不能冻结", STRF(unit->name),
             STRF(fate));
        return fail_hint(ctx, "撤销那次导入（导入%lld号），把数据记在并入的单位名下",
                         (long long)figure->import_id);
    }
    return true;
}

static bool note_month(Ctx *ctx, const char *action, const MonthState *month, Str why, Str facts)
{
    return audit_note(ctx, &(AuditNote){.action = action,
                                        .object = "month",
                                        .key = month->period.months,
                                        .title = period_str(ctx->arena, month->period),
                                        .why = why,
                                        .facts = facts});
}

/* A month that a module counts is there without any import; freezing it makes its row. */
static bool touch_counted(Ctx *ctx, Period period)
{
    MonthState month;
    bool known = false, counted = false;
    Instant now = clock_now(ctx);
    if (!month_get(ctx, period, &month, &known) ||
        (!known && !counted_month(ctx, period, &counted)))
        return false;
    return !counted ||
           db_run(ctx, SQL_MONTH_TOUCH, BINDS({"period", bind(period)}, {"now", bind(now)}), NULL);
}

bool month_freeze(Ctx *ctx, Period period, MonthState *ret)
{
    MonthState month = {0};
    FigureSet set;
    if (!district_need_whole(ctx, "冻结") || !db_begin(ctx))
        return false;
    if (!touch_counted(ctx, period) || !lock_month(ctx, period, &month) ||
        !need_state(ctx, &month, STR("draft"), "冻结") || !figures_in_force(ctx, &month, &set))
        return db_rollback(ctx);
    if (set.figures.count == 0) {
        fail(ctx, FAIL_STATE, "该月没有数据，不能冻结");
        return db_rollback(ctx);
    }
    /* Rules with a slip would be kept too, and the month could never be computed. */
    if (!bulletin_check_month(ctx, period)) {
        fail_while(ctx, "核对将随该月冻结的规则");
        return db_rollback(ctx);
    }
    if (!refuse_ended(ctx, &month, &set) || !refuse_disagreements(ctx, &set) ||
        !move(ctx, &month, STR("frozen"), month.version + 1) ||
        !month_version_keep(ctx, &month, &set) ||
        !note_month(ctx, "assessment.freeze", &month, STR(""),
                    str_format(ctx->arena, "第%lld版，%zu项数据", (long long)month.version,
                               set.figures.count)))
        return db_rollback(ctx);
    *ret = month;
    return db_commit(ctx);
}

#define REASON_RUNES_MAX 500

/* `*ret_despite` is what the version keeps: nothing when nothing had to be passed over. */
static bool check_documents(Ctx *ctx, Period period, Str despite, Str *ret_despite,
                            int64_t *ret_findings)
{
    FindingList findings;
    despite = str_trim(despite);
    if (utf8_count(despite) > REASON_RUNES_MAX) {
        fail(ctx, FAIL_INVALID, "仍要公布的理由不超过%d字", REASON_RUNES_MAX);
        return fail_at(ctx, (Place){.field = STR("despite")});
    }
    if (!publication_check(ctx, period, &findings))
        return false;
    if (findings.count > 0 && str_empty(despite))
        return publication_refuse(ctx, period, &findings);
    *ret_despite = findings.count > 0 ? despite : STR("");
    *ret_findings = (int64_t)findings.count;
    return true;
}

bool month_publish(Ctx *ctx, Period period, Str despite, MonthState *ret)
{
    MonthState month = {0};
    Str kept_despite = {0};
    int64_t findings = 0;
    if (!district_need_whole(ctx, "公布") || !db_begin(ctx))
        return false;
    if (!lock_month(ctx, period, &month) || !need_state(ctx, &month, STR("frozen"), "公布") ||
        !check_documents(ctx, period, despite, &kept_despite, &findings) ||
        !move(ctx, &month, STR("published"), month.version) ||
        !db_run(ctx, SQL_MONTH_VERSION_PUBLISHED,
                BINDS({"period", bind(period)}, {"version", bind(month.version)},
                      {"now", bind(month.changed_at)}, {"despite", bind(kept_despite)},
                      {"findings", bind(findings)}),
                NULL) ||
        !note_month(ctx, "assessment.publish", &month, kept_despite,
                    str_format(ctx->arena, "第%lld版，不符%lld处", (long long)month.version,
                               (long long)findings)))
        return db_rollback(ctx);
    *ret = month;
    return db_commit(ctx);
}

bool month_reopen(Ctx *ctx, Period period, Str reason, MonthState *ret)
{
    reason = str_trim(reason);
    if (str_empty(reason) || utf8_count(reason) > REASON_RUNES_MAX) {
        fail(ctx, FAIL_INVALID, "重开须写明原因，不超过%d字", REASON_RUNES_MAX);
        return fail_at(ctx, (Place){.field = STR("reason")});
    }
    MonthState month = {0};
    if (!district_need_whole(ctx, "重开") || !db_begin(ctx))
        return false;
    if (!lock_month(ctx, period, &month))
        return db_rollback(ctx);
    if (str_equal(month.state, STR("draft"))) {
        fail(ctx, FAIL_STATE, "该月是草稿，不必重开，可直接导入");
        return db_rollback(ctx);
    }
    if (!move(ctx, &month, STR("draft"), month.version) ||
        !db_run(ctx, SQL_MONTH_VERSION_REOPENED,
                BINDS({"period", bind(period)}, {"version", bind(month.version)},
                      {"reason", bind(reason)}, {"now", bind(month.changed_at)}),
                NULL) ||
        !note_month(ctx, "assessment.reopen", &month, reason,
                    str_format(ctx->arena, "第%lld版", (long long)month.version)))
        return db_rollback(ctx);
    *ret = month;
    return db_commit(ctx);
}
