/* What happened to an order, in its order. */
#include "domain/hotline/demo_story.h"

#include "domain/hotline/demo_times.h"

#define STREAM_STORY 31
#define QUICK_SIGN 150
#define QUICK_DECISION 300
#define QUICK_HAND 60
#define EXTENSION_REASON "该事项需会同有关单位协调，按期办结有困难（演示）"
#define RETURN_REASON "经核，该事项不属于我单位职责范围，建议转有关单位办理（演示）"
#define RETURN_BASIS "《演示区单位职责清单》第三条（虚构）"

static const char *const satisfactions[] = {"",         "非常满意", "满意",
                                            "基本满意", "不满意",   "非常不满意"};

typedef struct Telling {
    Ctx *ctx;
    const DemoTeller *teller;
    const DemoDraft *draft;
    DemoRandom random;
    DemoStory *story;
    const DemoSeat *seat; /* who has it */
} Telling;

/* ---- a step -------------------------------------------------------------------------------------
 */

static DemoPerson person_of(const Telling *telling, DemoRole role)
{
    return role == DEMO_CLERK ? telling->seat->clerk : telling->teller->people[role];
}

/* Both stay good until the next step is added. */
static LifeStep *add(Telling *telling, const char *move, DemoRole role, DemoDeed deed)
{
    DemoPerson person = person_of(telling, role);
    LifeStep *step = LIST_ADD(telling->ctx->arena, &telling->story->steps);
    *LIST_ADD(telling->ctx->arena, &telling->story->deeds) = deed;
    *step = (LifeStep){.move = str_of(move), .account_id = person.id, .actor = person.name};
    return step;
}

static LifeStep *add_for(Telling *telling, const char *move, DemoRole role, DemoDeed deed,
                         const char *reason)
{
    LifeStep *step = add(telling, move, role, deed);
    step->reason = str_of(reason);
    return step;
}

static DemoDeed own_time(void)
{
    return (DemoDeed){0};
}

static DemoDeed quick(int64_t minutes)
{
    return (DemoDeed){.quick = minutes};
}

static bool chance(Telling *telling, int64_t per_mille)
{
    return demo_chance(&telling->random, per_mille);
}

/* ---- handing out and back -----------------------------------------------------------------------
 */

static void dispatch(Telling *telling, const DemoSeat *seat)
{
    add(telling, "dispatch", DEMO_DISPATCHER, quick(QUICK_HAND))->unit_id = seat->unit_id;
    telling->seat = seat;
}

static void sign(Telling *telling)
{
    add(telling, "sign", DEMO_CLERK, quick(QUICK_SIGN));
}

static LifeStep *give_back(Telling *telling)
{
    LifeStep *step = add_for(telling, "return", DEMO_CLERK, own_time(), RETURN_REASON);
    step->basis = STR(RETURN_BASIS);
    return step;
}

static const DemoSeat *another_seat(Telling *telling, const DemoSeat *but)
{
    size_t count = telling->teller->pack->units.count;
    size_t drawn = (size_t)demo_below(&telling->random, (int64_t)count);
    const DemoSeat *seat = &telling->teller->seats[drawn];
    return seat == but ? &telling->teller->seats[(drawn + 1) % count] : seat;
}

/* Sent to a unit that it does not belong to, and rightly given back. */
static void go_astray(Telling *telling, const DemoSeat *right)
{
    dispatch(telling, another_seat(telling, right));
    if (chance(telling, 500))
        sign(telling);
    give_back(telling)->unit_id = right->unit_id;
    add_for(telling, "accept_return", DEMO_REVIEWER,
            (DemoDeed){.quick = QUICK_DECISION, .correct = true}, "退单理由成立，重新派单（演示）");
}

static void be_refused(Telling *telling)
{
    give_back(telling);
    add_for(telling, "refuse_return", DEMO_REVIEWER, quick(QUICK_DECISION),
            "根据职责清单，该事项属你单位职责，请按期办理（演示）");
    sign(telling);
}

