#include "engine/check/search.h"

#define NAMED_BITS 6 /* a head such as 合计 makes a sum the likelier */
#define WHOLE_PERCENT 100
#define REST_COLUMNS_MAX 32 /* all runs of a wider table are too many to try with all signs */

/* Parts of a sum that is tried, as indexes into the sample's columns. */
typedef struct Trial {
    size_t target;
    size_t parts[SAMPLE_COLUMNS_MAX];
    int sign[SAMPLE_COLUMNS_MAX];
    size_t count;
    int64_t times;    /* times x target = constant + the parts */
    int64_t constant; /* millionths */
} Trial;

typedef struct Score {
    size_t holding;
    size_t changing; /* of these with something in the target */
    size_t failing;
} Score;

/* One row of the sample: 1 holds, -1 fails, 0 says nothing. */
static int trial_row(const Sample *sample, const Trial *trial, size_t row)
{
    const SampleColumn *target = &sample->columns[trial->target];
    if (!target->given[row])
        return 0;
    Int128 sum = trial->constant, room = target->half * trial->times, full = 0;
    size_t figures = 0;
    if (trial->times > 1 && target->half == 0) /* a mean is always rounded */
        room = target->step / 2 * trial->times;
    for (size_t i = 0; i < trial->count; i++) {
        const SampleColumn *part = &sample->columns[trial->parts[i]];
        sum += part->value[row] * trial->sign[i];
        room += part->given[row] ? part->half : 0;
        figures += part->given[row] && part->value[row] != 0;
        full += part->given[row] ? 0 : part->full * trial->sign[i];
    }
    Int128 difference = (Int128)target->value[row] * trial->times - sum;
    bool holds = difference <= room && -difference <= room;
    /* What is empty may count as full marks. */
    if (full != 0)
        holds = holds || (difference - full <= room && full - difference <= room);
    bool tells = figures + (trial->constant != 0) > 1;
    return !holds ? -1 : tells ? 1 : 0;
}

/* Gives up as soon as too many rows fail. */
static Score trial_score(const Sample *sample, const Trial *trial)
{
    Score score = {0};
    size_t slips_max = sample_slips_max(sample->row_count);
    for (size_t row = 0; row < sample->row_count && score.failing <= slips_max; row++) {
        int judged = trial_row(sample, trial, row);
        score.holding += judged > 0;
        score.changing += judged > 0 && sample->columns[trial->target].value[row] != 0;
        score.failing += judged < 0;
    }
    if (score.failing > sample_slips_max(score.holding + score.failing))
        score.holding = 0;
    return score;
}

static bool is_better(Score a, Score b)
{
    if (a.holding != b.holding)
        return a.holding > b.holding;
    return a.failing < b.failing;
}

static bool is_named_total(Str name)
{
    static const char *const words[] = {"合计", "总计", "小计",   "共计", "总分", "总数",
                                        "总量", "总额", "总得分", "得分", "总和", "总成绩"};
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (str_contains(name, str_of(words[i])))
            return true;
    return false;
}

/* The columns that a sum of `target` may have as parts, in the order of the table. */
static size_t list_parts(const Study *study, const Sample *sample, size_t target, bool roots_only,
                         size_t *ret)
{
    size_t count = 0;
    for (size_t i = 0; i < sample->column_count; i++) {
        const SampleColumn *column = &sample->columns[i];
        if (i == target || column->percent != sample->columns[target].percent)
            continue;
        if (roots_only && study_is_part(study, column->column))
            continue;
        ret[count++] = i;
    }
    return count;
}

static bool believe_trial(Study *study, const Sample *sample, const Trial *trial, Str kind,
                          int cost)
{
    Relation relation = {.form = trial->times > 1 ? FORM_QUOTIENT : FORM_SUM,
                         .kind = kind,
                         .target = sample->columns[trial->target].column,
                         .scale = decimal_of(1),
                         .constant = {trial->constant}};
    for (size_t i = 0; i < trial->count; i++)
        *LIST_ADD(study->arena, &relation.parts) =
            (Part){sample->columns[trial->parts[i]].column, decimal_of(trial->sign[i])};
    if (trial->times > 1)
        relation.constant = decimal_of(trial->times);
    if (is_named_total(study->table->columns[relation.target].name))
        cost -= NAMED_BITS;
    return study_believe(study, &relation, cost);
}

/* Consecutive columns from..to of `list` added, the last `negative` of them taken off. */
static Trial make_run(size_t target, const size_t *list, size_t from, size_t to, size_t negative)
{
    Trial trial = {.target = target, .times = 1, .count = to - from + 1};
    for (size_t i = 0; i < trial.count; i++) {
        trial.parts[i] = list[from + i];
        trial.sign[i] = i + negative < trial.count ? 1 : -1;
    }
    return trial;
}

