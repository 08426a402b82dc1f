/*
 * bulletin.h - the documents of a period: the monthly bulletin (月度通报), the yearly circular and
 * report. Prose and annexes are computed from the period's figures and scores and laid out by a
 * pack, packs/bulletin/<code>.yaml. engine/report writes them as files.
 */
#ifndef TONGBAN_ASSESSMENT_BULLETIN_H
#define TONGBAN_ASSESSMENT_BULLETIN_H

#include "domain/assessment/month.h"
#include "engine/report/report.h"

typedef struct BulletinHead {
    Str code; /* monthly: the pack's file name */
    Str name; /* 通报; after the period it is the name of the file */
    bool by_year;
    Str *schemes; /* the document is about these; none = about all figures of the period */
    size_t scheme_count;
} BulletinHead;
LIST_OF(BulletinHead, BulletinHeadList);

/* Checks all packs with all names they may use; fails with file and line. */
must_use bool bulletin_check_packs(Ctx *ctx);
/* Those of one period: with the schemes in force in it. */
must_use bool bulletin_check_month(Ctx *ctx, Period period);
/* The documents that the period has figures for, as it knows them: a frozen month has kept its
 * own. */
must_use bool bulletins_of(Ctx *ctx, Period period, BulletinHeadList *ret);
/* The document of that code, the first when `code` is empty; fails with FAIL_NOT_FOUND. */
must_use bool bulletin_find(Ctx *ctx, Period period, Str code, BulletinHead *ret);
/* A document tells of everybody: FAIL_DENIED under a narrowed scope. Fails with FAIL_NOT_FOUND when
 * the period has no figures for it. A draft carries 草稿, a demo
 * district's document 演示. The same month in the same version and state always gives the same
 * document. */
must_use bool bulletin_build(Ctx *ctx, Period period, const BulletinHead *head, Document *ret);
/* Notes that a file of this name left the house (导出). Outside of a transaction. */
must_use bool bulletin_note(Ctx *ctx, Period period, Str file);
/* 「2023年2月通报.docx」, 「2023年度行政服务效能考评结果通报.docx」 */
Str bulletin_file_name(Arena *arena, Period period, const BulletinHead *head,
                       const ReportFormat *format);

#endif
