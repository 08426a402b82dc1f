/* The server on a real socket: what is refused, what is taken, what is answered. */
#include "port/http.h"

#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#define UPLOAD_BYTES_MAX (1 * MIB)
#define ANSWER_BYTES_MAX (4 * MIB)

typedef struct Sample {
    Ctx ctx;
    HttpServer *server;
    int handled; /* requests that reached the service; read when the server is idle */
} Sample;

static size_t body_max(void *self, HttpMethod method, Str path)
{
    (void)self, (void)method;
    return str_equal(path, STR("/upload")) ? UPLOAD_BYTES_MAX : 1 * KIB;
}

/* Answers with what came in: path, parameters, size of the body and its first bytes. */
static void echo(void *self, const HttpRequest *request, HttpExchange *exchange)
{
    Sample *sample = self;
    sample->handled++;
    Arena *arena = arena_create(1 * MIB);
    Buf body = buf_create(arena, 64 * KIB);
    buf_format(&body, "%.*s", STRF(request->path));
    LIST_EACH (const HttpParam, param, &request->query)
        buf_format(&body, " %.*s=%.*s", STRF(param->name), STRF(param->value));
    buf_format(&body, " body=%zu:%.*s", request->body.len, STRF(str_slice(request->body, 0, 16)));
    HttpReply reply = {.status = 200,
                       .content_type = STR("text/plain; charset=utf-8"),
                       .body = buf_str(&body),
                       .etag = STR("\"v1\"")};
    http_reply(exchange, &reply);
    arena_free(arena);
}

static int setup(void **state)
{
    Arena *arena = arena_create(16 * MIB);
    Sample *sample = NEW(arena, Sample, 1);
    sample->ctx.arena = arena;
    HttpService service = {.self = sample, .body_max = body_max, .handle = echo};
    if (!http_start(&sample->ctx, STR("127.0.0.1:0"), &service, &sample->server))
        return -1;
    *state = sample;
    return 0;
}

static int teardown(void **state)
{
    Sample *sample = *state;
    if (sample->server)
        http_stop(sample->server);
    arena_free(sample->ctx.arena);
    return 0;
}

static int dial(Sample *sample)
{
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons((uint16_t)http_port(sample->server)),
                                  .sin_addr = {htonl(INADDR_LOOPBACK)}};
    assert_int_equal(connect(fd, (struct sockaddr *)&address, sizeof address), 0);
    return fd;
}

/* The answers in `text` that are complete; an answer to HEAD and a 304 have no body. */
static int count_whole(Str text, bool head)
{
    int count = 0;
    size_t end;
    while ((end = str_find(text, STR("\r\n\r\n"))) != STR_NONE) {
        size_t at = str_find(text, STR("Content-Length: "));
        int64_t length = 0;
        if (at != STR_NONE && at < end && !head && !str_starts(text, STR("HTTP/1.1 304"))) {
            Str number = str_after(text, at + 16);
            assert_true(str_to_int(str_slice(number, 0, str_find_byte(number, '\r')), &length));
        }
        if (text.len < end + 4 + (size_t)length)
            break;
        text = str_after(text, end + 4 + (size_t)length);
        count++;
    }
    return count;
}

/* Sends the bytes as they are, then reads until there are so many answers or the server closes
 * the connection. */
static Str talk(Sample *sample, Str bytes, int answers)
{
    int fd = dial(sample);
    for (size_t sent = 0; sent < bytes.len;) {
        ssize_t n = send(fd, bytes.at + sent, bytes.len - sent, MSG_NOSIGNAL);
        if (n <= 0)
            break;
        sent += (size_t)n;
    }
    Buf answer = buf_create(sample->ctx.arena, ANSWER_BYTES_MAX);
    char piece[4096];
    ssize_t n;
    while (count_whole(buf_str(&answer), str_starts(bytes, STR("HEAD"))) < answers &&
           (n = recv(fd, piece, sizeof piece, 0)) > 0)
        buf_add_bytes(&answer, piece, (size_t)n);
    close(fd);
    return buf_str(&answer);
}

static Str talk_c(Sample *sample, const char *bytes)
{
    return talk(sample, str_of(bytes), 1);
}

static void assert_has(Str answer, const char *part)
{
    if (!str_contains(answer, str_of(part)))
        fail_msg("no \"%s\" in: %.*s", part, STRF(answer));
}

static void assert_status(Str answer, const char *status)
{
    if (!str_starts(answer, STR("HTTP/1.1 ")) || !str_starts(str_after(answer, 9), str_of(status)))
        fail_msg("not %s: %.*s", status, STRF(answer));
}

#define HOST "Host: 127.0.0.1\r\n"

