#include "engine/report/template_value.h"

bool filter_fail(Ctx *ctx, const FilterCall *call, FailCode code, const char *message)
{
    fail(ctx, code, "「{{%.*s}}」：%s", STRF(call->expression->text), message);
    return fail_at(ctx, (Place){.file = call->expression->file, .line = call->expression->line});
}

static bool ask(Ctx *ctx, const ProseProvider *provider, const ProseName *figure, Value *ret)
{
    ProseValue given = {.kind = PROSE_ABSENT};
    if (!provider->value(ctx, provider->self, figure->name, &given))
        return fail_while(ctx, "取数据「%.*s」", STRF(figure->name));
    if (given.kind != PROSE_ABSENT && given.kind != figure->kind)
        BUG("a provider gave a figure of another kind than it declared");
    if (given.kind == PROSE_LIST) {
        value_of_list(ctx->arena, &given, ret);
        return true;
    }
    *ret = (Value){
        .kind = given.kind, .number = given.number, .places = given.places, .text = given.text};
    if (given.kind == PROSE_TEXT && str_empty(given.text))
        ret->kind = PROSE_ABSENT;
    return true;
}

bool argument_number(Ctx *ctx, const FilterCall *call, size_t index, Value *ret, bool *ret_present)
{
    const Argument *argument = &call->use->arguments[index];
    if (argument->kind == ARGUMENT_FIGURE) {
        if (!ask(ctx, call->provider, argument->figure, ret))
            return false;
        *ret_present = ret->kind != PROSE_ABSENT;
        return true;
    }
    *ret = (Value){.kind = PROSE_NUMBER, .number = argument->number, .places = -1};
    *ret_present = true;
    return true;
}

Str argument_text(const FilterCall *call, size_t index, Str otherwise)
{
    return index < call->use->argument_count ? call->use->arguments[index].text : otherwise;
}

static bool evaluate(Ctx *ctx, const Expression *expression, const ProseProvider *provider,
                     Value *ret)
{
    if (!ask(ctx, provider, expression->figure, ret))
        return false;
    for (size_t i = 0; i < expression->filter_count && ret->kind != PROSE_ABSENT; i++) {
        const FilterUse *use = &expression->filters[i];
        FilterCall call = {.use = use, .expression = expression, .provider = provider};
        if (!use->filter->apply(ctx, &call, ret))
            return false;
    }
    return true;
}

bool template_holds(Ctx *ctx, const Piece *piece, const ProseProvider *provider, bool *ret)
{
    Value value;
    if (!evaluate(ctx, piece->expression, provider, &value))
        return false;
    *ret = (value.kind != PROSE_ABSENT) == (piece->kind == PIECE_NEEDS);
    return true;
}

/* What was met while a template is written. */
typedef struct Progress {
    bool figure;       /* a figure of its own was printed */
    bool fragment;     /* a fragment was printed */
    bool any_fragment; /* there was one */
    bool in_run;       /* a fragment of the present run of fragments was printed */
    Str glue;          /* stands before the next fragment of the run */
} Progress;

static bool write_figure(Ctx *ctx, const Piece *piece, const ProseProvider *provider, Buf *to,
                         bool *ret_present)
{
    Value value;
    Str text;
    if (!evaluate(ctx, piece->expression, provider, &value) || !value_text(ctx, &value, &text))
        return false;
    *ret_present = !str_empty(text);
    buf_add(to, text);
    return true;
}

static bool write_fragment(Ctx *ctx, const Piece *piece, const ProseProvider *provider, Buf *to,
                           Progress *progress)
{
    size_t before = to->len;
    bool present;
    if (progress->in_run)
        buf_add(to, progress->glue);
    if (!template_write(ctx, piece->fragment, provider, to, &present))
        return false;
    progress->any_fragment = true;
    progress->glue = STR("");
    if (present)
        progress->in_run = progress->fragment = true;
    else
        to->len = before;
    return true;
}

/* *ret_present becomes false when the piece makes its template absent. */
static bool write_piece(Ctx *ctx, const Piece *piece, const ProseProvider *provider, Buf *to,
                        Progress *progress, bool *ret_present)
{
    if (piece->kind != PIECE_FRAGMENT && piece->kind != PIECE_GLUE)
        progress->in_run = false;
    switch (piece->kind) {
    case PIECE_TEXT:
        buf_add(to, piece->text);
        return true;
    case PIECE_GLUE:
        progress->glue = piece->text;
        return true;
    case PIECE_FRAGMENT:
        return write_fragment(ctx, piece, provider, to, progress);
    case PIECE_NEEDS:
    case PIECE_LACKS:
        return template_holds(ctx, piece, provider, ret_present);
    case PIECE_FIGURE:
        break;
    }
    progress->figure = true;
    return write_figure(ctx, piece, provider, to, ret_present);
}

bool template_write(Ctx *ctx, const Template *text, const ProseProvider *provider, Buf *to,
                    bool *ret_present)
{
    size_t before = to->len;
    Progress progress = {0};
    bool present = true;
    LIST_EACH (Piece, piece, &text->pieces) {
        if (!write_piece(ctx, piece, provider, to, &progress, &present))
            return false;
        if (!present)
            break;
    }
    if (progress.any_fragment && !progress.fragment && !progress.figure)
        present = false;
    if (!present)
        to->len = before;
    if (!buf_ok(to))
        return fail(ctx, FAIL_TOO_LARGE, "一段文字超过 %zu 字节", to->max);
    *ret_present = present && to->len > before;
    return true;
}
