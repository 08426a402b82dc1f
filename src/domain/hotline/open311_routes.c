/* Open311 over HTTP: which address answers what, and how a failure is told. */
#include "domain/hotline/open311.h"
#include "domain/hotline/open311_write.h"

#include "base/utf8.h"
#include "engine/access/actor.h"
#include "engine/access/unit.h"

#define BASE "/open311/v2"
#define SPECIFICATION STR("http://wiki.open311.org/GeoReport_v2")
#define READS_A_MINUTE 300
#define POSTS_A_MINUTE 120
#define POST_BYTES_MAX (24 * MIB) /* with photographs */

/* ---- what is asked --------------------------------------------------------------------------- */

/* One struct for all: the standard's parameters are few. */
typedef struct Open311In {
    Str file; /* "json", "noise_site.xml": what stands last in the address */
    Str jurisdiction_id;
    Open311Query query;
    Open311Post post;
    ParameterList others;
} Open311In;

/* Members of the structs within, under their names in the standard. */
#define OF(name_, member_, label_, kind_)                                                          \
    {                                                                                              \
        .name = (name_), .label = (label_), .offset = offsetof(Open311In, member_),                \
        .kind = (kind_)                                                                            \
    }
#define COMMON                                                                                     \
    FIELD(Open311In, file, "名称和格式", FIELD_REQUIRED),                                          \
        FIELD(Open311In, jurisdiction_id, "辖区", 0),                                              \
        FIELD_LIST(Open311In, others, "其余参数", &parameter_shape)

static const Field plain_fields[] = {COMMON};
static const Shape plain_shape = SHAPE(Open311In, plain_fields);

static const Field list_fields[] = {
    COMMON,
    OF("service_request_id", query.service_request_id, "编号，逗号隔开", FIELD_STR),
    OF("service_code", query.service_code, "服务代码，逗号隔开", FIELD_STR),
    OF("start_date", query.start_date, "从", FIELD_STR),
    OF("end_date", query.end_date, "到", FIELD_STR),
    OF("status", query.status, "open、closed", FIELD_STR),
    OF("page", query.page, "第几页", FIELD_INT),
    OF("page_size", query.page_size, "每页", FIELD_INT),
};
static const Shape list_shape = SHAPE(Open311In, list_fields);

static const Field post_fields[] = {
    COMMON,
    OF("service_code", post.service_code, "服务代码", FIELD_STR),
    OF("lat", post.lat, "纬度", FIELD_STR),
    OF("long", post.lon, "经度", FIELD_STR),
    OF("address_string", post.address_string, "地址", FIELD_STR),
    OF("address_id", post.address_id, "地址编号", FIELD_STR),
    {.name = "description",
     .label = "内容",
     .offset = offsetof(Open311In, post.description),
     .kind = FIELD_STR,
     .max_runes = 2 * OPEN311_DESCRIPTION_RUNES_MAX},
    OF("first_name", post.first_name, "名", FIELD_STR),
    OF("last_name", post.last_name, "姓", FIELD_STR),
    OF("phone", post.phone, "电话", FIELD_STR),
    OF("email", post.email, "邮箱", FIELD_STR),
    OF("media_url", post.media_url, "图片地址", FIELD_STR),
};
static const Shape post_shape = SHAPE(Open311In, post_fields);

static bool is_xml(Str file)
{
    return str_equal_c(file, "xml") || str_ends(file, STR(".xml"));
}

/* "noise_site.xml" is noise_site; fails for another format than the two. */
static bool read_file(Ctx *ctx, const Open311In *in, Str *ret_name, bool *ret_xml)
{
    size_t dot = str_find_last_byte(in->file, '.');
    Str format = dot == STR_NONE ? in->file : str_after(in->file, dot + 1);
    if (!str_equal_c(format, "xml") && !str_equal_c(format, "json"))
        return fail(ctx, FAIL_NOT_FOUND, "没有格式「%.*s」，有 xml 和 json", STRF(format));
    *ret_name = dot == STR_NONE ? (Str){0} : str_slice(in->file, 0, dot);
    *ret_xml = str_equal_c(format, "xml");
    return true;
}

