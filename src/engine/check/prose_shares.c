/* A5件、B3件，共8件; 应办40件，办结38件，办结率95%; 投诉8793件，占总数的44.86% */
#include "base/utf8.h"
#include "engine/check/prose_steps.h"

#define RATE_DIGITS_MIN 3
#define NEAR_PARTS 5

static const char *const total_ends[] = {"共",     "共计",   "合计", "总计",   "合计为",
                                         "总计为", "合计达", "共有", "合计有", NULL};

static const Quantity *only_count(const Sentence *sentence, const Piece *piece)
{
    const Quantity *only = NULL;
    for (size_t k = 0; k < piece->quantity_count; k++) {
        const Quantity *quantity = &sentence->quantities.at[piece->first_quantity + k];
        if (quantity->kind != QUANTITY_COUNT)
            continue;
        if (only || !quantity_is_sure(quantity))
            return NULL;
        only = quantity;
    }
    return only;
}

typedef struct Run {
    const Quantity *parts[CLAIM_TERMS_MAX];
    size_t count;  /* the nearest to the total first */
    size_t listed; /* of these the nearest, all divided by 、 */
    bool is_open;  /* 等: more are not told */
} Run;

/* The quantities of one unit in the pieces right before a total. */
static Run run_before(const Sentence *sentence, size_t index, const Quantity *total)
{
    Run run = {.listed = 0};
    bool listed = true;
    int depth = sentence->pieces.at[index].depth;
    for (size_t i = index; i-- > 0 && run.count < CLAIM_TERMS_MAX;) {
        const Piece *piece = &sentence->pieces.at[i];
        if (piece->depth > depth)
            continue;
        const Quantity *part = only_count(sentence, piece);
        if (piece->depth < depth || !part || piece_is_change(sentence, piece) ||
            !str_equal(part->unit, total->unit) || str_contains(piece->text, STR("其中")))
            break;
        listed = listed && (run.count == 0 || piece->after == 0x3001);
        run.is_open = run.is_open || str_contains(piece->text, STR("等"));
        run.parts[run.count++] = part;
        run.listed = listed ? run.count : run.listed;
    }
    return run;
}

static Claim sum_of_run(ProseCheck *check, const Run *run, const Quantity *total, size_t count)
{
    ClaimTerm terms[CLAIM_TERMS_MAX + 1];
    terms[0] = claim_term(total, 1);
    for (size_t i = 0; i < count; i++)
        terms[i + 1] = claim_term(run->parts[i], -1);
    return claim_sum(check->arena, FINDING_PARTS, STR("所列各数之和应等于合计数"), terms,
                     count + 1);
}

static void total_after(ProseCheck *check, const Sentence *sentence, const Quantity *total)
{
    Str front = total->before;
    if (!text_take_end(&front, total_ends) || utf8_count(front) > 6 ||
        str_contains(sentence->text, STR("累计")))
        return;
    Run run = run_before(sentence, total->piece, total);
    for (size_t count = run.count; count >= 2; count--) {
        Claim claim = sum_of_run(check, &run, total, count);
        if (claim_holds(&claim)) {
            prose_claim(check, claim);
            return;
        }
    }
    if (run.count < 2 || run.is_open)
        return;
    size_t count = run.listed >= 2 ? run.listed : run.count;
    Claim claim = sum_of_run(check, &run, total, count);
    bool sums_up = !str_ends(total->before, STR("共")) || str_empty(front);
    if (sums_up && (run.listed >= 2 || claim_fails_by_a_digit(&claim)))
        prose_claim(check, claim);
}

/* 办结 of 办结率为; empty when the words name no rate. */
static Str stem_of_rate(const Quantity *rate)
{
    Str name = quantity_name(rate);
    if (!str_ends(name, STR("率")))
        return (Str){0};
    return str_slice(name, 0, name.len - strlen("率"));
}

static bool is_counted(const Sentence *sentence, const Quantity *quantity)
{
    return quantity->kind == QUANTITY_COUNT && quantity_is_sure(quantity) &&
           !piece_is_change(sentence, &sentence->pieces.at[quantity->piece]);
}

/* 执行 of 执行数. */
static Str counted_name(const Quantity *quantity)
{
    static const char *const ends[] = {"数",   "量",   "额",   "金额", "件数",
                                       "人数", "数量", "总数", NULL};
    Str name = quantity_name(quantity);
    (void)text_take_end(&name, ends);
    return name;
}

/* Whether the words name what the rate is of, by themselves: 预算数 of 执行率, 应办 of 办结率. */
static bool is_sure_base(const Quantity *whole)
{
    static const char *const bases[] = {"应",   "预算", "抽查", "抽检", "检查", "抽取",
                                        "交办", "发现", "下达", "参评", "核查", NULL};
    return text_has_any(quantity_name(whole), bases);
}

static const Quantity *part_of_rate(const Sentence *sentence, const Quantity *rate, Str stem)
{
    const Quantity *part = NULL;
    for (const Quantity *q = sentence->quantities.at; q < rate; q++)
        if (is_counted(sentence, q) && str_ends(counted_name(q), stem))
            part = q;
    return part;
}

/* A rate is only then wrong for certain when it is what was meant but for one digit: its base may
 * be another than the number told. */
static void rate_of_counts(ProseCheck *check, const Sentence *sentence, const Quantity *rate)
{
    Str stem = stem_of_rate(rate);
    const Quantity *part = str_empty(stem) ? NULL : part_of_rate(sentence, rate, stem);
    if (!part)
        return;
    Claim last = {0};
    size_t wholes = 0;
    bool sure_base = false;
    for (const Quantity *whole = sentence->quantities.at; whole < rate; whole++) {
        if (whole == part || !is_counted(sentence, whole) || !str_equal(whole->unit, part->unit))
            continue;
        last = claim_share(check->arena, FINDING_RATIO, STR("比率应等于前后两数相除"), rate, part,
                           whole);
        sure_base = is_sure_base(whole);
        wholes++;
        if (claim_holds(&last)) {
            prose_claim(check, last);
            return;
        }
    }
    bool whole_rate = rate->value.millionths == (int64_t)100 * DECIMAL_ONE;
    /* 满意率 counts 基本满意 too, which need not be told. */
    if (wholes != 1 || whole_rate || rate->number.len < RATE_DIGITS_MIN ||
        str_contains(sentence->text, STR("结转")) || str_ends(stem, STR("满意")))
        return;
    if (claim_fails_by_a_digit(&last) || (sure_base && claim_is_near(&last, NEAR_PARTS)))
        prose_claim(check, last);
}

void prose_shares(ProseCheck *check, const Sentence *sentence)
{
    LIST_EACH (const Quantity, quantity, &sentence->quantities) {
        if (!quantity_is_sure(quantity) ||
            piece_is_change(sentence, &sentence->pieces.at[quantity->piece]))
            continue;
        if (quantity->kind == QUANTITY_COUNT)
            total_after(check, sentence, quantity);
        else if (quantity->kind == QUANTITY_PERCENT)
            rate_of_counts(check, sentence, quantity);
    }
}
