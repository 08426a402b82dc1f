#include "domain/assessment/month_version.h"

#include "domain/assessment/table.h"
#include "domain/assessment/unit_group.h"
#include "engine/access/actor.h"
#include "port/clock.h"
#include "port/db.h"
#include "port/digest.h"
#include "port/packs.h"
#include "sql_ids.h"

static const Field month_change_fields[] = {
    FIELD(MonthChange, table, "数据表", 0), FIELD(MonthChange, unit, "单位", 0),
    FIELD(MonthChange, column, "指标", 0),  FIELD(MonthChange, before, "原值", 0),
    FIELD(MonthChange, after, "新值", 0),
};
const Shape month_change_shape = SHAPE(MonthChange, month_change_fields);

static const Field month_version_fields[] = {
    FIELD(MonthVersion, version, "版本", 0),
    FIELD(MonthVersion, state, "状态", 0),
    FIELD(MonthVersion, frozen_at, "冻结时间", 0),
    FIELD_MAYBE(MonthVersion, published_at, "公布时间", 0),
    FIELD_MAYBE(MonthVersion, reopened_at, "重开时间", 0),
    FIELD(MonthVersion, actor, "经办", 0),
    FIELD(MonthVersion, reason, "重开原因", 0),
    FIELD(MonthVersion, despite, "仍然公布的理由", 0),
    FIELD(MonthVersion, findings, "公布时的不符之处", 0),
    FIELD(MonthVersion, digest, "摘要", 0),
    FIELD_LIST(MonthVersion, changes, "与上一版的差异", &month_change_shape),
};
const Shape month_version_shape = SHAPE(MonthVersion, month_version_fields);

static const Field kept_pack_fields[] = {
    FIELD(Pack, name, "名称", 0),
    FIELD(Pack, text, "全文", 0),
};
static const Shape kept_pack_shape = SHAPE(Pack, kept_pack_fields);

#define DIGEST_TEXT_MAX (64 * MIB)

/* One line a unit, a figure and a pack, in a fixed order: equal text means equal scores. */
static bool digest_of(Ctx *ctx, const UnitBook *book, const FigureSet *set, const PackList *packs,
                      Str *ret)
{
    Buf text = buf_create(ctx->arena, DIGEST_TEXT_MAX);
    LIST_EACH (const Unit, unit, &book->units)
        buf_format(&text, "%lld\t%.*s\t%.*s\n", (long long)unit->id, STRF(unit->name),
                   STRF(unit->kind));
    LIST_EACH (const Figure, figure, &set->figures) {
        buf_format(&text, "%.*s\t%lld\t%.*s\t%.*s\t%lld\t%.*s\n", STRF(figure->table_code),
                   (long long)figure->unit_id, STRF(figure->row_key), STRF(figure->column_code),
                   (long long)figure->value.millionths, STRF(figure->words));
    }
    LIST_EACH (const Pack, pack, packs)
        buf_format(&text, "%.*s\n%.*s\n", STRF(pack->name), STRF(pack->text));
    if (!buf_ok(&text))
        return fail(ctx, FAIL_TOO_LARGE, "当期数据过多，无法生成摘要");
    return digest_sha256_hex(ctx, buf_str(&text), ret);
}

/* The packs that rules are in; the demo district's data are packs too, but no rule. */
static const Str rule_folders[] = {STR_INIT("assess/"), STR_INIT("bulletin/"), STR_INIT("tables/")};

static bool read_rules(Ctx *ctx, PackList *ret)
{
    PackList rules = {0};
    for (size_t i = 0; i < ARRAY_LEN(rule_folders); i++) {
        PackList packs;
        if (!packs_list(ctx, rule_folders[i], &packs))
            return false;
        LIST_EACH (const Pack, pack, &packs)
            *LIST_ADD(ctx->arena, &rules) = *pack;
    }
    *ret = rules;
    return true;
}

