#include "domain/assessment/intake.h"

#include "engine/access/audit.h"
#include "port/clock.h"
#include "port/db.h"
#include "sql_ids.h"

static const Field import_record_fields[] = {
    FIELD(ImportRecord, number, "导入号", 0),
    FIELD(ImportRecord, table_code, "数据表", 0),
    FIELD(ImportRecord, period, "时期", 0),
    FIELD(ImportRecord, file, "文件", 0),
    FIELD(ImportRecord, row_count, "行数", 0),
    FIELD(ImportRecord, cell_count, "数据项", 0),
    FIELD(ImportRecord, made_at, "导入时间", 0),
    FIELD(ImportRecord, actor, "经办", 0),
    FIELD_MAYBE(ImportRecord, undone_at, "撤销时间", 0),
    FIELD(ImportRecord, account_id, "经办账号", 0),
    FIELD(ImportRecord, cells_seen, "可见数据项", 0),
    FIELD(ImportRecord, digest, "摘要", 0),
};
/* As stored; what is shown of it leaves the last three out. */
static const Shape stored_shape = SHAPE(ImportRecord, import_record_fields);
#define SHOWN_FIELDS (ARRAY_LEN(import_record_fields) - 3)
const Shape import_record_shape = {.name = "ImportRecord",
                                   .size = sizeof(ImportRecord),
                                   .fields = import_record_fields,
                                   .count = SHOWN_FIELDS};

/* A figure as an import replaced it, for undo. */
typedef struct FigureChange {
    int64_t unit_id;
    Str row_key;
    Str column_code;
    bool has_old_value, has_old_words, has_old_import_id, has_old_file_row;
    Decimal old_value;
    Str old_words;
    int64_t old_import_id;
    int64_t old_file_row;
    bool has_new_value, has_new_words;
    Decimal new_value;
    Str new_words;
    bool new_present;
} FigureChange;
LIST_OF(FigureChange, FigureChangeList);

static const Field figure_change_fields[] = {
    FIELD(FigureChange, unit_id, "单位编号", 0),
    FIELD(FigureChange, row_key, "行", 0),
    FIELD(FigureChange, column_code, "列", 0),
    FIELD_MAYBE(FigureChange, old_value, "原值", 0),
    FIELD_MAYBE(FigureChange, old_words, "原文", 0),
    FIELD_MAYBE(FigureChange, old_import_id, "原导入号", 0),
    FIELD_MAYBE(FigureChange, old_file_row, "原文件行", 0),
    FIELD_MAYBE(FigureChange, new_value, "新值", 0),
    FIELD_MAYBE(FigureChange, new_words, "新文", 0),
    FIELD(FigureChange, new_present, "有值", 0),
};
static const Shape figure_change_shape = SHAPE(FigureChange, figure_change_fields);

static BindValue maybe_decimal(bool has, Decimal value)
{
    return has ? bind(value) : bind_null();
}

static BindValue maybe_words(bool has, Str words)
{
    return has ? bind(words) : bind_null();
}

static BindValue maybe_int(bool has, int64_t value)
{
    return has ? bind(value) : bind_null();
}

static Str period_text(Arena *arena, Period period)
{
    Buf text = buf_create(arena, 16);
    period_print(&text, period);
    return buf_str(&text);
}

/* ---- taking ----------------------------------------------------------------------------- */

/* What the plan was made against must still be so. */
static bool still_as_planned(Ctx *ctx, const IntakePlan *plan)
{
    FigureSet now;
    if (!figures_read(ctx, plan->period, plan->table.code, &now))
        return false;
    LIST_EACH (const IntakeCell, cell, &plan->cells) {
        const Figure *figure = figure_get(ctx->arena, &now, plan->table.code, cell->unit_id,
                                          cell->row_key, cell->column->code);
        int64_t planned = cell->before ? cell->before->import_id : 0;
        if ((figure ? figure->import_id : 0) == planned)
            continue;
        fail(ctx, FAIL_CONFLICT, "预览之后有人导入了同一数据（%.*s）", STRF(cell->unit_name));
        return fail_hint(ctx, "重新预览后再导入");
    }
    return true;
}

static bool keep_old(Ctx *ctx, const IntakeCell *cell, int64_t number)
{
    const Figure *old = cell->before;
    bool words = cell->present && cell->column->is_text;
    bool value = cell->present && !cell->column->is_text;
    return db_run(
        ctx, SQL_FIGURE_CHANGE_ADD,
        BINDS({"import_id", bind(number)}, {"unit_id", bind(cell->unit_id)},
              {"row_key", bind(cell->row_key)}, {"column_code", bind(cell->column->code)},
              {"old_value", old ? maybe_decimal(old->has_value, old->value) : bind_null()},
              {"old_words", old ? maybe_words(old->has_words, old->words) : bind_null()},
              {"old_import_id", old ? bind(old->import_id) : bind_null()},
              {"old_file_row", old ? bind(old->file_row) : bind_null()},
              {"new_value", maybe_decimal(value, cell->value)},
              {"new_words", maybe_words(words, cell->words)}, {"new_present", bind(cell->present)}),
        NULL);
}

