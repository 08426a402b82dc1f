/*
 * table.h - the figure tables that can be imported: packs/tables/<code>.yaml.
 *
 * A table says what its rows are keyed by (a unit, a unit and a kind, or a code), which columns
 * it has, by which heads they may come, and what values they take.
 */
#ifndef TONGBAN_ASSESSMENT_TABLE_H
#define TONGBAN_ASSESSMENT_TABLE_H

#include "base/shape.h"

typedef enum TableKey {
    TABLE_BY_UNIT,          /* one row a unit */
    TABLE_BY_UNIT_AND_KIND, /* several rows a unit, told apart by 「情形」 */
    TABLE_BY_CODE,          /* rows of no unit, told apart by a code or the row's name */
} TableKey;

typedef struct TableColumn {
    Str code;
    Str name; /* Chinese */
    Str also; /* another accepted head; may be empty */
    Str unit; /* 件, 分, % */
    bool is_text;
    bool required;  /* no cell of it may be empty */
    int64_t places; /* decimals allowed and printed; -1 = any, printed as few as needed */
    bool has_min, has_max;
    Decimal min, max;
    Str sum;       /* code of the district figure that the column adds up to; may be empty */
    Str sum_group; /* only over this group; empty = over all */
} TableColumn;
LIST_OF(TableColumn, TableColumnList);

/* A row that a table by code may have. */
typedef struct TableRow {
    Str code;
    Str name;
    Str unit;
    int64_t places;
    bool has_points;
    Decimal points; /* full marks: no value of the row may be higher */
    Str *parts;     /* codes that add up to this one */
    size_t part_count;
    bool is_text; /* has no figure, only texts; may be left out */
} TableRow;
LIST_OF(TableRow, TableRowList);

typedef struct FigureTable {
    Str code;
    Str name;
    Str note; /* for the template */
    Str legal;
    TableKey key;
    bool by_year; /* a year's figures, not a month's */
    bool counted; /* from records of a module: never imported */
    TableColumnList columns;
    TableRowList rows; /* by code only */
    Str *heads;        /* of the column of codes, the first in templates; by code only */
    size_t head_count;
    bool by_name;  /* people know the rows by their names, not by their codes */
    Str value;     /* the column that holds the figure of a row; by code only */
    Str points;    /* the column that repeats the rows' points; empty = none */
    bool complete; /* every row without parts must be given */
    Str *kinds;    /* suggestions for 情形 */
    size_t kind_count;
} FigureTable;
LIST_OF(FigureTable, FigureTableList);

/* All tables of the packs, sorted by code; fails with file and line when a pack is wrong. */
must_use bool tables_load(Ctx *ctx, FigureTableList *ret);
/* Fails with FAIL_NOT_FOUND and the nearest codes. */
must_use bool table_load(Ctx *ctx, Str code, FigureTable *ret);
/* NULL when there is none. */
const TableColumn *table_column(const FigureTable *table, Str code);
const TableRow *table_row(const FigureTable *table, Str code);
/* The same by what a file calls it: its code or its name, folded. */
const TableRow *table_known_row(Arena *arena, const FigureTable *table, Str text);
/* What people call the row: its name where the rows go by name, else its code. */
Str table_row_label(const FigureTable *table, const TableRow *row);
/* The labels of all rows, in their order. */
Str *table_row_labels(Arena *arena, const FigureTable *table);
/* The table with the district's own figures (packs/tables/district.yaml); NULL without one. */
const FigureTable *table_of_district(const FigureTableList *tables);
/* The column that a head stands for: its code, name or other name, folded, a bracketed remark
 * such as 「(15分)」 left off; NULL when there is none. */
const TableColumn *table_column_by_head(Arena *arena, const FigureTable *table, Str head);
/* What may stand in the column: 「单位：分；0到15；没有此项业务则留空」. */
Str table_column_note(Arena *arena, const TableColumn *column);

#endif
