#include "engine/check/search.h"

#define WHOLE_PERCENT 100
#define NUMERATOR_PARTS_MAX 3
#define DIVISOR_PARTS_MAX 5
#define KIN_BITS 6 /* 按时办结率 beside 按时办结数 */
#define RATE_BITS 4
#define SCALES_MAX 5
#define TEN_THOUSAND 10000

/* A quotient that is tried: sums of neighbours, as indexes into the list of columns. */
typedef struct Trial {
    size_t target; /* of the sample */
    size_t above_from, above_to;
    size_t below_from, below_to;
    bool is_change; /* (above - below) / below */
    int64_t scale;
} Trial;

typedef struct Hunt {
    Study *study;
    const Sample *sample;
    size_t list[SAMPLE_COLUMNS_MAX]; /* columns that may be divided */
    size_t count;
    /* Sums of the list's columns up to each, by row: a run is a difference of two. */
    int64_t sums[SAMPLE_ROWS_MAX][SAMPLE_COLUMNS_MAX + 1];
    Trial best;
    size_t best_holding;
    size_t best_failing;
    size_t tried;
} Hunt;

static bool run_given(const Hunt *hunt, size_t row, size_t from, size_t to)
{
    for (size_t i = from; i <= to; i++)
        if (!hunt->sample->columns[hunt->list[i]].given[row])
            return false;
    return true;
}

/* 1 holds, -1 fails, 0 says nothing. Roundings of what is divided are left to the full judgement:
 * here a little room more does no harm. */
static int trial_row(const Hunt *hunt, const Trial *trial, size_t row)
{
    const SampleColumn *target = &hunt->sample->columns[trial->target];
    if (!target->given[row])
        return 0;
    const int64_t *sums = hunt->sums[row];
    Int128 above = sums[trial->above_to + 1] - sums[trial->above_from];
    Int128 below = sums[trial->below_to + 1] - sums[trial->below_from];
    if (below == 0 || !run_given(hunt, row, trial->above_from, trial->above_to) ||
        !run_given(hunt, row, trial->below_from, trial->below_to))
        return 0;
    if (trial->is_change)
        above -= below;
    if (below < 0) {
        above = -above;
        below = -below;
    }
    /* |target - scale x above / below| <= step, with all in millionths */
    Int128 should = above * trial->scale * DECIMAL_ONE;
    Int128 given = (Int128)target->value[row] * below, room = (Int128)target->step * below;
    if (hunt->sample->columns[hunt->list[trial->below_from]].half > 0)
        room += room + given / 64;
    Int128 difference = should - given;
    if (difference > room || -difference > room)
        return -1;
    return target->value[row] != 0 && target->value[row] != trial->scale * DECIMAL_ONE;
}

static void try_quotient(Hunt *hunt, const Trial *trial)
{
    size_t holding = 0, failing = 0, rows = hunt->sample->row_count;
    hunt->tried++;
    for (size_t row = 0; row < rows && failing <= sample_slips_max(rows); row++) {
        int judged = trial_row(hunt, trial, row);
        holding += judged > 0;
        failing += judged < 0;
    }
    if (holding == 0 || failing > sample_slips_max(holding + failing) ||
        holding < hunt->best_holding ||
        (holding == hunt->best_holding && failing >= hunt->best_failing))
        return;
    hunt->best = *trial;
    hunt->best_holding = holding;
    hunt->best_failing = failing;
}

/* Scores are no counts: nothing is divided by them, nor are they. */
static bool is_score(const CheckColumn *column)
{
    return column->has_maximum || str_contains(column->name, STR("总分"));
}

static bool is_count_list_member(const Hunt *hunt, size_t column, size_t target)
{
    const SampleColumn *at = &hunt->sample->columns[column];
    return column != target && !at->percent && !is_score(&hunt->study->table->columns[at->column]);
}

static void prepare(Hunt *hunt, size_t target)
{
    hunt->count = 0;
    hunt->best_holding = hunt->tried = 0;
    hunt->best_failing = SIZE_MAX;
    for (size_t i = 0; i < hunt->sample->column_count; i++)
        if (is_count_list_member(hunt, i, target))
            hunt->list[hunt->count++] = i;
    for (size_t row = 0; row < hunt->sample->row_count; row++) {
        hunt->sums[row][0] = 0;
        for (size_t i = 0; i < hunt->count; i++)
            hunt->sums[row][i + 1] =
                hunt->sums[row][i] + hunt->sample->columns[hunt->list[i]].value[row];
    }
}

static bool overlap_fully(const Trial *trial)
{
    return trial->above_from == trial->below_from && trial->above_to == trial->below_to;
}

