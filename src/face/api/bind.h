/*
 * bind.h - a request into the input struct of its route: {names} of the path, query parameters,
 * and the JSON body or the raw body, all by the names of the members.
 */
#ifndef TONGBAN_FACE_BIND_H
#define TONGBAN_FACE_BIND_H

#include "face/api/router.h"

/* Fails with FAIL_INVALID when `problems` was added to: wrong values, unknown names, missing
 * required members, wherever they stand, all at once. `ret` is a zeroed input struct. */
must_use bool request_bind(Ctx *ctx, const RouteMatch *match, const HttpRequest *request,
                           Problems *problems, void *ret);

#endif
