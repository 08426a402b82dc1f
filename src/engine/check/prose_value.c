/* 赤岗街得分102.50分，排名第一; 全区受理量8331件: prose against the tables and against itself. */
#include "base/utf8.h"
#include "engine/check/prose_cells.h"
#include "engine/check/prose_names.h"
#include "port/fold.h"

#define REPEAT_RUNES_MIN 4
#define REPEAT_DIGITS_MIN 4

static const char *const other_times[] = {"累计", "上月", "去年", "同期", "截至", "上年",
                                          "至今", "以来", "环比", "同比", "季度", NULL};
static const char *const score_words[] = {"得分",     "总分", "总得分", "考核得分",
                                          "综合得分", "分数", NULL};

bool quantity_is_stated(const Quantity *quantity)
{
    return (quantity->kind == QUANTITY_COUNT || quantity->kind == QUANTITY_PERCENT) &&
           quantity_is_sure(quantity) &&
           !piece_is_change(quantity->sentence, &quantity->sentence->pieces.at[quantity->piece]);
}

/* The column that the words after a row's name name. */
static size_t column_of_words(const ProseCheck *check, const CheckTable *table, Str words)
{
    static const char *const ends[] = {"为", "是", "达", "达到", "共", "有", "的", NULL};
    Str name = fold_name(check->arena, words);
    while (text_take_end(&name, ends) || text_take_front(&name, ends))
        ;
    for (size_t c = 0; c < table->column_count; c++)
        if (str_equal(table->columns[c].name, name) && table->columns[c].role == COLUMN_NUMBER)
            return c;
    if (!str_is_one_of(name, score_words) || table->heads_unsure)
        return SIZE_MAX;
    for (size_t c = 0; c < table->column_count; c++)
        if (str_is_one_of(table->columns[c].name, score_words))
            return c;
    return SIZE_MAX;
}

static void value_of_row(ProseCheck *check, const Quantity *quantity, const NamedRow *rows,
                         Str words)
{
    Claim failing = {0};
    size_t tables = 0;
    for (; rows; rows = rows->next) {
        size_t column = column_of_words(check, rows->table, words);
        if (column == SIZE_MAX || !quantity_fits(quantity, &rows->table->columns[column]) ||
            table_printed(rows->table, rows->row, column).kind != FIGURE_NUMBER)
            continue;
        failing = claim_of_cell(check, quantity, rows->table, rows->row, column);
        tables++;
        if (claim_holds(&failing)) {
            prose_claim(check, failing);
            return;
        }
    }
    if (tables == 1)
        prose_claim(check, failing);
}

static void rank_of_row(ProseCheck *check, const Sentence *sentence, const Piece *piece,
                        const NamedRow *rows, Str name)
{
    static const char *const words[] = {"排名第", "排名全区第", "位列第",     "位居第", "列第",
                                        "居第",   "排第",       "排名全市第", NULL};
    Str rest = piece->text;
    while (!str_empty(rest) && !text_take_front(&rest, words))
        (void)utf8_next(&rest);
    int rank = 0;
    /* Only the rank by the total stands in a table: none of single columns is judged. */
    size_t ranked = 0;
    if (!small_number_take(&rest, &rank) || text_has_any(rest, words))
        return;
    Figure found = {0};
    for (; rows; rows = rows->next) {
        if (rows->table->rank_column == SIZE_MAX)
            continue;
        Figure mended = table_figure(rows->table, rows->row, rows->table->rank_column);
        found = table_printed(rows->table, rows->row, rows->table->rank_column);
        if (found.kind != FIGURE_NUMBER)
            continue;
        ranked++;
        if (found.value.millionths == (int64_t)rank * DECIMAL_ONE ||
            mended.value.millionths == (int64_t)rank * DECIMAL_ONE)
            return;
    }
    if (ranked == 1)
        prose_slip(check, sentence, piece->from,
                   (Finding){.kind = FINDING_VALUE,
                             .unit = name,
                             .printed = str_format(check->arena, "第%d", rank),
                             .recomputed = str_format(check->arena, "第%.*s",
                                                      STRF(figure_str(check->arena, found))),
                             .cause = STR("文中的名次与表中的名次不同")});
}