/* A run of neighbours: 总分 = 按时办理率 + … + 政策信息联动. Of equals the longest. */
static bool find_run(Study *study, const Sample *sample, size_t target, bool roots_only)
{
    size_t list[SAMPLE_COLUMNS_MAX];
    size_t count = list_parts(study, sample, target, roots_only, list), tried = 0;
    Trial best = {0};
    Score best_score = {0};
    for (size_t from = 0; from + 1 < count; from++) {
        for (size_t to = count - 1; to > from; to--) {
            Trial trial = make_run(target, list, from, to, 0);
            Score score = trial_score(sample, &trial);
            tried++;
            if (score.holding == 0 || !is_better(score, best_score))
                continue;
            best = trial;
            best_score = score;
        }
    }
    return best_score.holding > 0 &&
           believe_trial(study, sample, &best, FINDING_SUM, bits_of(tried));
}

static bool same_columns(const Relation *relation, const Trial *trial, const Sample *sample)
{
    if (relation->form != FORM_SUM || relation->parts.count != trial->count)
        return false;
    for (size_t i = 0; i <= trial->count; i++) {
        size_t at = i < trial->count ? trial->parts[i] : trial->target;
        size_t column = sample->columns[at].column;
        bool found = relation->target == column;
        LIST_EACH (const Part, part, &relation->parts) {
            found = found || part->column == column;
        }
        if (!found)
            return false;
    }
    return true;
}

static bool is_known(const Study *study, const Trial *trial, const Sample *sample)
{
    LIST_EACH (const Relation, relation, &study->relations) {
        if (same_columns(relation, trial, sample))
            return true;
    }
    return false;
}

/* Full marks less full marks are nothing, and so are most penalties: that is no difference between
 * them. */
static bool is_chance(Score score)
{
    return score.changing < score.failing;
}

/* Added first, then taken off: 总分 = 基础分 + 加分 − 减分. Only for targets with a name. */
static bool find_signed_run(Study *study, const Sample *sample, size_t target)
{
    size_t list[SAMPLE_COLUMNS_MAX];
    size_t count = list_parts(study, sample, target, /* roots_only= */ true, list), tried = 0;
    Trial best = {0};
    Score best_score = {0};
    for (size_t from = 0; from + 1 < count; from++) {
        for (size_t to = count - 1; to > from; to--) {
            for (size_t negative = 1; negative <= to - from; negative++) {
                Trial trial = make_run(target, list, from, to, negative);
                Score score = trial_score(sample, &trial);
                tried++;
                if (score.holding == 0 || !is_better(score, best_score) || is_chance(score) ||
                    is_known(study, &trial, sample))
                    continue;
                best = trial;
                best_score = score;
            }
        }
    }
    return best_score.holding > 0 &&
           believe_trial(study, sample, &best, FINDING_SUM, bits_of(tried));
}

/* Columns of the same lowest head under several groups: 合计·受理 = 一季度·受理 + 二季度·受理. */
static bool find_namesakes(Study *study, const Sample *sample, size_t target)
{
    const CheckColumn *columns = study->table->columns;
    Str name = columns[sample->columns[target].column].name;
    Trial trial = {.target = target, .times = 1};
    if (str_empty(name))
        return false;
    for (size_t i = 0; i < sample->column_count; i++) {
        if (i == target || !str_equal(columns[sample->columns[i].column].name, name))
            continue;
        trial.parts[trial.count] = i;
        trial.sign[trial.count++] = 1;
    }
    return trial.count > 1 && trial_score(sample, &trial).holding > 0 &&
           believe_trial(study, sample, &trial, FINDING_SUM, 1);
}

/* 平均 = (一月 + … + 十二月) ÷ 12: of all neighbours. */
static bool find_mean(Study *study, const Sample *sample, size_t target)
{
    size_t list[SAMPLE_COLUMNS_MAX];
    size_t count = list_parts(study, sample, target, /* roots_only= */ false, list), tried = 0;
    Str name = study->table->columns[sample->columns[target].column].name;
    if (!str_contains(name, STR("均")))
        return false;
    for (size_t from = 0; from + 1 < count; from++) {
        for (size_t to = count - 1; to > from; to--) {
            Trial trial = make_run(target, list, from, to, 0);
            trial.times = (int64_t)trial.count;
            tried++;
            if (trial_score(sample, &trial).holding > 0 &&
                believe_trial(study, sample, &trial, FINDING_SUM, bits_of(tried)))
                return true;
        }
    }
    return false;
}

