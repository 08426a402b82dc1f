#include "domain/hotline/order_export.h"

#include "domain/hotline/order_list.h"
#include "domain/hotline/order_table.h"
#include "engine/access/access.h"
#include "port/clock.h"
#include "port/files.h"
#include "port/json.h"
#include "sql_ids.h"

#define FILE_BYTES_MAX (512 * MIB)
#define CIVIL_OFFSET_MS 28800000LL

static const Field job_fields[] = {
    FIELD(ExportJob, id, "编号", 0),
    FIELD(ExportJob, name, "文件", 0),
    FIELD(ExportJob, format, "格式", 0),
    FIELD(ExportJob, state, "状态", 0),
    FIELD(ExportJob, done, "已写", 0),
    FIELD(ExportJob, total, "总数", 0),
    FIELD(ExportJob, made_at, "提出时间", 0),
    FIELD_MAYBE(ExportJob, finished_at, "完成时间", 0),
    FIELD(ExportJob, failure, "失败原因", FIELD_SPARSE),
};
const Shape export_job_shape = SHAPE(ExportJob, job_fields);

static bool check_format(Ctx *ctx, Str format)
{
    if (str_equal_c(format, "csv") || str_equal_c(format, "xlsx"))
        return true;
    fail(ctx, FAIL_INVALID, "不能导出为「%.*s」", STRF(format));
    return fail_hint(ctx, "csv 或 xlsx");
}

/* 12345工单_20261122_1530.xlsx */
static Str file_name(Ctx *ctx, Str format)
{
    Instant now = clock_now(ctx);
    CivilDate day = date_civil(instant_date(now));
    int64_t minute = (now.ms + CIVIL_OFFSET_MS) / 60000 % 1440;
    return str_format(ctx->arena, "12345工单_%04d%02d%02d_%02lld%02lld.%.*s", day.year, day.month,
                      day.day, (long long)(minute / 60), (long long)(minute % 60), STRF(format));
}

