/* The names that the prose of a bulletin may use, made from tables, schemes and groups. */
#include "domain/assessment/bulletin_pack.h"

typedef struct Maker {
    Arena *arena;
    BulletinNameList *names;
} Maker;

static void add(const Maker *maker, BulletinName name, ProseKind kind, Str text, Str label)
{
    static const char *const comparisons[] = {[0] = "", [1] = "环比", [12] = "同比"};
    name.prose = (ProseName){.name = text,
                             .kind = kind,
                             .label = label,
                             .comparison = str_of(comparisons[name.months_ago])};
    *LIST_ADD(maker->arena, maker->names) = name;
}

/* A figure and the same of last month and of the same month last year. */
static void add_compared(const Maker *maker, BulletinName name, ProseKind kind, Str text, Str label)
{
    add(maker, name, kind, text, label);
    name.months_ago = 1;
    add(maker, name, kind, str_format(maker->arena, "%.*s.before", STRF(text)), STR(""));
    name.months_ago = 12;
    add(maker, name, kind, str_format(maker->arena, "%.*s.last_year", STRF(text)), STR(""));
}

static void add_calendar(const Maker *maker)
{
    add(maker, (BulletinName){.aspect = ASPECT_YEAR}, PROSE_TEXT, STR("year"), STR("年"));
    add(maker, (BulletinName){.aspect = ASPECT_MONTH}, PROSE_TEXT, STR("month"), STR("月"));
    add(maker, (BulletinName){.aspect = ASPECT_FIRST_DAY}, PROSE_TEXT, STR("first_day"),
        STR("月初"));
    add(maker, (BulletinName){.aspect = ASPECT_LAST_DAY}, PROSE_TEXT, STR("last_day"), STR("月末"));
    add(maker, (BulletinName){.aspect = ASPECT_DISTRICT}, PROSE_TEXT, STR("district"), STR("区名"));
    add(maker, (BulletinName){.aspect = ASPECT_CITY}, PROSE_TEXT, STR("city"), STR("市名"));
}

static void add_rows(const Maker *maker, const BulletinPack *pack)
{
    const FigureTable *district = bulletin_district_table(pack);
    if (!district)
        return;
    LIST_EACH (const TableRow, row, &district->rows) {
        bool percent = str_equal(row->unit, STR("%"));
        add_compared(maker, (BulletinName){.aspect = ASPECT_ROW, .code = row->code},
                     percent ? PROSE_PERCENT : PROSE_NUMBER, row->code, row->name);
    }
}

/* An item or input: SCHEME.GROUP.CODE and what may follow it. */
static void add_values(const Maker *maker, BulletinName name, bool deductible, bool target)
{
    static const struct {
        FigureAspect aspect;
        const char *ending;
        ProseKind kind;
    } target_aspects[] = {
        {ASPECT_TARGET, "target", PROSE_NUMBER},       {ASPECT_MET, "met", PROSE_LIST},
        {ASPECT_MISSED, "missed", PROSE_LIST},         {ASPECT_FEW_MET, "few_met", PROSE_LIST},
        {ASPECT_FEW_MISSED, "few_missed", PROSE_LIST},
    };
    Str group = name.group.len ? name.group : STR("any");
    Str text =
        str_format(maker->arena, "%.*s.%.*s.%.*s", STRF(name.scheme), STRF(group), STRF(name.code));
    name.aspect = ASPECT_VALUES;
    add(maker, name, PROSE_LIST, text, STR(""));
    if (deductible) {
        name.aspect = ASPECT_DEDUCTED;
        add(maker, name, PROSE_LIST, str_format(maker->arena, "%.*s.deducted", STRF(text)),
            STR(""));
    }
    for (size_t i = 0; target && i < ARRAY_LEN(target_aspects); i++) {
        name.aspect = target_aspects[i].aspect;
        add(maker, name, target_aspects[i].kind,
            str_format(maker->arena, "%.*s.%s", STRF(text), target_aspects[i].ending), STR(""));
    }
}

