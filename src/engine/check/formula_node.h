/*
 * formula_node.h - the parts of a printed formula, between its reading, binding and evaluation.
 *
 * A statement is read into a tree whose leaves are numbers and names (formula_note_read.c). Names
 * are then bound to the columns of a table or to other statements (formula_note_bind.c), which
 * gives a tree of columns, numbers and unknowns that can be evaluated (formula_note_range.c).
 */
#ifndef TONGBAN_ENGINE_CHECK_FORMULA_NODE_H
#define TONGBAN_ENGINE_CHECK_FORMULA_NODE_H

#include "engine/check/formula_note.h"

#define FORMULA_STATEMENTS_MAX 200
#define FORMULA_STATEMENT_BYTES_MAX 8000
#define FORMULA_NODES_MAX 400 /* of one statement */
#define FORMULA_BRACKETS_MAX 24

typedef enum NodeKind {
    NODE_NUMBER,
    NODE_NAME,    /* read, not yet bound */
    NODE_COLUMN,  /* its figure in the row, or its aggregate over the entries */
    NODE_UNKNOWN, /* of no column: between 0 and 1, or unbounded */
    NODE_ADD,
    NODE_SUBTRACT,
    NODE_MULTIPLY,
    NODE_DIVIDE,
    NODE_NEGATE,
} NodeKind;

typedef enum NodeAggregate {
    AGGREGATE_NONE,
    AGGREGATE_MAX,
    AGGREGATE_MIN,
    AGGREGATE_SUM,
    AGGREGATE_MEAN,
} NodeAggregate;

/* An aggregate found before: good while the figures it was found from are the same. */
typedef struct AggregateCache {
    bool valid;
    size_t mend_count;
    size_t row; /* where the extreme stands */
    Figure extreme;
    Range range;
} AggregateCache;

struct FormulaNode {
    NodeKind kind;
    NodeAggregate aggregate; /* of a name or column */
    bool of_all;             /* the name began with 所有…中 */
    bool is_rate;            /* an unknown or a missing value that counts in percent */
    bool has_missing;        /* a column with a value for its empty cells: `number` */
    bool has_unknown;        /* it or something below */
    bool unbounded;          /* it or something below has no bounds: nothing can be said */
    Fraction number;         /* 0.05 for 5% */
    Str name;                /* folded, without quotes and brackets */
    size_t column;
    AggregateCache *cache;        /* of an aggregate */
    const FormulaNode *explained; /* the formula in the brackets after a name: (按照A×90%+B×10%) */
    const FormulaNode *left;      /* also what is negated */
    const FormulaNode *right;
};

typedef struct FormulaStatement {
    Str text;   /* as printed, without its number in the list */
    Str target; /* as a name of a node */
    const FormulaNode *root;
    bool is_missing_value; /* 主动评价率=100%(空缺按此计) */
    bool active;           /* for binding: it is being put in place of its name */
} FormulaStatement;
LIST_OF(FormulaStatement, FormulaStatementList);

/* Reads the formulas of a text. `names` (as formula_name makes them) are read whole even where
 * they contain signs of arithmetic: 附加考核-加分项. */
void formula_statements_read(Arena *arena, Str text, const TextList *names,
                             FormulaStatementList *to);
/* A name for comparing: folded, without quotes and what stands in brackets. */
Str formula_name(Arena *arena, Str text);

/* The statements of one text and the table they speak of. */
typedef struct FormulaBinder {
    const CheckTable *table;
    TextList names;      /* of the columns; empty for those without figures */
    TextList long_names; /* with the heads above: 本月受理量 */
    FormulaStatementList statements;
    size_t steps; /* of the formula being bound */
    size_t depth;
} FormulaBinder;

void formula_binder_start(FormulaBinder *binder, const CheckTable *table, Str text);
/* Whether two such names are one: 比率 and 比例, 分数 and 得分 are the same at the end. */
bool formula_names_match(Str a, Str b);
/* The only column of a name (as of formula_name); SIZE_MAX = none or several. */
size_t formula_column_named(const FormulaBinder *binder, Str name);
/* The column a statement gives; SIZE_MAX = none. */
size_t formula_bind_target(FormulaBinder *binder, Str name);
/* NULL when the statement is too large. */
const FormulaNode *formula_bind(FormulaBinder *binder, FormulaStatement *statement);
bool formula_column_is_percent(const CheckColumn *column, PercentUse percents);
/* 好评率: what cannot be below 0 or above 100%. */
bool formula_name_is_rate(Str name);

#endif
