/*
 * moment.h - instants, dates and months.
 *
 * Instant: milliseconds since 1970-01-01T00:00Z. Date: days since 1970-01-01, a civil day at
 * +08:00. Month: a civil month, counted from year 0 (year * 12 + month - 1). All people see
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
typedef struct Month {
    int32_t months;
} Month;

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

must_use bool month_make(int year, int month, Month *ret);
must_use bool month_parse(Str text, Month *ret); /* "2023-02", also "2023年2月" */
int month_year(Month month);
int month_of_year(Month month); /* 1 to 12 */
Date month_first(Month month);
Date month_last(Month month);
Month month_before(Month month, int months);
void month_print(Buf *to, Month month); /* 2023-02 */

/* ISO 8601 with offset ("2023-02-01T08:00:00+08:00", "...Z", blank for T); without an offset the
 * text is taken as +08:00. Seconds and milliseconds are optional. */
must_use bool instant_parse(Str text, Instant *ret);
void instant_print(Buf *to, Instant instant);       /* 2023-02-01T08:00:00.000+08:00 */
void instant_print_short(Buf *to, Instant instant); /* 2023-02-01 08:00 */

#endif
