#include "port/json.h"

#include "kit/kit.h"

typedef struct Score {
    Decimal value;
    Str note;
} Score;
LIST_OF(Score, ScoreList);
typedef struct Sheet {
    int64_t id;
    Str name;
    bool has_score;
    Decimal score;
    Decimal share;
    bool listed;
    Str password;
    Instant made_at;
    Date day;
    Period month;
    ScoreList scores;
    Score best;
} Sheet;

static const Field score_fields[] = {
    FIELD(Score, value, "分值", FIELD_REQUIRED, .places = 2),
    FIELD(Score, note, "说明", 0),
};
static const Shape score_shape = SHAPE(Score, score_fields);
static const Field sheet_fields[] = {
    FIELD(Sheet, id, "编号", 0),
    FIELD(Sheet, name, "单位", FIELD_REQUIRED, .max_runes = 8),
    FIELD_MAYBE(Sheet, score, "得分", 0, .places = 2),
    FIELD(Sheet, share, "占比", 0, .places = -1),
    FIELD(Sheet, listed, "列名", 0),
    FIELD(Sheet, password, "口令", FIELD_SECRET),
    FIELD(Sheet, made_at, "生成时间", 0),
    FIELD(Sheet, day, "日期", 0),
    FIELD(Sheet, month, "月份", 0),
    FIELD_LIST(Sheet, scores, "各项", &score_shape),
    FIELD_NESTED(Sheet, best, "最高", &score_shape),
};
static const Shape sheet_shape = SHAPE(Sheet, sheet_fields);

static void commas_and_nesting_are_set(void **state)
{
    Ctx *ctx = *state;
    Buf out = buf_create(ctx->arena, KIB);
    JsonWriter json = json_writer(&out);
    json_begin_object(&json);
    json_key(&json, STR("a"));
    json_begin_array(&json);
    json_int(&json, -1);
    json_bool(&json, true);
    json_absent(&json);
    json_begin_object(&json);
    json_end_object(&json);
    json_end_array(&json);
    json_key(&json, STR("b"));
    json_str(&json, STR("x"));
    json_end_object(&json);
    assert_str(buf_str(&out), "{\"a\":[-1,true,null,{}],\"b\":\"x\"}");
}

static void text_is_escaped_and_chinese_is_not(void **state)
{
    Ctx *ctx = *state;
    Buf out = buf_create(ctx->arena, KIB);
    JsonWriter json = json_writer(&out);
    json_str(&json, STR("赤岗\"街\\\n\t\r\x01 𠀀/"));
    assert_str(buf_str(&out), "\"赤岗\\\"街\\\\\\n\\t\\r\\u0001 𠀀/\"");
}

static void malformed_bytes_become_the_replacement_character(void **state)
{
    Ctx *ctx = *state;
    Buf out = buf_create(ctx->arena, KIB);
    JsonWriter json = json_writer(&out);
    json_str(&json, STR("a\xff"
                        "b"));
    assert_str(buf_str(&out), "\"a\xef\xbf\xbd"
                              "b\"");
}

static void every_kind_is_printed(void **state)
{
    Ctx *ctx = *state;
    Sheet sheet = {.id = 7, .name = STR("赤岗街"), .listed = true, .password = STR("secret")};
    assert_true(decimal_parse(STR("99.5"), &sheet.score) == DECIMAL_PARSED);
    sheet.has_score = true;
    assert_true(decimal_parse(STR("0.125"), &sheet.share) == DECIMAL_PARSED);
    assert_true(date_make((CivilDate){2023, 2, 28}, &sheet.day));
    assert_true(month_make(2023, 2, &sheet.month));
    assert_true(instant_parse(STR("2023-02-01T08:00:00+08:00"), &sheet.made_at));
    *LIST_ADD(ctx->arena, &sheet.scores) = (Score){.value = decimal_of(3), .note = STR("三")};
    Buf out = buf_create(ctx->arena, 4 * KIB);
    JsonWriter json = json_writer(&out);
    json_shape(&json, &sheet_shape, &sheet);
    assert_str(buf_str(&out),
               "{\"id\":7,\"name\":\"赤岗街\",\"score\":\"99.50\",\"share\":\"0.125\","
               "\"listed\":true,\"password\":\"***\","
               "\"made_at\":\"2023-02-01T08:00:00.000+08:00\",\"day\":\"2023-02-28\","
               "\"month\":\"2023-02\",\"scores\":[{\"value\":\"3.00\",\"note\":\"三\"}],"
               "\"best\":{\"value\":\"0.00\",\"note\":\"\"}}");
}

