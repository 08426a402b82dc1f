/* 共受理4724件，环比下降1.17%, and a table that has 4724 beside 上月 or 环比. */
#include "engine/check/prose_cells.h"
#include "engine/check/prose_names.h"

#define NOW_DIGITS_MIN 2

static bool heads_have(const CheckColumn *column, const char *const *words)
{
    bool have = false;
    for (size_t level = 0; level < column->level_count; level++)
        have = have || text_has_any(column->heads[level], words);
    return have;
}

/* Looks for the change in one row; true when the rate is the one told there. */
static bool change_in_row(ProseCheck *check, const CheckTable *table, size_t row, size_t now_column,
                          const Quantity *now, const Quantity *rate, int sign,
                          const char *const *words, Claim *ret, bool *ret_some)
{
    for (size_t c = 0; c < table->column_count; c++) {
        const CheckColumn *column = &table->columns[c];
        Figure figure = table_figure(table, row, c);
        if (c == now_column || (!now && !column->percent) || column->role != COLUMN_NUMBER ||
            figure.kind != FIGURE_NUMBER || !heads_have(column, words))
            continue;
        Claim claim;
        if (column->percent) {
            ClaimTerm terms[] = {claim_term(rate, sign), {.factor = -1}};
            terms[1].value = figure.value.millionths;
            terms[1].half = figure.places < rate->places ? figure_half_step(figure.places) : 0;
            claim = claim_sum(check->arena, FINDING_CHANGE,
                              str_format(check->arena, "应与%.*s（%.*s）相同",
                                         STRF(table_place(table, row, c)),
                                         STRF(figure_str(check->arena, figure))),
                              terms, 2);
        } else {
            static const char *const differences[] = {"增减", "增加", "变化", "差", "增长", NULL};
            if (text_has_any(column->name, differences) || figure.value.millionths <= 0)
                continue;
            claim = claim_change_of(
                check->arena,
                str_format(check->arena, "增减幅度应等于与%.*s（%.*s）之差除以该数",
                           STRF(table_place(table, row, c)),
                           STRF(figure_str(check->arena, figure))),
                rate, claim_term(now, 0), term_of_figure(column, figure, now), sign);
        }
        if (claim_holds(&claim)) {
            *ret = claim;
            return *ret_some = true;
        }
        if (!*ret_some)
            *ret = claim;
        *ret_some = true;
    }
    return false;
}

/* Every row of totals or of the name that has the figure; true when the rate is right by one. */
static bool change_by_row(ProseCheck *check, const CheckTable *table, size_t row,
                          const Quantity *now, const Quantity *rate, int sign,
                          const char *const *words, Claim *ret, bool *ret_some)
{
    for (size_t c = 0; c < table->column_count; c++) {
        Figure figure = table_figure(table, row, c);
        if (quantity_fits(now, &table->columns[c]) && figure.kind == FIGURE_NUMBER &&
            quantity_is_figure(now, &table->columns[c], figure) &&
            change_in_row(check, table, row, c, now, rate, sign, words, ret, ret_some))
            return true;
    }
    return false;
}

bool change_in_tables(ProseCheck *check, const Quantity *now, const Quantity *rate, int sign,
                      const char *const *words, Claim *ret)
{
    bool some = false;
    if (!check->tables || now->kind != QUANTITY_COUNT || now->number.len < NOW_DIGITS_MIN)
        return false;
    size_t len = 0;
    const NamedRow *rows = rows_of_words(check, plain_name(check, now));
    if (!rows)
        rows = row_at_front(check, now->before, &len);
    for (; rows; rows = rows->next)
        if (change_by_row(check, rows->table, rows->row, now, rate, sign, words, ret, &some))
            return true;
    for (size_t t = 0; t < check->tables->count; t++) {
        const CheckTable *table = &check->tables->at[t];
        size_t count = 0;
        const size_t *totals = rows_of_totals(check, table, &count);
        for (size_t i = 0; i < count; i++)
            if (change_by_row(check, table, totals[i], now, rate, sign, words, ret, &some))
                return true;
    }
    return some;
}

bool total_change_in_tables(ProseCheck *check, Str words, const Quantity *rate, int sign,
                            const char *const *heads, Claim *ret)
{
    bool some = false;
    for (size_t t = 0; check->tables && t < check->tables->count; t++) {
        const CheckTable *table = &check->tables->at[t];
        size_t count = 0;
        const size_t *totals = rows_of_totals(check, table, &count);
        for (size_t i = 0; i < count; i++)
            if (!str_empty(table->rows[totals[i]].name) &&
                str_contains(words, table->rows[totals[i]].name) &&
                change_in_row(check, table, totals[i], SIZE_MAX, NULL, rate, sign, heads, ret,
                              &some))
                return true;
    }
    return some;
}
