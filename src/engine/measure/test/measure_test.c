#include "engine/measure/measure.h"

#include "engine/access/access.h"
#include "kit/kit_database.h"
#include "port/packs.h"

#include <stdlib.h>

typedef struct Facts {
    int64_t unit_id;
    bool has_day;
    Date day;
    Date other;
    Str colour;
    Str who;
    int64_t weight;
    bool odd;
} Facts;
static const Field facts_fields[] = {
    FIELD(Facts, unit_id, "", 0), FIELD_MAYBE(Facts, day, "", 0), FIELD(Facts, other, "", 0),
    FIELD(Facts, colour, "", 0),  FIELD(Facts, who, "", 0),       FIELD(Facts, weight, "", 0),
    FIELD(Facts, odd, "", 0),
};
static const Shape facts_shape = SHAPE(Facts, facts_fields);

static const char pack_text[] =
    "measures: sample\n"
    "from: 2020-01-01\n"
    "source: [测试]\n"
    "items:\n"
    "  - {code: all, name: 全部, day: other, count: 1}\n"
    "  - {code: red, name: 红的, day: day, count: 1, where: [{fact: colour, is: 红}]}\n"
    "  - {code: plain, name: 不红, day: day, count: 1,\n"
    "     where: [{fact: colour, not: 红}, {fact: odd, is: 0}]}\n"
    "  - {code: weight, name: 重量, day: day, sum: weight,\n"
    "     where: [{fact: weight, at_least: 2}, {fact: weight, at_most: 8}]}\n"
    "  - {code: people, name: 人, day: other, distinct: who, where: [{fact: odd, is: 1}]}\n";

static void use_pack(Ctx *ctx, const char *text)
{
    PackList list = {0};
    *LIST_ADD(ctx->arena, &list) =
        (Pack){STR("measure/sample.yaml"), STR("packs/measure/sample.yaml"), str_of(text)};
    assert_ok(ctx, packs_overlay(ctx, NULL, list, &ctx->packs));
    actor_enter(ctx, &actor_local);
}

static const MeasureSet *sample(Ctx *ctx)
{
    const MeasureSet *set = NULL;
    use_pack(ctx, pack_text);
    assert_ok(ctx, measures_load(ctx, STR("sample"), &facts_shape, &set));
    return set;
}

static Date day_of(int day)
{
    Date date;
    assert_true(date_make((CivilDate){2020, 3, day}, &date));
    return date;
}

/* ---- the pack -----------------------------------------------------------------------------------
 */

static void refused(Ctx *ctx, const char *item, int line, const char *message)
{
    const MeasureSet *set = NULL;
    Str text = str_format(ctx->arena, "measures: sample\nfrom: 2020-01-01\nitems:\n%s\n", item);
    use_pack(ctx, str_to_c(ctx->arena, text));
    assert_fails(ctx, FAIL_INVALID, measures_load(ctx, STR("sample"), &facts_shape, &set));
    assert_contains(ctx->fail.message, message);
    assert_int_equal(ctx->fail.place.line, line);
    assert_str(ctx->fail.place.file, "packs/measure/sample.yaml");
}

static void a_mistake_in_the_pack_is_told_with_its_line(void **state)
{
    Ctx *ctx = *state;
    refused(ctx, "  - {code: a, name: b, day: day, count: 1}\n  - {code: a, name: b, day: day}", 5,
            "写了两次");
    refused(ctx, "  - {code: a, name: b, day: weight, count: 1}", 4, "不是日期");
    refused(ctx, "  - {code: a, name: b, day: dy, count: 1}", 4, "没有事实「dy」");
    refused(ctx, "  - {code: a, name: b, day: day}", 4, "之一");
    refused(ctx, "  - {code: a, name: b, day: day, sum: colour}", 4, "不能求和");
    refused(ctx, "  - {code: a, name: b, day: day, distinct: weight}", 4, "不能去重");
    refused(ctx, "  - {code: A, name: b, day: day, count: 1}", 4, "小写字母");
    refused(ctx, "  - {code: a, name: b, day: day, count: 1,\n   where: [{fact: weight, is: x}]}",
            5, "不是整数");
    refused(ctx,
            "  - {code: a, name: b, day: day, count: 1,\n   where: [{fact: colour, at_least: 1}]}",
            5, "不能比大小");
    refused(ctx, "  - {code: a, name: b, day: day, count: 1, where: [{fact: odd}]}", 4, "没有写");
    refused(ctx, "  - {code: a, name: b, day: day, count: 1, when: 2}", 4, "when");
}

