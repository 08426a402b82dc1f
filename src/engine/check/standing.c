#include "engine/check/study.h"

#include <stdlib.h>

typedef struct Standing {
    size_t row;
    size_t group;
    int64_t value; /* smallest first */
} Standing;

static int compare_standings(const void *left, const void *right)
{
    const Standing *a = left, *b = right;
    if (a->group != b->group)
        return a->group < b->group ? -1 : 1;
    if (a->value != b->value)
        return a->value < b->value ? -1 : 1;
    return (a->row > b->row) - (a->row < b->row);
}

/* A row that was moved back may have lost its rank; it still stands before others. */
static bool has_rank(const Study *study, size_t row, size_t rank_column)
{
    const CheckTable *table = study->table;
    Figure rank = table_figure(table, row, rank_column);
    if (row == study->tried_row && rank.kind == FIGURE_BLANK)
        return figure_is_number(study->tried_before[rank_column]);
    return figure_is_number(rank) || (rank.kind == FIGURE_BLANK && table->mends.count > 0 &&
                                      figure_is_number(table_printed(table, row, rank_column)));
}

static size_t collect_standings(const Study *study, const Ranking *ranking, Standing *to)
{
    const CheckTable *table = study->table;
    size_t count = 0;
    for (size_t row = 0; row < table->row_count; row++) {
        Figure value = table_figure(table, row, ranking->value_column);
        if (table->rows[row].kind != ROW_ENTRY || !figure_is_number(value) ||
            !has_rank(study, row, ranking->rank_column))
            continue;
        int64_t key = value.value.millionths;
        to[count++] = (Standing){row, ranking_group(ranking, row), ranking->ascending ? key : -key};
    }
    qsort(to, count, sizeof *to, compare_standings);
    return count;
}

static size_t end_of_tie(const Standing *standings, size_t count, size_t from)
{
    size_t end = from + 1;
    while (end < count && standings[end].group == standings[from].group &&
           standings[end].value == standings[from].value)
        end++;
    return end;
}

/* Rows with a rank whose value is lost keep their place in the order. */
static int64_t past_unvalued(const Study *study, const Ranking *ranking, size_t group,
                             int64_t place)
{
    const CheckTable *table = study->table;
    const size_t rows_max = 2000;
    for (size_t row = 0; row < table->row_count && table->row_count <= rows_max; row++) {
        Figure rank = table_figure(table, row, ranking->rank_column);
        if (table->rows[row].kind != ROW_ENTRY || !figure_is_number(rank) ||
            table_figure(table, row, ranking->value_column).kind != FIGURE_BLANK ||
            ranking_group(ranking, row) != group)
            continue;
        place += rank.value.millionths <= decimal_of(place).millionths;
    }
    return place;
}

size_t ranking_unvalued(const Study *study, const Ranking *ranking)
{
    const CheckTable *table = study->table;
    size_t count = 0;
    for (size_t row = 0; row < table->row_count; row++)
        count += table->rows[row].kind == ROW_ENTRY &&
                 figure_is_number(table_figure(table, row, ranking->rank_column)) &&
                 table_figure(table, row, ranking->value_column).kind == FIGURE_BLANK;
    return count;
}

/* What ranking_mismatches() walks through. */
typedef struct Walk {
    const Study *study;
    const Ranking *ranking;
    const Standing *standings;
    size_t count;
    bool unvalued;
    size_t *rows;
    int64_t *ranks;
    size_t found;
} Walk;

/* Equal values from..to: one rank for all, or, as far as the decimals not printed go, any order. */
static void walk_tie(Walk *walk, size_t from, size_t to, int64_t first, int64_t dense)
{
    const CheckTable *table = walk->study->table;
    int64_t should = walk->ranking->ties == TIES_DENSE ? dense : first;
    int64_t last = first + (int64_t)(to - from) - 1;
    for (size_t i = from; i < to; i++) {
        size_t row = walk->standings[i].row;
        Figure rank = table_figure(table, row, walk->ranking->rank_column);
        int64_t given = rank.value.millionths;
        bool parted = walk->ranking->ties == TIES_ANY && given >= decimal_of(first).millionths &&
                      given <= decimal_of(last).millionths;
        if (!figure_is_number(rank) || given == decimal_of(should).millionths || parted)
            continue;
        if (walk->rows)
            walk->rows[walk->found] = row;
        if (walk->ranks)
            walk->ranks[walk->found] = should;
        walk->found++;
    }
}

size_t ranking_mismatches(const Study *study, const Ranking *ranking, size_t *ret_rows,
                          int64_t *ret_ranks)
{
    ArenaMark mark = arena_mark(study->arena);
    Standing *standings = NEW(study->arena, Standing, study->table->row_count + 1);
    Walk walk = {.study = study,
                 .ranking = ranking,
                 .standings = standings,
                 .count = collect_standings(study, ranking, standings),
                 .unvalued = ranking_unvalued(study, ranking) > 0,
                 .rows = ret_rows,
                 .ranks = ret_ranks};
    size_t group_start = 0;
    int64_t dense = 0;
    for (size_t i = 0; i < walk.count;) {
        if (i == 0 || standings[i].group != standings[i - 1].group) {
            group_start = i;
            dense = 0;
        }
        size_t end = end_of_tie(standings, walk.count, i);
        int64_t first = (int64_t)(i - group_start) + 1;
        if (walk.unvalued)
            first = past_unvalued(study, ranking, standings[i].group, first);
        walk_tie(&walk, i, end, first, ++dense);
        i = end;
    }
    arena_rewind(study->arena, mark);
    return walk.found;
}
