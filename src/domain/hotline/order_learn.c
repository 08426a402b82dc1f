#include "domain/hotline/order_learn.h"

#include "domain/hotline/order_unit.h"
#include "domain/hotline/reported.h"
#include "engine/flow/outbox.h"
#include "port/db.h"
#include "sql_ids.h"

#define MERGED_MAX 1000

static bool need_one_of(Ctx *ctx, const char *what, Str given, const char *hint)
{
    if (str_empty(given))
        fail(ctx, FAIL_INVALID, "要写明%s", what);
    else
        fail(ctx, FAIL_INVALID, "没有%s「%.*s」", what, STRF(given));
    return fail_hint(ctx, "可用：%s", hint);
}

/* ---- handing out and back ---------------------------------------------------------------------
 */

static bool learn_handed(Ctx *ctx, Doing *doing)
{
    (void)ctx;
    doing->after.has_dispatched_at = true;
    doing->after.dispatched_at = doing->now;
    doing->after.has_signed_at = false;
    return true;
}

/* A unit hands on within itself alone: to whom else an order goes is for the bureau to say, who
 * hears of it by a return. */
static bool check_transfer(Ctx *ctx, Doing *doing)
{
    UnitBook book;
    if (doing->unit_id == 0 || doing->unit_id == doing->before.unit_id)
        return true; /* the move itself says what is wrong */
    if (!order_units_read(ctx, &book))
        return false;
    const DbScope below = {.units = unit_ids_below(ctx->arena, &book, doing->before.unit_id)};
    if (scope_allows(&below, doing->unit_id))
        return true;
    fail(ctx, FAIL_INVALID, "「%.*s」不是「%.*s」的下级单位，不能转办",
         STRF(order_unit_name(&book, doing->unit_id)),
         STRF(order_unit_name(&book, doing->before.unit_id)));
    return fail_hint(ctx, "不属本单位职责的，用退单并写明建议的承办单位");
}

static bool learn_back_at_house(Ctx *ctx, Doing *doing)
{
    (void)ctx;
    doing->after.has_dispatched_at = false;
    doing->after.has_signed_at = false;
    return true;
}

static bool learn_signed(Ctx *ctx, Doing *doing)
{
    (void)ctx;
    doing->after.has_signed_at = true;
    doing->after.signed_at = doing->now;
    return true;
}

/* ---- returns ----------------------------------------------------------------------------------
 */

static bool learn_return(Ctx *ctx, Doing *doing)
{
    const Order *before = &doing->before;
    doing->after.returns++;
    return db_run(ctx, SQL_RETURN_ADD,
                  BINDS({"order_id", bind(before->id)}, {"unit_id", bind(before->unit_id)},
                        {"number", bind(before->number)}, {"title", bind(before->title)},
                        {"at", bind(doing->now)}, {"reason", bind(doing->deed->reason)},
                        {"basis", bind(doing->deed->basis)},
                        {"suggested_unit_id", bind(doing->unit_id)}),
                  /* ret_changed= */ NULL);
}

/* The return that waits gets its verdict; none waits when the order came here without one. */
static bool decide_return(Ctx *ctx, Doing *doing, bool correct)
{
    int64_t decided = 0;
    Str verdict = correct ? STR("correct") : STR("incorrect");
    if (!db_run(ctx, SQL_RETURN_DECIDE,
                BINDS({"verdict", bind(verdict)}, {"at", bind(doing->now)},
                      {"decision", bind(doing->deed->reason)},
                      {"order_id", bind(doing->before.id)}),
                &decided))
        return false;
    if (!correct)
        doing->after.incorrect_returns += decided;
    return true;
}

static bool learn_accept_return(Ctx *ctx, Doing *doing)
{
    return learn_back_at_house(ctx, doing) && decide_return(ctx, doing, /* correct= */ true);
}

static bool learn_refuse_return(Ctx *ctx, Doing *doing)
{
    doing->after.has_signed_at = false;
    return decide_return(ctx, doing, /* correct= */ false);
}

static bool check_verdict(Ctx *ctx, Doing *doing)
{
    static const char *const verdicts[] = {"correct", "incorrect", NULL};
    return str_is_one_of(doing->deed->verdict, verdicts) ||
           need_one_of(ctx, "退单结论", doing->deed->verdict,
                       "correct（正确）、incorrect（不正确）");
}

