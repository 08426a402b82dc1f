/*
 * page.h - the measures of an official page, for every writer that draws one.
 *
 * Source: GB/T 9704-2012 党政机关公文格式 (2012-07-01); the clause is named at each measure. What
 * the standard leaves open is marked "house": a choice of this program, free to change.
 * Millimetres and points as the standard prints them; the conversions below are for formats that
 * count in whole twips (1/20 pt, Word) or in points (PDF). These are measures of paper, not
 * figures, so they may be binary floating point.
 */
#ifndef TONGBAN_ENGINE_REPORT_PAGE_H
#define TONGBAN_ENGINE_REPORT_PAGE_H

#include "engine/report/document.h"

#define MM_TO_PT(mm) ((mm)*72.0 / 25.4)
/* 1 mm = 1440 / 25.4 twips, rounded to the nearest whole twip. */
#define MM_TO_TWIPS(mm) ((int)((mm)*1440.0 / 25.4 + 0.5))
#define PT_TO_TWIPS(pt) ((int)((pt)*20.0 + 0.5))

/* ---- paper and type area (5.1, 5.2.1) --------------------------------------------------- */
#define PAPER_WIDTH_MM 210.0
#define PAPER_HEIGHT_MM 297.0
#define MARGIN_TOP_MM 37.0    /* 天头 */
#define MARGIN_LEFT_MM 28.0   /* 订口 */
#define MARGIN_RIGHT_MM 26.0  /* what 156 mm leave */
#define MARGIN_BOTTOM_MM 35.0 /* what 225 mm leave */
#define TYPE_WIDTH_MM 156.0   /* 版心 */
#define TYPE_HEIGHT_MM 225.0

/* A landscape page is a portrait page turned a quarter to the right, bound as the others are
 * (5.5, 8): the head of the table lies at the left edge of the portrait sheet, so its margins
 * go round with it, and the page number stays where it is on the sheet, i.e. on the landscape
 * page it stands at the left edge, turned a quarter clockwise: at the lower end on odd pages, at
 * the upper end on even ones. */
#define LANDSCAPE_TOP_MM MARGIN_LEFT_MM
#define LANDSCAPE_RIGHT_MM MARGIN_TOP_MM
#define LANDSCAPE_BOTTOM_MM MARGIN_RIGHT_MM
#define LANDSCAPE_LEFT_MM MARGIN_BOTTOM_MM
#define LANDSCAPE_TYPE_WIDTH_MM TYPE_HEIGHT_MM
#define LANDSCAPE_TYPE_HEIGHT_MM TYPE_WIDTH_MM

/* ---- lines and characters (5.2.2, 5.2.3) ------------------------------------------------ */
#define LINES_PER_PAGE 22
#define CHARACTERS_PER_LINE 28
#define LINE_PITCH_PT 28.99       /* 225 mm / 22 */
#define CHARACTER_PITCH_PT 15.793 /* 156 mm / 28 */
/* 28 characters of 16 pt are 2 mm wider than the type area: each is set this much closer. */
#define CHARACTER_SPACING_PT (-0.207)
#define INDENT_CHARACTERS 2 /* 7.3.3 first line of a paragraph */

/* ---- sizes of type (5.2.2; 字号 to points by custom) ------------------------------------- */
#define SIZE_2_PT 22.0         /* 二号: title */
#define SIZE_3_PT 16.0         /* 三号: body */
#define SIZE_4_PT 14.0         /* 四号: 版记, page numbers */
#define SIZE_SMALL_4_PT 12.0   /* 小四 */
#define SIZE_5_PT 10.5         /* 五号: tables (house) */
#define SIZE_SMALL_5_PT 9.0    /* 小五: wide tables (house) */
#define TITLE_PITCH_PT 36.0    /* house: lines of the title */
#define WATERMARK_PT 110.0     /* house */
#define TABLE_WIDE_COLUMNS 14  /* house: from so many columns on a table is set in 小五 */
#define TABLE_PITCH_PT 17.0    /* house: lines inside a cell */
#define TABLE_ROW_MIN_PT 20.0  /* house: least height of a row */
#define TABLE_CELL_SIDE_PT 3.0 /* house: blank at the sides of a cell */

