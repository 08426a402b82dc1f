#include "domain/assessment/month_view.h"

#include "domain/assessment/bulletin_head.h"
#include "domain/assessment/counted_figures.h"
#include "domain/assessment/table.h"
#include "port/db.h"
#include "sql_ids.h"

static const Field month_scheme_fields[] = {
    FIELD(MonthSchemeView, code, "编码", 0),
    FIELD(MonthSchemeView, name, "方案", 0),
};
static const Shape month_scheme_shape = SHAPE(MonthSchemeView, month_scheme_fields);

static const Field month_fields[] = {
    FIELD(MonthView, period, "时期", 0),
    FIELD(MonthView, state, "状态", 0),
    FIELD(MonthView, state_name, "状态名称", 0),
    FIELD(MonthView, version, "版本", 0),
    FIELD(MonthView, figures, "数据项", 0),
    FIELD_MAYBE(MonthView, updated_at, "变更时间", 0),
    FIELD_LIST(MonthView, schemes, "考核方案", &month_scheme_shape),
    FIELD_LIST(MonthView, documents, "文稿", &month_scheme_shape),
};
static const Shape month_shape = SHAPE(MonthView, month_fields);
static const Field months_fields[] = {FIELD_LIST(MonthsView, months, "时期", &month_shape)};
const Shape months_view_shape = SHAPE(MonthsView, months_fields);

static const Field moved_fields[] = {
    FIELD(MonthMovedView, period, "时期", 0),
    FIELD(MonthMovedView, state, "状态", 0),
    FIELD(MonthMovedView, version, "版本", 0),
    FIELD(MonthMovedView, late, "冻结后的变更", 0),
};
const Shape month_moved_view_shape = SHAPE(MonthMovedView, moved_fields);

static const Field version_fields[] = {
    FIELD(VersionView, version, "版本", 0),
    FIELD(VersionView, state, "状态", 0),
    FIELD(VersionView, made_at, "冻结时间", 0),
    FIELD(VersionView, actor, "经办", FIELD_SPARSE),
    FIELD(VersionView, reason, "重开原因", FIELD_SPARSE),
    FIELD(VersionView, despite, "仍然公布的理由", FIELD_SPARSE),
    FIELD(VersionView, findings, "公布时的不符之处", 0),
    FIELD(VersionView, digest, "摘要", FIELD_SPARSE),
    FIELD_LIST(VersionView, changes, "与上一版的差异", &view_change_shape),
};
static const Shape version_shape = SHAPE(VersionView, version_fields);
static const Field versions_fields[] = {FIELD_LIST(VersionsView, versions, "版本", &version_shape)};
const Shape versions_view_shape = SHAPE(VersionsView, versions_fields);

static const Field changes_fields[] = {
    FIELD_LIST(ChangesView, changes, "变更", &view_change_shape)};
const Shape changes_view_shape = SHAPE(ChangesView, changes_fields);

/* How many figures a month has in a table. */
typedef struct TableCount {
    Period period;
    Str table_code;
    int64_t figures;
    int64_t of_units; /* those that belong to a unit */
} TableCount;
LIST_OF(TableCount, TableCountList);
static const Field table_count_fields[] = {
    FIELD(TableCount, period, "时期", 0),
    FIELD(TableCount, table_code, "数据表", 0),
    FIELD(TableCount, figures, "数据项", 0),
    FIELD(TableCount, of_units, "单位的数据项", 0),
};
static const Shape table_count_shape = SHAPE(TableCount, table_count_fields);

static bool has_figures(const TableCountList *counts, Period period, const Scheme *scheme)
{
    bool self = scheme_has_group(scheme, UNIT_GROUP_SELF); /* its figures belong to no unit */
    LIST_EACH (const TableCount, count, counts) {
        if (count->period.months != period.months || (count->of_units == 0 && !self))
            continue;
        LIST_EACH (const SchemeInput, input, &scheme->inputs)
            if (str_equal(input->table, count->table_code))
                return true;
    }
    return false;
}

