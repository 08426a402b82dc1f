/* 共6件。…：A、B、C、D各有1件…；E、A各1件…。每件扣0.2分，共计被扣1.2分。 */
#include "base/utf8.h"
#include "engine/check/prose_steps.h"

#define NAME_RUNES_MAX 16

static const char *const joins[] = {"和", "及", "与", "以及", NULL};

static bool is_item(const Sentence *sentence, const Piece *piece)
{
    for (size_t k = 0; k < piece->quantity_count; k++) {
        QuantityKind kind = sentence->quantities.at[piece->first_quantity + k].kind;
        if (kind != QUANTITY_ORDINAL && kind != QUANTITY_OTHER)
            return false;
    }
    return true;
}

/* The names in a run that ends with the piece: A、B、C各1件. Pieces in brackets belong to names. */
static size_t names_before(const Sentence *sentence, size_t index, size_t *ret_joins)
{
    int depth = sentence->pieces.at[index].depth;
    size_t names = 1;
    *ret_joins = 0;
    Rune mark = sentence->pieces.at[index].before;
    for (const char *const *word = joins; *word; word++)
        *ret_joins += str_contains(sentence->pieces.at[index].text, str_of(*word));
    for (size_t i = index; i-- > 0;) {
        const Piece *piece = &sentence->pieces.at[i];
        if (piece->depth > depth) {
            mark = piece->before == 0xFF08 ? 0x3001 : mark;
            continue;
        }
        if (piece->depth < depth || piece->after == 0xFF0C || piece->after == 0xFF1A ||
            piece->after == 0xFF1B || !is_item(sentence, piece))
            break;
        names += piece->after == 0x3001 || mark == 0x3001;
        mark = piece->before;
    }
    return names;
}

static bool is_counted(const Quantity *quantity, Str unit)
{
    return quantity->kind == QUANTITY_COUNT && quantity_is_sure(quantity) &&
           str_equal(quantity->unit, unit);
}

/* 共6件: the total before the list, in its sentence or in the one before. */
static const Quantity *total_before(const Sentence *sentence, const Quantity *first)
{
    const Quantity *found = NULL;
    for (const Quantity *q = sentence->quantities.at; q < first; q++)
        if (is_counted(q, first->unit))
            found = q;
    const Sentence *before = sentence_before(sentence);
    if (found || !before)
        return found;
    size_t count = 0;
    LIST_EACH (const Quantity, quantity, &before->quantities)
        if (is_counted(quantity, first->unit)) {
            found = quantity;
            count++;
        }
    return count == 1 ? found : NULL;
}

static bool says_each(const Quantity *quantity)
{
    return str_ends(quantity->before, STR("各")) || str_ends(quantity->before, STR("各有")) ||
           str_ends(quantity->before, STR("均有")) || str_ends(quantity->before, STR("各为")) ||
           str_ends(quantity->before, STR("各收到")) || str_ends(quantity->before, STR("各占"));
}

static bool try_items(ProseCheck *check, const Quantity *total, const Quantity *first,
                      bool with_joins, bool when_failing)
{
    const Sentence *sentence = first->sentence;
    ClaimTerm terms[CLAIM_TERMS_MAX + 1];
    size_t count = 0;
    terms[count++] = claim_term(total, 1);
    for (const Quantity *q = first; q < sentence->quantities.at + sentence->quantities.count; q++) {
        if (q == total || !is_counted(q, total->unit) || count > CLAIM_TERMS_MAX)
            continue;
        size_t more = 0;
        size_t names = says_each(q) ? names_before(sentence, q->piece, &more) : 1;
        terms[count++] = claim_term(q, -(int64_t)(names + (with_joins && says_each(q) ? more : 0)));
    }
    Claim claim = claim_sum(check->arena, FINDING_COUNT, STR("所列各单位的件数之和应等于总件数"),
                            terms, count);
    if (!claim_holds(&claim) && !when_failing)
        return false;
    prose_claim(check, claim);
    return true;
}

