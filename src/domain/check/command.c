#include "domain/check/command.h"

#include "domain/check/checking.h"
#include "port/json.h"

typedef struct FileName {
    Str file;
} FileName;
LIST_OF(FileName, FileNameList);
static const Field name_fields[] = {FIELD(FileName, file, "文件", FIELD_REQUIRED)};
static const Shape name_shape = SHAPE(FileName, name_fields);

typedef struct CheckIn {
    FileNameList file;
    bool json;
} CheckIn;
static const Field check_fields[] = {
    FIELD_LIST(CheckIn, file, "文件", &name_shape),
    FIELD(CheckIn, json, "JSON", 0),
};
static const Shape check_shape = SHAPE(CheckIn, check_fields);
static const Option check_options[] = {{"--json", NULL, "json", "以 JSON 输出"}};

/* ---- for people --------------------------------------------------------------------------- */

static void print_line(Buf *to, const char *label, Str text)
{
    if (!str_empty(text))
        buf_format(to, "  %s：%.*s\n", label, STRF(text));
}

static void print_finding(Buf *to, const Finding *finding)
{
    const char *label = finding_label(finding->kind);
    buf_format(to, "%.*s  %s", STRF(finding->place), label ? label : "");
    if (!str_empty(finding->unit))
        buf_format(to, "  %.*s", STRF(finding->unit));
    buf_add_byte(to, '\n');
    print_line(to, "印为", finding->printed);
    print_line(to, "应为", finding->recomputed);
    print_line(to, "允许误差", finding->tolerance);
    print_line(to, "原因", finding->cause);
    buf_add_byte(to, '\n');
}

static void print_file(Buf *to, const CheckedFile *file)
{
    buf_format(to, "%.*s（%lld 张表，%lld 段文字）\n", STRF(file->file), (long long)file->tables,
               (long long)file->paragraphs);
    if (file->findings.count > 0)
        buf_add_byte(to, '\n');
    LIST_EACH (const Finding, finding, &file->findings)
        print_finding(to, finding);
}

static void print_sum(Buf *to, size_t count, bool read_any)
{
    if (count > 0)
        buf_format(to, "共 %zu 处\n", count);
    else if (!read_any)
        buf_add_c(to, "没有读到表格或文字，无可核对\n");
    else
        buf_add_c(to, "全部成立\n");
}

/* ---- for programs ------------------------------------------------------------------------- */

typedef struct FindingsOut {
    FindingList findings;
} FindingsOut;
static const Field findings_fields[] = {
    FIELD_LIST(FindingsOut, findings, "不符之处", &finding_shape)};
static const Shape findings_shape = SHAPE(FindingsOut, findings_fields);

/* With several files a place begins with the file's name. */
static void print_json(Ctx *ctx, const CheckedFileList *files, bool with_names, Buf *to)
{
    FindingsOut out = {0};
    LIST_EACH (const CheckedFile, file, files)
        LIST_EACH (const Finding, finding, &file->findings) {
            Finding *copy = LIST_ADD(ctx->arena, &out.findings);
            *copy = *finding;
            if (with_names)
                copy->place =
                    str_format(ctx->arena, "%.*s %.*s", STRF(file->file), STRF(finding->place));
        }
    JsonWriter json = json_writer(to);
    json_shape(&json, &findings_shape, &out);
    buf_add_byte(to, '\n');
}

/* ---- the verb ----------------------------------------------------------------------------- */

/* The failure of an earlier file, told before the next one takes its place. */
static void tell_failure(Ctx *ctx, Console *console)
{
    Buf text = buf_create(ctx->arena, 64 * KIB);
    buf_format(&text, "%s：", fail_title(ctx->fail.code));
    fail_print(&text, &ctx->fail);
    console->talk(console, str_trim(buf_str(&text)));
}

/* Every file that can be read is checked; `*ret_refused` tells how many could not. */
static void check_all(Ctx *ctx, const FileNameList *names, Console *console, CheckedFileList *files,
                      size_t *ret_refused)
{
    size_t refused = 0;
    for (size_t i = 0; i < names->count; i++) {
        CheckedFile checked;
        Fail earlier = ctx->fail;
        console->progress(console, names->at[i].file, (int64_t)i, (int64_t)names->count);
        fail_clear(ctx);
        if (check_file(ctx, names->at[i].file, &checked)) {
            *LIST_ADD(ctx->arena, files) = checked;
            ctx->fail = earlier;
            continue;
        }
        Fail latest = ctx->fail;
        if (refused++ > 0) {
            ctx->fail = earlier;
            tell_failure(ctx, console);
        }
        ctx->fail = latest;
    }
    console->progress(console, STR(""), 0, 0);
    *ret_refused = refused;
}

static bool run_check(Ctx *ctx, const void *input, Console *console)
{
    const CheckIn *in = input;
    CheckedFileList files = {0};
    size_t refused = 0, count = 0;
    bool read_any = false;
    check_all(ctx, &in->file, console, &files, &refused);
    LIST_EACH (const CheckedFile, file, &files) {
        count += file->findings.count;
        read_any = read_any || file->tables > 0 || file->paragraphs > 0;
    }
    if (in->json) {
        print_json(ctx, &files, in->file.count > 1, console->out);
    } else if (files.count > 0) {
        LIST_EACH (const CheckedFile, file, &files)
            print_file(console->out, file);
        print_sum(console->out, count, read_any);
    }
    if (refused > 0)
        return false; /* with the failure of the last of them */
    /* Nothing more to say: the findings are the output. */
    return count == 0 || fail(ctx, FAIL_FINDINGS, "%s", "");
}

const Command command_check = {
    .verb = "check",
    .arguments = "FILE...",
    .help = "核对文件里的表格和文字是否自洽：合计、排名、比率、占比、环比、名单……",
    .details = "文件可以是 CSV、XLSX、DOCX、HTML 或带表格的文本；什么也不保存。\n"
               "退出码：0 全部成立，3 有不符之处，1 有文件读不了或超出上限（其余文件照样核对）。\n"
               "四舍五入解释得了的差不算不符；一处差错只报一次，它引起的后果写在原因里。",
    .examples =
        (const char *const[]){"tongban check 通报.docx", "tongban check 附件1.xlsx 附件2.csv",
                              "tongban check --json 通报.html", NULL},
    .options = check_options,
    .option_count = ARRAY_LEN(check_options),
    .input = &check_shape,
    .needs_packs = true,
    .run = run_check,
};
