#include "engine/check/fault.h"

#define ODDITIES_OF_FAULT 2
#define RANKED_ROWS_MAX 5000 /* beyond, ranks are not asked for each way to mend */
#define SHARED_ROWS_MAX 5000

/* ---- how columns look ----------------------------------------------------------------------- */

static void look_at(ColumnLooks *looks, Figure figure)
{
    if (!figure_is_number(figure)) {
        looks->empty++;
        return;
    }
    int64_t value = figure.value.millionths;
    looks->figures++;
    looks->percents += figure.percent;
    looks->of_places[figure.places]++;
    if (value < looks->low[0]) {
        looks->low[1] = looks->low[0];
        looks->low[0] = value;
    } else if (value < looks->low[1]) {
        looks->low[1] = value;
    }
    if (value > looks->high[0]) {
        looks->high[1] = looks->high[0];
        looks->high[0] = value;
    } else if (value > looks->high[1]) {
        looks->high[1] = value;
    }
}

ColumnLooks *looks_of(const Study *study)
{
    const CheckTable *table = study->table;
    ColumnLooks *looks = NEW(study->arena, ColumnLooks, table->column_count);
    for (size_t i = 0; i < table->column_count; i++) {
        looks[i].low[0] = looks[i].low[1] = INT64_MAX;
        looks[i].high[0] = looks[i].high[1] = INT64_MIN;
    }
    for (size_t row = 0; row < table->row_count; row++) {
        if (table->rows[row].kind != ROW_ENTRY)
            continue;
        for (size_t i = 0; i < table->column_count; i++)
            look_at(&looks[i], table_figure(table, row, i));
    }
    return looks;
}

/* The bounds of the others: the cell itself, as it was `printed`, does not count. */
static bool is_far_outside(const ColumnLooks *looks, int64_t value, int64_t printed)
{
    int64_t low = looks->low[printed == looks->low[0]];
    int64_t high = looks->high[printed == looks->high[0]];
    if (low > high)
        return false;
    Int128 room = (Int128)high - low;
    if (room == 0)
        room = (high < 0 ? -(Int128)high : high) / 2;
    return value < low - room || value > high + room;
}

/* The only one with its number of decimals, where all others have another. */
static bool has_odd_places(const ColumnLooks *looks, Figure figure, Figure printed, size_t others)
{
    for (int i = 0; i <= DECIMAL_PLACES; i++) {
        size_t count = looks->of_places[i];
        count -= figure_is_number(printed) && printed.places == i;
        if (i != figure.places && count == others)
            return true;
    }
    return false;
}

/* `printed` is what the looks were taken with; it does not count. */
static bool is_odd(const ColumnLooks *looks, Figure figure, Figure printed)
{
    const size_t few = 3;
    bool counted = figure_is_number(printed);
    size_t others = looks->figures - counted, empty = looks->empty - !counted;
    if (others < few)
        return false;
    if (!figure_is_number(figure))
        return empty == 0;
    size_t percents = looks->percents - (counted && printed.percent);
    if (figure.percent ? percents == 0 : percents == others)
        return true;
    return has_odd_places(looks, figure, printed, others) ||
           is_far_outside(looks, figure.value.millionths, printed.value.millionths);
}

size_t row_oddities(const Study *study, const ColumnLooks *looks, size_t row)
{
    const CheckTable *table = study->table;
    size_t count = 0;
    for (size_t i = 0; i < table->column_count; i++) {
        Figure figure = table_figure(table, row, i);
        Figure printed = study->tried_row == row ? study->tried_before[i] : figure;
        if (table->columns[i].role == COLUMN_NUMBER || table->columns[i].role == COLUMN_RANK)
            count += is_odd(&looks[i], figure, printed);
    }
    return count;
}

bool is_gap(const Study *study, const ColumnLooks *looks, size_t row, size_t column)
{
    const CheckTable *table = study->table;
    Figure figure = table_figure(table, row, column);
    ColumnRole role = table->columns[column].role;
    return (role == COLUMN_NUMBER || role == COLUMN_RANK) && figure.kind == FIGURE_BLANK &&
           is_odd(&looks[column], figure, figure);
}

static bool has_gap(const Study *study, const ColumnLooks *looks, size_t row)
{
    for (size_t i = 0; i < study->table->column_count; i++)
        if (is_gap(study, looks, row, i))
            return true;
    return false;
}

/* ---- what fails ----------------------------------------------------------------------------- */

