/* The whole check of a paper: whatever the input, it ends, and its findings are texts. The first
 * byte tells whether the rest is text with tables or CSV. */
#include "engine/check/check.h"
#include "paper_fuzz.h"

static void try_check(Ctx *ctx, Str input)
{
    if (str_empty(input))
        return;
    Paper paper = {0};
    CheckRules rules = {0};
    FindingList findings = {0};
    Str file = input.at[0] & 1 ? STR("a.csv") : STR("a.txt");
    if (!paper_read(ctx, file, str_after(input, 1), &paper))
        return;
    if (!check_paper(ctx, &paper, &rules, &findings)) {
        FUZZ_ASSERT(ctx->fail.code != FAIL_NONE);
        return;
    }
    FUZZ_ASSERT(findings.count <= FINDINGS_MAX);
    LIST_EACH (const Finding, finding, &findings) {
        FUZZ_ASSERT(finding_label(finding->kind) != NULL);
        FUZZ_ASSERT(!str_empty(finding->place) && !str_empty(finding->cause));
        FUZZ_ASSERT(utf8_check(finding->cause) == STR_NONE &&
                    utf8_check(finding->printed) == STR_NONE);
    }
}

FUZZ(try_check)
