/*
 * demo_random.h - numbers drawn by lot for the demo, the same on every machine and database.
 *
 * SplitMix64 (Steele, Lea, Flood 2014): a counter with the golden-ratio increment
 * 0x9E3779B97F4A7C15, mixed with 0xBF58476D1CE4E5B9 and 0x94D049BB133111EB. A stream is told apart
 * by its own seed, so that what is drawn for one order moves no other. Not for secrets.
 */
#ifndef TONGBAN_HOTLINE_DEMO_RANDOM_H
#define TONGBAN_HOTLINE_DEMO_RANDOM_H

#include "base/attr.h"

typedef struct DemoRandom {
    uint64_t state;
} DemoRandom;

/* The stream of a seed that belongs to these three numbers. */
DemoRandom demo_random(uint64_t seed, uint64_t first, uint64_t second, uint64_t third);
uint64_t demo_draw(DemoRandom *random);
/* From 0 to below `count`; 0 when it is none. */
int64_t demo_below(DemoRandom *random, int64_t count);
/* From `low` to `high`, both included. */
int64_t demo_between(DemoRandom *random, int64_t low, int64_t high);
/* True so many times in a thousand. */
bool demo_chance(DemoRandom *random, int64_t per_mille);
/* The index of one of the weights; their sum is above zero. */
size_t demo_pick(DemoRandom *random, const int64_t *weights, size_t count);

#endif
