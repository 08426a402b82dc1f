#include "face/api/answer.h"

#include "face/api/failure.h"
#include "port/json.h"

#define JSON_TYPE STR("application/json; charset=utf-8")
#define BUSY_RETRY_SECONDS 5
/* A served document brings its styles inside, known by their hash, and never runs code. */
#define DOCUMENT_POLICY                                                                            \
    "default-src 'none'; style-src %.*s; img-src data:; frame-ancestors 'self'; "                  \
    "sandbox allow-same-origin allow-modals"

/* What the browser draws by its own means has the styles of its viewer, and nothing else. */
#define FRAME_POLICY                                                                               \
    "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'self'"

static void send(Work *work, HttpReply *reply)
{
    reply->set_cookie = gate_cookie(work->ctx.arena, &work->caller);
    if (work->held)
        *work->held = *reply;
    else
        http_reply(work->exchange, reply);
}

void answer_failure(Work *work)
{
    Ctx *ctx = &work->ctx;
    const Visit *visit = &work->caller.visit;
    Buf body = buf_create(ctx->arena, API_ANSWER_BYTES_MAX);
    Fail told = ctx->fail;
    /* Names of statements and the words of libraries are for the log. */
    if (told.code == FAIL_DATABASE || told.code == FAIL_SYSTEM || told.code == FAIL_FILE)
        told.detail = (Str){0};
    failure_json(&body, &told, &work->problems);
    ToldFailure other = {.status = fail_http_status(ctx->fail.code),
                         .content_type = JSON_TYPE,
                         .body = buf_str(&body)};
    if (work->manner && work->manner->tell) {
        if (work->problems.total > 0 && !ctx->fail.problems)
            fail_problems(ctx, &work->problems);
        work->manner->tell(ctx, work->request->path, &other);
    }
    HttpReply reply = {.status = other.status,
                       .content_type = other.content_type,
                       .body = other.body,
                       .retry_seconds = work->caller.retry_seconds ? work->caller.retry_seconds
                                                                   : visit->retry_seconds};
    if (reply.status >= 500)
        LOG(work->gate->log, LOG_ERROR, "failed", log_str("path", work->request->path),
            log_str("message", ctx->fail.message), log_str("detail", ctx->fail.detail));
    /* Nothing has been opened by work that failed. */
    work->caller.visit.open_session = (Str){0};
    send(work, &reply);
}

void answer_json(Work *work, Str json)
{
    send(work, &(HttpReply){.status = work->status ? work->status : 200,
                            .content_type = JSON_TYPE,
                            .body = json});
}

void answer_output(Work *work, const Shape *output, const void *out)
{
    if (!output) {
        send(work, &(HttpReply){.status = 204});
        return;
    }
    Buf body = buf_create(work->ctx.arena, API_ANSWER_BYTES_MAX);
    const Actor *actor = work->ctx.actor; /* after signing in another than the caller */
    JsonWriter json = json_writer_seeing(&body, actor ? actor->sees : 0);
    json_shape(&json, output, out);
    if (buf_ok(&body)) {
        answer_json(work, buf_str(&body));
        return;
    }
    fail(&work->ctx, FAIL_TOO_LARGE, "结果超过 %zu MiB", API_ANSWER_BYTES_MAX / MIB);
    answer_failure(work);
}

static Str document_policy(Arena *arena, const FileBody *file)
{
    if (file->in_frame)
        return STR(FRAME_POLICY);
    Str styles = str_empty(file->style_source) ? STR("'none'") : file->style_source;
    return str_format(arena, DOCUMENT_POLICY, STRF(styles));
}

void answer_file(Work *work, const FileBody *file)
{
    Arena *arena = work->ctx.arena;
    bool shown = file->in_frame || str_starts(file->content_type, STR("text/html"));
    HttpReply reply = {
        .status = 200,
        .content_type = file->content_type,
        .body = file->bytes,
        .disposition = http_disposition(arena, shown ? "inline" : "attachment", file->name),
        .policy = shown ? document_policy(arena, file) : (Str){0},
    };
    send(work, &reply);
}

void answer_no_route(Work *work, Str allow)
{
    Ctx *ctx = &work->ctx;
    Buf body = buf_create(ctx->arena, 64 * KIB);
    HttpReply reply = {.status = 404, .content_type = JSON_TYPE};
    fail(ctx, FAIL_NOT_FOUND, "没有接口「%.*s」", STRF(work->request->path));
    if (!str_empty(allow)) {
        fail(ctx, FAIL_NOT_FOUND, "接口「%.*s」不支持这种请求方法", STRF(work->request->path));
        reply.status = 405;
        reply.allow = allow;
    }
    failure_json(&body, &ctx->fail, NULL);
    reply.body = buf_str(&body);
    send(work, &reply);
}

/* Without memory of its own: when it is needed there may be none. */
static HttpReply fixed(FailCode code, Str body, int retry_seconds)
{
    return (HttpReply){.status = fail_http_status(code),
                       .content_type = JSON_TYPE,
                       .body = body,
                       .body_is_static = true,
                       .retry_seconds = retry_seconds};
}

void answer_busy(HttpExchange *exchange)
{
    HttpReply reply = fixed(FAIL_BUSY,
                            STR("{\"error\":{\"code\":\"BUSY\",\"title\":\"服务繁忙\",\"message\":"
                                "\"排队的请求已满\",\"hint\":\"请过几秒再试\"}}"),
                            BUSY_RETRY_SECONDS);
    http_reply(exchange, &reply);
}

void answer_abandoned(HttpExchange *exchange, HttpReply *held)
{
    HttpReply reply =
        fixed(FAIL_TOO_LARGE,
              STR("{\"error\":{\"code\":\"TOO_LARGE\",\"title\":\"超出上限\",\"message\":"
                  "\"处理这个请求所需的内存超出上限\",\"hint\":\"把数据分成几次处理\"}}"),
              0);
    if (held)
        *held = reply;
    else
        http_reply(exchange, &reply);
}
