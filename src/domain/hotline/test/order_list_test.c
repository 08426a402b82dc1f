/* Lists of orders: every count is that of its list, nobody sees what is not his, nothing gets lost.
 */
#include "domain/hotline/order.h"
#include "domain/hotline/order_columns.h"
#include "domain/hotline/order_desk.h"
#include "domain/hotline/order_export.h"
#include "domain/hotline/order_list.h"
#include "domain/hotline/order_statistics.h"
#include "engine/access/test/house.h"
#include "kit/kit_files.h"
#include "sql_ids.h"

#define ORDERS 120
#define DAY_MS 86400000LL

static const char *const states[] = {"pending",   "dispatched", "returning", "ruling", "handling",
                                     "suspended", "deciding",   "reviewing", "closed", "redoing",
                                     "redone",    "archived",   "merged",    "voided"};
static const char *const kinds[] = {"咨询", "投诉", "求助", "举报", "建议", "表扬"};
static const char *const levels[] = {"一般", "紧急", "特急"};
static const char *const words[] = {"路灯坏了", "井盖松动", "夜间施工噪声", "占道经营"};
static const char *const satisfactions[] = {"", "满意", "不满意", "非常不满意"};

static bool is_end(const char *state)
{
    return strcmp(state, "archived") == 0 || strcmp(state, "merged") == 0 ||
           strcmp(state, "voided") == 0;
}

/* The i-th order: every state, kind and unit comes together with every other sooner or later. */
static Order made(const House *house, int64_t i)
{
    Arena *arena = house->ctx->arena;
    const int64_t units[] = {house->east, house->west, house->east_gate, 0};
    const char *state = states[i % (int64_t)ARRAY_LEN(states)];
    bool done = is_end(state) || strcmp(state, "closed") == 0 || strncmp(state, "redo", 4) == 0;
    Instant received = {KIT_NOW.ms - (i * 7 % 60) * DAY_MS - i * 3600000};
    bool due = i % 6 != 5, unknown = i % 17 == 0;
    Instant due_at = {received.ms + (i % 40) * DAY_MS};
    return (Order){
        .id = i + 1,
        .number = str_format(arena, "HZ%08lld", (long long)i + 1),
        .unit_id = units[i / 3 % 4],
        .taker_id = 7 + i % 3,
        .state = str_of(state),
        .kind = str_of(kinds[i % 6]),
        .level = str_of(levels[i % 3]),
        .channel = i % 2 ? STR("电话") : STR("微信"),
        .origin = STR("clerk"),
        .category = i % 5 ? STR("noise_site") : (Str){0},
        .title = str_of(words[i % 4]),
        .content = str_format(arena, "演示：%s，第%lld件，请处理", words[i % 4], (long long)i),
        .address = STR("演示路12号"),
        .place_unit_id = units[i % 4],
        .received_at = received,
        .received_day = instant_date(received),
        .has_closed_at = done,
        .closed_at = {KIT_NOW.ms - i * 1000},
        .has_closed_day = done,
        .closed_day = instant_date(KIT_NOW),
        .has_due_at = due && !unknown,
        .due_at = due_at,
        .has_due_day = due && !unknown,
        .due_day = instant_date(due_at),
        .has_near_at = due && !unknown,
        .near_at = {due_at.ms - DAY_MS},
        .has_warn_at = due && !unknown,
        .warn_at = {due_at.ms - 3 * DAY_MS},
        .paused = strcmp(state, "suspended") == 0,
        .missing_year = unknown ? 2027 : 0,
        .requests = i % 4 == 0   ? STR(" extension ")
                    : i % 9 == 0 ? STR(" appeal exclusion ")
                                 : (Str){0},
        .returns = i % 4,
        .review_failures = i % 3,
        .supervision = i % 11 == 0,
        .urges = i % 5,
        .excluded = i % 13 == 0,
        .satisfaction = str_of(satisfactions[i % 4]),
    };
}

static void follow(Ctx *ctx, const Order *before, const Order *after)
{
    assert_ok(ctx, db_begin(ctx));
    assert_ok(ctx, order_follow(ctx, before, after));
    assert_ok(ctx, audit_note(ctx, &(AuditNote){.action = "matter.move", .object = "matter"}));
    assert_ok(ctx, db_commit(ctx));
}

