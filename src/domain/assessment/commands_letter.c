/* The verb letter. */
#include "domain/assessment/commands.h"
#include "domain/assessment/letter.h"
#include "port/files.h"

typedef struct LetterIn {
    Period period;
    Str unit;
    Str out;
    Str format;
} LetterIn;
static const Field letter_fields[] = {
    FIELD(LetterIn, period, "月份", FIELD_REQUIRED),
    FIELD(LetterIn, unit, "单位", 0),
    FIELD(LetterIn, out, "文件夹", FIELD_REQUIRED),
    FIELD(LetterIn, format, "格式", 0),
};
static const Shape letter_shape = SHAPE(LetterIn, letter_fields);

static const Option letter_options[] = {
    {"--unit", "单位", "unit", "哪个单位；不写则每个单位一份"},
    {"--out", "DIR", "out", "写到哪个文件夹（没有则新建）"},
    {"--format", "格式", "format", "docx（默认）、pdf 或 html"},
};

#define SCHEME STR("hotline")

static bool write_letter(Ctx *ctx, const LetterIn *in, Str unit, Console *console)
{
    FileBody file = {0};
    Str format = str_empty(in->format) ? STR("docx") : in->format;
    if (!letter_file(ctx, in->period, SCHEME, unit, format, &file))
        return false;
    Str path = path_join(ctx->arena, in->out, file.name);
    if (!file_write(ctx, path, file.bytes))
        return false;
    buf_format(console->out, "%.*s\n", STRF(path));
    return true;
}

static bool run_letter(Ctx *ctx, const void *input, Console *console)
{
    const LetterIn *in = input;
    MonthResult result;
    if (!folder_make(ctx, in->out))
        return false;
    if (in->unit.len)
        return write_letter(ctx, in, in->unit, console);
    if (!month_result(ctx, in->period, SCHEME, &result, NULL))
        return false;
    for (size_t i = 0; i < result.result.listed; i++)
        if (!write_letter(ctx, in, result.subjects[result.result.listing[i]].name, console))
            return false;
    return true;
}

const Command command_letter = {
    .verb = "letter",
    .arguments = "PERIOD",
    .help = "给单位的热线扣分情况函：得分、名次、各项扣分和每件工单的原因",
    .examples = (const char *const[]){"tongban letter 2023-01 --unit 赤岗街 --out 函",
                                      "tongban letter 2023-01 --out 函 --format pdf", NULL},
    .options = letter_options,
    .option_count = ARRAY_LEN(letter_options),
    .input = &letter_shape,
    .needs_db = true,
    .run = run_letter,
};
