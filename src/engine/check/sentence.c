#include "engine/check/sentence.h"

#include "base/utf8.h"

#define PLACE_RUNES 14
#define GOES_ON_RUNES_MIN 6
/* The longest sentences of published papers have a few dozen figures. */
#define SENTENCE_BYTES_MAX (64 * KIB)
#define PIECES_MAX 512
#define QUANTITIES_MAX 256
#define CUT_RUNES_MIN 30 /* a shorter line without a stop is a title, a name or a date */

static bool is_word(Rune rune)
{
    return rune < 0x80 && ((rune >= '0' && rune <= '9') || (rune | 32u) - 'a' < 26u);
}

static bool is_digit(Rune rune)
{
    return rune - '0' < 10u;
}

static bool is_blank(Rune rune)
{
    return rune == ' ' || rune == '\t' || rune == '\n' || rune == '\r' || rune == 0xA0 ||
           rune == 0x3000 || (rune >= 0x2000 && rune <= 0x200B) || rune == 0xFEFF;
}

static Rune half_width(Rune rune)
{
    if (rune == 0xFF0C || rune == 0xFF1B || rune == 0xFF1A || rune == 0xFF01 || rune == 0xFF1F ||
        rune == 0xFF08 || rune == 0xFF09)
        return rune;
    if (rune >= 0xFF01 && rune <= 0xFF5E)
        return rune - 0xFEE0;
    if (rune == 0x2212)
        return '-';
    return rune;
}

static Rune bracket(Rune rune)
{
    static const Rune opening[] = {'(', '[', 0x3014, 0x3010, 0xFE59, 0xFF3B};
    static const Rune closing[] = {')', ']', 0x3015, 0x3011, 0xFE5A, 0xFF3D};
    for (size_t i = 0; i < ARRAY_LEN(opening); i++)
        if (rune == opening[i])
            return 0xFF08;
        else if (rune == closing[i])
            return 0xFF09;
    return rune;
}

static bool three_digits(Str rest)
{
    size_t count = 0;
    while (!str_empty(rest) && is_digit(half_width(utf8_next(&rest))))
        count++;
    return count == 3;
}

/* Latin stops as Chinese ones, but within 1,234 and 8:30. */
static Rune stop(Rune rune, Rune before, Str rest)
{
    Str ahead = rest;
    Rune after = str_empty(ahead) ? 0 : half_width(utf8_next(&ahead));
    if (rune == ',' || rune == 0xFF0C) {
        if (is_digit(before) && is_digit(after) && three_digits(rest))
            return ',';
        return 0xFF0C;
    }
    if (rune == ';')
        return 0xFF1B;
    if (rune == ':')
        return is_digit(before) && is_digit(after) ? ':' : 0xFF1A;
    if (rune == '?')
        return 0xFF1F;
    return rune;
}

Str prose_form(Arena *arena, Str text)
{
    Buf out = buf_create(arena, text.len * 3 + 16);
    Rune last = 0;
    bool blank = false;
    while (!str_empty(text)) {
        Rune rune = half_width(bracket(utf8_next(&text)));
        if (rune == RUNE_INVALID || rune == '*' || rune == '`' || rune == '\\')
            continue;
        if (is_blank(rune)) {
            blank = true;
            continue;
        }
        rune = bracket(stop(rune, last, text));
        if (blank && is_word(last) && is_word(rune))
            buf_add_byte(&out, ' ');
        blank = false;
        char bytes[4];
        buf_add_bytes(&out, bytes, utf8_encode(rune, bytes));
        last = rune;
    }
    return str_copy(arena, buf_str(&out));
}

static bool is_stop(Rune rune)
{
    return rune == 0x3002 || rune == 0xFF01 || rune == 0xFF1F;
}

static bool is_mark(Rune rune)
{
    return rune == 0xFF0C || rune == 0x3001 || rune == 0xFF1B || rune == 0xFF1A || rune == 0xFF08 ||
           rune == 0xFF09;
}

static void piece_add(Arena *arena, Sentence *sentence, size_t from, size_t to, Piece piece)
{
    if (from == to)
        return;
    piece.text = str_slice(sentence->text, from, to - from);
    piece.from = from;
    piece.first_quantity = sentence->quantities.count;
    quantities_read(arena, piece.text, sentence->pieces.count, from, &sentence->quantities);
    piece.quantity_count = sentence->quantities.count - piece.first_quantity;
    *LIST_ADD(arena, &sentence->pieces) = piece;
}

void sentence_read(Arena *arena, Str text, Sentence *ret)
{
    *ret = (Sentence){.text = text};
    Str rest = text;
    size_t from = 0;
    int depth = 0;
    Rune before = 0;
    while (!str_empty(rest)) {
        size_t at = text.len - rest.len;
        Rune rune = utf8_next(&rest);
        if (!is_mark(rune) && !is_stop(rune))
            continue;
        piece_add(arena, ret, from, at, (Piece){.depth = depth, .before = before, .after = rune});
        depth += rune == 0xFF08;
        if (rune == 0xFF09 && depth)
            depth--;
        before = rune;
        from = text.len - rest.len;
        ret->is_closed = is_stop(rune);
    }
    piece_add(arena, ret, from, text.len, (Piece){.depth = depth, .before = before});
}

