#include "domain/assessment/unit_import.h"

#include "base/utf8.h"
#include "domain/assessment/district.h"
#include "engine/access/access.h"
#include "port/csv.h"
#include "port/db.h"
#include "port/digest.h"
#include "port/fold.h"
#include "port/xlsx_read.h"
#include "sql_ids.h"

/* Of one file. */
#define UNIT_ROWS_MAX 2000

/* A row of the file. */
typedef struct UnitRow {
    Str name;
    Str kind;
    Str former;
    bool has_renamed_on;
    Date renamed_on;
    Str parent;
    size_t row; /* of the grid */
    Unit unit;  /* as it is stored; id 0 = not yet */
    bool added, changed;
} UnitRow;
LIST_OF(UnitRow, UnitRowList);

/* Where the columns stand; SIZE_MAX = the file has none. */
typedef struct UnitColumns {
    size_t name, kind, former, renamed_on, parent;
} UnitColumns;

static size_t find_head(Arena *arena, const Grid *grid, const char *const *words)
{
    for (size_t c = 0; c < grid->column_count; c++) {
        Str folded = fold_name(arena, grid_text(grid, 0, c));
        for (const char *const *word = words; *word; word++)
            if (str_equal_c(folded, *word))
                return c;
    }
    return SIZE_MAX;
}

static bool read_columns(Ctx *ctx, const Grid *grid, UnitColumns *ret)
{
    static const char *const names[] = {"unit", "单位", "单位名称", "名称", NULL};
    static const char *const kinds[] = {"kind", "类别", "类型", "组别", NULL};
    static const char *const formers[] = {"former_name", "曾用名", NULL};
    static const char *const dates[] = {"renamed_on", "更名日期", NULL};
    static const char *const parents[] = {"parent", "上级单位", "上级", NULL};
    *ret = (UnitColumns){.name = find_head(ctx->arena, grid, names),
                         .kind = find_head(ctx->arena, grid, kinds),
                         .former = find_head(ctx->arena, grid, formers),
                         .renamed_on = find_head(ctx->arena, grid, dates),
                         .parent = find_head(ctx->arena, grid, parents)};
    if (ret->name != SIZE_MAX && ret->kind != SIZE_MAX)
        return true;
    fail(ctx, FAIL_INVALID, "单位名册缺少「%s」这一列",
         ret->name == SIZE_MAX ? "unit（单位）" : "kind（类别）");
    return fail_hint(ctx, "表头应为 unit,kind，可加 former_name（曾用名）、renamed_on（更名日期）、"
                          "parent（上级单位）");
}

static bool complain(Problems *problems, const Grid *grid, size_t row, size_t column, Str message,
                     Str hint)
{
    problems_add(problems, (Problem){.row = (int64_t)row + 1,
                                     .column = (int64_t)column + 1,
                                     .field = grid_text(grid, 0, column),
                                     .value = grid_text(grid, row, column),
                                     .message = message,
                                     .hint = hint});
    return false;
}

static bool read_row(const Grid *grid, const UnitColumns *columns, size_t row, UnitRow *ret,
                     Problems *problems)
{
    bool ok = true;
    ret->row = row;
    ret->name = grid_text(grid, row, columns->name);
    if (str_empty(ret->name) || utf8_count(ret->name) > UNIT_NAME_RUNES_MAX)
        ok = complain(problems, grid, row, columns->name, STR("单位名称缺失或过长"),
                      STR("1到64个字"));
    if (!utf8_shows(ret->name))
        ok = complain(problems, grid, row, columns->name, STR("单位名称里有看不见的字符"),
                      STR("重新输入，不要从别处粘贴"));
    if (!unit_kind_parse(grid_text(grid, row, columns->kind), &ret->kind))
        ok = complain(problems, grid, row, columns->kind, STR("没有这个类别"),
                      STR("department（部门）或 street（街道）"));
    if (columns->former != SIZE_MAX)
        ret->former = grid_text(grid, row, columns->former);
    if (!utf8_shows(ret->former))
        ok = complain(problems, grid, row, columns->former, STR("曾用名里有看不见的字符"),
                      STR("重新输入，不要从别处粘贴"));
    if (columns->parent != SIZE_MAX)
        ret->parent = grid_text(grid, row, columns->parent);
    if (columns->renamed_on == SIZE_MAX)
        return ok;
    Str date = grid_text(grid, row, columns->renamed_on);
    ret->has_renamed_on = !str_empty(date);
    if (ret->has_renamed_on && !date_parse(date, &ret->renamed_on))
        ok = complain(problems, grid, row, columns->renamed_on, STR("不是日期"),
                      STR("例如 2023-01-31"));
    return ok;
}

