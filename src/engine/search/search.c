#include "engine/search/search.h"

#include "engine/search/search_cut.h"

/* A token takes at most as many bytes as its text and a few around it. */
#define WORDS_BYTES_MAX (4 * MIB)
#define MATCH_BYTES_MAX (8 * KIB)
/* PostgreSQL keeps no position beyond this one (tsvector's limit). */
#define POSITION_MAX 16383
/* Stands in a gap, for FTS5 counts tokens: a letter of the Yi script that no text here has as its
 * own token. */
#define GAP_TOKEN "\xEA\x80\x80"

bool search_words(Ctx *ctx, Str text, Str *ret)
{
    bool postgresql = db_kind(ctx->db) == DB_POSTGRESQL;
    Buf words = buf_create(ctx->arena, WORDS_BYTES_MAX);
    Cutter cutter = cutter_of(text);
    CutToken token;
    while (cut_next(&cutter, &token)) {
        if (postgresql) {
            size_t position = token.position < POSITION_MAX ? token.position : POSITION_MAX;
            buf_format(&words, "'%.*s':%zu ", (int)token.len, token.text, position);
            continue;
        }
        if (token.after_gap && words.len)
            buf_add_c(&words, GAP_TOKEN " ");
        buf_add(&words, str_from(token.text, token.len));
        buf_add_byte(&words, ' ');
    }
    if (!buf_ok(&words))
        return fail(ctx, FAIL_TOO_LARGE, "要检索的文字太长");
    *ret = str_trim(buf_str(&words));
    return true;
}

/* ---- asking ---------------------------------------------------------------------------------- */

typedef struct Phrase {
    CutToken tokens[SEARCH_RUNES_MAX];
    size_t count;
} Phrase;

static bool too_short(const Phrase *phrase)
{
    return phrase->count == 1 &&
           (phrase->tokens[0].kind == CUT_SINGLE ||
            (phrase->tokens[0].kind == CUT_WORD && phrase->tokens[0].len < 2));
}

/* What stands first in a phrase may be the second half of a pair in the text. */
static size_t first_token(const Phrase *phrase)
{
    return phrase->count > 1 && phrase->tokens[0].kind == CUT_SINGLE ? 1 : 0;
}

/* What stands last may go on in the text. */
static bool is_open(const Phrase *phrase)
{
    return phrase->tokens[phrase->count - 1].kind != CUT_PAIR;
}

static void print_sqlite(Buf *to, const Phrase *phrase)
{
    buf_add_c(to, to->len ? " AND \"" : "\"");
    for (size_t i = first_token(phrase); i < phrase->count; i++)
        buf_format(to, "%s%.*s", i > first_token(phrase) ? " " : "", (int)phrase->tokens[i].len,
                   phrase->tokens[i].text);
    buf_add_c(to, is_open(phrase) ? "\" *" : "\"");
}

static void print_postgresql(Buf *to, const Phrase *phrase)
{
    buf_add_c(to, to->len ? " & (" : "(");
    for (size_t i = first_token(phrase); i < phrase->count; i++)
        buf_format(to, "%s'%.*s'", i > first_token(phrase) ? " <-> " : "",
                   (int)phrase->tokens[i].len, phrase->tokens[i].text);
    buf_add_c(to, is_open(phrase) ? ":*)" : ")");
}

/* As it stands in a folded text. */
static Str phrase_text(Arena *arena, const Phrase *phrase)
{
    Buf text = buf_create(arena, MATCH_BYTES_MAX);
    for (size_t i = 0; i < phrase->count; i++) {
        const CutToken *token = &phrase->tokens[i];
        Str whole = str_from(token->text, token->len), rest = whole;
        bool joined = i > 0 && token->kind == CUT_PAIR && phrase->tokens[i - 1].kind == CUT_PAIR;
        if (joined)
            utf8_next(&rest); /* the pair before has it */
        buf_add(&text, rest);
    }
    return buf_str(&text);
}

static bool take_phrase(Ctx *ctx, const Phrase *phrase, Buf *match, SearchQuery *query)
{
    Str text = phrase_text(ctx->arena, phrase);
    if (too_short(phrase)) {
        fail(ctx, FAIL_INVALID, "「%.*s」只有一个字，查不了", STRF(text));
        return fail_hint(ctx, "每个词至少两个字，如「路灯」；多个词之间用空格隔开");
    }
    if (query->phrases.count == SEARCH_PHRASES_MAX)
        return fail(ctx, FAIL_INVALID, "一次至多查%d个词", SEARCH_PHRASES_MAX);
    if (db_kind(ctx->db) == DB_POSTGRESQL)
        print_postgresql(match, phrase);
    else
        print_sqlite(match, phrase);
    *LIST_ADD(ctx->arena, &query->phrases) = text;
    return true;
}

bool search_query(Ctx *ctx, Str typed, SearchQuery *ret)
{
    if (utf8_count(typed) > SEARCH_RUNES_MAX)
        return fail(ctx, FAIL_INVALID, "要查的文字太长，至多%d个字", SEARCH_RUNES_MAX);
    SearchQuery query = {0};
    Buf match = buf_create(ctx->arena, MATCH_BYTES_MAX);
    Phrase *phrase = NEW(ctx->arena, Phrase, 1);
    Cutter cutter = cutter_of(typed);
    CutToken token;
    while (cut_next(&cutter, &token)) {
        if (token.after_gap && phrase->count) {
            if (!take_phrase(ctx, phrase, &match, &query))
                return false;
            phrase->count = 0;
        }
        phrase->tokens[phrase->count++] = token;
    }
    if (phrase->count && !take_phrase(ctx, phrase, &match, &query))
        return false;
    if (!query.phrases.count) {
        fail(ctx, FAIL_INVALID, "要查的文字里没有字词");
        return fail_hint(ctx, "输入两个以上的汉字、字母或数字");
    }
    query.match = buf_str(&match);
    *ret = query;
    return true;
}
