#include "port/db.h"

#include "kit/kit_database.h"

#include <pthread.h>

enum { ADD, COUNT, READ_ALL };

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
    [READ_ALL] = {.name = "read_all",
                  .sqlite = "SELECT text FROM line ORDER BY text",
                  .postgresql = "SELECT text FROM line ORDER BY text",
                  .binds = no_names,
                  .source = "line.sql:3"},
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

typedef struct Line {
    Str text;
} Line;
LIST_OF(Line, LineList);
static const Field line_fields[] = {FIELD(Line, text, "文本", FIELD_REQUIRED)};
static const Shape line_shape = SHAPE(Line, line_fields);

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

static void what_was_committed_stays(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &catalogue)
    {
        assert_ok(ctx, db_begin(ctx));
        assert_ok(ctx, add(ctx, "甲"));
        assert_ok(ctx, db_commit(ctx));
        assert_int_equal(count(ctx), 1);
    }
}

static void a_rollback_takes_back_and_keeps_the_failure(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &catalogue)
    {
        assert_ok(ctx, db_begin(ctx));
        assert_ok(ctx, add(ctx, "甲"));
        fail(ctx, FAIL_STATE, "已冻结");
        assert_false(db_rollback(ctx));
        assert_str(ctx->fail.message, "已冻结");
        assert_int_equal(count(ctx), 0);
    }
}

static void an_inner_transaction_is_taken_back_alone(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &catalogue)
    {
        assert_ok(ctx, db_begin(ctx));
        assert_ok(ctx, add(ctx, "外"));
        assert_ok(ctx, db_begin(ctx));
        assert_ok(ctx, add(ctx, "里"));
        assert_false(db_rollback(ctx));
        assert_ok(ctx, db_begin(ctx));
        assert_ok(ctx, add(ctx, "又"));
        assert_ok(ctx, db_commit(ctx));
        assert_int_equal(count(ctx), 2);
        assert_ok(ctx, db_commit(ctx));
        assert_int_equal(count(ctx), 2);
    }
}

static void an_outer_rollback_takes_back_the_inner_commit(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &catalogue)
    {
        assert_ok(ctx, db_begin(ctx));
        assert_ok(ctx, db_begin(ctx));
        assert_ok(ctx, add(ctx, "里"));
        assert_ok(ctx, db_commit(ctx));
        assert_false(db_rollback(ctx));
        assert_int_equal(count(ctx), 0);
    }
}

/* On both databases alike, as PostgreSQL wants it. */
static void after_a_failure_only_a_rollback_helps(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &catalogue)
    {
        assert_ok(ctx, db_begin(ctx));
        assert_ok(ctx, add(ctx, "甲"));
        assert_fails(ctx, FAIL_CONFLICT, add(ctx, "甲"));
        assert_fails(ctx, FAIL_DATABASE, add(ctx, "乙"));
        assert_contains(ctx->fail.message, "不能继续");
        assert_fails(ctx, FAIL_DATABASE, db_commit(ctx));
        assert_int_equal(count(ctx), 0);
        assert_ok(ctx, add(ctx, "丙"));
    }
}

static void an_inner_rollback_heals_the_outer_transaction(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &catalogue)
    {
        assert_ok(ctx, db_begin(ctx));
        assert_ok(ctx, add(ctx, "甲"));
        assert_ok(ctx, db_begin(ctx));
        assert_fails(ctx, FAIL_CONFLICT, add(ctx, "甲"));
        assert_false(db_rollback(ctx));
        assert_ok(ctx, add(ctx, "乙"));
        assert_ok(ctx, db_commit(ctx));
        assert_int_equal(count(ctx), 2);
    }
}

/* ---- the arena ends first ---------------------------------------------------------------- */

/* A Ctx of a request: its own arena, the same database. */
static Ctx request_of(Ctx *ctx)
{
    return (Ctx){.arena = arena_create(MIB), .db = ctx->db, .clock = ctx->clock};
}