/* The units that stood in the month, under the names of its last day. */
static bool keep_units(Ctx *ctx, const MonthState *month, UnitBook *ret_book)
{
    MonthState draft = {.period = month->period, .state = STR("draft")};
    UnitBook book;
    UnitList stood = {0};
    if (!month_units_read(ctx, &draft, &book))
        return false;
    LIST_EACH (const Unit, unit, &book.units) {
        if (!unit_stood_in(unit, month->period))
            continue;
        *LIST_ADD(ctx->arena, &stood) = *unit;
        if (!db_run(ctx, SQL_MONTH_UNIT_KEEP,
                    BINDS({"period", bind(month->period)}, {"version", bind(month->version)},
                          {"unit_id", bind(unit->id)}, {"name", bind(unit->name)},
                          {"folded", bind(unit->folded)}, {"kind", bind(unit->kind)},
                          {"listing", bind(unit->listing)}),
                    NULL))
            return false;
    }
    *ret_book = unit_book_with(ctx->arena, &book, stood);
    return true;
}

/* Figure by figure: some were counted, and some that were imported gave way to these. */
static bool keep_figures(Ctx *ctx, const MonthState *month, const FigureSet *set)
{
    LIST_EACH (const Figure, figure, &set->figures)
        if (!db_run(ctx, SQL_MONTH_FIGURE_KEEP,
                    BINDS({"period", bind(month->period)}, {"version", bind(month->version)},
                          {"table_code", bind(figure->table_code)},
                          {"unit_id", bind(figure->unit_id)}, {"row_key", bind(figure->row_key)},
                          {"column_code", bind(figure->column_code)},
                          {"value", figure->has_value ? bind(figure->value) : bind_null()},
                          {"words", figure->has_words ? bind(figure->words) : bind_null()}),
                    NULL))
            return false;
    return true;
}

bool month_version_keep(Ctx *ctx, const MonthState *month, const FigureSet *figures)
{
    PackList packs = {0};
    FigureSet kept;
    UnitBook book;
    Str digest = {0};
    if (!read_rules(ctx, &packs) || !keep_figures(ctx, month, figures) ||
        !keep_units(ctx, month, &book) ||
        !figures_of_version(ctx, month->period, month->version, &kept) ||
        !digest_of(ctx, &book, &kept, &packs, &digest) ||
        !db_run(ctx, SQL_MONTH_VERSION_ADD,
                BINDS({"period", bind(month->period)}, {"version", bind(month->version)},
                      {"now", bind(month->changed_at)}, {"actor", bind(actor_label(ctx))},
                      {"digest", bind(digest)}, {"before", bind(period_before(month->period, 1))},
                      {"last_year", bind(period_before(month->period, 12))}),
                NULL))
        return false;
    LIST_EACH (const Pack, pack, &packs)
        if (!db_run(ctx, SQL_MONTH_PACK_KEEP,
                    BINDS({"period", bind(month->period)}, {"version", bind(month->version)},
                          {"name", bind(pack->name)}, {"words", bind(pack->text)}),
                    NULL))
            return false;
    return true;
}

/* What stood around a month when it was frozen. */
typedef struct Surroundings {
    int64_t before_version;
    int64_t last_year_version;
    Str district_name;
    Str district_city;
} Surroundings;
static const Field surroundings_fields[] = {
    FIELD(Surroundings, before_version, "上月版本", 0),
    FIELD(Surroundings, last_year_version, "上年同月版本", 0),
    FIELD(Surroundings, district_name, "区名", 0),
    FIELD(Surroundings, district_city, "市名", 0),
};
static const Shape surroundings_shape = SHAPE(Surroundings, surroundings_fields);

static bool read_surroundings(Ctx *ctx, const MonthState *month, Surroundings *ret)
{
    bool found;
    return db_one(ctx, SQL_MONTH_VERSION_SURROUNDINGS,
                  BINDS({"period", bind(month->period)}, {"version", bind(month->version)}),
                  &surroundings_shape, ret, &found) ||
           fail_while(ctx, "读取冻结时的情况");
}

