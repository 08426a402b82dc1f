#include "domain/assessment/publication.h"

#include "domain/assessment/bulletin.h"
#include "engine/check/check.h"
#include "engine/report/document_paper.h"

typedef struct NamedDocument {
    Str name;
    Document document;
} NamedDocument;
LIST_OF(NamedDocument, NamedDocuments);

static bool documents_of(Ctx *ctx, Period period, NamedDocuments *documents)
{
    BulletinHeadList heads;
    if (!bulletins_of(ctx, period, &heads))
        return false;
    LIST_EACH (const BulletinHead, head, &heads) {
        NamedDocument *named = LIST_ADD(ctx->arena, documents);
        named->name = head->name;
        if (!bulletin_build(ctx, period, head, &named->document))
            return false;
    }
    return true;
}

static bool check_document(Ctx *ctx, const NamedDocument *named, const CheckRules *rules,
                           FindingList *to)
{
    Paper paper;
    FindingList found = {0};
    if (!document_as_paper(ctx, &named->document, named->name, &paper) ||
        !check_paper(ctx, &paper, rules, &found))
        return fail_while(ctx, "核对「%.*s」", STRF(named->name));
    LIST_EACH (Finding, finding, &found) {
        finding->place =
            str_format(ctx->arena, "%.*s %.*s", STRF(named->name), STRF(finding->place));
        *LIST_ADD(ctx->arena, to) = *finding;
    }
    return true;
}

/* A period that nobody knows is a slip of who asks, not one that holds. */
static bool need_known(Ctx *ctx, Period period)
{
    MonthState month;
    bool known;
    if (!month_read(ctx, period, &month, &known))
        return false;
    if (known)
        return true;
    Buf text = buf_create(ctx->arena, 16);
    period_print(&text, period);
    return fail(ctx, FAIL_NOT_FOUND, "%.*s 还没有数据", STRF(buf_str(&text)));
}

bool publication_check(Ctx *ctx, Period period, FindingList *ret)
{
    NamedDocuments documents = {0};
    CheckRules rules;
    FindingList findings = {0};
    if (!district_need_whole(ctx, "核对文稿") || !need_known(ctx, period) ||
        !check_rules_load(ctx, &rules) || !documents_of(ctx, period, &documents))
        return false;
    LIST_EACH (const NamedDocument, document, &documents)
        if (!check_document(ctx, document, &rules, &findings))
            return false;
    *ret = findings;
    return true;
}

Str publication_words(Arena *arena, const Finding *finding)
{
    const char *label = finding_label(finding->kind);
    Buf text = buf_create(arena, 64 * KIB);
    buf_add_c(&text, label ? label : "不符");
    if (!str_empty(finding->printed))
        buf_format(&text, "，印为 %.*s", STRF(finding->printed));
    if (!str_empty(finding->recomputed))
        buf_format(&text, "，应为 %.*s", STRF(finding->recomputed));
    if (!str_empty(finding->tolerance))
        buf_format(&text, "（允许误差 %.*s）", STRF(finding->tolerance));
    return buf_str(&text);
}

bool publication_refuse(Ctx *ctx, Period period, const FindingList *findings)
{
    Problems problems = problems_create(ctx->arena);
    LIST_EACH (const Finding, finding, findings)
        problems_add(&problems, (Problem){.field = finding->place,
                                          .value = finding->printed,
                                          .message = publication_words(ctx->arena, finding),
                                          .hint = finding->cause});
    Buf month = buf_create(ctx->arena, 16);
    period_print(&month, period);
    Str text = buf_str(&month);
    fail(ctx, FAIL_INVALID, "要公布的文件有%zu处不符，没有公布", findings->count);
    fail_problems(ctx, &problems);
    return fail_hint(ctx,
                     "更正数据或模板后再公布（tongban reopen %.*s --reason 原因）；"
                     "确认无误仍要公布，写明理由：tongban publish %.*s --despite 理由",
                     STRF(text), STRF(text));
}
