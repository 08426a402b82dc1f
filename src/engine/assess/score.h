/*
 * score.h - a scheme applied to the figures of subjects: items, sections, totals, ranks, grades.
 *
 * Figures come as a matrix, column after column: the figure of input i and subject s stands at
 * [i * subject_count + s]. Subjects may stand in any order; the result does not depend on it
 * except through AssessSubject.order. Results are exact and are kept compactly; the accessors
 * below give them out. Input, scheme and ctx->arena must outlive the result.
 *
 * A subject is listed when its group is one of the scheme's and at least one figure of the scheme
 * is given for it (zero is a figure, an empty one is not).
 */
#ifndef TONGBAN_ENGINE_ASSESS_SCORE_H
#define TONGBAN_ENGINE_ASSESS_SCORE_H

#include "engine/assess/scheme.h"

#define ASSESS_SUBJECTS_MAX 200000
#define ASSESS_FIGURES_MAX 50000000

typedef struct AssessSubject {
    int64_t id; /* the caller's own */
    Str name;
    Str group;
    int64_t order; /* among equals */
} AssessSubject;

typedef struct AssessInput {
    const AssessSubject *subjects;
    size_t subject_count;
    const Decimal *values;
    const bool *present;
    const int64_t *sources; /* the caller's reference to where a figure came from; may be NULL */
} AssessInput;

typedef enum AssessFlag {
    ASSESS_MISSING = 1 << 0,         /* a figure it needs is missing */
    ASSESS_DIVIDED_BY_ZERO = 1 << 1, /* a divisor is zero */
    ASSESS_NO_BAND = 1 << 2,         /* outside every band of a table without `otherwise` */
    ASSESS_FILLED = 1 << 3,          /* the missing rule gave full marks or zero */
    ASSESS_LEFT_OUT = 1 << 4,        /* the missing rule left it out */
    ASSESS_CAPPED = 1 << 5,          /* held back at its points, or at the section's cap */
    ASSESS_OFF_TARGET = 1 << 6,      /* has a target and a value, and misses it */
    ASSESS_ASSUMED = 1 << 7,         /* rests on an assumed figure */
} AssessFlag;

typedef struct AssessValue {
    bool present;
    Fraction exact;  /* in lowest terms; before the last rounding */
    Decimal rounded; /* as printed */
    int places;
    unsigned flags;
} AssessValue;

typedef struct AssessFigure {
    bool present;
    bool assumed;
    Decimal value;
    int64_t source; /* -1 when assumed, missing or unknown */
} AssessFigure;

typedef enum Unranked {
    UNRANKED_NOT,       /* it has a rank */
    UNRANKED_BY_SCHEME, /* the scheme ranks nobody */
    UNRANKED_NO_VALUE,
    UNRANKED_LOW_VOLUME,
    UNRANKED_NOT_LISTED,
} Unranked;

typedef struct AssessRank {
    int64_t rank;   /* competition ranking 1 2 3 3 5; 0 = unranked */
    int64_t shared; /* how many hold this rank, itself included */
    Unranked unranked;
} AssessRank;

/* Some listed subjects of one group, in listing order. */
typedef struct AssessGroup {
    Str code;
    size_t first; /* into AssessResult.listing */
    size_t count;
} AssessGroup;

/* Groups with subjects only, in the scheme's order. */
typedef struct AssessListing {
    AssessGroup *groups;
    size_t group_count;
    size_t *listing; /* subjects, group after group */
    size_t listed;
} AssessListing;

typedef struct AssessColumns AssessColumns; /* the values, engine/assess/score.c */
typedef struct AssessResult {
    const Scheme *scheme;
    const AssessInput *input;
    /* What may be shown; everybody, until assess_narrow. */
    AssessGroup *groups;
    size_t group_count;
    size_t *listing;
    size_t listed;
    AssessListing all; /* everybody: what scores and ranks were computed over */
    bool narrowed;
    const bool *shown; /* by subject, when narrowed */
    const AssessColumns *columns;
} AssessResult;

/* Fails with FAIL_OVERFLOW (naming item and subject) and FAIL_TOO_LARGE. */
must_use bool assess_run(Ctx *ctx, const Scheme *scheme, const AssessInput *input,
                         AssessResult *ret);

/* Leaves in `groups` and `listing` only the subjects for which `shown` (by subject, must live as
 * long as the result) is true. Scores and ranks stay those among everybody; explanations no longer
 * tell what would show others: who holds the best value and which it is, how many there are, ties,
 * numbers from which those could be reckoned back. */
void assess_narrow(Arena *arena, AssessResult *result, const bool *shown);
bool assess_shown(const AssessResult *result, size_t subject);

bool assess_listed(const AssessResult *result, size_t subject);
AssessValue assess_item(const AssessResult *result, size_t subject, size_t item);
AssessValue assess_section(const AssessResult *result, size_t subject, size_t section);
AssessValue assess_total(const AssessResult *result, size_t subject);
/* The item, or the total for SCHEME_TOTAL. */
AssessValue assess_score(const AssessResult *result, size_t subject, size_t score);
AssessFigure assess_figure(const AssessResult *result, size_t subject, size_t input);
AssessRank assess_rank(const AssessResult *result, size_t subject);
/* How a grade came to be given. */
typedef enum Graded {
    GRADED_NOT,      /* no grades, no total, or none fits */
    GRADED_BY_QUOTA, /* the rank is within `places` */
    GRADED_BY_BAND,  /* the total reaches its lower limit */
    GRADED_BELOW,    /* the total reaches no lower limit, and the grade has none */
    GRADED_IN_GAP,   /* the total is over `below` and under `above` (scheme->grade_gap) */
} Graded;
typedef struct AssessGrading {
    const SchemeGrade *grade; /* NULL = none */
    Graded how;
    int64_t places; /* of the last quota looked at; -1 = none in the group */
    bool tied_over; /* more tie on the last place than it has */
    const SchemeGrade *below;
    const SchemeGrade *above; /* NULL = nothing is above */
} AssessGrading;
AssessGrading assess_grading(const AssessResult *result, size_t subject);
/* The grade's name; empty when the scheme has no grades or none fits. */
Str assess_grade(const AssessResult *result, size_t subject);
/* A cell of scheme->columns that is a number (total, section, item, input). */
AssessValue assess_cell(const AssessResult *result, size_t subject, const SchemeColumn *column);
/* Points lost: points - value for items of base sections, -value for penalties. False when the
 * item has no points, no value, or cannot lose any (bonus). */
bool assess_deduction(const AssessResult *result, size_t subject, size_t item, Decimal *ret);

const char *unranked_label(Unranked unranked); /* 业务量不足，不参与排名 ... */

#endif