static void add_group(const Maker *maker, const Scheme *scheme, Str group)
{
    BulletinName name = {.scheme = scheme->code, .group = group};
    LIST_EACH (const SchemeItem, item, &scheme->items) {
        name.code = item->code;
        add_values(maker, name, item->has_points, item->has_target);
    }
    LIST_EACH (const SchemeInput, input, &scheme->inputs) {
        name.code = input->code;
        if (scheme_item(scheme, input->code) == SCHEME_NONE)
            add_values(maker, name, false, false);
    }
    if (!scheme->total.exists)
        return;
    name.code = STR("");
    Str text = str_format(maker->arena, "%.*s.%.*s", STRF(scheme->code),
                          STRF(str_empty(group) ? STR("any") : group));
    name.aspect = ASPECT_TOTAL;
    add(maker, name, PROSE_LIST, str_format(maker->arena, "%.*s.total", STRF(text)), STR(""));
    if (str_empty(group))
        return;
    name.aspect = ASPECT_RISEN;
    add(maker, name, PROSE_LIST, str_format(maker->arena, "%.*s.risen", STRF(text)), STR(""));
    name.aspect = ASPECT_FALLEN;
    add(maker, name, PROSE_LIST, str_format(maker->arena, "%.*s.fallen", STRF(text)), STR(""));
    name.aspect = ASPECT_MEAN;
    add_compared(maker, name, PROSE_NUMBER, str_format(maker->arena, "%.*s.mean", STRF(text)),
                 STR(""));
}

static void add_scheme(const Maker *maker, const Scheme *scheme)
{
    LIST_EACH (const Str, group, &scheme->groups)
        add_group(maker, scheme, *group);
    add_group(maker, scheme, STR(""));
    BulletinName name = {.aspect = ASPECT_WEAK_BASE, .scheme = scheme->code};
    add(maker, name, PROSE_LIST, str_format(maker->arena, "%.*s.weak.base", STRF(scheme->code)),
        STR(""));
    name.aspect = ASPECT_WEAK_PENALTY;
    add(maker, name, PROSE_LIST, str_format(maker->arena, "%.*s.weak.penalty", STRF(scheme->code)),
        STR(""));
    name.aspect = ASPECT_WEAK_COUNT;
    add(maker, name, PROSE_NUMBER, str_format(maker->arena, "%.*s.weak.count", STRF(scheme->code)),
        STR(""));
    name.aspect = ASPECT_WEAK_ITEM;
    LIST_EACH (const SchemeItem, item, &scheme->items) {
        if (!item->has_points)
            continue;
        name.code = item->code;
        add(maker, name, PROSE_LIST,
            str_format(maker->arena, "%.*s.weak.%.*s", STRF(scheme->code), STRF(item->code)),
            STR(""));
    }
}

void bulletin_names(Ctx *ctx, BulletinPack *pack)
{
    Maker maker = {.arena = ctx->arena, .names = &pack->names};
    add_calendar(&maker);
    add_rows(&maker, pack);
    LIST_EACH (const Scheme *, scheme, &pack->schemes)
        add_scheme(&maker, *scheme);
    LIST_EACH (const FigureTable, table, &pack->tables) {
        if (table->key != TABLE_BY_UNIT_AND_KIND)
            continue;
        LIST_EACH (const TableColumn, column, &table->columns)
            add(&maker,
                (BulletinName){.aspect = ASPECT_KINDS, .scheme = table->code, .code = column->code},
                PROSE_LIST,
                str_format(ctx->arena, "%.*s.%.*s", STRF(table->code), STRF(column->code)),
                STR(""));
    }
    LIST_EACH (const AnnexLayout, annex, &pack->annexes)
        add(&maker,
            (BulletinName){.aspect = ASPECT_ANNEX, .scheme = annex->scheme, .group = annex->group},
            PROSE_TEXT,
            str_format(ctx->arena, "annex.%.*s.%.*s", STRF(annex->scheme), STRF(annex->group)),
            STR(""));
}
