/*
 * formula_fuzz.c - any text as a formula: compiled, evaluated over a small group, explained.
 *
 * Whatever the text is, the engine must give a value, an absent value with its reason, or a
 * failure with a code; the explanation of what it gave must be complete.
 */
#include "fuzz.h"

#include "base/utf8.h"
#include "engine/assess/assess.h"

#define FUZZ_BYTES_MAX 8000
#define SUBJECTS 4
#define INPUTS 3

static const char head[] =
    "scheme: fuzz\nname: 模糊测试\nlegal_sources: [测试]\nfrom: 2023-01\ngroups: [one]\n"
    "table: t\nrounding: {mode: half_up, places: 2, at: item}\n"
    "inputs:\n  - {code: a, name: 甲}\n  - {code: b, name: 乙}\n  - {code: c, name: 丙}\n"
    "bands:\n"
    "  - {code: steps, steps: [{at_least: 5, value: 10}, {at_least: 0, value: 1}]}\n"
    "items:\n"
    "  - {code: y, name: 另一项, points: 9, missing: zero, formula: a / b}\n"
    "  - {code: x, name: 某项, formula: \"";
static const char tail[] = "\"}\ntotal: {code: total, name: 总分}\nranking: {by: total}\n"
                           "columns: [rank, subject, total]\n";

/* As a double-quoted YAML scalar. */
static void put_quoted(Buf *to, Str text)
{
    for (size_t i = 0; i < text.len; i++) {
        unsigned char byte = (unsigned char)text.at[i];
        if (byte < 0x20 || byte == 0x7F)
            buf_format(to, "\\x%02X", byte);
        else if (byte == '"' || byte == '\\')
            buf_format(to, "\\%c", byte);
        else
            buf_add_byte(to, (char)byte);
    }
}

static void explain_all(Ctx *ctx, const AssessResult *result)
{
    for (size_t s = 0; s < SUBJECTS; s++) {
        Explanation why;
        Buf text = buf_create(ctx->arena, 4 * MIB);
        if (!assess_listed(result, s))
            continue;
        FUZZ_ASSERT(explain_score(ctx, result, s, scheme_item(result->scheme, STR("x")), &why));
        FUZZ_ASSERT(!str_empty(why.formula));
        FUZZ_ASSERT(explain_score(ctx, result, s, SCHEME_TOTAL, &why));
        explanation_print_text(&text, &why);
        FUZZ_ASSERT(utf8_check(buf_str(&text)) == STR_NONE);
    }
}

static void try_formula(Ctx *ctx, Str formula)
{
    static const AssessSubject subjects[SUBJECTS] = {{1, STR_INIT("甲"), STR_INIT("one"), 1},
                                                     {2, STR_INIT("乙"), STR_INIT("one"), 2},
                                                     {3, STR_INIT("丙"), STR_INIT("one"), 3},
                                                     {4, STR_INIT("丁"), STR_INIT("one"), 4}};
    static const Decimal values[INPUTS * SUBJECTS] = {{5000000}, {-1},      {0},       {INT64_MAX},
                                                      {7},       {3330000}, {3330000}, {0},
                                                      {0},       {0},       {-9999},   {INT64_MIN}};
    static const bool present[INPUTS * SUBJECTS] = {true, true,  true,  true,  true, true,
                                                    true, false, false, false, true, true};
    if (formula.len > FUZZ_BYTES_MAX || utf8_check(formula) != STR_NONE)
        return; /* texts are checked at the door */
    Buf text = buf_create(ctx->arena, MIB);
    buf_add_c(&text, head);
    put_quoted(&text, formula);
    buf_add_c(&text, tail);
    const Scheme *scheme;
    AssessResult result;
    AssessInput input = {
        .subjects = subjects, .subject_count = SUBJECTS, .values = values, .present = present};
    if (!scheme_load(ctx, STR("fuzz.yaml"), buf_str(&text), &scheme) ||
        !assess_run(ctx, scheme, &input, &result)) {
        FUZZ_ASSERT(ctx->fail.code != FAIL_NONE && !str_empty(ctx->fail.message));
        return;
    }
    explain_all(ctx, &result);
}

FUZZ(try_formula)
