/* Words of the command line into the input struct of a verb. */
#include "face/cli/arguments.h"

#include "kit/kit.h"

typedef struct Word {
    Str word;
} Word;
LIST_OF(Word, WordList);
static const Field word_fields[] = {FIELD(Word, word, "词", FIELD_REQUIRED)};
static const Shape word_shape = SHAPE(Word, word_fields);

typedef struct In {
    Str table;
    WordList file;
    Period period;
    bool partial;
} In;
static const Field in_fields[] = {
    FIELD(In, table, "数据表", FIELD_REQUIRED),
    FIELD_LIST(In, file, "文件", &word_shape),
    FIELD(In, period, "月份", FIELD_REQUIRED),
    FIELD(In, partial, "部分", 0),
};
static const Shape in_shape = SHAPE(In, in_fields);
static const Option options[] = {
    {"--period", "2023-02", "period", "月份"},
    {"--partial", NULL, "partial", "只收正确的行"},
};
static const Command verb = {.verb = "import",
                             .arguments = "TABLE [FILE...]",
                             .options = options,
                             .option_count = ARRAY_LEN(options),
                             .input = &in_shape};

/* The words of a line, parted by '|'. */
static Words words_of(Ctx *ctx, const char *line)
{
    Words words = {0};
    Str rest = str_of(line), part;
    while (*line && str_split(&rest, '|', &part))
        *LIST_ADD(ctx->arena, &words) = part;
    return words;
}

static bool bind_line(Ctx *ctx, const char *line, In *ret)
{
    Words words = words_of(ctx, line);
    *ret = (In){0};
    return arguments_bind(ctx, &verb, &words, ret);
}

static void assert_refused(Ctx *ctx, const char *line, const char *part)
{
    In in;
    assert_fails(ctx, FAIL_USAGE, bind_line(ctx, line, &in));
    assert_contains(ctx->fail.message, part);
}

static void options_stand_anywhere(void **state)
{
    Ctx *ctx = *state;
    static const char *const lines[] = {"hotline|a.csv|--period|2023-02|--partial",
                                        "--partial|--period=2023-02|hotline|a.csv",
                                        "hotline|--period|2023-02|a.csv|--partial"};
    for (size_t i = 0; i < ARRAY_LEN(lines); i++) {
        In in;
        assert_ok(ctx, bind_line(ctx, lines[i], &in));
        assert_str(in.table, "hotline");
        assert_str(in.file.at[0].word, "a.csv");
        assert_int_equal(period_month(in.period), 2);
        assert_true(in.partial);
    }
}

static void two_dashes_end_the_options(void **state)
{
    Ctx *ctx = *state;
    In in;
    assert_ok(ctx, bind_line(ctx, "hotline|--period|2023-02|--|--partial|-x", &in));
    assert_int_equal(in.file.count, 2);
    assert_str(in.file.at[0].word, "--partial");
    assert_str(in.file.at[1].word, "-x");
    assert_false(in.partial);
}

static void a_repeated_argument_may_be_absent(void **state)
{
    Ctx *ctx = *state;
    In in;
    assert_ok(ctx, bind_line(ctx, "hotline|--period|2023-02", &in));
    assert_int_equal(in.file.count, 0);
}

static void everything_wrong_is_told_at_once(void **state)
{
    Ctx *ctx = *state;
    assert_refused(ctx, "--perod|--partial|--partial", "--perod：没有这个选项，是不是 --period");
    assert_contains(ctx->fail.message, "--partial：给了两次");
    assert_contains(ctx->fail.message, "TABLE：缺少数据表");
    assert_contains(ctx->fail.message, "--period 2023-02：缺少月份");
    assert_contains(ctx->fail.hint, "tongban import TABLE");
}

static void values_must_fit_their_kind(void **state)
{
    assert_refused(*state, "hotline|--period|2023-13", "2023-13");
    assert_refused(*state, "hotline|--period|", "--period");
}

static void an_option_needs_its_value(void **state)
{
    assert_refused(*state, "hotline|--period", "--period 后面缺少值");
    assert_refused(*state, "hotline|--period|--partial", "--period 后面缺少值");
    assert_refused(*state, "hotline|--period|2023-02|--partial=yes", "--partial 不带值");
}

static void surplus_arguments_are_named(void **state)
{
    static const Command plain = {.verb = "version", .arguments = ""};
    Ctx *ctx = *state;
    Words words = words_of(ctx, "a");
    assert_fails(ctx, FAIL_USAGE, arguments_bind(ctx, &plain, &words, NULL));
    assert_contains(ctx->fail.message, "a：多余的参数");
}

static void global_options_are_taken_out(void **state)
{
    Ctx *ctx = *state;
    Words words = words_of(ctx, "--data|here|months|list|--db=sqlite::memory:|-h|--|--version");
    GlobalOptions global;
    assert_ok(ctx, arguments_take_global(ctx, &words, &global));
    assert_str(global.data, "here");
    assert_str(global.db, "sqlite::memory:");
    assert_true(global.help);
    assert_false(global.version);
    assert_int_equal(words.count, 4);
    assert_str(words.at[3], "--version");
}

static void words_must_be_utf8(void **state)
{
    Ctx *ctx = *state;
    char program[] = "tongban", broken[] = "\xB3\xE0";
    char *argv[] = {program, broken, NULL};
    Words words;
    assert_fails(ctx, FAIL_USAGE, arguments_read(ctx, 2, argv, &words));
    assert_contains(ctx->fail.message, "第 1 个参数不是 UTF-8");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(options_stand_anywhere),
        KIT_TEST(two_dashes_end_the_options),
        KIT_TEST(a_repeated_argument_may_be_absent),
        KIT_TEST(everything_wrong_is_told_at_once),
        KIT_TEST(values_must_fit_their_kind),
        KIT_TEST(an_option_needs_its_value),
        KIT_TEST(surplus_arguments_are_named),
        KIT_TEST(global_options_are_taken_out),
        KIT_TEST(words_must_be_utf8),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
