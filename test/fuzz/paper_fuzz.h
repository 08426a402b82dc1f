/*
 * paper_fuzz.h - what holds for every paper, whatever it was read from.
 */
#ifndef TONGBAN_TEST_PAPER_FUZZ_H
#define TONGBAN_TEST_PAPER_FUZZ_H

#include "base/utf8.h"
#include "fuzz.h"
#include "port/paper.h"

static inline void check_paper_text(Str text)
{
    FUZZ_ASSERT(str_trim(text).len == text.len);
    FUZZ_ASSERT(str_find_byte(text, '\n') == STR_NONE && str_find_byte(text, '\r') == STR_NONE);
}

static inline void check_paper_grid(const Grid *grid)
{
    FUZZ_ASSERT(grid->rows.count > 0 && grid->rows.count <= GRID_ROWS_MAX);
    FUZZ_ASSERT(grid->column_count > 0 && grid->column_count <= GRID_COLUMNS_MAX);
    LIST_EACH (const GridRow, row, &grid->rows) {
        FUZZ_ASSERT(row->count <= grid->column_count && row->line > 0);
        for (size_t c = 0; c < row->count; c++)
            check_paper_text(row->cells[c].text);
    }
    LIST_EACH (const GridMerge, merge, &grid->merges) {
        FUZZ_ASSERT(merge->row_count > 0 && merge->column_count > 0);
        FUZZ_ASSERT(merge->row_count * merge->column_count > 1);
    }
}

static inline void try_paper(Ctx *ctx, Str file, Str bytes)
{
    Paper paper = {0};
    if (!paper_read(ctx, file, bytes, &paper)) {
        FUZZ_ASSERT(ctx->fail.code != FAIL_NONE && !str_empty(ctx->fail.message));
        return;
    }
    LIST_EACH (const PaperPart, part, &paper.parts) {
        FUZZ_ASSERT((part->kind == PAPER_TABLE) == (part->grid != NULL));
        FUZZ_ASSERT((part->kind == PAPER_HEADING) == (part->level > 0) && part->line > 0);
        if (part->grid) {
            check_paper_grid(part->grid);
        } else {
            FUZZ_ASSERT(!str_empty(part->text));
            check_paper_text(part->text);
        }
    }
}

#endif
