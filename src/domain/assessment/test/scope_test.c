/* Two tenants in one house: whatever route or view one of them asks, nothing of the other comes
 * back - no row, count, name or figure - and nothing of the other can be changed. */
#include "district_kit.h"

#include "domain/assessment/bulletin.h"
#include "domain/assessment/explanation.h"
#include "domain/assessment/publication.h"
#include "domain/assessment/routes.h"
#include "domain/assessment/score_table.h"
#include "domain/module.h"
#include "engine/access/access.h"
#include "port/json.h"
#include "port/zip.h"

extern const Module assessment_module;

#define JANUARY month_of(2023, 1)
#define MARCH month_of(2023, 3)
#define NOBODY "丙雁街"
#define TEXT_MAX (4 * MIB)

/* ---- the house ---------------------------------------------------------------------------- */

#define HOTLINE                                                                                    \
    "unit,on_time,pass,return_pass,knowledge_response,satisfaction\n"                              \
    "甲鹭街,11.61,16.16,16.61,16.13,21.61\n"                                                    \
    "乙鹤街,12.77,17.72,17.27,17.77,22.77\n"
/* Of all their figures the other's share of the best is the largest, so that each score rests on
 * him. */
#define RATING                                                                                     \
    "unit,persons_served,cases_accepted,active_rate_pct,active_to_cases_pct,good_rate_pct\n"       \
    "甲鹭街,6160,6161,61.6,6166.16,61.63\n"                                                     \
    "乙鹤街,7770,7771,77.7,7777.77,77.73\n"                                                     \
    "全区,13930,13932,69.9,6999.99,69.93\n"
#define EFFICIENCY                                                                                 \
    "unit,materials_total,materials_reduced,cases_total,cases_online,active_rate_pct,"             \
    "active_to_cases_pct,good_rate_pct\n"                                                          \
    "甲鹭街,6160,616,6161,3161,61.6,6166.16,61.63\n"                                            \
    "乙鹤街,7770,777,7771,4771,77.7,7777.77,77.73\n"

typedef struct Tenant {
    const char *unit;
    const char *signs[20]; /* what is his and nobody else's */
    Actor actor;
} Tenant;

static const char *const permissions[] = {"assessment.import", "assessment.read"};

/* Of the whole house: in nobody's replies. */
static const char *const house_signs[] = {"13930", "13932", "69.9", "6999.99",
                                          "69.93", "5.62",  NULL};

static Tenant tenant_of(Ctx *ctx, const char *unit, int64_t account)
{
    Tenant tenant = {.unit = unit};
    int64_t id = unit_id_of(ctx, unit);
    tenant.actor = (Actor){.account_id = account,
                           .name = str_of(unit),
                           .person = str_of(unit),
                           .post_id = account,
                           .post = STR("经办人"),
                           .unit_id = id,
                           .unit = str_of(unit),
                           .scope = {.units = str_format(ctx->arena, "[%lld]", (long long)id)},
                           .scope_label = str_of(unit),
                           .permissions = permissions,
                           .permission_count = ARRAY_LEN(permissions)};
    return tenant;
}

static void take_as(Ctx *ctx, const Actor *actor, const char *file, const char *text)
{
    IntakePlan plan;
    int64_t number;
    actor_enter(ctx, actor);
    assert_ok(ctx, intake_plan(ctx, STR("rating"), FEBRUARY, str_of(file), str_of(text), &plan));
    assert_ok(ctx, intake_take(ctx, &plan, /* partial= */ false, &number));
    actor_enter(ctx, &actor_local);
}

/* January frozen twice with a correction of the second tenant's; February a draft with an import of
 * each; March with figures of the second only. */
