/* 赤岗街得分102.50分，排名第一; 全区受理量8331件: prose against the tables and against itself. */
#include "base/utf8.h"
#include "engine/check/prose_names.h"
#include "port/fold.h"

#define NAME_RUNES_MIN 3
#define REPEAT_RUNES_MIN 4
#define REPEAT_DIGITS_MIN 4

static const char *const whole_words[] = {
    "我区",   "全区",   "全市", "我市", "本区", "全县", "我县", "全省", "我省", "各部门",
    "各街道", "各单位", "总体", "平均", "全年", "本月", "当月", "其中", "，",   NULL};
static const char *const other_times[] = {"累计", "上月", "去年", "同期", "截至", "上年",
                                          "至今", "以来", "环比", "同比", "季度", NULL};
static const char *const score_words[] = {"得分",     "总分", "总得分", "考核得分",
                                          "综合得分", "分数", NULL};

/* The name of a quantity without the words for the whole and the month before it. */
static Str plain_name(const ProseCheck *check, const Quantity *quantity)
{
    Str name = fold_name(check->arena, quantity_name(quantity));
    size_t month = str_find(name, STR("月份"));
    if (month != STR_NONE && month <= 2)
        name = str_after(name, month + strlen("月份"));
    while (text_take_front(&name, whole_words))
        ;
    return name;
}

static bool equals(const Quantity *quantity, Figure figure)
{
    int64_t off = quantity->value.millionths - figure.value.millionths;
    int64_t half = figure_half_step(figure.places);
    bool coarser = figure.places < quantity->places && (figure.percent || figure.places);
    int64_t room = coarser ? (half > quantity->half ? half : quantity->half) : quantity->half;
    return (off < 0 ? -off : off) <= room;
}

static bool fits_column(const Quantity *quantity, const CheckColumn *column)
{
    return column->role == COLUMN_NUMBER && (quantity->kind == QUANTITY_PERCENT) == column->percent;
}

/* The claim that the quantity is what the cell says, as printed or as mended. */
static Claim claim_of_cell(ProseCheck *check, const Quantity *quantity, const CheckTable *table,
                           size_t row, size_t column)
{
    Figure mended = table_figure(table, row, column);
    Figure printed = table_printed(table, row, column);
    Figure figure = equals(quantity, mended) ? mended : printed;
    ClaimTerm terms[] = {claim_term(quantity, 1), {.value = figure.value.millionths, .factor = -1}};
    if (equals(quantity, figure))
        terms[1].value = quantity->value.millionths;
    Str place = table_place(table, row, column);
    Str value = figure_str(check->arena, printed);
    return claim_sum(check->arena, FINDING_VALUE,
                     str_format(check->arena, "应与%.*s（%.*s）相同", STRF(place), STRF(value)),
                     terms, 2);
}

static bool is_stated(const Sentence *sentence, const Quantity *quantity)
{
    return (quantity->kind == QUANTITY_COUNT || quantity->kind == QUANTITY_PERCENT) &&
           quantity_is_sure(quantity) &&
           !piece_is_change(sentence, &sentence->pieces.at[quantity->piece]);
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
        if (column == SIZE_MAX || !fits_column(quantity, &rows->table->columns[column]) ||
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
        if (is_stated(sentence, quantity))
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
        const NamedRow *found = row_at_front(check, piece->text, &len);
        if (found || piece->before == 0xFF1B || piece->before == 0x3001) {
            rows = found;
            name = str_slice(piece->text, 0, len);
        }
        const Quantity *quantity = first_stated(sentence, piece);
        if (!rows || piece->depth)
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

static size_t total_row(const CheckTable *table)
{
    size_t found = SIZE_MAX;
    for (size_t row = 0; row < table->row_count; row++)
        if (table->rows[row].kind == ROW_TOTAL) {
            if (found != SIZE_MAX)
                return SIZE_MAX;
            found = row;
        }
    return found;
}

/* The only column that bears the name, or (when `within`) whose name the words end with. */
static size_t column_of_total(const CheckTable *table, const Quantity *quantity, Str name,
                              bool within)
{
    size_t found = SIZE_MAX;
    for (size_t c = 0; c < table->column_count; c++) {
        Str column = table->columns[c].name;
        bool named = within ? utf8_count(column) >= REPEAT_RUNES_MIN && str_ends(name, column)
                            : str_equal(column, name);
        if (!named || !fits_column(quantity, &table->columns[c]))
            continue;
        if (found != SIZE_MAX)
            return SIZE_MAX;
        found = c;
    }
    return found;
}

typedef struct TotalClaim {
    Claim claim;
    size_t tables;
    bool holds;
    bool within; /* the words say more than the column's name */
} TotalClaim;

static TotalClaim claim_of_total(ProseCheck *check, const Quantity *quantity)
{
    Str name = plain_name(check, quantity);
    TotalClaim total = {0};
    if (utf8_count(name) < NAME_RUNES_MIN)
        return total;
    for (size_t t = 0; t < check->tables->count && !total.holds; t++) {
        const CheckTable *table = &check->tables->at[t];
        size_t row = table->heads_unsure ? SIZE_MAX : total_row(table);
        if (row == SIZE_MAX)
            continue;
        size_t column = column_of_total(table, quantity, name, false);
        bool within = column == SIZE_MAX;
        if (within)
            column = column_of_total(table, quantity, name, true);
        if (column == SIZE_MAX || table_printed(table, row, column).kind != FIGURE_NUMBER)
            continue;
        total.claim = claim_of_cell(check, quantity, table, row, column);
        total.within = within;
        total.tables++;
        total.holds = claim_holds(&total.claim);
    }
    return total;
}

static bool is_of_whole(const Sentence *sentence, const Quantity *quantity)
{
    return is_stated(sentence, quantity) && !sentence->pieces.at[quantity->piece].depth;
}

/* A total is only then wrong for certain when one digit explains it, or when another figure of the
 * sentence is that of the same row: the same words may speak of another whole. */
static void values_of_totals(ProseCheck *check, const Sentence *sentence)
{
    size_t holding = 0;
    size_t failing = 0;
    LIST_EACH (const Quantity, quantity, &sentence->quantities) {
        if (!is_of_whole(sentence, quantity))
            continue;
        TotalClaim total = claim_of_total(check, quantity);
        holding += total.holds;
        failing += total.tables && !total.holds;
    }
    bool same_whole = holding > failing || (holding && failing == 1);
    LIST_EACH (const Quantity, quantity, &sentence->quantities) {
        if (!is_stated(sentence, quantity))
            continue;
        TotalClaim total = claim_of_total(check, quantity);
        bool wrong = total.tables == 1 && !text_has_any(sentence->text, other_times) &&
                     (claim_fails_by_a_digit(&total.claim) ||
                      (same_whole && !total.within && is_of_whole(sentence, quantity)));
        if (total.tables && (total.holds || wrong))
            prose_claim(check, total.claim);
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
            values_of_totals(check, sentence);
        }
        LIST_EACH (const Quantity, quantity, &sentence->quantities) {
            if (!is_stated(sentence, quantity))
                continue;
            told_twice(check, &told, quantity);
        }
    }
}
