/* Rows of several units and persons, and what each scope sees and touches of them: the statements
 * of src/port/test/scope, as tools/sqlpack packs them, on all databases. */
#include "kit/kit_database.h"
#include "shop_ids.h"

/* The columns of most statements. */
typedef struct Row {
    int64_t a, b, c;
} Row;
LIST_OF(Row, RowList);
static const Field row_fields[] = {
    FIELD(Row, a, "甲", FIELD_REQUIRED),
    FIELD(Row, b, "乙", FIELD_REQUIRED),
    FIELD(Row, c, "丙", FIELD_REQUIRED),
};
static const Shape row_shape = SHAPE(Row, row_fields);

static const DbScope nobody = {.units = STR_INIT("[]")};
static const DbScope first = {.units = STR_INIT("[1]"), .person = 11};
static const DbScope second = {.units = STR_INIT("[2]"), .person = 22};

/* ---- changing and reading ---------------------------------------------------------------- */

/* The change in a transaction of its own, noted; the failure is kept. */
static bool change(Ctx *ctx, int statement, Binds binds, int64_t *ret_changed)
{
    if (!db_begin(ctx))
        return false;
    bool done = db_run(ctx, statement, binds, ret_changed) &&
                db_run(ctx, SQL_NOTE_ADD, BINDS({"words", bind(STR("改动"))}), NULL);
    return done ? db_commit(ctx) : db_rollback(ctx);
}

static void add_units(Ctx *ctx, int64_t count)
{
    ctx->scope = &db_scope_whole;
    for (int64_t id = 1; id <= count; id++)
        assert_ok(ctx, change(ctx, SQL_UNIT_ADD, BINDS({"id", bind(id)}, {"name", bind(STR("x"))}),
                              NULL));
}

static bool add_figure(Ctx *ctx, int64_t unit, int64_t month, int64_t value)
{
    return change(ctx, SQL_FIGURE_ADD,
                  BINDS({"unit_id", bind(unit)}, {"month", bind(month)}, {"value", bind(value)}),
                  NULL);
}

static bool put_paper(Ctx *ctx, int64_t code, int64_t unit, int64_t author, int64_t pages)
{
    return change(ctx, SQL_PAPER_PUT,
                  BINDS({"code", bind(code)}, {"unit_id", bind(unit)}, {"author", bind(author)},
                        {"pages", bind(pages)}),
                  NULL);
}

/* Two units with figures of months 1 and 2, and a paper each. */
static void two_tenants(Ctx *ctx)
{
    add_units(ctx, 2);
    for (int64_t unit = 1; unit <= 2; unit++) {
        for (int64_t month = 1; month <= 2; month++)
            assert_ok(ctx, add_figure(ctx, unit, month, unit * 10 + month));
        assert_ok(ctx, put_paper(ctx, unit, unit, unit * 11, 1));
    }
}

static int64_t number(Ctx *ctx, int statement, Binds binds)
{
    int64_t n = -1;
    assert_ok(ctx, db_number(ctx, statement, binds, &n));
    return n;
}

static RowList rows(Ctx *ctx, int statement, Binds binds)
{
    RowList list = {0};
    assert_ok(ctx, db_all(ctx, statement, binds, &row_shape, &list));
    return list;
}

/* ---- two tenants ------------------------------------------------------------------------- */

static void every_statement_fits_both_ways(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        assert_ok(ctx, db_prepare_all(ctx, ctx->db));
    }
}

static void one_tenant_sees_nothing_of_the_other(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        two_tenants(ctx);
        assert_int_equal(number(ctx, SQL_FIGURE_COUNT, NO_BINDS), 4);
        ctx->scope = &first;
        assert_int_equal(number(ctx, SQL_FIGURE_COUNT, NO_BINDS), 2);
        assert_int_equal(number(ctx, SQL_FIGURE_SUM, BINDS({"month", bind(1)})), 11);
        RowList list = rows(ctx, SQL_FIGURE_BEST, BINDS({"month", bind(1)}));
        assert_int_equal(list.count, 2);
        assert_int_equal(list.at[0].c, 1); /* first of those that may be seen */
        ctx->scope = &second;
        list = rows(ctx, SQL_FIGURE_ALL, NO_BINDS);
        assert_int_equal(list.count, 2);
        assert_int_equal(list.at[0].a, 2);
        ctx->scope = &nobody;
        assert_int_equal(number(ctx, SQL_FIGURE_COUNT, NO_BINDS), 0);
        assert_int_equal(rows(ctx, SQL_UNIT_ALL, NO_BINDS).count, 0);
        assert_int_equal(rows(ctx, SQL_PAPER_ALL, NO_BINDS).count, 0);
    }
}