static void build_house(Ctx *ctx, Tenant tenants[2])
{
    MonthState month;
    import_units(ctx, "unit,kind,former_name,renamed_on\n"
                      "甲鹭街,street,甲鹭旧街,2020-01-01\n"
                      "乙鹤街,street,乙鹤旧街,2020-01-01\n");
    put_in(ctx, "hotline-items", JANUARY, HOTLINE);
    put_in(ctx, "rating", JANUARY, RATING);
    assert_ok(ctx, month_freeze(ctx, JANUARY, &month));
    assert_ok(ctx, month_reopen(ctx, JANUARY, STR("更正乙鹤街满意度"), &month));
    put_in(ctx, "hotline-items", JANUARY, "unit,satisfaction\n乙鹤街,23.77\n");
    assert_ok(ctx, month_freeze(ctx, JANUARY, &month));
    put(ctx, "hotline-items", HOTLINE);
    put(ctx, "rating", RATING);
    put(ctx, "efficiency", EFFICIENCY);
    put_in(ctx, "hotline-items", MARCH,
           "unit,on_time,pass\n"
           "乙鹤街,12.77,17.72\n");
    tenants[0] = tenant_of(ctx, "甲鹭街", 61);
    tenants[1] = tenant_of(ctx, "乙鹤街", 77);
    take_as(ctx, &tenants[0].actor, "甲鹭.csv", "unit,praise\n甲鹭街,616\n");
    take_as(ctx, &tenants[1].actor, "乙鹤.csv", "unit,praise\n乙鹤街,777\n");
}

static void set_signs(Tenant tenants[2])
{
    static const char *const first[] = {"甲鹭",  "11.61", "16.16", "16.61", "16.13",
                                        "21.61", "6160",  "6161",  "61.6",  "6166.16",
                                        "3161",  "82.12", "51.31", "4.34",  NULL};
    static const char *const second[] = {"乙鹤",  "12.77", "17.72", "17.27",   "17.77", "22.77",
                                         "7770",  "7771",  "77.7",  "7777.77", "4771",  "88.30",
                                         "23.77", "61.39", "6.90",  NULL};
    memcpy(tenants[0].signs, first, sizeof first);
    memcpy(tenants[1].signs, second, sizeof second);
}

static Access *access_of(Ctx *ctx)
{
    Access *access = NEW(ctx->arena, Access, 1);
    for (const Permission *permission = assessment_module.permissions; permission->code;
         permission++)
        *LIST_ADD(ctx->arena, &access->permissions) = permission;
    for (size_t i = 1; i < access->permissions.count; i++) /* sorted by code */
        for (size_t j = i; j > 0 && strcmp(access->permissions.at[j - 1]->code,
                                           access->permissions.at[j]->code) > 0;
             j--) {
            const Permission *other = access->permissions.at[j];
            access->permissions.at[j] = access->permissions.at[j - 1];
            access->permissions.at[j - 1] = other;
        }
    return access;
}

static KitDatabase *house_ready(KitDatabase *database, Tenant tenants[2])
{
    if (!database)
        return NULL;
    open_packs(database->ctx);
    build_house(database->ctx, tenants);
    set_signs(tenants);
    database->ctx->access = access_of(database->ctx);
    return database;
}
#define EACH_HOUSE(ctx, tenants)                                                                   \
    for (KitDatabase *kit_database =                                                               \
             house_ready(kit_database_first((ctx), &db_catalogue), tenants);                       \
         kit_database; kit_database = house_ready(kit_database_next(kit_database), tenants))

/* ---- asking ------------------------------------------------------------------------------- */

/* What is packed in a workbook or document, one part after the other. */
static Str unpacked(Ctx *ctx, Str bytes)
{
    ZipArchive *archive;
    Buf text = buf_create(ctx->arena, TEXT_MAX);
    if (!str_starts(bytes, STR("PK")))
        return bytes;
    assert_ok(ctx, zip_open_read(ctx, bytes, &archive));
    for (size_t i = 0; i < zip_count(archive); i++) {
        Str part;
        assert_ok(ctx, zip_read(ctx, archive, zip_name(archive, i), &part));
        buf_add(&text, part);
    }
    return buf_str(&text);
}

