#include "face/cli/verbs.h"

#include "base/nearest.h"

#define VERBS_SUGGESTED_MAX 3

static const Command *const face_verbs[] = {
    &command_init, &command_serve, &command_doctor, &command_tick, &command_help, &command_version,
};

VerbList verbs_of_face(Arena *arena)
{
    VerbList list = {0};
    for (size_t i = 0; i < ARRAY_LEN(face_verbs); i++)
        *LIST_ADD(arena, &list) = face_verbs[i];
    return list;
}

VerbList verbs_all(Arena *arena)
{
    VerbList list = verbs_of_face(arena);
    for (size_t m = 0; m < all_module_count; m++)
        for (size_t i = 0; i < all_modules[m]->command_count; i++)
            *LIST_ADD(arena, &list) = all_modules[m]->commands[i];
    return list;
}

const Command *verb_named(Arena *arena, Str name)
{
    VerbList verbs = verbs_all(arena);
    LIST_EACH (const Command *, verb, &verbs)
        if (str_equal_c(name, (*verb)->verb))
            return *verb;
    return NULL;
}

/* The verbs of two words that begin with this one, for "tongban months". */
static Str with_first_word(Arena *arena, const VerbList *verbs, Str word)
{
    Buf names = buf_create(arena, 4 * KIB);
    Str start = str_format(arena, "%.*s ", STRF(word));
    LIST_EACH (const Command *, verb, verbs)
        if (str_starts(str_of((*verb)->verb), start))
            buf_format(&names, "%s%s", names.len ? "、" : "", (*verb)->verb);
    return buf_str(&names);
}

/* `typed` is the first word, or the first two. */
static Str suggest(Ctx *ctx, const VerbList *verbs, Str typed)
{
    Str *names = NEW(ctx->arena, Str, verbs->count);
    for (size_t i = 0; i < verbs->count; i++)
        names[i] = str_of(verbs->at[i]->verb);
    return nearest_list(ctx->arena, typed, names, verbs->count, VERBS_SUGGESTED_MAX);
}

static bool unknown(Ctx *ctx, const VerbList *verbs, Str first, Str pair)
{
    Str group = with_first_word(ctx->arena, verbs, first);
    bool in_group = !str_empty(group);
    fail(ctx, FAIL_USAGE, "没有「%.*s」这个命令",
         STRF(in_group && !str_empty(pair) ? pair : first));
    if (in_group)
        return fail_hint(ctx, "有 %.*s", STRF(group));
    Str nearest = str_empty(pair) ? (Str){0} : suggest(ctx, verbs, pair);
    if (str_empty(nearest))
        nearest = suggest(ctx, verbs, first);
    if (str_empty(nearest))
        return fail_hint(ctx, "tongban help 列出所有命令");
    return fail_hint(ctx, "是不是 %.*s？tongban help 列出所有命令", STRF(nearest));
}

bool verb_find(Ctx *ctx, const Str *words, size_t count, const Command **ret, size_t *ret_words)
{
    VerbList verbs = verbs_all(ctx->arena);
    Str pair =
        count >= 2 ? str_format(ctx->arena, "%.*s %.*s", STRF(words[0]), STRF(words[1])) : (Str){0};
    for (size_t length = count >= 2 ? 2 : 1; length > 0; length--) {
        const Command *verb = verb_named(ctx->arena, length == 2 ? pair : words[0]);
        if (verb) {
            *ret = verb;
            *ret_words = length;
            return true;
        }
    }
    return unknown(ctx, &verbs, words[0], pair);
}
