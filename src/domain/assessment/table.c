#include "domain/assessment/table.h"

#include "base/nearest.h"
#include "port/fold.h"
#include "port/packs.h"
#include "port/yaml.h"

#define TABLES_FOLDER STR("tables/")

static bool read_limit(Ctx *ctx, const YamlNode *node, Str key, bool *ret_has, Decimal *ret)
{
    *ret_has = yaml_get(node, key) != NULL;
    return yaml_decimal_or(ctx, node, key, DECIMAL_ZERO, ret);
}

/* `kind: text` where only words are wanted; of a column and of a row. */
static bool read_kind(Ctx *ctx, const YamlNode *node, bool *ret_is_text)
{
    Str kind;
    if (!yaml_str_or(ctx, node, STR("kind"), STR("number"), &kind))
        return false;
    *ret_is_text = str_equal(kind, STR("text"));
    if (*ret_is_text || str_equal(kind, STR("number")))
        return true;
    return yaml_fail(ctx, yaml_get(node, STR("kind")), "kind 只能是 number 或 text");
}

static bool read_column(Ctx *ctx, const YamlNode *node, TableColumn *ret)
{
    static const char *const known[] = {"code", "name", "also", "unit",      "kind",     "places",
                                        "min",  "max",  "sum",  "sum_group", "required", NULL};
    if (!yaml_only(ctx, node, known) || !yaml_str(ctx, node, STR("code"), &ret->code) ||
        !yaml_str(ctx, node, STR("name"), &ret->name) ||
        !yaml_str_or(ctx, node, STR("also"), STR(""), &ret->also) ||
        !yaml_str_or(ctx, node, STR("unit"), STR(""), &ret->unit) ||
        !read_kind(ctx, node, &ret->is_text) ||
        !yaml_int_or(ctx, node, STR("places"), -1, &ret->places) ||
        !read_limit(ctx, node, STR("min"), &ret->has_min, &ret->min) ||
        !read_limit(ctx, node, STR("max"), &ret->has_max, &ret->max) ||
        !yaml_str_or(ctx, node, STR("sum"), STR(""), &ret->sum) ||
        !yaml_str_or(ctx, node, STR("sum_group"), STR(""), &ret->sum_group) ||
        !yaml_bool_or(ctx, node, STR("required"), false, &ret->required))
        return false;
    if (ret->places < -1 || ret->places > DECIMAL_PLACES)
        return yaml_fail(ctx, yaml_get(node, STR("places")), "places 应在 -1 到 %d 之间",
                         DECIMAL_PLACES);
    return true;
}

static bool read_strings(Ctx *ctx, const YamlNode *map, Str key, Str **ret, size_t *ret_count)
{
    if (!yaml_get(map, key))
        return true;
    const YamlNode *list;
    if (!yaml_need(ctx, map, key, YAML_LIST, &list))
        return false;
    *ret = NEW(ctx->arena, Str, list->count);
    *ret_count = list->count;
    for (size_t i = 0; i < list->count; i++) {
        if (list->items[i]->kind != YAML_SCALAR)
            return yaml_fail(ctx, list->items[i], "此处应是一个词");
        (*ret)[i] = list->items[i]->text;
    }
    return true;
}

static bool read_row(Ctx *ctx, const YamlNode *node, TableRow *ret)
{
    static const char *const known[] = {"code",   "name",  "unit", "places",
                                        "points", "parts", "kind", NULL};
    return yaml_only(ctx, node, known) && yaml_str(ctx, node, STR("code"), &ret->code) &&
           yaml_str(ctx, node, STR("name"), &ret->name) &&
           yaml_str_or(ctx, node, STR("unit"), STR(""), &ret->unit) &&
           yaml_int_or(ctx, node, STR("places"), -1, &ret->places) &&
           read_limit(ctx, node, STR("points"), &ret->has_points, &ret->points) &&
           read_strings(ctx, node, STR("parts"), &ret->parts, &ret->part_count) &&
           read_kind(ctx, node, &ret->is_text);
}

static bool read_columns(Ctx *ctx, const YamlNode *root, FigureTable *ret)
{
    const YamlNode *list;
    if (!yaml_need(ctx, root, STR("columns"), YAML_LIST, &list))
        return false;
    for (size_t i = 0; i < list->count; i++) {
        TableColumn column = {0};
        if (!read_column(ctx, list->items[i], &column))
            return false;
        if (table_column(ret, column.code))
            return yaml_fail(ctx, list->items[i], "列「%.*s」重复", STRF(column.code));
        *LIST_ADD(ctx->arena, &ret->columns) = column;
    }
    return true;
}

