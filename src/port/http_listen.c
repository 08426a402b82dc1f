#include "port/http_listen.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#define LISTEN_BACKLOG 512

typedef union Address {
    struct sockaddr any;
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
} Address;

static bool address_parse(Ctx *ctx, Str listen, Address *ret, socklen_t *ret_len)
{
    size_t colon = str_find_last_byte(listen, ':');
    int64_t port = -1;
    if (colon == STR_NONE || !str_to_int(str_after(listen, colon + 1), &port) || port < 0 ||
        port > UINT16_MAX)
        return fail(ctx, FAIL_USAGE, "监听地址「%.*s」应写作 地址:端口，如 127.0.0.1:8080",
                    STRF(listen));
    Str host = str_slice(listen, 0, colon);
    *ret = (Address){0};
    int family = AF_INET;
    void *address = &ret->v4.sin_addr;
    if (str_equal(host, STR("localhost")))
        host = STR("127.0.0.1");
    if (str_starts(host, STR("[")) && str_ends(host, STR("]"))) {
        host = str_slice(host, 1, host.len - 2);
        family = AF_INET6;
        address = &ret->v6.sin6_addr;
        ret->v6.sin6_family = AF_INET6;
        ret->v6.sin6_port = htons((uint16_t)port);
        *ret_len = sizeof ret->v6;
    } else {
        ret->v4.sin_family = AF_INET;
        ret->v4.sin_port = htons((uint16_t)port);
        *ret_len = sizeof ret->v4;
    }
    if (inet_pton(family, str_to_c(ctx->arena, host), address) != 1)
        return fail(ctx, FAIL_USAGE, "监听地址「%.*s」不是本机的 IP 地址", STRF(listen));
    return true;
}

bool http_listen(Ctx *ctx, Str where, int *ret_socket, int *ret_port)
{
    Address address = {0};
    socklen_t len = 0;
    if (!address_parse(ctx, where, &address, &len))
        return false;
    int fd = socket(address.any.sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return fail(ctx, FAIL_SYSTEM, "无法建立网络套接字：%s", strerror(errno));
    int yes = 1, no = 0;
    if (address.any.sa_family == AF_INET6) /* [::] takes IPv4 too, whatever the system's default */
        setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &no, sizeof no);
    /* A restart must not wait for connections of the process before. */
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (bind(fd, &address.any, len) != 0 || listen(fd, LISTEN_BACKLOG) != 0 ||
        getsockname(fd, &address.any, &len) != 0) {
        int error = errno;
        close(fd);
        fail(ctx, FAIL_STATE, "不能监听 %.*s：%s", STRF(where), strerror(error));
        return error == EADDRINUSE
                   ? fail_hint(ctx, "这个端口已有程序在用；用 --listen 127.0.0.1:8081 换一个")
                   : false;
    }
    *ret_port =
        ntohs(address.any.sa_family == AF_INET6 ? address.v6.sin6_port : address.v4.sin_port);
    *ret_socket = fd;
    return true;
}

Str http_address_text(Arena *arena, const struct sockaddr *address)
{
    char text[INET6_ADDRSTRLEN] = "";
    if (address && address->sa_family == AF_INET) {
        inet_ntop(AF_INET, &((const struct sockaddr_in *)address)->sin_addr, text, sizeof text);
    } else if (address && address->sa_family == AF_INET6) {
        const struct in6_addr *six = &((const struct sockaddr_in6 *)address)->sin6_addr;
        bool is_four = IN6_IS_ADDR_V4MAPPED(six);
        inet_ntop(is_four ? AF_INET : AF_INET6, is_four ? &six->s6_addr[12] : six->s6_addr, text,
                  sizeof text);
    }
    return str_copy(arena, str_of(text));
}
