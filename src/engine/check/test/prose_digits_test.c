/*
 * A published paper with one digit of a counted figure altered: found, and no second alarm. The
 * paper stands beside the repository; without it there is nothing to test.
 */
#include "engine/check/test/prose_fixture.h"

#define PAPER_PATH "../shared/data/haizhu-2023-02/bulletin.txt"

/* The figures of its prose that other figures of the paper bind. */
static const char *const bound[] = {
    "工单共 19602 件",   "咨询类 1565 件",  "投诉类 8793 件",     "求助类 4700 件",
    "举报类 4350 件",    "建议类 182 件",   "表扬类 12 件",       "工单共 6 件",
    "被扣 1.2 分",       "被扣 0.2 分",     "服务群众 152976 人", "受理量 91008 件",
    "服务群众 8517 人",  "受理量 10461 件", "服务群众 571 人",    "受理量 307 件",
    "服务群众 98426 人", "受理量 71909 件", "服务群众 45462 人",  "受理量 8331 件",
    "官洲街（9 件）",    "华洲街（13 件）", "江海街（23 件）",    "比例为171.13%，其",
};

static Str read_paper(Ctx *ctx)
{
    Str text = {0};
    FILE *file = fopen(PAPER_PATH, "rb");
    if (!file) {
        print_message("%s is not there\n", PAPER_PATH);
        skip();
    }
    char *bytes = NEW(ctx->arena, char, MIB);
    text = str_from(bytes, fread(bytes, 1, MIB, file));
    (void)fclose(file);
    return text;
}

static void the_paper_as_published_has_no_finding(void **state)
{
    Ctx *ctx = *state;
    FindingList findings = findings_of_text(ctx, read_paper(ctx));
    print_findings(&findings);
    assert_int_equal(findings.count, 0);
}

static void one_altered_digit_is_one_finding(void **state)
{
    Ctx *ctx = *state;
    Str paper = read_paper(ctx);
    size_t made = 0;
    size_t found = 0;
    size_t more = 0;
    for (size_t i = 0; i < ARRAY_LEN(bound); i++) {
        size_t at = str_find(paper, str_of(bound[i]));
        assert_true(at != STR_NONE);
        for (size_t k = at; k < at + strlen(bound[i]); k++) {
            char digit = paper.at[k];
            if (digit < '0' || digit > '9')
                continue;
            ArenaMark mark = arena_mark(ctx->arena);
            char *copy = arena_copy(ctx->arena, paper.at, paper.len);
            copy[k] = digit == '9' ? '8' : (char)(digit + 1);
            FindingList findings = findings_of_text(ctx, str_from(copy, paper.len));
            made++;
            found += findings.count >= 1;
            more += findings.count > 1;
            if (findings.count != 1)
                print_message("%s, byte %zu\n", bound[i], k - at);
            if (findings.count > 1)
                print_findings(&findings);
            arena_rewind(ctx->arena, mark);
        }
    }
    print_message("%zu of %zu found, %zu with a second alarm\n", found, made, more);
    assert_true(found * 100 >= made * 95);
    assert_true(more * 100 <= made * 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(the_paper_as_published_has_no_finding),
        KIT_TEST(one_altered_digit_is_one_finding),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
