/*
 * xlsx_sheet.h - sheets of write_xlsx in the making: rows are added, then finished at once.
 */
#ifndef TONGBAN_ENGINE_REPORT_XLSX_SHEET_H
#define TONGBAN_ENGINE_REPORT_XLSX_SHEET_H

#include "engine/report/document.h"
#include "port/xlsx_write.h"

LIST_OF(XlsxSheet, XlsxSheetList);
LIST_OF(XlsxCell, XlsxCellList);
LIST_OF(int, HeightList);

/* A sheet of `column_count` columns, filled row by row. */
typedef struct SheetMaker {
    Arena *arena;
    XlsxSheet sheet;
    XlsxCellList cells;
    HeightList heights; /* tenths of a point; 0 = by itself */
} SheetMaker;

SheetMaker sheet_create(Arena *arena, Str name, size_t column_count);
/* `column_count` blank cells; they are valid until the next row is added. */
XlsxCell *sheet_row(SheetMaker *maker, int height);
/* A row of one text across all columns, as high as the text needs within `width_halves`. */
void sheet_line(SheetMaker *maker, Str text, const XlsxStyle *style, int width_halves);
/* The rows so far, as the next row's index from 0. */
size_t sheet_height(const SheetMaker *maker);
XlsxSheet sheet_finish(SheetMaker *maker);
/* Tenths of a point for a text of `halves` in a column `width_halves` wide. */
int sheet_text_height(size_t halves, int width_halves, int font_points);

/* The sheets of a document's parts. */
XlsxSheet xlsx_prose_sheet(Arena *arena, const Document *document);
XlsxSheet xlsx_table_sheet(Arena *arena, const Table *table, Str name, Str title);
XlsxSheet xlsx_chart_sheet(Arena *arena, const Chart *chart, Str name);
XlsxSheet xlsx_notes_sheet(Arena *arena, const Document *document, const XlsxSheetList *sheets);

#endif
