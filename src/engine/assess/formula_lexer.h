/*
 * formula_lexer.h - the words of a formula. Private to engine/assess.
 */
#ifndef TONGBAN_ENGINE_ASSESS_FORMULA_LEXER_H
#define TONGBAN_ENGINE_ASSESS_FORMULA_LEXER_H

#include "engine/assess/formula.h"

typedef enum TokenKind {
    TOKEN_END,
    TOKEN_NUMBER, /* `number`; a percent sign belongs to it */
    TOKEN_NAME,
    TOKEN_OPEN,
    TOKEN_CLOSE,
    TOKEN_COMMA,
    TOKEN_OPERATOR, /* `op`; FORMULA_SUB stands for both minus signs */
} TokenKind;

typedef struct Token {
    TokenKind kind;
    FormulaOp op;
    Fraction number;
    Str text;
    size_t at; /* byte offset in the formula */
} Token;

typedef struct Lexer {
    Ctx *ctx;
    Str text;
    size_t at;
    Place place;
} Lexer;

must_use bool lexer_next(Lexer *lexer, Token *ret);
/* Fails at the formula's place; the detail quotes what stands at byte `at`. */
bool lexer_fail(Lexer *lexer, FailCode code, size_t at, const char *format, ...) printf_like(4, 5);

#endif
