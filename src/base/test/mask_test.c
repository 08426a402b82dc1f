/* Personal data as shown to those who need not know it. */
#include "base/mask.h"

#include "base/test/base_kit.h"
#include "base/utf8.h"

static void check(Arena *arena, MaskKind kind, const char *text, const char *masked)
{
    assert_str(mask_text(arena, kind, str_of(text)), masked);
}

static void a_name_keeps_its_first_character(void **state)
{
    check(*state, MASK_NAME, "张三", "张*");
    check(*state, MASK_NAME, "欧阳小明", "欧***");
    check(*state, MASK_NAME, "丁", "丁*");
    check(*state, MASK_NAME, "Li Lei", "L*****");
}

static void a_number_keeps_what_tells_two_apart(void **state)
{
    check(*state, MASK_PHONE, "13800001234", "138****1234");
    check(*state, MASK_PHONE, "02012345678", "020****5678");
    check(*state, MASK_PHONE, "12345678", "****5678");
    check(*state, MASK_ID, "440106199001010013", "440106********0013");
    check(*state, MASK_ID, "44010619900101001X", "440106********001X");
}

static void an_address_keeps_its_street(void **state)
{
    check(*state, MASK_ADDRESS, "海珠区江南中街青凤社区示例路1号", "海珠区江南中街青凤社区****");
    check(*state, MASK_ADDRESS, "海珠区江南中街示例路1号", "海珠区江南中街****");
    check(*state, MASK_ADDRESS, "海珠区", "海珠区");
    check(*state, MASK_ADDRESS, "示例路1号", "示****");
}

static void what_does_not_look_like_its_kind_is_masked_all_the_same(void **state)
{
    check(*state, MASK_PHONE, "转123", "转***");
    check(*state, MASK_PHONE, "1380000", "****0000");
    check(*state, MASK_PHONE, "138000", "1*****");
    check(*state, MASK_ID, "E12345678", "E********");
    check(*state, MASK_NONE, "公开", "公开");
}

static void an_empty_text_stays_empty(void **state)
{
    for (MaskKind kind = MASK_NONE; kind < MASK_KINDS; kind++)
        check(*state, kind, "", "");
}

/* Whatever comes: valid UTF-8, and never the whole of a text of three characters or more. */
static void nothing_is_shown_whole(void **state)
{
    Random random = {1};
    const char *const pieces[] = {"张", "1", "区", "a", "街", "8", "社区", "省", "X", "-"};
    for (int round = 0; round < 5000; round++) {
        ArenaMark mark = arena_mark(*state);
        Buf text = buf_create(*state, KIB);
        size_t count = 3 + random_below(&random, 16);
        for (size_t i = 0; i < count; i++)
            buf_add_c(&text, pieces[random_below(&random, ARRAY_LEN(pieces))]);
        for (MaskKind kind = MASK_NAME; kind < MASK_ADDRESS; kind++) {
            Str masked = mask_text(*state, kind, buf_str(&text));
            assert_false(str_equal(masked, buf_str(&text)));
            assert_int_equal(utf8_check(masked), STR_NONE);
        }
        arena_rewind(*state, mark);
    }
}

static void kinds_have_names(void **state)
{
    (void)state;
    MaskKind kind;
    assert_true(mask_kind_named(STR("phone"), &kind));
    assert_int_equal(kind, MASK_PHONE);
    assert_false(mask_kind_named(STR("photo"), &kind));
    assert_false(mask_kind_named(STR(""), &kind));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ARENA_TEST(a_name_keeps_its_first_character),
        ARENA_TEST(a_number_keeps_what_tells_two_apart),
        ARENA_TEST(an_address_keeps_its_street),
        ARENA_TEST(what_does_not_look_like_its_kind_is_masked_all_the_same),
        ARENA_TEST(an_empty_text_stays_empty),
        ARENA_TEST(nothing_is_shown_whole),
        ARENA_TEST(kinds_have_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
