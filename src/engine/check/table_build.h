/*
 * table_build.h - how a CheckTable comes about: inside of table.h.
 *
 * A grid is cut into blocks (caption rows, heads, body, notes); blocks that go on over a page are
 * joined; then the columns are given their roles and the rows their kinds.
 */
#ifndef TONGBAN_ENGINE_CHECK_TABLE_BUILD_H
#define TONGBAN_ENGINE_CHECK_TABLE_BUILD_H

#include "engine/check/table.h"

/* One run of rows of a grid: heads from..body_from, body body_from..end. */
typedef struct Block {
    const Grid *grid;
    size_t part; /* among paper->parts */
    size_t head_from;
    size_t body_from;
    size_t end;
    size_t column_count;
    CheckColumn *columns; /* what the heads say */
    Str caption;          /* a title row inside the grid */
    Str unit;             /* 单位：万元, as printed; may be empty */
    Str notes;            /* rows of words below the body */
    bool headless;
} Block;
LIST_OF(Block, BlockList);

/* What the cells of a row are. */
typedef struct RowShape {
    size_t texts;
    size_t numbers;
    size_t dates;
    size_t nothings;
    size_t filled; /* all but blanks */
    size_t first;  /* filled cell */
} RowShape;

/* What the body of a column holds. */
typedef struct ColumnCount {
    size_t numbers;
    size_t texts;
    size_t dates;
    size_t nothings;
    size_t percents;
    size_t exact; /* numbers with decimals */
    size_t negatives;
    size_t years;    /* 1949..2100 without decimals */
    size_t codes;    /* whole numbers of 11 digits or more */
    size_t distinct; /* texts, of a text column */
    size_t text_bytes;
    size_t finest;        /* numbers with the most decimals */
    size_t finest_halves; /* of these, those whose last decimal is 5 or 0 */
    uint8_t places;
    uint8_t next_places; /* the most but these */
    bool of_sheet;       /* figures of a sheet, which shows no zeros at their end */
    bool counts_up;      /* its numbers are 1 2 3 ... */
} ColumnCount;

/* ---- table_block.c ---- */
RowShape row_shape(const Grid *grid, size_t row);
/* Cuts a grid into blocks; those without a body are left out. */
void blocks_cut(Arena *arena, const Grid *grid, size_t part, BlockList *to);

/* ---- table_head.c ---- */
/* Whether the row may be the first of the heads. */
bool row_is_head(const Grid *grid, size_t row, size_t end);
/* The first row of the body, heads beginning at `from`. */
size_t heads_end(const Grid *grid, size_t from, size_t end);
/* Gives block->columns what the heads say. */
void heads_read(Arena *arena, Block *block);
/* Whether the row prints the first row of the block's heads again. */
bool row_repeats_head(const Block *block, size_t row);

/* ---- table_mark.c ---- */
/* Name, unit, maximum, target and weight from column->printed. */
void head_marks_read(Arena *arena, CheckColumn *column);
/* A maximum as in 基础考核事项(100分); false when the head gives none. */
bool head_maximum(Arena *arena, Str printed, Decimal *ret);
/* The measure in 单位：万元, folded; empty when there is none or several. */
Str unit_line_read(Arena *arena, Str text);
/* The head without any bracket, folded. */
Str head_bare_name(Arena *arena, Str printed);

/* ---- table_column.c ---- */
/* Gives the columns their roles from body and heads; `counts` has column_count elements. */
void columns_understand(CheckTable *table, Str unit, ColumnCount *ret_counts);

/* ---- table_row.c ---- */
/* Gives the rows their label, kind and group. */
void rows_understand(CheckTable *table, const ColumnCount *counts);
/* 合计, 全区 … as a folded name. */
bool name_is_total(Str folded);

/* ---- table_title.c ---- */
/* Title, name and notes of the table of these blocks, and the measure above it (folded). */
void table_entitle(CheckTable *table, const Paper *paper, const Block *first, const Block *last,
                   const CheckTableList *before, Str *ret_unit);
/* Page numbers, 续表, the title again: what stands between the parts of one table. */
bool part_is_furniture(Arena *arena, const PaperPart *part, Str title);

/* ---- table_join.c ---- */
/* Whether `next` is `first` going on behind `before`. ret_cells (room for first->column_count)
 * tells where in the rows of `next` each column stands, SIZE_MAX = lost. */
bool block_goes_on(Arena *arena, const Paper *paper, const Block *first, const Block *before,
                   const Block *next, size_t *ret_cells);

/* ---- table_shift.c ---- */
/* Rows with more or fewer cells than the others, columns without a head. */
void shifts_find(CheckTable *table, FindingList *findings);
/* Rows with fewer cells that neither this nor the relations have told of. */
void shifts_find_rest(CheckTable *table, FindingList *findings);

#endif
