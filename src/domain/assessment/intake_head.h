/*
 * intake_head.h - the head of a user's table: what each of its columns is; private to the imports.
 *
 * People put titles above the head and merge cells in it, so the head row is found by its key
 * column (单位, or 编号), and a second row of heads below it is taken when it names columns.
 */
#ifndef TONGBAN_ASSESSMENT_INTAKE_HEAD_H
#define TONGBAN_ASSESSMENT_INTAKE_HEAD_H

#include "domain/assessment/table.h"
#include "port/grid.h"

typedef enum HeadKind { HEAD_UNKNOWN, HEAD_UNIT, HEAD_KIND, HEAD_CODE, HEAD_COLUMN } HeadKind;

typedef struct Head {
    HeadKind kind;
    const TableColumn *column; /* of HEAD_COLUMN; lives as long as the table's columns */
    Str text;                  /* as the user wrote it */
} Head;

typedef struct IntakeHead {
    Head *at;     /* one a column of the grid */
    size_t count; /* the columns of the grid */
    size_t row;   /* index of the (lower) head row; the data begin below it */
} IntakeHead;

/* FAIL_INVALID without the key column, without any column of the table, or when two columns are
 * the same. */
must_use bool intake_head_read(Ctx *ctx, const FigureTable *table, const Grid *grid,
                               IntakeHead *ret);
/* The kind of column that says whose row it is: HEAD_UNIT or HEAD_CODE. */
HeadKind intake_head_key(const FigureTable *table);
/* The first column of that kind; SIZE_MAX when there is none. */
size_t intake_head_column(const IntakeHead *head, HeadKind kind);
/* The columns that mean nothing to the table, by their heads; one without head is unknown too when
 * there is something in it: a row may have slipped. Returns how many *ret holds. */
size_t intake_head_unknown(Arena *arena, const IntakeHead *head, const Grid *grid, Str **ret);

#endif
