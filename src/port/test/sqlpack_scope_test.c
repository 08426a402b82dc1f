/* Scoped tables in tools/sqlpack: no statement reads or writes one without the scope. */
#include "kit/kit_files.h"
#include "kit/kit_pack.h"

static const char schema[] = "CREATE TABLE unit (id {{scope_id}}, name {{text}}) {{strict}};\n"
                             "CREATE TABLE figure (unit_id {{scope}}, n {{int}}) {{strict}};\n"
                             "CREATE TABLE paper (code {{id}}, unit_id {{scope}} NOT NULL,\n"
                             "    author {{owner}}, n {{int}}) {{strict}};\n"
                             "CREATE TABLE diary (author {{owner}}, n {{int}}) {{strict}};\n"
                             "CREATE TABLE goods (id {{id}}, unit {{int}}) {{strict}};\n"
                             "CREATE TABLE tally (n {{int}}) {{strict}} {{unaudited}};\n"
                             "CREATE TABLE audit_entry (n {{int}}) {{strict}};\n";

#define UNITS "(SELECT value FROM json_each(:scope_units))"

static Packed pack_sql(Ctx *ctx, const char *sql)
{
    return kit_pack(
        ctx, str_to_c(ctx->arena, str_format(ctx->arena, "-- name: x :all\n%s;\n", sql)), schema);
}

/* The whole C file for a statement of each kind, in both dialects. */
static void texts_are_as_expected(void **state)
{
    Ctx *ctx = *state;
    Str root = STR("src/port/test/scope");
    /* The migration comes last, and is read first all the same. */
    Packed packed = kit_pack_files(ctx, root,
                                   STR("src/port/test/scope/src/domain/shop/shop.sql "
                                       "src/port/test/scope/src/domain/shop/schema/0001_shop.sql"));
    assert_str(packed.errors, "");
    kit_golden(ctx, "src/port/test/golden/sqlpack_scope.txt", packed.tables);
}

/* Somebody forgets the scope: none of these builds. */
static const char *const plain_reads[] = {
    "SELECT n FROM figure",
    "SELECT n\nFROM -- the figures\n figure",
    "SELECT n FROM /* all */ figure f",
    "SELECT n FROM FIGURE",
    "SELECT n FROM \"figure\"",
    "SELECT n FROM \"Figure\" f",
    "SELECT n FROM 'figure'",
    "SELECT n FROM main.figure",
    "SELECT n FROM public.figure",
    "SELECT n FROM \"public\" . \"figure\"",
    "SELECT n FROM main.'figure'",
    "SELECT n FROM goods, figure",
    "SELECT n FROM goods g, figure f WHERE f.n = g.id",
    "SELECT n FROM goods JOIN figure ON true",
    "SELECT n FROM goods LEFT OUTER JOIN figure f USING (n)",
    "SELECT n FROM goods NATURAL JOIN figure",
    "SELECT n FROM goods JOIN tally ON goods.id = tally.n, figure",
    "SELECT n FROM (figure)",
    "SELECT n FROM ((figure f JOIN goods ON true))",
    "SELECT n FROM (goods JOIN tally ON true), figure",
    "SELECT n FROM (goods, figure)",
    "SELECT n FROM goods AS where_, figure",
    "SELECT n FROM goods set, figure",
    "SELECT n FROM goods AS \"where\", figure",
    "SELECT n FROM goods values, figure",
    "SELECT n FROM goods, LATERAL (SELECT 1 FROM figure) x",
    "SELECT n FROM ONLY figure",
    "SELECT n FROM ONLY (figure)",
    "SELECT (SELECT max(n) FROM figure)",
    "SELECT n FROM goods WHERE id IN (SELECT n FROM figure)",
    "SELECT n FROM goods WHERE id IN figure",
    "SELECT n FROM goods WHERE id IN main.figure",
    "SELECT n FROM goods WHERE EXISTS (SELECT 1 FROM figure)",
    "SELECT n FROM goods ORDER BY (SELECT max(n) FROM figure)",
    "WITH a AS (SELECT n FROM figure) SELECT n FROM a",
    "WITH a AS (TABLE figure) SELECT n FROM a",
    "WITH figure AS (SELECT 1 AS n) SELECT n FROM figure",
    "SELECT n FROM {{figure}} UNION SELECT n FROM figure",
    "SELECT n FROM {{figure}} UNION ALL TABLE figure",
    "SELECT n FROM {{figure}}, figure",
    "SELECT n FROM {{figure}} f JOIN figure g ON f.n = g.n",
    "UPDATE figure SET n = 1",
    "UPDATE OR IGNORE figure SET n = 1",
    "UPDATE ONLY figure SET n = 1",
    "UPDATE main.figure SET n = 1",
    "UPDATE goods SET id = 1 FROM figure",
    "UPDATE goods SET id = 1 FROM tally, figure",
    "UPDATE goods SET id = (SELECT max(n) FROM figure)",
    "UPDATE {{figure}} SET n = f.n FROM figure f",
    "DELETE FROM figure",
    "DELETE FROM goods USING figure",
    "DELETE FROM goods USING tally, figure",
    "DELETE FROM {{figure}} WHERE n IN (SELECT n FROM figure)",
    "INSERT INTO figure (unit_id, n) VALUES (1, 2)",
    "INSERT INTO goods (id) SELECT n FROM figure",
    "INSERT INTO goods (id) VALUES ((SELECT n FROM figure))",
    "INSERT INTO goods (id) TABLE figure",
    ("INSERT INTO goods (id) VALUES (1) ON CONFLICT (id) DO UPDATE SET id = (SELECT n FROM "
     "figure)"),
    "INSERT INTO {{figure}} (unit_id, n) SELECT unit_id, n FROM figure",
    "INSERT OR REPLACE INTO figure (unit_id, n) VALUES (1, 2)",
    "INSERT INTO goods (id) VALUES (1) RETURNING (SELECT count(*) FROM figure)",
};