static void an_absent_value_is_null(void **state)
{
    Ctx *ctx = *state;
    Sheet sheet = {0};
    Buf out = buf_create(ctx->arena, 4 * KIB);
    JsonWriter json = json_writer(&out);
    json_shape(&json, &sheet_shape, &sheet);
    assert_contains(buf_str(&out), "\"score\":null");
}

typedef struct Row {
    Str note;
    TextList flags;
} Row;
static const Field row_fields[] = {
    FIELD(Row, note, "说明", FIELD_SPARSE),
    FIELD_TEXTS(Row, flags, "标记"),
};
static const Shape row_shape = SHAPE(Row, row_fields);

static void a_sparse_text_is_null_when_empty_and_bare_lists_are_plain(void **state)
{
    Ctx *ctx = *state;
    Row row = {0};
    Buf out = buf_create(ctx->arena, KIB);
    JsonWriter json = json_writer(&out);
    json_shape(&json, &row_shape, &row);
    assert_str(buf_str(&out), "{\"note\":null,\"flags\":[]}");
    row.note = STR("缺数");
    *LIST_ADD(ctx->arena, &row.flags) = STR("补足");
    *LIST_ADD(ctx->arena, &row.flags) = STR("封顶");
    buf_clear(&out);
    json_shape(&json, &row_shape, &row);
    assert_str(buf_str(&out), "{\"note\":\"缺数\",\"flags\":[\"补足\",\"封顶\"]}");
    Row read = {0};
    Problems problems = problems_create(ctx->arena);
    assert_ok(ctx, json_to_shape(ctx, buf_str(&out), &row_shape, &problems, &read));
    assert_str(read.flags.at[1], "封顶");
}

typedef struct Person {
    Str name;
    Str phone;
    Str note;
} Person;
LIST_OF(Person, PersonList);
typedef struct Register {
    Person head;
    PersonList members;
    PersonList names;
} Register;
static const Field person_fields[] = {
    FIELD(Person, name, "姓名", 0, .mask = MASK_NAME),
    FIELD(Person, phone, "电话", 0, .mask = MASK_PHONE),
    FIELD(Person, note, "备注", 0),
};
static const Shape person_shape = SHAPE(Person, person_fields);
static const Field register_fields[] = {
    FIELD_NESTED(Register, head, "负责人", &person_shape),
    FIELD_LIST(Register, members, "成员", &person_shape),
    {.name = "names",
     .label = "名单",
     .offset = offsetof(Register, names),
     .kind = FIELD_LIST_OF,
     .flags = FIELD_BARE,
     .of = &person_shape},
};
static const Shape register_shape = SHAPE(Register, register_fields);

/* As written for somebody who may see these kinds. */
static Str register_text(Ctx *ctx, unsigned sees)
{
    Person person = {STR("张三"), STR("13800001234"), STR("张三 13800001234")};
    Register all = {.head = person};
    *LIST_ADD(ctx->arena, &all.members) = person;
    *LIST_ADD(ctx->arena, &all.names) = person;
    Buf out = buf_create(ctx->arena, 4 * KIB);
    JsonWriter json = json_writer_seeing(&out, sees);
    json_shape(&json, &register_shape, &all);
    return buf_str(&out);
}

