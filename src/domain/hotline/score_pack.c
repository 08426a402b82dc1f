#include "domain/hotline/score_pack.h"

#include "domain/hotline/order_measures.h"
#include "port/packs.h"
#include "port/yaml.h"

static const Field item_fields[] = {
    FIELD(ScoreItem, item, "考核项", FIELD_REQUIRED),
    FIELD(ScoreItem, points, "分值", FIELD_REQUIRED),
    FIELD(ScoreItem, lost, "扣分情形", FIELD_REQUIRED),
    FIELD(ScoreItem, of, "除数", 0),
};
static const Shape item_shape = SHAPE(ScoreItem, item_fields);

static const Field kind_fields[] = {
    FIELD(ScoreKind, measure, "计数", FIELD_REQUIRED),
    FIELD(ScoreKind, kind, "情形", FIELD_REQUIRED),
};
static const Shape kind_shape = SHAPE(ScoreKind, kind_fields);

static const Field district_fields[] = {
    FIELD(ScoreDistrict, code, "指标编号", FIELD_REQUIRED),
    FIELD(ScoreDistrict, measure, "计数", FIELD_REQUIRED),
    FIELD(ScoreDistrict, also, "另加", 0),
    FIELD_MAYBE(ScoreDistrict, times, "乘以", 0),
    FIELD(ScoreDistrict, each, "各单位相同", 0),
};
static const Shape district_shape = SHAPE(ScoreDistrict, district_fields);

static const Field pack_fields[] = {
    FIELD(ScorePack, score, "考核方案", FIELD_REQUIRED),
    FIELD_TEXTS(ScorePack, source, "依据"),
    FIELD_TEXTS(ScorePack, groups, "分组"),
    FIELD(ScorePack, table, "数据表", FIELD_REQUIRED),
    FIELD_TEXTS(ScorePack, columns, "列"),
    FIELD_LIST(ScorePack, items, "考核项", &item_shape),
    FIELD_LIST(ScorePack, low_efficiency, "承办效率过低", &kind_shape),
    FIELD_LIST(ScorePack, district, "全区数据", &district_shape),
};
static const Shape pack_shape = SHAPE(ScorePack, pack_fields);

static const char *const losses[] = {
    "late",           "failed", "incorrect_returns", "knowledge_late", "duty_not_done",
    "low_efficiency", NULL};

static bool is_measure(Ctx *ctx, const MeasureSet *set, Str code)
{
    MeasureNameList names = measure_names(ctx->arena, set);
    LIST_EACH (const MeasureName, name, &names)
        if (str_equal(name->code, code))
            return true;
    return str_empty(code);
}

static bool check_measure(Ctx *ctx, const YamlNode *root, const MeasureSet *set, Str code)
{
    return is_measure(ctx, set, code) || yaml_fail(ctx, root, "没有计数项「%.*s」", STRF(code));
}

static bool check(Ctx *ctx, const YamlNode *root, const ScorePack *pack)
{
    const MeasureSet *set = NULL;
    if (!measures_load(ctx, STR("hotline"), &order_facts_shape, &set))
        return false;
    LIST_EACH (const Str, column, &pack->columns)
        if (!check_measure(ctx, root, set, *column))
            return false;
    LIST_EACH (const ScoreItem, item, &pack->items) {
        if (!str_is_one_of(item->lost, losses))
            return yaml_fail(ctx, root, "没有扣分情形「%.*s」", STRF(item->lost));
        if (!check_measure(ctx, root, set, item->of))
            return false;
    }
    LIST_EACH (const ScoreKind, kind, &pack->low_efficiency)
        if (!check_measure(ctx, root, set, kind->measure))
            return false;
    LIST_EACH (const ScoreDistrict, figure, &pack->district)
        if (!check_measure(ctx, root, set, figure->measure) ||
            !check_measure(ctx, root, set, figure->also))
            return false;
    return true;
}

static bool make(Ctx *ctx, void *ret)
{
    Pack text;
    YamlNode *root = NULL;
    ScorePack *pack = NEW(ctx->arena, ScorePack, 1);
    if (!packs_get(ctx, STR("hotline/score"), &text) ||
        !yaml_parse(ctx, text.place, text.text, &root) ||
        !yaml_to_shape(ctx, root, &pack_shape, pack) || !check(ctx, root, pack))
        return fail_while(ctx, "读取热线计分规则");
    *(const ScorePack **)ret = pack;
    return true;
}

bool score_pack_read(Ctx *ctx, const ScorePack **ret)
{
    return packs_made(ctx, "hotline score", sizeof *ret, make, ret);
}

const ScoreItem *score_item(const ScorePack *pack, Str item)
{
    LIST_EACH (const ScoreItem, known, &pack->items)
        if (str_equal(known->item, item))
            return known;
    return NULL;
}
