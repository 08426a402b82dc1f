#include "domain/hotline/rules.h"

#include "base/dict.h"
#include "domain/hotline/order.h"
#include "port/packs.h"
#include "port/yaml.h"

#define NOTICE_DAYS_MAX 60

static const Field category_fields[] = {
    FIELD(Category, code, "编码", 0),
    FIELD(Category, name, "名称", 0),
    FIELD(Category, parent, "上级", FIELD_SPARSE),
    FIELD(Category, parent_name, "上级名称", FIELD_SPARSE),
    FIELD(Category, is_group, "有下级", 0),
    FIELD_TEXTS(Category, units, "承办单位"),
    FIELD_TEXTS(Category, words, "关键词"),
};
const Shape category_shape = SHAPE(Category, category_fields);
static const Field phrase_fields[] = {
    FIELD(Phrase, move, "动作", FIELD_REQUIRED),
    FIELD(Phrase, title, "标题", FIELD_REQUIRED, .max_runes = 50),
    FIELD(Phrase, text, "内容", FIELD_REQUIRED, .max_runes = 1000),
};
const Shape phrase_shape = SHAPE(Phrase, phrase_fields);
static const Field notice_fields[] = {
    FIELD(SupervisionNotice, grade, "等级", FIELD_REQUIRED),
    FIELD(SupervisionNotice, name, "名称", FIELD_REQUIRED, .max_runes = 50),
    FIELD(SupervisionNotice, days, "工作日", FIELD_REQUIRED),
    FIELD(SupervisionNotice, text, "内容", FIELD_REQUIRED, .max_runes = 1000),
};
const Shape supervision_notice_shape = SHAPE(SupervisionNotice, notice_fields);
static const Field urging_fields[] = {
    FIELD(SupervisionNotice, name, "名称", FIELD_REQUIRED, .max_runes = 50),
    FIELD(SupervisionNotice, days, "工作日", FIELD_REQUIRED),
    FIELD(SupervisionNotice, text, "内容", FIELD_REQUIRED, .max_runes = 1000),
};
static const Shape urging_shape = SHAPE(SupervisionNotice, urging_fields);
static const Field difficulty_fields[] = {
    FIELD(Difficulty, code, "编码", FIELD_REQUIRED),
    FIELD(Difficulty, name, "名称", FIELD_REQUIRED, .max_runes = 50),
};
const Shape difficulty_shape = SHAPE(Difficulty, difficulty_fields);

/* ---- the texts as they stand ------------------------------------------------------------------
 */

typedef struct LeafText {
    Str code;
    Str name;
    TextList units;
    TextList words;
} LeafText;
LIST_OF(LeafText, LeafTextList);
static const Field leaf_fields[] = {
    FIELD(LeafText, code, "编码", FIELD_REQUIRED, .max_runes = 32),
    FIELD(LeafText, name, "名称", FIELD_REQUIRED, .max_runes = 32),
    FIELD_TEXTS(LeafText, units, "承办单位"),
    FIELD_TEXTS(LeafText, words, "关键词"),
};
static const Shape leaf_shape = SHAPE(LeafText, leaf_fields);

typedef struct GroupText {
    Str code;
    Str name;
    LeafTextList items;
} GroupText;
LIST_OF(GroupText, GroupTextList);
static const Field group_fields[] = {
    FIELD(GroupText, code, "编码", FIELD_REQUIRED, .max_runes = 32),
    FIELD(GroupText, name, "名称", FIELD_REQUIRED, .max_runes = 32),
    FIELD_LIST(GroupText, items, "下级", &leaf_shape),
};
static const Shape group_shape = SHAPE(GroupText, group_fields);

/* What stands at the top of each of the files. */
typedef struct PackHead {
    Str settings, categories, phrases, notices;
    Date from;
    TextList source;
} PackHead;

