#include "domain/hotline/citizen_guess.h"

#include "port/clock.h"
#include "port/db.h"
#include "port/network.h"
#include "sql_ids.h"

#define ALL_ORDERS STR("")
#define MS_PER_SECOND INT64_C(1000)

typedef struct Tried {
    int64_t tries;
    Instant again_at;
    Date known_until;
} Tried;
static const Field tried_fields[] = {
    FIELD(Tried, tries, "次数", 0),
    FIELD(Tried, again_at, "等到", 0),
    FIELD(Tried, known_until, "已知到", 0),
};
static const Shape tried_shape = SHAPE(Tried, tried_fields);

/* ---- what is refused ------------------------------------------------------------------------- */

static bool fail_wait(Ctx *ctx, Instant again_at)
{
    int64_t seconds = (again_at.ms - clock_now(ctx).ms + MS_PER_SECOND - 1) / MS_PER_SECOND;
    if (ctx->actor && ctx->actor->visit)
        ctx->actor->visit->retry_seconds = (int)seconds;
    fail(ctx, FAIL_LIMITED, "查错的次数多了，请过%lld分钟再查", (long long)(seconds + 59) / 60);
    return fail_hint(ctx, "请核对工单号和提交时填写的电话，也可以拨打12345");
}

static bool fail_today(Ctx *ctx)
{
    fail(ctx, FAIL_LIMITED, "今天查错的次数太多");
    return fail_hint(ctx, "请明天再查，或拨打12345");
}

static bool fail_strangers(Ctx *ctx)
{
    fail(ctx, FAIL_LIMITED, "这个工单号今天被查错的次数太多，暂时只能从以前用过的网络查询");
    return fail_hint(ctx, "请换回提交或查询过这件工单的网络，明天再查，或拨打12345");
}

/* ---- counting -------------------------------------------------------------------------------- */

/* Of the address, for this order alone: what is kept of one order leads to no other. */
static bool network_mark(Ctx *ctx, Str number, Str *ret)
{
    Str address = ctx->actor && ctx->actor->visit ? ctx->actor->visit->address : (Str){0};
    return citizen_mark(
        ctx, "hotline-network",
        str_format(ctx->arena, "%.*s|%llx", STRF(number), (unsigned long long)network_of(address)),
        ret);
}

static bool read_tried(Ctx *ctx, const Guess *guess, Str number, Tried *ret)
{
    Str network;
    bool found;
    *ret = (Tried){0};
    return network_mark(ctx, number, &network) &&
           db_one(ctx, SQL_CITIZEN_GUESSES,
                  BINDS({"number", bind(number)}, {"network", bind(network)},
                        {"day", bind(guess->today)}),
                  &tried_shape, ret, &found);
}

/* After the last free one a minute, then two, then four. */
static Instant wait_after(Ctx *ctx, const Guess *guess)
{
    const CitizenGuessRule *rule = guess->rule;
    int64_t seconds = rule->wait_seconds;
    if (guess->tries < rule->free)
        return (Instant){0};
    for (int64_t i = rule->free; i < guess->tries && seconds < rule->wait_seconds_most; i++)
        seconds *= 2;
    seconds = seconds < rule->wait_seconds_most ? seconds : rule->wait_seconds_most;
    return (Instant){clock_now(ctx).ms + seconds * MS_PER_SECOND};
}

static bool count_one(Ctx *ctx, const Guess *guess, Str number, Instant again_at, int64_t *ret)
{
    Str network;
    return network_mark(ctx, number, &network) &&
           db_number(ctx, SQL_CITIZEN_GUESS,
                     BINDS({"number", bind(number)}, {"network", bind(network)},
                           {"day", bind(guess->today)}, {"again_at", bind(again_at)}),
                     ret);
}

static bool give_back(Ctx *ctx, Str number)
{
    Str network;
    return network_mark(ctx, number, &network) &&
           db_run(ctx, SQL_CITIZEN_GUESS_BACK,
                  BINDS({"number", bind(number)}, {"network", bind(network)},
                        {"again_at", bind((Instant){0})}),
                  /* ret_changed= */ NULL);
}

/* Counts it for the order and for the address; fails when another was quicker up to a limit. */
static bool count(Ctx *ctx, const Guess *guess)
{
    int64_t of_order, of_all, of_strangers = 0;
    if (!count_one(ctx, guess, guess->number, wait_after(ctx, guess), &of_order) ||
        !count_one(ctx, guess, ALL_ORDERS, (Instant){0}, &of_all))
        return false;
    if (of_order > guess->rule->order_and_address || of_all > guess->rule->address)
        return fail_today(ctx);
    if (guess->known)
        return true;
    if (!db_number(ctx, SQL_CITIZEN_GUESSES_OF_STRANGERS,
                   BINDS({"number", bind(guess->number)}, {"day", bind(guess->today)}),
                   &of_strangers))
        return false;
    if (of_strangers <= guess->rule->order)
        return true;
    return give_back(ctx, guess->number) && give_back(ctx, ALL_ORDERS) && fail_strangers(ctx);
}

/* ---- a try ----------------------------------------------------------------------------------- */

static Guess guess_at(const Ctx *ctx, const CitizenRules *rules, Str number)
{
    return (Guess){
        .rule = &rules->guesses, .number = number, .today = instant_date(clock_now(ctx))};
}

/* Known here for so many days from now on. */
static bool know(Ctx *ctx, const Guess *guess)
{
    Date until = {guess->today.days + (int)guess->rule->known_days};
    Str network;
    return network_mark(ctx, guess->number, &network) &&
           db_run(ctx, SQL_CITIZEN_KNOWN,
                  BINDS({"number", bind(guess->number)}, {"network", bind(network)},
                        {"day", bind(guess->today)}, {"until", bind(until)}),
                  /* ret_changed= */ NULL);
}

bool guess_begin(Ctx *ctx, const CitizenRules *rules, Str number, Guess *ret)
{
    Guess guess = guess_at(ctx, rules, number);
    Tried order, all;
    if (!read_tried(ctx, &guess, number, &order) || !read_tried(ctx, &guess, ALL_ORDERS, &all))
        return false;
    guess.tries = order.tries;
    guess.known = order.known_until.days >= guess.today.days;
    if (order.again_at.ms > clock_now(ctx).ms)
        return fail_wait(ctx, order.again_at);
    /* Whoever is known for this order guesses at no other: his neighbours' tries are theirs. */
    if (order.tries >= rules->guesses.order_and_address ||
        (!guess.known && all.tries >= rules->guesses.address))
        return fail_today(ctx);
    if (!guess.known && !count(ctx, &guess))
        return false;
    *ret = guess;
    return true;
}

bool guess_end(Ctx *ctx, const Guess *guess, bool right)
{
    if (right)
        return guess->known || (give_back(ctx, ALL_ORDERS) && know(ctx, guess));
    return (!guess->known || count(ctx, guess)) &&
           db_run(ctx, SQL_CITIZEN_FORGET, BINDS({"day", bind(guess->today)}),
                  /* ret_changed= */ NULL);
}

bool guess_know(Ctx *ctx, const CitizenRules *rules, Str number)
{
    Guess guess = guess_at(ctx, rules, number);
    return know(ctx, &guess);
}
