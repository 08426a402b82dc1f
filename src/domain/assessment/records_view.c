#include "domain/assessment/records_view.h"

#include "domain/assessment/explanation.h"

static const Field view_fields[] = {
    FIELD(RecordsView, unit, "单位", 0),
    FIELD(RecordsView, item, "指标编码", 0),
    FIELD(RecordsView, name, "指标", 0),
    FIELD(RecordsView, counted, "逐件计数", 0),
    FIELD(RecordsView, total, "件数", 0),
    FIELD(RecordsView, page, "页", 0),
    FIELD(RecordsView, size, "每页", 0),
    FIELD_LIST(RecordsView, rows, "工单", &counted_record_shape),
};
const Shape records_view_shape = SHAPE(RecordsView, view_fields);

bool records_view(Ctx *ctx, Period period, Str scheme, Str unit, Str item, int64_t page,
                  RecordsView *ret)
{
    UnitExplanation explained;
    RecordsView view = {.page = page > 0 ? page : 1, .size = RECORDS_PER_PAGE};
    if (str_empty(item)) {
        fail(ctx, FAIL_INVALID, "没有写指标");
        return fail_at(ctx, (Place){.field = STR("item")});
    }
    if (!unit_explain(ctx, period, scheme, unit, item, &explained))
        return false;
    view.unit = explained.explanation.subject;
    view.item = explained.explanation.code;
    view.name = explained.explanation.name;
    view.counted = explained.counted;
    view.total = (int64_t)explained.records.count;
    int64_t first = (view.page - 1) * view.size;
    for (int64_t i = first; i < first + view.size && i < view.total; i++)
        *LIST_ADD(ctx->arena, &view.rows) = explained.records.at[i];
    *ret = view;
    return true;
}