/* The rules, once the format and the jurisdiction are known to be right. */
static bool enter(Ctx *ctx, const Open311In *in, Str *ret_name, bool *ret_xml, Open311Rules *ret)
{
    if (!read_file(ctx, in, ret_name, ret_xml) || !open311_rules(ctx, ret))
        return false;
    return str_empty(ret->jurisdiction) || str_empty(in->jurisdiction_id) ||
           str_equal(ret->jurisdiction, in->jurisdiction_id) ||
           fail(ctx, FAIL_NOT_FOUND, "没有辖区「%.*s」", STRF(in->jurisdiction_id));
}

/* ---- discovery and services ------------------------------------------------------------------ */

static void write_endpoint(Open311Writer *out, const Open311Rules *rules, Str url)
{
    open311_begin(out, "endpoint");
    open311_text(out, "specification", SPECIFICATION);
    open311_text(out, "url", url);
    open311_time(out, "changeset", &rules->changeset);
    open311_text(out, "type", STR("production"));
    open311_begin_list(out, "formats");
    open311_item(out, "format", STR("text/xml"));
    open311_item(out, "format", STR("application/json"));
    open311_end(out);
    open311_end(out);
}

static bool get_discovery(Ctx *ctx, const void *input, FileBody *ret)
{
    Open311Rules rules;
    Str name;
    bool xml;
    if (!enter(ctx, input, &name, &xml, &rules))
        return false;
    const Visit *visit = ctx->actor->visit;
    Str url = str_format(ctx->arena, "%s://%.*s" BASE, visit->secure ? "https" : "http",
                         STRF(visit->host));
    Open311Writer out = open311_writer(ctx, xml);
    open311_begin(&out, "discovery");
    open311_time(&out, "changeset", &rules.changeset);
    open311_text(&out, "contact", rules.contact);
    open311_text(&out, "key_service", rules.key_service);
    open311_begin_list(&out, "endpoints");
    write_endpoint(&out, &rules, url);
    open311_end(&out);
    open311_end(&out);
    return open311_file(ctx, &out, "discovery", ret);
}

static bool get_services(Ctx *ctx, const void *input, FileBody *ret)
{
    Open311Rules rules;
    Str name;
    bool xml;
    if (!enter(ctx, input, &name, &xml, &rules))
        return false;
    Open311Writer out = open311_writer(ctx, xml);
    open311_begin_list(&out, "services");
    LIST_EACH (const Open311Service, service, &rules.services) {
        open311_begin(&out, "service");
        open311_text(&out, "service_code", service->code);
        open311_text(&out, "service_name", service->name);
        open311_text(&out, "description", service->description);
        open311_flag(&out, "metadata", service->attributes.count > 0);
        open311_text(&out, "type", STR("realtime"));
        open311_text(&out, "keywords", service->keywords);
        open311_text(&out, "group", service->group);
        open311_end(&out);
    }
    open311_end(&out);
    return open311_file(ctx, &out, "services", ret);
}

static void write_attribute(Open311Writer *out, const Open311Attribute *attribute, int64_t order)
{
    open311_begin(out, "attribute");
    open311_flag(out, "variable", true);
    open311_text(out, "code", attribute->code);
    open311_text(out, "datatype", attribute->datatype);
    open311_flag(out, "required", attribute->required);
    open311_text(out, "datatype_description", attribute->datatype_description);
    open311_number(out, "order", order);
    open311_text(out, "description", attribute->description);
    open311_begin_list(out, "values");
    LIST_EACH (const Open311Value, value, &attribute->values) {
        open311_begin(out, "value");
        open311_text(out, "key", value->key);
        open311_text(out, "name", value->name);
        open311_end(out);
    }
    open311_end(out);
    open311_end(out);
}

