/* One row of a file of orders: its cells, checked. */
#include "base/utf8.h"
#include "domain/hotline/order_import.h"
#include "port/xlsx_number.h"

/* 1900-01-02 to 9999-12-31 as a spreadsheet counts days. */
#define SERIAL_MAX 2958465
/* Orders of other years are slips of the keyboard; the lifecycle begins with the first. */
#define YEAR_MIN 2000
#define YEAR_MAX 2100

static void add_problem(OrderImportReader *reader, size_t row, size_t column, Str message, Str hint)
{
    OrderImportPlan *plan = reader->plan;
    plan->wrong[row] = true;
    problems_add(&plan->problems, (Problem){.row = (int64_t)row + 1,
                                            .column = (int64_t)column + 1,
                                            .field = grid_text(&plan->grid, plan->head_row, column),
                                            .value = grid_text(&plan->grid, row, column),
                                            .message = message,
                                            .hint = hint});
}

/* ---- times ------------------------------------------------------------------------------------
 */

/* An ISO 8601 text, a day alone (midnight, as a spreadsheet shows it), or the number of days that a
 * spreadsheet keeps. */
static bool parse_time(Arena *arena, Str text, Instant *ret)
{
    Date day;
    Decimal serial;
    Str written;
    if (instant_parse(text, ret))
        return true;
    if (date_parse(text, &day)) {
        Buf midnight = buf_create(arena, 64);
        date_print(&midnight, day);
        buf_add_c(&midnight, " 00:00");
        return instant_parse(buf_str(&midnight), ret);
    }
    return decimal_parse(text, &serial) == DECIMAL_PARSED &&
           decimal_compare(serial, decimal_of(1)) > 0 &&
           decimal_compare(serial, decimal_of(SERIAL_MAX)) < 0 &&
           xlsx_serial_date(arena, str_trim(text), /* is_1904= */ false, &written) &&
           parse_time(arena, written, ret);
}

static void read_time(OrderImportReader *reader, size_t row, size_t column, const Field *field,
                      ImportedOrder *order)
{
    Str text = grid_text(&reader->plan->grid, row, column);
    Instant time = {0};
    if (!str_empty(text) && !parse_time(reader->ctx->arena, text, &time)) {
        add_problem(reader, row, column, STR("不是时间"),
                    STR("写成 2023-02-01T08:30 或 2023-02-01 08:30:00，不写时区即北京时间"));
        return;
    }
    int year = date_civil(instant_date(time)).year;
    if (!str_empty(text) && (year < YEAR_MIN || year > YEAR_MAX)) {
        add_problem(reader, row, column, STR("年份不对"), STR("2000年至2100年"));
        return;
    }
    *(Instant *)((char *)order + field->offset) = time;
    if (field->flags & FIELD_OPTIONAL)
        *(bool *)((char *)order + field->has_offset) = !str_empty(text);
}

/* ---- numbers and words ------------------------------------------------------------------------
 */

static void read_number(OrderImportReader *reader, size_t row, size_t column, const Field *field,
                        ImportedOrder *order)
{
    Str text = grid_text(&reader->plan->grid, row, column);
    Decimal value = DECIMAL_ZERO;
    bool extension = field == shape_field(&imported_order_shape, STR("extension_days"));
    int64_t most = extension ? ORDER_IMPORT_EXTENSION_MAX : ORDER_IMPORT_NUMBER_MAX;
    if (!str_empty(text) && decimal_parse(text, &value) != DECIMAL_PARSED) {
        add_problem(reader, row, column, STR("不是数"), STR("填整数；没有就留空，按0计"));
        return;
    }
    if (value.millionths % DECIMAL_ONE != 0 || value.millionths < 0 ||
        decimal_compare(value, decimal_of(most)) > 0) {
        add_problem(reader, row, column, STR("应是不小于0的整数"),
                    str_format(reader->ctx->arena, "0至%lld", (long long)most));
        return;
    }
    *(int64_t *)((char *)order + field->offset) = value.millionths / DECIMAL_ONE;
}

