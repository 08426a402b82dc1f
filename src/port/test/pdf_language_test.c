#include "port/pdf_language.h"

#include "kit/kit.h"

static const char cairo_like[] = "%PDF-1.5\n"
                                 "7 0 obj\n<< /Type /Catalog\n   /Pages 1 0 R\n>>\nendobj\n"
                                 "xref\n0 1\n0000000000 65535 f \n"
                                 "trailer\n<< /Size 8\n   /Root 7 0 R\n   /Info 6 0 R\n>>\n"
                                 "startxref\n62\n%%EOF\n";

static Str with_language(Ctx *ctx, const char *pdf, const char *language)
{
    Buf to = buf_create(ctx->arena, 64 * KIB);
    pdf_add_language(&to, str_of(pdf), str_of(language));
    return buf_str(&to);
}

static void a_newer_catalog_names_the_language(void **state)
{
    Str pdf = with_language(*state, cairo_like, "zh-CN");
    assert_true(str_starts(pdf, str_of(cairo_like)));
    Str update = str_after(pdf, sizeof cairo_like - 1);
    assert_true(str_starts(update, STR("7 0 obj\n<< /Type /Catalog\n   /Pages 1 0 R\n")));
    assert_contains(update, "/Lang (zh-CN)");
    assert_contains(update, "/Prev 62");
}

static void the_new_table_points_to_the_new_catalog(void **state)
{
    Ctx *ctx = *state;
    Str pdf = with_language(ctx, cairo_like, "zh-CN");
    Str entry = str_format(ctx->arena, "xref\n7 1\n%010zu 00000 n \n", sizeof cairo_like - 1);
    size_t table = str_find(pdf, entry);
    assert_true(table != STR_NONE);
    Str start = str_format(ctx->arena, "startxref\n%zu\n%%%%EOF\n", table);
    assert_true(str_ends(pdf, start));
}

static void no_language_changes_nothing(void **state)
{
    assert_str(with_language(*state, cairo_like, ""), cairo_like);
}

static void a_file_of_another_form_stays_as_it_is(void **state)
{
    const char *others[] = {"", "%PDF-1.7\nno trailer", "\ntrailer\n<< /Root 7 0 R >>\nstartxref\n",
                            "x\ntrailer\n<< /Size 8 /Root 9 0 R /Info 6 0 R >>\nstartxref\n1\n"};
    for (size_t i = 0; i < ARRAY_LEN(others); i++)
        assert_str(with_language(*state, others[i], "zh-CN"), others[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(a_newer_catalog_names_the_language),
        KIT_TEST(the_new_table_points_to_the_new_catalog),
        KIT_TEST(no_language_changes_nothing),
        KIT_TEST(a_file_of_another_form_stays_as_it_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
