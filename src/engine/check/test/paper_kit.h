/* paper_kit.h - for tests: the tables of a paper written as the file would be. */
#ifndef TONGBAN_ENGINE_CHECK_TEST_PAPER_KIT_H
#define TONGBAN_ENGINE_CHECK_TEST_PAPER_KIT_H

#include "engine/check/table.h"
#include "kit/kit.h"

/* What is found in a paper, marks included. */
typedef struct Found {
    CheckTableList tables;
    FindingList findings;
} Found;

/* `file` tells the kind: "a.csv", "a.txt", "a.html". */
static inline Found find_in(Ctx *ctx, const char *file, const char *text)
{
    Paper paper = {0};
    Found found = {0};
    assert_ok(ctx, paper_read(ctx, str_of(file), str_of(text), &paper));
    assert_ok(ctx, check_tables_find(ctx, &paper, &found.tables, &found.findings));
    LIST_EACH (CheckTable, table, &found.tables) {
        check_table_names(table, &found.findings);
        check_table_marks(table, &found.findings);
    }
    return found;
}

/* The only table of a paper in which nothing is wrong. */
static inline CheckTable sound_table(Ctx *ctx, const char *file, const char *text)
{
    Found found = find_in(ctx, file, text);
    LIST_EACH (const Finding, finding, &found.findings)
        fail_msg("unexpected: %.*s %.*s", STRF(finding->place), STRF(finding->cause));
    assert_int_equal(found.tables.count, 1);
    return found.tables.at[0];
}

/* The only finding of a paper. */
static inline Finding lone_finding(Ctx *ctx, const char *file, const char *text)
{
    Found found = find_in(ctx, file, text);
    LIST_EACH (const Finding, finding, &found.findings)
        if (found.findings.count != 1)
            print_message("found: %.*s %.*s\n", STRF(finding->place), STRF(finding->cause));
    assert_int_equal(found.findings.count, 1);
    return found.findings.at[0];
}

#endif
