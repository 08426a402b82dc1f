/* Two people at once, each with a connection of his own: what comes out must be as if one had
 * come after the other. PostgreSQL may refuse one of them with FAIL_CONFLICT, to be tried again. */
#include "district_kit.h"

#include <pthread.h>

#define ROUNDS 8

/* Somebody with his own memory and connection. */
typedef struct Person {
    Arena *arena;
    Ctx ctx;
    IntakePlan plan;
    bool done; /* what he tried was done */
    FailCode refused;
} Person;

static void begin_person(Ctx *ctx, const KitDatabase *database, Person *person)
{
    *person = (Person){.arena = arena_create(KIT_ARENA_BYTES)};
    person->ctx = (Ctx){.arena = person->arena,
                        .clock = ctx->clock,
                        .packs = ctx->packs,
                        .actor = &actor_local,
                        .scope = &db_scope_whole};
    assert_ok(&person->ctx,
              db_open(&person->ctx, database->address, &db_catalogue, &person->ctx.db));
}

static void *take(void *self)
{
    Person *person = self;
    int64_t number;
    person->done = intake_take(&person->ctx, &person->plan, false, &number);
    person->refused = person->ctx.fail.code;
    return NULL;
}

static void *freeze(void *self)
{
    Person *person = self;
    MonthState month;
    person->done = month_freeze(&person->ctx, FEBRUARY, &month);
    person->refused = person->ctx.fail.code;
    return NULL;
}

static void at_once(Person *one, void *(*work)(void *), Person *two, void *(*other)(void *))
{
    pthread_t first, second;
    assert_int_equal(pthread_create(&first, NULL, work, one), 0);
    assert_int_equal(pthread_create(&second, NULL, other, two), 0);
    assert_int_equal(pthread_join(first, NULL), 0);
    assert_int_equal(pthread_join(second, NULL), 0);
}

/* Alone now, it must succeed. */
static void try_again(Person *person, void *(*work)(void *))
{
    if (person->done)
        return;
    assert_int_equal(person->refused, FAIL_CONFLICT);
    work(person);
    assert_true(person->done);
}

static void plan(Person *person, const char *text)
{
    assert_ok(&person->ctx, intake_plan(&person->ctx, STR("hotline-items"), FEBRUARY, STR("表.csv"),
                                        str_of(text), &person->plan));
}

/* A database in memory belongs to one connection. */
static bool is_shared(const KitDatabase *database)
{
    return !str_equal_c(database->address, KIT_SQLITE_MEMORY);
}

static void of_two_imports_of_one_cell_the_second_is_refused(void **state)
{
    Ctx *ctx = *state;
    EACH_DISTRICT(ctx)
    {
        for (int round = 0; is_shared(kit_database) && round < ROUNDS; round++) {
            Person one, two;
            begin_person(ctx, kit_database, &one);
            begin_person(ctx, kit_database, &two);
            Str text = str_format(ctx->arena, "unit,pass\n赤岗街,%d\n", round + 1);
            plan(&one, str_to_c(ctx->arena, text));
            text = str_format(ctx->arena, "unit,pass\n赤岗街,%d.5\n", round + 1);
            plan(&two, str_to_c(ctx->arena, text));
            at_once(&one, take, &two, take);
            assert_int_equal(one.done + two.done, 1);
            assert_int_equal(one.done ? two.refused : one.refused, FAIL_CONFLICT);
            arena_free(one.arena);
            arena_free(two.arena);
        }
    }
}

static void imports_of_different_cells_do_not_hinder_each_other(void **state)
{
    Ctx *ctx = *state;
    EACH_DISTRICT(ctx)
    {
        if (!is_shared(kit_database))
            continue;
        Person one, two;
        begin_person(ctx, kit_database, &one);
        begin_person(ctx, kit_database, &two);
        plan(&one, "unit,pass\n赤岗街,18\n");
        plan(&two, "unit,pass\n海幢街,19\n");
        at_once(&one, take, &two, take);
        try_again(&one, take);
        try_again(&two, take);
        arena_free(one.arena);
        arena_free(two.arena);
        assert_str(figure_of(ctx, "hotline-items", "赤岗街", "pass"), "18");
        assert_str(figure_of(ctx, "hotline-items", "海幢街", "pass"), "19");
    }
}

static void a_version_never_lacks_what_was_imported_before_it(void **state)
{
    Ctx *ctx = *state;
    EACH_DISTRICT(ctx)
    {
        for (int round = 0; is_shared(kit_database) && round < ROUNDS; round++) {
            Person one, two;
            MonthState month;
            FigureSet kept, now;
            put(ctx, "hotline-items", "unit,pass\n赤岗街,10\n海幢街,\n");
            begin_person(ctx, kit_database, &one);
            begin_person(ctx, kit_database, &two);
            plan(&one, "unit,pass\n赤岗街,11\n海幢街,12\n");
            at_once(&one, take, &two, freeze);
            try_again(&two, freeze);
            assert_true(one.done || one.refused == FAIL_STATE || one.refused == FAIL_CONFLICT);
            assert_ok(ctx, figures_of_version(ctx, FEBRUARY, round + 1, &kept));
            assert_ok(ctx, figures_read(ctx, FEBRUARY, STR(""), &now));
            assert_int_equal(kept.figures.count, now.figures.count);
            assert_int_equal(kept.figures.count, one.done ? 2 : 1);
            assert_ok(ctx, month_reopen(ctx, FEBRUARY, STR("再来"), &month));
            arena_free(one.arena);
            arena_free(two.arena);
        }
    }
}

static void a_month_is_frozen_once(void **state)
{
    Ctx *ctx = *state;
    EACH_DISTRICT(ctx)
    {
        if (!is_shared(kit_database))
            continue;
        Person one, two;
        put(ctx, "hotline-items", "unit,pass\n赤岗街,10\n");
        begin_person(ctx, kit_database, &one);
        begin_person(ctx, kit_database, &two);
        at_once(&one, freeze, &two, freeze);
        assert_int_equal(one.done + two.done, 1);
        FailCode refused = one.done ? two.refused : one.refused;
        assert_true(refused == FAIL_STATE || refused == FAIL_CONFLICT);
        arena_free(one.arena);
        arena_free(two.arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(of_two_imports_of_one_cell_the_second_is_refused),
        KIT_TEST(imports_of_different_cells_do_not_hinder_each_other),
        KIT_TEST(a_version_never_lacks_what_was_imported_before_it),
        KIT_TEST(a_month_is_frozen_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
