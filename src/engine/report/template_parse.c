#include "engine/report/template.h"

#include <stdarg.h>

#define MESSAGE_BYTES_MAX 512
#define GLUE_BYTES_MAX 24

typedef struct Parser {
    Ctx *ctx;
    const Figures *figures;
    TemplateSource source;
    size_t at;
} Parser;

int template_line(const TemplateSource *source, size_t at)
{
    size_t line = 0;
    while (line + 1 < source->line_count && source->line_starts[line + 1] <= at)
        line++;
    return source->first_line + (int)line;
}

bool template_fail(Ctx *ctx, const TemplateSource *source, size_t at, const char *format, ...)
{
    char message[MESSAGE_BYTES_MAX];
    va_list list;
    va_start(list, format);
    vsnprintf(message, sizeof message, format, list);
    va_end(list);
    fail(ctx, FAIL_SYNTAX, "%s", message);
    return fail_at(ctx, (Place){.file = source->file, .line = template_line(source, at)});
}

/* Takes line breaks and the blanks beside them out of a text, and keeps where lines began. */
static TemplateSource make_source(Arena *arena, const YamlNode *node)
{
    size_t lines = 1;
    for (size_t i = 0; i < node->text.len; i++)
        lines += node->text.at[i] == '\n';
    size_t *starts = NEW(arena, size_t, lines);
    Buf text = buf_create(arena, node->text.len + 1);
    Str rest = node->text, line;
    for (size_t i = 0; str_split(&rest, '\n', &line); i++) {
        starts[i] = text.len;
        buf_add(&text, lines > 1 ? str_trim(line) : line);
    }
    /* A text of several lines is a "|" block, which begins on the line after its sign. */
    return (TemplateSource){.file = node->file,
                            .first_line = node->line + (lines > 1),
                            .text = buf_str(&text),
                            .line_starts = starts,
                            .line_count = lines};
}

static bool is_next(const Parser *parser, const char *sign)
{
    return str_starts(str_after(parser->source.text, parser->at), str_of(sign));
}

/* The end of {{…}} from `at` on, quoted parts skipped; STR_NONE when it is not closed. */
static size_t find_figure_end(Str text, size_t at)
{
    char quote = 0;
    for (size_t i = at; i + 1 < text.len; i++) {
        char c = text.at[i];
        if (quote) {
            quote = c == quote ? 0 : quote;
        } else if (c == '"' || c == '\'') {
            quote = c;
        } else if (c == '}' && text.at[i + 1] == '}') {
            return i;
        }
    }
    return STR_NONE;
}

static bool parse_figure(Parser *parser, Piece *ret)
{
    size_t start = parser->at + 2;
    size_t end = find_figure_end(parser->source.text, start);
    if (end == STR_NONE)
        return template_fail(parser->ctx, &parser->source, parser->at, "「{{」没有以「}}」结束");
    Str inside = str_slice(parser->source.text, start, end - start);
    *ret = (Piece){.kind = PIECE_FIGURE};
    if (str_starts(inside, STR("?")) || str_starts(inside, STR("!"))) {
        ret->kind = inside.at[0] == '?' ? PIECE_NEEDS : PIECE_LACKS;
        inside = str_after(inside, 1);
        start++;
    }
    parser->at = end + 2;
    return expression_compile(parser->ctx, &parser->source, start, inside, parser->figures,
                              &ret->expression);
}

/* [；] between two fragments: its length with the brackets, or 0. */
static size_t glue_length(const Parser *parser, const PieceList *pieces)
{
    if (pieces->count == 0 || pieces->at[pieces->count - 1].kind != PIECE_FRAGMENT)
        return 0;
    Str rest = str_after(parser->source.text, parser->at);
    size_t end = str_find_byte(rest, ']');
    if (end == STR_NONE || end < 2 || end > GLUE_BYTES_MAX || rest.at[1] == '[')
        return 0;
    return str_starts(str_after(rest, end + 1), STR("[[")) ? end + 1 : 0;
}

