#include "port/db.h"

#include "kit/kit_database.h"

/* A table with one column of each kind, and what one does with it. */
enum {
    ADD_THING,
    THING_BY_NAME,
    ALL_THINGS,
    COUNT_THINGS,
    RENAME_ALL,
    ONE_OF_MANY,
    WITHOUT_NAME,
    WITH_STRANGER,
    SUM_OF_WHOLE,
    NOT_WHOLE,
    EMPTY_MAX,
    ADD_PART,
    OPEN_FILTER,
    KILL,
    OWN_PID,
};

#define NAMES(...) ((const char *const[]){__VA_ARGS__, NULL})
#define SAME(text) .sqlite = (text), .postgresql = (text)

static const char *const no_names[] = {NULL};

static const DbStatement statements[] = {
    [ADD_THING] = {.name = "add_thing",
                   .sqlite = "INSERT INTO thing(name, whole, yes, score, at, day, month, note)"
                             " VALUES (:name, :whole, :yes, :score, :at, :day, :month, :note)"
                             " RETURNING id",
                   .postgresql = "INSERT INTO thing(name, whole, yes, score, at, day, month, note)"
                                 " VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id",
                   .binds = NAMES("name", "whole", "yes", "score", "at", "day", "month", "note"),
                   .source = "db_test.sql:1"},
    [THING_BY_NAME] = {.name = "thing_by_name",
                       .sqlite = "SELECT * FROM thing WHERE name = :name",
                       .postgresql = "SELECT * FROM thing WHERE name = $1",
                       .binds = NAMES("name"),
                       .source = "db_test.sql:2"},
    [ALL_THINGS] = {.name = "all_things",
                    SAME("SELECT * FROM thing ORDER BY name"),
                    .binds = no_names,
                    .source = "db_test.sql:3"},
    [COUNT_THINGS] = {.name = "count_things",
                      SAME("SELECT count(*) AS n FROM thing"),
                      .binds = no_names,
                      .source = "db_test.sql:4"},
    [RENAME_ALL] = {.name = "rename_all",
                    .sqlite = "UPDATE thing SET note = :note",
                    .postgresql = "UPDATE thing SET note = $1",
                    .binds = NAMES("note"),
                    .source = "db_test.sql:5"},
    [ONE_OF_MANY] = {.name = "one_of_many",
                     SAME("SELECT name FROM thing"),
                     .binds = no_names,
                     .source = "db_test.sql:6"},
    [WITHOUT_NAME] = {.name = "without_name",
                      SAME("SELECT id, whole FROM thing"),
                      .binds = no_names,
                      .source = "db_test.sql:7"},
    [WITH_STRANGER] = {.name = "with_stranger",
                       SAME("SELECT name, whole AS stranger FROM thing"),
                       .binds = no_names,
                       .source = "db_test.sql:8"},
    [SUM_OF_WHOLE] = {.name = "sum_of_whole",
                      SAME("SELECT sum(whole) AS n FROM thing"),
                      .binds = no_names,
                      .source = "db_test.sql:9"},
    [NOT_WHOLE] = {.name = "not_whole",
                   SAME("SELECT 1.5 AS n"),
                   .binds = no_names,
                   .source = "db_test.sql:10"},
    [EMPTY_MAX] = {.name = "empty_max",
                   SAME("SELECT max(whole) AS n FROM thing"),
                   .binds = no_names,
                   .source = "db_test.sql:11"},
    [ADD_PART] = {.name = "add_part",
                  .sqlite = "INSERT INTO part(thing) VALUES (:thing)",
                  .postgresql = "INSERT INTO part(thing) VALUES ($1)",
                  .binds = NAMES("thing"),
                  .source = "db_test.sql:12"},
    [OPEN_FILTER] = {.name = "open_filter",
                     .sqlite = "SELECT name FROM thing WHERE (:whole IS NULL OR whole = :whole)"
                               " ORDER BY name",
                     .postgresql = "SELECT name FROM thing WHERE ($2::text IS NULL OR whole = $1)"
                                   " ORDER BY name",
                     .binds = NAMES("whole", "whole"),
                     .source = "db_test.sql:13"},
    [KILL] = {.name = "kill",
              .sqlite = "SELECT :pid",
              .postgresql = "SELECT CAST(pg_terminate_backend(CAST($1 AS INT), 5000) AS INT)",
              .binds = NAMES("pid"),
              .source = "db_test.sql:14"},
    [OWN_PID] = {.name = "own_pid",
                 .sqlite = "SELECT 0",
                 .postgresql = "SELECT pg_backend_pid()",
                 .binds = no_names,
                 .source = "db_test.sql:15"},
};

