/* 赤岗街、南洲街、素社街得分位居前三。 */
#include "engine/check/prose_ranking.h"

/* 位居前三, 分列全区前三位, 排名后两位: takes it off the end of *text. */
static bool take_standing(Str *text, size_t *ret_number, bool *ret_last)
{
    static const char *const verbs[] = {"位居", "位列", "分列", "分居", "排名", "排在",
                                        "名列", "居",   "列",   "排",   NULL};
    static const char *const wholes[] = {"全区", "全市", "全县", "全省", "全局", "", NULL};
    for (Str at = *text; !str_empty(at); (void)utf8_next(&at)) {
        Str rest = at;
        int number = 0;
        if (!text_take_front(&rest, verbs))
            continue;
        (void)text_take_front(&rest, wholes);
        bool last = str_starts(rest, STR("后")) || str_starts(rest, STR("末"));
        if (!last && !str_starts(rest, STR("前")))
            continue;
        (void)utf8_next(&rest);
        if (!small_number_take(&rest, &number) || number <= 0)
            continue;
        (void)text_take_front(&rest, (const char *const[]){"位", "名", NULL});
        if (!str_empty(rest))
            continue;
        *ret_number = (size_t)number;
        *ret_last = last;
        *text = str_slice(*text, 0, text->len - at.len);
        return true;
    }
    return false;
}

/* The first piece of the names that end with piece `index`: 、 joins them, each is a row's name. */
static size_t first_of_names(const ProseCheck *check, const Sentence *sentence, size_t index)
{
    const Rune comma = 0x3001;
    size_t first = index;
    while (first > 0 && sentence->pieces.at[first].before == comma &&
           sentence->pieces.at[first - 1].depth == sentence->pieces.at[index].depth &&
           row_named(check, sentence->pieces.at[first - 1].text))
        first--;
    return first;
}

static void add_name(NameList *to, Str text, const NamedRow *rows)
{
    if (to->count < NAMES_MAX)
        to->at[to->count++] = (ListedName){.text = text, .rows = rows};
}

bool prose_standing(ProseCheck *check, const Sentence *sentence, size_t index)
{
    const Piece *piece = &sentence->pieces.at[index];
    Ranking ranking = {.sentence = sentence, .at = piece->from};
    Str words = piece->text;
    size_t name_len = 0;
    if (!take_standing(&words, &ranking.number, &ranking.is_last))
        return false;
    /* 其中，东街… and 东街… alike. */
    (void)text_take_front(&words, (const char *const[]){"其中", "", NULL});
    const NamedRow *last = row_at_front(check, words, &name_len);
    if (!last)
        return false;
    size_t first = first_of_names(check, sentence, index);
    for (size_t i = first; i < index; i++)
        add_name(&ranking.names, sentence->pieces.at[i].text,
                 row_named(check, sentence->pieces.at[i].text));
    add_name(&ranking.names, str_slice(words, 0, name_len), last);
    ranking.names.is_open = ranking.names.count < ranking.number;
    ranking.words = str_after(words, name_len);
    ranking.context = str_slice(sentence->text, 0, piece->from + piece->text.len);
    ranking.is_loss = str_contains(ranking.words, STR("扣分"));
    ranking_judge(check, &ranking);
    return true;
}