static void add_literal(Parser *parser, PieceList *pieces, size_t from)
{
    if (parser->at > from)
        *LIST_ADD(parser->ctx->arena, pieces) = (Piece){
            .kind = PIECE_TEXT, .text = str_slice(parser->source.text, from, parser->at - from)};
}

static bool parse_template(Parser *parser, int depth, Template **ret);

static bool parse_fragment(Parser *parser, int depth, Piece *ret)
{
    size_t start = parser->at;
    if (depth >= PROSE_NESTING_MAX)
        return template_fail(parser->ctx, &parser->source, start, "「[[ ]]」嵌套超过 %d 层",
                             PROSE_NESTING_MAX);
    parser->at += 2;
    *ret = (Piece){.kind = PIECE_FRAGMENT};
    if (!parse_template(parser, depth + 1, &ret->fragment))
        return false;
    if (!is_next(parser, "]]"))
        return template_fail(parser->ctx, &parser->source, start, "「[[」没有以「]]」结束");
    parser->at += 2;
    return true;
}

/* Up to the end of the text, or inside a fragment to its ]]. */
static bool parse_template(Parser *parser, int depth, Template **ret)
{
    Template *made = NEW(parser->ctx->arena, Template, 1);
    PieceList *pieces = &made->pieces;
    size_t literal = parser->at;
    while (parser->at < parser->source.text.len) {
        Piece piece = {.kind = PIECE_TEXT};
        size_t glue = 0, before = parser->at;
        if (depth > 0 && is_next(parser, "]]"))
            break;
        if (is_next(parser, "{{") || is_next(parser, "[[")) {
            add_literal(parser, pieces, literal);
            if (is_next(parser, "{{") ? !parse_figure(parser, &piece)
                                      : !parse_fragment(parser, depth, &piece))
                return false;
        } else if (before == literal && is_next(parser, "[") &&
                   (glue = glue_length(parser, pieces)) > 0) {
            piece = (Piece){.kind = PIECE_GLUE,
                            .text = str_slice(parser->source.text, before + 1, glue - 2)};
            parser->at += glue;
        } else if (depth == 0 && is_next(parser, "]]")) {
            return template_fail(parser->ctx, &parser->source, before, "多出「]]」");
        } else {
            parser->at++;
            continue;
        }
        *LIST_ADD(parser->ctx->arena, pieces) = piece;
        literal = parser->at;
    }
    add_literal(parser, pieces, literal);
    *ret = made;
    return true;
}

static bool check_scalar(Ctx *ctx, const YamlNode *node)
{
    if (node->kind != YAML_SCALAR)
        return yaml_fail(ctx, node, "此处应为一段文字");
    if (node->text.len > PROSE_TEXT_MAX)
        return yaml_fail(ctx, node, "一段文字超过 %zu 字节", PROSE_TEXT_MAX);
    return true;
}

bool template_compile(Ctx *ctx, const YamlNode *node, const Figures *figures, Template **ret)
{
    if (!check_scalar(ctx, node))
        return false;
    Parser parser = {.ctx = ctx, .figures = figures, .source = make_source(ctx->arena, node)};
    return parse_template(&parser, /* depth= */ 0, ret);
}

bool template_compile_condition(Ctx *ctx, const YamlNode *node, const Figures *figures, Piece *ret)
{
    if (!check_scalar(ctx, node))
        return false;
    TemplateSource source = make_source(ctx->arena, node);
    Piece piece = {.kind = PIECE_NEEDS};
    Str text = str_trim(source.text);
    if (str_starts(text, STR("!"))) {
        piece.kind = PIECE_LACKS;
        text = str_after(text, 1);
    }
    if (!expression_compile(ctx, &source, 0, text, figures, &piece.expression))
        return false;
    *ret = piece;
    return true;
}