static void a_record_counts_where_all_conditions_hold(void **state)
{
    Ctx *ctx = *state;
    const MeasureSet *set = sample(ctx);
    Facts facts = {.unit_id = 3,
                   .has_day = true,
                   .day = day_of(4),
                   .other = day_of(5),
                   .colour = STR("蓝"),
                   .weight = 8};
    Date day;
    int64_t value;
    assert_true(measure_counts(set, STR("plain"), &facts, &day, &value));
    assert_int_equal(day.days, day_of(4).days);
    assert_true(measure_counts(set, STR("weight"), &facts, &day, &value));
    assert_int_equal(value, 8);
    assert_false(measure_counts(set, STR("red"), &facts, &day, &value));
    facts.weight = 9;
    assert_false(measure_counts(set, STR("weight"), &facts, &day, &value));
    facts.weight = 1;
    assert_false(measure_counts(set, STR("weight"), &facts, &day, &value));
    facts.odd = true;
    assert_false(measure_counts(set, STR("plain"), &facts, &day, &value));
    facts.odd = false;
    facts.has_day = false;
    assert_false(measure_counts(set, STR("plain"), &facts, &day, &value));
    facts.other.days = day_of(5).days - 366;
    assert_false(measure_counts(set, STR("all"), &facts, &day, &value));
    assert_false(measure_counts(set, STR("unknown"), &facts, &day, &value));
}

/* ---- changes ------------------------------------------------------------------------------------
 */

#define RECORDS 30
#define CHANGES 250

typedef struct World {
    uint32_t seed;
    bool there[RECORDS];
    Facts facts[RECORDS];
} World;

static uint32_t dice(World *world, uint32_t sides)
{
    world->seed = world->seed * 1664525u + 1013904223u;
    return (world->seed >> 8) % sides;
}

static Facts roll(World *world)
{
    static const Str colours[] = {STR_INIT("红"), STR_INIT("蓝"), STR_INIT("")};
    static const Str people[] = {STR_INIT("a"), STR_INIT("b\"\\"), STR_INIT(""), STR_INIT("丁")};
    return (Facts){.unit_id = dice(world, 3),
                   .has_day = dice(world, 4) > 0,
                   .day = day_of(1 + (int)dice(world, 3)),
                   .other = day_of(1 + (int)dice(world, 2)),
                   .colour = colours[dice(world, 3)],
                   .who = people[dice(world, 4)],
                   .weight = dice(world, 11),
                   .odd = dice(world, 2)};
}

static MeasureSums *recomputed(Ctx *ctx, const MeasureSet *set, const World *world)
{
    MeasureSums *sums = NULL;
    assert_ok(ctx, measure_sums_create(ctx, set, &sums));
    for (size_t i = 0; i < RECORDS; i++)
        if (world->there[i])
            assert_ok(ctx, measure_sums_count(ctx, sums, &world->facts[i], 1));
    return sums;
}

static void assert_same(Ctx *ctx, const MeasureSums *sums)
{
    int64_t different = -1;
    Str first;
    assert_ok(ctx, measure_sums_compare(ctx, sums, &different, &first));
    if (different)
        fail_msg("%lld differ, first %.*s", (long long)different, STRF(first));
}

/* Counts are written when the transaction ends. */
static void settle(Ctx *ctx)
{
    assert_ok(ctx, db_commit(ctx));
    assert_ok(ctx, db_begin(ctx));
}