/* Two columns anywhere: a sum or, as a change, a difference. */
static bool find_pair(Study *study, const Sample *sample, size_t target, int sign)
{
    size_t list[SAMPLE_COLUMNS_MAX];
    size_t count = list_parts(study, sample, target, /* roots_only= */ false, list), tried = 0;
    Trial best = {0};
    Score best_score = {0};
    for (size_t i = 0; i < count; i++) {
        for (size_t j = sign > 0 ? i + 1 : 0; j < count; j++) {
            if (i == j)
                continue;
            Trial trial = {.target = target, .times = 1, .count = 2};
            trial.parts[0] = list[i];
            trial.parts[1] = list[j];
            trial.sign[0] = 1;
            trial.sign[1] = sign;
            Score score = trial_score(sample, &trial);
            tried++;
            if (score.holding == 0 || !is_better(score, best_score) ||
                (sign < 0 && is_chance(score)) || is_known(study, &trial, sample))
                continue;
            best = trial;
            best_score = score;
        }
    }
    return best_score.holding > 0 &&
           believe_trial(study, sample, &best, sign > 0 ? FINDING_SUM : FINDING_CHANGE,
                         bits_of(tried));
}

/* What is left to the whole: 100 % = 满意 + 基本满意 + 不满意, or one rate is 100 % without
 * another. */
static void find_complement(Study *study, const Sample *sample)
{
    size_t list[SAMPLE_COLUMNS_MAX], count = 0;
    for (size_t i = 0; i < sample->column_count; i++)
        if (sample->columns[i].percent)
            list[count++] = i;
    for (size_t from = 0; from + 1 < count; from++) {
        for (size_t to = count - 1; to > from; to--) {
            Trial trial = make_run(list[to], list, from, to - 1, to - from);
            trial.constant = decimal_of(WHOLE_PERCENT).millionths;
            if (trial_score(sample, &trial).holding == 0)
                continue;
            if (believe_trial(study, sample, &trial, FINDING_SHARE, bits_of(count * count)))
                return;
        }
    }
}

/* The weight of a column in percent: 权重40%, or a bare (40%) in its head. */
static bool weight_of(const CheckColumn *column, bool bare, Decimal *ret)
{
    *ret = bare ? column->target : column->weight;
    return bare ? column->has_target : column->has_weight;
}

/* Weights in the heads: 总分 = 综合得分（权重90%） + …; and of packs. */
static bool find_weighed(Study *study, const Sample *sample, size_t target, bool bare)
{
    const CheckTable *table = study->table;
    Relation relation = {.form = FORM_SUM, .kind = FINDING_SUM};
    relation.target = sample->columns[target].column;
    int64_t sum = 0;
    for (size_t i = 0; i < table->column_count; i++) {
        const CheckColumn *column = &table->columns[i];
        Decimal weight;
        if (i == relation.target || column->role != COLUMN_NUMBER ||
            !weight_of(column, bare, &weight))
            continue;
        sum += weight.millionths;
        *LIST_ADD(study->arena, &relation.parts) = (Part){i, {weight.millionths / WHOLE_PERCENT}};
    }
    return relation.parts.count > 1 && sum == decimal_of(WHOLE_PERCENT).millionths &&
           study_believe(study, &relation, 0);
}

static void find_sum_of(Study *study, const Sample *sample, size_t target)
{
    if (study_has_target(study, sample->columns[target].column))
        return;
    bool found = find_namesakes(study, sample, target) ||
                 find_weighed(study, sample, target, false) ||
                 find_weighed(study, sample, target, true) || find_mean(study, sample, target) ||
                 find_pair(study, sample, target, 1) || find_pair(study, sample, target, -1);
    if (!found && is_named_total(study->table->columns[sample->columns[target].column].name))
        (void)find_signed_run(study, sample, target);
}

/* What is left of others: 未结 = 旧存 + 新收 - 办结. The last columns first, as those that are
 * reckoned stand behind those they are reckoned from. */
static void find_rests(Study *study, const Sample *sample)
{
    for (size_t i = sample->column_count; i-- > 0 && sample->column_count <= REST_COLUMNS_MAX;) {
        size_t column = sample->columns[i].column;
        if (!study_has_target(study, column) && !study_is_part(study, column))
            (void)find_signed_run(study, sample, i);
    }
}

void search_sums(Study *study)
{
    Sample *sample = sample_take(study);
    for (size_t i = 0; i < sample->column_count; i++)
        (void)find_run(study, sample, i, /* roots_only= */ false);
    for (size_t i = 0; i < sample->column_count; i++)
        if (!study_has_target(study, sample->columns[i].column))
            (void)find_run(study, sample, i, /* roots_only= */ true);
    for (size_t i = 0; i < sample->column_count; i++)
        find_sum_of(study, sample, i);
    find_rests(study, sample);
    find_complement(study, sample);
}
