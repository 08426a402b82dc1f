#include "port/http_head.h"

#include "base/buf.h"
#include "base/utf8.h"

#include <arpa/inet.h>

/* Content-Length with more digits is no size of ours, and cannot overflow. */
#define LENGTH_DIGITS_MAX 15

static bool refuse(HttpRefusal *ret, int status, const char *message)
{
    *ret = (HttpRefusal){status, message};
    return false;
}

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static char lower(char byte)
{
    return byte >= 'A' && byte <= 'Z' ? (char)(byte + ('a' - 'A')) : byte;
}

static bool equal_any_case(Str a, Str b)
{
    if (a.len != b.len)
        return false;
    for (size_t i = 0; i < a.len; i++)
        if (lower(a.at[i]) != lower(b.at[i]))
            return false;
    return true;
}

/* RFC 9110, 5.6.2. */
static bool is_token(Str text)
{
    for (size_t i = 0; i < text.len; i++) {
        char byte = lower(text.at[i]);
        if (!(byte >= 'a' && byte <= 'z') && !is_digit(byte) &&
            (byte == 0 || !strchr("!#$%&'*+-.^_`|~", byte)))
            return false;
    }
    return text.len > 0;
}

static bool is_header_value(Str text)
{
    for (size_t i = 0; i < text.len; i++) {
        unsigned char byte = (unsigned char)text.at[i];
        if ((byte < 0x20 && byte != '\t') || byte == 0x7F)
            return false;
    }
    return true;
}

static size_t count_headers(const HttpParams *headers, const char *name)
{
    size_t count = 0;
    LIST_EACH (const HttpParam, header, headers)
        count += equal_any_case(header->name, str_of(name));
    return count;
}

Str http_header(const HttpParams *headers, const char *name)
{
    LIST_EACH (const HttpParam, header, headers)
        if (equal_any_case(header->name, str_of(name)))
            return header->value;
    return (Str){0};
}

/* ---- target ---------------------------------------------------------------------------- */

static int hex_value(char byte)
{
    byte = lower(byte);
    if (is_digit(byte))
        return byte - '0';
    return byte >= 'a' && byte <= 'f' ? byte - 'a' + 10 : -1;
}

bool http_decode(Arena *arena, Str text, bool plus_is_blank, Str *ret)
{
    char *to = NEW(arena, char, text.len + 1);
    size_t len = 0;
    for (size_t i = 0; i < text.len; i++) {
        char byte = text.at[i];
        if (byte == '%') {
            if (text.len - i < 3)
                return false;
            int high = hex_value(text.at[i + 1]), low = hex_value(text.at[i + 2]);
            if (high < 0 || low < 0 || high + low == 0)
                return false;
            byte = (char)(high * 16 + low);
            i += 2;
        } else if (byte == '+' && plus_is_blank) {
            byte = ' ';
        }
        to[len++] = byte;
    }
    Str decoded = {to, len};
    if (utf8_check(decoded) != STR_NONE)
        return false;
    *ret = decoded;
    return true;
}

static bool path_is_plain(Str path)
{
    Str rest = str_after(path, 1), part;
    while (str_split(&rest, '/', &part))
        if (str_equal(part, STR(".")) || str_equal(part, STR("..")) || (str_empty(part) && rest.at))
            return false;
    return true;
}

bool http_form_parse(Arena *arena, Str query, HttpParams *ret)
{
    Str part;
    while (str_split(&query, '&', &part)) {
        if (str_empty(part))
            continue;
        if (ret->count == HTTP_PARAMS_MAX)
            return false;
        size_t equals = str_find_byte(part, '=');
        HttpParam param = {0};
        Str value = equals == STR_NONE ? (Str){0} : str_after(part, equals + 1);
        if (!http_decode(arena, str_slice(part, 0, equals), true, &param.name) ||
            !http_decode(arena, value, true, &param.value))
            return false;
        *LIST_ADD(arena, ret) = param;
    }
    return true;
}

