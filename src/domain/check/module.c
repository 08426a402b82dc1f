/* What this module declares about itself: the table of contents. */
#include "domain/module.h"

#include "domain/check/checking.h"
#include "domain/check/command.h"
#include "engine/check/rules.h"

/* The packs of known tables, so that a slip in one is told at start with file and line. */
static bool load_packs(Ctx *ctx)
{
    CheckRules rules;
    return check_rules_load(ctx, &rules);
}

/* ---- over HTTP ---------------------------------------------------------------------------- */

typedef struct CheckIn {
    Str name;
    Str file; /* its bytes: the body */
} CheckIn;
static const Field check_in_fields[] = {
    FIELD(CheckIn, name, "文件名", FIELD_REQUIRED, .max_runes = 200),
    FIELD(CheckIn, file, "文件", 0),
};
static const Shape check_in_shape = SHAPE(CheckIn, check_in_fields);

static const Field checked_fields[] = {
    FIELD_LIST(CheckedFile, findings, "不符之处", &finding_shape),
    FIELD(CheckedFile, tables, "表", 0),
    FIELD(CheckedFile, paragraphs, "段落", 0),
};
static const Shape checked_shape = SHAPE(CheckedFile, checked_fields);

static bool post_check(Ctx *ctx, const void *input, void *out)
{
    const CheckIn *in = input;
    return check_bytes(ctx, in->name, in->file, out);
}

static const Route routes[] = {
    {.method = METHOD_POST,
     .path = "/api/check",
     .permission = "check.use",
     .lane = LANE_SLOW,
     .input = &check_in_shape,
     .output = &checked_shape,
     .handle = post_check,
     .body_member = "file",
     .help = "核对一个文件：请求体是文件本身，什么也不保存"},
    {.path = NULL},
};

static const Permission permissions[] = {
    {"check.use", "核对文件", false},
    {NULL, NULL, false},
};

static const Command *const commands[] = {&command_check};

const Module check_module = {
    .name = "check",
    .title = "核对",
    .permissions = permissions,
    .routes = (const Route *const[]){routes, NULL},
    .commands = commands,
    .command_count = ARRAY_LEN(commands),
    .load = load_packs,
};
