#include "engine/check/fault.h"

#define MISMATCHES_TOLD_MAX 20
#define ROWS_TRIED_MAX 500 /* each value of theirs is tried for the row that may be wrong */

/* The rows whose rank is not the one by value, and what it should be. */
typedef struct Mismatches {
    size_t *rows;
    int64_t *should;
    bool *told;
    size_t count;
} Mismatches;

static int64_t rank_of(const Study *study, const Ranking *ranking, size_t row)
{
    return table_figure(study->table, row, ranking->rank_column).value.millionths / DECIMAL_ONE;
}

static Str number_str(const Study *study, int64_t number)
{
    return str_format(study->table->arena, "%lld", (long long)number);
}

static Str head_of(const Study *study, size_t column)
{
    return study->table->columns[column].name;
}

static void tell(Study *study, const Ranking *ranking, size_t row, Finding finding)
{
    finding.place = table_place(study->table, row, ranking->rank_column);
    finding.kind = FINDING_RANK;
    *LIST_ADD(study->table->arena, study->findings) = finding;
}

/* Two rows that should have each other's rank. */
static void tell_swaps(Study *study, const Ranking *ranking, Mismatches *all)
{
    Arena *arena = study->table->arena;
    for (size_t i = 0; i < all->count; i++) {
        for (size_t j = i + 1; j < all->count && !all->told[i]; j++) {
            size_t a = all->rows[i], b = all->rows[j];
            int64_t rank_a = rank_of(study, ranking, a), rank_b = rank_of(study, ranking, b);
            if (all->told[j] || all->should[i] != rank_b || all->should[j] != rank_a ||
                rank_a == rank_b)
                continue;
            all->told[i] = all->told[j] = true;
            Str label_a = study->table->rows[a].label, label_b = study->table->rows[b].label;
            Finding finding = {
                .unit = str_format(arena, "%.*s、%.*s", STRF(label_a), STRF(label_b)),
                .printed = str_format(arena, "%lld、%lld", (long long)rank_a, (long long)rank_b),
                .recomputed = str_format(arena, "%lld、%lld", (long long)rank_b, (long long)rank_a),
                .cause = str_format(arena, "按「%.*s」排序，这两个名次互换了",
                                    STRF(head_of(study, ranking->value_column))),
            };
            tell(study, ranking, a, finding);
        }
    }
}

static int64_t offset_of(const Study *study, const Ranking *ranking, const Mismatches *all,
                         size_t i)
{
    int64_t off = rank_of(study, ranking, all->rows[i]) - all->should[i];
    return off < 0 ? -off : off;
}

/* One row moved past the others, each of which is off by one. */
static bool is_the_mover(const Study *study, const Ranking *ranking, const Mismatches *all,
                         size_t i)
{
    if (offset_of(study, ranking, all, i) + 1 != (int64_t)all->count || all->count < 3)
        return false;
    for (size_t j = 0; j < all->count; j++)
        if (j != i && offset_of(study, ranking, all, j) != 1)
            return false;
    return true;
}

/* Without this row the others are in the order of their ranks: it alone is out of place. */
static bool is_alone_wrong(Study *study, const Ranking *ranking, size_t row)
{
    CheckTable *table = study->table;
    Figure *rank = &table->figures[row * table->column_count + ranking->rank_column];
    Figure *value = &table->figures[row * table->column_count + ranking->value_column];
    Figure rank_before = *rank, value_before = *value;
    bool alone = false;
    /* Its rank may be the wrong one, or its value: try each against all others. */
    size_t others = ranking_mismatches(study, ranking, NULL, NULL);
    rank->kind = FIGURE_BLANK;
    size_t left = ranking_mismatches(study, ranking, NULL, NULL);
    *rank = rank_before;
    bool few = table->row_count <= ROWS_TRIED_MAX;
    for (size_t i = 0; i < table->row_count && few && others > 1 && !alone; i++) {
        Figure other = table_figure(table, i, ranking->value_column);
        if (table->rows[i].kind != ROW_ENTRY || !figure_is_number(other))
            continue;
        for (int step = -1; step <= 1 && !alone; step++) {
            value->value.millionths = other.value.millionths + step;
            alone = ranking_mismatches(study, ranking, NULL, NULL) == 0;
        }
    }
    *value = value_before;
    return alone || (others == 1 && left == 0);
}