static void answers_a_get(void **state)
{
    Sample *sample = *state;
    Str answer = talk_c(sample, "GET /a%20b?x=%E8%A1%97 HTTP/1.1\r\n" HOST "\r\n");
    assert_status(answer, "200");
    assert_has(answer, "/a b x=街 body=0:");
}

static void sends_the_security_headers(void **state)
{
    Sample *sample = *state;
    Str answer = talk_c(sample, "GET / HTTP/1.1\r\n" HOST "\r\n");
    assert_has(answer, "Content-Security-Policy: default-src 'self'");
    assert_has(answer, "frame-ancestors 'self'");
    assert_has(answer, "X-Content-Type-Options: nosniff");
    assert_has(answer, "Referrer-Policy: same-origin");
    assert_has(answer, "Cache-Control: no-store");
}

static void answers_head_without_a_body(void **state)
{
    Sample *sample = *state;
    Str answer = talk_c(sample, "HEAD / HTTP/1.1\r\n" HOST "\r\n");
    assert_status(answer, "200");
    assert_has(answer, "Content-Length: 9\r\n");
    assert_true(str_ends(answer, STR("\r\n\r\n")));
}

static void answers_304_to_a_known_tag(void **state)
{
    Sample *sample = *state;
    Str answer = talk_c(sample, "GET / HTTP/1.1\r\n" HOST "If-None-Match: \"v1\"\r\n\r\n");
    assert_status(answer, "304");
}

static void keeps_the_connection(void **state)
{
    Sample *sample = *state;
    Str answer =
        talk(sample, STR("GET /1 HTTP/1.1\r\n" HOST "\r\nGET /2 HTTP/1.1\r\n" HOST "\r\n"), 2);
    assert_has(answer, "/2 body=0:");
}

static void takes_a_body_with_length(void **state)
{
    Sample *sample = *state;
    Str answer = talk_c(sample, "POST / HTTP/1.1\r\n" HOST "Content-Length: 5\r\n\r\n12345");
    assert_has(answer, "body=5:12345");
}