static bool learn_rule(Ctx *ctx, Doing *doing)
{
    return learn_handed(ctx, doing) &&
           decide_return(ctx, doing, str_equal_c(doing->deed->verdict, "correct"));
}

static bool check_difficulty(Ctx *ctx, Doing *doing)
{
    Buf known = buf_create(ctx->arena, 4 * KIB);
    if (difficulty_called(doing->rules, doing->deed->difficulty))
        return true;
    LIST_EACH (const Difficulty, difficulty, &doing->rules->difficulties)
        buf_format(&known, "%s%.*s（%.*s）", known.len ? "、" : "", STRF(difficulty->code),
                   STRF(difficulty->name));
    return need_one_of(ctx, "疑难类别", doing->deed->difficulty,
                       str_to_c(ctx->arena, buf_str(&known)));
}

static bool learn_difficulty(Ctx *ctx, Doing *doing)
{
    (void)ctx;
    doing->after.difficulty = doing->deed->difficulty;
    return true;
}

/* K: an order that had to be decided on jointly was rightly returned. */
static bool learn_decide(Ctx *ctx, Doing *doing)
{
    return learn_handed(ctx, doing) && decide_return(ctx, doing, /* correct= */ true);
}

/* ---- replies ----------------------------------------------------------------------------------
 */

/* Those merged into it are answered with it, and theirs too: each caller is told. */
static bool tell_merged(Ctx *ctx, const Doing *doing)
{
    OrderList waiting = {0};
    *LIST_ADD(ctx->arena, &waiting) = doing->after;
    for (size_t i = 0; i < waiting.count && waiting.count <= MERGED_MAX; i++) {
        OrderList merged = {0};
        if (!db_all(ctx, SQL_ORDER_MERGED_INTO, BINDS({"id", bind(waiting.at[i].id)}), &order_shape,
                    &merged))
            return false;
        LIST_EACH (Order, order, &merged) {
            Order after = *order;
            after.reply = doing->after.reply;
            after.has_replied_at = true;
            after.replied_at = doing->now;
            OutboxEvent event = {
                .type = STR("matter.answered"),
                .subject = order->number,
                .unit_id = order->unit_id,
                .from_unit_id = order->unit_id,
                .at = doing->now,
                .data = str_format(ctx->arena, "{\"with\":\"%.*s\"}", STRF(doing->after.number))};
            if (!order_follow(ctx, order, &after) || !outbox_put(ctx, &event))
                return false;
            *LIST_ADD(ctx->arena, &waiting) = after;
        }
    }
    return true;
}

static bool learn_reply(Ctx *ctx, Doing *doing)
{
    (void)ctx;
    doing->after.reply = doing->deed->words;
    doing->after.has_replied_at = true;
    doing->after.replied_at = doing->now;
    return true;
}

static bool learn_answer(Ctx *ctx, Doing *doing)
{
    return learn_reply(ctx, doing) && tell_merged(ctx, doing);
}

static bool learn_release(Ctx *ctx, Doing *doing)
{
    if (!str_empty(doing->deed->words))
        doing->after.reply = doing->deed->words;
    return tell_merged(ctx, doing);
}

static bool learn_rejected(Ctx *ctx, Doing *doing)
{
    (void)ctx;
    doing->after.review_failures++;
    return true;
}

/* Until a second reply is released the first one stands. */
static bool learn_redo_release(Ctx *ctx, Doing *doing)
{
    MatterEventList events = {0};
    if (!flow_ledger(ctx, doing->before.id, &events))
        return false;
    LIST_EACH (const MatterEvent, event, &events)
        if (str_equal_c(event->move, "redo_reply")) {
            doing->after.reply = event->words;
            doing->after.has_replied_at = true;
            doing->after.replied_at = event->at;
        }
    return learn_release(ctx, doing);
}

/* ---- satisfaction -----------------------------------------------------------------------------
 */

#define SATISFACTIONS "非常满意、满意、基本满意、不满意、非常不满意"

static bool check_call_back(Ctx *ctx, Doing *doing)
{
    const OrderDeed *deed = doing->deed;
    if (deed->reached)
        return order_satisfaction_known(deed->satisfaction) ||
               need_one_of(ctx, "满意度", deed->satisfaction, SATISFACTIONS);
    if (str_empty(deed->satisfaction))
        return true;
    fail(ctx, FAIL_INVALID, "没有接通的回访不能有满意度");
    return fail_hint(ctx, "把 reached 改为是，或去掉满意度");
}