/* What an UPDATE or DELETE without a condition reaches is the own rows. */
static void one_tenant_touches_nothing_of_the_other(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        two_tenants(ctx);
        int64_t changed = 0;
        ctx->scope = &first;
        assert_ok(ctx, change(ctx, SQL_FIGURE_RAISE, BINDS({"month", bind_null()}), &changed));
        assert_int_equal(changed, 2);
        assert_ok(ctx, change(ctx, SQL_UNIT_RENAME,
                              BINDS({"id", bind(2)}, {"name", bind(STR("y"))}), &changed));
        assert_int_equal(changed, 0);
        assert_ok(ctx, change(ctx, SQL_FIGURE_CLEAR, NO_BINDS, &changed));
        assert_int_equal(changed, 2);
        ctx->scope = &db_scope_whole;
        RowList left = rows(ctx, SQL_FIGURE_ALL, NO_BINDS);
        assert_int_equal(left.count, 2);
        assert_int_equal(left.at[0].a, 2);
        assert_int_equal(left.at[0].c, 21);
    }
}

/* With an alias, a FROM of its own and a RETURNING. */
static void longer_statements_stay_within_the_scope(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        two_tenants(ctx);
        int64_t changed = 0;
        ctx->scope = &first;
        assert_ok(ctx, change(ctx, SQL_FIGURE_TO_BEST, BINDS({"month", bind(1)}), &changed));
        assert_int_equal(changed, 1);
        assert_int_equal(number(ctx, SQL_FIGURE_SUM, BINDS({"month", bind(1)})), 11);
        assert_ok(ctx, db_begin(ctx));
        RowList dropped = rows(ctx, SQL_FIGURE_DROP, BINDS({"month", bind(1)}));
        assert_int_equal(dropped.count, 1);
        assert_int_equal(dropped.at[0].a, 1);
        db_rollback(ctx);
        ctx->scope = &db_scope_whole;
        assert_ok(ctx, change(ctx, SQL_FIGURE_TO_BEST, BINDS({"month", bind(1)}), &changed));
        assert_int_equal(number(ctx, SQL_FIGURE_SUM, BINDS({"month", bind(1)})), 42);
    }
}

static void inserting_into_another_unit_is_denied(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        two_tenants(ctx);
        ctx->scope = &first;
        assert_ok(ctx, add_figure(ctx, 1, 3, 5));
        assert_fails(ctx, FAIL_DENIED, add_figure(ctx, 2, 3, 5));
        assert_contains(ctx->fail.message, "数据范围");
        assert_fails(ctx, FAIL_DENIED, add_figure(ctx, 7, 3, 5));
        int64_t code = 0;
        assert_ok(ctx, db_begin(ctx));
        assert_fails(ctx, FAIL_DENIED,
                     db_number(ctx, SQL_PAPER_ADD,
                               BINDS({"code", bind(9)}, {"unit_id", bind(2)}, {"author", bind(22)}),
                               &code));
        db_rollback(ctx);
        ctx->scope = &db_scope_whole;
        assert_int_equal(number(ctx, SQL_FIGURE_COUNT, NO_BINDS), 5);
        assert_int_equal(rows(ctx, SQL_PAPER_ALL, NO_BINDS).count, 2);
    }
}

/* An upsert that comes upon another's row leaves it as it is. */
static void an_upsert_on_the_row_of_another_is_denied(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        two_tenants(ctx);
        ctx->scope = &first;
        assert_ok(ctx, put_paper(ctx, 1, 1, 11, 77));
        assert_fails(ctx, FAIL_DENIED, put_paper(ctx, 2, 1, 11, 88));
        assert_fails(ctx, FAIL_DENIED, put_paper(ctx, 1, 2, 22, 88));
        ctx->scope = &db_scope_whole;
        RowList list = rows(ctx, SQL_PAPER_PAGES, NO_BINDS);
        assert_int_equal(list.count, 2);
        assert_int_equal(list.at[0].b, 77);
        assert_int_equal(list.at[1].b, 1);
    }
}

