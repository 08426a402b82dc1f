/* A lifecycle from its YAML. Every mistake is noted and reading goes on, so that all are told. */
#include "base/nearest.h"
#include "base/utf8.h"
#include "engine/flow/lifecycle_wrong.h"

#define TOLD_PROBLEMS_MAX 20
#define TOLD_BYTES_MAX (16 * KIB)
#define PARTS_MAX 200
#define TEXT_RUNES_MAX 200
#define WORDS_MAX 32
#define WORKING_MINUTES_MAX 1000000
#define DAY_MINUTES 1440
#define CLOCK_TEXT_LEN 5

/* ---- what is wrong ---------------------------------------------------------------------------
 */

void lifecycle_wrong(LifecycleReader *reader, int64_t line, Str field, Str message)
{
    problems_add(&reader->problems, (Problem){.row = line, .field = field, .message = message});
}

void lifecycle_unknown(LifecycleReader *reader, int64_t line, Str field, const char *kind, Str word,
                       const Str *known, size_t count)
{
    Arena *arena = reader->ctx->arena;
    Str near = nearest_of(word, known, count);
    Str message = str_format(arena, "没有%s「%.*s」", kind, STRF(word));
    if (!str_empty(near))
        message = str_format(arena, "%.*s，是不是「%.*s」", STRF(message), STRF(near));
    lifecycle_wrong(reader, line, field, message);
}

static int by_row(const void *a, const void *b)
{
    int64_t left = ((const Problem *)a)->row, right = ((const Problem *)b)->row;
    return (left > right) - (left < right);
}

static bool fail_wrong(LifecycleReader *reader, Str place)
{
    Ctx *ctx = reader->ctx;
    Problems *problems = &reader->problems;
    Buf told = buf_create(ctx->arena, TOLD_BYTES_MAX);
    qsort(problems->at, problems->count, sizeof *problems->at, by_row);
    for (size_t i = 0; i < problems->count && i < TOLD_PROBLEMS_MAX; i++)
        buf_format(&told, "%s第%lld行：%.*s", i ? "；" : "", (long long)problems->at[i].row,
                   STRF(problems->at[i].message));
    fail(ctx, FAIL_INVALID, "流程「%.*s」有%zu处不对", STRF(reader->lifecycle->code),
         problems->total);
    fail_detail(ctx, "%.*s", STRF(buf_str(&told)));
    fail_hint(ctx, "写法见 docs/flow.md；改好后运行 tongban lifecycle 再看");
    fail_at(ctx, (Place){.file = place, .line = (int)problems->at[0].row});
    return fail_problems(ctx, problems);
}

/* ---- plain values ---------------------------------------------------------------------------- */

bool lifecycle_is(LifecycleReader *reader, const YamlNode *node, YamlKind kind, Str field)
{
    static const char *const kinds[] = {"一个值", "列表", "键和值"};
    if (node->kind == kind)
        return true;
    lifecycle_wrong(reader, node->line, field,
                    str_format(reader->ctx->arena, "「%.*s」应是%s", STRF(field), kinds[kind]));
    return false;
}

void lifecycle_only(LifecycleReader *reader, const YamlNode *map, const char *const *known)
{
    Str names[WORDS_MAX];
    size_t count = 0;
    for (; known[count]; count++)
        names[count] = str_of(known[count]);
    for (size_t i = 0; i < map->count; i++) {
        const YamlEntry *entry = &map->entries[i];
        if (!str_is_one_of(entry->key, known))
            lifecycle_unknown(reader, entry->line, entry->key, "键", entry->key, names, count);
    }
}

