#include "kit/kit_http.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

int kit_http_send(Ctx *ctx, int port, const KitRequest *request)
{
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons((uint16_t)port),
                                  .sin_addr = {htonl(INADDR_LOOPBACK)}};
    assert_int_equal(connect(fd, (struct sockaddr *)&address, sizeof address), 0);
    Buf text = buf_create(ctx->arena, KIT_ANSWER_BYTES_MAX);
    buf_format(&text, "%s HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n%.*s", request->line,
               STRF(request->headers));
    if (!str_empty(request->body))
        buf_format(&text, "Content-Type: application/json\r\nContent-Length: %zu\r\n",
                   request->body.len);
    buf_add_c(&text, "\r\n");
    buf_add(&text, request->body);
    Str rest = buf_str(&text);
    while (!str_empty(rest)) {
        ssize_t n = send(fd, rest.at, rest.len, MSG_NOSIGNAL);
        if (n <= 0)
            break; /* refused before all was sent: the answer is there */
        rest = str_after(rest, (size_t)n);
    }
    return fd;
}

Str kit_http_read(Ctx *ctx, int fd)
{
    Buf answer = buf_create(ctx->arena, KIT_ANSWER_BYTES_MAX);
    char piece[16 * KIB];
    ssize_t n;
    while ((n = recv(fd, piece, sizeof piece, 0)) > 0)
        buf_add_bytes(&answer, piece, (size_t)n);
    close(fd);
    return buf_str(&answer);
}

Str kit_http_ask(Ctx *ctx, int port, const KitRequest *request)
{
    return kit_http_read(ctx, kit_http_send(ctx, port, request));
}

Str kit_http_until(Ctx *ctx, int fd, const char *part)
{
    Buf answer = buf_create(ctx->arena, KIT_ANSWER_BYTES_MAX);
    struct timeval patience = {.tv_sec = KIT_WAIT_SECONDS};
    char piece[16 * KIB];
    ssize_t n = 1;
    assert_int_equal(setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience), 0);
    while (n > 0 && !(part && str_contains(buf_str(&answer), str_of(part)))) {
        n = recv(fd, piece, sizeof piece, 0);
        buf_add_bytes(&answer, piece, n > 0 ? (size_t)n : 0);
    }
    if (n < 0 || (n == 0 && part))
        fail_msg("no 「%s」 in 「%.*s」", part ? part : "end", STRF(buf_str(&answer)));
    return buf_str(&answer);
}

int kit_http_status(Str answer)
{
    int64_t status = 0;
    bool known =
        str_starts(answer, STR("HTTP/1.1 ")) && str_to_int(str_slice(answer, 9, 3), &status);
    return known ? (int)status : 0;
}

Str kit_http_body(Str answer)
{
    size_t end = str_find(answer, STR("\r\n\r\n"));
    return end == STR_NONE ? (Str){0} : str_after(answer, end + 4);
}

static void close_held(void *held)
{
    close(*(int *)held);
}

int kit_http_hold_port(Ctx *ctx)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t length = sizeof address;
    int *held = NEW(ctx->arena, int, 1), yes = 1;
    *held = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_true(*held >= 0);
    arena_defer(ctx->arena, close_held, held);
    assert_int_equal(setsockopt(*held, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes), 0);
    assert_int_equal(bind(*held, (const struct sockaddr *)&address, length), 0);
    assert_int_equal(getsockname(*held, (struct sockaddr *)&address, &length), 0);
    return ntohs(address.sin_port);
}
