/* 共承办工单19602件，其中咨询类1565件、投诉类8793件、… */
#include "engine/check/prose_parts.h"

static const char *const partial_words[] = {
    "等",   "主要", "重点", "较多", "最多", "居前", "前三", "前五", "前十", "排名", "涉及",
    "例如", "比如", "尤其", "特别", "如：", "不含", "除",   "另有", "此外", "部分", "超过",
    "包含", "最高", "最低", "排在", "位居", "名列", "突出", "集中", NULL};
static const char *const rest_words[] = {"其他", "其它", "其余", NULL};

static Claim sum_of(ProseCheck *check, const PartList *list, const Quantity *total, size_t count)
{
    ClaimTerm terms[CLAIM_TERMS_MAX + 1];
    terms[0] = claim_term(total, 1);
    for (size_t i = 0; i < count; i++)
        terms[i + 1] = claim_term(list->parts[i], -1);
    return claim_sum(check->arena, FINDING_PARTS, STR("各分项之和应等于总数"), terms, count + 1);
}

/* A reading under which all is right: any total, any place where the list may end. */
static const Quantity *find_holding(ProseCheck *check, PartList *list)
{
    for (size_t count = list->count; count >= 2; count--) {
        if (count < list->count && !list->ends_here[count - 1])
            continue;
        for (size_t i = list->total_count; i-- > 0;) {
            Claim claim = sum_of(check, list, list->totals[i], count);
            if (claim_holds(&claim)) {
                list->count = count;
                return list->totals[i];
            }
        }
    }
    return NULL;
}

/* Where the marks change from 、 to ，, something else may begin. */
static void cut_to_first_end(PartList *list)
{
    bool listed = list->count && list->sentence->pieces.at[list->parts[0]->piece].after == 0x3001;
    for (size_t i = 1; listed && i < list->count; i++)
        if (list->ends_here[i]) {
            list->count = i + 1;
            return;
        }
}

static bool too_much_is_wrong(const PartList *list, const Claim *claim)
{
    if (parts_have_form(list) || parts_are_pair(list) || parts_have_whole_shares(list) ||
        parts_named_by_whole(list))
        return true;
    if (parts_may_overlap(list) || list->is_mixed)
        return false;
    return list->count >= 3 || claim_fails_by_a_digit(claim);
}

static bool too_little_is_wrong(const PartList *list, const Claim *claim, int64_t total)
{
    if (list->is_partial || parts_are_months(list))
        return false;
    if (parts_are_pair(list) || parts_named_by_whole(list) || parts_have_whole_shares(list) ||
        (parts_have_rest(list) && !list->is_mixed))
        return true;
    if (list->is_mixed || list->count < 3)
        return false;
    int64_t missing = -claim_gap(claim);
    bool by_digit = claim_fails_by_a_digit(claim);
    if (parts_have_form(list))
        return by_digit || (list->count >= 4 && missing <= total / 20);
    return list->count >= 4 && by_digit && !parts_may_overlap(list);
}

static bool is_whole_of_all(const PartList *list, const Claim *claim, const Quantity *total)
{
    if (list->total_count > 1 && !claim_fails_by_a_digit(claim))
        return false;
    if (claim_gap(claim) > 0)
        return too_much_is_wrong(list, claim);
    return too_little_is_wrong(list, claim, total->value.millionths);
}

static const Quantity *likely_total(ProseCheck *check, const PartList *list)
{
    for (size_t i = list->total_count; i-- > 0;) {
        Claim claim = sum_of(check, list, list->totals[i], list->count);
        if (claim_fails_by_a_digit(&claim))
            return list->totals[i];
    }
    return list->totals[list->total_count - 1];
}

static bool says_other_whole(const Quantity *share)
{
    static const char *const plain[] = {"占",
                                        "占比",
                                        "占比为",
                                        "占比达",
                                        "占总数",
                                        "占总数的",
                                        "占总量的",
                                        "占总量",
                                        "占全部",
                                        "占全部的",
                                        "占",
                                        "占总",
                                        "比例",
                                        "",
                                        "占比约",
                                        "占工单总数的",
                                        "占工单总量的",
                                        "占总数比",
                                        "占比重",
                                        "占比例",
                                        "约占",
                                        "占总量比",
                                        "占全部工单的",
                                        "占总工单的",
                                        "占比是",
                                        "占受理总量的",
                                        "占受理总数的",
                                        "占受理量的",
                                        "占总件数的",
                                        "占总受理量的",
                                        "占总数的比例为",
                                        "占总额的",
                                        "占总额",
                                        "各占",
                                        "占总人数的",
                                        "占总支出的",
                                        "占总收入的",
                                        "占比重为",
                                        NULL};
    Str before = share->before;
    static const char *const ends[] = {"为", "达", "是", "到", "：", NULL};
    while (text_take_end(&before, ends))
        ;
    return !str_is_one_of(before, plain);
}

