/*
 * district_kit.h - a small district for tests: units, an empty database on every back end, and
 * short ways to bring figures in.
 *
 *     EACH_DISTRICT(ctx)
 *     {
 *         put(ctx, "rating", "unit,good_rate_pct\n赤岗街,99.75\n");
 *     }
 */
#ifndef TONGBAN_ASSESSMENT_TEST_DISTRICT_KIT_H
#define TONGBAN_ASSESSMENT_TEST_DISTRICT_KIT_H

#include "domain/assessment/intake.h"
#include "domain/assessment/result.h"
#include "domain/assessment/unit_import.h"
#include "engine/access/actor.h"
#include "kit/kit_database.h"
#include "kit/kit_files.h"
#include "port/files.h"
#include "port/packs.h"

#define DISTRICT_UNITS                                                                             \
    "unit,kind\n"                                                                                  \
    "区教育局,department\n"                                                                    \
    "区财政局,department\n"                                                                    \
    "区委宣传部(区新闻出版局(区版权局)),department\n"                               \
    "赤岗街,street\n"                                                                           \
    "海幢街,street\n"                                                                           \
    "南洲街,street\n"                                                                           \
    "南石头街,street\n"

static inline Period month_of(int year, int month)
{
    Period made;
    assert_true(month_make(year, month, &made));
    return made;
}
#define FEBRUARY month_of(2023, 2)

/* Packs as in the build, and somebody who does it. */
static inline void open_packs(Ctx *ctx)
{
    Packs *packs;
    assert_ok(ctx, packs_open(ctx, STR(""), &packs));
    ctx->packs = packs;
    actor_enter(ctx, &actor_local);
}

static inline void import_units(Ctx *ctx, const char *text)
{
    UnitImport counts;
    Problems problems = problems_create(ctx->arena);
    assert_ok(ctx, unit_import(ctx, STR("units.csv"), str_of(text), &counts, &problems));
}

static inline KitDatabase *district_ready(KitDatabase *database)
{
    if (database) {
        open_packs(database->ctx);
        import_units(database->ctx, DISTRICT_UNITS);
    }
    return database;
}
#define EACH_DISTRICT(ctx)                                                                         \
    for (KitDatabase *kit_database = district_ready(kit_database_first((ctx), &db_catalogue));     \
         kit_database; kit_database = district_ready(kit_database_next(kit_database)))

/* One database in memory, for what does not depend on it. */
static inline void open_district(Ctx *ctx)
{
    KitDatabase *database = kit_database_open(ctx, KIT_SQLITE_MEMORY, &db_catalogue);
    assert_ok(ctx, db_migrate(ctx, ctx->db));
    (void)district_ready(database);
}

static inline IntakePlan plan_of(Ctx *ctx, const char *table, Period period, Str bytes)
{
    IntakePlan plan;
    assert_ok(ctx, intake_plan(ctx, str_of(table), period, STR("表.csv"), bytes, &plan));
    return plan;
}

/* Imports a text that has nothing wrong; gives the number. */
static inline int64_t put_in(Ctx *ctx, const char *table, Period period, const char *text)
{
    int64_t number;
    IntakePlan plan = plan_of(ctx, table, period, str_of(text));
    assert_ok(ctx, intake_take(ctx, &plan, /* partial= */ false, &number));
    return number;
}
static inline int64_t put(Ctx *ctx, const char *table, const char *text)
{
    return put_in(ctx, table, FEBRUARY, text);
}

static inline int64_t unit_id_of(Ctx *ctx, const char *name)
{
    UnitBook book;
    const Unit *unit;
    assert_ok(ctx, unit_book_read(ctx, &book));
    assert_ok(ctx, unit_need(ctx, &book, str_of(name), FEBRUARY, &unit));
    return unit->id;
}

/* A figure in force, printed short; its words; or "" when there is none. */
static inline Str figure_in(Ctx *ctx, Period period, const char *table, const char *unit,
                            const char *row_key, const char *column)
{
    FigureSet set;
    int64_t unit_id = *unit ? unit_id_of(ctx, unit) : 0;
    assert_ok(ctx, figures_read(ctx, period, str_of(table), &set));
    const Figure *figure =
        figure_get(ctx->arena, &set, str_of(table), unit_id, str_of(row_key), str_of(column));
    if (!figure)
        return STR("");
    return figure->has_words ? figure->words : decimal_str_least(ctx->arena, figure->value, -1);
}
static inline Str figure_of(Ctx *ctx, const char *table, const char *unit, const char *column)
{
    return figure_in(ctx, FEBRUARY, table, unit, "", column);
}

/* A text file of the published month, beside the repository; false (and says so) without it. */
static inline bool shared_file(Ctx *ctx, const char *name, Str *ret)
{
    Str path = str_format(ctx->arena, "../shared/data/haizhu-2023-02/%s", name);
    if (!file_exists(ctx, path)) {
        print_message("[   SKIP   ] %.*s is not there\n", STRF(path));
        return false;
    }
    assert_ok(ctx, file_read(ctx, path, MIB, ret));
    return true;
}

#endif
