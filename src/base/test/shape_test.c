#include "base/shape.h"
#include "base/test/base_kit.h"

typedef struct Part {
    Str name;
} Part;
LIST_OF(Part, PartList);
static const Field part_fields[] = {FIELD(Part, name, "名称", 0)};
static const Shape part_shape = SHAPE(Part, part_fields);

typedef struct Thing {
    int64_t id;
    Str name;
    bool open;
    Decimal score;
    Decimal share;
    bool has_target;
    Decimal target;
    Instant seen;
    Date born;
    Period period;
    PartList parts;
    Part main_part;
} Thing;
static const Field thing_fields[] = {
    FIELD(Thing, id, "编号", 0),
    FIELD(Thing, name, "名称", FIELD_REQUIRED, .max_runes = 5),
    FIELD(Thing, open, "开放", 0),
    FIELD(Thing, score, "得分", 0, .places = 2),
    FIELD(Thing, share, "占比", 0, .places = -1),
    FIELD_MAYBE(Thing, target, "目标", 0, .places = 1),
    FIELD(Thing, seen, "所见", 0),
    FIELD(Thing, born, "日期", 0),
    FIELD(Thing, period, "月份", 0),
    FIELD_LIST(Thing, parts, "部分", &part_shape),
    FIELD_NESTED(Thing, main_part, "主要部分", &part_shape),
};
static const Shape thing_shape = SHAPE(Thing, thing_fields);

static const Field *field(const char *name)
{
    const Field *found = shape_field(&thing_shape, str_of(name));
    assert_non_null(found);
    return found;
}

static bool set(Arena *arena, Thing *thing, const char *name, const char *text, Problems *problems)
{
    return shape_set_text(arena, field(name), thing, str_of(text), (Problem){.row = 4, .column = 2},
                          problems);
}

static void assert_sets(Arena *arena, Thing *thing, const char *name, const char *text)
{
    Problems problems = problems_create(arena);
    bool fits = set(arena, thing, name, text, &problems);
    if (!fits)
        print_error("%s=「%s」: %.*s\n", name, text, STRF(problems.at[0].message));
    assert_true(fits);
    assert_int_equal(problems.total, 0);
}

static void assert_refuses(Arena *arena, const char *name, const char *text, const char *message)
{
    Problems problems = problems_create(arena);
    Thing thing = {0}, untouched = {0};
    assert_false(set(arena, &thing, name, text, &problems));
    assert_int_equal(problems.total, 1);
    assert_str(problems.at[0].message, message);
    assert_true(problems.at[0].hint.len > 0);
    assert_int_equal(problems.at[0].row, 4);
    assert_int_equal(problems.at[0].column, 2);
    assert_str(problems.at[0].field, field(name)->label);
    assert_memory_equal(&thing, &untouched, sizeof thing);
}

static void the_table_describes_the_struct(void **state)
{
    (void)state;
    assert_string_equal(thing_shape.name, "Thing");
    assert_int_equal(thing_shape.size, sizeof(Thing));
    assert_int_equal(field("id")->kind, FIELD_INT);
    assert_int_equal(field("name")->kind, FIELD_STR);
    assert_int_equal(field("open")->kind, FIELD_BOOL);
    assert_int_equal(field("score")->kind, FIELD_DECIMAL);
    assert_int_equal(field("seen")->kind, FIELD_INSTANT);
    assert_int_equal(field("born")->kind, FIELD_DATE);
    assert_int_equal(field("period")->kind, FIELD_PERIOD);
    assert_int_equal(field("parts")->kind, FIELD_LIST_OF);
    assert_int_equal(field("main_part")->kind, FIELD_STRUCT);
    assert_ptr_equal(field("parts")->of, &part_shape);
    assert_int_equal(field("target")->has_offset, offsetof(Thing, has_target));
}

static void fields_are_found_by_name(void **state)
{
    (void)state;
    assert_int_equal(shape_field(&thing_shape, STR("score"))->offset, offsetof(Thing, score));
    assert_null(shape_field(&thing_shape, STR("得分")));
}

