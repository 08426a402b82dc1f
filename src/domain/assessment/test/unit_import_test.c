#include "district_kit.h"

static UnitBook book_of(Ctx *ctx)
{
    UnitBook book;
    assert_ok(ctx, unit_book_read(ctx, &book));
    return book;
}

static UnitImport import_file(Ctx *ctx, const char *text)
{
    UnitImport counts;
    Problems problems = problems_create(ctx->arena);
    assert_ok(ctx, unit_import(ctx, STR("units.csv"), str_of(text), &counts, &problems));
    return counts;
}

/* The complaints about a file that is refused. */
static Problems refused(Ctx *ctx, const char *text)
{
    UnitImport counts;
    Problems problems = problems_create(ctx->arena);
    assert_fails(ctx, FAIL_INVALID,
                 unit_import(ctx, STR("units.csv"), str_of(text), &counts, &problems));
    return problems;
}

static void units_are_added_in_the_order_of_the_file(void **state)
{
    Ctx *ctx = *state;
    EACH_DISTRICT(ctx)
    {
        UnitBook book = book_of(ctx);
        assert_int_equal(book.units.count, 7);
        assert_str(book.units.at[0].name, "区教育局");
        assert_str(book.units.at[0].kind, "department");
        assert_str(book.units.at[6].name, "南石头街");
        assert_str(book.units.at[6].kind, "street");
    }
}

static void the_same_file_again_changes_nothing(void **state)
{
    Ctx *ctx = *state;
    EACH_DISTRICT(ctx)
    {
        UnitImport counts = import_file(ctx, DISTRICT_UNITS);
        assert_int_equal(counts.same, 7);
        assert_int_equal(counts.added + counts.changed, 0);
    }
}

static void heads_and_kinds_may_be_chinese(void **state)
{
    Ctx *ctx = *state;
    open_district(ctx);
    UnitImport counts = import_file(ctx, "类别,单位名称\n街道,江海街\n部门,区税务局\n");
    assert_int_equal(counts.added, 2);
    const Unit *unit;
    UnitBook book = book_of(ctx);
    assert_ok(ctx, unit_need(ctx, &book, STR("区税务局"), FEBRUARY, &unit));
    assert_str(unit->kind, "department");
}

static void a_name_is_found_whatever_its_brackets_and_widths(void **state)
{
    Ctx *ctx = *state;
    open_district(ctx);
    UnitBook book = book_of(ctx);
    const Unit *unit;
    Str written = STR("区委宣传部〔区新闻出版局（区版权局）〕 ");
    assert_int_equal(unit_find(ctx->arena, &book, written, FEBRUARY, &unit), UNIT_MATCHED);
    assert_str(unit->name, "区委宣传部(区新闻出版局(区版权局))");
}

static void a_renamed_unit_keeps_its_number_and_its_former_name_ends(void **state)
{
    Ctx *ctx = *state;
    EACH_DISTRICT(ctx)
    {
        int64_t id = unit_id_of(ctx, "南洲街");
        UnitImport counts =
            import_file(ctx, "unit,kind,曾用名,更名日期\n南洲新街,street,南洲街,2023年3月15日\n");
        assert_int_equal(counts.changed, 1);
        UnitBook book = book_of(ctx);
        const Unit *unit;
        /* In March the old name was still right for a fortnight. */
        for (int month = 2; month <= 3; month++) {
            assert_int_equal(
                unit_find(ctx->arena, &book, STR("南洲街"), month_of(2023, month), &unit),
                UNIT_MATCHED);
            assert_int_equal(unit->id, id);
        }
        assert_int_equal(unit_find(ctx->arena, &book, STR("南洲街"), month_of(2023, 4), &unit),
                         UNIT_RENAMED);
        assert_str(unit->name, "南洲新街");
        assert_int_equal(unit_find(ctx->arena, &book, STR("南洲新街"), month_of(2023, 1), &unit),
                         UNIT_MATCHED);
    }
}

static void a_renaming_can_be_imported_again(void **state)
{
    Ctx *ctx = *state;
    EACH_DISTRICT(ctx)
    {
        const char *file = "unit,kind,former_name,renamed_on\n南洲新街,street,南洲街,2023-03-01\n";
        import_file(ctx, file);
        UnitImport counts = import_file(ctx, file);
        assert_int_equal(counts.same, 1);
        assert_int_equal(book_of(ctx).aliases.count, 1);
    }
}

static void a_former_name_without_a_day_holds_for_ever(void **state)
{
    Ctx *ctx = *state;
    EACH_DISTRICT(ctx)
    {
        import_file(ctx, "unit,kind,former_name\n南洲新街,street,南洲街\n");
        UnitBook book = book_of(ctx);
        const Unit *unit;
        assert_int_equal(unit_find(ctx->arena, &book, STR("南洲街"), month_of(2030, 1), &unit),
                         UNIT_MATCHED);
    }
}

static void an_unknown_name_is_answered_with_near_ones(void **state)
{
    Ctx *ctx = *state;
    open_district(ctx);
    UnitBook book = book_of(ctx);
    const Unit *unit;
    assert_fails(ctx, FAIL_NOT_FOUND, unit_need(ctx, &book, STR("赤港街"), FEBRUARY, &unit));
    assert_contains(ctx->fail.hint, "赤岗街");
}

