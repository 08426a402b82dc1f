/*
 * openapi.h - the description of the API for programs (OpenAPI 3.0.3), made from the rows that the
 * router itself reads and from the verbs of the command line, so that it cannot be out of date.
 *
 * Paths, parameters, bodies and answers come from the shapes of each route; what a route asks for
 * stands beside it as x-permission. The verbs, which do the same from a terminal, are listed under
 * x-commands.
 */
#ifndef TONGBAN_FACE_OPENAPI_H
#define TONGBAN_FACE_OPENAPI_H

#include "face/api/api.h"

#define OPENAPI_PATH "/api/openapi.json"
#define OPENAPI_BYTES_MAX (8 * MIB)

/* Writes the whole document. Fails with FAIL_TOO_LARGE only. */
must_use bool openapi_write(Ctx *ctx, const ApiSetup *setup, Buf *to);

#endif
