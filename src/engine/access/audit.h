/*
 * audit.h - the trail: who changed what from which value to which, when, from where and why.
 *
 * GB/T 22239-2019 8.1.4.3 (安全审计); kept at least six months (网络安全法 Art.21). An entry is
 * written in the transaction of the change itself, so that neither is without the other: the
 * database port refuses a commit that changed something and noted nothing (port/db.h).
 *
 *     if (!db_begin(ctx)) return false;
 *     bool done = account_put(ctx, &after) &&
 *                 audit_note(ctx, &(AuditNote){.action = "account.change", .object = "account",
 *                                              .key = id, .title = after.name, .why = reason,
 *                                              .changes = audit_changes(ctx->arena, &account_shape,
 *                                                                       &before, &after)});
 *     return done ? db_commit(ctx) : db_rollback(ctx);
 *
 * Outside of a transaction audit_note makes one of its own (sign-ins, reveals, exports, refusals).
 *
 * The chain. Entries are numbered 1, 2, 3 ...; each carries the SM3 of the hash before it and of
 * all its own columns (GB/T 32905). After each commit the head - count, last hash, time, signed
 * with SM2 (GB/T 32918) - is written outside of the database, see audit_head.h. audit_verify finds
 * any entry altered, deleted, inserted or moved, and a tail cut off, up to the last signed head.
 */
#ifndef TONGBAN_ACCESS_AUDIT_H
#define TONGBAN_ACCESS_AUDIT_H

#include "engine/access/actor.h"

/* One field, before → after, as printed for people. */
typedef struct AuditChange {
    Str field; /* "phone" */
    Str label; /* 电话 */
    Str before;
    Str after;
    Str mask; /* mask_kind_name; empty = none: the viewer masks it */
} AuditChange;
LIST_OF(AuditChange, AuditChangeList);
extern const Shape audit_change_shape;

/* What differs between two structs of a shape; lists and structs within are left out. `before`
 * NULL: all that is set in `after` (something made); `after` NULL: all that was set (something
 * removed). A FIELD_SECRET is named, its values are not. */
AuditChangeList audit_changes(Arena *arena, const Shape *shape, const void *before,
                              const void *after);

typedef struct AuditNote {
    const char *action; /* "month.freeze": object, dot, what was done */
    const char *object; /* "month"; what kind of thing */
    int64_t key;        /* its id, when it has one */
    Str title;          /* 「2023-02」: how people call it */
    int64_t unit_id;    /* whom it concerns, for the scope of the viewer; 0 = the
                         * actor's unit, of one with the whole scope the house */
    Str address;        /* where from; empty = as the actor came */
    Str why;            /* the reason given; may be empty */
    bool refused;       /* it was tried and not allowed */
    AuditChangeList changes;
    Str facts; /* what else: 「SHA-256 …，42行，378格」; may be empty */
} AuditNote;
must_use bool audit_note(Ctx *ctx, const AuditNote *note);

/* ---- reading -------------------------------------------------------------------------------- */

typedef struct AuditEntry {
    int64_t number;
    Instant made_at;
    Str action;
    Str action_label; /* 冻结月份; the action itself when it has none */
    Str object;
    int64_t object_key;
    Str title;
    int64_t account_id;
    Str actor; /* as actor_label was then */
    int64_t unit_id;
    Str address;
    Str why;
    bool refused;
    Str facts;
    AuditChangeList changes; /* masked as the reader may see them */
} AuditEntry;
LIST_OF(AuditEntry, AuditEntryList);
extern const Shape audit_entry_shape;

#define AUDIT_PAGE_ROWS 50
#define AUDIT_EXPORT_ROWS_MAX 100000

typedef struct AuditQuery {
    Str object;         /* empty = any */
    int64_t key;        /* 0 = any */
    int64_t number;     /* one entry; 0 = any */
    Str words;          /* in title, actor, reason or action; empty = any */
    int64_t account_id; /* 0 = any */
    bool has_from, has_to;
    Date from, to; /* inclusive, +08:00 */
    bool refused;  /* those only */
    int64_t page;  /* from 1; 0 = all, at most AUDIT_EXPORT_ROWS_MAX */
} AuditQuery;
/* Newest first, within ctx->scope; *ret_total counts all that fit the query. */
must_use bool audit_read(Ctx *ctx, const AuditQuery *query, AuditEntryList *ret,
                         int64_t *ret_total);

/* ---- verifying ------------------------------------------------------------------------------ */

typedef struct AuditHead AuditHead; /* audit_head.h */

typedef struct AuditVerdict {
    bool holds;
    int64_t entries;      /* in the database */
    int64_t signed_count; /* of the head; 0 = there is no head */
    Instant signed_at;
    int64_t broken; /* number of the first entry that does not fit; 0 = none */
    Str finding;    /* 「第 17 条与链不符：内容被改过」 */
} AuditVerdict;
/* Reads the whole chain (with the whole scope) and compares it with a head, `head` NULL = none. */
must_use bool audit_verify(Ctx *ctx, const AuditHead *head, AuditVerdict *ret);

#endif