static Str failure_text(Ctx *ctx)
{
    Buf text = buf_create(ctx->arena, TEXT_MAX);
    buf_format(&text, "%s %s\n", fail_name(ctx->fail.code), kit_failure(ctx));
    const Problems *problems = ctx->fail.problems;
    for (size_t i = 0; problems && i < problems->count; i++)
        buf_format(&text, "%.*s %.*s %.*s\n", STRF(problems->at[i].value),
                   STRF(problems->at[i].message), STRF(problems->at[i].hint));
    fail_clear(ctx);
    return buf_str(&text);
}

/* Sets the members of an input from "period=2023-02&scheme=rating". */
static void *input_of(Ctx *ctx, const Route *route, Str query, Str body)
{
    if (!route->input)
        return NULL;
    char *in = NEW(ctx->arena, char, route->input->size);
    Problems problems = problems_create(ctx->arena);
    Str rest = query, pair;
    while (rest.len && str_split(&rest, '&', &pair)) {
        Str name;
        assert_true(str_split(&pair, '=', &name));
        const Field *field = shape_field(route->input, name);
        if (!field)
            fail_msg("%s has no 「%.*s」", route->path, STRF(name));
        assert_true(shape_set_text(ctx->arena, field, in, pair, (Problem){0}, &problems));
    }
    if (route->body_member)
        *(Str *)(in + shape_field(route->input, str_of(route->body_member))->offset) = body;
    return in;
}

static bool call(Ctx *ctx, const Route *route, void *in, Str *ret)
{
    if (route->handle_file) {
        FileBody file = {0};
        if (!route->handle_file(ctx, in, &file))
            return false;
        *ret =
            str_format(ctx->arena, "%.*s\n%.*s", STRF(file.name), STRF(unpacked(ctx, file.bytes)));
        return true;
    }
    void *out = route->output ? NEW(ctx->arena, char, route->output->size) : NULL;
    Buf text = buf_create(ctx->arena, TEXT_MAX);
    if (!route->handle(ctx, in, out))
        return false;
    JsonWriter json = json_writer(&text);
    if (route->output)
        json_shape(&json, route->output, out);
    *ret = buf_str(&text);
    return true;
}

static const Route *const tables[] = {month_routes, score_routes, intake_routes};

static const Route *route_at(Method method, const char *path)
{
    for (size_t t = 0; t < ARRAY_LEN(tables); t++)
        for (const Route *route = tables[t]; route->path; route++)
            if (route->method == method && strcmp(route->path, path) == 0)
                return route;
    fail_msg("no route %s", path);
    return NULL;
}

/* The reply to a request, or how it failed. What it changed is taken back. */
static Str ask(Ctx *ctx, const Route *route, Str query, Str body)
{
    Str text;
    fail_clear(ctx);
    assert_ok(ctx, db_begin(ctx));
    bool done = actor_require(ctx, route->permission) &&
                call(ctx, route, input_of(ctx, route, query, body), &text);
    if (!done)
        text = failure_text(ctx);
    db_rollback(ctx);
    return text;
}

static void refuse_signs(const char *const *signs, Str reply, Str asked)
{
    for (size_t i = 0; signs[i]; i++)
        if (str_contains(reply, str_of(signs[i])))
            fail_msg("「%s」 in the reply to %.*s: %.*s", signs[i], STRF(asked), STRF(reply));
}

static Str put_for(Ctx *ctx, Str text, Str mark, Str name)
{
    Buf whole = buf_create(ctx->arena, TEXT_MAX);
    while (text.len) {
        size_t at = str_find(text, mark);
        if (at == STR_NONE)
            at = text.len;
        buf_add(&whole, str_slice(text, 0, at));
        if (at == text.len)
            break;
        buf_add(&whole, name);
        text = str_slice(text, at + mark.len, text.len);
    }
    return buf_str(&whole);
}

/* @ is the unit's name. */
static Str with(Ctx *ctx, const char *text, const char *unit)
{
    return put_for(ctx, text ? str_of(text) : STR(""), STR("@"), str_of(unit));
}

/* @ stands for a unit's name. */
typedef struct Case {
    Method method;
    const char *path;
    const char *query;
    const char *body;
} Case;

