#include "domain/assessment/appeal.h"

#include "domain/assessment/explanation.h"
#include "domain/module.h"
#include "engine/access/audit.h"
#include "port/clock.h"
#include "port/db.h"
#include "port/packs.h"
#include "port/yaml.h"
#include "sql_ids.h"

#define SCHEME STR("hotline")
#define WINDOW_DAYS_MAX 36500

/* What is made here comes last: the database has the rest. */
static const Field appeal_fields[] = {
    FIELD(Appeal, id, "编号", 0),
    FIELD(Appeal, period, "月份", 0),
    FIELD(Appeal, item, "指标", 0),
    FIELD(Appeal, unit_id, "单位编号", 0),
    FIELD(Appeal, number, "工单", 0),
    FIELD(Appeal, title, "标题", 0),
    FIELD(Appeal, cost, "扣分", FIELD_SPARSE),
    FIELD(Appeal, reason, "申诉理由", 0),
    FIELD(Appeal, actor, "申诉人", 0),
    FIELD(Appeal, made_at, "申诉时间", 0),
    FIELD(Appeal, state, "状态", 0),
    FIELD(Appeal, decision, "裁定意见", 0),
    FIELD(Appeal, decider, "裁定人", 0),
    FIELD_MAYBE(Appeal, decided_at, "裁定时间", 0),
    FIELD(Appeal, rank_before, "原名次", 0),
    FIELD(Appeal, rank_after, "名次", 0),
    FIELD(Appeal, total_before, "原总分", FIELD_SPARSE),
    FIELD(Appeal, total_after, "总分", FIELD_SPARSE),
    FIELD(Appeal, unit, "单位", 0),
};
const Shape appeal_shape = SHAPE(Appeal, appeal_fields);
static const Shape row_shape = {.name = "Appeal",
                                .size = sizeof(Appeal),
                                .fields = appeal_fields,
                                .count = ARRAY_LEN(appeal_fields) - 1};

static const Field request_fields[] = {
    FIELD(AppealRequest, period, "月份", FIELD_REQUIRED),
    FIELD(AppealRequest, unit, "单位", FIELD_REQUIRED, .max_runes = 100),
    FIELD(AppealRequest, item, "指标", FIELD_REQUIRED, .max_runes = 60),
    FIELD(AppealRequest, number, "工单", FIELD_REQUIRED, .max_runes = 64),
    FIELD(AppealRequest, reason, "理由", FIELD_REQUIRED, .max_runes = APPEAL_REASON_RUNES_MAX),
};
const Shape appeal_request_shape = SHAPE(AppealRequest, request_fields);

static const Field decision_fields[] = {
    FIELD(AppealDecision, id, "编号", FIELD_REQUIRED),
    FIELD(AppealDecision, uphold, "支持", FIELD_REQUIRED),
    FIELD(AppealDecision, decision, "裁定意见", FIELD_REQUIRED,
          .max_runes = APPEAL_REASON_RUNES_MAX),
};
const Shape appeal_decision_shape = SHAPE(AppealDecision, decision_fields);

static const Field view_fields[] = {
    FIELD(AppealsView, period, "月份", 0),
    FIELD(AppealsView, opens, "开始", 0),
    FIELD(AppealsView, closes, "截止", 0),
    FIELD(AppealsView, open, "可以申诉", 0),
    FIELD_LIST(AppealsView, appeals, "申诉", &appeal_shape),
};
const Shape appeals_view_shape = SHAPE(AppealsView, view_fields);

/* ---- the window -------------------------------------------------------------------------- */

typedef struct AppealRules {
    Str appeals;
    Date from;
    TextList source;
    int64_t days_after_month;
} AppealRules;
static const Field rules_fields[] = {
    FIELD(AppealRules, appeals, "考核方案", FIELD_REQUIRED),
    FIELD(AppealRules, from, "施行日期", FIELD_REQUIRED),
    FIELD_TEXTS(AppealRules, source, "依据"),
    FIELD(AppealRules, days_after_month, "月后几天", FIELD_REQUIRED),
};
static const Shape rules_shape = SHAPE(AppealRules, rules_fields);

static bool read_rules(Ctx *ctx, void *ret)
{
    Pack pack;
    YamlNode *root = NULL;
    AppealRules rules = {0};
    if (!packs_get(ctx, STR("appeal/hotline"), &pack) ||
        !yaml_parse(ctx, pack.place, pack.text, &root) ||
        !yaml_to_shape(ctx, root, &rules_shape, &rules))
        return fail_while(ctx, "读取申诉规则");
    if (rules.days_after_month < 1 || rules.days_after_month > WINDOW_DAYS_MAX)
        return yaml_fail(ctx, yaml_get(root, STR("days_after_month")),
                         "days_after_month 应在1到%d之间", WINDOW_DAYS_MAX);
    *(AppealRules *)ret = rules;
    return true;
}

static bool appeal_rules(Ctx *ctx, AppealRules *ret)
{
    return packs_made(ctx, "appeal rules", sizeof *ret, read_rules, ret);
}

