/* What this module declares about itself: the table of contents. */
#include "domain/assessment/bulletin.h"
#include "domain/assessment/commands.h"
#include "domain/assessment/demo.h"
#include "domain/assessment/diagnosis.h"
#include "domain/assessment/result.h"
#include "domain/assessment/routes.h"
#include "domain/assessment/table.h"

static const Command *const commands[] = {
    &command_assess,       &command_explain,      &command_freeze,       &command_publish,
    &command_reopen,       &command_months_list,  &command_versions,     &command_bulletin,
    &command_import,       &command_imports_list, &command_imports_undo, &command_template,
    &command_units_import, &command_units_list,   &command_district,
};

/* All packs of the module, so that a slip in one is told at start with file and line. */
static bool load_packs(Ctx *ctx)
{
    FigureTableList tables;
    SchemeList schemes;
    return tables_load(ctx, &tables) && schemes_load(ctx, &schemes) && bulletin_check_packs(ctx);
}

const Module assessment_module = {
    .name = "assessment",
    .title = "考核通报",
    .routes = assessment_routes,
    .commands = commands,
    .command_count = ARRAY_LEN(commands),
    .load = load_packs,
    .demo = demo_load,
    .diagnose = assessment_diagnose,
};
