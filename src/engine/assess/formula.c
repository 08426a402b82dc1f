#include "engine/assess/formula.h"

typedef struct OpWords {
    const char *word;  /* in the language */
    const char *label; /* for people */
    int strength;
    bool is_operator;
} OpWords;

enum {
    STRENGTH_OR = 1,
    STRENGTH_AND,
    STRENGTH_NOT,
    STRENGTH_COMPARE,
    STRENGTH_ADD,
    STRENGTH_MUL,
    STRENGTH_NEG,
    STRENGTH_LEAF
};

static const OpWords op_words[] = {
    [FORMULA_NUMBER] = {"", "", STRENGTH_LEAF, false},
    [FORMULA_INPUT] = {"", "", STRENGTH_LEAF, false},
    [FORMULA_ITEM] = {"", "", STRENGTH_LEAF, false},
    [FORMULA_SECTION] = {"", "", STRENGTH_LEAF, false},
    [FORMULA_ADD] = {"+", "+", STRENGTH_ADD, true},
    [FORMULA_SUB] = {"-", "−", STRENGTH_ADD, true},
    [FORMULA_MUL] = {"*", "×", STRENGTH_MUL, true},
    [FORMULA_DIV] = {"/", "÷", STRENGTH_MUL, true},
    [FORMULA_NEG] = {"-", "−", STRENGTH_NEG, true},
    [FORMULA_EQUAL] = {"=", "＝", STRENGTH_COMPARE, true},
    [FORMULA_UNEQUAL] = {"!=", "≠", STRENGTH_COMPARE, true},
    [FORMULA_LESS] = {"<", "＜", STRENGTH_COMPARE, true},
    [FORMULA_AT_MOST] = {"<=", "≤", STRENGTH_COMPARE, true},
    [FORMULA_MORE] = {">", "＞", STRENGTH_COMPARE, true},
    [FORMULA_AT_LEAST] = {">=", "≥", STRENGTH_COMPARE, true},
    [FORMULA_AND] = {"and", "且", STRENGTH_AND, true},
    [FORMULA_OR] = {"or", "或", STRENGTH_OR, true},
    [FORMULA_NOT] = {"not", "非", STRENGTH_NOT, true},
    [FORMULA_MIN] = {"min", "取小", STRENGTH_LEAF, false},
    [FORMULA_MAX] = {"max", "取大", STRENGTH_LEAF, false},
    [FORMULA_CLAMP] = {"clamp", "限于", STRENGTH_LEAF, false},
    [FORMULA_IF] = {"if", "如果", STRENGTH_LEAF, false},
    [FORMULA_BAND] = {"band", "分档", STRENGTH_LEAF, false},
    [FORMULA_ROUND] = {"round", "取整", STRENGTH_LEAF, false},
    [FORMULA_PRESENT] = {"present", "有值", STRENGTH_LEAF, false},
    [FORMULA_COALESCE] = {"coalesce", "首个有值", STRENGTH_LEAF, false},
    [FORMULA_GROUP_MAX] = {"group_max", "本组最高", STRENGTH_LEAF, false},
    [FORMULA_GROUP_MIN] = {"group_min", "本组最低", STRENGTH_LEAF, false},
    [FORMULA_GROUP_SUM] = {"group_sum", "本组合计", STRENGTH_LEAF, false},
    [FORMULA_GROUP_MEAN] = {"group_mean", "本组平均", STRENGTH_LEAF, false},
    [FORMULA_GROUP_COUNT] = {"group_count", "本组个数", STRENGTH_LEAF, false},
    [FORMULA_RANK] = {"rank", "本组名次", STRENGTH_LEAF, false},
};

const char *formula_label(FormulaOp op)
{
    return op_words[op].label;
}

bool formula_is_operator(FormulaOp op)
{
    return op_words[op].is_operator;
}

int formula_strength(FormulaOp op)
{
    return op_words[op].strength;
}

const char *formula_word(FormulaOp op)
{
    return op_words[op].word;
}