static const Case cases[] = {
    {METHOD_GET, "/api/about", "", NULL},
    {METHOD_GET, "/api/units", "", NULL},
    {METHOD_GET, "/api/months", "", NULL},
    {METHOD_GET, "/api/months/{period}/scores/{scheme}", "period=2023-01&scheme=hotline", NULL},
    {METHOD_GET, "/api/months/{period}/scores/{scheme}", "period=2023-02&scheme=hotline", NULL},
    {METHOD_GET, "/api/months/{period}/scores/{scheme}", "period=2023-03&scheme=hotline", NULL},
    {METHOD_GET, "/api/months/{period}/scores/{scheme}", "period=2023-02&scheme=rating", NULL},
    {METHOD_GET, "/api/months/{period}/scores/{scheme}",
     "period=2023-02&scheme=efficiency&group=street", NULL},
    {METHOD_GET, "/api/months/{period}/deductions/{scheme}", "period=2023-01&scheme=hotline", NULL},
    {METHOD_GET, "/api/months/{period}/deductions/{scheme}", "period=2023-02&scheme=hotline", NULL},
    {METHOD_GET, "/api/months/{period}/explain/{scheme}/{unit}",
     "period=2023-01&scheme=hotline&unit=@", NULL},
    {METHOD_GET, "/api/months/{period}/explain/{scheme}/{unit}",
     "period=2023-02&scheme=hotline&unit=@&item=satisfaction", NULL},
    {METHOD_GET, "/api/months/{period}/explain/{scheme}/{unit}",
     "period=2023-02&scheme=rating&unit=@", NULL},
    {METHOD_GET, "/api/months/{period}/explain/{scheme}/{unit}",
     "period=2023-02&scheme=efficiency&unit=@&item=rating_score", NULL},
    {METHOD_GET, "/api/months/{period}/explain/{scheme}/{unit}",
     "period=2023-02&scheme=efficiency&unit=@&item=online_pct", NULL},
    {METHOD_GET, "/api/months/{period}/explain/{scheme}/{unit}",
     "period=2023-03&scheme=hotline&unit=@", NULL},
    {METHOD_GET, "/api/months/{period}/records",
     "period=2023-02&scheme=hotline&unit=@&item=satisfaction", NULL},
    {METHOD_POST, "/api/months/{period}/freeze", "period=2023-02", NULL},
    {METHOD_POST, "/api/months/{period}/publish", "period=2023-01", NULL},
    {METHOD_GET, "/api/months/{period}/check", "period=2023-01", NULL},
    {METHOD_POST, "/api/months/{period}/reopen", "period=2023-01&reason=更正", NULL},
    {METHOD_GET, "/api/months/{period}/versions", "period=2023-01", NULL},
    {METHOD_GET, "/api/months/{period}/changes", "period=2023-01", NULL},
    {METHOD_GET, "/api/months/{period}/changes", "period=2023-02", NULL},
    {METHOD_GET, "/api/schemes", "", NULL},
    {METHOD_GET, "/api/schemes/{code}", "code=rating", NULL},
    {METHOD_GET, "/api/tables", "", NULL},
    {METHOD_GET, "/api/tables/{code}/template", "code=rating", NULL},
    {METHOD_GET, "/api/tables/{code}/template", "code=low-efficiency", NULL},
    {METHOD_POST, "/api/imports/preview", "table=rating&period=2023-02&name=a.csv",
     "unit,persons_served,praise\n@,5,6\n全区,3,4\n甲街,1,2\n"},
    {METHOD_POST, "/api/imports/preview", "table=rating&period=2023-02&name=a.csv",
     "unit,persons_served,good_rate_pct\n@,5,200\n"},
    {METHOD_POST, "/api/imports", "table=rating&period=2023-02&name=a.csv",
     "unit,persons_served\n@,5\n"},
    {METHOD_POST, "/api/imports", "table=district&period=2023-02&name=a.csv",
     "code,value\nHZ23-042,5\n"},
    {METHOD_POST, "/api/imports", "table=rating&period=2023-01&name=a.csv",
     "unit,persons_served\n@,5\n"},
    {METHOD_POST, "/api/imports/errors", "table=rating&period=2023-02&name=a.csv",
     "unit,persons_served\n@,x\n"},
    {METHOD_GET, "/api/imports", "", NULL},
    {METHOD_GET, "/api/imports", "period=2023-02", NULL},
    {METHOD_POST, "/api/imports/{number}/undo", "number=1", NULL},
    {METHOD_POST, "/api/imports/{number}/undo", "number=5", NULL},
    {METHOD_POST, "/api/imports/{number}/undo", "number=8", NULL},
    {METHOD_POST, "/api/imports/{number}/undo", "number=9", NULL},
    {METHOD_GET, "/api/months/{period}/bulletin.{format}", "period=2023-01&format=html", NULL},
    {METHOD_GET, "/api/hotline/preview", "period=2023-01", NULL},
    {METHOD_GET, "/api/hotline/preview", "period=2023-02", NULL},
    {METHOD_POST, "/api/hotline/what-if", "period=2023-02", NULL},
    {METHOD_GET, "/api/hotline/appeals", "period=2023-02", NULL},
    {METHOD_POST, "/api/hotline/appeals",
     "period=2023-02&unit=@&item=satisfaction&number=HZ20230201-00001&reason=申诉", NULL},
    {METHOD_POST, "/api/hotline/appeals/{id}/decide", "id=1&uphold=true&decision=支持", NULL},
    {METHOD_GET, "/api/months/{period}/late", "period=2023-01", NULL},
    {METHOD_GET, "/api/hotline/letter.{format}", "period=2023-01&unit=@&format=html", NULL},
    {METHOD_GET, "/api/hotline/letter.{format}", "period=2023-02&unit=@&format=html", NULL},
};