/* ---- 版头 (7.2) -------------------------------------------------------------------------- */
#define MARK_TOP_MM 35.0        /* 7.2.4: upper edge of the mark below the upper edge of 版心 */
#define MARK_MAX_PT 42.0        /* house: 初号; a long name is set smaller until it fits a line */
#define MARK_MIN_PT 18.0        /* house */
#define MARK_PITCH_RATIO 1.35   /* house: lines of a mark with several names */
#define NUMBER_LINES_ABOVE 2    /* 7.2.5: blank lines between mark and 发文字号 */
#define RED_LINE_GAP_MM 4.0     /* 7.2.7: below 发文字号 */
#define RED_LINE_PT 2.0         /* house; as wide as the type area */
#define TITLE_LINES_ABOVE 2     /* 7.3.1: blank lines between red line and title */
#define ADDRESSEE_LINES_ABOVE 1 /* 7.3.2 */
/* CMYK 0/80/80/0 (6.2 印刷要求) as sRGB. */
#define RED_HEX "E60012"
#define RED_RED (0xE6 / 255.0)
#define RED_GREEN (0x00 / 255.0)
#define RED_BLUE (0x12 / 255.0)

/* ---- after the body (7.3.4 to 7.3.8) ---------------------------------------------------- */
#define ATTACHMENTS_LINES_ABOVE 1
#define SIGNATURE_LINES_ABOVE 2 /* 7.3.5.2, room for the seal */
#define DATE_RIGHT_CHARACTERS 4 /* 成文日期, sealed: so many characters blank on the right */
/* 署名 is centred over the date but never nearer to the right edge than this. */
#define SIGNATURE_RIGHT_CHARACTERS 2
#define ANNEX_TITLE_LINE 3 /* 附件 on line 1, its title on line 3 */

/* ---- 版记 and page number (7.4, 7.5) ----------------------------------------------------- */
#define IMPRINT_LINE_THICK_MM 0.35 /* first and last line */
#define IMPRINT_LINE_THIN_MM 0.25
#define IMPRINT_SIDE_CHARACTERS 1
#define PAGE_NUMBER_DROP_MM 7.0 /* upper edge of its line below the lower edge of 版心 */
#define PAGE_NUMBER_SIDE_CHARACTERS 1
#define PAGE_NUMBER_DASH "—"

/* ---- type faces --------------------------------------------------------------------------- */

typedef enum FontRole {
    FONT_TITLE, /* 小标宋: mark, title, titles of annexes */
    FONT_BODY,  /* 仿宋 */
    FONT_HEI,   /* 黑体: headings of level 1, 附件 */
    FONT_KAI,   /* 楷体: headings of level 2, leads */
    FONT_SONG,  /* 宋体: page numbers, bodies of tables */
    FONT_ROLE_MAX
} FontRole;

#define FONT_FAMILIES_MAX 8

/* Families in the order of preference, NULL at the end: first the one the standard means (a
 * bureau has the licence), then the free ones. A writer goes on to the next family for each
 * character a family lacks; the last ones have every character of the CJK blocks. */
typedef struct FontChoice {
    const char *label;   /* for people: 仿宋 */
    const char *generic; /* CSS generic family */
    const char *panose;  /* OOXML: lets a program without the font choose a similar one */
    bool bold_when_free; /* the free stand-in must be set bold (小标宋 by Noto Serif CJK SC) */
    const char *families[FONT_FAMILIES_MAX];
} FontChoice;

extern const FontChoice font_choices[FONT_ROLE_MAX];

/* ---- decisions that every writer must take alike ------------------------------------------ */

/* The size in which the longest line of the red mark fits the type area. */
double page_mark_size_pt(Str mark);
/* The size and row pitch of a table's text. */
double page_table_size_pt(const Table *table);
double page_table_pitch_pt(const Table *table);
/* The widths of a table's columns, as shares of `total`: their sum is exactly `total`. Columns of
 * weight 0 are measured by their longest unbreakable content. `ret_widths` has column_count
 * places. */
void page_column_widths(const Table *table, int total, int *ret_widths);
/* A head that does not fit `room_halves` is broken before its bracket: 按时办理率 / （15分）. */
Str page_head_text(Arena *arena, Str text, double room_halves);
/* True when pages of this block lie across: its table says so. */
bool page_is_landscape(const Block *block);
/* "1." in front of an attachment's name, only when there is more than one (7.3.4). */
Str page_attachment_label(Arena *arena, const Document *document, const Annex *annex);
/* "附件1", or "附件" when it is the only one (7.3.8). */
Str page_annex_label(Arena *arena, const Document *document, const Annex *annex);
/* "2023年4月11日". */
Str page_date(Arena *arena, Date date);
/* "（联系人：略）": in full-width brackets unless the text brings its own (7.3.7). */
Str page_contact(Arena *arena, Str contact);
/* Columns of characters, a half-width character counting as a half: in halves. */
size_t page_half_widths(Str text);

#endif
