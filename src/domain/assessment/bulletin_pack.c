#include "domain/assessment/bulletin_pack.h"

#include "domain/assessment/unit_group.h"
#include "port/packs.h"
#include "port/yaml.h"

#define WEAKEST_MAX 20
#define COLUMN_WIDTH_MAX 100

static const Field annex_column_fields[] = {
    FIELD(AnnexColumn, of, "列", FIELD_REQUIRED), FIELD(AnnexColumn, name, "表头", FIELD_REQUIRED),
    FIELD(AnnexColumn, under, "上级表头", 0),     FIELD(AnnexColumn, total, "全区", 0),
    FIELD(AnnexColumn, width, "列宽", 0),
};
static const Shape annex_column_shape = SHAPE(AnnexColumn, annex_column_fields);
static const Field annex_layout_fields[] = {
    FIELD(AnnexLayout, scheme, "考核方案", FIELD_REQUIRED),
    FIELD(AnnexLayout, group, "组别", FIELD_REQUIRED),
    FIELD(AnnexLayout, subject, "单位表头", 0),
    FIELD(AnnexLayout, total, "全区行", 0),
    FIELD(AnnexLayout, landscape, "横排", 0),
    FIELD(AnnexLayout, chart, "图", 0),
    FIELD(AnnexLayout, rows, "行", 0),
    FIELD_LIST(AnnexLayout, columns, "列", &annex_column_shape),
};
static const Shape annex_layout_shape = SHAPE(AnnexLayout, annex_layout_fields);

const FigureTable *bulletin_district_table(const BulletinPack *pack)
{
    return table_of_district(&pack->tables);
}

const Scheme *bulletin_scheme(const BulletinPack *pack, Str code)
{
    LIST_EACH (const Scheme *, scheme, &pack->schemes)
        if (str_equal((*scheme)->code, code))
            return *scheme;
    return NULL;
}

static bool schemes_in_force(Ctx *ctx, Period period, SchemeList *ret)
{
    SchemeList all;
    if (!schemes_load(ctx, &all))
        return false;
    LIST_EACH (const Scheme *, scheme, &all)
        if (scheme_in_force(*scheme, period))
            *LIST_ADD(ctx->arena, ret) = *scheme;
    return true;
}

static bool column_is_known(const Scheme *scheme, Str of)
{
    if (str_equal(of, STR("number")) || scheme_input(scheme, of) != SCHEME_NONE)
        return true;
    LIST_EACH (const SchemeColumn, column, &scheme->columns)
        if (str_equal(column->code, of))
            return true;
    return false;
}

static bool check_columns(Ctx *ctx, const BulletinPack *pack, const AnnexLayout *annex,
                          const Scheme *scheme, const YamlNode *node)
{
    const FigureTable *district = bulletin_district_table(pack);
    const YamlNode *list = yaml_get(node, STR("columns"));
    LIST_EACH (const AnnexColumn, column, &annex->columns) {
        const YamlNode *at = list->items[column - annex->columns.at];
        if (!column_is_known(scheme, column->of))
            return yaml_fail(ctx, at, "方案「%.*s」没有「%.*s」这一列", STRF(scheme->code),
                             STRF(column->of));
        if (column->width < 0 || column->width > COLUMN_WIDTH_MAX)
            return yaml_fail(ctx, at, "width 应在0到%d之间", COLUMN_WIDTH_MAX);
        bool row = district && table_row(district, column->total);
        if (column->total.len && !str_equal(column->total, STR("sum")) && !row)
            return yaml_fail(ctx, at, "全区数据表没有「%.*s」", STRF(column->total));
    }
    return true;
}

/* An annex of a scheme that is not in force in the month is passed over. */
static bool read_annexes(Ctx *ctx, const YamlNode *root, BulletinPack *pack)
{
    const YamlNode *list;
    if (!yaml_need(ctx, root, STR("annexes"), YAML_LIST, &list))
        return false;
    for (size_t i = 0; i < list->count; i++) {
        AnnexLayout annex = {0};
        Str group;
        if (!yaml_to_shape(ctx, list->items[i], &annex_layout_shape, &annex))
            return false;
        if (!unit_group_parse(annex.group, &group))
            return yaml_fail(ctx, list->items[i], "没有组别「%.*s」", STRF(annex.group));
        bool by_item = str_equal(annex.rows, STR("items"));
        if (annex.rows.len && (!by_item || !str_equal(group, UNIT_GROUP_SELF)))
            return yaml_fail(ctx, yaml_get(list->items[i], STR("rows")),
                             "rows 只能是 items，且只用于组别 self");
        const Scheme *scheme = bulletin_scheme(pack, annex.scheme);
        if (!scheme)
            continue;
        if (!check_columns(ctx, pack, &annex, scheme, list->items[i]))
            return false;
        *LIST_ADD(ctx->arena, &pack->annexes) = annex;
    }
    return true;
}

static bool compile_prose(Ctx *ctx, const YamlNode *root, BulletinPack *pack)
{
    const YamlNode *prose;
    if (!yaml_need(ctx, root, STR("prose"), YAML_MAP, &prose))
        return false;
    bulletin_names(ctx, pack);
    ProseName *names = NEW(ctx->arena, ProseName, pack->names.count);
    pack->by_name = dict_create(ctx->arena);
    for (size_t i = 0; i < pack->names.count; i++) {
        names[i] = pack->names.at[i].prose;
        dict_put(&pack->by_name, names[i].name, &pack->names.at[i]);
    }
    return prose_load(ctx, prose, names, pack->names.count, &pack->prose);
}

bool bulletin_pack_read(Ctx *ctx, Period period, Str code, BulletinPack *ret)
{
    static const char *const known[] = {"legal",   "name",  "period",  "schemes",
                                        "weakest", "prose", "annexes", NULL};
    Str name = str_format(ctx->arena, "bulletin/%.*s.yaml", STRF(code));
    Pack text;
    YamlNode *root;
    BulletinPack pack = {.period = period};
    if (!packs_get(ctx, name, &text) || !yaml_parse(ctx, text.place, text.text, &root) ||
        !yaml_only(ctx, root, known) || !yaml_int_or(ctx, root, STR("weakest"), 2, &pack.weakest))
        return false;
    if (pack.weakest < 1 || pack.weakest > WEAKEST_MAX)
        return yaml_fail(ctx, yaml_get(root, STR("weakest")), "weakest 应在1到%d之间", WEAKEST_MAX);
    if (!tables_load(ctx, &pack.tables) || !schemes_in_force(ctx, period, &pack.schemes) ||
        !read_annexes(ctx, root, &pack) || !compile_prose(ctx, root, &pack))
        return fail_while(ctx, "读取通报版式");
    *ret = pack;
    return true;
}
