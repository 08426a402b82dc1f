#include "port/xlsx_number.h"

#include "base/moment.h"

#define DIGITS_READ_MAX 40
#define EXPONENT_MAX 60

/* 0.d1d2d3... x 10^scale */
typedef struct Digits {
    bool negative;
    char at[DIGITS_READ_MAX + 1];
    size_t count;
    int scale;
} Digits;

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Takes the digits before and after the point off *rest. False when there are none. */
static bool read_mantissa(Str *rest, Digits *digits)
{
    bool any = false;
    bool after_point = false;
    for (; !str_empty(*rest); *rest = str_after(*rest, 1)) {
        char c = rest->at[0];
        if (c == '.' && !after_point) {
            after_point = true;
            continue;
        }
        if (!is_digit(c))
            break;
        any = true;
        bool leading = digits->count == 0 && c == '0';
        digits->scale += leading ? -after_point : !after_point;
        if (!leading && digits->count < DIGITS_READ_MAX)
            digits->at[digits->count++] = c;
    }
    return any;
}

static bool read_exponent(Str rest, Digits *digits)
{
    if (str_empty(rest))
        return true;
    int64_t exponent = 0;
    if ((rest.at[0] != 'e' && rest.at[0] != 'E') || rest.len > 6 ||
        !str_to_int(str_after(rest, 1), &exponent))
        return false;
    digits->scale += (int)exponent;
    return true;
}

static bool read_digits(Str text, Digits *ret)
{
    Digits digits = {0};
    if (text.len > 400)
        return false;
    char sign = str_empty(text) ? '\0' : text.at[0];
    digits.negative = sign == '-';
    if (sign == '-' || sign == '+')
        text = str_after(text, 1);
    if (!read_mantissa(&text, &digits) || !read_exponent(text, &digits))
        return false;
    *ret = digits;
    return true;
}

/* Half away from zero, as spreadsheets show it; then without zeros at the end. */
static void round_digits(Digits *digits)
{
    if (digits->count > XLSX_SIGNIFICANT_DIGITS) {
        bool up = digits->at[XLSX_SIGNIFICANT_DIGITS] >= '5';
        digits->count = XLSX_SIGNIFICANT_DIGITS;
        size_t i = digits->count;
        while (up && i > 0 && digits->at[i - 1] == '9')
            digits->at[--i] = '0';
        if (up && i > 0) {
            digits->at[i - 1]++;
        } else if (up) {
            digits->at[0] = '1';
            digits->scale++;
        }
    }
    while (digits->count > 0 && digits->at[digits->count - 1] == '0')
        digits->count--;
}

static Str print_digits(Arena *arena, const Digits *digits)
{
    char out[2 * EXPONENT_MAX + DIGITS_READ_MAX];
    size_t len = 0;
    if (digits->count == 0)
        return STR("0");
    if (digits->negative)
        out[len++] = '-';
    if (digits->scale <= 0) {
        out[len++] = '0';
        out[len++] = '.';
    }
    for (int i = digits->scale; i < 0; i++)
        out[len++] = '0';
    for (int i = 0; i < (int)digits->count || i < digits->scale; i++) {
        if (i == digits->scale && i > 0)
            out[len++] = '.';
        out[len++] = i < (int)digits->count ? digits->at[i] : '0';
    }
    return str_copy(arena, str_from(out, len));
}

bool xlsx_number_reduce(Arena *arena, Str text, Str *ret)
{
    Digits digits;
    if (!read_digits(text, &digits))
        return false;
    round_digits(&digits);
    if (digits.count > 0 && (digits.scale > DIGITS_READ_MAX || digits.scale < -DIGITS_READ_MAX))
        return false;
    *ret = print_digits(arena, &digits);
    return true;
}

XlsxNumberKind xlsx_format_kind_of_id(int64_t id)
{
    if (id == 9 || id == 10)
        return XLSX_PERCENT;
    bool is_date = (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) ||
                   (id >= 50 && id <= 58);
    return is_date ? XLSX_DATE : XLSX_PLAIN_NUMBER;
}