static void a_plain_scoped_table_is_refused(void **state)
{
    Ctx *ctx = *state;
    for (size_t i = 0; i < ARRAY_LEN(plain_reads); i++) {
        Packed packed = pack_sql(ctx, plain_reads[i]);
        if (packed.exit_code != 1)
            fail_msg("taken: %s", plain_reads[i]);
        assert_contains(packed.errors, "\"figure\" is scoped: write {{figure}}");
    }
}

/* What would let a name slip through unseen, or stands where we cannot narrow it. */
static void what_hides_a_table_is_refused(void **state)
{
    static const struct {
        const char *sql;
        const char *error;
    } tries[] = {
        {"SELECT n FROM [figure]", "shop.sql:2: a name is quoted as \"name\""},
        {"SELECT n FROM `figure`", "shop.sql:2: a name is quoted as \"name\""},
        {"SELECT n FROM U&\"f\\0069gure\"", "shop.sql:2: a text is written '...' without a letter"},
        {"SELECT E'a' FROM goods", "a text is written '...' without a letter"},
        {"SELECT $$a$$", "there is no place for \"$\""},
        {"SELECT query_to_xml('TABLE figure', true, true, '')", "runs a text as SQL"},
        {"SELECT n FROM dblink('x', 'SELECT n FROM figure') AS t (n int)", "runs a text as SQL"},
        {"TABLE figure", "shop.sql:2: a statement begins with SELECT"},
        {"EXPLAIN SELECT 1", "a statement begins with SELECT"},
        {"PRAGMA user_version", "a statement begins with SELECT"},
        {"TRUNCATE goods", "a statement begins with SELECT"},
        {"REPLACE INTO goods (id) VALUES (1)", "a statement begins with SELECT"},
        {"MERGE INTO goods USING tally ON true", "a statement begins with SELECT"},
        {"SELECT n INTO other FROM goods", "SELECT has no INTO"},
        {"SELECT n FROM goods WHERE (1", "brackets do not match"},
        {"SELECT n)\nFROM goods", "shop.sql:2: brackets do not match"},
        {"WITH a AS (DELETE FROM goods RETURNING id) SELECT id FROM a", "outside of any brackets"},
        {"WITH a AS (UPDATE {{figure}} SET n = 1 RETURNING n) SELECT n FROM a",
         "outside of any brackets"},
        {"SELECT n\n\nFROM {{nothing}}", "shop.sql:4: {{nothing}} is of no migration"},
        {"SELECT n FROM {{goods}}", "shop.sql:2: {{goods}} is not scoped: write its plain name"},
        {"SELECT n FROM {{ figure }}", "is written {{name}}, without blanks"},
        {"SELECT n FROM main.{{figure}}", "{{figure}} stands by itself"},
        {"SELECT n FROM {{figure}}_old", "{{figure}} stands by itself"},
        {"SELECT n FROM old_{{figure}}", "{{figure}} stands by itself"},
        {"SELECT {{figure}}.n FROM {{figure}}", "{{figure}} stands by itself"},
        {"SELECT {{figure}} FROM goods", "{{figure}} stands behind FROM, JOIN, INTO or UPDATE"},
        {"SELECT 1 WHERE 1 IN {{figure}}", "{{figure}} stands behind FROM, JOIN, INTO or UPDATE"},
        {"SELECT n FROM goods WHERE n = :scope_units", "shop.sql:2: :scope_units is reserved"},
        {"SELECT n FROM goods\nWHERE n = :scope_person", "shop.sql:3: :scope_person is reserved"},
        {"INSERT INTO {{figure}} VALUES (1, 2)", "shop.sql:2: the columns of a scoped table are"},
        {"INSERT INTO {{figure}} (n) VALUES (1)", "the column of the scope must be among"},
        {"INSERT INTO {{figure}} (n) SELECT id FROM goods",
         "the column of the scope must be among"},
        {"INSERT INTO {{diary}} (n) VALUES (1)", "the column of the scope must be among"},
        {"INSERT INTO {{figure}} (unit_id) VALUES (1), (2)", "one row of VALUES at a time"},
        {"INSERT OR IGNORE INTO {{figure}} (unit_id) VALUES (1)", "write ON CONFLICT"},
        {"UPDATE {{figure}} SET (n, unit_id) = (1, 2)", "a column of the scope is set by itself"},
    };
    Ctx *ctx = *state;
    for (size_t i = 0; i < ARRAY_LEN(tries); i++) {
        Packed packed = pack_sql(ctx, tries[i].sql);
        if (packed.exit_code != 1)
            fail_msg("taken: %s", tries[i].sql);
        assert_contains(packed.errors, tries[i].error);
    }
}