static const Quantity *first_stated(const Sentence *sentence, const Piece *piece)
{
    for (size_t k = 0; k < piece->quantity_count; k++) {
        const Quantity *quantity = &sentence->quantities.at[piece->first_quantity + k];
        if (quantity_is_stated(quantity))
            return quantity;
    }
    return NULL;
}

/* 赤岗街得分102.50分，满意度25分: the row is told once and holds up to the next stop or row. */
static void values_of_rows(ProseCheck *check, const Sentence *sentence)
{
    const NamedRow *rows = NULL;
    Str name = {0};
    for (size_t i = 0; i < sentence->pieces.count; i++) {
        const Piece *piece = &sentence->pieces.at[i];
        size_t len = 0;
        /* A row named in brackets is none that what follows them tells of. */
        if (piece->depth)
            continue;
        const NamedRow *found = row_at_front(check, piece->text, &len);
        if (found || piece->before == 0xFF1B || piece->before == 0x3001) {
            rows = found;
            name = str_slice(piece->text, 0, len);
        }
        const Quantity *quantity = first_stated(sentence, piece);
        if (!rows)
            continue;
        /* A list of names has no figure of its own: A、B得分… */
        if (found && piece->before == 0x3001)
            rows = NULL;
        if (rows && quantity)
            value_of_row(check, quantity, rows, str_after(quantity->before, len));
        if (rows && (str_contains(sentence->text, STR("得分")) ||
                     str_contains(sentence->text, STR("总分"))))
            rank_of_row(check, sentence, piece, rows, name);
    }
}

/* The same words with the same unit in two sentences, and one digit apart. */
static void told_twice(ProseCheck *check, Dict *told, const Quantity *quantity)
{
    Str name = plain_name(check, quantity);
    Str text = quantity->sentence->text;
    const Paragraph *paragraph = &check->prose.paragraphs.at[quantity->sentence->paragraph];
    size_t lead = str_find(paragraph->text, STR("："));
    if (utf8_count(name) < REPEAT_RUNES_MIN || quantity->number.len < REPEAT_DIGITS_MIN ||
        quantity->sentence->pieces.at[quantity->piece].depth || text_has_any(text, other_times) ||
        (lead != STR_NONE && lead < 120) || quantity->kind != QUANTITY_COUNT)
        return;
    Str key = str_format(check->arena, "%.*s/%.*s", STRF(name), STRF(quantity->unit));
    const Quantity *before = dict_get(told, key);
    if (!before) {
        (void)dict_put(told, key, (void *)(uintptr_t)quantity);
        return;
    }
    ClaimTerm terms[] = {claim_term(quantity, 1), claim_term(before, -1)};
    Claim claim = claim_sum(check->arena, FINDING_VALUE, STR("同一数量在文中应前后一致"), terms, 2);
    bool same_time = !str_contains(text, STR("月")) ||
                     !str_contains(before->sentence->text, STR("月")) ||
                     str_equal(str_slice(text, 0, str_find(text, STR("月"))),
                               str_slice(before->sentence->text, 0,
                                         str_find(before->sentence->text, STR("月"))));
    if (before->sentence != quantity->sentence && same_time &&
        (claim_holds(&claim) || claim_fails_by_a_digit(&claim)))
        prose_claim(check, claim);
}

void prose_value(ProseCheck *check)
{
    Dict told = dict_create(check->arena);
    LIST_EACH (const Sentence, sentence, &check->prose.sentences) {
        if (check->tables && check->tables->count) {
            values_of_rows(check, sentence);
            prose_totals(check, sentence);
        }
        LIST_EACH (const Quantity, quantity, &sentence->quantities) {
            if (!quantity_is_stated(quantity))
                continue;
            told_twice(check, &told, quantity);
        }
    }
}
