#include "domain/hotline/demo_order.h"

#include "port/db.h"
#include "sql_ids.h"

static bool is(const LifeStep *step, const char *move)
{
    return str_equal_c(step->move, move);
}

static void learn_handing(const LifeStep *step, Order *order)
{
    if (is(step, "dispatch")) {
        order->has_dispatched_at = true;
        order->dispatched_at = step->at;
        order->has_signed_at = false;
    } else if (is(step, "sign")) {
        order->has_signed_at = true;
        order->signed_at = step->at;
    } else if (is(step, "accept_return")) {
        order->has_dispatched_at = order->has_signed_at = false;
    } else if (is(step, "refuse_return")) {
        order->has_signed_at = false;
        order->incorrect_returns++;
    } else if (is(step, "return")) {
        order->returns++;
    }
}

static void learn_answer(const LifeStep *step, Order *order)
{
    if (is(step, "reply")) {
        order->reply = step->words;
        order->has_replied_at = true;
        order->replied_at = step->at;
    } else if (is(step, "reject")) {
        order->review_failures++;
    } else if (is(step, "ask_knowledge")) {
        order->knowledge_requests++;
    } else if (is(step, "answer_knowledge")) {
        order->knowledge_on_time++; /* answered within hours of three working days */
    } else if (is(step, "ask_decision")) {
        order->difficulty = STR("boundary");
    }
}

static void learn_watching(const LifeStep *step, const DemoDeed *deed, Order *order)
{
    if (is(step, "urge"))
        order->urges++;
    else if (is(step, "supervise"))
        order->supervision = deed->grade;
    else if (is(step, "grant_exclusion"))
        order->excluded = true;
}

/* K: counts as not done until an appeal is upheld (packs/hotline/settings.yaml). */
static void learn_satisfaction(const LifeStep *step, const DemoDeed *deed, Order *order)
{
    if (is(step, "rate"))
        order->citizen_satisfaction = deed->satisfaction;
    else if (is(step, "call_back") && deed->reached)
        order->callback_satisfaction = deed->satisfaction;
    else if (is(step, "uphold_appeal"))
        order->duty_not_done = false;
    if (!is(step, "rate") && !is(step, "call_back"))
        return;
    order->satisfaction = str_empty(order->callback_satisfaction) ? order->citizen_satisfaction
                                                                  : order->callback_satisfaction;
    order->duty_not_done = order_satisfaction_bad(order->satisfaction);
}

/* After a second reply was released, that one. */
static void learn_redone(const DemoStory *story, Order *order)
{
    const LifeStep *reply = NULL;
    LIST_EACH (const LifeStep, step, &story->steps)
        if (is(step, "redo_reply")) {
            reply = step;
        } else if (is(step, "redo_release") && reply) {
            order->reply = reply->words;
            order->replied_at = reply->at;
        }
}

void demo_order_learn(const DemoStory *story, const Life *life, Order *order)
{
    order_copy_matter(order, &life->matter);
    for (size_t i = 0; i < story->steps.count; i++) {
        const LifeStep *step = &story->steps.at[i];
        learn_handing(step, order);
        learn_answer(step, order);
        learn_watching(step, &story->deeds.at[i], order);
        learn_satisfaction(step, &story->deeds.at[i], order);
    }
    learn_redone(story, order);
}

static bool add_return(Ctx *ctx, const MatterEvent *event, const LifeStep *step, const Order *order)
{
    return db_run(ctx, SQL_RETURN_ADD,
                  BINDS({"order_id", bind(order->id)}, {"unit_id", bind(event->from_unit_id)},
                        {"number", bind(order->number)}, {"title", bind(order->title)},
                        {"at", bind(step->at)}, {"reason", bind(step->reason)},
                        {"basis", bind(step->basis)}, {"suggested_unit_id", bind(step->unit_id)}),
                  /* ret_changed= */ NULL);
}

static bool decide_return(Ctx *ctx, const LifeStep *step, bool correct, const Order *order)
{
    return db_run(ctx, SQL_RETURN_DECIDE,
                  BINDS({"verdict", bind(correct ? STR("correct") : STR("incorrect"))},
                        {"at", bind(step->at)}, {"decision", bind(step->reason)},
                        {"order_id", bind(order->id)}),
                  /* ret_changed= */ NULL);
}

/* The event of a step stands one further: the first is the opening. */
bool demo_order_returns(Ctx *ctx, const DemoStory *story, const Life *life, const Order *order)
{
    for (size_t i = 0; order->returns && i < story->steps.count; i++) {
        const LifeStep *step = &story->steps.at[i];
        if (is(step, "return") && !add_return(ctx, &life->events.at[i + 1], step, order))
            return false;
        if ((is(step, "accept_return") || is(step, "refuse_return")) &&
            !decide_return(ctx, step, story->deeds.at[i].correct, order))
            return false;
    }
    return true;
}
