/* tools/sqlpack makes the tables of port/db.h; it is run here as the build runs it. */
#include "kit/kit_files.h"
#include "kit/kit_pack.h"
#include "port/files.h"

static void tables_are_as_expected(void **state)
{
    Ctx *ctx = *state;
    Packed packed =
        kit_pack(ctx,
                 "-- The shop.\n"
                 "\n"
                 "-- name: goods_by_name :one\n"
                 "-- What bears this name; it's \"the\" goods.\n"
                 "SELECT id, 'at 12:30 :no' AS note, kind::text /* :no */ -- :no\n"
                 "FROM goods WHERE name = :name AND (:day IS NULL OR born <= :day);\n"
                 "-- name: add_goods :number\n"
                 "INSERT INTO goods(name, day) VALUES (:name, 'it''s; so') RETURNING id;\n"
                 "-- name: tags :all\n"
                 "SELECT value FROM json_each(:tags);\n"
                 "-- name: tags :all @postgresql\n"
                 "SELECT value FROM jsonb_array_elements_text(:tags);\n",
                 "CREATE TABLE goods (id {{id}}, \"name\" {{text}}); -- one\n");
    assert_str(packed.errors, "");
    assert_int_equal(packed.exit_code, 0);
    kit_golden(ctx, "src/port/test/golden/sqlpack.txt", packed.tables);
    assert_contains(packed.ids, "    SQL_GOODS_BY_NAME, /* :one */\n"
                                "    SQL_ADD_GOODS, /* :number */\n"
                                "    SQL_TAGS, /* :all */\n"
                                "    SQL_COUNT\n");
}

static void no_files_make_empty_tables(void **state)
{
    Packed packed = kit_pack(*state, "", "");
    assert_int_equal(packed.exit_code, 0);
    assert_contains(packed.tables, ".statement_count = 0");
    assert_contains(packed.ids, "typedef enum SqlId {\n    SQL_COUNT\n}");
}

/* PostgreSQL could not tell the type of a parameter whose first use is a null test. */
static void a_null_test_gets_a_parameter_of_its_own(void **state)
{
    Packed packed =
        kit_pack(*state,
                 "-- name: x :all\n"
                 "SELECT :a is not null FROM t WHERE (:b IS NULL OR b = :b) AND c = :c;\n",
                 "");
    assert_contains(packed.tables,
                    "\"SELECT $1::text is not null FROM t WHERE ($4::text IS NULL OR b = $2)"
                    " AND c = $3\"");
    assert_contains(packed.tables, "{\"a\", \"b\", \"c\", \"b\", NULL}");
}

/* Every wrong text is refused, with file, line and reason. */
static void a_wrong_file_is_refused_with_its_line(void **state)
{
    static const struct {
        const char *statements;
        const char *migration;
        const char *error;
    } wrong[] = {
        {"-- name: x :one\nSELECT 1\n", "", "shop.sql:1: the statement does not end with \";\""},
        {"-- name: x :one\nSELECT 'a;\n", "", "shop.sql:1: the statement does not end"},
        {"-- name: x :one\nSELECT 1\n-- name: y :one\nSELECT 2;\n", "", "shop.sql:1: the statem"},
        {"-- name: x :one\nSELECT 1;\n-- name: x :one\nSELECT 2;\n", "",
         "shop.sql:3: \"x\" is already defined"},
        {"\n-- name: x :many\nSELECT 1;\n", "", "shop.sql:2: unknown kind \":many\""},
        {"-- name: x\nSELECT 1;\n", "", "shop.sql:1: expected \"-- name:"},
        {"-- name: X :one\nSELECT 1;\n", "", "shop.sql:1: name \"X\" must be"},
        {"-- name: x :one @oracle\nSELECT 1;\n", "", "shop.sql:1: unknown dialect"},
        {"-- name: x :one @sqlite\nSELECT 1;\n", "",
         "shop.sql:1: \"x\" has no text for postgresql"},
        {"-- name: x :one\nSELECT :a;\n-- name: x :one @sqlite\nSELECT :b;\n", "",
         "shop.sql:1: \"x\" has not the same binds"},
        {"-- name: x :one\nSELECT 1;\n-- name: x :all @sqlite\nSELECT 1;\n", "",
         "shop.sql:3: \"x\" is :one"},
        {"-- name: x :one\n-- nothing\n;\n", "", "shop.sql:1: there is no SQL"},
        {"\n\nSELECT 1;\n", "", "shop.sql:3: SQL before any"},
        {"", "CREATE TABLE x (\n    -- TEXT is fine here\n    a TEXT\n);\n",
         "0001_first.sql:3: a column is {{text}}"},
    };
    Ctx *ctx = *state;
    for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
        Packed packed = kit_pack(ctx, wrong[i].statements, wrong[i].migration);
        assert_int_equal(packed.exit_code, 1);
        assert_contains(packed.errors, wrong[i].error);
    }
}

static void migrations_are_numbered_without_gaps(void **state)
{
    Ctx *ctx = *state;
    const char *root = kit_folder(ctx);
    Str schema = str_format(ctx->arena, "%s/src/domain/shop/schema", root);
    assert_ok(ctx, folder_make(ctx, schema));
    static const char *const names[] = {"0001_a.sql", "0003_b.sql", "second.sql"};
    Buf files = buf_create(ctx->arena, 16 * KIB);
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        Str path = path_join(ctx->arena, schema, str_of(names[i]));
        assert_ok(ctx, file_write(ctx, path, STR("SELECT 1;")));
        buf_format(&files, " %.*s", STRF(path));
    }
    Packed packed = kit_pack_files(ctx, str_of(root), buf_str(&files));
    assert_int_equal(packed.exit_code, 1);
    assert_contains(packed.errors, "0003_b.sql:1: expected number 0002");
    assert_contains(packed.errors, "second.sql:1: a migration is called NNNN_what.sql");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(tables_are_as_expected),
        KIT_TEST(no_files_make_empty_tables),
        KIT_TEST(a_null_test_gets_a_parameter_of_its_own),
        KIT_TEST(a_wrong_file_is_refused_with_its_line),
        KIT_TEST(migrations_are_numbered_without_gaps),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
