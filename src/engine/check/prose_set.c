/* 仅甲局、乙局网办比例达到市考核要求的40%; 甲街、乙街主动评价率低于全区均值 */
#include "base/utf8.h"
#include "engine/check/prose_order.h"

#define NAMES_BYTES_MAX (4 * KIB)

typedef struct Condition {
    Str words;      /* 达到 */
    bool below;     /* 低于, 未达到 */
    bool inclusive; /* the bound itself meets it */
    bool of_sign;   /* 上升, 下降: the bound is nothing */
} Condition;

/* Some names, a column and a bound that the entries named, and no others, are told to meet. */
typedef struct Group {
    const Sentence *sentence;
    NameList names;
    Str words; /* between the last name and the condition */
    Condition condition;
    size_t at;             /* byte of the sentence where the names begin */
    size_t piece;          /* of the condition */
    Str after;             /* the condition */
    const Quantity *bound; /* 90分以上: told before the condition; NULL = after it */
} Group;

static const struct {
    const char *word;
    bool below;
    bool inclusive;
} conditions[] = {{"未达到", true, false}, {"没有达到", true, false}, {"未达", true, false},
                  {"不足", true, false},   {"不达标", true, false},   {"低于", true, false},
                  {"未超过", true, true},  {"不低于", false, true},   {"达到", false, true},
                  {"高于", false, false},  {"超过", false, false},    {"达标", false, true}};

static bool find_condition(Str text, Condition *ret, Str *ret_after)
{
    for (Str at = text; !str_empty(at); (void)utf8_next(&at))
        for (size_t i = 0; i < ARRAY_LEN(conditions); i++)
            if (str_starts(at, str_of(conditions[i].word))) {
                Str word = str_of(conditions[i].word);
                *ret = (Condition){word, conditions[i].below, conditions[i].inclusive, false};
                *ret_after = str_after(at, word.len);
                return true;
            }
    return false;
}

/* 环比上升, 同比下降; 得分在90分以上: only where the names follow, as all that are so. */
static bool find_condition_of_all(const Sentence *sentence, const Piece *piece, Group *ret)
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
    for (size_t i = 0; i < ARRAY_LEN(others); i++) {
        Str word = str_of(others[i].word);
        size_t at = str_find(piece->text, word);
        if (at == STR_NONE)
            continue;
        Str before = str_slice(piece->text, 0, at);
        ret->condition = (Condition){str_slice(word, 0, word.len - ending.len), others[i].below,
                                     !others[i].of_sign, others[i].of_sign};
        ret->after = str_after(piece->text, at + word.len - ending.len);
        ret->words = before;
        if (others[i].of_sign)
            return text_has_any(before, changes);
        LIST_EACH (const Quantity, quantity, &sentence->quantities) {
            if (quantity->to == piece->from + at && quantity->kind <= QUANTITY_PERCENT) {
                ret->bound = quantity;
                ret->words = quantity->before;
            }
        }
        return ret->bound != NULL;
    }
    return false;
}

/* The first piece of the run of names that ends with the piece. */
static size_t run_begin(const Sentence *sentence, size_t index)
{
    int depth = sentence->pieces.at[index].depth;
    size_t first = index;
    for (size_t i = index; i-- > 0;) {
        const Piece *piece = &sentence->pieces.at[i];
        if (piece->depth > depth)
            continue;
        if (piece->depth < depth ||
            (piece->after != 0x3001 &&
             !(sentence->pieces.at[i + 1].depth > depth && piece->after == 0xFF08)))
            break;
        first = i;
    }
    return first;
}

static Str without_lead(Str text)
{
    static const char *const leads[] = {"仅有", "仅", "只有", "其中", "有", "除", "分别是", NULL};
    while (text_take_front(&text, leads))
        ;
    return text;
}

/* The piece that has the last name, where it is followed by the column in the same piece, or by a
 * bracket that belongs to it. */
static size_t last_name_piece(const Sentence *sentence, size_t index)
{
    const Piece *piece = &sentence->pieces.at[index];
    if (piece->before != 0xFF09)
        return index;
    size_t last = index;
    while (last > 0 && sentence->pieces.at[last - 1].depth > piece->depth)
        last--;
    return last > 0 ? last - 1 : index;
}

/* Sets the last name and the words up to the condition; false when no row is named. */
static bool read_last(const ProseCheck *check, size_t last_piece, size_t condition_at, Group *group,
                      ListedName *ret)
{
    const Sentence *sentence = group->sentence;
    const Piece *piece = &sentence->pieces.at[group->piece];
    if (last_piece != group->piece) {
        const Piece *named = &sentence->pieces.at[last_piece];
        Str lead = without_lead(named->text);
        size_t from = named->from + (size_t)(lead.at - named->text.at);
        Str whole = str_slice(sentence->text, from, piece->from - from);
        ret->rows = row_named(check, whole);
        ret->rows = ret->rows ? ret->rows : row_named(check, lead);
        ret->text = ret->rows ? whole : lead;
        group->words = str_slice(piece->text, 0, condition_at);
        return ret->rows != NULL;
    }
    size_t len = 0;
    Str text = without_lead(piece->text);
    ret->rows = row_at_front(check, text, &len);
    ret->text = str_slice(text, 0, len);
    size_t words_at = (size_t)(text.at - piece->text.at) + len;
    if (!ret->rows || words_at > condition_at)
        return false;
    group->words = str_slice(piece->text, words_at, condition_at - words_at);
    return true;
}

