/*
 * http_listen.h - where the server listens, and the addresses of those who come: plain sockets.
 */
#ifndef TONGBAN_PORT_HTTP_LISTEN_H
#define TONGBAN_PORT_HTTP_LISTEN_H

#include "base/fail.h"

struct sockaddr;

/* A listening socket at "127.0.0.1:8080", "[::]:8080" or "localhost:8080"; *ret_port is the port
 * that was taken. "[::]" takes IPv4 too. */
must_use bool http_listen(Ctx *ctx, Str where, int *ret_socket, int *ret_port);
/* "10.3.0.7", "fe80::1"; an IPv4 client of a socket that listens on both is shown as such. Empty
 * for NULL and for other families. */
Str http_address_text(Arena *arena, const struct sockaddr *address);

#endif
