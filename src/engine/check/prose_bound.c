/* 低于90%, 高于全区平均水平, 达到考核要求: bounds, and how many entries meet them. */
#include "engine/check/prose_bound.h"

#include "base/utf8.h"
#include "port/fold.h"

#define NOUN_RUNES_MIN 2
#define HUNDRED ((int64_t)100 * DECIMAL_ONE)

static const struct {
    const char *word;
    bool below;
    bool inclusive;
} conditions[] = {{"未达到", true, false}, {"没有达到", true, false}, {"未达", true, false},
                  {"不足", true, false},   {"不达标", true, false},   {"低于", true, false},
                  {"未超过", true, true},  {"不低于", false, true},   {"达到", false, true},
                  {"高于", false, false},  {"超过", false, false},    {"达标", false, true}};

bool condition_find(Str text, Condition *ret, Str *ret_after)
{
    for (Str at = text; !str_empty(at); (void)utf8_next(&at))
        for (size_t i = 0; i < ARRAY_LEN(conditions); i++)
            if (str_starts(at, str_of(conditions[i].word))) {
                Str word = str_of(conditions[i].word);
                *ret = (Condition){.words = word,
                                   .below = conditions[i].below,
                                   .inclusive = conditions[i].inclusive};
                *ret_after = str_after(at, word.len);
                return true;
            }
    return false;
}

bool condition_find_of_all(const Sentence *sentence, size_t index, Condition *ret, Str *ret_words,
                           Str *ret_after)
{
    static const struct {
        const char *word;
        bool below;
        bool of_sign;
    } others[] = {{"上升的", false, true},
                  {"增长的", false, true},
                  {"下降的", true, true},
                  {"以上的", false, false},
                  {"以下的", true, false}};
    static const char *const changes[] = {"环比", "同比", NULL};
    const Str ending = STR("的");
    const Piece *piece = &sentence->pieces.at[index];
    for (size_t i = 0; i < ARRAY_LEN(others); i++) {
        Str word = str_of(others[i].word);
        size_t at = str_find(piece->text, word);
        if (at == STR_NONE)
            continue;
        *ret = (Condition){.words = str_slice(word, 0, word.len - ending.len),
                           .below = others[i].below,
                           .inclusive = !others[i].of_sign,
                           .of_sign = others[i].of_sign};
        *ret_words = str_slice(piece->text, 0, at);
        *ret_after = str_after(piece->text, at + word.len - ending.len);
        if (ret->of_sign)
            return text_has_any(*ret_words, changes);
        LIST_EACH (const Quantity, quantity, &sentence->quantities) {
            if (quantity->to == piece->from + at && quantity->kind <= QUANTITY_PERCENT) {
                ret->told = quantity;
                *ret_words = quantity->before;
            }
        }
        return ret->told != NULL;
    }
    return false;
}

bool bound_told(const Condition *condition, const CheckTable *table, size_t column, Decimal *ret)
{
    *ret = condition->told ? condition->told->value : DECIMAL_ZERO;
    if (condition->of_sign)
        return true;
    return condition->told &&
           (condition->told->kind == QUANTITY_PERCENT) == table->columns[column].percent;
}

static bool bound_of_row(const CheckTable *table, size_t column, bool printed, Figure *ret)
{
    for (size_t row = 0; row < table->row_count; row++) {
        if (table->rows[row].kind != ROW_TOTAL && table->rows[row].kind != ROW_MEAN)
            continue;
        *ret = printed ? table_printed(table, row, column) : table_figure(table, row, column);
        return ret->kind == FIGURE_NUMBER;
    }
    return false;
}

/* 考核要求（90%）, 平均水平（90.32%）: the one figure of a bracket that opens after the piece. */
static bool bound_in_bracket(const Sentence *sentence, size_t index, bool percent, Decimal *ret)
{
    if (index + 1 >= sentence->pieces.count ||
        sentence->pieces.at[index + 1].depth <= sentence->pieces.at[index].depth ||
        sentence->pieces.at[index + 1].quantity_count != 1)
        return false;
    const Quantity *only = &sentence->quantities.at[sentence->pieces.at[index + 1].first_quantity];
    *ret = only->value;
    return quantity_is_sure(only) && only->kind <= QUANTITY_PERCENT &&
           (only->kind == QUANTITY_PERCENT) == percent && str_empty(only->before);
}

