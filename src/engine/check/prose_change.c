/* 本月100件，上月80件，环比增长25%（增加20件）; 由40%提高到45%，提高5个百分点 */
#include "engine/check/prose_cells.h"

typedef enum Against { AGAINST_ANY, AGAINST_LAST, AGAINST_YEAR, AGAINST_COUNT } Against;

/* One figure and what is said of its change. */
typedef struct Group {
    const Quantity *now;
    const Quantity *before[AGAINST_COUNT];
    const Quantity *amount[AGAINST_COUNT];
    const Quantity *rate[AGAINST_COUNT];
    int amount_sign[AGAINST_COUNT];
    int rate_sign[AGAINST_COUNT];
    bool is_unsure[AGAINST_COUNT]; /* another noun stands before the words of change */
    Against against;               /* of the piece before */
} Group;

static const char *const rises[] = {"增长", "上升", "增加", "提高", "上涨", "提升", "升高",
                                    "增幅", "多了", "扩大", "涨幅", "增多", NULL};
static const char *const falls[] = {"下降", "减少", "降低", "回落", "下跌", "缩减", "压减",
                                    "降幅", "下滑", "少了", "收窄", "压缩", NULL};
static const char *const comparing[] = {"同比", "环比", "较上", "较去",   "较前",   "比上", "比去",
                                        "比前", "与上", "与去", "较同期", "比同期", "相比", NULL};
static const char *const last_words[] = {"环比", "上月", "上个月", "上期",   "上季",
                                         "上周", "前月", "上一月", "上一季", NULL};
static const char *const year_words[] = {"同比", "去年", "上年", "同期", "上一年", "前年", NULL};
static const char *const other_bases[] = {"可比",   "口径",     "扣除",   "剔除", "计划", "目标",
                                          "均值",   "平均水平", "平均数", "预算", "年初", "任务",
                                          "分别",   "结转",     "全市",   "全省", "全国", "增长率",
                                          "增加值", "两年",     "累计增", "年均", NULL};

static size_t first_of(Str text, const char *const *words)
{
    size_t best = STR_NONE;
    for (; *words; words++) {
        size_t at = str_find(text, str_of(*words));
        if (at < best)
            best = at;
    }
    return best;
}

bool piece_is_change(const Sentence *sentence, const Piece *piece)
{
    (void)sentence;
    return text_has_any(piece->text, rises) || text_has_any(piece->text, falls) ||
           text_has_any(piece->text, comparing) || text_has_any(piece->text, year_words) ||
           text_has_any(piece->text, last_words);
}

static Against against_of(Str text, Against inherited)
{
    bool last = text_has_any(text, last_words);
    bool year = text_has_any(text, year_words);
    if (last == year)
        return inherited;
    return last ? AGAINST_LAST : AGAINST_YEAR;
}

static int sign_of(Str text, size_t *ret_at)
{
    size_t up = first_of(text, rises);
    size_t down = first_of(text, falls);
    *ret_at = up < down ? up : down;
    return *ret_at == STR_NONE ? 0 : up < down ? 1 : -1;
}

static const Quantity *before_of(const Group *group, Against against)
{
    if (group->before[against])
        return group->before[against];
    const Quantity *only = NULL;
    for (size_t i = 0; i < AGAINST_COUNT; i++)
        if (group->before[i]) {
            if (only || (against != AGAINST_ANY && i != AGAINST_ANY))
                return NULL;
            only = group->before[i];
        }
    return only;
}

static void add_unless_unsure(ProseCheck *check, const Group *group, Against against, Claim claim)
{
    if (claim_holds(&claim) || !group->is_unsure[against])
        prose_claim(check, claim);
}

static void claim_amount(ProseCheck *check, const Group *group, Against against)
{
    const Quantity *before = before_of(group, against);
    if (!before || !str_equal(before->unit, group->now->unit))
        return;
    ClaimTerm terms[] = {claim_term(group->amount[against], group->amount_sign[against]),
                         claim_term(group->now, -1), claim_term(before, 1)};
    add_unless_unsure(
        check, group, against,
        claim_sum(check->arena, FINDING_CHANGE, STR("增减数应等于前后两数之差"), terms, 3));
}

static const char *const *words_of(Against against)
{
    return against == AGAINST_LAST ? last_words : against == AGAINST_YEAR ? year_words : comparing;
}

