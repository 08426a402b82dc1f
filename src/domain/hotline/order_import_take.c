/* A file of orders taken, and taken back. */
#include "domain/hotline/order_import.h"
#include "port/clock.h"
#include "port/json.h"
#include "sql_ids.h"

#define PROGRESS_STEP 500

static const Field record_fields[] = {
    FIELD(OrderImportRecord, number, "导入号", 0),
    FIELD(OrderImportRecord, file, "文件", 0),
    FIELD(OrderImportRecord, digest, "SHA-256", 0),
    FIELD(OrderImportRecord, rows, "行数", 0),
    FIELD(OrderImportRecord, new_orders, "新增", 0),
    FIELD(OrderImportRecord, changed_orders, "变更", 0),
    FIELD(OrderImportRecord, same_orders, "相同", 0),
    FIELD(OrderImportRecord, wrong_rows, "有误未导入", 0),
    FIELD(OrderImportRecord, made_at, "导入时间", 0),
    FIELD(OrderImportRecord, actor, "经办", 0),
    FIELD_MAYBE(OrderImportRecord, undone_at, "撤销时间", 0),
};
const Shape order_import_record_shape = SHAPE(OrderImportRecord, record_fields);

/* ---- taking -----------------------------------------------------------------------------------
 */

typedef struct Taking {
    const OrderImportPlan *plan;
    const Workdays *workdays;
    Dict existing; /* as they stand now */
    int64_t number;
    Str why;
    bool (*progress)(void *self, int64_t done, int64_t total);
    void *self;
} Taking;

static bool fail_changed_since(Ctx *ctx, Str number)
{
    fail(ctx, FAIL_CONFLICT, "预览之后工单「%.*s」被他人改过", STRF(number));
    return fail_hint(ctx, "重新预览后再导入");
}

static bool keep_before(Ctx *ctx, const Taking *taking, const ImportRow *row, int64_t id,
                        int64_t revision)
{
    Buf words = buf_create(ctx->arena, JSON_BYTES_MAX);
    if (row->before) {
        JsonWriter json = json_writer(&words);
        json_shape(&json, &imported_order_shape, row->before);
    }
    return db_run(ctx, SQL_ORDER_IMPORT_CHANGE_ADD,
                  BINDS({"import_id", bind(taking->number)}, {"order_id", bind(id)},
                        {"unit_id", bind(row->order.unit_id)},
                        {"number", bind(row->order.order_no)}, {"revision", bind(revision)},
                        {"words", bind(buf_str(&words))}),
                  /* ret_changed= */ NULL);
}

static bool take_row(Ctx *ctx, const Taking *taking, const ImportRow *row)
{
    const Order *now = dict_get(&taking->existing, row->order.order_no);
    bool live = now && !str_equal(now->state, STR("voided"));
    int64_t id = 0, revision = 0;
    if (live != (row->before != NULL) || (live && now->revision != row->revision))
        return fail_changed_since(ctx, row->order.order_no);
    if (row->same)
        return true;
    ImportPut put = {
        .workdays = taking->workdays, .before = now, .order = &row->order, .why = taking->why};
    return order_import_put(ctx, &put, &id, &revision) &&
           keep_before(ctx, taking, row, id, revision);
}

static bool take_rows(Ctx *ctx, const Taking *taking)
{
    const ImportRowList *rows = &taking->plan->rows;
    for (size_t i = 0; i < rows->count; i++) {
        ArenaMark mark = arena_mark(ctx->arena);
        if (!take_row(ctx, taking, &rows->at[i]))
            return fail_while(ctx, "保存第%zu行", rows->at[i].row + 1);
        arena_rewind(ctx->arena, mark);
        if (taking->progress && (i + 1) % PROGRESS_STEP == 0 &&
            !taking->progress(taking->self, (int64_t)i + 1, (int64_t)rows->count))
            return fail(ctx, FAIL_STATE, "导入已取消，什么都没有保存");
    }
    return !taking->progress || taking->progress(taking->self, 0, 0) ||
           fail(ctx, FAIL_STATE, "导入已取消，什么都没有保存");
}

