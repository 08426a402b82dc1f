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
#include "base/shape.h"

#define HTTP_TARGET_BYTES_MAX (4 * KIB)
#define HTTP_HEADER_BYTES_MAX (16 * KIB) /* all names and values of a head together */
#define HTTP_HEADERS_MAX 100
#define HTTP_PARAMS_MAX 64

typedef enum HttpMethod { HTTP_GET, HTTP_HEAD, HTTP_POST, HTTP_DELETE } HttpMethod;

typedef struct HttpParam {
    Str name;
    Str value;
    Str file_name; /* of a form's part that is a file, whose value is any bytes; else empty */
} HttpParam;
LIST_OF(HttpParam, HttpParams);

/* A head as it was received; the values are without the blanks around them. */
typedef struct HttpHead {
    Str method;
    Str target;
    Str version; /* "HTTP/1.1" */
    HttpParams headers;
    Str peer; /* the address at the other end of the connection: "10.3.0.7", "fe80::1" */
} HttpHead;

/* Whom the server believes. */
typedef struct HttpTrust {
    /* Names under which it may be reached, without port, besides those of this machine and plain
     * addresses. A foreign page can make its own name lead here (DNS rebinding), but no other. */
    TextList hosts;
    /* The peer whose X-Forwarded-For (its last hop) and X-Forwarded-Proto are believed, and nobody
     * else's; empty = none. */
    Str proxy;
} HttpTrust;

/* What the head says about the request, once it is accepted. */
typedef struct HttpRequestLine {
    HttpMethod method;
    Str path;          /* decoded, well-formed UTF-8, starts with '/', without "." and ".." */
    HttpParams query;  /* decoded, in their order; a '+' stands for a blank */
    bool chunked;      /* the length of the body is not known beforehand */
    size_t body_bytes; /* Content-Length; 0 when there is none */
    Str client;        /* the address that asks: the peer's, or what the trusted proxy says */
    bool secure;       /* over TLS, as the trusted proxy says */
} HttpRequestLine;

/* Why a request is refused: a status (400 to 505) and a sentence for people. */
typedef struct HttpRefusal {
    int status;
    const char *message;
} HttpRefusal;

/* Checks everything that can be checked before the body: request line, header syntax, framing,
 * that the Host is an address or a name of this server (`trust`), and for POST and DELETE that the
 * Origin is the same site (cross-site forgery). */
must_use bool http_head_check(Arena *arena, const HttpHead *head, const HttpTrust *trust,
                              HttpRequestLine *ret, HttpRefusal *ret_refusal);

/* The value of the first header of this name (any case), or the empty Str. */
Str http_header(const HttpParams *headers, const char *name);

/* The value of this cookie (RFC 6265, 5.4), or the empty Str. */
Str http_cookie(const HttpParams *headers, const char *name);

/* "127.0.0.1:8080", "localhost", "[::1]:80": this machine and no other. */
bool http_host_is_local(Str host);
/* "10.3.0.7:8080", "[fe80::1]", "localhost", or one of `hosts` with any port. */
bool http_host_is_known(Str host, const TextList *hosts);
/* "10.3.0.7", "fe80::1": no port, no brackets. */
bool http_is_address(Str text);
/* Whether an Accept-Encoding value allows gzip. */
bool http_takes_gzip(Str accept_encoding);
/* Whether an If-None-Match value names this entity tag (with its quotes). */
bool http_etag_matches(Str if_none_match, Str etag);

/* %XX decoded; false for a stray '%', %00, or bytes that are not UTF-8 in the end. */
must_use bool http_decode(Arena *arena, Str text, bool plus_is_blank, Str *ret);
/* A query, or a body of application/x-www-form-urlencoded, in its order; a '+' stands for a blank.
 * False when it is malformed or has more than HTTP_PARAMS_MAX. */
must_use bool http_form_parse(Arena *arena, Str text, HttpParams *ret);
/* The value of the first parameter of this name, or the empty Str. */
Str http_param(const HttpParams *params, const char *name);
/* The name of a file to download (RFC 6266): attachment; filename="..."; filename*=UTF-8''... */
Str http_disposition(Arena *arena, const char *kind, Str file_name);

#endif
