#include "engine/report/prose.h"

#include "kit/kit.h"

/* ---- a provider with invented figures ---------------------------------------------------- */

static Decimal number_of(const char *text)
{
    Decimal number;
    if (decimal_parse(str_of(text), &number) != DECIMAL_PARSED)
        BUG("a test number is no number");
    return number;
}

#define ENTRY(name_, value_, rank_)                                                                \
    {                                                                                              \
        .name = STR_INIT(name_), .has_value = true, .value = {(value_)*DECIMAL_ONE},               \
        .rank = (rank_)                                                                            \
    }

static const ProseEntry units[] = {
    ENTRY("甲局", 98, 3), ENTRY("乙局", 99, 2), ENTRY("丙局", 100, 1),
    ENTRY("丁局", 98, 3), ENTRY("戊局", 90, 5), ENTRY("己局", 80, 7),
    ENTRY("庚局", 81, 6), ENTRY("辛局", 79, 8), {.name = STR_INIT("无名次局")},
};
static const ProseEntry tied_last[] = {ENTRY("甲街", 9, 0), ENTRY("乙街", 5, 0),
                                       ENTRY("丙街", 5, 0), ENTRY("丁街", 3, 0)};
#define FAULT(name_, value_, kind_)                                                                \
    {                                                                                              \
        .name = STR_INIT(name_), .has_value = true, .value = {(value_)*DECIMAL_ONE},               \
        .kind = STR_INIT(kind_)                                                                    \
    }
static const ProseEntry faults[] = {
    FAULT("区人社局", 1, "重复退回"),           FAULT("赤岗街", 1, "重复退回"),
    FAULT("区机关事务局", 1, "三次以上不通过"), FAULT("南华西街", 1, "重复退回"),
    FAULT("赤岗街", 1, "三次以上不通过"),       FAULT("官洲街", 2, "重复退回"),
};
static const ProseEntry kinds[] = {ENTRY("咨询", 25, 0), ENTRY("投诉", 75, 0)};

static const ProseName names[] = {
    {STR_INIT("month"), PROSE_NUMBER, STR_INIT("月份"), {0}},
    {STR_INIT("orders"), PROSE_NUMBER, STR_INIT("工单数"), {0}},
    {STR_INIT("orders.before"), PROSE_NUMBER, {0}, STR_INIT("环比")},
    {STR_INIT("orders.last_year"), PROSE_NUMBER, {0}, STR_INIT("同比")},
    {STR_INIT("rate"), PROSE_PERCENT, {0}, {0}},
    {STR_INIT("rate.before"), PROSE_PERCENT, {0}, STR_INIT("环比")},
    {STR_INIT("rank"), PROSE_NUMBER, {0}, {0}},
    {STR_INIT("rank.before"), PROSE_NUMBER, {0}, STR_INIT("环比")},
    {STR_INIT("zero"), PROSE_NUMBER, {0}, {0}},
    {STR_INIT("late"), PROSE_NUMBER, {0}, {0}},
    {STR_INIT("area"), PROSE_TEXT, {0}, {0}},
    {STR_INIT("units"), PROSE_LIST, {0}, {0}},
    {STR_INIT("tied"), PROSE_LIST, {0}, {0}},
    {STR_INIT("faults"), PROSE_LIST, {0}, {0}},
    {STR_INIT("kinds"), PROSE_LIST, {0}, {0}},
    {STR_INIT("nobody"), PROSE_LIST, {0}, {0}},
};

