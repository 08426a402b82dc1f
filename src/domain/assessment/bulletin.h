/*
 * bulletin.h - the monthly bulletin (月度通报): prose and annexes computed from a month's figures
 * and scores, laid out by packs/bulletin/monthly.yaml.
 */
#ifndef TONGBAN_ASSESSMENT_BULLETIN_H
#define TONGBAN_ASSESSMENT_BULLETIN_H

#include "domain/assessment/month.h"
#include "engine/report/report.h"

typedef enum BulletinFormat {
    BULLETIN_DOCX,
    BULLETIN_PDF,
    BULLETIN_XLSX,
    BULLETIN_HTML,
    BULLETIN_FORMATS,
} BulletinFormat;

/* The pack is checked with all names it may use; fails with file and line. */
must_use bool bulletin_check_pack(Ctx *ctx);
/* Fails with FAIL_NOT_FOUND when the month has no figures. A draft carries 草稿, a demo district's
 * document 演示. The same month and version always give the same document. */
must_use bool bulletin_build(Ctx *ctx, Month period, Document *ret);
must_use bool bulletin_write(Ctx *ctx, const Document *document, BulletinFormat format,
                             Str *ret_bytes);

/* "docx" ...; false when unknown. */
must_use bool bulletin_format_parse(Str text, BulletinFormat *ret);
const char *bulletin_format_name(BulletinFormat format);
/* 「2023年2月通报.docx」 */
Str bulletin_file_name(Arena *arena, Month period, BulletinFormat format);
const char *bulletin_content_type(BulletinFormat format);

#endif
