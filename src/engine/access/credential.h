/*
 * credential.h - what an account proves itself with: its password and second factor. Private to
 * engine/access.
 */
#ifndef TONGBAN_ACCESS_CREDENTIAL_H
#define TONGBAN_ACCESS_CREDENTIAL_H

#include "engine/access/actor.h"
#include "engine/access/attempt.h"

#define PASSWORD_BYTES_MAX 1024
#define PASSWORD_MADE_CHARS 16

typedef struct Credential {
    int64_t id;
    Str name;
    Str person;
    int64_t unit_id;
    bool disabled;
    Str password_hash; /* empty = cannot sign in */
    Instant password_at;
    bool password_due;
    Str factor_secret; /* sealed, hexadecimal */
    bool factor_on;
    int64_t factor_step;
} Credential;

/* Of all accounts, whatever the scope: the way in, and what is about oneself. */
must_use bool credential_by_name(Ctx *ctx, Str name, Credential *ret, bool *ret_found);
must_use bool credential_by_id(Ctx *ctx, int64_t id, Credential *ret);

/* Takes as long for an account that is unknown (NULL), disabled or the system's, and is false for
 * it: the password is held against a hash that nothing has. */
bool credential_fits(Ctx *ctx, const Credential *credential, Str password);
/* Well-formed, of the policy's cost, and of no password that anybody could find. */
Str credential_nobodys_hash(Ctx *ctx);
/* Of oneself, before something grave: counted and locked as a sign-in. FAIL_INVALID. */
must_use bool credential_confirm(Ctx *ctx, const Credential *credential, Str password);

/* In the caller's transaction; with `keep` the one before may not come again. */
must_use bool credential_set_password(Ctx *ctx, const Credential *credential, Str hash, bool due,
                                      bool keep);
must_use bool credential_hash(Ctx *ctx, Str password, Str *ret);
/* FAIL_INVALID when it is one of the last of policy.password_history. As slow as each of these. */
must_use bool credential_is_new(Ctx *ctx, const Credential *credential, Str password);

/* ---- the second factor (RFC 6238) ------------------------------------------------------------ */

/* Whether the code is that of now or of the steps beside it, and of none taken before; *ret_step
 * is its step. */
must_use bool factor_fits(Ctx *ctx, const Credential *credential, Str code, bool *ret_fits,
                          int64_t *ret_step);
/* Takes the step; *ret_taken is false when another was quicker. In the caller's transaction. */
must_use bool factor_take(Ctx *ctx, int64_t account_id, int64_t step, bool *ret_taken);
/* Six digits of RFC 4226 for this counter. */
must_use bool factor_code(Ctx *ctx, Str secret, int64_t step, Str *ret);

#endif
