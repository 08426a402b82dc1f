/*
 * fetch.h - what goes out to other machines: HTTP POST and mail (libcurl), several at once in one
 * thread.
 *
 *     if (!fetcher_open(ctx, &fetcher) || !fetch_start(ctx, fetcher, &request)) return false;
 *     while (fetch_next(fetcher, 1000, &answer)) ... answer.self ...
 *
 * Only http and https, only the address that is given (a redirection is an answer like another),
 * no proxy of the environment, and every step has its time. Addresses of the machine itself and of
 * inner networks are connected to only when the request says so: they are looked at after the name
 * has been resolved, so that no name leads there by a detour.
 */
#ifndef TONGBAN_PORT_FETCH_H
#define TONGBAN_PORT_FETCH_H

#include "base/fail.h"

#define FETCH_CONNECT_SECONDS_MAX 5
#define FETCH_SECONDS_MAX 10
#define FETCH_ANSWER_BYTES_MAX (256 * KIB) /* the rest is not read */
#define FETCH_HEADERS_MAX 8
#define FETCH_AT_ONCE_MAX 100
#define FETCH_URL_BYTES_MAX 2000

typedef struct FetchHeader {
    const char *name;
    Str value;
} FetchHeader;

typedef struct FetchMail {
    Str from;
    Str to;
    Str user; /* empty = without signing in */
    Str password;
    bool starttls; /* demanded; smtps:// needs none */
} FetchMail;

/* All it points to must live until it is answered. */
typedef struct FetchRequest {
    Str url; /* http(s)://..., of a mail smtp(s)://server:port */
    Str body;
    FetchHeader headers[FETCH_HEADERS_MAX]; /* ended by one without name */
    const FetchMail *mail;                  /* NULL: a POST */
    bool inner;                             /* loopback and private addresses too */
    Str certificates;                       /* file of trusted ones; empty = those of the machine */
    void *self;                             /* for the caller */
} FetchRequest;

typedef struct FetchAnswer {
    void *self;
    bool answered;  /* false: `error` tells why there is none */
    int64_t status; /* of HTTP or SMTP */
    Str error;      /* Chinese; lives with the fetcher */
} FetchAnswer;

typedef struct Fetcher Fetcher;
/* Lives in ctx->arena; what is still under way is dropped with it. */
must_use bool fetcher_open(Ctx *ctx, Fetcher **ret);
/* FAIL_LIMITED when FETCH_AT_ONCE_MAX are under way. */
must_use bool fetch_start(Ctx *ctx, Fetcher *fetcher, const FetchRequest *request);
/* The next answer, waiting at most `wait_ms` for one; false when there is none yet. */
bool fetch_next(Fetcher *fetcher, int wait_ms, FetchAnswer *ret);
size_t fetch_under_way(const Fetcher *fetcher);

/* FAIL_INVALID when it is no http(s) address of a host, or brings a name and password along;
 * *ret_host is in lower case. */
must_use bool fetch_check_url(Ctx *ctx, Str url, Str *ret_host);

struct sockaddr;
/* Whether it is of this machine, of an inner network, or none that a service has. */
bool fetch_is_inner(const struct sockaddr *address);

#endif