static ProseValue figure(Str name)
{
    static const struct {
        const char *name;
        const char *text;
        int places;
    } numbers[] = {{"month", "2", 0},
                   {"orders", "19602", 0},
                   {"orders.before", "20000", 0},
                   {"orders.last_year", "19602", 0},
                   {"rank", "8", 0},
                   {"rank.before", "11", 0},
                   {"zero", "0", 0}};
    for (size_t i = 0; i < ARRAY_LEN(numbers); i++)
        if (str_equal_c(name, numbers[i].name))
            return prose_number(number_of(numbers[i].text), numbers[i].places);
    if (str_equal_c(name, "rate"))
        return prose_percent(number_of("99.90"), 2);
    if (str_equal_c(name, "rate.before"))
        return prose_percent(number_of("98.6"), 1);
    if (str_equal_c(name, "area"))
        return prose_words(STR("某区"));
    if (str_equal_c(name, "units"))
        return prose_list(units, ARRAY_LEN(units));
    if (str_equal_c(name, "tied"))
        return prose_list(tied_last, ARRAY_LEN(tied_last));
    if (str_equal_c(name, "faults"))
        return prose_list(faults, ARRAY_LEN(faults));
    if (str_equal_c(name, "kinds"))
        return prose_list(kinds, ARRAY_LEN(kinds));
    return (ProseValue){.kind = PROSE_ABSENT};
}

static bool provide(Ctx *ctx, void *self, Str name, ProseValue *ret)
{
    (void)ctx, (void)self;
    *ret = figure(name);
    return true;
}

static bool provide_slot(Ctx *ctx, void *self, Str name, BlockList *blocks)
{
    (void)self;
    if (str_equal_c(name, "filled"))
        *LIST_ADD(ctx->arena, blocks) = (Block){.kind = BLOCK_PARAGRAPH, .text = STR("槽")};
    return true;
}

static const ProseProvider provider = {provide, provide_slot, NULL};

static bool load(Ctx *ctx, const char *pack, Prose **ret)
{
    YamlNode *node;
    return yaml_parse(ctx, STR("packs/test.yaml"), str_of(pack), &node) &&
           prose_load(ctx, node, names, ARRAY_LEN(names), ret);
}

/* The text of one template; absent is empty. */
static Str told(Ctx *ctx, const char *text)
{
    Str pack = str_format(ctx->arena, "texts:\n  it: |\n    %s\n", text);
    Prose *prose;
    Str ret;
    assert_ok(ctx, load(ctx, str_to_c(ctx->arena, pack), &prose));
    assert_ok(ctx, prose_text(ctx, prose, STR("it"), &provider, &ret));
    return ret;
}

/* ---- figures and absence ------------------------------------------------------------------ */

static void figures_are_put_in_by_name_or_label(void **state)
{
    assert_str(told(*state, "{{month}}月份{{工单数}}件"), "2月份19602件");
}

static void an_absent_figure_drops_its_text(void **state)
{
    assert_str(told(*state, "逾期{{late}}件。"), "");
}

static void an_absent_figure_drops_only_its_fragment(void **state)
{
    assert_str(told(*state, "共{{orders}}件[[，其中{{late}}件逾期]]。"), "共19602件。");
}

static void a_text_whose_fragments_are_all_dropped_is_dropped(void **state)
{
    assert_str(told(*state, "其中[[{{late}}件逾期]]。"), "");
    assert_str(told(*state, "共{{orders}}件[[（[[{{late}}件]][、][[{{nobody}}]]）]]。"),
               "共19602件。");
}

static void zero_is_not_absent(void **state)
{
    assert_str(told(*state, "差评{{zero}}宗"), "差评0宗");
    assert_str(told(*state, "[[差评{{zero|nonzero}}宗]]无"), "");
}

static void glue_stands_only_between_two_fragments(void **state)
{
    assert_str(told(*state, "{{month}}[[{{late}}甲]][；][[{{month}}乙]][；][[{{month}}丙]]。"),
               "22乙；2丙。");
    assert_str(told(*state, "[[{{month}}甲]][、][[{{late}}乙]][；][[{{month}}丙]]"), "2甲；2丙");
    assert_str(told(*state, "[[{{month}}甲]][；][[{{late}}乙]]。"), "2甲。");
}