/* All runs over all runs. */
static void try_ratios(Hunt *hunt, size_t target, int64_t scale)
{
    Trial trial = {.target = target, .scale = scale};
    for (size_t i = 0; i < hunt->count; i++) {
        for (size_t m = i; m < hunt->count && m < i + NUMERATOR_PARTS_MAX; m++) {
            for (size_t j = 0; j < hunt->count; j++) {
                for (size_t n = j; n < hunt->count && n < j + DIVISOR_PARTS_MAX; n++) {
                    trial.above_from = i;
                    trial.above_to = m;
                    trial.below_from = j;
                    trial.below_to = n;
                    if (!overlap_fully(&trial))
                        try_quotient(hunt, &trial);
                }
            }
        }
    }
}

static void try_changes(Hunt *hunt, size_t target, int64_t scale)
{
    Trial trial = {.target = target, .scale = scale, .is_change = true};
    for (size_t i = 0; i < hunt->count; i++) {
        for (size_t j = 0; j < hunt->count; j++) {
            trial.above_from = trial.above_to = i;
            trial.below_from = trial.below_to = j;
            if (i != j)
                try_quotient(hunt, &trial);
        }
    }
}

static bool share_two_characters(Str a, Str b)
{
    const size_t rune = 3; /* bytes of a Chinese character */
    for (size_t i = 0; i + 2 * rune <= a.len; i += rune)
        if (str_contains(b, str_slice(a, i, 2 * rune)))
            return true;
    return false;
}

static void add_run(Hunt *hunt, PartList *to, size_t from, size_t run_to, int sign)
{
    for (size_t i = from; i <= run_to; i++)
        *LIST_ADD(hunt->study->arena, to) =
            (Part){hunt->sample->columns[hunt->list[i]].column, decimal_of(sign)};
}

static bool is_rate(Str name)
{
    return str_contains(name, STR("率")) || str_contains(name, STR("比")) ||
           str_contains(name, STR("占")) || str_contains(name, STR("均")) ||
           str_contains(name, STR("密度"));
}

/* By its name, or by its measure: 人/平方公里. */
static bool is_rate_column(const CheckColumn *column)
{
    return is_rate(column->name) || str_contains(column->unit, STR("/"));
}

/* The same equation solved for another of its columns. */
static bool is_turned_round(const Hunt *hunt, const Relation *relation)
{
    LIST_EACH (const Relation, other, &hunt->study->relations) {
        if (other->form == FORM_QUOTIENT && other->parts.count == 1 && other->divisors.count == 1 &&
            relation->parts.count == 1 && relation->divisors.count == 1 &&
            (other->divisors.at[0].column == relation->target ||
             other->parts.at[0].column == relation->target) &&
            (relation->parts.at[0].column == other->target ||
             relation->divisors.at[0].column == other->target))
            return true;
    }
    return false;
}

static bool believe(Hunt *hunt)
{
    if (hunt->best_holding == 0)
        return false;
    const Trial *trial = &hunt->best;
    const CheckColumn *columns = hunt->study->table->columns;
    Relation relation = {.form = FORM_QUOTIENT,
                         .kind = trial->is_change ? FINDING_CHANGE : FINDING_RATIO,
                         .target = hunt->sample->columns[trial->target].column,
                         .scale = decimal_of(trial->scale)};
    add_run(hunt, &relation.parts, trial->above_from, trial->above_to, 1);
    if (trial->is_change)
        add_run(hunt, &relation.parts, trial->below_from, trial->below_to, -1);
    add_run(hunt, &relation.divisors, trial->below_from, trial->below_to, 1);
    if (is_turned_round(hunt, &relation))
        return false;
    Str name = columns[relation.target].name;
    int cost = bits_of(hunt->tried);
    if (share_two_characters(name, columns[relation.parts.at[0].column].name))
        cost -= KIN_BITS;
    if (is_rate_column(&columns[relation.target]))
        cost -= RATE_BITS;
    return study_believe(hunt->study, &relation, cost);
}

static bool is_change_name(Str name)
{
    return str_contains(name, STR("环比")) || str_contains(name, STR("同比")) ||
           str_contains(name, STR("增")) || str_contains(name, STR("降")) ||
           str_contains(name, STR("幅")) || str_contains(name, STR("涨")) ||
           str_contains(name, STR("变化"));
}

static size_t list_scales(const SampleColumn *column, const CheckColumn *printed, int64_t *ret)
{
    size_t count = 0;
    ret[count++] = column->percent ? WHOLE_PERCENT : 1;
    if (column->percent)
        return count;
    if (printed->has_maximum)
        ret[count++] = printed->maximum.millionths / DECIMAL_ONE;
    if (str_equal_c(printed->unit, "‰"))
        ret[count++] = WHOLE_PERCENT * 10;
    if (is_rate(printed->name))
        ret[count++] = WHOLE_PERCENT;
    /* 次均费用(元) of 费用(万元). */
    if (str_contains(printed->name, STR("均")))
        ret[count++] = TEN_THOUSAND;
    return count;
}

