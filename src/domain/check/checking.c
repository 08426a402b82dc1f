#include "domain/check/checking.h"

#include "engine/check/check.h"
#include "port/files.h"

/* What is checked: bytes, or the file of that name. */
typedef struct Work {
    Str name;
    Str bytes;
    bool is_path;
} Work;

static Finding copy_finding(Arena *arena, const Finding *finding)
{
    return (Finding){.place = str_copy(arena, finding->place),
                     .kind = str_copy(arena, finding->kind),
                     .unit = str_copy(arena, finding->unit),
                     .printed = str_copy(arena, finding->printed),
                     .recomputed = str_copy(arena, finding->recomputed),
                     .tolerance = str_copy(arena, finding->tolerance),
                     .cause = str_copy(arena, finding->cause)};
}

/* `ctx` has the arena of the work, `arena` is that of the result. */
static bool check_work(Ctx *ctx, const Work *work, Arena *arena, CheckedFile *ret)
{
    Str bytes = work->bytes;
    Paper paper = {0};
    CheckRules rules = {0};
    FindingList findings = {0};
    if (work->is_path && !file_read(ctx, work->name, PAPER_BYTES_MAX, &bytes))
        return false;
    if (!paper_read(ctx, work->name, bytes, &paper) || !check_rules_load(ctx, &rules) ||
        !check_paper(ctx, &paper, &rules, &findings))
        return fail_while(ctx, "核对「%.*s」", STRF(work->name));
    CheckedFile checked = {.file = work->name};
    LIST_EACH (const PaperPart, part, &paper.parts) {
        checked.tables += part->kind == PAPER_TABLE;
        checked.paragraphs += part->kind == PAPER_PARAGRAPH;
    }
    LIST_EACH (const Finding, finding, &findings)
        *LIST_ADD(arena, &checked.findings) = copy_finding(arena, finding);
    *ret = checked;
    return true;
}

static bool check_guarded(Ctx *ctx, const Work *work, Arena *own, CheckedFile *ret)
{
    ArenaGuard guard;
    if (arena_guard(own, &guard)) {
        fail(ctx, FAIL_TOO_LARGE, "核对「%.*s」所需的内存超过 %zu MiB", STRF(work->name),
             CHECKING_BYTES_MAX / MIB);
        return fail_hint(ctx, "把文件拆小，例如每张表存为一个文件");
    }
    Ctx inner = *ctx;
    inner.arena = own;
    bool done = check_work(&inner, work, ctx->arena, ret);
    if (!done)
        ctx->fail = fail_copy(ctx->arena, &inner.fail);
    arena_guard_pop(own);
    return done;
}

static void free_arena(void *arena)
{
    arena_free(arena);
}

static bool check(Ctx *ctx, const Work *work, CheckedFile *ret)
{
    Arena *own = arena_create(CHECKING_BYTES_MAX);
    arena_defer(ctx->arena, free_arena, own);
    bool done = check_guarded(ctx, work, own, ret);
    arena_undefer(ctx->arena, own);
    arena_free(own);
    return done;
}

bool check_file(Ctx *ctx, Str path, CheckedFile *ret)
{
    return check(ctx, &(Work){.name = path, .is_path = true}, ret);
}

bool check_bytes(Ctx *ctx, Str name, Str bytes, CheckedFile *ret)
{
    return check(ctx, &(Work){.name = name, .bytes = bytes}, ret);
}
