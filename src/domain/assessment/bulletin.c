#include "domain/assessment/bulletin.h"

#include "domain/assessment/bulletin_annex.h"
#include "port/clock.h"
#include "port/packs.h"

bool bulletin_check_month(Ctx *ctx, Period period)
{
    BulletinPack pack;
    return bulletin_pack_read(ctx, period, &pack);
}

bool bulletin_check_pack(Ctx *ctx)
{
    Date today = instant_date(clock_now(ctx));
    CivilDate civil = date_civil(today);
    Period month;
    return month_make(civil.year, civil.month, &month) && bulletin_check_month(ctx, month);
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

static bool no_figures(Ctx *ctx, Period period)
{
    Buf text = buf_create(ctx->arena, 16);
    period_print(&text, period);
    Str month = buf_str(&text);
    fail(ctx, FAIL_NOT_FOUND, "%.*s 没有数据，不能编制通报", STRF(month));
    return fail_hint(ctx, "先导入：tongban import 数据表 文件 --period %.*s", STRF(month));
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

bool bulletin_build(Ctx *ctx, Period period, Document *ret)
{
    MonthState month;
    BulletinPack pack;
    BulletinFigures figures;
    Document document = {0};
    bool known;
    const Packs *outer = ctx->packs;
    if (!month_read(ctx, period, &month, &known))
        return false;
    if (!known)
        return no_figures(ctx, period);
    /* The packs of a frozen month hold for its layout; each month's scores find their own. */
    bool ok = month_use_packs(ctx, &month) && bulletin_pack_read(ctx, period, &pack);
    ctx->packs = outer;
    if (!ok || !bulletin_figures_read(ctx, &pack, &month, &figures))
        return false;
    if (figures.figures[COMPARED_NOW].figures.count == 0)
        return no_figures(ctx, period);
    if (!write_document(ctx, &figures, &document))
        return fail_while(ctx, "编制通报");
    *ret = document;
    return true;
}

Str bulletin_file_name(Arena *arena, Period period, const ReportFormat *format)
{
    return str_format(arena, "%d年%d月通报.%s", period_year(period), period_month(period),
                      format->name);
}
