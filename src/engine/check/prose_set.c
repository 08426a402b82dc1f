/* 仅甲局、乙局网办比例达到市考核要求的40%; 甲街、乙街主动评价率低于全区均值 */
#include "base/utf8.h"
#include "engine/check/prose_bound.h"

#define NAMES_BYTES_MAX (4 * KIB)

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
    if (!condition_find(piece->text, &ret->condition, &ret->after))
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

/* A name that stands on several rows holds when one of them meets the bound. */
static bool name_holds(const Group *group, const Order *order, const ListedName *name,
                       Decimal bound)
{
    bool known = false;
    for (const NamedRow *rows = name->rows; rows; rows = rows->next) {
        if (rows->table != order->table)
            continue;
        known = true;
        if (row_meets(&group->condition, order, rows->row, bound) != MEETS_NOT)
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
            row_meets(&group->condition, order, row, bound) == MEETS &&
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

static bool group_bound(const Group *group, const CheckTable *table, size_t column, bool printed,
                        Decimal *ret)
{
    if (group->condition.of_sign || group->condition.told)
        return bound_told(&group->condition, table, column, ret);
    return bound_of(group->sentence, group->piece, group->after, table, column, printed, ret);
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
                if (columns[i] == SIZE_MAX ||
                    !group_bound(group, table, columns[i], printed, &bound))
                    continue;
                Order order = prose_order_read(
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

/* The names after a piece: 有7个：A、B, and 有7个，分别是A、B. */
static bool names_next(const Sentence *sentence, size_t index, size_t *ret_from)
{
    static const char *const leads[] = {"分别是", "分别为", "依次是", "依次为", NULL};
    if (index + 1 >= sentence->pieces.count)
        return false;
    const Piece *next = &sentence->pieces.at[index + 1];
    Str text = next->text;
    bool is_led = text_take_front(&text, leads);
    *ret_from = next->from + next->text.len - text.len;
    return sentence->pieces.at[index].after == 0xFF1A || (is_led && !str_empty(text));
}

/* The piece that goes on after the bracket: 高于平均水平（90%）的街道有. */
static size_t piece_with_noun(const Sentence *sentence, size_t index)
{
    size_t next = index + 1;
    while (next < sentence->pieces.count &&
           sentence->pieces.at[next].depth > sentence->pieces.at[index].depth)
        next++;
    bool goes_on = next > index + 1 && next < sentence->pieces.count &&
                   sentence->pieces.at[next].before == 0xFF09 &&
                   str_starts(sentence->pieces.at[next].text, STR("的"));
    return goes_on ? next : index;
}

/* 满意率低于95%的有7个单位：甲局、乙局。 The names follow the condition. */
static bool read_after(const ProseCheck *check, const Sentence *sentence, size_t index, Group *ret)
{
    static const char *const verbs[] = {"是", "为", "有", NULL};
    const Piece *piece = &sentence->pieces.at[index];
    *ret = (Group){.sentence = sentence, .piece = index};
    bool of_all = condition_find_of_all(sentence, index, &ret->condition, &ret->words, &ret->after);
    if (!of_all && !condition_find(piece->text, &ret->condition, &ret->after))
        return false;
    size_t noun = piece_with_noun(sentence, index);
    Str rest = noun == index ? ret->after : sentence->pieces.at[noun].text;
    size_t of = str_find(rest, STR("的"));
    if (of == STR_NONE)
        return false;
    size_t condition_at = piece->text.len - ret->after.len - ret->condition.words.len;
    if (!of_all)
        ret->words = str_slice(piece->text, 0, condition_at);
    if (names_next(sentence, noun, &ret->at)) {
        names_read(check, sentence, noun + 1, ret->at, &ret->names);
        return ret->names.count > 0;
    }
    rest = str_after(rest, of);
    while (!str_empty(rest) && !text_take_front(&rest, verbs))
        (void)utf8_next(&rest);
    if (str_empty(rest) || (rest.at[0] >= '0' && rest.at[0] <= '9'))
        return false;
    ret->at = sentence->pieces.at[noun].from + sentence->pieces.at[noun].text.len - rest.len;
    names_read(check, sentence, noun, ret->at, &ret->names);
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
        else
            prose_bound_count(check, sentence, i);
    }
}
