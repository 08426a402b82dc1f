#include "base/dict.h"
#include "engine/check/search.h"

#include <stdlib.h>

#define ENTRIES_MIN 4
#define ENTRIES_FEW 12 /* with so few, ranks may fit a column by chance */
#define MISMATCHES_FEW 4
#define OUT_OF_ORDER_IN 8 /* one row in eight may stand out of order */

typedef struct Ranked {
    size_t group;
    int64_t rank;
    int64_t value; /* the better the smaller */
} Ranked;

static int compare_ranked(const void *left, const void *right)
{
    const Ranked *a = left, *b = right;
    if (a->group != b->group)
        return a->group < b->group ? -1 : 1;
    if (a->rank != b->rank)
        return a->rank < b->rank ? -1 : 1;
    return (a->value > b->value) - (a->value < b->value);
}

/* Every `every`-th row. */
static size_t collect_some(const Study *study, const Ranking *ranking, size_t every, Ranked *to)
{
    const CheckTable *table = study->table;
    size_t count = 0;
    for (size_t row = 0; row < table->row_count; row += every) {
        Figure rank = table_figure(table, row, ranking->rank_column);
        Figure value = table_figure(table, row, ranking->value_column);
        if (table->rows[row].kind != ROW_ENTRY || !figure_is_number(rank) ||
            !figure_is_number(value))
            continue;
        int64_t key = value.value.millionths;
        to[count++] = (Ranked){ranking_group(ranking, row), rank.value.millionths,
                               ranking->ascending ? key : -key};
    }
    qsort(to, count, sizeof *to, compare_ranked);
    return count;
}

static size_t collect(const Study *study, const Ranking *ranking, Ranked *to)
{
    return collect_some(study, ranking, 1, to);
}

/* The longest run of rows that stand in order, others left out (patience sorting). */
static size_t longest_in_order(const Ranked *ranked, size_t count, int64_t *piles)
{
    size_t high = 0;
    for (size_t i = 0; i < count; i++) {
        size_t from = 0, to = high;
        while (from < to) {
            size_t middle = (from + to) / 2;
            if (piles[middle] <= ranked[i].value)
                from = middle + 1;
            else
                to = middle;
        }
        piles[from] = ranked[i].value;
        high = from == high ? high + 1 : high;
    }
    return high;
}

static size_t out_of_order(const Study *study, const Ranking *ranking, size_t *ret_count)
{
    ArenaMark mark = arena_mark(study->arena);
    size_t room = study->table->row_count + 1, out = 0;
    Ranked *ranked = NEW(study->arena, Ranked, room);
    int64_t *piles = NEW(study->arena, int64_t, room);
    size_t count = collect(study, ranking, ranked);
    for (size_t from = 0; from < count;) {
        size_t to = from + 1;
        while (to < count && ranked[to].group == ranked[from].group)
            to++;
        out += to - from - longest_in_order(ranked + from, to - from, piles);
        from = to;
    }
    arena_rewind(study->arena, mark);
    *ret_count = count;
    return out;
}

/* Equal values with one rank show how ties are ranked. */
static bool shares_ranks(const Study *study, const Ranking *ranking)
{
    ArenaMark mark = arena_mark(study->arena);
    Ranked *ranked = NEW(study->arena, Ranked, study->table->row_count + 1);
    size_t count = collect(study, ranking, ranked);
    bool found = false;
    for (size_t i = 1; i < count && !found; i++)
        found = ranked[i].group == ranked[i - 1].group && ranked[i].rank == ranked[i - 1].rank &&
                ranked[i].value == ranked[i - 1].value;
    arena_rewind(study->arena, mark);
    return found;
}

static void settle_ties(const Study *study, Ranking *ranking)
{
    ranking->ties = TIES_ANY;
    if (!shares_ranks(study, ranking))
        return;
    Ranking dense = *ranking;
    dense.ties = TIES_DENSE;
    ranking->ties = TIES_COMPETITION;
    if (ranking_mismatches(study, &dense, NULL, NULL) <
        ranking_mismatches(study, ranking, NULL, NULL))
        *ranking = dense;
}

static bool is_named_score(Str name)
{
    static const char *const words[] = {"总分", "得分", "总得分", "合计", "总计", "分数", "成绩"};
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (str_contains(name, str_of(words[i])))
            return true;
    return false;
}