/* 1 when a dissatisfied result counts. */
static void read_mark(OrderImportReader *reader, size_t row, size_t column, ImportedOrder *order)
{
    Str text = grid_text(&reader->plan->grid, row, column);
    Decimal value;
    if (str_empty(text) || str_equal(text, STR("否"))) {
        order->duty_not_done = false;
    } else if (str_equal(text, STR("是"))) {
        order->duty_not_done = true;
    } else if (decimal_parse(text, &value) == DECIMAL_PARSED &&
               (value.millionths == 0 || value.millionths == DECIMAL_ONE)) {
        order->duty_not_done = value.millionths != 0;
    } else {
        add_problem(reader, row, column, STR("只能是0或1"), STR("1表示不满意且未履职尽责"));
    }
}

static void read_words(OrderImportReader *reader, size_t row, size_t column, const Field *field,
                       ImportedOrder *order)
{
    Str text = grid_text(&reader->plan->grid, row, column);
    Str name = str_of(field->name);
    if (field->max_runes && utf8_count(text) > field->max_runes)
        add_problem(reader, row, column,
                    str_format(reader->ctx->arena, "超过%zu个字", field->max_runes), STR("缩短"));
    else if (str_equal(name, STR("kind")) && !order_kind_known(text))
        add_problem(reader, row, column, STR("不是工单类别"),
                    STR("咨询、投诉、求助、举报、建议、表扬之一"));
    else if (str_equal(name, STR("satisfaction")) && !str_empty(text) &&
             !order_satisfaction_known(text))
        add_problem(reader, row, column, STR("不是满意度"),
                    STR("非常满意、满意、基本满意、不满意、非常不满意之一，没有评价则留空"));
    else
        *(Str *)((char *)order + field->offset) = text;
}

/* ---- the unit ---------------------------------------------------------------------------------
 */

/* The name of a unit is looked for as of the month in which the order came in; one that was renamed
 * since or before is still this unit. */
static void read_unit(OrderImportReader *reader, size_t row, size_t column, ImportedOrder *order)
{
    Arena *arena = reader->ctx->arena;
    Str name = grid_text(&reader->plan->grid, row, column);
    CivilDate day = date_civil(instant_date(order->received_at));
    const Unit *unit = NULL;
    Period month;
    if (!month_make(day.year, day.month, &month))
        return;
    Str key = str_format(arena, "%d %.*s", month.months, STRF(name));
    unit = dict_get(&reader->units, key);
    if (!unit) {
        switch (unit_find(arena, &reader->book, name, month, &unit)) {
        case UNIT_MATCHED:
        case UNIT_RENAMED:
            dict_put(&reader->units, key, (void *)(uintptr_t)unit);
            break;
        case UNIT_MERGED:
            add_problem(reader, row, column, STR("该单位已撤并"),
                        unit_fate(arena, &reader->book, name, month));
            return;
        case UNIT_UNKNOWN: {
            Str near = unit_nearest(arena, &reader->book, name);
            add_problem(reader, row, column, STR("没有这个单位"),
                        near.len ? str_format(arena, "相近的单位：%.*s", STRF(near))
                                 : STR("先用 tongban units import 导入单位名册"));
            return;
        }
        }
    }
    order->unit_id = unit->id;
}

/* ---- the row ----------------------------------------------------------------------------------
 */

static size_t column_of(const OrderImportPlan *plan, const char *name)
{
    const Field *field = shape_field(&imported_order_shape, str_of(name));
    for (size_t c = 0; c < plan->grid.column_count; c++)
        if (plan->columns[c] == field)
            return c;
    return 0;
}