static bool put_figure(Ctx *ctx, const IntakePlan *plan, const IntakeCell *cell, int64_t number)
{
    if (!cell->present)
        return db_run(ctx, SQL_FIGURE_DROP,
                      BINDS({"period", bind(plan->period)}, {"table_code", bind(plan->table.code)},
                            {"unit_id", bind(cell->unit_id)}, {"row_key", bind(cell->row_key)},
                            {"column_code", bind(cell->column->code)}),
                      NULL);
    bool text = cell->column->is_text;
    return db_run(ctx, SQL_FIGURE_PUT,
                  BINDS({"period", bind(plan->period)}, {"table_code", bind(plan->table.code)},
                        {"unit_id", bind(cell->unit_id)}, {"row_key", bind(cell->row_key)},
                        {"column_code", bind(cell->column->code)},
                        {"value", maybe_decimal(!text, cell->value)},
                        {"words", maybe_words(text, cell->words)}, {"import_id", bind(number)},
                        {"file_row", bind(cell->file_row)}),
                  NULL);
}

static int64_t account_of(const Ctx *ctx)
{
    return ctx->actor ? ctx->actor->account_id : 0;
}

/* Whose import it is: of the unit that the actor acts for. One whose scope leaves his own unit out
 * has it stand under the units that he brings figures of. */
static int64_t unit_of(const Ctx *ctx, const IntakePlan *plan)
{
    int64_t own = ctx->actor ? ctx->actor->unit_id : 0;
    if (scope_allows(ctx->scope, own) || plan->cells.count == 0)
        return own;
    return plan->cells.at[0].unit_id;
}

/* 「SHA-256 …，42行，378格」: the rows themselves are found through the import's number. */
static bool note_import(Ctx *ctx, const char *action, const ImportRecord *record, int64_t unit_id)
{
    return audit_note(
        ctx, &(AuditNote){.action = action,
                          .object = "import",
                          .key = record->number,
                          .title = record->file,
                          .unit_id = unit_id,
                          .facts = str_format(ctx->arena, "%.*s %.*s，SHA-256 %.*s，%lld行，%lld格",
                                              STRF(record->table_code),
                                              STRF(period_text(ctx->arena, record->period)),
                                              STRF(record->digest), (long long)record->row_count,
                                              (long long)record->cell_count)});
}

static bool take_cells(Ctx *ctx, const IntakePlan *plan, int64_t *ret_number)
{
    int64_t number;
    int64_t cells = plan->new_cells + plan->changed_cells;
    Instant now = clock_now(ctx);
    if (!db_number(ctx, SQL_IMPORT_ADD,
                   BINDS({"table_code", bind(plan->table.code)}, {"period", bind(plan->period)},
                         {"file", bind(plan->file)}, {"digest", bind(plan->digest)},
                         {"row_count", bind(plan->good_rows)}, {"cell_count", bind(cells)},
                         {"now", bind(now)}, {"account_id", bind(account_of(ctx))},
                         {"unit_id", bind(unit_of(ctx, plan))}, {"actor", bind(actor_label(ctx))}),
                   &number))
        return false;
    LIST_EACH (const IntakeCell, cell, &plan->cells)
        if (cell->changes && (!keep_old(ctx, cell, number) || !put_figure(ctx, plan, cell, number)))
            return fail_while(ctx, "保存第%lld行", (long long)cell->file_row);
    *ret_number = number;
    return true;
}

bool intake_take(Ctx *ctx, const IntakePlan *plan, bool partial, int64_t *ret_number)
{
    if (plan->wrong_rows > 0 && !partial) {
        fail(ctx, FAIL_INVALID, "%lld行有误，整个文件未导入", (long long)plan->wrong_rows);
        fail_problems(ctx, &plan->problems);
        return fail_hint(ctx, "改正后重新导入，或用 --partial 只导入正确的行");
    }
    if (plan->good_rows == 0)
        return fail(ctx, FAIL_INVALID, "没有一行是正确的，未导入");
    if (!db_begin(ctx))
        return false;
    int64_t number = 0;
    if (!month_open_for_figures(ctx, plan->period) || !still_as_planned(ctx, plan) ||
        !take_cells(ctx, plan, &number) ||
        !note_import(ctx, "assessment.import",
                     &(ImportRecord){.number = number,
                                     .table_code = plan->table.code,
                                     .period = plan->period,
                                     .file = plan->file,
                                     .digest = plan->digest,
                                     .row_count = plan->good_rows,
                                     .cell_count = plan->new_cells + plan->changed_cells},
                     unit_of(ctx, plan)))
        return db_rollback(ctx);
    *ret_number = number;
    return db_commit(ctx);
}