static House filled(Ctx *ctx)
{
    assert_ok(ctx, db_migrate(ctx, ctx->db));
    House house = house_open(ctx);
    assert_ok(ctx, db_begin(ctx));
    for (int64_t i = 0; i < ORDERS; i++) {
        Order order = made(&house, i);
        assert_ok(ctx, order_follow(ctx, NULL, &order));
    }
    assert_ok(ctx, audit_note(ctx, &(AuditNote){.action = "matter.open", .object = "matter"}));
    assert_ok(ctx, db_commit(ctx));
    return house;
}

static OrderPage page_of(Ctx *ctx, OrderQuery query)
{
    OrderPage page;
    assert_ok(ctx, order_list(ctx, &query, &page));
    return page;
}

static OrderPage all_of(Ctx *ctx, OrderQuery query)
{
    query.size = ORDER_PAGE_SIZE_MAX;
    OrderPage page = page_of(ctx, query);
    assert_int_equal(page.total, page.rows.count);
    return page;
}

/* How many of the orders made fit: the list asked in another way. */
static int64_t count_if(const House *house, bool (*fits)(const House *, const Order *))
{
    int64_t count = 0;
    for (int64_t i = 0; i < ORDERS; i++) {
        Order order = made(house, i);
        count += fits(house, &order);
    }
    return count;
}

static bool of_east(const House *house, const Order *order)
{
    return order->unit_id == house->east || order->unit_id == house->east_gate;
}
static bool handled_complaint(const House *house, const Order *order)
{
    (void)house;
    return str_equal_c(order->state, "handling") && str_equal_c(order->kind, "投诉");
}
static bool overdue(const House *house, const Order *order)
{
    (void)house;
    return !order->has_closed_at && !order->paused && order->has_due_at &&
           order->due_at.ms <= KIT_NOW.ms;
}
static bool with_lamps(const House *house, const Order *order)
{
    (void)house;
    return str_contains(order->title, STR("路灯"));
}
static bool bounced(const House *house, const Order *order)
{
    (void)house;
    return order->returns >= 2 && order->excluded;
}
static bool uncategorised(const House *house, const Order *order)
{
    (void)house;
    return str_empty(order->category);
}
static bool of_february(const House *house, const Order *order)
{
    (void)house;
    return order->received_day.days >= KIT_NOW.ms / DAY_MS - 28 &&
           order->received_day.days <= KIT_NOW.ms / DAY_MS - 1;
}

static void filters_find_what_they_say(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = filled(ctx);
        Date today = instant_date(KIT_NOW);
        assert_int_equal(all_of(ctx, (OrderQuery){0}).total, ORDERS);
        assert_int_equal(all_of(ctx, (OrderQuery){.unit = STR("东城街")}).total,
                         count_if(&house, of_east));
        assert_int_equal(
            all_of(ctx, (OrderQuery){.state = STR("handling"), .kind = STR("投诉,未知")}).total,
            count_if(&house, handled_complaint));
        assert_int_equal(all_of(ctx, (OrderQuery){.light = STR("overdue")}).total,
                         count_if(&house, overdue));
        assert_int_equal(all_of(ctx, (OrderQuery){.q = STR("路灯")}).total,
                         count_if(&house, with_lamps));
        assert_int_equal(all_of(ctx, (OrderQuery){.returns = 2, .excluded = STR("1")}).total,
                         count_if(&house, bounced));
        assert_int_equal(all_of(ctx, (OrderQuery){.category = STR("无")}).total,
                         count_if(&house, uncategorised));
        assert_int_equal(all_of(ctx, (OrderQuery){.category = STR("environment")}).total,
                         ORDERS - count_if(&house, uncategorised));
        assert_int_equal(all_of(ctx, (OrderQuery){.has_from = true,
                                                  .from = {today.days - 28},
                                                  .has_to = true,
                                                  .to = {today.days - 1}})
                             .total,
                         count_if(&house, of_february));
        OrderPage found = all_of(ctx, (OrderQuery){.q = STR("第17件")});
        assert_int_equal(found.total, 1);
        assert_str(found.rows.at[0].number, "HZ00000018");
        assert_true(found.rows.at[0].snippet.count > 1);
    }
}