bool month_compared(Ctx *ctx, const MonthState *month, int months_ago, MonthState *ret,
                    bool *ret_any)
{
    Period period = period_before(month->period, months_ago);
    *ret_any = false;
    if (period.months == 0) /* a year has no month before */
        return true;
    if (str_equal(month->state, STR("draft")))
        return month_read(ctx, period, ret, ret_any);
    Surroundings surroundings = {0};
    if (!read_surroundings(ctx, month, &surroundings))
        return false;
    int64_t version =
        months_ago == 1 ? surroundings.before_version : surroundings.last_year_version;
    *ret = (MonthState){.period = period, .state = STR("frozen"), .version = version};
    *ret_any = version > 0;
    return true;
}

bool month_district(Ctx *ctx, const MonthState *month, District *ret)
{
    Surroundings surroundings = {0};
    if (!district_read(ctx, ret))
        return false;
    if (str_equal(month->state, STR("draft")))
        return true;
    if (!read_surroundings(ctx, month, &surroundings))
        return false;
    ret->name = surroundings.district_name;
    ret->city = surroundings.district_city;
    return true;
}

/* The rules have not changed since: what was made of the present ones serves (packs_made). */
static bool are_present(const PackList *kept, const PackList *present)
{
    if (kept->count != present->count)
        return false;
    for (size_t i = 0; i < kept->count; i++)
        if (!str_equal(kept->at[i].name, present->at[i].name) ||
            !str_equal(kept->at[i].text, present->at[i].text))
            return false;
    return true;
}

bool month_use_packs(Ctx *ctx, const MonthState *month)
{
    if (str_equal(month->state, STR("draft")))
        return true;
    PackList kept = {0}, present = {0};
    if (!db_all(ctx, SQL_MONTH_PACK_ALL,
                BINDS({"period", bind(month->period)}, {"version", bind(month->version)}),
                &kept_pack_shape, &kept))
        return fail_while(ctx, "读取冻结时的规则");
    if (!read_rules(ctx, &present))
        return false;
    if (are_present(&kept, &present))
        return true;
    LIST_EACH (Pack, pack, &kept)
        pack->place =
            str_format(ctx->arena, "第%lld版/%.*s", (long long)month->version, STRF(pack->name));
    /* A pack that came later does not count, so nothing lies below. */
    return packs_overlay(ctx, /* below= */ NULL, kept, &ctx->packs);
}

bool month_units_read(Ctx *ctx, const MonthState *month, UnitBook *ret)
{
    UnitBook now;
    UnitList kept = {0};
    if (!unit_book_read(ctx, &now))
        return false;
    if (str_equal(month->state, STR("draft"))) {
        *ret = unit_book_on(ctx->arena, &now, period_last(month->period));
        return true;
    }
    if (!db_all(ctx, SQL_MONTH_UNIT_ALL,
                BINDS({"period", bind(month->period)}, {"version", bind(month->version)}),
                &unit_shape, &kept))
        return fail_while(ctx, "读取冻结时的单位");
    *ret = unit_book_with(ctx->arena, &now, kept);
    return true;
}

/* ---- differences ------------------------------------------------------------------------ */

typedef struct Comparison {
    FigureTableList tables;
    UnitBook book;
} Comparison;

static const FigureTable *find_table(const Comparison *comparison, Str code)
{
    LIST_EACH (const FigureTable, table, &comparison->tables)
        if (str_equal(table->code, code))
            return table;
    return NULL;
}

static Str figure_text(Arena *arena, const Figure *figure)
{
    if (!figure)
        return STR("");
    if (figure->has_words)
        return figure->words;
    Buf text = buf_create(arena, 64);
    decimal_print_short(&text, figure->value);
    return buf_str(&text);
}

/* 「赤岗街」, 「赤岗街 重复退回」, 「HZ23-001」, 「预算编制」 */
static Str row_text(Arena *arena, const Comparison *comparison, const Figure *figure)
{
    const Unit *unit = unit_by_id(&comparison->book, figure->unit_id);
    const FigureTable *table = find_table(comparison, figure->table_code);
    const TableRow *row = table ? table_row(table, figure->row_key) : NULL;
    if (!unit)
        return row ? table_row_label(table, row) : figure->row_key;
    if (str_empty(figure->row_key))
        return unit->name;
    return str_format(arena, "%.*s %.*s", STRF(unit->name), STRF(figure->row_key));
}