static void claim_of_share(ProseCheck *check, const PartList *list, size_t part,
                           const Quantity *total)
{
    const Quantity *share = list->shares[part];
    if (!share || !quantity_is_sure(share))
        return;
    const Str says = STR("占比应等于该项除以总数");
    Claim claim = claim_share(check->arena, FINDING_SHARE, says, share, list->parts[part], total);
    if (claim_holds(&claim) || !says_other_whole(share))
        for (size_t i = 0; !claim_holds(&claim) && i < list->total_count; i++) {
            Claim other = claim_share(check->arena, FINDING_SHARE, says, share, list->parts[part],
                                      list->totals[i]);
            if (claim_holds(&other))
                claim = other;
        }
    else
        return;
    prose_claim(check, claim);
}

/* A single part can only be too large. */
static void judge_single(ProseCheck *check, const PartList *list)
{
    const Quantity *part = list->parts[0];
    for (size_t i = 0; i < list->total_count; i++)
        if (list->totals[i]->value.millionths + list->totals[i]->half >= part->value.millionths)
            return;
    const Quantity *total = list->totals[list->total_count - 1];
    if (list->is_bracket)
        return;
    prose_slip(check, list->sentence, part->from,
               (Finding){.kind = FINDING_PARTS,
                         .unit = quantity_name(part),
                         .printed = part->printed,
                         .recomputed = str_format(check->arena, "不超过%.*s", STRF(total->printed)),
                         .cause = str_format(check->arena,
                                             "「其中」的一项大于总数 %.*s，两个数字必有一个有误",
                                             STRF(total->printed))});
}

static void judge_list(ProseCheck *check, PartList *list)
{
    if (!list->count || !list->total_count)
        return;
    const Quantity *total = find_holding(check, list);
    if (!total) {
        cut_to_first_end(list);
        total = likely_total(check, list);
    }
    if (list->count == 1) {
        judge_single(check, list);
    } else {
        Claim claim = sum_of(check, list, total, list->count);
        if (claim_holds(&claim) || is_whole_of_all(list, &claim, total))
            prose_claim(check, claim);
    }
    for (size_t i = 0; i < list->count; i++) {
        *LIST_ADD(check->arena, &check->parts) = (PartOf){list->parts[i], total};
        claim_of_share(check, list, i, total);
    }
}

static bool can_be_total(const Sentence *sentence, const Quantity *quantity)
{
    return quantity->kind == QUANTITY_COUNT && quantity_is_sure(quantity) &&
           !piece_is_change(sentence, &sentence->pieces.at[quantity->piece]);
}

static void total_add(PartList *list, const Quantity *quantity)
{
    if (list->total_count < TOTALS_MAX)
        list->totals[list->total_count++] = quantity;
}

/* What stands before the list at its depth, or just before its bracket. */
static void find_totals(const Sentence *sentence, size_t opener, PartList *list)
{
    int depth = sentence->pieces.at[opener].depth;
    bool some = false;
    for (size_t i = 0; i < opener; i++) {
        const Piece *piece = &sentence->pieces.at[i];
        if (piece->depth != depth && piece->depth != depth - 1)
            continue;
        if (depth > 0 && (i + 1 != opener))
            continue;
        for (size_t k = 0; k < piece->quantity_count; k++) {
            const Quantity *quantity = &sentence->quantities.at[piece->first_quantity + k];
            some = some || quantity->kind == QUANTITY_COUNT;
            if (can_be_total(sentence, quantity) && str_equal(quantity->unit, list->unit))
                total_add(list, quantity);
        }
    }
    const Sentence *before = sentence_before(sentence);
    if (some || depth > 0 || !before)
        return;
    LIST_EACH (const Quantity, quantity, &before->quantities)
        if (can_be_total(before, quantity) && str_equal(quantity->unit, list->unit) &&
            before->pieces.at[quantity->piece].depth == 0)
            total_add(list, quantity);
}

static void take_share(PartList *list, const Quantity *share, const Piece *piece)
{
    if (!list->count || list->shares[list->count - 1])
        return;
    bool bare = piece->depth > 0 && share->before.len == 0 && str_empty(share->after);
    if (bare || str_contains(share->before, STR("占")))
        list->shares[list->count - 1] = share;
}

