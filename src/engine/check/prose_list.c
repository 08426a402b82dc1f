/* 前三位的街道是赤岗街、南洲街、素社街，后三位的街道是官洲街、瑞宝街、南华西街。 */
#include "base/utf8.h"
#include "engine/check/prose_ranking.h"

/* 前三为, 前三： need no measure. */
static bool stops_here(Str rest)
{
    return str_empty(rest) || str_starts(rest, STR("为")) || str_starts(rest, STR("是"));
}

/* 前三位, 后3名, 倒数第一, 最高: takes the phrase off the front of *rest. */
static bool take_phrase(Str *rest, Ranking *ranking)
{
    static const char *const firsts[] = {"前", "TOP", "top", "靠前的", NULL};
    static const char *const lasts[] = {"后", "倒数", "倒数后", "末", "靠后的", NULL};
    static const char *const measures[] = {"位", "名", "的", "个", NULL};
    static const char *const most[] = {"最高", "最多", "最大", NULL};
    static const char *const least[] = {"最低", "最少", "最小", NULL};
    Str text = *rest;
    bool last = text_take_front(&text, lasts);
    int number = 0;
    if ((last || text_take_front(&text, firsts)) && small_number_take(&text, &number) &&
        number > 0 && number <= 50 && (text_take_front(&text, measures) || stops_here(text))) {
        ranking->number = (size_t)number;
        ranking->is_last = last;
        *rest = text;
        return true;
    }
    text = *rest;
    bool small = text_take_front(&text, least);
    if (small || text_take_front(&text, most)) {
        if (!str_starts(text, STR("的")))
            return false;
        ranking->number = 1;
        ranking->is_last = small;
        *rest = text;
        return true;
    }
    text = *rest;
    if (text_take_front(&text, (const char *const[]){"排名第一的", "位列第一的", "居首位的",
                                                     "第一的", "第一名的", "排名第一位的", NULL})) {
        ranking->number = 1;
        *rest = text;
        return true;
    }
    return false;
}

/* 较多的, 排在前列的: takes it off the front; how many are listed is not told. */
static bool take_loose(Str *rest, Ranking *ranking)
{
    static const char *const firsts[] = {"较多的",     "较高的",   "排在前列的",
                                         "位居前列的", "居前列的", NULL};
    static const char *const lasts[] = {"较少的", "较低的", NULL};
    bool last = text_take_front(rest, lasts);
    if (!last && !text_take_front(rest, firsts))
        return false;
    ranking->number = 1;
    ranking->is_last = last;
    ranking->is_loose = true;
    return true;
}

/* Where the names begin after the phrase: after 是, 为, 有 or a colon. */
static bool names_begin(const Sentence *sentence, size_t index, Str rest, size_t *ret_piece,
                        size_t *ret_from)
{
    static const char *const verbs[] = {"分别是", "分别为", "依次是", "依次为", "是",
                                        "为",     "有：",   "分别有", "有",     NULL};
    const Piece *piece = &sentence->pieces.at[index];
    for (Str at = rest; !str_empty(at); (void)utf8_next(&at)) {
        Str after = at;
        bool is_number = false;
        if (text_take_front(&after, verbs))
            is_number = str_starts(at, STR("有")) && !str_empty(after) && after.at[0] >= '0' &&
                        after.at[0] <= '9';
        /* 有3个：A、B: the names come after the colon. */
        if (after.len < at.len && !is_number) {
            *ret_piece = index;
            *ret_from = piece->from + piece->text.len - after.len;
            if (!str_empty(after))
                return true;
            break;
        }
    }
    if (index + 1 < sentence->pieces.count && piece->after == 0xFF1A &&
        sentence->pieces.at[index + 1].depth == piece->depth) {
        *ret_piece = index + 1;
        *ret_from = sentence->pieces.at[index + 1].from;
        return true;
    }
    return false;
}

/* 得分最高的是A，最低的是B: no words of its own. */
static bool is_wordless(Str words)
{
    static const char *const joins[] = {"，", "；", "、", "而", "其中", NULL};
    while (text_take_front(&words, joins))
        ;
    return str_empty(words);
}

static void read_ranking(ProseCheck *check, const Sentence *sentence, size_t index, Str rest,
                         size_t words_from, Str before, Ranking *ranking)
{
    const Piece *piece = &sentence->pieces.at[index];
    size_t phrase_at = piece->from + piece->text.len - rest.len;
    size_t names_piece;
    size_t names_from;
    Str after = rest;
    if ((!take_phrase(&after, ranking) && !take_loose(&after, ranking)) ||
        !names_begin(sentence, index, after, &names_piece, &names_from))
        return;
    ranking->sentence = sentence;
    ranking->at = phrase_at;
    ranking->words = str_slice(sentence->text, words_from, phrase_at - words_from);
    if (is_wordless(ranking->words) && !str_empty(before))
        ranking->words = before;
    ranking->context = str_slice(sentence->text, 0, phrase_at);
    Str front = str_slice(piece->text, 0, phrase_at - piece->from);
    ranking->is_loss = str_contains(front, STR("扣分")) || str_contains(front, STR("失分"));
    ranking->is_strict = str_contains(after, STR("依次"));
    names_read(check, sentence, names_piece, names_from, &ranking->names);
    if (!ranking->names.count)
        return;
    ranking->names.is_open = ranking->names.is_open || ranking->is_loose;
    if (ranking->number == 1 && ranking->names.count > 1)
        ranking->number = ranking->names.count;
    ranking_judge(check, ranking);
}

void prose_lists(ProseCheck *check, const Sentence *sentence)
{
    size_t words_from = 0;
    Str before = {0};
    if (!check->tables || !check->tables->count)
        return;
    for (size_t i = 0; i < sentence->pieces.count; i++) {
        const Piece *piece = &sentence->pieces.at[i];
        Str rest = piece->text;
        Ranking ranking = {0};
        if (prose_standing(check, sentence, i))
            continue;
        while (!str_empty(rest) && !ranking.number) {
            read_ranking(check, sentence, i, rest, words_from, before, &ranking);
            (void)utf8_next(&rest);
        }
        if (ranking.names.count)
            before = ranking.words;
        if (ranking.names.end > i)
            words_from = ranking.names.end < sentence->pieces.count
                             ? sentence->pieces.at[ranking.names.end].from
                             : sentence->text.len;
    }
}
