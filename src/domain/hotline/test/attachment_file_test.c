/* What a file is, by what is in it; its name made harmless; its bytes kept and found again. */
#include "domain/hotline/attachment_file.h"

#include "engine/access/access.h"
#include "kit/kit.h"
#include "kit/kit_files.h"
#include "port/files.h"
#include "port/zip.h"

static TextList all_kinds(Ctx *ctx)
{
    static const char *const kinds[] = {"jpeg", "png", "pdf", "docx", "xlsx", "text"};
    TextList list = {0};
    for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
        *LIST_ADD(ctx->arena, &list) = str_of(kinds[i]);
    return list;
}

static Str office(Ctx *ctx, const char *part, const char *more)
{
    Str bytes;
    const ZipEntry entries[] = {
        {.name = STR("[Content_Types].xml"), .content = STR("<Types/>")},
        {.name = str_of(part), .content = STR("<w/>")},
        {.name = str_of(more), .content = STR("x")},
    };
    assert_ok(ctx, zip_write(ctx, entries, more ? 3 : 2, &bytes));
    return bytes;
}

static void expect_kind(Ctx *ctx, Str bytes, const char *kind)
{
    TextList kinds = all_kinds(ctx);
    AttachmentFile file;
    assert_ok(ctx, attachment_file_read(ctx, bytes, &kinds, &file));
    assert_str(file.kind, kind);
}

static void the_kind_is_told_by_the_content(void **state)
{
    Ctx *ctx = *state;
    Str picture;
    assert_ok(ctx, file_read(ctx, STR("test/fuzz/corpus/picture/sideways.jpg"), MIB, &picture));
    expect_kind(ctx, picture, "jpeg");
    expect_kind(ctx, STR("%PDF-1.7\n%%EOF"), "pdf");
    expect_kind(ctx, office(ctx, "word/document.xml", NULL), "docx");
    expect_kind(ctx, office(ctx, "xl/workbook.xml", NULL), "xlsx");
    expect_kind(ctx, STR("第一行\n第二行\n"), "text");
}

static void what_is_of_no_kind_is_refused_with_what_may_come(void **state)
{
    Ctx *ctx = *state;
    TextList kinds = all_kinds(ctx), pictures = {0};
    AttachmentFile file;
    *LIST_ADD(ctx->arena, &pictures) = STR("jpeg");
    assert_fails(ctx, FAIL_INVALID,
                 attachment_file_read(ctx, office(ctx, "a.exe", NULL), &kinds, &file));
    assert_contains(ctx->fail.hint, "JPEG 图片");
    assert_fails(ctx, FAIL_INVALID,
                 attachment_file_read(ctx,
                                      STR("\x7F"
                                          "ELF\x02\x01"),
                                      &kinds, &file));
    assert_fails(ctx, FAIL_INVALID,
                 attachment_file_read(ctx, STR("%PDF-1.7\n%%EOF"), &pictures, &file));
    assert_contains(ctx->fail.message, "PDF");
    assert_fails(ctx, FAIL_INVALID, attachment_file_read(ctx, STR(""), &kinds, &file));
}

static void macros_are_refused(void **state)
{
    Ctx *ctx = *state;
    TextList kinds = all_kinds(ctx);
    AttachmentFile file;
    Str bytes = office(ctx, "word/document.xml", "word/vbaProject.bin");
    assert_fails(ctx, FAIL_INVALID, attachment_file_read(ctx, bytes, &kinds, &file));
    assert_contains(ctx->fail.message, "宏");
}

/* Zeros past what may be swollen to without a question, packed a thousandfold. */
static void a_bomb_is_refused_before_it_is_unpacked(void **state)
{
    Ctx *ctx = *state;
    TextList kinds = all_kinds(ctx);
    AttachmentFile file;
    Str bytes;
    const ZipEntry entries[] = {
        {.name = STR("[Content_Types].xml"), .content = STR("<Types/>")},
        {.name = STR("word/document.xml"),
         .content = str_from(arena_alloc(ctx->arena, 8 * MIB, 1), 8 * MIB)},
    };
    assert_ok(ctx, zip_write(ctx, entries, 2, &bytes));
    assert_fails(ctx, FAIL_TOO_LARGE, attachment_file_read(ctx, bytes, &kinds, &file));
}

static void a_name_is_made_harmless_and_ends_as_its_kind(void **state)
{
    Ctx *ctx = *state;
    static const struct {
        const char *name, *kind, *expected;
    } cases[] = {
        {"现场.jpg", "jpeg", "现场.jpg"},
        {"现场.JPEG", "jpeg", "现场.jpeg"},
        {"../../etc/passwd", "text", "passwd.txt"},
        {"C:\\Users\\a\\b.png", "png", "b.png"},
        {"..", "pdf", "附件.pdf"},
        {"", "pdf", "附件.pdf"},
        {"photo.png", "jpeg", "photo.png.jpg"},
        {"a\r\nSet-Cookie: x", "text", "aSet-Cookie x.txt"},
        {"gpj.\xE2\x80\xAE"
         "exe",
         "text", "gpj.exe.txt"},
        {".htaccess", "text", "htaccess.txt"},
        {"表.csv", "text", "表.csv"},
        {"\xFF\xFE", "pdf", "附件.pdf"},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        assert_str(attachment_name(ctx->arena, str_of(cases[i].name), str_of(cases[i].kind)),
                   cases[i].expected);
}

static void bytes_are_kept_once_and_found_by_their_digest(void **state)
{
    Ctx *ctx = *state;
    Access access = {.data = str_of(kit_folder(ctx))};
    Str first, again, bytes;
    ctx->access = &access;
    assert_ok(ctx, attachment_store(ctx, STR("abc"), &first));
    assert_ok(ctx, attachment_store(ctx, STR("abc"), &again));
    assert_true(str_equal(first, again));
    assert_ok(ctx, attachment_fetch(ctx, first, &bytes));
    assert_str(bytes, "abc");
}

static void bytes_that_were_changed_or_lost_are_told(void **state)
{
    Ctx *ctx = *state;
    Access access = {.data = str_of(kit_folder(ctx))};
    Str digest, bytes, other;
    ctx->access = &access;
    assert_ok(ctx, attachment_store(ctx, STR("abc"), &digest));
    Str path = str_format(ctx->arena, "%.*s/files/%.*s/%.*s", STRF(access.data),
                          STRF(str_slice(digest, 0, 2)), STRF(digest));
    assert_ok(ctx, file_write(ctx, path, STR("abd")));
    assert_fails(ctx, FAIL_MISSING, attachment_fetch(ctx, digest, &bytes));
    assert_contains(ctx->fail.message, "改动");
    other = str_format(ctx->arena, "00%.*s", STRF(str_after(digest, 2)));
    assert_fails(ctx, FAIL_MISSING, attachment_fetch(ctx, other, &bytes));
    assert_contains(ctx->fail.hint, "备份");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(the_kind_is_told_by_the_content),
        KIT_TEST(what_is_of_no_kind_is_refused_with_what_may_come),
        KIT_TEST(macros_are_refused),
        KIT_TEST(a_bomb_is_refused_before_it_is_unpacked),
        KIT_TEST(a_name_is_made_harmless_and_ends_as_its_kind),
        KIT_TEST(bytes_are_kept_once_and_found_by_their_digest),
        KIT_TEST(bytes_that_were_changed_or_lost_are_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