static void tell_alone(Study *study, const Ranking *ranking, Mismatches *all)
{
    Arena *arena = study->table->arena;
    for (size_t i = 0; i < all->count; i++) {
        if (all->told[i] ||
            !(is_the_mover(study, ranking, all, i) || is_alone_wrong(study, ranking, all->rows[i])))
            continue;
        size_t row = all->rows[i];
        Figure value = table_figure(study->table, row, ranking->value_column);
        Finding finding = {
            .unit = study->table->rows[row].label,
            .printed = number_str(study, rank_of(study, ranking, row)),
            .recomputed = number_str(study, all->should[i]),
            .cause = str_format(arena, "按「%.*s」%.*s 应排第 %lld；不是名次有误，就是该数有误",
                                STRF(head_of(study, ranking->value_column)),
                                STRF(figure_str(arena, value)), (long long)all->should[i]),
        };
        tell(study, ranking, row, finding);
        for (size_t j = 0; j < all->count; j++)
            all->told[j] = true;
        return;
    }
}

static bool shares_its_value(const Study *study, const Ranking *ranking, size_t row)
{
    const CheckTable *table = study->table;
    Figure value = table_figure(table, row, ranking->value_column);
    for (size_t i = 0; i < table->row_count; i++)
        if (i != row && table->rows[i].kind == ROW_ENTRY &&
            table_figure(table, i, ranking->value_column).value.millionths ==
                value.value.millionths)
            return true;
    return false;
}

/* From here on all ranks are off by the same: a tie or a gap. Rows follow each other by rank. */
static void tell_rest(Study *study, const Ranking *ranking, Mismatches *all)
{
    Arena *arena = study->table->arena;
    int64_t offset = 0;
    for (size_t i = 0; i < all->count; i++) {
        if (all->told[i])
            continue;
        size_t row = all->rows[i];
        int64_t given = rank_of(study, ranking, row), off = given - all->should[i];
        all->told[i] = true;
        if (off == offset)
            continue; /* follows from the one before */
        offset = off;
        const char *cause = shares_its_value(study, ranking, row) ? "同分者名次应相同，其后顺延"
                            : off > 0                             ? "此前跳了名次"
                                      : "此前名次重复或并列未顺延";
        Finding finding = {
            .unit = study->table->rows[row].label,
            .printed = number_str(study, given),
            .recomputed = number_str(study, all->should[i]),
            .cause = str_format(arena, "按「%.*s」应排第 %lld：%s",
                                STRF(head_of(study, ranking->value_column)),
                                (long long)all->should[i], cause),
        };
        tell(study, ranking, row, finding);
    }
}

/* What the prose says of ranks is compared with the right ones too. */
static void mend_ranks(Study *study, const Ranking *ranking, const Mismatches *all)
{
    for (size_t i = 0; i < all->count; i++) {
        Edit edit = {.kind = EDIT_CELL, .row = all->rows[i], .column = ranking->rank_column};
        edit.figure = (Figure){.kind = FIGURE_NUMBER, .value = decimal_of(all->should[i])};
        edit_apply(study, &edit);
    }
}

/* Rows in the order of the ranks they should have, as ranking_mismatches gives them. */
void tell_rankings(Study *study)
{
    LIST_EACH (const Ranking, ranking, &study->rankings) {
        size_t room = study->table->row_count;
        Mismatches all = {.rows = NEW(study->arena, size_t, room),
                          .should = NEW(study->arena, int64_t, room),
                          .told = NEW(study->arena, bool, room)};
        all.count = ranking_mismatches(study, ranking, all.rows, all.should);
        if (all.count == 0)
            continue;
        if (all.count <= MISMATCHES_TOLD_MAX) {
            tell_swaps(study, ranking, &all);
            tell_alone(study, ranking, &all);
        }
        tell_rest(study, ranking, &all);
        mend_ranks(study, ranking, &all);
    }
}
