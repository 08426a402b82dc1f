#include "base/decimal.h"
#include "base/fail.h"
#include "base/utf8.h"

static const int64_t powers_of_ten[DECIMAL_PLACES + 1] = {1, 10, 100, 1000, 10000, 100000, 1000000};

/* A whole part above this cannot be a Decimal, and times DECIMAL_ONE it still fits 64 bits. */
#define WHOLE_MAX UINT64_C(10000000000000)

bool rounding_moves(Rounding rounding, bool exact, int against_half, bool odd)
{
    switch (rounding) {
    case ROUND_HALF_UP:
        return !exact && against_half >= 0;
    case ROUND_HALF_EVEN:
        return !exact && (against_half > 0 || (against_half == 0 && odd));
    case ROUND_DOWN:
        return false;
    case ROUND_UP:
        return !exact;
    }
    BUG("unknown rounding");
}

bool decimal_add(Decimal a, Decimal b, Decimal *ret)
{
    int64_t sum;
    if (__builtin_add_overflow(a.millionths, b.millionths, &sum))
        return false;
    *ret = (Decimal){sum};
    return true;
}

bool decimal_sub(Decimal a, Decimal b, Decimal *ret)
{
    int64_t difference;
    if (__builtin_sub_overflow(a.millionths, b.millionths, &difference))
        return false;
    *ret = (Decimal){difference};
    return true;
}

/* The value of one step at so many decimals, in millionths. */
static int64_t step_at(int places)
{
    if (places < 0 || places > DECIMAL_PLACES)
        BUG("decimals must be 0 to 6");
    return powers_of_ten[DECIMAL_PLACES - places];
}

bool decimal_round(Decimal a, int places, Rounding rounding, Decimal *ret)
{
    int64_t step = step_at(places);
    int64_t cut = a.millionths % step;
    int64_t twice = cut < 0 ? -2 * cut : 2 * cut;
    int64_t rounded = a.millionths - cut;
    bool odd = rounded / step % 2 != 0;
    if (rounding_moves(rounding, cut == 0, (twice > step) - (twice < step), odd) &&
        __builtin_add_overflow(rounded, cut < 0 ? -step : step, &rounded))
        return false;
    *ret = (Decimal){rounded};
    return true;
}

/* The ASCII sign, digit, point or comma that a character stands for; 0 for any other. */
static char number_sign(Rune rune)
{
    if (rune >= 0xFF10 && rune <= 0xFF19) /* ０ to ９ */
        return (char)('0' + (rune - 0xFF10));
    switch (rune) {
    case 0xFF0B: /* ＋ */
        return '+';
    case 0xFF0D: /* － */
    case 0x2212: /* − */
        return '-';
    case 0xFF0C: /* ， */
        return ',';
    case 0xFF0E: /* ． */
        return '.';
    default:
        break;
    }
    if (rune >= 0x80)
        return 0;
    return (char)rune;
}

/* What is known of a number while its characters go by. */
typedef struct Scan {
    uint64_t whole;
    uint64_t millionths;
    size_t whole_digits;
    size_t decimals;
    size_t group_digits; /* since the last comma */
    bool negative;
    bool grouped;
    bool pointed;
    bool too_precise;
} Scan;

static void scan_digit(Scan *scan, unsigned digit)
{
    if (!scan->pointed) {
        scan->whole_digits++;
        scan->group_digits++;
        if (scan->whole < WHOLE_MAX)
            scan->whole = scan->whole * 10 + digit;
    } else if (scan->decimals++ < DECIMAL_PLACES) {
        scan->millionths += digit * (uint64_t)powers_of_ten[DECIMAL_PLACES - scan->decimals];
    } else if (digit != 0) {
        scan->too_precise = true;
    }
}

/* "1,234,567": the first group has one to three digits, every later one exactly three. */
static bool scan_comma(Scan *scan)
{
    bool fits = scan->grouped ? scan->group_digits == 3
                              : scan->group_digits >= 1 && scan->group_digits <= 3;
    scan->grouped = true;
    scan->group_digits = 0;
    return fits && !scan->pointed;
}

static bool scan_point(Scan *scan)
{
    if (scan->pointed || (scan->grouped && scan->group_digits != 3))
        return false;
    scan->pointed = true;
    return true;
}