static void change(Ctx *ctx, const MeasureSet *set, World *world)
{
    size_t i = dice(world, RECORDS);
    Facts before = world->facts[i], after = roll(world);
    bool gone = world->there[i] && dice(world, 5) == 0;
    assert_ok(ctx, measures_change(ctx, set, world->there[i] ? &before : NULL, gone ? NULL : &after,
                                   NULL, NULL));
    world->there[i] = !gone;
    world->facts[i] = after;
}

static int64_t total(const MeasureTotalList *list, int64_t unit_id, const char *code)
{
    LIST_EACH (const MeasureTotal, total, list)
        if (total->unit_id == unit_id && str_equal_c(total->code, code))
            return total->value;
    return 0;
}

static void assert_totals(Ctx *ctx, const MeasureSet *set, const World *world)
{
    MeasureTotalList totals;
    int64_t red[3] = {0}, weight[3] = {0};
    assert_ok(ctx, measures_read(ctx, set, day_of(2), day_of(3), &totals));
    for (size_t i = 0; i < RECORDS; i++) {
        const Facts *facts = &world->facts[i];
        if (!world->there[i] || !facts->has_day || facts->day.days == day_of(1).days)
            continue;
        red[facts->unit_id] += str_equal_c(facts->colour, "红");
        weight[facts->unit_id] += facts->weight >= 2 && facts->weight <= 8 ? facts->weight : 0;
    }
    for (int64_t unit = 0; unit < 3; unit++) {
        assert_int_equal(total(&totals, unit, "red"), red[unit]);
        assert_int_equal(total(&totals, unit, "weight"), weight[unit]);
    }
}

static void random_changes_equal_a_recomputation(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        const MeasureSet *set = sample(ctx);
        World world = {.seed = 7};
        assert_ok(ctx, db_begin(ctx));
        for (int i = 0; i < CHANGES; i++) {
            change(ctx, set, &world);
            if (i % 50 == 0) {
                settle(ctx);
                assert_same(ctx, recomputed(ctx, set, &world));
            }
        }
        settle(ctx);
        assert_same(ctx, recomputed(ctx, set, &world));
        assert_totals(ctx, set, &world);
        assert_ok(ctx, db_commit(ctx));
    }
}

static void many_at_once_equal_one_by_one(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        const MeasureSet *set = sample(ctx);
        World world = {.seed = 11};
        MeasureSums *sums = NULL;
        assert_ok(ctx, db_begin(ctx));
        for (int i = 0; i < 60; i++)
            change(ctx, set, &world);
        World before = world;
        assert_ok(ctx, measure_sums_create(ctx, set, &sums));
        for (size_t i = 0; i < RECORDS; i++) {
            world.facts[i] = roll(&world);
            world.there[i] = dice(&world, 4) > 0;
            if (before.there[i])
                assert_ok(ctx, measure_sums_count(ctx, sums, &before.facts[i], -1));
            if (world.there[i])
                assert_ok(ctx, measure_sums_count(ctx, sums, &world.facts[i], 1));
        }
        assert_ok(ctx, measure_sums_add(ctx, sums));
        settle(ctx);
        assert_same(ctx, recomputed(ctx, set, &world));
        assert_ok(ctx, db_commit(ctx));
    }
}

static void what_was_altered_is_found_and_mended(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        const MeasureSet *set = sample(ctx);
        World world = {.seed = 5};
        int64_t different;
        Str first;
        assert_ok(ctx, db_begin(ctx));
        for (int i = 0; i < 60; i++)
            change(ctx, set, &world);
        Facts stray = {.unit_id = 9,
                       .has_day = true,
                       .day = day_of(9),
                       .other = day_of(9),
                       .colour = STR("红"),
                       .who = STR("x"),
                       .odd = true};
        assert_ok(ctx, measures_change(ctx, set, NULL, &stray, NULL, NULL));
        settle(ctx);
        MeasureSums *sums = recomputed(ctx, set, &world);
        assert_ok(ctx, measure_sums_compare(ctx, sums, &different, &first));
        assert_int_equal(different, 4); /* all, red, people; and the value x */
        assert_contains(first, "单位9 2020-03-09");
        assert_ok(ctx, measure_sums_replace(ctx, sums, &different));
        assert_int_equal(different, 4);
        assert_same(ctx, sums);
        assert_ok(ctx, measures_change(ctx, set, &world.facts[0], NULL, NULL, NULL));
        settle(ctx);
        assert_ok(ctx, measure_sums_compare(ctx, sums, &different, &first));
        assert_true(different > 0);
        assert_ok(ctx, db_commit(ctx));
    }
}

