/* What this module declares about itself: the table of contents. */
#include "domain/hotline/attachment.h"
#include "domain/hotline/citizen.h"
#include "domain/hotline/commands.h"
#include "domain/hotline/demo.h"
#include "domain/hotline/diagnosis.h"
#include "domain/hotline/open311.h"
#include "domain/hotline/routes.h"
#include "domain/hotline/rules.h"
#include "domain/hotline/score_counts.h"
#include "domain/hotline/score_pack.h"
#include "domain/hotline/tick.h"

static const Permission permissions[] = {
    {"hotline.read", "查看工单", false},
    {"hotline.take", "登记工单、即时答复", false},
    {"hotline.dispatch", "派单、并单、指定协办", true},
    {"hotline.reveal", "查看反映人信息全文", false},
    {"hotline.handle", "签收、退单、办理、答复", false},
    {"hotline.review", "审核退单、延期和办结", true},
    {"hotline.rule", "终审、申诉、剔除、联合审定", true},
    {"hotline.callback", "回访、重办、归档", true},
    {"hotline.supervise", "催办、督办、提级审核、重新打开", true},
    {"hotline.import", "导入市平台工单", true},
    {"hotline.export", "导出工单", false},
    {"hotline.settings", "设置常用语和推送接收方", true},
    {NULL, NULL, false},
};

/* Every matter is an order. */
static const NoticeRight notices[] = {{"matter.", "hotline.read"}, {NULL, NULL}};

static const Route *const routes[] = {
    hotline_list_routes, order_routes,        desk_rule_routes,
    hotline_unit_routes, attachment_routes,   citizen_routes,
    open311_routes,      order_import_routes, NULL,
};

static const Command *const commands[] = {
    &command_import_orders,   &command_order_imports,      &command_order_import_undo,
    &command_measures_verify, &command_measures_recompute,
};

static bool load(Ctx *ctx)
{
    AttachmentRules attachments;
    const ScorePack *score = NULL;
    return score_pack_read(ctx, &score) && hotline_rules_check(ctx) && open311_rules_check(ctx) &&
           citizen_rules_check(ctx) && attachment_rules(ctx, &attachments);
}

const Module hotline_module = {
    .name = "hotline",
    .title = "12345热线",
    .permissions = permissions,
    .routes = routes,
    .notices = notices,
    .demo_after = demo_orders,
    .load = load,
    .tick = hotline_tick,
    .calendar_changed = hotline_calendar_changed,
    .diagnose = hotline_diagnose,
    .commands = commands,
    .command_count = ARRAY_LEN(commands),
    .counted = score_counted,
    .counted_months = score_counted_months,
    .counted_records = score_counted_records,
    .counted_find = score_counted_find,
    .counted_exclude = score_counted_exclude,
};