static void every_box_counts_its_list_and_nothing_leaves_every_list(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        OrderDesk desk;
        bool seen[ORDERS] = {false};
        filled(ctx);
        assert_ok(ctx, order_desk(ctx, &desk));
        LIST_EACH (const DeskBox, box, &desk.boxes) {
            OrderPage page = all_of(ctx, (OrderQuery){.box = box->code});
            assert_int_equal(page.total, box->count);
            LIST_EACH (const OrderRow, row, &page.rows)
                seen[row->id - 1] = seen[row->id - 1] || !(str_equal_c(box->code, "done") ||
                                                           str_equal_c(box->code, "taken"));
        }
        for (int64_t i = 0; i < ORDERS; i++)
            if (!is_end(states[i % (int64_t)ARRAY_LEN(states)]))
                assert_true(seen[i]);
    }
}

static void every_statistic_leads_to_exactly_its_orders(void **state)
{
    static const char *const by[] = {"kind", "level",  "state",       "category", "channel",
                                     "unit", "street", "hour",        "weekday",  "heat",
                                     "day",  "month",  "satisfaction"};
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        filled(ctx);
        for (size_t i = 0; i < ARRAY_LEN(by); i++) {
            OrderQuery asked = {.by = str_of(by[i]), .level = STR("一般,紧急"), .q = STR("演示")};
            OrderStatistics statistics;
            int64_t sum = 0;
            assert_ok(ctx, order_statistics(ctx, &asked, &statistics));
            LIST_EACH (const OrderStatistic, row, &statistics.rows) {
                OrderQuery list;
                sum += row->count;
                if (row->count == 0 && i % 2)
                    continue;
                assert_ok(ctx, order_query_read(ctx, row->query, &list));
                assert_int_equal(page_of(ctx, list).total, row->count);
            }
            assert_int_equal(sum, statistics.total);
            assert_int_equal(sum, ORDERS / 3 * 2);
        }
    }
}

static void pages_of_every_sort_hold_each_order_once(void **state)
{
    static const char *const sorts[] = {
        "",      "received_at", "due_at",          "closed_at", "unit",        "state", "kind",
        "level", "category",    "review_failures", "returns",   "supervision", "urges", "channel"};
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        filled(ctx);
        for (size_t i = 0; i < ARRAY_LEN(sorts); i++) {
            bool seen[ORDERS] = {false};
            for (int64_t number = 1; number <= 6; number++) {
                OrderPage page = page_of(ctx, (OrderQuery){.sort = str_of(sorts[i]),
                                                           .descending = i % 2 == 0,
                                                           .page = number,
                                                           .size = 25});
                assert_int_equal(page.rows.count, number < 5 ? 25 : number == 5 ? 20 : 0);
                LIST_EACH (const OrderRow, row, &page.rows) {
                    assert_false(seen[row->id - 1]);
                    seen[row->id - 1] = true;
                }
            }
        }
        OrderPage due = page_of(ctx, (OrderQuery){.sort = STR("due_at"), .size = ORDERS});
        for (size_t i = 1; i < due.rows.count; i++)
            assert_true(!due.rows.at[i].has_due_at ||
                        due.rows.at[i - 1].due_at.ms <= due.rows.at[i].due_at.ms);
    }
}

