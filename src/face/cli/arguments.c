#include "face/cli/arguments.h"

#include "base/nearest.h"
#include "base/utf8.h"

#define WORDS_MAX 10000
#define WORD_BYTES_MAX (64 * KIB)

const Option global_options[] = {
    {"--data", "目录", "data", "数据目录；默认取环境变量 TONGBAN_DATA，否则 ./tongban-data"},
    {"--db", "地址", "db",
     "数据库地址（sqlite:文件 或 postgresql://…）；默认取 TONGBAN_DB，否则数据目录里的 SQLite"},
    {"--help", NULL, "help", "说明这个命令的用法"},
    {"--version", NULL, "version", "显示版本"},
};
const size_t global_option_count = ARRAY_LEN(global_options);

static const Field global_fields[] = {
    FIELD(GlobalOptions, data, "数据目录", 0),
    FIELD(GlobalOptions, db, "数据库地址", 0),
    FIELD(GlobalOptions, help, "帮助", 0),
    FIELD(GlobalOptions, version, "版本", 0),
};
static const Shape global_shape = SHAPE(GlobalOptions, global_fields);

bool arguments_read(Ctx *ctx, int argc, char **argv, Words *ret)
{
    if (argc - 1 > WORDS_MAX)
        return fail(ctx, FAIL_USAGE, "参数太多，最多 %d 个", WORDS_MAX);
    Words words = {0};
    for (int i = 1; i < argc; i++) {
        size_t len = strnlen(argv[i], WORD_BYTES_MAX + 1);
        if (len > WORD_BYTES_MAX)
            return fail(ctx, FAIL_USAGE, "第 %d 个参数太长", i);
        Str word = str_from(argv[i], len);
        if (utf8_check(word) != STR_NONE) {
            fail(ctx, FAIL_USAGE, "第 %d 个参数不是 UTF-8", i);
            return fail_hint(ctx, "把终端的编码设为 UTF-8");
        }
        *LIST_ADD(ctx->arena, &words) = word;
    }
    *ret = words;
    return true;
}

/* ---- options ----------------------------------------------------------------------------- */

static bool is_option(Str word)
{
    return word.len > 1 && word.at[0] == '-' && !(word.at[1] >= '0' && word.at[1] <= '9');
}

static Str option_name(Str word)
{
    if (str_equal(word, STR("-h")))
        return STR("--help");
    return str_slice(word, 0, str_find_byte(word, '='));
}

static const Option *find_option(const Option *options, size_t count, Str word)
{
    for (size_t i = 0; i < count; i++)
        if (str_equal_c(option_name(word), options[i].name))
            return &options[i];
    return NULL;
}

/* The option's value: after '=', or the next word, which is then skipped. */
static bool option_value(Ctx *ctx, const Option *option, const Words *words, size_t *at, Str *ret)
{
    Str word = words->at[*at];
    size_t equals = str_find_byte(word, '=');
    if (!option->value) {
        if (equals != STR_NONE)
            return fail(ctx, FAIL_USAGE, "选项 %s 不带值", option->name);
        *ret = STR("true");
        return true;
    }
    if (equals != STR_NONE) {
        *ret = str_after(word, equals + 1);
        return true;
    }
    if (*at + 1 >= words->count || str_starts(words->at[*at + 1], STR("--"))) {
        fail(ctx, FAIL_USAGE, "选项 %s 后面缺少值", option->name);
        return fail_hint(ctx, "写作 %s %s", option->name, option->value);
    }
    *ret = words->at[++*at];
    return true;
}

