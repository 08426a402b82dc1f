#include "base/moment.h"

#define MS_PER_SECOND INT64_C(1000)
#define MS_PER_MINUTE (60 * MS_PER_SECOND)
#define MS_PER_HOUR (60 * MS_PER_MINUTE)
#define MS_PER_DAY (24 * MS_PER_HOUR)
/* China keeps one time, +08:00, without summer time since 1992. */
#define CHINA_OFFSET_MS (8 * MS_PER_HOUR)

#define YEAR_MIN 1
#define YEAR_MAX 9999
#define MONTHS_PER_YEAR 12

/* The Gregorian calendar repeats after 400 years. */
#define DAYS_PER_ERA 146097
/* From 0000-03-01, where the computation below starts its eras, to 1970-01-01. */
#define DAYS_TO_1970 719468

static int64_t floor_divide(int64_t a, int64_t b)
{
    int64_t quotient = a / b;
    return a % b < 0 ? quotient - 1 : quotient;
}

static bool is_leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

/* Days since 1970-01-01. Years are taken to begin in March, so that the leap day is the last and
 * the months' lengths follow (153 m + 2) / 5 (Howard Hinnant, chrono-compatible date algorithms).
 */
static int32_t days_from_civil(CivilDate civil)
{
    int64_t year = civil.month > 2 ? civil.year : civil.year - 1;
    int64_t era = floor_divide(year, 400);
    int64_t year_of_era = year - era * 400;
    int64_t month_from_march = (civil.month + 9) % 12;
    int64_t day_of_year = (153 * month_from_march + 2) / 5 + civil.day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return (int32_t)(era * DAYS_PER_ERA + day_of_era - DAYS_TO_1970);
}

bool date_make(CivilDate civil, Date *ret)
{
    if (civil.year < YEAR_MIN || civil.year > YEAR_MAX || civil.month < 1 || civil.month > 12 ||
        civil.day < 1 || civil.day > days_in_month(civil.year, civil.month))
        return false;
    *ret = (Date){days_from_civil(civil)};
    return true;
}

CivilDate date_civil(Date date)
{
    int64_t days = (int64_t)date.days + DAYS_TO_1970;
    int64_t era = floor_divide(days, DAYS_PER_ERA);
    int64_t day_of_era = days - era * DAYS_PER_ERA;
    int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t month_from_march = (5 * day_of_year + 2) / 153;
    int64_t day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    int64_t month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
    int64_t year = year_of_era + era * 400 + (month <= 2 ? 1 : 0);
    return (CivilDate){(int)year, (int)month, (int)day};
}

Date instant_date(Instant instant)
{
    return (Date){(int32_t)floor_divide(instant.ms + CHINA_OFFSET_MS, MS_PER_DAY)};
}

/* Takes `least` to `most` ASCII digits off the front; as many as there are. */
static bool take_number(Str *rest, size_t least, size_t most, int *ret)
{
    size_t count = 0;
    int value = 0;
    while (count < most && count < rest->len && rest->at[count] >= '0' && rest->at[count] <= '9')
        value = value * 10 + (rest->at[count++] - '0');
    if (count < least)
        return false;
    *rest = str_after(*rest, count);
    *ret = value;
    return true;
}

static bool take(Str *rest, Str part)
{
    if (!str_starts(*rest, part))
        return false;
    *rest = str_after(*rest, part.len);
    return true;
}

/* What stands after the year, the month and the day. */
typedef struct DateStyle {
    Str after_year;
    Str after_month;
    Str after_day;
} DateStyle;

static bool take_date(Str *rest, const DateStyle *style, CivilDate *civil)
{
    return take_number(rest, 4, 4, &civil->year) && take(rest, style->after_year) &&
           take_number(rest, 1, 2, &civil->month) && take(rest, style->after_month) &&
           take_number(rest, 1, 2, &civil->day) && take(rest, style->after_day);
}

