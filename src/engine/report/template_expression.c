#include "engine/report/template_value.h"

#include "base/nearest.h"

#define SUGGESTIONS 3

/* A walk through "name|filter:argument,argument". */
typedef struct Walk {
    Ctx *ctx;
    const TemplateSource *source;
    size_t offset; /* of `text` in the source */
    Str text;
    Str rest;
    const Figures *figures;
} Walk;

static size_t here(const Walk *walk)
{
    return walk->offset + (walk->text.len - walk->rest.len);
}

static bool is_word_byte(char c)
{
    return (unsigned char)c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
           (c >= 'A' && c <= 'Z') || c == '_' || c == '-' || c == '.' || c == '+';
}

static Str take_word(Walk *walk)
{
    walk->rest = str_trim(walk->rest);
    size_t len = 0;
    while (len < walk->rest.len && is_word_byte(walk->rest.at[len]))
        len++;
    Str word = str_slice(walk->rest, 0, len);
    walk->rest = str_trim(str_after(walk->rest, len));
    return word;
}

static bool take_sign(Walk *walk, char sign)
{
    if (str_empty(walk->rest) || walk->rest.at[0] != sign)
        return false;
    walk->rest = str_after(walk->rest, 1);
    return true;
}

static bool fail_unknown_figure(Walk *walk, size_t at, Str name)
{
    Str *names = NEW(walk->ctx->arena, Str, walk->figures->count + 1);
    for (size_t i = 0; i < walk->figures->count; i++)
        names[i] = walk->figures->at[i].name;
    Str near = nearest_list(walk->ctx->arena, name, names, walk->figures->count, SUGGESTIONS);
    template_fail(walk->ctx, walk->source, at, "没有名为「%.*s」的数据", STRF(name));
    walk->ctx->fail.code = FAIL_NOT_FOUND;
    if (!str_empty(near))
        fail_hint(walk->ctx, "是否应为 %.*s", STRF(near));
    else
        fail_hint(walk->ctx, "可用的名称见该文件开头的说明和 docs/prose.md");
    return false;
}

static bool take_figure(Walk *walk, const ProseName **ret)
{
    size_t at = here(walk);
    Str name = take_word(walk);
    if (str_empty(name))
        return template_fail(walk->ctx, walk->source, at, "「{{%.*s}}」缺少数据的名称",
                             STRF(walk->text));
    const ProseName *figure = dict_get(&walk->figures->by_name, name);
    if (!figure)
        return fail_unknown_figure(walk, at, name);
    *ret = figure;
    return true;
}

static bool take_argument(Walk *walk, Argument *ret)
{
    walk->rest = str_trim(walk->rest);
    char quote = str_empty(walk->rest) ? '\0' : walk->rest.at[0];
    if (quote == '"' || quote == '\'') {
        Str inside = str_after(walk->rest, 1);
        size_t end = str_find_byte(inside, quote);
        if (end == STR_NONE)
            return template_fail(walk->ctx, walk->source, here(walk), "「{{%.*s}}」的引号没有闭合",
                                 STRF(walk->text));
        *ret = (Argument){.kind = ARGUMENT_TEXT, .text = str_slice(inside, 0, end)};
        walk->rest = str_trim(str_after(inside, end + 1));
        return true;
    }
    Walk before = *walk;
    Str word = take_word(walk);
    Decimal number;
    if (!str_empty(word) && decimal_parse(word, &number) == DECIMAL_PARSED) {
        *ret = (Argument){.kind = ARGUMENT_NUMBER, .number = number};
        return true;
    }
    *walk = before;
    *ret = (Argument){.kind = ARGUMENT_FIGURE};
    return take_figure(walk, &ret->figure);
}

static bool argument_fits(char letter, const Argument *argument)
{
    bool is_numeric =
        argument->kind == ARGUMENT_FIGURE &&
        (argument->figure->kind == PROSE_NUMBER || argument->figure->kind == PROSE_PERCENT);
    switch (letter) {
    case 'n':
        return argument->kind == ARGUMENT_NUMBER || is_numeric;
    case 'f':
        return is_numeric;
    default:
        return argument->kind == ARGUMENT_TEXT;
    }
}

