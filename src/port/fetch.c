#include "port/fetch.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

typedef struct Transfer {
    CURL *easy; /* NULL = free */
    struct curl_slist *headers;
    struct curl_slist *recipients;
    FetchRequest request;
    size_t sent; /* of a mail's body */
    size_t answer_bytes;
    bool refused; /* its address may not be connected to */
    bool cut;     /* the answer was longer than is read */
    char error[CURL_ERROR_SIZE];
} Transfer;

struct Fetcher {
    Arena *arena;
    CURLM *multi;
    size_t under_way;
    Transfer transfers[FETCH_AT_ONCE_MAX];
};

/* ---- addresses ---------------------------------------------------------------------------------
 */

static bool is_within(uint32_t address, uint32_t network, int bits)
{
    return (address ^ network) >> (32 - bits) == 0;
}

static bool four_is_inner(uint32_t address)
{
    static const struct {
        uint32_t network;
        int bits;
    } inner[] = {
        {0x00000000, 8},  {0x0a000000, 8},  {0x64400000, 10}, {0x7f000000, 8},  {0xa9fe0000, 16},
        {0xac100000, 12}, {0xc0000000, 24}, {0xc0a80000, 16}, {0xc6120000, 15}, {0xe0000000, 3},
    };
    for (size_t i = 0; i < ARRAY_LEN(inner); i++)
        if (is_within(address, inner[i].network, inner[i].bits))
            return true;
    return false;
}

static bool six_is_inner(const struct in6_addr *six)
{
    static const unsigned char translated[12] = {0x00, 0x64, 0xff, 0x9b};
    uint32_t last;
    memcpy(&last, &six->s6_addr[12], sizeof last);
    if (IN6_IS_ADDR_V4MAPPED(six) || memcmp(six->s6_addr, translated, sizeof translated) == 0)
        return four_is_inner(ntohl(last));
    return IN6_IS_ADDR_UNSPECIFIED(six) || IN6_IS_ADDR_LOOPBACK(six) ||
           IN6_IS_ADDR_LINKLOCAL(six) || IN6_IS_ADDR_SITELOCAL(six) || IN6_IS_ADDR_MULTICAST(six) ||
           IN6_IS_ADDR_V4COMPAT(six) || (six->s6_addr[0] & 0xfe) == 0xfc;
}

bool fetch_is_inner(const struct sockaddr *address)
{
    if (address->sa_family == AF_INET)
        return four_is_inner(ntohl(((const struct sockaddr_in *)address)->sin_addr.s_addr));
    if (address->sa_family == AF_INET6)
        return six_is_inner(&((const struct sockaddr_in6 *)address)->sin6_addr);
    return true;
}

