/*
 * router.h - which row of the modules' route tables answers a request.
 *
 * A pattern is matched segment by segment; a segment is a literal, "{name}", or a literal that
 * ends in "{name}". Where several rows match, the one with more literal bytes wins, so
 * "/api/imports/preview" comes before "/api/imports/{number}".
 */
#ifndef TONGBAN_FACE_ROUTER_H
#define TONGBAN_FACE_ROUTER_H

#include "domain/module.h"
#include "port/http.h"

LIST_OF(const Route *, RouteList);

typedef struct RouteMatch {
    const Route *route; /* NULL when no row has this path and method */
    HttpParams values;  /* of the {names} */
    Str allow;          /* methods of the rows with this path; empty when there is none */
} RouteMatch;

/* All rows of all modules. Fails with FAIL_CONFLICT when two rows would answer the same requests,
 * and with FAIL_INVALID when a row contradicts its input shape, names no permission, or one that is
 * not among `permissions`: the program does not start. */
must_use bool routes_collect(Ctx *ctx, const PermissionList *permissions, RouteList *ret);
/* As routes_collect, for the rows given. */
must_use bool routes_check(Ctx *ctx, const PermissionList *permissions, const RouteList *routes);
/* "GET" */
Str route_method(const Route *route);
RouteMatch routes_match(Arena *arena, const RouteList *routes, HttpMethod method, Str path);

#endif