static void claim_rate(ProseCheck *check, const Group *group, Against against)
{
    const Quantity *rate = group->rate[against];
    const Quantity *before = before_of(group, against);
    const Quantity *amount = group->amount[against];
    int sign = group->rate_sign[against];
    if (before && str_equal(before->unit, group->now->unit))
        add_unless_unsure(check, group, against,
                          claim_change(check->arena, STR("增减幅度应等于两数之差除以前数"), rate,
                                       group->now, before, sign));
    else if (amount && amount->kind == QUANTITY_COUNT)
        add_unless_unsure(check, group, against,
                          claim_change_by(check->arena, STR("增减幅度应等于增减数除以原来的数"),
                                          rate, group->now, amount, sign));
    Claim claim;
    if (!before && change_in_tables(check, group->now, rate, sign, words_of(against), &claim))
        add_unless_unsure(check, group, against, claim);
}

static void flush(ProseCheck *check, Group *group)
{
    for (Against i = 0; group->now && i < AGAINST_COUNT; i++) {
        if (group->amount[i])
            claim_amount(check, group, i);
        if (group->rate[i])
            claim_rate(check, group, i);
    }
}

static bool is_amount_of(const Quantity *quantity, const Quantity *now)
{
    if (!now || !quantity_is_sure(quantity))
        return false;
    if (now->kind == QUANTITY_PERCENT)
        return quantity->kind == QUANTITY_POINTS;
    return quantity->kind == QUANTITY_COUNT && str_equal(quantity->unit, now->unit);
}

/* Whether what stands before the words of change names something else than the figure before. */
static bool names_another(Str text, Against against)
{
    static const char *const joining[] = {"也", "又",   "则",   "且",   "仍", "与",
                                          "和", "即",   "均",   "其",   "，", "较",
                                          "比", "同期", "数量", "总体", NULL};
    size_t at = first_of(text, comparing);
    size_t moves = STR_NONE;
    (void)sign_of(text, &moves);
    if (moves < at)
        at = moves;
    Str front = str_slice(text, 0, at == STR_NONE ? 0 : at);
    while (text_take_end(&front, joining))
        ;
    (void)against;
    return !str_empty(front);
}

static void read_change(Group *group, const Sentence *sentence, const Piece *piece, Str words,
                        size_t sign_at, int sign)
{
    Against against = against_of(words, group->against);
    group->against = against;
    size_t from = piece->from + (size_t)(words.at - piece->text.at) + sign_at;
    for (size_t k = 0; k < piece->quantity_count; k++) {
        const Quantity *quantity = &sentence->quantities.at[piece->first_quantity + k];
        if (quantity == group->now)
            continue;
        if (quantity->from < from) {
            if (group->now && quantity_is_sure(quantity) && quantity->kind == group->now->kind &&
                str_equal(quantity->unit, group->now->unit))
                group->before[against] = quantity;
        } else if (is_amount_of(quantity, group->now) && !group->amount[against]) {
            group->amount[against] = quantity;
            group->amount_sign[against] = sign;
        } else if (quantity->kind == QUANTITY_PERCENT && quantity_is_sure(quantity) && group->now &&
                   group->now->kind == QUANTITY_COUNT && !group->rate[against]) {
            group->rate[against] = quantity;
            group->rate_sign[against] = sign;
        }
    }
    if (names_another(words, against))
        group->is_unsure[against] = true;
}

/* 与去年同期相比增长2.26%。 of the sentence before, whose figures stand in a table. */
static void change_of_before(ProseCheck *check, const Sentence *sentence, const Piece *piece,
                             int sign)
{
    const Sentence *before = sentence_before(sentence);
    const Quantity *rate = &sentence->quantities.at[piece->first_quantity];
    Against against = against_of(piece->text, AGAINST_ANY);
    if (piece->quantity_count != 1 || rate->kind != QUANTITY_PERCENT || !quantity_is_sure(rate))
        return;
    Claim of_total;
    if (total_change_in_tables(check, piece->text, rate, sign, words_of(against), &of_total))
        prose_claim(check, of_total);
    if (!before || names_another(piece->text, against))
        return;
    LIST_EACH (const Quantity, now, &before->quantities) {
        Claim claim;
        if (!quantity_is_stated(now))
            continue;
        if (change_in_tables(check, now, rate, sign, words_of(against), &claim))
            prose_claim(check, claim);
        return;
    }
}

static bool is_measure(const Quantity *quantity)
{
    return (quantity->kind == QUANTITY_COUNT || quantity->kind == QUANTITY_PERCENT) &&
           quantity_is_sure(quantity);
}

