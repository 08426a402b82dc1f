#include "engine/report/prose.h"

#define CHINESE_NUMBER_BYTES_MAX 96
#define CHINESE_NUMBER_MAX 100000000

static const char *const digits[] = {"零", "一", "二", "三", "四", "五", "六", "七", "八", "九"};

/* 1 to 9999. `inside` = something stands before it, so a gap is told by 零 and ten by 一十. */
static void add_below_wan(Buf *to, int64_t value, bool inside)
{
    static const struct {
        int64_t size;
        const char *name;
    } powers[] = {{1000, "千"}, {100, "百"}, {10, "十"}, {1, ""}};
    bool gap = false;
    for (size_t i = 0; i < ARRAY_LEN(powers); i++) {
        int64_t digit = value / powers[i].size % 10;
        if (digit == 0) {
            gap = true;
            continue;
        }
        if (gap && inside)
            buf_add_c(to, "零");
        gap = false;
        if (!(digit == 1 && powers[i].size == 10 && !inside))
            buf_add_c(to, digits[digit]);
        buf_add_c(to, powers[i].name);
        inside = true;
    }
}

Str prose_chinese_number(Arena *arena, int64_t value)
{
    Buf text = buf_create(arena, CHINESE_NUMBER_BYTES_MAX);
    if (value <= -CHINESE_NUMBER_MAX || value >= CHINESE_NUMBER_MAX) {
        buf_add_int(&text, value);
        return buf_str(&text);
    }
    if (value == 0)
        buf_add_c(&text, digits[0]);
    if (value < 0) {
        buf_add_c(&text, "负");
        value = -value;
    }
    if (value >= 10000) {
        add_below_wan(&text, value / 10000, /* inside= */ false);
        buf_add_c(&text, "万");
    }
    if (value % 10000 != 0)
        add_below_wan(&text, value % 10000, /* inside= */ value >= 10000);
    return buf_str(&text);
}

Str prose_heading_number(Arena *arena, int level, int64_t number)
{
    Str words = prose_chinese_number(arena, number);
    switch (level) {
    case 1:
        return str_format(arena, "%.*s、", STRF(words));
    case 2:
        return str_format(arena, "（%.*s）", STRF(words));
    case 3:
        return str_format(arena, "%lld.", (long long)number);
    default:
        return str_format(arena, "（%lld）", (long long)number);
    }
}