static const DbMigration migrations[] = {
    {.module = "thing",
     .number = 1,
     .name = "0001_thing",
     .text = "CREATE TABLE thing (\n"
             "    id    {{id}},\n"
             "    name  {{text}} NOT NULL UNIQUE, -- as printed\n"
             "    whole {{int}}, yes {{int}}, score {{int}}, at {{int}}, day {{int}},\n"
             "    month {{int}}, note {{text}}\n"
             ") {{strict}};\n"
             "CREATE TABLE part (thing {{int}} NOT NULL REFERENCES thing(id)) {{strict}};\n"},
};

static const DbCatalogue catalogue = {.statements = statements,
                                      .statement_count = ARRAY_LEN(statements),
                                      .migrations = migrations,
                                      .migration_count = ARRAY_LEN(migrations)};

typedef struct Thing {
    int64_t id;
    Str name;
    bool has_whole;
    int64_t whole;
    bool has_yes;
    bool yes;
    bool has_score;
    Decimal score;
    bool has_at;
    Instant at;
    bool has_day;
    Date day;
    bool has_month;
    Period month;
    bool has_note;
    Str note;
} Thing;
LIST_OF(Thing, ThingList);
static const Field thing_fields[] = {
    FIELD(Thing, id, "编号", 0),          FIELD(Thing, name, "名称", FIELD_REQUIRED),
    FIELD_MAYBE(Thing, whole, "整数", 0), FIELD_MAYBE(Thing, yes, "是否", 0),
    FIELD_MAYBE(Thing, score, "得分", 0), FIELD_MAYBE(Thing, at, "时刻", 0),
    FIELD_MAYBE(Thing, day, "日期", 0),   FIELD_MAYBE(Thing, month, "月份", 0),
    FIELD_MAYBE(Thing, note, "备注", 0),
};
static const Shape thing_shape = SHAPE(Thing, thing_fields);

/* The same struct whose `whole` may not be NULL. */
static const Field strict_fields[] = {
    FIELD(Thing, id, "编号", 0),
    FIELD(Thing, name, "名称", 0),
    FIELD(Thing, whole, "整数", 0),
};
static const Shape strict_shape = SHAPE(Thing, strict_fields);

static bool add_whole(Ctx *ctx, const char *name, BindValue whole)
{
    int64_t id = 0;
    return db_number(ctx, ADD_THING,
                     BINDS({"name", bind(str_of(name))}, {"whole", whole}, {"yes", bind_null()},
                           {"score", bind_null()}, {"at", bind_null()}, {"day", bind_null()},
                           {"month", bind_null()}, {"note", bind_null()}),
                     &id);
}

static bool add(Ctx *ctx, const char *name)
{
    return add_whole(ctx, name, bind_null());
}

static int64_t count(Ctx *ctx)
{
    int64_t n = -1;
    assert_ok(ctx, db_number(ctx, COUNT_THINGS, NO_BINDS, &n));
    return n;
}

/* ---- values in and out ------------------------------------------------------------------- */

