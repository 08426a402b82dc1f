#include "domain/hotline/candidate.h"

#include "domain/hotline/order_return.h"
#include "domain/hotline/order_unit.h"
#include "domain/hotline/reported.h"
#include "port/clock.h"
#include "port/db.h"
#include "port/fold.h"
#include "sql_ids.h"

#define HISTORY_DAYS 90
#define RANK_CATEGORY 100
#define RANK_PLACE 60
#define RANK_SUGGESTED 80
#define RANK_HISTORY 40 /* for all orders of the category; for a part of them that part */
#define RANK_RETURNED 1000
#define RANK_ABOVE 120 /* before whoever usually has such orders */
#define RANK_NAMED 500 /* taken off */

static const Field candidate_fields[] = {
    FIELD(Candidate, unit_id, "单位编号", 0), FIELD(Candidate, unit, "单位", 0),
    FIELD(Candidate, rank, "分值", 0),        FIELD_TEXTS(Candidate, reasons, "理由"),
    FIELD(Candidate, open, "在办", 0),        FIELD(Candidate, overdue, "超期", 0),
};
const Shape candidate_shape = SHAPE(Candidate, candidate_fields);

typedef struct UnitOrders {
    int64_t unit_id;
    int64_t orders;
    int64_t late;
} UnitOrders;
LIST_OF(UnitOrders, UnitOrdersList);
static const Field unit_orders_fields[] = {
    FIELD(UnitOrders, unit_id, "单位", 0),
    FIELD(UnitOrders, orders, "工单", 0),
    FIELD(UnitOrders, late, "超期", 0),
};
static const Shape unit_orders_shape = SHAPE(UnitOrders, unit_orders_fields);

typedef struct Finding {
    Ctx *ctx;
    const Order *order;
    UnitBook book;
    CandidateList found;
    const HotlineRules *rules;
} Finding;

static void propose(Finding *finding, int64_t unit_id, int64_t rank, Str reason)
{
    Arena *arena = finding->ctx->arena;
    const Unit *unit = unit_by_id(&finding->book, unit_id);
    Candidate *candidate = NULL;
    if (!unit || unit->has_ended ||
        reported_bars(arena, finding->rules, &finding->book, finding->order->reported_unit_id,
                      unit_id))
        return;
    LIST_EACH (Candidate, known, &finding->found)
        if (known->unit_id == unit_id)
            candidate = known;
    if (!candidate) {
        candidate = LIST_ADD(arena, &finding->found);
        candidate->unit_id = unit_id;
        candidate->unit = unit->name;
    }
    candidate->rank += rank;
    *LIST_ADD(arena, &candidate->reasons) = reason;
}

static void propose_by_category(Finding *finding)
{
    Ctx *ctx = finding->ctx;
    const HotlineRules *rules = finding->rules;
    const Category *given = category_called(rules, finding->order->category);
    const Category *category = given ? given : category_guessed(rules, finding->order->content);
    if (!category)
        return;
    LIST_EACH (const Str, name, &category->units) {
        const Unit *unit = dict_get(&finding->book.by_folded, fold_name(ctx->arena, *name));
        if (unit)
            propose(finding, unit->id, RANK_CATEGORY,
                    str_format(ctx->arena,
                               given ? "类目「%.*s」由其承办" : "内容像是「%.*s」，由其承办",
                               STRF(category->name)));
    }
}

/* Who may look into what a unit is said to have done: the one above it, those that the pack names.
 */
static void propose_for_report(Finding *finding)
{
    Ctx *ctx = finding->ctx;
    const Unit *reported = unit_by_id(&finding->book, finding->order->reported_unit_id);
    if (!reported)
        return;
    propose(finding, reported->parent_id, RANK_ABOVE,
            str_format(ctx->arena, "被举报单位「%.*s」的上级", STRF(reported->name)));
    LIST_EACH (const Str, name, &finding->rules->reported.to) {
        const Unit *unit = dict_get(&finding->book.by_folded, fold_name(ctx->arena, *name));
        if (unit)
            propose(finding, unit->id, RANK_ABOVE, STR("负责核查举报"));
    }
}