static curl_socket_t open_socket(void *self, curlsocktype purpose, struct curl_sockaddr *address)
{
    Transfer *transfer = self;
    if (purpose != CURLSOCKTYPE_IPCXN)
        return CURL_SOCKET_BAD;
    if (!transfer->request.inner && fetch_is_inner(&address->addr)) {
        transfer->refused = true;
        return CURL_SOCKET_BAD;
    }
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

static bool fail_url(Ctx *ctx, Str url)
{
    fail(ctx, FAIL_INVALID, "地址「%.*s」不能用", STRF(url));
    return fail_hint(ctx, "写成 https://主机/路径，不带用户名和密码");
}

bool fetch_check_url(Ctx *ctx, Str url, Str *ret_host)
{
    CURLU *parsed = curl_url();
    char *scheme = NULL, *host = NULL, *user = NULL;
    bool good = parsed && url.len <= FETCH_URL_BYTES_MAX && !memchr(url.at, 0, url.len) &&
                curl_url_set(parsed, CURLUPART_URL, str_to_c(ctx->arena, url), 0) == CURLUE_OK &&
                curl_url_get(parsed, CURLUPART_SCHEME, &scheme, 0) == CURLUE_OK &&
                curl_url_get(parsed, CURLUPART_HOST, &host, 0) == CURLUE_OK &&
                curl_url_get(parsed, CURLUPART_USER, &user, 0) != CURLUE_OK &&
                (strcmp(scheme, "http") == 0 || strcmp(scheme, "https") == 0) && *host;
    if (good) {
        for (char *at = host; *at; at++)
            if (*at >= 'A' && *at <= 'Z')
                *at = (char)(*at + 'a' - 'A');
        *ret_host = str_copy(ctx->arena, str_of(host));
    }
    curl_free(scheme);
    curl_free(host);
    curl_free(user);
    curl_url_cleanup(parsed);
    return good || fail_url(ctx, url);
}

/* ---- a transfer --------------------------------------------------------------------------------
 */

static size_t take_answer(char *at, size_t size, size_t count, void *self)
{
    (void)at;
    Transfer *transfer = self;
    transfer->answer_bytes += size * count;
    transfer->cut = transfer->answer_bytes > FETCH_ANSWER_BYTES_MAX;
    return transfer->cut ? 0 : size * count;
}

static size_t give_mail(char *to, size_t size, size_t count, void *self)
{
    Transfer *transfer = self;
    Str left = str_after(transfer->request.body, transfer->sent);
    size_t len = left.len < size * count ? left.len : size * count;
    if (len > 0)
        memcpy(to, left.at, len);
    transfer->sent += len;
    return len;
}

static void end_transfer(Fetcher *fetcher, Transfer *transfer)
{
    curl_multi_remove_handle(fetcher->multi, transfer->easy);
    curl_easy_cleanup(transfer->easy);
    curl_slist_free_all(transfer->headers);
    curl_slist_free_all(transfer->recipients);
    *transfer = (Transfer){0};
    fetcher->under_way--;
}

static bool append(Ctx *ctx, struct curl_slist **list, Str text)
{
    struct curl_slist *longer = curl_slist_append(*list, str_to_c(ctx->arena, text));
    if (!longer)
        return fail(ctx, FAIL_SYSTEM, "内存不足");
    *list = longer;
    return true;
}

static bool prepare_post(Ctx *ctx, Transfer *transfer)
{
    CURL *easy = transfer->easy;
    const FetchRequest *request = &transfer->request;
    /* Without waiting for leave to send the body. */
    bool good = append(ctx, &transfer->headers, STR("Expect:"));
    for (size_t i = 0; good && i < FETCH_HEADERS_MAX && request->headers[i].name; i++)
        good = append(ctx, &transfer->headers,
                      str_format(ctx->arena, "%s: %.*s", request->headers[i].name,
                                 STRF(request->headers[i].value)));
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy, CURLOPT_POST, 1L);
    curl_easy_setopt(easy, CURLOPT_POSTFIELDS, request->body.at ? request->body.at : "");
    curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)request->body.len);
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, transfer->headers);
    curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    return good;
}

static bool prepare_mail(Ctx *ctx, Transfer *transfer)
{
    CURL *easy = transfer->easy;
    const FetchMail *mail = transfer->request.mail;
    bool good =
        append(ctx, &transfer->recipients, str_format(ctx->arena, "<%.*s>", STRF(mail->to)));
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(easy, CURLOPT_MAIL_FROM,
                     str_to_c(ctx->arena, str_format(ctx->arena, "<%.*s>", STRF(mail->from))));
    curl_easy_setopt(easy, CURLOPT_MAIL_RCPT, transfer->recipients);
    curl_easy_setopt(easy, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(easy, CURLOPT_READFUNCTION, give_mail);
    curl_easy_setopt(easy, CURLOPT_READDATA, transfer);
    if (mail->starttls)
        curl_easy_setopt(easy, CURLOPT_USE_SSL, (long)CURLUSESSL_ALL);
    if (!str_empty(mail->user)) {
        curl_easy_setopt(easy, CURLOPT_USERNAME, str_to_c(ctx->arena, mail->user));
        curl_easy_setopt(easy, CURLOPT_PASSWORD, str_to_c(ctx->arena, mail->password));
    }
    return good;
}

static bool prepare(Ctx *ctx, Transfer *transfer)
{
    CURL *easy = transfer->easy;
    const FetchRequest *request = &transfer->request;
    curl_easy_setopt(easy, CURLOPT_PRIVATE, transfer);
    curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, transfer->error);
    curl_easy_setopt(easy, CURLOPT_URL, str_to_c(ctx->arena, request->url));
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_PROXY, "");
    curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT, (long)FETCH_CONNECT_SECONDS_MAX);
    curl_easy_setopt(easy, CURLOPT_TIMEOUT, (long)FETCH_SECONDS_MAX);
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, open_socket);
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, transfer);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_answer);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, transfer);
    curl_easy_setopt(easy, CURLOPT_USERAGENT, "tongban/" TONGBAN_VERSION);
    if (!str_empty(request->certificates))
        curl_easy_setopt(easy, CURLOPT_CAINFO, str_to_c(ctx->arena, request->certificates));
    return request->mail ? prepare_mail(ctx, transfer) : prepare_post(ctx, transfer);
}

