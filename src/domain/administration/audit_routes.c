/* The trail: read by object, person and time, exported, verified. */
#include "domain/administration/audit_check.h"
#include "domain/administration/audit_export.h"
#include "domain/administration/audit_words.h"
#include "domain/administration/routes.h"

#define AUDIT "access.audit"

static const Field query_fields[] = {
    FIELD(AuditQuery, object, "对象", 0, .max_runes = 64),
    FIELD(AuditQuery, key, "对象号", 0),
    FIELD(AuditQuery, number, "编号", 0),
    FIELD(AuditQuery, words, "字词", 0, .max_runes = 64),
    FIELD(AuditQuery, account_id, "账号", 0),
    FIELD_MAYBE(AuditQuery, from, "自", 0),
    FIELD_MAYBE(AuditQuery, to, "至", 0),
    FIELD(AuditQuery, refused, "只要被拒绝的", 0),
    FIELD(AuditQuery, page, "页", 0),
};
static const Shape query_shape = SHAPE(AuditQuery, query_fields);
/* An export has no pages. */
static const Shape export_shape = {.name = "AuditQuery",
                                   .size = sizeof(AuditQuery),
                                   .fields = query_fields,
                                   .count = ARRAY_LEN(query_fields) - 1};

typedef struct EntriesOut {
    AuditEntryList entries;
    int64_t total;
    int64_t page;
    int64_t page_rows;
} EntriesOut;
static const Field entries_fields[] = {
    FIELD_LIST(EntriesOut, entries, "操作记录", &audit_entry_shape),
    FIELD(EntriesOut, total, "总数", 0),
    FIELD(EntriesOut, page, "页", 0),
    FIELD(EntriesOut, page_rows, "每页", 0),
};
static const Shape entries_shape = SHAPE(EntriesOut, entries_fields);

static bool get_audit(Ctx *ctx, const void *input, void *output)
{
    EntriesOut *out = output;
    AuditQuery query = *(const AuditQuery *)input;
    if (query.page < 1)
        query.page = 1;
    out->page = query.page;
    out->page_rows = AUDIT_PAGE_ROWS;
    return audit_words_read(ctx, &query, &out->entries, &out->total);
}

static bool get_export(Ctx *ctx, const void *input, FileBody *out)
{
    out->content_type = STR("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
    return audit_export(ctx, input, &out->bytes, &out->name);
}

/* An instant before the first head is none. */
typedef struct VerdictOut {
    bool holds;
    int64_t entries;
    int64_t signed_count;
    bool has_signed_at;
    Instant signed_at;
    int64_t broken;
    Str finding;
} VerdictOut;
static const Field verdict_fields[] = {
    FIELD(VerdictOut, holds, "成立", 0),
    FIELD(VerdictOut, entries, "条数", 0),
    FIELD(VerdictOut, signed_count, "签名时的条数", 0),
    FIELD_MAYBE(VerdictOut, signed_at, "签名时间", 0),
    FIELD(VerdictOut, broken, "第一条不符的", 0),
    FIELD(VerdictOut, finding, "结论", 0),
};
static const Shape verdict_shape = SHAPE(VerdictOut, verdict_fields);

static bool get_verdict(Ctx *ctx, const void *input, void *output)
{
    VerdictOut *out = output;
    AuditVerdict verdict;
    (void)input;
    if (!audit_examine(ctx, STR(""), STR(""), &verdict))
        return false;
    *out = (VerdictOut){.holds = verdict.holds,
                        .entries = verdict.entries,
                        .signed_count = verdict.signed_count,
                        .has_signed_at = verdict.signed_count > 0,
                        .signed_at = verdict.signed_at,
                        .broken = verdict.broken,
                        .finding = verdict.finding};
    return true;
}

const Route audit_routes[] = {
    VIEW("/api/access/audit", AUDIT, &query_shape, &entries_shape, get_audit, "操作记录"),
    {.method = METHOD_GET,
     .path = "/api/access/audit/export.xlsx",
     .permission = AUDIT,
     .lane = LANE_SLOW,
     .input = &export_shape,
     .handle_file = get_export,
     .help = "导出操作记录（XLSX）；导出本身也记入"},
    {.method = METHOD_GET,
     .path = "/api/access/audit/verdict",
     .permission = "access.verify",
     .lane = LANE_SLOW,
     .output = &verdict_shape,
     .handle = get_verdict,
     .help = "核对整条操作记录链与签名的链头"},
    {.path = NULL},
};