static bool add_record(Ctx *ctx, const OrderImportPlan *plan, int64_t *ret_number)
{
    int64_t account = ctx->actor ? ctx->actor->account_id : ACCOUNT_SYSTEM;
    int64_t unit = ctx->actor ? ctx->actor->unit_id : 0;
    return db_number(ctx, SQL_ORDER_IMPORT_ADD,
                     BINDS({"file", bind(plan->file)}, {"digest", bind(plan->digest)},
                           {"row_count", bind((int64_t)plan->rows.count)},
                           {"new_orders", bind(plan->new_orders)},
                           {"changed_orders", bind(plan->changed_orders)},
                           {"same_orders", bind(plan->same_orders)},
                           {"wrong_rows", bind(plan->wrong_rows)}, {"now", bind(clock_now(ctx))},
                           {"account_id", bind(account)}, {"unit_id", bind(unit)},
                           {"actor", bind(actor_label(ctx))}),
                     ret_number);
}

static bool note(Ctx *ctx, const char *action, const OrderImportRecord *record)
{
    return audit_note(
        ctx, &(AuditNote){.action = action,
                          .object = "hotline_import",
                          .key = record->number,
                          .title = record->file,
                          .facts = str_format(
                              ctx->arena, "SHA-256 %.*s，%lld行：新增%lld，变更%lld，相同%lld",
                              STRF(record->digest), (long long)record->rows,
                              (long long)record->new_orders, (long long)record->changed_orders,
                              (long long)record->same_orders)});
}

static bool take_all(Ctx *ctx, Taking *taking)
{
    const OrderImportPlan *plan = taking->plan;
    OrderImportRecord record = {.file = plan->file,
                                .digest = plan->digest,
                                .rows = (int64_t)plan->rows.count,
                                .new_orders = plan->new_orders,
                                .changed_orders = plan->changed_orders,
                                .same_orders = plan->same_orders};
    if (!workdays_read(ctx, &taking->workdays) ||
        !order_import_existing(ctx, plan, &taking->existing) ||
        !add_record(ctx, plan, &taking->number))
        return false;
    taking->why = str_format(ctx->arena, "导入%lld号", (long long)taking->number);
    record.number = taking->number;
    return take_rows(ctx, taking) && note(ctx, "hotline.import", &record);
}

bool order_import_take(Ctx *ctx, const OrderImportPlan *plan, bool partial,
                       bool (*progress)(void *self, int64_t done, int64_t total), void *self,
                       int64_t *ret_number)
{
    Taking taking = {.plan = plan, .progress = progress, .self = self};
    if (plan->wrong_rows > 0 && !partial) {
        fail(ctx, FAIL_INVALID, "%lld行有误，整个文件未导入", (long long)plan->wrong_rows);
        fail_problems(ctx, &plan->problems);
        return fail_hint(ctx, "改正后重新导入，或用 --partial 只导入正确的行");
    }
    if (plan->rows.count == 0)
        return fail(ctx, FAIL_INVALID, "没有一行是正确的，未导入");
    if (!db_begin(ctx))
        return false;
    if (!take_all(ctx, &taking))
        return db_rollback(ctx);
    *ret_number = taking.number;
    return db_commit(ctx);
}

/* ---- undoing ----------------------------------------------------------------------------------
 */

typedef struct Change {
    int64_t order_id;
    Str number;
    int64_t revision;
    Str words;
} Change;
LIST_OF(Change, ChangeList);
static const Field change_fields[] = {
    FIELD(Change, order_id, "工单", 0),
    FIELD(Change, number, "工单号", 0),
    FIELD(Change, revision, "修订", 0),
    FIELD(Change, words, "原状", 0),
};
static const Shape change_shape = SHAPE(Change, change_fields);

