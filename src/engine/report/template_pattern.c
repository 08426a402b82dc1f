#include "engine/report/template_pattern.h"

const char *const each_words[] = {"name", "value", "rank", "kind", "share", "tie", NULL};
const char *const group_words[] = {"names", "each", "has", "value", "kind", "count", NULL};

bool pattern_next(Str *rest, Str *ret_literal, Str *ret_word)
{
    if (str_empty(*rest))
        return false;
    size_t open = str_find_byte(*rest, '{');
    size_t close = open == STR_NONE ? STR_NONE : str_find_byte(str_after(*rest, open), '}');
    if (close == STR_NONE) {
        *ret_literal = *rest;
        *ret_word = (Str){0};
        *rest = (Str){0};
        return true;
    }
    *ret_literal = str_slice(*rest, 0, open);
    *ret_word = str_slice(*rest, open + 1, close - 1);
    *rest = str_after(*rest, open + close + 1);
    return true;
}

static bool is_among(Str word, const char *const *words)
{
    for (size_t i = 0; words[i]; i++)
        if (str_equal_c(word, words[i]))
            return true;
    return false;
}

bool pattern_check(Ctx *ctx, Str pattern, const char *const *words)
{
    Str rest = pattern, literal, word;
    bool any = false;
    while (pattern_next(&rest, &literal, &word)) {
        if (str_contains(literal, STR("{")))
            return fail(ctx, FAIL_SYNTAX, "「%.*s」的「{」没有闭合", STRF(pattern));
        if (str_empty(word))
            continue;
        if (!is_among(word, words)) {
            fail(ctx, FAIL_SYNTAX, "「%.*s」中的「{%.*s}」不认识", STRF(pattern), STRF(word));
            Buf known = buf_create(ctx->arena, KIB);
            for (size_t i = 0; words[i]; i++)
                buf_format(&known, " {%s}", words[i]);
            return fail_hint(ctx, "可用的有%.*s", STRF(buf_str(&known)));
        }
        any = true;
    }
    return any || fail(ctx, FAIL_SYNTAX, "「%.*s」中没有一个花括号", STRF(pattern));
}
