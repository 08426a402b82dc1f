/*
 * fail.h - the context of a piece of work and the one way to fail.
 *
 * Every function above base that can fail takes a Ctx first, is `must_use bool`, and returns
 * fail(ctx, ...), which is always false. A failure has a code from fail.def, a short message for
 * people (Chinese, what failed first, the subject quoted 「」, no full stop), and optionally a
 * detail (facts), a hint (how to mend it), a place (file, line, column, field), and the stack of
 * what was being done, added by callers as it rises. Library code never prints or logs a
 * failure; only the faces do.
 *
 *     if (!scheme_load(ctx, name, &scheme))
 *         return fail_while(ctx, "读取考核方案「%.*s」", STRF(name));
 */
#ifndef TONGBAN_BASE_FAIL_H
#define TONGBAN_BASE_FAIL_H

#include "base/buf.h"

typedef enum FailCode {
    FAIL_NONE,
#define F(name, http_status, exit_code, title) FAIL_##name,
#include "base/fail.def"
#undef F
    FAIL_MAX
} FailCode;

/* Where in the input: any part may be unset (0 or empty). */
typedef struct Place {
    Str file;
    int line;   /* from 1 */
    int column; /* from 1 */
    Str field;
} Place;

#define FAIL_WHILE_MAX 8

typedef struct Fail {
    FailCode code;
    Str message;
    Str detail;
    Str hint;
    Place place;
    const struct Problems *problems; /* all that is wrong with the input; NULL = not located */
    Str whiles[FAIL_WHILE_MAX];      /* innermost first */
    size_t while_count;
} Fail;

/*
 * What a piece of work needs from its surroundings. There are no globals: tests build a Ctx with
 * a frozen clock and an in-memory database. Members that an engine or test does not need may be
 * NULL. The structs are declared by port/db.h, clock.h, packs.h and fonts.h, and by
 * engine/access/access.h and actor.h.
 */
typedef struct Ctx {
    Arena *arena; /* dies with the request, command or job */
    Fail fail;
    struct Db *db;
    const struct Clock *clock;
    const struct Packs *packs;
    struct Fonts *fonts;         /* NULL: found anew for each PDF */
    const struct DbScope *scope; /* the rows that may be seen; NULL: none of a scoped table */
    const struct Actor *actor;   /* who does it; NULL: nobody has signed in */
    struct Access *access;       /* of the process: permissions, policy, keys; NULL in most tests */
} Ctx;

/* Records a failure and returns false. An earlier failure is overwritten. */
bool fail(Ctx *ctx, FailCode code, const char *format, ...) printf_like(3, 4);
/* The next five add to the failure recorded last, and return false too. */
bool fail_detail(Ctx *ctx, const char *format, ...) printf_like(2, 3);
bool fail_hint(Ctx *ctx, const char *format, ...) printf_like(2, 3);
bool fail_at(Ctx *ctx, Place place);
/* See base/problem.h. */
bool fail_problems(Ctx *ctx, const struct Problems *problems);
bool fail_while(Ctx *ctx, const char *format, ...) printf_like(2, 3);
void fail_clear(Ctx *ctx);
/* The failure with its texts in `arena`: it outlives the arena of the work that failed. Problems
 * are not taken along. */
Fail fail_copy(Arena *arena, const Fail *fail);

#ifdef __clang_analyzer__
/* clang-tidy sees one file at a time; told that these are always false, it follows no path on
 * which a function failed and yet returned true. */
#define fail(...) ((void)fail(__VA_ARGS__), false)
#define fail_detail(...) ((void)fail_detail(__VA_ARGS__), false)
#define fail_hint(...) ((void)fail_hint(__VA_ARGS__), false)
#define fail_at(...) ((void)fail_at(__VA_ARGS__), false)
#define fail_while(...) ((void)fail_while(__VA_ARGS__), false)
#endif

const char *fail_title(FailCode code);
/* The code's stable name, e.g. "NOT_FOUND", for JSON and docs. */
const char *fail_name(FailCode code);
int fail_http_status(FailCode code);
int fail_exit_code(FailCode code);

/* For a terminal: 「文件:行:列: 消息」 and below it detail, whiles and hint, one line each. */
void fail_print(Buf *to, const Fail *fail);

/* A programmer's error: prints the place and aborts, in every build. */
#define BUG(reason) bug_at(__FILE__, __LINE__, (reason))
no_return void bug_at(const char *file, int line, const char *reason);

#endif