bool order_imports_read(Ctx *ctx, OrderImportRecordList *ret)
{
    *ret = (OrderImportRecordList){0};
    return db_all(ctx, SQL_ORDER_IMPORT_ALL, NO_BINDS, &order_import_record_shape, ret);
}

static bool need_import(Ctx *ctx, int64_t number, OrderImportRecord *ret)
{
    bool found = false;
    if (!db_one(ctx, SQL_ORDER_IMPORT_GET, BINDS({"id", bind(number)}), &order_import_record_shape,
                ret, &found))
        return false;
    if (!found) {
        fail(ctx, FAIL_NOT_FOUND, "没有工单导入%lld号", (long long)number);
        return fail_hint(ctx, "用 tongban hotline imports 查看");
    }
    return !ret->has_undone_at ||
           fail(ctx, FAIL_STATE, "工单导入%lld号已经撤销过", (long long)number);
}

static bool undo_one(Ctx *ctx, const Workdays *workdays, const Change *change, int64_t number,
                     Str why)
{
    Order now = {0};
    ImportedOrder before = {0};
    Problems problems = problems_create(ctx->arena);
    int64_t id, revision;
    if (!order_read(ctx, change->order_id, &now))
        return false;
    if (now.revision != change->revision) {
        fail(ctx, FAIL_CONFLICT, "工单「%.*s」在这次导入之后又改过", STRF(change->number));
        return fail_hint(ctx, "先撤销较晚的导入；在系统里办理过的工单不能随导入撤销");
    }
    if (str_empty(change->words))
        before = imported_order_of(&now);
    else if (!json_to_shape(ctx, change->words, &imported_order_shape, &problems, &before))
        return false;
    ImportPut put = {.workdays = workdays,
                     .before = &now,
                     .order = &before,
                     .why = why,
                     .void_it = str_empty(change->words)};
    return order_import_put(ctx, &put, &id, &revision) &&
           db_run(ctx, SQL_ORDER_IMPORT_CHANGE_RESTORED,
                  BINDS({"revision", bind(revision)}, {"order_id", bind(id)},
                        {"import_id", bind(number)}, {"before", bind(change->revision - 1)}),
                  /* ret_changed= */ NULL);
}

static bool undo_all(Ctx *ctx, int64_t number, OrderImportRecord *record)
{
    ChangeList changes = {0};
    const Workdays *workdays = NULL;
    int64_t marked = 0;
    Str why = str_format(ctx->arena, "撤销导入%lld号", (long long)number);
    record->undone_at = clock_now(ctx);
    if (!need_import(ctx, number, record) || !workdays_read(ctx, &workdays) ||
        !db_all(ctx, SQL_ORDER_IMPORT_CHANGE_ALL, BINDS({"import_id", bind(number)}), &change_shape,
                &changes))
        return false;
    LIST_EACH (const Change, change, &changes) {
        ArenaMark mark = arena_mark(ctx->arena);
        if (!undo_one(ctx, workdays, change, number, why))
            return false;
        arena_rewind(ctx->arena, mark);
    }
    record->has_undone_at = true;
    record->undone_at = clock_now(ctx);
    if (!db_run(ctx, SQL_ORDER_IMPORT_MARK_UNDONE,
                BINDS({"id", bind(number)}, {"now", bind(record->undone_at)}), &marked))
        return false;
    return marked == 1 || fail(ctx, FAIL_CONFLICT, "这次导入刚被他人撤销");
}

bool order_import_undo(Ctx *ctx, int64_t number, OrderImportRecord *ret)
{
    OrderImportRecord record = {0};
    if (!db_begin(ctx))
        return false;
    if (!undo_all(ctx, number, &record) || !note(ctx, "import.undo", &record))
        return db_rollback(ctx);
    *ret = record;
    return db_commit(ctx);
}