Str http_param(const HttpParams *params, const char *name)
{
    LIST_EACH (const HttpParam, param, params)
        if (str_equal_c(param->name, name))
            return param->value;
    return (Str){0};
}

static bool check_target(Arena *arena, Str target, HttpRequestLine *ret, HttpRefusal *ret_refusal)
{
    if (target.len > HTTP_TARGET_BYTES_MAX)
        return refuse(ret_refusal, 414, "网址太长");
    if (!str_starts(target, STR("/")))
        return refuse(ret_refusal, 400, "网址须以 / 开头");
    for (size_t i = 0; i < target.len; i++)
        if ((unsigned char)target.at[i] <= 0x20 || target.at[i] == 0x7F || target.at[i] == '#')
            return refuse(ret_refusal, 400, "网址中有不允许的字符");
    size_t question = str_find_byte(target, '?');
    if (!http_decode(arena, str_slice(target, 0, question), false, &ret->path) ||
        !path_is_plain(ret->path))
        return refuse(ret_refusal, 400, "网址的路径写法不对");
    if (question != STR_NONE &&
        !http_form_parse(arena, str_after(target, question + 1), &ret->query))
        return refuse(ret_refusal, 400, "网址的查询参数写法不对或太多");
    return true;
}

/* ---- framing --------------------------------------------------------------------------- */

static bool check_headers(const HttpParams *headers, HttpRefusal *ret_refusal)
{
    if (headers->count > HTTP_HEADERS_MAX)
        return refuse(ret_refusal, 431, "请求头太多");
    size_t bytes = 0;
    LIST_EACH (const HttpParam, header, headers) {
        bytes += header->name.len + header->value.len;
        if (!is_token(header->name) || !is_header_value(header->value))
            return refuse(ret_refusal, 400, "请求头写法不对");
    }
    if (bytes > HTTP_HEADER_BYTES_MAX)
        return refuse(ret_refusal, 431, "请求头太长");
    return true;
}

static bool check_framing(const HttpHead *head, HttpRequestLine *ret, HttpRefusal *ret_refusal)
{
    size_t lengths = count_headers(&head->headers, "Content-Length");
    size_t encodings = count_headers(&head->headers, "Transfer-Encoding");
    if (lengths > 1 || encodings > 1 || (lengths && encodings))
        return refuse(ret_refusal, 400, "请求体的长度有两种说法");
    if (encodings) {
        if (!str_equal(head->version, STR("HTTP/1.1")))
            return refuse(ret_refusal, 400, "HTTP/1.0 没有 Transfer-Encoding");
        if (!equal_any_case(http_header(&head->headers, "Transfer-Encoding"), STR("chunked")))
            return refuse(ret_refusal, 501, "只支持 Transfer-Encoding: chunked");
        ret->chunked = true;
    }
    if (lengths) {
        Str text = http_header(&head->headers, "Content-Length");
        if (str_empty(text) || text.len > LENGTH_DIGITS_MAX)
            return refuse(ret_refusal, 400, "Content-Length 不是合理的长度");
        for (size_t i = 0; i < text.len; i++) {
            if (!is_digit(text.at[i]))
                return refuse(ret_refusal, 400, "Content-Length 不是数字");
            ret->body_bytes = ret->body_bytes * 10 + (size_t)(text.at[i] - '0');
        }
    }
    if ((ret->chunked || ret->body_bytes) && ret->method != HTTP_POST)
        return refuse(ret_refusal, 400, "只有 POST 请求可以带请求体");
    return true;
}

/* ---- who asks -------------------------------------------------------------------------- */

