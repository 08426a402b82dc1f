#include "engine/check/table_build.h"

#include "base/utf8.h"
#include "port/fold.h"

/* Measures as heads name them, folded. Money and lengths come before their shorter endings. */
static const char *const units[] = {
    "件",       "人次",     "人",     "宗",       "条",          "份",          "封",
    "面",       "个",       "元",     "万元",     "亿元",        "千元",        "百万元",
    "十万元",   "分",       "项",     "次",       "起",          "例",          "套",
    "台",       "辆",       "户",     "家",       "名",          "位",          "所",
    "间",       "处",       "栋",     "幢",       "座",          "笔",          "期",
    "场",       "单",       "册",     "篇",       "票",          "天",          "日",
    "工作日",   "个工作日", "小时",   "分钟",     "秒",          "公里",        "千米",
    "米",       "亩",       "万亩",   "吨",       "万吨",        "倍",          "平方米",
    "平方公里", "公顷",     "立方米", "万立方米", "千克",        "公斤",        "岁",
    "百分点",   "个百分点", "户次",   "家次",     "车次",        "批次",        "批",
    "头",       "只",       "支",     "张",       "块",          "本",          "门",
    "种",       "类",       "组",     "队",       "度",          "千瓦时",      "万千瓦时",
    "宗次",     "件次",     "万人",   "万人次",   "万件",        "万户",        "万平方米",
    "%",        "‰",        "km",     "m2",       "元/人",       "元/平方米",   "人/平方公里",
    "美元",     "万美元",   "亿美元", "万辆",     "万套",        "万台",        "个数",
    "人数",     "班",       "桩",     "根",       "盏",          "株",          "棵",
    "枚",       "架",       "艘",     "床",       "张床",        "片",          "段",
    "页",       "字",       "万字",   "克",       "毫克/立方米", "微克/立方米", "升",
    "万次",     "亿次",     "万条",   "亿条",     "万份",        "℃",           "毫米",
    "元/吨",    NULL};

/* The content of one bracket of a head, folded. */
typedef struct Bracket {
    Str inner;
    bool is_mark; /* unit, maximum, target, weight: no part of the name */
} Bracket;

static bool is_unit(Str folded)
{
    return str_is_one_of(folded, units);
}

/* The only number in a folded text, and what follows it; false for none or several. */
static bool lone_number(Str text, Decimal *ret, Str *ret_before, Str *ret_after)
{
    size_t from = 0;
    while (from < text.len && !(text.at[from] >= '0' && text.at[from] <= '9'))
        from++;
    size_t to = from;
    while (to < text.len && ((text.at[to] >= '0' && text.at[to] <= '9') || text.at[to] == '.'))
        to++;
    for (size_t i = to; i < text.len; i++)
        if (text.at[i] >= '0' && text.at[i] <= '9')
            return false;
    *ret_before = str_slice(text, 0, from);
    *ret_after = str_after(text, to);
    return to > from && decimal_parse(str_slice(text, from, to - from), ret) == DECIMAL_PARSED;
}

static bool contains_any(Str text, const char *const *words)
{
    for (; *words != NULL; words++)
        if (str_contains(text, str_of(*words)))
            return true;
    return false;
}

/* 0-15分 and 0~15分 give 15. */
static Str without_lower_end(Str text)
{
    if (text.len > 2 && text.at[0] == '0' &&
        (text.at[1] == '-' || text.at[1] == '~' || str_starts(str_after(text, 1), STR("—"))))
        return str_after(text, text.at[1] == '-' || text.at[1] == '~' ? 2 : 4);
    return text;
}

/* 15分, 满分10分, 满分100, 最多扣6分, 上限6分; not 每件扣0.5分, 60分以上. */
static bool read_maximum(Str inner, Decimal *ret)
{
    static const char *const limits[] = {"满分", "最高", "上限", "最多", "封顶",   "总分",
                                         "分值", "计",   "共",   "占",   "不超过", NULL};
    static const char *const others[] = {"每",   "以上", "以下", "不足", "低于", "高于", "达到",
                                         "小于", "大于", ">",    "<",    "≥",    "≤",    "权重",
                                         "比",   "率",   "年",   "月",   "基准", "起",   NULL};
    Str before, after;
    if (contains_any(inner, others) ||
        !lone_number(without_lower_end(inner), ret, &before, &after) || ret->millionths <= 0)
        return false;
    bool points = str_equal_c(after, "分") || str_equal_c(after, "分封顶") ||
                  str_equal_c(after, "分为限") || str_equal_c(after, "分制");
    if (contains_any(before, limits))
        return points || str_empty(after);
    return points && (str_empty(before) || str_equal_c(before, "-") || str_equal_c(before, "±") ||
                      str_equal_c(before, "扣") || str_equal_c(before, "减") ||
                      str_equal_c(before, "+") || str_equal_c(before, "加"));
}

