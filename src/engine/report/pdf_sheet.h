/*
 * pdf_sheet.h - the measures of a table on paper: type, columns, rows, pages. pdf_table.c draws
 * what is decided here.
 */
#ifndef TONGBAN_ENGINE_REPORT_PDF_SHEET_H
#define TONGBAN_ENGINE_REPORT_PDF_SHEET_H

#include "engine/report/pdf_flow.h"

#define NAME_CHARACTERS_MAX 6.05 /* a hair more than six, for roundings */
#define NOTES_ABOVE_RATIO 0.4    /* blank above the notes, of the pitch */

/* edges[i] is the left edge of column i. */
typedef struct Sheet {
    Flow *flow;
    const Table *table;
    double size;
    double pitch;
    double row_least;
    double head_whole; /* heads up to so many characters are not broken */
    double name_whole; /* and other texts up to so many */
    double *edges;
    double *number_widths; /* of the widest number of each column */
    double *head_heights;
    double *body_heights;
} Sheet;

/* Measures the table for the place where the flow stands. */
Sheet sheet_measure(Flow *flow, const Table *table);

/* ---- cells (pdf_cell.c) ------------------------------------------------------------------ */

/* 1 for a cell that is not merged. */
size_t cell_span(int span);
TextStyle cell_style(const Sheet *sheet, const Row *row, const Cell *cell, bool is_head);
/* The width that the cell should not go below, its blanks included. */
double cell_least_width(const Sheet *sheet, const Row *row, const Cell *cell, bool is_head);
/* From edge to edge. */
double cell_width(const Sheet *sheet, size_t column, const Cell *cell);
LineList cell_lines(const Sheet *sheet, const Row *row, size_t column, bool is_head);
double cell_height(const Sheet *sheet, const Row *row, size_t column, bool is_head);

/* ---- rows and notes ---------------------------------------------------------------------- */

double sheet_sum(const double *heights, size_t from, size_t end);
double sheet_head_height(const Sheet *sheet);
/* True when head and first rows must wait for the next page; y as in Flow. */
bool sheet_starts_on_next(const Sheet *sheet, size_t from, double y);
/* As many rows as fit in `room`, at least one; rows that a merged cell binds stay together.
 * Returns the exclusive end. */
size_t sheet_rows_for(const Sheet *sheet, size_t from, double room);
/* The lines of note number i (from 0). */
LineList sheet_note_lines(const Sheet *sheet, size_t i);

#endif