static void every_kind_comes_back_as_it_went(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &catalogue)
    {
        int64_t id = 0;
        assert_ok(
            ctx,
            db_number(ctx, ADD_THING,
                      BINDS({"name", bind(STR("赤岗街道·滘瑄玥𠮷"))}, {"whole", bind(INT64_MIN)},
                            {"yes", bind((bool)true)}, {"score", bind((Decimal){-19890000})},
                            {"at", bind((Instant){INT64_MAX})}, {"day", bind((Date){-1})},
                            {"month", bind((Period){24277})}, {"note", bind(STR(""))}),
                      &id));
        Thing thing;
        bool found = false;
        assert_ok(ctx, db_one(ctx, THING_BY_NAME, BINDS({"name", bind(STR("赤岗街道·滘瑄玥𠮷"))}),
                              &thing_shape, &thing, &found));
        assert_true(found);
        assert_int_equal(thing.id, id);
        assert_str(thing.name, "赤岗街道·滘瑄玥𠮷");
        assert_true(thing.whole == INT64_MIN);
        assert_true(thing.has_yes && thing.yes);
        assert_int_equal(thing.score.millionths, -19890000);
        assert_true(thing.at.ms == INT64_MAX);
        assert_int_equal(thing.day.days, -1);
        assert_int_equal(thing.month.months, 24277);
        assert_true(thing.has_note);
        assert_str(thing.note, "");
    }
}

static void null_is_absent_where_the_member_may_be(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &catalogue)
    {
        assert_ok(ctx, add(ctx, "空"));
        Thing thing;
        memset(&thing, 0xFF, sizeof thing);
        bool found = false;
        assert_ok(ctx, db_one(ctx, THING_BY_NAME, BINDS({"name", bind(STR("空"))}), &thing_shape,
                              &thing, &found));
        assert_true(found);
        assert_false(thing.has_whole || thing.has_yes || thing.has_score || thing.has_at ||
                     thing.has_day || thing.has_month || thing.has_note);
        assert_int_equal(thing.whole, 0);
    }
}

static void null_in_a_plain_member_is_refused(void **state)
{
    Ctx *ctx = *state;
    static const Shape *const shape = &strict_shape;
    KIT_EACH_DATABASE(ctx, &catalogue)
    {
        assert_ok(ctx, add(ctx, "空"));
        ThingList list = {0};
        assert_fails(ctx, FAIL_DATABASE, db_all(ctx, WITHOUT_NAME, NO_BINDS, shape, &list));
        assert_contains(ctx->fail.message, "「whole」为空");
    }
}

static void a_number_outside_of_the_member_is_refused(void **state)
{
    Ctx *ctx = *state;
    static const Field wrong[] = {FIELD(Thing, yes, "是否", 0)};
    static const Shape wrong_shape = SHAPE(Thing, wrong);
    static const DbStatement two[] = {
        {.name = "two", SAME("SELECT 2 AS yes"), .binds = no_names, .source = "db_test.sql:20"}};
    static const DbCatalogue small = {.statements = two, .statement_count = 1};
    KIT_EACH_DATABASE(ctx, &small)
    {
        Thing thing;
        bool found = false;
        assert_fails(ctx, FAIL_DATABASE, db_one(ctx, 0, NO_BINDS, &wrong_shape, &thing, &found));
        assert_contains(ctx->fail.message, "「yes」");
    }
}

static void text_that_looks_like_sql_stays_text(void **state)
{
    Ctx *ctx = *state;
    static const char *const evil = "'); DROP TABLE thing; -- :name $1 \"\\";
    KIT_EACH_DATABASE(ctx, &catalogue)
    {
        assert_ok(ctx, add(ctx, evil));
        Thing thing;
        bool found = false;
        assert_ok(ctx, db_one(ctx, THING_BY_NAME, BINDS({"name", bind(str_of(evil))}), &thing_shape,
                              &thing, &found));
        assert_true(found);
        assert_str(thing.name, evil);
        assert_int_equal(count(ctx), 1);
    }
}

static void text_with_a_nul_byte_is_refused(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &catalogue)
    {
        assert_fails(ctx, FAIL_INVALID,
                     db_run(ctx, RENAME_ALL, BINDS({"note", bind(STR("a\0b"))}), NULL));
    }
}

/* ---- ways of asking ---------------------------------------------------------------------- */

static void one_tells_whether_there_was_a_row(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &catalogue)
    {
        Thing thing = {.id = 77};
        bool found = true;
        assert_ok(ctx, db_one(ctx, THING_BY_NAME, BINDS({"name", bind(STR("无"))}), &thing_shape,
                              &thing, &found));
        assert_false(found);
        assert_int_equal(thing.id, 77);
    }
}

