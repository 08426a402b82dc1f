#include "engine/access/audit.h"

#include "base/mask.h"
#include "engine/access/audit_chain.h"
#include "port/clock.h"
#include "port/json.h"
#include "sql_ids.h"

#define CHANGES_BYTES_MAX (8 * MIB)
#define VALUE_BYTES_MAX (64 * KIB)

static const Field change_fields[] = {
    FIELD(AuditChange, field, "字段", 0),
    FIELD(AuditChange, label, "名称", 0),
    FIELD(AuditChange, before, "改前", 0, .max_runes = VALUE_BYTES_MAX),
    FIELD(AuditChange, after, "改后", 0, .max_runes = VALUE_BYTES_MAX),
    FIELD(AuditChange, mask, "脱敏", 0),
};
const Shape audit_change_shape = SHAPE(AuditChange, change_fields);

/* ---- what differs -------------------------------------------------------------------------- */

/* As people read it; absent is empty. */
static Str print_value(Arena *arena, const Field *field, const void *object)
{
    if (!object || !field_is_set(field, object))
        return (Str){0};
    const void *member = (const char *)object + field->offset;
    Buf text = buf_create(arena, 64);
    switch (field->kind) {
    case FIELD_BOOL:
        return *(const bool *)member ? STR("是") : STR("否");
    case FIELD_STR:
        return *(const Str *)member;
    case FIELD_INT:
        buf_add_int(&text, *(const int64_t *)member);
        break;
    case FIELD_DECIMAL:
        decimal_print_least(&text, *(const Decimal *)member, field->places);
        break;
    case FIELD_INSTANT:
        instant_print_short(&text, *(const Instant *)member);
        break;
    case FIELD_DATE:
        date_print(&text, *(const Date *)member);
        break;
    case FIELD_PERIOD:
        period_print(&text, *(const Period *)member);
        break;
    case FIELD_LIST_OF:
    case FIELD_STRUCT:
        BUG("lists and structs are not printed");
    }
    return buf_str(&text);
}

AuditChangeList audit_changes(Arena *arena, const Shape *shape, const void *before,
                              const void *after)
{
    AuditChangeList changes = {0};
    for (size_t i = 0; i < shape->count; i++) {
        const Field *field = &shape->fields[i];
        if (field->kind == FIELD_LIST_OF || field->kind == FIELD_STRUCT)
            continue;
        AuditChange change = {.field = str_of(field->name),
                              .label = str_of(field->label),
                              .before = print_value(arena, field, before),
                              .after = print_value(arena, field, after),
                              .mask = str_of(mask_kind_name(field->mask))};
        if (str_equal(change.before, change.after))
            continue;
        if (field->flags & FIELD_SECRET)
            change.before = change.after = (Str){0};
        *LIST_ADD(arena, &changes) = change;
    }
    return changes;
}

/* ---- noting -------------------------------------------------------------------------------- */

static bool print_changes(Ctx *ctx, const AuditChangeList *changes, Str *ret)
{
    Buf text = buf_create(ctx->arena, CHANGES_BYTES_MAX);
    JsonWriter json = json_writer(&text);
    json_list(&json, &audit_change_shape, changes);
    if (!buf_ok(&text)) {
        fail(ctx, FAIL_TOO_LARGE, "一次改动的内容太多，审计记不下");
        return fail_hint(ctx, "一次少改一些，分几次做");
    }
    *ret = buf_str(&text);
    return true;
}

static Str address_of(const Ctx *ctx, const AuditNote *note)
{
    if (!str_empty(note->address))
        return note->address;
    const Visit *visit = ctx->actor ? ctx->actor->visit : NULL;
    return visit && !str_empty(visit->address) ? visit->address : STR("本机");
}

