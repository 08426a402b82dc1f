#include "engine/flow/flow_tell.h"

#include "engine/flow/outbox.h"
#include "port/json.h"
#include "sql_ids.h"

#define DATA_BYTES_MAX (16 * KIB)

/* ---- the trail ------------------------------------------------------------------------------- */

static Str state_name(const Lifecycle *lifecycle, Str code)
{
    const LifecycleState *state = lifecycle_state(lifecycle, code);
    return state ? state->name : code;
}

static bool unit_name(Ctx *ctx, int64_t id, Str *ret)
{
    FlowUnitRow unit = {0};
    bool found = false;
    if (id && !flow_unit(ctx, id, &unit, &found))
        return false;
    *ret = unit.name;
    return true;
}

static Str time_text(Ctx *ctx, bool has, Instant at)
{
    Buf text = buf_create(ctx->arena, 32);
    if (has)
        instant_print_short(&text, at);
    return buf_str(&text);
}

static void add_change(Ctx *ctx, AuditChangeList *list, const char *field, const char *label,
                       Str before, Str after)
{
    if (!str_equal(before, after))
        *LIST_ADD(ctx->arena, list) =
            (AuditChange){str_of(field), str_of(label), before, after, (Str){0}};
}

static bool changes_of(FlowCase *self, const Matter *before, AuditChangeList *ret)
{
    Ctx *ctx = self->ctx;
    const Matter *after = &self->matter;
    AuditChangeList list = {0};
    Str from = {0}, to = {0};
    if (!str_equal(before->state, after->state))
        add_change(ctx, &list, "state", "状态", state_name(self->lifecycle, before->state),
                   state_name(self->lifecycle, after->state));
    if (before->unit_id != after->unit_id) {
        if (!unit_name(ctx, before->unit_id, &from) || !unit_name(ctx, after->unit_id, &to))
            return false;
        add_change(ctx, &list, "unit_id", "单位", from, to);
    }
    if (before->has_due_at != after->has_due_at || before->due_at.ms != after->due_at.ms)
        add_change(ctx, &list, "due_at", "到期时间",
                   time_text(ctx, before->has_due_at, before->due_at),
                   time_text(ctx, after->has_due_at, after->due_at));
    add_change(ctx, &list, "requests", "在审申请", str_trim(before->requests),
               str_trim(after->requests));
    *ret = list;
    return true;
}

/* ---- the outbox -------------------------------------------------------------------------------
 */

static void json_text(JsonWriter *json, const char *key, Str text)
{
    json_key(json, str_of(key));
    json_str(json, text);
}

static Str event_data(Ctx *ctx, const Lifecycle *lifecycle, const Matter *matter,
                      const LifecycleMove *move, Str from_state)
{
    Buf text = buf_create(ctx->arena, DATA_BYTES_MAX);
    JsonWriter json = json_writer(&text);
    json_begin_object(&json);
    json_text(&json, "lifecycle", matter->lifecycle);
    json_text(&json, "number", matter->number);
    json_text(&json, "move", move ? move->code : STR("open"));
    json_text(&json, "move_name", move ? move->name : STR("登记"));
    json_text(&json, "from_state", from_state);
    json_text(&json, "to_state", matter->state);
    json_text(&json, "state_name", state_name(lifecycle, matter->state));
    json_key(&json, STR("revision"));
    json_int(&json, matter->revision);
    if (matter->has_due_at) {
        json_key(&json, STR("due_at"));
        json_instant(&json, matter->due_at);
    }
    json_key(&json, STR("notify"));
    json_begin_array(&json);
    for (size_t i = 0; move && i < move->effects.count; i++)
        if (move->effects.at[i].kind == EFFECT_NOTIFY)
            json_str(&json, move->effects.at[i].name);
    json_end_array(&json);
    json_end_object(&json);
    return buf_str(&text);
}

/* What event_data has written. */
typedef struct EventData {
    Str lifecycle, number, move, move_name, from_state, to_state, state_name;
    int64_t revision;
    Instant due_at;
    TextList notify;
} EventData;
static const Field data_fields[] = {
    FIELD(EventData, lifecycle, "流程", 0),      FIELD(EventData, number, "编号", 0),
    FIELD(EventData, move, "动作", 0),           FIELD(EventData, move_name, "动作名称", 0),
    FIELD(EventData, from_state, "原状态", 0),   FIELD(EventData, to_state, "状态", 0),
    FIELD(EventData, state_name, "状态名称", 0), FIELD(EventData, revision, "修订", 0),
    FIELD(EventData, due_at, "到期时间", 0),     FIELD_TEXTS(EventData, notify, "通知"),
};
static const Shape data_shape = SHAPE(EventData, data_fields);

Str outbox_notice(Ctx *ctx, const OutboxEvent *event)
{
    EventData data = {0};
    Problems problems = problems_create(ctx->arena);
    if (!str_equal_c(event->type, "matter.moved") || event->unit_id != event->from_unit_id)
        return (Str){0};
    if (!json_to_shape(ctx, event->data, &data_shape, &problems, &data)) {
        /* Of another version of the program: nobody is told more than that something happened. */
        fail_clear(ctx);
        return (Str){0};
    }
    LIST_EACH (const Str, whom, &data.notify)
        if (str_equal_c(*whom, "holder") && str_equal(data.from_state, data.to_state))
            return data.move_name;
    return (Str){0};
}

