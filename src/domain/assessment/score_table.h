/*
 * score_table.h - a month's scores as rows of printed cells: what `assess` prints.
 *
 * The columns are those of the scheme (packs/assess, `columns`); a cell without a value is
 * empty.
 */
#ifndef TONGBAN_ASSESSMENT_SCORE_TABLE_H
#define TONGBAN_ASSESSMENT_SCORE_TABLE_H

#include "domain/assessment/result.h"

typedef enum ScoreFormat { SCORE_FORMAT_TABLE, SCORE_FORMAT_CSV, SCORE_FORMAT_JSON } ScoreFormat;

/* One cell as printed: a rank, a name, or a number with its decimals; empty when it has none. */
Str score_cell_text(Arena *arena, const MonthResult *result, size_t subject,
                    const SchemeColumn *column);
/* All groups, or only `group` (empty = all). CSV has one head and the groups one after another. */
void score_table_print(Ctx *ctx, const MonthResult *result, Str group, ScoreFormat format, Buf *to);

#endif
