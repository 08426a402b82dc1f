#include "engine/flow/outbox_message.h"

#include "base/utf8.h"
#include "port/crypto.h"
#include "port/json.h"

#define MESSAGE_BYTES_MAX (256 * KIB)
/* So many bytes make a line of 76 letters (RFC 2045 §6.8). */
#define MAIL_LINE_BYTES 57
#define TITLE_RUNES_MAX 15 /* an encoded word has 75 letters at most (RFC 2047 §2) */

Str outbox_cloud_event(Arena *arena, Str source, const OutboxEvent *event)
{
    Buf body = buf_create(arena, MESSAGE_BYTES_MAX);
    JsonWriter json = json_writer(&body);
    json_begin_object(&json);
    json_key(&json, STR("specversion"));
    json_str(&json, STR("1.0"));
    json_key(&json, STR("id"));
    json_str(&json, str_format(arena, "%lld", (long long)event->id));
    json_key(&json, STR("source"));
    json_str(&json, source);
    json_key(&json, STR("type"));
    json_str(&json, event->type);
    if (!str_empty(event->subject)) { /* empty is no subject in CloudEvents */
        json_key(&json, STR("subject"));
        json_str(&json, event->subject);
    }
    json_key(&json, STR("time"));
    json_instant(&json, event->at);
    json_key(&json, STR("datacontenttype"));
    json_str(&json, STR("application/json"));
    json_end_object(&json);
    /* The data are JSON already. */
    return str_format(arena, "%.*s,\"data\":%.*s}",
                      STRF(str_slice(buf_str(&body), 0, body.len - 1)), STRF(event->data));
}

bool outbox_signature(Ctx *ctx, Str secret, Str body, Str *ret)
{
    unsigned char mac[SHA256_BYTES];
    if (!crypto_hmac_sha256(ctx, secret, body, mac))
        return false;
    *ret = str_format(ctx->arena, "sha256=%.*s",
                      STRF(hex_encode(ctx->arena, str_from(mac, sizeof mac))));
    return true;
}

/* "Sun, 22 Nov 2026 13:25:36 +0800": English whatever the machine's language. */
static void add_date(Buf *to, Instant at)
{
    static const char days[] = "ThuFriSatSunMonTueWed", months[] = "JanFebMarAprMayJunJulAugSep"
                                                                   "OctNovDec";
    Date date = instant_date(at);
    CivilDate civil = date_civil(date);
    int64_t seconds = at.ms / 1000 + 8 * 3600 - date.days * INT64_C(86400);
    buf_format(to, "Date: %.3s, %02d %.3s %04d %02d:%02d:%02d +0800\r\n",
               days + (date.days % 7 + 7) % 7 * 3, civil.day, months + (civil.month - 1) * 3,
               civil.year, (int)(seconds / 3600), (int)(seconds / 60 % 60), (int)(seconds % 60));
}

static Str title_of(Arena *arena, const OutboxEvent *event)
{
    static const struct {
        const char *type, *title;
    } titles[] = {
        {"matter.opened", "新事项"},
        {"matter.moved", "事项有变动"},
        {"matter.overdue", "事项超期"},
    };
    const char *title = "通知";
    for (size_t i = 0; i < ARRAY_LEN(titles); i++)
        if (str_equal_c(event->type, titles[i].type))
            title = titles[i].title;
    return str_format(arena, "%s %.*s", title, STRF(event->subject));
}

Str outbox_mail(Arena *arena, Str from, Str to, const OutboxEvent *event)
{
    Buf mail = buf_create(arena, MESSAGE_BYTES_MAX), words = buf_create(arena, MESSAGE_BYTES_MAX);
    Str title = title_of(arena, event);
    add_date(&mail, event->at);
    buf_format(&mail, "From: <%.*s>\r\nTo: <%.*s>\r\n", STRF(from), STRF(to));
    buf_format(&mail, "Message-ID: <outbox.%lld.%lld%.*s>\r\n", (long long)event->id,
               (long long)event->at.ms, STRF(str_after(from, str_find_byte(from, '@'))));
    buf_format(&mail, "Subject: =?UTF-8?B?%.*s?=\r\n",
               STRF(base64_encode(arena, utf8_prefix(title, TITLE_RUNES_MAX))));
    buf_add_c(&mail, "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=UTF-8\r\n"
                     "Content-Transfer-Encoding: base64\r\nAuto-Submitted: auto-generated\r\n\r\n");
    buf_format(&words, "%.*s\r\n时间：", STRF(title));
    instant_print_short(&words, event->at);
    buf_format(&words, "\r\n事件：%.*s（%lld）\r\n%.*s\r\n", STRF(event->type),
               (long long)event->id, STRF(event->data));
    for (Str rest = buf_str(&words); !str_empty(rest); rest = str_after(rest, MAIL_LINE_BYTES))
        buf_format(&mail, "%.*s\r\n",
                   STRF(base64_encode(arena, str_slice(rest, 0, MAIL_LINE_BYTES))));
    return buf_str(&mail);
}
