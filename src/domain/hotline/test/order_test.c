/* Orders below the door: what is kept of them, what they learn, what the score counts of them. */
#include "domain/hotline/caller.h"
#include "domain/hotline/diagnosis.h"
#include "domain/hotline/order_unit.h"
#include "domain/hotline/order_view.h"
#include "domain/hotline/rules.h"
#include "domain/hotline/similar.h"
#include "engine/access/access.h"
#include "kit/kit_database.h"
#include "port/packs.h"
#include "sql_ids.h"

#define CONTENT "演示：路灯不亮，请派人维修。"

static void open_packs(Ctx *ctx)
{
    Packs *packs;
    assert_ok(ctx, packs_open(ctx, STR(""), &packs));
    ctx->packs = packs;
    actor_enter(ctx, &actor_local);
}

static Instant at(const char *text)
{
    Instant instant;
    assert_true(instant_parse(str_of(text), &instant));
    return instant;
}

static void hold(Ctx *ctx, const char *text)
{
    Clock *clock = NEW(ctx->arena, Clock, 1);
    *clock = clock_frozen(at(text));
    ctx->clock = clock;
}

static KitDatabase *desk_ready(KitDatabase *database)
{
    int64_t id;
    if (!database)
        return NULL;
    open_packs(database->ctx);
    assert_ok(database->ctx,
              unit_create(database->ctx, STR("甲鹭街"), STR("street"), 0, STR("试"), &id));
    assert_ok(database->ctx,
              unit_create(database->ctx, STR("乙鹤街"), STR("street"), 0, STR("试"), &id));
    return database;
}
#define EACH_DESK(ctx)                                                                             \
    for (KitDatabase *kit_database = desk_ready(kit_database_first((ctx), &db_catalogue));         \
         kit_database; kit_database = desk_ready(kit_database_next(kit_database)))

static OrderTaken take(Ctx *ctx, const OrderRequest *request)
{
    OrderTaken taken;
    assert_ok(ctx, order_take(ctx, request, STR("clerk"), STR("account:1"), &taken));
    return taken;
}

static Order order_of(Ctx *ctx, Str number)
{
    Order order;
    assert_ok(ctx, order_by_number(ctx, number, &order));
    return order;
}

static void make(Ctx *ctx, const OrderDeed *deed)
{
    OrderDone done;
    assert_ok(ctx, order_do(ctx, deed, &done));
}

static int64_t rows(Ctx *ctx, int statement)
{
    int64_t count;
    assert_ok(ctx, db_number(ctx, statement, NO_BINDS, &count));
    return count;
}

/* ---- words ------------------------------------------------------------------------------------
 */

static void a_phone_is_its_digits(void **state)
{
    Ctx *ctx = *state;
    static const struct {
        const char *written, *normal;
    } phones[] = {
        {"13800000000", "13800000000"},
        {"138-0000-0000", "13800000000"},
        {"+86 138 0000 0000", "13800000000"},
        {"008613800000000", "13800000000"},
        {"8613800000000", "13800000000"},
        {"１３８００００００００", "13800000000"},
        {"(020) 8000-0000", "02080000000"},
        {"12345", "12345"},
        {"12", ""},
        {"一三八", ""},
        {"138x", ""},
        {"123456789012345678901", ""},
        {"1+2345", ""},
        {"", ""},
    };
    for (size_t i = 0; i < ARRAY_LEN(phones); i++)
        assert_str(phone_normal(ctx->arena, str_of(phones[i].written)), phones[i].normal);
}

static void a_phone_is_found_by_its_hash_alone(void **state)
{
    Ctx *ctx = *state;
    Str one, again, other;
    assert_ok(ctx, phone_hash(ctx, STR("13800000000"), &one));
    assert_ok(ctx, phone_hash(ctx, STR("13800000000"), &again));
    assert_ok(ctx, phone_hash(ctx, STR("13800000001"), &other));
    assert_int_equal(one.len, 64);
    assert_true(str_equal(one, again));
    assert_false(str_equal(one, other));
    assert_ok(ctx, phone_hash(ctx, STR(""), &one));
    assert_true(str_empty(one));
    assert_str(phone_tail(STR("13800001234")), "1234");
    assert_str(phone_tail(STR("123")), "123");
}