Str lifecycle_text(LifecycleReader *reader, const YamlNode *map, const char *key, bool required)
{
    Str field = str_of(key);
    const YamlNode *node = yaml_get(map, field);
    if (!node && required)
        lifecycle_wrong(reader, map->line, field,
                        str_format(reader->ctx->arena, "缺少「%s」", key));
    if (!node || !lifecycle_is(reader, node, YAML_SCALAR, field))
        return (Str){0};
    if (required && str_empty(str_trim(node->text)))
        lifecycle_wrong(reader, node->line, field,
                        str_format(reader->ctx->arena, "「%s」是空的", key));
    if (utf8_count(node->text) > TEXT_RUNES_MAX)
        lifecycle_wrong(reader, node->line, field,
                        str_format(reader->ctx->arena, "「%s」多于%d字", key, TEXT_RUNES_MAX));
    /* With a NUL behind it, for permissions. */
    return str_of(str_to_c(reader->ctx->arena, str_trim(node->text)));
}

int64_t lifecycle_number(LifecycleReader *reader, const YamlNode *map, const char *key,
                         int64_t otherwise, int64_t low, int64_t high)
{
    Str field = str_of(key);
    const YamlNode *node = yaml_get(map, field);
    int64_t value = otherwise;
    if (!node || !lifecycle_is(reader, node, YAML_SCALAR, field))
        return otherwise;
    if (str_to_int(node->text, &value) && value >= low && value <= high)
        return value;
    lifecycle_wrong(reader, node->line, field,
                    str_format(reader->ctx->arena, "「%s」的值「%.*s」不是%lld到%lld的整数", key,
                               STRF(node->text), (long long)low, (long long)high));
    return otherwise;
}

static bool read_flag(LifecycleReader *reader, const YamlNode *map, const char *key)
{
    Str text = lifecycle_text(reader, map, key, /* required= */ false);
    if (str_empty(text) || str_equal_c(text, "false"))
        return false;
    if (!str_equal_c(text, "true"))
        lifecycle_wrong(reader, map->line, str_of(key),
                        str_format(reader->ctx->arena, "「%s」只能是 true 或 false", key));
    return true;
}

int lifecycle_word(LifecycleReader *reader, const YamlNode *node, Str text, const char *field,
                   const char *const *words, int otherwise)
{
    Str names[WORDS_MAX];
    size_t count = 0;
    for (; words[count]; count++) {
        names[count] = str_of(words[count]);
        if (str_equal(text, names[count]))
            return (int)count;
    }
    lifecycle_unknown(reader, node->line, str_of(field), "写法", text, names, count);
    return otherwise;
}

/* The items of a list; more than PARTS_MAX are noted and cut. */
static size_t count_items(LifecycleReader *reader, const YamlNode *map, const char *key,
                          bool required, const YamlNode **ret)
{
    const YamlNode *list = yaml_get(map, str_of(key));
    *ret = list;
    if (!list && required)
        lifecycle_wrong(reader, map->line, str_of(key),
                        str_format(reader->ctx->arena, "缺少「%s」", key));
    if (!list || !lifecycle_is(reader, list, YAML_LIST, str_of(key)))
        return 0;
    if (required && list->count == 0)
        lifecycle_wrong(reader, list->line, str_of(key),
                        str_format(reader->ctx->arena, "「%s」是空的", key));
    if (list->count <= PARTS_MAX)
        return list->count;
    lifecycle_wrong(reader, list->line, str_of(key),
                    str_format(reader->ctx->arena, "「%s」多于%d项", key, PARTS_MAX));
    return PARTS_MAX;
}

static TextList read_texts(LifecycleReader *reader, const YamlNode *map, const char *key,
                           bool required)
{
    const YamlNode *list;
    TextList texts = {0};
    size_t count = count_items(reader, map, key, required, &list);
    for (size_t i = 0; i < count; i++) {
        const YamlNode *item = list->items[i];
        if (!lifecycle_is(reader, item, YAML_SCALAR, str_of(key)))
            continue;
        if (lifecycle_has(&texts, item->text))
            lifecycle_wrong(reader, item->line, str_of(key),
                            str_format(reader->ctx->arena, "「%.*s」写了两遍", STRF(item->text)));
        *LIST_ADD(reader->ctx->arena, &texts) = item->text;
    }
    return texts;
}

/* ---- states, moves, clocks --------------------------------------------------------------------
 */

