#include "domain/assessment/unit.h"

#include "base/utf8.h"
#include "port/csv.h"
#include "port/db.h"
#include "port/fold.h"
#include "port/xlsx_read.h"
#include "sql_ids.h"

#define UNIT_NAME_RUNES_MAX 64
#define UNITS_MAX 2000

/* A row of the file. */
typedef struct UnitRow {
    Str name;
    Str kind;
    Str former;
    bool has_renamed_on;
    Date renamed_on;
} UnitRow;
LIST_OF(UnitRow, UnitRowList);

/* Where the columns stand; SIZE_MAX = the file has none. */
typedef struct UnitColumns {
    size_t name, kind, former, renamed_on;
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
    *ret = (UnitColumns){.name = find_head(ctx->arena, grid, names),
                         .kind = find_head(ctx->arena, grid, kinds),
                         .former = find_head(ctx->arena, grid, formers),
                         .renamed_on = find_head(ctx->arena, grid, dates)};
    if (ret->name != SIZE_MAX && ret->kind != SIZE_MAX)
        return true;
    fail(ctx, FAIL_INVALID, "单位名册缺少「%s」这一列",
         ret->name == SIZE_MAX ? "unit（单位）" : "kind（类别）");
    return fail_hint(ctx, "表头应为 unit,kind，可加 former_name（曾用名）、renamed_on（更名日期）");
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
    ret->name = grid_text(grid, row, columns->name);
    if (str_empty(ret->name) || utf8_count(ret->name) > UNIT_NAME_RUNES_MAX)
        ok = complain(problems, grid, row, columns->name, STR("单位名称缺失或过长"),
                      STR("1到64个字"));
    if (!unit_kind_parse(grid_text(grid, row, columns->kind), &ret->kind))
        ok = complain(problems, grid, row, columns->kind, STR("没有这个类别"),
                      STR("department（部门）或 street（街道）"));
    if (columns->former != SIZE_MAX)
        ret->former = grid_text(grid, row, columns->former);
    if (columns->renamed_on == SIZE_MAX)
        return ok;
    Str date = grid_text(grid, row, columns->renamed_on);
    ret->has_renamed_on = !str_empty(date);
    if (ret->has_renamed_on && !date_parse(date, &ret->renamed_on))
        ok = complain(problems, grid, row, columns->renamed_on, STR("不是日期"),
                      STR("例如 2023-01-31"));
    return ok;
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
    if (rows->count > UNITS_MAX)
        return fail(ctx, FAIL_TOO_LARGE, "单位超过%d个", UNITS_MAX);
    if (rows->count == 0)
        return fail(ctx, FAIL_INVALID, "文件只有表头，没有单位");
    if (problems->total == 0)
        return true;
    fail(ctx, FAIL_INVALID, "单位名册有%zu处错误，未导入", problems->total);
    const Problem *first = &problems->at[0];
    fail_detail(ctx, "第%lld行「%.*s」：%.*s", (long long)first->row, STRF(first->value),
                STRF(first->message));
    return fail_hint(ctx, "改正后重新导入整个文件");
}

static bool put_alias(Ctx *ctx, int64_t unit_id, const UnitRow *row)
{
    if (str_empty(row->former))
        return true;
    /* The last day of the former name is the day before the new one's first. */
    Date until = {row->renamed_on.days - 1};
    return db_run(ctx, SQL_UNIT_ALIAS_PUT,
                  BINDS({"unit_id", bind(unit_id)}, {"name", bind(row->former)},
                        {"folded", bind(fold_name(ctx->arena, row->former))},
                        {"until", row->has_renamed_on ? bind(until) : bind_null()}),
                  NULL);
}

/* A unit known by its former name keeps its figures and takes the new name. */
static const Unit *known_unit(Ctx *ctx, const UnitBook *book, const UnitRow *row)
{
    const Unit *unit = dict_get(&book->by_folded, fold_name(ctx->arena, row->name));
    if (!unit && !str_empty(row->former))
        unit = dict_get(&book->by_folded, fold_name(ctx->arena, row->former));
    return unit;
}

static bool put_unit(Ctx *ctx, const UnitBook *book, const UnitRow *row, UnitImport *counts)
{
    Str folded = fold_name(ctx->arena, row->name);
    const Unit *known = known_unit(ctx, book, row);
    int64_t id = known ? known->id : 0;
    if (!known) {
        counts->added++;
        if (!db_number(ctx, SQL_UNIT_ADD,
                       BINDS({"name", bind(row->name)}, {"folded", bind(folded)},
                             {"kind", bind(row->kind)}),
                       &id))
            return false;
    } else if (str_equal(known->name, row->name) && str_equal(known->kind, row->kind)) {
        counts->same++;
    } else {
        counts->changed++;
        if (!db_run(ctx, SQL_UNIT_CHANGE,
                    BINDS({"id", bind(id)}, {"name", bind(row->name)}, {"folded", bind(folded)},
                          {"kind", bind(row->kind)}),
                    NULL))
            return false;
    }
    return put_alias(ctx, id, row);
}

static bool put_units(Ctx *ctx, const UnitRowList *rows, UnitImport *ret)
{
    UnitBook book;
    UnitImport counts = {0};
    if (!db_begin(ctx))
        return false;
    if (!unit_book_read(ctx, &book))
        return db_rollback(ctx);
    LIST_EACH (const UnitRow, row, rows)
        if (!put_unit(ctx, &book, row, &counts)) {
            fail_while(ctx, "保存单位「%.*s」", STRF(row->name));
            return db_rollback(ctx);
        }
    *ret = counts;
    return db_commit(ctx);
}

bool unit_import(Ctx *ctx, Str file, Str bytes, UnitImport *ret, Problems *problems)
{
    Grid grid = {0};
    UnitColumns columns;
    UnitRowList rows = {0};
    TextEncoding encoding;
    bool read = xlsx_looks_like(bytes) ? xlsx_read(ctx, bytes, STR(""), &grid)
                                       : csv_read_bytes(ctx, bytes, &grid, &encoding);
    if (!read || !read_columns(ctx, &grid, &columns) ||
        !read_rows(ctx, &grid, &columns, &rows, problems)) {
        if (str_empty(ctx->fail.place.file))
            ctx->fail.place.file = file;
        return false;
    }
    return put_units(ctx, &rows, ret);
}