static void guards_choose_between_sentences(void **state)
{
    assert_str(told(*state, "[[{{?nobody}}有]][[{{!nobody}}无]]"), "无");
    assert_str(told(*state, "[[{{!units|below:50}}{{?units}}均达到]]"), "均达到");
}

static void line_breaks_are_not_blanks(void **state)
{
    assert_str(told(*state, "[[{{month}}月]][，]\n    [[共{{orders}}件]]\n    。"),
               "2月，共19602件。");
}

/* ---- lists -------------------------------------------------------------------------------- */

static void first_three_keep_ties(void **state)
{
    assert_str(told(*state, "{{units|first:3|names}}"), "丙局、乙局、甲局、丁局（并列第三）");
}

static void last_three_are_told_from_the_very_last(void **state)
{
    assert_str(told(*state, "{{units|last:3|names}}"), "辛局、己局、庚局");
}

static void ties_at_the_edge_of_the_last_are_kept(void **state)
{
    assert_str(told(*state, "{{tied|last:2|names}}"), "丁街、乙街、丙街（并列倒数第二）");
}

static void unranked_entries_are_ranked_by_value(void **state)
{
    assert_str(told(*state, "{{tied|first:2|each:\"{name}（第{rank}，{value}件）{tie}\"}}"),
               "甲街（第1，9件）、乙街（第2，5件）、丙街（第2，5件）（并列第二）");
}

static void lists_are_filtered_in_the_order_given(void **state)
{
    assert_str(told(*state, "{{units|below:98|names}}"), "戊局、己局、庚局、辛局");
    assert_str(told(*state, "{{units|at_least:rate}}"), "丙局");
    assert_str(told(*state, "{{units|名单}}"),
               "甲局、乙局、丙局、丁局、戊局、己局、庚局、辛局、无名次局");
    assert_str(told(*state, "[[{{units|below:98|most:3|names}}未达到]]"), "");
}

static void equal_counts_are_grouped(void **state)
{
    assert_str(told(*state, "{{faults|group:\"{names}{each}有{value}件{kind}的工单\"}}。"),
               "区人社局、赤岗街、南华西街各有1件重复退回的工单；官洲街有2件重复退回的工单；"
               "区机关事务局、赤岗街各有1件三次以上不通过的工单。");
    assert_str(told(*state, "{{faults|kind:\"三次以上不通过\"|group:\"{names}{each}{value}件\"}}"),
               "区机关事务局、赤岗街各1件");
}

static void counts_by_kind_with_shares(void **state)
{
    assert_str(told(*state, "{{kinds|each:\"{name}类{value}件（{share}）\"}}"),
               "咨询类25件（25.00%）、投诉类75件（75.00%）");
    assert_str(told(*state, "{{kinds|each:\"“{name}”\"|join:\"、\",\"和\"}}"), "“咨询”和“投诉”");
}

static void lists_become_numbers(void **state)
{
    assert_str(told(*state, "{{faults|sum}}件{{units|count|chinese}}个{{tied|max}}{{tied|min}}"),
               "7件九个93");
}

/* ---- numbers ------------------------------------------------------------------------------ */

static void numbers_are_told_in_chinese(void **state)
{
    Ctx *ctx = *state;
    static const struct {
        int64_t number;
        const char *words;
    } cases[] = {
        {0, "零"},          {2, "二"},          {10, "十"},
        {12, "十二"},       {20, "二十"},       {101, "一百零一"},
        {110, "一百一十"},  {1003, "一千零三"}, {10010, "一万零一十"},
        {120000, "十二万"}, {-5, "负五"},       {12345678, "一千二百三十四万五千六百七十八"}};
    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        assert_str(prose_chinese_number(ctx->arena, cases[i].number), cases[i].words);
    assert_str(told(ctx, "排名{{rank|ordinal}}，{{month|measure:\"个\"}}月"), "排名第八，两个月");
}

