#include "domain/assessment/bulletin_figures.h"

static const int months_ago[COMPARED_MAX] = {
    [COMPARED_NOW] = 0, [COMPARED_BEFORE] = 1, [COMPARED_LAST_YEAR] = 12};

static bool read_result(Ctx *ctx, const BulletinFigures *figures, SchemeResult *scheme,
                        Compared compared)
{
    MonthResult *result = &scheme->result[compared];
    bool *any = &scheme->any[compared];
    if (compared == COMPARED_NOW)
        return month_result(ctx, figures->month.period, scheme->scheme, result, any);
    return month_result_compared(ctx, &figures->month, months_ago[compared], scheme->scheme, result,
                                 any);
}

static bool read_figures(Ctx *ctx, BulletinFigures *figures, Compared compared)
{
    MonthState month;
    bool any;
    if (compared == COMPARED_NOW)
        return figures_in_force(ctx, &figures->month, &figures->figures[compared]);
    if (!month_compared(ctx, &figures->month, months_ago[compared], &month, &any))
        return false;
    return !any || figures_compared(ctx, &month, &figures->figures[compared]);
}

bool bulletin_figures_read(Ctx *ctx, const BulletinPack *pack, const MonthState *month,
                           BulletinFigures *ret)
{
    BulletinFigures figures = {.pack = pack, .month = *month};
    if (!month_district(ctx, month, &figures.district) ||
        !month_units_read(ctx, month, &figures.book))
        return false;
    for (Compared compared = 0; compared < COMPARED_MAX; compared++)
        if (!read_figures(ctx, &figures, compared))
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

int bulletin_annex_number(const BulletinFigures *figures, Str scheme, Str group, int *ret_count)
{
    int number = 0, found = 0;
    LIST_EACH (const AnnexLayout, annex, &figures->pack->annexes) {
        const MonthResult *result = bulletin_result(figures, annex->scheme, COMPARED_NOW);
        if (!bulletin_group(result, annex->group))
            continue;
        number++;
        if (str_equal(annex->scheme, scheme) && str_equal(annex->group, group))
            found = number;
    }
    *ret_count = number;
    return found;
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
