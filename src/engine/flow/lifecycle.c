#include "engine/flow/lifecycle.h"

#include "engine/access/access.h"
#include "port/clock.h"
#include "port/packs.h"
#include "sql_ids.h"

/* ---- looking up ------------------------------------------------------------------------------ */

const LifecycleState *lifecycle_state(const Lifecycle *lifecycle, Str code)
{
    LIST_EACH (const LifecycleState, state, &lifecycle->states)
        if (str_equal(state->code, code))
            return state;
    return NULL;
}

const LifecycleMove *lifecycle_move(const Lifecycle *lifecycle, Str code)
{
    LIST_EACH (const LifecycleMove, move, &lifecycle->moves)
        if (str_equal(move->code, code))
            return move;
    return NULL;
}

const LifecycleClock *lifecycle_clock(const Lifecycle *lifecycle, Str code)
{
    LIST_EACH (const LifecycleClock, clock, &lifecycle->clocks)
        if (str_equal(clock->code, code))
            return clock;
    return NULL;
}

const ClockRule *clock_rule(const LifecycleClock *clock, Str class_code, Str level)
{
    if (!clock)
        return NULL;
    LIST_EACH (const ClockRule, rule, &clock->rules)
        if ((str_empty(rule->class_code) || str_equal(rule->class_code, class_code)) &&
            (str_empty(rule->level) || str_equal(rule->level, level)))
            return rule->none ? NULL : rule;
    return NULL;
}

bool lifecycle_has(const TextList *words, Str word)
{
    LIST_EACH (const Str, known, words)
        if (str_equal(*known, word))
            return true;
    return false;
}

bool move_starts_in(const LifecycleMove *move, const LifecycleState *state)
{
    LIST_EACH (const Str, from, &move->from)
        if (str_equal(*from, state->code) || (str_equal_c(*from, "*") && !state->end))
            return true;
    return false;
}

bool move_has_effect(const LifecycleMove *move, EffectKind kind, Str name)
{
    LIST_EACH (const Effect, effect, &move->effects)
        if (effect->kind == kind && str_equal(effect->name, name))
            return true;
    return false;
}

/* ---- loading --------------------------------------------------------------------------------- */

static bool is_there(const LifecycleList *list, const Lifecycle *lifecycle)
{
    LIST_EACH (const Lifecycle *const, other, list)
        if (str_equal((*other)->code, lifecycle->code) && (*other)->version == lifecycle->version)
            return true;
    return false;
}

static bool read_lifecycles(Ctx *ctx, void *ret)
{
    PackList packs;
    LifecycleList list = {0};
    if (!packs_list(ctx, STR("flow/"), &packs))
        return false;
    LIST_EACH (const Pack, pack, &packs) {
        const Lifecycle *lifecycle;
        if (!lifecycle_parse(ctx, pack->place, pack->text, &lifecycle))
            return fail_while(ctx, "读取流程");
        if (is_there(&list, lifecycle)) {
            fail(ctx, FAIL_INVALID, "流程「%.*s」的第%lld版有两份", STRF(lifecycle->code),
                 (long long)lifecycle->version);
            fail_hint(ctx, "新的一版要写更大的 version 和更晚的 from");
            return fail_at(ctx, (Place){.file = pack->place, .line = 1});
        }
        *LIST_ADD(ctx->arena, &list) = lifecycle;
    }
    memcpy(ret, &list, sizeof list);
    return true;
}

bool lifecycles_load(Ctx *ctx, LifecycleList *ret)
{
    return packs_made(ctx, "lifecycles", sizeof *ret, read_lifecycles, ret);
}

bool lifecycles_check(Ctx *ctx)
{
    LifecycleList list;
    if (!lifecycles_load(ctx, &list))
        return false;
    LIST_EACH (const Lifecycle *const, lifecycle, &list)
        LIST_EACH (const LifecycleMove, move, &(*lifecycle)->moves) {
            if (!ctx->access || str_empty(move->may) ||
                permission_called(&ctx->access->permissions, move->may))
                continue;
            fail(ctx, FAIL_INVALID, "没有权限「%.*s」，动作「%.*s」谁也做不了", STRF(move->may),
                 STRF(move->name));
            fail_hint(ctx, "权限一览：tongban roles；流程的写法见 docs/flow.md");
            return fail_at(
                ctx,
                (Place){.file = (*lifecycle)->file, .line = (int)move->line, .field = STR("may")});
        }
    return true;
}

/* ---- versions -------------------------------------------------------------------------------- */

bool lifecycle_for(Ctx *ctx, Str code, Date day, const Lifecycle **ret)
{
    LifecycleList list;
    const Lifecycle *found = NULL;
    if (!lifecycles_load(ctx, &list))
        return false;
    LIST_EACH (const Lifecycle *const, lifecycle, &list)
        if (str_equal((*lifecycle)->code, code) && (*lifecycle)->from.days <= day.days &&
            (!found || found->version < (*lifecycle)->version))
            found = *lifecycle;
    if (!found) {
        CivilDate civil = date_civil(day);
        fail(ctx, FAIL_NOT_FOUND, "%04d-%02d-%02d没有流程「%.*s」", civil.year, civil.month,
             civil.day, STRF(code));
        return fail_hint(ctx, "流程在 packs/flow/，从各自的 from 那天起用");
    }
    *ret = found;
    return true;
}

typedef struct KeptText {
    Str words;
} KeptText;
static const Field kept_fields[] = {FIELD(KeptText, words, "全文", 0)};
static const Shape kept_shape = SHAPE(KeptText, kept_fields);

bool lifecycle_of_version(Ctx *ctx, Str code, int64_t version, const Lifecycle **ret)
{
    LifecycleList list;
    KeptText kept;
    bool found;
    if (!lifecycles_load(ctx, &list))
        return false;
    LIST_EACH (const Lifecycle *const, lifecycle, &list)
        if (str_equal((*lifecycle)->code, code) && (*lifecycle)->version == version) {
            *ret = *lifecycle;
            return true;
        }
    if (!db_one(ctx, SQL_LIFECYCLE_KEPT, BINDS({"code", bind(code)}, {"version", bind(version)}),
                &kept_shape, &kept, &found))
        return false;
    if (!found)
        return fail(ctx, FAIL_MISSING, "流程「%.*s」的第%lld版不见了", STRF(code),
                    (long long)version);
    return lifecycle_parse(
        ctx, str_format(ctx->arena, "保存的流程 %.*s 第%lld版", STRF(code), (long long)version),
        kept.words, ret);
}
