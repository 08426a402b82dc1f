/*
 * formula_note.h - formulas as papers print them in the notes under a table, and as the packs of
 * known tables give them.
 *
 *     政务服务主动好评率得分=(主动评价率得分+主动评价占业务申办比例得分)*好评率
 *     主动评价占业务申办比例得分=某街道的主动评价占业务申办比例/所有街道中主动评价占业务申办的最高值*5
 *     平均即办率=区级即办事项总数/区级事项总数*100%
 *
 * + - * / × ÷ ( ) （ ） numbers, percentages, names of columns (in full or the longest fitting
 * head), 所有…中…的最高值 / 最低值 / 合计 / 平均值 over the entries of the table. A name that is no
 * column but is defined by another formula of the notes is replaced by it; what stays unknown lies
 * between 0 and its maximum (a rate: 0 and 100 %), which still bounds the result.
 */
#ifndef TONGBAN_ENGINE_CHECK_FORMULA_NOTE_H
#define TONGBAN_ENGINE_CHECK_FORMULA_NOTE_H

#include "engine/check/table.h"

typedef struct FormulaNode FormulaNode;

/* How the figures of percent columns stand in a formula; found from what most rows print. */
typedef enum PercentUse {
    PERCENTS_AS_FRACTIONS, /* 99.92 (%) is 0.9992 */
    PERCENTS_AS_NUMBERS,   /* 99.92 */
    PERCENTS_BY_NAME,      /* 0.9992, also without any % where the head says 率 or 比例 */
} PercentUse;

typedef struct NoteFormula {
    Str text;        /* as printed */
    Str source;      /* 附件3说明4, or the pack's legal source */
    size_t target;   /* the column it gives */
    size_t *columns; /* the columns it reads */
    size_t column_count;
    bool bounds_only;  /* something in it is unknown: only its range can be judged */
    bool entries_only; /* it compares an entry with all entries: it says nothing of total rows */
    PercentUse percents;
    const FormulaNode *root;
} NoteFormula;
LIST_OF(NoteFormula, NoteFormulaList);

/* The formulas of `text` (several, divided by ; 。 or line ends) whose left side is a column of the
 * table, for the notes of a paper and for one entry of KnownTable.formulas alike. What cannot be
 * understood, or has a name in it that nothing bounds, is left out: prose is no error. A statement
 * 主动评价率=100%(空缺按此计) gives the value of a name whose column is lost or whose cell is
 * empty; otherwise an empty cell leaves nothing to judge. */
void note_formulas_find(const CheckTable *table, Str text, Str source, NoteFormulaList *to);
/* What the formula gives for a row, from the table's present figures, each with the room the
 * decimals of its column leave; in percent (99.92) where the target's figures are. False when a
 * figure it needs is missing, a divisor may be zero, or the numbers grow too large: then there is
 * nothing to judge. */
bool note_formula_range(const NoteFormula *formula, const CheckTable *table, size_t row,
                        Range *ret);

#endif
