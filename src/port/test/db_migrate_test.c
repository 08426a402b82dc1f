#include "port/db_migrate.h"

#include "kit/kit_database.h"

#define NUMBER(text) .sqlite = (text), .postgresql = (text)

static const char *const no_names[] = {NULL};

enum { COUNT_NOTED, COUNT_TABLE, NEWEST_TIME, ADD_WITHOUT_ID };
static const DbStatement statements[] = {
    [COUNT_NOTED] = {.name = "count_noted",
                     NUMBER("SELECT count(*) FROM schema_migration"),
                     .binds = no_names,
                     .source = "a.sql:1"},
    [COUNT_TABLE] = {.name = "count_table",
                     NUMBER("SELECT count(*) FROM first"),
                     .binds = no_names,
                     .source = "a.sql:2"},
    [NEWEST_TIME] = {.name = "newest_time",
                     NUMBER("SELECT max(applied_at) FROM schema_migration"),
                     .binds = no_names,
                     .source = "a.sql:3"},
    [ADD_WITHOUT_ID] = {.name = "add_without_id",
                        NUMBER("INSERT INTO first(name) VALUES ('甲') RETURNING id"),
                        .binds = no_names,
                        .source = "a.sql:4"},
};

#define FIRST                                                                                      \
    {                                                                                              \
        .module = "alpha", .number = 1, .name = "0001_first",                                      \
        .text = "CREATE TABLE first (id {{id}}, name {{text}}, n {{int}}) {{strict}};\n"           \
                "CREATE INDEX first_name ON first(name);\n"                                        \
    }
#define SECOND                                                                                     \
    {                                                                                              \
        .module = "alpha", .number = 2, .name = "0002_second",                                     \
        .text = "ALTER TABLE first ADD COLUMN day {{int}};"                                        \
    }
#define OTHER                                                                                      \
    {                                                                                              \
        .module = "beta", .number = 1, .name = "0001_other",                                       \
        .text = "CREATE TABLE other (x {{int}}) {{strict}}"                                        \
    }
static const DbMigration only_first[] = {FIRST};
static const DbMigration both[] = {FIRST, SECOND, OTHER};
static const DbMigration without_alpha[] = {OTHER};
static const DbMigration changed_first[] = {
    {.module = "alpha", .number = 1, .name = "0001_first", .text = "CREATE TABLE first (x TEXT)"},
};
static const DbMigration second_wrong[] = {
    FIRST,
    {.module = "alpha",
     .number = 2,
     .name = "0002_wrong",
     .text = "CREATE TABLE half (x {{int}}) {{strict}}; CREATE TABLE first (x {{int}});"},
};

static DbCatalogue with(const DbMigration *migrations, size_t count)
{
    return (DbCatalogue){.statements = statements,
                         .statement_count = ARRAY_LEN(statements),
                         .migrations = migrations,
                         .migration_count = count};
}
#define WITH(migrations) with((migrations), ARRAY_LEN(migrations))

static int64_t number(Ctx *ctx, int statement)
{
    int64_t n = -1;
    assert_ok(ctx, db_number(ctx, statement, NO_BINDS, &n));
    return n;
}

static int pending(Ctx *ctx)
{
    int n = -1;
    assert_ok(ctx, db_pending(ctx, ctx->db, &n));
    return n;
}

/* The same database opened by another version of the program. NULL in memory. */
static Ctx *opened_by(Ctx *ctx, const KitDatabase *database, const DbCatalogue *catalogue)
{
    if (strcmp(database->which, KIT_SQLITE_MEMORY) == 0)
        return NULL;
    Ctx *other = NEW(ctx->arena, Ctx, 1);
    *other = (Ctx){.arena = ctx->arena, .clock = ctx->clock};
    assert_ok(other, db_open(other, database->address, catalogue, &other->db));
    return other;
}

static void an_empty_database_gets_all_and_notes_when(void **state)
{
    Ctx *ctx = *state;
    DbCatalogue catalogue = WITH(both);
    const char *const *which = kit_databases(ctx);
    for (; *which; which++) {
        KitDatabase *database = kit_database_open(ctx, *which, &catalogue);
        assert_int_equal(pending(ctx), 3);
        assert_ok(ctx, db_migrate(ctx, ctx->db));
        assert_int_equal(pending(ctx), 0);
        assert_int_equal(number(ctx, COUNT_NOTED), 3);
        assert_int_equal(number(ctx, COUNT_TABLE), 0);
        assert_int_equal(number(ctx, NEWEST_TIME), KIT_NOW.ms);
        kit_database_close(database);
    }
}

static void a_second_run_does_nothing(void **state)
{
    Ctx *ctx = *state;
    DbCatalogue catalogue = WITH(both);
    KIT_EACH_DATABASE(ctx, &catalogue)
    {
        assert_ok(ctx, db_migrate(ctx, ctx->db));
        assert_int_equal(number(ctx, COUNT_NOTED), 3);
    }
}

static void an_id_is_made_by_the_database(void **state)
{
    Ctx *ctx = *state;
    DbCatalogue catalogue = WITH(only_first);
    KIT_EACH_DATABASE(ctx, &catalogue)
    {
        assert_int_equal(number(ctx, ADD_WITHOUT_ID), 1);
        assert_int_equal(number(ctx, ADD_WITHOUT_ID), 2);
    }
}