/* The host's name, without its port; the empty Str when the port is out of syntax. */
static Str host_name(Str host)
{
    size_t end = str_starts(host, STR("[")) ? str_find_byte(host, ']') : 0;
    if (end == STR_NONE)
        return (Str){0};
    size_t colon = str_find_byte(str_after(host, end), ':');
    if (colon == STR_NONE)
        return host;
    Str port = str_after(host, end + colon + 1);
    int64_t number;
    bool fits = port.len && is_digit(port.at[0]) && str_to_int(port, &number) && number > 0 &&
                number <= UINT16_MAX;
    return fits ? str_slice(host, 0, end + colon) : (Str){0};
}

bool http_host_is_local(Str host)
{
    static const char *const names[] = {"127.0.0.1", "localhost", "[::1]"};
    Str name = host_name(host);
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (equal_any_case(name, str_of(names[i])))
            return true;
    return false;
}

static bool is_address_of(int family, Str text)
{
    char name[INET6_ADDRSTRLEN];
    struct in6_addr address; /* the larger of both kinds */
    if (str_empty(text) || text.len >= sizeof name || str_find_byte(text, '\0') != STR_NONE)
        return false;
    memcpy(name, text.at, text.len);
    name[text.len] = '\0';
    return inet_pton(family, name, &address) == 1;
}

bool http_is_address(Str text)
{
    return is_address_of(AF_INET, text) || is_address_of(AF_INET6, text);
}

bool http_host_is_known(Str host, const TextList *hosts)
{
    Str name = host_name(host);
    if (str_empty(name))
        return false;
    if (http_host_is_local(host) || is_address_of(AF_INET, name))
        return true;
    if (str_starts(name, STR("[")))
        return str_ends(name, STR("]")) &&
               is_address_of(AF_INET6, str_slice(name, 1, name.len - 2));
    LIST_EACH (const Str, known, hosts)
        if (equal_any_case(name, *known))
            return true;
    return false;
}

static bool origin_is_same(Str origin, Str host)
{
    size_t scheme = str_find(origin, STR("://"));
    if (scheme == STR_NONE)
        return false; /* "null" too */
    Str name = str_slice(origin, 0, scheme);
    return (str_equal(name, STR("http")) || str_equal(name, STR("https"))) &&
           equal_any_case(str_after(origin, scheme + 3), host);
}

static bool check_sender(const HttpHead *head, const HttpTrust *trust, HttpMethod method,
                         HttpRefusal *ret_refusal)
{
    if (count_headers(&head->headers, "Host") != 1)
        return refuse(ret_refusal, 400, "请求须有且只有一个 Host");
    Str host = http_header(&head->headers, "Host");
    if (!http_host_is_known(host, &trust->hosts))
        return refuse(ret_refusal, 421, "不接受以这个名称访问；请管理员在启动时用 --host 加上它");
    if (method != HTTP_POST && method != HTTP_DELETE)
        return true;
    /* A program such as curl sends neither header; every browser sends at least one. */
    if (count_headers(&head->headers, "Origin") &&
        !origin_is_same(http_header(&head->headers, "Origin"), host))
        return refuse(ret_refusal, 403, "不接受其他网站的页面发来的修改请求");
    if (str_equal(http_header(&head->headers, "Sec-Fetch-Site"), STR("cross-site")))
        return refuse(ret_refusal, 403, "不接受其他网站的页面发来的修改请求");
    return true;
}

/* The last value of the last header of this name: what the nearest program wrote. */
static Str last_hop(const HttpParams *headers, const char *name)
{
    Str last = {0};
    LIST_EACH (const HttpParam, header, headers)
        if (equal_any_case(header->name, str_of(name)))
            last = header->value;
    size_t comma = str_find_last_byte(last, ',');
    return comma == STR_NONE ? last : str_trim(str_after(last, comma + 1));
}

static void find_client(const HttpHead *head, const HttpTrust *trust, HttpRequestLine *line)
{
    line->client = head->peer;
    if (str_empty(trust->proxy) || !str_equal(head->peer, trust->proxy))
        return;
    Str hop = last_hop(&head->headers, "X-Forwarded-For");
    if (http_is_address(hop))
        line->client = hop;
    line->secure = equal_any_case(last_hop(&head->headers, "X-Forwarded-Proto"), STR("https"));
}

