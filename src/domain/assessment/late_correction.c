#include "domain/assessment/late_correction.h"

#include "engine/access/actor.h"
#include "port/clock.h"
#include "port/db.h"
#include "sql_ids.h"

/* What is made here comes last: the database has the rest. */
static const Field correction_fields[] = {
    FIELD(LateCorrection, id, "编号", 0),      FIELD(LateCorrection, unit_id, "单位编号", 0),
    FIELD(LateCorrection, version, "版本", 0), FIELD(LateCorrection, number, "工单", 0),
    FIELD(LateCorrection, title, "标题", 0),   FIELD(LateCorrection, words, "变更", 0),
    FIELD(LateCorrection, at, "时间", 0),      FIELD(LateCorrection, actor, "经办", 0),
    FIELD(LateCorrection, unit, "单位", 0),    FIELD(LateCorrection, waiting, "待重新打开", 0),
};
const Shape late_correction_shape = SHAPE(LateCorrection, correction_fields);
static const Shape row_shape = {.name = "LateCorrection",
                                .size = sizeof(LateCorrection),
                                .fields = correction_fields,
                                .count = ARRAY_LEN(correction_fields) - 2};

bool late_correction_note(Ctx *ctx, const CountedChange *change)
{
    MonthState month;
    bool known = false;
    if (!db_one(ctx, SQL_LATE_CORRECTION_MONTH, BINDS({"period", bind(change->period)}),
                &month_state_shape, &month, &known))
        return false;
    if (!known || str_equal_c(month.state, "draft"))
        return true;
    return db_run(ctx, SQL_LATE_CORRECTION_ADD,
                  BINDS({"period", bind(change->period)}, {"version", bind(month.version)},
                        {"unit_id", bind(change->unit_id)}, {"number", bind(change->number)},
                        {"title", bind(change->title)}, {"words", bind(change->words)},
                        {"at", bind(clock_now(ctx))}, {"actor", bind(actor_label(ctx))}),
                  /* ret_changed= */ NULL);
}

bool late_corrections_read(Ctx *ctx, Period period, LateCorrectionList *ret)
{
    MonthState month;
    UnitBook book;
    bool known;
    LateCorrectionList list = {0};
    if (!month_read(ctx, period, &month, &known) || !unit_book_read(ctx, &book) ||
        !db_all(ctx, SQL_LATE_CORRECTION_OF_MONTH, BINDS({"period", bind(period)}), &row_shape,
                &list))
        return false;
    LIST_EACH (LateCorrection, correction, &list) {
        const Unit *unit = unit_by_id(&book, correction->unit_id);
        correction->unit = unit ? unit->name : STR("本级");
        correction->waiting =
            correction->version == month.version && !str_equal_c(month.state, "draft");
    }
    *ret = list;
    return true;
}
