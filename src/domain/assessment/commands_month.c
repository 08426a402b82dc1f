/* The verbs of a month's life: months list, freeze, publish, reopen, versions. */
#include "domain/assessment/commands.h"
#include "domain/assessment/late_correction.h"
#include "domain/assessment/month.h"
#include "port/json.h"

typedef struct PeriodIn {
    Period period;
    bool json;
} PeriodIn;

static const Field period_fields[] = {
    FIELD(PeriodIn, period, "时期", FIELD_REQUIRED),
    FIELD(PeriodIn, json, "JSON", 0),
};
static const Shape period_shape = SHAPE(PeriodIn, period_fields);

static const Option json_option[] = {{"--json", NULL, "json", "以 JSON 输出"}};

static void print_state(const MonthState *month, bool as_json, Console *console)
{
    if (as_json) {
        JsonWriter json = json_writer(console->out);
        json_shape(&json, &month_state_shape, month);
        buf_add_byte(console->out, '\n');
        return;
    }
    period_print(console->out, month->period);
    buf_format(console->out, " %.*s", STRF(month_state_label(month->state)));
    if (month->version > 0)
        buf_format(console->out, " 第%lld版", (long long)month->version);
    buf_add_byte(console->out, '\n');
}

/* A draft may still change, so a frozen month is not compared with it; who freezes should know. */
static bool tell_not_compared(Ctx *ctx, const MonthState *month, int months_ago, const char *word,
                              Console *console)
{
    MonthState earlier;
    bool known;
    Period period = period_before(month->period, months_ago);
    if (!month_read(ctx, period, &earlier, &known))
        return false;
    if (!known || !str_equal(earlier.state, STR("draft")))
        return true;
    Buf text = buf_create(ctx->arena, KIB);
    period_print(&text, period);
    buf_format(&text, " 还是草稿，本期不与它比较（%s）；先冻结它，再重开并冻结本期即可", word);
    console->talk(console, buf_str(&text));
    return true;
}

static bool run_freeze(Ctx *ctx, const void *input, Console *console)
{
    const PeriodIn *in = input;
    MonthState month;
    if (!month_freeze(ctx, in->period, &month))
        return false;
    print_state(&month, in->json, console);
    return tell_not_compared(ctx, &month, 1, "环比", console) &&
           tell_not_compared(ctx, &month, 12, "同比", console);
}

const Command command_freeze = {
    .verb = "freeze",
    .arguments = "PERIOD",
    .help = "冻结一个月：数据和规则存为一个版本，此后不能再改",
    .examples = (const char *const[]){"tongban freeze 2023-02", NULL},
    .options = json_option,
    .option_count = ARRAY_LEN(json_option),
    .input = &period_shape,
    .needs_db = true,
    .run = run_freeze,
};

/* ---- publish ---------------------------------------------------------------------------- */

typedef struct PublishIn {
    Period period;
    Str despite;
    bool json;
} PublishIn;

static const Field publish_fields[] = {
    FIELD(PublishIn, period, "时期", FIELD_REQUIRED),
    FIELD(PublishIn, despite, "仍然公布的理由", 0, .max_runes = 500),
    FIELD(PublishIn, json, "JSON", 0),
};
static const Shape publish_shape = SHAPE(PublishIn, publish_fields);

static const Option publish_options[] = {
    {"--despite", "理由", "despite", "核对出不符仍要公布的理由，记入版本历史"},
    {"--json", NULL, "json", "以 JSON 输出"},
};

/* What refused the publication: a line for each finding. */
static void tell_problems(Ctx *ctx, Console *console)
{
    const Problems *problems = ctx->fail.problems;
    for (size_t i = 0; problems && i < problems->count; i++) {
        const Problem *problem = &problems->at[i];
        console->talk(console, str_format(ctx->arena, "%.*s：%.*s。%.*s", STRF(problem->field),
                                          STRF(problem->message), STRF(problem->hint)));
    }
}

static bool run_publish(Ctx *ctx, const void *input, Console *console)
{
    const PublishIn *in = input;
    MonthState month;
    if (!month_publish(ctx, in->period, in->despite, &month)) {
        tell_problems(ctx, console);
        return false;
    }
    print_state(&month, in->json, console);
    return true;
}

const Command command_publish = {
    .verb = "publish",
    .arguments = "PERIOD",
    .help = "公布已冻结的月份或年度；先核对要公布的文件，有不符之处则不公布",
    .examples = (const char *const[]){"tongban publish 2023-02",
                                      "tongban publish 2023-02 --despite 比率按原始数据计算", NULL},
    .options = publish_options,
    .option_count = ARRAY_LEN(publish_options),
    .input = &publish_shape,
    .needs_db = true,
    .run = run_publish,
};

/* ---- reopen ----------------------------------------------------------------------------- */

typedef struct ReopenIn {
    Period period;
    Str reason;
    bool json;
} ReopenIn;

static const Field reopen_fields[] = {
    FIELD(ReopenIn, period, "时期", FIELD_REQUIRED),
    FIELD(ReopenIn, reason, "原因", FIELD_REQUIRED, .max_runes = 500),
    FIELD(ReopenIn, json, "JSON", 0),
};
static const Shape reopen_shape = SHAPE(ReopenIn, reopen_fields);

