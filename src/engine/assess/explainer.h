/*
 * explainer.h - what the parts of an explanation are made from. Private to engine/assess.
 */
#ifndef TONGBAN_ENGINE_ASSESS_EXPLAINER_H
#define TONGBAN_ENGINE_ASSESS_EXPLAINER_H

#include "engine/assess/explain.h"
#include "engine/assess/program.h"

#define EXPLAINED_TEXT_MAX (64 * KIB)

typedef struct Explainer {
    Ctx *ctx;
    const AssessResult *result;
    const Scheme *scheme;
    Evaluation evaluation; /* of the subject's group, all registers filled */
    const size_t *members;
    size_t rows;
    size_t row; /* of the subject */
    size_t subject;
    size_t score; /* item or SCHEME_TOTAL */
    const ProgramUnit *unit;
    bool veiled;         /* narrowed, and the score rests on values of others */
    ScoreColumn *scores; /* by unit */
    Explanation *out;
} Explainer;

/* explain_formula.c */
/* group_max and the others, rank: values that come from the whole group. */
bool explain_is_of_group(FormulaOp op);
/* Where the telling of a unit's formula begins: `if(present(x), a, b)` chooses where a score comes
 * from, and only the side that was chosen is told. */
size_t explain_root(const Explainer *explainer, const ProgramUnit *unit);
/* The formula of a node with names, or with the subject's numbers put in. */
Str explain_node(const Explainer *explainer, const ProgramUnit *unit, size_t node, bool numbers);
void explain_formula(Explainer *explainer);
/* Decimals where the value ends within 6 of them, else a fraction. */
Str explain_exact(Arena *arena, Fraction value);
/* With its measure: 99.75%, 102.50分; 空缺 when there is none. */
Str explain_value(Arena *arena, AssessValue value, Str measure);

/* explain_parts.c */
/* 满分20, 最多加2, 最多扣6; empty without points. */
Str explain_limit(const Explainer *explainer, const SchemeItem *item);
/* Whether a value of the whole group goes into the score, at any step. */
bool explain_rests_on_others(const Explainer *explainer);
void explain_inputs(Explainer *explainer);
void explain_components(Explainer *explainer);
void explain_references(Explainer *explainer);

/* explain_lines.c: missing, capped, rounded, target, deduction, grade */
void explain_lines(Explainer *explainer);

/* explain_rank.c */
void explain_rank(Explainer *explainer);

#endif