static void texts_are_similar_by_their_pairs(void **state)
{
    Ctx *ctx = *state;
    Arena *arena = ctx->arena;
    assert_int_equal(similar_percent(arena, STR("路灯不亮"), STR("路灯不亮")), 100);
    assert_int_equal(similar_percent(arena, STR("路灯不亮"), STR("路灯 不亮")), 100);
    assert_int_equal(similar_percent(arena, STR("路灯不亮"), STR("垃圾没人清")), 0);
    assert_int_equal(similar_percent(arena, STR("路灯不亮"), STR("路灯坏了")), 33);
    assert_int_equal(similar_percent(arena, STR(""), STR("")), 0);
    assert_int_equal(similar_percent(arena, STR("灯"), STR("灯")), 0);
}

static void facts_are_what_the_score_counts(void **state)
{
    (void)state;
    OrderFacts facts;
    Order order = {.state = STR("closed"),
                   .has_due_at = true,
                   .due_at = {1000},
                   .has_closed_at = true,
                   .closed_at = {999},
                   .satisfaction = STR("满意"),
                   .duty_not_done = true};
    order_facts(&order, &facts);
    assert_int_equal(facts.in_time, 1);
    assert_int_equal(facts.evaluated, 1);
    assert_int_equal(facts.duty_not_done, 0); /* a good result never counts */
    assert_int_equal(facts.merged, 0);
    order.closed_at.ms = 1000;
    order.satisfaction = STR("非常不满意");
    order_facts(&order, &facts);
    assert_int_equal(facts.in_time, 0); /* at 24:00 it is too late */
    assert_int_equal(facts.duty_not_done, 1);
    order.state = STR("voided");
    order.has_due_at = false;
    order.satisfaction = STR("");
    order_facts(&order, &facts);
    assert_int_equal(facts.merged, 1);
    assert_int_equal(facts.in_time, 0);
    assert_int_equal(facts.evaluated, 0);
}

/* ---- taking -----------------------------------------------------------------------------------
 */

static void numbers_run_within_the_day_and_due_times_from_receipt(void **state)
{
    EACH_DESK(*state)
    {
        Ctx *ctx = *state;
        hold(ctx, "2023-02-13T16:00");
        OrderRequest request = {.kind = STR("咨询"), .content = STR(CONTENT "另外一句。")};
        OrderTaken first = take(ctx, &request), second = take(ctx, &request);
        assert_str(first.number, "HZ20230213-00001");
        assert_str(second.number, "HZ20230213-00002");
        assert_str(first.due_text, "2023-02-15 24:00前");
        request.kind = STR("表扬");
        hold(ctx, "2023-02-14T00:00");
        OrderTaken praise = take(ctx, &request);
        assert_str(praise.number, "HZ20230214-00001");
        assert_str(praise.due_text, "无办结期限");
        Order order = order_of(ctx, first.number);
        assert_str(order.title, "演示：路灯不亮，请派人维修");
        assert_str(order.state, "pending");
        assert_str(order.level, "一般");
        assert_str(order.channel, "电话");
    }
}

static void an_order_of_a_year_without_calendar_is_taken_and_waits(void **state)
{
    EACH_DESK(*state)
    {
        Ctx *ctx = *state;
        hold(ctx, "2026-12-28T10:00");
        OrderTaken taken = take(ctx, &(OrderRequest){.kind = STR("投诉"), .content = STR(CONTENT)});
        assert_str(taken.due_text, "期限待定（缺2027年日历）");
        assert_false(taken.has_due_at);
        assert_int_equal(rows(ctx, SQL_ORDER_WAITING_COUNT), 1);
        assert_int_equal(order_of(ctx, taken.number).missing_year, 2027);
        OrderTaken near = take(ctx, &(OrderRequest){.kind = STR("咨询"), .content = STR(CONTENT)});
        assert_str(near.due_text, "2026-12-30 24:00前");

        Pack year = {.name = STR("calendar/2027.yaml"),
                     .place = STR("2027.yaml"),
                     .text = STR("year: 2027\nsource: [测试]\ndays: []\n")};
        PackList above = {0};
        *LIST_ADD(ctx->arena, &above) = year;
        assert_ok(ctx, packs_overlay(ctx, ctx->packs, above, &ctx->packs));
        assert_ok(ctx, hotline_calendar_changed(ctx));
        assert_int_equal(rows(ctx, SQL_ORDER_WAITING_COUNT), 0);
        Order order = order_of(ctx, taken.number);
        assert_true(order.has_due_day);
        assert_true(order.due_at.ms > at("2027-01-15T00:00").ms);
    }
}

