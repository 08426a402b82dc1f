/*
 * prose_fixture.h - papers of a few lines, and what check_prose says of them.
 */
#ifndef TONGBAN_ENGINE_CHECK_TEST_PROSE_FIXTURE_H
#define TONGBAN_ENGINE_CHECK_TEST_PROSE_FIXTURE_H

#include "engine/check/prose.h"
#include "kit/kit.h"

/* Paragraphs divided by |, without tables. */
static inline FindingList findings_of_lines(Ctx *ctx, const char *lines)
{
    Paper paper = {.kind = PAPER_TEXT};
    CheckTableList tables = {0};
    FindingList findings = {0};
    Str rest = str_of(lines);
    Str line;
    int number = 0;
    while (str_split(&rest, '|', &line))
        *LIST_ADD(ctx->arena, &paper.parts) =
            (PaperPart){.kind = PAPER_PARAGRAPH, .line = ++number, .text = line};
    check_prose(ctx->arena, &paper, &tables, &findings);
    return findings;
}

/* A whole paper as text, its tables read; what the tables say of themselves is left out. */
static inline FindingList findings_of_text(Ctx *ctx, Str text)
{
    Paper paper;
    CheckTableList tables = {0};
    FindingList of_tables = {0};
    FindingList findings = {0};
    assert_ok(ctx, paper_read(ctx, STR("paper.txt"), text, &paper));
    assert_ok(ctx, check_tables_find(ctx, &paper, &tables, &of_tables));
    check_prose(ctx->arena, &paper, &tables, &findings);
    return findings;
}

static inline void print_findings(const FindingList *findings)
{
    LIST_EACH (const Finding, finding, findings)
        print_message("  %.*s [%.*s] %.*s: %.*s -> %.*s %.*s\n", STRF(finding->place),
                      STRF(finding->kind), STRF(finding->unit), STRF(finding->printed),
                      STRF(finding->recomputed), STRF(finding->cause));
}

#endif
