/* The server on a real socket: what is refused, what is taken, what is answered. */
#include "port/http.h"

#include <netinet/in.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#define UPLOAD_BYTES_MAX (1 * MIB)
#define ANSWER_BYTES_MAX (4 * MIB)
#define LATER_MAX 256

typedef struct Sample {
    Ctx ctx;
    HttpServer *server;
    atomic_int handled; /* requests that reached the service */
    pthread_mutex_t lock;
    const HttpRequest *later[LATER_MAX]; /* requests that wait, with their exchanges */
    HttpExchange *exchanges[LATER_MAX];
    size_t later_count;
} Sample;

static size_t body_max(void *self, const HttpRequest *head)
{
    (void)self;
    if (str_equal(head->path, STR("/dropped")))
        return HTTP_BODY_DROPPED;
    return str_equal(head->path, STR("/upload")) ? UPLOAD_BYTES_MAX : 1 * KIB;
}

/* Answers with what came in: path, parameters, size of the body and its first bytes. */
static void answer(const HttpRequest *request, HttpExchange *exchange)
{
    Arena *arena = arena_create(1 * MIB);
    Buf body = buf_create(arena, 64 * KIB);
    buf_format(&body, "%.*s", STRF(request->path));
    LIST_EACH (const HttpParam, param, &request->query)
        buf_format(&body, " %.*s=%.*s", STRF(param->name), STRF(param->value));
    buf_format(&body, " body=%zu:%.*s%s", request->body.len, STRF(str_slice(request->body, 0, 16)),
               request->body_dropped ? " dropped" : "");
    buf_format(&body, " client=%.*s%s x=%.*s", STRF(request->client),
               request->secure ? " secure" : "", STRF(http_header(&request->headers, "X-Sent")));
    HttpReply reply = {.status = 200,
                       .content_type = STR("text/plain; charset=utf-8"),
                       .body = buf_str(&body),
                       .etag = STR("\"v1\""),
                       .set_cookie = STR("a=b; HttpOnly"),
                       .retry_seconds = 7};
    http_reply(exchange, &reply);
    arena_free(arena);
}

/* What is asked of /later waits until the test answers it. */
static void echo(void *self, const HttpRequest *request, HttpExchange *exchange)
{
    Sample *sample = self;
    sample->handled++;
    if (!str_starts(request->path, STR("/later"))) {
        answer(request, exchange);
        return;
    }
    pthread_mutex_lock(&sample->lock);
    http_answer_later(exchange);
    sample->later[sample->later_count] = request;
    sample->exchanges[sample->later_count++] = exchange;
    pthread_mutex_unlock(&sample->lock);
}

static void wait_for_later(Sample *sample, size_t count)
{
    const struct timespec step = {.tv_nsec = 1000000};
    for (bool there = false; !there; nanosleep(&step, NULL)) {
        pthread_mutex_lock(&sample->lock);
        there = sample->later_count >= count;
        pthread_mutex_unlock(&sample->lock);
    }
}

/* The newest first, so that answers do not come in the order of the requests. */
static void answer_all(Sample *sample)
{
    pthread_mutex_lock(&sample->lock);
    while (sample->later_count > 0) {
        sample->later_count--;
        answer(sample->later[sample->later_count], sample->exchanges[sample->later_count]);
    }
    pthread_mutex_unlock(&sample->lock);
}