bool appeal_rules_check(Ctx *ctx)
{
    AppealRules rules;
    return appeal_rules(ctx, &rules);
}

bool appeal_window(Ctx *ctx, Period period, AppealWindow *ret)
{
    AppealRules rules;
    int32_t today = (int32_t)instant_date(clock_now(ctx)).days;
    int32_t last = (int32_t)period_last(period).days;
    if (!appeal_rules(ctx, &rules))
        return false;
    ret->opens = (Date){last + 1};
    ret->closes = (Date){last + (int32_t)rules.days_after_month};
    ret->open = today >= ret->opens.days && today <= ret->closes.days;
    return true;
}

static bool need_open(Ctx *ctx, Period period)
{
    AppealWindow window;
    if (!appeal_window(ctx, period, &window))
        return false;
    if (window.open)
        return true;
    Buf text = buf_create(ctx->arena, 128);
    date_print_chinese(&text, window.opens);
    buf_add_c(&text, "至");
    date_print_chinese(&text, window.closes);
    fail(ctx, FAIL_STATE, "现在不能申诉");
    return fail_hint(ctx, "这个月的申诉期是%.*s", STRF(buf_str(&text)));
}

static bool need_draft(Ctx *ctx, Period period)
{
    MonthState month;
    bool known;
    if (!month_read(ctx, period, &month, &known))
        return false;
    if (str_equal_c(month.state, "draft"))
        return true;
    fail(ctx, FAIL_STATE, "%d年%d月%.*s，得分不会再变", period_year(period), period_month(period),
         STRF(month_state_label(month.state)));
    return fail_hint(ctx, "重新打开以后再申诉或裁定");
}

/* ---- reading ----------------------------------------------------------------------------- */

static bool name_units(Ctx *ctx, AppealList *list)
{
    UnitBook book;
    if (!unit_book_read(ctx, &book))
        return false;
    LIST_EACH (Appeal, appeal, list) {
        const Unit *unit = unit_by_id(&book, appeal->unit_id);
        appeal->unit = unit ? unit->name : STR("本级");
    }
    return true;
}

static bool read_one(Ctx *ctx, int64_t id, Appeal *ret)
{
    AppealList list = {0};
    if (!db_all(ctx, SQL_APPEAL_GET, BINDS({"id", bind(id)}), &row_shape, &list) ||
        !name_units(ctx, &list))
        return false;
    if (list.count == 0)
        return fail(ctx, FAIL_NOT_FOUND, "没有申诉%lld号", (long long)id);
    *ret = list.at[0];
    return true;
}

bool appeals_view(Ctx *ctx, Period period, AppealsView *ret)
{
    AppealWindow window;
    AppealsView view = {.period = period};
    if (!appeal_window(ctx, period, &window) ||
        !db_all(ctx, SQL_APPEAL_OF_MONTH, BINDS({"period", bind(period)}), &row_shape,
                &view.appeals) ||
        !name_units(ctx, &view.appeals))
        return false;
    view.opens = window.opens;
    view.closes = window.closes;
    view.open = window.open;
    *ret = view;
    return true;
}

/* ---- making ------------------------------------------------------------------------------ */

static bool find_record(Ctx *ctx, const AppealRequest *request, UnitExplanation *why,
                        CountedRecord *ret)
{
    if (!unit_explain(ctx, request->period, SCHEME, request->unit, request->item, why))
        return false;
    LIST_EACH (const CountedRecord, record, &why->records)
        if (str_equal(record->number, request->number)) {
            *ret = *record;
            return true;
        }
    fail(ctx, FAIL_NOT_FOUND, "工单「%.*s」在「%.*s」没有扣「%.*s」的分", STRF(request->number),
         STRF(why->explanation.name), STRF(request->unit));
    return fail_hint(ctx, "只能对扣分的工单申诉");
}

static bool note(Ctx *ctx, const char *action, const Appeal *appeal, Str why, Str facts)
{
    return audit_note(ctx, &(AuditNote){.action = action,
                                        .object = "appeal",
                                        .key = appeal->id,
                                        .title = appeal->number,
                                        .unit_id = appeal->unit_id,
                                        .why = why,
                                        .facts = facts});
}

static bool refuse_second(Ctx *ctx, const AppealRequest *request)
{
    int64_t open = 0;
    if (!db_number(ctx, SQL_APPEAL_OPEN,
                   BINDS({"period", bind(request->period)}, {"number", bind(request->number)}),
                   &open))
        return false;
    return open == 0 ||
           fail(ctx, FAIL_CONFLICT, "工单「%.*s」已有申诉，等待裁定", STRF(request->number));
}

static int64_t account_of(const Ctx *ctx)
{
    return ctx->actor ? ctx->actor->account_id : ACCOUNT_SYSTEM;
}

