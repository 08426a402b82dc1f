#include "base/utf8.h"
#include "engine/check/sentence.h"

/* Words of measure that may follow a number; the longest that fits is taken. */
static const char *const units[] = {
    "人次",     "件次",     "家次", "户次", "批次", "场次", "台次", "车次",   "人天", "平方米",
    "平方公里", "立方米",   "公里", "千米", "公顷", "公斤", "千克", "千瓦时", "小时", "分钟",
    "工作日",   "个工作日", "个月", "个",   "件",   "宗",   "条",   "份",     "封",   "面",
    "项",       "次",       "人",   "名",   "位",   "户",   "家",   "起",     "台",   "套",
    "所",       "间",       "处",   "座",   "辆",   "元",   "分",   "米",     "亩",   "吨",
    "批",       "场",       "期",   "篇",   "例",   "单",   "笔",   "张",     "本",   "册",
    "株",       "棵",       "只",   "头",   "艘",   "架",   "部",   "类",     "种",   "倍",
    "成",       "天",       "支",   "幅",   "枚",   "度",   "卷",   "节",     "门",   "款",
    "页",       "届",       NULL};
static const char *const point_units[] = {"个百分点", "百分点", NULL};
static const char *const time_units[] = {"年",   "月份", "月",   "日", "号",   "时",   "点", "季度",
                                         "世纪", "年代", "周岁", "岁", "学年", "财年", NULL};
static const char *const roughly_before[] = {
    "约",   "近",   "超",   "逾",   "超过",   "大约", "将近",   "至少", "不少于", "不低于",
    "不足", "不到", "突破", "接近", "达到近", "最多", "不超过", "上限", NULL};
static const char *const roughly_after[] = {"左右", "以上", "以下",   "以内", "上下",
                                            "多",   "余",   "（含）", "之内", NULL};
static const char *const measure_ends[] = {"多", "余", NULL};
static const char *const range_marks[] = {"-", "–", "—", "——", "~", "～", "至", NULL};
static const char *const fillers_front[] = {"其中", "包括", "含",   "分别为", "分别是",
                                            "以及", "另有", "还有", "及",     "和",
                                            "即",   "另",   "是",   "为",     NULL};
static const char *const fillers_end[] = {
    "共",   "共计", "合计",   "总计",   "为",     "是", "达",     "达到", "约",
    "近",   "有",   "计",     "了",     "的",     "占", "只有",   "仅",   "仅有",
    "共有", "总共", "累计",   "各",     "已",     "均", "均为",   "都是", "即",
    "量为", "分别", "分别为", "分别有", "分别是", "：", "达到了", NULL};

bool text_has_any(Str text, const char *const *words)
{
    for (; *words; words++)
        if (str_contains(text, str_of(*words)))
            return true;
    return false;
}

static Str longest(Str text, const char *const *words, bool at_end)
{
    Str best = {0};
    for (; *words; words++) {
        Str word = str_of(*words);
        if (word.len > best.len && (at_end ? str_ends(text, word) : str_starts(text, word)))
            best = word;
    }
    return best;
}

bool text_take_front(Str *text, const char *const *words)
{
    Str word = longest(*text, words, false);
    *text = str_after(*text, word.len);
    return !str_empty(word);
}

bool text_take_end(Str *text, const char *const *words)
{
    Str word = longest(*text, words, true);
    *text = str_slice(*text, 0, text->len - word.len);
    return !str_empty(word);
}

