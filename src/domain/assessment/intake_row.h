/*
 * intake_row.h - one row of a user's file: whose it is, and its cells. Private to the imports.
 */
#ifndef TONGBAN_ASSESSMENT_INTAKE_ROW_H
#define TONGBAN_ASSESSMENT_INTAKE_ROW_H

#include "domain/assessment/intake.h"
#include "domain/assessment/intake_head.h"
#include "domain/assessment/unit_group.h"

typedef struct IntakeReader {
    Ctx *ctx;
    IntakePlan *plan;
    UnitBook book;
    FigureSet figures; /* in force before the file */
    IntakeHead head;
    const TableRow *row; /* of a table by code, the one being read; else NULL */
    Dict seen;           /* unit and row key to the row that had it */
    TextList unknown;    /* names that no row of a table by code has */
} IntakeReader;

/* How people write "there was none", or nothing at all: never a zero. */
bool intake_says_none(Str text);
/* 全区, 合计, …; the name must be folded. */
bool intake_is_whole_district(Str name);
/* Adds the row's cells to the plan, or what is wrong with it to the plan's problems (false). */
bool intake_read_row(IntakeReader *reader, size_t row);

#endif
