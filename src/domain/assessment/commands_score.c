/* The verbs that show scores: assess, explain. */
#include "domain/assessment/commands.h"
#include "domain/assessment/explanation.h"
#include "domain/assessment/score_table.h"
#include "port/json.h"

/* ---- assess ----------------------------------------------------------------------------- */

typedef struct AssessIn {
    Period period;
    Str scheme;
    Str group;
    Str format;
    bool json;
} AssessIn;

static const Field assess_fields[] = {
    FIELD(AssessIn, period, "时期", FIELD_REQUIRED),
    FIELD(AssessIn, scheme, "考核方案", FIELD_REQUIRED),
    FIELD(AssessIn, group, "组别", 0),
    FIELD(AssessIn, format, "格式", 0),
    FIELD(AssessIn, json, "JSON", 0),
};
static const Shape assess_shape = SHAPE(AssessIn, assess_fields);

static const Option assess_options[] = {
    {"--scheme", "方案", "scheme",
     "考核方案：hotline、rating、efficiency；年度 annual、self_assessment"},
    {"--group", "组别", "group",
     "只列一组：street（街道）、department（部门）或 self（本单位）；不写则逐组列出"},
    {"--format", "格式", "format", "table（默认）、csv 或 json"},
    {"--json", NULL, "json", "同 --format json"},
};

static const char *const assess_examples[] = {
    "tongban assess 2023-02 --scheme hotline",
    "tongban assess 2023-02 --scheme rating --group street --format csv > 好差评.csv",
    "tongban assess 2023-02 --scheme efficiency --format json",
    "tongban assess 2023 --scheme annual",
    NULL,
};

bool command_format(Ctx *ctx, Str text, ScoreFormat *ret)
{
    static const struct {
        Str name;
        ScoreFormat format;
    } formats[] = {
        {STR_INIT(""), SCORE_FORMAT_TABLE},
        {STR_INIT("table"), SCORE_FORMAT_TABLE},
        {STR_INIT("csv"), SCORE_FORMAT_CSV},
        {STR_INIT("json"), SCORE_FORMAT_JSON},
    };
    for (size_t i = 0; i < ARRAY_LEN(formats); i++)
        if (str_equal(formats[i].name, text)) {
            *ret = formats[i].format;
            return true;
        }
    fail(ctx, FAIL_USAGE, "没有格式「%.*s」", STRF(text));
    return fail_hint(ctx, "--format 可以是 table、csv、json");
}

bool command_group(Ctx *ctx, Str text, Str *ret)
{
    if (str_empty(text) || unit_group_parse(text, ret))
        return true;
    fail(ctx, FAIL_USAGE, "没有组别「%.*s」", STRF(text));
    return fail_hint(ctx, "--group 可以是 street（街道）、department（部门）、self（本单位）");
}

static bool run_assess(Ctx *ctx, const void *input, Console *console)
{
    const AssessIn *in = input;
    ScoreFormat format = SCORE_FORMAT_TABLE;
    Str group = STR("");
    MonthResult result;
    if (!command_format(ctx, in->format, &format) || !command_group(ctx, in->group, &group) ||
        !month_result(ctx, in->period, in->scheme, &result, NULL))
        return false;
    if (in->json)
        format = SCORE_FORMAT_JSON;
    score_table_print(ctx, &result, group, format, console->out);
    return true;
}

const Command command_assess = {
    .verb = "assess",
    .arguments = "PERIOD",
    .help = "按考核方案计算一个月或一个年度的得分和排名",
    .examples = assess_examples,
    .options = assess_options,
    .option_count = ARRAY_LEN(assess_options),
    .input = &assess_shape,
    .needs_db = true,
    .run = run_assess,
};

/* ---- explain ---------------------------------------------------------------------------- */

typedef struct ExplainIn {
    Period period;
    Str scheme;
    Str unit;
    Str item;
    bool json;
} ExplainIn;

static const Field explain_fields[] = {
    FIELD(ExplainIn, period, "时期", FIELD_REQUIRED),
    FIELD(ExplainIn, scheme, "考核方案", FIELD_REQUIRED),
    FIELD(ExplainIn, unit, "单位", FIELD_REQUIRED),
    FIELD(ExplainIn, item, "指标", 0),
    FIELD(ExplainIn, json, "JSON", 0),
};
static const Shape explain_shape = SHAPE(ExplainIn, explain_fields);

static const Option explain_options[] = {
    {"--scheme", "方案", "scheme",
     "考核方案：hotline、rating、efficiency；年度 annual、self_assessment"},
    {"--unit", "单位", "unit", "单位名称"},
    {"--item", "指标", "item", "指标编码或名称；不写则解释总分（没有总分的方案解释各项）"},
    {"--json", NULL, "json", "以 JSON 输出"},
};

static const char *const explain_examples[] = {
    "tongban explain 2023-02 --scheme hotline --unit 赤岗街",
    "tongban explain 2023-02 --scheme hotline --unit 赤岗街 --item efficiency",
    "tongban explain 2023-02 --scheme rating --unit 海幢街 --json",
    NULL,
};

static void put_json(Buf *to, const Shape *shape, const void *record)
{
    JsonWriter json = json_writer(to);
    json_shape(&json, shape, record);
    buf_add_byte(to, '\n');
}

/* Without a total, a unit is explained by all its items. */
static bool explain_items(Ctx *ctx, const ExplainIn *in, Buf *to)
{
    UnitExplanations explanations;
    if (!unit_explain_items(ctx, in->period, in->scheme, in->unit, &explanations))
        return false;
    if (in->json)
        put_json(to, &unit_explanations_shape, &explanations);
    else
        unit_explanations_print(to, &explanations);
    return true;
}

static bool run_explain(Ctx *ctx, const void *input, Console *console)
{
    const ExplainIn *in = input;
    UnitExplanation explanation;
    const Scheme *scheme;
    if (!month_scheme(ctx, in->period, in->scheme, &scheme))
        return false;
    if (str_empty(in->item) && !scheme->total.exists)
        return explain_items(ctx, in, console->out);
    if (!unit_explain(ctx, in->period, in->scheme, in->unit, in->item, &explanation))
        return false;
    if (in->json)
        put_json(console->out, &unit_explanation_shape, &explanation);
    else
        unit_explanation_print(console->out, &explanation);
    return true;
}

const Command command_explain = {
    .verb = "explain",
    .arguments = "PERIOD",
    .help = "解释一个得分：数据来源、公式、取整、封顶、参照单位和相邻名次",
    .examples = explain_examples,
    .options = explain_options,
    .option_count = ARRAY_LEN(explain_options),
    .input = &explain_shape,
    .needs_db = true,
    .run = run_explain,
};