static void no_reply_holds_anything_of_the_other(void **state)
{
    Ctx *ctx = *state;
    Tenant tenants[2];
    EACH_HOUSE(ctx, tenants)
    for (size_t t = 0; t < 2; t++) {
        const Tenant *other = &tenants[1 - t];
        actor_enter(ctx, &tenants[t].actor);
        for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
            const Case *at = &cases[i];
            Str query = with(ctx, at->query, tenants[t].unit);
            Str body = with(ctx, at->body, tenants[t].unit);
            Str reply = ask(ctx, route_at(at->method, at->path), query, body);
            Str asked = str_format(ctx->arena, "%s %.*s", at->path, STRF(query));
            refuse_signs(other->signs, reply, asked);
            refuse_signs(house_signs, reply, asked);
        }
        actor_enter(ctx, &actor_local);
    }
}

static bool is_asked(const Route *route)
{
    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        if (cases[i].method == route->method && strcmp(cases[i].path, route->path) == 0)
            return true;
    return false;
}

static void every_route_is_asked(void **state)
{
    (void)state;
    for (size_t t = 0; t < ARRAY_LEN(tables); t++)
        for (const Route *route = tables[t]; route->path; route++)
            if (!is_asked(route))
                fail_msg("%s is not asked by the tenants", route->path);
}

/* Were nothing narrowed, the signs would be found. */
static void the_operator_sees_both(void **state)
{
    Ctx *ctx = *state;
    Tenant tenants[2];
    EACH_HOUSE(ctx, tenants)
    {
        Buf all = buf_create(ctx->arena, 64 * MIB);
        for (size_t i = 0; i < ARRAY_LEN(cases); i++)
            for (size_t t = 0; t < 2; t++)
                buf_add(&all, ask(ctx, route_at(cases[i].method, cases[i].path),
                                  with(ctx, cases[i].query, tenants[t].unit),
                                  with(ctx, cases[i].body, tenants[t].unit)));
        for (size_t t = 0; t < 2; t++)
            for (size_t i = 0; tenants[t].signs[i]; i++)
                assert_contains(buf_str(&all), tenants[t].signs[i]);
    }
}

