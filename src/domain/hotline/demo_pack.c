#include "domain/hotline/demo_pack.h"

#include "port/packs.h"
#include "port/yaml.h"

const char *const demo_kinds[DEMO_KINDS] = {"咨询", "投诉", "求助", "举报", "建议", "表扬"};

/* ---- shapes -------------------------------------------------------------------------------------
 */

static const Field number_fields[] = {FIELD(DemoNumber, value, "数", 0)};
static const Shape number_shape = SHAPE(DemoNumber, number_fields);
#define FIELD_NUMBERS(Type, member, label_)                                                        \
    {                                                                                              \
        .name = #member, .label = (label_), .offset = offsetof(Type, member),                      \
        .kind = FIELD_LIST_OF, .flags = FIELD_BARE, .of = &number_shape                            \
    }

static const Field weight_fields[] = {FIELD(DemoWeight, name, "名称", FIELD_REQUIRED),
                                      FIELD(DemoWeight, weight, "权重", FIELD_REQUIRED)};
static const Shape weight_shape = SHAPE(DemoWeight, weight_fields);
static const Field about_fields[] = {FIELD(DemoAbout, code, "类目", FIELD_REQUIRED),
                                     FIELD(DemoAbout, weight, "权重", FIELD_REQUIRED)};
static const Shape about_shape = SHAPE(DemoAbout, about_fields);
static const Field month_fields[] = {FIELD(DemoMonth, month, "月份", FIELD_REQUIRED),
                                     FIELD(DemoMonth, share, "千分比", FIELD_REQUIRED)};
static const Shape month_shape = SHAPE(DemoMonth, month_fields);
static const Field day_fields[] = {FIELD(DemoDayWeights, working, "工作日", FIELD_REQUIRED),
                                   FIELD(DemoDayWeights, weekend, "周末", FIELD_REQUIRED),
                                   FIELD(DemoDayWeights, holiday, "节假日", FIELD_REQUIRED)};
static const Shape day_shape = SHAPE(DemoDayWeights, day_fields);
static const Field rate_fields[] = {
    FIELD(DemoRates, extended, "延期", 0),     FIELD(DemoRates, joint, "协办", 0),
    FIELD(DemoRates, contacted, "联系", 0),    FIELD(DemoRates, urged, "催办", 0),
    FIELD(DemoRates, supervised, "督办", 0),   FIELD(DemoRates, knowledge, "知识", 0),
    FIELD(DemoRates, redone, "重办", 0),       FIELD(DemoRates, appealed, "申诉", 0),
    FIELD(DemoRates, upheld, "申诉成立", 0),   FIELD(DemoRates, rated, "市民评价", 0),
    FIELD(DemoRates, excluded, "剔除", 0),     FIELD(DemoRates, merged, "并单", 0),
    FIELD(DemoRates, late, "超期", 0),         FIELD(DemoRates, anonymous, "匿名", 0),
    FIELD(DemoRates, confidential, "保密", 0),
};
static const Shape rate_shape = SHAPE(DemoRates, rate_fields);
static const Field fresh_fields[] = {FIELD(DemoFresh, state, "状态", FIELD_REQUIRED),
                                     FIELD(DemoFresh, ago, "几个工作日前", 0),
                                     FIELD(DemoFresh, count, "件数", FIELD_REQUIRED)};