bool arguments_take_global(Ctx *ctx, Words *words, GlobalOptions *ret)
{
    GlobalOptions global = {0};
    Problems problems = problems_create(ctx->arena);
    Words rest = {0};
    bool ended = false;
    for (size_t i = 0; i < words->count; i++) {
        ended = ended || str_equal(words->at[i], STR("--"));
        const Option *option =
            ended ? NULL : find_option(global_options, global_option_count, words->at[i]);
        if (!option) {
            *LIST_ADD(ctx->arena, &rest) = words->at[i];
            continue;
        }
        Str value = {0};
        const Field *field = shape_field(&global_shape, str_of(option->member));
        if (!option_value(ctx, option, words, &i, &value))
            return false;
        if (!shape_set_text(ctx->arena, field, &global, value, (Problem){0}, &problems))
            return fail(ctx, FAIL_USAGE, "选项 %s：%.*s", option->name,
                        STRF(problems.at[0].message));
    }
    *words = rest;
    *ret = global;
    return true;
}

/* ---- binding ----------------------------------------------------------------------------- */

typedef struct Binder {
    Ctx *ctx;
    const Command *verb;
    void *to;
    bool *given; /* by index of the input's fields */
    Problems problems;
    Str pattern; /* what is left of the verb's "TABLE FILE" */
} Binder;

static void add_problem(Binder *binder, Str field, Str message, Str hint)
{
    problems_add(&binder->problems, (Problem){.field = field, .message = message, .hint = hint});
}

/* `shown` is how the user knows the member: "--period", "FILE". */
static void set_member(Binder *binder, Str member, Str shown, Str value)
{
    const Shape *shape = binder->verb->input;
    const Field *field = shape ? shape_field(shape, member) : NULL;
    if (!field)
        BUG("an option or argument names no member of its input");
    bool *given = &binder->given[field - shape->fields];
    Arena *arena = binder->ctx->arena;
    void *to = binder->to;
    if (field->kind == FIELD_LIST_OF) {
        AnyList *list = (AnyList *)((char *)to + field->offset);
        list_grow(arena, &list->at, &list->count, &list->cap, field->of->size,
                  alignof(max_align_t));
        to = (char *)list->at + (list->count - 1) * field->of->size;
        field = &field->of->fields[0];
    } else if (*given) {
        add_problem(binder, shown, STR("给了两次"), (Str){0});
        return;
    }
    *given = true;
    /* False is told by the problem that it adds. */
    bool fits = shape_set_text(arena, field, to, value, (Problem){.field = shown, .value = value},
                               &binder->problems);
    (void)fits;
}

/* The nearest known option, or NULL. */
static const Option *unknown_option(Binder *binder, Str word)
{
    const Command *verb = binder->verb;
    Str *names = NEW(binder->ctx->arena, Str, verb->option_count + global_option_count);
    size_t count = 0;
    for (size_t i = 0; i < verb->option_count; i++)
        names[count++] = str_of(verb->options[i].name);
    for (size_t i = 0; i < global_option_count; i++)
        names[count++] = str_of(global_options[i].name);
    Str nearest = nearest_of(option_name(word), names, count);
    Str hint = str_empty(nearest)
                   ? str_format(binder->ctx->arena, "见 tongban %s --help", verb->verb)
                   : str_format(binder->ctx->arena, "是不是 %.*s", STRF(nearest));
    add_problem(binder, option_name(word), STR("没有这个选项"), hint);
    return find_option(verb->options, verb->option_count, nearest);
}

/* "TABLE" of "[TABLE]" and "TABLE...". */
static Str argument_name(Str part)
{
    part = str_starts(part, STR("[")) ? str_slice(part, 1, part.len - 2) : part;
    return str_ends(part, STR("...")) ? str_slice(part, 0, part.len - 3) : part;
}

static Str member_name(Arena *arena, Str argument)
{
    char *name = str_to_c(arena, argument);
    for (char *c = name; *c; c++)
        *c = *c >= 'A' && *c <= 'Z' ? (char)(*c + ('a' - 'A')) : *c;
    return str_from(name, argument.len);
}

static void set_argument(Binder *binder, Str value)
{
    Str rest = binder->pattern, part = {0};
    if (str_empty(rest)) {
        add_problem(binder, value, STR("多余的参数"), (Str){0});
        return;
    }
    if (!str_split(&rest, ' ', &part))
        return;
    Str name = argument_name(part);
    if (!str_contains(part, STR("..."))) /* a repeated one takes all that follow */
        binder->pattern = rest;
    set_member(binder, member_name(binder->ctx->arena, name), name, value);
}