static void a_tenant_sees_his_own(void **state)
{
    Ctx *ctx = *state;
    Tenant tenants[2];
    EACH_HOUSE(ctx, tenants)
    {
        actor_enter(ctx, &tenants[0].actor);
        const Route *scores = route_at(METHOD_GET, "/api/months/{period}/scores/{scheme}");
        Str reply = ask(ctx, scores, STR("period=2023-02&scheme=hotline"), STR(""));
        assert_contains(reply, "甲鹭街");
        assert_contains(reply, "82.12");
        assert_contains(reply, "\"rank\":2"); /* among everybody */
        reply = ask(ctx, route_at(METHOD_GET, "/api/imports"), STR(""), STR(""));
        assert_contains(reply, "甲鹭.csv");
        assert_false(str_contains(reply, STR("表.csv"))); /* the house's */
        reply = ask(ctx, route_at(METHOD_GET, "/api/months"), STR(""), STR(""));
        assert_contains(reply, "2023-01");
        assert_false(str_contains(reply, STR("\"period\":\"2023-03\"")));
        reply = ask(ctx, route_at(METHOD_GET, "/api/months/{period}/explain/{scheme}/{unit}"),
                    STR("period=2023-02&scheme=rating&unit=甲鹭旧街"), STR(""));
        assert_contains(reply, "NOT_FOUND");
        reply = ask(ctx, route_at(METHOD_GET, "/api/months/{period}/explain/{scheme}/{unit}"),
                    STR("period=2023-02&scheme=rating&unit=甲鹭街"), STR(""));
        assert_contains(reply, "6166.16");
        assert_contains(reply, "本组最高");
        actor_enter(ctx, &actor_local);
    }
}

/* ---- names that are guessed --------------------------------------------------------------- */

static void a_name_of_the_other_is_answered_as_one_of_nobody(void **state)
{
    Ctx *ctx = *state;
    Tenant tenants[2];
    EACH_HOUSE(ctx, tenants)
    for (size_t t = 0; t < 2; t++) {
        const char *former = t ? "甲鹭旧街" : "乙鹤旧街";
        const char *names[] = {tenants[1 - t].unit, former};
        actor_enter(ctx, &tenants[t].actor);
        for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
            const Route *route = route_at(cases[i].method, cases[i].path);
            if (!strchr(cases[i].query, '@') && !(cases[i].body && strchr(cases[i].body, '@')))
                continue;
            for (size_t n = 0; n < ARRAY_LEN(names); n++) {
                const char *nobody = n ? "丙雁旧街" : NOBODY;
                Str to_other = ask(ctx, route, with(ctx, cases[i].query, names[n]),
                                   with(ctx, cases[i].body, names[n]));
                Str to_nobody = ask(ctx, route, with(ctx, cases[i].query, nobody),
                                    with(ctx, cases[i].body, nobody));
                Str one = put_for(ctx, to_other, str_of(names[n]), STR("@"));
                Str two = put_for(ctx, to_nobody, str_of(nobody), STR("@"));
                if (!str_equal(one, two))
                    fail_msg("%s %s: 「%.*s」 but 「%.*s」", cases[i].path, cases[i].query,
                             STRF(one), STRF(two));
            }
        }
        actor_enter(ctx, &actor_local);
    }
}

/* ---- beside the routes -------------------------------------------------------------------- */