static bool add(Ctx *ctx, const AppealRequest *request, Appeal *ret)
{
    UnitExplanation why = {0};
    CountedRecord record = {0};
    int64_t id = 0;
    if (!need_draft(ctx, request->period) || !find_record(ctx, request, &why, &record) ||
        !refuse_second(ctx, request))
        return false;
    Str cost = record.has_cost ? decimal_str_least(ctx->arena, record.cost, 2) : STR("");
    return db_number(ctx, SQL_APPEAL_ADD,
                     BINDS({"period", bind(request->period)}, {"unit_id", bind(record.unit_id)},
                           {"item", bind(why.explanation.code)}, {"number", bind(record.number)},
                           {"title", bind(record.title)}, {"cost", bind(cost)},
                           {"reason", bind(str_trim(request->reason))},
                           {"account_id", bind(account_of(ctx))}, {"actor", bind(actor_label(ctx))},
                           {"now", bind(clock_now(ctx))}),
                     &id) &&
           read_one(ctx, id, ret) && note(ctx, "appeal.make", ret, ret->reason, STR(""));
}

bool appeal_make(Ctx *ctx, const AppealRequest *request, Appeal *ret)
{
    if (!need_open(ctx, request->period) || !db_begin(ctx))
        return false;
    return add(ctx, request, ret) ? db_commit(ctx) : db_rollback(ctx);
}

/* ---- deciding ---------------------------------------------------------------------------- */

typedef struct Standing {
    int64_t rank;
    Str total;
} Standing;

static bool standing_of(Ctx *ctx, const Appeal *appeal, Standing *ret)
{
    MonthResult result;
    bool any;
    *ret = (Standing){0};
    if (!month_result(ctx, appeal->period, SCHEME, &result, &any))
        return false;
    size_t subject = month_result_subject(&result, appeal->unit_id);
    if (subject == SIZE_MAX)
        return true;
    AssessValue total = assess_total(&result.result, subject);
    ret->rank = assess_rank(&result.result, subject).rank;
    if (total.present)
        ret->total = decimal_str_least(ctx->arena, total.rounded, total.places);
    return true;
}

static bool exclude(Ctx *ctx, const Appeal *appeal, Str decision)
{
    Str basis =
        str_format(ctx->arena, "计分申诉%lld号：%.*s", (long long)appeal->id, STRF(appeal->reason));
    for (size_t i = 0; i < all_module_count; i++)
        if (all_modules[i]->counted_exclude &&
            !all_modules[i]->counted_exclude(ctx, appeal->number, decision, basis))
            return fail_while(ctx, "剔除工单");
    return true;
}

static bool write_decision(Ctx *ctx, const AppealDecision *decision, const Standing *before,
                           const Standing *after)
{
    int64_t changed = 0;
    if (!db_run(ctx, SQL_APPEAL_DECIDE,
                BINDS({"id", bind(decision->id)},
                      {"state", bind(decision->uphold ? STR("upheld") : STR("refused"))},
                      {"decision", bind(str_trim(decision->decision))},
                      {"decider", bind(actor_label(ctx))}, {"now", bind(clock_now(ctx))},
                      {"rank_before", bind(before->rank)}, {"rank_after", bind(after->rank)},
                      {"total_before", bind(before->total)}, {"total_after", bind(after->total)}),
                &changed))
        return false;
    return changed == 1 || fail(ctx, FAIL_STATE, "申诉%lld号已经裁定", (long long)decision->id);
}

/* Nobody lets himself off. Whoever works at the machine itself is nobody in particular. */
static bool need_another(Ctx *ctx, const Appeal *appeal)
{
    int64_t maker = 0;
    if (!db_number(ctx, SQL_APPEAL_MAKER, BINDS({"id", bind(appeal->id)}), &maker))
        return false;
    if (maker != account_of(ctx) || maker == ACCOUNT_SYSTEM)
        return true;
    fail(ctx, FAIL_STATE, "申诉%lld号是您自己提出的", (long long)appeal->id);
    return fail_hint(ctx, "由另一个人裁定；要撤回，裁定为不支持");
}

static bool decide(Ctx *ctx, const AppealDecision *decision, Appeal *ret)
{
    Appeal appeal;
    Standing before = {0}, after = {0};
    if (!read_one(ctx, decision->id, &appeal))
        return false;
    if (!str_equal_c(appeal.state, "open"))
        return fail(ctx, FAIL_STATE, "申诉%lld号已经裁定", (long long)decision->id);
    if (!need_draft(ctx, appeal.period))
        return false;
    if (decision->uphold &&
        (!need_another(ctx, &appeal) || !standing_of(ctx, &appeal, &before) ||
         !exclude(ctx, &appeal, decision->decision) || !standing_of(ctx, &appeal, &after)))
        return false;
    Str facts = decision->uphold ? str_format(ctx->arena, "支持，总分%.*s→%.*s，名次%lld→%lld",
                                              STRF(before.total), STRF(after.total),
                                              (long long)before.rank, (long long)after.rank)
                                 : STR("不支持");
    return write_decision(ctx, decision, &before, &after) && read_one(ctx, decision->id, ret) &&
           note(ctx, "appeal.decide", ret, ret->decision, facts);
}

bool appeal_decide(Ctx *ctx, const AppealDecision *decision, Appeal *ret)
{
    if (!db_begin(ctx))
        return false;
    return decide(ctx, decision, ret) ? db_commit(ctx) : db_rollback(ctx);
}