static bool get_definition(Ctx *ctx, const void *input, FileBody *ret)
{
    Open311Rules rules;
    Str code;
    bool xml;
    if (!enter(ctx, input, &code, &xml, &rules))
        return false;
    const Open311Service *service = open311_service(&rules, code);
    if (!service)
        return fail(ctx, FAIL_NOT_FOUND, "没有服务「%.*s」", STRF(code));
    Open311Writer out = open311_writer(ctx, xml);
    open311_begin(&out, "service_definition");
    open311_text(&out, "service_code", service->code);
    open311_begin_list(&out, "attributes");
    for (size_t i = 0; i < service->attributes.count; i++)
        write_attribute(&out, &service->attributes.at[i], (int64_t)i + 1);
    open311_end(&out);
    open311_end(&out);
    return open311_file(ctx, &out, "service_definition", ret);
}

/* ---- requests -------------------------------------------------------------------------------- */

static Str status_notes(const Open311Rules *rules, const Open311Request *request)
{
    if (str_equal_c(request->state, "merged"))
        return STR("已并入其他工单一并办理");
    if (str_equal_c(request->state, "voided"))
        return STR("已作废");
    return rules->publish.reply && request->has_closed_at ? request->reply : (Str){0};
}

static Str published_words(Str content)
{
    static const Str lines[] = {STR_INIT(OPEN311_MEDIA_LINE), STR_INIT(OPEN311_MAIL_LINE)};
    for (size_t i = 0; i < ARRAY_LEN(lines); i++) {
        size_t end = str_find(content, lines[i]);
        content = end == STR_NONE ? content : str_slice(content, 0, end);
    }
    return utf8_prefix(content, OPEN311_DESCRIPTION_RUNES_MAX);
}

static Str agency_of(const UnitBook *book, const Open311Rules *rules, const Open311Request *request)
{
    const Unit *unit = rules->publish.agency ? unit_by_id(book, request->unit_id) : NULL;
    return unit ? unit->name : (Str){0};
}

static void write_request(Open311Writer *out, const Open311Rules *rules, const UnitBook *book,
                          const Open311Request *request)
{
    const Open311Publish *publish = &rules->publish;
    const Open311Service *service = open311_service_of(rules, request->kind, request->category);
    Str notes = status_notes(rules, request);
    bool closed = request->has_closed_at || str_equal_c(request->state, "merged") ||
                  str_equal_c(request->state, "voided");
    Str words = published_words(request->content);
    open311_begin(out, "request");
    open311_text(out, "service_request_id", request->number);
    open311_text(out, "status", closed ? STR("closed") : STR("open"));
    open311_text(out, "status_notes", notes);
    open311_text(out, "service_name", service ? service->name : (Str){0});
    open311_text(out, "service_code", service ? service->code : (Str){0});
    open311_text(out, "description", publish->description ? words : (Str){0});
    open311_text(out, "agency_responsible", agency_of(book, rules, request));
    open311_text(out, "service_notice", (Str){0});
    open311_time(out, "requested_datetime", &request->received_at);
    open311_time(out, "updated_datetime",
                 request->has_closed_at ? &request->closed_at : &request->changed_at);
    open311_time(out, "expected_datetime", request->has_due_at ? &request->due_at : NULL);
    open311_text(out, "address", publish->address ? request->address : (Str){0});
    open311_text(out, "address_id", (Str){0});
    open311_text(out, "zipcode", (Str){0});
    open311_micro(out, "lat",
                  publish->position && request->has_latitude ? &request->latitude : NULL);
    open311_micro(out, "long",
                  publish->position && request->has_longitude ? &request->longitude : NULL);
    open311_text(out, "media_url", (Str){0});
    open311_end(out);
}