static bool read_group(const ProseCheck *check, const Sentence *sentence, size_t index, Group *ret)
{
    const Piece *piece = &sentence->pieces.at[index];
    *ret = (Group){.sentence = sentence, .piece = index};
    if (!find_condition(piece->text, &ret->condition, &ret->after))
        return false;
    ListedName last = {0};
    size_t last_piece = last_name_piece(sentence, index);
    size_t condition_at = piece->text.len - ret->after.len - ret->condition.words.len;
    if (!read_last(check, last_piece, condition_at, ret, &last))
        return false;
    size_t first = run_begin(sentence, last_piece);
    Str begin = without_lead(sentence->pieces.at[first].text);
    ret->at =
        sentence->pieces.at[first].from + (size_t)(begin.at - sentence->pieces.at[first].text.at);
    if (first < last_piece)
        names_read(check, sentence, first, ret->at, &ret->names);
    if (ret->names.end > last_piece && ret->names.count)
        ret->names.count--;
    if (ret->names.count < NAMES_MAX)
        ret->names.at[ret->names.count++] = last;
    if (str_starts(ret->words, STR("等")))
        ret->names.is_open = true;
    return true;
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

/* The bound: a figure after the condition, the total or mean row, or the target of the head. */
static bool bound_of(const Group *group, const CheckTable *table, size_t column, bool printed,
                     Decimal *ret)
{
    static const char *const means[] = {"均值", "平均", "全区", "全市", "整体", "总体", NULL};
    static const char *const targets[] = {"要求", "目标", "标准", "考核", NULL};
    const Sentence *sentence = group->sentence;
    const Piece *piece = &sentence->pieces.at[group->piece];
    size_t from = piece->from + piece->text.len - group->after.len;
    if (group->bound) {
        *ret = group->bound->value;
        return (group->bound->kind == QUANTITY_PERCENT) == table->columns[column].percent;
    }
    LIST_EACH (const Quantity, quantity, &sentence->quantities)
        if (quantity->piece == group->piece && quantity->from >= from) {
            if ((quantity->kind == QUANTITY_PERCENT) != table->columns[column].percent ||
                quantity->ranged || quantity->kind > QUANTITY_PERCENT)
                return false;
            *ret = quantity->value;
            return true;
        }
    Figure figure;
    if (group->condition.of_sign) {
        *ret = DECIMAL_ZERO;
        return true;
    }
    if (text_has_any(group->after, means) && !text_has_any(group->after, targets)) {
        bool found = bound_of_row(table, column, printed, &figure);
        *ret = found ? figure.value : DECIMAL_ZERO;
        return found;
    }
    if (table->columns[column].has_target) {
        *ret = table->columns[column].target;
        return true;
    }
    LIST_EACH (const Quantity, quantity, &sentence->quantities)
        if (quantity->from >= from && quantity->kind == QUANTITY_PERCENT &&
            table->columns[column].percent && text_has_any(quantity->before, targets)) {
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
    return condition->below == (way < 0);
}

typedef struct Difference {
    Buf wrong;
    Buf missing;
    bool some;
} Difference;

static void note(Buf *to, Str name)
{
    if (to->len)
        buf_add_c(to, "、");
    buf_add(to, name);
}

typedef enum Meets { MEETS_NOT, MEETS_MAYBE, MEETS } Meets;

/* Equal as printed may be either side of the bound before rounding; what a finding has made
 * unknown may be anything. */
static Meets row_meets(const Group *group, const Order *order, size_t row, Decimal bound)
{
    Decimal value;
    if (order_is_unknown(order, row))
        return MEETS_MAYBE;
    if (!order_figure(order, row, &value))
        return MEETS_NOT;
    if (decimal_compare(value, bound) == 0 &&
        table_printed(order->table, row, order->column).places)
        return MEETS_MAYBE;
    return meets(&group->condition, value, bound) ? MEETS : MEETS_NOT;
}

/* A name that stands on several rows holds when one of them meets the bound. */
static bool name_holds(const Group *group, const Order *order, const ListedName *name,
                       Decimal bound)
{
    bool known = false;
    for (const NamedRow *rows = name->rows; rows; rows = rows->next) {
        if (rows->table != order->table)
            continue;
        known = true;
        if (row_meets(group, order, rows->row, bound) != MEETS_NOT)
            return true;
    }
    return !known;
}

static Difference difference_of(ProseCheck *check, const Group *group, const Order *order,
                                Decimal bound)
{
    const CheckTable *table = order->table;
    Difference difference = {.wrong = buf_create(check->arena, NAMES_BYTES_MAX),
                             .missing = buf_create(check->arena, NAMES_BYTES_MAX)};
    for (size_t i = 0; i < group->names.count; i++) {
        const ListedName *name = &group->names.at[i];
        if (!name_holds(group, order, name, bound))
            note(&difference.wrong, table->rows[row_in(name->rows, table)].label);
    }
    for (size_t row = 0; row < table->row_count && !group->names.is_open; row++)
        if (table->rows[row].kind == ROW_ENTRY && !row_is_doubtful(check, table, row) &&
            row_meets(group, order, row, bound) == MEETS &&
            !names_have_row(&group->names, table, row))
            note(&difference.missing, table->rows[row].label);
    difference.some = difference.wrong.len || difference.missing.len;
    return difference;
}

static void tell_group(ProseCheck *check, const Group *group, const CheckTable *table,
                       size_t column, Difference *difference)
{
    Str wrong = buf_str(&difference->wrong);
    Str missing = buf_str(&difference->missing);
    Str printed = str_empty(wrong) ? STR("未列入") : wrong;
    prose_slip(check, group->sentence, group->at,
               (Finding){.kind = FINDING_LIST,
                         .unit = str_empty(wrong) ? missing : wrong,
                         .printed = printed,
                         .recomputed = str_empty(missing) ? STR("不应列入") : missing,
                         .cause = str_format(
                             check->arena, "按%.*s「%.*s」，「%.*s」的单位与文中所列不符%s%.*s",
                             STRF(table->name), STRF(table->columns[column].printed),
                             STRF(group->condition.words), str_empty(missing) ? "" : "，漏列的有",
                             STRF(missing))});
}

static void judge_group(ProseCheck *check, const Group *group)
{
    const CheckTable *worst_table = NULL;
    size_t worst_column = 0;
    Difference worst = {0};
    const Piece *piece = &group->sentence->pieces.at[group->piece];
    Str context =
        str_slice(group->sentence->text, 0, group->at < piece->from ? group->at : piece->from);
    for (size_t t = 0; t < check->tables->count; t++) {
        const CheckTable *table = &check->tables->at[t];
        size_t columns[COLUMNS_MEANT_MAX];
        Meant meant;
        size_t known = names_known_in(&group->names, table);
        if (known < 2 && known * 2 < group->names.count)
            continue;
        size_t count =
            columns_meant(check, table, group->words, context, (Str){0}, columns, &meant);
        if (meant < MEANT_CONTEXT)
            continue;
        for (size_t i = 0; i < count; i++)
            for (int printed = 0; printed < 2; printed++) {
                Decimal bound;
                if (columns[i] == SIZE_MAX || !bound_of(group, table, columns[i], printed, &bound))
                    continue;
                Order order = order_read(
                    check, (Order){.table = table, .column = columns[i], .printed = printed});
                Difference found = difference_of(check, group, &order, bound);
                if (!found.some)
                    return;
                if (!worst_table) {
                    worst = found;
                    worst_table = table;
                    worst_column = columns[i];
                }
            }
    }
    if (worst_table)
        tell_group(check, group, worst_table, worst_column, &worst);
}

/* 满意率低于95%的有7个单位：甲局、乙局。 The names follow the condition. */
static bool read_after(const ProseCheck *check, const Sentence *sentence, size_t index, Group *ret)
{
    static const char *const verbs[] = {"是", "为", "有", NULL};
    const Piece *piece = &sentence->pieces.at[index];
    *ret = (Group){.sentence = sentence, .piece = index};
    bool of_all = find_condition_of_all(sentence, piece, ret);
    if (!of_all && !find_condition(piece->text, &ret->condition, &ret->after))
        return false;
    size_t of = str_find(ret->after, STR("的"));
    if (of == STR_NONE)
        return false;
    size_t condition_at = piece->text.len - ret->after.len - ret->condition.words.len;
    if (!of_all)
        ret->words = str_slice(piece->text, 0, condition_at);
    if (piece->after == 0xFF1A && index + 1 < sentence->pieces.count) {
        ret->at = sentence->pieces.at[index + 1].from;
        names_read(check, sentence, index + 1, ret->at, &ret->names);
        return ret->names.count > 0;
    }
    Str rest = str_after(ret->after, of);
    while (!str_empty(rest) && !text_take_front(&rest, verbs))
        (void)utf8_next(&rest);
    if (str_empty(rest) || (rest.at[0] >= '0' && rest.at[0] <= '9'))
        return false;
    ret->at = piece->from + piece->text.len - rest.len;
    names_read(check, sentence, index, ret->at, &ret->names);
    return ret->names.count > 0;
}

void prose_set(ProseCheck *check, const Sentence *sentence)
{
    if (!check->tables || !check->tables->count)
        return;
    for (size_t i = 0; i < sentence->pieces.count; i++) {
        Group group;
        if (read_group(check, sentence, i, &group) || read_after(check, sentence, i, &group))
            judge_group(check, &group);
    }
}
