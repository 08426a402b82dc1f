/* 90分(含)以上为优秀，80分(含)至89分为良好，…，不足70分为不合格 */
#include "base/utf8.h"
#include "engine/check/prose_steps.h"

#define BANDS_MAX 12

/* The scores that get one grade; an open end has no bound. */
typedef struct Band {
    bool has_low;
    bool has_high;
    bool low_in; /* the bound itself belongs to it */
    bool high_in;
    Decimal low;
    Decimal high;
    const Quantity *first;
} Band;

typedef struct BandList {
    Band at[BANDS_MAX];
    size_t count;
    bool has_decimals;
} BandList;

static const char *const grades[] = {"优秀", "良好", "合格", "优",   "良",   "中", "差",   "达标",
                                     "一般", "较好", "较差", "等次", "等级", "好", "一等", "二等",
                                     "三等", "A",    "B",    "C",    "D",    "级", "档",   NULL};

static const char *const below_words[] = {"不足",   "低于", "不到", "小于",
                                          "未达到", "未达", "不满", NULL};

static bool is_score(const Quantity *quantity)
{
    return (quantity->kind == QUANTITY_COUNT || quantity->kind == QUANTITY_OTHER ||
            quantity->kind == QUANTITY_PERCENT) &&
           (str_equal_c(quantity->unit, "分") || str_equal_c(quantity->unit, "%") ||
            str_empty(quantity->unit));
}

static bool says_included(Str after)
{
    return str_starts(after, STR("（含")) || str_starts(after, STR("（包含")) ||
           str_starts(after, STR("含"));
}

/* The bounds of one clause: 80分（含）至89分, 90分以上, 不足70分. */
static bool read_band(Str clause, const Quantity *const *scores, size_t count, Band *ret)
{
    *ret = (Band){.first = scores[0]};
    const char *base = scores[0]->sentence->text.at;
    size_t clause_end = (size_t)(clause.at + clause.len - base);
    Str after_first = {base + scores[0]->to, clause_end - scores[0]->to};
    if (count == 2) {
        Str after = {base + scores[1]->to, clause_end - scores[1]->to};
        Str before = {clause.at, (size_t)(base + scores[1]->from - clause.at)};
        bool first_is_low = decimal_compare(scores[0]->value, scores[1]->value) <= 0;
        const Quantity *low = scores[first_is_low ? 0 : 1];
        const Quantity *high = scores[first_is_low ? 1 : 0];
        ret->has_low = ret->has_high = true;
        ret->low = low->value;
        ret->high = high->value;
        ret->low_in = true;
        ret->high_in = !str_contains(after, STR("不含")) && !text_has_any(before, below_words) &&
                       !str_starts(after, STR("以下")) && !str_contains(after, STR("以下（不含"));
        if (str_starts(after, STR("以下")))
            ret->high_in = false;
        return first_is_low;
    }
    if (text_has_any(scores[0]->before, below_words)) {
        ret->has_high = true;
        ret->high = scores[0]->value;
        ret->high_in = false;
        return true;
    }
    bool included = says_included(after_first) || str_contains(after_first, STR("（含"));
    if (str_contains(after_first, STR("以下"))) {
        ret->has_high = true;
        ret->high = scores[0]->value;
        ret->high_in = included;
        return true;
    }
    if (str_contains(after_first, STR("以上")) || str_contains(scores[0]->before, STR("不低于")) ||
        str_ends(scores[0]->before, STR("≥"))) {
        ret->has_low = true;
        ret->low = scores[0]->value;
        /* 以上 without （不含） has the bound itself (Civil Code, article 1259). */
        ret->low_in = !str_contains(after_first, STR("不含"));
        return true;
    }
    return false;
}

static void read_clause(const Sentence *sentence, size_t from, size_t to, BandList *bands)
{
    const Quantity *scores[2];
    size_t count = 0;
    LIST_EACH (const Quantity, quantity, &sentence->quantities)
        if (quantity->from >= from && quantity->to <= to && is_score(quantity)) {
            if (count == 2)
                return;
            scores[count++] = quantity;
        }
    Str clause = str_slice(sentence->text, from, to - from);
    Band band;
    if (count && bands->count < BANDS_MAX && text_has_any(clause, grades) &&
        read_band(clause, scores, count, &band)) {
        bands->has_decimals = bands->has_decimals || scores[0]->places || scores[count - 1]->places;
        bands->at[bands->count++] = band;
    }
}