static bool answer_requests(Ctx *ctx, const Open311Rules *rules, const Open311RequestList *list,
                            bool xml, FileBody *ret)
{
    UnitBook book;
    const DbScope *before = scope_lift(ctx); /* names of units are no secret */
    bool good = unit_book_read(ctx, &book);
    scope_lower(ctx, before);
    if (!good)
        return false;
    Open311Writer out = open311_writer(ctx, xml);
    open311_begin_list(&out, "service_requests");
    LIST_EACH (const Open311Request, request, list)
        write_request(&out, rules, &book, request);
    open311_end(&out);
    return open311_file(ctx, &out, "service_requests", ret);
}

/* What is given more than once counts as if it had a comma between. */
static Str joined(Ctx *ctx, const Open311In *in, const char *name, Str first)
{
    LIST_EACH (const Parameter, other, &in->others)
        if (str_equal_c(other->name, name))
            first = str_format(ctx->arena, "%.*s,%.*s", STRF(first), STRF(other->value));
    return first;
}

/* What other servers call page_size. */
static bool read_per_page(Ctx *ctx, const ParameterList *others, int64_t *ret)
{
    LIST_EACH (const Parameter, other, others)
        if (str_equal_c(other->name, "per_page") && !str_to_int(other->value, ret))
            return fail(ctx, FAIL_INVALID, "per_page「%.*s」不是整数", STRF(other->value));
    return true;
}

static bool get_requests(Ctx *ctx, const void *input, FileBody *ret)
{
    const Open311In *in = input;
    Open311Query query = in->query;
    Open311Rules rules;
    Open311RequestList list;
    Str name;
    bool xml;
    query.service_request_id = joined(ctx, in, "service_request_id", query.service_request_id);
    query.service_code = joined(ctx, in, "service_code", query.service_code);
    if (!query.page_size && !read_per_page(ctx, &in->others, &query.page_size))
        return false;
    query.status = joined(ctx, in, "status", query.status);
    return enter(ctx, in, &name, &xml, &rules) && open311_requests(ctx, &rules, &query, &list) &&
           answer_requests(ctx, &rules, &list, xml, ret);
}

/* The one published request of this number. */
static bool read_one(Ctx *ctx, const Open311In *in, Open311Rules *rules, bool *ret_xml,
                     Open311RequestList *ret)
{
    Str number;
    if (!enter(ctx, in, &number, ret_xml, rules))
        return false;
    Open311Query query = {.service_request_id = number};
    return !str_empty(number) && str_find_byte(number, ',') == STR_NONE &&
                   open311_requests(ctx, rules, &query, ret) && ret->count == 1
               ? true
               : fail(ctx, FAIL_NOT_FOUND, "没有公开的请求「%.*s」", STRF(number));
}

static bool get_request(Ctx *ctx, const void *input, FileBody *ret)
{
    Open311Rules rules;
    Open311RequestList list = {0};
    bool xml;
    return read_one(ctx, input, &rules, &xml, &list) &&
           answer_requests(ctx, &rules, &list, xml, ret);
}

/* Requests have their number at once, so that it serves as the token too. */
static bool get_token(Ctx *ctx, const void *input, FileBody *ret)
{
    Open311Rules rules;
    Open311RequestList list = {0};
    bool xml;
    if (!read_one(ctx, input, &rules, &xml, &list))
        return false;
    Open311Writer out = open311_writer(ctx, xml);
    open311_begin_list(&out, "service_requests");
    open311_begin(&out, "request");
    open311_text(&out, "service_request_id", list.at[0].number);
    open311_text(&out, "token", list.at[0].number);
    open311_end(&out);
    open311_end(&out);
    return open311_file(ctx, &out, "token", ret);
}

