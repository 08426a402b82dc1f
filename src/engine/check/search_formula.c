#include "engine/check/search.h"

#define HOLDING_MIN 2

/* A row of means has decimals that the counts it is made of do not have. */
static void forget_places_of_means(CheckTable *table, size_t column)
{
    unsigned places = 0, of_means = 0;
    for (size_t row = 0; row < table->row_count; row++) {
        Figure figure = table_figure(table, row, column);
        bool is_mean = table->rows[row].kind == ROW_MEAN;
        unsigned *most = is_mean ? &of_means : &places;
        if (figure_is_number(figure) && figure.places > *most)
            *most = figure.places;
    }
    if (of_means <= places)
        return;
    table->columns[column].places = (uint8_t)places;
    if (places == 0)
        table->columns[column].rounded = false;
}

/* One figure with more decimals than all others is a slip, a moved one maybe; it must not make the
 * others look more precise than they are. */
static void forget_odd_places(CheckTable *table, size_t column)
{
    const size_t few = 5;
    size_t of_places[DECIMAL_PLACES + 1] = {0}, figures = 0;
    for (size_t row = 0; row < table->row_count; row++) {
        Figure figure = table_figure(table, row, column);
        if (!figure_is_number(figure))
            continue;
        figures++;
        of_places[figure.places]++;
    }
    CheckColumn *at = &table->columns[column];
    if (figures < few || !at->rounded || at->places == 0 || of_places[at->places] != 1)
        return;
    do
        at->places--;
    while (at->places > 0 && of_places[at->places] == 0);
    if (at->places == 0 && !at->percent)
        at->rounded = false; /* whole numbers, and one step of a half */
}

static bool is_mostly_full(const CheckTable *table, size_t column)
{
    size_t figures = 0, high = 0;
    for (size_t row = 0; row < table->row_count; row++) {
        Figure figure = table_figure(table, row, column);
        if (table->rows[row].kind != ROW_ENTRY || !figure_is_number(figure))
            continue;
        figures++;
        high += figure.value.millionths > table->columns[column].maximum.millionths / 2;
    }
    return high * 2 > figures;
}

/* A pack knows maxima that the heads do not print, and columns that are given in steps. */
static void take_from_pack(Study *study)
{
    CheckTable *table = study->table;
    LIST_EACH (const KnownMaximum, known, &study->known->maxima) {
        size_t column = table_column_named(table, known->column);
        if (column == SIZE_MAX || table->columns[column].has_maximum)
            continue;
        table->columns[column].has_maximum = true;
        table->columns[column].maximum = known->maximum;
    }
    LIST_EACH (const Str, name, &study->known->exact) {
        size_t column = table_column_named(table, *name);
        if (column != SIZE_MAX)
            table->columns[column].rounded = false;
    }
}

void search_marks(Study *study)
{
    CheckTable *table = study->table;
    for (size_t i = 0; i < table->column_count; i++) {
        if (table->columns[i].role != COLUMN_NUMBER)
            continue;
        if (!table->columns[i].percent)
            forget_places_of_means(table, i);
        forget_odd_places(table, i);
    }
    if (study->known && !table->heads_unsure)
        take_from_pack(study);
    for (size_t i = 0; i < table->column_count; i++)
        table->columns[i].empty_is_full = table->columns[i].has_maximum && is_mostly_full(table, i);
}

static void count_formula(const Study *study, Relation *relation)
{
    for (size_t row = 0; row < study->table->row_count; row++) {
        Judgement judgement = relation_judge(study, relation, row, NULL);
        relation->holding += judgement == JUDGED_HOLDING;
        relation->failing += judgement == JUDGED_FAILING;
    }
}

/* A formula is printed because it holds; where it fails for more than a few rows we have not
 * understood it, or it speaks of figures before they were rounded. */
void search_formulas(Study *study)
{
    CheckTable *table = study->table;
    if (table->heads_unsure)
        return;
    if (study->known)
        LIST_EACH (const Str, text, &study->known->formulas) {
            note_formulas_find(table, *text, study->known->source, &study->formulas);
        }
    note_formulas_find(table, table->notes, STR("表下说明"), &study->formulas);
    LIST_EACH (const NoteFormula, formula, &study->formulas) {
        Relation relation = {.form = FORM_FORMULA,
                             .kind = FINDING_FORMULA,
                             .target = formula->target,
                             .formula = formula,
                             .entries_only = true};
        for (size_t i = 0; i < formula->column_count; i++)
            *LIST_ADD(study->arena, &relation.parts) = (Part){formula->columns[i], decimal_of(1)};
        count_formula(study, &relation);
        size_t slips_max = sample_slips_max(relation.holding + relation.failing);
        if (relation.holding >= HOLDING_MIN && relation.failing <= slips_max)
            *LIST_ADD(study->arena, &study->relations) = relation;
    }
}