static void personal_data_is_masked_unless_it_may_be_seen(void **state)
{
    Ctx *ctx = *state;
#define PERSON(name, phone)                                                                        \
    "{\"name\":\"" name "\",\"phone\":\"" phone "\",\"note\":\"张三 13800001234\"}"
#define REGISTER(name, phone)                                                                      \
    "{\"head\":" PERSON(name, phone) ",\"members\":[" PERSON(name, phone) "],\"names\":[\"" name   \
                                                                          "\"]}"
    assert_str(register_text(ctx, 0), REGISTER("张*", "138****1234"));
    assert_str(register_text(ctx, 1U << MASK_NAME), REGISTER("张三", "138****1234"));
    assert_str(register_text(ctx, 1U << MASK_PHONE), REGISTER("张*", "13800001234"));
    assert_str(register_text(ctx, ~0U), REGISTER("张三", "13800001234"));
}

static void a_writer_masks_when_nothing_is_said(void **state)
{
    Ctx *ctx = *state;
    Person person = {STR("张三"), STR("13800001234"), STR("")};
    Buf out = buf_create(ctx->arena, KIB);
    JsonWriter json = json_writer(&out);
    json_shape(&json, &person_shape, &person);
    assert_str(buf_str(&out), "{\"name\":\"张*\",\"phone\":\"138****1234\",\"note\":\"\"}");
}

static void more_decimals_than_asked_are_never_cut(void **state)
{
    Ctx *ctx = *state;
    Decimal value;
    assert_true(decimal_parse(STR("19.894"), &value) == DECIMAL_PARSED);
    Buf out = buf_create(ctx->arena, KIB);
    JsonWriter json = json_writer(&out);
    json_decimal(&json, value, 2);
    assert_str(buf_str(&out), "\"19.894\"");
}

static void an_object_fills_a_struct(void **state)
{
    Ctx *ctx = *state;
    Problems problems = problems_create(ctx->arena);
    Sheet sheet;
    assert_ok(ctx, json_to_shape(ctx,
                                 STR("{\"id\":12,\"name\":\"海幢街\",\"score\":\"19.89\","
                                     "\"share\":15,\"listed\":true,\"day\":\"2023-02-01\","
                                     "\"scores\":[{\"value\":\"1.5\"},2],"
                                     "\"best\":{\"value\":9,\"note\":\"甲\"}}"),
                                 &sheet_shape, &problems, &sheet));
    assert_int_equal(sheet.id, 12);
    assert_str(sheet.name, "海幢街");
    assert_true(sheet.has_score);
    assert_int_equal(sheet.score.millionths, 19890000);
    assert_int_equal(sheet.share.millionths, 15 * DECIMAL_ONE);
    assert_true(sheet.listed);
    assert_int_equal(sheet.scores.count, 2);
    assert_int_equal(sheet.scores.at[1].value.millionths, 2 * DECIMAL_ONE);
    assert_str(sheet.best.note, "甲");
    assert_int_equal(problems.total, 0);
}

static void what_is_written_reads_back_the_same(void **state)
{
    Ctx *ctx = *state;
    Sheet sheet = {.id = INT64_MAX, .name = STR("\"\\甲"), .share = {INT64_MIN + 1}};
    assert_true(month_make(2023, 2, &sheet.month));
    *LIST_ADD(ctx->arena, &sheet.scores) = (Score){.value = {-1}, .note = STR("a\nb")};
    Buf out = buf_create(ctx->arena, 4 * KIB);
    JsonWriter json = json_writer(&out);
    json_shape(&json, &sheet_shape, &sheet);
    Problems problems = problems_create(ctx->arena);
    Sheet again;
    assert_ok(ctx, json_to_shape(ctx, buf_str(&out), &sheet_shape, &problems, &again));
    assert_int_equal(again.id, sheet.id);
    assert_int_equal(again.share.millionths, sheet.share.millionths);
    assert_str(again.name, "\"\\甲");
    assert_int_equal(again.scores.at[0].value.millionths, -1);
    assert_str(again.scores.at[0].note, "a\nb");
}