/* The parts that a piece tells; `from` is where its words begin (after 其中). */
static void read_piece(PartList *list, const Piece *piece, size_t from, bool deeper)
{
    const Sentence *sentence = list->sentence;
    if (piece_is_change(sentence, piece))
        return;
    if (text_has_any(piece->text, partial_words) && !text_has_any(piece->text, rest_words))
        list->is_partial = true;
    if (str_contains(piece->text, STR("分别")))
        list->is_each = true;
    for (size_t k = 0; k < piece->quantity_count; k++) {
        const Quantity *quantity = &sentence->quantities.at[piece->first_quantity + k];
        if (quantity->from < from)
            continue;
        if (quantity->kind == QUANTITY_PERCENT) {
            take_share(list, quantity, piece);
        } else if (quantity->kind == QUANTITY_COUNT && !deeper) {
            if (!str_equal(quantity->unit, list->unit) || !quantity_is_sure(quantity) ||
                list->count == CLAIM_TERMS_MAX) {
                list->is_mixed = true;
                continue;
            }
            list->ends_here[list->count] = false;
            list->parts[list->count++] = quantity;
        }
    }
}

static bool opens_again(const Sentence *sentence, size_t from)
{
    for (size_t i = from; i < sentence->pieces.count; i++)
        if (str_contains(sentence->pieces.at[i].text, STR("其中")))
            return true;
    return false;
}

static void read_list(PartList *list, size_t opener, size_t word_end)
{
    const Sentence *sentence = list->sentence;
    int depth = sentence->pieces.at[opener].depth;
    for (size_t i = opener; i < sentence->pieces.count; i++) {
        const Piece *piece = &sentence->pieces.at[i];
        if (piece->depth < depth)
            return;
        if (i > opener && str_contains(piece->text, STR("其中")) && piece->depth == depth) {
            list->is_mixed = true;
            return;
        }
        size_t count = list->count;
        read_piece(list, piece, i == opener ? word_end : 0, piece->depth > depth);
        if (count && list->count > count && piece->before == 0xFF0C)
            list->ends_here[count - 1] = true;
        if (piece->after == 0xFF1B && (opens_again(sentence, i + 1) || count != list->count))
            if (opens_again(sentence, i + 1) || piece->before == 0x3001)
                return;
    }
    if (list->count)
        list->ends_here[list->count - 1] = true;
    if (!sentence->is_closed && depth == 0)
        list->is_partial =
            list->is_partial || sentence->pieces.at[sentence->pieces.count - 1].after;
}

/* Where the words end that open a list of parts in a piece; SIZE_MAX = none do. */
static size_t opener_end(const Sentence *sentence, size_t index, bool *ret_bracket)
{
    const Piece *piece = &sentence->pieces.at[index];
    size_t at = str_find(piece->text, STR("其中"));
    if (at != STR_NONE)
        return piece->from + at + strlen("其中");
    static const char *const words[] = {"包括", "含", "分别为", "分别是", "即", NULL};
    Str rest = piece->text;
    bool bracket = piece->before == 0xFF08;
    bool opens = text_take_front(&rest, words);
    const Piece *before = index ? &sentence->pieces.at[index - 1] : NULL;
    bool after_total =
        before && before->quantity_count &&
        str_empty(
            sentence->quantities.at[before->first_quantity + before->quantity_count - 1].after);
    if (!after_total)
        return SIZE_MAX;
    *ret_bracket = bracket && !opens;
    if (bracket || (opens && !str_starts(piece->text, STR("含"))) || before->after == 0xFF1A)
        return piece->from;
    return SIZE_MAX;
}

static Str first_unit(const Sentence *sentence, size_t opener, size_t from)
{
    int depth = sentence->pieces.at[opener].depth;
    LIST_EACH (const Quantity, quantity, &sentence->quantities)
        if (quantity->from >= from && quantity->kind == QUANTITY_COUNT &&
            sentence->pieces.at[quantity->piece].depth == depth)
            return quantity->unit;
    return (Str){0};
}

void prose_parts(ProseCheck *check, const Sentence *sentence)
{
    for (size_t i = 0; i < sentence->pieces.count; i++) {
        PartList list = {.sentence = sentence};
        size_t from = opener_end(sentence, i, &list.is_bracket);
        if (from == SIZE_MAX)
            continue;
        list.unit = first_unit(sentence, i, from);
        if (list.is_bracket && str_empty(list.unit))
            continue;
        find_totals(sentence, i, &list);
        /* 受理100件，其中…: a total in the very piece, before the word. */
        const Piece *piece = &sentence->pieces.at[i];
        for (size_t k = 0; k < piece->quantity_count; k++) {
            const Quantity *quantity = &sentence->quantities.at[piece->first_quantity + k];
            if (quantity->from < from && can_be_total(sentence, quantity) &&
                str_equal(quantity->unit, list.unit))
                total_add(&list, quantity);
        }
        read_list(&list, i, from);
        judge_list(check, &list);
    }
}