static bool refuse_problems(Ctx *ctx, const Problems *problems)
{
    if (problems->total == 0)
        return true;
    fail(ctx, FAIL_INVALID, "单位名册有%zu处错误，未导入", problems->total);
    const Problem *first = &problems->at[0];
    fail_detail(ctx, "第%lld行「%.*s」：%.*s", (long long)first->row, STRF(first->value),
                STRF(first->message));
    return fail_hint(ctx, "改正后重新导入整个文件");
}

static bool read_rows(Ctx *ctx, const Grid *grid, const UnitColumns *columns, UnitRowList *rows,
                      Problems *problems)
{
    Dict seen = dict_create(ctx->arena);
    for (size_t row = 1; row < grid->rows.count; row++) {
        if (grid_row_is_blank(grid, row))
            continue;
        UnitRow *unit = LIST_ADD(ctx->arena, rows);
        if (!read_row(grid, columns, row, unit, problems))
            continue;
        Str folded = fold_name(ctx->arena, unit->name);
        if (dict_put(&seen, folded, unit))
            complain(problems, grid, row, columns->name, STR("单位重复"), STR("一个单位只占一行"));
    }
    if (rows->count > UNIT_ROWS_MAX)
        return fail(ctx, FAIL_TOO_LARGE, "单位超过%d个", UNIT_ROWS_MAX);
    if (rows->count == 0)
        return fail(ctx, FAIL_INVALID, "文件只有表头，没有单位");
    return refuse_problems(ctx, problems);
}

/* ---- against the register --------------------------------------------------------------------
 */

/* A unit known by its former name keeps its figures and takes the new name. */
static const Unit *known_unit(Ctx *ctx, const UnitBook *book, const UnitRow *row)
{
    const Unit *unit = dict_get(&book->by_folded, fold_name(ctx->arena, row->name));
    if (!unit && !str_empty(row->former))
        unit = dict_get(&book->by_folded, fold_name(ctx->arena, row->former));
    return unit;
}

/* A file being taken in. */
typedef struct Intake {
    Ctx *ctx;
    const Grid *grid;
    UnitColumns columns;
    UnitRowList rows;
    Problems *problems;
    UnitBook book; /* the register before */
} Intake;

static bool stands_in_file(const Intake *intake, Str folded)
{
    LIST_EACH (const UnitRow, row, &intake->rows)
        if (str_equal(fold_name(intake->ctx->arena, row->name), folded))
            return true;
    return false;
}

/* What only the register tells: names of other units, parents that are nowhere. */
static bool check_rows(Intake *intake)
{
    Arena *arena = intake->ctx->arena;
    LIST_EACH (UnitRow, row, &intake->rows) {
        const Unit *known = known_unit(intake->ctx, &intake->book, row);
        int64_t id = known ? known->id : 0;
        const Unit *other = unit_bearing(arena, &intake->book, row->name, id);
        if (other)
            complain(intake->problems, intake->grid, row->row, intake->columns.name,
                     STR("这个名称另一个单位用过"),
                     str_format(arena, "它现在叫「%.*s」", STRF(other->name)));
        if (str_empty(row->parent))
            continue;
        Str folded = fold_name(arena, row->parent);
        if (!dict_has(&intake->book.by_folded, folded) && !stands_in_file(intake, folded))
            complain(intake->problems, intake->grid, row->row, intake->columns.parent,
                     STR("没有这个上级单位"), STR("上级单位应在名册或本文件里"));
    }
    return refuse_problems(intake->ctx, intake->problems);
}

static bool put_row(Intake *intake, UnitRow *row)
{
    Ctx *ctx = intake->ctx;
    const Unit *known = known_unit(ctx, &intake->book, row);
    row->unit = known ? *known : (Unit){0};
    row->added = !known;
    row->changed =
        known && !(str_equal(known->name, row->name) && str_equal(known->kind, row->kind));
    row->unit.name = row->name;
    row->unit.kind = row->kind;
    if ((row->added || row->changed) && !unit_put(ctx, &row->unit, &row->unit.id))
        return false;
    if (str_empty(row->former))
        return true;
    /* The last day of the former name is the day before the new one's first. */
    Date until = {row->renamed_on.days - 1};
    return unit_alias_put(ctx, row->unit.id, row->former, row->has_renamed_on ? &until : NULL);
}

