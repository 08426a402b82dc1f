#include "engine/check/figure.h"

#include "base/moment.h"
#include "base/utf8.h"

/* A cell longer than this is never one number with its unit. */
#define FIGURE_BYTES_MAX 64
/* Whole digits beyond these leave a Decimal: identity numbers, accounts. */
#define WHOLE_DIGITS_MAX 12

static const int64_t powers_of_ten[DECIMAL_PLACES + 1] = {1, 10, 100, 1000, 10000, 100000, 1000000};

/* What stands in a cell for "nothing". */
static const char *const nothing_signs[] = {
    "-",  "--", "---", "－",     "—",      "——",    "–",    "−",      "/",      "//",  "／",
    "\\", "无", "*",   "…",      "……",     "暂无",  "没有", "不适用", "未涉及", "N/A", "n/a",
    "NA", "×",  "空",  "无此项", "不涉及", "——/——", "_",    "·",      NULL};

/* Measures that may follow a number in its cell, without the multiples 万 and 亿. */
static const char *const measures[] = {
    "件",   "人次",   "人",   "宗",   "条", "份",     "封",       "面",     "个",       "元",
    "万元", "亿元",   "千元", "分",   "项", "次",     "起",       "例",     "套",       "台",
    "辆",   "户",     "家",   "名",   "位", "所",     "间",       "处",     "栋",       "幢",
    "座",   "笔",     "期",   "场",   "单", "册",     "篇",       "票",     "天",       "小时",
    "分钟", "秒",     "公里", "千米", "米", "亩",     "吨",       "倍",     "平方米",   "平方公里",
    "公顷", "立方米", "千克", "公斤", "岁", "工作日", "个工作日", "百分点", "个百分点", "户次",
    "家次", "车次",   "批次", "批",   "头", "只",     "支",       "张",     "块",       "本",
    "门",   "种",     "类",   "组",   "队", "度",     "千瓦时",   "宗次",   "件次",     NULL};

/* The figure while its characters go by. */
typedef struct Scan {
    Str rest;
    int64_t whole;
    int64_t millionths;
    unsigned whole_digits;
    unsigned decimals;
    unsigned group_digits; /* since the last comma */
    bool negative;
    bool grouped;
    bool round_up; /* the first digit beyond DECIMAL_PLACES is 5 or more */
    bool cut;      /* a digit other than zero stands beyond DECIMAL_PLACES */
    bool leading_zero;
} Scan;

/* The ASCII character at the front, full-width forms and the signs of numbers brought to ASCII; 0
 * for any other, which is then not taken. `ret_len` is its length in bytes. */
static char peek_sign(Str rest, size_t *ret_len)
{
    unsigned char first = rest.len > 0 ? (unsigned char)rest.at[0] : 0;
    *ret_len = 1;
    if (first < 0x80)
        return (char)first;
    if (first != 0xEF && first != 0xE2)
        return 0;
    Str after = rest;
    Rune rune = utf8_next(&after);
    *ret_len = rest.len - after.len;
    if (rune >= 0xFF01 && rune <= 0xFF5E)
        return (char)(rune - 0xFF01 + '!');
    switch (rune) {
    case 0x2212: /* − */
    case 0x2193: /* ↓ */
        return '-';
    case 0x2191: /* ↑ */
        return '+';
    case 0x2030: /* ‰ */
        return 'm';
    default:
        return 0;
    }
}

static void drop(Str *rest, size_t len)
{
    *rest = str_after(*rest, len);
}

static bool take_word(Str *rest, const char *word)
{
    if (!str_starts(*rest, str_of(word)))
        return false;
    drop(rest, strlen(word));
    return true;
}

static void scan_decimal(Scan *scan, int digit)
{
    scan->decimals++;
    if (scan->decimals <= DECIMAL_PLACES)
        scan->millionths += digit * powers_of_ten[DECIMAL_PLACES - scan->decimals];
    else if (digit != 0)
        scan->cut = true;
    if (scan->decimals == DECIMAL_PLACES + 1)
        scan->round_up = digit >= 5;
}

static void scan_whole(Scan *scan, int digit)
{
    if (scan->whole_digits == 1 && scan->whole == 0)
        scan->leading_zero = true;
    scan->whole_digits++;
    scan->group_digits++;
    if (scan->whole_digits <= WHOLE_DIGITS_MAX)
        scan->whole = scan->whole * 10 + digit;
}

