/* An order from another program, over Open311. */
#include "domain/hotline/open311.h"

#include "base/utf8.h"
#include "domain/hotline/attachment_file.h"
#include "engine/access/actor.h"

#define CONTENT_BYTES_MAX (32 * KIB)
#define MICRO INT64_C(1000000)

static void problem(Problems *problems, const char *field, Str value, Str message)
{
    problems_add(problems, (Problem){.field = str_of(field), .value = value, .message = message});
}

/* ---- where ----------------------------------------------------------------------------------- */

/* "-122.4212043" to millionths; further digits, below a hand's breadth, are dropped. */
static bool read_degrees(Str text, int64_t most, int64_t *ret)
{
    Decimal degrees;
    Str number = str_trim(text);
    size_t point = str_find_byte(number, '.');
    if (point != STR_NONE)
        number = str_slice(number, 0, point + 7);
    if (str_empty(number) || decimal_parse(number, &degrees) != DECIMAL_PARSED)
        return false;
    if (degrees.millionths > most * MICRO || degrees.millionths < -most * MICRO)
        return false;
    *ret = degrees.millionths;
    return true;
}

static void set_place(Ctx *ctx, const Open311Post *post, OrderRequest *request, Problems *problems)
{
    bool has_lat = !str_empty(post->lat), has_lon = !str_empty(post->lon);
    request->address = str_trim(post->address_string);
    if (str_empty(request->address) && !str_empty(post->address_id))
        request->address = str_format(ctx->arena, "地址编号 %.*s", STRF(post->address_id));
    if (has_lat != has_lon)
        problem(problems, has_lat ? "long" : "lat", STR(""), STR("lat 和 long 要一起给"));
    if (!has_lat && !has_lon && str_empty(request->address))
        problem(problems, "address_string", STR(""),
                STR("要给出位置：lat 和 long，或 address_string，或 address_id"));
    request->has_latitude = has_lat && read_degrees(post->lat, 90, &request->latitude);
    request->has_longitude = has_lon && read_degrees(post->lon, 180, &request->longitude);
    if (has_lat && !request->has_latitude)
        problem(problems, "lat", post->lat, STR("不是纬度"));
    if (has_lon && !request->has_longitude)
        problem(problems, "long", post->lon, STR("不是经度"));
}

/* ---- attributes ------------------------------------------------------------------------------ */

/* attribute[CODE], attribute[CODE][] and, from some clients, attribute[CODE][0]. */
static bool is_answer(Str name, Str code)
{
    Str start = STR("attribute[");
    if (!str_starts(name, start) || !str_starts(str_after(name, start.len), code))
        return false;
    Str rest = str_after(name, start.len + code.len);
    return str_equal_c(rest, "]") || (str_starts(rest, STR("][")) && str_ends(rest, STR("]")));
}

/* What people read for a key; empty when there is no such key. */
static Str value_name(const Open311Attribute *attribute, Str key)
{
    LIST_EACH (const Open311Value, value, &attribute->values)
        if (str_equal(value->key, key))
            return value->name;
    return (Str){0};
}

static void check_answer(const Open311Attribute *attribute, Str name, Str answer,
                         Problems *problems)
{
    Decimal number;
    Instant at;
    if (attribute->values.count && str_empty(value_name(attribute, answer)))
        problems_add(problems,
                     (Problem){.field = name, .value = answer, .message = STR("不是可选的值")});
    if (str_equal_c(attribute->datatype, "number") &&
        decimal_parse(answer, &number) != DECIMAL_PARSED)
        problems_add(problems, (Problem){.field = name, .value = answer, .message = STR("不是数")});
    if (str_equal_c(attribute->datatype, "datetime") && !instant_parse(answer, &at))
        problems_add(problems,
                     (Problem){.field = name, .value = answer, .message = STR("不是时间")});
}

/* A line in the order's content: 「工地名称：…」. */
static void add_answers(Ctx *ctx, const Open311Attribute *attribute, const ParameterList *others,
                        Buf *content, Problems *problems)
{
    size_t found = 0;
    LIST_EACH (const Parameter, other, others) {
        Str answer = str_trim(other->value);
        if (!is_answer(other->name, attribute->code) || str_empty(answer))
            continue;
        check_answer(attribute, other->name, answer, problems);
        Str shown = attribute->values.count ? value_name(attribute, answer) : answer;
        if (found++)
            buf_add_c(content, "、");
        else
            buf_format(content, "\n%.*s：", STRF(attribute->description));
        buf_add(content, shown);
    }
    if (!found && attribute->required)
        problems_add(problems, (Problem){.field = str_format(ctx->arena, "attribute[%.*s]",
                                                             STRF(attribute->code)),
                                         .message = STR("这项服务要求回答")});
}

/* ---- what ------------------------------------------------------------------------------------ */