static bool check_rating(Ctx *ctx, Doing *doing)
{
    return order_satisfaction_known(doing->deed->satisfaction) ||
           need_one_of(ctx, "满意度", doing->deed->satisfaction, SATISFACTIONS);
}

/* What an appeal has decided holds, until the order is opened again; without one the pack says how
 * a bad result counts. */
static bool settle_satisfaction(Ctx *ctx, Doing *doing)
{
    Order *after = &doing->after;
    MatterEventList events = {0};
    after->satisfaction = str_empty(after->callback_satisfaction) ? after->citizen_satisfaction
                                                                  : after->callback_satisfaction;
    after->duty_not_done = order_satisfaction_bad(after->satisfaction) &&
                           doing->rules->dissatisfied_counts_without_appeal;
    if (!order_satisfaction_bad(after->satisfaction))
        return true;
    if (!flow_ledger(ctx, after->id, &events))
        return false;
    LIST_EACH (const MatterEvent, event, &events) {
        if (str_equal_c(event->move, "reopen"))
            after->duty_not_done = doing->rules->dissatisfied_counts_without_appeal;
        if (str_equal_c(event->move, "uphold_appeal"))
            after->duty_not_done = false;
        if (str_equal_c(event->move, "refuse_appeal"))
            after->duty_not_done = true;
    }
    return true;
}

static bool learn_call_back(Ctx *ctx, Doing *doing)
{
    if (doing->deed->reached)
        doing->after.callback_satisfaction = doing->deed->satisfaction;
    return settle_satisfaction(ctx, doing);
}

static bool learn_rating(Ctx *ctx, Doing *doing)
{
    doing->after.citizen_satisfaction = doing->deed->satisfaction;
    return settle_satisfaction(ctx, doing);
}

static bool learn_appeal_upheld(Ctx *ctx, Doing *doing)
{
    (void)ctx;
    doing->after.duty_not_done = false;
    return true;
}

static bool learn_appeal_refused(Ctx *ctx, Doing *doing)
{
    (void)ctx;
    doing->after.duty_not_done = true;
    return true;
}

/* It is handled anew, and asked about anew; what was said before stands in the ledger. */
static bool learn_reopen(Ctx *ctx, Doing *doing)
{
    doing->after.satisfaction = STR("");
    doing->after.citizen_satisfaction = STR("");
    doing->after.callback_satisfaction = STR("");
    doing->after.duty_not_done = false;
    return learn_back_at_house(ctx, doing);
}

/* ---- watching ---------------------------------------------------------------------------------
 */

static bool learn_urge(Ctx *ctx, Doing *doing)
{
    (void)ctx;
    doing->after.urges++;
    return true;
}

static bool check_grade(Ctx *ctx, Doing *doing)
{
    if (!supervision_notice(doing->rules, doing->deed->grade)) {
        fail(ctx, FAIL_INVALID, "没有 %lld 级督办", (long long)doing->deed->grade);
        return fail_hint(ctx, "等级从 1 到 %zu", doing->rules->notices.count);
    }
    if (doing->deed->grade > doing->before.supervision)
        return true;
    fail(ctx, FAIL_STATE, "督办等级只升不降");
    return fail_detail(ctx, "现在是 %lld 级", (long long)doing->before.supervision);
}

static bool learn_grade(Ctx *ctx, Doing *doing)
{
    (void)ctx;
    doing->after.supervision = doing->deed->grade;
    return true;
}

/* By the program: an overdue order rises by a grade each time. */
static bool learn_escalate(Ctx *ctx, Doing *doing)
{
    Order *after = &doing->after;
    (void)ctx;
    if (after->has_due_at && doing->now.ms >= after->due_at.ms &&
        supervision_notice(doing->rules, after->supervision + 1))
        after->supervision++;
    return true;
}

static bool check_campaign(Ctx *ctx, Doing *doing)
{
    Buf known = buf_create(ctx->arena, 4 * KIB);
    LIST_EACH (const Str, campaign, &doing->rules->campaigns) {
        if (str_equal(*campaign, doing->deed->campaign))
            return true;
        buf_format(&known, "%s%.*s", known.len ? "、" : "", STRF(*campaign));
    }
    return need_one_of(ctx, "专项", doing->deed->campaign, str_to_c(ctx->arena, buf_str(&known)));
}

static bool learn_raise(Ctx *ctx, Doing *doing)
{
    (void)ctx;
    doing->after.raised = true;
    doing->after.campaign = doing->deed->campaign;
    return true;
}

