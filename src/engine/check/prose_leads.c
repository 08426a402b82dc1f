/*
 * 各大厅服务群众152976人次，业务受理量91008件。
 * 区政务服务中心：服务群众8517人次，受理量10461件。
 * 琶洲分中心：服务群众571人次，受理量307件。 …
 */
#include "base/utf8.h"
#include "engine/check/prose_steps.h"

#define LEADS_MIN 2
#define LEADS_MAX 40
#define LEAD_RUNES_MAX 40
#define NAME_RUNES_MIN 2
#define SURE_DIGITS 4

/* Whether a paragraph begins with the name of what it tells of: 区政务服务中心：… */
static bool has_lead(const Paragraph *paragraph)
{
    Str rest = paragraph->text;
    for (size_t runes = 0; runes < LEAD_RUNES_MAX && !str_empty(rest); runes++) {
        Rune rune = utf8_next(&rest);
        if (rune == 0xFF1A)
            return runes > 0 && !str_empty(rest);
        if (rune == 0xFF0C || rune == 0x3002 || (rune >= '0' && rune <= '9'))
            return false;
    }
    return false;
}

/* The runes that two names have in common at their ends. */
static size_t common_end(Str a, Str b)
{
    size_t bytes = 0;
    size_t runes = 0;
    while (bytes < a.len && bytes < b.len && a.at[a.len - 1 - bytes] == b.at[b.len - 1 - bytes]) {
        bytes++;
        runes += ((unsigned char)a.at[a.len - bytes] & 0xC0) != 0x80;
    }
    return runes;
}

/* The one quantity of a paragraph that bears the name; NULL when none or several do. */
static const Quantity *same_in(const ProseCheck *check, const Paragraph *paragraph,
                               const Quantity *total, Str name)
{
    const Quantity *only = NULL;
    for (size_t i = 0; i < paragraph->sentence_count; i++) {
        const Sentence *sentence = &check->prose.sentences.at[paragraph->first_sentence + i];
        LIST_EACH (const Quantity, quantity, &sentence->quantities) {
            if (quantity->kind != QUANTITY_COUNT || !quantity_is_sure(quantity) ||
                sentence->pieces.at[quantity->piece].depth ||
                !str_equal(quantity->unit, total->unit) ||
                common_end(quantity_name(quantity), name) < NAME_RUNES_MIN)
                continue;
            if (only)
                return NULL;
            only = quantity;
        }
    }
    return only;
}

static void claim_of(ProseCheck *check, const Quantity *total, size_t first, size_t count)
{
    Str name = quantity_name(total);
    ClaimTerm terms[LEADS_MAX + 1];
    terms[0] = claim_term(total, 1);
    if (utf8_count(name) < NAME_RUNES_MIN)
        return;
    for (size_t i = 0; i < count; i++) {
        const Quantity *part = same_in(check, &check->prose.paragraphs.at[first + i], total, name);
        if (!part)
            return;
        terms[i + 1] = claim_term(part, -1);
    }
    Claim claim = claim_sum(check->arena, FINDING_PARTS, STR("下面各段的同一数字之和应等于总数"),
                            terms, count + 1);
    if (claim_holds(&claim) ||
        (count > LEADS_MIN && total->number.len >= SURE_DIGITS && claim_fails_by_a_digit(&claim)))
        prose_claim(check, claim);
}

void prose_leads(ProseCheck *check, size_t paragraph)
{
    const Paragraph *above = &check->prose.paragraphs.at[paragraph];
    size_t count = 0;
    while (count < LEADS_MAX && paragraph + 1 + count < check->prose.paragraphs.count &&
           !check->prose.paragraphs.at[paragraph + 1 + count].is_heading &&
           has_lead(&check->prose.paragraphs.at[paragraph + 1 + count]))
        count++;
    if (count < LEADS_MIN || above->is_heading || has_lead(above))
        return;
    for (size_t i = 0; i < above->sentence_count; i++) {
        const Sentence *sentence = &check->prose.sentences.at[above->first_sentence + i];
        LIST_EACH (const Quantity, quantity, &sentence->quantities)
            if (quantity->kind == QUANTITY_COUNT && quantity_is_sure(quantity) &&
                !sentence->pieces.at[quantity->piece].depth)
                claim_of(check, quantity, paragraph + 1, count);
    }
}
