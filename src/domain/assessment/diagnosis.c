#include "domain/assessment/diagnosis.h"

#include "domain/assessment/figure.h"
#include "domain/assessment/month.h"
#include "engine/report/pdf.h"

static Diagnosis font_diagnosis(Arena *arena, const FontFound *font)
{
    Diagnosis line = {.subject = str_format(arena, "字体·%s", font->label)};
    if (str_empty(font->family)) {
        line.state = DIAGNOSIS_BROKEN;
        line.finding = str_format(arena, "没有可用的字体（要%s）", font->wanted);
    } else {
        line.state = font->is_poor ? DIAGNOSIS_WARNING : DIAGNOSIS_OK;
        line.finding = str_format(arena, "%.*s%s", STRF(font->family),
                                  font->is_poor       ? "，缺少合适的字体"
                                  : font->is_stand_in ? "（替代）"
                                                      : "");
    }
    if (line.state != DIAGNOSIS_OK)
        line.remedy = str_format(arena, "%s（软件包 %s）", font->command, font->package);
    return line;
}

static bool diagnose_fonts(Ctx *ctx, DiagnosisList *list)
{
    FontFoundList fonts;
    if (!pdf_fonts_check(ctx, &fonts))
        return false;
    LIST_EACH (const FontFound, font, &fonts)
        *LIST_ADD(ctx->arena, list) = font_diagnosis(ctx->arena, font);
    return true;
}

static bool diagnose_month(Ctx *ctx, const MonthState *month, DiagnosisList *list)
{
    FigureSet set;
    DisagreementList disagreements;
    if (!figures_in_force(ctx, month, &set) || !figures_disagreements(ctx, &set, &disagreements))
        return false;
    Buf subject = buf_create(ctx->arena, 64);
    buf_add_c(&subject, "数据·");
    period_print(&subject, month->period);
    LIST_EACH (const Disagreement, disagreement, &disagreements)
        *LIST_ADD(ctx->arena, list) =
            (Diagnosis){.subject = buf_str(&subject),
                        .state = DIAGNOSIS_WARNING,
                        .finding = disagreement_text(ctx->arena, disagreement),
                        .remedy = STR("核对后重新导入有误的数据表")};
    return true;
}

bool assessment_diagnose(Ctx *ctx, DiagnosisList *list)
{
    MonthStateList months;
    if (!diagnose_fonts(ctx, list) || !months_read(ctx, &months))
        return false;
    LIST_EACH (const MonthState, month, &months)
        if (str_equal(month->state, STR("draft")) && !diagnose_month(ctx, month, list))
            return false;
    return true;
}