static const Shape fresh_shape = SHAPE(DemoFresh, fresh_fields);
static const Field rhythm_fields[] = {
    FIELD(DemoRhythm, rhythm, "代码", FIELD_REQUIRED),
    FIELD(DemoRhythm, seed, "种子", FIELD_REQUIRED),
    FIELD(DemoRhythm, last, "最后月份", FIELD_REQUIRED),
    FIELD_LIST(DemoRhythm, months, "月份", &month_shape),
    FIELD_NESTED(DemoRhythm, days, "日期", &day_shape),
    FIELD_NUMBERS(DemoRhythm, hours, "小时"),
    FIELD_LIST(DemoRhythm, channels, "渠道", &weight_shape),
    FIELD_LIST(DemoRhythm, levels, "紧急程度", &weight_shape),
    FIELD_LIST(DemoRhythm, satisfactions, "满意度", &weight_shape),
    FIELD_NESTED(DemoRhythm, rates, "比例", &rate_shape),
    FIELD_LIST(DemoRhythm, street_about, "街道类目", &about_shape),
    FIELD_LIST(DemoRhythm, fresh, "新工单", &fresh_shape),
};
static const Shape rhythm_shape = SHAPE(DemoRhythm, rhythm_fields);

static const Field unit_fields[] = {
    FIELD(DemoUnit, unit, "单位", FIELD_REQUIRED),
    FIELD_NUMBERS(DemoUnit, received, "承办工单"),
    FIELD(DemoUnit, returns, "退单", 0),
    FIELD(DemoUnit, incorrect, "非正确退单", 0),
    FIELD(DemoUnit, failed, "审核不通过", 0),
    FIELD(DemoUnit, evaluated, "参评", 0),
    FIELD(DemoUnit, dissatisfied, "未履职尽责", 0),
    FIELD(DemoUnit, repeated, "重复退回", 0),
    FIELD(DemoUnit, thrice, "三次以上不通过", 0),
    FIELD_LIST(DemoUnit, about, "类目", &about_shape),
};
static const Shape unit_shape_of_demo = SHAPE(DemoUnit, unit_fields);
typedef struct UnitsFile {
    Str units_of;
    DemoUnitList units;
} UnitsFile;
static const Field units_fields[] = {FIELD(UnitsFile, units_of, "代码", FIELD_REQUIRED),
                                     FIELD_LIST(UnitsFile, units, "单位", &unit_shape_of_demo)};
static const Shape units_shape = SHAPE(UnitsFile, units_fields);

static const Field frame_fields[] = {FIELD(DemoFrame, kind, "类型", FIELD_REQUIRED),
                                     FIELD(DemoFrame, title, "标题", FIELD_REQUIRED),
                                     FIELD(DemoFrame, content, "内容", FIELD_REQUIRED)};
static const Shape frame_shape = SHAPE(DemoFrame, frame_fields);
static const Field subject_fields[] = {
    FIELD(DemoSubject, code, "类目", FIELD_REQUIRED), FIELD_TEXTS(DemoSubject, problems, "问题"),
    FIELD_TEXTS(DemoSubject, pleas, "求助"),          FIELD_TEXTS(DemoSubject, questions, "咨询"),
    FIELD_TEXTS(DemoSubject, done, "办理结果"),
};
static const Shape subject_shape = SHAPE(DemoSubject, subject_fields);
static const Field road_fields[] = {FIELD_TEXTS(DemoRoads, names, "名"),
                                    FIELD_TEXTS(DemoRoads, parts, "段"),
                                    FIELD_TEXTS(DemoRoads, ends, "类")};
static const Shape road_shape = SHAPE(DemoRoads, road_fields);
static const Field text_fields[] = {
    FIELD(DemoTexts, texts, "代码", FIELD_REQUIRED),
    FIELD_NESTED(DemoTexts, roads, "路名", &road_shape),
    FIELD_TEXTS(DemoTexts, surnames, "姓"),
    FIELD_TEXTS(DemoTexts, titles, "称呼"),
    FIELD_TEXTS(DemoTexts, since, "时间"),
    FIELD_TEXTS(DemoTexts, effects, "影响"),
    FIELD_TEXTS(DemoTexts, wishes, "诉求"),
    FIELD_LIST(DemoTexts, frames, "格式", &frame_shape),
    FIELD_TEXTS(DemoTexts, replies, "答复"),
    FIELD_LIST(DemoTexts, items, "类目", &subject_shape),
};
static const Shape texts_shape = SHAPE(DemoTexts, text_fields);

