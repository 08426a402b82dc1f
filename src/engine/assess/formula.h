/*
 * formula.h - the small language in which a scheme says how a figure becomes a score.
 *
 *     (active_rate / 100 * 5 + active_to_cases / group_max(active_to_cases) * 5) * good_rate / 100
 *
 * Numbers are exact (40% is 40/100), names are inputs, items or sections of the scheme. Operators
 * from weak to strong: or; and; not; = != < <= > >=; + -; * /; unary minus. Functions: min, max,
 * clamp(x, low, high), if(condition, a, b), band(x, table), round(x, places[, mode]), present(x),
 * coalesce(a, b, ...), group_max, group_min, group_sum, group_mean, group_count, rank(x[,
 * ascending]). docs/assess.md is the manual for those who write packs.
 *
 * A formula is parsed once into a flat array of typed nodes (operands before their operators),
 * which is at the same time the program that engine/assess/program.h runs over columns and the
 * tree that an explanation prints. Types are number and truth; both are checked here.
 */
#ifndef TONGBAN_ENGINE_ASSESS_FORMULA_H
#define TONGBAN_ENGINE_ASSESS_FORMULA_H

#include "base/fail.h"
#include "base/fraction.h"
#include "base/list.h"

#define FORMULA_BYTES_MAX 4000
#define FORMULA_NODES_MAX 1000
#define FORMULA_DEPTH_MAX 64 /* brackets, functions and signs inside one another */

typedef enum FormulaOp {
    FORMULA_NUMBER, /* `constant`, printed as `text` */
    FORMULA_INPUT,  /* `name` is the index of an input */
    FORMULA_ITEM,   /* `name` is the index of an item */
    FORMULA_SECTION,
    FORMULA_ADD,
    FORMULA_SUB,
    FORMULA_MUL,
    FORMULA_DIV,
    FORMULA_NEG,
    FORMULA_EQUAL,
    FORMULA_UNEQUAL,
    FORMULA_LESS,
    FORMULA_AT_MOST,
    FORMULA_MORE,
    FORMULA_AT_LEAST,
    FORMULA_AND,
    FORMULA_OR,
    FORMULA_NOT,
    FORMULA_MIN,
    FORMULA_MAX,
    FORMULA_CLAMP,
    FORMULA_IF,
    FORMULA_BAND,  /* `name` is the index of a band table */
    FORMULA_ROUND, /* `places`, `rounding` */
    FORMULA_PRESENT,
    FORMULA_COALESCE,
    FORMULA_GROUP_MAX,
    FORMULA_GROUP_MIN,
    FORMULA_GROUP_SUM,
    FORMULA_GROUP_MEAN,
    FORMULA_GROUP_COUNT,
    FORMULA_RANK, /* `ascending` */
} FormulaOp;

typedef enum FormulaType { FORMULA_IS_NUMBER, FORMULA_IS_TRUTH } FormulaType;

typedef struct FormulaNode {
    FormulaOp op;
    FormulaType type;
    uint16_t operands[3]; /* indices of earlier nodes */
    uint16_t operand_count;
    uint16_t name;
    int places;
    Rounding rounding;
    bool ascending;
    Fraction constant;
    Str text; /* a number as written; of a call: the function's name */
} FormulaNode;
LIST_OF(FormulaNode, FormulaNodeList);

/* The last node is the result. */
typedef struct Formula {
    Str text; /* as written */
    Place place;
    FormulaNodeList nodes;
} Formula;

/* What a name in a formula means; `code` of bands is looked up apart. */
typedef struct FormulaName {
    FormulaOp op; /* FORMULA_INPUT, FORMULA_ITEM or FORMULA_SECTION */
    uint16_t index;
} FormulaName;

/* How the compiler asks for names. Both return false when there is none. `nearest` gives the best
 * suggestion for a wrong name, or the empty Str. */
typedef struct FormulaNames {
    const void *self;
    bool (*find)(const void *self, Str code, FormulaName *ret);
    bool (*find_band)(const void *self, Str code, uint16_t *ret);
    Str (*nearest)(const void *self, Str code);
} FormulaNames;

/* Fails with FAIL_SYNTAX or FAIL_INVALID at `place`, the detail quoting the wrong spot. `text` must
 * live as long as the formula. `type` is what the result must be. */
must_use bool formula_compile(Ctx *ctx, Str text, Place place, FormulaType type,
                              const FormulaNames *names, Formula *ret);

/* What a person reads: 「÷」 for an operator, 「本组最高」 for a function; "" for leaves. */
const char *formula_label(FormulaOp op);
/* True for operators written between or before their operands. */
bool formula_is_operator(FormulaOp op);
/* Binding strength, the higher the tighter; functions and leaves bind tightest. */
int formula_strength(FormulaOp op);
/* The word of the language, e.g. "group_max"; "" for leaves. */
const char *formula_word(FormulaOp op);

#endif