static bool fill(Ctx *ctx, const AuditNote *note, AuditRow *row)
{
    const Actor *actor = ctx->actor;
    /* What one with the whole scope does to no unit is of the house, wherever he sits: it may name
     * all units, and those who see his own must not read of the others. */
    bool of_his_unit = !note->unit_id && actor && !actor->scope.whole;
    int64_t unit_id = of_his_unit ? actor->unit_id : note->unit_id;
    *row = (AuditRow){.made_at = clock_now(ctx).ms,
                      .account_id = actor ? actor->account_id : 0,
                      .actor = actor_label(ctx),
                      .post_id = actor ? actor->post_id : 0,
                      .unit_id = unit_id,
                      .address = address_of(ctx, note),
                      .action = str_of(note->action),
                      .object = str_of(note->object),
                      .object_key = note->key,
                      .title = note->title,
                      .why = note->why,
                      .refused = note->refused,
                      .facts = note->facts};
    return print_changes(ctx, &note->changes, &row->changes);
}

static bool insert(Ctx *ctx, const AuditRow *row)
{
    return db_run(ctx, SQL_AUDIT_APPEND,
                  BINDS({"number", bind(row->number)}, {"made_at", bind(row->made_at)},
                        {"account_id", bind(row->account_id)}, {"actor", bind(row->actor)},
                        {"post_id", bind(row->post_id)}, {"unit_id", bind(row->unit_id)},
                        {"address", bind(row->address)}, {"action", bind(row->action)},
                        {"object", bind(row->object)}, {"object_key", bind(row->object_key)},
                        {"title", bind(row->title)}, {"why", bind(row->why)},
                        {"refused", bind(row->refused)}, {"facts", bind(row->facts)},
                        {"changes", bind(row->changes)}, {"hash", bind(row->hash)}),
                  /* changed= */ NULL);
}

/* The end of the chain within a transaction: written once, when that ends. */
typedef struct TailPiece {
    DbDeferred deferred;
    int64_t number;
    Str hash;
} TailPiece;

static bool write_tail(Ctx *ctx, const DbDeferred *newest)
{
    const TailPiece *tail = (const TailPiece *)newest;
    return db_run(ctx, SQL_AUDIT_TAIL_MOVE,
                  BINDS({"number", bind(tail->number)}, {"hash", bind(tail->hash)}),
                  /* changed= */ NULL);
}

static const DbDeferredKind tail_kind = {"续写审计链的链尾", write_tail};

static bool read_tail(Ctx *ctx, int64_t *ret_number, Str *ret_hash)
{
    const TailPiece *known = db_deferred(ctx->db, &tail_kind);
    AuditTail tail;
    bool found = false;
    if (known) {
        *ret_number = known->number;
        *ret_hash = known->hash;
        return true;
    }
    if (!db_one(ctx, SQL_AUDIT_TAIL_HOLD, NO_BINDS, &audit_tail_shape, &tail, &found))
        return false;
    if (!found) {
        fail(ctx, FAIL_DATABASE, "审计链的链尾不见了，不能再记审计，也就不能改动数据");
        return fail_hint(ctx, "运行 tongban audit verify 查看，再从备份恢复数据库");
    }
    *ret_number = tail.number;
    *ret_hash = tail.hash;
    return true;
}

static bool append(Ctx *ctx, const AuditNote *note)
{
    AuditRow row;
    int64_t number = 0;
    Str hash = {0};
    if (!fill(ctx, note, &row) || !read_tail(ctx, &number, &hash))
        return false;
    row.number = number + 1;
    if (!audit_row_hash(ctx, hash, &row, &row.hash) || !insert(ctx, &row))
        return false;
    TailPiece *tail = db_defer(ctx, &tail_kind, sizeof *tail);
    tail->number = row.number;
    tail->hash = str_copy(db_deferred_arena(ctx->db), row.hash);
    return true;
}

/* An entry is made whatever its maker may see: what is refused to him, too. */
static bool append_as_house(Ctx *ctx, const AuditNote *note)
{
    const DbScope *mine = scope_lift(ctx);
    bool done = append(ctx, note);
    scope_lower(ctx, mine);
    return done;
}

static bool append_alone(Ctx *ctx, const AuditNote *note)
{
    if (!db_begin(ctx))
        return false;
    return append_as_house(ctx, note) ? db_commit(ctx) : db_rollback(ctx);
}

bool audit_note(Ctx *ctx, const AuditNote *note)
{
    /* Within a transaction a savepoint would help nobody: a change without its entry is no use. */
    bool done = db_in_transaction(ctx->db) ? append_as_house(ctx, note) : append_alone(ctx, note);
    return done || fail_while(ctx, "记审计");
}
