#include "base/utf8.h"
#include "engine/check/prose_parts.h"

static const char *const overlap_words[] = {
    "岁",   "党员", "女",   "以上", "以下", "重点", "涉及", "首次", "新增", "已",   "满意",
    "学历", "职称", "高级", "本科", "硕士", "博士", "超期", "逾期", "跨",   "兼",   "办结",
    "回访", "获",   "同时", "既",   "完成", "连续", "本地", "外来", "困难", "残疾", NULL};
static const char *const rest_words[] = {"其他", "其它", "其余", NULL};
static const char *const pairs[][2] = {
    {"线上", "线下"}, {"网上", "窗口"},     {"城镇", "农村"},     {"城镇", "乡村"},
    {"男", "女"},     {"已", "未"},         {"上半年", "下半年"}, {"按时", "超时"},
    {"按期", "逾期"}, {"国有", "非国有"},   {"境内", "境外"},     {"省内", "省外"},
    {"市内", "市外"}, {"个人", "企业"},     {"个人", "单位"},     {"户籍", "非户籍"},
    {"有效", "无效"}, {"受理", "不予受理"}, {"城市", "农村"},     {"合格", "不合格"}};

bool parts_are_pair(const PartList *list)
{
    if (list->count != 2)
        return false;
    Str a = quantity_name(list->parts[0]);
    Str b = quantity_name(list->parts[1]);
    for (size_t i = 0; i < ARRAY_LEN(pairs); i++)
        for (int turned = 0; turned < 2; turned++)
            if (str_starts(turned ? b : a, str_of(pairs[i][0])) &&
                str_starts(turned ? a : b, str_of(pairs[i][1])))
                return true;
    return false;
}

static Str last_rune(Str text)
{
    size_t at = text.len;
    while (at && ((unsigned char)text.at[at - 1] & 0xC0) == 0x80)
        at--;
    return str_after(text, at ? at - 1 : 0);
}

/* The parts are of one form: their names end alike (咨询类, 投诉类), or 分别 gives them in order.
 */
bool parts_have_form(const PartList *list)
{
    if (list->is_each)
        return true;
    if (list->count < 2)
        return false;
    Str first = last_rune(quantity_name(list->parts[0]));
    for (size_t i = 0; i < list->count; i++)
        if (str_empty(first) || !str_equal(first, last_rune(quantity_name(list->parts[i]))))
            return false;
    return true;
}

static bool has_words(const PartList *list, const char *const *words)
{
    for (size_t i = 0; i < list->count; i++)
        if (text_has_any(quantity_name(list->parts[i]), words))
            return true;
    return false;
}

bool parts_have_rest(const PartList *list)
{
    return list->count >= 2 && text_has_any(list->parts[list->count - 1]->before, rest_words);
}

/* Whether the printed shares alone show that nothing is left out. */
bool parts_have_whole_shares(const PartList *list)
{
    int64_t sum = 0;
    int64_t open = 0;
    for (size_t i = 0; i < list->count; i++) {
        if (!list->shares[i])
            return false;
        sum += list->shares[i]->value.millionths;
        open += list->shares[i]->half ? list->shares[i]->half : DECIMAL_ONE / 2;
    }
    int64_t off = sum - (int64_t)100 * DECIMAL_ONE;
    return list->count >= 2 && (off < 0 ? -off : off) <= open;
}

/* 街道、社区共30封，其中街道12封、社区18封: the whole names its parts itself. */
bool parts_named_by_whole(const PartList *list)
{
    Str front = str_slice(list->sentence->text, 0, list->count ? list->totals[0]->from : 0);
    if (list->count < 2 || list->totals[0]->sentence != list->sentence)
        return false;
    for (size_t i = 0; i < list->count; i++)
        if (utf8_count(quantity_name(list->parts[i])) < 2 ||
            !str_contains(front, quantity_name(list->parts[i])))
            return false;
    return true;
}

/* 12月办理3000件: months of a longer time, of which some are told. */
bool parts_are_months(const PartList *list)
{
    for (size_t i = 0; i < list->count; i++)
        if (str_contains(list->parts[i]->before, STR("月")))
            return true;
    return false;
}

bool parts_may_overlap(const PartList *list)
{
    return has_words(list, overlap_words);
}