static void a_row_is_not_given_to_where_one_may_not_look(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        two_tenants(ctx);
        int64_t changed = -1;
        ctx->scope = &first;
        assert_ok(ctx, change(ctx, SQL_FIGURE_MOVE,
                              BINDS({"from_unit", bind(1)}, {"to_unit", bind(2)}), &changed));
        assert_int_equal(changed, 0);
        ctx->scope = &db_scope_whole;
        assert_ok(ctx, change(ctx, SQL_FIGURE_MOVE,
                              BINDS({"from_unit", bind(1)}, {"to_unit", bind(2)}), &changed));
        assert_int_equal(changed, 2);
    }
}

static void a_person_sees_what_he_owns_besides_his_units(void **state)
{
    Ctx *ctx = *state;
    static const DbScope own = {.units = STR_INIT("[]"), .person = 22};
    static const DbScope unowned = {.person = 0};
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        two_tenants(ctx);
        assert_ok(ctx, put_paper(ctx, 3, 1, 22, 1));
        assert_ok(ctx, put_paper(ctx, 4, 1, 0, 1));
        ctx->scope = &own;
        RowList list = rows(ctx, SQL_PAPER_ALL, NO_BINDS);
        assert_int_equal(list.count, 2);
        assert_int_equal(list.at[0].a, 2);
        assert_int_equal(list.at[1].a, 3);
        assert_ok(ctx, put_paper(ctx, 5, 1, 22, 1));
        assert_fails(ctx, FAIL_DENIED, put_paper(ctx, 6, 1, 11, 1));
        int64_t changed = -1;
        assert_ok(ctx, change(ctx, SQL_PAPER_AUTHOR, BINDS({"code", bind(3)}, {"author", bind(11)}),
                              &changed));
        assert_int_equal(changed, 0); /* it would be his no more */
        ctx->scope = &unowned;
        assert_int_equal(rows(ctx, SQL_PAPER_ALL, NO_BINDS).count, 0);
    }
}

static void without_a_scope_no_scoped_statement_runs(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        two_tenants(ctx);
        int64_t n = 0;
        RowList list;
        ctx->scope = NULL;
        assert_fails(ctx, FAIL_DENIED, db_number(ctx, SQL_FIGURE_COUNT, NO_BINDS, &n));
        assert_fails(ctx, FAIL_DENIED, db_all(ctx, SQL_UNIT_ALL, NO_BINDS, &row_shape, &list));
        assert_fails(ctx, FAIL_DENIED, add_figure(ctx, 1, 5, 5));
        assert_fails(
            ctx, FAIL_DENIED,
            change(ctx, SQL_UNIT_ADD, BINDS({"id", bind(5)}, {"name", bind(STR("x"))}), NULL));
        assert_ok(ctx, db_number(ctx, SQL_PLAIN_COUNT, NO_BINDS, &n));
    }
}

static void what_concerns_all_units_needs_the_whole_scope(void **state)
{
    Ctx *ctx = *state;
    static const DbScope both = {.units = STR_INIT("[1,2]"), .person = 1};
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        two_tenants(ctx);
        ctx->scope = &both;
        assert_fails(ctx, FAIL_DENIED,
                     change(ctx, SQL_FIGURE_COPY, BINDS({"month", bind(1)}), NULL));
        assert_fails(
            ctx, FAIL_DENIED,
            change(ctx, SQL_UNIT_ADD, BINDS({"id", bind(5)}, {"name", bind(STR("x"))}), NULL));
        assert_fails(ctx, FAIL_DENIED,
                     change(ctx, SQL_FIGURE_PUT_ONCE,
                            BINDS({"month", bind(1)}, {"unit_id", bind(1)}, {"value", bind(1)}),
                            NULL));
        ctx->scope = &db_scope_whole;
        int64_t changed = 0;
        assert_ok(ctx, change(ctx, SQL_FIGURE_COPY, BINDS({"month", bind(1)}), &changed));
        assert_int_equal(changed, 2);
    }
}

/* The scope is of the call, not of the connection: it may change between two runs. */
static void the_scope_goes_with_the_context(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        two_tenants(ctx);
        for (int i = 0; i < 20; i++) {
            ctx->scope = i % 2 ? &first : &second;
            RowList list = rows(ctx, SQL_FIGURE_ALL, NO_BINDS);
            assert_int_equal(list.count, 2);
            assert_int_equal(list.at[1].a, i % 2 ? 1 : 2);
        }
    }
}

