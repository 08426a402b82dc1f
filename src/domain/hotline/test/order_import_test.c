/* Files of orders below the door: numbers of our own shape, workbooks as spreadsheets write them.
 */
#include "domain/hotline/order_import.h"
#include "domain/hotline/order_view.h"
#include "engine/access/access.h"
#include "kit/kit_database.h"
#include "port/db.h"
#include "port/packs.h"
#include "port/zip.h"

#define RELATIONS "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define ROWS_MANY 10000
#define SHEET_BYTES_MAX (8 * MIB)

static KitDatabase *desk_ready(KitDatabase *database)
{
    int64_t id;
    Packs *packs;
    if (!database)
        return NULL;
    Ctx *ctx = database->ctx;
    assert_ok(ctx, packs_open(ctx, STR(""), &packs));
    ctx->packs = packs;
    actor_enter(ctx, &actor_local);
    assert_ok(ctx, unit_create(ctx, STR("甲鹭街"), STR("street"), 0, STR("试"), &id));
    assert_ok(ctx, unit_create(ctx, STR("乙鹤街"), STR("street"), 0, STR("试"), &id));
    return database;
}
#define EACH_DESK(ctx)                                                                             \
    for (KitDatabase *kit_database = desk_ready(kit_database_first((ctx), &db_catalogue));         \
         kit_database; kit_database = desk_ready(kit_database_next(kit_database)))

static OrderTaken take(Ctx *ctx)
{
    OrderTaken taken;
    OrderRequest request = {.kind = STR("咨询"), .content = STR("演示：怎么办理？")};
    assert_ok(ctx, order_take(ctx, &request, STR("citizen"), STR("public"), &taken));
    return taken;
}

static Order order_of(Ctx *ctx, const char *number)
{
    Order order;
    assert_ok(ctx, order_by_number(ctx, str_of(number), &order));
    return order;
}

static OrderImportPlan plan_of(Ctx *ctx, Str bytes)
{
    OrderImportPlan plan;
    assert_ok(ctx, order_import_plan(ctx, STR("演示.xlsx"), bytes, &plan));
    return plan;
}

static void take_in(Ctx *ctx, Str bytes)
{
    int64_t number;
    OrderImportPlan plan = plan_of(ctx, bytes);
    assert_int_equal(plan.wrong_rows, 0);
    assert_ok(ctx, order_import_take(ctx, &plan, /* partial= */ false, NULL, NULL, &number));
}

/* ---- numbers ----------------------------------------------------------------------------------
 */

static void numbers_that_a_file_brought_are_stepped_over(void **state)
{
    EACH_DESK(*state)
    {
        Ctx *ctx = *state;
        Buf rows = buf_create(ctx->arena, SHEET_BYTES_MAX);
        assert_str(take(ctx).number, "HZ20230301-00001");
        buf_add_c(&rows, "order_no,received_at,kind,unit\n");
        for (int i = 2; i < 300; i++)
            buf_format(&rows, "HZ20230301-%05d,2023-02-02,咨询,甲鹭街\n", i);
        buf_add_c(&rows, "HZ20230301-99999999999999999999,2023-02-02,咨询,甲鹭街\n"
                         "HZ20230301-00513,2023-02-02,咨询,甲鹭街\n");
        take_in(ctx, buf_str(&rows));
        Actor counter = actor_local; /* of a unit: what others have, is not there for him */
        counter.scope = (DbScope){.units = STR("[]")};
        actor_enter(ctx, &counter);
        assert_str(take(ctx).number, "HZ20230301-00512");
        assert_str(take(ctx).number, "HZ20230301-00515");
        actor_enter(ctx, &actor_local);
    }
}

/* ---- what an import leaves ----------------------------------------------------------------------
 */

static void an_order_from_a_file_has_the_street_of_its_address(void **state)
{
    EACH_DESK(*state)
    {
        Ctx *ctx = *state;
        static const char head[] = "order_no,received_at,kind,unit,address\n";
        take_in(ctx, str_format(ctx->arena,
                                "%sA1,2023-02-02,咨询,甲鹭街,乙鹤街演示路1号\n"
                                "A2,2023-02-02,咨询,甲鹭街,演示路1号\n",
                                head));
        assert_int_equal(order_of(ctx, "A1").place_unit_id, 2);
        assert_int_equal(order_of(ctx, "A2").place_unit_id, 0);
        take_in(ctx, str_format(ctx->arena,
                                "%sA1,2023-02-02,咨询,甲鹭街,某处\n"
                                "A2,2023-02-02,咨询,甲鹭街,甲鹭街 3 号\n",
                                head));
        assert_int_equal(order_of(ctx, "A1").place_unit_id, 0);
        assert_int_equal(order_of(ctx, "A2").place_unit_id, 1);
        take_in(ctx, STR("order_no,received_at,kind,unit\nA2,2023-02-03,咨询,甲鹭街\n"));
        assert_int_equal(order_of(ctx, "A2").place_unit_id, 1);
    }
}

