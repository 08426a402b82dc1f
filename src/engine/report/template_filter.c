#include "engine/report/template_pattern.h"
#include "engine/report/template_value.h"

#define FIGURES (TAKES_NUMBER | TAKES_PERCENT)
#define ENTRIES_OR_FIGURES (TAKES_LIST | FIGURES)

static const char need_list[] = "它前面应是名单";
static const char need_number[] = "它前面应是一个数";

static const Filter filters[] = {
    {"first", "前", TAKES_LIST, PROSE_ABSENT, "n", filter_first, need_list},
    {"last", "后", TAKES_LIST, PROSE_ABSENT, "n", filter_last, need_list},
    {"sorted", "排序", TAKES_LIST, PROSE_ABSENT, "", filter_sorted, need_list},
    {"ascending", "升序", TAKES_LIST, PROSE_ABSENT, "", filter_ascending, need_list},
    {"at_least", "不低于", ENTRIES_OR_FIGURES, PROSE_ABSENT, "n", filter_at_least, NULL},
    {"at_most", "不高于", ENTRIES_OR_FIGURES, PROSE_ABSENT, "n", filter_at_most, NULL},
    {"above", "高于", ENTRIES_OR_FIGURES, PROSE_ABSENT, "n", filter_above, NULL},
    {"below", "低于", ENTRIES_OR_FIGURES, PROSE_ABSENT, "n", filter_below, NULL},
    {"equals", "等于", ENTRIES_OR_FIGURES, PROSE_ABSENT, "n", filter_equals, NULL},
    {"nonzero", "非零", ENTRIES_OR_FIGURES, PROSE_ABSENT, "", filter_nonzero, NULL},
    {"kind", "类别", TAKES_LIST, PROSE_ABSENT, "t", filter_kind, need_list},
    {"most", "至多", TAKES_LIST, PROSE_ABSENT, "n", filter_most, need_list},
    {"names", "名单", TAKES_LIST, PROSE_TEXT, "", filter_names_of, need_list},
    {"each", "逐项", TAKES_LIST, PROSE_TEXT, "t", filter_each, need_list},
    {"group", "分组", TAKES_LIST, PROSE_TEXT, "t", filter_group, need_list},
    {"join", "连接", TAKES_TEXT, PROSE_ABSENT, "t?t", filter_join,
     "它前面应是 names、each 或 group"},
    {"count", "个数", TAKES_LIST, PROSE_NUMBER, "", filter_count, need_list},
    {"sum", "合计", TAKES_LIST, PROSE_NUMBER, "", filter_sum, need_list},
    {"max", "最大", TAKES_LIST, PROSE_NUMBER, "", filter_max, need_list},
    {"min", "最小", TAKES_LIST, PROSE_NUMBER, "", filter_min, need_list},
    {"places", "小数位", FIGURES, PROSE_ABSENT, "n", filter_places, need_number},
    {"share", "占比", TAKES_NUMBER, PROSE_PERCENT, "n?n", filter_share,
     "占比只能由两个数相除得出，百分比不能再求占比"},
    {"chinese", "中文数", TAKES_NUMBER, PROSE_TEXT, "", filter_chinese, need_number},
    {"measure", "量词", TAKES_NUMBER, PROSE_TEXT, "t", filter_measure, need_number},
    {"ordinal", "序数", TAKES_NUMBER, PROSE_TEXT, "", filter_ordinal, need_number},
    {"thousands", "千分位", TAKES_NUMBER, PROSE_TEXT, "", filter_thousands, need_number},
    {"wan", "万", TAKES_NUMBER, PROSE_TEXT, "", filter_wan, need_number},
    {"change", "变化", TAKES_NUMBER, PROSE_TEXT, "f?ttt", filter_change,
     "百分比的变化以百分点计，请用 change_points"},
    {"change_percent", "变化率", TAKES_NUMBER, PROSE_TEXT, "f?tt", filter_change_percent,
     "百分比的变化以百分点计，请用 change_points"},
    {"change_points", "变化百分点", TAKES_PERCENT, PROSE_TEXT, "f?tt", filter_change_points,
     "只有百分比的变化才以百分点计，请用 change 或 change_percent"},
    {"movement", "位次变化", TAKES_NUMBER, PROSE_TEXT, "f?t", filter_movement, need_number},
};

const Filter *filter_named(Str name)
{
    for (size_t i = 0; i < ARRAY_LEN(filters); i++)
        if (str_equal_c(name, filters[i].name) || str_equal_c(name, filters[i].chinese))
            return &filters[i];
    return NULL;
}

void filter_names(Arena *arena, Str **ret_names, size_t *ret_count)
{
    Str *names = NEW(arena, Str, ARRAY_LEN(filters));
    for (size_t i = 0; i < ARRAY_LEN(filters); i++)
        names[i] = str_of(filters[i].name);
    *ret_names = names;
    *ret_count = ARRAY_LEN(filters);
}

static bool check_whole(Ctx *ctx, const FilterUse *use, size_t index, int64_t low, int64_t high)
{
    if (index >= use->argument_count || use->arguments[index].kind != ARGUMENT_NUMBER)
        return true;
    int64_t millionths = use->arguments[index].number.millionths;
    if (millionths % DECIMAL_ONE == 0 && millionths / DECIMAL_ONE >= low &&
        millionths / DECIMAL_ONE <= high)
        return true;
    return fail(ctx, FAIL_SYNTAX, "%s 的参数应为 %lld 到 %lld 的整数", use->filter->name,
                (long long)low, (long long)high);
}

/* A change against a percentage from a number, or the other way round, compares unlike things. */
static bool check_compared(Ctx *ctx, const FilterUse *use, ProseKind kind)
{
    const ProseName *with = use->arguments[0].figure;
    if (with->kind == kind)
        return true;
    return fail(ctx, FAIL_SYNTAX, "%s 比较的「%.*s」%s", use->filter->name, STRF(with->name),
                kind == PROSE_PERCENT ? "不是百分比" : "是百分比，变化以百分点计");
}

bool filter_check(Ctx *ctx, const FilterUse *use)
{
    FilterFunction apply = use->filter->apply;
    if (apply == filter_each)
        return pattern_check(ctx, use->arguments[0].text, each_words);
    if (apply == filter_group)
        return pattern_check(ctx, use->arguments[0].text, group_words);
    if (apply == filter_first || apply == filter_last || apply == filter_most)
        return check_whole(ctx, use, 0, 1, 1000);
    if (apply == filter_places)
        return check_whole(ctx, use, 0, 0, DECIMAL_PLACES);
    if (apply == filter_share)
        return check_whole(ctx, use, 1, 0, DECIMAL_PLACES);
    if (apply == filter_change || apply == filter_change_percent || apply == filter_movement)
        return check_compared(ctx, use, PROSE_NUMBER);
    if (apply == filter_change_points)
        return check_compared(ctx, use, PROSE_PERCENT);
    return true;
}