/* How a member is given: "--period 2023-02", or "FILE" for an argument. */
static Str way_to_give(const Binder *binder, const Field *field)
{
    const Command *verb = binder->verb;
    for (size_t i = 0; i < verb->option_count; i++)
        if (strcmp(verb->options[i].member, field->name) == 0)
            return str_format(binder->ctx->arena, "%s %s", verb->options[i].name,
                              verb->options[i].value ? verb->options[i].value : "");
    Str rest = str_of(verb->arguments), part;
    while (str_split(&rest, ' ', &part))
        if (str_equal_c(member_name(binder->ctx->arena, argument_name(part)), field->name))
            return argument_name(part);
    return str_of(field->name);
}

static void check_missing(Binder *binder)
{
    const Shape *shape = binder->verb->input;
    for (size_t i = 0; shape && i < shape->count; i++)
        if ((shape->fields[i].flags & FIELD_REQUIRED) && !binder->given[i])
            add_problem(binder, way_to_give(binder, &shape->fields[i]),
                        str_format(binder->ctx->arena, "缺少%s", shape->fields[i].label), (Str){0});
    /* What is not in brackets must be there, whatever the shape says. */
    Str rest = binder->pattern, part;
    while (!str_empty(rest) && str_split(&rest, ' ', &part)) {
        Str name = argument_name(part);
        const Field *field =
            shape ? shape_field(shape, member_name(binder->ctx->arena, name)) : NULL;
        if (field && !str_starts(part, STR("[")) && !(field->flags & FIELD_REQUIRED) &&
            !binder->given[field - shape->fields])
            add_problem(binder, name, STR("缺少这个参数"), (Str){0});
    }
}

static bool fail_with(Binder *binder)
{
    Ctx *ctx = binder->ctx;
    Problems *problems = &binder->problems;
    if (problems->total == 0)
        return true;
    Buf detail = buf_create(ctx->arena, 64 * KIB);
    for (size_t i = 0; i < problems->count; i++) {
        Problem *problem = &problems->at[i];
        buf_format(&detail, "%s%.*s：%.*s", i ? "；" : "", STRF(problem->field),
                   STRF(problem->message));
        if (!str_empty(problem->value))
            buf_format(&detail, "（%.*s）", STRF(problem->value));
        if (!str_empty(problem->hint))
            buf_format(&detail, "，%.*s", STRF(problem->hint));
    }
    fail(ctx, FAIL_USAGE, "%.*s", STRF(buf_str(&detail)));
    return fail_hint(ctx, "用法：tongban %s %s（--help 看说明）", binder->verb->verb,
                     binder->verb->arguments);
}

bool arguments_bind(Ctx *ctx, const Command *verb, const Words *words, void *ret)
{
    Binder binder = {.ctx = ctx,
                     .verb = verb,
                     .to = ret,
                     .given = NEW(ctx->arena, bool, verb->input ? verb->input->count : 1),
                     .problems = problems_create(ctx->arena),
                     .pattern = str_of(verb->arguments)};
    bool ended = false;
    for (size_t i = 0; i < words->count; i++) {
        Str word = words->at[i];
        if (!ended && str_equal(word, STR("--"))) {
            ended = true;
            continue;
        }
        if (ended || !is_option(word)) {
            set_argument(&binder, word);
            continue;
        }
        const Option *option = find_option(verb->options, verb->option_count, word);
        const Option *meant = option ? option : unknown_option(&binder, word);
        Str value = {0};
        /* The value of a misspelt option is skipped too, lest it be taken for an argument. */
        if (meant && !option_value(ctx, meant, words, &i, &value) && option)
            return false;
        if (option)
            set_member(&binder, str_of(option->member), str_of(option->name), value);
    }
    check_missing(&binder);
    return fail_with(&binder);
}