/* Columns, aliases and texts may be called like a scoped table. */
static void names_alike_are_no_tables(void **state)
{
    static const char *const fine[] = {
        "SELECT unit, g.unit, g.figure AS figure FROM goods g WHERE unit = 1 AND g.unit <> 2",
        "SELECT id FROM goods WHERE 'figure' = :a OR :a IN ('unit', 'figure') ORDER BY unit",
        "INSERT INTO goods (id, unit) VALUES (:id, :unit)",
        "INSERT INTO goods (id, unit) VALUES (1, 2) ON CONFLICT (id) DO UPDATE SET id = 1, unit = "
        "2",
        "INSERT INTO goods (id) SELECT n FROM tally ON CONFLICT (id) DO UPDATE SET id = 1, unit = "
        "2",
        "UPDATE goods SET id = 1, unit = 2 WHERE id = 3 RETURNING id, unit",
        "SELECT count(*) FROM goods GROUP BY id, unit HAVING unit > 0 ORDER BY id, unit",
        "SELECT * FROM (VALUES (1, 'unit'), (2, 'figure')) v",
        "SELECT value FROM json_each(:unit), json_each('figure')",
        "SELECT figure_old.n FROM goods figure_old",
        "SELECT n FROM tally -- figure\n",
        "SELECT n /* FROM figure */ FROM tally",
    };
    Ctx *ctx = *state;
    for (size_t i = 0; i < ARRAY_LEN(fine); i++) {
        Packed packed = pack_sql(ctx, fine[i]);
        assert_str(packed.errors, "");
        assert_false(str_contains(packed.tables, STR("_scoped")));
    }
}