/* A 举报 that names no unit may name one in its words: that one stands last, for people to look. */
static void doubt_the_named(Finding *finding)
{
    const Order *order = finding->order;
    if (!str_equal_c(order->kind, "举报") || order->reported_unit_id)
        return;
    LIST_EACH (Candidate, candidate, &finding->found) {
        if (!str_contains(order->content, candidate->unit) &&
            !str_contains(order->title, candidate->unit))
            continue;
        candidate->rank -= RANK_NAMED;
        *LIST_ADD(finding->ctx->arena, &candidate->reasons) =
            STR("举报内容提到它，先核对是不是被举报单位");
    }
}

static bool propose_by_history(Finding *finding)
{
    Ctx *ctx = finding->ctx;
    UnitOrdersList rows = {0};
    int64_t all = 0;
    Date from = {instant_date(clock_now(ctx)).days - HISTORY_DAYS};
    if (str_empty(finding->order->category))
        return true;
    if (!db_all(ctx, SQL_CANDIDATE_HISTORY,
                BINDS({"category", bind(finding->order->category)}, {"from", bind(from)},
                      {"id", bind(finding->order->id)}),
                &unit_orders_shape, &rows))
        return false;
    LIST_EACH (const UnitOrders, row, &rows)
        all += row->orders;
    LIST_EACH (const UnitOrders, row, &rows)
        propose(finding, row->unit_id, RANK_HISTORY * row->orders / all,
                str_format(ctx->arena, "近%d天办结同类工单%lld件，其中超期%lld件", HISTORY_DAYS,
                           (long long)row->orders, (long long)row->late));
    return true;
}

static bool propose_by_returns(Finding *finding)
{
    Ctx *ctx = finding->ctx;
    OrderReturnList returns = {0};
    if (!order_returns(ctx, finding->order->id, &returns))
        return false;
    LIST_EACH (const OrderReturn, item, &returns) {
        if (item->suggested_unit_id)
            propose(finding, item->suggested_unit_id, RANK_SUGGESTED,
                    str_format(ctx->arena, "「%.*s」退单时建议", STRF(item->unit)));
        propose(finding, item->unit_id, -RANK_RETURNED, STR("曾退回本工单"));
    }
    return true;
}

static bool add_load(Finding *finding)
{
    Ctx *ctx = finding->ctx;
    UnitOrdersList rows = {0};
    if (!db_all(ctx, SQL_CANDIDATE_LOAD, BINDS({"now", bind(clock_now(ctx))}), &unit_orders_shape,
                &rows))
        return false;
    LIST_EACH (Candidate, candidate, &finding->found)
        LIST_EACH (const UnitOrders, row, &rows)
            if (row->unit_id == candidate->unit_id) {
                candidate->open = row->orders;
                candidate->overdue = row->late;
            }
    return true;
}

static int compare(const void *a, const void *b)
{
    const Candidate *first = a, *second = b;
    if (first->rank != second->rank)
        return first->rank < second->rank ? 1 : -1;
    return (first->unit_id > second->unit_id) - (first->unit_id < second->unit_id);
}

bool candidates_find(Ctx *ctx, const Order *order, CandidateList *ret)
{
    Finding finding = {.ctx = ctx, .order = order};
    if (!hotline_rules(ctx, &finding.rules) || !unit_book_read(ctx, &finding.book))
        return false;
    propose_for_report(&finding);
    propose_by_category(&finding);
    if (order->place_unit_id)
        propose(&finding, order->place_unit_id, RANK_PLACE, STR("地址在其辖区"));
    if (!propose_by_history(&finding) || !propose_by_returns(&finding) || !add_load(&finding))
        return false;
    doubt_the_named(&finding);
    if (finding.found.count > 1)
        qsort(finding.found.at, finding.found.count, sizeof *finding.found.at, compare);
    if (finding.found.count > CANDIDATES_MAX)
        finding.found.count = CANDIDATES_MAX;
    *ret = finding.found;
    return true;
}