/* Some clients give media_url once for each photograph. */
static bool is_picture_address(const Parameter *other)
{
    return str_empty(other->file_name) && !str_empty(other->value) &&
           (str_equal_c(other->name, "media_url") || str_equal_c(other->name, "media_url[]"));
}

static void set_content(Ctx *ctx, const Open311Service *service, const Open311Post *post,
                        OrderRequest *request, Problems *problems)
{
    Buf content = buf_create(ctx->arena, CONTENT_BYTES_MAX);
    Str words = str_trim(post->description);
    if (utf8_count(words) > OPEN311_DESCRIPTION_RUNES_MAX)
        problem(problems, "description", utf8_prefix(words, 20), STR("超过 4000 个字"));
    else
        buf_add(&content, str_empty(words) ? service->description : words);
    LIST_EACH (const Open311Attribute, attribute, &service->attributes)
        add_answers(ctx, attribute, post->others, &content, problems);
    if (!str_empty(post->media_url))
        buf_format(&content, OPEN311_MEDIA_LINE "%.*s", STRF(post->media_url));
    LIST_EACH (const Parameter, other, post->others)
        if (is_picture_address(other))
            buf_format(&content, OPEN311_MEDIA_LINE "%.*s", STRF(other->value));
    /* The only way to tell the sender what became of it. */
    if (str_empty(post->phone) && !str_empty(post->email))
        buf_format(&content, OPEN311_MAIL_LINE "%.*s", STRF(post->email));
    request->content = buf_str(&content);
}

/* ---- photographs ----------------------------------------------------------------------------- */

/* The files of the form, whatever their parts are called, looked at before there is an order: it is
 * taken with all of them or not at all. */
static bool read_photographs(Ctx *ctx, const ParameterList *others, Problems *problems)
{
    AttachmentRules rules;
    int64_t count = 0;
    if (!attachment_rules(ctx, &rules))
        return false;
    LIST_EACH (const Parameter, other, others) {
        AttachmentFile file;
        if (str_empty(other->file_name))
            continue;
        if (++count > rules.citizen_count ||
            (int64_t)other->value.len > rules.citizen_file_mib * (int64_t)MIB)
            problems_add(
                problems,
                (Problem){.field = other->name,
                          .value = other->file_name,
                          .message = str_format(ctx->arena, "最多 %lld 张照片，每张不超过 %lld MiB",
                                                (long long)rules.citizen_count,
                                                (long long)rules.citizen_file_mib)});
        else if (!attachment_file_read(ctx, other->value, &rules.citizen_kinds, &file))
            return fail_while(ctx, "读取照片「%.*s」", STRF(other->file_name));
    }
    return true;
}

static bool add_photographs(Ctx *ctx, const ParameterList *others, int64_t id)
{
    Order order;
    Attachment added;
    bool read = false;
    LIST_EACH (const Parameter, other, others) {
        if (str_empty(other->file_name))
            continue;
        if (!read && !order_read(ctx, id, &order))
            return false;
        read = true;
        NewAttachment file = {.name = other->file_name, .bytes = other->value, .citizen = true};
        if (!attachment_add(ctx, &order, &file, &added))
            return false;
    }
    return true;
}

static Str caller_name(Ctx *ctx, const Open311Post *post)
{
    Str first = str_trim(post->first_name), last = str_trim(post->last_name);
    bool latin = !str_empty(first) && !str_empty(last) && (unsigned char)first.at[0] < 0x80;
    return latin ? str_format(ctx->arena, "%.*s %.*s", STRF(first), STRF(last))
                 : str_format(ctx->arena, "%.*s%.*s", STRF(last), STRF(first));
}

bool open311_take(Ctx *ctx, const Open311Rules *rules, const Open311Post *post, OrderTaken *ret)
{
    Problems problems = problems_create(ctx->arena);
    if (str_empty(post->service_code))
        return fail(ctx, FAIL_INVALID, "没有给出 service_code");
    const Open311Service *service = open311_service(rules, post->service_code);
    if (!service)
        return fail(ctx, FAIL_NOT_FOUND, "没有服务「%.*s」", STRF(post->service_code));
    OrderRequest request = {
        .kind = service->kind,
        .category = service->category,
        .caller = {.name = caller_name(ctx, post), .phone = str_trim(post->phone)}};
    set_place(ctx, post, &request, &problems);
    set_content(ctx, service, post, &request, &problems);
    if (!read_photographs(ctx, post->others, &problems))
        return false;
    if (problems.total > 0) {
        fail(ctx, FAIL_INVALID, "请求有 %zu 处不符合要求", problems.total);
        return fail_problems(ctx, &problems);
    }
    Str sender = str_format(ctx->arena, "account:%lld", (long long)ctx->actor->account_id);
    return order_take(ctx, &request, STR("open311"), sender, ret) &&
           add_photographs(ctx, post->others, ret->id);
}