typedef struct SettingsText {
    PackHead head;
    HotlineRules rules;
} SettingsText;
static const Field number_fields[] = {
    FIELD(NumberRule, prefix, "前缀", 0, .max_runes = 8),
    FIELD(NumberRule, digits, "位数", FIELD_REQUIRED),
};
static const Shape number_shape = SHAPE(NumberRule, number_fields);
static const Field similar_fields[] = {
    FIELD(SimilarRule, days, "天数", FIELD_REQUIRED),
    FIELD(SimilarRule, percent, "百分比", FIELD_REQUIRED),
};
static const Shape similar_shape = SHAPE(SimilarRule, similar_fields);
static const Field reported_fields[] = {
    FIELD(ReportedRule, below, "下级单位也回避", FIELD_REQUIRED),
    FIELD_TEXTS(ReportedRule, to, "核查举报的单位"),
};
static const Shape reported_shape = SHAPE(ReportedRule, reported_fields);

#define INNER(Type, path, name_, kind_, flags_, of_)                                               \
    {                                                                                              \
        .name = (name_), .label = (name_), .offset = offsetof(Type, path), .kind = (kind_),        \
        .flags = (flags_), .of = (of_)                                                             \
    }
static const Field settings_fields[] = {
    INNER(SettingsText, head.settings, "settings", FIELD_STR, FIELD_REQUIRED, NULL),
    INNER(SettingsText, head.from, "from", FIELD_DATE, FIELD_REQUIRED, NULL),
    INNER(SettingsText, head.source, "source", FIELD_LIST_OF, FIELD_BARE, &text_shape),
    INNER(SettingsText, rules.number, "number", FIELD_STRUCT, FIELD_REQUIRED, &number_shape),
    INNER(SettingsText, rules.dissatisfied_counts_without_appeal,
          "dissatisfied_counts_without_appeal", FIELD_BOOL, FIELD_REQUIRED, NULL),
    INNER(SettingsText, rules.assistants_see_caller, "assistants_see_caller", FIELD_BOOL,
          FIELD_REQUIRED, NULL),
    INNER(SettingsText, rules.reported, "reported", FIELD_STRUCT, FIELD_REQUIRED, &reported_shape),
    INNER(SettingsText, rules.similar, "similar", FIELD_STRUCT, FIELD_REQUIRED, &similar_shape),
    INNER(SettingsText, rules.difficulties, "difficulties", FIELD_LIST_OF, 0, &difficulty_shape),
    INNER(SettingsText, rules.campaigns, "campaigns", FIELD_LIST_OF, FIELD_BARE, &text_shape),
};
static const Shape settings_shape = SHAPE(SettingsText, settings_fields);

typedef struct CategoriesText {
    PackHead head;
    GroupTextList items;
} CategoriesText;
static const Field categories_fields[] = {
    INNER(CategoriesText, head.categories, "categories", FIELD_STR, FIELD_REQUIRED, NULL),
    INNER(CategoriesText, head.from, "from", FIELD_DATE, FIELD_REQUIRED, NULL),
    INNER(CategoriesText, head.source, "source", FIELD_LIST_OF, FIELD_BARE, &text_shape),
    INNER(CategoriesText, items, "items", FIELD_LIST_OF, FIELD_REQUIRED, &group_shape),
};
static const Shape categories_shape = SHAPE(CategoriesText, categories_fields);

typedef struct PhrasesText {
    PackHead head;
    PhraseList items;
} PhrasesText;
static const Field phrases_fields[] = {
    INNER(PhrasesText, head.phrases, "phrases", FIELD_STR, FIELD_REQUIRED, NULL),
    INNER(PhrasesText, head.from, "from", FIELD_DATE, FIELD_REQUIRED, NULL),
    INNER(PhrasesText, head.source, "source", FIELD_LIST_OF, FIELD_BARE, &text_shape),
    INNER(PhrasesText, items, "items", FIELD_LIST_OF, FIELD_REQUIRED, &phrase_shape),
};
static const Shape phrases_shape = SHAPE(PhrasesText, phrases_fields);

typedef struct NoticesText {
    PackHead head;
    SupervisionNotice urging;
    SupervisionNoticeList items;
} NoticesText;
static const Field notices_fields[] = {
    INNER(NoticesText, head.notices, "notices", FIELD_STR, FIELD_REQUIRED, NULL),
    INNER(NoticesText, head.from, "from", FIELD_DATE, FIELD_REQUIRED, NULL),
    INNER(NoticesText, head.source, "source", FIELD_LIST_OF, FIELD_BARE, &text_shape),
    INNER(NoticesText, urging, "urging", FIELD_STRUCT, FIELD_REQUIRED, &urging_shape),
    INNER(NoticesText, items, "items", FIELD_LIST_OF, FIELD_REQUIRED, &supervision_notice_shape),
};
static const Shape notices_shape = SHAPE(NoticesText, notices_fields);