/* The text for SQLite, blanks as written; sqlpack's golden file shows PostgreSQL's. */
static void each_kind_is_narrowed(void **state)
{
    static const struct {
        const char *sql;
        const char *narrowed;
    } cases[] = {
        {"SELECT n FROM {{figure}}",
         "\"SELECT n FROM (SELECT * FROM figure WHERE unit_id IN " UNITS ") figure\""},
        {"SELECT n FROM {{figure}} AS f WHERE n = 1",
         "FROM (SELECT * FROM figure WHERE unit_id IN " UNITS ") AS f WHERE n = 1\""},
        {"SELECT n FROM {{unit}} \\\"u\\\"",
         "(SELECT * FROM unit WHERE id IN " UNITS ") \\\"u\\\"\""},
        {"SELECT n FROM {{diary}} d", "(SELECT * FROM diary WHERE author = :scope_person) d\""},
        {"SELECT n FROM {{paper}}",
         "(SELECT * FROM paper WHERE unit_id IN " UNITS " OR author = :scope_person) paper\""},
        {"SELECT 1 WHERE EXISTS (SELECT 1 FROM {{figure}})",
         "(SELECT 1 FROM (SELECT * FROM figure WHERE unit_id IN " UNITS ") figure)\""},
        {"SELECT 1 FROM goods, ({{figure}} LEFT JOIN {{unit}} u ON true)",
         "goods, ((SELECT * FROM figure WHERE unit_id IN " UNITS
         ") figure LEFT JOIN (SELECT * FROM "
         "unit WHERE id IN " UNITS ") u ON true)\""},
        {"UPDATE {{figure}} SET n = 1",
         "\"UPDATE figure SET n = 1 WHERE (figure.unit_id IN " UNITS ")\""},
        {"UPDATE {{figure}} AS f SET n = 1 WHERE n = 2 OR n = 3 RETURNING n",
         "WHERE (f.unit_id IN " UNITS ") AND ( n = 2 OR n = 3) RETURNING n\""},
        {"UPDATE {{figure}} SET n = 1, unit_id = :u",
         "WHERE (figure.unit_id IN " UNITS ") AND ((:u) IN " UNITS ")\""},
        {"DELETE FROM {{figure}} RETURNING n",
         "\"DELETE FROM figure WHERE (figure.unit_id IN " UNITS ") RETURNING n\""},
        {"INSERT INTO {{figure}} (n, unit_id) VALUES (f(1, :n), :u) RETURNING n",
         "SELECT  f(1, :n), :u WHERE (:u) IN " UNITS " RETURNING n\""},
        {"INSERT INTO {{diary}} AS d (author) VALUES (:a) ON CONFLICT (n) DO UPDATE SET n = 1",
         "SELECT  :a WHERE (:a) = :scope_person ON CONFLICT (n) DO UPDATE SET n = 1 WHERE "
         "(d.author = :scope_person)\""},
        {"INSERT INTO goods (id) SELECT n FROM {{figure}}",
         "SELECT n FROM (SELECT * FROM figure WHERE unit_id IN " UNITS ") figure\""},
    };
    Ctx *ctx = *state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        Buf sql = buf_create(ctx->arena, KIB);
        for (const char *c = cases[i].sql; *c; c++)
            buf_format(&sql, "%.*s", *c != '\\', c);
        Packed packed = pack_sql(ctx, str_to_c(ctx->arena, buf_str(&sql)));
        assert_str(packed.errors, "");
        assert_contains(packed.tables, cases[i].narrowed);
    }
}

/* What the database port is told of a statement (port/db.h). */
static void marks_tell_what_a_statement_does(void **state)
{
    static const struct {
        const char *sql;
        bool whole, inserts, changes, notes;
    } cases[] = {
        {"SELECT n FROM {{figure}}", false, false, false, false},
        {"SELECT id FROM goods WHERE id = 1", false, false, false, false},
        {"INSERT INTO goods (id) VALUES (1)", false, false, true, false},
        {"UPDATE goods SET id = 1", false, false, true, false},
        {"DELETE FROM goods", false, false, true, false},
        {"WITH a AS (SELECT 1) DELETE FROM goods", false, false, true, false},
        {"INSERT INTO tally (n) VALUES (1)", false, false, false, false},
        {"UPDATE tally SET n = 1", false, false, false, false},
        {"INSERT INTO audit_entry (n) VALUES (1)", false, false, true, true},
        {"UPDATE audit_entry SET n = 1", false, false, true, false},
        {"INSERT INTO {{figure}} (unit_id) VALUES (1)", false, true, true, false},
        {"INSERT INTO {{figure}} (unit_id) SELECT id FROM goods", true, false, true, false},
        {"INSERT INTO {{unit}} (name) VALUES ('a')", true, false, true, false},
        {"INSERT INTO {{figure}} (unit_id) VALUES (1) ON CONFLICT DO NOTHING", true, false, true,
         false},
        {"INSERT INTO {{paper}} (unit_id) VALUES (1) ON CONFLICT (code) DO UPDATE SET n = 1 WHERE"
         " paper.n = 2",
         true, false, true, false},
        {"UPDATE {{figure}} SET n = 1", false, false, true, false},
    };
    Ctx *ctx = *state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        Packed packed = pack_sql(ctx, cases[i].sql);
        assert_str(packed.errors, "");
        assert_int_equal(str_contains(packed.tables, STR(".only_whole = true")), cases[i].whole);
        assert_int_equal(str_contains(packed.tables, STR(".inserts = true")), cases[i].inserts);
        assert_int_equal(str_contains(packed.tables, STR(".changes = true")), cases[i].changes);
        assert_int_equal(str_contains(packed.tables, STR(".notes = true")), cases[i].notes);
    }
}

