/* The trail for people: found by object, person, time and words, masked as they may see it. */
#include "base/mask.h"
#include "engine/access/audit_chain.h"
#include "port/json.h"
#include "sql_ids.h"

#define DAY_MS 86400000LL
/* A civil day begins at 16:00 UTC of the day before. */
#define OFFSET_MS 28800000LL
#define PAGES_MAX 100000000LL
#define WORDS_BYTES_MAX (4 * KIB)

static const Field entry_fields[] = {
    FIELD(AuditEntry, number, "序号", 0),
    FIELD(AuditEntry, made_at, "时间", 0),
    FIELD(AuditEntry, action, "操作代码", 0),
    FIELD(AuditEntry, action_label, "操作", 0),
    FIELD(AuditEntry, object, "对象类别", 0),
    FIELD(AuditEntry, object_key, "对象编号", 0),
    FIELD(AuditEntry, title, "对象", 0),
    FIELD(AuditEntry, account_id, "账号编号", 0),
    FIELD(AuditEntry, actor, "操作人", 0),
    FIELD(AuditEntry, unit_id, "单位编号", 0),
    FIELD(AuditEntry, address, "来源地址", 0),
    FIELD(AuditEntry, why, "原因", 0),
    FIELD(AuditEntry, refused, "被拒绝", 0),
    FIELD(AuditEntry, facts, "说明", 0),
    FIELD_LIST(AuditEntry, changes, "变更", &audit_change_shape),
};
const Shape audit_entry_shape = SHAPE(AuditEntry, entry_fields);

/* ---- changes -------------------------------------------------------------------------------- */

typedef struct Changes {
    AuditChangeList changes;
} Changes;
static const Field changes_fields[] = {
    FIELD_LIST(Changes, changes, "变更", &audit_change_shape),
};
static const Shape changes_shape = SHAPE(Changes, changes_fields);

/* A text that nobody can read was tampered with: the entry is shown without it, audit_verify tells
 * which one it is. */
static AuditChangeList read_changes(Ctx *ctx, Str text)
{
    Str object = str_format(ctx->arena, "{\"changes\":%.*s}", STRF(text));
    Problems problems = {0};
    Changes changes = {0};
    Fail before = ctx->fail;
    if (!json_to_shape(ctx, object, &changes_shape, &problems, &changes)) {
        ctx->fail = before;
        changes = (Changes){0};
        *LIST_ADD(ctx->arena, &changes.changes) = (AuditChange){.label = STR("变更内容已损坏")};
    }
    LIST_EACH (AuditChange, change, &changes.changes) {
        MaskKind kind = MASK_NONE;
        if (!mask_kind_named(change->mask, &kind))
            continue;
        change->before = actor_masked(ctx, kind, change->before);
        change->after = actor_masked(ctx, kind, change->after);
    }
    return changes.changes;
}

#define STANDING_IN "，代"

/* 「张*（沙面街经办人，代李*）」, as actor_label wrote it. What is nobody's name stays. */
static Str masked_actor(Ctx *ctx, const AuditRow *row)
{
    size_t post = str_find(row->actor, STR("（"));
    if (row->account_id <= ACCOUNT_SYSTEM || !ctx->actor)
        return row->actor;
    Str person = actor_masked(ctx, MASK_NAME, str_slice(row->actor, 0, post));
    if (post == STR_NONE)
        return person;
    Str rest = str_after(row->actor, post), end = STR("）"), absent = {0};
    size_t at = str_find(rest, STR(STANDING_IN));
    if (at != STR_NONE && str_ends(rest, end)) {
        at += strlen(STANDING_IN);
        absent = actor_masked(ctx, MASK_NAME, str_slice(rest, at, rest.len - at - end.len));
        rest = str_slice(rest, 0, at);
    } else {
        end = (Str){0};
    }
    return str_format(ctx->arena, "%.*s%.*s%.*s%.*s", STRF(person), STRF(rest), STRF(absent),
                      STRF(end));
}