static void the_end_of_the_arena_takes_back_what_was_not_committed(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &catalogue)
    {
        Ctx request = request_of(ctx);
        assert_ok(&request, db_begin(&request));
        assert_ok(&request, add(&request, "甲"));
        assert_ok(&request, db_begin(&request));
        assert_ok(&request, add(&request, "乙"));
        arena_reset(request.arena);
        assert_int_equal(count(ctx), 0);
        assert_ok(&request, db_begin(&request));
        assert_ok(&request, add(&request, "丙"));
        assert_ok(&request, db_commit(&request));
        arena_free(request.arena);
        assert_int_equal(count(ctx), 1);
    }
}

static bool run_out_of_memory(Ctx *ctx, void *row, void *self)
{
    (void)row;
    (void)self;
    arena_alloc(ctx->arena, 2 * MIB, 1);
    return true;
}

/* The statement still had rows to give when the work was abandoned. */
static void abandoned_work_leaves_neither_transaction_nor_statement(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &catalogue)
    {
        assert_ok(ctx, add(ctx, "甲"));
        assert_ok(ctx, add(ctx, "乙"));
        Ctx request = request_of(ctx);
        ArenaGuard guard;
        Line row;
        volatile bool abandoned = false;
        if (arena_guard(request.arena, &guard)) {
            abandoned = true;
        } else {
            assert_ok(&request, db_begin(&request));
            assert_ok(&request, add(&request, "丙"));
            assert_ok(&request, db_each(&request, READ_ALL, NO_BINDS, &line_shape, &row,
                                        run_out_of_memory, /* self= */ NULL));
        }
        arena_free(request.arena);
        assert_true(abandoned);
        LineList list = {0};
        assert_ok(ctx, db_all(ctx, READ_ALL, NO_BINDS, &line_shape, &list));
        assert_int_equal(list.count, 2);
        assert_ok(ctx, db_begin(ctx));
        assert_ok(ctx, db_commit(ctx));
    }
}

static void a_database_may_be_closed_within_a_transaction(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &catalogue)
    {
        if (strcmp(kit_database->which, KIT_SQLITE_MEMORY) == 0)
            continue;
        Ctx other = {.arena = ctx->arena, .clock = ctx->clock};
        assert_ok(&other, db_open(&other, kit_database->address, &catalogue, &other.db));
        assert_ok(&other, db_begin(&other));
        assert_ok(&other, add(&other, "甲"));
        db_close(other.db);
        assert_int_equal(count(ctx), 0);
    }
}

/* ---- the n-th statement fails ------------------------------------------------------------ */

static bool work_within(Ctx *ctx)
{
    LineList list = {0};
    return add(ctx, "甲") && db_begin(ctx) && add(ctx, "乙") && db_commit(ctx) &&
           db_all(ctx, READ_ALL, NO_BINDS, &line_shape, &list);
}

static bool whole_work(Ctx *ctx)
{
    if (!db_begin(ctx))
        return false;
    if (!work_within(ctx))
        return db_rollback(ctx);
    return db_commit(ctx);
}

/* BEGIN, INSERT, SAVEPOINT, INSERT, RELEASE, SELECT, COMMIT */
#define STATEMENTS_OF_WORK 7

static void whichever_statement_fails_no_transaction_stays_open(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &catalogue)
    {
        for (size_t n = 1; n <= STATEMENTS_OF_WORK; n++) {
            Ctx request = request_of(ctx);
            db_refuse_nth(ctx->db, n);
            assert_fails(&request, FAIL_DATABASE, whole_work(&request));
            arena_free(request.arena);
            assert_int_equal(count(ctx), 0);
        }
        assert_ok(ctx, whole_work(ctx));
        assert_int_equal(count(ctx), 2);
    }
}

/* Opens, migrates and works with an arena that refuses its n-th allocation. True when it got
 * through; nothing may be left behind (the sanitizer tells) and the database must stay whole. */
