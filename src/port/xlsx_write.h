/*
 * xlsx_write.h - Excel workbooks, written with libxlsxwriter.
 *
 * A book is described by plain structs and written at once. The same description gives the same
 * bytes. Numbers are stored with their exact decimal text (never 9.949999999999999), and a text is
 * always stored as text, whatever it begins with, so that nothing from outside runs as a formula.
 *
 *     XlsxCell cells[] = {
 *         {.kind = XLSX_TEXT, .text = STR("单位"), .style = &head},
 *         {.kind = XLSX_TEXT, .text = STR("得分"), .style = &head},
 *         {.kind = XLSX_TEXT, .text = STR("赤岗街"), .style = &plain},
 *         {.kind = XLSX_NUMBER, .value = score, .style = &two_decimals},
 *     };
 *     XlsxSheet sheet = {.name = STR("得分"), .cells = cells, .row_count = 2, .column_count = 2,
 *                        .freeze_rows = 1};
 *     XlsxBook book = {.sheets = &sheet, .sheet_count = 1, .made_at = made_at};
 */
#ifndef TONGBAN_PORT_XLSX_WRITE_H
#define TONGBAN_PORT_XLSX_WRITE_H

#include "base/decimal.h"
#include "base/fail.h"
#include "base/moment.h"

typedef enum XlsxAlign { XLSX_LEFT, XLSX_CENTER, XLSX_RIGHT } XlsxAlign;

/* How a cell looks. Styles are compared by their content, so equal ones cost nothing. */
typedef struct XlsxStyle {
    XlsxAlign align;
    bool bold;
    bool italic;
    bool border; /* thin, on all sides */
    bool wrap;
    bool unlocked;      /* may be filled in when the sheet is protected */
    int font_points;    /* 0 = 11 */
    const char *font;   /* NULL = 宋体 */
    uint32_t color;     /* of the text, 0xRRGGBB; 0 = black */
    uint32_t fill;      /* 0xRRGGBB; 0 = none */
    int places;         /* numbers: decimals shown; -1 = as many as the value has */
    const char *format; /* numbers: a format of its own, e.g. "#,##0"; NULL = by places */
} XlsxStyle;

typedef enum XlsxKind { XLSX_BLANK, XLSX_TEXT, XLSX_NUMBER, XLSX_FORMULA } XlsxKind;

typedef struct XlsxCell {
    XlsxKind kind;
    Str text;      /* XLSX_TEXT; at most 32767 code points */
    Str formula;   /* XLSX_FORMULA, with or without "=": SUM(D5:D22) */
    Decimal value; /* XLSX_NUMBER; XLSX_FORMULA: the cached result */
    /* `value` is in percent (99.92): stored as its hundredth and shown with %. */
    bool is_percent;
    const XlsxStyle *style; /* NULL = plain */
    Str comment;            /* a note on the cell; empty = none */
    int row_span;           /* merged with the cells below and right; 0 counts as 1. The covered */
    int column_span;        /* cells must be XLSX_BLANK */
} XlsxCell;

/* A drop-down: only these words may be entered in the cells of the area. */
typedef struct XlsxChoice {
    size_t first_row; /* from 0 */
    size_t last_row;
    size_t column;
    const Str *words;
    size_t word_count;
    Str prompt; /* shown beside the cell, at most 255 code points; may be empty */
} XlsxChoice;

typedef struct XlsxSheet {
    Str name;              /* at most 31 code points; signs that Excel forbids become blanks */
    const XlsxCell *cells; /* row_count x column_count, row by row */
    size_t row_count;
    size_t column_count;
    const int *column_widths; /* in tenths of a digit's width, column_count of them; NULL = 90 */
    const int *row_heights;   /* in tenths of a point, row_count of them, 0 = by itself; or NULL */
    size_t freeze_rows;       /* kept in sight above and left */
    size_t freeze_columns;
    bool landscape;
    bool fit_to_width;       /* one page wide when printed, as many as needed high */
    size_t repeat_first_row; /* these rows on every printed page, from 0; */
    size_t repeat_row_count; /* 0 = none */
    Str header;              /* centred on every printed page */
    Str footer;              /* empty = — page — */
    Str watermark;           /* large and grey in the page header: 草稿, 演示 */
    bool filter;             /* filter buttons on the row `filter_row` */
    size_t filter_row;
    const XlsxChoice *choices;
    size_t choice_count;
    bool hidden;
    bool protect; /* only unlocked cells may be changed (no password: against slips only) */
} XlsxSheet;

typedef struct XlsxBook {
    const XlsxSheet *sheets;
    size_t sheet_count;
    Str title;
    Str author;
    Str remark;      /* what it was made from; goes to the file's properties */
    Instant made_at; /* the creation date of the file; the only time in it */
} XlsxBook;

#define XLSX_BYTES_MAX (64 * MIB)

must_use bool xlsx_write(Ctx *ctx, const XlsxBook *book, Str *ret_bytes);

#endif
