/* What this module declares about itself: the table of contents. */
#include "domain/assessment/appeal.h"
#include "domain/assessment/bulletin.h"
#include "domain/assessment/commands.h"
#include "domain/assessment/demo.h"
#include "domain/assessment/diagnosis.h"
#include "domain/assessment/district.h"
#include "domain/assessment/late_correction.h"
#include "domain/assessment/result.h"
#include "domain/assessment/routes.h"
#include "domain/assessment/table.h"

static const Command *const commands[] = {
    &command_assess,   &command_explain,      &command_preview,      &command_freeze,
    &command_publish,  &command_reopen,       &command_months_list,  &command_versions,
    &command_bulletin, &command_import,       &command_imports_list, &command_imports_undo,
    &command_template, &command_units_import, &command_units_list,   &command_district,
    &command_letter,
};

static const Permission permissions[] = {
    {"assessment.read", "看本单位成绩和数据", false},
    {"assessment.import", "导入数据", false},
    {"assessment.freeze", "冻结月份", true},
    {"assessment.publish", "公布月份", true},
    {"assessment.reopen", "重开月份", true},
    {"assessment.appeal", "提出计分申诉", false},
    {"assessment.decide", "裁定计分申诉", true},
    {"assessment.bulletin", "看通报和文稿", true},
    {"assessment.district", "设定区名", true},
    {"assessment.units", "导入单位名册", true},
    {NULL, NULL, false},
};

/* All packs of the module, so that a slip in one is told at start with file and line. */
static bool load_packs(Ctx *ctx)
{
    FigureTableList tables;
    SchemeList schemes;
    return tables_load(ctx, &tables) && schemes_load(ctx, &schemes) && bulletin_check_packs(ctx) &&
           appeal_rules_check(ctx);
}

static bool house_name(Ctx *ctx, Str *ret)
{
    District district;
    if (!district_read(ctx, &district))
        return false;
    *ret = district.name;
    return true;
}

const Module assessment_module = {
    .name = "assessment",
    .title = "考核通报",
    .permissions = permissions,
    .routes = (const Route *const[]){month_routes, score_routes, intake_routes, NULL},
    .commands = commands,
    .command_count = ARRAY_LEN(commands),
    .load = load_packs,
    .demo = demo_load,
    .demo_last = demo_publish,
    .house = house_name,
    .diagnose = assessment_diagnose,
    .counted_changed = late_correction_note,
};