static void its_ledger_says_in_words_that_it_was_imported(void **state)
{
    EACH_DESK(*state)
    {
        Ctx *ctx = *state;
        MatterEventList ledger;
        take_in(ctx, STR("order_no,received_at,kind,unit\nA1,2023-02-02,咨询,甲鹭街\n"));
        assert_ok(ctx, flow_ledger(ctx, order_of(ctx, "A1").id, &ledger));
        assert_int_equal(ledger.count, 2);
        assert_str(ledger.at[0].move_name, "登记");
        assert_str(ledger.at[1].move_name, "从市平台导入");
        assert_str(ledger.at[1].reason, "导入1号");
    }
}

/* ---- workbooks --------------------------------------------------------------------------------
 */

/* Style 1 is a date with its time, 2 a day, 3 a date as Chinese offices write it. */
static Str workbook(Ctx *ctx, Str rows)
{
    Str sheet =
        str_format(ctx->arena, "<worksheet><sheetData>%.*s</sheetData></worksheet>", STRF(rows));
    const ZipEntry entries[] = {
        {.name = STR("_rels/.rels"),
         .content = STR("<Relationships><Relationship Id=\"rId1\" Type=\"" RELATIONS
                        "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>")},
        {.name = STR("xl/workbook.xml"),
         .content = STR("<workbook xmlns:r=\"" RELATIONS "\"><sheets><sheet name=\"工单\" "
                        "sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>")},
        {.name = STR("xl/_rels/workbook.xml.rels"),
         .content = STR("<Relationships><Relationship Id=\"rId1\" Type=\"" RELATIONS
                        "/worksheet\" Target=\"worksheets/sheet1.xml\"/>"
                        "<Relationship Id=\"rId2\" Type=\"" RELATIONS
                        "/styles\" Target=\"styles.xml\"/></Relationships>")},
        {.name = STR("xl/styles.xml"),
         .content = STR("<styleSheet><numFmts><numFmt numFmtId=\"176\" formatCode=\"yyyy&quot;年"
                        "&quot;m&quot;月&quot;d&quot;日&quot; h:mm:ss\"/></numFmts>"
                        "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"22\"/><xf numFmtId=\"14\"/>"
                        "<xf numFmtId=\"176\"/></cellXfs></styleSheet>")},
        {.name = STR("xl/worksheets/sheet1.xml"), .content = sheet},
    };
    Str bytes = {0};
    assert_ok(ctx, zip_write(ctx, entries, ARRAY_LEN(entries), &bytes));
    return bytes;
}

static void add_text(Buf *to, const char *text)
{
    buf_format(to, "<c t=\"inlineStr\"><is><t>%s</t></is></c>", text);
}

static void add_head(Buf *to)
{
    static const char *const heads[] = {"工单号",   "收到时间", "类别",
                                        "承办单位", "办结时间", "退单次数"};
    buf_add_c(to, "<row>");
    for (size_t i = 0; i < ARRAY_LEN(heads); i++)
        add_text(to, heads[i]);
    buf_add_c(to, "</row>");
}

