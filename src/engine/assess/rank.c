#include "engine/assess/rank.h"

static int compare_entries(const void *left, const void *right, void *descending)
{
    const RankEntry *a = left;
    const RankEntry *b = right;
    int by_key = fraction_compare(a->key, b->key);
    if (by_key != 0)
        return *(const bool *)descending ? -by_key : by_key;
    if (a->order != b->order)
        return a->order < b->order ? -1 : 1;
    return (a->subject > b->subject) - (a->subject < b->subject);
}

void rank_entries(RankEntry *entries, size_t count, bool ascending)
{
    bool descending = !ascending;
    if (count == 0)
        return;
    qsort_r(entries, count, sizeof *entries, compare_entries, &descending);
    for (size_t first = 0; first < count;) {
        size_t next = first + 1;
        while (next < count && fraction_compare(entries[next].key, entries[first].key) == 0)
            next++;
        for (size_t i = first; i < next; i++)
            entries[i].rank =
                (AssessRank){.rank = (int64_t)first + 1, .shared = (int64_t)(next - first)};
        first = next;
    }
}