/* Length of what stands for itself or is no part of the number at the front of a format code:
 * "quoted", [colour], \x, _x, *x. 0 when there is none. */
static size_t literal_at_front(Str code)
{
    size_t end = STR_NONE;
    switch (code.at[0]) {
    case '"':
        end = str_find_byte(str_after(code, 1), '"');
        break;
    case '[':
        end = str_find_byte(str_after(code, 1), ']');
        break;
    case '\\':
    case '_':
    case '*':
        return 2;
    default:
        return 0;
    }
    return end == STR_NONE ? code.len : end + 2;
}

XlsxNumberKind xlsx_format_kind(Str code)
{
    static const char date_letters[] = {'y', 'Y', 'm', 'M', 'd', 'D', 'h', 'H', 's', 'S'};
    /* Only the first section, the one for positive numbers, is looked at. */
    while (!str_empty(code) && code.at[0] != ';') {
        size_t literal = literal_at_front(code);
        if (literal > 0) {
            code = str_after(code, literal);
            continue;
        }
        if (code.at[0] == '%')
            return XLSX_PERCENT;
        if (memchr(date_letters, code.at[0], sizeof date_letters))
            return XLSX_DATE;
        code = str_after(code, 1);
    }
    return XLSX_PLAIN_NUMBER;
}

#define SECONDS_A_DAY 86400
/* The last day that a spreadsheet knows is 9999-12-31, serial 2958465. */
#define SERIAL_MAX 2958465
#define SERIAL_OF_FALSE_LEAP_DAY 60
#define DAYS_1899_12_30 (-25569)
#define DAYS_1904_01_01 (-24107)

/* "44958.354166666664" to days and whole seconds, rounded. */
static bool split_serial(Str number, int64_t *ret_days, int64_t *ret_seconds)
{
    size_t point = str_find_byte(number, '.');
    Str whole = point == STR_NONE ? number : str_slice(number, 0, point);
    Str decimals = point == STR_NONE ? STR("") : str_slice(number, point + 1, 12);
    int64_t days = 0;
    int64_t parts = 0;
    int64_t unit = 1;
    if (!str_to_int(whole, &days) || days < 0 || days > SERIAL_MAX ||
        (!str_empty(decimals) && !str_to_int(decimals, &parts)))
        return false;
    for (size_t i = 0; i < decimals.len; i++)
        unit *= 10;
    int64_t seconds = (parts * SECONDS_A_DAY + unit / 2) / unit;
    *ret_days = days + seconds / SECONDS_A_DAY;
    *ret_seconds = seconds % SECONDS_A_DAY;
    return true;
}

static void print_time(Buf *to, int64_t seconds)
{
    buf_format(to, "%02d:%02d:%02d", (int)(seconds / 3600), (int)(seconds / 60 % 60),
               (int)(seconds % 60));
}

bool xlsx_serial_date(Arena *arena, Str number, bool is_1904, Str *ret)
{
    int64_t days = 0;
    int64_t seconds = 0;
    if (!split_serial(number, &days, &seconds))
        return false;
    Buf out = buf_create(arena, 64);
    if (days == 0 && !is_1904) {
        print_time(&out, seconds);
        *ret = buf_str(&out);
        return true;
    }
    if (!is_1904 && days == SERIAL_OF_FALSE_LEAP_DAY)
        return false;
    /* Serial 1 is 1900-01-01; from 61 on the false leap day is counted too. */
    int64_t first = is_1904                           ? DAYS_1904_01_01
                    : days < SERIAL_OF_FALSE_LEAP_DAY ? DAYS_1899_12_30 + 1
                                                      : DAYS_1899_12_30;
    if (days + first > SERIAL_MAX + DAYS_1899_12_30)
        return false;
    date_print(&out, (Date){(int32_t)(days + first)});
    if (seconds > 0) {
        buf_add_byte(&out, ' ');
        print_time(&out, seconds);
    }
    *ret = buf_str(&out);
    return true;
}
