/* A scheme applied to all groups; ranks and the order of listing. */
#include "engine/assess/program.h"
#include "engine/assess/rank.h"

#define NOT_LISTED UINT32_MAX

struct AssessColumns {
    uint32_t *group;      /* of a subject: index into `scores`, or NOT_LISTED */
    uint32_t *row;        /* of a subject in its group's columns */
    ScoreColumn **scores; /* [group of the result][unit] */
    AssessRank *ranks;    /* by subject */
};

/* ---- who is assessed ------------------------------------------------------------------- */

static bool check_size(Ctx *ctx, const Scheme *scheme, const AssessInput *input)
{
    if (input->subject_count <= ASSESS_SUBJECTS_MAX &&
        input->subject_count * scheme->inputs.count <= ASSESS_FIGURES_MAX)
        return true;
    fail(ctx, FAIL_TOO_LARGE, "考核对象太多：%zu个", input->subject_count);
    return fail_hint(ctx, "一次最多%d个对象、%d个数据", ASSESS_SUBJECTS_MAX, ASSESS_FIGURES_MAX);
}

static bool *subjects_with_figures(Arena *arena, const Scheme *scheme, const AssessInput *input)
{
    bool *any = NEW(arena, bool, input->subject_count);
    for (size_t i = 0; i < scheme->inputs.count; i++) {
        const bool *present = input->present + i * input->subject_count;
        for (size_t s = 0; s < input->subject_count; s++)
            any[s] |= present[s];
    }
    return any;
}

static uint32_t group_index(const Scheme *scheme, Str group)
{
    for (size_t i = 0; i < scheme->groups.count; i++) {
        if (str_equal(scheme->groups.at[i], group))
            return (uint32_t)i;
    }
    return NOT_LISTED;
}

/* Fills groups (of the scheme, empty ones too) and the listing, subjects as they are given. */
static void gather(Arena *arena, AssessResult *result, AssessColumns *columns)
{
    const Scheme *scheme = result->scheme;
    const AssessInput *input = result->input;
    const bool *any = subjects_with_figures(arena, scheme, input);
    for (size_t s = 0; s < input->subject_count; s++) {
        columns->group[s] = any[s] ? group_index(scheme, input->subjects[s].group) : NOT_LISTED;
        if (columns->group[s] != NOT_LISTED)
            result->groups[columns->group[s]].count++;
    }
    for (size_t g = 0; g < scheme->groups.count; g++) {
        AssessGroup *group = &result->groups[g];
        group->code = scheme->groups.at[g];
        group->first = result->listed;
        result->listed += group->count;
        group->count = 0;
    }
    for (size_t s = 0; s < input->subject_count; s++) {
        if (columns->group[s] == NOT_LISTED)
            continue;
        AssessGroup *group = &result->groups[columns->group[s]];
        columns->row[s] = (uint32_t)group->count;
        result->listing[group->first + group->count++] = s;
    }
}

static void drop_empty_groups(AssessResult *result, AssessColumns *columns)
{
    size_t kept = 0;
    for (size_t g = 0; g < result->group_count; g++) {
        AssessGroup group = result->groups[g];
        for (size_t i = 0; i < group.count; i++)
            columns->group[result->listing[group.first + i]] = (uint32_t)kept;
        if (group.count > 0)
            result->groups[kept++] = group;
    }
    result->group_count = kept;
}

/* ---- ranks ----------------------------------------------------------------------------- */

static Unranked unranked_because(const AssessResult *result, size_t subject)
{
    const SchemeRanking *ranking = &result->scheme->ranking;
    if (!ranking->exists)
        return UNRANKED_BY_SCHEME;
    if (!assess_score(result, subject, ranking->by).present)
        return UNRANKED_NO_VALUE;
    if (ranking->volume == SCHEME_NONE)
        return UNRANKED_NOT;
    AssessFigure volume = assess_figure(result, subject, ranking->volume);
    bool enough = volume.present && decimal_compare(volume.value, ranking->volume_min) >= 0;
    return enough ? UNRANKED_NOT : UNRANKED_LOW_VOLUME;
}

static const ScoreColumn *column_of(const AssessResult *result, uint32_t group, size_t score)
{
    const Program *program = result->scheme->program;
    size_t unit = score == SCHEME_TOTAL ? program->total_unit : program->item_units[score];
    return &result->columns->scores[group][unit];
}

static Fraction rank_key(const AssessResult *result, size_t subject)
{
    const SchemeRanking *ranking = &result->scheme->ranking;
    const ScoreColumn *score = column_of(result, result->columns->group[subject], ranking->by);
    size_t row = result->columns->row[subject];
    if (ranking->unrounded)
        return column_value(&score->exact, row);
    return (Fraction){score->rounded[row].millionths, DECIMAL_ONE};
}