static void times_and_numbers_of_a_workbook_are_read_as_they_are_meant(void **state)
{
    static const struct {
        const char *number, *received, *closed, *returns;
        const char *received_at, *closed_at;
        int64_t times;
    } rows[] = {
        /* A date with its time as a spreadsheet keeps it: 44970.4375 is 2023-02-13 10:30. */
        {"<c><v>20230001</v></c>", "<c s=\"1\"><v>44970.4375</v></c>",
         "<c s=\"3\"><v>44972.999988425923</v></c>", "<c><v>3</v></c>", "2023-02-13T10:30",
         "2023-02-15T23:59:59", 3},
        /* A day alone is its midnight. */
        {"<c t=\"str\"><v>20230002</v></c>", "<c s=\"2\"><v>44970</v></c>", "<c/>",
         "<c t=\"inlineStr\"><is><t>3</t></is></c>", "2023-02-13T00:00", NULL, 3},
        /* Text, with one blank, the seconds left away or not; numbers without a style. */
        {"<c t=\"str\"><v>20230003</v></c>", "<c t=\"str\"><v>2023-02-13 10:30</v></c>",
         "<c t=\"str\"><v>2023-02-13 10:30:07</v></c>", "<c/>", "2023-02-13T10:30",
         "2023-02-13T10:30:07", 0},
        {"<c t=\"str\"><v>20230004</v></c>", "<c><v>44970.4375</v></c>",
         "<c t=\"str\"><v>44971</v></c>", "<c t=\"str\"><v> 1 </v></c>", "2023-02-13T10:30",
         "2023-02-14T00:00", 1},
        /* Other offsets are brought to ours: 16:00Z is the next day's midnight. */
        {"<c t=\"str\"><v>20230005</v></c>", "<c t=\"str\"><v>2023-02-13T16:00Z</v></c>",
         "<c t=\"str\"><v>2023-02-14 10:30:00+09:00</v></c>", "<c><v>1E0</v></c>",
         "2023-02-14T00:00", "2023-02-14T09:30", 1},
    };
    EACH_DESK(*state)
    {
        Ctx *ctx = *state;
        Buf sheet = buf_create(ctx->arena, SHEET_BYTES_MAX);
        add_head(&sheet);
        for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
            buf_format(&sheet, "<row>%s%s", rows[i].number, rows[i].received);
            add_text(&sheet, "咨询");
            add_text(&sheet, "甲鹭街");
            buf_format(&sheet, "%s%s</row>", rows[i].closed, rows[i].returns);
        }
        take_in(ctx, workbook(ctx, buf_str(&sheet)));
        for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
            Instant received, closed = {0};
            Str number = str_format(ctx->arena, "2023000%zu", i + 1);
            Order order = order_of(ctx, str_to_c(ctx->arena, number));
            assert_true(instant_parse(str_of(rows[i].received_at), &received));
            assert_true(!rows[i].closed_at || instant_parse(str_of(rows[i].closed_at), &closed));
            assert_int_equal(order.received_at.ms, received.ms);
            assert_int_equal(order.has_closed_at, rows[i].closed_at != NULL);
            assert_int_equal(order.has_closed_at ? order.closed_at.ms : 0, closed.ms);
            assert_int_equal(order.returns, rows[i].times);
        }
    }
}

static void what_is_wrong_in_a_workbook_is_told_by_its_cell(void **state)
{
    EACH_DESK(*state)
    {
        Ctx *ctx = *state;
        Buf sheet = buf_create(ctx->arena, SHEET_BYTES_MAX);
        add_head(&sheet);
        buf_add_c(&sheet, "<row><c t=\"str\"><v>A1</v></c><c t=\"str\"><v>2023-02-13  10:30</v></c>"
                          "<c t=\"str\"><v>咨询</v></c><c t=\"str\"><v>甲鹭街</v></c><c/>"
                          "<c><v>1.5</v></c></row>"
                          "<row><c t=\"str\"><v>A2</v></c><c t=\"e\"><v>#N/A</v></c>"
                          "<c t=\"str\"><v>咨询</v></c><c t=\"str\"><v>甲鹭街</v></c></row>");
        OrderImportPlan plan = plan_of(ctx, workbook(ctx, buf_str(&sheet)));
        assert_int_equal(plan.wrong_rows, 2);
        assert_int_equal(plan.problems.at[0].row, 2);
        assert_int_equal(plan.problems.at[0].column, 2);
        assert_str(plan.problems.at[0].message, "不是时间");
        assert_int_equal(plan.problems.at[1].column, 6);
        assert_str(plan.problems.at[1].message, "应是不小于0的整数");
        assert_int_equal(plan.problems.at[2].row, 3);
        assert_int_equal(plan.problems.at[2].column, 2);
    }
}

static void ten_thousand_rows_of_a_workbook_are_looked_at(void **state)
{
    EACH_DESK(*state)
    {
        Ctx *ctx = *state;
        Buf sheet = buf_create(ctx->arena, SHEET_BYTES_MAX);
        add_head(&sheet);
        for (int i = 0; i < ROWS_MANY; i++)
            buf_format(&sheet,
                       "<row><c><v>%d</v></c><c s=\"1\"><v>44970.%d</v></c><c t=\"str\"><v>咨询"
                       "</v></c><c t=\"str\"><v>乙鹤街</v></c></row>",
                       10000000 + i, i % 10);
        OrderImportPlan plan = plan_of(ctx, workbook(ctx, buf_str(&sheet)));
        assert_int_equal(plan.new_orders, ROWS_MANY);
        assert_int_equal(plan.wrong_rows, 0);
        assert_str(plan.rows.at[ROWS_MANY - 1].order.order_no, "10009999");
        assert_int_equal(plan.rows.at[ROWS_MANY - 1].order.unit_id, 2);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(numbers_that_a_file_brought_are_stepped_over),
        KIT_TEST(an_order_from_a_file_has_the_street_of_its_address),
        KIT_TEST(its_ledger_says_in_words_that_it_was_imported),
        KIT_TEST(times_and_numbers_of_a_workbook_are_read_as_they_are_meant),
        KIT_TEST(what_is_wrong_in_a_workbook_is_told_by_its_cell),
        KIT_TEST(ten_thousand_rows_of_a_workbook_are_looked_at),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
