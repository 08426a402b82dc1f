/* Work kept for the end of a transaction, and groups whose members have no savepoints. */
#include "port/db.h"

#include "kit/kit_database.h"

enum { ADD, COUNT };

static const char *const no_names[] = {NULL};
static const DbStatement statements[] = {
    [ADD] = {.name = "add",
             .sqlite = "INSERT INTO line(text) VALUES (:text)",
             .postgresql = "INSERT INTO line(text) VALUES ($1)",
             .binds = (const char *const[]){"text", NULL},
             .source = "line.sql:1"},
    [COUNT] = {.name = "count",
               .sqlite = "SELECT count(*) FROM line",
               .postgresql = "SELECT count(*) FROM line",
               .binds = no_names,
               .source = "line.sql:2"},
};
static const DbMigration migrations[] = {
    {.module = "line",
     .number = 1,
     .name = "0001_line",
     .text = "CREATE TABLE line (text {{text}} NOT NULL PRIMARY KEY) {{strict}}"},
};
static const DbCatalogue catalogue = {.statements = statements,
                                      .statement_count = ARRAY_LEN(statements),
                                      .migrations = migrations,
                                      .migration_count = ARRAY_LEN(migrations)};

static bool add(Ctx *ctx, const char *text)
{
    return db_run(ctx, ADD, BINDS({"text", bind(str_of(text))}), /* changed= */ NULL);
}

static int64_t count(Ctx *ctx)
{
    int64_t n = -1;
    assert_ok(ctx, db_number(ctx, COUNT, NO_BINDS, &n));
    return n;
}

/* ---- deferred work ---------------------------------------------------------------------------
 */

typedef struct Piece {
    DbDeferred deferred;
    const char *text;
} Piece;

static int64_t written;

/* One row for all: the newest's text. */
static bool write_newest(Ctx *ctx, const DbDeferred *newest)
{
    for (const DbDeferred *piece = newest; piece; piece = piece->before)
        written++;
    return add(ctx, ((const Piece *)newest)->text);
}

static const DbDeferredKind line_kind = {"写一行", write_newest};

static void later(Ctx *ctx, const char *text)
{
    ((Piece *)db_defer(ctx, &line_kind, sizeof(Piece)))->text = text;
}

static void it_is_done_once_at_the_end(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &catalogue)
    {
        written = 0;
        assert_ok(ctx, db_begin(ctx));
        assert_null(db_deferred(ctx->db, &line_kind));
        later(ctx, "甲");
        assert_ok(ctx, db_begin(ctx));
        later(ctx, "乙");
        assert_ok(ctx, db_commit(ctx));
        assert_int_equal(count(ctx), 0);
        assert_string_equal(((const Piece *)db_deferred(ctx->db, &line_kind))->text, "乙");
        assert_ok(ctx, db_commit(ctx));
        assert_int_equal(written, 2);
        assert_int_equal(count(ctx), 1);
        assert_null(db_deferred(ctx->db, &line_kind));
        assert_ok(ctx, db_begin(ctx));
        assert_ok(ctx, db_commit(ctx));
        assert_int_equal(written, 2);
    }
}

static void what_is_taken_back_takes_its_pieces_along(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &catalogue)
    {
        written = 0;
        assert_ok(ctx, db_begin(ctx));
        assert_ok(ctx, db_begin(ctx));
        later(ctx, "里");
        assert_false(db_rollback(ctx));
        assert_null(db_deferred(ctx->db, &line_kind));
        later(ctx, "外");
        assert_ok(ctx, db_begin(ctx));
        later(ctx, "又");
        assert_false(db_rollback(ctx));
        assert_string_equal(((const Piece *)db_deferred(ctx->db, &line_kind))->text, "外");
        assert_ok(ctx, db_commit(ctx));
        assert_int_equal(written, 1);
        assert_ok(ctx, db_begin(ctx));
        later(ctx, "弃");
        assert_false(db_rollback(ctx));
        assert_int_equal(written, 1);
        assert_int_equal(count(ctx), 1);
    }
}

