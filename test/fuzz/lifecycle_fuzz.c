/* A lifecycle as YAML: refused with the line that is wrong, or one that can be drawn and asked. */
#include "engine/flow/lifecycle.h"
#include "fuzz.h"

#define DIAGRAM_BYTES_MAX (16 * MIB)

static void check_lifecycle(Ctx *ctx, const Lifecycle *lifecycle)
{
    Buf diagram = buf_create(ctx->arena, DIAGRAM_BYTES_MAX);
    FUZZ_ASSERT(lifecycle->states.count > 0 && lifecycle->classes.count > 0);
    FUZZ_ASSERT(lifecycle->levels.count > 0 && lifecycle->version > 0);
    LIST_EACH (const LifecycleMove, move, &lifecycle->moves) {
        FUZZ_ASSERT(str_empty(move->to) || lifecycle_state(lifecycle, move->to));
        FUZZ_ASSERT(lifecycle_move(lifecycle, move->code) == move);
        FUZZ_ASSERT(move->line > 0 && move->from.count > 0);
    }
    LIST_EACH (const LifecycleClock, clock, &lifecycle->clocks)
        LIST_EACH (const Str, class_code, &lifecycle->classes) {
            const ClockRule *rule = clock_rule(clock, *class_code, lifecycle->levels.at[0]);
            FUZZ_ASSERT(!rule || rule->days > 0 || rule->minutes > 0);
        }
    lifecycle_diagram(&diagram, lifecycle);
}

static void try_lifecycle(Ctx *ctx, Str input)
{
    const Lifecycle *lifecycle = NULL;
    if (lifecycle_parse(ctx, STR("fuzz.yaml"), input, &lifecycle)) {
        check_lifecycle(ctx, lifecycle);
        return;
    }
    FUZZ_ASSERT(ctx->fail.code != FAIL_NONE && !str_empty(ctx->fail.message));
}

FUZZ(try_lifecycle)