static int band_order(const void *a, const void *b)
{
    const Band *one = a;
    const Band *two = b;
    if (one->has_low != two->has_low)
        return one->has_low ? 1 : -1;
    return decimal_compare(one->low, two->low);
}

/* Whether scores of the paper have decimals; then whole-number bands leave gaps. */
static bool scores_have_decimals(const ProseCheck *check)
{
    LIST_EACH (const Sentence, sentence, &check->prose.sentences)
        LIST_EACH (const Quantity, quantity, &sentence->quantities)
            if (str_equal_c(quantity->unit, "分") && quantity->places)
                return true;
    for (size_t t = 0; check->tables && t < check->tables->count; t++)
        for (size_t c = 0; c < check->tables->at[t].column_count; c++)
            if (check->tables->at[t].columns[c].role == COLUMN_NUMBER &&
                check->tables->at[t].columns[c].places &&
                str_contains(check->tables->at[t].columns[c].name, STR("分")))
                return true;
    return false;
}

static Str number_of(const ProseCheck *check, Decimal value)
{
    return decimal_str_least(check->arena, value, 0);
}

static void tell(ProseCheck *check, const Sentence *sentence, const Band *lower, const Band *upper,
                 bool overlap)
{
    Str high = number_of(check, lower->high);
    Str low = number_of(check, upper->low);
    Str cause =
        overlap
            ? str_format(check->arena, "%.*s 分至 %.*s 分之间的得分同属两个等次", STRF(low),
                         STRF(high))
            : str_format(
                  check->arena,
                  "%.*s 分与 %.*s 分之间的得分不属于任何等次，下一段的上限宜写作「不足 %.*s 分」",
                  STRF(high), STRF(low), STRF(low));
    prose_slip(
        check, sentence, lower->first->from,
        (Finding){.kind = FINDING_BAND,
                  .unit = STR("等次分数段"),
                  .printed = str_format(check->arena, "%.*s分、%.*s分", STRF(high), STRF(low)),
                  .recomputed = overlap ? STR("两段不应重叠") : STR("两段应当相接"),
                  .cause = cause});
}

static void judge_bands(ProseCheck *check, const Sentence *sentence, BandList *bands)
{
    qsort(bands->at, bands->count, sizeof *bands->at, band_order);
    /* （含） is said where scores lie between whole points. */
    bool says_bounds = str_contains(sentence->text, STR("（含"));
    bool decimals = bands->has_decimals || scores_have_decimals(check);
    for (size_t i = 0; i + 1 < bands->count; i++) {
        const Band *lower = &bands->at[i];
        const Band *upper = &bands->at[i + 1];
        if (!lower->has_high || !upper->has_low)
            continue;
        int way = decimal_compare(lower->high, upper->low);
        bool one_step = upper->low.millionths - lower->high.millionths <= DECIMAL_ONE;
        bool gap = way < 0 && (!one_step || decimals || says_bounds || !lower->high_in);
        if (way > 0 || gap) {
            tell(check, sentence, lower, upper, way > 0);
            return;
        }
    }
}

/* 70分以上、不足80分为合格: the second bound of one band, not a band of its own. */
static bool bound_follows(const Sentence *sentence, size_t from, size_t index)
{
    if (index + 1 >= sentence->pieces.count)
        return false;
    const Piece *piece = &sentence->pieces.at[index];
    Str clause = str_slice(sentence->text, from, piece->from + piece->text.len - from);
    Str next = sentence->pieces.at[index + 1].text;
    next = str_starts(next, STR("但")) ? str_after(next, STR("但").len) : next;
    bool is_below = false;
    for (size_t i = 0; below_words[i]; i++)
        is_below = is_below || str_starts(next, str_of(below_words[i]));
    return is_below && !text_has_any(clause, grades);
}

void prose_band(ProseCheck *check, const Sentence *sentence)
{
    BandList bands = {0};
    size_t from = 0;
    for (size_t i = 0; i < sentence->pieces.count; i++) {
        const Piece *piece = &sentence->pieces.at[i];
        size_t to = piece->from + piece->text.len;
        bool ends = piece->depth == 0 &&
                    (piece->after == 0xFF0C || piece->after == 0xFF1B || piece->after == 0x3001 ||
                     piece->after == 0xFF1A || piece->after == 0x3002 || piece->after == 0);
        bool last = i + 1 == sentence->pieces.count;
        if ((ends && !bound_follows(sentence, from, i)) || last) {
            read_clause(sentence, from, to, &bands);
            from = to;
        }
    }
    if (bands.count >= 3)
        judge_bands(check, sentence, &bands);
}
