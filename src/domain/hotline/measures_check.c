#include "domain/hotline/measures_check.h"

#include "domain/hotline/commands.h"
#include "domain/hotline/order_measures.h"
#include "engine/access/access.h"
#include "port/db.h"
#include "sql_ids.h"

/* Of a million orders only what is counted is read. */
static const Field fact_columns[] = {
    FIELD(Order, unit_id, "", 0),
    FIELD(Order, state, "", 0),
    FIELD(Order, kind, "", 0),
    FIELD(Order, caller_hash, "", 0),
    FIELD(Order, received_day, "", 0),
    FIELD_MAYBE(Order, closed_at, "", 0),
    FIELD_MAYBE(Order, closed_day, "", 0),
    FIELD_MAYBE(Order, due_at, "", 0),
    FIELD_MAYBE(Order, due_day, "", 0),
    FIELD(Order, returns, "", 0),
    FIELD(Order, incorrect_returns, "", 0),
    FIELD(Order, review_failures, "", 0),
    FIELD(Order, knowledge_requests, "", 0),
    FIELD(Order, knowledge_on_time, "", 0),
    FIELD(Order, satisfaction, "", 0),
    FIELD(Order, duty_not_done, "", 0),
    FIELD(Order, excluded, "", 0),
    FIELD(Order, merged_into, "", 0),
};
static const Shape order_fact_columns = SHAPE(Order, fact_columns);

typedef struct Recount {
    MeasureSums *sums;
    Order order;
} Recount;

static bool count_order(Ctx *ctx, void *row, void *self)
{
    Recount *recount = self;
    OrderFacts facts;
    order_facts(row, &facts);
    return measure_sums_count(ctx, recount->sums, &facts, 1);
}

static bool recount_orders(Ctx *ctx, Recount *recount)
{
    const MeasureSet *set = NULL;
    return order_measures(ctx, &set) && measure_sums_create(ctx, set, &recount->sums) &&
           db_each(ctx, SQL_SCORE_FACTS_ALL, NO_BINDS, &order_fact_columns, &recount->order,
                   count_order, recount);
}

static bool need_whole(Ctx *ctx)
{
    return scope_is_whole(ctx) || fail(ctx, FAIL_DENIED, "核对计数要看全部工单，当前数据范围不够");
}

bool measures_verify(Ctx *ctx, int64_t *ret_different, Str *ret_first)
{
    Recount recount = {0};
    return need_whole(ctx) && recount_orders(ctx, &recount) &&
           measure_sums_compare(ctx, recount.sums, ret_different, ret_first);
}

static bool replace(Ctx *ctx, int64_t *ret_changed)
{
    Recount recount = {0};
    return recount_orders(ctx, &recount) && measure_sums_replace(ctx, recount.sums, ret_changed) &&
           audit_note(ctx, &(AuditNote){.action = "hotline.recompute",
                                        .object = "measures",
                                        .title = STR("热线计数"),
                                        .facts = str_format(ctx->arena, "更正%lld个数",
                                                            (long long)*ret_changed)});
}

bool measures_recompute(Ctx *ctx, int64_t *ret_changed)
{
    if (!need_whole(ctx) || !db_begin(ctx))
        return false;
    return replace(ctx, ret_changed) ? db_commit(ctx) : db_rollback(ctx);
}

/* ---- the verbs --------------------------------------------------------------------------------
 */

static bool run_verify(Ctx *ctx, const void *input, Console *console)
{
    int64_t different = 0;
    Str first = {0};
    (void)input;
    if (!measures_verify(ctx, &different, &first))
        return false;
    if (different == 0) {
        buf_add_c(console->out, "成立：热线计数与逐件重算相同\n");
        return true;
    }
    fail(ctx, FAIL_INVALID, "热线计数有%lld处与逐件重算不同", (long long)different);
    fail_detail(ctx, "%.*s", STRF(first));
    return fail_hint(ctx, "tongban measures recompute");
}

const Command command_measures_verify = {
    .verb = "measures verify",
    .arguments = "",
    .help = "由工单逐件重算热线计数，与存下的比较",
    .examples = (const char *const[]){"tongban measures verify", NULL},
    .needs_db = true,
    .run = run_verify,
};

static bool run_recompute(Ctx *ctx, const void *input, Console *console)
{
    int64_t changed = 0;
    (void)input;
    if (!measures_recompute(ctx, &changed))
        return false;
    buf_format(console->out, "已由工单重算热线计数，更正%lld个数\n", (long long)changed);
    return true;
}

const Command command_measures_recompute = {
    .verb = "measures recompute",
    .arguments = "",
    .help = "由工单逐件重算热线计数，换下存下的",
    .examples = (const char *const[]){"tongban measures recompute", NULL},
    .needs_db = true,
    .run = run_recompute,
};
