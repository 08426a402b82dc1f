/*
 * session.h - opening and ending sessions. Private to engine/access; what others call is in
 * sign_in.h.
 */
#ifndef TONGBAN_ACCESS_SESSION_H
#define TONGBAN_ACCESS_SESSION_H

#include "engine/access/audit.h"
#include "engine/access/sign_in.h"

/* In the caller's transaction. The oldest sessions beyond the policy's number end. */
must_use bool session_open(Ctx *ctx, int64_t account_id, int64_t post_id, const Visit *visit,
                           Str *ret_token);
/* All of an account, but for `spared` (0 = none). */
must_use bool sessions_end(Ctx *ctx, int64_t account_id, int64_t spared);
/* One, in a transaction of its own, with its entry. */
must_use bool session_end(Ctx *ctx, int64_t id, const AuditNote *note);

/* 「Chrome 120，Windows」 of what a browser calls itself; cut short when it is none known. */
Str device_name(Arena *arena, Str agent);

#endif