static bool read_rows(Ctx *ctx, const YamlNode *root, FigureTable *ret)
{
    if (!yaml_get(root, STR("rows")))
        return true;
    const YamlNode *list;
    if (!yaml_need(ctx, root, STR("rows"), YAML_LIST, &list))
        return false;
    for (size_t i = 0; i < list->count; i++) {
        TableRow row = {0};
        if (!read_row(ctx, list->items[i], &row))
            return false;
        if (table_row(ret, row.code))
            return yaml_fail(ctx, list->items[i], "行「%.*s」重复", STRF(row.code));
        *LIST_ADD(ctx->arena, &ret->rows) = row;
    }
    LIST_EACH (TableRow, row, &ret->rows)
        for (size_t i = 0; i < row->part_count; i++)
            if (!table_row(ret, row->parts[i]))
                return yaml_fail(ctx, list->items[row - ret->rows.at], "分项「%.*s」不是本表的行",
                                 STRF(row->parts[i]));
    return true;
}

static bool read_key(Ctx *ctx, const YamlNode *root, TableKey *ret)
{
    static const struct {
        Str name;
        TableKey key;
    } keys[] = {
        {STR_INIT("unit"), TABLE_BY_UNIT},
        {STR_INIT("unit+kind"), TABLE_BY_UNIT_AND_KIND},
        {STR_INIT("code"), TABLE_BY_CODE},
    };
    Str name;
    if (!yaml_str(ctx, root, STR("key"), &name))
        return false;
    for (size_t i = 0; i < ARRAY_LEN(keys); i++)
        if (str_equal(keys[i].name, name)) {
            *ret = keys[i].key;
            return true;
        }
    return yaml_fail(ctx, yaml_get(root, STR("key")), "key 只能是 unit、unit+kind 或 code");
}

static bool read_cycle(Ctx *ctx, const YamlNode *root, bool *ret_by_year)
{
    Str period;
    if (!yaml_str_or(ctx, root, STR("period"), STR("month"), &period))
        return false;
    *ret_by_year = str_equal(period, STR("year"));
    if (*ret_by_year || str_equal(period, STR("month")))
        return true;
    return yaml_fail(ctx, yaml_get(root, STR("period")), "period 只能是 month 或 year");
}

/* What only a table by code has. */
static bool read_code_rules(Ctx *ctx, const YamlNode *root, FigureTable *ret)
{
    static const Str usual_heads[] = {STR_INIT("编号"), STR_INIT("code"), STR_INIT("指标编号"),
                                      STR_INIT("编码")};
    if (!read_strings(ctx, root, STR("heads"), &ret->heads, &ret->head_count) ||
        !yaml_str_or(ctx, root, STR("value"), STR("value"), &ret->value) ||
        !yaml_str_or(ctx, root, STR("points"), STR(""), &ret->points) ||
        !yaml_bool_or(ctx, root, STR("complete"), false, &ret->complete))
        return false;
    ret->by_name = ret->head_count > 0;
    if (!ret->by_name) {
        ret->heads = arena_copy(ctx->arena, usual_heads, sizeof usual_heads);
        ret->head_count = ARRAY_LEN(usual_heads);
    }
    if (ret->key == TABLE_BY_CODE && !table_column(ret, ret->value))
        return yaml_fail(ctx, root, "本表没有「%.*s」这一列：value 应指明哪一列是数值",
                         STRF(ret->value));
    if (ret->points.len && !table_column(ret, ret->points))
        return yaml_fail(ctx, yaml_get(root, STR("points")), "本表没有「%.*s」这一列",
                         STRF(ret->points));
    return true;
}

static bool read_table(Ctx *ctx, const Pack *pack, FigureTable *ret)
{
    static const char *const known[] = {"code",     "name",    "key",   "period",  "legal",
                                        "note",     "kinds",   "heads", "value",   "points",
                                        "complete", "columns", "rows",  "counted", NULL};
    YamlNode *root;
    FigureTable table = {0};
    if (!yaml_parse(ctx, pack->place, pack->text, &root) || !yaml_only(ctx, root, known) ||
        !yaml_str(ctx, root, STR("code"), &table.code) ||
        !yaml_str(ctx, root, STR("name"), &table.name) || !read_key(ctx, root, &table.key) ||
        !read_cycle(ctx, root, &table.by_year) ||
        !yaml_bool_or(ctx, root, STR("counted"), false, &table.counted) ||
        !yaml_str_or(ctx, root, STR("legal"), STR(""), &table.legal) ||
        !yaml_str_or(ctx, root, STR("note"), STR(""), &table.note) ||
        !read_strings(ctx, root, STR("kinds"), &table.kinds, &table.kind_count) ||
        !read_columns(ctx, root, &table) || !read_rows(ctx, root, &table) ||
        !read_code_rules(ctx, root, &table))
        return false;
    *ret = table;
    return true;
}

