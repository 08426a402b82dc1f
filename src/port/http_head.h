/*
 * http_head.h - what Tongban demands of a request's head, apart from any library.
 *
 * libmicrohttpd reads the bytes; it takes some heads that two programs in a row may read in two
 * ways (two Content-Length, Content-Length beside Transfer-Encoding), through which a request can
 * be smuggled past a proxy (RFC 9112, 6.3 and 11.2). These functions refuse such heads, and
 * decode the target. They are pure, so that they can be fuzzed.
 */
#ifndef TONGBAN_PORT_HTTP_HEAD_H
#define TONGBAN_PORT_HTTP_HEAD_H

#include "base/list.h"
#include "base/str.h"

#define HTTP_TARGET_BYTES_MAX (4 * KIB)
#define HTTP_HEADER_BYTES_MAX (16 * KIB) /* all names and values of a head together */
#define HTTP_HEADERS_MAX 100
#define HTTP_PARAMS_MAX 64

typedef enum HttpMethod { HTTP_GET, HTTP_HEAD, HTTP_POST, HTTP_DELETE } HttpMethod;

typedef struct HttpParam {
    Str name;
    Str value;
} HttpParam;
LIST_OF(HttpParam, HttpParams);

/* A head as it was received; the values are without the blanks around them. */
typedef struct HttpHead {
    Str method;
    Str target;
    Str version; /* "HTTP/1.1" */
    HttpParams headers;
} HttpHead;

/* What the head says about the request, once it is accepted. */
typedef struct HttpRequestLine {
    HttpMethod method;
    Str path;          /* decoded, well-formed UTF-8, starts with '/', without "." and ".." */
    HttpParams query;  /* decoded, in their order; a '+' stands for a blank */
    bool chunked;      /* the length of the body is not known beforehand */
    size_t body_bytes; /* Content-Length; 0 when there is none */
} HttpRequestLine;

/* Why a request is refused: a status (400 to 505) and a sentence for people. */
typedef struct HttpRefusal {
    int status;
    const char *message;
} HttpRefusal;

/* Checks everything that can be checked before the body: request line, header syntax, framing,
 * that the Host is this machine (so that a foreign page cannot reach it by a name of its own, DNS
 * rebinding), and for POST and DELETE that the Origin is the same site (cross-site forgery). */
must_use bool http_head_check(Arena *arena, const HttpHead *head, HttpRequestLine *ret,
                              HttpRefusal *ret_refusal);

/* The value of the first header of this name (any case), or the empty Str. */
Str http_header(const HttpParams *headers, const char *name);

/* "127.0.0.1:8080", "localhost", "[::1]:80": this machine and no other. */
bool http_host_is_local(Str host);
/* Whether an Accept-Encoding value allows gzip. */
bool http_takes_gzip(Str accept_encoding);
/* Whether an If-None-Match value names this entity tag (with its quotes). */
bool http_etag_matches(Str if_none_match, Str etag);

/* %XX decoded; false for a stray '%', %00, or bytes that are not UTF-8 in the end. */
must_use bool http_decode(Arena *arena, Str text, bool plus_is_blank, Str *ret);
/* The name of a file to download (RFC 6266): attachment; filename="..."; filename*=UTF-8''... */
Str http_disposition(Arena *arena, const char *kind, Str file_name);

#endif
