#include "domain/hotline/diagnosis.h"

#include "domain/hotline/attachment_check.h"
#include "domain/hotline/measures_check.h"
#include "domain/hotline/order.h"
#include "port/db.h"
#include "sql_ids.h"

typedef struct Differing {
    int64_t orders;
    Str first;
} Differing;
static const Field differing_fields[] = {
    FIELD(Differing, orders, "工单", 0),
    FIELD(Differing, first, "第一件", 0),
};
static const Shape differing_shape = SHAPE(Differing, differing_fields);

static bool ask(Ctx *ctx, int statement, const char *what, DiagnosisList *list, bool *ret_good)
{
    Differing found = {0};
    bool any;
    if (!db_one(ctx, statement, NO_BINDS, &differing_shape, &found, &any))
        return false;
    *ret_good = found.orders == 0;
    if (!*ret_good)
        *LIST_ADD(ctx->arena, list) =
            (Diagnosis){.subject = STR("工单"),
                        .state = DIAGNOSIS_BROKEN,
                        .finding = str_format(ctx->arena, "%lld件%s，如「%.*s」",
                                              (long long)found.orders, what, STRF(found.first)),
                        .remedy = STR("用最近的备份恢复，并把这条告诉维护人员")};
    return true;
}

static bool diagnose_measures(Ctx *ctx, DiagnosisList *list)
{
    int64_t different = 0;
    Str first = {0};
    if (!measures_verify(ctx, &different, &first))
        return false;
    if (different > 0)
        *LIST_ADD(ctx->arena, list) =
            (Diagnosis){.subject = STR("工单·计数"),
                        .state = DIAGNOSIS_BROKEN,
                        .finding = str_format(ctx->arena, "%lld处与逐件重算不同：%.*s",
                                              (long long)different, STRF(first)),
                        .remedy = STR("tongban measures recompute")};
    return true;
}

bool hotline_diagnose(Ctx *ctx, DiagnosisList *list)
{
    bool same = false, none_lost = false;
    int64_t orders = 0, waiting = 0;
    if (!ask(ctx, SQL_ORDER_DIFFERING, "与流程记录不一致", list, &same) ||
        !ask(ctx, SQL_ORDER_LOST, "只有流程记录而没有工单", list, &none_lost) ||
        !db_number(ctx, SQL_ORDER_COUNT, NO_BINDS, &orders) ||
        !db_number(ctx, SQL_ORDER_WAITING_COUNT, NO_BINDS, &waiting))
        return false;
    if (same && none_lost && orders > 0)
        *LIST_ADD(ctx->arena, list) = (Diagnosis){
            .subject = STR("工单"),
            .finding = str_format(ctx->arena, "%lld件，与流程记录一致", (long long)orders)};
    if (!diagnose_measures(ctx, list) || !attachment_diagnose(ctx, list))
        return false;
    if (waiting > 0)
        *LIST_ADD(ctx->arena, list) =
            (Diagnosis){.subject = STR("工单·期限待定"),
                        .state = DIAGNOSIS_WARNING,
                        .finding = str_format(ctx->arena, "%lld件的期限要等新一年的节假日安排",
                                              (long long)waiting),
                        .remedy = STR("把新一年的日历放进数据目录的 packs/calendar/")};
    return true;
}

bool hotline_calendar_changed(Ctx *ctx)
{
    int64_t changed;
    return flow_recompute(ctx, order_matter_changed, /* self= */ NULL, &changed);
}
