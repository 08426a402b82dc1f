/*
 * intake.h - figures in: a user's file, looked at, told back, and taken.
 *
 * intake_plan() reads a file (CSV or XLSX) against a table and changes nothing: it says which
 * columns it knows, what is new, changed, the same or wrong, cell by cell. intake_take() then
 * takes the whole plan or, when `partial`, its good rows, in one transaction, as one numbered
 * import that can be undone. A later file replaces the same period, unit and column only; the
 * value replaced is kept.
 */
#ifndef TONGBAN_ASSESSMENT_INTAKE_H
#define TONGBAN_ASSESSMENT_INTAKE_H

#include "domain/assessment/figure.h"
#include "domain/assessment/month.h"
#include "domain/assessment/table.h"
#include "port/grid.h"

/* One cell to be stored; `present` false = the file says the cell is empty. */
typedef struct IntakeCell {
    int64_t unit_id;
    Str unit_name; /* or the code, or 全区 */
    Str row_key;
    const TableColumn *column;
    bool present;
    Decimal value;
    Str words;
    const Figure *before; /* the figure in force; NULL = none */
    bool changes;         /* differs from `before` */
    int64_t file_row;
} IntakeCell;
LIST_OF(IntakeCell, IntakeCellList);

typedef struct IntakePlan {
    FigureTable table;
    Period period;
    Str file;
    Str digest;
    Grid grid;            /* the user's own rows, for the error file */
    size_t head_row;      /* index into the grid */
    bool *wrong;          /* one a row of the grid */
    IntakeCellList cells; /* of good rows */
    Problems problems;
    int64_t row_count; /* rows of data in the file */
    int64_t good_rows;
    int64_t wrong_rows;
    int64_t note_rows; /* under the table, ignored */
    int64_t new_cells;
    int64_t changed_cells; /* a value replaced or emptied */
    int64_t same_cells;
    Str *unknown_columns; /* named and ignored */
    size_t unknown_count;
    MonthChangeList changes;        /* value replaced: before → after */
    DisagreementList disagreements; /* counts that would not agree after the import */
} IntakePlan;

/* Fails only when the file cannot be read as a table at all, the month is frozen, or the table is
 * of the whole house and the scope narrowed (FAIL_DENIED). Wrong cells are in ret->problems. Under
 * a narrowed scope other units are unknown names, and nothing is told of their figures. */
must_use bool intake_plan(Ctx *ctx, Str table, Period period, Str file, Str bytes, IntakePlan *ret);
/* Stores the plan. With wrong rows and not `partial`: FAIL_INVALID and nothing is stored. The
 * month must still be as the plan saw it (FAIL_CONFLICT otherwise). */
must_use bool intake_take(Ctx *ctx, const IntakePlan *plan, bool partial, int64_t *ret_number);
/* The user's wrong rows with 「错误原因」 as last column, in the form he gave (CSV or XLSX, wrong
 * cells red); *ret_name is the proposed file name. */
must_use bool intake_error_file(Ctx *ctx, const IntakePlan *plan, Str *ret_bytes, Str *ret_name);
/* An empty XLSX to fill in: heads, notes, the units as drop-down. */
must_use bool intake_template(Ctx *ctx, Str table, Str *ret_bytes, Str *ret_name);

typedef struct ImportRecord {
    int64_t number;
    Str table_code;
    Period period;
    Str file;
    int64_t row_count;
    int64_t cell_count;
    Instant made_at;
    Str actor; /* as he was called then */
    int64_t account_id;
    int64_t cells_seen; /* how many of cell_count may be seen */
    Str digest;         /* SHA-256 of the file */
    bool has_undone_at;
    Instant undone_at;
} ImportRecord;
LIST_OF(ImportRecord, ImportRecordList);
extern const Shape import_record_shape;

/* Newest first; `period` may be absent (*period NULL = all). Under a narrowed scope: one's own, and
 * those of one's units that hold nothing else. */
must_use bool imports_read(Ctx *ctx, const Period *period, ImportRecordList *ret);
/* Puts back what the import replaced. Refused when a later import changed one of its cells (undo
 * that first), when the month is not a draft, when it is undone already, or when it holds figures
 * that may not be seen. Audited, as intake_take is: one entry with the file's name and hash. */
must_use bool import_undo(Ctx *ctx, int64_t number, ImportRecord *ret);

#endif