static bool check_method(Str method, HttpMethod *ret, HttpRefusal *ret_refusal)
{
    static const char *const names[] = {
        [HTTP_GET] = "GET", [HTTP_HEAD] = "HEAD", [HTTP_POST] = "POST", [HTTP_DELETE] = "DELETE"};
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (str_equal_c(method, names[i])) {
            *ret = (HttpMethod)i;
            return true;
        }
    return refuse(ret_refusal, 405, "不支持这种请求方法");
}

bool http_head_check(Arena *arena, const HttpHead *head, const HttpTrust *trust,
                     HttpRequestLine *ret, HttpRefusal *ret_refusal)
{
    HttpRequestLine line = {0};
    if (!str_equal(head->version, STR("HTTP/1.1")) && !str_equal(head->version, STR("HTTP/1.0")))
        return refuse(ret_refusal, 505, "只支持 HTTP/1.1");
    if (!check_method(head->method, &line.method, ret_refusal) ||
        !check_headers(&head->headers, ret_refusal) || !check_framing(head, &line, ret_refusal) ||
        !check_sender(head, trust, line.method, ret_refusal) ||
        !check_target(arena, head->target, &line, ret_refusal))
        return false;
    find_client(head, trust, &line);
    *ret = line;
    return true;
}

/* ---- single headers -------------------------------------------------------------------- */

Str http_cookie(const HttpParams *headers, const char *name)
{
    Str rest = http_header(headers, "Cookie"), pair;
    while (str_split(&rest, ';', &pair)) {
        pair = str_trim(pair);
        size_t equals = str_find_byte(pair, '=');
        if (equals != STR_NONE && str_equal_c(str_slice(pair, 0, equals), name))
            return str_after(pair, equals + 1);
    }
    return (Str){0};
}

bool http_takes_gzip(Str accept_encoding)
{
    Str part;
    while (str_split(&accept_encoding, ',', &part)) {
        size_t semicolon = str_find_byte(part, ';');
        if (!equal_any_case(str_trim(str_slice(part, 0, semicolon)), STR("gzip")))
            continue;
        Str weight = semicolon == STR_NONE ? (Str){0} : str_trim(str_after(part, semicolon + 1));
        return !str_equal(weight, STR("q=0")) && !str_equal(weight, STR("q=0.0"));
    }
    return false;
}

bool http_etag_matches(Str if_none_match, Str etag)
{
    Str part;
    while (str_split(&if_none_match, ',', &part)) {
        part = str_trim(part);
        if (str_starts(part, STR("W/")))
            part = str_after(part, 2);
        if (str_equal(part, STR("*")) || str_equal(part, etag))
            return true;
    }
    return false;
}

Str http_disposition(Arena *arena, const char *kind, Str file_name)
{
    Buf buf = buf_create(arena, 4 * KIB);
    buf_format(&buf, "%s; filename=\"", kind);
    for (size_t i = 0; i < file_name.len; i++) { /* for programs that know no filename* */
        char byte = file_name.at[i];
        bool plain = byte > 0x20 && byte < 0x7F && !strchr("\"\\/%", byte);
        bool continues = ((unsigned char)byte & 0xC0) == 0x80;
        if (!continues)
            buf_add_byte(&buf, plain ? byte : '_');
    }
    buf_add_c(&buf, "\"; filename*=UTF-8''");
    for (size_t i = 0; i < file_name.len; i++) {
        char byte = file_name.at[i];
        bool plain = (lower(byte) >= 'a' && lower(byte) <= 'z') || is_digit(byte) ||
                     (byte && strchr("-._~", byte));
        if (plain)
            buf_add_byte(&buf, byte);
        else
            buf_format(&buf, "%%%02X", (unsigned)(unsigned char)byte);
    }
    return buf_str(&buf);
}