static void all_that_is_wrong_is_told_at_once(void **state)
{
    EACH_DESK(*state)
    {
        Ctx *ctx = *state;
        OrderTaken taken;
        OrderRequest request = {.kind = STR("抱怨"),
                                .level = STR("火急"),
                                .category = STR("nothing"),
                                .has_longitude = true,
                                .caller = {.phone = STR("x")}};
        assert_false(order_take(ctx, &request, STR("clerk"), STR("account:1"), &taken));
        assert_int_equal(ctx->fail.code, FAIL_INVALID);
        assert_non_null(ctx->fail.problems);
        assert_int_equal(ctx->fail.problems->total, 6);
        fail_clear(ctx);
        request =
            (OrderRequest){.kind = STR("投诉"), .content = STR(CONTENT), .unit = STR("丙雁街")};
        assert_fails(ctx, FAIL_NOT_FOUND,
                     order_take(ctx, &request, STR("clerk"), STR("account:1"), &taken));
        assert_int_equal(rows(ctx, SQL_ORDER_COUNT), 0);
    }
}

static void a_key_is_of_its_sender(void **state)
{
    EACH_DESK(*state)
    {
        Ctx *ctx = *state;
        OrderTaken one, again, other;
        OrderRequest request = {
            .kind = STR("投诉"), .content = STR(CONTENT), .idempotency_key = STR("k")};
        assert_ok(ctx, order_take(ctx, &request, STR("push"), STR("account:7"), &one));
        assert_ok(ctx, order_take(ctx, &request, STR("push"), STR("account:7"), &again));
        assert_ok(ctx, order_take(ctx, &request, STR("push"), STR("account:8"), &other));
        assert_true(again.repeated);
        assert_int_equal(one.id, again.id);
        assert_false(other.repeated);
        assert_int_not_equal(one.id, other.id);
        request.address = STR("另一处");
        assert_false(order_take(ctx, &request, STR("push"), STR("account:7"), &again));
        assert_int_equal(ctx->fail.code, FAIL_CONFLICT);
        fail_clear(ctx);
        assert_int_equal(rows(ctx, SQL_ORDER_COUNT), 2);
    }
}

static void what_breaks_off_leaves_nothing(void **state)
{
    EACH_DESK(*state)
    {
        Ctx *ctx = *state;
        OrderTaken taken;
        OrderRequest request = {.kind = STR("投诉"),
                                .content = STR(CONTENT),
                                .address = STR("甲鹭街1号"),
                                .caller = {.phone = STR("13800000000")},
                                .idempotency_key = STR("k"),
                                .unit = STR("甲鹭街")};
        bool done = false;
        size_t refused = 0;
        for (; !done && refused < 100; refused++) {
            db_refuse_nth(ctx->db, refused + 1);
            done = order_take(ctx, &request, STR("clerk"), STR("account:1"), &taken);
            db_refuse_nth(ctx->db, 0);
            if (!done) {
                fail_clear(ctx);
                assert_int_equal(rows(ctx, SQL_ORDER_COUNT), 0);
            }
        }
        assert_true(done);
        assert_in_range(refused, 10, 40); /* statements of one order: kept few */
        assert_int_equal(rows(ctx, SQL_ORDER_COUNT), 1);
    }
}

/* ---- following --------------------------------------------------------------------------------
 */