/* A part of a longer table goes on where another ended. */
static bool begins_with_first(const Study *study, const Ranking *ranking)
{
    const int64_t latest = 2 * DECIMAL_ONE; /* the first may be the one that is wrong */
    ArenaMark mark = arena_mark(study->arena);
    Ranked *ranked = NEW(study->arena, Ranked, study->table->row_count + 1);
    size_t count = collect(study, ranking, ranked);
    bool begins = true;
    for (size_t i = 0; i < count && begins; i++)
        if (i == 0 || ranked[i].group != ranked[i - 1].group)
            begins = ranked[i].rank <= latest;
    arena_rewind(study->arena, mark);
    return begins;
}

static bool may_be_ranked_by(const Study *study, const Ranking *ranking, size_t mismatches)
{
    size_t count, out = out_of_order(study, ranking, &count);
    if (count < ENTRIES_MIN || !begins_with_first(study, ranking))
        return false;
    if (ranking_unvalued(study, ranking) > count / OUT_OF_ORDER_IN)
        return false;
    size_t out_max = count / OUT_OF_ORDER_IN > 2 ? count / OUT_OF_ORDER_IN : 2;
    if (out > out_max)
        return false;
    bool named = is_named_score(study->table->columns[ranking->value_column].name);
    return count >= ENTRIES_FEW || named ? mismatches <= count
                                         : mismatches <= MISMATCHES_FEW && mismatches < count - 1;
}

/* Entries whose value is another's too: what is equal may be ranked in any order, so that a column
 * of equals fits all ranks. */
static size_t count_tied(const Study *study, const Ranking *ranking, size_t *ret_count)
{
    ArenaMark mark = arena_mark(study->arena);
    Ranked *ranked = NEW(study->arena, Ranked, study->table->row_count + 1);
    *ret_count = collect(study, ranking, ranked);
    for (size_t i = 0; i < *ret_count; i++)
        ranked[i].rank = 0;
    qsort(ranked, *ret_count, sizeof *ranked, compare_ranked);
    size_t tied = 0;
    for (size_t i = 1; i < *ret_count; i++)
        tied += ranked[i].group == ranked[i - 1].group && ranked[i].value == ranked[i - 1].value;
    arena_rewind(study->arena, mark);
    return tied;
}

/* Before all rows are sorted several times: in a few of them ranks and values must agree. */
static bool fits_a_few(const Study *study, const Ranking *ranking)
{
    Ranked few[SAMPLE_ROWS_MAX + 1];
    int64_t piles[SAMPLE_ROWS_MAX + 1];
    size_t every = study->table->row_count / SAMPLE_ROWS_MAX + 1;
    if (every == 1)
        return true;
    size_t count = collect_some(study, ranking, every, few);
    size_t in_order = longest_in_order(few, count, piles);
    return ranking->groups || count - in_order <= count / OUT_OF_ORDER_IN + 1;
}

/* The one with the fewest mismatches is the best, of equals one named as a score: `best_misfit`. */
static void try_ranking(const Study *study, Ranking ranking, Ranking *best, size_t *best_misfit)
{
    const size_t few_tied = 4; /* one in four */
    if (!fits_a_few(study, &ranking))
        return;
    settle_ties(study, &ranking);
    size_t count, mismatches = ranking_mismatches(study, &ranking, NULL, NULL);
    size_t tied = count_tied(study, &ranking, &count);
    bool loose = ranking.ties == TIES_ANY && tied * few_tied > count;
    size_t misfit = mismatches + (loose ? tied : 0) +
                    !is_named_score(study->table->columns[ranking.value_column].name);
    bool constant = ranking.ties == TIES_ANY && tied * 2 > count;
    if (misfit >= *best_misfit || constant || !may_be_ranked_by(study, &ranking, mismatches))
        return;
    *best = ranking;
    *best_misfit = misfit;
}

/* ---- rows that are ranked among themselves ------------------------------------------------ */

#define GROUPINGS_MAX 8
#define GROUPED_ROWS_MAX 20000

typedef struct Groupings {
    const size_t *at[GROUPINGS_MAX]; /* by row; the first is NULL, all in one */
    size_t count;
} Groupings;

static size_t *new_grouping(const Study *study)
{
    return NEW(study->arena, size_t, study->table->row_count + 1);
}

static bool is_all_one(const CheckTable *table, const size_t *groups)
{
    for (size_t row = 1; row < table->row_count; row++)
        if (groups[row] != groups[0])
            return false;
    return true;
}

static void add_grouping(const CheckTable *table, Groupings *to, const size_t *groups)
{
    if (to->count < GROUPINGS_MAX && !is_all_one(table, groups))
        to->at[to->count++] = groups;
}

