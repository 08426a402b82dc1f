/*
 * calendar.h - which days are worked on: statutory holidays, the working days that make up for
 * them, and the bureau's own days.
 *
 * 《全国年节及纪念日放假办法》 names the holidays; each year a notice of the State Council's
 * General Office moves days of rest round them. The notices are packs/calendar/YYYY.yaml, with
 * their addresses; days of the bureau's own (a typhoon, a Saturday worked) stand in the database
 * and win.
 *
 *     calendar_read(ctx, &calendar);
 *     calendar_is_working(ctx, &calendar, day, &working);
 *
 * A day that nothing names is worked on from Monday to Friday. A notice may also name days of the
 * December before (2019's moved 2018-12-29 and 31), so the files of all years are one calendar by
 * date: the last days of a December are certain only when the file of the next year is there.
 *
 * A year without a file is never guessed at: it fails, naming the year.
 */
#ifndef TONGBAN_CALENDAR_CALENDAR_H
#define TONGBAN_CALENDAR_CALENDAR_H

#include "base/shape.h"

#define CALENDAR_NAME_RUNES_MAX 50

typedef struct CalendarDay {
    Date date;
    bool off;
    Str name; /* 春节 */
    bool own; /* the bureau's, not of a notice */
    Str note; /* of an own day: by which paper or decision; empty = none */
} CalendarDay;
LIST_OF(CalendarDay, CalendarDayList);
extern const Shape calendar_day_shape;

typedef struct CalendarYear {
    int64_t year;
    TextList source; /* addresses of the notices */
} CalendarYear;
LIST_OF(CalendarYear, CalendarYearList);

typedef struct Calendar {
    CalendarDayList days;   /* days that differ from their weekday, or are named; by date */
    CalendarYearList years; /* those loaded, ascending */
} Calendar;

/* The packs alone; FAIL_INVALID with file and line when one is wrong or two contradict. */
must_use bool calendar_read_statutory(Ctx *ctx, Calendar *ret);
/* The bureau's own days alone, by date. */
must_use bool calendar_read_own(Ctx *ctx, CalendarDayList *ret);
/* The packs and the bureau's own days. */
must_use bool calendar_read(Ctx *ctx, Calendar *ret);

/* NULL when the year is not loaded. */
const CalendarYear *calendar_year(const Calendar *calendar, int64_t year);
/* NULL when nothing names the day. */
const CalendarDay *calendar_day(const Calendar *calendar, Date date);
/* FAIL_MISSING, naming the year, when the date's year is not loaded - whatever is known of the
 * day itself. */
must_use bool calendar_is_working(Ctx *ctx, const Calendar *calendar, Date date, bool *ret);

/* The bureau's own days: each one transaction, audited. One that is there already is replaced. */
must_use bool calendar_day_put(Ctx *ctx, const CalendarDay *day, Str why);
/* FAIL_NOT_FOUND when the day is none of the bureau's own. */
must_use bool calendar_day_remove(Ctx *ctx, Date date, Str why);

#endif
