/* No change without an audit entry: the statements of src/port/test/scope on all databases. */
#include "kit/kit_database.h"
#include "shop_ids.h"

static bool add_plain(Ctx *ctx)
{
    return db_run(ctx, SQL_PLAIN_ADD, BINDS({"n", bind(1)}), NULL);
}

static bool note(Ctx *ctx)
{
    return db_run(ctx, SQL_NOTE_ADD, BINDS({"words", bind(STR("改动"))}), NULL);
}

static int64_t count(Ctx *ctx)
{
    int64_t n = -1;
    assert_ok(ctx, db_number(ctx, SQL_PLAIN_COUNT, NO_BINDS, &n));
    return n;
}

static void a_change_with_an_entry_is_committed(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        assert_ok(ctx, db_begin(ctx));
        assert_ok(ctx, add_plain(ctx));
        assert_ok(ctx, note(ctx));
        assert_ok(ctx, db_commit(ctx));
        assert_int_equal(count(ctx), 1);
    }
}

static void a_change_without_an_entry_is_rolled_back(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        assert_ok(ctx, db_begin(ctx));
        assert_ok(ctx, add_plain(ctx));
        assert_fails(ctx, FAIL_DATABASE, db_commit(ctx));
        assert_contains(ctx->fail.message, "没有记入审计");
        assert_int_equal(count(ctx), 0);
        assert_ok(ctx, db_begin(ctx)); /* and the next may begin */
        assert_ok(ctx, db_commit(ctx));
    }
}

static void a_change_outside_of_a_transaction_is_refused(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        assert_fails(ctx, FAIL_DATABASE, add_plain(ctx));
        assert_contains(ctx->fail.message, "没有记入审计");
        assert_int_equal(count(ctx), 0);
        assert_ok(ctx, db_run(ctx, SQL_TALLY_ADD, BINDS({"n", bind(1)}), NULL));
    }
}

/* An entry written in a savepoint that was taken back is none, and no more is a change. */
static void what_was_taken_back_does_not_count(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        assert_ok(ctx, db_begin(ctx));
        assert_ok(ctx, add_plain(ctx));
        assert_ok(ctx, db_begin(ctx));
        assert_ok(ctx, note(ctx));
        assert_false(db_rollback(ctx));
        assert_fails(ctx, FAIL_DATABASE, db_commit(ctx));

        assert_ok(ctx, db_begin(ctx));
        assert_ok(ctx, db_begin(ctx));
        assert_ok(ctx, add_plain(ctx));
        assert_false(db_rollback(ctx));
        assert_ok(ctx, db_commit(ctx));
        assert_int_equal(count(ctx), 0);
    }
}

/* The next transaction does not profit from the entry of the one before. */
static void an_entry_counts_for_its_own_transaction(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        assert_ok(ctx, db_begin(ctx));
        assert_ok(ctx, note(ctx));
        assert_ok(ctx, db_commit(ctx));
        assert_ok(ctx, db_begin(ctx));
        assert_ok(ctx, add_plain(ctx));
        assert_fails(ctx, FAIL_DATABASE, db_commit(ctx));
    }
}

/* A change in a savepoint may be noted around it. */
static void a_savepoint_is_no_end(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        assert_ok(ctx, db_begin(ctx));
        assert_ok(ctx, db_begin(ctx));
        assert_ok(ctx, add_plain(ctx));
        assert_ok(ctx, db_commit(ctx));
        assert_ok(ctx, note(ctx));
        assert_ok(ctx, db_commit(ctx));
        assert_int_equal(count(ctx), 1);
    }
}

static void what_touches_no_row_needs_no_entry(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        assert_ok(ctx, db_begin(ctx));
        assert_ok(ctx, db_run(ctx, SQL_PLAIN_RAISE, BINDS({"n", bind(99)}), NULL));
        assert_ok(ctx, db_commit(ctx));
    }
}

static void unaudited_tables_need_no_entry(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        assert_ok(ctx, db_begin(ctx));
        assert_ok(ctx, db_run(ctx, SQL_TALLY_ADD, BINDS({"n", bind(1)}), NULL));
        assert_ok(ctx, db_commit(ctx));
    }
}

static void count_call(Db *db, void *self)
{
    (void)db;
    *(int *)self += 1;
}

static void after_an_entry_is_committed_one_is_told_once(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        int calls = 0;
        db_after_audit(ctx->db, count_call, &calls);
        assert_ok(ctx, db_begin(ctx));
        assert_ok(ctx, db_begin(ctx));
        assert_ok(ctx, note(ctx));
        assert_ok(ctx, db_commit(ctx));
        assert_int_equal(calls, 0); /* not yet */
        assert_ok(ctx, db_commit(ctx));
        assert_int_equal(calls, 1);
        assert_ok(ctx, db_begin(ctx));
        assert_ok(ctx, note(ctx));
        assert_false(db_rollback(ctx));
        assert_ok(ctx, db_begin(ctx));
        assert_ok(ctx, db_commit(ctx));
        assert_int_equal(calls, 1);
    }
}

static void members_of_a_group_answer_each_for_itself(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        int calls = 0;
        db_after_audit(ctx->db, count_call, &calls);
        assert_ok(ctx, db_begin_group(ctx, DB_GROUP_WITH_SAVEPOINTS));
        assert_ok(ctx, db_begin(ctx)); /* one that notes what it does */
        assert_ok(ctx, add_plain(ctx));
        assert_ok(ctx, note(ctx));
        assert_ok(ctx, db_commit(ctx));
        assert_ok(ctx, db_begin(ctx)); /* one that does not, and cannot hide behind the first */
        assert_ok(ctx, add_plain(ctx));
        assert_fails(ctx, FAIL_DATABASE, db_commit(ctx));
        assert_ok(ctx, db_begin(ctx)); /* one that gives up */
        assert_ok(ctx, add_plain(ctx));
        assert_false(db_rollback(ctx));
        assert_true(db_group_stands(ctx->db));
        assert_int_equal(calls, 0);
        assert_ok(ctx, db_commit(ctx));
        assert_int_equal(calls, 1);
        assert_false(db_group_stands(ctx->db));
        assert_int_equal(count(ctx), 1);
    }
}

static void a_transaction_after_a_group_is_none(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        assert_ok(ctx, db_begin_group(ctx, DB_GROUP_WITH_SAVEPOINTS));
        assert_false(db_rollback(ctx));
        assert_ok(ctx, db_begin(ctx));
        assert_ok(ctx, db_begin(ctx));
        assert_ok(ctx, add_plain(ctx));
        assert_ok(ctx, db_commit(ctx)); /* a savepoint is no end, as before */
        assert_ok(ctx, note(ctx));
        assert_ok(ctx, db_commit(ctx));
        assert_int_equal(count(ctx), 1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(members_of_a_group_answer_each_for_itself),
        KIT_TEST(a_transaction_after_a_group_is_none),
        KIT_TEST(a_change_with_an_entry_is_committed),
        KIT_TEST(a_change_without_an_entry_is_rolled_back),
        KIT_TEST(a_change_outside_of_a_transaction_is_refused),
        KIT_TEST(what_was_taken_back_does_not_count),
        KIT_TEST(an_entry_counts_for_its_own_transaction),
        KIT_TEST(a_savepoint_is_no_end),
        KIT_TEST(what_touches_no_row_needs_no_entry),
        KIT_TEST(unaudited_tables_need_no_entry),
        KIT_TEST(after_an_entry_is_committed_one_is_told_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
