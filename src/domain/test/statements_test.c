#include "kit/kit_database.h"

/* A typo in any .sql file, or SQL that only one database understands, ends here. */
static void every_statement_of_the_build_fits_the_schema_on_every_database(void **state)
{
    Ctx *ctx = *state;
    assert_true(db_catalogue.statement_count > 0);
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    assert_ok(ctx, db_prepare_all(ctx, ctx->db));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(every_statement_of_the_build_fits_the_schema_on_every_database),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
