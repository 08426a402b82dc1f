#include "base/fail.h"
#include "base/problem.h"
#include "base/utf8.h"

#include <stdarg.h>

/* The functions themselves are defined here, see the end of base/fail.h's list of them. */
#undef fail
#undef fail_detail
#undef fail_hint
#undef fail_at
#undef fail_while

typedef struct FailKind {
    const char *name;
    const char *title;
    int http_status;
    int exit_code;
} FailKind;

static const FailKind fail_kinds[FAIL_MAX] = {
    [FAIL_NONE] = {"NONE", "没有出错", 200, 0},
#define F(name, http_status, exit_code, title)                                                     \
    [FAIL_##name] = {#name, title, http_status, exit_code},
#include "base/fail.def"
#undef F
};

/* A message longer than this is cut: it may quote input. */
#define FAIL_TEXT_MAX 4096

/* The longest code point has 4 bytes, so that a cut leaves at most 3 of it. */
#define CUT_RUNE_BYTES_MAX 3

static printf_like(2, 0) Str format_text(Arena *arena, const char *format, va_list list)
{
    char text[FAIL_TEXT_MAX];
    int len = vsnprintf(text, sizeof text, format, list);
    if (len < 0)
        return (Str){0};
    size_t kept = (size_t)len < sizeof text ? (size_t)len : sizeof text - 1;
    if (kept < (size_t)len) /* not in the middle of a character */
        for (size_t cut = 0; cut < CUT_RUNE_BYTES_MAX; cut++) {
            Str tail = {text + kept - cut - 1, cut + 1};
            if (((unsigned char)tail.at[0] & 0xC0) == 0x80)
                continue;
            if (utf8_check(tail) != STR_NONE)
                kept -= tail.len;
            break;
        }
    return str_copy(arena, str_from(text, kept));
}

bool fail(Ctx *ctx, FailCode code, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    ctx->fail = (Fail){.code = code, .message = format_text(ctx->arena, format, list)};
    va_end(list);
    return false;
}

bool fail_detail(Ctx *ctx, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    ctx->fail.detail = format_text(ctx->arena, format, list);
    va_end(list);
    return false;
}

bool fail_hint(Ctx *ctx, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    ctx->fail.hint = format_text(ctx->arena, format, list);
    va_end(list);
    return false;
}

bool fail_at(Ctx *ctx, Place place)
{
    ctx->fail.place = place;
    return false;
}

bool fail_problems(Ctx *ctx, const struct Problems *problems)
{
    ctx->fail.problems = arena_copy(ctx->arena, problems, sizeof *problems);
    return false;
}

bool fail_while(Ctx *ctx, const char *format, ...)
{
    if (ctx->fail.while_count == FAIL_WHILE_MAX)
        return false;
    va_list list;
    va_start(list, format);
    ctx->fail.whiles[ctx->fail.while_count++] = format_text(ctx->arena, format, list);
    va_end(list);
    return false;
}

void fail_clear(Ctx *ctx)
{
    ctx->fail = (Fail){0};
}

Fail fail_copy(Arena *arena, const Fail *fail)
{
    Fail copy = *fail;
    copy.message = str_copy(arena, fail->message);
    copy.detail = str_copy(arena, fail->detail);
    copy.hint = str_copy(arena, fail->hint);
    copy.place.file = str_copy(arena, fail->place.file);
    copy.place.field = str_copy(arena, fail->place.field);
    copy.problems = NULL;
    for (size_t i = 0; i < fail->while_count; i++)
        copy.whiles[i] = str_copy(arena, fail->whiles[i]);
    return copy;
}

const char *fail_title(FailCode code)
{
    return fail_kinds[code].title;
}

const char *fail_name(FailCode code)
{
    return fail_kinds[code].name;
}

int fail_http_status(FailCode code)
{
    return fail_kinds[code].http_status;
}

int fail_exit_code(FailCode code)
{
    return fail_kinds[code].exit_code;
}

void fail_print(Buf *to, const Fail *fail)
{
    const Place *place = &fail->place;
    if (!str_empty(place->file)) {
        buf_add(to, place->file);
        if (place->line)
            buf_format(to, ":%d", place->line);
        if (place->column)
            buf_format(to, ":%d", place->column);
        buf_add_c(to, ": ");
    } else if (place->line) {
        buf_format(to, "第 %d 行: ", place->line);
    }
    if (!str_empty(place->field))
        buf_format(to, "%.*s: ", STRF(place->field));
    buf_format(to, "%.*s\n", STRF(fail->message));
    if (!str_empty(fail->detail))
        buf_format(to, "  详情: %.*s\n", STRF(fail->detail));
    for (size_t i = 0; i < fail->while_count; i++)
        buf_format(to, "  正在: %.*s\n", STRF(fail->whiles[i]));
    if (!str_empty(fail->hint))
        buf_format(to, "  办法: %.*s\n", STRF(fail->hint));
}

void bug_at(const char *file, int line, const char *reason)
{
    fprintf(stderr, "tongban: bug at %s:%d: %s\n", file, line, reason);
    abort();
}