/* ---- reading ------------------------------------------------------------------------------------
 */

static bool read_file(Ctx *ctx, const char *name, const Shape *shape, void *ret)
{
    Pack pack;
    YamlNode *root;
    return packs_get(ctx, str_of(name), &pack) && yaml_parse(ctx, pack.place, pack.text, &root) &&
           yaml_to_shape(ctx, root, shape, ret);
}

size_t demo_subject(const DemoTexts *texts, Str code)
{
    for (size_t i = 0; i < texts->items.count; i++)
        if (str_equal(texts->items.at[i].code, code))
            return i;
    return texts->items.count;
}

static bool check_about(Ctx *ctx, const DemoTexts *texts, const DemoAboutList *about)
{
    LIST_EACH (const DemoAbout, item, about)
        if (demo_subject(texts, item->code) == texts->items.count)
            return fail(ctx, FAIL_INVALID, "演示工单的类目「%.*s」没有文字", STRF(item->code));
    return true;
}

static bool check_texts(Ctx *ctx, const DemoTexts *texts)
{
    const TextList *const needed[] = {
        &texts->roads.names, &texts->roads.parts, &texts->roads.ends,
        &texts->surnames,    &texts->titles,      &texts->since,
        &texts->effects,     &texts->wishes,      &texts->replies,
    };
    for (size_t i = 0; i < ARRAY_LEN(needed); i++)
        if (needed[i]->count == 0)
            return fail(ctx, FAIL_INVALID, "demo/hotline-texts.yaml 缺少文字");
    LIST_EACH (const DemoSubject, item, &texts->items)
        if (!item->problems.count || !item->pleas.count || !item->questions.count ||
            !item->done.count)
            return fail(ctx, FAIL_INVALID, "演示工单的类目「%.*s」文字不全", STRF(item->code));
    for (size_t i = 0; i < DEMO_KINDS; i++)
        if (i >= texts->frames.count || !str_equal_c(texts->frames.at[i].kind, demo_kinds[i]))
            return fail(ctx, FAIL_INVALID, "演示工单的格式应依次为六类，第%zu个不是「%s」", i + 1,
                        demo_kinds[i]);
    return true;
}

static bool check(Ctx *ctx, const DemoPack *pack)
{
    const DemoRhythm *rhythm = &pack->rhythm;
    if (rhythm->hours.count != 24 || !rhythm->channels.count || !rhythm->levels.count ||
        !rhythm->satisfactions.count || !rhythm->months.count)
        return fail(ctx, FAIL_INVALID, "demo/hotline.yaml 不全：须有24个小时、渠道、等级、月份");
    if (!check_texts(ctx, &pack->texts) || !check_about(ctx, &pack->texts, &rhythm->street_about))
        return false;
    LIST_EACH (const DemoUnit, unit, &pack->units)
        if (unit->received.count != DEMO_KINDS)
            return fail(ctx, FAIL_INVALID, "演示单位「%.*s」应有六类工单数", STRF(unit->unit));
        else if (!check_about(ctx, &pack->texts, &unit->about))
            return false;
    return true;
}

bool demo_pack_read(Ctx *ctx, DemoPack *ret)
{
    DemoPack pack = {0};
    UnitsFile units = {0};
    if (!read_file(ctx, "demo/hotline.yaml", &rhythm_shape, &pack.rhythm) ||
        !read_file(ctx, "demo/hotline-units.yaml", &units_shape, &units) ||
        !read_file(ctx, "demo/hotline-texts.yaml", &texts_shape, &pack.texts))
        return false;
    pack.units = units.units;
    LIST_EACH (DemoUnit, unit, &pack.units)
        if (unit->about.count == 0)
            unit->about = pack.rhythm.street_about;
    if (!check(ctx, &pack))
        return false;
    *ret = pack;
    return true;
}
