/*
 * audit_chain.h - an entry as it stands in the table, and its hash; private to audit*.c.
 *
 * The hash of an entry is SM3 over the 64 digits of the hash before it (zeros for the first) and
 * this text, in which every column stands with its length, so that nothing can be moved from one
 * column to the next:
 *
 *     tongban-audit-entry 1
 *     number=1:7
 *     made_at=13:1677628800000
 *     actor=12:张三（…）
 *     ...                             in the order of the table, all but hash itself
 */
#ifndef TONGBAN_ACCESS_AUDIT_CHAIN_H
#define TONGBAN_ACCESS_AUDIT_CHAIN_H

#include "engine/access/audit.h"

#define AUDIT_HASH_DIGITS 64
/* Before the first entry. */
#define AUDIT_HASH_NONE STR("0000000000000000000000000000000000000000000000000000000000000000")

typedef struct AuditRow {
    int64_t number;
    int64_t made_at; /* ms */
    int64_t account_id;
    Str actor;
    int64_t post_id;
    int64_t unit_id;
    Str address;
    Str action;
    Str object;
    int64_t object_key;
    Str title;
    Str why;
    int64_t refused; /* a number, so that a tampered one can be read too */
    Str facts;
    Str changes; /* a JSON array of AuditChange */
    Str hash;
} AuditRow;
extern const Shape audit_row_shape;

must_use bool audit_row_hash(Ctx *ctx, Str before, const AuditRow *row, Str *ret);

/* The end of the chain. */
typedef struct AuditTail {
    int64_t number;
    Str hash;
    Str signed_hash; /* of statement audit_seal_point only */
} AuditTail;
extern const Shape audit_tail_shape;

/* The Chinese name of an action; the action itself when it has none. */
Str audit_action_label(const Ctx *ctx, Str action);
/* Those whose names have the words: 「|month.freeze|unit.merge|」; empty = none. */
Str audit_actions_named(const Ctx *ctx, Str words);

#endif
