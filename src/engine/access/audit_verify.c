/* Goes along the chain once and compares it with its tail and with a signed head. */
#include "engine/access/audit_chain.h"
#include "engine/access/audit_head.h"
#include "sql_ids.h"

#include <stdarg.h>

/* Entries read at a time: memory does not grow with the chain. */
#define STEP_ROWS 500
#define FINDING_BYTES_MAX 512

typedef struct Walk {
    const AuditHead *head;        /* NULL = none */
    AuditTail tail;               /* as it was before the first entry was read */
    int64_t last;                 /* number of the entry read last */
    char hash[AUDIT_HASH_DIGITS]; /* of it */
    int64_t rows;                 /* of this step */
    AuditVerdict *verdict;
    char finding[FINDING_BYTES_MAX]; /* here, because the memory of a step is given back */
} Walk;

/* The first finding stands, in the order of the entries. */
static void find(Walk *walk, int64_t number, const char *format, ...) printf_like(3, 4);
static void find(Walk *walk, int64_t number, const char *format, ...)
{
    if (!walk->verdict->holds)
        return;
    walk->verdict->holds = false;
    walk->verdict->broken = number;
    va_list values;
    va_start(values, format);
    vsnprintf(walk->finding, sizeof walk->finding, format, values);
    va_end(values);
}

static void check_number(Walk *walk, const AuditRow *row)
{
    int64_t expected = walk->verdict->entries; /* this one is counted already */
    if (row->number == expected)
        return;
    if (row->number < expected)
        find(walk, expected, "第 1 条之前多出一条，序号是 %lld：是插进来的",
             (long long)row->number);
    else if (row->number == expected + 1)
        find(walk, expected, "第 %lld 条不见了：被删除或被移走", (long long)expected);
    else
        find(walk, expected, "第 %lld 条到第 %lld 条不见了：被删除或被移走", (long long)expected,
             (long long)row->number - 1);
}

/* What a hash is compared with, beside the entry itself. */
static void check_marks(Walk *walk, const AuditRow *row)
{
    const AuditHead *head = walk->head;
    long long number = row->number;
    if (head && head->count == row->number && !str_equal(head->hash, row->hash))
        find(walk, number,
             "第 %lld 条与签过名的链头不符：它或它之前的内容被改过并重算了摘要，"
             "或整个库换成过旧的备份",
             number);
    if (walk->tail.number == row->number && !str_equal(walk->tail.hash, row->hash))
        find(walk, number, "第 %lld 条与链尾的登记不符：最后一条或链尾的登记被改过", number);
}

static bool check_entry(Ctx *ctx, void *object, void *self)
{
    const AuditRow *row = object;
    Walk *walk = self;
    walk->rows++;
    walk->verdict->entries++;
    walk->last = row->number;
    if (!walk->verdict->holds)
        return true;
    Str hash;
    if (!audit_row_hash(ctx, str_from(walk->hash, sizeof walk->hash), row, &hash))
        return false;
    check_number(walk, row);
    if (!str_equal(hash, row->hash))
        find(walk, row->number, "第 %lld 条与链不符：内容被改过，或是被调换、插进来的",
             (long long)row->number);
    check_marks(walk, row);
    memcpy(walk->hash, hash.at, sizeof walk->hash);
    return true;
}

static bool walk_along(Ctx *ctx, Walk *walk)
{
    walk->last = INT64_MIN;
    memcpy(walk->hash, AUDIT_HASH_NONE.at, sizeof walk->hash);
    do {
        ArenaMark mark = arena_mark(ctx->arena);
        AuditRow row;
        walk->rows = 0;
        bool good = db_each(ctx, SQL_AUDIT_CHAIN,
                            BINDS({"after", bind(walk->last)}, {"rows", bind((int64_t)STEP_ROWS)}),
                            &audit_row_shape, &row, check_entry, walk);
        if (!good)
            return false;
        arena_rewind(ctx->arena, mark);
    } while (walk->rows == STEP_ROWS);
    return true;
}

/* ---- the ends ------------------------------------------------------------------------------- */

static bool read_tail(Ctx *ctx, Walk *walk, AuditTail *ret)
{
    bool found = false;
    *ret = (AuditTail){.number = -1};
    if (!db_one(ctx, SQL_AUDIT_TAIL, NO_BINDS, &audit_tail_shape, ret, &found))
        return false;
    if (!found)
        find(walk, 0, "链尾的登记不见了");
    return true;
}

/* Others may append meanwhile: the chain ends between the tail before and the tail after. */
static void check_ends(Walk *walk, const AuditTail *after)
{
    long long entries = walk->verdict->entries;
    const AuditHead *head = walk->head;
    if (head && entries < head->count)
        find(walk, entries + 1,
             "库里只有 %lld 条，签过名的链头有 %lld 条：末尾被截断，或整个库换成了旧的备份",
             entries, (long long)head->count);
    if (entries < walk->tail.number)
        find(walk, entries + 1, "库里只有 %lld 条，链尾的登记是 %lld 条：末尾被截断", entries,
             (long long)walk->tail.number);
    if (after->number >= 0 && entries > after->number)
        find(walk, after->number + 1,
             "库里有 %lld 条，链尾的登记只有 %lld 条：末尾多出来的是插进来的", entries,
             (long long)after->number);
    if (entries == 0 && after->number == 0 && !str_equal(after->hash, AUDIT_HASH_NONE))
        find(walk, 0, "链是空的，链尾的登记却有摘要：登记被改过");
}

static void tell_good(Walk *walk)
{
    long long entries = walk->verdict->entries, beyond = entries - walk->verdict->signed_count;
    char *to = walk->finding;
    if (!walk->head)
        snprintf(to, FINDING_BYTES_MAX, "%lld 条首尾相接；没有签过名的链头可以核对", entries);
    else if (beyond > 0)
        snprintf(to, FINDING_BYTES_MAX,
                 "%lld 条首尾相接，与签过名的链头相符；最后 %lld 条在链头之后，只凭摘要相接",
                 entries, beyond);
    else
        snprintf(to, FINDING_BYTES_MAX, "%lld 条首尾相接，与签过名的链头相符", entries);
}

static bool verify(Ctx *ctx, Walk *walk)
{
    AuditTail after;
    if (!read_tail(ctx, walk, &walk->tail) || !walk_along(ctx, walk) ||
        !read_tail(ctx, walk, &after))
        return false;
    check_ends(walk, &after);
    if (walk->verdict->holds)
        tell_good(walk);
    return true;
}

bool audit_verify(Ctx *ctx, const AuditHead *head, AuditVerdict *ret)
{
    AuditVerdict verdict = {.holds = true};
    if (head) {
        verdict.signed_count = head->count;
        verdict.signed_at = head->at;
    }
    Walk walk = {.head = head, .verdict = &verdict};
    /* A chain of one's own entries alone would have gaps. */
    const DbScope *mine = scope_lift(ctx);
    bool done = verify(ctx, &walk);
    scope_lower(ctx, mine);
    if (done) {
        verdict.finding = str_copy(ctx->arena, str_of(walk.finding));
        *ret = verdict;
    }
    return done || fail_while(ctx, "核验审计链");
}