/* A run without a stop that no person wrote as a sentence: in it everything would be held against
 * everything, so it says nothing. */
static bool is_endless(const Sentence *sentence)
{
    return sentence->text.len > SENTENCE_BYTES_MAX || sentence->pieces.count > PIECES_MAX ||
           sentence->quantities.count > QUANTITIES_MAX;
}

/* The sentences of a paragraph; a stop within brackets ends none. */
static void split(Arena *arena, Prose *prose, Paragraph *paragraph)
{
    Str rest = paragraph->text;
    size_t from = 0;
    int depth = 0;
    paragraph->first_sentence = prose->sentences.count;
    while (!str_empty(rest)) {
        Rune rune = utf8_next(&rest);
        depth += rune == 0xFF08;
        depth -= rune == 0xFF09 && depth;
        if (!str_empty(rest) && (!is_stop(rune) || depth))
            continue;
        size_t to = paragraph->text.len - rest.len;
        Sentence *sentence = LIST_ADD(arena, &prose->sentences);
        sentence_read(arena, str_slice(paragraph->text, from, to - from), sentence);
        sentence->paragraph = (size_t)(paragraph - prose->paragraphs.at);
        sentence->number = paragraph->sentence_count++;
        if (is_endless(sentence)) {
            sentence->pieces = (PieceList){0};
            sentence->quantities = (QuantityList){0};
        }
        from = to;
    }
}

/* Whether a paragraph ends in the middle of a sentence: its bracket is open, or it is long and has
 * no stop. */
static bool is_cut(Str text)
{
    Str whole = text;
    int depth = 0;
    size_t runes = 0;
    Rune last = 0;
    while (!str_empty(text)) {
        last = utf8_next(&text);
        depth += (last == 0xFF08) - (last == 0xFF09);
        runes++;
    }
    bool is_prose = str_contains(whole, STR("，")) || str_contains(whole, STR("。"));
    if (is_stop(last) || last == 0xFF1A || last == 0xFF1B || last == '.' || !is_prose ||
        (last == 0xFF09 && depth == 0))
        return false;
    return depth > 0 || last == 0xFF0C || last == 0x3001 || runes >= CUT_RUNES_MIN;
}

static bool goes_on(const Paragraph *paragraph, Str text)
{
    Str head = str_slice(text, 0, 24);
    return !paragraph->is_heading && !str_empty(paragraph->text) && is_cut(paragraph->text) &&
           !str_starts(text, STR("-")) && !str_starts(text, STR("（")) &&
           !str_starts(text, STR("附件")) && !str_contains(head, STR("、")) &&
           utf8_count(text) >= GOES_ON_RUNES_MIN;
}

static void paragraphs_read(Arena *arena, const Paper *paper, Prose *prose)
{
    Str heading = {0};
    bool joins = false;
    for (size_t i = 0; i < paper->parts.count; i++) {
        const PaperPart *part = &paper->parts.at[i];
        if (part->kind == PAPER_TABLE) {
            joins = false;
            continue;
        }
        Str text = prose_form(arena, part->text);
        if (str_empty(text) || str_starts(text, STR("---")))
            continue;
        if (part->kind == PAPER_HEADING)
            heading = text;
        size_t count = prose->paragraphs.count;
        Paragraph *last = count ? &prose->paragraphs.at[count - 1] : NULL;
        if (joins && part->kind == PAPER_PARAGRAPH && goes_on(last, text)) {
            last->text = str_format(arena, "%.*s%.*s", STRF(last->text), STRF(text));
            continue;
        }
        *LIST_ADD(arena, &prose->paragraphs) =
            (Paragraph){.part = i,
                        .line = part->line,
                        .heading = heading,
                        .text = text,
                        .is_heading = part->kind == PAPER_HEADING};
        joins = true;
    }
}

Prose prose_of_paper(Arena *arena, const Paper *paper)
{
    Prose prose = {.kind = paper->kind};
    paragraphs_read(arena, paper, &prose);
    for (size_t i = 0; i < prose.paragraphs.count; i++)
        split(arena, &prose, &prose.paragraphs.at[i]);
    LIST_EACH (Sentence, sentence, &prose.sentences) {
        LIST_EACH (Quantity, quantity, &sentence->quantities)
            quantity->sentence = sentence;
    }
    return prose;
}

Str prose_place(Arena *arena, const Prose *prose, const Sentence *sentence)
{
    const Paragraph *paragraph = &prose->paragraphs.at[sentence->paragraph];
    Str words = utf8_prefix(sentence->text, PLACE_RUNES);
    return str_format(arena, "第%d%s「%.*s%s」", paragraph->line,
                      prose->kind == PAPER_DOCX ? "段" : "行", STRF(words),
                      words.len < sentence->text.len ? "…" : "");
}
