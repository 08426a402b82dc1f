#include "domain/assessment/bulletin.h"

#include "domain/assessment/bulletin_annex.h"
#include "domain/assessment/bulletin_head.h"
#include "engine/access/audit.h"
#include "port/clock.h"
#include "port/packs.h"

static bool heads_of_period(Ctx *ctx, Period period, BulletinHeadList *ret, SchemeList *ret_schemes)
{
    BulletinHeadList all = {0}, fitting = {0};
    if (!schemes_load(ctx, ret_schemes) || !bulletin_heads_load(ctx, &all))
        return false;
    LIST_EACH (const BulletinHead, head, &all)
        if (bulletin_head_fits(head, ret_schemes, period))
            *LIST_ADD(ctx->arena, &fitting) = *head;
    *ret = fitting;
    return true;
}

bool bulletin_check_month(Ctx *ctx, Period period)
{
    BulletinHeadList heads;
    SchemeList schemes;
    if (!heads_of_period(ctx, period, &heads, &schemes))
        return false;
    LIST_EACH (const BulletinHead, head, &heads) {
        BulletinPack pack;
        if (!bulletin_pack_read(ctx, period, head->code, &pack))
            return false;
    }
    return true;
}

bool bulletin_check_packs(Ctx *ctx)
{
    CivilDate today = date_civil(instant_date(clock_now(ctx)));
    Period month, year;
    return month_make(today.year, today.month, &month) && year_make(today.year, &year) &&
           bulletin_check_month(ctx, month) && bulletin_check_month(ctx, year);
}

static bool has_figures(const BulletinHead *head, const SchemeList *schemes, Period period,
                        const FigureSet *set)
{
    LIST_EACH (const Figure, figure, &set->figures)
        if (bulletin_head_uses(head, schemes, period, figure->table_code))
            return true;
    return false;
}

bool bulletins_of(Ctx *ctx, Period period, BulletinHeadList *ret)
{
    MonthState month;
    FigureSet set;
    BulletinHeadList heads, found = {0};
    SchemeList schemes;
    bool known;
    const Packs *outer = ctx->packs;
    if (!month_read(ctx, period, &month, &known) || !figures_in_force(ctx, &month, &set))
        return false;
    bool ok = month_use_packs(ctx, &month) && heads_of_period(ctx, period, &heads, &schemes);
    ctx->packs = outer;
    if (!ok)
        return false;
    LIST_EACH (const BulletinHead, head, &heads)
        if (has_figures(head, &schemes, period, &set))
            *LIST_ADD(ctx->arena, &found) = *head;
    *ret = found;
    return true;
}

static bool no_figures(Ctx *ctx, Period period)
{
    Buf text = buf_create(ctx->arena, 16);
    period_print(&text, period);
    Str month = buf_str(&text);
    fail(ctx, FAIL_NOT_FOUND, "%.*s 没有数据，不能编制通报", STRF(month));
    return fail_hint(ctx, "先导入：tongban import 数据表 文件 --period %.*s", STRF(month));
}

bool bulletin_find(Ctx *ctx, Period period, Str code, BulletinHead *ret)
{
    BulletinHeadList heads;
    if (!bulletins_of(ctx, period, &heads))
        return false;
    if (heads.count == 0)
        return no_figures(ctx, period);
    Buf known = buf_create(ctx->arena, 4 * KIB);
    LIST_EACH (const BulletinHead, head, &heads) {
        if (str_empty(code) || str_equal(code, head->code) || str_equal(code, head->name)) {
            *ret = *head;
            return true;
        }
        buf_format(&known, "%s%.*s（%.*s）", head == heads.at ? "" : "、", STRF(head->code),
                   STRF(head->name));
    }
    Buf text = buf_create(ctx->arena, 16);
    period_print(&text, period);
    fail(ctx, FAIL_NOT_FOUND, "%.*s 没有文稿「%.*s」", STRF(buf_str(&text)), STRF(code));
    return fail_hint(ctx, "可用的文稿：%.*s；没有数据的文稿不列出", STRF(buf_str(&known)));
}

/* What the document was made from, for its properties. */
static bool identity_of(Ctx *ctx, const MonthState *month, Str *ret, Date *ret_date, bool *ret_has)
{
    Buf text = buf_create(ctx->arena, KIB);
    period_print(&text, month->period);
    buf_format(&text, " %.*s", STRF(month_state_label(month->state)));
    *ret_has = false;
    if (!str_equal(month->state, STR("draft"))) {
        MonthVersionList versions;
        if (!month_versions_read(ctx, month->period, &versions))
            return false;
        const MonthVersion *version = &versions.at[0];
        buf_format(&text, " 第%lld版 %.*s", (long long)version->version, STRF(version->digest));
        *ret_has = true;
        *ret_date =
            instant_date(version->has_published_at ? version->published_at : version->frozen_at);
    }
    *ret = buf_str(&text);
    return true;
}

static void add_watermarks(Ctx *ctx, const BulletinFigures *figures, Document *document)
{
    document->watermarks = NEW(ctx->arena, Str, 2);
    if (str_equal(figures->month.state, STR("draft")))
        document->watermarks[document->watermark_count++] = STR("草稿");
    if (figures->district.demo)
        document->watermarks[document->watermark_count++] = STR("演示");
}

static bool write_document(Ctx *ctx, const BulletinFigures *figures, Document *document)
{
    ProseProvider provider = {.value = bulletin_value, .self = (void *)figures};
    document->language = STR("zh-CN");
    document->made_at = figures->month.changed_at;
    add_watermarks(ctx, figures, document);
    return prose_write(ctx, figures->pack->prose, &provider, document) &&
           bulletin_annexes(ctx, figures, &document->annexes) &&
           identity_of(ctx, &figures->month, &document->identity, &document->date,
                       &document->has_date);
}

bool bulletin_build(Ctx *ctx, Period period, const BulletinHead *head, Document *ret)
{
    MonthState month;
    BulletinPack pack;
    BulletinFigures figures;
    Document document = {0};
    bool known;
    const Packs *outer = ctx->packs;
    if (!district_need_whole(ctx, "文稿") || !month_read(ctx, period, &month, &known))
        return false;
    /* The packs of a frozen month hold for its layout; each month's scores find their own. */
    bool ok = month_use_packs(ctx, &month) && bulletin_pack_read(ctx, period, head->code, &pack);
    ctx->packs = outer;
    if (!ok || !bulletin_figures_read(ctx, &pack, &month, &figures))
        return false;
    if (figures.figures[COMPARED_NOW].figures.count == 0)
        return no_figures(ctx, period);
    if (!write_document(ctx, &figures, &document))
        return fail_while(ctx, "编制%.*s", STRF(head->name));
    *ret = document;
    return true;
}

bool bulletin_note(Ctx *ctx, Period period, Str file)
{
    return audit_note(ctx, &(AuditNote){.action = "assessment.bulletin",
                                        .object = "month",
                                        .key = period.months,
                                        .title = file,
                                        .facts = STR("导出")});
}

Str bulletin_file_name(Arena *arena, Period period, const BulletinHead *head,
                       const ReportFormat *format)
{
    Buf name = buf_create(arena, KIB);
    period_print_chinese(&name, period);
    buf_format(&name, "%.*s.%s", STRF(head->name), format->name);
    return buf_str(&name);
}