static bool scan_comma(Scan *scan)
{
    bool fits = scan->grouped ? scan->group_digits == 3
                              : scan->group_digits >= 1 && scan->group_digits <= 3;
    scan->grouped = true;
    scan->group_digits = 0;
    return fits;
}

/* Digits with commas and one point. False when there are none, or not in the form of a number. */
static bool scan_digits(Scan *scan)
{
    bool pointed = false;
    for (;;) {
        size_t len;
        char sign = peek_sign(scan->rest, &len);
        if (sign >= '0' && sign <= '9' && pointed)
            scan_decimal(scan, sign - '0');
        else if (sign >= '0' && sign <= '9')
            scan_whole(scan, sign - '0');
        else if (sign == '.' && !pointed)
            pointed = true;
        else if (!(sign == ',' && !pointed && scan_comma(scan)))
            break;
        drop(&scan->rest, len);
    }
    if (scan->grouped && scan->group_digits != 3)
        return false;
    return pointed ? scan->decimals > 0 : scan->whole_digits > 0;
}

static void scan_sign(Scan *scan)
{
    size_t len;
    char sign = peek_sign(scan->rest, &len);
    if (sign == '-' || sign == '+') {
        scan->negative = sign == '-';
        drop(&scan->rest, len);
        scan->rest = str_trim(scan->rest);
    }
}

/* 万 or 亿 as a multiple: 1.2万, 3万人次; 万元 is a measure of its own. */
static void read_multiple(Str *rest, int64_t *value, Figure *figure)
{
    int64_t multiple = str_starts(*rest, STR("万元")) || str_starts(*rest, STR("亿元")) ? 1
                       : take_word(rest, "万")                                          ? 10000
                       : take_word(rest, "亿")                                          ? 100000000
                                                                                        : 1;
    int64_t product;
    if (multiple == 1 || __builtin_mul_overflow(*value, multiple, &product))
        return;
    *value = product;
    figure->places = 0;
    figure->approximate = true;
}

/* What may follow the digits: % ‰, 余 or 多, a multiple, a measure. False when more is there. */
static bool read_tail(Str rest, int64_t *value, Figure *figure)
{
    size_t len;
    rest = str_trim(rest);
    char sign = peek_sign(rest, &len);
    if (sign == '%' || (sign == 'm' && len > 1)) {
        drop(&rest, len);
        figure->percent = true;
        if (sign == 'm') {
            *value /= 10;
            figure->places =
                (uint8_t)(figure->places < DECIMAL_PLACES ? figure->places + 1 : DECIMAL_PLACES);
        }
        return str_empty(str_trim(rest));
    }
    if (take_word(&rest, "余") || take_word(&rest, "多"))
        figure->approximate = true;
    read_multiple(&rest, value, figure);
    if (take_word(&rest, "余") || take_word(&rest, "多"))
        figure->approximate = true;
    return str_empty(rest) || str_is_one_of(str_trim(rest), measures);
}

/* What may stand before the digits: 约, ¥. */
static void scan_prefix(Scan *scan, Figure *figure)
{
    if (take_word(&scan->rest, "约")) {
        figure->approximate = true;
        scan->rest = str_trim(scan->rest);
    }
    if (take_word(&scan->rest, "¥") || take_word(&scan->rest, "￥"))
        scan->rest = str_trim(scan->rest);
}

/* A number in its cell; false when it is none. */
static bool read_number(Str text, Figure *ret)
{
    Scan scan = {.rest = text};
    Figure figure = {.kind = FIGURE_NUMBER};
    if (!str_empty(text) && (unsigned char)text.at[0] >= 0x80)
        scan_prefix(&scan, &figure);
    scan_sign(&scan);
    /* 007 and 0012 are codes. */
    if (!scan_digits(&scan) || scan.whole_digits > WHOLE_DIGITS_MAX || scan.leading_zero)
        return false;
    int64_t value = scan.whole * DECIMAL_ONE + scan.millionths + (scan.round_up ? 1 : 0);
    figure.places = (uint8_t)(scan.decimals < DECIMAL_PLACES ? scan.decimals : DECIMAL_PLACES);
    figure.approximate = figure.approximate || scan.cut;
    if (!str_empty(scan.rest) && !read_tail(scan.rest, &value, &figure))
        return false;
    figure.value = (Decimal){scan.negative ? -value : value};
    *ret = figure;
    return true;
}

