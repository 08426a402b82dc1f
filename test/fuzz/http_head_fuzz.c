/* Raw bytes to the server on a real socket, and as heads to the checks of port/http_head.c. */
#include "base/utf8.h"
#include "fuzz.h"
#include "port/http.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#define BODY_BYTES_MAX (4 * KIB)
/* Long enough for an answer, short enough for many inputs a second. */
#define ANSWER_WAIT_US 5000

static void check_path(Str path)
{
    FUZZ_ASSERT(str_starts(path, STR("/")));
    FUZZ_ASSERT(utf8_check(path) == STR_NONE);
    FUZZ_ASSERT(str_find_byte(path, '\0') == STR_NONE);
    FUZZ_ASSERT(!str_contains(path, STR("/../")) && !str_ends(path, STR("/..")));
}

/* ---- the checks alone -------------------------------------------------------------------- */

static Str take_line(Str *rest)
{
    Str line = {0};
    if (!str_split(rest, '\n', &line))
        return (Str){0};
    return str_ends(line, STR("\r")) ? str_slice(line, 0, line.len - 1) : line;
}

static size_t count_of(const HttpParams *headers, const char *name)
{
    size_t count = 0;
    for (size_t i = 0; i < headers->count; i++) {
        HttpParams one = {.at = &headers->at[i], .count = 1};
        count += headers->at[i].value.len && http_header(&one, name).len;
    }
    return count;
}

static void try_checks(Ctx *ctx, Str input)
{
    HttpHead head = {0};
    Str line = take_line(&input);
    str_split(&line, ' ', &head.method);
    str_split(&line, ' ', &head.target);
    head.version = line;
    while (!str_empty(line = take_line(&input)) && head.headers.count < HTTP_HEADERS_MAX + 2) {
        size_t colon = str_find_byte(line, ':');
        Str value = colon == STR_NONE ? (Str){0} : str_trim(str_after(line, colon + 1));
        *LIST_ADD(ctx->arena, &head.headers) =
            (HttpParam){.name = str_slice(line, 0, colon), .value = value};
    }
    HttpRequestLine request = {0};
    HttpRefusal refusal = {0};
    Str name = STR("tongban.example");
    HttpTrust trust = {.hosts = {.at = &name, .count = 1}, .proxy = STR("10.0.0.1")};
    head.peer = trust.proxy;
    if (!http_head_check(ctx->arena, &head, &trust, &request, &refusal)) {
        FUZZ_ASSERT(refusal.status >= 400 && refusal.status <= 505 && refusal.message);
        return;
    }
    check_path(request.path);
    FUZZ_ASSERT(http_is_address(request.client));
    size_t lengths = count_of(&head.headers, "content-length");
    size_t encodings = count_of(&head.headers, "transfer-encoding");
    FUZZ_ASSERT(lengths + encodings <= 1);
    FUZZ_ASSERT(count_of(&head.headers, "HOST") == 1);
    FUZZ_ASSERT(request.method == HTTP_POST || (!request.body_bytes && !request.chunked));
    http_takes_gzip(http_header(&head.headers, "Accept-Encoding"));
    http_etag_matches(http_header(&head.headers, "If-None-Match"), STR("\"a\""));
    http_disposition(ctx->arena, "attachment", request.path);
}

/* ---- the server -------------------------------------------------------------------------- */

static size_t body_max(void *self, const HttpRequest *head)
{
    (void)self;
    check_path(head->path);
    return BODY_BYTES_MAX;
}

static void handle(void *self, const HttpRequest *request, HttpExchange *exchange)
{
    (void)self;
    check_path(request->path);
    FUZZ_ASSERT(request->body.len <= BODY_BYTES_MAX);
    http_reply(exchange, &(HttpReply){.status = 200, .etag = STR("\"a\""), .body = request->body});
}

static void try_server(Ctx *ctx, Str input)
{
    HttpServer *server = NULL;
    HttpService service = {.body_max = body_max, .handle = handle};
    if (!http_start(ctx, STR("127.0.0.1:0"), &service, &server))
        return; /* no port to be had */
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons((uint16_t)http_port(server)),
                                  .sin_addr = {htonl(INADDR_LOOPBACK)}};
    struct timeval wait = {.tv_usec = ANSWER_WAIT_US};
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    char answer[4096];
    if (connect(fd, (struct sockaddr *)&address, sizeof address) == 0 &&
        setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait) == 0 &&
        send(fd, input.at, input.len, MSG_NOSIGNAL | MSG_DONTWAIT) > 0)
        while (recv(fd, answer, sizeof answer, 0) > 0)
            continue;
    close(fd);
    http_stop(server);
}

static void try_head(Ctx *ctx, Str input)
{
    try_checks(ctx, input);
    try_server(ctx, input);
}

FUZZ(try_head)