static void read_states(LifecycleReader *reader, const YamlNode *root)
{
    static const char *const known[] = {"code", "name", "done", "end", "paused", NULL};
    const YamlNode *list;
    size_t count = count_items(reader, root, "states", /* required= */ true, &list);
    for (size_t i = 0; i < count; i++) {
        const YamlNode *map = list->items[i];
        if (!lifecycle_is(reader, map, YAML_MAP, STR("states")))
            continue;
        lifecycle_only(reader, map, known);
        *LIST_ADD(reader->ctx->arena, &reader->lifecycle->states) =
            (LifecycleState){.code = lifecycle_text(reader, map, "code", true),
                             .name = lifecycle_text(reader, map, "name", true),
                             .done = read_flag(reader, map, "done"),
                             .end = read_flag(reader, map, "end"),
                             .paused = read_flag(reader, map, "paused"),
                             .line = map->line};
    }
}

static unsigned read_needs(LifecycleReader *reader, const YamlNode *map)
{
    static const char *const words[] = {"reason", "basis", "unit",   "units",
                                        "days",   "words", "fields", NULL};
    const YamlNode *list;
    unsigned needs = 0;
    size_t count = count_items(reader, map, "needs", /* required= */ false, &list);
    for (size_t i = 0; i < count; i++) {
        int word = lifecycle_word(reader, list->items[i], list->items[i]->text, "needs", words, -1);
        needs |= word < 0 ? 0 : 1U << word;
    }
    return needs;
}

static LifecycleParty read_party(LifecycleReader *reader, const YamlNode *map)
{
    static const char *const words[] = {"holder", "house", "branch", "any", "system", NULL};
    Str text = lifecycle_text(reader, map, "by", /* required= */ true);
    return str_empty(text)
               ? PARTY_ANY
               : (LifecycleParty)lifecycle_word(reader, map, text, "by", words, PARTY_ANY);
}

static void read_move(LifecycleReader *reader, const YamlNode *map, int64_t listing)
{
    static const char *const known[] = {"code",    "name",       "from",        "to",     "turns",
                                        "may",     "by",         "needs",       "fields", "guards",
                                        "effects", "signatures", "countersign", "bulk",   NULL};
    LifecycleMove move = {.listing = listing, .line = map->line};
    if (!lifecycle_is(reader, map, YAML_MAP, STR("moves")))
        return;
    lifecycle_only(reader, map, known);
    move.code = lifecycle_text(reader, map, "code", true);
    move.name = lifecycle_text(reader, map, "name", true);
    move.from = read_texts(reader, map, "from", true);
    move.to = lifecycle_text(reader, map, "to", false);
    move.may = lifecycle_text(reader, map, "may", false);
    move.by = read_party(reader, map);
    move.needs = read_needs(reader, map);
    move.fields = read_texts(reader, map, "fields", false);
    lifecycle_read_turns(reader, yaml_get(map, STR("turns")), &move.turns);
    lifecycle_read_guards(reader, yaml_get(map, STR("guards")), &move.guards);
    lifecycle_read_guards(reader, yaml_get(map, STR("countersign")), &move.countersign);
    lifecycle_read_effects(reader, yaml_get(map, STR("effects")), &move.effects);
    move.signatures = lifecycle_number(reader, map, "signatures", 1, 1, 5);
    move.bulk = read_flag(reader, map, "bulk");
    *LIST_ADD(reader->ctx->arena, &reader->lifecycle->moves) = move;
}