/* 2023-02-28, with or without a time of day behind it. */
static bool read_date(Str text, Figure *ret)
{
    if (text.len < 8 || text.len > 32 || text.at[0] < '1' || text.at[0] > '9')
        return false;
    size_t blank = str_find_byte(text, ' ');
    Date date;
    if (!date_parse(text, &date) &&
        (blank == STR_NONE || !date_parse(str_slice(text, 0, blank), &date)))
        return false;
    *ret = (Figure){.kind = FIGURE_DATE, .value = decimal_of(date.days)};
    return true;
}

Figure figure_read(Str text)
{
    text = str_trim(text);
    if (str_empty(text))
        return (Figure){.kind = FIGURE_BLANK};
    Figure figure = {.kind = FIGURE_TEXT};
    if (text.len > FIGURE_BYTES_MAX)
        return figure;
    if (read_number(text, &figure) || read_date(text, &figure))
        return figure;
    if (text.len <= 16 && str_is_one_of(text, nothing_signs))
        figure.kind = FIGURE_NONE;
    return figure;
}

/* The raw value of a percentage, 0.9992, as the sheet shows it: 99.92. */
static Figure read_raw_percent(Str text)
{
    Scan scan = {.rest = str_trim(text)};
    scan_sign(&scan);
    if (!scan_digits(&scan) || !str_empty(scan.rest) || scan.whole_digits > WHOLE_DIGITS_MAX - 2)
        return figure_read(text);
    /* Read once more, the point two places to the right. */
    char moved[FIGURE_BYTES_MAX + 8];
    size_t length = 0;
    unsigned behind_point = 0;
    bool pointed = false;
    Str rest = text;
    while (rest.len > 0 && length < FIGURE_BYTES_MAX) {
        size_t len;
        char sign = peek_sign(rest, &len);
        drop(&rest, len);
        if (sign == '.')
            pointed = true;
        else if (sign >= '0' && sign <= '9') {
            if (behind_point == 2 && pointed)
                moved[length++] = '.';
            moved[length++] = sign;
            behind_point += pointed;
        }
    }
    for (; behind_point < 2; behind_point++)
        moved[length++] = '0';
    size_t zeros = 0;
    while (zeros + 1 < length && moved[zeros] == '0' && moved[zeros + 1] != '.')
        zeros++;
    Figure figure = figure_read(str_from(moved + zeros, length - zeros));
    figure.percent = true;
    if (scan.negative)
        figure.value.millionths = -figure.value.millionths;
    return figure;
}

Figure figure_of_cell(const GridCell *cell)
{
    if (cell->is_number && cell->is_percent)
        return read_raw_percent(cell->text);
    return figure_read(cell->text);
}

int64_t figure_half_step(unsigned places)
{
    return places >= DECIMAL_PLACES ? 1 : 5 * powers_of_ten[DECIMAL_PLACES - 1 - places];
}

Str figure_str(Arena *arena, Figure figure)
{
    if (figure.kind == FIGURE_DATE) {
        Buf text = buf_create(arena, FIGURE_BYTES_MAX);
        date_print(&text, (Date){(int32_t)(figure.value.millionths / DECIMAL_ONE)});
        return buf_str(&text);
    }
    if (figure.kind != FIGURE_NUMBER)
        return figure.kind == FIGURE_BLANK ? STR("空") : STR("-");
    Str number = decimal_str_least(arena, figure.value, figure.places);
    return figure.percent ? str_format(arena, "%.*s%%", STRF(number)) : number;
}

Range figure_range(Figure figure, bool rounded)
{
    Fraction value = fraction_of_decimal(figure.value);
    Range range = {value, value};
    unsigned places = figure.places < DECIMAL_PLACES ? figure.places : DECIMAL_PLACES;
    if (!rounded)
        return range;
    /* In half millionths, where half of the last place is a whole number. */
    Int128 twice = (Int128)figure.value.millionths * 2;
    Int128 half = powers_of_ten[DECIMAL_PLACES - places];
    if (!fraction_make(twice - half, (Int128)2 * DECIMAL_ONE, &range.low) ||
        !fraction_make(twice + half, (Int128)2 * DECIMAL_ONE, &range.high))
        BUG("the denominator is not zero");
    return range;
}