static void one_refuses_a_second_row(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &catalogue)
    {
        assert_ok(ctx, add(ctx, "甲"));
        assert_ok(ctx, add(ctx, "乙"));
        Thing thing;
        bool found = false;
        assert_fails(ctx, FAIL_DATABASE,
                     db_one(ctx, ONE_OF_MANY, NO_BINDS, &thing_shape, &thing, &found));
        assert_contains(ctx->fail.message, "至多一行");
    }
}

static void all_gives_every_row_in_byte_order(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &catalogue)
    {
        static const char *const names[] = {"乙", "b", "甲", "B", "a", "_"};
        for (size_t i = 0; i < ARRAY_LEN(names); i++)
            assert_ok(ctx, add(ctx, names[i]));
        ThingList list = {0};
        assert_ok(ctx, db_all(ctx, ALL_THINGS, NO_BINDS, &thing_shape, &list));
        assert_int_equal(list.count, ARRAY_LEN(names));
        Buf order = buf_create(ctx->arena, KIB);
        LIST_EACH (Thing, thing, &list)
            buf_add(&order, thing->name);
        assert_str(buf_str(&order), "B_ab乙甲");
    }
}

typedef struct Sum {
    int rows;
    int stop_at;
} Sum;

static bool add_up(Ctx *ctx, void *row, void *self)
{
    Sum *sum = self;
    const Thing *thing = row;
    sum->rows++;
    if (sum->rows == sum->stop_at)
        return fail(ctx, FAIL_INVALID, "停在「%.*s」", STRF(thing->name));
    return true;
}

static void each_calls_back_row_by_row_and_can_stop(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &catalogue)
    {
        assert_ok(ctx, add(ctx, "甲"));
        assert_ok(ctx, add(ctx, "乙"));
        Thing row;
        Sum sum = {0};
        assert_ok(ctx, db_each(ctx, ALL_THINGS, NO_BINDS, &thing_shape, &row, add_up, &sum));
        assert_int_equal(sum.rows, 2);
        sum = (Sum){.stop_at = 1};
        assert_fails(ctx, FAIL_INVALID,
                     db_each(ctx, ALL_THINGS, NO_BINDS, &thing_shape, &row, add_up, &sum));
        assert_str(ctx->fail.message, "停在「乙」");
        sum = (Sum){0};
        assert_ok(ctx, db_each(ctx, ALL_THINGS, NO_BINDS, &thing_shape, &row, add_up, &sum));
        assert_int_equal(sum.rows, 2);
    }
}

static bool count_within(Ctx *ctx, void *row, void *self)
{
    (void)row;
    *(int64_t *)self += count(ctx);
    ThingList list = {0};
    assert_fails(ctx, FAIL_DATABASE, db_all(ctx, ALL_THINGS, NO_BINDS, &thing_shape, &list));
    return true;
}

static void another_statement_may_run_within_each_but_not_the_same(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &catalogue)
    {
        assert_ok(ctx, add(ctx, "甲"));
        assert_ok(ctx, add(ctx, "乙"));
        Thing row;
        int64_t sum = 0;
        assert_ok(ctx, db_each(ctx, ALL_THINGS, NO_BINDS, &thing_shape, &row, count_within, &sum));
        assert_int_equal(sum, 4);
    }
}

static void run_counts_the_rows_it_changed(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &catalogue)
    {
        int64_t changed = -1;
        assert_ok(ctx, db_run(ctx, RENAME_ALL, BINDS({"note", bind(STR("无"))}), &changed));
        assert_int_equal(changed, 0);
        assert_ok(ctx, add(ctx, "甲"));
        assert_ok(ctx, add(ctx, "乙"));
        assert_ok(ctx, db_run(ctx, RENAME_ALL, BINDS({"note", bind(STR("有"))}), &changed));
        assert_int_equal(changed, 2);
        assert_ok(ctx, db_run(ctx, ALL_THINGS, NO_BINDS, &changed));
        assert_int_equal(changed, 0);
    }
}