static bool any_figures(const TableCountList *counts, Period period)
{
    LIST_EACH (const TableCount, count, counts)
        if (count->period.months == period.months)
            return true;
    return false;
}

static bool has_document(const TableCountList *counts, Period period, const SchemeList *schemes,
                         const BulletinHead *head)
{
    if (!bulletin_head_fits(head, schemes, period))
        return false;
    LIST_EACH (const TableCount, count, counts)
        if (count->period.months == period.months &&
            bulletin_head_uses(head, schemes, period, count->table_code))
            return true;
    return false;
}

static void fill_month(Ctx *ctx, const MonthState *month, const TableCountList *counts,
                       const SchemeList *schemes, const BulletinHeadList *heads, MonthView *view)
{
    *view =
        (MonthView){.period = month->period,
                    .state = month->state,
                    .state_name = month_state_label(month->state),
                    .version = month->version,
                    .has_updated_at = scope_is_whole(ctx) || !str_equal(month->state, STR("draft")),
                    .updated_at = month->changed_at};
    LIST_EACH (const TableCount, count, counts)
        if (count->period.months == month->period.months)
            view->figures += count->figures;
    LIST_EACH (const Scheme *, scheme, schemes)
        if (scheme_in_force(*scheme, month->period) && has_figures(counts, month->period, *scheme))
            *LIST_ADD(ctx->arena, &view->schemes) =
                (MonthSchemeView){(*scheme)->code, (*scheme)->name};
    LIST_EACH (const BulletinHead, head, heads)
        if (scope_is_whole(ctx) && has_document(counts, month->period, schemes, head))
            *LIST_ADD(ctx->arena, &view->documents) = (MonthSchemeView){head->code, head->name};
}

/* A counted month has the tables that are counted, with nothing imported in them. */
static bool add_counted(Ctx *ctx, TableCountList *counts)
{
    PeriodList months = {0};
    FigureTableList tables;
    if (!counted_months(ctx, &months) || !tables_load(ctx, &tables))
        return false;
    LIST_EACH (const Period, month, &months)
        LIST_EACH (const FigureTable, table, &tables)
            if (table->counted)
                *LIST_ADD(ctx->arena, counts) =
                    (TableCount){.period = *month, .table_code = table->code, .of_units = 1};
    return true;
}

/* Schemes and documents are listed by the packs of today, also for frozen months: a list of months
 * need not read the packs of each. */
bool months_view(Ctx *ctx, MonthsView *ret)
{
    MonthStateList months = {0};
    TableCountList counts = {0};
    SchemeList schemes;
    BulletinHeadList heads;
    MonthsView view = {0};
    if (!months_read(ctx, &months) || !schemes_load(ctx, &schemes) ||
        !bulletin_heads_load(ctx, &heads) ||
        !db_all(ctx, SQL_MONTH_TABLE_COUNTS, NO_BINDS, &table_count_shape, &counts) ||
        !add_counted(ctx, &counts))
        return false;
    LIST_EACH (const MonthState, month, &months)
        if (scope_is_whole(ctx) || any_figures(&counts, month->period))
            fill_month(ctx, month, &counts, &schemes, &heads, LIST_ADD(ctx->arena, &view.months));
    *ret = view;
    return true;
}

MonthMovedView month_moved_view(const MonthState *month)
{
    return (MonthMovedView){
        .period = month->period, .state = month->state, .version = month->version};
}

bool versions_view(Ctx *ctx, Period period, VersionsView *ret)
{
    MonthVersionList versions = {0};
    VersionsView view = {0};
    if (!month_versions_read(ctx, period, &versions))
        return false;
    LIST_EACH (const MonthVersion, version, &versions)
        *LIST_ADD(ctx->arena, &view.versions) = (VersionView){.version = version->version,
                                                              .state = version->state,
                                                              .made_at = version->frozen_at,
                                                              .actor = version->actor,
                                                              .reason = version->reason,
                                                              .despite = version->despite,
                                                              .findings = version->findings,
                                                              .digest = version->digest,
                                                              .changes = version->changes};
    *ret = view;
    return true;
}
