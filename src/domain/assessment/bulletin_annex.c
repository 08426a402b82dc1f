#include "domain/assessment/bulletin_annex.h"

#include "domain/assessment/bulletin_annex_table.h"

static Block chart_block(Arena *arena, const MonthResult *result, const AssessGroup *group,
                         Str title)
{
    size_t count = group->count;
    Chart *chart = NEW(arena, Chart, 1);
    *chart = (Chart){.kind = CHART_BAR,
                     .title = title,
                     .unit = result->scheme->total.measure,
                     .places = result->scheme->total.rounding.places,
                     .categories = NEW(arena, Str, count),
                     .category_count = count,
                     .series = NEW(arena, ChartSeries, 1),
                     .series_count = 1};
    chart->series[0] = (ChartSeries){.name = result->scheme->total.name,
                                     .values = NEW(arena, Decimal, count),
                                     .present = NEW(arena, bool, count)};
    for (size_t i = 0; i < count; i++) {
        size_t subject = result->result.listing[group->first + i];
        AssessValue total = assess_total(&result->result, subject);
        chart->categories[i] = result->subjects[subject].name;
        chart->series[0].values[i] = total.rounded;
        chart->series[0].present[i] = total.present;
    }
    return (Block){.kind = BLOCK_CHART, .chart = chart};
}

static bool make_annex(Ctx *ctx, const BulletinFigures *figures, const AnnexLayout *layout,
                       int number, Annex *ret)
{
    Arena *arena = ctx->arena;
    ProseProvider provider = {.value = bulletin_value, .self = (void *)figures};
    Prose *prose = figures->pack->prose;
    const MonthResult *result = bulletin_result(figures, layout->scheme, COMPARED_NOW);
    Table *table;
    Str title = str_format(arena, "annex-%.*s-%.*s", STRF(layout->scheme), STRF(layout->group));
    Str notes = str_format(arena, "notes-%.*s-%.*s", STRF(layout->scheme), STRF(layout->group));
    if (!bulletin_annex_table(ctx, figures, layout, result, &table) ||
        !prose_text(ctx, prose, title, &provider, &ret->title) ||
        !prose_texts(ctx, prose, notes, &provider, &table->notes, &table->note_count))
        return false;
    table_finish(table);
    ret->number = number;
    *LIST_ADD(arena, &ret->blocks) = (Block){.kind = BLOCK_TABLE, .table = table};
    if (layout->chart && result->scheme->total.exists)
        *LIST_ADD(arena, &ret->blocks) =
            chart_block(arena, result, bulletin_group(result, layout->group), ret->title);
    return true;
}

bool bulletin_annexes(Ctx *ctx, const BulletinFigures *figures, AnnexList *ret)
{
    AnnexList annexes = {0};
    LIST_EACH (const AnnexLayout, layout, &figures->pack->annexes) {
        int count;
        int number = bulletin_annex_number(figures, layout->scheme, layout->group, &count);
        if (number == 0)
            continue;
        if (!make_annex(ctx, figures, layout, number, LIST_ADD(ctx->arena, &annexes)))
            return fail_while(ctx, "编制附件%d", number);
    }
    *ret = annexes;
    return true;
}