bool above_maximum(const CheckTable *table, size_t row, size_t column)
{
    const CheckColumn *at = &table->columns[column];
    Figure figure = table_figure(table, row, column);
    if (!at->has_maximum || at->role != COLUMN_NUMBER || table->rows[row].kind != ROW_ENTRY ||
        !figure_is_number(figure) || table->heads_unsure)
        return false;
    int64_t value = figure.value.millionths;
    return (value < 0 ? -value : value) > at->maximum.millionths;
}

static size_t failing_totals(const Study *study, size_t row)
{
    const CheckTable *table = study->table;
    size_t count = 0;
    LIST_EACH (const TotalRow, total, &study->totals) {
        if (row != total->row && (row < total->from || row > total->to))
            continue;
        for (size_t i = 0; i < table->column_count; i++)
            count += total->additive[i] && total_judge(study, total, i, NULL) == JUDGED_FAILING;
    }
    return count;
}

/* Several of its cells are unlike their columns, or one is empty and totals over it fail. */
static bool is_odd_row(const Study *study, const ColumnLooks *looks, size_t row)
{
    size_t oddities = row_oddities(study, looks, row);
    return oddities >= ODDITIES_OF_FAULT || (oddities > 0 && has_gap(study, looks, row) &&
                                             failing_totals(study, row) >= ODDITIES_OF_FAULT);
}

static void find_in_row(const Study *study, const ColumnLooks *looks, size_t row, FaultList *to)
{
    const CheckTable *table = study->table;
    size_t before = to->count;
    LIST_EACH (const Relation, relation, &study->relations) {
        Span should;
        if (relation_judge(study, relation, row, &should) == JUDGED_FAILING)
            *LIST_ADD(study->arena, to) =
                (Fault){FAULT_RELATION, row, relation->target, relation, NULL, should};
    }
    for (size_t i = 0; i < table->column_count; i++)
        if (above_maximum(table, row, i))
            *LIST_ADD(study->arena, to) = (Fault){.kind = FAULT_MAXIMUM, .row = row, .column = i};
    if (to->count == before && table->rows[row].kind == ROW_ENTRY && is_odd_row(study, looks, row))
        *LIST_ADD(study->arena, to) = (Fault){.kind = FAULT_ROW, .row = row, .column = SIZE_MAX};
}

FaultList faults_find(const Study *study, const ColumnLooks *looks)
{
    const CheckTable *table = study->table;
    FaultList faults = {0};
    for (size_t row = 0; row < table->row_count && faults.count < FAULTS_MAX; row++)
        find_in_row(study, looks, row, &faults);
    LIST_EACH (const TotalRow, total, &study->totals) {
        for (size_t i = 0; i < table->column_count; i++) {
            Span should;
            if (total->additive[i] && total_judge(study, total, i, &should) == JUDGED_FAILING)
                *LIST_ADD(study->arena, &faults) =
                    (Fault){FAULT_TOTAL, total->row, i, NULL, total, should};
        }
    }
    return faults;
}

/* Several relations may say the same of one target: they fail together and count once. */
static bool target_fails_before(const Study *study, const Relation *relation, size_t row)
{
    for (const Relation *other = study->relations.at; other < relation; other++)
        if (other->target == relation->target &&
            relation_judge(study, other, row, NULL) == JUDGED_FAILING)
            return true;
    return false;
}

static size_t failing_relations(const Study *study, size_t row)
{
    const CheckTable *table = study->table;
    size_t count = 0;
    LIST_EACH (const Relation, relation, &study->relations) {
        count += relation_judge(study, relation, row, NULL) == JUDGED_FAILING &&
                 !target_fails_before(study, relation, row);
        bool whole = relation->form == FORM_SHARE && table->rows[row].kind != ROW_ENTRY;
        for (size_t i = 0; whole && i < table->row_count && i < SHARED_ROWS_MAX; i++)
            count += i != row && relation_judge(study, relation, i, NULL) == JUDGED_FAILING;
    }
    return count;
}

size_t faults_touching(const Study *study, const ColumnLooks *looks, size_t row)
{
    const CheckTable *table = study->table;
    size_t count = failing_relations(study, row) + failing_totals(study, row);
    for (size_t i = 0; i < table->column_count; i++)
        count += above_maximum(table, row, i);
    if (table->row_count <= RANKED_ROWS_MAX) {
        LIST_EACH (const Ranking, ranking, &study->rankings) {
            count += ranking_mismatches(study, ranking, NULL, NULL) > 0;
        }
    }
    if (table->rows[row].kind == ROW_ENTRY)
        count += row_oddities(study, looks, row);
    return count;
}
