/*
 * explain.h - why a score is what it is.
 *
 * An explanation is made when asked for, by evaluating the subject's group once more; a result
 * holds none. Everything in it is text and numbers ready to show, described by
 * `explanation_shape` so that JSON and pages come from the same struct. `source` is what the
 * caller gave in AssessInput.sources (-1 = none); the caller replaces it by file, row and import.
 */
#ifndef TONGBAN_ENGINE_ASSESS_EXPLAIN_H
#define TONGBAN_ENGINE_ASSESS_EXPLAIN_H

#include "base/shape.h"
#include "engine/assess/score.h"

/* A figure that the score rests on. */
typedef struct ExplainedInput {
    Str code;
    Str name;
    Str text; /* as printed with its measure: 99.75%; 空缺 when missing */
    bool has_value;
    Decimal value;
    Str note; /* why it was assumed */
    int64_t source;
    Str where; /* for the caller: file, row, import; empty at first */
} ExplainedInput;
LIST_OF(ExplainedInput, ExplainedInputList);

/* An item or section that the score is made of. */
typedef struct ExplainedPart {
    Str code;
    Str name;
    Str section; /* code, may be empty */
    Str text;    /* value as printed; 空缺 when none */
    Str points;  /* the number, may be empty */
    Str limit;   /* the same in words: 满分20, 最多加2, 最多扣6 */
    Str note;    /* 缺项按满分计, 封顶 ... */
} ExplainedPart;
LIST_OF(ExplainedPart, ExplainedPartList);

/* A value that comes from the whole group. */
typedef struct ExplainedReference {
    Str name;           /* 本组最高「主动评价占业务申办比例」 */
    Str text;           /* 204.73 */
    Str subject;        /* who holds it (max, min); several joined by 、; empty for sums */
    int64_t subject_id; /* of the first holder; 0 = nobody */
    int64_t count;      /* how many subjects had a value */
    int64_t source;     /* of the holder's figure, when it is an input */
    Str where;
} ExplainedReference;
LIST_OF(ExplainedReference, ExplainedReferenceList);

typedef struct ExplainedNeighbour {
    Str relation; /* 前一名, 并列, 后一名 */
    int64_t rank;
    Str name;
    int64_t subject_id;
    Str text;       /* its value */
    Str difference; /* to the subject, without sign */
} ExplainedNeighbour;
LIST_OF(ExplainedNeighbour, ExplainedNeighbourList);

typedef struct ExplainedLine {
    Str label; /* 取整, 封顶, 缺项, 目标, 等次 */
    Str text;
} ExplainedLine;
LIST_OF(ExplainedLine, ExplainedLineList);

typedef struct Explanation {
    Str scheme;
    Str scheme_name;
    Str subject;
    int64_t subject_id;
    Str group;
    Str code; /* of the item or total */
    Str name;
    bool has_value;
    Decimal value; /* rounded */
    Str text;      /* as printed, with measure; 空缺 when none */
    Str formula;   /* with Chinese names */
    Str numbers;   /* with numbers put in; empty when nothing is computed (plain figure) */
    Str exact;     /* the exact value: 9.8700 or 1571/900 */
    Str rule;      /* the formula in the words of its source; may be empty */
    ExplainedLineList lines; /* the steps from the exact value to the printed one */
    ExplainedInputList inputs;
    ExplainedPartList parts;
    ExplainedReferenceList references;
    int64_t rank; /* 0 = unranked */
    int64_t ranked_count;
    Str rank_text; /* 第3名（共18个，并列） or why there is none */
    ExplainedNeighbourList neighbours;
    SchemeStrList legal;
    Str legal_text; /* the same, joined */
} Explanation;
LIST_OF(Explanation, ExplanationList);
extern const Shape explanation_shape;

/* `score` is an item's index or SCHEME_TOTAL. Fails with FAIL_NOT_FOUND when the subject is not
 * listed or the scheme has no total. */
must_use bool explain_score(Ctx *ctx, const AssessResult *result, size_t subject, size_t score,
                            Explanation *ret);

/* Chinese, aligned, for a terminal. */
void explanation_print_text(Buf *to, const Explanation *explanation);

#endif