static bool read_pack(Ctx *ctx, Str name, const Shape *shape, void *ret, YamlNode **ret_root)
{
    Pack pack;
    return packs_get(ctx, name, &pack) && yaml_parse(ctx, pack.place, pack.text, ret_root) &&
           yaml_to_shape(ctx, *ret_root, shape, ret);
}

/* ---- checking ---------------------------------------------------------------------------------
 */

static bool read_settings(Ctx *ctx, HotlineRules *rules)
{
    SettingsText text = {0};
    YamlNode *root;
    Dict seen = dict_create(ctx->arena);
    if (!read_pack(ctx, STR("hotline/settings.yaml"), &settings_shape, &text, &root))
        return false;
    if (text.rules.number.digits < 3 || text.rules.number.digits > 9)
        return yaml_fail(ctx, yaml_get(root, STR("number")), "digits 应在 3 到 9 之间");
    if (text.rules.similar.days < 1 || text.rules.similar.days > 366 ||
        text.rules.similar.percent < 1 || text.rules.similar.percent > 100)
        return yaml_fail(ctx, yaml_get(root, STR("similar")),
                         "days 应在 1 到 366 之间，percent 应在 1 到 100 之间");
    const YamlNode *items = yaml_get(root, STR("difficulties"));
    LIST_EACH (Difficulty, item, &text.rules.difficulties)
        if (dict_put(&seen, item->code, item))
            return yaml_fail(ctx, items->items[item - text.rules.difficulties.at],
                             "疑难类别「%.*s」重复", STRF(item->code));
    *rules = text.rules;
    return true;
}

static bool add_category(Ctx *ctx, Dict *seen, const YamlNode *at, Category category,
                         HotlineRules *rules)
{
    if (dict_has(seen, category.code))
        return yaml_fail(ctx, at, "类目「%.*s」重复", STRF(category.code));
    if (rules->categories.count >= CATEGORIES_MAX)
        return yaml_fail(ctx, at, "类目多于 %d 个", CATEGORIES_MAX);
    (void)dict_put(seen, category.code, rules);
    *LIST_ADD(ctx->arena, &rules->categories) = category;
    return true;
}

static bool read_categories(Ctx *ctx, HotlineRules *rules)
{
    CategoriesText text = {0};
    YamlNode *root;
    Dict seen = dict_create(ctx->arena);
    if (!read_pack(ctx, STR("hotline/categories.yaml"), &categories_shape, &text, &root))
        return false;
    const YamlNode *groups = yaml_get(root, STR("items"));
    LIST_EACH (GroupText, group, &text.items) {
        const YamlNode *at = groups->items[group - text.items.at];
        Category top = {.code = group->code, .name = group->name, .is_group = true};
        if (group->items.count == 0)
            return yaml_fail(ctx, at, "类目「%.*s」没有下级：items 至少要有一项",
                             STRF(group->code));
        if (!add_category(ctx, &seen, at, top, rules))
            return false;
        LIST_EACH (LeafText, leaf, &group->items) {
            Category category = {.code = leaf->code,
                                 .name = leaf->name,
                                 .parent = group->code,
                                 .parent_name = group->name,
                                 .units = leaf->units,
                                 .words = leaf->words};
            const YamlNode *leaves = yaml_get(at, STR("items"));
            if (!add_category(ctx, &seen, leaves->items[leaf - group->items.at], category, rules))
                return false;
        }
    }
    return true;
}

