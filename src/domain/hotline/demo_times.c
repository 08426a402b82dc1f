#include "domain/hotline/demo_times.h"

#define MINUTE_MS INT64_C(60000)
#define HOUR_MINUTES 60
#define DAY_MINUTES 1440
#define HERE_MINUTES (8 * HOUR_MINUTES) /* +08:00 */
/* Handed out from 8:00 to 20:00 every day; what comes later, the next morning. */
#define HANDS_OUT_FROM (8 * HOUR_MINUTES)
#define HANDS_OUT_TO (20 * HOUR_MINUTES)
#define MORNING (8 * HOUR_MINUTES + 30)
/* A working day has so many minutes: 9:00 to 12:00 and 13:00 to 18:00. */
#define OFFICE_MINUTES 480
#define OFFICE_NOON 180
#define OFFICE_OPENS (9 * HOUR_MINUTES)
#define OFFICE_REOPENS (13 * HOUR_MINUTES)
#define OFFICE_LAST_START (OFFICE_MINUTES - 60)

/* A place in working time: office minutes since the day of receipt began, that day being the 0th
 * whether worked on or not, and the next working day the first. */
typedef struct Office {
    const Workdays *workdays;
    Instant received_at;
} Office;

static int64_t day_of(Instant at)
{
    return instant_date(at).days;
}

static int64_t minute_of(Instant at)
{
    return at.ms / MINUTE_MS + HERE_MINUTES - day_of(at) * DAY_MINUTES;
}

static Instant instant_at(int64_t day, int64_t minute)
{
    return (Instant){(day * DAY_MINUTES - HERE_MINUTES + minute) * MINUTE_MS};
}

static Instant instant_of(const Office *office, int64_t place)
{
    int64_t days = place / OFFICE_MINUTES, minute = place % OFFICE_MINUTES;
    int64_t day = days == 0
                      ? day_of(office->received_at)
                      : deadline_in_days(office->workdays, office->received_at, days).day.days;
    return instant_at(day, minute < OFFICE_NOON ? OFFICE_OPENS + minute
                                                : OFFICE_REOPENS + minute - OFFICE_NOON);
}

/* The first place in working time after a moment of the day of receipt. */
static int64_t place_after(int64_t minute)
{
    if (minute < OFFICE_OPENS)
        return 0;
    if (minute < OFFICE_OPENS + OFFICE_NOON)
        return minute - OFFICE_OPENS;
    return minute < OFFICE_REOPENS ? OFFICE_NOON : OFFICE_NOON + minute - OFFICE_REOPENS;
}

/* When the first step is taken, and from where in working time the next ones are. */
static Instant hand_out(const Office *office, DemoRandom *random, int64_t *ret_place)
{
    int64_t day = day_of(office->received_at), minute = minute_of(office->received_at);
    int64_t later = demo_between(random, 3, 40), morning = MORNING + demo_below(random, 60);
    if (minute >= HANDS_OUT_TO) {
        /* At 9:30 at the latest, on what may be a working day. */
        *ret_place = OFFICE_MINUTES + 65;
        return instant_at(day + 1, morning);
    }
    if (minute < HANDS_OUT_FROM)
        minute = morning;
    else
        minute += later;
    int64_t place = place_after(minute) + 5;
    bool today = workdays_is_working(office->workdays, (Date){(int32_t)day});
    *ret_place = today && place < OFFICE_LAST_START ? place : OFFICE_MINUTES + 5;
    return instant_at(day, minute);
}

/* Steps in their own time before the closing one, the first aside. */
static int64_t slots_of(const DemoStory *story)
{
    int64_t slots = 0;
    for (size_t i = 1; i < story->closing && i < story->steps.count; i++)
        slots += story->deeds.at[i].quick == 0;
    return slots;
}

void demo_set_times(const DemoTeller *teller, const DemoDraft *draft, DemoRandom *random,
                    DemoStory *story)
{
    Office office = {teller->workdays, draft->received_at};
    int64_t place = 0, slot = 0;
    Instant first = hand_out(&office, random, &place);
    int64_t start = place;
    int64_t end = draft->closing * OFFICE_MINUTES + OFFICE_MINUTES / 2 +
                  demo_below(random, OFFICE_MINUTES / 2);
    int64_t gap = (end - start) / (slots_of(story) + 1);
    Instant before = draft->received_at;
    for (size_t i = 0; i < story->steps.count; i++) {
        const DemoDeed *deed = &story->deeds.at[i];
        Instant at = first;
        if (i == story->closing)
            place = end;
        else if (deed->after)
            place = (place / OFFICE_MINUTES + demo_between(random, 1, 3)) * OFFICE_MINUTES +
                    demo_below(random, OFFICE_MINUTES);
        else if (i > 0 && deed->quick)
            place += 1 + demo_below(random, deed->quick < gap / 10 ? deed->quick : gap / 10);
        else if (i > 0)
            place = start + ++slot * gap - demo_below(random, gap / 2);
        if (i > 0)
            at = instant_of(&office, place);
        at.ms += demo_below(random, MINUTE_MS / 2) + (int64_t)i;
        story->steps.at[i].at = at.ms > before.ms ? at : (Instant){before.ms + 1};
        before = story->steps.at[i].at;
    }
}

void demo_spread_times(const DemoDraft *draft, Instant now, DemoStory *story)
{
    int64_t count = (int64_t)story->steps.count;
    for (int64_t i = 0; i < count; i++)
        story->steps.at[i].at.ms =
            draft->received_at.ms + (now.ms - draft->received_at.ms) * (i + 1) / (count + 1);
}
