/* A matter moves: who may, what it needs, what it changes, what is written. */
#include "base/nearest.h"
#include "base/utf8.h"
#include "engine/flow/flow_party.h"
#include "engine/flow/flow_tell.h"
#include "sql_ids.h"

typedef struct Signer {
    int64_t account_id;
    int64_t to_unit_id;
    int64_t days;
    Str words;
    Str fields;
} Signer;
LIST_OF(Signer, SignerList);
static const Field signer_fields[] = {
    FIELD(Signer, account_id, "账号", 0), FIELD(Signer, to_unit_id, "单位", 0),
    FIELD(Signer, days, "天数", 0),       FIELD(Signer, words, "内容", 0),
    FIELD(Signer, fields, "其他", 0),
};
static const Shape signer_shape = SHAPE(Signer, signer_fields);

/* ---- finding --------------------------------------------------------------------------------- */

static bool fail_none(Ctx *ctx, int64_t id)
{
    fail(ctx, FAIL_NOT_FOUND, "没有编号为%lld的事项", (long long)id);
    return fail_hint(ctx, "也可能不在当前的数据范围内");
}

/* An assisting unit sees its branch, and through it the matter. */
static bool find_by_branch(FlowCase *self, const FlowMove *asked, bool *ret_found)
{
    Ctx *ctx = self->ctx;
    bool found;
    if (!db_one(ctx, SQL_MATTER_BRANCH_GET, BINDS({"id", bind(asked->branch_id)}),
                &matter_branch_shape, &self->branch, &found))
        return false;
    if (!found || self->branch.matter_id != asked->matter_id) {
        *ret_found = false;
        return true;
    }
    self->has_branch = true;
    const DbScope *mine = scope_lift(ctx);
    bool done = matter_read(ctx, asked->matter_id, &self->matter, ret_found);
    scope_lower(ctx, mine);
    return done;
}

static bool open_case(FlowCase *self, const FlowMove *asked)
{
    Ctx *ctx = self->ctx;
    bool found;
    if (!(asked->branch_id ? find_by_branch(self, asked, &found)
                           : matter_read(ctx, asked->matter_id, &self->matter, &found)))
        return false;
    if (!found)
        return fail_none(ctx, asked->matter_id);
    self->days = asked->days;
    self->now = asked->has_at ? asked->at : clock_now(ctx);
    if (asked->has_at && asked->at.ms < self->matter.moved_at.ms)
        return fail(ctx, FAIL_INVALID, "时间早于上一个动作");
    /* Clocks of two machines differ a little; the ledger goes forward only. */
    if (self->now.ms < self->matter.moved_at.ms)
        self->now = self->matter.moved_at;
    return lifecycle_of_version(ctx, self->matter.lifecycle, self->matter.version,
                                &self->lifecycle);
}

static bool find_move(FlowCase *self, Str code, const LifecycleMove **ret)
{
    const LifecycleMoveList *moves = &self->lifecycle->moves;
    *ret = lifecycle_move(self->lifecycle, code);
    if (*ret)
        return true;
    Str *names = NEW(self->ctx->arena, Str, moves->count);
    for (size_t i = 0; i < moves->count; i++)
        names[i] = moves->at[i].code;
    fail(self->ctx, FAIL_NOT_FOUND, "没有动作「%.*s」", STRF(code));
    Str near = nearest_of(code, names, moves->count);
    return str_empty(near) ? false : fail_hint(self->ctx, "是不是「%.*s」", STRF(near));
}

/* ---- whether it may be made -------------------------------------------------------------------
 */

static bool fail_state(FlowCase *self, const LifecycleMove *move, Str why)
{
    OpenMoveList open;
    Buf names = buf_create(self->ctx->arena, 4 * KIB);
    if (!flow_open_moves(self->ctx, &self->matter, &open))
        return false;
    LIST_EACH (const OpenMove, other, &open)
        buf_format(&names, "%s%.*s", names.len ? "、" : "", STRF(other->name));
    fail(self->ctx, FAIL_STATE, "不能%.*s：%.*s", STRF(move->name), STRF(why));
    return fail_hint(self->ctx, "现在可以：%.*s", STRF(names.len ? buf_str(&names) : STR("没有")));
}

static bool check_guards(FlowCase *self, const LifecycleMove *move)
{
    const LifecycleState *state = lifecycle_state(self->lifecycle, self->matter.state);
    bool holds;
    if (!state || !move_starts_in(move, state))
        return fail_state(self, move,
                          str_format(self->ctx->arena, "「%.*s」现在是%.*s",
                                     STRF(self->matter.number),
                                     STRF(state ? state->name : self->matter.state)));
    LIST_EACH (const Guard, guard, &move->guards) {
        if (!guard_holds(self, guard, &holds))
            return false;
        if (!holds)
            return fail_state(self, move, guard_says(self, guard));
    }
    return true;
}

static bool leads_to(FlowCase *self, const LifecycleMove *move, Str *ret)
{
    *ret = move->to;
    LIST_EACH (const LifecycleTurn, turn, &move->turns) {
        bool holds;
        if (!guard_holds(self, &turn->when, &holds))
            return false;
        if (holds) {
            *ret = turn->to;
            return true;
        }
    }
    return true;
}

/* ---- by more than one -------------------------------------------------------------------------
 */