/* ---- history and undo ------------------------------------------------------------------- */

static bool holds_all_seen(const ImportRecord *record)
{
    return record->cells_seen == record->cell_count;
}

/* Rows and cells of an import are counts: they are shown to who brought it, and to who may see all
 * that it brought. */
static bool holds_own(const Ctx *ctx, const ImportRecord *record)
{
    return scope_is_whole(ctx) || holds_all_seen(record) ||
           (ctx->actor && ctx->actor->account_id == record->account_id);
}

bool imports_read(Ctx *ctx, const Period *period, ImportRecordList *ret)
{
    Period all = {0};
    ImportRecordList records = {0}, seen = {0};
    if (!db_all(ctx, SQL_IMPORT_ALL, BINDS({"period", bind(period ? *period : all)}), &stored_shape,
                &records))
        return false;
    LIST_EACH (const ImportRecord, record, &records)
        if (holds_own(ctx, record))
            *LIST_ADD(ctx->arena, &seen) = *record;
    *ret = seen;
    return true;
}

static bool need_import(Ctx *ctx, int64_t number, ImportRecord *ret)
{
    bool found;
    if (!db_one(ctx, SQL_IMPORT_GET, BINDS({"id", bind(number)}), &stored_shape, ret, &found))
        return false;
    if (!found || !holds_own(ctx, ret)) {
        fail(ctx, FAIL_NOT_FOUND, "没有导入%lld号", (long long)number);
        return fail_hint(ctx, "用 tongban imports list 查看");
    }
    if (ret->has_undone_at)
        return fail(ctx, FAIL_STATE, "导入%lld号已经撤销过", (long long)number);
    if (holds_all_seen(ret))
        return true;
    fail(ctx, FAIL_DENIED, "导入%lld号含有当前数据范围之外的数据，不能撤销", (long long)number);
    return fail_hint(ctx, "换到导入时的岗位，或请数据范围更大的岗位来撤销");
}

/* The figure must still stand as this import left it. */
static bool undo_one(Ctx *ctx, const ImportRecord *record, const FigureChange *change)
{
    int64_t newest;
    Binds key = BINDS({"period", bind(record->period)}, {"table_code", bind(record->table_code)},
                      {"unit_id", bind(change->unit_id)}, {"row_key", bind(change->row_key)},
                      {"column_code", bind(change->column_code)});
    if (!db_number(ctx, SQL_FIGURE_NEWEST_IMPORT, key, &newest))
        return false;
    if (newest != (change->new_present ? record->number : 0)) {
        fail(ctx, FAIL_CONFLICT, "导入%lld号的数据后来又被改过", (long long)record->number);
        return fail_hint(ctx, "先撤销较晚的导入（tongban imports list）");
    }
    if (!change->has_old_import_id)
        return db_run(ctx, SQL_FIGURE_DROP, key, NULL);
    return db_run(ctx, SQL_FIGURE_PUT,
                  BINDS({"period", bind(record->period)}, {"table_code", bind(record->table_code)},
                        {"unit_id", bind(change->unit_id)}, {"row_key", bind(change->row_key)},
                        {"column_code", bind(change->column_code)},
                        {"value", maybe_decimal(change->has_old_value, change->old_value)},
                        {"words", maybe_words(change->has_old_words, change->old_words)},
                        {"import_id", bind(change->old_import_id)},
                        {"file_row", maybe_int(change->has_old_file_row, change->old_file_row)}),
                  NULL);
}

static bool undo_all(Ctx *ctx, ImportRecord *record)
{
    FigureChangeList changes = {0};
    int64_t marked;
    Instant now = clock_now(ctx);
    if (!db_all(ctx, SQL_FIGURE_CHANGE_ALL, BINDS({"import_id", bind(record->number)}),
                &figure_change_shape, &changes))
        return false;
    LIST_EACH (const FigureChange, change, &changes)
        if (!undo_one(ctx, record, change))
            return false;
    if (!db_run(ctx, SQL_IMPORT_MARK_UNDONE,
                BINDS({"id", bind(record->number)}, {"now", bind(now)}), &marked))
        return false;
    record->has_undone_at = true;
    record->undone_at = now;
    return marked == 1 || fail(ctx, FAIL_CONFLICT, "这次导入刚被他人撤销");
}

bool import_undo(Ctx *ctx, int64_t number, ImportRecord *ret)
{
    ImportRecord record = {0};
    if (!db_begin(ctx))
        return false;
    if (!need_import(ctx, number, &record) || !month_open_for_figures(ctx, record.period) ||
        !undo_all(ctx, &record) ||
        !note_import(ctx, "import.undo", &record, ctx->actor ? ctx->actor->unit_id : 0))
        return db_rollback(ctx);
    *ret = record;
    return db_commit(ctx);
}
