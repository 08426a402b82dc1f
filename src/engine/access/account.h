/*
 * account.h - accounts: who can sign in.
 *
 * An account is a person, or the system itself (ACCOUNT_SYSTEM). What it may do comes from its
 * posts (post.h), not from the account. Accounts are never deleted, only disabled: the trail names
 * them.
 */
#ifndef TONGBAN_ACCESS_ACCOUNT_H
#define TONGBAN_ACCESS_ACCOUNT_H

#include "engine/access/actor.h"

typedef struct Account {
    int64_t id;
    Str name;        /* 2 to 32 of a-z 0-9 . _ -, begins with a letter; what is typed at sign-in */
    Str person;      /* 张三; MASK_NAME */
    Str phone;       /* MASK_PHONE; may be empty */
    int64_t unit_id; /* home unit: its administrators see the account; 0 = the house */
    Str unit;
    bool disabled;
    bool password_due;  /* must be changed at the next sign-in */
    bool second_factor; /* TOTP is on */
    Instant made_at;
    bool has_seen_at;
    Instant seen_at; /* last sign-in */
    Str posts;       /* 「沙面街经办人、海珠区审计员」, those in force */
} Account;
LIST_OF(Account, AccountList);
extern const Shape account_shape;

#define ACCOUNT_PAGE_ROWS 50

typedef struct AccountQuery {
    Str words;       /* in name or person; empty = any */
    int64_t unit_id; /* home unit; 0 = any */
    Str state;       /* "enabled", "disabled"; empty = both */
    Str sort;     /* "name", "-name", "seen_at", "-seen_at", "made_at", "-made_at"; empty = name */
    int64_t page; /* from 1 */
} AccountQuery;
/* Within ctx->scope; *ret_total counts all that fit. An unknown sort key is FAIL_INVALID. */
must_use bool accounts_read(Ctx *ctx, const AccountQuery *query, AccountList *ret,
                            int64_t *ret_total);
/* FAIL_NOT_FOUND, also for one outside of the scope. */
must_use bool account_read(Ctx *ctx, int64_t id, Account *ret);
must_use bool account_by_name(Ctx *ctx, Str name, Account *ret);

/* Each is one transaction and audited. A password comes back where one is made: random, given once,
 * to be changed at the first sign-in. */
must_use bool account_create(Ctx *ctx, const Account *account, Str *ret_password, int64_t *ret_id);
/* person, phone, unit_id. */
must_use bool account_change(Ctx *ctx, const Account *account, Str why);
/* Disabling ends its sessions and tokens. The last one that may administer cannot be disabled. */
must_use bool account_disable(Ctx *ctx, int64_t id, bool disabled, Str why);
/* A new random password, lockout and second factor taken back, sessions ended. */
must_use bool account_reset(Ctx *ctx, int64_t id, Str why, Str *ret_password);
/* As account_create with a password of the caller's (demo, tests): not due, rules not applied. */
must_use bool account_create_with(Ctx *ctx, const Account *account, Str password, int64_t *ret_id);

/* ---- about oneself: ctx->actor's account
 * --------------------------------------------------------- */

/* Both passwords are overwritten: they must be in memory that can be. Other sessions end. */
must_use bool account_change_password(Ctx *ctx, Str before, Str after);
/* A new secret, not in force before it is confirmed with a code: as text for typing, as address for
 * the application (otpauth://), and as SVG. RFC 6238: 30 s, 6 digits, SHA-1. */
typedef struct SecondFactorSetup {
    Str secret;
    Str address;
    Str picture;
} SecondFactorSetup;
extern const Shape second_factor_setup_shape;
must_use bool second_factor_begin(Ctx *ctx, SecondFactorSetup *ret);
/* Whether a code is asked for at sign-in. */
must_use bool second_factor_is_on(Ctx *ctx, bool *ret);
must_use bool second_factor_confirm(Ctx *ctx, Str code);
must_use bool second_factor_end(Ctx *ctx, Str password);

/* A capability list, each reveal one audit entry and one of the day's allowance: the full text of a
 * personal field, for a reason. `object` "account", `field` "phone" or "person". */
must_use bool account_reveal(Ctx *ctx, int64_t id, Str field, Str reason, Str *ret);

#endif
