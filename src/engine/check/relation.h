/*
 * relation.h - what the figures of one table obey, found from them, and where they do not.
 */
#ifndef TONGBAN_ENGINE_CHECK_RELATION_H
#define TONGBAN_ENGINE_CHECK_RELATION_H

#include "engine/check/rules.h"

/* Finds the relations of a table, judges every row, column and rank, and adds one finding for each
 * slip; the table's figures are mended by what the findings say. `known` may be NULL. */
void check_table_relations(CheckTable *table, const KnownTable *known, FindingList *findings);
/* Columns of dates of which one is never after another, and rows where it is: part of the above. */
void check_table_dates(CheckTable *table, FindingList *findings);

#endif
