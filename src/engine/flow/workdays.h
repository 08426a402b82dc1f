/*
 * workdays.h - the inside of Workdays, for the files that count with it; deadline.h is the manual.
 *
 * Days are numbered from the first day of the first loaded year, years from that year. So that
 * counting costs the same for one day and for a thousand, each day knows how many working days lie
 * before it, and each working day its own number.
 */
#ifndef TONGBAN_FLOW_WORKDAYS_H
#define TONGBAN_FLOW_WORKDAYS_H

#include "engine/calendar/calendar.h"
#include "engine/flow/deadline.h"

struct Workdays {
    Calendar statutory;
    CalendarDayList own; /* the bureau's days laid over it */
    int64_t first_year;
    int64_t year_count; /* up to the last loaded one; some between may be missing */
    bool *loaded;       /* of each year */
    int64_t *ends;      /* of each year: the first one from it on that is not loaded */
    Date first;
    int32_t count; /* of days */
    bool *works;
    int32_t *before; /* of each day and the one after the last: working days earlier */
    int32_t *nth;    /* number of the day that is the n-th working day, from 0 */
};

/* Whether the date's year is loaded. */
bool workdays_knows(const Workdays *workdays, Date date);
/* The number of the day with which the years end that are loaded without a gap from this date on;
 * 0 when its own is not. The first year that is missing then. */
int32_t workdays_run(const Workdays *workdays, Date date, int64_t *ret_missing_year);

#endif