static bool work_refused_at(const KitDatabase *database, size_t n)
{
    Ctx request = {.arena = arena_create(MIB), .clock = database->ctx->clock};
    ArenaGuard guard;
    volatile bool done = false;
    if (!arena_guard(request.arena, &guard)) {
        arena_refuse_nth(request.arena, n);
        done = db_open(&request, database->address, &catalogue, &request.db) &&
               db_migrate(&request, request.db) && whole_work(&request);
        arena_guard_pop(request.arena);
    }
    arena_free(request.arena);
    return done;
}

static void whichever_allocation_fails_nothing_is_left_behind(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &catalogue)
    {
        if (strcmp(kit_database->which, KIT_SQLITE_MEMORY) == 0)
            continue;
        size_t n = 1;
        for (; !work_refused_at(kit_database, n); n++) {
            assert_true(n < 500);
            assert_int_equal(count(ctx), 0);
        }
        assert_true(n > 10);
        assert_int_equal(count(ctx), 2);
    }
}

/* ---- two at once ------------------------------------------------------------------------- */

typedef struct Second {
    Str address;
    int64_t seen;
    bool done;
} Second;

static void *change_second(void *self)
{
    Second *second = self;
    Clock clock = clock_frozen(KIT_NOW);
    Ctx ctx = {.arena = arena_create(16 * MIB), .clock = &clock};
    if (db_open(&ctx, second->address, &catalogue, &ctx.db) && db_begin(&ctx)) {
        second->seen = count(&ctx);
        second->done = add(&ctx, "乙") && db_commit(&ctx);
    }
    arena_free(ctx.arena);
    return NULL;
}

static void the_second_waits_and_sees_what_the_first_has_left(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &catalogue)
    {
        if (strcmp(kit_database->which, KIT_SQLITE_MEMORY) == 0)
            continue; /* has one connection only */
        Second second = {.address = kit_database->address, .seen = -1};
        pthread_t thread;
        assert_ok(ctx, db_begin(ctx));
        assert_int_equal(count(ctx), 0);
        assert_int_equal(pthread_create(&thread, NULL, change_second, &second), 0);
        assert_ok(ctx, add(ctx, "甲"));
        assert_ok(ctx, db_commit(ctx));
        pthread_join(thread, NULL);
        assert_int_equal(second.seen, 1);
        assert_true(second.done);
        assert_int_equal(count(ctx), 2);
    }
}

/* Takes the seconds that the second one waits. */
static void who_waits_too_long_is_told_and_can_go_on(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &catalogue)
    {
        if (strcmp(kit_database->which, KIT_SQLITE_MEMORY) == 0)
            continue;
        Ctx other = {.arena = ctx->arena, .clock = ctx->clock};
        assert_ok(&other, db_open(&other, kit_database->address, &catalogue, &other.db));
        assert_ok(ctx, db_begin(ctx));
        assert_fails(&other, FAIL_TIMEOUT, db_begin(&other));
        assert_ok(ctx, db_commit(ctx));
        assert_ok(&other, db_begin(&other));
        assert_ok(&other, add(&other, "甲"));
        assert_ok(&other, db_commit(&other));
        db_close(other.db);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(what_was_committed_stays),
        KIT_TEST(a_rollback_takes_back_and_keeps_the_failure),
        KIT_TEST(an_inner_transaction_is_taken_back_alone),
        KIT_TEST(an_outer_rollback_takes_back_the_inner_commit),
        KIT_TEST(after_a_failure_only_a_rollback_helps),
        KIT_TEST(an_inner_rollback_heals_the_outer_transaction),
        KIT_TEST(the_end_of_the_arena_takes_back_what_was_not_committed),
        KIT_TEST(abandoned_work_leaves_neither_transaction_nor_statement),
        KIT_TEST(a_database_may_be_closed_within_a_transaction),
        KIT_TEST(whichever_statement_fails_no_transaction_stays_open),
        KIT_TEST(whichever_allocation_fails_nothing_is_left_behind),
        KIT_TEST(the_second_waits_and_sees_what_the_first_has_left),
        KIT_TEST(who_waits_too_long_is_told_and_can_go_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