Str quantity_name(const Quantity *quantity)
{
    Str name = quantity->before;
    while (text_take_end(&name, fillers_end) || text_take_end(&name, roughly_before))
        ;
    while (text_take_front(&name, fillers_front))
        ;
    return name;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* The end of the number that begins at `at`: digits, groups of three, one point. */
static size_t number_end(Str text, size_t at)
{
    bool point = false;
    while (at < text.len) {
        char c = text.at[at];
        bool more = at + 1 < text.len && is_digit(text.at[at + 1]);
        if (!is_digit(c) && !(c == ',' && more && !point) && !(c == '.' && more && !point))
            break;
        point = point || c == '.';
        at++;
    }
    return at;
}

static const struct {
    const char *word;
    int64_t scale;
} scales[] = {{"万亿", 1000000000000}, {"亿", 100000000}, {"千万", 10000000},
              {"百万", 1000000},       {"万", 10000},     {"千", 1000}};

static int64_t take_scale(Str *rest)
{
    for (size_t i = 0; i < ARRAY_LEN(scales); i++)
        if (str_starts(*rest, str_of(scales[i].word))) {
            Str after = str_after(*rest, strlen(scales[i].word));
            /* 千米, 千克 and 千瓦时 are units of their own. */
            if (scales[i].scale == 1000 &&
                (str_starts(after, STR("米")) || str_starts(after, STR("克")) ||
                 str_starts(after, STR("瓦"))))
                return 1;
            *rest = after;
            return scales[i].scale;
        }
    return 1;
}

static bool apply_scale(Quantity *quantity)
{
    bool counted = quantity->kind != QUANTITY_PERCENT && quantity->kind != QUANTITY_POINTS;
    int64_t half = quantity->places || quantity->scale > 1 || !counted ? DECIMAL_ONE / 2 : 0;
    for (unsigned i = 0; i < quantity->places && i < DECIMAL_PLACES; i++)
        half /= 10;
    return !__builtin_mul_overflow(quantity->value.millionths, quantity->scale,
                                   &quantity->value.millionths) &&
           !__builtin_mul_overflow(half, quantity->scale, &quantity->half);
}

/* 分 of 分别, 度 of 度假, 人 of 人均 are no units. */
static Str take_unit(Str *rest)
{
    static const char *const not_units[] = {"分别", "分为", "分钟内", "人均", "名列", "位居",
                                            "位列", "位于", "次日",   "本市", "本区", "场所",
                                            "部门", "部分", "节约",   "单位", "类似", NULL};
    Str words = *rest;
    if (text_take_front(&words, not_units))
        return (Str){0};
    Str unit = longest(*rest, units, false);
    *rest = str_after(*rest, unit.len);
    return unit;
}

static QuantityKind kind_by_front(Str before)
{
    static const char *const ordinals[] = {"第", "附件", "附表", "表",   "图",
                                           "前", "后",   "（",   "倒数", "末",
                                           "#",  "No.",  "排名", "名列", NULL};
    Str front = before;
    return text_take_end(&front, ordinals) ? QUANTITY_ORDINAL : QUANTITY_COUNT;
}

/* What follows the number: its scale, unit and kind. Returns what is left of the piece. */
static Str read_tail(Str rest, Quantity *quantity)
{
    if (str_starts(rest, STR("%"))) {
        quantity->kind = QUANTITY_PERCENT;
        quantity->unit = STR("%");
        return str_after(rest, 1);
    }
    bool rough = text_take_front(&rest, measure_ends);
    quantity->scale = take_scale(&rest);
    rough = text_take_front(&rest, measure_ends) || rough;
    quantity->approximate = quantity->approximate || rough;
    if (text_take_front(&rest, point_units)) {
        quantity->kind = QUANTITY_POINTS;
        quantity->unit = STR("个百分点");
        return rest;
    }
    quantity->unit = take_unit(&rest);
    if (!str_empty(quantity->unit))
        return rest;
    if (str_starts(rest, STR("号")) || text_take_front(&rest, time_units))
        quantity->kind = QUANTITY_TIME;
    else if (!str_empty(rest) && !text_has_any(rest, roughly_after))
        quantity->kind = QUANTITY_OTHER;
    return rest;
}

static bool after_letter(Str before)
{
    if (str_empty(before))
        return false;
    char c = before.at[before.len - 1];
    return (c | 32) - 'a' >= 0 && (c | 32) - 'a' < 26;
}

static Quantity read_one(Str piece, size_t at, size_t end)
{
    Quantity quantity = {.number = str_slice(piece, at, end - at), .scale = 1};
    quantity.before = str_slice(piece, 0, at);
    bool negative = str_ends(quantity.before, STR("-"));
    if (negative) {
        Str front = str_slice(quantity.before, 0, at - 1);
        negative = str_empty(front) ||
                   !(is_digit(front.at[front.len - 1]) || front.at[front.len - 1] == '%');
        if (negative)
            quantity.before = front;
    }
    Decimal value = DECIMAL_ZERO;
    bool fits = decimal_parse(quantity.number, &value) == DECIMAL_PARSED;
    quantity.value = negative ? (Decimal){-value.millionths} : value;
    size_t point = str_find_byte(quantity.number, '.');
    if (point != STR_NONE)
        quantity.places = (uint8_t)(quantity.number.len - point - 1);
    quantity.kind = kind_by_front(quantity.before);
    QuantityKind front = quantity.kind;
    Str rest = read_tail(str_after(piece, end), &quantity);
    if (front == QUANTITY_ORDINAL || !fits || after_letter(quantity.before))
        quantity.kind = front == QUANTITY_ORDINAL ? front : QUANTITY_OTHER;
    if (!apply_scale(&quantity))
        quantity.kind = QUANTITY_OTHER;
    quantity.after = rest;
    quantity.from = at;
    quantity.to = piece.len - rest.len;
    quantity.printed = str_slice(piece, at, quantity.to - at);
    Str words = quantity.before;
    Str tail = rest;
    quantity.approximate = quantity.approximate || text_take_end(&words, roughly_before) ||
                           text_take_front(&tail, roughly_after);
    return quantity;
}

/* 80-89分: both are ends of a range. */
static void mark_range(Quantity *first, Quantity *second)
{
    Str between = str_slice(first->after, 0, first->after.len - second->after.len);
    Str rest = str_slice(between, 0, between.len - second->printed.len);
    if (text_take_front(&rest, range_marks) && str_empty(rest))
        first->ranged = second->ranged = true;
}

void quantities_read(Arena *arena, Str piece, size_t index, size_t from, QuantityList *to)
{
    size_t first = to->count;
    for (size_t at = 0; at < piece.len;) {
        if (!is_digit(piece.at[at])) {
            at++;
            continue;
        }
        size_t end = number_end(piece, at);
        Quantity quantity = read_one(piece, at, end);
        quantity.piece = index;
        size_t next = quantity.to > end ? quantity.to : end;
        *LIST_ADD(arena, to) = quantity;
        if (to->count - first >= 2)
            mark_range(&to->at[to->count - 2], &to->at[to->count - 1]);
        at = next;
    }
    for (size_t i = first; i < to->count; i++) {
        to->at[i].from += from;
        to->at[i].to += from;
    }
}

bool small_number_take(Str *rest, int *ret)
{
    static const char *const digits[] = {"零", "一", "二", "三", "四",
                                         "五", "六", "七", "八", "九"};
    Str text = *rest;
    int value = 0;
    bool some = false;
    if (!str_empty(text) && is_digit(text.at[0])) {
        for (; !str_empty(text) && is_digit(text.at[0]) && value < 100; text = str_after(text, 1))
            value = value * 10 + (text.at[0] - '0');
        *rest = text;
        *ret = value;
        return true;
    }
    if (str_starts(text, STR("两"))) {
        *rest = str_after(text, 3);
        *ret = 2;
        return true;
    }
    for (int step = 0; step < 3 && text.len >= 3; step++) {
        Str rune = str_slice(text, 0, 3);
        int digit = -1;
        for (int i = 0; i < 10; i++)
            digit = str_equal_c(rune, digits[i]) ? i : digit;
        bool ten = str_equal_c(rune, "十");
        if (digit < 0 && !ten)
            break;
        value = ten ? (some ? value * 10 : 10) : value + digit;
        some = true;
        text = str_after(text, 3);
    }
    if (some) {
        *rest = text;
        *ret = value;
    }
    return some;
}