/* 上月80件, 去年同期为75.2%: a figure of the time before. */
static bool read_before(Group *group, const Piece *piece, const Quantity *quantity)
{
    if (!text_has_any(quantity->before, last_words) && !text_has_any(quantity->before, year_words))
        return false;
    Against against = against_of(quantity->before, AGAINST_ANY);
    (void)piece;
    if (group->now && !str_equal(group->now->unit, quantity->unit))
        return true;
    group->before[against] = quantity;
    return true;
}

static void begin(ProseCheck *check, Group *group, const Quantity *quantity)
{
    Group next = {.now = quantity};
    if (!group->now) /* 上月80件，本月100件 */
        memcpy(next.before, group->before, sizeof next.before);
    flush(check, group);
    *group = next;
}

static void slip_of_way(ProseCheck *check, const Quantity *from, const Quantity *to, int sign)
{
    prose_slip(
        check, from->sentence, to->from,
        (Finding){
            .kind = FINDING_CHANGE,
            .unit = quantity_name(from),
            .printed = str_format(check->arena, "由%.*s%s到%.*s", STRF(from->printed),
                                  sign > 0 ? "提高" : "下降", STRF(to->printed)),
            .recomputed = sign > 0 ? STR("下降") : STR("提高"),
            .cause =
                STR("增减的方向与前后两个数字的大小相反，很可能是前后两个数字颠倒，或增减写反了")});
}

/* 由40%提高到45%: the two ends of a change in one piece. */
static bool read_ends(ProseCheck *check, Group *group, const Sentence *sentence, const Piece *piece)
{
    static const char *const starts[] = {"由",           "从",       "由上月的",     "从上月的",
                                         "由去年同期的", "由上月",   "从去年同期的", "由去年的",
                                         "从去年的",     "由原来的", "从原来的",     "由此前的",
                                         "由最初的",     "由上年的", "从上年的",     NULL};
    for (size_t k = 0; k + 1 < piece->quantity_count; k++) {
        const Quantity *from = &sentence->quantities.at[piece->first_quantity + k];
        const Quantity *to = from + 1;
        Str words = from->before;
        if (!is_measure(from) || !is_measure(to) || !text_take_end(&words, starts) ||
            !str_equal(from->unit, to->unit))
            continue;
        Str between = str_slice(from->after, 0, from->after.len - to->after.len - to->printed.len);
        size_t at = STR_NONE;
        int sign = sign_of(between, &at);
        if (str_contains(between, STR("降至")) || str_contains(between, STR("降到")) ||
            str_contains(between, STR("减至")) || str_contains(between, STR("减到")))
            sign = -1;
        if (str_contains(between, STR("增至")) || str_contains(between, STR("升至")) ||
            str_contains(between, STR("增到")) || str_contains(between, STR("升到")))
            sign = 1;
        if (!str_contains(between, STR("到")) && !str_contains(between, STR("至")))
            continue;
        begin(check, group, to);
        group->before[AGAINST_ANY] = from;
        int way = decimal_compare(to->value, from->value);
        if (sign && way == -sign)
            slip_of_way(check, from, to, sign);
        return true;
    }
    return false;
}

static void read_piece(ProseCheck *check, Group *group, const Sentence *sentence,
                       const Piece *piece)
{
    if (text_has_any(piece->text, other_bases) && piece_is_change(sentence, piece)) {
        begin(check, group, NULL);
        return;
    }
    if (read_ends(check, group, sentence, piece))
        return;
    Str words = piece->text;
    size_t change_from = first_of(words, comparing);
    size_t sign_at = STR_NONE;
    int sign = sign_of(words, &sign_at);
    if (sign_at < change_from)
        change_from = sign_at;
    for (size_t k = 0; k < piece->quantity_count; k++) {
        const Quantity *quantity = &sentence->quantities.at[piece->first_quantity + k];
        size_t at = quantity->from - piece->from;
        if (!is_measure(quantity) || (at > change_from && sign))
            continue;
        if (read_before(group, piece, quantity))
            continue;
        begin(check, group, quantity);
        words = str_after(piece->text, quantity->to - piece->from);
    }
    sign = sign_of(words, &sign_at);
    if (sign && group->now)
        read_change(group, sentence, piece, words, sign_at, sign);
    else if (sign)
        change_of_before(check, sentence, piece, sign);
    else
        group->against = against_of(words, group->against);
}

void prose_change(ProseCheck *check, const Sentence *sentence)
{
    Group group = {0};
    if (str_contains(sentence->text, STR("分别")))
        return;
    for (size_t i = 0; i < sentence->pieces.count; i++)
        read_piece(check, &group, sentence, &sentence->pieces.at[i]);
    flush(check, &group);
}
