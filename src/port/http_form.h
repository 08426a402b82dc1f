/*
 * http_form.h - the body of a form: application/x-www-form-urlencoded, and multipart/form-data
 * (RFC 7578), in which some clients of Open311 send their fields and photographs.
 *
 * Pure, as http_head.h is: bytes in, parameters out, so that it can be fuzzed. Values of a part
 * that is a file are views into the body, in any bytes; all other text is UTF-8.
 */
#ifndef TONGBAN_PORT_HTTP_FORM_H
#define TONGBAN_PORT_HTTP_FORM_H

#include "port/http_head.h"

#define HTTP_BOUNDARY_BYTES_MAX 70 /* RFC 2046, 5.1.1 */

typedef enum HttpFormKind {
    HTTP_FORM_NONE,
    HTTP_FORM_URLENCODED,
    HTTP_FORM_MULTIPART
} HttpFormKind;
HttpFormKind http_form_kind(Str content_type);

/* The parameters of a body in their order, those that are files with their file_name. False when it
 * is of neither kind, malformed, or has more than HTTP_PARAMS_MAX. */
must_use bool http_form_read(Arena *arena, Str content_type, Str body, HttpParams *ret);

#endif
