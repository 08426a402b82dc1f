/*
 * text_table.h - finds the tables among the lines of a text file. Private to text_read.c.
 */
#ifndef TONGBAN_PORT_TEXT_TABLE_H
#define TONGBAN_PORT_TEXT_TABLE_H

#include "port/text_line.h"

/* The table that begins at lines[at], as a Grid with the lines of the file. *ret_count is the
 * number of lines it takes, 0 when there begins none. Fails past the limits of grid.h. */
must_use bool text_table_at(PaperMaker *maker, const TextLines *lines, size_t at, Grid **ret_grid,
                            size_t *ret_count);

#endif