static int setup(void **state)
{
    Arena *arena = arena_create(16 * MIB);
    Sample *sample = NEW(arena, Sample, 1);
    sample->ctx.arena = arena;
    pthread_mutex_init(&sample->lock, NULL);
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
    pthread_mutex_destroy(&sample->lock);
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

static void send_all(int fd, Str bytes)
{
    for (size_t sent = 0; sent < bytes.len;) {
        ssize_t n = send(fd, bytes.at + sent, bytes.len - sent, MSG_NOSIGNAL);
        if (n <= 0)
            break;
        sent += (size_t)n;
    }
}

/* Reads until there are so many answers or the server closes the connection. */
static Str receive(Sample *sample, int fd, bool head, int answers)
{
    Buf text = buf_create(sample->ctx.arena, ANSWER_BYTES_MAX);
    char piece[4096];
    ssize_t n;
    while (count_whole(buf_str(&text), head) < answers &&
           (n = recv(fd, piece, sizeof piece, 0)) > 0)
        buf_add_bytes(&text, piece, (size_t)n);
    close(fd);
    return buf_str(&text);
}

/* Sends the bytes as they are. */
static Str talk(Sample *sample, Str bytes, int answers)
{
    int fd = dial(sample);
    send_all(fd, bytes);
    return receive(sample, fd, str_starts(bytes, STR("HEAD")), answers);
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
    Str found = talk_c(sample, "GET /a%20b?x=%E8%A1%97 HTTP/1.1\r\n" HOST "\r\n");
    assert_status(found, "200");
    assert_has(found, "/a b x=街 body=0:");
}

static void sends_the_security_headers(void **state)
{
    Sample *sample = *state;
    Str found = talk_c(sample, "GET / HTTP/1.1\r\n" HOST "\r\n");
    assert_has(found, "Content-Security-Policy: default-src 'self'");
    assert_has(found, "frame-ancestors 'self'");
    assert_has(found, "X-Content-Type-Options: nosniff");
    assert_has(found, "Referrer-Policy: same-origin");
    assert_has(found, "Cache-Control: no-store");
}

static void answers_head_without_a_body(void **state)
{
    Sample *sample = *state;
    Str found = talk_c(sample, "HEAD / HTTP/1.1\r\n" HOST "\r\n");
    assert_status(found, "200");
    assert_has(found, "Content-Length: 29\r\n");
    assert_true(str_ends(found, STR("\r\n\r\n")));
}

static void answers_304_to_a_known_tag(void **state)
{
    Sample *sample = *state;
    Str found = talk_c(sample, "GET / HTTP/1.1\r\n" HOST "If-None-Match: \"v1\"\r\n\r\n");
    assert_status(found, "304");
}

static void keeps_the_connection(void **state)
{
    Sample *sample = *state;
    Str found =
        talk(sample, STR("GET /1 HTTP/1.1\r\n" HOST "\r\nGET /2 HTTP/1.1\r\n" HOST "\r\n"), 2);
    assert_has(found, "/2 body=0:");
}

static void takes_a_body_with_length(void **state)
{
    Sample *sample = *state;
    Str found = talk_c(sample, "POST / HTTP/1.1\r\n" HOST "Content-Length: 5\r\n\r\n12345");
    assert_has(found, "body=5:12345");
}

static void takes_a_chunked_body(void **state)
{
    Sample *sample = *state;
    Str found = talk_c(sample, "POST / HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n"
                               "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
    assert_has(found, "body=5:abcde");
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
        Str found = talk(sample, bytes, /* answers, so that it reads to the end: */ 9);
        if (found.len)
            assert_true(found.at[9] == '4' || found.at[9] == '5');
        if (str_contains(found, STR(" 200 ")) || str_contains(found, STR("/smuggled")))
            fail_msg("case %zu let a request through: %.*s", i, STRF(found));
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
    Str found = talk_c(sample, "PUT / HTTP/1.1\r\n" HOST "Content-Length: 0\r\n\r\n");
    assert_status(found, "405");
    assert_has(found, "Allow: GET, HEAD, POST, DELETE");
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
    Str found =
        talk_long(sample, "GET / HTTP/1.1\r\n" HOST "X: ", HTTP_HEADER_BYTES_MAX + 1, "\r\n\r\n");
    assert_status(found, "431");
    found = talk_long(sample, "GET /", HTTP_TARGET_BYTES_MAX, " HTTP/1.1\r\n" HOST "\r\n");
    assert_status(found, "414");
    assert_int_equal(sample->handled, 0);
}

static void limits_a_body_by_its_path(void **state)
{
    Sample *sample = *state;
    Str found =
        talk_long(sample, "POST / HTTP/1.1\r\n" HOST "Content-Length: 1025\r\n\r\n", 1025, "");
    assert_status(found, "413");
    assert_int_equal(sample->handled, 0);
    found = talk_long(sample, "POST /upload HTTP/1.1\r\n" HOST "Content-Length: 1025\r\n\r\n", 1025,
                      "");
    assert_has(found, "body=1025:aaaa");
}

static void limits_a_chunked_body(void **state)
{
    Sample *sample = *state;
    Str found = talk_long(
        sample, "POST /upload HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n100001\r\n",
        UPLOAD_BYTES_MAX + 1, "\r\n0\r\n\r\n");
    assert_status(found, "413");
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

static void a_body_that_is_not_wanted_is_dropped_and_answered(void **state)
{
    Sample *sample = *state;
    Str found = talk_long(sample, "POST /dropped HTTP/1.1\r\n" HOST "Content-Length: 70000\r\n\r\n",
                          70000, "");
    assert_has(found, "/dropped body=0: dropped");
    found = talk_c(sample, "POST /dropped HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n"
                           "3\r\nabc\r\n0\r\n\r\n");
    assert_has(found, "/dropped body=0: dropped");
    found = talk_c(sample, "POST /dropped HTTP/1.1\r\n" HOST "Content-Length: 0\r\n\r\n");
    assert_has(found, "/dropped body=0: client");
}

static void tells_the_service_who_asks(void **state)
{
    Sample *sample = *state;
    Str found = talk_c(sample, "GET / HTTP/1.1\r\n" HOST "X-Sent: yes\r\n"
                               "X-Forwarded-For: 1.2.3.4\r\nX-Forwarded-Proto: https\r\n\r\n");
    assert_has(found, "client=127.0.0.1 x=yes");
}

static void believes_its_proxy(void **state)
{
    Sample *sample = *state;
    http_stop(sample->server);
    Str name = STR("tongban.example");
    HttpService service = {
        .self = sample,
        .trust = {.hosts = {.at = &name, .count = 1}, .proxy = STR("127.0.0.1")},
        .body_max = body_max,
        .handle = echo,
    };
    if (!http_start(&sample->ctx, STR("[::]:0"), &service, &sample->server))
        fail_msg("does not listen on [::]");
    Str found = talk_c(sample, "GET / HTTP/1.1\r\nHost: tongban.example\r\n"
                               "X-Forwarded-For: 6.6.6.6, 10.3.0.7\r\n"
                               "X-Forwarded-Proto: https\r\n\r\n");
    assert_has(found, "client=10.3.0.7 secure");
}

static void sends_cookies_and_when_to_try_again(void **state)
{
    Sample *sample = *state;
    Str found = talk_c(sample, "GET / HTTP/1.1\r\n" HOST "\r\n");
    assert_has(found, "Set-Cookie: a=b; HttpOnly\r\n");
    assert_has(found, "Retry-After: 7\r\n");
}

/* ---- answers that come later --------------------------------------------------------------- */

static void answers_later_from_another_thread(void **state)
{
    Sample *sample = *state;
    int fd = dial(sample);
    send_all(fd, STR("POST /later HTTP/1.1\r\n" HOST "Content-Length: 5\r\n\r\n12345"
                     "GET /next HTTP/1.1\r\n" HOST "\r\n"));
    wait_for_later(sample, 1);
    assert_int_equal(sample->handled, 1);
    answer_all(sample);
    Str found = receive(sample, fd, false, 2);
    assert_has(found, "/later body=5:12345");
    assert_has(found, "/next body=0:");
}

static void answers_others_while_some_wait(void **state)
{
    Sample *sample = *state;
    int fds[LATER_MAX / 2];
    for (size_t i = 0; i < ARRAY_LEN(fds); i++) {
        fds[i] = dial(sample);
        send_all(fds[i],
                 str_format(sample->ctx.arena,
                            "POST /later/%zu HTTP/1.1\r\n" HOST "Content-Length: 3\r\n\r\n%03zu", i,
                            i));
    }
    wait_for_later(sample, ARRAY_LEN(fds));
    assert_has(talk_c(sample, "GET /quick HTTP/1.1\r\n" HOST "\r\n"), "/quick body=0:");
    answer_all(sample);
    for (size_t i = 0; i < ARRAY_LEN(fds); i++) {
        Str found = receive(sample, fds[i], false, 1);
        Str own = str_format(sample->ctx.arena, "/later/%zu body=3:%03zu", i, i);
        assert_has(found, str_to_c(sample->ctx.arena, own));
    }
}

static void a_client_may_go_while_it_waits(void **state)
{
    Sample *sample = *state;
    for (size_t i = 0; i < 8; i++) {
        int fd = dial(sample);
        send_all(fd, STR("POST /later HTTP/1.1\r\n" HOST "Content-Length: 1\r\n\r\n1"));
        wait_for_later(sample, i + 1);
        struct linger reset = {.l_onoff = 1}; /* every other by a reset */
        if (i % 2)
            setsockopt(fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
        close(fd);
    }
    answer_all(sample);
    assert_has(talk_c(sample, "GET /quick HTTP/1.1\r\n" HOST "\r\n"), "/quick body=0:");
}

static void *stop_server(void *self)
{
    Sample *sample = self;
    http_stop(sample->server);
    return NULL;
}

static void stopping_waits_for_those_who_wait(void **state)
{
    Sample *sample = *state;
    int fds[4];
    for (size_t i = 0; i < ARRAY_LEN(fds); i++) {
        fds[i] = dial(sample);
        send_all(fds[i], STR("GET /later HTTP/1.1\r\n" HOST "\r\n"));
    }
    wait_for_later(sample, ARRAY_LEN(fds));
    close(fds[0]);
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, stop_server, sample), 0);
    answer_all(sample);
    for (size_t i = 1; i < ARRAY_LEN(fds); i++)
        assert_has(receive(sample, fds[i], false, 1), "/later body=0:");
    pthread_join(thread, NULL);
    sample->server = NULL;
}

/* ---- start ------------------------------------------------------------------------------------
 */

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
        "",     "8080",          "127.0.0.1", "127.0.0.1:x", "127.0.0.1:65536", "somewhere:80",
        "[::1", "[127.0.0.1]:80"};
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
        CASE(a_body_that_is_not_wanted_is_dropped_and_answered),
        CASE(tells_the_service_who_asks),
        CASE(believes_its_proxy),
        CASE(sends_cookies_and_when_to_try_again),
        CASE(answers_later_from_another_thread),
        CASE(answers_others_while_some_wait),
        CASE(a_client_may_go_while_it_waits),
        CASE(stopping_waits_for_those_who_wait),
        CASE(says_when_the_port_is_taken),
        CASE(refuses_addresses_out_of_syntax),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
