/*
 * pdf_flow.h - a stream of lines, tables and drawings, poured into pages.
 *
 * Distances are points. `y` counts downwards from the upper edge of the type area (版心). What is
 * added waits in `items` until flow_place, so that lines which belong together (a heading and the
 * line after it, the end of the text and the signature) can be kept on one page.
 */
#ifndef TONGBAN_ENGINE_REPORT_PDF_FLOW_H
#define TONGBAN_ENGINE_REPORT_PDF_FLOW_H

#include "base/fail.h"
#include "engine/report/page.h"
#include "engine/report/pdf_line.h"

/* The text of the body fills the grid: 28 cells of 15.793 pt for type of 16 pt. */
#define GRID_TRACKING (CHARACTER_PITCH_PT / SIZE_3_PT)
#define TYPE_WIDTH_PT MM_TO_PT(TYPE_WIDTH_MM)

typedef enum ItemKind {
    ITEM_LINE,
    ITEM_GAP,   /* blank; falls away at the head of a page */
    ITEM_SNAP,  /* blank up to the next line of the grid */
    ITEM_TABLE, /* breaks over pages by itself */
    ITEM_CHART,
    ITEM_CODE,
} ItemKind;

typedef struct Item {
    ItemKind kind;
    double height;
    bool keep_next; /* stays on the page of the next item */
    Line line;
    double x; /* of the line's left edge in the type area */
    Str outline;
    int outline_level; /* from 1; 0: no bookmark */
    const Table *table;
    bool hide_title; /* of the table: it stands above already */
    const Chart *chart;
    const Block *code;
} Item;
LIST_OF(Item, ItemList);

#define OUTLINE_LEVELS 4

typedef struct Flow {
    Arena *arena;
    Canvas *canvas;
    const Document *document;
    ItemList items;
    bool section_landscape; /* pages lie across unless an item wants otherwise */
    bool landscape;         /* the present page */
    double left, top;       /* of the type area on the page */
    double width, height;   /* of the type area */
    double y;
    int page_total;               /* 0 = not known, or not told */
    int outlines[OUTLINE_LEVELS]; /* the last bookmark of each level; [0] is the root */
} Flow;

/* Styles of the official page, in black. */
TextStyle style_of(FontRole role, double size);
extern const Ink ink_red;
extern const Ink ink_black;

/* Begins a page with its number and watermarks; y = 0. */
void flow_page(Flow *flow, bool landscape);
/* The baseline of type of `size` in the middle of a row of `height` at y, on the page. */
double flow_baseline(const Flow *flow, double y, double height, double size);
/* What is left of the page below y. */
double flow_room(const Flow *flow);

/* A paragraph of the grid, spread to both edges. `keep_next` is that of its last line. */
void flow_paragraph(Flow *flow, const Span *spans, size_t span_count, double first_indent,
                    double next_indent);
/* One line of natural width, at x. */
void flow_line(Flow *flow, TextStyle style, Str text, double x, double height);
/* Lines in the middle of the type area, cut at newlines. */
void flow_centered(Flow *flow, TextStyle style, Str text, double height);
void flow_gap(Flow *flow, double height);
void flow_snap(Flow *flow);
/* Ties the last `lines` lines added so far to what comes next. */
void flow_keep(Flow *flow, size_t lines);
void flow_bookmark(Flow *flow, int level, Str title);

/* Pours all items into pages and draws them; pages follow section_landscape, except those of a
 * table that lies across. */
void flow_place(Flow *flow);

/* pdf_table.c: at y, on as many pages as it takes; leaves y below it. */
void flow_table(Flow *flow, const Table *table, bool hide_title);
/* pdf_chart.c */
double chart_height(const Flow *flow, const Chart *chart);
void flow_chart(Flow *flow, const Chart *chart);
/* pdf_code.c: a QR code, with its words beside it. */
double code_height(void);
void flow_code(Flow *flow, const Block *block);

#endif