static void reach_unit(Telling *telling)
{
    const DemoSeat *right = &telling->teller->seats[telling->draft->unit];
    for (int i = telling->draft->incorrect; i < telling->draft->returns; i++)
        go_astray(telling, right);
    dispatch(telling, right);
    sign(telling);
    for (int i = 0; i < telling->draft->incorrect; i++)
        be_refused(telling);
}

/* ---- handling -----------------------------------------------------------------------------------
 */

static void ask_extension(Telling *telling)
{
    add_for(telling, "ask_extension", DEMO_CLERK, own_time(), EXTENSION_REASON)->days =
        telling->draft->extension_days;
    add(telling, "grant_extension", DEMO_REVIEWER, quick(QUICK_DECISION))->days =
        telling->draft->extension_days;
}

static void work_jointly(Telling *telling)
{
    const DemoSeat *main = telling->seat, *other = another_seat(telling, main);
    LifeStep *step = add(telling, "joint", DEMO_DISPATCHER, own_time());
    *LIST_ADD(telling->ctx->arena, &step->units) = (FlowUnit){other->unit_id};
    telling->seat = other;
    step = add(telling, "assist_reply", DEMO_CLERK, own_time());
    step->branch = 1;
    step->words = STR("已按协办要求到场配合处理，情况已告知主办单位（演示）");
    telling->seat = main;
}

static void be_watched(Telling *telling)
{
    const DemoRates *rates = &telling->teller->pack->rhythm.rates;
    if (chance(telling, rates->urged))
        add_for(telling, "urge", DEMO_SUPERVISOR, own_time(),
                "该工单临近办结期限，请抓紧办理（演示）");
    if (chance(telling, rates->supervised)) {
        LifeStep *step = add_for(telling, "supervise", DEMO_SUPERVISOR, (DemoDeed){.grade = 1},
                                 "群众多次反映，现予督办（演示）");
        step->fields = STR("{\"grade\":1}");
    }
    if (chance(telling, rates->knowledge)) {
        add(telling, "ask_knowledge", DEMO_DISPATCHER, own_time())->words =
            STR("请提供该类事项的最新答复口径（演示）");
        add(telling, "answer_knowledge", DEMO_CLERK, quick(QUICK_DECISION))->words =
            STR("最新口径已更新到知识库（演示）");
    }
}

static void reply(Telling *telling)
{
    add(telling, "reply", DEMO_CLERK, own_time())->words = telling->story->words.reply;
}

static void handle(Telling *telling)
{
    const DemoRates *rates = &telling->teller->pack->rhythm.rates;
    if (telling->draft->extension_days)
        ask_extension(telling);
    if (chance(telling, rates->contacted))
        add(telling, "contact", DEMO_CLERK, own_time())->words =
            STR("已致电来电人了解情况并告知办理安排（演示）");
    if (telling->draft->closing > 3 && chance(telling, rates->joint))
        work_jointly(telling);
    if (telling->draft->closing > 2)
        be_watched(telling);
    reply(telling);
    for (int i = 0; i < telling->draft->failures; i++) {
        add_for(telling, "reject", DEMO_REVIEWER, quick(QUICK_DECISION),
                "答复未回应全部诉求，请补充（演示）");
        reply(telling);
    }
    telling->story->closing = telling->story->steps.count;
    add(telling, "release", DEMO_REVIEWER, own_time());
}

/* ---- afterwards ---------------------------------------------------------------------------------
 */

static Str satisfaction_fields(Telling *telling, Str satisfaction, const bool *reached)
{
    if (!reached)
        return str_format(telling->ctx->arena, "{\"satisfaction\":\"%.*s\"}", STRF(satisfaction));
    return str_format(telling->ctx->arena, "{\"satisfaction\":\"%.*s\",\"reached\":%s}",
                      STRF(satisfaction), *reached ? "true" : "false");
}

