#include "port/packs.h"

#include "base/dict.h"
#include "base/utf8.h"
#include "port/files.h"

#include <pthread.h>

#define PACK_BYTES_MAX (4 * MIB)

/* What packs_made keeps, by its name. */
typedef struct PacksMade {
    pthread_mutex_t lock;
    Arena *arena;
    Dict by_what;
} PacksMade;

struct Packs {
    PackList list;   /* sorted by name */
    PacksMade *made; /* NULL = nothing is kept */
};

static int by_name(const void *a, const void *b)
{
    return str_compare(((const Pack *)a)->name, ((const Pack *)b)->name);
}

/* A file of the bureau's own; Windows editors put a BOM in front. */
static bool read_override(Ctx *ctx, Str folder, Str name, Pack *ret)
{
    Str path = path_join(ctx->arena, folder, name);
    Str text;
    if (!file_read(ctx, path, PACK_BYTES_MAX, &text))
        return false;
    if (str_starts(text, STR("\xEF\xBB\xBF")))
        text = str_after(text, 3);
    size_t wrong = utf8_check(text);
    if (wrong != STR_NONE) {
        int line = 1;
        for (size_t i = 0; i < wrong; i++)
            line += text.at[i] == '\n';
        fail(ctx, FAIL_SYNTAX, "不是 UTF-8 文本");
        fail_at(ctx, (Place){.file = path, .line = line});
        return fail_hint(ctx, "用编辑器另存为 UTF-8");
    }
    *ret = (Pack){.name = name, .place = path, .text = text};
    return true;
}

static bool is_pack(Str name)
{
    return str_ends(name, STR(".yaml")) || str_ends(name, STR(".csv"));
}

/* The packs of the build by name, for the overrides to replace. */
static Dict embedded(Arena *arena)
{
    Dict packs = dict_create(arena);
    for (size_t i = 0; i < embedded_pack_count; i++) {
        EmbeddedFile file = embedded_packs_at(i);
        Pack *pack = NEW(arena, Pack, 1);
        pack->name = str_of(file.name);
        pack->place = str_format(arena, "packs/%s", file.name);
        pack->text = str_from(file.at, file.size);
        dict_put(&packs, pack->name, pack);
    }
    return packs;
}

static bool add_overrides(Ctx *ctx, Str folder, Dict *packs)
{
    if (str_empty(folder) || !folder_exists(ctx, folder))
        return true;
    FileNames names;
    if (!file_list(ctx, folder, &names))
        return false;
    LIST_EACH (Str, name, &names) {
        if (!is_pack(*name))
            continue;
        Pack *pack = NEW(ctx->arena, Pack, 1);
        if (!read_override(ctx, folder, *name, pack))
            return false;
        dict_put(packs, *name, pack);
    }
    return true;
}

static void release_made(void *object)
{
    PacksMade *made = object;
    arena_free(made->arena);
    pthread_mutex_destroy(&made->lock);
}

static PacksMade *made_create(Arena *arena)
{
    PacksMade *made = NEW(arena, PacksMade, 1);
    pthread_mutex_init(&made->lock, NULL);
    made->arena = arena_create(PACKS_MADE_BYTES_MAX);
    made->by_what = dict_create(made->arena);
    arena_defer(arena, release_made, made);
    return made;
}

bool packs_open(Ctx *ctx, Str folder, Packs **ret)
{
    Dict by_names = embedded(ctx->arena);
    if (!add_overrides(ctx, folder, &by_names))
        return fail_while(ctx, "读取规则包");
    Packs *packs = NEW(ctx->arena, Packs, 1);
    packs->made = made_create(ctx->arena);
    for (size_t i = 0; i < by_names.count; i++)
        *LIST_ADD(ctx->arena, &packs->list) = *(const Pack *)by_names.entries[i].value;
    if (packs->list.count)
        qsort(packs->list.at, packs->list.count, sizeof(Pack), by_name);
    *ret = packs;
    return true;
}