static void overrides_narrow_the_same_tables(void **state)
{
    Packed packed = kit_pack(*state,
                             "-- name: x :all\nSELECT n FROM {{figure}};\n"
                             "-- name: x :all @postgresql\nSELECT n FROM {{figure}} FOR UPDATE;\n"
                             "-- name: y :all\nSELECT n FROM {{figure}};\n"
                             "-- name: y :all @sqlite\nSELECT n FROM tally;\n",
                             schema);
    assert_contains(packed.errors,
                    "shop.sql:5: \"y\" has not the same scoped tables for both dialects");
    assert_false(str_contains(packed.errors, STR("\"x\"")));
}

static void a_migration_says_which_tables_are_scoped(void **state)
{
    static const struct {
        const char *migration;
        const char *sql;
        const char *error; /* "" = none */
    } cases[] = {
        {"CREATE TABLE a (n {{int}});\nALTER TABLE a ADD COLUMN u {{scope}};", "SELECT n FROM a",
         "\"a\" is scoped"},
        {"CREATE TABLE a (n {{int}});\nALTER TABLE a ADD u {{scope}};", "SELECT n FROM {{a}}", ""},
        {"CREATE TABLE IF NOT EXISTS a (u {{scope}});\nALTER TABLE a RENAME TO b;",
         "SELECT 1 FROM b", "\"b\" is scoped"},
        {"CREATE TABLE a (u {{scope}});\nDROP TABLE a;\nCREATE TABLE a (u {{int}});",
         "SELECT u FROM a", ""},
        {"CREATE TABLE a (u {{scope}});\nALTER TABLE a RENAME COLUMN u TO w;", "SELECT 1",
         "0001_first.sql:2: \"u\" tells whose the rows of \"a\" are"},
        {"CREATE TABLE a (u {{scope}},\n v {{scope}});", "SELECT 1",
         "0001_first.sql:2: table \"a\" has a second column of this kind"},
        {"CREATE TABLE a (u {{int}} {{scope}});", "SELECT 1", "{{scope}} stands behind the name"},
        {"CREATE TABLE a (u {{int}}) {{unaudited}};", "SELECT 1",
         "{{unaudited}} stands behind {{strict}}"},
        {"CREATE TABLE a (u {{scope}});\nCREATE VIEW v AS SELECT u FROM a;", "SELECT u FROM v",
         "0001_first.sql:2: a migration creates tables and indexes"},
        {"CREATE TABLE a (u {{scope}});\nCREATE TEMP TRIGGER t AFTER INSERT ON a BEGIN END;",
         "SELECT 1", "0001_first.sql:2: a migration creates tables and indexes"},
        {"CREATE TABLE a (u {{scope}});\nCREATE TABLE b AS SELECT u FROM a;", "SELECT u FROM b",
         "0001_first.sql:2: a table is made as CREATE TABLE name (columns)"},
        {"CREATE TABLE a (u {{scope}},\n b {{int}} REFERENCES goods (id) ON DELETE CASCADE);",
         "SELECT 1", "0001_first.sql:2: CASCADE would change rows"},
        {"CREATE TABLE a (u {{scope}}); CREATE UNIQUE INDEX i ON a (u);", "SELECT 1", ""},
    };
    Ctx *ctx = *state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        Str sql = str_format(ctx->arena, "-- name: x :all\n%s;\n", cases[i].sql);
        Packed packed = kit_pack(ctx, str_to_c(ctx->arena, sql), cases[i].migration);
        assert_int_equal(packed.exit_code, *cases[i].error != 0);
        assert_contains(packed.errors, cases[i].error);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(texts_are_as_expected),
        KIT_TEST(a_plain_scoped_table_is_refused),
        KIT_TEST(what_hides_a_table_is_refused),
        KIT_TEST(names_alike_are_no_tables),
        KIT_TEST(each_kind_is_narrowed),
        KIT_TEST(marks_tell_what_a_statement_does),
        KIT_TEST(overrides_narrow_the_same_tables),
        KIT_TEST(a_migration_says_which_tables_are_scoped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
