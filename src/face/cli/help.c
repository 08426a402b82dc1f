#include "face/cli/help.h"

#include "base/utf8.h"
#include "face/cli/arguments.h"

#define LEFT_COLUMNS 34

/* Two columns: what is typed, and what it does. Chinese counts two columns. */
static void add_row(Buf *to, Str left, const char *right)
{
    size_t columns = utf8_columns(left);
    buf_format(to, "  %.*s", STRF(left));
    if (columns + 2 > LEFT_COLUMNS) {
        buf_add_byte(to, '\n');
        columns = 0;
        buf_add_c(to, "  ");
    }
    for (; columns < LEFT_COLUMNS; columns++)
        buf_add_byte(to, ' ');
    buf_format(to, "%s\n", right);
}

static void add_verb(Arena *arena, Buf *to, const Command *verb)
{
    add_row(to, str_format(arena, "%s %s", verb->verb, verb->arguments), verb->help);
}

void help_overview(Arena *arena, Buf *to)
{
    buf_add_c(to, "通办：政务服务的办理、考核、排名与通报\n\n"
                  "用法：tongban 命令 [参数] [选项]\n\n"
                  "程序\n");
    VerbList verbs = verbs_of_face(arena);
    LIST_EACH (const Command *, verb, &verbs)
        add_verb(arena, to, *verb);
    for (size_t m = 0; m < all_module_count; m++) {
        const Module *module = all_modules[m];
        if (module->command_count)
            buf_format(to, "\n%s\n", module->title);
        for (size_t i = 0; i < module->command_count; i++)
            add_verb(arena, to, module->commands[i]);
    }
    buf_add_c(to, "\n每个命令都有的选项\n");
    for (size_t i = 0; i < global_option_count; i++) {
        const Option *option = &global_options[i];
        add_row(to, str_format(arena, "%s %s", option->name, option->value ? option->value : ""),
                option->help);
    }
    buf_add_c(to, "\ntongban help 命令 说明一个命令，附例子。\n"
                  "结果写到标准输出，说明和进度写到标准错误。"
                  "退出码：0 成功，1 失败，2 用法不对，3 部分完成，或核对出不符。\n");
}

void help_verb(const Command *verb, Buf *to)
{
    buf_format(to, "%s\n\n用法：tongban %s", verb->help, verb->verb);
    if (*verb->arguments)
        buf_format(to, " %s", verb->arguments);
    buf_add_c(to, verb->option_count ? " [选项]\n" : "\n");
    if (verb->details)
        buf_format(to, "\n%s\n", verb->details);
    if (verb->option_count)
        buf_add_c(to, "\n选项\n");
    for (size_t i = 0; i < verb->option_count; i++) {
        const Option *option = &verb->options[i];
        Str left = str_format(to->arena, "%s %s", option->name, option->value ? option->value : "");
        add_row(to, left, option->help);
    }
    if (verb->examples && verb->examples[0])
        buf_add_c(to, "\n例子\n");
    for (size_t i = 0; verb->examples && verb->examples[i]; i++)
        buf_format(to, "  %s\n", verb->examples[i]);
    if (verb->needs_db || verb->uses_db)
        buf_add_c(to, "\n数据目录用 --data 目录 或环境变量 TONGBAN_DATA 指明。\n");
}

void help_version(Buf *to)
{
    buf_add_c(to, "tongban " TONGBAN_VERSION "\n");
}

/* ---- the verbs help and version ------------------------------------------------------------ */

typedef struct Word {
    Str word;
} Word;
LIST_OF(Word, WordList);
static const Field word_fields[] = {FIELD(Word, word, "命令", FIELD_REQUIRED)};
static const Shape word_shape = SHAPE(Word, word_fields);

typedef struct HelpIn {
    WordList verb;
} HelpIn;
static const Field help_fields[] = {FIELD_LIST(HelpIn, verb, "命令", &word_shape)};
static const Shape help_shape = SHAPE(HelpIn, help_fields);

static bool run_help(Ctx *ctx, const void *input, Console *console)
{
    const HelpIn *in = input;
    if (in->verb.count == 0) {
        help_overview(ctx->arena, console->out);
        return true;
    }
    Str *words = NEW(ctx->arena, Str, in->verb.count);
    for (size_t i = 0; i < in->verb.count; i++)
        words[i] = in->verb.at[i].word;
    const Command *verb = NULL;
    size_t used = 0;
    if (!verb_find(ctx, words, in->verb.count, &verb, &used))
        return false;
    help_verb(verb, console->out);
    return true;
}

const Command command_help = {
    .verb = "help",
    .arguments = "[VERB...]",
    .help = "列出所有命令，或说明一个命令",
    .examples = (const char *const[]){"tongban help", "tongban help units import", NULL},
    .input = &help_shape,
    .run = run_help,
};

static bool run_version(Ctx *ctx, const void *input, Console *console)
{
    (void)ctx, (void)input;
    help_version(console->out);
    return true;
}

const Command command_version = {
    .verb = "version",
    .arguments = "",
    .help = "显示版本",
    .examples = (const char *const[]){"tongban version", NULL},
    .run = run_version,
};
