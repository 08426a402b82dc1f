/* The verbs of the trail. */
#include "domain/administration/audit_check.h"
#include "domain/administration/audit_words.h"
#include "domain/administration/commands.h"
#include "port/files.h"

#define KEY_BYTES_MAX (64 * KIB)

/* ---- audit verify
 * ------------------------------------------------------------------------------------ */

typedef struct VerifyIn {
    Str head;
    Str key;
} VerifyIn;
static const Field verify_fields[] = {
    FIELD(VerifyIn, head, "链头", 0),
    FIELD(VerifyIn, key, "公钥", 0),
};
static const Shape verify_shape = SHAPE(VerifyIn, verify_fields);
static const Option verify_options[] = {
    {"--head", "FILE", "head", "另存的链头文件；不写则用数据目录里最新的"},
    {"--key", "FILE", "key", "另存的公钥；不写则用数据目录里的"},
};

static bool run_verify(Ctx *ctx, const void *input, Console *console)
{
    const VerifyIn *in = input;
    AuditVerdict verdict;
    Str key = {0};
    if (!str_empty(in->key) && !file_read(ctx, in->key, KEY_BYTES_MAX, &key))
        return false;
    if (!audit_examine(ctx, in->head, key, &verdict))
        return false;
    buf_format(console->out, "操作记录%lld条", (long long)verdict.entries);
    if (verdict.signed_count)
        buf_format(console->out, "，链头签于%.*s，共%lld条",
                   STRF(command_instant(ctx->arena, true, verdict.signed_at)),
                   (long long)verdict.signed_count);
    buf_format(console->out, "\n%s%s%.*s\n", verdict.holds ? "成立" : "不成立",
               str_empty(verdict.finding) ? "" : "：", STRF(verdict.finding));
    if (verdict.broken)
        buf_format(console->out, "第一条不符的：%lld\n", (long long)verdict.broken);
    /* Nothing more to say: the finding is the output. */
    return verdict.holds || fail(ctx, FAIL_FINDINGS, "%s", "");
}

const Command command_audit_verify = {
    .verb = "audit verify",
    .arguments = "",
    .help = "核对操作记录链：改过、删过、插入过、截断过都查得出",
    .details = "链头是签了名的条数和末条散列，每次提交都写到数据库之外；把 DATA/audit/heads 里的\n"
               "文件另存到别处，数据库被整个换成旧的也查得出。\n"
               "退出码：0 成立，3 不成立（并指出第一条不符的）。",
    .examples = (const char *const[]){"tongban audit verify",
                                      "tongban audit verify --head /mnt/usb/2026-11-21 "
                                      "--key /mnt/usb/audit.pub.pem",
                                      NULL},
    .options = verify_options,
    .option_count = ARRAY_LEN(verify_options),
    .input = &verify_shape,
    .needs_db = true,
    .run = run_verify,
};

/* ---- audit key
 * --------------------------------------------------------------------------------------- */

static bool run_key(Ctx *ctx, const void *input, Console *console)
{
    (void)input;
    buf_add(console->out, audit_sealer_public_key(ctx->access->sealer));
    return true;
}

const Command command_audit_key = {
    .verb = "audit key",
    .arguments = "",
    .help = "打印签链头的公钥（PEM），另存到别处，核对时用",
    .examples = (const char *const[]){"tongban audit key > audit.pub.pem", NULL},
    .needs_db = true,
    .run = run_key,
};

/* ---- audit list
 * -------------------------------------------------------------------------------------- */