static bool read_phrases(Ctx *ctx, HotlineRules *rules)
{
    PhrasesText text = {0};
    YamlNode *root;
    if (!read_pack(ctx, STR("hotline/phrases.yaml"), &phrases_shape, &text, &root))
        return false;
    const YamlNode *items = yaml_get(root, STR("items"));
    if (text.items.count > PHRASES_MAX)
        return yaml_fail(ctx, items, "常用语多于 %d 条", PHRASES_MAX);
    LIST_EACH (Phrase, phrase, &text.items) {
        const YamlNode *item = items->items[phrase - text.items.at];
        phrase->place = (Place){.file = item->file, .line = item->line};
    }
    rules->phrases = text.items;
    return true;
}

static bool check_days(Ctx *ctx, const YamlNode *at, const SupervisionNotice *notice)
{
    return (notice->days >= 1 && notice->days <= NOTICE_DAYS_MAX) ||
           yaml_fail(ctx, at, "days 应在 1 到 %d 之间", NOTICE_DAYS_MAX);
}

static bool read_notices(Ctx *ctx, HotlineRules *rules)
{
    NoticesText text = {0};
    YamlNode *root;
    if (!read_pack(ctx, STR("hotline/notices.yaml"), &notices_shape, &text, &root))
        return false;
    const YamlNode *items = yaml_get(root, STR("items"));
    if (!check_days(ctx, yaml_get(root, STR("urging")), &text.urging))
        return false;
    LIST_EACH (SupervisionNotice, notice, &text.items) {
        int64_t place = notice - text.items.at;
        if (notice->grade != place + 1 || notice->grade > SUPERVISION_GRADE_MAX)
            return yaml_fail(ctx, items->items[place], "督办等级应从 1 起逐级写，至多到 %d",
                             SUPERVISION_GRADE_MAX);
        if (!check_days(ctx, items->items[place], notice))
            return false;
    }
    rules->urging = text.urging;
    rules->notices = text.items;
    return true;
}

static bool make(Ctx *ctx, void *ret)
{
    HotlineRules *rules = NEW(ctx->arena, HotlineRules, 1);
    if (!read_settings(ctx, rules) || !read_categories(ctx, rules) || !read_phrases(ctx, rules) ||
        !read_notices(ctx, rules))
        return fail_while(ctx, "读取热线的规则（packs/hotline）");
    *(const HotlineRules **)ret = rules;
    return true;
}

bool hotline_rules(Ctx *ctx, const HotlineRules **ret)
{
    return packs_made(ctx, "hotline", sizeof *ret, make, ret);
}

bool hotline_rules_check(Ctx *ctx)
{
    const HotlineRules *rules;
    LifecycleList lifecycles = {0};
    if (!hotline_rules(ctx, &rules) || !lifecycles_load(ctx, &lifecycles))
        return false;
    LIST_EACH (const Phrase, phrase, &rules->phrases) {
        bool known = false;
        LIST_EACH (const Lifecycle *, lifecycle, &lifecycles)
            known = known || (str_equal((*lifecycle)->code, ORDER_LIFECYCLE) &&
                              lifecycle_move(*lifecycle, phrase->move));
        if (!known) {
            fail(ctx, FAIL_INVALID, "工单流程里没有动作「%.*s」", STRF(phrase->move));
            return fail_at(ctx, phrase->place);
        }
    }
    return true;
}

/* ---- looking up -------------------------------------------------------------------------------
 */

const Category *category_called(const HotlineRules *rules, Str code)
{
    LIST_EACH (const Category, category, &rules->categories)
        if (str_equal(category->code, code))
            return category;
    return NULL;
}

const SupervisionNotice *supervision_notice(const HotlineRules *rules, int64_t grade)
{
    LIST_EACH (const SupervisionNotice, notice, &rules->notices)
        if (notice->grade == grade)
            return notice;
    return NULL;
}

const Difficulty *difficulty_called(const HotlineRules *rules, Str code)
{
    LIST_EACH (const Difficulty, difficulty, &rules->difficulties)
        if (str_equal(difficulty->code, code))
            return difficulty;
    return NULL;
}

const Category *category_guessed(const HotlineRules *rules, Str text)
{
    const Category *best = NULL;
    size_t most = 0;
    LIST_EACH (const Category, category, &rules->categories) {
        size_t hits = 0;
        LIST_EACH (const Str, word, &category->words)
            hits += str_contains(text, *word);
        if (hits > most) {
            best = category;
            most = hits;
        }
    }
    return best;
}