static const Option reopen_options[] = {
    {"--reason", "原因", "reason", "为什么重开，记入版本历史"},
    {"--json", NULL, "json", "以 JSON 输出"},
};

static bool run_reopen(Ctx *ctx, const void *input, Console *console)
{
    const ReopenIn *in = input;
    MonthState month;
    LateCorrectionList late;
    int64_t waiting = 0;
    if (!late_corrections_read(ctx, in->period, &late) ||
        !month_reopen(ctx, in->period, in->reason, &month))
        return false;
    print_state(&month, in->json, console);
    LIST_EACH (const LateCorrection, correction, &late)
        waiting += correction->waiting;
    if (waiting)
        console->talk(console, str_format(ctx->arena, "冻结以后有%lld处迟到的变更，现在计入",
                                          (long long)waiting));
    return true;
}

const Command command_reopen = {
    .verb = "reopen",
    .arguments = "PERIOD",
    .help = "重开已冻结或已公布的月份或年度，以便更正数据；再次冻结即成新版本",
    .examples = (const char *const[]){"tongban reopen 2023-02 --reason 更正赤岗街满意度", NULL},
    .options = reopen_options,
    .option_count = ARRAY_LEN(reopen_options),
    .input = &reopen_shape,
    .needs_db = true,
    .run = run_reopen,
};

/* ---- months list ------------------------------------------------------------------------ */

typedef struct MonthsOut {
    MonthStateList months;
} MonthsOut;
static const Field months_fields[] = {FIELD_LIST(MonthsOut, months, "时期", &month_state_shape)};
static const Shape months_shape = SHAPE(MonthsOut, months_fields);

typedef struct JsonIn {
    bool json;
} JsonIn;
static const Field json_fields[] = {FIELD(JsonIn, json, "JSON", 0)};
static const Shape json_in_shape = SHAPE(JsonIn, json_fields);

static bool run_months(Ctx *ctx, const void *input, Console *console)
{
    const JsonIn *in = input;
    MonthsOut out = {0};
    if (!months_read(ctx, &out.months))
        return false;
    if (in->json) {
        JsonWriter json = json_writer(console->out);
        json_shape(&json, &months_shape, &out);
        buf_add_byte(console->out, '\n');
        return true;
    }
    LIST_EACH (const MonthState, month, &out.months)
        print_state(month, false, console);
    if (out.months.count == 0)
        console->talk(console, STR("还没有数据：用 tongban import 导入数据"));
    return true;
}

const Command command_months_list = {
    .verb = "months list",
    .arguments = "",
    .help = "列出各月份、年度及其状态",
    .examples = (const char *const[]){"tongban months list", NULL},
    .options = json_option,
    .option_count = ARRAY_LEN(json_option),
    .input = &json_in_shape,
    .needs_db = true,
    .run = run_months,
};

/* ---- versions --------------------------------------------------------------------------- */

typedef struct VersionsOut {
    MonthVersionList versions;
} VersionsOut;
static const Field versions_fields[] = {
    FIELD_LIST(VersionsOut, versions, "版本", &month_version_shape)};
static const Shape versions_shape = SHAPE(VersionsOut, versions_fields);

static void print_version(const MonthVersion *version, Buf *to)
{
    buf_format(to, "第%lld版 ", (long long)version->version);
    instant_print_short(to, version->frozen_at);
    buf_format(to, " %.*s冻结 摘要%.*s", STRF(version->actor),
               STRF(str_slice(version->digest, 0, 12)));
    if (version->has_published_at) {
        buf_add_c(to, " 公布于");
        instant_print_short(to, version->published_at);
    }
    if (version->findings > 0)
        buf_format(to, " 带%lld处不符公布，理由：%.*s", (long long)version->findings,
                   STRF(version->despite));
    if (version->has_reopened_at)
        buf_format(to, " 重开原因：%.*s", STRF(version->reason));
    buf_add_byte(to, '\n');
    LIST_EACH (const MonthChange, change, &version->changes)
        buf_format(to, "  %.*s %.*s %.*s：%.*s → %.*s\n", STRF(change->table), STRF(change->unit),
                   STRF(change->column), STRF(change->before.len ? change->before : STR("（空）")),
                   STRF(change->after.len ? change->after : STR("（空）")));
}

static bool run_versions(Ctx *ctx, const void *input, Console *console)
{
    const PeriodIn *in = input;
    VersionsOut out = {0};
    if (!month_versions_read(ctx, in->period, &out.versions))
        return false;
    if (in->json) {
        JsonWriter json = json_writer(console->out);
        json_shape(&json, &versions_shape, &out);
        buf_add_byte(console->out, '\n');
        return true;
    }
    LIST_EACH (const MonthVersion, version, &out.versions)
        print_version(version, console->out);
    if (out.versions.count == 0)
        console->talk(console, STR("该月还没有冻结过"));
    return true;
}

const Command command_versions = {
    .verb = "versions",
    .arguments = "PERIOD",
    .help = "列出一个月的各个版本及其差异",
    .examples = (const char *const[]){"tongban versions 2023-02", NULL},
    .options = json_option,
    .option_count = ARRAY_LEN(json_option),
    .input = &period_shape,
    .needs_db = true,
    .run = run_versions,
};