typedef struct ListIn {
    AuditQuery query;
    bool json;
} ListIn;
static const Field list_fields[] = {
    {.name = "object",
     .label = "对象",
     .offset = offsetof(ListIn, query.object),
     .kind = FIELD_STR},
    {.name = "key", .label = "对象号", .offset = offsetof(ListIn, query.key), .kind = FIELD_INT},
    {.name = "words", .label = "字词", .offset = offsetof(ListIn, query.words), .kind = FIELD_STR},
    {.name = "from",
     .label = "自",
     .offset = offsetof(ListIn, query.from),
     .has_offset = offsetof(ListIn, query.has_from),
     .kind = FIELD_DATE,
     .flags = FIELD_OPTIONAL},
    {.name = "to",
     .label = "至",
     .offset = offsetof(ListIn, query.to),
     .has_offset = offsetof(ListIn, query.has_to),
     .kind = FIELD_DATE,
     .flags = FIELD_OPTIONAL},
    {.name = "page", .label = "页", .offset = offsetof(ListIn, query.page), .kind = FIELD_INT},
    FIELD(ListIn, json, "JSON", 0),
};
static const Shape list_shape = SHAPE(ListIn, list_fields);
static const Option list_options[] = {
    {"--object", "account", "object", "什么对象：account、role、unit、month……"},
    {"--key", "3", "key", "对象的编号"},
    {"--words", "张三", "words", "名称、操作人、原因或操作里的字"},
    {"--from", "2026-11-01", "from", "从哪天"},
    {"--to", "2026-11-30", "to", "到哪天"},
    {"--page", "2", "page", "第几页，每页50条，新的在前"},
    {"--json", NULL, "json", "以 JSON 输出"},
};

typedef struct EntriesOut {
    AuditEntryList entries;
    int64_t total;
} EntriesOut;
static const Field entries_fields[] = {
    FIELD_LIST(EntriesOut, entries, "操作记录", &audit_entry_shape),
    FIELD(EntriesOut, total, "总数", 0),
};
static const Shape entries_shape = SHAPE(EntriesOut, entries_fields);

static void print_entry(Ctx *ctx, const AuditEntry *entry, Buf *to)
{
    buf_format(to, "%lld\t%.*s\t%.*s\t%.*s\t%.*s%s\t%.*s", (long long)entry->number,
               STRF(command_instant(ctx->arena, true, entry->made_at)), STRF(entry->actor),
               STRF(entry->address), STRF(entry->action_label), entry->refused ? "（被拒绝）" : "",
               STRF(entry->title));
    if (!str_empty(entry->facts))
        buf_format(to, "\t%.*s", STRF(entry->facts));
    if (!str_empty(entry->why))
        buf_format(to, "\t原因：%.*s", STRF(entry->why));
    buf_add_byte(to, '\n');
    LIST_EACH (const AuditChange, change, &entry->changes)
        buf_format(to, "\t%.*s：%.*s → %.*s\n",
                   STRF(str_empty(change->label) ? change->field : change->label),
                   STRF(str_empty(change->before) ? STR("（空）") : change->before),
                   STRF(str_empty(change->after) ? STR("（空）") : change->after));
}

static bool run_list(Ctx *ctx, const void *input, Console *console)
{
    const ListIn *in = input;
    EntriesOut out = {0};
    AuditQuery query = in->query;
    if (query.page < 1)
        query.page = 1;
    if (!audit_words_read(ctx, &query, &out.entries, &out.total))
        return false;
    if (in->json) {
        command_json(console, &entries_shape, &out);
        return true;
    }
    LIST_EACH (const AuditEntry, entry, &out.entries)
        print_entry(ctx, entry, console->out);
    console->talk(console, str_format(ctx->arena, "共%lld条，本页%zu条", (long long)out.total,
                                      out.entries.count));
    return true;
}

const Command command_audit_list = {
    .verb = "audit list",
    .arguments = "",
    .help = "列出操作记录：谁在什么时候从哪里把什么改成什么，为什么",
    .examples = (const char *const[]){"tongban audit list --object account --from 2026-11-01",
                                      "tongban audit list --words 张三", NULL},
    .options = list_options,
    .option_count = ARRAY_LEN(list_options),
    .input = &list_shape,
    .needs_db = true,
    .run = run_list,
};