/* What a rate is a rate of depends on its name first: a change is looked for as one. */
static void find_quotient(Hunt *hunt, size_t target)
{
    const SampleColumn *column = &hunt->sample->columns[target];
    const CheckColumn *printed = &hunt->study->table->columns[column->column];
    if (column->counts && !is_rate_column(printed) && !is_change_name(printed->name))
        return;
    int64_t scales[SCALES_MAX];
    size_t scale_count = list_scales(column, printed, scales);
    prepare(hunt, target);
    bool is_change = is_change_name(printed->name);
    for (size_t i = 0; i < scale_count; i++) {
        if (is_change)
            try_changes(hunt, target, scales[i]);
        if (!is_change || hunt->best_holding == 0)
            try_ratios(hunt, target, scales[i]);
        if (is_change)
            continue;
        try_changes(hunt, target, scales[i]);
        /* What is left of all: 合格率 = (抽检数 - 不合格数) / 抽检数. */
        if (str_contains(printed->name, STR("率")))
            try_changes(hunt, target, -scales[i]);
    }
    (void)believe(hunt);
}

/* ---- shares and products -------------------------------------------------------------------- */

/* 占比 = 件数 ÷ 合计: believed of the column before it first, then of any. */
static void find_share(Hunt *hunt, size_t target)
{
    const SampleColumn *column = &hunt->sample->columns[target];
    for (size_t back = 0; back < hunt->count; back++) {
        size_t at = hunt->list[hunt->count - 1 - back];
        Relation relation = {.form = FORM_SHARE,
                             .kind = FINDING_SHARE,
                             .target = column->column,
                             .scale = decimal_of(column->percent ? WHOLE_PERCENT : 1)};
        *LIST_ADD(hunt->study->arena, &relation.parts) =
            (Part){hunt->sample->columns[at].column, decimal_of(1)};
        if (study_believe(hunt->study, &relation, bits_of(hunt->count) - RATE_BITS))
            return;
    }
}

/* 金额 = 数量 × 单价. */
static bool product_holds(const Hunt *hunt, size_t target, size_t a, size_t b)
{
    const SampleColumn *columns = hunt->sample->columns;
    size_t holding = 0, failing = 0;
    for (size_t row = 0; row < hunt->sample->row_count; row++) {
        if (!columns[target].given[row] || !columns[a].given[row] || !columns[b].given[row])
            continue;
        Int128 product = (Int128)columns[a].value[row] * columns[b].value[row] / DECIMAL_ONE;
        Int128 difference = columns[target].value[row] - product;
        bool holds = difference <= columns[target].step && -difference <= columns[target].step;
        holding += holds && product != 0;
        failing += !holds;
        if (failing > sample_slips_max(hunt->sample->row_count))
            return false;
    }
    return holding > 0;
}

static void find_product(Hunt *hunt, size_t target)
{
    for (size_t i = 0; i < hunt->count; i++) {
        for (size_t j = i + 1; j < hunt->count; j++) {
            if (!product_holds(hunt, target, hunt->list[i], hunt->list[j]))
                continue;
            Relation relation = {.form = FORM_PRODUCT,
                                 .kind = FINDING_SUM,
                                 .target = hunt->sample->columns[target].column,
                                 .scale = decimal_of(1)};
            add_run(hunt, &relation.parts, i, i, 1);
            add_run(hunt, &relation.parts, j, j, 1);
            if (study_believe(hunt->study, &relation, bits_of(hunt->count * hunt->count)))
                return;
        }
    }
}

static bool has_total(const Study *study)
{
    LIST_EACH (const TotalRow, total, &study->totals) {
        if (!total->is_mean)
            return true;
    }
    return false;
}

void search_quotients(Study *study)
{
    Hunt *hunt = NEW(study->arena, Hunt, 1);
    *hunt = (Hunt){.study = study, .sample = sample_take(study)};
    /* Rates by name first: 密度 is 人口 divided by 面积, not 面积 what the two make. */
    for (int named = 1; named >= 0; named--)
        for (size_t i = 0; i < hunt->sample->column_count; i++) {
            size_t at = hunt->sample->columns[i].column;
            bool is_named = hunt->sample->columns[i].percent ||
                            is_rate_column(&study->table->columns[at]) ||
                            is_change_name(study->table->columns[at].name);
            if (is_named == (named == 1) && !study_has_target(study, at))
                find_quotient(hunt, i);
        }
    for (size_t i = 0; i < hunt->sample->column_count; i++) {
        const SampleColumn *column = &hunt->sample->columns[i];
        if (study_has_target(study, column->column))
            continue;
        prepare(hunt, i);
        if (has_total(study) && !column->counts)
            find_share(hunt, i);
        if (!study_has_target(study, column->column) && !column->percent)
            find_product(hunt, i);
    }
}
