/*
 * module.h - what a domain module declares about itself.
 *
 * A module is one folder src/domain/<name>/ whose module.c defines `const Module <name>_module`.
 * The build finds it (cmake/generate.cmake writes the sorted list all_modules[]); the faces read
 * its tables. Adding or deleting the folder is all it takes.
 */
#ifndef TONGBAN_DOMAIN_MODULE_H
#define TONGBAN_DOMAIN_MODULE_H

#include "base/shape.h"
#include "domain/counted.h"
#include "engine/access/permission.h"

#include <stdatomic.h>

/* ---- over HTTP ------------------------------------------------------------------------- */

typedef enum Method { METHOD_GET, METHOD_POST, METHOD_DELETE } Method;

/* A file that a route gives back or takes. */
typedef struct FileBody {
    Str name; /* suggested file name, UTF-8 */
    Str content_type;
    Str bytes;
    Str style_source; /* of a page: the style-src of its Content-Security-Policy; empty = none */
    bool in_frame;    /* shown inside of a page of ours, by the browser's own means: a PDF */
} FileBody;

/* Who waits for whom. Quick requests are answered by the server's own threads. What takes long
 * (documents, imports, signing in) waits in a lane with one thread, which yields to the quick ones:
 * a hundred sign-ins a second cannot starve anybody. Short changes that come in numbers share a
 * lane that commits many of them at once, each by itself for better or worse; they are answered
 * when what they did is on the disk, so a handler's work must be all in the database. A full lane
 * is FAIL_BUSY. */
typedef enum Lane { LANE_QUICK, LANE_SLOW, LANE_SIGN_IN, LANE_WRITE } Lane;

/* A parameter as it was sent. */
typedef struct Parameter {
    Str name;
    Str value;
    Str file_name; /* of a file within a form: `value` is its bytes, whatever they are; else empty
                    */
} Parameter;
LIST_OF(Parameter, ParameterList);
extern const Shape parameter_shape;

/* A failure as the standard of a route has it. */
typedef struct ToldFailure {
    int status;
    Str content_type;
    Str body;
} ToldFailure;

/* What a route does otherwise that is open to anybody or follows somebody else's standard. */
typedef struct RouteManner {
    int per_minute;        /* requests from one network; 0 = not counted */
    size_t body_bytes_max; /* of a route with PERMISSION_ANYONE or a key; 0 = as usual */
    /* The token may come as a parameter of this name, in the query or the form; NULL = in the
     * header alone. */
    const char *key_parameter;
    /* The body is application/x-www-form-urlencoded or multipart/form-data; its files go to
     * `rest_member`. */
    bool form;
    /* The ParameterList member of `input` that takes what it does not name and what is given twice;
     * NULL: that is a problem. */
    const char *rest_member;
    /* Answers what failed: ctx->fail. `path` as asked for. NULL = as the API does. */
    void (*tell)(Ctx *ctx, Str path, ToldFailure *ret);
} RouteManner;

/* The row is route, permission, input, output, handler, help. `{name}` in the path (a whole
 * segment, or the end of one as in "bulletin.{format}"), query parameters and the JSON body all
 * bind to members of `input` by name; every problem is reported at once. Where several rows match,
 * the one with more literal segments wins. */
typedef struct Route {
    Method method;
    const char *path; /* "/api/months/{period}/freeze" */
    /* A code of the module's permissions, PERMISSION_SELF or PERMISSION_ANYONE. A row without one
     * is refused at start. */
    const char *permission;
    Lane lane;
    const Shape *input;  /* NULL = none */
    const Shape *output; /* NULL = no content, or a file */
    /* `in` is an input struct, `out` a zeroed output struct. Exactly one of these two is set. */
    bool (*handle)(Ctx *ctx, const void *in, void *out);
    bool (*handle_file)(Ctx *ctx, const void *in, FileBody *out);
    /* The raw request body goes to the Str member of `input` with this name (uploads). */
    const char *body_member;
    const char *help; /* Chinese, one line */
    int status;       /* of success; 0 = 200, or 204 without output. 201: something was made */
    const RouteManner *manner; /* NULL = as usual */
} Route;

/* ---- on the command line ---------------------------------------------------------------- */

typedef struct Option {
    const char *name;   /* "--period" */
    const char *value;  /* "2023-02", shown in help; NULL = a flag */
    const char *member; /* of the input struct */
    const char *help;
} Option;

/* What a command may print on: data on `out`, talk on `talk` (both flushed by the face). */
typedef struct Console {
    Buf *out;
    void (*talk)(struct Console *console, Str text); /* one line to stderr, at once */
    /* A progress bar on a terminal, silent elsewhere; total 0 ends it. */
    void (*progress)(struct Console *console, Str what, int64_t done, int64_t total);
    bool color;
} Console;

typedef struct Command {
    const char *verb;            /* "units import": one or two words */
    const char *arguments;       /* "TABLE FILE": positional, in order; members of the same name in
                                    lower case; [X] optional, X... many (Str list) */
    const char *help;            /* Chinese, one line */
    const char *details;         /* more lines; may be NULL */
    const char *const *examples; /* NULL at the end */
    const Option *options;
    size_t option_count;
    const Shape *input;
    bool needs_db;    /* false: ctx->db is NULL */
    bool needs_packs; /* ctx->packs without a database; what needs_db has them too */
    bool uses_db;     /* the database when there is one; ctx->db is NULL otherwise */
    /* True = ok; a failure gives its code's exit code. One without message has been told in what
     * the command printed. */
    bool (*run)(Ctx *ctx, const void *in, Console *console);
} Command;