static void read_rule(LifecycleReader *reader, const YamlNode *map, LifecycleClock *clock)
{
    static const char *const known[] = {"class",   "level",  "none",   "days",
                                        "minutes", "around", "source", NULL};
    if (!lifecycle_is(reader, map, YAML_MAP, STR("rules")))
        return;
    lifecycle_only(reader, map, known);
    ClockRule rule = {
        .class_code = lifecycle_text(reader, map, "class", false),
        .level = lifecycle_text(reader, map, "level", false),
        .none = read_flag(reader, map, "none"),
        .days = lifecycle_number(reader, map, "days", 0, 1, DEADLINE_DAYS_MAX),
        .minutes = lifecycle_number(reader, map, "minutes", 0, 1, WORKING_MINUTES_MAX),
        .around = read_flag(reader, map, "around"),
        .source = lifecycle_text(reader, map, "source", true),
        .line = map->line,
    };
    int said = (rule.none ? 1 : 0) + (rule.days ? 1 : 0) + (rule.minutes ? 1 : 0);
    if (said != 1)
        LIFECYCLE_WRONG(reader, map->line, "rules",
                        "要在 days、minutes、none 中写一个，也只写一个");
    if (rule.around && !rule.minutes)
        LIFECYCLE_WRONG(reader, map->line, "around", "只有 minutes 可以写 around");
    *LIST_ADD(reader->ctx->arena, &clock->rules) = rule;
}

static void read_clocks(LifecycleReader *reader, const YamlNode *root)
{
    static const char *const known[] = {"code", "name", "rules", NULL};
    const YamlNode *list, *rules;
    size_t count = count_items(reader, root, "clocks", /* required= */ false, &list);
    for (size_t i = 0; i < count; i++) {
        const YamlNode *map = list->items[i];
        if (!lifecycle_is(reader, map, YAML_MAP, STR("clocks")))
            continue;
        lifecycle_only(reader, map, known);
        LifecycleClock clock = {.code = lifecycle_text(reader, map, "code", true),
                                .name = lifecycle_text(reader, map, "name", true),
                                .line = map->line};
        size_t rule_count = count_items(reader, map, "rules", /* required= */ true, &rules);
        for (size_t r = 0; r < rule_count; r++)
            read_rule(reader, rules->items[r], &clock);
        *LIST_ADD(reader->ctx->arena, &reader->lifecycle->clocks) = clock;
    }
}

/* ---- hours, lights, escalations ---------------------------------------------------------------
 */

/* "09:00"; "24:00" is the end of a day. */
static bool read_time(Str text, int64_t *ret)
{
    int64_t hour, minute;
    if (text.len != CLOCK_TEXT_LEN || text.at[2] != ':' ||
        !str_to_int(str_slice(text, 0, 2), &hour) || !str_to_int(str_after(text, 3), &minute) ||
        hour < 0 || minute < 0 || minute > 59)
        return false;
    *ret = hour * 60 + minute;
    return *ret <= DAY_MINUTES;
}

static void read_hours(LifecycleReader *reader, const YamlNode *root)
{
    OfficeHours *hours = &reader->lifecycle->hours;
    const YamlNode *list;
    size_t count = count_items(reader, root, "hours", /* required= */ false, &list);
    if (count > ARRAY_LEN(hours->opens)) {
        LIFECYCLE_WRONG(reader, list->line, "hours", "一天至多分%zu段", ARRAY_LEN(hours->opens));
        return;
    }
    for (size_t i = 0; i < count; i++) {
        Str rest = list->items[i]->text, part = {0};
        int64_t opens = 0, closes = 0;
        bool fits = str_split(&rest, '-', &part) && read_time(part, &opens) &&
                    read_time(rest, &closes) && opens < closes &&
                    (i == 0 || hours->closes[i - 1] <= opens);
        if (!fits)
            LIFECYCLE_WRONG(reader, list->items[i]->line, "hours",
                            "「%.*s」应写成 \"09:00-12:00\"，从早到晚，不重叠",
                            STRF(list->items[i]->text));
        hours->opens[i] = opens;
        hours->closes[i] = fits ? closes : opens;
        hours->count = i + 1;
    }
}

static void read_lights(LifecycleReader *reader, const YamlNode *root)
{
    static const char *const known[] = {"near_days", "warn_percent", NULL};
    const YamlNode *map = yaml_get(root, STR("lights"));
    LifecycleLights *lights = &reader->lifecycle->lights;
    *lights = (LifecycleLights){.near_days = 1, .warn_percent = 20};
    if (!map || !lifecycle_is(reader, map, YAML_MAP, STR("lights")))
        return;
    lifecycle_only(reader, map, known);
    lights->near_days = lifecycle_number(reader, map, "near_days", 1, 0, 30);
    lights->warn_percent = lifecycle_number(reader, map, "warn_percent", 20, 0, 100);
}

