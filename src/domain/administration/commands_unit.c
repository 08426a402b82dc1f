/* The verbs of the organisation: dated names, the tree, merges. (units import and units list bring
 * in and show the roster; they belong to the module that reads it.) */
#include "domain/administration/commands.h"
#include "domain/administration/unit_kind.h"
#include "engine/access/access.h"

typedef struct UnitIn {
    Str unit;
    Str name;
    Str into;
    Str under;
    bool top;
    Str kind;
    Date since;
    Str why;
} UnitIn;
#define UNIT_FIELD FIELD(UnitIn, unit, "单位", FIELD_REQUIRED, .max_runes = 64)
#define SINCE_FIELD FIELD(UnitIn, since, "起", FIELD_REQUIRED)
#define WHY_FIELD FIELD(UnitIn, why, "原因", FIELD_REQUIRED, .max_runes = 500)
#define WHY_OPTION                                                                                 \
    {                                                                                              \
        "--why", "机构改革", "why", "原因，记入操作记录"                                  \
    }

/* ---- rename
 * ---------------------------------------------------------------------------------------- */

static const Field rename_fields[] = {
    UNIT_FIELD, FIELD(UnitIn, name, "新名称", FIELD_REQUIRED, .max_runes = 64), SINCE_FIELD,
    WHY_FIELD};
static const Shape rename_shape = SHAPE(UnitIn, rename_fields);
static const Option rename_options[] = {
    {"--since", "2026-07-01", "since", "从哪天起叫新名称；之前的月份仍认旧名"},
    WHY_OPTION,
};

static bool run_rename(Ctx *ctx, const void *input, Console *console)
{
    const UnitIn *in = input;
    const Unit *unit;
    if (!command_unit(ctx, in->unit, &unit) ||
        !unit_rename(ctx, unit->id, in->name, in->since, in->why))
        return false;
    buf_format(console->out, "%.*s → %.*s\n", STRF(unit->name), STRF(in->name));
    return true;
}

const Command command_units_rename = {
    .verb = "units rename",
    .arguments = "UNIT NAME",
    .help = "单位更名；旧名成为曾用名，旧文件仍认得",
    .examples = (const char *const[]){"tongban units rename 区科工商信局 区科技局 "
                                      "--since 2026-07-01 --why 机构改革",
                                      NULL},
    .options = rename_options,
    .option_count = ARRAY_LEN(rename_options),
    .input = &rename_shape,
    .needs_db = true,
    .run = run_rename,
};

/* ---- move
 * ------------------------------------------------------------------------------------------ */

static const Field move_fields[] = {UNIT_FIELD, FIELD(UnitIn, under, "上级", 0, .max_runes = 64),
                                    FIELD(UnitIn, top, "最上层", 0),
                                    FIELD(UnitIn, kind, "类别", 0, .max_runes = 32), WHY_FIELD};
static const Shape move_shape = SHAPE(UnitIn, move_fields);
static const Option move_options[] = {
    {"--under", "区政府办", "under", "新的上级"},
    {"--top", NULL, "top", "移到最上层"},
    {"--kind", "department", "kind", "新的类别；不写则不变"},
    WHY_OPTION,
};

static bool run_move(Ctx *ctx, const void *input, Console *console)
{
    const UnitIn *in = input;
    const Unit *unit, *under = NULL;
    if (in->top && !str_empty(in->under))
        return fail(ctx, FAIL_USAGE, "--under 与 --top 只能写一个");
    if (!command_unit(ctx, in->unit, &unit) ||
        (!str_empty(in->under) && !command_unit(ctx, in->under, &under)))
        return false;
    int64_t parent_id = under ? under->id : in->top ? 0 : unit->parent_id;
    Str kind = str_empty(in->kind) ? unit->kind : in->kind;
    if (!unit_kind_check(ctx, unit, kind) || !unit_move(ctx, unit->id, parent_id, kind, in->why))
        return false;
    buf_format(console->out, "已移动 %.*s\n", STRF(unit->name));
    return true;
}

const Command command_units_move = {
    .verb = "units move",
    .arguments = "UNIT",
    .help = "改单位的上级或类别",
    .examples =
        (const char *const[]){"tongban units move 区信访局 --under 区政府办 --why 机构改革", NULL},
    .options = move_options,
    .option_count = ARRAY_LEN(move_options),
    .input = &move_shape,
    .needs_db = true,
    .run = run_move,
};

/* ---- merge
 * ----------------------------------------------------------------------------------------- */

static const Field merge_fields[] = {UNIT_FIELD,
                                     FIELD(UnitIn, into, "并入", FIELD_REQUIRED, .max_runes = 64),
                                     SINCE_FIELD, WHY_FIELD};
static const Shape merge_shape = SHAPE(UnitIn, merge_fields);
static const Option merge_options[] = {
    {"--since", "2026-07-01", "since", "从哪天起不再存在；之前的数据仍是它的"},
    WHY_OPTION,
};

static bool run_merge(Ctx *ctx, const void *input, Console *console)
{
    const UnitIn *in = input;
    const Unit *unit, *into;
    if (!command_unit(ctx, in->unit, &unit) || !command_unit(ctx, in->into, &into) ||
        !unit_merge(ctx, unit->id, into->id, in->since, in->why))
        return false;
    buf_format(console->out, "%.*s 并入 %.*s\n", STRF(unit->name), STRF(into->name));
    return true;
}

const Command command_units_merge = {
    .verb = "units merge",
    .arguments = "UNIT INTO",
    .help = "单位并入另一单位；下级单位和岗位随之转入",
    .examples = (const char *const[]){"tongban units merge 区文化局 区文广旅体局 "
                                      "--since 2026-07-01 --why 机构改革",
                                      NULL},
    .options = merge_options,
    .option_count = ARRAY_LEN(merge_options),
    .input = &merge_shape,
    .needs_db = true,
    .run = run_merge,
};

/* ---- alias
 * ----------------------------------------------------------------------------------------- */

static const Field alias_fields[] = {
    UNIT_FIELD, FIELD(UnitIn, name, "别名", FIELD_REQUIRED, .max_runes = 64), WHY_FIELD};
static const Shape alias_shape = SHAPE(UnitIn, alias_fields);
static const Option alias_options[] = {WHY_OPTION};

static bool run_alias(Ctx *ctx, const void *input, Console *console)
{
    const UnitIn *in = input;
    const Unit *unit;
    if (!command_unit(ctx, in->unit, &unit) || !unit_add_alias(ctx, unit->id, in->name, in->why))
        return false;
    buf_format(console->out, "%.*s = %.*s\n", STRF(in->name), STRF(unit->name));
    return true;
}

const Command command_units_alias = {
    .verb = "units alias",
    .arguments = "UNIT NAME",
    .help = "给单位加一个导入时认得的别名",
    .examples =
        (const char *const[]){"tongban units alias 赤岗街 赤岗街道办事处 --why 来文用全称", NULL},
    .options = alias_options,
    .option_count = ARRAY_LEN(alias_options),
    .input = &alias_shape,
    .needs_db = true,
    .run = run_alias,
};