/* ---- at random --------------------------------------------------------------------------- */

#define UNITS 6
#define PERSONS 4
#define MONTHS 4
#define PAPERS 12
#define ROUNDS 40

/* What the tables should hold, and what of it the scope allows. */
typedef struct Model {
    uint64_t seed;
    int64_t figure[UNITS + 1][MONTHS + 2]; /* by unit and month, from 1; -1 = none */
    int64_t unit_of[PAPERS], author_of[PAPERS];
    bool sees[UNITS + 1];
    DbScope scope;
} Model;

static int64_t pick(Model *model, int64_t below)
{
    model->seed = model->seed * 6364136223846793005u + 1442695040888963407u;
    return (int64_t)(model->seed >> 33) % below;
}

static bool owns(const Model *model, int64_t unit, int64_t author)
{
    return model->scope.whole || model->sees[unit] ||
           (model->scope.person != 0 && author == model->scope.person);
}

static void pick_scope(Ctx *ctx, Model *model)
{
    Buf units = buf_create(ctx->arena, 200);
    model->scope = (DbScope){.whole = pick(model, 8) == 0, .person = pick(model, PERSONS + 1)};
    for (int unit = 1; unit <= UNITS; unit++) {
        model->sees[unit] = pick(model, 3) == 0;
        if (model->sees[unit])
            buf_format(&units, "%s%d", buf_str(&units).len ? "," : "", unit);
        model->sees[unit] = model->sees[unit] || model->scope.whole;
    }
    model->scope.units = str_format(ctx->arena, "[%.*s]", STRF(buf_str(&units)));
    ctx->scope = &model->scope;
}

static void fill(Ctx *ctx, Model *model)
{
    add_units(ctx, UNITS);
    for (int unit = 1; unit <= UNITS; unit++)
        for (int month = 1; month <= MONTHS + 1; month++) {
            bool some = month <= MONTHS && pick(model, 4) > 0;
            model->figure[unit][month] = some ? pick(model, 9) : -1;
            if (some)
                assert_ok(ctx, add_figure(ctx, unit, month, model->figure[unit][month]));
        }
    for (int code = 0; code < PAPERS; code++) {
        model->unit_of[code] = 1 + pick(model, UNITS);
        model->author_of[code] = pick(model, PERSONS + 1);
        assert_ok(ctx, put_paper(ctx, code, model->unit_of[code], model->author_of[code], 1));
    }
}

static void expect(const RowList *found, size_t at, int64_t a, int64_t b, int64_t c)
{
    assert_true(at < found->count);
    assert_int_equal(found->at[at].a, a);
    assert_int_equal(found->at[at].b, b);
    assert_int_equal(found->at[at].c, c);
}

static void check_lists(Ctx *ctx, const Model *model, int64_t month)
{
    RowList all = rows(ctx, SQL_FIGURE_ALL, NO_BINDS);
    RowList some = rows(ctx, SQL_FIGURE_OF_MONTH, BINDS({"month", bind(month)}));
    RowList pairs = rows(ctx, SQL_FIGURE_JOINED, NO_BINDS);
    RowList units = rows(ctx, SQL_FIGURE_LEFT, BINDS({"month", bind(month)}));
    size_t n = 0, of_month = 0, joined = 0, seen = 0;
    int64_t sum = 0;
    for (int unit = 1; unit <= UNITS; unit++) {
        if (!model->sees[unit])
            continue;
        int64_t now = model->figure[unit][month];
        expect(&units, seen++, unit, now < 0 ? 0 : month, now < 0 ? 0 : now);
        sum += now < 0 ? 0 : now;
        for (int m = 1; m <= MONTHS; m++) {
            int64_t value = model->figure[unit][m], next = model->figure[unit][m + 1];
            if (value < 0)
                continue;
            expect(&all, n++, unit, m, value);
            if (m == month || value == 0)
                expect(&some, of_month++, unit, m, value);
            if (next >= 0)
                expect(&pairs, joined++, unit, m, next);
        }
    }
    assert_int_equal(all.count, n);
    assert_int_equal(some.count, of_month);
    assert_int_equal(pairs.count, joined);
    assert_int_equal(units.count, seen);
    assert_int_equal(number(ctx, SQL_FIGURE_COUNT, NO_BINDS), n);
    assert_int_equal(number(ctx, SQL_FIGURE_SUM, BINDS({"month", bind(month)})), sum);
    assert_int_equal(rows(ctx, SQL_FIGURE_BEST, BINDS({"month", bind(month)})).count, n);
}