/* ---- now and then ------------------------------------------------------------------------- */

/* A round of periodic work. What need not be done in each is done when `round` is a multiple of
 * something: they are numbered from 0, TICK_MS apart. */
typedef struct Tick {
    int64_t round;
    const atomic_bool *stopping; /* the work soon ends when it becomes true */
} Tick;
#define TICK_MS 2000

/* ---- the module ------------------------------------------------------------------------- */

#define DEMO_SCALE_MAX 20

/* What `tongban init --demo` was asked for. */
typedef struct DemoSetup {
    Decimal scale; /* times as many records as the demo district has: 0 to DEMO_SCALE_MAX; with 0
                      only what is imported */
} DemoSetup;

/* One line of `tongban doctor`. */
typedef struct Diagnosis {
    Str subject;
    enum { DIAGNOSIS_OK, DIAGNOSIS_WARNING, DIAGNOSIS_BROKEN } state;
    Str finding;
    Str remedy; /* the command that mends it */
} Diagnosis;
LIST_OF(Diagnosis, DiagnosisList);

/* Who may be told on an open page (GET /api/stream) of what is in the outbox: whoever may see the
 * unit and has the permission. What no row names is told to nobody. */
typedef struct NoticeRight {
    const char *type; /* that the types begin with: "matter." */
    const char *permission;
} NoticeRight;

typedef struct Module {
    const char *name;              /* the folder */
    const char *title;             /* Chinese */
    const Permission *permissions; /* ended by a row without code; NULL = none */
    /* Tables of routes, a noun each, every one ended by a row without path; NULL at the end of
     * them. NULL = none. */
    const Route *const *routes;
    const NoticeRight *notices; /* ended by a row without type; NULL = none */
    const Command *const *commands;
    size_t command_count;
    /* Reads and checks the module's packs; called at start, may be NULL. */
    bool (*load)(Ctx *ctx);
    /* Makes what the module needs before its first use (init), in the transaction of the caller;
     * what is there already stays as it is. May be NULL. */
    bool (*install)(Ctx *ctx, Console *console);
    /* Fills an empty database with the demo district, in the transaction of the caller; fails with
     * FAIL_STATE when there are data of the module already. May be NULL. */
    bool (*demo)(Ctx *ctx, const DemoSetup *setup, Console *console);
    /* A second pass over the modules, in the same transaction, for what builds on the demo data of
     * others (accounts for their units). May be NULL. */
    bool (*demo_after)(Ctx *ctx, const DemoSetup *setup, Console *console);
    /* A third one, for what looks at all of the demo's records (months frozen as they were
     * counted). May be NULL. */
    bool (*demo_last)(Ctx *ctx, const DemoSetup *setup, Console *console);
    /* Whose program this is, for the page of signing in: 海珠区. One module knows it; NULL in the
     * others. */
    bool (*house)(Ctx *ctx, Str *ret);
    /* Adds the tables that the module counts for the month from its own records, over all units;
     * none when it has nothing of that month. May be NULL. */
    bool (*counted)(Ctx *ctx, const CountedAsk *ask, CountedTableList *list);
    /* Adds the months of which it would, up to the running one, oldest first. NULL when `counted`
     * is. */
    bool (*counted_months)(Ctx *ctx, PeriodList *list);
    /* The records behind an item of a scheme for a unit: those that cost points, dearest first.
     * Within ctx->scope; *ret_known false when the item is not this module's. May be NULL. */
    bool (*counted_records)(Ctx *ctx, const CountedAsk *ask, Str scheme, int64_t unit_id, Str item,
                            CountedRecordList *ret, bool *ret_known);
    /* Whether there is a record of this number within ctx->scope: one that CountedAsk.left_out may
     * name. May be NULL. */
    bool (*counted_find)(Ctx *ctx, Str number, bool *ret_found);
    /* Excludes the record from the assessment (剔除), with the rights of the actor, in the caller's
     * transaction; one that is not this module's is left alone. May be NULL. */
    bool (*counted_exclude)(Ctx *ctx, Str number, Str reason, Str basis);
    /* A record that another module counts has changed for a month: counted_change_tell. In its
     * transaction, with the whole scope. May be NULL. */
    bool (*counted_changed)(Ctx *ctx, const CountedChange *change);
    /* What is to be done every few seconds, by a thread of the server and by `tongban tick`: as the
     * local operator, outside of a transaction. May be NULL. */
    bool (*tick)(Ctx *ctx, const Tick *tick);
    /* Working days are others than they were: what the module computed from them is computed again.
     * With the whole scope, outside of a transaction; may be done twice. May be NULL. */
    bool (*calendar_changed)(Ctx *ctx);
    /* Adds findings about what the module needs; packs and database are open. May be NULL. */
    bool (*diagnose)(Ctx *ctx, DiagnosisList *list);
} Module;

/* Generated: every module in the build, sorted by name. */
extern const Module *const all_modules[];
extern const size_t all_module_count;

#endif
