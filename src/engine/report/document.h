/*
 * document.h - one document, four files.
 *
 * A Document is a tree of blocks built once from figures; write_docx, write_pdf, write_xlsx and
 * write_html only draw it, so the four show identical numbers by construction: a number is a
 * Cell with the exact value and the text already printed, and no writer formats one itself.
 *
 * All texts are plain UTF-8; writers escape. Everything lives in the arena it was built in.
 * Layout: GB/T 9704-2012 (see engine/report/page.h for the measures).
 */
#ifndef TONGBAN_ENGINE_REPORT_DOCUMENT_H
#define TONGBAN_ENGINE_REPORT_DOCUMENT_H

#include "base/decimal.h"
#include "base/list.h"
#include "base/moment.h"
#include "base/str.h"
#include "port/qr.h"

typedef enum Align { ALIGN_LEFT, ALIGN_CENTER, ALIGN_RIGHT } Align;

/* One cell of a table; a merged cell stands once, at its upper left corner. */
typedef struct Cell {
    Str text;       /* as printed */
    bool is_number; /* then `value` and `places` hold what `text` shows */
    Decimal value;
    int places;
    bool is_percent; /* text ends in %, value is in percent */
    int column_span; /* 0 counts as 1 */
    int row_span;    /* 0 counts as 1 */
    bool covered;    /* hidden under a merged neighbour */
    bool emphasis;   /* e.g. below target */
    Str formula;     /* spreadsheet formula for a total ("SUM(D{row}:P{row})"): {row} is
                        replaced by the row's number, {first} and {last} by the rows of data */
    Str note;        /* why: shown as a comment in XLSX, title in HTML */
} Cell;

typedef struct Row {
    Cell *cells;   /* exactly Table.column_count */
    bool is_total; /* a 合计 / 全区 row, set apart */
} Row;
LIST_OF(Row, RowList);

typedef struct Column {
    Align align;
    int weight; /* relative width; 0 = by content */
} Column;

typedef struct Table {
    Str title;
    Column *columns;
    size_t column_count;
    Row *head; /* merged heads: one or more rows, repeated on each page */
    size_t head_count;
    RowList body;
    Str *notes; /* 说明: numbered below the table */
    size_t note_count;
    bool landscape; /* too wide for portrait A4 */
} Table;

typedef enum ChartKind { CHART_BAR, CHART_LINE } ChartKind;
typedef struct ChartSeries {
    Str name;
    Decimal *values;
    bool *present;
} ChartSeries;
typedef struct Chart {
    ChartKind kind;
    Str title;
    Str unit;   /* 分, % */
    int places; /* decimals printed; -1 = as few as a value needs */
    Str *categories;
    size_t category_count;
    ChartSeries *series;
    size_t series_count;
} Chart;

typedef enum BlockKind {
    BLOCK_HEADING,   /* level 1 一、黑体; level 2 （一）楷体; level 3 1. 仿宋 */
    BLOCK_PARAGRAPH, /* 3号仿宋, indented two characters; `lead` is printed in 楷体 before it */
    BLOCK_LIST,      /* numbered items */
    BLOCK_TABLE,     /* inside the text; tables of annexes are Annex.tables */
    BLOCK_CHART,
    BLOCK_CODE, /* a QR code, `text` beside it: what it leads to */
} BlockKind;

typedef struct Block {
    BlockKind kind;
    int level;
    Str lead;
    Str text; /* number and text of a heading, text of a paragraph */
    Str *items;
    size_t item_count;
    Table *table;
    Chart *chart;
    const QrModules *code;
} Block;
LIST_OF(Block, BlockList);

/* An annex starts a page of its own; pages of a landscape table are landscape. */
typedef struct Annex {
    int number; /* 附件1 */
    Str title;
    BlockList blocks;
} Annex;
LIST_OF(Annex, AnnexList);

typedef struct Document {
    Str mark;      /* 发文机关标志 in red; several issuers separated by newline */
    Str number;    /* 文号, e.g. 海政数通〔2023〕3号; may be empty */
    Str title;     /* 标题; newline breaks it */
    Str addressee; /* 主送机关, without colon */
    BlockList blocks;
    AnnexList annexes; /* 附件说明 is drawn from their titles */
    Str *issuers;      /* 署名, one line each */
    size_t issuer_count;
    Date date; /* 成文日期 */
    bool has_date;
    Str contact;     /* 附注, in brackets: 联系人：… ; may be empty */
    Str disclosure;  /* 公开方式：… ; may be empty */
    Str copies;      /* 抄送, without the label; may be empty */
    Str printed_by;  /* 印发机关; may be empty */
    Str *watermarks; /* 草稿, 演示: on every page */
    size_t watermark_count;
    Str running_head;  /* on every page of paper, small; may be empty */
    bool counts_pages; /* 第 1 页，共 2 页, instead of the bare number of an official paper */
    Str language;      /* "zh-CN" */
    Str identity;      /* what the file was made from: month, version, digest; goes to metadata */
    Instant made_at;   /* fixed by the caller (the month's own time), so that bytes repeat */
} Document;

/* Fills `covered` under spans and checks that every row has its cells. A BUG when it does not. */
void table_finish(Table *table);

#endif