static void every_bad_field_is_reported_at_once(void **state)
{
    Ctx *ctx = *state;
    Problems problems = problems_create(ctx->arena);
    Sheet sheet = {.id = 5};
    assert_fails(ctx, FAIL_INVALID,
                 json_to_shape(ctx,
                               STR("{\"id\":\"x\",\"score\":19.89,\"listed\":3,"
                                   "\"day\":\"2023-02-30\",\"scores\":[{\"value\":\"a\"}],"
                                   "\"best\":7,\"scor\":1}"),
                               &sheet_shape, &problems, &sheet));
    assert_int_equal(problems.total, 8);
    assert_int_equal(sheet.id, 5);
    static const char *const fields[] = {
        "id", "name", "score", "listed", "day", "scores[0].value", "best", "scor"};
    for (size_t i = 0; i < ARRAY_LEN(fields); i++)
        assert_str(problems.at[i].field, fields[i]);
    assert_contains(problems.at[2].message, "引号");
    assert_contains(problems.at[7].hint, "score");
}

static void bad_syntax_is_refused_with_its_place(void **state)
{
    Ctx *ctx = *state;
    static const char *const texts[] = {
        "",
        "{",
        "[1]",
        "{\"a\":1,\"a\":2}",
        "{} x",
        "{\"a\":\"\xff\"}",
        "{\"a\":01}",
        "{\"a\":\"\\u0000\"}",
        "nul",
        "\"x\"",
        "{\"a\":1e999}",
        "{\"id\":99999999999999999999}",
    };
    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        Problems problems = problems_create(ctx->arena);
        Sheet sheet;
        assert_fails(ctx, FAIL_SYNTAX,
                     json_to_shape(ctx, str_of(texts[i]), &sheet_shape, &problems, &sheet));
    }
    Problems problems = problems_create(ctx->arena);
    Sheet sheet;
    assert_fails(ctx, FAIL_SYNTAX,
                 json_to_shape(ctx, STR("{\n\"a\": ?}"), &sheet_shape, &problems, &sheet));
    assert_int_equal(ctx->fail.place.line, 2);
}

static void deep_and_large_texts_are_refused(void **state)
{
    Ctx *ctx = *state;
    Problems problems = problems_create(ctx->arena);
    Sheet sheet;
    Buf deep = buf_create(ctx->arena, KIB);
    for (int i = 0; i <= JSON_DEPTH_MAX; i++)
        buf_add_byte(&deep, '[');
    assert_fails(ctx, FAIL_SYNTAX,
                 json_to_shape(ctx, buf_str(&deep), &sheet_shape, &problems, &sheet));
    assert_contains(ctx->fail.message, "嵌套");
    Str big = {arena_alloc(ctx->arena, JSON_BYTES_MAX + 1, 1), JSON_BYTES_MAX + 1};
    assert_fails(ctx, FAIL_TOO_LARGE, json_to_shape(ctx, big, &sheet_shape, &problems, &sheet));
}

static void brackets_inside_strings_are_not_depth(void **state)
{
    Ctx *ctx = *state;
    Problems problems = problems_create(ctx->arena);
    Sheet sheet;
    Buf text = buf_create(ctx->arena, KIB);
    buf_add_c(&text, "{\"name\":\"甲\",\"password\":\"\\\"");
    for (int i = 0; i < 2 * JSON_DEPTH_MAX; i++)
        buf_add_byte(&text, '[');
    buf_add_c(&text, "\"}");
    assert_ok(ctx, json_to_shape(ctx, buf_str(&text), &sheet_shape, &problems, &sheet));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(commas_and_nesting_are_set),
        KIT_TEST(text_is_escaped_and_chinese_is_not),
        KIT_TEST(malformed_bytes_become_the_replacement_character),
        KIT_TEST(every_kind_is_printed),
        KIT_TEST(an_absent_value_is_null),
        KIT_TEST(a_sparse_text_is_null_when_empty_and_bare_lists_are_plain),
        KIT_TEST(personal_data_is_masked_unless_it_may_be_seen),
        KIT_TEST(a_writer_masks_when_nothing_is_said),
        KIT_TEST(more_decimals_than_asked_are_never_cut),
        KIT_TEST(an_object_fills_a_struct),
        KIT_TEST(what_is_written_reads_back_the_same),
        KIT_TEST(every_bad_field_is_reported_at_once),
        KIT_TEST(bad_syntax_is_refused_with_its_place),
        KIT_TEST(deep_and_large_texts_are_refused),
        KIT_TEST(brackets_inside_strings_are_not_depth),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
