/*
 * program.h - a scheme as a flat program over columns. Private to engine/assess.
 *
 * The program is a list of units (items, sections, the total), each after those it rests on. A
 * unit's formula is its code: node k writes register first_register + k; the register after the
 * last node holds the value as others use it (filled, capped, rounded). Registers 0 to
 * inputs - 1 hold the figures.
 */
#ifndef TONGBAN_ENGINE_ASSESS_PROGRAM_H
#define TONGBAN_ENGINE_ASSESS_PROGRAM_H

#include "engine/assess/column.h"

typedef enum UnitKind { UNIT_ITEM, UNIT_SECTION, UNIT_TOTAL } UnitKind;

/* One summand of a unit that adds others up. */
typedef struct ProgramPart {
    UnitKind kind;
    size_t index;
    size_t used; /* its register */
    Decimal points;
    MissingRule missing;
} ProgramPart;

typedef struct ProgramUnit {
    UnitKind kind;
    size_t index;           /* of the item or section */
    const Formula *formula; /* NULL: the sum of the parts */
    ProgramPart *parts;
    size_t part_count;
    size_t first_register;
    size_t used;
} ProgramUnit;

struct Program {
    ProgramUnit *units;
    size_t unit_count;
    size_t register_count;
    size_t *item_units;    /* item to unit */
    size_t *section_units; /* section to unit */
    size_t total_unit;     /* SCHEME_NONE without a total */
};

/* Fails with FAIL_INVALID when items rest on each other in a circle, naming the circle. */
must_use bool program_compile(Ctx *ctx, const Scheme *scheme, const Program **ret);

/* The scores of one group in one unit; what assess_item() and its like give out. */
typedef struct ScoreColumn {
    Column exact; /* before rounding; `state` is not kept, see `flags` */
    Decimal *rounded;
    uint8_t *flags; /* AssessFlag */
} ScoreColumn;

enum {
    EXTRA_SUM,
    EXTRA_SUM_OTHER,
    EXTRA_ZERO,
    EXTRA_ZERO_FIRST,
    EXTRA_FACTOR,
    EXTRA_SCALED,
    EXTRA_FILLED,
    EXTRA_CAPPED,
    EXTRA_COUNT
};

/* The memory of running a program, used again for every group. */
typedef struct Evaluation {
    Ctx *ctx;
    const Scheme *scheme;
    const AssessInput *input;
    size_t rows_max;
    Column *registers;
    ColumnBuffer *buffers;
    ColumnBuffer extras[EXTRA_COUNT];
    uint8_t *which; /* scratch, a byte a row */
    uint8_t *state;
    const size_t *members; /* of the group in hand: row to subject */
    ColumnWork work;
} Evaluation;

Evaluation evaluation_create(Ctx *ctx, const Scheme *scheme, const AssessInput *input,
                             size_t rows_max);
/* Runs the program over one group. `ret_scores` has one column a unit. Fails with FAIL_OVERFLOW,
 * naming unit and subject. */
must_use bool evaluation_run(Evaluation *evaluation, const size_t *members, size_t rows,
                             ScoreColumn *ret_scores);
/* The figure as it is used, assumptions applied. */
AssessFigure evaluation_figure(const Scheme *scheme, const AssessInput *input, size_t subject,
                               size_t index);

/* settle.c: from what a unit's formula or sum gave to its score and the value that others use. */
must_use bool evaluation_settle(Evaluation *evaluation, const ProgramUnit *unit, Column raw,
                                ScoreColumn *ret);
/* The sum of a unit's parts; those left out are made up for by scaling the rest. */
must_use bool evaluation_sum(Evaluation *evaluation, const ProgramUnit *unit, Column *ret);

#endif
