#include "engine/assess/formula_lexer.h"

#include "base/utf8.h"

#include <stdarg.h>

#define QUOTED_RUNES_MAX 24
#define LEXER_MESSAGE_MAX 512

typedef struct Sign {
    const char *text;
    TokenKind kind;
    FormulaOp op;
} Sign;

/* Longer signs before their prefixes. The signs that a Chinese keyboard gives count too. */
static const Sign signs[] = {
    {"<=", TOKEN_OPERATOR, FORMULA_AT_MOST}, {">=", TOKEN_OPERATOR, FORMULA_AT_LEAST},
    {"!=", TOKEN_OPERATOR, FORMULA_UNEQUAL}, {"<>", TOKEN_OPERATOR, FORMULA_UNEQUAL},
    {"==", TOKEN_OPERATOR, FORMULA_EQUAL},   {"≤", TOKEN_OPERATOR, FORMULA_AT_MOST},
    {"≥", TOKEN_OPERATOR, FORMULA_AT_LEAST}, {"≠", TOKEN_OPERATOR, FORMULA_UNEQUAL},
    {"<", TOKEN_OPERATOR, FORMULA_LESS},     {">", TOKEN_OPERATOR, FORMULA_MORE},
    {"=", TOKEN_OPERATOR, FORMULA_EQUAL},    {"+", TOKEN_OPERATOR, FORMULA_ADD},
    {"-", TOKEN_OPERATOR, FORMULA_SUB},      {"−", TOKEN_OPERATOR, FORMULA_SUB},
    {"*", TOKEN_OPERATOR, FORMULA_MUL},      {"×", TOKEN_OPERATOR, FORMULA_MUL},
    {"/", TOKEN_OPERATOR, FORMULA_DIV},      {"÷", TOKEN_OPERATOR, FORMULA_DIV},
    {"(", TOKEN_OPEN, FORMULA_NUMBER},       {"（", TOKEN_OPEN, FORMULA_NUMBER},
    {")", TOKEN_CLOSE, FORMULA_NUMBER},      {"）", TOKEN_CLOSE, FORMULA_NUMBER},
    {",", TOKEN_COMMA, FORMULA_NUMBER},      {"，", TOKEN_COMMA, FORMULA_NUMBER},
};

static const Sign words[] = {
    {"and", TOKEN_OPERATOR, FORMULA_AND},
    {"or", TOKEN_OPERATOR, FORMULA_OR},
    {"not", TOKEN_OPERATOR, FORMULA_NOT},
};

bool lexer_fail(Lexer *lexer, FailCode code, size_t at, const char *format, ...)
{
    char message[LEXER_MESSAGE_MAX];
    va_list list;
    va_start(list, format);
    vsnprintf(message, sizeof message, format, list);
    va_end(list);
    fail(lexer->ctx, code, "%s", message);
    Str before = str_slice(lexer->text, 0, at);
    Str rest = str_after(lexer->text, at);
    if (str_empty(str_trim(rest)))
        fail_detail(lexer->ctx, "公式在此处结束：%.*s", STRF(lexer->text));
    else
        fail_detail(lexer->ctx, "公式第%zu个字符起：%.*s", utf8_count(before) + 1,
                    STRF(utf8_prefix(rest, QUOTED_RUNES_MAX)));
    return fail_at(lexer->ctx, lexer->place);
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_name_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || is_digit(c);
}

static void skip_blanks(Lexer *lexer)
{
    Str rest = str_after(lexer->text, lexer->at);
    while (!str_empty(rest) &&
           (rest.at[0] == ' ' || rest.at[0] == '\n' || rest.at[0] == '\t' || rest.at[0] == '\r'))
        rest = str_after(rest, 1);
    lexer->at = lexer->text.len - rest.len;
}

static bool next_number(Lexer *lexer, Token *ret)
{
    size_t end = lexer->at;
    while (end < lexer->text.len && (is_digit(lexer->text.at[end]) || lexer->text.at[end] == '.'))
        end++;
    Str text = str_slice(lexer->text, lexer->at, end - lexer->at);
    Decimal value;
    DecimalParse parsed = decimal_parse(text, &value);
    if (parsed != DECIMAL_PARSED)
        return lexer_fail(lexer, FAIL_SYNTAX, lexer->at, "公式中的数「%.*s」%s", STRF(text),
                          decimal_parse_message(parsed));
    Fraction number = fraction_of_decimal(value);
    if (end < lexer->text.len && lexer->text.at[end] == '%') {
        end++;
        if (!fraction_div(number, fraction_of_int(100), &number))
            return lexer_fail(lexer, FAIL_OVERFLOW, lexer->at, "公式中的百分数太大");
    }
    *ret = (Token){.kind = TOKEN_NUMBER,
                   .number = number,
                   .text = str_slice(lexer->text, lexer->at, end - lexer->at),
                   .at = lexer->at};
    lexer->at = end;
    return true;
}

static void next_name(Lexer *lexer, Token *ret)
{
    size_t end = lexer->at;
    while (end < lexer->text.len && is_name_byte(lexer->text.at[end]))
        end++;
    *ret = (Token){.kind = TOKEN_NAME,
                   .text = str_slice(lexer->text, lexer->at, end - lexer->at),
                   .at = lexer->at};
    lexer->at = end;
    for (size_t i = 0; i < ARRAY_LEN(words); i++) {
        if (str_equal_c(ret->text, words[i].text)) {
            ret->kind = words[i].kind;
            ret->op = words[i].op;
        }
    }
}

bool lexer_next(Lexer *lexer, Token *ret)
{
    skip_blanks(lexer);
    Str rest = str_after(lexer->text, lexer->at);
    if (str_empty(rest)) {
        *ret = (Token){.kind = TOKEN_END, .at = lexer->at};
        return true;
    }
    if (is_digit(rest.at[0]) || rest.at[0] == '.')
        return next_number(lexer, ret);
    if (is_name_byte(rest.at[0])) {
        next_name(lexer, ret);
        return true;
    }
    for (size_t i = 0; i < ARRAY_LEN(signs); i++) {
        Str sign = str_of(signs[i].text);
        if (str_starts(rest, sign)) {
            *ret = (Token){.kind = signs[i].kind,
                           .op = signs[i].op,
                           .text = str_slice(rest, 0, sign.len),
                           .at = lexer->at};
            lexer->at += sign.len;
            return true;
        }
    }
    return lexer_fail(lexer, FAIL_SYNTAX, lexer->at, "公式中不认识的符号「%.*s」",
                      STRF(utf8_prefix(rest, 1)));
}
