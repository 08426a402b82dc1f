/* The verb bulletin. */
#include "domain/assessment/bulletin.h"
#include "domain/assessment/commands.h"
#include "port/files.h"

typedef struct BulletinIn {
    Period period;
    Str out;
    Str format;
    Str document;
} BulletinIn;
static const Field bulletin_fields[] = {
    FIELD(BulletinIn, period, "时期", FIELD_REQUIRED),
    FIELD(BulletinIn, out, "文件夹", FIELD_REQUIRED),
    FIELD(BulletinIn, format, "格式", 0),
    FIELD(BulletinIn, document, "文稿", 0),
};
static const Shape bulletin_shape = SHAPE(BulletinIn, bulletin_fields);

static const Option bulletin_options[] = {
    {"--out", "DIR", "out", "写到哪个文件夹（没有则新建）"},
    {"--document", "文稿", "document",
     "哪一份：monthly、annual、self-assessment；不写则该时期各份都要"},
    {"--format", "格式", "format", "docx、pdf、xlsx、html，用逗号分开；不写则四种都要"},
};

#define FORMATS_MAX 8

static bool parse_formats(Ctx *ctx, Str text, const ReportFormat **formats, size_t *ret_count)
{
    size_t count = 0;
    if (str_empty(text))
        for (; count < report_format_count; count++)
            formats[count] = &report_formats[count];
    Str rest = text, name;
    while (text.len && str_split(&rest, ',', &name)) {
        const ReportFormat *format = report_format_named(str_trim(name));
        if (!format || count == FORMATS_MAX) {
            fail(ctx, FAIL_USAGE, "没有格式「%.*s」", STRF(name));
            return fail_hint(ctx, "--format 可以是 docx、pdf、xlsx、html");
        }
        formats[count++] = format;
    }
    *ret_count = count;
    return true;
}

static bool write_files(Ctx *ctx, const BulletinIn *in, const BulletinHead *head,
                        const ReportFormat *const *formats, size_t count, Console *console)
{
    Document document;
    if (!bulletin_build(ctx, in->period, head, &document))
        return false;
    for (size_t i = 0; i < count; i++) {
        Str bytes;
        console->progress(console, str_of(formats[i]->label), (int64_t)i, (int64_t)count);
        Str path = path_join(ctx->arena, in->out,
                             bulletin_file_name(ctx->arena, in->period, head, formats[i]));
        if (!formats[i]->write(ctx, &document, &bytes) || !file_write(ctx, path, bytes))
            return fail_while(ctx, "写%s", formats[i]->label);
        if (!bulletin_note(ctx, in->period, path_name(path)))
            return false;
        buf_format(console->out, "%.*s\n", STRF(path));
    }
    console->progress(console, STR(""), 0, 0);
    return true;
}

/* The document asked for, else all that the period has figures for. */
static bool heads_wanted(Ctx *ctx, const BulletinIn *in, BulletinHeadList *ret)
{
    BulletinHead one;
    if (!bulletin_find(ctx, in->period, in->document, &one))
        return false;
    if (str_empty(in->document))
        return bulletins_of(ctx, in->period, ret);
    *ret = (BulletinHeadList){0};
    *LIST_ADD(ctx->arena, ret) = one;
    return true;
}

static bool run_bulletin(Ctx *ctx, const void *input, Console *console)
{
    const BulletinIn *in = input;
    const ReportFormat *formats[FORMATS_MAX];
    size_t count = 0;
    BulletinHeadList heads;
    if (!parse_formats(ctx, in->format, formats, &count) || !heads_wanted(ctx, in, &heads) ||
        !folder_make(ctx, in->out))
        return false;
    LIST_EACH (const BulletinHead, head, &heads)
        if (!write_files(ctx, in, head, formats, count, console))
            return false;
    return true;
}

const Command command_bulletin = {
    .verb = "bulletin",
    .arguments = "PERIOD",
    .help = "编制月度通报、年度考评结果通报和绩效自评报告：Word、PDF、Excel 和网页四种格式",
    .examples = (const char *const[]){"tongban bulletin 2023-02 --out 通报",
                                      "tongban bulletin 2023-02 --out . --format docx,pdf",
                                      "tongban bulletin 2023 --out 年度 --document annual", NULL},
    .options = bulletin_options,
    .option_count = ARRAY_LEN(bulletin_options),
    .input = &bulletin_shape,
    .needs_db = true,
    .run = run_bulletin,
};