static void satisfaction_of_the_call_back_goes_before_the_citizens(void **state)
{
    EACH_DESK(*state)
    {
        Ctx *ctx = *state;
        hold(ctx, "2023-02-13T16:00");
        OrderTaken taken = take(ctx, &(OrderRequest){.kind = STR("咨询"), .content = STR(CONTENT)});
        Str number = taken.number;
        make(ctx, &(OrderDeed){.number = number, .move = STR("answer"), .words = STR("已修")});
        make(ctx, &(OrderDeed){
                      .number = number, .move = STR("rate"), .satisfaction = STR("非常不满意")});
        Order order = order_of(ctx, number);
        assert_str(order.satisfaction, "非常不满意");
        assert_true(order.duty_not_done);
        make(ctx, &(OrderDeed){.number = number,
                               .move = STR("call_back"),
                               .reached = true,
                               .satisfaction = STR("基本满意")});
        order = order_of(ctx, number);
        assert_str(order.satisfaction, "基本满意");
        assert_str(order.citizen_satisfaction, "非常不满意");
        assert_str(order.callback_satisfaction, "基本满意");
        assert_false(order.duty_not_done);
    }
}

static void a_call_back_that_was_not_reached_gives_no_result(void **state)
{
    EACH_DESK(*state)
    {
        Ctx *ctx = *state;
        hold(ctx, "2023-02-13T16:00");
        OrderTaken taken = take(ctx, &(OrderRequest){.kind = STR("咨询"), .content = STR(CONTENT)});
        make(ctx,
             &(OrderDeed){.number = taken.number, .move = STR("answer"), .words = STR("已修")});
        make(ctx, &(OrderDeed){.number = taken.number, .move = STR("call_back")});
        Order order = order_of(ctx, taken.number);
        assert_str(order.state, "archived");
        assert_str(order.satisfaction, "");
        assert_false(order.duty_not_done);
    }
}

static void an_order_handed_down_leaves_the_sight_of_who_handed_it(void **state)
{
    EACH_DESK(*state)
    {
        Ctx *ctx = *state;
        Order order;
        hold(ctx, "2023-02-13T16:00");
        OrderTaken taken = take(ctx, &(OrderRequest){.kind = STR("投诉"),
                                                     .content = STR(CONTENT),
                                                     .caller = {.phone = STR("13800000000")},
                                                     .unit = STR("甲鹭街")});
        order = order_of(ctx, taken.number);
        int64_t below = 0;
        assert_ok(ctx, order_unit_id(ctx, STR("乙鹤街"), &below));
        static const char *const permissions[] = {"hotline.handle", "hotline.read"};
        Actor actor = {
            .account_id = ACCOUNT_SYSTEM,
            .person = STR("演示"),
            .unit_id = order.unit_id,
            .scope = {.units = str_format(ctx->arena, "[%lld]", (long long)order.unit_id)},
            .permissions = permissions,
            .permission_count = ARRAY_LEN(permissions)};
        actor_enter(ctx, &actor);
        OrderDone done;
        OrderDeed deed = {.number = taken.number,
                          .move = STR("transfer"),
                          .unit = STR("乙鹤街"),
                          .reason = STR("在其辖区")};
        assert_false(order_do(ctx, &deed, &done)); /* not below it */
        assert_int_equal(ctx->fail.code, FAIL_INVALID);
        fail_clear(ctx);
        actor_enter(ctx, &actor_local);
        assert_ok(ctx, unit_move(ctx, below, order.unit_id, STR("street"), STR("试")));
        actor_enter(ctx, &actor);
        make(ctx, &(OrderDeed){.number = taken.number,
                               .move = STR("transfer"),
                               .unit = STR("乙鹤街"),
                               .reason = STR("在其辖区")});
        assert_false(order_by_number(ctx, taken.number, &order));
        assert_int_equal(ctx->fail.code, FAIL_NOT_FOUND);
        fail_clear(ctx);
        actor_enter(ctx, &actor_local);
        CallerView caller;
        order = order_of(ctx, taken.number);
        assert_str(order.state, "dispatched");
        assert_ok(ctx, caller_read(ctx, &order, &caller));
        assert_str(caller.phone, "13800000000");
    }
}

/* ---- rules ------------------------------------------------------------------------------------
 */