static void a_newer_program_runs_only_what_is_new(void **state)
{
    Ctx *ctx = *state;
    DbCatalogue old = WITH(only_first), newer = WITH(both);
    KIT_EACH_DATABASE(ctx, &old)
    {
        Ctx *other = opened_by(ctx, kit_database, &newer);
        if (!other)
            continue;
        assert_int_equal(pending(other), 2);
        assert_ok(other, db_migrate(other, other->db));
        assert_int_equal(number(other, COUNT_NOTED), 3);
        db_close(other->db);
    }
}

static void a_schema_newer_than_the_program_is_refused(void **state)
{
    Ctx *ctx = *state;
    DbCatalogue old = WITH(only_first), newer = WITH(both);
    KIT_EACH_DATABASE(ctx, &newer)
    {
        Ctx *other = opened_by(ctx, kit_database, &old);
        if (!other)
            continue;
        assert_fails(other, FAIL_STATE, db_migrate(other, other->db));
        assert_contains(other->fail.message, "数据库比程序新");
        assert_contains(other->fail.detail, "alpha/0002_second");
        db_close(other->db);
    }
}

static void a_module_that_left_the_build_is_no_newer_schema(void **state)
{
    Ctx *ctx = *state;
    DbCatalogue all = WITH(both), fewer = WITH(without_alpha);
    KIT_EACH_DATABASE(ctx, &all)
    {
        Ctx *other = opened_by(ctx, kit_database, &fewer);
        if (!other)
            continue;
        assert_ok(other, db_migrate(other, other->db));
        db_close(other->db);
    }
}

static void a_migration_changed_after_its_run_is_refused(void **state)
{
    Ctx *ctx = *state;
    DbCatalogue old = WITH(only_first), changed = WITH(changed_first);
    KIT_EACH_DATABASE(ctx, &old)
    {
        Ctx *other = opened_by(ctx, kit_database, &changed);
        if (!other)
            continue;
        assert_fails(other, FAIL_STATE, db_migrate(other, other->db));
        assert_contains(other->fail.message, "alpha/0001_first");
        assert_contains(other->fail.hint, "写成新的迁移");
        db_close(other->db);
    }
}

static void a_migration_that_fails_takes_all_back(void **state)
{
    Ctx *ctx = *state;
    DbCatalogue catalogue = WITH(second_wrong);
    const char *const *which = kit_databases(ctx);
    for (; *which; which++) {
        KitDatabase *database = kit_database_open(ctx, *which, &catalogue);
        assert_fails(ctx, FAIL_DATABASE, db_migrate(ctx, ctx->db));
        assert_str(ctx->fail.whiles[0], "执行迁移 alpha/0002_wrong");
        assert_int_equal(pending(ctx), 2);
        kit_database_close(database);
    }
}

static void whichever_statement_fails_nothing_is_half_done(void **state)
{
    Ctx *ctx = *state;
    DbCatalogue catalogue = WITH(both);
    const char *const *which = kit_databases(ctx);
    for (; *which; which++) {
        KitDatabase *database = kit_database_open(ctx, *which, &catalogue);
        size_t n = 1;
        for (;; n++) {
            db_refuse_nth(ctx->db, n);
            if (db_migrate(ctx, ctx->db))
                break;
            assert_true(n < 50);
            /* Only the unlocking comes after the commit. */
            db_refuse_nth(ctx->db, 0);
            int left = pending(ctx);
            assert_true(left == 3 || left == 0);
            if (left == 0)
                break;
        }
        assert_true(n > 8);
        db_refuse_nth(ctx->db, 0);
        assert_int_equal(number(ctx, COUNT_NOTED), 3);
        kit_database_close(database);
    }
}

static void an_unknown_word_is_named(void **state)
{
    Ctx *ctx = *state;
    static const DbMigration wrong = {
        .module = "alpha", .number = 1, .name = "0001_x", .text = "CREATE TABLE x (y {{float}})"};
    Str text;
    assert_fails(ctx, FAIL_SYNTAX, db_migration_text(ctx, &wrong, DB_SQLITE, &text));
    assert_contains(ctx->fail.message, "{{float}}");
}

static void words_are_replaced_for_each_dialect(void **state)
{
    Ctx *ctx = *state;
    static const DbMigration first = FIRST;
    Str text;
    assert_ok(ctx, db_migration_text(ctx, &first, DB_SQLITE, &text));
    assert_contains(text, "(id INTEGER PRIMARY KEY, name TEXT, n INTEGER) STRICT;");
    assert_ok(ctx, db_migration_text(ctx, &first, DB_POSTGRESQL, &text));
    assert_contains(text, "(id BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,"
                          " name TEXT COLLATE \"C\", n BIGINT) ;");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(an_empty_database_gets_all_and_notes_when),
        KIT_TEST(a_second_run_does_nothing),
        KIT_TEST(an_id_is_made_by_the_database),
        KIT_TEST(a_newer_program_runs_only_what_is_new),
        KIT_TEST(a_schema_newer_than_the_program_is_refused),
        KIT_TEST(a_module_that_left_the_build_is_no_newer_schema),
        KIT_TEST(a_migration_changed_after_its_run_is_refused),
        KIT_TEST(a_migration_that_fails_takes_all_back),
        KIT_TEST(whichever_statement_fails_nothing_is_half_done),
        KIT_TEST(an_unknown_word_is_named),
        KIT_TEST(words_are_replaced_for_each_dialect),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