static void headings_are_numbered_by_level(void **state)
{
    Ctx *ctx = *state;
    assert_str(prose_heading_number(ctx->arena, 1, 11), "十一、");
    assert_str(prose_heading_number(ctx->arena, 2, 3), "（三）");
    assert_str(prose_heading_number(ctx->arena, 3, 2), "2.");
    assert_str(prose_heading_number(ctx->arena, 4, 2), "（2）");
}

static void numbers_take_other_forms(void **state)
{
    assert_str(told(*state, "{{orders|thousands}} {{orders|wan}} {{rate|places:1}}%"),
               "19,602 1.96万 99.9%");
    assert_str(told(*state, "{{month|share:rank}}%"), "25.00%");
    assert_str(told(*state, "占{{month|share:zero}}%"), "");
}

static void changes_bring_their_own_word(void **state)
{
    assert_str(told(*state, "{{orders|change:orders.before,\"件\"}}"), "环比下降398件");
    assert_str(told(*state, "{{orders|change:orders.before,\"件\",\"增加\",\"减少\"}}"),
               "环比减少398件");
    assert_str(told(*state, "{{orders|change_percent:orders.before}}"), "环比下降1.99%");
    assert_str(told(*state, "{{orders|change_percent:orders.last_year}}"), "同比持平");
    assert_str(told(*state, "{{rate|change_points:rate.before}}"), "环比上升1.30个百分点");
    assert_str(told(*state, "{{rank|movement:rank.before}}"), "环比上升3位");
    assert_str(told(*state, "[[{{orders|change:late}}]]"), "");
}

/* ---- the pack ----------------------------------------------------------------------------- */

static void headings_without_content_are_left_out(void **state)
{
    Ctx *ctx = *state;
    Prose *prose;
    Document document = {0};
    assert_ok(ctx, load(ctx,
                        "title: [\"关于{{month}}月份\", 情况的通报]\n"
                        "number: \"{{late}}号\"\n"
                        "issuers: [\"{{area}}甲局\"]\n"
                        "text:\n"
                        "  - heading: 空的\n"
                        "    text:\n"
                        "      - heading: 也空\n"
                        "        text: [\"逾期{{late}}件\"]\n"
                        "  - heading: 有的\n"
                        "    text:\n"
                        "      - heading: 甲\n"
                        "        when: late\n"
                        "        text: [无条件的话]\n"
                        "      - heading: 乙\n"
                        "        when: [orders, \"!late\"]\n"
                        "        text:\n"
                        "          - {lead: 中心：, paragraph: \"{{orders}}件。\"}\n"
                        "          - list: [\"{{late}}\", 条目]\n"
                        "      - slot: filled\n"
                        "      - slot: other\n",
                        &prose));
    assert_ok(ctx, prose_write(ctx, prose, &provider, &document));
    assert_str(document.title, "关于2月份\n情况的通报");
    assert_str(document.number, "");
    assert_int_equal(document.issuer_count, 1);
    assert_str(document.issuers[0], "某区甲局");
    assert_int_equal(document.blocks.count, 5);
    assert_str(document.blocks.at[0].text, "一、有的");
    assert_str(document.blocks.at[1].text, "（一）乙");
    assert_str(document.blocks.at[2].lead, "中心：");
    assert_str(document.blocks.at[2].text, "19602件。");
    assert_int_equal(document.blocks.at[3].item_count, 1);
    assert_str(document.blocks.at[4].text, "槽");
}

static void fails_at_line(Ctx *ctx, FailCode code, const char *pack, int line, const char *message)
{
    Prose *prose;
    assert_fails(ctx, code, load(ctx, pack, &prose));
    assert_contains(ctx->fail.message, message);
    assert_str(ctx->fail.place.file, "packs/test.yaml");
    assert_int_equal(ctx->fail.place.line, line);
}

