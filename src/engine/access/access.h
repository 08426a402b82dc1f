/*
 * access.h - who may see and do what: the engine's front.
 *
 * An Access is made once by the process and shared by its threads: the permissions of all modules,
 * the policy, the keys, the sealer of the audit chain. Ctx.access leads to it.
 *
 *     access_open(ctx, &(AccessSetup){.permissions = all, .data = folder}, &access);
 *     ...
 *     session_actor(ctx, token, &visit, true, &actor);  actor_enter(ctx, &actor);
 *     actor_require(ctx, route->permission)             // then the handler
 */
#ifndef TONGBAN_ACCESS_ACCESS_H
#define TONGBAN_ACCESS_ACCESS_H

#include "engine/access/account.h"
#include "engine/access/actor.h"
#include "engine/access/audit.h"
#include "engine/access/audit_head.h"
#include "engine/access/permission.h"
#include "engine/access/policy.h"
#include "engine/access/post.h"
#include "engine/access/role.h"
#include "engine/access/sign_in.h"
#include "engine/access/unit.h"

typedef struct Access {
    PermissionList permissions; /* sorted by code */
    RouteRightList routes;      /* every row of the router, set by the process; empty in tests */
    AccessPolicy policy;
    AuditSealer *sealer;
    Str data;     /* the data folder; empty in tests */
    Str data_key; /* 32 bytes: encrypts secrets at rest (SM4-CTR, HMAC-SM3); DATA/keys/data.key */
    struct StandingCache *standings; /* who may do what, as read last; of one database */
} Access;

typedef struct AccessSetup {
    PermissionList permissions; /* in any order */
    Str data;  /* the data folder; empty (tests): keys of this process alone, and no sealer */
    bool make; /* keys that lack are made (init) */
} AccessSetup;
/* FAIL_MISSING when a key lacks and is not to be made. ctx->packs must be open. Lives in
 * ctx->arena. */
must_use bool access_open(Ctx *ctx, const AccessSetup *setup, Access **ret);
/* First roles, the account `admin` with a random password (given once in *ret_password; empty when
 * there is one already) holding the role "administrator" of the whole house. In the caller's
 * transaction. */
must_use bool access_install(Ctx *ctx, Str *ret_password);

#endif