static bool check_arguments(Walk *walk, const FilterUse *use, size_t at)
{
    static const struct {
        char letter;
        const char *what;
    } wanted[] = {{'n', "一个数或数据的名称"}, {'f', "一个数据的名称"}, {'t', "引号中的文字"}};
    size_t index = 0;
    bool optional = false;
    for (const char *letter = use->filter->arguments; *letter; letter++) {
        if (*letter == '?') {
            optional = true;
            continue;
        }
        if (index < use->argument_count ? argument_fits(*letter, &use->arguments[index])
                                        : optional) {
            index++;
            continue;
        }
        for (size_t i = 0; i < ARRAY_LEN(wanted); i++)
            if (wanted[i].letter == *letter)
                return template_fail(walk->ctx, walk->source, at,
                                     "「{{%.*s}}」中 %s 的第 %zu 个参数应为%s", STRF(walk->text),
                                     use->filter->name, index + 1, wanted[i].what);
    }
    if (use->argument_count > index)
        return template_fail(walk->ctx, walk->source, at, "「{{%.*s}}」中 %s 的参数过多",
                             STRF(walk->text), use->filter->name);
    if (filter_check(walk->ctx, use))
        return true;
    return fail_at(walk->ctx,
                   (Place){.file = walk->source->file, .line = template_line(walk->source, at)});
}

static bool take_filter_name(Walk *walk, FilterUse *use)
{
    size_t at = here(walk);
    Str name = take_word(walk);
    use->filter = filter_named(name);
    if (use->filter)
        return true;
    Str *names;
    size_t count;
    filter_names(walk->ctx->arena, &names, &count);
    Str near = nearest_list(walk->ctx->arena, name, names, count, SUGGESTIONS);
    template_fail(walk->ctx, walk->source, at, "没有名为「%.*s」的写法", STRF(name));
    if (!str_empty(near))
        return fail_hint(walk->ctx, "是否应为 %.*s", STRF(near));
    return fail_hint(walk->ctx, "可用的写法见 docs/prose.md");
}

static bool take_filter(Walk *walk, Expression *expression)
{
    size_t at = here(walk);
    if (expression->filter_count == PROSE_FILTERS_MAX)
        return template_fail(walk->ctx, walk->source, at, "「{{%.*s}}」的「|」多于 %d 个",
                             STRF(walk->text), PROSE_FILTERS_MAX);
    FilterUse *use = &expression->filters[expression->filter_count++];
    if (!take_filter_name(walk, use))
        return false;
    if (take_sign(walk, ':')) {
        do {
            if (use->argument_count == PROSE_ARGUMENTS_MAX)
                return template_fail(walk->ctx, walk->source, at, "「{{%.*s}}」中 %s 的参数过多",
                                     STRF(walk->text), use->filter->name);
            if (!take_argument(walk, &use->arguments[use->argument_count]))
                return false;
            use->argument_count++;
        } while (take_sign(walk, ','));
    }
    if (!(use->filter->takes & 1u << expression->kind))
        return template_fail(walk->ctx, walk->source, at, "「{{%.*s}}」中 %s 用错了地方：%s",
                             STRF(walk->text), use->filter->name,
                             use->filter->wrong_kind ? use->filter->wrong_kind
                                                     : "它前面的数据不是它能处理的种类");
    if (use->filter->gives != PROSE_ABSENT)
        expression->kind = use->filter->gives;
    return check_arguments(walk, use, at);
}

bool expression_compile(Ctx *ctx, const TemplateSource *source, size_t at, Str text,
                        const Figures *figures, Expression **ret)
{
    Walk walk = {
        .ctx = ctx, .source = source, .offset = at, .text = text, .rest = text, .figures = figures};
    Expression *made = NEW(ctx->arena, Expression, 1);
    made->text = text;
    made->file = source->file;
    made->line = template_line(source, at);
    made->filters = NEW(ctx->arena, FilterUse, PROSE_FILTERS_MAX);
    if (!take_figure(&walk, &made->figure))
        return false;
    made->kind = made->figure->kind;
    while (take_sign(&walk, '|'))
        if (!take_filter(&walk, made))
            return false;
    if (!str_empty(walk.rest))
        return template_fail(ctx, source, here(&walk), "「{{%.*s}}」中的「%.*s」看不懂", STRF(text),
                             STRF(walk.rest));
    *ret = made;
    return true;
}