static void text_sets_every_kind(void **state)
{
    Thing thing = {0};
    assert_sets(*state, &thing, "id", " 42 ");
    assert_sets(*state, &thing, "name", "\u3000赤岗街\n");
    assert_sets(*state, &thing, "open", "是");
    assert_sets(*state, &thing, "score", "１９．８９");
    assert_sets(*state, &thing, "seen", "2023-02-01 08:00");
    assert_sets(*state, &thing, "born", "2023年2月28日");
    assert_sets(*state, &thing, "period", "2023-02");
    assert_int_equal(thing.id, 42);
    assert_str(thing.name, "赤岗街");
    assert_true(thing.open);
    assert_int_equal(thing.score.millionths, 19890000);
    assert_int_equal(thing.seen.ms, 1675209600000);
    assert_int_equal(thing.born.days, 19416);
    assert_int_equal(period_month(thing.period), 2);
}

static void whole_numbers_may_look_like_decimals(void **state)
{
    Thing thing = {0};
    assert_sets(*state, &thing, "id", "1,200.0");
    assert_int_equal(thing.id, 1200);
    assert_sets(*state, &thing, "id", "9223372036854775807");
    assert_true(thing.id == INT64_MAX);
}

static void wrong_text_is_a_located_problem(void **state)
{
    assert_refuses(*state, "id", "1.5", "不是整数");
    assert_refuses(*state, "id", "x", "不是数字");
    assert_refuses(*state, "name", "  ", "不能为空");
    assert_refuses(*state, "name", "一二三四五六", "有 6 个字，超过上限 5 个字");
    assert_refuses(*state, "name", "\xFF", "含有无法识别的字符");
    assert_refuses(*state, "open", "也许", "不是「是」或「否」");
    assert_refuses(*state, "score", "98%", "不是数字");
    assert_refuses(*state, "score", "0.1234567", "小数超过 6 位");
    assert_refuses(*state, "score", "99999999999999", "数字太大");
    assert_refuses(*state, "target", "无", "不是数字");
    assert_refuses(*state, "seen", "2023-02-01", "不是日期和时间");
    assert_refuses(*state, "born", "2023-02-29", "不是有效的日期");
    assert_refuses(*state, "period", "2023-13", "不是有效的月份或年度");
}

static void a_problem_keeps_what_the_caller_says(void **state)
{
    Problems problems = problems_create(*state);
    Thing thing = {0};
    Problem at = {.row = 9, .field = STR("总得分"), .value = STR("「x」")};
    assert_false(shape_set_text(*state, field("score"), &thing, STR("x"), at, &problems));
    assert_str(problems.at[0].field, "总得分");
    assert_str(problems.at[0].value, "「x」");
    at = (Problem){.row = 10};
    assert_false(shape_set_text(*state, field("score"), &thing, STR(" y "), at, &problems));
    assert_str(problems.at[1].field, "得分");
    assert_str(problems.at[1].value, "y");
}

static void set_text_does_not_depend_on_its_source(void **state)
{
    char source[] = "街";
    Thing thing = {0};
    assert_sets(*state, &thing, "name", source);
    source[0] = 'x';
    assert_str(thing.name, "街");
}

static void empty_text_makes_an_optional_member_absent(void **state)
{
    Thing thing = {0};
    assert_false(field_is_set(field("target"), &thing));
    assert_sets(*state, &thing, "target", "0");
    assert_true(field_is_set(field("target"), &thing));
    assert_sets(*state, &thing, "target", " ");
    assert_false(thing.has_target);
}

static void empty_text_zeroes_any_other_member(void **state)
{
    Thing thing = {.score = decimal_of(5)};
    assert_sets(*state, &thing, "score", "");
    assert_int_equal(thing.score.millionths, 0);
    assert_true(field_is_set(field("score"), &thing));
}

static void set_a_struct(void)
{
    Thing thing = {0};
    Arena *arena = arena_create(1 * MIB);
    Problems problems = problems_create(arena);
    if (!set(arena, &thing, "main_part", "x", &problems))
        arena_free(arena);
}

static void a_struct_is_not_set_from_text(void **state)
{
    (void)state;
    assert_true(aborts(set_a_struct));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ARENA_TEST(the_table_describes_the_struct),
        ARENA_TEST(fields_are_found_by_name),
        ARENA_TEST(text_sets_every_kind),
        ARENA_TEST(whole_numbers_may_look_like_decimals),
        ARENA_TEST(wrong_text_is_a_located_problem),
        ARENA_TEST(a_problem_keeps_what_the_caller_says),
        ARENA_TEST(set_text_does_not_depend_on_its_source),
        ARENA_TEST(empty_text_makes_an_optional_member_absent),
        ARENA_TEST(empty_text_zeroes_any_other_member),
        ARENA_TEST(a_struct_is_not_set_from_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
