/* Which orders anybody may look at over Open311, and how they are asked for. */
#include "domain/hotline/open311.h"

#include "engine/access/actor.h"
#include "port/clock.h"
#include "port/db.h"
#include "port/json.h"
#include "sql_ids.h"

#define MS_PER_DAY INT64_C(86400000)
#define LIST_BYTES_MAX (64 * KIB)

static const Field request_fields[] = {
    FIELD(Open311Request, number, "工单号", 0),
    FIELD(Open311Request, kind, "类型", 0),
    FIELD(Open311Request, category, "类目", 0),
    FIELD(Open311Request, state, "状态", 0),
    FIELD(Open311Request, title, "标题", 0),
    FIELD(Open311Request, content, "内容", 0),
    FIELD(Open311Request, address, "地址", 0),
    FIELD_MAYBE(Open311Request, longitude, "经度", 0),
    FIELD_MAYBE(Open311Request, latitude, "纬度", 0),
    FIELD(Open311Request, unit_id, "单位", 0),
    FIELD(Open311Request, received_at, "受理时间", 0),
    FIELD(Open311Request, changed_at, "最近变化", 0),
    FIELD_MAYBE(Open311Request, due_at, "到期时间", 0),
    FIELD_MAYBE(Open311Request, closed_at, "办结时间", 0),
    FIELD(Open311Request, reply, "答复", 0),
};
static const Shape request_shape = SHAPE(Open311Request, request_fields);

static bool fail_date(Ctx *ctx, const char *name, Str text)
{
    fail(ctx, FAIL_INVALID, "%s「%.*s」不是 ISO 8601 时间", name, STRF(text));
    return fail_hint(ctx, "如 2026-01-31T00:00:00Z 或 2026-01-31T08:00:00%%2B08:00");
}

/* A '+' that was not encoded has become a blank on its way. */
static bool read_time(Ctx *ctx, const char *name, Str text, Instant *ret)
{
    Date day;
    if (date_parse(text, &day)) /* the W3C note allows a day alone: its beginning here */
        text = str_format(ctx->arena, "%.*sT00:00:00", STRF(text));
    char *mended = str_to_c(ctx->arena, text);
    size_t blank = str_find_last_byte(text, ' ');
    if (blank != STR_NONE && blank > strlen("2026-01-31T"))
        mended[blank] = '+';
    return instant_parse(str_of(mended), ret) || fail_date(ctx, name, text);
}

static bool read_range(Ctx *ctx, const Open311Query *query, Instant *ret_from, Instant *ret_to)
{
    int64_t span = OPEN311_DAYS_MAX * MS_PER_DAY;
    bool has_start = !str_empty(query->start_date), has_end = !str_empty(query->end_date);
    Instant from = {0}, to = clock_now(ctx);
    if ((has_start && !read_time(ctx, "start_date", query->start_date, &from)) ||
        (has_end && !read_time(ctx, "end_date", query->end_date, &to)))
        return false;
    if (!has_start)
        from.ms = to.ms - span;
    else if (!has_end)
        to.ms = from.ms + span;
    if (to.ms - from.ms > span)
        return fail(ctx, FAIL_INVALID, "start_date 到 end_date 超过 %d 天", OPEN311_DAYS_MAX);
    *ret_from = from;
    *ret_to = to;
    return true;
}

/* "open", "closed", or both, in any order. */
static bool read_status(Ctx *ctx, Str status, bool *ret_open, bool *ret_closed)
{
    Str part;
    bool open = false, closed = false;
    while (str_split(&status, ',', &part)) {
        part = str_trim(part);
        bool is_open = str_equal_c(part, "open") || str_equal_c(part, "OPEN");
        bool is_closed = str_equal_c(part, "closed") || str_equal_c(part, "CLOSED");
        if (!str_empty(part) && !is_open && !is_closed)
            return fail(ctx, FAIL_INVALID, "status「%.*s」不是 open 或 closed", STRF(part));
        open = open || is_open;
        closed = closed || is_closed;
    }
    *ret_open = open || !closed;
    *ret_closed = closed || !open;
    return true;
}

static bool is_listed(Str list, Str code)
{
    Str part;
    while (str_split(&list, ',', &part))
        if (str_equal(str_trim(part), code))
            return true;
    return false;
}

/* The published ones, of these codes when there are any: ["投诉|noise_site", ...]. */
static Str services_json(Ctx *ctx, const Open311Rules *rules, Str codes)
{
    Buf text = buf_create(ctx->arena, LIST_BYTES_MAX);
    JsonWriter json = json_writer(&text);
    json_begin_array(&json);
    LIST_EACH (const Open311Service, service, &rules->services)
        if (service->published && (str_empty(codes) || is_listed(codes, service->code)))
            json_str(&json, str_format(ctx->arena, "%.*s|%.*s", STRF(service->kind),
                                       STRF(service->category)));
    json_end_array(&json);
    return buf_str(&text);
}

static bool read_numbered(Ctx *ctx, const Open311Rules *rules, Str numbers, Open311RequestList *ret)
{
    Buf text = buf_create(ctx->arena, LIST_BYTES_MAX);
    JsonWriter json = json_writer(&text);
    Str part;
    json_begin_array(&json);
    while (str_split(&numbers, ',', &part))
        json_str(&json, str_trim(part));
    json_end_array(&json);
    return db_all(ctx, SQL_OPEN311_NUMBERED,
                  BINDS({"numbers", bind(buf_str(&text))},
                        {"services", bind(services_json(ctx, rules, STR("")))},
                        {"size", bind(OPEN311_REQUESTS_MAX)}),
                  &request_shape, ret);
}

static bool read_range_of(Ctx *ctx, const Open311Rules *rules, const Open311Query *query,
                          Open311RequestList *ret)
{
    Instant from = {0}, to = {0};
    bool open = false, closed = false;
    int64_t page = query->page ? query->page : 1;
    int64_t size = query->page_size ? query->page_size : OPEN311_REQUESTS_MAX;
    if (!read_range(ctx, query, &from, &to) || !read_status(ctx, query->status, &open, &closed))
        return false;
    if (page < 1 || page > 100000)
        return fail(ctx, FAIL_INVALID, "page 从 1 开始");
    if (size < 1 || size > OPEN311_REQUESTS_MAX)
        return fail(ctx, FAIL_INVALID, "page_size 是 1 到 %d", OPEN311_REQUESTS_MAX);
    return db_all(ctx, SQL_OPEN311_REQUESTS,
                  BINDS({"from", bind(from)}, {"to", bind(to)},
                        {"from_day", bind(instant_date(from))}, {"to_day", bind(instant_date(to))},
                        {"services", bind(services_json(ctx, rules, query->service_code))},
                        {"both", bind(open && closed)}, {"closed", bind(closed)},
                        {"size", bind(size)}, {"skip", bind((page - 1) * size)}),
                  &request_shape, ret);
}

bool open311_requests(Ctx *ctx, const Open311Rules *rules, const Open311Query *query,
                      Open311RequestList *ret)
{
    Open311RequestList list = {0};
    const DbScope *before = scope_lift(ctx); /* what the pack publishes is for anybody */
    bool good = str_empty(str_trim(query->service_request_id))
                    ? read_range_of(ctx, rules, query, &list)
                    : read_numbered(ctx, rules, query->service_request_id, &list);
    scope_lower(ctx, before);
    if (good)
        *ret = list;
    return good;
}
