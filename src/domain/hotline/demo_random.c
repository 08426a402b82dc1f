#include "domain/hotline/demo_random.h"

#define GOLDEN 0x9E3779B97F4A7C15ULL

static uint64_t mix(uint64_t value)
{
    value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9ULL;
    value = (value ^ (value >> 27)) * 0x94D049BB133111EBULL;
    return value ^ (value >> 31);
}

DemoRandom demo_random(uint64_t seed, uint64_t first, uint64_t second, uint64_t third)
{
    uint64_t state = mix(seed + GOLDEN);
    state = mix(state ^ (first + GOLDEN));
    state = mix(state ^ (second + 2 * GOLDEN));
    return (DemoRandom){mix(state ^ (third + 3 * GOLDEN))};
}

uint64_t demo_draw(DemoRandom *random)
{
    random->state += GOLDEN;
    return mix(random->state);
}

/* The high half of a product: no division, and the bias of a count below 2^32 is nothing. */
int64_t demo_below(DemoRandom *random, int64_t count)
{
    uint64_t drawn = demo_draw(random) >> 32;
    return count <= 0 ? 0 : (int64_t)((drawn * (uint64_t)count) >> 32);
}

int64_t demo_between(DemoRandom *random, int64_t low, int64_t high)
{
    return low + demo_below(random, high - low + 1);
}

bool demo_chance(DemoRandom *random, int64_t per_mille)
{
    return demo_below(random, 1000) < per_mille;
}

size_t demo_pick(DemoRandom *random, const int64_t *weights, size_t count)
{
    int64_t sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += weights[i];
    int64_t drawn = demo_below(random, sum);
    for (size_t i = 0; i < count; i++) {
        drawn -= weights[i];
        if (drawn < 0)
            return i;
    }
    return 0;
}