typedef struct Touched {
    int count;
    int64_t units;
} Touched;

static bool note_touched(Ctx *ctx, int64_t unit_id, Date day, void *self)
{
    Touched *touched = self;
    (void)ctx, (void)day;
    touched->count++;
    touched->units += unit_id;
    return true;
}

static void days_touched_are_told_once_each(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        const MeasureSet *set = sample(ctx);
        Touched touched = {0};
        Facts before = {.unit_id = 1,
                        .has_day = true,
                        .day = day_of(4),
                        .other = day_of(4),
                        .colour = STR("红"),
                        .weight = 4};
        Facts after = before;
        assert_ok(ctx, db_begin(ctx));
        assert_ok(ctx, measures_change(ctx, set, NULL, &before, NULL, NULL));
        assert_ok(ctx, measures_change(ctx, set, &before, &after, note_touched, &touched));
        assert_int_equal(touched.count, 0);
        after.unit_id = 2;
        assert_ok(ctx, measures_change(ctx, set, &before, &after, note_touched, &touched));
        assert_int_equal(touched.count, 2);
        assert_int_equal(touched.units, 3);
        assert_ok(ctx, db_commit(ctx));
    }
}

static void a_narrow_scope_changes_all_and_reads_its_own(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        const MeasureSet *set = sample(ctx);
        DbScope street = {.units = STR("[2]")};
        Facts before = {.unit_id = 2, .other = day_of(4)}, after = {.other = day_of(4)};
        MeasureTotalList totals;
        assert_ok(ctx, db_begin(ctx));
        assert_ok(ctx, measures_change(ctx, set, NULL, &before, NULL, NULL));
        assert_ok(ctx, measures_change(ctx, set, NULL, &before, NULL, NULL));
        ctx->scope = &street;
        assert_ok(ctx, measures_change(ctx, set, &before, &after, NULL, NULL));
        settle(ctx);
        assert_ok(ctx, measures_read(ctx, set, day_of(1), day_of(9), &totals));
        assert_int_equal(totals.count, 1);
        assert_int_equal(totals.at[0].unit_id, 2);
        assert_int_equal(totals.at[0].value, 1);
        ctx->scope = &db_scope_whole;
        assert_ok(ctx, measures_read(ctx, set, day_of(1), day_of(9), &totals));
        assert_int_equal(totals.count, 2);
        assert_ok(ctx, db_commit(ctx));
    }
}

static void a_value_counts_once_over_several_days(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        const MeasureSet *set = sample(ctx);
        MeasureTotalList totals;
        assert_ok(ctx, db_begin(ctx));
        for (int day = 1; day <= 3; day++) {
            Facts facts = {.unit_id = 2, .other = day_of(day), .who = STR("a"), .odd = true};
            assert_ok(ctx, measures_change(ctx, set, NULL, &facts, NULL, NULL));
        }
        settle(ctx);
        assert_ok(ctx,
                  measures_read_distinct(ctx, set, STR("people"), day_of(1), day_of(3), &totals));
        assert_int_equal(totals.count, 1);
        assert_int_equal(totals.at[0].value, 1);
        assert_ok(ctx, db_commit(ctx));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(a_mistake_in_the_pack_is_told_with_its_line),
        KIT_TEST(a_record_counts_where_all_conditions_hold),
        KIT_TEST(random_changes_equal_a_recomputation),
        KIT_TEST(many_at_once_equal_one_by_one),
        KIT_TEST(what_was_altered_is_found_and_mended),
        KIT_TEST(days_touched_are_told_once_each),
        KIT_TEST(a_narrow_scope_changes_all_and_reads_its_own),
        KIT_TEST(a_value_counts_once_over_several_days),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
