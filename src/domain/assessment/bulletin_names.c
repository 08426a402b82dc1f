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

static void add_calendar(const Maker *maker, Period period)
{
    add(maker, (BulletinName){.aspect = ASPECT_YEAR}, PROSE_TEXT, STR("year"), STR("年"));
    if (!period_is_year(period))
        add(maker, (BulletinName){.aspect = ASPECT_MONTH}, PROSE_TEXT, STR("month"), STR("月"));
    add(maker, (BulletinName){.aspect = ASPECT_FIRST_DAY}, PROSE_TEXT, STR("first_day"),
        STR("期初"));
    add(maker, (BulletinName){.aspect = ASPECT_LAST_DAY}, PROSE_TEXT, STR("last_day"), STR("期末"));
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

/* SCHEME.grade.优秀.band and .ties, SCHEME.GROUP.grade.优秀.quota */
static void add_grade_rules(const Maker *maker, const Scheme *scheme)
{
    Arena *arena = maker->arena;
    LIST_EACH (const SchemeGrade, grade, &scheme->grades) {
        BulletinName name = {.aspect = ASPECT_BAND, .scheme = scheme->code, .code = grade->name};
        Str stem = str_format(arena, "%.*s.grade.%.*s", STRF(scheme->code), STRF(grade->name));
        add(maker, name, PROSE_TEXT, str_format(arena, "%.*s.band", STRF(stem)), STR(""));
        name.aspect = ASPECT_TIES;
        add(maker, name, PROSE_TEXT, str_format(arena, "%.*s.ties", STRF(stem)), STR(""));
        name.aspect = ASPECT_QUOTA;
        LIST_EACH (const Str, group, &scheme->groups) {
            name.group = *group;
            add(maker, name, PROSE_NUMBER,
                str_format(arena, "%.*s.%.*s.grade.%.*s.quota", STRF(scheme->code), STRF(*group),
                           STRF(grade->name)),
                STR(""));
        }
    }
}

/* SCHEME.GROUP.grade.优秀, SCHEME.GROUP.ungraded */
static void add_grades(const Maker *maker, const Scheme *scheme, Str group)
{
    Arena *arena = maker->arena;
    Str stem = str_format(arena, "%.*s.%.*s", STRF(scheme->code),
                          STRF(str_empty(group) ? STR("any") : group));
    BulletinName name = {.aspect = ASPECT_GRADE, .scheme = scheme->code, .group = group};
    if (scheme->grades.count == 0)
        return;
    LIST_EACH (const SchemeGrade, grade, &scheme->grades) {
        name.code = grade->name;
        add(maker, name, PROSE_LIST,
            str_format(arena, "%.*s.grade.%.*s", STRF(stem), STRF(grade->name)), STR(""));
    }
    name.aspect = ASPECT_UNGRADED;
    add(maker, name, PROSE_LIST, str_format(arena, "%.*s.ungraded", STRF(stem)), STR(""));
}

/* SCHEME.score.CODE, SCHEME.points.CODE, SCHEME.loss.CODE of an item, a section or the total of
 * 本单位. */
static void add_score(const Maker *maker, const Scheme *scheme, Str code, bool has_points)
{
    BulletinName name = {.aspect = ASPECT_SCORE, .scheme = scheme->code, .code = code};
    add(maker, name, PROSE_NUMBER,
        str_format(maker->arena, "%.*s.score.%.*s", STRF(scheme->code), STRF(code)), STR(""));
    if (!has_points)
        return;
    name.aspect = ASPECT_POINTS;
    add(maker, name, PROSE_NUMBER,
        str_format(maker->arena, "%.*s.points.%.*s", STRF(scheme->code), STRF(code)), STR(""));
    name.aspect = ASPECT_LOSS;
    add(maker, name, PROSE_NUMBER,
        str_format(maker->arena, "%.*s.loss.%.*s", STRF(scheme->code), STRF(code)), STR(""));
}

/* What there is to say of a scheme that has 本单位 as its only subject. */
static void add_self(const Maker *maker, const Scheme *scheme)
{
    static const struct {
        FigureAspect aspect;
        const char *word;
    } lists[] = {{ASPECT_ITEMS, "items"}, {ASPECT_LOST, "lost"}, {ASPECT_FULL, "full"}};
    LIST_EACH (const SchemeItem, item, &scheme->items)
        add_score(maker, scheme, item->code, item->has_points);
    if (scheme->total.exists)
        add_score(maker, scheme, scheme->total.code, scheme->total.has_points);
    LIST_EACH (const SchemeSection, section, &scheme->sections) {
        add_score(maker, scheme, section->code, section->has_cap || section->has_points);
        for (size_t i = 0; i < ARRAY_LEN(lists); i++)
            add(maker,
                (BulletinName){
                    .aspect = lists[i].aspect, .scheme = scheme->code, .code = section->code},
                PROSE_LIST,
                str_format(maker->arena, "%.*s.%s.%.*s", STRF(scheme->code), lists[i].word,
                           STRF(section->code)),
                STR(""));
    }
}

/* TABLE.ROW.COLUMN: a text that came with a row. */
static void add_words(const Maker *maker, const FigureTable *table)
{
    if (!table->by_name)
        return;
    LIST_EACH (const TableRow, row, &table->rows)
        LIST_EACH (const TableColumn, column, &table->columns)
            if (column->is_text)
                add(maker,
                    (BulletinName){.aspect = ASPECT_WORDS,
                                   .scheme = table->code,
                                   .code = row->code,
                                   .column = column->code},
                    PROSE_TEXT,
                    str_format(maker->arena, "%.*s.%.*s.%.*s", STRF(table->code), STRF(row->code),
                               STRF(column->code)),
                    STR(""));
}

static void add_scheme(const Maker *maker, const Scheme *scheme)
{
    LIST_EACH (const Str, group, &scheme->groups)
        add_grades(maker, scheme, *group);
    add_grades(maker, scheme, STR(""));
    add_grade_rules(maker, scheme);
    if (scheme_has_group(scheme, UNIT_GROUP_SELF))
        add_self(maker, scheme);

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
    add_calendar(&maker, pack->period);
    add_rows(&maker, pack);
    LIST_EACH (const Scheme *, scheme, &pack->schemes)
        add_scheme(&maker, *scheme);
    LIST_EACH (const FigureTable, table, &pack->tables) {
        add_words(&maker, table);
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