/* Ranks `count` listed subjects among one another. */
static void rank_subjects(const AssessResult *result, const size_t *subjects, size_t count,
                          RankEntry *scratch)
{
    AssessRank *ranks = result->columns->ranks;
    size_t ranked = 0;
    for (size_t i = 0; i < count; i++) {
        size_t subject = subjects[i];
        ranks[subject].unranked = unranked_because(result, subject);
        if (ranks[subject].unranked == UNRANKED_NOT)
            scratch[ranked++] = (RankEntry){.key = rank_key(result, subject),
                                            .order = result->input->subjects[subject].order,
                                            .subject = subject};
    }
    rank_entries(scratch, ranked, result->scheme->ranking.ascending);
    for (size_t i = 0; i < ranked; i++)
        ranks[scratch[i].subject] = scratch[i].rank;
}

static void rank_all(AssessResult *result, RankEntry *scratch)
{
    if (result->scheme->ranking.within == RANK_WITHIN_ALL) {
        rank_subjects(result, result->listing, result->listed, scratch);
        return;
    }
    for (size_t g = 0; g < result->group_count; g++)
        rank_subjects(result, result->listing + result->groups[g].first, result->groups[g].count,
                      scratch);
}

/* ---- listing --------------------------------------------------------------------------- */

/* The key by which a subject is listed; false when it goes to the end. */
static bool listing_key(const AssessResult *result, size_t subject, Fraction *ret)
{
    const SchemeListing *listing = &result->scheme->listing;
    if (listing->by == LISTING_BY_RANK) {
        int64_t rank = result->columns->ranks[subject].rank;
        *ret = (Fraction){rank, 1};
        return rank > 0;
    }
    if (listing->by == LISTING_BY_INPUT) {
        AssessFigure figure = assess_figure(result, subject, listing->input);
        *ret = (Fraction){figure.value.millionths, DECIMAL_ONE};
        return figure.present;
    }
    *ret = FRACTION_ZERO;
    return true;
}

static void list_group(AssessResult *result, const AssessGroup *group, RankEntry *scratch)
{
    const SchemeListing *listing = &result->scheme->listing;
    bool ascending = listing->by == LISTING_BY_INPUT ? listing->ascending : true;
    size_t *subjects = result->listing + group->first;
    RankEntry *front = scratch;
    RankEntry *back = scratch + group->count; /* filled downwards */
    for (size_t i = 0; i < group->count; i++) {
        RankEntry entry = {.order = result->input->subjects[subjects[i]].order,
                           .subject = subjects[i]};
        if (listing_key(result, subjects[i], &entry.key)) {
            *front++ = entry;
        } else {
            entry.key = FRACTION_ZERO;
            *--back = entry;
        }
    }
    rank_entries(scratch, (size_t)(front - scratch), ascending);
    rank_entries(back, (size_t)(scratch + group->count - back), true);
    for (size_t i = 0; i < group->count; i++)
        subjects[i] = scratch[i].subject;
}

bool assess_run(Ctx *ctx, const Scheme *scheme, const AssessInput *input, AssessResult *ret)
{
    if (!check_size(ctx, scheme, input))
        return false;
    Arena *arena = ctx->arena;
    AssessColumns *columns = NEW(arena, AssessColumns, 1);
    columns->group = NEW(arena, uint32_t, input->subject_count);
    columns->row = NEW(arena, uint32_t, input->subject_count);
    columns->ranks = NEW(arena, AssessRank, input->subject_count);
    AssessResult result = {.scheme = scheme,
                           .input = input,
                           .groups = NEW(arena, AssessGroup, scheme->groups.count),
                           .group_count = scheme->groups.count,
                           .listing = NEW(arena, size_t, input->subject_count),
                           .columns = columns};
    gather(arena, &result, columns);
    drop_empty_groups(&result, columns);
    size_t rows_max = 0;
    for (size_t g = 0; g < result.group_count; g++)
        rows_max = result.groups[g].count > rows_max ? result.groups[g].count : rows_max;
    columns->scores = NEW(arena, ScoreColumn *, result.group_count);
    Evaluation evaluation = evaluation_create(ctx, scheme, input, rows_max);
    for (size_t g = 0; g < result.group_count; g++) {
        const AssessGroup *group = &result.groups[g];
        columns->scores[g] = NEW(arena, ScoreColumn, scheme->program->unit_count);
        if (!evaluation_run(&evaluation, result.listing + group->first, group->count,
                            columns->scores[g]))
            return fail_while(ctx, "按「%.*s」计算", STRF(scheme->name));
    }
    RankEntry *scratch = NEW(arena, RankEntry, result.listed);
    rank_all(&result, scratch);
    for (size_t g = 0; g < result.group_count; g++)
        list_group(&result, &result.groups[g], scratch);
    result.all = (AssessListing){result.groups, result.group_count, result.listing, result.listed};
    *ret = result;
    return true;
}