static void number_is_exact_or_refused(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &catalogue)
    {
        int64_t n = -1;
        assert_ok(ctx, db_number(ctx, EMPTY_MAX, NO_BINDS, &n));
        assert_int_equal(n, 0);
        assert_ok(ctx, add_whole(ctx, "甲", bind_int(INT64_MAX - 1)));
        assert_ok(ctx, add_whole(ctx, "乙", bind_int(1)));
        assert_ok(ctx, db_number(ctx, SUM_OF_WHOLE, NO_BINDS, &n));
        assert_true(n == INT64_MAX);
        assert_fails(ctx, FAIL_DATABASE, db_number(ctx, NOT_WHOLE, NO_BINDS, &n));
        assert_contains(ctx->fail.message, "不是整数");
    }
}

static void a_filter_left_open_gives_all(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &catalogue)
    {
        assert_ok(ctx, add_whole(ctx, "甲", bind_int(1)));
        assert_ok(ctx, add_whole(ctx, "乙", bind_int(2)));
        ThingList list = {0};
        assert_ok(ctx,
                  db_all(ctx, OPEN_FILTER, BINDS({"whole", bind_null()}), &thing_shape, &list));
        assert_int_equal(list.count, 2);
        assert_ok(ctx, db_all(ctx, OPEN_FILTER, BINDS({"whole", bind(2)}), &thing_shape, &list));
        assert_int_equal(list.count, 1);
        assert_str(list.at[0].name, "乙");
    }
}

/* ---- what does not fit ------------------------------------------------------------------- */

static void a_required_member_without_column_is_named(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &catalogue)
    {
        ThingList list = {0};
        assert_fails(ctx, FAIL_DATABASE, db_all(ctx, WITHOUT_NAME, NO_BINDS, &thing_shape, &list));
        assert_contains(ctx->fail.message, "「without_name」的列「name」缺失");
        assert_contains(ctx->fail.detail, "db_test.sql:7");
    }
}

static void a_column_without_member_is_named(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &catalogue)
    {
        ThingList list = {0};
        assert_fails(ctx, FAIL_DATABASE, db_all(ctx, WITH_STRANGER, NO_BINDS, &thing_shape, &list));
        assert_contains(ctx->fail.message, "「stranger」没有对应的成员");
    }
}

static void binds_go_by_name_and_must_all_be_there(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &catalogue)
    {
        assert_ok(ctx, db_run(ctx, ADD_THING,
                              BINDS({"note", bind(STR("注"))}, {"month", bind_null()},
                                    {"day", bind_null()}, {"at", bind_null()},
                                    {"score", bind_null()}, {"yes", bind((bool)false)},
                                    {"whole", bind(7)}, {"name", bind(STR("倒"))}),
                              NULL));
        Thing thing;
        bool found = false;
        assert_ok(ctx, db_one(ctx, THING_BY_NAME, BINDS({"name", bind(STR("倒"))}), &thing_shape,
                              &thing, &found));
        assert_true(found && thing.whole == 7 && thing.has_yes && !thing.yes);
        assert_str(thing.note, "注");
        assert_fails(ctx, FAIL_DATABASE, db_run(ctx, RENAME_ALL, NO_BINDS, NULL));
        assert_contains(ctx->fail.message, "缺少参数「note」");
        assert_fails(ctx, FAIL_DATABASE,
                     db_run(ctx, RENAME_ALL, BINDS({"note", bind(1)}, {"naem", bind(1)}), NULL));
        assert_contains(ctx->fail.message, "没有参数「naem」");
    }
}

static void a_second_row_of_the_same_name_is_a_conflict(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &catalogue)
    {
        assert_ok(ctx, add(ctx, "甲"));
        assert_fails(ctx, FAIL_CONFLICT, add(ctx, "甲"));
        assert_contains(ctx->fail.detail, "add_thing");
        assert_fails(ctx, FAIL_DATABASE, db_run(ctx, ADD_PART, BINDS({"thing", bind(99)}), NULL));
    }
}