static bool learn_excluded(Ctx *ctx, Doing *doing)
{
    (void)ctx;
    doing->after.excluded = true;
    return true;
}

static bool learn_included(Ctx *ctx, Doing *doing)
{
    (void)ctx;
    doing->after.excluded = false;
    return true;
}

/* ---- knowledge --------------------------------------------------------------------------------
 */

static bool learn_knowledge_asked(Ctx *ctx, Doing *doing)
{
    (void)ctx;
    doing->after.knowledge_requests++;
    return true;
}

/* Its clock is stopped by the move: looked at before. */
static bool check_knowledge(Ctx *ctx, Doing *doing)
{
    MatterClockList clocks = {0};
    if (!flow_clocks(ctx, doing->before.id, &clocks))
        return false;
    doing->in_time = true;
    LIST_EACH (const MatterClock, clock, &clocks)
        if (str_equal_c(clock->code, "knowledge") && !clock->has_stopped_at)
            doing->in_time = !clock->has_due_at || doing->now.ms < clock->due_at.ms;
    return true;
}

static bool learn_knowledge_answered(Ctx *ctx, Doing *doing)
{
    (void)ctx;
    doing->after.knowledge_on_time += doing->in_time;
    return true;
}

/* ---- merging ----------------------------------------------------------------------------------
 */

/* Into one that is open, and so is merged into none itself: no circle can come about. */
static bool check_merge(Ctx *ctx, Doing *doing)
{
    Str number = str_trim(doing->deed->into);
    if (str_empty(number)) {
        fail(ctx, FAIL_INVALID, "要写明并入哪个工单");
        return fail_hint(ctx, "into 写主工单的工单号");
    }
    if (!order_by_number(ctx, number, &doing->into))
        return false;
    if (doing->into.id == doing->before.id)
        return fail(ctx, FAIL_INVALID, "工单不能并入自己");
    if (!reported_check_merge(ctx, &doing->before, &doing->into))
        return false;
    if (!doing->into.has_closed_at)
        return true;
    fail(ctx, FAIL_STATE, "工单「%.*s」已经办结，不能再并入", STRF(doing->into.number));
    return fail_hint(ctx, "并入一个还在办理的工单");
}

static bool learn_merge(Ctx *ctx, Doing *doing)
{
    (void)ctx;
    doing->after.merged_into = doing->into.id;
    return true;
}

static bool learn_unmerge(Ctx *ctx, Doing *doing)
{
    doing->after.merged_into = 0;
    return learn_back_at_house(ctx, doing);
}

/* ---- the table --------------------------------------------------------------------------------
 */

static const Lesson lessons[] = {
    {"dispatch", NULL, learn_handed},
    {"transfer", check_transfer, learn_handed},
    {"answer", NULL, learn_answer},
    {"merge", check_merge, learn_merge},
    {"unmerge", NULL, learn_unmerge},
    {"sign", NULL, learn_signed},
    {"return", NULL, learn_return},
    {"accept_return", NULL, learn_accept_return},
    {"refuse_return", NULL, learn_refuse_return},
    {"rule", check_verdict, learn_rule},
    {"ask_decision", check_difficulty, learn_difficulty},
    {"decide", NULL, learn_decide},
    {"reply", NULL, learn_reply},
    {"release", NULL, learn_release},
    {"reject", NULL, learn_rejected},
    {"redo_reject", NULL, learn_rejected},
    {"redo_release", NULL, learn_redo_release},
    {"call_back", check_call_back, learn_call_back},
    {"rate", check_rating, learn_rating},
    {"uphold_appeal", NULL, learn_appeal_upheld},
    {"refuse_appeal", NULL, learn_appeal_refused},
    {"reopen", NULL, learn_reopen},
    {"urge", NULL, learn_urge},
    {"supervise", check_grade, learn_grade},
    {"escalate", NULL, learn_escalate},
    {"raise", check_campaign, learn_raise},
    {"grant_exclusion", NULL, learn_excluded},
    {"exclude", NULL, learn_excluded},
    {"include", NULL, learn_included},
    {"ask_knowledge", NULL, learn_knowledge_asked},
    {"answer_knowledge", check_knowledge, learn_knowledge_answered},
};

const Lesson *lesson_of(Str move)
{
    for (size_t i = 0; i < ARRAY_LEN(lessons); i++)
        if (str_equal_c(move, lessons[i].move))
            return &lessons[i];
    return NULL;
}
