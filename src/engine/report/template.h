/*
 * template.h - one text of prose.h, compiled: pieces of text, figures through filters, optional
 * fragments. The language is described in prose.h.
 */
#ifndef TONGBAN_ENGINE_REPORT_TEMPLATE_H
#define TONGBAN_ENGINE_REPORT_TEMPLATE_H

#include "base/dict.h"
#include "engine/report/prose.h"

/* The figures that templates may name. */
typedef struct Figures {
    Dict by_name; /* to const ProseName *, under name and label */
    const ProseName *at;
    size_t count;
} Figures;

/* Where a text stands in its pack; `line_starts` are offsets into the text without line breaks. */
typedef struct TemplateSource {
    Str file;
    int first_line;
    Str text; /* without line breaks */
    const size_t *line_starts;
    size_t line_count;
} TemplateSource;

typedef enum ArgumentKind { ARGUMENT_NUMBER, ARGUMENT_TEXT, ARGUMENT_FIGURE } ArgumentKind;
typedef struct Argument {
    ArgumentKind kind;
    Decimal number;
    Str text;
    const ProseName *figure;
} Argument;

struct Filter;
typedef struct FilterUse {
    const struct Filter *filter;
    Argument arguments[PROSE_ARGUMENTS_MAX];
    size_t argument_count;
} FilterUse;

/* scores|first:3|names */
typedef struct Expression {
    Str text; /* as written, for messages */
    Str file;
    int line;
    const ProseName *figure;
    FilterUse *filters;
    size_t filter_count;
    ProseKind kind; /* of the result */
} Expression;

typedef struct Template Template;

typedef enum PieceKind {
    PIECE_TEXT,
    PIECE_FIGURE,
    PIECE_NEEDS, /* {{?x}} */
    PIECE_LACKS, /* {{!x}} */
    PIECE_FRAGMENT,
    PIECE_GLUE,
} PieceKind;

typedef struct Piece {
    PieceKind kind;
    Str text;
    Expression *expression;
    Template *fragment;
} Piece;
LIST_OF(Piece, PieceList);

struct Template {
    PieceList pieces;
};

/* Compiles the scalar `node`. Fails with FAIL_SYNTAX, file and line. */
must_use bool template_compile(Ctx *ctx, const YamlNode *node, const Figures *figures,
                               Template **ret);
/* Compiles "x|filter" or "!x|filter", as in `when:`. */
must_use bool template_compile_condition(Ctx *ctx, const YamlNode *node, const Figures *figures,
                                         Piece *ret);

/* Appends the text to `to`, or nothing when it is absent. */
must_use bool template_write(Ctx *ctx, const Template *text, const ProseProvider *provider, Buf *to,
                             bool *ret_present);
/* Whether a PIECE_NEEDS or PIECE_LACKS holds. */
must_use bool template_holds(Ctx *ctx, const Piece *piece, const ProseProvider *provider,
                             bool *ret);

/* template_parse.c to template_expression.c: "name|filter:…" within the source. `at` is its
 * offset there, for the line in messages. */
must_use bool expression_compile(Ctx *ctx, const TemplateSource *source, size_t at, Str text,
                                 const Figures *figures, Expression **ret);
/* Fails with FAIL_SYNTAX and the line in which the offset lies. */
bool template_fail(Ctx *ctx, const TemplateSource *source, size_t at, const char *format, ...)
    printf_like(4, 5);
int template_line(const TemplateSource *source, size_t at);

#endif
