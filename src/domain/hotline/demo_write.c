#include "domain/hotline/demo_write.h"

#include "domain/hotline/caller.h"
#include "domain/hotline/demo_order.h"
#include "domain/hotline/order_measures.h"
#include "domain/hotline/order_search.h"
#include "domain/hotline/rules.h"
#include "port/db.h"
#include "port/fold.h"
#include "sql_ids.h"

#define STREAM_ORDER 41
#define STEP_BYTES_MAX (64 * MIB)
#define SUMS_BYTES_MAX (1024 * MIB)
/* Orders whose measures are added up before they are written. */
#define COUNTED_TOGETHER 300000

static void free_arena(void *arena)
{
    arena_free(arena);
}

static Arena *arena_beside(Ctx *ctx, size_t bytes_max)
{
    Arena *arena = arena_create(bytes_max);
    arena_defer(ctx->arena, free_arena, arena);
    return arena;
}

static bool begin_sums(Ctx *ctx, DemoWriter *writer)
{
    arena_reset(writer->counted);
    writer->uncounted = 0;
    ctx->arena = writer->counted;
    bool done = measure_sums_create(ctx, writer->measures, &writer->sums);
    ctx->arena = writer->main;
    return done;
}

bool demo_writer_create(Ctx *ctx, const DemoTeller *teller, DemoWriter *ret)
{
    const HotlineRules *rules;
    DemoWriter writer = {.teller = teller,
                         .main = ctx->arena,
                         .counted = arena_beside(ctx, SUMS_BYTES_MAX),
                         .step = arena_beside(ctx, STEP_BYTES_MAX),
                         .hashes = NEW(ctx->arena, Str, DEMO_PHONES),
                         .day = {INT32_MIN}};
    if (!hotline_rules(ctx, &rules) || !order_measures(ctx, &writer.measures) ||
        !begin_sums(ctx, &writer))
        return false;
    writer.prefix = rules->number.prefix;
    writer.digits = rules->number.digits;
    *ret = writer;
    return true;
}

/* ---- numbers ------------------------------------------------------------------------------------
 */

static bool keep_number(Ctx *ctx, const DemoWriter *writer)
{
    return writer->used == 0 ||
           db_run(ctx, SQL_DEMO_NUMBER_SET,
                  BINDS({"day", bind(writer->day)}, {"used", bind(writer->used)}),
                  /* ret_changed= */ NULL);
}

static Str number_of(Ctx *ctx, const DemoWriter *writer, Date day, int64_t used)
{
    CivilDate civil = date_civil(day);
    return str_format(ctx->arena, "%.*s%04d%02d%02d-%0*lld", STRF(writer->prefix), civil.year,
                      civil.month, civil.day, (int)writer->digits, (long long)used);
}

static bool next_number(Ctx *ctx, DemoWriter *writer, Date day)
{
    if (day.days != writer->day.days) {
        if (!keep_number(ctx, writer))
            return false;
        writer->day = day;
        writer->used = 0;
    }
    writer->used++;
    return true;
}

/* ---- one order ----------------------------------------------------------------------------------
 */

/* What is drawn for the order itself, each time by the same lots. */
typedef struct Drawn {
    Str level;
    Str channel;
    int64_t caller;
    bool anonymous;
    bool confidential;
} Drawn;

static Str draw_word(DemoRandom *random, const DemoWeightList *words)
{
    int64_t sum = 0;
    LIST_EACH (const DemoWeight, word, words)
        sum += word->weight;
    int64_t drawn = demo_below(random, sum);
    LIST_EACH (const DemoWeight, word, words) {
        drawn -= word->weight;
        if (drawn < 0)
            return word->name;
    }
    return words->at[0].name;
}

static Drawn draw(const DemoWriter *writer, const DemoDraft *draft)
{
    const DemoRhythm *rhythm = &writer->teller->pack->rhythm;
    DemoRandom random = demo_random(draft->seed, STREAM_ORDER, draft->merged, 0);
    Drawn drawn = {.level = draw_word(&random, &rhythm->levels),
                   .channel = draw_word(&random, &rhythm->channels),
                   .caller = demo_caller(&random)};
    drawn.anonymous = demo_chance(&random, rhythm->rates.anonymous);
    drawn.confidential = demo_chance(&random, rhythm->rates.confidential);
    return drawn;
}

static bool hash_of(Ctx *ctx, DemoWriter *writer, int64_t caller, Str *ret)
{
    Str *known = &writer->hashes[caller];
    if (str_empty(*known)) {
        Str hash;
        if (!phone_hash(ctx, demo_phone(ctx->arena, caller), &hash))
            return false;
        *known = str_copy(writer->main, hash);
    }
    *ret = *known;
    return true;
}