void assess_narrow(Arena *arena, AssessResult *result, const bool *shown)
{
    const AssessListing *all = &result->all;
    AssessListing kept = {.groups = NEW(arena, AssessGroup, all->group_count),
                          .listing = NEW(arena, size_t, all->listed)};
    for (size_t g = 0; g < all->group_count; g++) {
        const AssessGroup *group = &all->groups[g];
        AssessGroup some = {.code = group->code, .first = kept.listed};
        for (size_t i = 0; i < group->count; i++)
            if (shown[all->listing[group->first + i]])
                kept.listing[kept.listed++] = all->listing[group->first + i];
        some.count = kept.listed - some.first;
        if (some.count > 0)
            kept.groups[kept.group_count++] = some;
    }
    result->groups = kept.groups;
    result->group_count = kept.group_count;
    result->listing = kept.listing;
    result->listed = kept.listed;
    result->narrowed = true;
    result->shown = shown;
}

bool assess_shown(const AssessResult *result, size_t subject)
{
    return !result->narrowed || result->shown[subject];
}

/* ---- what came out --------------------------------------------------------------------- */

bool assess_listed(const AssessResult *result, size_t subject)
{
    return result->columns->group[subject] != NOT_LISTED;
}

static AssessValue value_of(const AssessResult *result, size_t subject, size_t unit, int places)
{
    uint32_t group = result->columns->group[subject];
    if (group == NOT_LISTED)
        return (AssessValue){.exact = FRACTION_ZERO, .places = places, .flags = ASSESS_MISSING};
    size_t row = result->columns->row[subject];
    const ScoreColumn *score = &result->columns->scores[group][unit];
    AssessValue value = {.exact = FRACTION_ZERO, .places = places, .flags = score->flags[row]};
    value.present = !(value.flags & STATE_ABSENT) || (value.flags & ASSESS_FILLED);
    if (!value.present)
        return value;
    Fraction exact = column_value(&score->exact, row);
    if (!fraction_make(exact.num, exact.den, &value.exact))
        BUG("a value cannot be brought to lowest terms");
    value.rounded = score->rounded[row];
    return value;
}

AssessValue assess_item(const AssessResult *result, size_t subject, size_t item)
{
    const Scheme *scheme = result->scheme;
    return value_of(result, subject, scheme->program->item_units[item],
                    scheme->items.at[item].rounding.places);
}

AssessValue assess_section(const AssessResult *result, size_t subject, size_t section)
{
    const Scheme *scheme = result->scheme;
    return value_of(result, subject, scheme->program->section_units[section],
                    scheme->rounding.places);
}

AssessValue assess_total(const AssessResult *result, size_t subject)
{
    const Scheme *scheme = result->scheme;
    if (!scheme->total.exists)
        return (AssessValue){.exact = FRACTION_ZERO, .flags = ASSESS_MISSING};
    return value_of(result, subject, scheme->program->total_unit, scheme->total.rounding.places);
}

AssessValue assess_score(const AssessResult *result, size_t subject, size_t score)
{
    return score == SCHEME_TOTAL ? assess_total(result, subject)
                                 : assess_item(result, subject, score);
}

AssessFigure assess_figure(const AssessResult *result, size_t subject, size_t input)
{
    return evaluation_figure(result->scheme, result->input, subject, input);
}

AssessRank assess_rank(const AssessResult *result, size_t subject)
{
    if (!assess_listed(result, subject))
        return (AssessRank){.unranked = UNRANKED_NOT_LISTED};
    return result->columns->ranks[subject];
}

AssessValue assess_cell(const AssessResult *result, size_t subject, const SchemeColumn *column)
{
    switch (column->kind) {
    case COLUMN_TOTAL:
        return assess_total(result, subject);
    case COLUMN_SECTION:
        return assess_section(result, subject, column->index);
    case COLUMN_ITEM:
        return assess_item(result, subject, column->index);
    case COLUMN_INPUT: {
        AssessFigure figure = assess_figure(result, subject, column->index);
        bool shown = figure.present && !figure.assumed; /* a table shows what was given */
        return (AssessValue){.present = shown,
                             .exact = fraction_of_decimal(figure.value),
                             .rounded = figure.value,
                             .places = column->places,
                             .flags = shown ? 0 : ASSESS_MISSING};
    }
    default:
        BUG("assess_cell: the column is not a number");
    }
}

bool assess_deduction(const AssessResult *result, size_t subject, size_t item, Decimal *ret)
{
    const Scheme *scheme = result->scheme;
    const SchemeItem *at = &scheme->items.at[item];
    AssessValue value = assess_item(result, subject, item);
    if (!value.present || !at->has_points)
        return false;
    SectionKind kind =
        at->section == SCHEME_NONE ? SECTION_BASE : scheme->sections.at[at->section].kind;
    if (kind == SECTION_BONUS)
        return false;
    Decimal full = kind == SECTION_PENALTY ? DECIMAL_ZERO : at->points;
    return decimal_sub(full, value.rounded, ret);
}

const char *unranked_label(Unranked unranked)
{
    static const char *const labels[] = {
        [UNRANKED_NOT] = "",
        [UNRANKED_BY_SCHEME] = "本方案不排名",
        [UNRANKED_NO_VALUE] = "没有得分，不参与排名",
        [UNRANKED_LOW_VOLUME] = "业务量不足，不参与排名",
        [UNRANKED_NOT_LISTED] = "没有本方案的数据",
    };
    return labels[unranked];
}