static void lists_follow_every_change(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = filled(ctx);
        int64_t before = all_of(ctx, (OrderQuery){.unit = STR("西城街")}).total;
        Order order = made(&house, 0), moved = order, late = made(&house, ORDERS + 1),
              first = made(&house, ORDERS);
        assert_int_equal(order.unit_id, house.east);
        moved.unit_id = house.west;
        moved.content = STR("演示：水管爆裂");
        follow(ctx, &order, &moved);
        assert_int_equal(all_of(ctx, (OrderQuery){.unit = STR("西城街")}).total, before + 1);
        assert_int_equal(all_of(ctx, (OrderQuery){.q = STR("水管")}).total, 1);
        /* Two new ones, told of in another order than that of their ids. */
        assert_ok(ctx, db_begin(ctx));
        assert_ok(ctx, order_follow(ctx, NULL, &late));
        assert_ok(ctx, order_follow(ctx, NULL, &first));
        assert_ok(ctx, audit_note(ctx, &(AuditNote){.action = "matter.open", .object = "matter"}));
        assert_int_equal(page_of(ctx, (OrderQuery){0}).total, ORDERS);
        assert_ok(ctx, db_commit(ctx));
        assert_int_equal(page_of(ctx, (OrderQuery){0}).total, ORDERS + 2);
        /* What was rolled back was never there. */
        Order never = made(&house, ORDERS + 2);
        assert_ok(ctx, db_begin(ctx));
        assert_ok(ctx, order_follow(ctx, NULL, &never));
        db_rollback(ctx);
        assert_int_equal(page_of(ctx, (OrderQuery){0}).total, ORDERS + 2);
        assert_int_equal(all_of(ctx, (OrderQuery){.q = STR("第122件")}).total, 0);
    }
}

static const char *const east_may[] = {"sample.read", NULL};

static void a_street_sees_lists_counts_exports_and_finds_its_own_alone(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = filled(ctx);
        Actor clerk;
        OrderDesk desk;
        OrderStatistics statistics;
        FileBody file;
        int64_t own = count_if(&house, of_east);
        house_new_role(&house, "handler", "below", east_may);
        house_person(&house, "dongcheng", house.east, "handler");
        house_sign_in(&house, "dongcheng", &clerk);
        OrderPage page = all_of(ctx, (OrderQuery){0});
        assert_int_equal(page.total, own);
        LIST_EACH (const OrderRow, row, &page.rows)
            assert_true(row->unit_id == house.east || row->unit_id == house.east_gate);
        OrderPage others;
        assert_fails(ctx, FAIL_NOT_FOUND,
                     order_list(ctx, &(OrderQuery){.unit = STR("西城街")}, &others));
        Str west = str_format(ctx->arena, "#%lld", (long long)house.west);
        assert_int_equal(all_of(ctx, (OrderQuery){.unit = west}).total, 0);
        assert_true(all_of(ctx, (OrderQuery){.q = STR("演示")}).total == own);
        assert_ok(ctx, order_desk(ctx, &desk));
        LIST_EACH (const DeskBox, box, &desk.boxes)
            assert_int_equal(all_of(ctx, (OrderQuery){.box = box->code}).total, box->count);
        assert_ok(ctx, order_statistics(ctx, &(OrderQuery){.by = STR("unit")}, &statistics));
        assert_int_equal(statistics.total, own);
        assert_int_equal(statistics.rows.count, 2);
        assert_ok(ctx, order_export(ctx, &(OrderQuery){.format = STR("csv")}, &file));
        int64_t lines = -1;
        for (size_t i = 0; i < file.bytes.len; i++)
            lines += file.bytes.at[i] == '\n';
        assert_int_equal(lines, own);
    }
}

static void what_is_no_filter_or_sort_is_refused(void **state)
{
    static const OrderQuery wrong[] = {
        {.sort = STR_INIT("id; DROP TABLE hotline_order")},
        {.sort = STR_INIT("received_at DESC")},
        {.light = STR_INIT("purple")},
        {.box = STR_INIT("' OR 1=1 --")},
        {.excluded = STR_INIT("x")},
        {.has_hour = true, .hour = 24},
        {.has_weekday = true, .weekday = 0},
        {.q = STR_INIT("灯")},
        {.page = -1},
        {.size = ORDER_PAGE_SIZE_MAX + 1},
    };
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        OrderPage page;
        filled(ctx);
        for (size_t i = 0; i < ARRAY_LEN(wrong); i++)
            assert_fails(ctx, FAIL_INVALID, order_list(ctx, &wrong[i], &page));
        assert_int_equal(all_of(ctx, (OrderQuery){.state = STR("' OR '1'='1")}).total, 0);
        assert_int_equal(all_of(ctx, (OrderQuery){.channel = STR("电话' OR 1=1 --")}).total, 0);
        assert_int_equal(all_of(ctx, (OrderQuery){.q = STR("路灯\" OR \"井盖")}).total, 0);
    }
}