static void read_cell(OrderImportReader *reader, size_t row, size_t column, ImportedOrder *order)
{
    const Field *field = reader->plan->columns[column];
    if ((field->flags & FIELD_REQUIRED) && str_empty(grid_text(&reader->plan->grid, row, column))) {
        add_problem(reader, row, column, STR("没有填"), STR("这一列必填"));
        return;
    }
    if (field->kind == FIELD_INSTANT)
        read_time(reader, row, column, field, order);
    else if (field->kind == FIELD_BOOL)
        read_mark(reader, row, column, order);
    else if (field->kind == FIELD_STR)
        read_words(reader, row, column, field, order);
    else if (!(field->flags & FIELD_REQUIRED)) /* the unit waits for the month */
        read_number(reader, row, column, field, order);
}

static void check_row(OrderImportReader *reader, size_t row, ImportedOrder *order)
{
    OrderImportPlan *plan = reader->plan;
    size_t number = column_of(plan, "order_no");
    if (order->has_closed_at && order->closed_at.ms < order->received_at.ms)
        add_problem(reader, row, column_of(plan, "closed_at"), STR("办结时间早于收到时间"),
                    STR("核对两个时间和时区"));
    const size_t *earlier = dict_get(&reader->seen, order->order_no);
    if (earlier) {
        add_problem(reader, row, number,
                    str_format(reader->ctx->arena, "与第%zu行是同一个工单号", *earlier),
                    STR("一个文件里一个工单只写一行"));
        return;
    }
    size_t *kept = NEW(reader->ctx->arena, size_t, 1);
    *kept = row + 1;
    dict_put(&reader->seen, order->order_no, kept);
}

static void note_differences(OrderImportReader *reader, ImportRow *taken)
{
    OrderImportPlan *plan = reader->plan;
    Arena *arena = reader->ctx->arena;
    AuditChangeList changes =
        audit_changes(arena, &imported_order_shape, taken->before, &taken->order);
    taken->same = changes.count == 0;
    plan->same_orders += taken->same;
    plan->changed_orders += !taken->same;
    LIST_EACH (const AuditChange, change, &changes) {
        if (plan->differences.count >= ORDER_IMPORT_DIFFERENCES_SHOWN)
            return;
        bool unit = str_equal(change->field, STR("unit_id"));
        const Unit *from = unit_by_id(&reader->book, taken->before->unit_id);
        const Unit *to = unit_by_id(&reader->book, taken->order.unit_id);
        *LIST_ADD(arena, &plan->differences) =
            (ImportDifference){.number = taken->order.order_no,
                               .label = change->label,
                               .before = unit && from ? from->name : change->before,
                               .after = unit && to ? to->name : change->after};
    }
}

void order_import_read_row(OrderImportReader *reader, size_t row)
{
    OrderImportPlan *plan = reader->plan;
    size_t number = column_of(plan, "order_no"), unit = column_of(plan, "unit_id");
    const Order *existing = dict_get(&reader->existing, grid_text(&plan->grid, row, number));
    ImportRow taken = {.row = row};
    plan->row_count++;
    if (existing && str_equal(existing->state, STR("voided")))
        existing = NULL; /* an import that was undone: it comes anew */
    if (existing) {
        taken.revision = existing->revision;
        taken.before = NEW(reader->ctx->arena, ImportedOrder, 1);
        *taken.before = taken.order = imported_order_of(existing);
    }
    for (size_t c = 0; c < plan->grid.column_count; c++)
        if (plan->columns[c])
            read_cell(reader, row, c, &taken.order);
    if (!str_empty(grid_text(&plan->grid, row, unit)))
        read_unit(reader, row, unit, &taken.order);
    if (!str_empty(taken.order.order_no))
        check_row(reader, row, &taken.order);
    if (plan->wrong[row]) {
        plan->wrong_rows++;
        return;
    }
    if (existing)
        note_differences(reader, &taken);
    else
        plan->new_orders++;
    *LIST_ADD(reader->ctx->arena, &plan->rows) = taken;
}
