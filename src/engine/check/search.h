/*
 * search.h - a few rows of a table as whole numbers, on which relations are looked for before all
 * rows are asked: inside of study.h.
 */
#ifndef TONGBAN_ENGINE_CHECK_SEARCH_H
#define TONGBAN_ENGINE_CHECK_SEARCH_H

#include "engine/check/study.h"

#define SAMPLE_ROWS_MAX 64
/* Wider tables are searched in their first columns only. */
#define SAMPLE_COLUMNS_MAX 64

typedef struct SampleColumn {
    size_t column; /* of the table */
    int64_t value[SAMPLE_ROWS_MAX];
    bool given[SAMPLE_ROWS_MAX];
    int64_t half; /* the room of one figure, in millionths */
    int64_t step; /* of the last printed place */
    int64_t low;  /* the smallest and the largest value, the outermost left out */
    int64_t high;
    int64_t full; /* its maximum, which an empty cell may count as; 0 = none */
    bool percent;
    bool counts; /* whole numbers, no rate */
} SampleColumn;

typedef struct Sample {
    size_t row_count;
    size_t rows[SAMPLE_ROWS_MAX]; /* of the table; entries */
    size_t column_count;
    SampleColumn columns[SAMPLE_COLUMNS_MAX];
} Sample;

/* Entries taken at even distances; number columns. Lives in study->arena. */
Sample *sample_take(const Study *study);
/* Most failing rows that still may be slips among `judged`. */
size_t sample_slips_max(size_t judged);
/* log2 of count, rounded up. */
int bits_of(uint64_t count);

/* Whether there is a relation with the same target already. */
bool study_has_target(const Study *study, size_t target);
/* Whether the column is a part of a believed sum whose target is another column. */
bool study_is_part(const Study *study, size_t column);

#endif