bool bound_of(const Sentence *sentence, size_t index, Str after, const CheckTable *table,
              size_t column, bool printed, Decimal *ret)
{
    static const char *const means[] = {"均值", "平均", "全区", "全市", "全县",
                                        "全省", "整体", "总体", NULL};
    static const char *const targets[] = {"要求", "目标", "标准", "考核", NULL};
    size_t from = sentence->pieces.at[index].from + sentence->pieces.at[index].text.len - after.len;
    size_t of = str_find(after, STR("的")); /* 低于平均水平的有7个: no bound comes after it */
    size_t end = of == STR_NONE ? SIZE_MAX : from + of;
    bool percent = table->columns[column].percent;
    LIST_EACH (const Quantity, quantity, &sentence->quantities)
        if (quantity->piece == index && quantity->from >= from && quantity->from < end) {
            if ((quantity->kind == QUANTITY_PERCENT) != percent || quantity->ranged ||
                quantity->kind > QUANTITY_PERCENT)
                return false;
            *ret = quantity->value;
            return true;
        }
    Figure figure;
    if (text_has_any(after, means) && !text_has_any(after, targets)) {
        bool found = bound_of_row(table, column, printed, &figure);
        *ret = found ? figure.value : DECIMAL_ZERO;
        return found || bound_in_bracket(sentence, index, percent, ret);
    }
    if (table->columns[column].has_target) {
        *ret = table->columns[column].target;
        return true;
    }
    if (text_has_any(after, targets) && bound_in_bracket(sentence, index, percent, ret))
        return true;
    LIST_EACH (const Quantity, quantity, &sentence->quantities)
        if (quantity->from >= from && quantity->kind == QUANTITY_PERCENT && percent &&
            text_has_any(quantity->before, targets)) {
            *ret = quantity->value;
            return true;
        }
    return false;
}

static bool meets(const Condition *condition, Decimal value, Decimal bound)
{
    int way = decimal_compare(value, bound);
    if (way == 0)
        return condition->inclusive;
    return !condition->is_equal && condition->below == (way < 0);
}

Meets row_meets(const Condition *condition, const Order *order, size_t row, Decimal bound)
{
    Decimal value;
    if (order_is_unknown(order, row))
        return MEETS_MAYBE;
    if (!order_figure(order, row, &value))
        return MEETS_NOT;
    if (decimal_compare(value, bound) == 0 && !condition->is_equal &&
        table_printed(order->table, row, order->column).places)
        return MEETS_MAYBE;
    return meets(condition, value, bound) ? MEETS : MEETS_NOT;
}

/* ---- numbers of entries --------------------------------------------------------------------- */

/* A number of entries that meet a condition. */
typedef struct BoundCount {
    const Quantity *number;
    Str words; /* the column */
    Str noun;  /* what is counted */
    Str after; /* the condition */
    Condition condition;
} BoundCount;

/* 为100%的: no other word before a figure makes it a bound. */
static bool find_equal(Str text, Condition *ret, Str *ret_after)
{
    Str word = STR("为");
    size_t at = str_find(text, word);
    if (at == STR_NONE || at + word.len >= text.len || text.at[at + word.len] < '0' ||
        text.at[at + word.len] > '9')
        return false;
    *ret = (Condition){.words = word, .inclusive = true, .is_equal = true};
    *ret_after = str_after(text, at + word.len);
    return true;
}

/* 办结率低于90%的街道有3个; 办结率低于90%的有3个街道. */
static bool read_count(const Sentence *sentence, size_t index, BoundCount *ret)
{
    static const char *const verbs[] = {"共有", "有", "共", "为", "仅有", NULL};
    const Piece *piece = &sentence->pieces.at[index];
    *ret = (BoundCount){0};
    if (!piece->quantity_count || piece->depth ||
        (!condition_find(piece->text, &ret->condition, &ret->after) &&
         !find_equal(piece->text, &ret->condition, &ret->after)))
        return false;
    ret->words =
        str_slice(piece->text, 0, piece->text.len - ret->after.len - ret->condition.words.len);
    ret->number = &sentence->quantities.at[piece->first_quantity + piece->quantity_count - 1];
    size_t number_at = ret->number->from - piece->from;
    size_t after_at = piece->text.len - ret->after.len;
    size_t of = str_find(ret->after, STR("的"));
    if (of == STR_NONE || after_at + of + strlen("的") > number_at)
        return false;
    ret->noun = str_slice(piece->text, after_at + of + strlen("的"),
                          number_at - after_at - of - strlen("的"));
    (void)text_take_end(&ret->noun, verbs);
    if (str_empty(ret->noun))
        ret->noun = ret->number->after;
    bool names_follow = piece->after == 0xFF1A || piece->after == 0xFF08;
    bool goes_on = index + 1 < sentence->pieces.count &&
                   str_starts(sentence->pieces.at[index + 1].text, STR("分别"));
    return !names_follow && !goes_on;
}