static bool post_request(Ctx *ctx, const void *input, FileBody *ret)
{
    const Open311In *in = input;
    Open311Post post = in->post;
    Open311Rules rules;
    OrderTaken taken;
    Str name;
    bool xml;
    post.others = &in->others;
    if (!enter(ctx, in, &name, &xml, &rules) || !open311_take(ctx, &rules, &post, &taken))
        return false;
    Open311Writer out = open311_writer(ctx, xml);
    open311_begin_list(&out, "service_requests");
    open311_begin(&out, "request");
    open311_text(&out, "service_request_id", taken.number);
    open311_text(&out, "service_notice",
                 str_format(ctx->arena, "办结期限：%.*s", STRF(taken.due_text)));
    open311_text(&out, "account_id", (Str){0});
    open311_end(&out);
    open311_end(&out);
    return open311_file(ctx, &out, "service_requests", ret);
}

/* ---- failures -------------------------------------------------------------------------------- */

static void write_error(Open311Writer *out, int status, Str description)
{
    open311_begin(out, "error");
    open311_number(out, "code", status);
    open311_text(out, "description", description);
    open311_end(out);
}

/* 403 is of the key, 404 of what was named, all else that the client can mend is 400. */
static int status_of(FailCode code)
{
    int status = fail_http_status(code);
    if (code == FAIL_UNAUTHENTICATED)
        return 403;
    bool kept = status == 403 || status == 404 || status == 413 || status == 429 || status >= 500;
    return kept ? status : 400;
}

static void tell(Ctx *ctx, Str path, ToldFailure *ret)
{
    bool xml = is_xml(path);
    int status = status_of(ctx->fail.code);
    const Problems *problems = ctx->fail.problems;
    Open311Writer out = open311_writer(ctx, xml);
    open311_begin_list(&out, "errors");
    if (!problems || problems->count == 0)
        write_error(&out, status, ctx->fail.message);
    for (size_t i = 0; problems && i < problems->count; i++)
        write_error(&out, status,
                    str_format(ctx->arena, "%.*s: %.*s", STRF(problems->at[i].field),
                               STRF(problems->at[i].message)));
    open311_end(&out);
    *ret = (ToldFailure){
        .status = status, .content_type = open311_content_type(xml), .body = buf_str(out.to)};
}

/* ---- the table ------------------------------------------------------------------------------- */

static const RouteManner reading = {
    .per_minute = READS_A_MINUTE, .rest_member = "others", .tell = tell};
static const RouteManner posting = {.per_minute = POSTS_A_MINUTE,
                                    .body_bytes_max = POST_BYTES_MAX,
                                    .key_parameter = "api_key",
                                    .form = true,
                                    .rest_member = "others",
                                    .tell = tell};

#define READ(path_, input_, handle_, help_)                                                        \
    {                                                                                              \
        .method = METHOD_GET, .path = (path_), .permission = PERMISSION_ANYONE,                    \
        .lane = LANE_QUICK, .input = (input_), .handle_file = (handle_), .help = (help_),          \
        .manner = &reading                                                                         \
    }

const Route open311_routes[] = {
    READ("/open311/discovery.{file}", &plain_shape, get_discovery, "Open311 服务发现"),
    READ(BASE "/discovery.{file}", &plain_shape, get_discovery, "Open311 服务发现"),
    READ(BASE "/services.{file}", &plain_shape, get_services, "Open311 服务列表"),
    READ(BASE "/services/{file}", &plain_shape, get_definition, "Open311 服务的附加问题"),
    READ(BASE "/requests.{file}", &list_shape, get_requests, "Open311 公开的请求"),
    READ(BASE "/requests/{file}", &plain_shape, get_request, "Open311 一个请求"),
    READ(BASE "/tokens/{file}", &plain_shape, get_token, "Open311 由凭号查编号"),
    {.method = METHOD_POST,
     .path = BASE "/requests.{file}",
     .permission = "hotline.take",
     .lane = LANE_WRITE,
     .input = &post_shape,
     .handle_file = post_request,
     .help = "Open311 登记一个请求",
     .manner = &posting},
    {.path = NULL},
};