static void tables_and_explanations_of_the_verbs_are_narrowed_too(void **state)
{
    Ctx *ctx = *state;
    Tenant tenants[2];
    static const char *const schemes[] = {"hotline", "rating", "efficiency"};
    static const ScoreFormat formats[] = {SCORE_FORMAT_TABLE, SCORE_FORMAT_CSV, SCORE_FORMAT_JSON};
    EACH_HOUSE(ctx, tenants)
    for (size_t t = 0; t < 2; t++) {
        actor_enter(ctx, &tenants[t].actor);
        for (size_t s = 0; s < ARRAY_LEN(schemes); s++) {
            MonthResult result;
            UnitExplanations items = {0};
            UnitExplanation total = {0};
            Buf text = buf_create(ctx->arena, TEXT_MAX);
            Str scheme = str_of(schemes[s]), unit = str_of(tenants[t].unit);
            assert_ok(ctx, month_result(ctx, FEBRUARY, scheme, &result, NULL));
            assert_int_equal(result.result.listed, 1);
            for (size_t f = 0; f < ARRAY_LEN(formats); f++)
                score_table_print(ctx, &result, STR(""), formats[f], &text);
            assert_ok(ctx, unit_explain_items(ctx, FEBRUARY, scheme, unit, &items));
            unit_explanations_print(&text, &items);
            if (result.scheme->total.exists) {
                assert_ok(ctx, unit_explain(ctx, FEBRUARY, scheme, unit, STR(""), &total));
                unit_explanation_print(&text, &total);
            }
            JsonWriter json = json_writer(&text);
            json_shape(&json, &unit_explanations_shape, &items);
            assert_contains(buf_str(&text), tenants[t].unit);
            refuse_signs(tenants[1 - t].signs, buf_str(&text), scheme);
            refuse_signs(house_signs, buf_str(&text), scheme);
        }
        actor_enter(ctx, &actor_local);
    }
}

static void what_concerns_all_is_refused_below_the_routes_too(void **state)
{
    Ctx *ctx = *state;
    Tenant tenants[2];
    EACH_HOUSE(ctx, tenants)
    {
        MonthState month;
        FindingList findings;
        Document document;
        UnitImport counts;
        Problems problems = problems_create(ctx->arena);
        BulletinHead head = {.code = STR("monthly"), .name = STR("通报")};
        actor_enter(ctx, &tenants[0].actor);
        assert_fails(ctx, FAIL_DENIED, month_freeze(ctx, FEBRUARY, &month));
        assert_fails(ctx, FAIL_DENIED, month_publish(ctx, JANUARY, STR(""), &month));
        assert_fails(ctx, FAIL_DENIED, month_reopen(ctx, JANUARY, STR("更正"), &month));
        assert_fails(ctx, FAIL_DENIED, publication_check(ctx, JANUARY, &findings));
        assert_fails(ctx, FAIL_DENIED, bulletin_build(ctx, JANUARY, &head, &document));
        assert_fails(
            ctx, FAIL_DENIED,
            unit_import(ctx, STR("u.csv"), STR("unit,kind\n丁街,street\n"), &counts, &problems));
        assert_fails(ctx, FAIL_DENIED, district_write(ctx, &(District){.name = STR("丁区")}));
        /* Without any scope there is nothing at all. */
        MonthResult result;
        ctx->scope = NULL;
        fail_clear(ctx);
        assert_false(month_result(ctx, FEBRUARY, STR("hotline"), &result, NULL));
        actor_enter(ctx, &actor_local);
    }
}

static void nothing_of_the_other_can_be_changed(void **state)
{
    Ctx *ctx = *state;
    Tenant tenants[2];
    EACH_HOUSE(ctx, tenants)
    {
        ImportRecord record;
        ImportRecordList imports = {0};
        IntakePlan whole = plan_of(ctx, "rating", FEBRUARY, STR("unit,praise\n乙鹤街,1\n"));
        int64_t number;
        assert_ok(ctx, imports_read(ctx, NULL, &imports));
        actor_enter(ctx, &tenants[0].actor);
        /* A plan made by somebody else, as if it had been slipped in. */
        assert_fails(ctx, FAIL_CONFLICT, intake_take(ctx, &whole, false, &number));
        LIST_EACH (const ImportRecord, import, &imports)
            if (import->account_id != tenants[0].actor.account_id)
                assert_fails(ctx, FAIL_NOT_FOUND, import_undo(ctx, import->number, &record));
        actor_enter(ctx, &actor_local);
        Str praise = figure_of(ctx, "rating", "乙鹤街", "praise");
        assert_str(praise, "777");
        assert_str(figure_of(ctx, "rating", "甲鹭街", "praise"), "616");
    }
}