/* Takes a date in any of the accepted styles off the front. */
static bool take_any_date(Str *rest, Date *ret)
{
    static const DateStyle styles[] = {
        {STR_INIT("-"), STR_INIT("-"), STR_INIT("")},
        {STR_INIT("."), STR_INIT("."), STR_INIT("")},
        {STR_INIT("/"), STR_INIT("/"), STR_INIT("")},
        {STR_INIT("年"), STR_INIT("月"), STR_INIT("日")},
    };
    for (size_t i = 0; i < ARRAY_LEN(styles); i++) {
        Str tried = *rest;
        CivilDate civil;
        if (take_date(&tried, &styles[i], &civil)) {
            *rest = tried;
            return date_make(civil, ret);
        }
    }
    return false;
}

bool date_parse(Str text, Date *ret)
{
    Str rest = str_trim(text);
    Date date;
    if (!take_any_date(&rest, &date) || !str_empty(rest))
        return false;
    *ret = date;
    return true;
}

void date_print(Buf *to, Date date)
{
    CivilDate civil = date_civil(date);
    buf_add_padded(to, civil.year, 4);
    buf_add_byte(to, '-');
    buf_add_padded(to, civil.month, 2);
    buf_add_byte(to, '-');
    buf_add_padded(to, civil.day, 2);
}

void date_print_chinese(Buf *to, Date date)
{
    CivilDate civil = date_civil(date);
    buf_format(to, "%d年%d月%d日", civil.year, civil.month, civil.day);
}

bool month_make(int year, int month, Period *ret)
{
    if (year < YEAR_MIN || year > YEAR_MAX || month < 1 || month > MONTHS_PER_YEAR)
        return false;
    *ret = (Period){year * MONTHS_PER_YEAR + month - 1};
    return true;
}

bool year_make(int year, Period *ret)
{
    if (year < YEAR_MIN || year > YEAR_MAX)
        return false;
    *ret = (Period){PERIOD_YEARS + year};
    return true;
}

bool period_parse(Str text, Period *ret)
{
    Str rest = str_trim(text);
    int year;
    int month;
    if (!take_number(&rest, 4, 4, &year))
        return false;
    if (str_empty(rest) || str_equal(rest, STR("年")) || str_equal(rest, STR("年度")))
        return year_make(year, ret);
    bool chinese = take(&rest, STR("年"));
    if (!chinese && !take(&rest, STR("-")))
        return false;
    if (!take_number(&rest, 1, 2, &month) || (chinese && !take(&rest, STR("月"))))
        return false;
    return str_empty(rest) && month_make(year, month, ret);
}

bool period_is_year(Period period)
{
    return period.months >= PERIOD_YEARS;
}

int period_year(Period period)
{
    return period_is_year(period) ? period.months - PERIOD_YEARS
                                  : (int)floor_divide(period.months, MONTHS_PER_YEAR);
}

int period_month(Period period)
{
    return period_is_year(period) ? MONTHS_PER_YEAR
                                  : period.months - period_year(period) * MONTHS_PER_YEAR + 1;
}

Date period_first(Period period)
{
    int month = period_is_year(period) ? 1 : period_month(period);
    return (Date){days_from_civil((CivilDate){period_year(period), month, 1})};
}

Date period_last(Period period)
{
    int year = period_year(period), month = period_month(period);
    return (Date){days_from_civil((CivilDate){year, month, days_in_month(year, month)})};
}

Period period_before(Period period, int months)
{
    if (!period_is_year(period))
        return (Period){period.months - months};
    return months % MONTHS_PER_YEAR == 0 ? (Period){period.months - months / MONTHS_PER_YEAR}
                                         : (Period){0};
}

int period_distance(Period earlier, Period later)
{
    if (period_is_year(earlier) != period_is_year(later))
        return 0;
    int between = later.months - earlier.months;
    return period_is_year(later) ? between * MONTHS_PER_YEAR : between;
}

void period_print(Buf *to, Period period)
{
    if (period_is_year(period))
        buf_format(to, "%04d", period_year(period));
    else
        buf_format(to, "%04d-%02d", period_year(period), period_month(period));
}

void period_print_chinese(Buf *to, Period period)
{
    if (period_is_year(period))
        buf_format(to, "%d年度", period_year(period));
    else
        buf_format(to, "%d年%d月", period_year(period), period_month(period));
}

