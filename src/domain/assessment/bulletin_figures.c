#include "domain/assessment/bulletin_figures.h"

static const int months_ago[COMPARED_MAX] = {
    [COMPARED_NOW] = 0, [COMPARED_BEFORE] = 1, [COMPARED_LAST_YEAR] = 12};

/* A scheme that was not in force in the other month has nothing to be compared with. */
static bool read_result(Ctx *ctx, const BulletinFigures *figures, SchemeResult *scheme,
                        Compared compared)
{
    Month period = month_before(figures->month.period, months_ago[compared]);
    if (month_result(ctx, period, scheme->scheme, &scheme->result[compared],
                     &scheme->any[compared]))
        return true;
    if (compared == COMPARED_NOW || ctx->fail.code != FAIL_NOT_FOUND)
        return false;
    fail_clear(ctx);
    scheme->any[compared] = false;
    return true;
}

bool bulletin_figures_read(Ctx *ctx, const BulletinPack *pack, const MonthState *month,
                           BulletinFigures *ret)
{
    BulletinFigures figures = {.pack = pack, .month = *month};
    if (!district_read(ctx, &figures.district) || !month_units_read(ctx, month, &figures.book))
        return false;
    for (Compared compared = 0; compared < COMPARED_MAX; compared++)
        if (!figures_read(ctx, month_before(month->period, months_ago[compared]), STR(""),
                          &figures.figures[compared]))
            return false;
    LIST_EACH (const Scheme *, scheme, &pack->schemes) {
        SchemeResult *result = LIST_ADD(ctx->arena, &figures.results);
        result->scheme = (*scheme)->code;
        for (Compared compared = 0; compared < COMPARED_MAX; compared++)
            if (!read_result(ctx, &figures, result, compared))
                return false;
    }
    *ret = figures;
    return true;
}

const MonthResult *bulletin_result(const BulletinFigures *figures, Str scheme, Compared compared)
{
    LIST_EACH (const SchemeResult, result, &figures->results)
        if (str_equal(result->scheme, scheme))
            return result->any[compared] ? &result->result[compared] : NULL;
    return NULL;
}

const AssessGroup *bulletin_group(const MonthResult *result, Str group)
{
    for (size_t g = 0; result && g < result->result.group_count; g++)
        if (str_equal(result->result.groups[g].code, group))
            return &result->result.groups[g];
    return NULL;
}

int bulletin_annex_number(const BulletinFigures *figures, Str scheme, Str group)
{
    int number = 0;
    LIST_EACH (const AnnexLayout, annex, &figures->pack->annexes) {
        const MonthResult *result = bulletin_result(figures, annex->scheme, COMPARED_NOW);
        if (!bulletin_group(result, annex->group))
            continue;
        number++;
        if (str_equal(annex->scheme, scheme) && str_equal(annex->group, group))
            return number;
    }
    return 0;
}

const Figure *bulletin_district_figure(Ctx *ctx, const BulletinFigures *figures, Str code,
                                       Compared compared, int *ret_places)
{
    const FigureTable *district = bulletin_district_table(figures->pack);
    const TableRow *row = district ? table_row(district, code) : NULL;
    if (!row)
        return NULL;
    const Figure *figure =
        figure_get(ctx->arena, &figures->figures[compared], district->code, 0, code, STR("value"));
    *ret_places = (int)row->places;
    return figure && figure->has_value ? figure : NULL;
}