/* The first quantity of the list in which some are told by 各. */
static const Quantity *first_item(const Sentence *sentence)
{
    const Quantity *each = NULL;
    LIST_EACH (const Quantity, quantity, &sentence->quantities)
        if (!each && quantity->kind == QUANTITY_COUNT && says_each(quantity) &&
            quantity_is_sure(quantity))
            each = quantity;
    if (!each)
        return NULL;
    /* What stands before the colon is the total, what follows it are items. */
    size_t from = 0;
    for (size_t i = 0; i < each->piece; i++)
        if (sentence->pieces.at[i].after == 0xFF1A ||
            str_contains(sentence->pieces.at[i].text, STR("其中")))
            from = sentence->pieces.at[i].after == 0xFF1A ? i + 1 : i;
    LIST_EACH (const Quantity, quantity, &sentence->quantities)
        if (is_counted(quantity, each->unit) && (quantity->piece >= from && from))
            return quantity;
    return each;
}

static void count_each(ProseCheck *check, const Sentence *sentence)
{
    const Quantity *first = first_item(sentence);
    if (!first)
        return;
    const Quantity *last = &sentence->quantities.at[sentence->quantities.count - 1];
    const Quantity *total = total_before(sentence, first);
    if (!total && last > first && is_counted(last, first->unit) &&
        (str_ends(last->before, STR("共")) || str_ends(last->before, STR("合计"))))
        total = last;
    if (!total || total->scale != 1)
        return;
    bool is_total = str_contains(total->before, STR("共")) || total->sentence != sentence;
    if (try_items(check, total, first, false, false) || try_items(check, total, first, true, false))
        return;
    bool open =
        str_contains(sentence->text, STR("等")) || str_contains(sentence->text, STR("主要"));
    if (is_total && !open)
        (void)try_items(check, total, first, false, true);
}

/* 每件扣0.2分: the unit that 每 names, or empty. */
static Str unit_of_each(const Quantity *quantity)
{
    size_t at = str_find(quantity->before, STR("每"));
    if (at == STR_NONE)
        return (Str){0};
    return utf8_prefix(str_after(quantity->before, at + strlen("每")), 1);
}

static void product_of(ProseCheck *check, const Quantity *each, const Quantity *whole, Str unit)
{
    const Paragraph *paragraph = &check->prose.paragraphs.at[each->sentence->paragraph];
    const Quantity *likely = NULL;
    const Str says = STR("总数应等于件数乘以每件的数");
    for (size_t i = 0; i <= each->sentence->number && i < paragraph->sentence_count; i++) {
        const Sentence *sentence = &check->prose.sentences.at[paragraph->first_sentence + i];
        LIST_EACH (const Quantity, quantity, &sentence->quantities) {
            /* 各1件 are the parts of the count, not the count. */
            if (!is_counted(quantity, unit) || quantity == each || quantity == whole ||
                says_each(quantity))
                continue;
            Claim claim = claim_product(check->arena, says, quantity, each, whole);
            if (claim_holds(&claim)) {
                prose_claim(check, claim);
                return;
            }
            if (str_contains(quantity->before, STR("共")))
                likely = quantity;
        }
    }
    if (likely)
        prose_claim(check, claim_product(check->arena, says, likely, each, whole));
}

static void count_product(ProseCheck *check, const Sentence *sentence)
{
    for (size_t i = 0; i + 1 < sentence->quantities.count; i++) {
        const Quantity *each = &sentence->quantities.at[i];
        const Quantity *end = sentence->quantities.at + sentence->quantities.count;
        const Quantity *whole = each + 1;
        while (whole + 1 < end && !is_counted(whole, each->unit))
            whole++;
        Str unit = unit_of_each(each);
        if (str_empty(unit) || !quantity_is_sure(each) || !is_counted(whole, each->unit) ||
            str_empty(each->unit) || str_contains(each->before, STR("最")) ||
            !str_contains(whole->before, STR("共")))
            continue;
        product_of(check, each, whole, unit);
    }
}

