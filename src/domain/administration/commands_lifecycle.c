/* The verb that shows lifecycles: which there are, what one has, and one as a document. */
#include "domain/administration/commands.h"
#include "engine/flow/lifecycle.h"
#include "port/clock.h"

typedef struct LifecycleIn {
    Str code;
    bool diagram;
} LifecycleIn;
static const Field lifecycle_fields[] = {
    FIELD(LifecycleIn, code, "流程", 0),
    FIELD(LifecycleIn, diagram, "图", 0),
};
static const Shape lifecycle_shape = SHAPE(LifecycleIn, lifecycle_fields);
static const Option lifecycle_options[] = {
    {"--diagram", NULL, "diagram", "写成 Markdown：状态图，动作、期限各一张表"},
};

static void list_all(const LifecycleList *list, Console *console)
{
    LIST_EACH (const Lifecycle *const, lifecycle, list) {
        const Lifecycle *l = *lifecycle;
        buf_format(console->out, "%.*s 第%lld版 ", STRF(l->code), (long long)l->version);
        date_print(console->out, l->from);
        buf_format(console->out, " %.*s（%zu个状态，%zu个动作）\n", STRF(l->name), l->states.count,
                   l->moves.count);
    }
}

static void show(const Lifecycle *lifecycle, Console *console)
{
    buf_format(console->out, "%.*s（%.*s）第%lld版\n", STRF(lifecycle->name), STRF(lifecycle->code),
               (long long)lifecycle->version);
    LIST_EACH (const LifecycleState, state, &lifecycle->states) {
        buf_format(console->out, "%.*s：", STRF(state->name));
        const char *between = "";
        LIST_EACH (const LifecycleMove, move, &lifecycle->moves) {
            if (!move_starts_in(move, state))
                continue;
            buf_format(console->out, "%s%.*s", between, STRF(move->name));
            between = "、";
        }
        buf_add_byte(console->out, '\n');
    }
}

static bool run_lifecycle(Ctx *ctx, const void *input, Console *console)
{
    const LifecycleIn *in = input;
    LifecycleList list;
    const Lifecycle *lifecycle;
    if (!lifecycles_check(ctx) || !lifecycles_load(ctx, &list))
        return false;
    if (str_empty(in->code)) {
        list_all(&list, console);
        return true;
    }
    if (!lifecycle_for(ctx, in->code, instant_date(clock_now(ctx)), &lifecycle))
        return false;
    if (in->diagram)
        lifecycle_diagram(console->out, lifecycle);
    else
        show(lifecycle, console);
    return true;
}

const Command command_lifecycle = {
    .verb = "lifecycle",
    .arguments = "[CODE]",
    .help = "事项的流程：有哪些，某一个的状态和动作；写错的地方逐条指出",
    .details =
        "不写 CODE 列出全部。流程写在 packs/flow/，写法见 docs/flow.md；CODE 用今天收件的那一版。",
    .examples = (const char *const[]){"tongban lifecycle", "tongban lifecycle hotline-order",
                                      "tongban lifecycle hotline-order --diagram", NULL},
    .options = lifecycle_options,
    .option_count = ARRAY_LEN(lifecycle_options),
    .input = &lifecycle_shape,
    .needs_packs = true,
    .run = run_lifecycle,
};
