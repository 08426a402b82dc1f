#include "engine/check/search.h"

#define BITS_NEEDED 14     /* one chance in 16,000 */
#define BITS_PER_SLIP 4    /* a relation that fails somewhere must be the more certain */
#define BITS_OF_ROW_MAX 10 /* a row tells no more, however precise its figures */
#define ENTRIES_FEW 6
#define HOLDING_MIN 3 /* rows */
#define SLIPS_IN 8    /* one row in eight may fail */

int bits_of(uint64_t count)
{
    int bits = 0;
    while (bits < 63 && ((uint64_t)1 << bits) < count)
        bits++;
    return bits;
}

size_t sample_slips_max(size_t judged)
{
    return judged < HOLDING_MIN + 1 ? 0 : 1 + judged / SLIPS_IN;
}

/* ---- the sample ----------------------------------------------------------------------------- */

static size_t count_entries(const CheckTable *table)
{
    size_t entries = 0;
    for (size_t row = 0; row < table->row_count; row++)
        entries += table->rows[row].kind == ROW_ENTRY;
    return entries;
}

/* Entries, and the totals where there are so few that these must bear witness too. */
static bool is_witness(const CheckTable *table, size_t row, size_t entries)
{
    RowKind kind = table->rows[row].kind;
    return kind == ROW_ENTRY ||
           (entries < ENTRIES_FEW && (kind == ROW_TOTAL || kind == ROW_SUBTOTAL));
}

static void take_rows(const CheckTable *table, Sample *sample)
{
    size_t entries = count_entries(table), every = entries / SAMPLE_ROWS_MAX + 1, seen = 0;
    for (size_t row = 0; row < table->row_count && sample->row_count < SAMPLE_ROWS_MAX; row++)
        if (is_witness(table, row, entries) && seen++ % every == 0)
            sample->rows[sample->row_count++] = row;
}

/* The second smallest and second largest: one slip must not stretch the room. */
static void take_bounds(SampleColumn *column, size_t row_count)
{
    int64_t low[2] = {INT64_MAX, INT64_MAX}, high[2] = {INT64_MIN, INT64_MIN};
    for (size_t i = 0; i < row_count; i++) {
        if (!column->given[i])
            continue;
        int64_t value = column->value[i];
        if (value < low[0]) {
            low[1] = low[0];
            low[0] = value;
        } else if (value < low[1]) {
            low[1] = value;
        }
        if (value > high[0]) {
            high[1] = high[0];
            high[0] = value;
        } else if (value > high[1]) {
            high[1] = value;
        }
    }
    column->low = low[1] == INT64_MAX ? 0 : low[1];
    column->high = high[1] == INT64_MIN ? 0 : high[1];
}

static void take_column(const CheckTable *table, size_t at, Sample *sample)
{
    const CheckColumn *column = &table->columns[at];
    SampleColumn *to = &sample->columns[sample->column_count++];
    to->column = at;
    to->percent = column->percent;
    to->full = column->empty_is_full ? column->maximum.millionths : 0;
    to->half = (int64_t)(column_half(column) / QUANTITY_OF_MILLIONTH);
    to->step = 2 * figure_half_step(column->places);
    to->counts = column->places == 0 && !column->percent;
    for (size_t i = 0; i < sample->row_count; i++) {
        Figure figure = table_figure(table, sample->rows[i], at);
        to->given[i] = figure_is_number(figure);
        to->value[i] = to->given[i] ? figure.value.millionths : 0;
    }
    take_bounds(to, sample->row_count);
}

Sample *sample_take(const Study *study)
{
    Sample *sample = NEW(study->arena, Sample, 1);
    take_rows(study->table, sample);
    for (size_t i = 0; i < study->table->column_count; i++)
        if (study->table->columns[i].role == COLUMN_NUMBER &&
            sample->column_count < SAMPLE_COLUMNS_MAX)
            take_column(study->table, i, sample);
    return sample;
}

/* ---- believing ------------------------------------------------------------------------------ */