static void rate(Telling *telling, Str satisfaction)
{
    add(telling, "rate", DEMO_CITIZEN, (DemoDeed){.after = true, .satisfaction = satisfaction})
        ->fields = satisfaction_fields(telling, satisfaction, NULL);
}

static void call_back(Telling *telling, Str satisfaction)
{
    bool reached = !str_empty(satisfaction);
    add(telling, "call_back", DEMO_CALLER_BACK,
        (DemoDeed){.after = true, .reached = reached, .satisfaction = satisfaction})
        ->fields = satisfaction_fields(telling, satisfaction, &reached);
}

static DemoDeed afterwards(void)
{
    return (DemoDeed){.after = true};
}

static void redo(Telling *telling)
{
    add_for(telling, "redo", DEMO_CALLER_BACK, afterwards(),
            "来电人对办理结果不满意，请重新办理（演示）");
    add(telling, "redo_reply", DEMO_CLERK, afterwards())->words = telling->story->words.reply;
    add(telling, "redo_release", DEMO_REVIEWER, afterwards());
}

/* Of a bad result: whether the unit had done its duty is decided when it asks. */
static void appeal(Telling *telling)
{
    if (telling->draft->duty_not_done &&
        !chance(telling, telling->teller->pack->rhythm.rates.appealed))
        return;
    LifeStep *step = add_for(telling, "ask_appeal", DEMO_CLERK, afterwards(),
                             "我单位已依法履职，诉求无政策依据，已解释说明（演示）");
    step->basis = STR(RETURN_BASIS);
    if (telling->draft->duty_not_done)
        add_for(telling, "refuse_appeal", DEMO_ASSESSOR, afterwards(),
                "未联系来电人，未全面履职（演示）");
    else
        add_for(telling, "uphold_appeal", DEMO_ASSESSOR, afterwards(),
                "已履职尽责，予以采纳（演示）");
}

static void be_excluded(Telling *telling)
{
    add_for(telling, "ask_exclusion", DEMO_CLERK, afterwards(), "重复诉求，已依法终结（演示）")
        ->basis = STR(RETURN_BASIS);
    add_for(telling, "grant_exclusion", DEMO_ASSESSOR, afterwards(), "同意剔除（演示）");
}

static void be_evaluated(Telling *telling)
{
    const DemoRates *rates = &telling->teller->pack->rhythm.rates;
    Str satisfaction = str_of(satisfactions[telling->draft->satisfaction]);
    bool bad = telling->draft->satisfaction >= DEMO_BAD_FIRST;
    if (bad && chance(telling, rates->redone)) {
        rate(telling, satisfaction);
        redo(telling);
        call_back(telling, satisfaction);
    } else if (!bad && chance(telling, rates->rated)) {
        rate(telling, satisfaction);
        add_for(telling, "archive", DEMO_CALLER_BACK, afterwards(), "市民已自行评价（演示）");
    } else {
        call_back(telling, satisfaction);
    }
    if (bad)
        appeal(telling);
}

static void end(Telling *telling)
{
    if (telling->draft->excluded)
        be_excluded(telling);
    if (telling->draft->satisfaction != DEMO_NOT_EVALUATED)
        be_evaluated(telling);
    else if (chance(telling, 600))
        call_back(telling, STR(""));
    else
        add_for(telling, "archive", DEMO_CALLER_BACK, afterwards(),
                "多次回访未接通，直接归档（演示）");
}

/* ---- whole stories ------------------------------------------------------------------------------
 */

static bool begin(Ctx *ctx, const DemoTeller *teller, const DemoDraft *draft, DemoStory *story,
                  Telling *ret)
{
    const DemoSeat *seat = &teller->seats[draft->unit];
    *story = (DemoStory){.closing = SIZE_MAX};
    *ret = (Telling){.ctx = ctx,
                     .teller = teller,
                     .draft = draft,
                     .random = demo_random(draft->seed, STREAM_STORY, draft->merged, 0),
                     .story = story,
                     .seat = seat};
    return demo_words(ctx, teller->pack, &teller->streets, &teller->pack->units.at[draft->unit],
                      seat->street, draft->kind, draft->seed, &story->words);
}