/* 有7个，分别是A、B: what stands after the lead; empty when the text has none. */
static Str after_lead(Str text)
{
    static const char *const leads[] = {"分别是", "分别为", "依次是", "依次为", NULL};
    return text_take_front(&text, leads) ? text : (Str){0};
}

/* The names of a run that begins with the piece and what ends it. */
static size_t names_after(const Sentence *sentence, size_t index, size_t *ret_joins,
                          bool *ret_plain)
{
    int depth = sentence->pieces.at[index].depth;
    size_t names = 0;
    Str end = {0};
    size_t alike = 0;
    *ret_joins = 0;
    *ret_plain = true;
    for (size_t i = index; i < sentence->pieces.count; i++) {
        const Piece *piece = &sentence->pieces.at[i];
        if (piece->depth > depth)
            continue;
        if (piece->depth < depth)
            break;
        Str text = i == index ? after_lead(piece->text) : (Str){0};
        text = str_empty(text) ? piece->text : text;
        Str last = str_after(text, text.len >= 3 ? text.len - 3 : 0);
        alike += str_empty(end) || str_equal(end, last);
        end = str_empty(end) ? last : end;
        names++;
        for (const char *const *word = joins; *word; word++)
            *ret_joins += str_contains(text, str_of(*word));
        *ret_plain = *ret_plain && !piece->quantity_count && utf8_count(text) <= NAME_RUNES_MAX &&
                     !str_contains(text, STR("等")) && !str_contains(text, STR("是"));
        if (piece->after != 0x3001 && piece->after != 0xFF08) {
            *ret_plain = *ret_plain && piece->after != 0xFF0C && piece->after != 0xFF1A &&
                         piece->after != 0xFF1B;
            break;
        }
    }
    *ret_plain = *ret_plain && alike * 2 >= names && names >= 2 && alike >= 2;
    return names;
}

static void slip_of_names(ProseCheck *check, const Quantity *number, size_t names)
{
    Str unit = str_after(number->printed, number->number.len);
    prose_slip(check, number->sentence, number->from,
               (Finding){.kind = FINDING_COUNT,
                         .unit = str_copy(check->arena, number->after),
                         .printed = number->printed,
                         .recomputed = str_format(check->arena, "%zu%.*s", names, STRF(unit)),
                         .cause = str_format(
                             check->arena,
                             "所列名称共 %zu 个，与所写的 %.*s 不符，可能漏列、多列或个数写错",
                             names, STRF(number->printed))});
}

/* 3个街道：A、B、C。 and 3个街道（A、B、C） */
static void count_names(ProseCheck *check, const Sentence *sentence)
{
    static const char *const counted[] = {"个", "家", "名", "项", "类", "种", NULL};
    LIST_EACH (const Quantity, quantity, &sentence->quantities) {
        const Piece *piece = &sentence->pieces.at[quantity->piece];
        if (quantity->kind != QUANTITY_COUNT || !quantity_is_sure(quantity) ||
            !str_is_one_of(quantity->unit, counted) || quantity->places || quantity->scale != 1 ||
            utf8_count(quantity->after) > 8 || quantity->piece + 1 >= sentence->pieces.count ||
            (piece->after != 0xFF1A && piece->after != 0xFF08 &&
             str_empty(after_lead(sentence->pieces.at[quantity->piece + 1].text))) ||
            &sentence->quantities.at[piece->first_quantity + piece->quantity_count - 1] != quantity)
            continue;
        size_t more = 0;
        bool plain = false;
        size_t names = names_after(sentence, quantity->piece + 1, &more, &plain);
        int64_t said = quantity->value.millionths / DECIMAL_ONE;
        if (plain && (said < (int64_t)names || said > (int64_t)(names + more)))
            slip_of_names(check, quantity, names);
    }
}

void prose_counts(ProseCheck *check, const Sentence *sentence)
{
    count_each(check, sentence);
    count_product(check, sentence);
    count_names(check, sentence);
}
