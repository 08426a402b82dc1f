#include "port/db.h"

#include "kit/kit_database.h"

enum { ADD, COUNT_INDEXES };

static const char *const no_names[] = {NULL};
static const DbStatement statements[] = {
    [ADD] = {.name = "add",
             .sqlite = "INSERT INTO line(text, day) VALUES (:text, 1)",
             .postgresql = "INSERT INTO line(text, day) VALUES ($1, 1)",
             .binds = (const char *const[]){"text", NULL},
             .source = "line.sql:1"},
    [COUNT_INDEXES] = {.name = "count_indexes",
                       .sqlite = "SELECT count(*) FROM sqlite_schema WHERE type = 'index' AND "
                                 "tbl_name IN ('line', 'other')",
                       .postgresql = "SELECT count(*) FROM pg_indexes WHERE tablename IN "
                                     "('line', 'other')",
                       .binds = no_names,
                       .source = "line.sql:2"},
};
static const DbMigration migrations[] = {
    {.module = "line",
     .number = 1,
     .name = "0001_line",
     .text = "CREATE TABLE line (text {{text}} NOT NULL PRIMARY KEY, day {{int}} NOT NULL)"
             " {{strict}};\n"
             "CREATE TABLE other (day {{int}} NOT NULL) {{strict}};\n"
             "CREATE INDEX line_day ON line (day) WHERE day > 0;\n"
             "CREATE INDEX other_day ON other (day)"},
};
static const DbCatalogue catalogue = {.statements = statements,
                                      .statement_count = ARRAY_LEN(statements),
                                      .migrations = migrations,
                                      .migration_count = ARRAY_LEN(migrations)};

#define INDEXES 3 /* and that of the key */

static bool add(Ctx *ctx, const char *text)
{
    return db_run(ctx, ADD, BINDS({"text", bind(str_of(text))}), /* changed= */ NULL);
}

static int64_t count_indexes(Ctx *ctx)
{
    int64_t count = -1;
    assert_ok(ctx, db_number(ctx, COUNT_INDEXES, NO_BINDS, &count));
    return count;
}

static void indexes_come_back_with_the_rows_added_meanwhile(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &catalogue)
    {
        DbIndexes indexes;
        int64_t away = db_kind(ctx->db) == DB_SQLITE ? 1 : 0;
        assert_ok(ctx, db_expect_many(ctx));
        assert_ok(ctx, db_begin(ctx));
        assert_ok(ctx, add(ctx, "甲"));
        assert_ok(ctx, db_indexes_away(ctx, "line", &indexes));
        assert_int_equal(count_indexes(ctx), INDEXES - away);
        assert_ok(ctx, add(ctx, "乙"));
        assert_ok(ctx, db_indexes_back(ctx, &indexes));
        assert_int_equal(count_indexes(ctx), INDEXES);
        assert_ok(ctx, db_commit(ctx));
        assert_int_equal(count_indexes(ctx), INDEXES);
    }
}

static void a_key_stays_while_indexes_are_away(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &catalogue)
    {
        DbIndexes indexes;
        assert_ok(ctx, db_begin(ctx));
        assert_ok(ctx, db_indexes_away(ctx, "line", &indexes));
        assert_ok(ctx, add(ctx, "甲"));
        assert_false(add(ctx, "甲"));
        assert_int_equal(ctx->fail.code, FAIL_CONFLICT);
        assert_false(db_rollback(ctx));
        fail_clear(ctx);
        assert_int_equal(count_indexes(ctx), INDEXES);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(indexes_come_back_with_the_rows_added_meanwhile),
        KIT_TEST(a_key_stays_while_indexes_are_away),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