/* The parents, once every unit of the file has its number. */
static bool put_parents(Intake *intake)
{
    UnitBook book;
    if (intake->columns.parent == SIZE_MAX)
        return true;
    if (!unit_book_read(intake->ctx, &book))
        return false;
    LIST_EACH (UnitRow, row, &intake->rows) {
        const Unit *parent = dict_get(&book.by_folded, fold_name(intake->ctx->arena, row->parent));
        int64_t parent_id = parent ? parent->id : 0;
        if (row->unit.parent_id == parent_id)
            continue;
        row->unit.parent_id = parent_id;
        row->changed = !row->added;
        if (!unit_put(intake->ctx, &row->unit, &row->unit.id))
            return false;
    }
    return true;
}

/* Every unit comes to the top within the depth allowed: no ring, nothing too deep. */
static bool check_tree(Ctx *ctx)
{
    UnitBook book;
    if (!unit_book_read(ctx, &book))
        return false;
    LIST_EACH (const Unit, unit, &book.units) {
        const Unit *above = unit;
        for (int depth = 0; above; depth++) {
            if (depth == UNIT_DEPTH_MAX)
                return fail(ctx, FAIL_INVALID, "「%.*s」的上级单位成环，或超过%d级",
                            STRF(unit->name), UNIT_DEPTH_MAX);
            above = unit_by_id(&book, above->parent_id);
        }
    }
    return true;
}

static bool put_units(Intake *intake)
{
    if (!check_rows(intake))
        return false;
    LIST_EACH (UnitRow, row, &intake->rows)
        if (!put_row(intake, row))
            return fail_while(intake->ctx, "保存单位「%.*s」", STRF(row->name));
    return put_parents(intake) && check_tree(intake->ctx);
}

static UnitImport counts_of(const UnitRowList *rows)
{
    UnitImport counts = {0};
    LIST_EACH (const UnitRow, row, rows) {
        counts.added += row->added;
        counts.changed += row->changed;
        counts.same += !row->added && !row->changed;
    }
    return counts;
}

/* What became of the units that were there before: name and kind, before → after. */
static AuditChangeList changes_of(const Intake *intake)
{
    AuditChangeList changes = {0};
    LIST_EACH (const UnitRow, row, &intake->rows) {
        const Unit *before = unit_by_id(&intake->book, row->unit.id);
        if (!row->changed || !before)
            continue;
        AuditChange *change = LIST_ADD(intake->ctx->arena, &changes);
        change->field = STR("unit");
        change->label = STR("单位");
        change->before = str_format(intake->ctx->arena, "%.*s（%.*s）", STRF(before->name),
                                    STRF(unit_kind_label(before->kind)));
        change->after = str_format(intake->ctx->arena, "%.*s（%.*s）", STRF(row->name),
                                   STRF(unit_kind_label(row->kind)));
    }
    return changes;
}

static bool note_units(Intake *intake, Str file, Str bytes, const UnitImport *counts)
{
    Ctx *ctx = intake->ctx;
    Str digest;
    return digest_sha256_hex(ctx, bytes, &digest) &&
           audit_note(ctx,
                      &(AuditNote){.action = "assessment.units",
                                   .object = "unit",
                                   .title = file,
                                   .changes = changes_of(intake),
                                   .facts = str_format(
                                       ctx->arena, "SHA-256 %.*s，新增%lld，变更%lld，相同%lld",
                                       STRF(digest), (long long)counts->added,
                                       (long long)counts->changed, (long long)counts->same)});
}

static bool take(Intake *intake, Str file, Str bytes, UnitImport *ret)
{
    Ctx *ctx = intake->ctx;
    if (!district_need_whole(ctx, "单位名册") || !db_begin(ctx))
        return false;
    if (!access_changed(ctx) || !unit_book_read(ctx, &intake->book) || !put_units(intake))
        return db_rollback(ctx);
    UnitImport counts = counts_of(&intake->rows);
    if (!note_units(intake, file, bytes, &counts))
        return db_rollback(ctx);
    *ret = counts;
    return db_commit(ctx);
}

bool unit_import(Ctx *ctx, Str file, Str bytes, UnitImport *ret, Problems *problems)
{
    Grid grid = {0};
    Intake intake = {.ctx = ctx, .grid = &grid, .problems = problems};
    TextEncoding encoding;
    bool read = xlsx_looks_like(bytes) ? xlsx_read(ctx, bytes, STR(""), &grid)
                                       : csv_read_bytes(ctx, bytes, &grid, &encoding);
    if (!read || !read_columns(ctx, &grid, &intake.columns) ||
        !read_rows(ctx, &grid, &intake.columns, &intake.rows, problems)) {
        if (str_empty(ctx->fail.place.file))
            ctx->fail.place.file = file;
        return false;
    }
    return take(&intake, file, bytes, ret);
}
