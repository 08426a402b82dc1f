/*
 * bulletin.h - the monthly bulletin (月度通报): prose and annexes computed from a month's figures
 * and scores, laid out by packs/bulletin/monthly.yaml. engine/report writes it as a file.
 */
#ifndef TONGBAN_ASSESSMENT_BULLETIN_H
#define TONGBAN_ASSESSMENT_BULLETIN_H

#include "domain/assessment/month.h"
#include "engine/report/report.h"

/* Checks the pack with all names it may use; fails with file and line. */
must_use bool bulletin_check_pack(Ctx *ctx);
/* The same for a month: with the schemes in force in it. */
must_use bool bulletin_check_month(Ctx *ctx, Period period);
/* Fails with FAIL_NOT_FOUND when the month has no figures. A draft carries 草稿, a demo district's
 * document 演示. The same month in the same version and state always gives the same document. */
must_use bool bulletin_build(Ctx *ctx, Period period, Document *ret);
/* 「2023年2月通报.docx」 */
Str bulletin_file_name(Arena *arena, Period period, const ReportFormat *format);

#endif
