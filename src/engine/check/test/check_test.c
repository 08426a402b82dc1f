/* A paper checked as a whole: tables in their order with all that is said about each, then prose.
 */
#include "engine/check/check.h"

#include "kit/kit.h"

#define GOOD                                                                                       \
    "单位\t甲项得分\t乙项得分\t合计得分\n"                                           \
    "东街\t10.50\t8.20\t18.70\n西街\t10.10\t7.90\t18.00\n南街\t9.80\t7.60\t17.40\n"          \
    "北街\t9.50\t7.40\t16.90\n中街\t9.10\t7.30\t16.40\n前街\t8.80\t7.10\t15.90\n"
#define BAD                                                                                        \
    "单位\t甲项得分\t乙项得分\t合计得分\n"                                           \
    "东街\t10.50\t8.20\t18.70\n西街\t10.10\t7.90\t18.00\n南街\t9.80\t7.60\t17.40\n"          \
    "北街\t9.50\t7.40\t16.70\n中街\t9.10\t7.30\t16.40\n前街\t8.80\t7.10\t15.90\n"
#define WRONG_SENTENCE "本月共受理120件，其中咨询类70件、投诉类30件、建议类10件。\n"

static FindingList check(Ctx *ctx, const char *text)
{
    Paper paper = {0};
    CheckRules rules = {0};
    FindingList findings = {0};
    assert_ok(ctx, paper_read(ctx, STR("通报.txt"), str_of(text), &paper));
    assert_ok(ctx, check_paper(ctx, &paper, &rules, &findings));
    return findings;
}

static void what_holds_is_silent(void **state)
{
    FindingList findings = check(*state, "附件1\n" GOOD);
    assert_int_equal(findings.count, 0);
}

static void a_paper_without_tables_is_checked_too(void **state)
{
    FindingList findings = check(*state, WRONG_SENTENCE);
    assert_int_equal(findings.count, 1);
    assert_str(findings.at[0].kind, "parts");
}

static void tables_come_in_their_order_and_before_the_prose(void **state)
{
    FindingList findings = check(*state, WRONG_SENTENCE "\n附件1\n" BAD "\n附件2\n" BAD);
    assert_int_equal(findings.count, 3);
    assert_str(findings.at[0].kind, "sum");
    assert_true(str_starts(findings.at[0].place, STR("附件1")));
    assert_str(findings.at[1].kind, "sum");
    assert_true(str_starts(findings.at[1].place, STR("附件2")));
    assert_str(findings.at[2].kind, "parts");
}

static void findings_are_added_to_what_is_there(void **state)
{
    Ctx *ctx = *state;
    Paper paper = {0};
    CheckRules rules = {0};
    FindingList findings = {0};
    *LIST_ADD(ctx->arena, &findings) = (Finding){.place = STR("别处")};
    assert_ok(ctx, paper_read(ctx, STR("通报.txt"), STR(WRONG_SENTENCE), &paper));
    assert_ok(ctx, check_paper(ctx, &paper, &rules, &findings));
    assert_int_equal(findings.count, 2);
    assert_str(findings.at[0].place, "别处");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(what_holds_is_silent),
        KIT_TEST(a_paper_without_tables_is_checked_too),
        KIT_TEST(tables_come_in_their_order_and_before_the_prose),
        KIT_TEST(findings_are_added_to_what_is_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