static void one_undoes_ones_own_import_unless_it_reaches_further(void **state)
{
    Ctx *ctx = *state;
    Tenant tenants[2];
    EACH_HOUSE(ctx, tenants)
    {
        ImportRecord record;
        Actor wide = tenants[0].actor;
        wide.scope = db_scope_whole;
        take_as(ctx, &wide, "两街.csv", "unit,valid_complaints\n甲鹭街,3\n乙鹤街,4\n");
        ImportRecordList imports = {0};
        actor_enter(ctx, &tenants[0].actor);
        assert_ok(ctx, imports_read(ctx, NULL, &imports));
        assert_int_equal(imports.count, 2);
        assert_fails(ctx, FAIL_DENIED, import_undo(ctx, imports.at[0].number, &record));
        assert_ok(ctx, import_undo(ctx, imports.at[1].number, &record));
        assert_str(record.file, "甲鹭.csv");
        actor_enter(ctx, &actor_local);
        assert_str(figure_of(ctx, "rating", "甲鹭街", "praise"), "");
        assert_str(figure_of(ctx, "rating", "乙鹤街", "valid_complaints"), "4");
    }
}

/* ---- the trail ---------------------------------------------------------------------------- */

static Str last_note(Ctx *ctx, const char *action)
{
    AuditEntryList entries = {0};
    int64_t total;
    assert_ok(ctx, audit_read(ctx, &(AuditQuery){.page = 1}, &entries, &total));
    assert_true(entries.count > 0);
    assert_str(entries.at[0].action, action);
    return str_format(ctx->arena, "%.*s|%.*s|%.*s|%.*s", STRF(entries.at[0].title),
                      STRF(entries.at[0].actor), STRF(entries.at[0].why),
                      STRF(entries.at[0].facts));
}

static void every_change_is_one_entry_of_the_trail(void **state)
{
    Ctx *ctx = *state;
    EACH_DISTRICT(ctx)
    {
        MonthState month;
        ImportRecord record;
        assert_contains(last_note(ctx, "assessment.units"), "新增7，变更0，相同0");
        int64_t number = put(ctx, "hotline-items", "unit,on_time\n赤岗街,15\n海幢街,14\n");
        Str note = last_note(ctx, "assessment.import");
        assert_contains(note, "表.csv|本机操作员||hotline-items 2023-02，SHA-256 ");
        assert_contains(note, "2行，2格");
        assert_ok(ctx, import_undo(ctx, number, &record));
        assert_contains(last_note(ctx, "import.undo"), "表.csv");
        put(ctx, "hotline-items", "unit,on_time\n赤岗街,15\n海幢街,14\n");
        assert_ok(ctx, month_freeze(ctx, FEBRUARY, &month));
        assert_contains(last_note(ctx, "assessment.freeze"), "2023-02|本机操作员||第1版，2项数据");
        assert_ok(ctx, month_publish(ctx, FEBRUARY, STR(""), &month));
        assert_contains(last_note(ctx, "assessment.publish"), "2023-02");
        assert_ok(ctx, month_reopen(ctx, FEBRUARY, STR("更正赤岗街"), &month));
        assert_contains(last_note(ctx, "assessment.reopen"), "2023-02|本机操作员|更正赤岗街|");
        assert_ok(ctx, district_write(ctx, &(District){.name = STR("海珠区")}));
        assert_contains(last_note(ctx, "assessment.district"), "海珠区");
        assert_ok(ctx, bulletin_note(ctx, FEBRUARY, STR("2023年2月通报.docx")));
        assert_contains(last_note(ctx, "assessment.bulletin"),
                        "2023年2月通报.docx|本机操作员||导出");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(no_reply_holds_anything_of_the_other),
        KIT_TEST(every_route_is_asked),
        KIT_TEST(the_operator_sees_both),
        KIT_TEST(a_tenant_sees_his_own),
        KIT_TEST(a_name_of_the_other_is_answered_as_one_of_nobody),
        KIT_TEST(tables_and_explanations_of_the_verbs_are_narrowed_too),
        KIT_TEST(what_concerns_all_is_refused_below_the_routes_too),
        KIT_TEST(nothing_of_the_other_can_be_changed),
        KIT_TEST(one_undoes_ones_own_import_unless_it_reaches_further),
        KIT_TEST(every_change_is_one_entry_of_the_trail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