/* Whether the labels are what is counted: 乡镇 of 乡镇名称. */
static bool counts_labels(const ProseCheck *check, const CheckTable *table, Str noun)
{
    Str head =
        table->label_column == SIZE_MAX ? (Str){0} : table->columns[table->label_column].name;
    noun = fold_name(check->arena, noun);
    return utf8_count(noun) >= NOUN_RUNES_MIN && str_starts(head, noun);
}

/* Whether the number may be told of the column; what its entries come to is set. */
static bool column_counts(ProseCheck *check, const BoundCount *count, const CheckTable *table,
                          size_t column, Decimal bound, size_t *ret)
{
    Order order = prose_order_read(check, (Order){.table = table, .column = column});
    size_t sure = 0, maybe = 0, equal = 0;
    for (size_t row = 0; row < table->row_count; row++) {
        Decimal value;
        if (table->rows[row].kind != ROW_ENTRY)
            continue;
        if (order_is_unknown(&order, row))
            return true;
        Meets how = row_meets(&count->condition, &order, row, bound);
        sure += how == MEETS;
        maybe += how == MEETS_MAYBE;
        equal += order_figure(&order, row, &value) && decimal_compare(value, bound) == 0;
    }
    /* What prints as the whole is the whole. */
    bool is_whole = table->columns[column].percent && bound.millionths == HUNDRED;
    if (is_whole && count->condition.inclusive) {
        sure += maybe;
        maybe = 0;
    }
    *ret = sure + (count->condition.inclusive ? maybe : 0);
    size_t told = (size_t)(count->number->value.millionths / DECIMAL_ONE);
    return told >= sure && told <= sure + maybe + (is_whole ? 0 : equal - maybe);
}

static void tell_count(ProseCheck *check, const BoundCount *count, const CheckTable *table,
                       size_t column, size_t found)
{
    const Quantity *number = count->number;
    Str unit = str_after(number->printed, number->number.len);
    prose_slip(
        check, number->sentence, number->from,
        (Finding){.kind = FINDING_COUNT,
                  .unit = count->noun,
                  .printed = number->printed,
                  .recomputed = str_format(check->arena, "%zu%.*s", found, STRF(unit)),
                  .cause = str_format(check->arena,
                                      "按%.*s「%.*s」，符合「%.*s」的共 %zu 行，与文中所写的 "
                                      "%.*s 不符",
                                      STRF(table->name), STRF(table->columns[column].printed),
                                      STRF(count->condition.words), found, STRF(number->printed))});
}

void prose_bound_count(ProseCheck *check, const Sentence *sentence, size_t index)
{
    const CheckTable *wrong = NULL;
    size_t wrong_column = 0, found = 0;
    BoundCount count;
    if (!read_count(sentence, index, &count) || count.number->kind != QUANTITY_COUNT ||
        !quantity_is_stated(count.number) || count.number->places || count.number->scale != 1)
        return;
    for (size_t t = 0; t < check->tables->count; t++) {
        const CheckTable *table = &check->tables->at[t];
        size_t columns[COLUMNS_MEANT_MAX];
        Meant meant;
        if (!counts_labels(check, table, count.noun) || table->mends.count || table->heads_unsure)
            continue;
        size_t many =
            columns_meant(check, table, count.words, count.words, (Str){0}, columns, &meant);
        for (size_t i = 0; meant == MEANT_WORDS && i < many; i++) {
            if (columns[i] == SIZE_MAX)
                return;
            size_t rows = 0;
            Decimal bound;
            if (!bound_of(sentence, index, count.after, table, columns[i], false, &bound))
                continue;
            if (column_counts(check, &count, table, columns[i], bound, &rows))
                return;
            if (!wrong) {
                wrong = table;
                wrong_column = columns[i];
                found = rows;
            }
        }
    }
    if (wrong)
        tell_count(check, &count, wrong, wrong_column, found);
}