/* Whether the row shows anything: a sum with one part only is no sum, 100 % of all is no rate. */
static bool row_tells(const Study *study, const Relation *relation, size_t row)
{
    const CheckTable *table = study->table;
    Figure target = table_figure(table, row, relation->target);
    size_t nonzero = 0;
    LIST_EACH (const Part, part, &relation->parts) {
        nonzero += table_figure(table, row, part->column).value.millionths != 0;
    }
    switch (relation->form) {
    case FORM_SUM:
        return nonzero + (relation->constant.millionths != 0) > 1;
    case FORM_PRODUCT:
        return nonzero == relation->parts.count && target.value.millionths != 0;
    case FORM_QUOTIENT:
    case FORM_SHARE:
        /* All or nothing of all is no rate, in whatever direction. */
        return nonzero == relation->parts.count && target.value.millionths != 0 &&
               target.value.millionths != relation->scale.millionths &&
               target.value.millionths != -relation->scale.millionths;
    case FORM_FORMULA:
        return true;
    }
    return false;
}

/* How unlikely it is that a row holds by chance: the room the target has against the room that
 * counts as equal. */
static int bits_of_row(const Study *study, const Relation *relation)
{
    const CheckTable *table = study->table;
    int64_t low = INT64_MAX, high = INT64_MIN;
    size_t seen = 0;
    for (size_t row = 0; row < table->row_count && seen < SAMPLE_ROWS_MAX; row++) {
        Figure figure = table_figure(table, row, relation->target);
        if (table->rows[row].kind != ROW_ENTRY || !figure_is_number(figure))
            continue;
        int64_t value = figure.value.millionths;
        low = value < low ? value : low;
        high = value > high ? value : high;
        seen++;
    }
    int64_t room = 2 * figure_half_step(table->columns[relation->target].places);
    LIST_EACH (const Part, part, &relation->parts) {
        if (relation->form == FORM_SUM)
            room +=
                (int64_t)(2 * column_half(&table->columns[part->column]) / QUANTITY_OF_MILLIONTH);
    }
    int bits = seen < 2 ? 0 : bits_of((uint64_t)(high - low) / (uint64_t)room + 1);
    return bits < BITS_OF_ROW_MAX ? bits : BITS_OF_ROW_MAX;
}

/* Rows with an empty part that fail are slips when they are few, else the empty part has a meaning
 * of its own. */
static void count_rows(const Study *study, Relation *relation)
{
    const CheckTable *table = study->table;
    size_t silent = 0, entries = count_entries(table);
    relation->holding = relation->failing = 0;
    for (size_t row = 0; row < table->row_count; row++) {
        if (!is_witness(table, row, entries))
            continue;
        switch (relation_judge(study, relation, row, NULL)) {
        case JUDGED_HOLDING:
            relation->holding += row_tells(study, relation, row);
            break;
        case JUDGED_FAILING:
            relation->failing++;
            break;
        case JUDGED_SILENT:
            silent++;
            break;
        }
    }
}

static void settle_blanks(const Study *study, Relation *relation)
{
    if (relation->form != FORM_SUM)
        return;
    size_t failing = relation->failing;
    relation->blanks_tell = true;
    count_rows(study, relation);
    if (relation->failing > failing + 1) {
        relation->blanks_tell = false;
        count_rows(study, relation);
    }
}

bool study_believe(Study *study, Relation *relation, int cost)
{
    count_rows(study, relation);
    if (relation->form == FORM_QUOTIENT || relation->form == FORM_SHARE) {
        Relation cut = *relation;
        cut.cut = true;
        count_rows(study, &cut);
        if (cut.failing == 0 && relation->failing > 1)
            *relation = cut;
    }
    settle_blanks(study, relation);
    size_t telling = relation->holding < SAMPLE_ROWS_MAX ? relation->holding : SAMPLE_ROWS_MAX;
    relation->bits = bits_of_row(study, relation) * (int)telling;
    int needed = BITS_NEEDED + cost;
    if (relation->failing > 0)
        needed += BITS_PER_SLIP;
    if (relation->holding < HOLDING_MIN || relation->bits < needed ||
        relation->failing > sample_slips_max(relation->holding + relation->failing))
        return false;
    *LIST_ADD(study->arena, &study->relations) = *relation;
    return true;
}

bool study_has_target(const Study *study, size_t target)
{
    LIST_EACH (const Relation, relation, &study->relations) {
        if (relation->target == target)
            return true;
    }
    return false;
}

bool study_is_part(const Study *study, size_t column)
{
    LIST_EACH (const Relation, relation, &study->relations) {
        if (relation->form != FORM_SUM)
            continue;
        LIST_EACH (const Part, part, &relation->parts) {
            if (part->column == column)
                return true;
        }
    }
    return false;
}