/* The packs of the build, one of them with `put` in place of `find`. */
static void change_pack(Ctx *ctx, const char *file, const char *find, const char *put)
{
    Pack pack;
    PackList above = {0};
    open_packs(ctx);
    assert_ok(ctx, packs_get(ctx, str_of(file), &pack));
    size_t where = str_find(pack.text, str_of(find));
    assert_int_not_equal(where, STR_NONE);
    pack.text = str_format(ctx->arena, "%.*s%s%.*s", STRF(str_slice(pack.text, 0, where)), put,
                           STRF(str_after(pack.text, where + strlen(find))));
    *LIST_ADD(ctx->arena, &above) = pack;
    assert_ok(ctx, packs_overlay(ctx, ctx->packs, above, &ctx->packs));
}

static void an_order_held_up_gets_its_working_days_back(void **state)
{
    EACH_DESK(*state)
    {
        Ctx *ctx = *state;
        hold(ctx, "2023-02-24T16:00");
        Str number =
            take(ctx, &(OrderRequest){.kind = STR("咨询"), .content = STR(CONTENT)}).number;
        OrderDeed deed = {.number = number, .reason = STR("演示"), .basis = STR("演示")};
        hold(ctx, "2023-02-27T10:00");
        deed.move = STR("dispatch");
        deed.unit = STR("甲鹭街");
        make(ctx, &deed);
        deed.unit = STR("");
        deed.move = STR("sign");
        make(ctx, &deed);
        deed.move = STR("suspend");
        make(ctx, &deed);
        assert_true(order_of(ctx, number).paused);
        hold(ctx, "2023-03-02T10:00");
        deed.move = STR("resume");
        make(ctx, &deed);
        Order order = order_of(ctx, number);
        assert_false(order.paused);
        assert_str(order_due_text(ctx->arena, &order), "2023-03-03 24:00前");
    }
}

static void rules_that_are_wrong_are_told_with_their_line(void **state)
{
    Ctx *ctx = *state;
    static const struct {
        const char *file, *find, *put, *says;
    } wrong[] = {
        {"hotline/settings.yaml", "digits: 5", "digits: 12", "digits 应在 3 到 9 之间"},
        {"hotline/settings.yaml", "percent: 40", "percent: 0", "percent 应在"},
        {"hotline/settings.yaml", "code: no_owner", "code: boundary", "「boundary」重复"},
        {"hotline/categories.yaml", "code: dust", "code: smell", "「smell」重复"},
        {"hotline/categories.yaml", "name: 扬尘污染", "nome: 扬尘污染", "nome"},
        {"hotline/phrases.yaml", "move: contact", "move: contract", "「contract」"},
        {"hotline/notices.yaml", "grade: 2", "grade: 3", "逐级"},
        {"hotline/notices.yaml", "days: 2", "days: 0", "days 应在"},
        {"hotline/notices.yaml", "name: 催办, days: 1", "name: 催办, days: 61", "days 应在"},
    };
    for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
        change_pack(ctx, wrong[i].file, wrong[i].find, wrong[i].put);
        assert_false(hotline_rules_check(ctx));
        assert_contains(str_of(kit_failure(ctx)), wrong[i].says);
        assert_true(ctx->fail.place.line > 0);
        fail_clear(ctx);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(a_phone_is_its_digits),
        KIT_TEST(a_phone_is_found_by_its_hash_alone),
        KIT_TEST(texts_are_similar_by_their_pairs),
        KIT_TEST(facts_are_what_the_score_counts),
        KIT_TEST(numbers_run_within_the_day_and_due_times_from_receipt),
        KIT_TEST(an_order_of_a_year_without_calendar_is_taken_and_waits),
        KIT_TEST(all_that_is_wrong_is_told_at_once),
        KIT_TEST(a_key_is_of_its_sender),
        KIT_TEST(what_breaks_off_leaves_nothing),
        KIT_TEST(satisfaction_of_the_call_back_goes_before_the_citizens),
        KIT_TEST(a_call_back_that_was_not_reached_gives_no_result),
        KIT_TEST(an_order_handed_down_leaves_the_sight_of_who_handed_it),
        KIT_TEST(an_order_held_up_gets_its_working_days_back),
        KIT_TEST(rules_that_are_wrong_are_told_with_their_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