/* ".5", ".123", ".123456": digits after the third are smaller than an Instant and are dropped. */
static bool take_milliseconds(Str *rest, int *ret)
{
    int kept;
    Str before = *rest;
    if (!take_number(rest, 1, 3, &kept))
        return false;
    for (size_t digits = before.len - rest->len; digits < 3; digits++)
        kept *= 10;
    int dropped;
    *ret = kept;
    return take_number(rest, 0, 6, &dropped);
}

static bool take_time_of_day(Str *rest, int64_t *ret_ms)
{
    int hour;
    int minute;
    int second = 0;
    int millisecond = 0;
    if (!take_number(rest, 1, 2, &hour) || !take(rest, STR(":")) ||
        !take_number(rest, 2, 2, &minute))
        return false;
    if (take(rest, STR(":"))) {
        if (!take_number(rest, 2, 2, &second))
            return false;
        if (take(rest, STR(".")) && !take_milliseconds(rest, &millisecond))
            return false;
    }
    if (hour > 23 || minute > 59 || second > 59)
        return false;
    *ret_ms = hour * MS_PER_HOUR + minute * MS_PER_MINUTE + second * MS_PER_SECOND + millisecond;
    return true;
}

/* "Z", "+08:00", "+0800", "+08", or nothing, which is China's. */
static bool take_offset(Str *rest, int64_t *ret_ms)
{
    if (str_empty(*rest)) {
        *ret_ms = CHINA_OFFSET_MS;
        return true;
    }
    if (take(rest, STR("Z")) || take(rest, STR("z"))) {
        *ret_ms = 0;
        return true;
    }
    bool west = take(rest, STR("-"));
    int hour;
    int minute = 0;
    if ((!west && !take(rest, STR("+"))) || !take_number(rest, 2, 2, &hour))
        return false;
    bool colon = take(rest, STR(":"));
    if ((colon || !str_empty(*rest)) && !take_number(rest, 2, 2, &minute))
        return false;
    if (hour > 23 || minute > 59)
        return false;
    int64_t size = hour * MS_PER_HOUR + minute * MS_PER_MINUTE;
    *ret_ms = west ? -size : size;
    return true;
}

bool instant_parse(Str text, Instant *ret)
{
    Str rest = str_trim(text);
    Date date;
    int64_t time;
    int64_t offset;
    if (!take_any_date(&rest, &date) ||
        !(take(&rest, STR("T")) || take(&rest, STR("t")) || take(&rest, STR(" "))) ||
        !take_time_of_day(&rest, &time) || !take_offset(&rest, &offset) || !str_empty(rest))
        return false;
    Instant instant = {date.days * MS_PER_DAY + time - offset};
    int year = date_civil(instant_date(instant)).year;
    if (year < YEAR_MIN || year > YEAR_MAX) /* at +08:00, where it will be printed */
        return false;
    *ret = instant;
    return true;
}

/* "2023-02-01", `separator`, "08:00"; returns the milliseconds into that minute. */
static int print_to_minute(Buf *to, Instant instant, char separator)
{
    Date date = instant_date(instant);
    int64_t time = instant.ms + CHINA_OFFSET_MS - date.days * MS_PER_DAY;
    date_print(to, date);
    buf_add_byte(to, separator);
    buf_add_padded(to, time / MS_PER_HOUR, 2);
    buf_add_byte(to, ':');
    buf_add_padded(to, time % MS_PER_HOUR / MS_PER_MINUTE, 2);
    return (int)(time % MS_PER_MINUTE);
}

void instant_print(Buf *to, Instant instant)
{
    int ms = print_to_minute(to, instant, 'T');
    buf_add_byte(to, ':');
    buf_add_padded(to, ms / 1000, 2);
    buf_add_byte(to, '.');
    buf_add_padded(to, ms % 1000, 3);
    buf_add_c(to, "+08:00");
}

void instant_print_short(Buf *to, Instant instant)
{
    print_to_minute(to, instant, ' ');
}