static void when_it_fails_nothing_is_committed(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &catalogue)
    {
        assert_ok(ctx, db_begin(ctx));
        assert_ok(ctx, add(ctx, "甲"));
        later(ctx, "甲"); /* there is one already */
        assert_fails(ctx, FAIL_CONFLICT, db_commit(ctx));
        assert_false(db_in_transaction(ctx->db));
        assert_int_equal(count(ctx), 0);
    }
}

/* The memory of a loop over many rows is given back between them. */
static void pieces_outlive_the_memory_of_the_work(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &catalogue)
    {
        assert_ok(ctx, db_begin(ctx));
        for (int i = 0; i < 100; i++) {
            ArenaMark mark = arena_mark(ctx->arena);
            later(ctx, "甲");
            arena_rewind(ctx->arena, mark);
            memset(NEW(ctx->arena, char, 4096), 0xAA, 4096);
        }
        written = 0;
        assert_ok(ctx, db_commit(ctx));
        assert_int_equal(written, 100);
    }
}

/* ---- bare groups -----------------------------------------------------------------------------
 */

static void members_of_a_bare_group_are_kept_together(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &catalogue)
    {
        assert_ok(ctx, db_begin_group(ctx, DB_GROUP_BARE));
        assert_ok(ctx, db_begin(ctx));
        assert_ok(ctx, add(ctx, "甲"));
        assert_ok(ctx, db_begin(ctx));
        assert_ok(ctx, add(ctx, "乙"));
        assert_ok(ctx, db_commit(ctx));
        assert_ok(ctx, db_commit(ctx));
        assert_ok(ctx, db_begin(ctx)); /* one that only looks */
        assert_int_equal(count(ctx), 2);
        assert_false(db_rollback(ctx));
        assert_true(db_group_stands(ctx->db));
        assert_false(db_group_is_spoilt(ctx->db));
        assert_ok(ctx, db_commit(ctx));
        assert_int_equal(count(ctx), 2);
    }
}

static void one_that_takes_back_what_it_wrote_spoils_it(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &catalogue)
    {
        assert_ok(ctx, db_begin_group(ctx, DB_GROUP_BARE));
        assert_ok(ctx, db_begin(ctx));
        assert_ok(ctx, add(ctx, "甲"));
        assert_ok(ctx, db_commit(ctx));
        assert_ok(ctx, db_begin(ctx));
        assert_ok(ctx, add(ctx, "乙"));
        assert_false(db_rollback(ctx));
        assert_false(db_group_stands(ctx->db));
        assert_true(db_group_is_spoilt(ctx->db));
        assert_fails(ctx, FAIL_DATABASE, db_commit(ctx));
        assert_false(db_in_transaction(ctx->db));
        assert_true(db_group_is_spoilt(ctx->db));
        assert_int_equal(count(ctx), 0);
        assert_ok(ctx, db_begin_group(ctx, DB_GROUP_WITH_SAVEPOINTS));
        assert_false(db_group_is_spoilt(ctx->db));
        assert_ok(ctx, db_begin(ctx));
        assert_ok(ctx, add(ctx, "乙"));
        assert_false(db_rollback(ctx));
        assert_true(db_group_stands(ctx->db));
        assert_ok(ctx, db_commit(ctx));
    }
}

static void one_whose_statement_fails_spoils_it(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &catalogue)
    {
        assert_ok(ctx, db_begin_group(ctx, DB_GROUP_BARE));
        assert_ok(ctx, db_begin(ctx));
        assert_ok(ctx, add(ctx, "甲"));
        assert_ok(ctx, db_commit(ctx));
        assert_ok(ctx, db_begin(ctx));
        assert_fails(ctx, FAIL_CONFLICT, add(ctx, "甲"));
        assert_false(db_rollback(ctx));
        assert_true(db_group_is_spoilt(ctx->db));
        assert_false(db_rollback(ctx));
        assert_int_equal(count(ctx), 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(it_is_done_once_at_the_end),
        KIT_TEST(what_is_taken_back_takes_its_pieces_along),
        KIT_TEST(when_it_fails_nothing_is_committed),
        KIT_TEST(pieces_outlive_the_memory_of_the_work),
        KIT_TEST(members_of_a_bare_group_are_kept_together),
        KIT_TEST(one_that_takes_back_what_it_wrote_spoils_it),
        KIT_TEST(one_whose_statement_fails_spoils_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
