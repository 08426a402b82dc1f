/*
 * demo_times.h - when the steps of a story were taken: the bureau hands out in its long hours,
 * units work in office hours, deciding and signing follow soon. Private to the demo.
 */
#ifndef TONGBAN_HOTLINE_DEMO_TIMES_H
#define TONGBAN_HOTLINE_DEMO_TIMES_H

#include "domain/hotline/demo_story.h"

/* Of a whole story: the step `closing` falls on the draft's closing day. */
void demo_set_times(const DemoTeller *teller, const DemoDraft *draft, DemoRandom *random,
                    DemoStory *story);
/* Of a fresh one: spread between receipt and now. */
void demo_spread_times(const DemoDraft *draft, Instant now, DemoStory *story);

#endif
