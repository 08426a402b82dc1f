#include "engine/check/finding_list.h"

#include "base/dict.h"

#define KEY_BYTES_MAX (64 * KIB)

static Str key_of(Arena *arena, const Finding *finding)
{
    Buf key = buf_create(arena, KEY_BYTES_MAX);
    const Str parts[] = {finding->place, finding->kind, finding->unit, finding->printed,
                         finding->recomputed};
    for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
        buf_add(&key, parts[i]);
        buf_add_byte(&key, '\n');
    }
    return buf_str(&key);
}

void findings_add_limited(Arena *arena, FindingList *found, FindingList *to)
{
    Dict told = dict_create(arena);
    size_t kept = 0;
    for (size_t i = 0; i < found->count; i++) {
        Str key = key_of(arena, &found->at[i]);
        if (dict_has(&told, key))
            continue;
        (void)dict_put(&told, key, &told);
        found->at[kept++] = found->at[i];
    }
    size_t shown = kept <= FINDINGS_MAX ? kept : FINDINGS_MAX - 1;
    for (size_t i = 0; i < shown; i++)
        *LIST_ADD(arena, to) = found->at[i];
    if (shown < kept)
        *LIST_ADD(arena, to) =
            (Finding){.place = found->at[shown].place,
                      .kind = FINDING_MORE,
                      .cause = str_format(arena, "从这里起还有 %zu 处未列出；先改正上面的，再核对",
                                          kept - shown)};
}