/* ---- both ------------------------------------------------------------------------------------ */

bool tell_opened(Ctx *ctx, const Lifecycle *lifecycle, const Matter *matter)
{
    AuditChangeList changes = {0};
    add_change(ctx, &changes, "state", "状态", (Str){0}, state_name(lifecycle, matter->state));
    add_change(ctx, &changes, "due_at", "到期时间", (Str){0},
               time_text(ctx, matter->has_due_at, matter->due_at));
    return outbox_put(ctx,
                      &(OutboxEvent){.type = STR("matter.opened"),
                                     .subject = matter->number,
                                     .unit_id = matter->unit_id,
                                     .from_unit_id = matter->unit_id,
                                     .at = clock_now(ctx),
                                     .data = event_data(ctx, lifecycle, matter, NULL, (Str){0})}) &&
           audit_note(ctx, &(AuditNote){.action = "matter.open",
                                        .object = "matter",
                                        .key = matter->id,
                                        .title = matter->number,
                                        .unit_id = matter->unit_id,
                                        .changes = changes,
                                        .facts = str_format(
                                            ctx->arena, "%.*s，%.*s，%.*s", STRF(lifecycle->name),
                                            STRF(matter->class_code), STRF(matter->level))});
}

/* Units asked to assist see their branch and not the matter: they are told by themselves. */
static bool tell_assisting(FlowCase *self, const FlowDeed *deed)
{
    if (!move_has_effect(deed->move, EFFECT_NOTIFY, STR("branches")))
        return true;
    Str data =
        event_data(self->ctx, self->lifecycle, &self->matter, deed->move, self->matter.state);
    LIST_EACH (const FlowUnit, unit, &deed->opened)
        if (!outbox_put(self->ctx, &(OutboxEvent){.type = STR("matter.assigned"),
                                                  .subject = self->matter.number,
                                                  .unit_id = unit->unit_id,
                                                  .from_unit_id = unit->unit_id,
                                                  .at = self->now,
                                                  .data = data}))
            return false;
    return true;
}

/* Whom it concerns: who did it from his own desk, else who has it now. */
static int64_t concerned(const FlowCase *self, const Matter *before)
{
    if (self->has_branch)
        return self->branch.unit_id;
    return before->unit_id ? before->unit_id : self->matter.unit_id;
}

bool tell_moved(FlowCase *self, const FlowDeed *deed, const Matter *before, bool waiting)
{
    Ctx *ctx = self->ctx;
    AuditChangeList changes;
    if (!changes_of(self, before, &changes))
        return false;
    OutboxEvent event = {
        .type = STR("matter.moved"),
        .subject = self->matter.number,
        .unit_id = self->matter.unit_id,
        .from_unit_id = before->unit_id,
        .at = self->now,
        .data = event_data(ctx, self->lifecycle, &self->matter, deed->move, before->state)};
    return outbox_put(ctx, &event) && tell_assisting(self, deed) &&
           audit_note(ctx,
                      &(AuditNote){.action = "matter.move",
                                   .object = "matter",
                                   .key = self->matter.id,
                                   .title = self->matter.number,
                                   .unit_id = concerned(self, before),
                                   .why = deed->asked->reason,
                                   .changes = changes,
                                   .facts = str_format(ctx->arena, "%.*s%s", STRF(deed->move->name),
                                                       waiting ? "（会签，等他人）" : "")});
}

/* ---- overtaken ------------------------------------------------------------------------------- */

static Str when_text(Ctx *ctx, Instant at)
{
    Buf text = buf_create(ctx->arena, 32);
    instant_print_short(&text, at);
    bool today = instant_date(at).days == instant_date(clock_now(ctx)).days;
    Str whole = buf_str(&text);
    return today && whole.len > 11 ? str_after(whole, 11) : whole;
}

static bool last_event(FlowCase *self, MatterEvent *ret, bool *ret_found, Str *ret_unit)
{
    const DbScope *mine = scope_lift(self->ctx);
    bool done =
        db_one(self->ctx, SQL_MATTER_EVENT_LAST, BINDS({"matter_id", bind(self->matter.id)}),
               &matter_event_shape, ret, ret_found) &&
        (!*ret_found || unit_name(self->ctx, ret->to_unit_id, ret_unit));
    scope_lower(self->ctx, mine);
    return done;
}

bool fail_overtaken(FlowCase *self, int64_t seen)
{
    Ctx *ctx = self->ctx;
    MatterEvent event = {0};
    bool found = false;
    Str unit = {0};
    if (!last_event(self, &event, &found, &unit))
        return false;
    const LifecycleMove *move = lifecycle_move(self->lifecycle, event.move);
    bool handed = event.to_unit_id && event.to_unit_id != event.from_unit_id;
    fail(ctx, FAIL_CONFLICT, "他人已处理：%.*s于 %.*s %.*s%s%.*s", STRF(event.actor),
         STRF(when_text(ctx, event.at)), STRF(move ? move->name : event.move), handed ? "给" : "",
         STRF(handed ? unit : (Str){0}));
    fail_detail(ctx, "「%.*s」已是第%lld次改动，页面上还是第%lld次", STRF(self->matter.number),
                (long long)self->matter.revision, (long long)seen);
    return fail_hint(ctx, "刷新后再办，已填写的内容不会丢");
}
