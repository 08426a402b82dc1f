/*
 * moment.h - instants, dates and periods.
 *
 * Instant: milliseconds since 1970-01-01T00:00Z. Date: days since 1970-01-01, a civil day at
 * +08:00. Period: what is counted together, a civil month or a whole civil year. All people see
 * +08:00; neither TZ nor localtime is used. The clock itself is port/clock.h.
 */
#ifndef TONGBAN_BASE_MOMENT_H
#define TONGBAN_BASE_MOMENT_H

#include "base/buf.h"

typedef struct Instant {
    int64_t ms;
} Instant;
typedef struct Date {
    int32_t days;
} Date;
/* A month is the months since year 0 (year * 12 + month - 1); a year is PERIOD_YEARS + year, so
 * that the year 2023 and its December are two periods, each with figures of its own. 0 is neither.
 */
typedef struct Period {
    int32_t months;
} Period;
#define PERIOD_YEARS 1000000

typedef struct CivilDate {
    int year;
    int month; /* 1 to 12 */
    int day;   /* 1 to 31 */
} CivilDate;

must_use bool date_make(CivilDate civil, Date *ret); /* false for 2023-02-29; years 1 to 9999 */
CivilDate date_civil(Date date);
Date instant_date(Instant instant); /* the day at +08:00 */
/* "2023-02-28", "2023.2.28", "2023/2/28", "2023年2月28日". */
must_use bool date_parse(Str text, Date *ret);
void date_print(Buf *to, Date date);         /* 2023-02-28 */
void date_print_chinese(Buf *to, Date date); /* 2023年2月28日 */

must_use bool month_make(int year, int month, Period *ret);
must_use bool year_make(int year, Period *ret);
/* "2023-02", also "2023年2月"; "2023", also "2023年" and "2023年度". */
must_use bool period_parse(Str text, Period *ret);
bool period_is_year(Period period);
int period_year(Period period);
int period_month(Period month); /* 1 to 12; of a year 12, its last */
Date period_first(Period period);
Date period_last(Period period);
/* The month that many months before. Of a year the year before for every 12; with months that are
 * no whole years there is none, and {0} is given. */
Period period_before(Period period, int months);
/* Months from `earlier` to `later`, of years 12 each; 0 when one is a month and the other a year.
 */
int period_distance(Period earlier, Period later);
void period_print(Buf *to, Period period); /* 2023-02, 2023 */
/* 2023年2月, 2023年度 */
void period_print_chinese(Buf *to, Period period);

/* ISO 8601 with offset ("2023-02-01T08:00:00+08:00", "...Z", blank for T); without an offset the
 * text is taken as +08:00. Seconds and milliseconds are optional. */
must_use bool instant_parse(Str text, Instant *ret);
void instant_print(Buf *to, Instant instant);       /* 2023-02-01T08:00:00.000+08:00 */
void instant_print_short(Buf *to, Instant instant); /* 2023-02-01 08:00 */

#endif