static void read_escalations(LifecycleReader *reader, const YamlNode *root)
{
    static const char *const known[] = {"clock", "when", "after", "move", "says", NULL};
    static const char *const whens[] = {"warned", "near", "overdue", NULL};
    const YamlNode *list;
    size_t count = count_items(reader, root, "escalations", /* required= */ false, &list);
    for (size_t i = 0; i < count; i++) {
        const YamlNode *map = list->items[i];
        if (!lifecycle_is(reader, map, YAML_MAP, STR("escalations")))
            continue;
        lifecycle_only(reader, map, known);
        Escalation escalation = {.clock = lifecycle_text(reader, map, "clock", true),
                                 .when = lifecycle_text(reader, map, "when", true),
                                 .after = lifecycle_number(reader, map, "after", 0, 0, 365),
                                 .move = lifecycle_text(reader, map, "move", true),
                                 .says = lifecycle_text(reader, map, "says", true),
                                 .line = map->line};
        lifecycle_word(reader, map, escalation.when, "when", whens, 0);
        *LIST_ADD(reader->ctx->arena, &reader->lifecycle->escalations) = escalation;
    }
}

/* ---- the whole ------------------------------------------------------------------------------- */

static void read_head(LifecycleReader *reader, const YamlNode *root)
{
    Lifecycle *lifecycle = reader->lifecycle;
    lifecycle->code = lifecycle_text(reader, root, "lifecycle", true);
    lifecycle->name = lifecycle_text(reader, root, "name", true);
    lifecycle->version = lifecycle_number(reader, root, "version", 0, 1, 1000000);
    if (!yaml_get(root, STR("version")))
        LIFECYCLE_WRONG(reader, root->line, "version", "缺少「version」");
    Str from = lifecycle_text(reader, root, "from", true);
    if (!str_empty(from) && !date_parse(from, &lifecycle->from))
        LIFECYCLE_WRONG(reader, yaml_get(root, STR("from"))->line, "from",
                        "「%.*s」不是日期，应如 2023-01-01", STRF(from));
    lifecycle->source = read_texts(reader, root, "source", true);
    lifecycle->classes = read_texts(reader, root, "classes", true);
    lifecycle->levels = read_texts(reader, root, "levels", true);
}

bool lifecycle_parse(Ctx *ctx, Str place, Str text, const Lifecycle **ret)
{
    static const char *const known[] = {"lifecycle", "name",   "version",     "from",   "source",
                                        "classes",   "levels", "hours",       "lights", "states",
                                        "clocks",    "moves",  "escalations", NULL};
    YamlNode *root;
    const YamlNode *moves;
    if (!yaml_parse(ctx, place, text, &root))
        return false;
    if (root->kind != YAML_MAP)
        return yaml_fail(ctx, root, "流程应是键和值");
    LifecycleReader reader = {.ctx = ctx,
                              .problems = problems_create(ctx->arena),
                              .lifecycle = NEW(ctx->arena, Lifecycle, 1)};
    *reader.lifecycle = (Lifecycle){.file = place, .text = text};
    lifecycle_only(&reader, root, known);
    read_head(&reader, root);
    read_hours(&reader, root);
    read_lights(&reader, root);
    read_states(&reader, root);
    read_clocks(&reader, root);
    size_t count = count_items(&reader, root, "moves", /* required= */ true, &moves);
    for (size_t i = 0; i < count; i++)
        read_move(&reader, moves->items[i], (int64_t)i);
    read_escalations(&reader, root);
    /* What is missing would be told again as unknown wherever it is named. */
    if (reader.problems.total == 0)
        lifecycle_check_whole(&reader);
    if (reader.problems.total)
        return fail_wrong(&reader, place);
    *ret = reader.lifecycle;
    return true;
}