/* ---- the fetcher -------------------------------------------------------------------------------
 */

static void close_fetcher(void *self)
{
    Fetcher *fetcher = self;
    for (size_t i = 0; i < FETCH_AT_ONCE_MAX; i++)
        if (fetcher->transfers[i].easy)
            end_transfer(fetcher, &fetcher->transfers[i]);
    curl_multi_cleanup(fetcher->multi);
}

bool fetcher_open(Ctx *ctx, Fetcher **ret)
{
    Fetcher *fetcher = NEW(ctx->arena, Fetcher, 1);
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK || !(fetcher->multi = curl_multi_init()))
        return fail(ctx, FAIL_SYSTEM, "网络程序库不能启动");
    fetcher->arena = ctx->arena;
    arena_defer(ctx->arena, close_fetcher, fetcher);
    *ret = fetcher;
    return true;
}

size_t fetch_under_way(const Fetcher *fetcher)
{
    return fetcher->under_way;
}

bool fetch_start(Ctx *ctx, Fetcher *fetcher, const FetchRequest *request)
{
    Transfer *transfer = NULL;
    for (size_t i = 0; i < FETCH_AT_ONCE_MAX && !transfer; i++)
        if (!fetcher->transfers[i].easy)
            transfer = &fetcher->transfers[i];
    if (!transfer)
        return fail(ctx, FAIL_LIMITED, "同时外发的太多");
    *transfer = (Transfer){.easy = curl_easy_init(), .request = *request};
    if (!transfer->easy)
        return fail(ctx, FAIL_SYSTEM, "网络程序库不能启动");
    fetcher->under_way++;
    if (prepare(ctx, transfer) && curl_multi_add_handle(fetcher->multi, transfer->easy) == CURLM_OK)
        return true;
    end_transfer(fetcher, transfer);
    return fail(ctx, FAIL_SYSTEM, "外发请求不能开始");
}

static Str error_of(Arena *arena, const Transfer *transfer, CURLcode code)
{
    const char *why = transfer->error[0] ? transfer->error : curl_easy_strerror(code);
    if (transfer->refused)
        return STR("地址在本机或内部网络，不允许外发");
    if (code == CURLE_OPERATION_TIMEDOUT)
        return str_format(arena, "超时：%s", why);
    if (code == CURLE_PEER_FAILED_VERIFICATION)
        return str_format(arena, "证书不可信：%s", why);
    return str_format(arena, "连不上：%s", why);
}

static FetchAnswer answer_of(Fetcher *fetcher, Transfer *transfer, CURLcode code)
{
    long status = 0;
    curl_easy_getinfo(transfer->easy, CURLINFO_RESPONSE_CODE, &status);
    FetchAnswer answer = {.self = transfer->request.self, .status = status};
    answer.answered = code == CURLE_OK || (code == CURLE_WRITE_ERROR && transfer->cut);
    if (!answer.answered)
        answer.error = error_of(fetcher->arena, transfer, code);
    return answer;
}

static bool take_finished(Fetcher *fetcher, FetchAnswer *ret)
{
    int more = 0;
    CURLMsg *message;
    while ((message = curl_multi_info_read(fetcher->multi, &more))) {
        char *self = NULL;
        if (message->msg != CURLMSG_DONE)
            continue;
        CURLcode code = message->data.result;
        curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &self);
        Transfer *transfer = (Transfer *)(void *)self;
        *ret = answer_of(fetcher, transfer, code);
        end_transfer(fetcher, transfer);
        return true;
    }
    return false;
}

bool fetch_next(Fetcher *fetcher, int wait_ms, FetchAnswer *ret)
{
    int running = 0;
    if (take_finished(fetcher, ret))
        return true;
    curl_multi_perform(fetcher->multi, &running);
    if (take_finished(fetcher, ret))
        return true;
    if (running == 0 || curl_multi_poll(fetcher->multi, NULL, 0, wait_ms, NULL) != CURLM_OK)
        return false;
    curl_multi_perform(fetcher->multi, &running);
    return take_finished(fetcher, ret);
}