static bool add_entry(Ctx *ctx, void *row, void *self)
{
    const AuditRow *from = row;
    AuditEntryList *entries = self;
    *LIST_ADD(ctx->arena, entries) = (AuditEntry){
        .number = from->number,
        .made_at = {from->made_at},
        .action = from->action,
        .action_label = audit_action_label(ctx, from->action),
        .object = from->object,
        .object_key = from->object_key,
        .title = from->title,
        .account_id = from->account_id,
        .actor = masked_actor(ctx, from),
        .unit_id = from->unit_id,
        .address = from->address,
        .why = from->why,
        .refused = from->refused != 0,
        .facts = from->facts,
        .changes = read_changes(ctx, from->changes),
    };
    return true;
}

/* ---- finding -------------------------------------------------------------------------------- */

/* Anywhere in a text; % and _ mean themselves. */
static Str pattern_of(Arena *arena, Str words)
{
    Buf pattern = buf_create(arena, WORDS_BYTES_MAX * 2 + 2);
    buf_add_byte(&pattern, '%');
    for (size_t i = 0; i < words.len; i++) {
        if (strchr("%_\\", words.at[i]) != NULL && words.at[i])
            buf_add_byte(&pattern, '\\');
        buf_add_byte(&pattern, words.at[i]);
    }
    buf_add_byte(&pattern, '%');
    return buf_str(&pattern);
}

static BindValue bind_text_if_any(Str text)
{
    return str_empty(text) ? bind_null() : bind_str(text);
}

static BindValue bind_int_if_any(int64_t number)
{
    return number ? bind_int(number) : bind_null();
}

/* The first moment of a day. */
static BindValue bind_day(bool has, int64_t days)
{
    return has ? bind_int(days * DAY_MS - OFFSET_MS) : bind_null();
}

#define FILTERS_COUNT 10

static void bind_filters(Ctx *ctx, const AuditQuery *query, Bind filters[FILTERS_COUNT])
{
    Str words = str_trim(query->words);
    bool any = !str_empty(words);
    Str pattern = any ? pattern_of(ctx->arena, words) : (Str){0};
    Str actions = any ? audit_actions_named(ctx, words) : (Str){0};
    /* Who sees names masked cannot guess them by searching. */
    bool persons = ctx->actor && (ctx->actor->sees & (1U << MASK_NAME));
    const Bind all[FILTERS_COUNT] = {
        {"object", bind_text_if_any(query->object)},
        {"key", bind_int_if_any(query->key)},
        {"number", bind_int_if_any(query->number)},
        {"account_id", bind_int_if_any(query->account_id)},
        {"since", bind_day(query->has_from, query->from.days)},
        {"before", bind_day(query->has_to, (int64_t)query->to.days + 1)},
        {"refused", query->refused ? bind_int(1) : bind_null()},
        {"words", bind_text_if_any(pattern)},
        {"actions", bind_str(actions)},
        {"persons", bind_int(persons)},
    };
    memcpy(filters, all, sizeof all);
}

bool audit_read(Ctx *ctx, const AuditQuery *query, AuditEntryList *ret, int64_t *ret_total)
{
    if (query->page < 0 || query->page > PAGES_MAX)
        return fail(ctx, FAIL_INVALID, "没有第 %lld 页", (long long)query->page);
    if (query->words.len > WORDS_BYTES_MAX)
        return fail(ctx, FAIL_INVALID, "查找的文字太长");
    bool all = query->page == 0;
    int64_t rows = all ? AUDIT_EXPORT_ROWS_MAX : AUDIT_PAGE_ROWS;
    int64_t skip = all ? 0 : (query->page - 1) * AUDIT_PAGE_ROWS;
    Bind filters[FILTERS_COUNT + 2];
    bind_filters(ctx, query, filters);
    filters[FILTERS_COUNT] = (Bind){"rows", bind_int(rows)};
    filters[FILTERS_COUNT + 1] = (Bind){"skip", bind_int(skip)};
    AuditEntryList entries = {0};
    AuditRow row;
    int64_t total = 0;
    if (!db_number(ctx, SQL_AUDIT_COUNT, (Binds){filters, FILTERS_COUNT}, &total) ||
        !db_each(ctx, SQL_AUDIT_PAGE, (Binds){filters, FILTERS_COUNT + 2}, &audit_row_shape, &row,
                 add_entry, &entries))
        return fail_while(ctx, "读取审计");
    *ret = entries;
    *ret_total = total;
    return true;
}
