/* Chinese found by its words on both databases, and nothing that was not asked for. */
#include "engine/search/search.h"
#include "engine/search/search_cut.h"
#include "kit/kit_database.h"
#include "sql_ids.h"

typedef struct Found {
    int64_t id;
} Found;
LIST_OF(Found, FoundList);
static const Field found_fields[] = {FIELD(Found, id, "编号", 0)};
static const Shape found_shape = SHAPE(Found, found_fields);

/* What the last texts put were, by id: what is found in them directly must be the same. */
static const char *texts[10];

static void put(Ctx *ctx, int64_t id, const char *text)
{
    Str words = {0};
    if (id < (int64_t)ARRAY_LEN(texts))
        texts[id] = text;
    assert_ok(ctx, search_words(ctx, str_of(text), &words));
    assert_ok(ctx, db_run(ctx, SQL_ORDER_WORDS_PUT, BINDS({"id", bind(id)}, {"words", bind(words)}),
                          NULL));
}

static void drop(Ctx *ctx, int64_t id, const char *text)
{
    Str words = {0};
    texts[id] = NULL;
    assert_ok(ctx, search_words(ctx, str_of(text), &words));
    assert_ok(ctx, db_run(ctx, SQL_ORDER_WORDS_DROP,
                          BINDS({"id", bind(id)}, {"words", bind(words)}), NULL));
}

static bool is_among(const FoundList *list, int64_t id)
{
    LIST_EACH (const Found, hit, list)
        if (hit->id == id)
            return true;
    return false;
}

/* The ids found, in order, as "1 3". */
static const char *found(Ctx *ctx, const char *typed)
{
    SearchQuery query;
    FoundList list = {0};
    Buf out = buf_create(ctx->arena, KIB);
    assert_ok(ctx, search_query(ctx, str_of(typed), &query));
    assert_ok(ctx, db_all(ctx, SQL_ORDER_WORDS_FOUND, BINDS({"match", bind(query.match)}),
                          &found_shape, &list));
    for (int64_t id = 1; id < (int64_t)ARRAY_LEN(texts); id++)
        if (texts[id] && search_matches(&query, str_of(texts[id])) != is_among(&list, id))
            fail_msg("「%s」 in text %lld is found by one way alone", typed, (long long)id);
    for (int64_t id = 1; id < 10; id++)
        LIST_EACH (const Found, hit, &list)
            if (hit->id == id)
                buf_format(&out, "%s%lld", out.len ? " " : "", (long long)id);
    return str_to_c(ctx->arena, buf_str(&out));
}

static void words_of_two_and_more_characters_are_found(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        memset(texts, 0, sizeof texts);
        assert_ok(ctx, db_migrate(ctx, ctx->db));
        put(ctx, 1, "江南中街路灯坏了，三天没人修。电话 020-80001234");
        put(ctx, 2, "路边的灯坏了；A座3号楼下，HZ20230201-000017");
        put(ctx, 3, "小区停车难，求助。路灯。灯坏");
        put(ctx, 4, "ＡＢＣ大厦噪音扰民");
        assert_string_equal(found(ctx, "路灯"), "1 3");
        assert_string_equal(found(ctx, "路灯坏"), "1");
        assert_string_equal(found(ctx, "灯坏了"), "1 2");
        assert_string_equal(found(ctx, "路灯坏了三天"), "");
        assert_string_equal(found(ctx, "路灯 求助"), "3");
        assert_string_equal(found(ctx, "路灯，求助"), "3");
        assert_string_equal(found(ctx, "A座"), "2");
        assert_string_equal(found(ctx, "3号楼"), "2");
        assert_string_equal(found(ctx, "3号"), "2");
        assert_string_equal(found(ctx, "hz202302"), "2");
        assert_string_equal(found(ctx, "80001234"), "1");
        assert_string_equal(found(ctx, "abc大厦"), "4");
        assert_string_equal(found(ctx, "扰民"), "4");
        assert_string_equal(found(ctx, "民扰"), "");
    }
}

static void what_is_taken_out_is_found_no_more(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        memset(texts, 0, sizeof texts);
        assert_ok(ctx, db_migrate(ctx, ctx->db));
        put(ctx, 1, "路灯坏了");
        put(ctx, 2, "路灯亮了");
        drop(ctx, 1, "路灯坏了");
        put(ctx, 1, "井盖没了");
        assert_string_equal(found(ctx, "路灯"), "2");
        assert_string_equal(found(ctx, "井盖"), "1");
    }
}

static void nothing_typed_escapes_into_the_query(void **state)
{
    static const char *const typed[] = {
        "\"路灯\" OR \"噪音\"",
        "路灯* NEAR(噪音)",
        "路灯') OR 11=11 --",
        "words:路灯",
        "路灯 & !噪音",
        "路灯:* | 噪音",
        "-路灯",
        "路灯\\",
        "^路灯 {噪音}",
    };
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        memset(texts, 0, sizeof texts);
        assert_ok(ctx, db_migrate(ctx, ctx->db));
        put(ctx, 1, "噪音");
        for (size_t i = 0; i < ARRAY_LEN(typed); i++)
            assert_string_equal(found(ctx, typed[i]), "");
    }
}

static void refused(Ctx *ctx, const char *typed, const char *part)
{
    SearchQuery query;
    assert_fails(ctx, FAIL_INVALID, search_query(ctx, str_of(typed), &query));
    assert_contains(ctx->fail.message, part);
}

static void too_little_is_told_kindly(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        refused(ctx, "灯", "只有一个字");
        refused(ctx, "路灯 坏", "「坏」");
        refused(ctx, "5", "只有一个字");
        refused(ctx, "，。 ", "没有字词");
        refused(ctx, "一二 三四 五六 七八 九十 甲乙 丙丁 戊己 庚辛", "8个词");
    }
}

static const char *highlighted(Ctx *ctx, const char *typed, const char *text, size_t runes)
{
    SearchQuery query;
    Buf out = buf_create(ctx->arena, 4 * KIB);
    assert_ok(ctx, search_query(ctx, str_of(typed), &query));
    SearchPieceList pieces = search_highlight(ctx->arena, &query, str_of(text), runes);
    LIST_EACH (const SearchPiece, piece, &pieces)
        buf_format(&out, piece->hit ? "[%.*s]" : "%.*s", STRF(piece->text));
    return str_to_c(ctx->arena, buf_str(&out));
}

static void hits_are_marked_in_the_text(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        assert_string_equal(highlighted(ctx, "路灯 abc", "ＡＢＣ路的路灯灭了", 40),
                            "[ＡＢＣ]路的[路灯]灭了");
        assert_string_equal(
            highlighted(ctx, "求助", "一二三四五六七八九十一二三四五求助甲乙丙丁", 18),
            "…四五六七八九十一二三四五[求助]甲乙丙丁");
        assert_string_equal(highlighted(ctx, "没有", "路灯", 10), "路灯");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(words_of_two_and_more_characters_are_found),
        KIT_TEST(what_is_taken_out_is_found_no_more),
        KIT_TEST(nothing_typed_escapes_into_the_query),
        KIT_TEST(too_little_is_told_kindly),
        KIT_TEST(hits_are_marked_in_the_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