static void prepare_all_names_the_statement_that_does_not_fit(void **state)
{
    Ctx *ctx = *state;
    static const DbStatement wrong[] = {
        {.name = "good", SAME("SELECT 1 AS n"), .binds = no_names, .source = "x.sql:1"},
        {.name = "typo", SAME("SELECT nmae FROM thing"), .binds = no_names, .source = "x.sql:9"},
    };
    static const DbCatalogue typo = {
        .statements = wrong, .statement_count = 2, .migrations = migrations, .migration_count = 1};
    KIT_EACH_DATABASE(ctx, &typo)
    {
        assert_fails(ctx, FAIL_DATABASE, db_prepare_all(ctx, ctx->db));
        assert_contains(ctx->fail.detail, "typo（x.sql:9）");
        assert_contains(ctx->fail.detail, "nmae");
    }
    KIT_EACH_DATABASE(ctx, &catalogue)
    assert_ok(ctx, db_prepare_all(ctx, ctx->db));
}

static void a_strange_address_is_refused_with_the_forms_known(void **state)
{
    Ctx *ctx = *state;
    Db *db;
    assert_fails(ctx, FAIL_USAGE, db_open(ctx, STR("mysql://x"), &catalogue, &db));
    assert_contains(ctx->fail.hint, "postgresql://");
    assert_fails(ctx, FAIL_DATABASE,
                 db_open(ctx, STR("sqlite:/no/such/folder/x.db"), &catalogue, &db));
    assert_contains(ctx->fail.message, "/no/such/folder/x.db");
    Str nobody = STR("postgresql://u:geheim@/x?host=/no/such/folder");
    assert_fails(ctx, FAIL_DATABASE, db_open(ctx, nobody, &catalogue, &db));
    assert_null(strstr(kit_failure(ctx), "geheim"));
}

/* ---- a lost server ----------------------------------------------------------------------- */

static void a_lost_connection_is_made_again_outside_of_a_transaction(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &catalogue)
    {
        if (db_kind(ctx->db) != DB_POSTGRESQL)
            continue;
        Ctx other = {.arena = ctx->arena};
        assert_ok(&other, db_open(&other, kit_database->address, &catalogue, &other.db));
        assert_ok(ctx, add(ctx, "甲"));
        for (int within = 0; within < 2; within++) {
            int64_t pid = 0, killed = 0;
            assert_ok(ctx, db_number(ctx, OWN_PID, NO_BINDS, &pid));
            if (within)
                assert_ok(ctx, db_begin(ctx));
            assert_ok(&other, db_number(&other, KILL, BINDS({"pid", bind(pid)}), &killed));
            assert_int_equal(killed, 1);
            assert_fails(ctx, FAIL_DATABASE, add(ctx, "乙"));
            assert_contains(ctx->fail.message, "断开");
            if (within)
                assert_false(db_rollback(ctx));
            assert_int_equal(count(ctx), 1);
        }
        db_close(other.db);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(every_kind_comes_back_as_it_went),
        KIT_TEST(null_is_absent_where_the_member_may_be),
        KIT_TEST(null_in_a_plain_member_is_refused),
        KIT_TEST(a_number_outside_of_the_member_is_refused),
        KIT_TEST(text_that_looks_like_sql_stays_text),
        KIT_TEST(text_with_a_nul_byte_is_refused),
        KIT_TEST(one_tells_whether_there_was_a_row),
        KIT_TEST(one_refuses_a_second_row),
        KIT_TEST(all_gives_every_row_in_byte_order),
        KIT_TEST(each_calls_back_row_by_row_and_can_stop),
        KIT_TEST(another_statement_may_run_within_each_but_not_the_same),
        KIT_TEST(run_counts_the_rows_it_changed),
        KIT_TEST(number_is_exact_or_refused),
        KIT_TEST(a_filter_left_open_gives_all),
        KIT_TEST(a_required_member_without_column_is_named),
        KIT_TEST(a_column_without_member_is_named),
        KIT_TEST(binds_go_by_name_and_must_all_be_there),
        KIT_TEST(a_second_row_of_the_same_name_is_a_conflict),
        KIT_TEST(prepare_all_names_the_statement_that_does_not_fit),
        KIT_TEST(a_strange_address_is_refused_with_the_forms_known),
        KIT_TEST(a_lost_connection_is_made_again_outside_of_a_transaction),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