static bool read_percentage(Str inner, Decimal *ret, Str *ret_before)
{
    Str after;
    return lone_number(inner, ret, ret_before, &after) && str_equal_c(after, "%");
}

static bool name_is_score(Str name)
{
    static const char *const words[] = {"得分", "评分", "分值", "分数", "总分", NULL};
    return contains_any(name, words);
}

/* What one bracket says of the column; true when it is no part of the name. */
static bool read_bracket(Arena *arena, Str inner, Str name, CheckColumn *column)
{
    static const char *const weights[] = {"权重", "占", NULL};
    Decimal value;
    Str before;
    Str after_colon = inner;
    if (str_starts(inner, STR("单位:")))
        after_colon = str_after(inner, STR("单位:").len);
    if (is_unit(after_colon)) {
        /* 表扬信(封)、锦旗(面) has no one measure. */
        column->unit = str_empty(column->unit) ? str_copy(arena, after_colon) : STR("");
        return true;
    }
    if (read_maximum(inner, &value)) {
        column->has_maximum = true;
        column->maximum = value;
        return true;
    }
    if (!read_percentage(inner, &value, &before))
        return false;
    if (contains_any(before, weights)) {
        column->has_weight = true;
        column->weight = value;
    } else if (!name_is_score(name)) {
        column->has_target = true;
        column->target = value;
    }
    return true;
}

/* The head without its brackets; those that are no marks are kept when `keep`. */
static Str read_name(Arena *arena, Str folded, bool keep, CheckColumn *column)
{
    Buf name = buf_create(arena, folded.len + 1);
    Str rest = folded;
    while (!str_empty(rest)) {
        size_t open = str_find_byte(rest, '(');
        size_t close = open == STR_NONE ? STR_NONE : str_find_byte(str_after(rest, open), ')');
        if (close == STR_NONE) {
            buf_add(&name, rest);
            break;
        }
        buf_add(&name, str_slice(rest, 0, open));
        Str inner = str_slice(rest, open + 1, close - 1);
        if (!read_bracket(arena, inner, folded, column) && keep) {
            buf_add(&name, str_slice(rest, open, close + 1));
        }
        rest = str_after(rest, open + close + 1);
    }
    return buf_str(&name);
}

/* 按时办理率15分, 占比%: marks without brackets. */
static Str read_bare_marks(Str name, CheckColumn *column)
{
    static const char *const others[] = {"扣", "加", "减", "每", "得", NULL};
    if (name.len > 1 && str_ends(name, STR("%")) &&
        !(name.at[name.len - 2] >= '0' && name.at[name.len - 2] <= '9')) {
        column->unit = STR("%");
        return str_slice(name, 0, name.len - 1);
    }
    Decimal value;
    Str before, after;
    if (str_ends(name, STR("分")) && lone_number(name, &value, &before, &after) &&
        str_equal_c(after, "分") && before.len >= 6 && !column->has_maximum) {
        Str end = str_after(before, before.len - 3);
        if (!str_is_one_of(end, others)) {
            column->has_maximum = true;
            column->maximum = value;
            static const Str full = STR_INIT("满分");
            return str_ends(before, full) ? str_slice(before, 0, before.len - full.len) : before;
        }
    }
    return name;
}

void head_marks_read(Arena *arena, CheckColumn *column)
{
    if (str_empty(column->printed))
        return;
    Str folded = fold_name(arena, column->printed);
    Str name = read_name(arena, folded, true, column);
    column->name = read_bare_marks(name, column);
}

Str head_bare_name(Arena *arena, Str printed)
{
    CheckColumn unused = {0};
    Str name = read_name(arena, fold_name(arena, printed), false, &unused);
    return read_bare_marks(name, &unused);
}

bool head_maximum(Arena *arena, Str printed, Decimal *ret)
{
    CheckColumn column = {.printed = printed};
    head_marks_read(arena, &column);
    if (!column.has_maximum)
        return false;
    *ret = column.maximum;
    return true;
}

Str unit_line_read(Arena *arena, Str text)
{
    static const Str mark = STR_INIT("单位:");
    Str folded = fold_name(arena, text);
    for (size_t at; (at = str_find(folded, mark)) != STR_NONE;) {
        Str before = str_slice(folded, 0, at);
        folded = str_after(folded, at + mark.len);
        if (str_ends(before, STR("填报")) || str_ends(before, STR("编制")))
            continue;
        size_t close = str_find_byte(folded, ')');
        Str unit = close == STR_NONE ? folded : str_slice(folded, 0, close);
        if (is_unit(unit))
            return unit;
    }
    return (Str){0};
}