static void a_sheet_has_the_columns_of_the_list_and_runs_nothing(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = filled(ctx);
        FileBody file;
        OrderColumnSettings settings = {0}, again;
        Order order = made(&house, 3), after = order;
        after.title = STR("=cmd|' /C calc'!A0");
        follow(ctx, &order, &after);
        static const char *const hidden[] = {"address", "channel", "content", "light"};
        *LIST_ADD(ctx->arena, &settings.columns) =
            (OrderColumnSetting){.code = STR("kind"), .width = 120};
        for (size_t i = 0; i < ARRAY_LEN(hidden); i++)
            *LIST_ADD(ctx->arena, &settings.columns) =
                (OrderColumnSetting){.code = str_of(hidden[i]), .hidden = true};
        assert_ok(ctx, order_columns_put(ctx, &settings));
        assert_ok(ctx, order_columns_read(ctx, &again));
        assert_int_equal(again.columns.count, 5);
        assert_int_equal(again.columns.at[0].width, 120);
        OrderQuery query = {.format = STR("csv"), .sort = STR("received_at")};
        assert_ok(ctx, order_export(ctx, &query, &file));
        assert_contains(file.bytes, "\xEF\xBB\xBF工单号,类型,标题,");
        assert_contains(file.bytes, "\nHZ00000004,");
        assert_contains(file.bytes, ",'=cmd");
        assert_true(str_find(file.bytes, STR("演示路12号")) == STR_NONE);
        query.format = STR("xlsx");
        assert_ok(ctx, order_export(ctx, &query, &file));
        assert_contains(file.bytes, "PK");
        query.format = STR("exe");
        assert_fails(ctx, FAIL_INVALID, order_export(ctx, &query, &file));
        assert_int_equal(house_noted(&house, "hotline.export"), 2);
    }
}

static void a_long_export_is_written_by_the_tick_under_the_scope_of_who_asked(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = filled(ctx);
        Actor clerk;
        ExportJobList jobs = {0};
        FileBody file;
        int64_t id = 0, dropped = 0, own = count_if(&house, of_east);
        atomic_bool stopping = false;
        ctx->access->data = str_of(kit_folder(ctx));
        house_new_role(&house, "handler", "below", east_may);
        house_person(&house, "dongcheng", house.east, "handler");
        house_sign_in(&house, "dongcheng", &clerk);
        OrderQuery query = {.format = STR("csv")};
        assert_ok(ctx, order_export_ask(ctx, &query, &id));
        assert_ok(ctx, order_export_ask(ctx, &query, &dropped));
        assert_fails(ctx, FAIL_STATE, order_export_file(ctx, id, &file));
        assert_ok(ctx, order_export_cancel(ctx, dropped));
        house_operator(&house);
        assert_ok(ctx, order_export_tick(ctx, &(Tick){.stopping = &stopping}));
        assert_fails(ctx, FAIL_NOT_FOUND, order_export_file(ctx, id, &file));
        actor_enter(ctx, &clerk);
        assert_ok(ctx, order_exports(ctx, &jobs));
        assert_int_equal(jobs.count, 2);
        assert_str(jobs.at[0].state, "cancelled");
        assert_str(jobs.at[1].state, "done");
        assert_int_equal(jobs.at[1].done, own);
        assert_ok(ctx, order_export_file(ctx, id, &file));
        int64_t lines = -1;
        for (size_t i = 0; i < file.bytes.len; i++)
            lines += file.bytes.at[i] == '\n';
        assert_int_equal(lines, own);
        assert_true(str_find(file.bytes, STR("西城街")) == STR_NONE);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(filters_find_what_they_say),
        KIT_TEST(every_box_counts_its_list_and_nothing_leaves_every_list),
        KIT_TEST(every_statistic_leads_to_exactly_its_orders),
        KIT_TEST(pages_of_every_sort_hold_each_order_once),
        KIT_TEST(lists_follow_every_change),
        KIT_TEST(a_street_sees_lists_counts_exports_and_finds_its_own_alone),
        KIT_TEST(what_is_no_filter_or_sort_is_refused),
        KIT_TEST(a_long_export_is_written_by_the_tick_under_the_scope_of_who_asked),
        KIT_TEST(a_sheet_has_the_columns_of_the_list_and_runs_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
