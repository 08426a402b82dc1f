/* Properties of competition ranking. */
#include "engine/assess/rank.h"
#include "kit/kit.h"

#define ROUNDS 200
#define ENTRIES_MAX 40

/* A small generator of its own, so that a failure repeats (Knuth's MMIX constants). */
static uint64_t next_random(uint64_t *seed)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return *seed >> 33;
}

static size_t random_entries(uint64_t *seed, RankEntry *entries)
{
    size_t count = 1 + next_random(seed) % ENTRIES_MAX;
    for (size_t i = 0; i < count; i++)
        entries[i] = (RankEntry){
            .key = {(Int128)(next_random(seed) % 10) - 5, (Int128)(next_random(seed) % 3 + 1)},
            .order = (int64_t)(next_random(seed) % 3),
            .subject = i};
    return count;
}

static const RankEntry *entry_of(const RankEntry *entries, size_t count, size_t subject)
{
    for (size_t i = 0; i < count; i++) {
        if (entries[i].subject == subject)
            return &entries[i];
    }
    return NULL;
}

static void a_rank_is_one_more_than_those_better(void **state)
{
    (void)state;
    uint64_t seed = 1;
    for (int round = 0; round < ROUNDS; round++) {
        RankEntry entries[ENTRIES_MAX];
        size_t count = random_entries(&seed, entries);
        rank_entries(entries, count, /* ascending= */ false);
        for (size_t i = 0; i < count; i++) {
            int64_t better = 0;
            int64_t equal = 0;
            for (size_t j = 0; j < count; j++) {
                int compared = fraction_compare(entries[j].key, entries[i].key);
                better += compared > 0;
                equal += compared == 0;
            }
            assert_int_equal(entries[i].rank.rank, better + 1);
            assert_int_equal(entries[i].rank.shared, equal);
        }
    }
}

static void the_order_of_entries_does_not_matter(void **state)
{
    (void)state;
    uint64_t seed = 2;
    for (int round = 0; round < ROUNDS; round++) {
        RankEntry entries[ENTRIES_MAX];
        RankEntry shuffled[ENTRIES_MAX];
        size_t count = random_entries(&seed, entries);
        memcpy(shuffled, entries, sizeof entries);
        for (size_t i = count - 1; i > 0; i--) {
            size_t j = next_random(&seed) % (i + 1);
            RankEntry moved = shuffled[i];
            shuffled[i] = shuffled[j];
            shuffled[j] = moved;
        }
        rank_entries(entries, count, false);
        rank_entries(shuffled, count, false);
        for (size_t i = 0; i < count; i++) {
            assert_int_equal(entries[i].subject, shuffled[i].subject);
            assert_int_equal(entries[i].rank.rank, shuffled[i].rank.rank);
        }
    }
}

static void ascending_ranks_mirror_descending_ones(void **state)
{
    (void)state;
    uint64_t seed = 3;
    for (int round = 0; round < ROUNDS; round++) {
        RankEntry up[ENTRIES_MAX];
        RankEntry down[ENTRIES_MAX];
        size_t count = random_entries(&seed, up);
        memcpy(down, up, sizeof up);
        rank_entries(up, count, true);
        rank_entries(down, count, false);
        for (size_t i = 0; i < count; i++) {
            const RankEntry *other = entry_of(down, count, up[i].subject);
            assert_non_null(other);
            assert_int_equal(up[i].rank.rank + other->rank.rank + other->rank.shared,
                             (int64_t)count + 2);
        }
    }
}

static void three_and_three_are_followed_by_five(void **state)
{
    (void)state;
    RankEntry entries[5];
    const int keys[] = {70, 90, 80, 80, 100};
    for (size_t i = 0; i < 5; i++)
        entries[i] = (RankEntry){.key = {keys[i], 1}, .subject = i};
    rank_entries(entries, 5, false);
    const int64_t ranks[] = {1, 2, 3, 3, 5};
    const size_t subjects[] = {4, 1, 2, 3, 0};
    for (size_t i = 0; i < 5; i++) {
        assert_int_equal(entries[i].rank.rank, ranks[i]);
        assert_int_equal(entries[i].subject, subjects[i]);
    }
}

static void nobody_is_ranked_without_complaint(void **state)
{
    (void)state;
    rank_entries(NULL, 0, false);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_rank_is_one_more_than_those_better),
        cmocka_unit_test(the_order_of_entries_does_not_matter),
        cmocka_unit_test(ascending_ranks_mirror_descending_ones),
        cmocka_unit_test(three_and_three_are_followed_by_five),
        cmocka_unit_test(nobody_is_ranked_without_complaint),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
