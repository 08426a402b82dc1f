/*
 * table.h - a printed table understood: its heads, what each column and row is, its figures.
 *
 * Rows of the Grid above the body are the heads; a head printed again within the body (a table
 * that goes on over a page) is dropped and the parts are one table. Rows without figures are
 * ROW_OTHER. Column indexes are those of the grid.
 */
#ifndef TONGBAN_ENGINE_CHECK_TABLE_H
#define TONGBAN_ENGINE_CHECK_TABLE_H

#include "engine/check/figure.h"
#include "engine/check/finding.h"
#include "port/paper.h"

#define CHECK_HEAD_LEVELS_MAX 6

typedef enum ColumnRole {
    COLUMN_EMPTY, /* nothing in its body */
    COLUMN_TEXT,
    COLUMN_LABEL,  /* names the rows; at most one in a table (the first that does) */
    COLUMN_SERIAL, /* 序号: 1 2 3 ... */
    COLUMN_RANK,   /* 排名, 名次, 位次: by its head */
    COLUMN_NUMBER, /* counts, scores, rates, amounts */
    COLUMN_DATE,
} ColumnRole;

typedef struct CheckColumn {
    Str heads[CHECK_HEAD_LEVELS_MAX]; /* as printed, from the top group down; merged heads spread */
    size_t level_count;
    Str printed; /* the lowest head as printed: 按时办理率 (15分) */
    Str name;    /* folded, without brackets: 按时办理率; of an empty head, empty */
    Str unit;    /* from its bracket or 单位：, folded: 件, %, 分; may be empty */
    ColumnRole role;
    bool has_maximum; /* (15分), (满分10分) */
    Decimal maximum;
    /* What is empty here may count as full marks (no such business): most figures are near them.
     * Set by check_table_relations(). */
    bool empty_is_full;
    bool has_target; /* 比例(40%): never a maximum */
    Decimal target;
    bool has_weight; /* 权重30%, (占40%) */
    Decimal weight;  /* in percent */
    uint8_t places;  /* the most decimals printed in its body */
    bool percent;    /* most of its figures are percentages, or its unit is % */
    /* Its figures stand for value -/+ half a last place. False for counts, and for whole-number
     * scores: they are exact. */
    bool rounded;
} CheckColumn;

typedef enum RowKind {
    ROW_ENTRY,
    ROW_TOTAL,    /* 合计 总计 全区 全市 …: of all entries, or of its group */
    ROW_SUBTOTAL, /* 小计: of the entries before it, up to the total before */
    ROW_MEAN,     /* 平均 均值 */
    ROW_OTHER,    /* no figures: a heading between rows, a note; never judged */
} RowKind;

typedef struct CheckRow {
    RowKind kind;
    bool adds_up; /* ROW_OTHER with figures: the sum of rows below it, as 一、 or a shorter code */
    size_t peers;    /* rows of the same number are ranked among themselves: its group, or what
                        check_table_relations() finds */
    size_t adds_to;  /* the last of these rows */
    bool is_doubled; /* its name is told as listed twice */
    bool is_copy;    /* and all its figures are those of the row that has the name first */
    int line;        /* GridRow.line: for places */
    Str label;       /* as printed; empty without a label column */
    Str name;        /* folded (port/fold.h) */
    size_t group; /* a heading row or a change in a spanning first column begins the next group */
    const GridRow *printed; /* the row as the file has it */
    const size_t *cells;    /* where in it each column stands; NULL = column c at cell c */
} CheckRow;

/* A figure that a finding has mended in `figures`. */
typedef struct Mend {
    size_t row;
    size_t column;
    Figure printed;
} Mend;
LIST_OF(Mend, MendList);

typedef struct CheckTable {
    Str name; /* for places: 附件2, the sheet, 表3; with the title where the name is not telling */
    Str title; /* the line above, or the heading */
    Str notes; /* the paragraphs below, up to the next table or heading, joined by \n */
    Arena *arena;
    CheckColumn *columns;
    size_t column_count;
    CheckRow *rows; /* the body only */
    size_t row_count;
    Figure *figures;      /* row_count x column_count, row by row; mended by findings */
    MendList mends;       /* what was printed there */
    size_t label_column;  /* SIZE_MAX = none; a COLUMN_DATE where only days name the rows */
    size_t rank_column;   /* SIZE_MAX = none */
    size_t serial_column; /* SIZE_MAX = none */
    size_t first_part;    /* of the table among paper->parts */
    size_t last_part;     /* equal to it unless the table goes on over a page */
    /* The heads cannot be told apart from the body or do not fit its columns: names, maxima and
     * formulas must not be used; relations between columns still may. */
    bool heads_unsure;
    bool has_surplus;    /* all rows have more figures than heads; already told as a finding */
    bool has_cell_names; /* places also name the cell, as of sheets and CSV: C7 */
} CheckTable;
LIST_OF(CheckTable, CheckTableList);

static inline Figure table_figure(const CheckTable *table, size_t row, size_t column)
{
    return table->figures[row * table->column_count + column];
}
/* As printed, whatever was mended. */
Figure table_printed(const CheckTable *table, size_t row, size_t column);
/* Text of a cell of the body as printed. */
Str table_text(const CheckTable *table, size_t row, size_t column);
/* 附件2 第7行「总分」; without column when it is SIZE_MAX. For CSV and sheets also the cell: C7. */
Str table_place(const CheckTable *table, size_t row, size_t column);
/* The column whose folded name is `name`; else the only one that contains it or is contained in it
 * by at least two characters; SIZE_MAX = none or several. */
size_t table_column_named(const CheckTable *table, Str name);
/* The entry row of a folded name; SIZE_MAX = none. */
size_t table_row_named(const CheckTable *table, Str name);

/* The row's figures as they stand when what is printed from column `from` on is moved by one: by =
 * 1 to the right (`from` is left blank), by = -1 to the left over what is printed in `from`; a cell
 * printed beyond the last column comes in. `ret_row` has room for column_count figures. False when
 * a figure would be lost beyond the last column. */
bool table_row_shift(const CheckTable *table, size_t row, size_t from, int by, Figure *ret_row);

/* All tables of a paper that have figures. What is wrong with a table as such (rows with more or
 * fewer cells than heads, a column that vanished on the next page) is added to `findings`. */
must_use bool check_tables_find(Ctx *ctx, const Paper *paper, CheckTableList *ret,
                                FindingList *findings);
/* Names listed twice or nearly alike: before check_table_relations(), which counts a copied row
 * once. */
void check_table_names(CheckTable *table, FindingList *findings);
/* Values above the maximum given in the head. Judges the figures as mended, so that what a relation
 * has explained is not told again: call it after check_table_relations(). */
void check_table_marks(CheckTable *table, FindingList *findings);

#endif