static bool put_caller(Ctx *ctx, DemoWriter *writer, const Drawn *drawn, Order *order)
{
    Str phone = demo_phone(ctx->arena, drawn->caller);
    order->phone_tail = phone_tail(phone);
    return drawn->anonymous || hash_of(ctx, writer, drawn->caller, &order->caller_hash);
}

static bool write_caller(Ctx *ctx, const DemoWriter *writer, const Drawn *drawn, const Order *order)
{
    OrderCaller caller = {
        .name = demo_name(ctx->arena, &writer->teller->pack->texts, drawn->caller),
        .phone = demo_phone(ctx->arena, drawn->caller),
    };
    return caller_put(ctx, order, &caller);
}

static bool tell(Ctx *ctx, const DemoWriter *writer, const DemoTale *tale, DemoStory *ret)
{
    const DemoTeller *teller = writer->teller;
    if (tale->into)
        return demo_tell_merged(ctx, teller, tale->draft,
                                number_of(ctx, writer, tale->into->day, tale->into->used), ret);
    if (tale->state)
        return demo_tell_fresh(ctx, teller, tale->draft, str_of(tale->state), tale->now, ret);
    return demo_tell(ctx, teller, tale->draft, ret);
}

static bool live(Ctx *ctx, const DemoWriter *writer, const DemoTale *tale, const Drawn *drawn,
                 const DemoStory *story, Life *ret)
{
    const DemoTeller *teller = writer->teller;
    const DemoPerson *taker = &teller->people[DEMO_TAKER];
    LifeOpening opening = {.number = number_of(ctx, writer, writer->day, writer->used),
                           .class_code = str_of(demo_kinds[tale->draft->kind]),
                           .level = drawn->level,
                           .opener_id = taker->id,
                           .opener = taker->name,
                           .channel = drawn->channel,
                           .at = tale->draft->received_at};
    return life_live(ctx, teller->lifecycle, teller->workdays, &opening, &story->steps, ret) &&
           life_write(ctx, ret);
}

static Order order_of(Ctx *ctx, const DemoWriter *writer, const DemoTale *tale, const Drawn *drawn,
                      const DemoStory *story, const Life *life)
{
    const DemoWords *words = &story->words;
    Order order = {.channel = drawn->channel,
                   .origin = STR("demo"),
                   .category = words->category,
                   .title = words->title,
                   .content = words->content,
                   .address = words->address,
                   .folded_address = fold_name(ctx->arena, words->address),
                   .place_unit_id = writer->teller->street_ids[words->street],
                   .confidential = drawn->confidential,
                   .anonymous = drawn->anonymous};
    demo_order_learn(story, life, &order);
    if (tale->into) {
        order.merged_into = tale->into->id;
        order.reply = words->reply;
        order.has_replied_at = true;
        order.replied_at = tale->into->closed_at;
    }
    return order;
}

static bool put(Ctx *ctx, DemoWriter *writer, const DemoTale *tale, OrderFacts *facts,
                DemoTold *ret)
{
    DemoStory story;
    Life life;
    Drawn drawn = draw(writer, tale->draft);
    if (!next_number(ctx, writer, instant_date(tale->draft->received_at)) ||
        !tell(ctx, writer, tale, &story) || !live(ctx, writer, tale, &drawn, &story, &life))
        return false;
    Order order = order_of(ctx, writer, tale, &drawn, &story, &life);
    if (!put_caller(ctx, writer, &drawn, &order) || !order_put(ctx, &order) ||
        !write_caller(ctx, writer, &drawn, &order) ||
        !demo_order_returns(ctx, &story, &life, &order))
        return false;
    order_facts(&order, facts);
    *ret = (DemoTold){order.id, order.closed_at, writer->day, writer->used};
    return true;
}

static bool count(Ctx *ctx, DemoWriter *writer, const OrderFacts *facts)
{
    ctx->arena = writer->counted;
    bool done = measure_sums_count(ctx, writer->sums, facts, 1);
    if (done && ++writer->uncounted >= COUNTED_TOGETHER)
        done = measure_sums_add(ctx, writer->sums) && begin_sums(ctx, writer);
    ctx->arena = writer->main;
    return done;
}

bool demo_writer_put(Ctx *ctx, DemoWriter *writer, const DemoTale *tale, DemoTold *ret)
{
    OrderFacts facts;
    arena_reset(writer->step);
    ctx->arena = writer->step;
    bool done = put(ctx, writer, tale, &facts, ret);
    ctx->arena = writer->main;
    return done && count(ctx, writer, &facts);
}

bool demo_writer_end(Ctx *ctx, DemoWriter *writer)
{
    ctx->arena = writer->counted;
    bool done = measure_sums_add(ctx, writer->sums);
    ctx->arena = writer->main;
    return done && keep_number(ctx, writer) && order_search_renew(ctx);
}