static bool scan_number(Str text, Scan *scan)
{
    for (bool first = true; text.len > 0; first = false) {
        char c = number_sign(utf8_next(&text));
        if (c >= '0' && c <= '9')
            scan_digit(scan, (unsigned)(c - '0'));
        else if (first && (c == '-' || c == '+'))
            scan->negative = c == '-';
        else if (!(c == ',' && scan_comma(scan)) && !(c == '.' && scan_point(scan)))
            return false;
    }
    if (scan->pointed)
        return scan->decimals > 0;
    return scan->whole_digits > 0 && (!scan->grouped || scan->group_digits == 3);
}

DecimalParse decimal_parse(Str text, Decimal *ret)
{
    Scan scan = {0};
    if (!scan_number(str_trim(text), &scan))
        return DECIMAL_NOT_A_NUMBER;
    if (scan.whole >= WHOLE_MAX)
        return DECIMAL_TOO_LARGE;
    uint64_t size = scan.whole * DECIMAL_ONE + scan.millionths;
    if (size > (uint64_t)INT64_MAX + scan.negative)
        return DECIMAL_TOO_LARGE;
    if (scan.too_precise)
        return DECIMAL_TOO_PRECISE;
    /* Negated as unsigned, because the most negative value has no positive twin. */
    *ret = (Decimal){(int64_t)(scan.negative ? -size : size)};
    return DECIMAL_PARSED;
}

const char *decimal_parse_message(DecimalParse found)
{
    switch (found) {
    case DECIMAL_PARSED:
        return "是数字";
    case DECIMAL_NOT_A_NUMBER:
        return "不是数字";
    case DECIMAL_TOO_PRECISE:
        return "小数超过 6 位";
    case DECIMAL_TOO_LARGE:
        return "数字太大";
    }
    BUG("unknown result of decimal_parse");
}

void decimal_print(Buf *to, Decimal value, int places)
{
    int64_t step = step_at(places);
    if (value.millionths % step != 0)
        BUG("a decimal must be rounded before it is printed");
    char text[32];
    char *at = text + sizeof text;
    uint64_t size = (uint64_t)value.millionths;
    if (value.millionths < 0)
        size = -size;
    size /= (uint64_t)step;
    for (int digits = 0; size > 0 || digits <= places; digits++) {
        if (digits == places && places > 0)
            *--at = '.';
        *--at = (char)('0' + size % 10);
        size /= 10;
    }
    if (value.millionths < 0)
        *--at = '-';
    buf_add_bytes(to, at, (size_t)(text + sizeof text - at));
}

void decimal_print_short(Buf *to, Decimal value)
{
    int places = 0;
    while (value.millionths % step_at(places) != 0)
        places++;
    decimal_print(to, value, places);
}

void decimal_print_least(Buf *to, Decimal value, int places)
{
    if (places >= 0 && value.millionths % step_at(places) == 0)
        decimal_print(to, value, places);
    else
        decimal_print_short(to, value);
}

/* The longest: sign, 13 digits, point, 6 digits. */
#define DECIMAL_TEXT_MAX 32

Str decimal_str(Arena *arena, Decimal value, int places)
{
    Buf text = buf_create(arena, DECIMAL_TEXT_MAX);
    decimal_print(&text, value, places);
    return buf_str(&text);
}

Str decimal_str_least(Arena *arena, Decimal value, int places)
{
    Buf text = buf_create(arena, DECIMAL_TEXT_MAX);
    decimal_print_least(&text, value, places);
    return buf_str(&text);
}

static const struct {
    const char *name;
    const char *label;
} roundings[] = {
    [ROUND_HALF_UP] = {"half_up", "四舍五入"},
    [ROUND_HALF_EVEN] = {"half_even", "四舍六入五成双"},
    [ROUND_DOWN] = {"down", "截断"},
    [ROUND_UP] = {"up", "进一"},
};

bool rounding_from_name(Str name, Rounding *ret)
{
    for (size_t i = 0; i < ARRAY_LEN(roundings); i++)
        if (str_equal_c(name, roundings[i].name)) {
            *ret = (Rounding)i;
            return true;
        }
    return false;
}

const char *rounding_label(Rounding rounding)
{
    return roundings[rounding].label;
}