bool demo_tell(Ctx *ctx, const DemoTeller *teller, const DemoDraft *draft, DemoStory *ret)
{
    Telling telling;
    if (!begin(ctx, teller, draft, ret, &telling))
        return false;
    reach_unit(&telling);
    handle(&telling);
    end(&telling);
    demo_set_times(teller, draft, &telling.random, ret);
    return true;
}

bool demo_tell_merged(Ctx *ctx, const DemoTeller *teller, const DemoDraft *draft, Str into,
                      DemoStory *ret)
{
    Telling telling;
    if (!begin(ctx, teller, draft, ret, &telling))
        return false;
    dispatch(&telling, telling.seat);
    add(&telling, "merge", DEMO_DISPATCHER, quick(QUICK_HAND))->fields =
        str_format(ctx->arena, "{\"into\":\"%.*s\"}", STRF(into));
    demo_set_times(teller, draft, &telling.random, ret);
    return true;
}

/* ---- fresh ones ---------------------------------------------------------------------------------
 */

static void stop_at_house(Telling *telling, Str state)
{
    if (str_equal_c(state, "dispatched"))
        dispatch(telling, telling->seat);
}

/* Given back a third time: for the final ruling. */
static void tug(Telling *telling)
{
    const DemoSeat *right = telling->seat;
    go_astray(telling, right);
    dispatch(telling, right);
    sign(telling);
    be_refused(telling);
    give_back(telling);
}

static void stop_in_hand(Telling *telling, Str state)
{
    if (str_equal_c(state, "ruling")) {
        tug(telling);
        return;
    }
    dispatch(telling, telling->seat);
    sign(telling);
    if (str_equal_c(state, "returning"))
        give_back(telling);
    else if (str_equal_c(state, "suspended"))
        add_for(telling, "suspend", DEMO_CLERK, own_time(), "等待第三方检测结果（演示）")->basis =
            STR(RETURN_BASIS);
    else if (str_equal_c(state, "deciding"))
        add_for(telling, "ask_decision", DEMO_CLERK, own_time(), "职责交叉，提请联合审定（演示）")
            ->fields = STR("{\"difficulty\":\"boundary\"}");
    else if (str_equal_c(state, "extension"))
        add_for(telling, "ask_extension", DEMO_CLERK, own_time(), EXTENSION_REASON)->days = 5;
    else if (!str_equal_c(state, "handling"))
        add(telling, "contact", DEMO_CLERK, own_time())->words =
            STR("已致电来电人了解情况并告知办理安排（演示）");
}

static void stop_replied(Telling *telling, Str state)
{
    if (!str_equal_c(state, "reviewing") && !str_equal_c(state, "closed") &&
        !str_equal_c(state, "redoing"))
        return;
    reply(telling);
    if (str_equal_c(state, "reviewing"))
        return;
    add(telling, "release", DEMO_REVIEWER, own_time());
    if (!str_equal_c(state, "redoing"))
        return;
    rate(telling, STR("不满意"));
    add_for(telling, "redo", DEMO_CALLER_BACK, afterwards(), "来电人不满意，请重新办理（演示）");
}

bool demo_tell_fresh(Ctx *ctx, const DemoTeller *teller, const DemoDraft *draft, Str state,
                     Instant now, DemoStory *ret)
{
    Telling telling;
    if (!begin(ctx, teller, draft, ret, &telling))
        return false;
    if (str_equal_c(state, "pending") || str_equal_c(state, "dispatched")) {
        stop_at_house(&telling, state);
    } else {
        stop_in_hand(&telling, state);
        stop_replied(&telling, state);
    }
    demo_spread_times(draft, now, ret);
    return true;
}