static bool read_tables(Ctx *ctx, void *ret)
{
    PackList packs;
    if (!packs_list(ctx, TABLES_FOLDER, &packs))
        return false;
    FigureTableList tables = {0};
    LIST_EACH (Pack, pack, &packs)
        if (!read_table(ctx, pack, LIST_ADD(ctx->arena, &tables)))
            return fail_while(ctx, "读取数据表定义");
    *(FigureTableList *)ret = tables;
    return true;
}

bool tables_load(Ctx *ctx, FigureTableList *ret)
{
    return packs_made(ctx, "tables", sizeof *ret, read_tables, ret);
}

bool table_load(Ctx *ctx, Str code, FigureTable *ret)
{
    FigureTableList tables = {0};
    if (!tables_load(ctx, &tables))
        return false;
    Str *codes = NEW(ctx->arena, Str, tables.count);
    for (size_t i = 0; i < tables.count; i++) {
        codes[i] = tables.at[i].code;
        if (str_equal(codes[i], code) || str_equal(tables.at[i].name, code)) {
            *ret = tables.at[i];
            return true;
        }
    }
    fail(ctx, FAIL_NOT_FOUND, "没有数据表「%.*s」", STRF(code));
    Str near = nearest_list(ctx->arena, code, codes, tables.count, 1);
    if (!str_empty(near))
        return fail_hint(ctx, "是否要用 %.*s？", STRF(near));
    Buf all = buf_create(ctx->arena, KIB);
    for (size_t i = 0; i < tables.count; i++)
        buf_format(&all, "%s%.*s", i ? "、" : "", STRF(codes[i]));
    return fail_hint(ctx, "可用的数据表：%.*s", STRF(buf_str(&all)));
}

const TableColumn *table_column(const FigureTable *table, Str code)
{
    LIST_EACH (const TableColumn, column, &table->columns)
        if (str_equal(column->code, code))
            return column;
    return NULL;
}

const TableRow *table_row(const FigureTable *table, Str code)
{
    LIST_EACH (const TableRow, row, &table->rows)
        if (str_equal(row->code, code))
            return row;
    return NULL;
}

const TableRow *table_known_row(Arena *arena, const FigureTable *table, Str text)
{
    Str folded = fold_name(arena, text);
    LIST_EACH (const TableRow, row, &table->rows)
        if (str_equal(folded, fold_name(arena, row->code)) ||
            str_equal(folded, fold_name(arena, row->name)))
            return row;
    return NULL;
}

Str table_row_label(const FigureTable *table, const TableRow *row)
{
    return table->by_name ? row->name : row->code;
}

Str *table_row_labels(Arena *arena, const FigureTable *table)
{
    Str *labels = NEW(arena, Str, table->rows.count);
    for (size_t i = 0; i < table->rows.count; i++)
        labels[i] = table_row_label(table, &table->rows.at[i]);
    return labels;
}

const FigureTable *table_of_district(const FigureTableList *tables)
{
    LIST_EACH (const FigureTable, table, tables)
        if (table->key == TABLE_BY_CODE && str_equal(table->code, STR("district")))
            return table;
    return NULL;
}

/* A head without its remarks in brackets: 「按时办理率(15分)」, 「表扬信(封)、锦旗(面)」. Folding
 * has made all brackets ASCII. */
static Str without_remarks(Arena *arena, Str head)
{
    Buf bare = buf_create(arena, head.len + 1);
    int depth = 0;
    for (size_t i = 0; i < head.len; i++) {
        char byte = head.at[i];
        depth += byte == '(';
        if (depth == 0)
            buf_add_byte(&bare, byte);
        depth -= byte == ')' && depth > 0;
    }
    return buf_str(&bare);
}

const TableColumn *table_column_by_head(Arena *arena, const FigureTable *table, Str head)
{
    Str folded = fold_name(arena, head);
    Str bare = without_remarks(arena, folded);
    LIST_EACH (const TableColumn, column, &table->columns) {
        Str name = fold_name(arena, column->name);
        Str also = fold_name(arena, column->also);
        if (str_equal(folded, fold_name(arena, column->code)) || str_equal(folded, name) ||
            str_equal(bare, name) ||
            (also.len && (str_equal(folded, also) || str_equal(bare, also))))
            return column;
    }
    return NULL;
}

Str table_column_note(Arena *arena, const TableColumn *column)
{
    Buf text = buf_create(arena, KIB);
    if (column->unit.len)
        buf_format(&text, "单位：%.*s；", STRF(column->unit));
    if (column->has_min) {
        buf_add_c(&text, column->has_max ? "" : "不小于");
        decimal_print_short(&text, column->min);
        buf_add_c(&text, column->has_max ? "到" : "；");
    }
    if (column->has_max) {
        decimal_print_short(&text, column->max);
        buf_add_c(&text, "；");
    }
    buf_add_c(&text, column->is_text ? "文字，可空" : "没有此项业务则留空");
    return buf_str(&text);
}
