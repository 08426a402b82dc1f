#include "engine/check/sentence.h"

#include "kit/kit.h"

/* 甲0件、甲1件、…: one sentence of `count` figures, as the only paragraph of a paper. */
static Prose prose_of_figures(Arena *arena, int count)
{
    Buf text = buf_create(arena, MIB);
    Paper paper = {.kind = PAPER_TEXT};
    for (int i = 0; i < count; i++)
        buf_format(&text, "%s甲%d件", i ? "、" : "", i);
    buf_add_c(&text, "。");
    *LIST_ADD(arena, &paper.parts) =
        (PaperPart){.kind = PAPER_PARAGRAPH, .line = 1, .text = buf_str(&text)};
    return prose_of_paper(arena, &paper);
}

static void a_long_sentence_tells_every_figure(void **state)
{
    Prose prose = prose_of_figures(((Ctx *)*state)->arena, 200);
    assert_int_equal(prose.sentences.count, 1);
    assert_int_equal(prose.sentences.at[0].pieces.count, 200);
    assert_int_equal(prose.sentences.at[0].quantities.count, 200);
}

static void an_endless_sentence_tells_nothing(void **state)
{
    Prose prose = prose_of_figures(((Ctx *)*state)->arena, 5000);
    assert_int_equal(prose.sentences.count, 1);
    assert_int_equal(prose.sentences.at[0].pieces.count, 0);
    assert_int_equal(prose.sentences.at[0].quantities.count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(a_long_sentence_tells_every_figure),
        KIT_TEST(an_endless_sentence_tells_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
