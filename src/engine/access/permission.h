/*
 * permission.h - what may be done: the rights that modules declare and roles are given.
 *
 * A module lists its permissions in its table of contents (domain/module.h); every route names one
 * of them, so that a button and the request behind it have the same right by construction. A role
 * holds codes, or patterns: "assessment.*" is all of a module, "*" is everything.
 */
#ifndef TONGBAN_ACCESS_PERMISSION_H
#define TONGBAN_ACCESS_PERMISSION_H

#include "base/fail.h"
#include "base/list.h"

typedef struct Permission {
    const char *code;  /* "assessment.freeze": the module, a dot, what is done */
    const char *title; /* 冻结月份 */
    bool whole;        /* concerns all units at once: needs the whole data scope too */
} Permission;
LIST_OF(const Permission *, PermissionList);

/* A row of the router and what it asks for, so that the pages can be told what may be called. */
typedef struct RouteRight {
    Str route;              /* "GET /api/months" */
    const char *permission; /* a code, PERMISSION_SELF or PERMISSION_ANYONE */
} RouteRight;
LIST_OF(RouteRight, RouteRightList);

/* Of a route, in place of a code: needs no sign-in; needs a sign-in and nothing else. */
#define PERMISSION_ANYONE "anyone"
#define PERMISSION_SELF "self"

/* "*", "assessment.*" or a code; "all" is another way to write "*", and "assessment" another way to
 * write "assessment.*" (scopes of tokens). */
bool permission_fits(Str pattern, Str code);
/* Whether the pattern fits any permission of the list. */
bool permission_known(const PermissionList *permissions, Str pattern);
/* NULL when there is none of this code. */
const Permission *permission_called(const PermissionList *permissions, Str code);

#endif