static void add_change(Ctx *ctx, const Comparison *comparison, const Figure *before,
                       const Figure *after, MonthChangeList *list)
{
    const Figure *figure = after ? after : before;
    const FigureTable *table = find_table(comparison, figure->table_code);
    const TableColumn *column = table ? table_column(table, figure->column_code) : NULL;
    *LIST_ADD(ctx->arena, list) =
        (MonthChange){.table = table ? table->name : figure->table_code,
                      .unit = row_text(ctx->arena, comparison, figure),
                      .column = column ? column->name : figure->column_code,
                      .before = figure_text(ctx->arena, before),
                      .after = figure_text(ctx->arena, after)};
}

static const Figure *twin(Arena *arena, const FigureSet *set, const Figure *figure)
{
    return figure_get(arena, set, figure->table_code, figure->unit_id, figure->row_key,
                      figure->column_code);
}

static bool figure_same(const Figure *a, const Figure *b)
{
    return a->has_value == b->has_value && a->value.millionths == b->value.millionths &&
           str_equal(a->words, b->words);
}

static void compare_sets(Ctx *ctx, const Comparison *comparison, const FigureSet *before,
                         const FigureSet *after, MonthChangeList *list)
{
    LIST_EACH (const Figure, figure, &after->figures) {
        const Figure *old = twin(ctx->arena, before, figure);
        if (!old || !figure_same(old, figure))
            add_change(ctx, comparison, old, figure, list);
    }
    LIST_EACH (const Figure, figure, &before->figures)
        if (!twin(ctx->arena, after, figure))
            add_change(ctx, comparison, figure, NULL, list);
}

static bool comparison_read(Ctx *ctx, Comparison *ret)
{
    return tables_load(ctx, &ret->tables) && unit_book_read(ctx, &ret->book);
}

/* What a narrowed scope is not told: versions without figures of its own, and of the others what
 * speaks of everybody's. */
static void veil(Arena *arena, MonthVersionList *versions, const FigureSet *sets)
{
    MonthVersionList own = {0};
    for (size_t i = 0; i < versions->count; i++) {
        if (sets[i].figures.count == 0 && versions->at[i].changes.count == 0)
            continue;
        MonthVersion *version = LIST_ADD(arena, &own);
        *version = versions->at[i];
        version->reason = version->despite = version->digest = STR("");
        version->findings = 0;
    }
    *versions = own;
}

bool month_versions_read(Ctx *ctx, Period period, MonthVersionList *ret)
{
    MonthVersionList versions = {0};
    Comparison comparison;
    if (!db_all(ctx, SQL_MONTH_VERSION_ALL, BINDS({"period", bind(period)}), &month_version_shape,
                &versions) ||
        !comparison_read(ctx, &comparison))
        return false;
    FigureSet *sets = NEW(ctx->arena, FigureSet, versions.count + 1);
    for (size_t i = 0; i < versions.count; i++) {
        if (!figures_of_version(ctx, period, versions.at[i].version, &sets[i]))
            return false;
        if (i > 0)
            compare_sets(ctx, &comparison, &sets[i], &sets[i - 1], &versions.at[i - 1].changes);
    }
    if (!scope_is_whole(ctx))
        veil(ctx->arena, &versions, sets);
    *ret = versions;
    return true;
}

bool month_changes_since_version(Ctx *ctx, Period period, MonthChangeList *ret)
{
    MonthState month;
    bool known;
    MonthChangeList list = {0};
    if (!month_read(ctx, period, &month, &known))
        return false;
    if (month.version > 0) {
        Comparison comparison;
        FigureSet before, after;
        if (!comparison_read(ctx, &comparison) ||
            !figures_of_version(ctx, period, month.version, &before) ||
            !figures_in_force(ctx, &month, &after))
            return false;
        compare_sets(ctx, &comparison, &before, &after, &list);
    }
    *ret = list;
    return true;
}