static void check_papers(Ctx *ctx, const Model *model)
{
    RowList papers = rows(ctx, SQL_PAPER_ALL, NO_BINDS);
    size_t n = 0;
    for (int code = 0; code < PAPERS; code++)
        if (owns(model, model->unit_of[code], model->author_of[code]))
            expect(&papers, n++, code, model->unit_of[code], model->author_of[code]);
    assert_int_equal(papers.count, n);
}

static void check_nested(Ctx *ctx, const Model *model)
{
    RowList found = rows(ctx, SQL_FIGURE_NESTED, NO_BINDS);
    int64_t counts[UNITS + 1] = {0}, all = 0;
    size_t n = 0;
    for (int unit = 1; unit <= UNITS; unit++)
        for (int month = 1; month <= MONTHS; month++)
            if (model->sees[unit] && model->figure[unit][month] >= 0)
                counts[unit]++, all++;
    for (int unit = 1; unit <= UNITS; unit++)
        if (counts[unit])
            expect(&found, n++, unit, counts[unit], all);
    assert_int_equal(found.count, n);
}

/* Each change in the model and in the tables, whether it is allowed or not. */
static void change_both(Ctx *ctx, Model *model)
{
    int64_t unit = 1 + pick(model, UNITS), month = 1 + pick(model, MONTHS), changed = 0;
    Binds figure =
        BINDS({"month", bind(month)}, {"unit_id", bind(unit)}, {"value", bind(pick(model, 9))});
    int64_t value = figure.at[2].value.number;
    assert_int_equal(change(ctx, SQL_FIGURE_PUT, figure, NULL), model->sees[unit]);
    if (model->sees[unit])
        model->figure[unit][month] = value;
    month = 1 + pick(model, MONTHS);
    assert_ok(ctx, change(ctx, SQL_FIGURE_RAISE, BINDS({"month", bind(month)}), &changed));
    for (unit = 1; unit <= UNITS; unit++)
        if (model->sees[unit] && model->figure[unit][month] >= 0)
            model->figure[unit][month]++, changed--;
    assert_int_equal(changed, 0);

    int64_t code = pick(model, PAPERS), to = 1 + pick(model, UNITS), by = pick(model, PERSONS + 1);
    bool allowed = owns(model, model->unit_of[code], model->author_of[code]);
    bool given = allowed && owns(model, to, by);
    if (pick(model, 2))
        assert_int_equal(put_paper(ctx, code, to, by, 1), given);
    else {
        Binds binds = BINDS({"code", bind(code)}, {"author", bind(by)}, {"unit_id", bind(to)});
        assert_ok(ctx, change(ctx, SQL_PAPER_GIVE, binds, &changed));
        assert_int_equal(changed, given);
    }
    if (given) {
        model->unit_of[code] = to;
        model->author_of[code] = by;
    }
}

static void every_answer_is_what_a_filter_by_hand_gives(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        Model model = {.seed = 20230301};
        fill(ctx, &model);
        for (int round = 0; round < ROUNDS; round++) {
            pick_scope(ctx, &model);
            check_lists(ctx, &model, 1 + pick(&model, MONTHS));
            check_nested(ctx, &model);
            check_papers(ctx, &model);
            change_both(ctx, &model);
        }
        ctx->scope = &db_scope_whole;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(every_statement_fits_both_ways),
        KIT_TEST(one_tenant_sees_nothing_of_the_other),
        KIT_TEST(one_tenant_touches_nothing_of_the_other),
        KIT_TEST(longer_statements_stay_within_the_scope),
        KIT_TEST(inserting_into_another_unit_is_denied),
        KIT_TEST(an_upsert_on_the_row_of_another_is_denied),
        KIT_TEST(a_row_is_not_given_to_where_one_may_not_look),
        KIT_TEST(a_person_sees_what_he_owns_besides_his_units),
        KIT_TEST(without_a_scope_no_scoped_statement_runs),
        KIT_TEST(what_concerns_all_units_needs_the_whole_scope),
        KIT_TEST(the_scope_goes_with_the_context),
        KIT_TEST(every_answer_is_what_a_filter_by_hand_gives),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