static void everything_wrong_with_a_register_is_told_and_nothing_kept(void **state)
{
    Ctx *ctx = *state;
    EACH_DISTRICT(ctx)
    {
        Problems problems = refused(ctx, "unit,kind,former_name,renamed_on\n"
                                         "江海街,street,,\n"
                                         ",street,,\n"
                                         "沙园街,村,,\n"
                                         "江海街,street,,\n"
                                         "滨江街,street,旧滨江,昨天\n");
        assert_int_equal(problems.total, 4);
        assert_int_equal(problems.at[0].row, 3);
        assert_int_equal(problems.at[1].row, 4);
        assert_str(problems.at[1].value, "村");
        assert_str(problems.at[2].message, "单位重复");
        assert_int_equal(problems.at[3].column, 4);
        assert_int_equal(book_of(ctx).units.count, 7);
    }
}

static int64_t parent_of(Ctx *ctx, const char *name)
{
    UnitBook book = book_of(ctx);
    const Unit *unit;
    assert_ok(ctx, unit_need(ctx, &book, str_of(name), FEBRUARY, &unit));
    return unit->parent_id;
}

static void a_parent_stands_in_the_file_or_in_the_register(void **state)
{
    Ctx *ctx = *state;
    EACH_DISTRICT(ctx)
    {
        const char *file = "unit,kind,上级单位\n收费科,department,稽查处\n"
                           "稽查处,department,区财政局\n区财政局,department,\n";
        UnitImport counts = import_file(ctx, file);
        assert_int_equal(counts.added, 2);
        assert_int_equal(counts.same, 1);
        assert_int_equal(parent_of(ctx, "收费科"), unit_id_of(ctx, "稽查处"));
        assert_int_equal(parent_of(ctx, "稽查处"), unit_id_of(ctx, "区财政局"));
        assert_int_equal(parent_of(ctx, "区财政局"), 0);
        assert_int_equal(import_file(ctx, file).same, 3);
        /* A file without the column leaves the tree as it is. */
        import_file(ctx, "unit,kind\n收费科,department\n");
        assert_int_equal(parent_of(ctx, "收费科"), unit_id_of(ctx, "稽查处"));
    }
}

static void names_that_do_not_show_as_they_are_are_refused(void **state)
{
    Ctx *ctx = *state;
    EACH_DISTRICT(ctx)
    {
        Problems problems = refused(ctx, "unit,kind,former_name\n"
                                         "南\u200b洲街,street,\n"
                                         "北洲街,street,\u202e南洲街\n");
        assert_int_equal(problems.total, 2);
    }
}

static void parents_that_are_nowhere_or_run_in_a_ring_are_refused(void **state)
{
    Ctx *ctx = *state;
    EACH_DISTRICT(ctx)
    {
        Problems problems = refused(ctx, "unit,kind,parent\n收费科,department,没有的局\n");
        assert_int_equal(problems.total, 1);
        assert_str(problems.at[0].value, "没有的局");
        refused(ctx, "unit,kind,parent\n甲科,department,乙科\n乙科,department,甲科\n");
        assert_contains(ctx->fail.message, "成环");
        assert_int_equal(book_of(ctx).units.count, 7);
    }
}

/* The register of the time before a renaming, taken in again, makes no second unit. */
static void a_former_name_of_another_unit_is_no_new_unit(void **state)
{
    Ctx *ctx = *state;
    EACH_DISTRICT(ctx)
    {
        import_file(ctx, "unit,kind,former_name\n南洲新街,street,南洲街\n");
        Problems problems = refused(ctx, "unit,kind\n南洲街,street\n");
        assert_contains(problems.at[0].hint, "南洲新街");
        assert_int_equal(book_of(ctx).units.count, 7);
    }
}

static void a_register_without_its_columns_is_refused(void **state)
{
    Ctx *ctx = *state;
    open_district(ctx);
    refused(ctx, "单位\n江海街\n");
    assert_contains(ctx->fail.message, "kind");
    refused(ctx, "unit,kind\n");
    assert_str(ctx->fail.place.file, "units.csv");
}

static void a_statement_that_fails_leaves_the_register_as_it_was(void **state)
{
    Ctx *ctx = *state;
    EACH_DISTRICT(ctx)
    {
        Str file = STR("unit,kind,former_name\n江海街,street,\n南洲新街,street,南洲街\n");
        bool imported = false;
        size_t n = 1;
        for (; !imported; n++) {
            UnitImport counts;
            Problems problems = problems_create(ctx->arena);
            db_refuse_nth(ctx->db, n);
            imported = unit_import(ctx, STR("units.csv"), file, &counts, &problems);
            db_refuse_nth(ctx->db, 0);
            UnitBook book = book_of(ctx);
            assert_int_equal(book.units.count, imported ? 8 : 7);
            assert_int_equal(book.aliases.count, imported ? 1 : 0);
        }
        assert_true(n > 5);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(units_are_added_in_the_order_of_the_file),
        KIT_TEST(the_same_file_again_changes_nothing),
        KIT_TEST(heads_and_kinds_may_be_chinese),
        KIT_TEST(a_name_is_found_whatever_its_brackets_and_widths),
        KIT_TEST(a_renamed_unit_keeps_its_number_and_its_former_name_ends),
        KIT_TEST(a_renaming_can_be_imported_again),
        KIT_TEST(a_former_name_without_a_day_holds_for_ever),
        KIT_TEST(an_unknown_name_is_answered_with_near_ones),
        KIT_TEST(everything_wrong_with_a_register_is_told_and_nothing_kept),
        KIT_TEST(a_parent_stands_in_the_file_or_in_the_register),
        KIT_TEST(names_that_do_not_show_as_they_are_are_refused),
        KIT_TEST(parents_that_are_nowhere_or_run_in_a_ring_are_refused),
        KIT_TEST(a_former_name_of_another_unit_is_no_new_unit),
        KIT_TEST(a_register_without_its_columns_is_refused),
        KIT_TEST(a_statement_that_fails_leaves_the_register_as_it_was),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