static Str content_type(Str format)
{
    return str_equal_c(format, "csv")
               ? STR("text/csv; charset=utf-8")
               : STR("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
}

/* What left the house, so that the trail tells it. */
static bool note(Ctx *ctx, const char *action, Str name, int64_t rows, Str query)
{
    Str facts = str_format(ctx->arena, "%lld件%s%.*s", (long long)rows,
                           str_empty(query) ? "" : "，条件 ", STRF(query));
    return audit_note(
        ctx, &(AuditNote){.action = action, .object = "order", .title = name, .facts = facts});
}

static bool write_table(Ctx *ctx, Str format, Str columns, const OrderRowList *rows, Str *ret)
{
    if (str_equal_c(format, "xlsx"))
        return order_table_xlsx(ctx, columns, rows, ret);
    Buf csv = buf_create(ctx->arena, FILE_BYTES_MAX);
    order_table_csv(ctx, columns, /* head= */ true, rows, &csv);
    if (!buf_ok(&csv))
        return fail(ctx, FAIL_TOO_LARGE, "导出的文件太大");
    *ret = buf_str(&csv);
    return true;
}

static bool is_assisting(const OrderQuery *query)
{
    return str_equal_c(query->box, "assisting");
}

/* `which` of all orders they are, for the trail. */
static bool give_rows(Ctx *ctx, Str format, const OrderRowList *rows, Str which, FileBody *ret)
{
    Str columns, bytes, name = file_name(ctx, format);
    if (!order_table_columns(ctx, &columns) || !write_table(ctx, format, columns, rows, &bytes) ||
        !note(ctx, "hotline.export", name, (int64_t)rows->count, which))
        return false;
    *ret = (FileBody){.name = name, .content_type = content_type(format), .bytes = bytes};
    return true;
}

bool order_export(Ctx *ctx, const OrderQuery *query, FileBody *ret)
{
    OrderIds ids;
    OrderRowList rows = {0};
    SearchQuery search;
    int64_t total = 0;
    if (!check_format(ctx, query->format) ||
        !order_list_ids(ctx, query, 0, ORDER_EXPORT_AT_ONCE, &ids, &total, &search))
        return false;
    if (total > ORDER_EXPORT_AT_ONCE) {
        fail(ctx, FAIL_TOO_LARGE, "有%lld件工单，一次至多导出%d件", (long long)total,
             ORDER_EXPORT_AT_ONCE);
        return fail_hint(ctx, "改为后台导出，或缩小筛选范围");
    }
    return order_list_rows(ctx, &ids, is_assisting(query), &rows) &&
           give_rows(ctx, query->format, &rows, order_query_text(ctx->arena, query), ret);
}

/* ---- those that were ticked ------------------------------------------------------------------ */

static const Field chosen_fields[] = {
    FIELD(OrdersChosen, format, "格式", FIELD_REQUIRED, .max_runes = 8),
    FIELD_TEXTS(OrdersChosen, numbers, "工单号"),
    FIELD(OrdersChosen, box, "工作台的栏", 0, .max_runes = 32),
};
const Shape orders_chosen_shape = SHAPE(OrdersChosen, chosen_fields);

typedef struct FoundId {
    int64_t id;
} FoundId;
LIST_OF(FoundId, FoundIdList);
static const Field found_fields[] = {FIELD(FoundId, id, "", 0)};
static const Shape found_shape = SHAPE(FoundId, found_fields);

static Str numbers_json(Arena *arena, const TextList *numbers)
{
    Buf json = buf_create(arena, 2 * MIB);
    JsonWriter writer = json_writer(&json);
    json_begin_array(&writer);
    LIST_EACH (const Str, number, numbers)
        json_str(&writer, *number);
    json_end_array(&writer);
    return buf_str(&json);
}

/* Newest first. */
static bool own_rows(Ctx *ctx, const OrdersChosen *chosen, OrderRowList *ret)
{
    FoundIdList found = {0};
    if (!db_all(ctx, SQL_ORDER_IDS_OF_NUMBERS,
                BINDS({"numbers", bind(numbers_json(ctx->arena, &chosen->numbers))}), &found_shape,
                &found))
        return false;
    OrderIds ids = {NEW(ctx->arena, int64_t, found.count + 1), found.count};
    for (size_t i = 0; i < found.count; i++)
        ids.at[i] = found.at[i].id;
    return order_list_rows(ctx, &ids, /* assisting= */ false, ret);
}

/* Orders of others are reached through the box of what one assists in, and in no other way. */
static bool assisted_rows(Ctx *ctx, const OrdersChosen *chosen, OrderRowList *ret)
{
    OrderQuery query = {.box = chosen->box};
    OrderIds ids;
    OrderRowList rows = {0};
    SearchQuery search;
    int64_t total = 0;
    if (!order_list_ids(ctx, &query, 0, ORDER_EXPORT_AT_ONCE, &ids, &total, &search) ||
        !order_list_rows(ctx, &ids, /* assisting= */ true, &rows))
        return false;
    LIST_EACH (const OrderRow, row, &rows)
        LIST_EACH (const Str, number, &chosen->numbers)
            if (str_equal(*number, row->number)) {
                *LIST_ADD(ctx->arena, ret) = *row;
                break;
            }
    return true;
}

bool order_export_chosen(Ctx *ctx, const OrdersChosen *chosen, FileBody *ret)
{
    OrderRowList rows = {0};
    size_t asked = chosen->numbers.count;
    if (!check_format(ctx, chosen->format))
        return false;
    if (asked == 0)
        return fail(ctx, FAIL_INVALID, "没有勾选工单");
    if (asked > ORDER_EXPORT_CHOSEN_MAX)
        return fail(ctx, FAIL_TOO_LARGE, "勾选了%zu件，一次至多导出%d件", asked,
                    ORDER_EXPORT_CHOSEN_MAX);
    bool good = str_equal_c(chosen->box, "assisting") ? assisted_rows(ctx, chosen, &rows)
                                                      : own_rows(ctx, chosen, &rows);
    return good && give_rows(ctx, chosen->format, &rows, STR("勾选的"), ret);
}

/* ---- asking ---------------------------------------------------------------------------------- */

static Str ids_text(Arena *arena, const OrderIds *ids)
{
    Buf text = buf_create(arena, 22 * ids->count + 16);
    for (size_t i = 0; i < ids->count; i++)
        buf_format(&text, "%s%lld", i ? "," : "", (long long)ids->at[i]);
    return buf_str(&text);
}

static bool check_room(Ctx *ctx, const OrderQuery *query, int64_t total)
{
    int64_t max = str_equal_c(query->format, "csv") ? ORDER_EXPORT_CSV_MAX : ORDER_EXPORT_XLSX_MAX;
    int64_t waiting = 0;
    if (is_assisting(query))
        return fail(ctx, FAIL_INVALID, "协办的工单请在列表里直接导出");
    if (total > max) {
        fail(ctx, FAIL_TOO_LARGE, "有%lld件工单，%.*s 至多导出%lld件", (long long)total,
             STRF(query->format), (long long)max);
        return fail_hint(ctx, "缩小筛选范围，分几次导出");
    }
    if (!db_number(ctx, SQL_ORDER_EXPORT_WAITING,
                   BINDS({"account_id", bind(ctx->actor->account_id)}), &waiting))
        return false;
    if (waiting >= ORDER_EXPORTS_WAITING_MAX)
        return fail(ctx, FAIL_LIMITED, "您已有%d个导出任务在等待，请等它们完成",
                    ORDER_EXPORTS_WAITING_MAX);
    return true;
}

static bool add_job(Ctx *ctx, const OrderQuery *query, const OrderIds *ids, Str columns, Str name,
                    int64_t *ret_id)
{
    const Actor *actor = ctx->actor;
    return db_number(ctx, SQL_ORDER_EXPORT_ADD,
                     BINDS({"account_id", bind(actor->account_id)}, {"name", bind(name)},
                           {"format", bind(query->format)}, {"columns", bind(columns)},
                           {"ids", bind(ids_text(ctx->arena, ids))},
                           {"whole", bind(ctx->scope->whole)}, {"units", bind(ctx->scope->units)},
                           {"asker", bind(actor_label(ctx))}, {"sees", bind((int64_t)actor->sees)},
                           {"total", bind((int64_t)ids->count)}, {"made_at", bind(clock_now(ctx))}),
                     ret_id) &&
           note(ctx, "hotline.export", name, (int64_t)ids->count,
                order_query_text(ctx->arena, query));
}

bool order_export_ask(Ctx *ctx, const OrderQuery *query, int64_t *ret_id)
{
    OrderIds ids;
    SearchQuery search;
    Str columns;
    int64_t total = 0;
    if (!check_format(ctx, query->format) ||
        !order_list_ids(ctx, query, 0, ORDER_EXPORT_CSV_MAX, &ids, &total, &search) ||
        !check_room(ctx, query, total) || !order_table_columns(ctx, &columns) || !db_begin(ctx))
        return false;
    return add_job(ctx, query, &ids, columns, file_name(ctx, query->format), ret_id)
               ? db_commit(ctx)
               : db_rollback(ctx);
}

bool order_exports(Ctx *ctx, ExportJobList *ret)
{
    return db_all(ctx, SQL_ORDER_EXPORTS_OF, BINDS({"account_id", bind(ctx->actor->account_id)}),
                  &export_job_shape, ret);
}

static bool read_own(Ctx *ctx, int64_t id, ExportJob *ret)
{
    bool found = false;
    if (!db_one(ctx, SQL_ORDER_EXPORT_ONE,
                BINDS({"id", bind(id)}, {"account_id", bind(ctx->actor->account_id)}),
                &export_job_shape, ret, &found))
        return false;
    return found || fail(ctx, FAIL_NOT_FOUND, "您没有编号为%lld的导出任务", (long long)id);
}

/* ---- files ----------------------------------------------------------------------------------- */

static bool folder_of(Ctx *ctx, Str *ret)
{
    if (!ctx->access || str_empty(ctx->access->data))
        return fail(ctx, FAIL_STATE, "没有数据目录，不能写导出文件");
    *ret = path_join(ctx->arena, ctx->access->data, STR("exports"));
    return folder_make_private(ctx, *ret);
}

static bool path_of(Ctx *ctx, int64_t id, Str format, Str *ret)
{
    Str folder;
    if (!folder_of(ctx, &folder))
        return false;
    *ret = path_join(ctx->arena, folder,
                     str_format(ctx->arena, "%lld.%.*s", (long long)id, STRF(format)));
    return true;
}

bool order_export_file(Ctx *ctx, int64_t id, FileBody *ret)
{
    ExportJob job = {0};
    Str path, bytes;
    if (!read_own(ctx, id, &job))
        return false;
    if (str_equal_c(job.state, "gone"))
        return fail(ctx, FAIL_NOT_FOUND, "导出文件保存%d天，已经清除", ORDER_EXPORT_DAYS);
    if (!str_equal_c(job.state, "done"))
        return fail(ctx, FAIL_STATE, "导出任务%lld还没有完成", (long long)id);
    if (!path_of(ctx, id, job.format, &path) || !file_read(ctx, path, FILE_BYTES_MAX, &bytes) ||
        !note(ctx, "hotline.export", job.name, job.total, (Str){0}))
        return false;
    *ret = (FileBody){.name = job.name, .content_type = content_type(job.format), .bytes = bytes};
    return true;
}

bool order_export_cancel(Ctx *ctx, int64_t id)
{
    ExportJob job = {0};
    int64_t changed = 0;
    if (!read_own(ctx, id, &job) || !db_run(ctx, SQL_ORDER_EXPORT_CANCEL,
                                            BINDS({"at", bind(clock_now(ctx))}, {"id", bind(id)},
                                                  {"account_id", bind(ctx->actor->account_id)}),
                                            &changed))
        return false;
    return changed > 0 || fail(ctx, FAIL_STATE, "导出任务%lld已经结束，不能取消", (long long)id);
}
