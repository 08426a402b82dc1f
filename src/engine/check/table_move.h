/*
 * table_move.h - one row moved by a column, and how well it fits then: inside of table_shift.c.
 */
#ifndef TONGBAN_ENGINE_CHECK_TABLE_MOVE_H
#define TONGBAN_ENGINE_CHECK_TABLE_MOVE_H

#include "engine/check/table_build.h"

/* What the other rows print in a column. */
typedef struct Usual {
    size_t numbers;
    size_t blanks;
    size_t others;
    size_t percents;
    uint8_t places_min;
    uint8_t places_max;
    int64_t low;
    int64_t high;
} Usual;

/* The row moved by one from a column, and how ill it sits then. */
typedef struct Move {
    size_t from;
    int by;
    int misfit;
    Figure lost; /* by = 1: what stood in `from` */
} Move;

/* What a row must agree with: the total row less the other rows, and the column that adds up the
 * others in every row. */
typedef struct Sums {
    size_t total_row;  /* SIZE_MAX = none or several */
    size_t sum_column; /* SIZE_MAX = none */
    int64_t *lacking;  /* by column: total less the other entries */
    int64_t *room;     /* by column: what rounding explains */
} Sums;

Usual usual_of(const CheckTable *table, size_t column, size_t but_row);
/* `heads` = how many columns have a head. */
Sums sums_of(const CheckTable *table, size_t but_row, size_t heads);
Figure moved_figure(const CheckTable *table, size_t row, const Move *move, size_t c);
/* How ill the row moved so sits in its columns: 0 = like the others, less where totals agree. A
 * move from `heads` on is none. */
int move_misfit(const CheckTable *table, size_t row, const Move *move, const Usual *usuals,
                const Sums *sums, size_t heads);
/* The best move by +1 or -1; `ret_rivals` counts others that fit as well. */
Move best_move(const CheckTable *table, size_t row, int by, size_t heads, const Usual *usuals,
               const Sums *sums, size_t *ret_rivals);
/* What the row lost at move->from, from the totals; unknown (words) when they do not tell. */
Figure lost_figure(const CheckTable *table, size_t row, const Move *move, const Usual *usuals,
                   const Sums *sums);

#endif