/* The groups that headings and merged cells make. */
static void group_by_headings(const Study *study, Groupings *to)
{
    size_t *groups = new_grouping(study);
    for (size_t row = 0; row < study->table->row_count; row++)
        groups[row] = study->table->rows[row].group;
    add_grouping(study->table, to, groups);
}

/* A column of a few words: 部门, 街道. */
static void group_by_words(const Study *study, size_t column, Groupings *to)
{
    const CheckTable *table = study->table;
    Dict words = dict_create(study->arena);
    size_t *groups = new_grouping(study);
    size_t *numbers = new_grouping(study);
    for (size_t row = 0; row < table->row_count; row++) {
        Str word = table_text(table, row, column);
        const size_t *number = dict_get(&words, word);
        if (!number) {
            numbers[words.count] = words.count;
            number = &numbers[words.count];
            (void)dict_put(&words, word, &numbers[words.count]);
        }
        groups[row] = *number;
        if (words.count * 3 > table->row_count)
            return;
    }
    add_grouping(table, to, groups);
}

/* Ranks that begin again with 1: the rows from there are another group. */
static void group_by_restarts(const Study *study, size_t rank_column, Groupings *to)
{
    const CheckTable *table = study->table;
    size_t *groups = new_grouping(study);
    size_t group = 0;
    int64_t before = 0;
    for (size_t row = 0; row < table->row_count; row++) {
        Figure rank = table_figure(table, row, rank_column);
        if (figure_is_number(rank)) {
            group += rank.value.millionths == DECIMAL_ONE && before > 2 * DECIMAL_ONE;
            before = rank.value.millionths;
        }
        groups[row] = group;
    }
    if (group > 0 && group <= table->row_count / ENTRIES_MIN)
        add_grouping(table, to, groups);
}

static Groupings find_groupings(const Study *study, size_t rank_column)
{
    const CheckTable *table = study->table;
    Groupings groupings = {.count = 1};
    if (table->row_count > GROUPED_ROWS_MAX)
        return groupings;
    group_by_headings(study, &groupings);
    for (size_t i = 0; i < table->column_count; i++)
        if (table->columns[i].role == COLUMN_TEXT)
            group_by_words(study, i, &groupings);
    group_by_restarts(study, rank_column, &groupings);
    return groupings;
}

/* ---- which column ------------------------------------------------------------------------ */

static bool known_ranking(const Study *study, size_t rank_column, Ranking *ret)
{
    const KnownTable *known = study->known;
    if (!known || str_empty(known->rank_of) || study->table->heads_unsure)
        return false;
    size_t column = table_column_named(study->table, known->rank_of);
    if (column == SIZE_MAX)
        return false;
    *ret = (Ranking){rank_column, column, known->rank_ascending, NULL, known->ties};
    return true;
}

static void find_ranking(Study *study, size_t rank_column)
{
    const CheckTable *table = study->table;
    Ranking best = {0}, base = {.rank_column = rank_column};
    size_t misfit = SIZE_MAX;
    bool known = known_ranking(study, rank_column, &base);
    Groupings groupings = find_groupings(study, rank_column);
    for (size_t i = 0; i < table->column_count; i++) {
        if (table->columns[i].role != COLUMN_NUMBER || (known && i != base.value_column))
            continue;
        for (int ascending = 0; ascending < 2; ascending++) {
            for (size_t g = 0; g < groupings.count; g++) {
                Ranking ranking = base;
                ranking.value_column = i;
                ranking.ascending = ascending;
                ranking.groups = groupings.at[g];
                try_ranking(study, ranking, &best, &misfit);
            }
        }
    }
    if (misfit == SIZE_MAX)
        return;
    if (known && base.ties != TIES_ANY)
        best.ties = base.ties;
    *LIST_ADD(study->arena, &study->rankings) = best;
    if (rank_column == table->rank_column && best.groups)
        for (size_t row = 0; row < table->row_count; row++)
            table->rows[row].peers = best.groups[row];
}

/* 上季名次: by what is not in the table. */
static bool is_of_another_period(Str name)
{
    static const char *const words[] = {"上月", "上季", "上年", "去年",
                                        "上期", "前次", "上次", "原"};
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (str_contains(name, str_of(words[i])))
            return true;
    return false;
}

void search_rankings(Study *study)
{
    for (size_t i = 0; i < study->table->column_count; i++) {
        const CheckColumn *column = &study->table->columns[i];
        if (column->role == COLUMN_RANK && !is_of_another_period(column->name))
            find_ranking(study, i);
    }
}
