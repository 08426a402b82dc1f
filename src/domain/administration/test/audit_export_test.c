/* The trail as a workbook: what leaves the house is masked and noted. */
#include "domain/administration/audit_export.h"

#include "base/mask.h"
#include "engine/access/test/house.h"
#include "port/xlsx_read.h"

static Grid export_of(Ctx *ctx, const AuditQuery *query)
{
    Str bytes, name;
    Grid grid;
    assert_ok(ctx, audit_export(ctx, query, &bytes, &name));
    assert_str(name, "操作记录-2023-03-01.xlsx");
    assert_ok(ctx, xlsx_read(ctx, bytes, STR(""), &grid));
    return grid;
}

static Str text_of(Ctx *ctx, const Grid *grid)
{
    Buf text = buf_create(ctx->arena, MIB);
    for (size_t row = 0; row < grid->rows.count; row++)
        for (size_t column = 0; column < grid->column_count; column++)
            buf_format(&text, "%.*s|", STRF(grid_text(grid, row, column)));
    return buf_str(&text);
}

static void an_auditor_without_the_right_to_phones_exports_none(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = house_open(ctx);
        Actor actor;
        house_person(&house, "chen", house.east, "clerk");
        house_person(&house, "auditor", 0, "auditor");
        house_sign_in(&house, "auditor", &actor);
        Grid grid = export_of(ctx, &(AuditQuery){.object = STR("account")});
        Str text = text_of(ctx, &grid);
        assert_contains(text, "chen");
        assert_contains(text, "138****1234");
        assert_false(str_contains(text, STR("13800001234")));
    }
}

static void an_export_is_masked_also_for_one_who_sees_all(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = house_open(ctx);
        Actor actor;
        int64_t id = house_person(&house, "chen", house.east, "clerk");
        house_sign_in(&house, "chen", &actor);
        house_operator(&house);
        assert_true(ctx->actor->sees != 0);
        Grid grid = export_of(ctx, &(AuditQuery){.account_id = id});
        Str text = text_of(ctx, &grid);
        Str label = str_format(ctx->arena, "%.*s（", STRF(actor.person));
        Str masked =
            str_format(ctx->arena, "%.*s（", STRF(mask_text(ctx->arena, MASK_NAME, actor.person)));
        assert_false(str_contains(text, label));
        assert_true(str_contains(text, masked));
        assert_true(ctx->actor->sees != 0);
    }
}

static void an_export_is_noted_with_what_was_asked_for(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = house_open(ctx);
        AuditEntryList entries = {0};
        int64_t total;
        (void)export_of(ctx, &(AuditQuery){.object = STR("unit"), .words = STR("东城")});
        assert_ok(ctx, audit_read(ctx, &(AuditQuery){.object = STR("audit"), .page = 1}, &entries,
                                  &total));
        assert_int_equal(total, 1);
        assert_str(entries.at[0].facts, "1条，对象 unit，含「东城」");
        (void)house;
    }
}

static void an_auditor_of_a_part_exports_that_part(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        static const char *const patterns[] = {"access.audit", NULL};
        House house = house_open(ctx);
        Actor actor;
        (void)house_new_role(&house, "local", "below", patterns);
        house_person(&house, "easterner", house.east, "local");
        house_person(&house, "westerner", house.west, "clerk");
        house_sign_in(&house, "easterner", &actor);
        Grid grid = export_of(ctx, &(AuditQuery){0});
        Str text = text_of(ctx, &grid);
        assert_contains(text, "easterner");
        assert_false(str_contains(text, STR("westerner")));
        assert_false(str_contains(text, STR("西城街")));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(an_auditor_without_the_right_to_phones_exports_none),
        KIT_TEST(an_export_is_masked_also_for_one_who_sees_all),
        KIT_TEST(an_export_is_noted_with_what_was_asked_for),
        KIT_TEST(an_auditor_of_a_part_exports_that_part),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