static void takes_a_chunked_body(void **state)
{
    Sample *sample = *state;
    Str answer = talk_c(sample, "POST / HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n"
                                "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
    assert_has(answer, "body=5:abcde");
}

/* Whatever follows an ambiguous head must not be taken for a request of its own. */
static void refuses_smuggling_and_closes(void **state)
{
    static const char *const heads[] = {
        "POST / HTTP/1.1\r\n" HOST "Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n"
        "0\r\n\r\nX",
        "POST / HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\nContent-Length: 6\r\n\r\n"
        "0\r\n\r\nX",
        "GET / HTTP/1.1\r\n" HOST "Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n"
        "0\r\n\r\nX",
        "POST / HTTP/1.1\r\n" HOST "Content-Length: 5\r\nContent-Length: 0\r\n\r\n12345",
        "POST / HTTP/1.1\r\n" HOST "Content-Length: 0\r\nContent-Length: 5\r\n\r\n12345",
        "POST / HTTP/1.1\r\n" HOST "Content-Length: 5, 5\r\n\r\n12345",
        "POST / HTTP/1.1\r\n" HOST "Content-Length: +5\r\n\r\n12345",
        "POST / HTTP/1.1\r\n" HOST "Content-Length: 0x5\r\n\r\n12345",
        "POST / HTTP/1.1\r\n" HOST "Content-Length: -1\r\n\r\n12345",
        "POST / HTTP/1.1\r\n" HOST "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\n" HOST "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\n" HOST "Content-Length : 5\r\n\r\n12345",
        "POST / HTTP/1.0\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "GET / HTTP/1.1\r\n" HOST "Content-Length: 40\r\n\r\n",
    };
    Sample *sample = *state;
    for (size_t i = 0; i < ARRAY_LEN(heads); i++) {
        Str bytes =
            str_format(sample->ctx.arena, "%sGET /smuggled HTTP/1.1\r\n" HOST "\r\n", heads[i]);
        Str answer = talk(sample, bytes, /* answers, so that it reads to the end: */ 9);
        if (answer.len)
            assert_true(answer.at[9] == '4' || answer.at[9] == '5');
        if (str_contains(answer, STR(" 200 ")) || str_contains(answer, STR("/smuggled")))
            fail_msg("case %zu let a request through: %.*s", i, STRF(answer));
    }
    assert_int_equal(sample->handled, 0);
}

static void refuses_foreign_hosts_and_origins(void **state)
{
    Sample *sample = *state;
    assert_status(talk_c(sample, "GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n"), "421");
    assert_status(talk_c(sample, "GET / HTTP/1.1\r\n\r\n"), "400");
    assert_status(talk_c(sample, "POST / HTTP/1.1\r\n" HOST
                                 "Origin: http://evil.example\r\nContent-Length: 0\r\n\r\n"),
                  "403");
    assert_int_equal(sample->handled, 0);
}

static void refuses_unknown_methods(void **state)
{
    Sample *sample = *state;
    Str answer = talk_c(sample, "PUT / HTTP/1.1\r\n" HOST "Content-Length: 0\r\n\r\n");
    assert_status(answer, "405");
    assert_has(answer, "Allow: GET, HEAD, POST, DELETE");
}

static void refuses_broken_escapes(void **state)
{
    Sample *sample = *state;
    assert_status(talk_c(sample, "GET /%zz HTTP/1.1\r\n" HOST "\r\n"), "400");
    assert_status(talk_c(sample, "GET /%00 HTTP/1.1\r\n" HOST "\r\n"), "400");
    assert_status(talk_c(sample, "GET /../x HTTP/1.1\r\n" HOST "\r\n"), "400");
}

/* Sends so many letters between two texts. */
static Str talk_long(Sample *sample, const char *line, size_t filler, const char *end)
{
    Buf buf = buf_create(sample->ctx.arena, ANSWER_BYTES_MAX);
    buf_add_c(&buf, line);
    for (size_t i = 0; i < filler; i++)
        buf_add_byte(&buf, 'a');
    buf_add_c(&buf, end);
    return talk(sample, buf_str(&buf), 1);
}

static void limits_the_head(void **state)
{
    Sample *sample = *state;
    Str answer =
        talk_long(sample, "GET / HTTP/1.1\r\n" HOST "X: ", HTTP_HEADER_BYTES_MAX + 1, "\r\n\r\n");
    assert_status(answer, "431");
    answer = talk_long(sample, "GET /", HTTP_TARGET_BYTES_MAX, " HTTP/1.1\r\n" HOST "\r\n");
    assert_status(answer, "414");
    assert_int_equal(sample->handled, 0);
}

static void limits_a_body_by_its_path(void **state)
{
    Sample *sample = *state;
    Str answer =
        talk_long(sample, "POST / HTTP/1.1\r\n" HOST "Content-Length: 1025\r\n\r\n", 1025, "");
    assert_status(answer, "413");
    assert_int_equal(sample->handled, 0);
    answer = talk_long(sample, "POST /upload HTTP/1.1\r\n" HOST "Content-Length: 1025\r\n\r\n",
                       1025, "");
    assert_has(answer, "body=1025:aaaa");
}

static void limits_a_chunked_body(void **state)
{
    Sample *sample = *state;
    Str answer = talk_long(
        sample, "POST /upload HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n100001\r\n",
        UPLOAD_BYTES_MAX + 1, "\r\n0\r\n\r\n");
    assert_status(answer, "413");
    assert_int_equal(sample->handled, 0);
}

static void drops_a_body_that_is_cut_short(void **state)
{
    Sample *sample = *state;
    talk(sample, STR("POST / HTTP/1.1\r\n" HOST "Content-Length: 5\r\n\r\n123"), 0);
    http_stop(sample->server); /* waits until the request is over */
    sample->server = NULL;
    assert_int_equal(sample->handled, 0);
}

static void says_when_the_port_is_taken(void **state)
{
    Sample *sample = *state;
    HttpServer *second;
    HttpService service = {.self = sample, .body_max = body_max, .handle = echo};
    Str where = str_format(sample->ctx.arena, "127.0.0.1:%d", http_port(sample->server));
    assert_false(http_start(&sample->ctx, where, &service, &second));
    assert_int_equal(sample->ctx.fail.code, FAIL_STATE);
    assert_has(sample->ctx.fail.hint, "--listen");
}

static void refuses_addresses_out_of_syntax(void **state)
{
    static const char *const bad[] = {
        "", "8080", "127.0.0.1", "127.0.0.1:x", "127.0.0.1:65536", "somewhere:80"};
    Sample *sample = *state;
    HttpService service = {.self = sample, .body_max = body_max, .handle = echo};
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        HttpServer *server;
        assert_false(http_start(&sample->ctx, str_of(bad[i]), &service, &server));
        assert_int_equal(sample->ctx.fail.code, FAIL_USAGE);
    }
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(answers_a_get),
        CASE(sends_the_security_headers),
        CASE(answers_head_without_a_body),
        CASE(answers_304_to_a_known_tag),
        CASE(keeps_the_connection),
        CASE(takes_a_body_with_length),
        CASE(takes_a_chunked_body),
        CASE(refuses_smuggling_and_closes),
        CASE(refuses_foreign_hosts_and_origins),
        CASE(refuses_unknown_methods),
        CASE(refuses_broken_escapes),
        CASE(limits_the_head),
        CASE(limits_a_body_by_its_path),
        CASE(limits_a_chunked_body),
        CASE(drops_a_body_that_is_cut_short),
        CASE(says_when_the_port_is_taken),
        CASE(refuses_addresses_out_of_syntax),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