static bool signatures_needed(FlowCase *self, const LifecycleMove *move, int64_t *ret)
{
    bool all = move->countersign.count > 0;
    *ret = move->signatures;
    LIST_EACH (const Guard, guard, &move->countersign) {
        bool holds;
        if (!guard_holds(self, guard, &holds))
            return false;
        all = all && holds;
    }
    if (all && *ret < 2)
        *ret = 2;
    return true;
}

/* All sign the same: what is carried out is the last one's, and nobody's name stands under what he
 * has not seen. */
static bool check_signed_same(FlowCase *self, const FlowDeed *deed, const Signer *signer)
{
    const FlowMove *asked = deed->asked;
    int64_t unit_id = asked->unit_id ? asked->unit_id : self->matter.unit_id;
    if (signer->to_unit_id == unit_id && signer->days == asked->days &&
        str_equal(signer->words, asked->words) && str_equal(signer->fields, asked->fields))
        return true;
    fail(self->ctx, FAIL_STATE, "「%.*s」要会签同样的内容，与先签的不同", STRF(deed->move->name));
    fail_detail(self->ctx, "先签的内容：%.*s",
                STRF(str_empty(signer->words) ? STR("没有写") : utf8_prefix(signer->words, 200)));
    return fail_hint(self->ctx, "照先签的内容再签；要改内容，先退回重办");
}

/* Whether others have still to sign. What happens in between makes signatures void. */
static bool must_wait(FlowCase *self, const FlowDeed *deed, bool *ret)
{
    const LifecycleMove *move = deed->move;
    int64_t needed, account = self->ctx->actor ? self->ctx->actor->account_id : 0;
    SignerList signed_by = {0};
    if (!signatures_needed(self, move, &needed))
        return false;
    *ret = needed > 1;
    if (needed <= 1)
        return true;
    if (!db_all(self->ctx, SQL_MATTER_EVENT_SIGNATURES,
                BINDS({"matter_id", bind(self->matter.id)}, {"move", bind(move->code)}),
                &signer_shape, &signed_by))
        return false;
    LIST_EACH (const Signer, row, &signed_by) {
        if (row->account_id == account)
            return fail(self->ctx, FAIL_STATE, "您已经签过，「%.*s」要由另一个人会签",
                        STRF(move->name));
        if (!check_signed_same(self, deed, row))
            return false;
    }
    *ret = (int64_t)signed_by.count + 1 < needed;
    return true;
}

/* ---- writing --------------------------------------------------------------------------------- */

static bool write_ledger(FlowCase *self, const FlowDeed *deed, const Matter *before, bool waiting,
                         int64_t *ret_id)
{
    const FlowMove *asked = deed->asked;
    const Matter *after = &self->matter;
    MatterEvent event = {.matter_id = after->id,
                         .move = deed->move->code,
                         .from_state = before->state,
                         .to_state = after->state,
                         .at = self->now,
                         .account_id = self->ctx->actor ? self->ctx->actor->account_id : 0,
                         .actor = actor_label(self->ctx),
                         .from_unit_id = before->unit_id,
                         .to_unit_id = asked->unit_id ? asked->unit_id : after->unit_id,
                         .branch_id = self->has_branch ? self->branch.id : deed->branch_id,
                         .reason = asked->reason,
                         .basis = asked->basis,
                         .words = asked->words,
                         .fields = asked->fields,
                         .clock = deed->clock,
                         .days = deed->days ? deed->days : asked->days,
                         .waiting = waiting,
                         .has_due_at = after->has_due_at,
                         .due_at = after->due_at};
    return event_insert(self->ctx, after->unit_id, &event, ret_id);
}

/* With the whole scope: what is written follows the matter to whom it goes, whom the actor need not
 * see. */
static bool carry_out(FlowCase *self, FlowDeed *deed, FlowMoved *moved)
{
    bool waiting;
    if (!leads_to(self, deed->move, &deed->to) || !must_wait(self, deed, &waiting) ||
        (!waiting && !effects_apply(self, deed)))
        return false;
    self->matter.revision = moved->before.revision + 1;
    self->matter.moved_at = self->now;
    moved->waiting = waiting;
    moved->branch_id = self->has_branch ? self->branch.id : deed->branch_id;
    return matter_write(self->ctx, &self->matter, moved->before.revision) &&
           write_ledger(self, deed, &moved->before, waiting, &moved->event_id) &&
           tell_moved(self, deed, &moved->before, waiting);
}

static bool move_case(FlowCase *self, const FlowMove *asked, FlowMoved *ret)
{
    const LifecycleMove *move;
    if (!open_case(self, asked) || !find_move(self, asked->move, &move) ||
        !party_require(self, move))
        return false;
    if (asked->revision && asked->revision != self->matter.revision)
        return fail_overtaken(self, asked->revision);
    if (!check_guards(self, move) || !needs_check(self, move, asked))
        return false;
    FlowDeed deed = {.asked = asked, .move = move};
    FlowMoved moved = {.before = self->matter};
    const DbScope *mine = scope_lift(self->ctx);
    bool done = carry_out(self, &deed, &moved);
    scope_lower(self->ctx, mine);
    if (!done)
        return false;
    moved.after = self->matter;
    *ret = moved;
    return true;
}

bool flow_move(Ctx *ctx, const FlowMove *move, FlowMoved *ret)
{
    FlowCase self = {.ctx = ctx};
    return move_case(&self, move, ret);
}