static const Pack *pack_called(const Packs *packs, Str name)
{
    Pack key = {.name = name};
    if (packs->list.count == 0)
        return NULL;
    return bsearch(&key, packs->list.at, packs->list.count, sizeof(Pack), by_name);
}

static const Packs *packs_of(const Ctx *ctx)
{
    if (!ctx->packs)
        BUG("this work needs packs in its Ctx");
    return ctx->packs;
}

bool packs_get(Ctx *ctx, Str name, Pack *ret)
{
    const Packs *packs = packs_of(ctx);
    const Pack *pack = pack_called(packs, name);
    if (!pack)
        pack = pack_called(packs, str_format(ctx->arena, "%.*s.yaml", STRF(name)));
    if (!pack)
        pack = pack_called(packs, str_format(ctx->arena, "%.*s.csv", STRF(name)));
    if (!pack)
        return fail(ctx, FAIL_NOT_FOUND, "没有规则包「%.*s」", STRF(name));
    *ret = *pack;
    return true;
}

bool packs_list(Ctx *ctx, Str folder, PackList *ret)
{
    PackList found = {0};
    LIST_EACH (Pack, pack, &packs_of(ctx)->list)
        if (str_starts(pack->name, folder))
            *LIST_ADD(ctx->arena, &found) = *pack;
    *ret = found;
    return true;
}

bool packs_overlay(Ctx *ctx, const Packs *below, PackList above, const Packs **ret)
{
    Packs *packs = NEW(ctx->arena, Packs, 1);
    Dict hidden = dict_create(ctx->arena);
    LIST_EACH (Pack, pack, &above) {
        dict_put(&hidden, pack->name, pack);
        *LIST_ADD(ctx->arena, &packs->list) = *pack;
    }
    for (const Pack *pack = below ? below->list.at : NULL;
         below && pack < below->list.at + below->list.count; pack++)
        if (!dict_has(&hidden, pack->name))
            *LIST_ADD(ctx->arena, &packs->list) = *pack;
    if (packs->list.count)
        qsort(packs->list.at, packs->list.count, sizeof(Pack), by_name);
    *ret = packs;
    return true;
}

/* ---- what was made of them ------------------------------------------------------------------- */

typedef bool (*PacksMake)(Ctx *ctx, void *ret);

/* Under the lock. NULL = it failed: *ret_fail tells why, in the arena of what is kept. It is not
 * rewound, lest the failure be lost: packs are checked at start, so failures are few. */
static const void *make_kept(const Ctx *ctx, PacksMade *made, const char *what, size_t size,
                             PacksMake make, Fail *ret_fail)
{
    Ctx own = {.arena = made->arena, .packs = ctx->packs, .clock = ctx->clock};
    ArenaGuard guard;
    if (arena_guard(made->arena, &guard)) {
        *ret_fail = (Fail){.code = FAIL_TOO_LARGE, .message = STR("规则包太大")};
        return NULL;
    }
    void *object = arena_alloc(made->arena, size, alignof(max_align_t));
    bool done = make(&own, object);
    if (done)
        dict_put(&made->by_what, str_of(what), object);
    arena_guard_pop(made->arena);
    *ret_fail = own.fail;
    return done ? object : NULL;
}

bool packs_made(Ctx *ctx, const char *what, size_t size, PacksMake make, void *ret)
{
    PacksMade *made = packs_of(ctx)->made;
    Fail failure = {0};
    if (!made)
        return make(ctx, ret);
    pthread_mutex_lock(&made->lock);
    const void *object = dict_get(&made->by_what, str_of(what));
    if (!object)
        object = make_kept(ctx, made, what, size, make, &failure);
    pthread_mutex_unlock(&made->lock);
    if (object)
        memcpy(ret, object, size);
    else
        ctx->fail = fail_copy(ctx->arena, &failure); /* may jump: not under the lock */
    return object != NULL;
}