static void an_unknown_figure_fails_with_its_line(void **state)
{
    Ctx *ctx = *state;
    fails_at_line(ctx, FAIL_NOT_FOUND,
                  "title: 通报\ntext:\n  - paragraph: |\n      共{{orders}}件，\n"
                  "      逾期{{ordres}}件。\n",
                  5, "没有名为「ordres」的数据");
    assert_contains(ctx->fail.hint, "orders");
}

static void mistakes_fail_with_their_line(void **state)
{
    Ctx *ctx = *state;
    fails_at_line(ctx, FAIL_SYNTAX, "title: a{{orders\n", 1, "没有以「}}」结束");
    fails_at_line(ctx, FAIL_SYNTAX, "title: a[[x\n", 1, "没有以「]]」结束");
    fails_at_line(ctx, FAIL_SYNTAX, "title: a]]x\n", 1, "多出「]]」");
    fails_at_line(ctx, FAIL_SYNTAX, "\ntitle: a{{orders|frist:3}}\n", 2, "没有名为「frist」的写法");
    fails_at_line(ctx, FAIL_SYNTAX, "title: a{{orders|names}}\n", 1, "它前面应是名单");
    fails_at_line(ctx, FAIL_NOT_FOUND, "title: a{{units|first:x}}\n", 1, "没有名为「x」的数据");
    fails_at_line(ctx, FAIL_SYNTAX, "title: a{{units|first}}\n", 1, "第 1 个参数");
    fails_at_line(ctx, FAIL_SYNTAX, "title: 'a{{units|each:\"{nmae}\"}}'\n", 1, "不认识");
}

static void percentages_and_numbers_are_not_mixed(void **state)
{
    Ctx *ctx = *state;
    fails_at_line(ctx, FAIL_SYNTAX, "title: a{{rate|change_percent:rate.before}}\n", 1, "百分点");
    fails_at_line(ctx, FAIL_SYNTAX, "title: a{{orders|change_points:orders.before}}\n", 1,
                  "change_percent");
    fails_at_line(ctx, FAIL_SYNTAX, "title: a{{orders|change:rate.before}}\n", 1, "是百分比");
}

static void unknown_keys_of_the_pack_fail(void **state)
{
    Ctx *ctx = *state;
    Prose *prose;
    assert_fails(ctx, FAIL_INVALID, load(ctx, "titel: a\n", &prose));
    assert_fails(ctx, FAIL_INVALID, load(ctx, "text: [{words: a}]\n", &prose));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(figures_are_put_in_by_name_or_label),
        KIT_TEST(an_absent_figure_drops_its_text),
        KIT_TEST(an_absent_figure_drops_only_its_fragment),
        KIT_TEST(a_text_whose_fragments_are_all_dropped_is_dropped),
        KIT_TEST(zero_is_not_absent),
        KIT_TEST(glue_stands_only_between_two_fragments),
        KIT_TEST(guards_choose_between_sentences),
        KIT_TEST(line_breaks_are_not_blanks),
        KIT_TEST(first_three_keep_ties),
        KIT_TEST(last_three_are_told_from_the_very_last),
        KIT_TEST(ties_at_the_edge_of_the_last_are_kept),
        KIT_TEST(unranked_entries_are_ranked_by_value),
        KIT_TEST(lists_are_filtered_in_the_order_given),
        KIT_TEST(equal_counts_are_grouped),
        KIT_TEST(counts_by_kind_with_shares),
        KIT_TEST(lists_become_numbers),
        KIT_TEST(numbers_are_told_in_chinese),
        KIT_TEST(headings_are_numbered_by_level),
        KIT_TEST(numbers_take_other_forms),
        KIT_TEST(changes_bring_their_own_word),
        KIT_TEST(headings_without_content_are_left_out),
        KIT_TEST(an_unknown_figure_fails_with_its_line),
        KIT_TEST(mistakes_fail_with_their_line),
        KIT_TEST(percentages_and_numbers_are_not_mixed),
        KIT_TEST(unknown_keys_of_the_pack_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
