/* The short texts of effects ("start sign") and the small maps of guards ({made: x, at_least: 2}).
 */
#include "engine/flow/lifecycle_wrong.h"

#define NUMBER_MAX 10000

/* The text itself, or what stands before a name. */
static const struct {
    const char *text;
    EffectKind kind;
    bool named;
} effects[] = {
    {"hand to", EFFECT_HAND_TO, false},
    {"hand house", EFFECT_HAND_HOUSE, false},
    {"open branches", EFFECT_BRANCH_OPEN, false},
    {"branch done", EFFECT_BRANCH_DONE, false},
    {"branch back", EFFECT_BRANCH_BACK, false},
    {"drop branches", EFFECT_BRANCHES_DROP, false},
    {"start ", EFFECT_CLOCK_START, true},
    {"stop ", EFFECT_CLOCK_STOP, true},
    {"extend ", EFFECT_CLOCK_EXTEND, true},
    {"open request ", EFFECT_REQUEST_OPEN, true},
    {"close request ", EFFECT_REQUEST_CLOSE, true},
    {"notify ", EFFECT_NOTIFY, true},
};

static bool find_effect(Str text, Effect *effect)
{
    for (size_t i = 0; i < ARRAY_LEN(effects); i++) {
        Str word = str_of(effects[i].text);
        bool fits = effects[i].named ? str_starts(text, word) && text.len > word.len
                                     : str_equal(text, word);
        if (!fits)
            continue;
        effect->kind = effects[i].kind;
        effect->name = effects[i].named ? str_trim(str_after(text, word.len)) : (Str){0};
        return true;
    }
    return false;
}

static void unknown_effect(LifecycleReader *reader, const YamlNode *node)
{
    Str known[ARRAY_LEN(effects)];
    for (size_t i = 0; i < ARRAY_LEN(effects); i++)
        known[i] = effects[i].named ? str_format(reader->ctx->arena, "%s…", effects[i].text)
                                    : str_of(effects[i].text);
    lifecycle_unknown(reader, node->line, STR("effects"), "效果", node->text, known,
                      ARRAY_LEN(known));
}

void lifecycle_read_effects(LifecycleReader *reader, const YamlNode *list, EffectList *ret)
{
    if (!list || !lifecycle_is(reader, list, YAML_LIST, STR("effects")))
        return;
    for (size_t i = 0; i < list->count; i++) {
        const YamlNode *item = list->items[i];
        Effect effect = {.line = item->line};
        if (!lifecycle_is(reader, item, YAML_SCALAR, STR("effects")))
            continue;
        if (find_effect(item->text, &effect))
            *LIST_ADD(reader->ctx->arena, ret) = effect;
        else
            unknown_effect(reader, item);
    }
}

/* ---- guards ---------------------------------------------------------------------------------- */

static const char *const guard_keys[] = {"made",       "at_least",  "less_than",  "before_due",
                                         "branches",   "request",   "no_request", "days_at_most",
                                         "class",      "not_class", "level",      "branch_open",
                                         "other_than", "since",     "says",       NULL};
static const char *const turn_keys[] = {"made",       "at_least",  "less_than",  "before_due",
                                        "branches",   "request",   "no_request", "days_at_most",
                                        "class",      "not_class", "level",      "branch_open",
                                        "other_than", "since",     "to",         NULL};

/* Those that are a key with a name. */
static const struct {
    const char *key;
    GuardKind kind;
} named_guards[] = {
    {"before_due", GUARD_BEFORE_DUE}, {"request", GUARD_REQUEST},
    {"no_request", GUARD_NO_REQUEST}, {"class", GUARD_CLASS},
    {"not_class", GUARD_NOT_CLASS},   {"level", GUARD_LEVEL},
    {"other_than", GUARD_OTHER_THAN},
};

static bool read_made(LifecycleReader *reader, const YamlNode *map, Guard *guard)
{
    bool least = yaml_get(map, STR("at_least")) != NULL;
    bool less = yaml_get(map, STR("less_than")) != NULL;
    guard->kind = least ? GUARD_MADE_LEAST : GUARD_MADE_LESS;
    guard->name = lifecycle_text(reader, map, "made", true);
    guard->since = lifecycle_text(reader, map, "since", false);
    guard->number =
        lifecycle_number(reader, map, least ? "at_least" : "less_than", 1, 1, NUMBER_MAX);
    if (least == less)
        LIFECYCLE_WRONG(reader, map->line, "made", "「made」要配 at_least 或 less_than 中的一个");
    return true;
}

static bool read_guard_map(LifecycleReader *reader, const YamlNode *map, Guard *guard)
{
    if (yaml_get(map, STR("made")))
        return read_made(reader, map, guard);
    if (yaml_get(map, STR("since")))
        LIFECYCLE_WRONG(reader, map->line, "since", "「since」只和 made 一起写");
    if (yaml_get(map, STR("days_at_most"))) {
        guard->kind = GUARD_DAYS_AT_MOST;
        guard->number = lifecycle_number(reader, map, "days_at_most", 1, 1, DEADLINE_DAYS_MAX);
        return true;
    }
    if (yaml_get(map, STR("branches"))) {
        guard->kind = GUARD_BRANCHES;
        if (!str_equal_c(lifecycle_text(reader, map, "branches", true), "done"))
            LIFECYCLE_WRONG(reader, map->line, "branches", "「branches」只能是 done");
        return true;
    }
    if (yaml_get(map, STR("branch_open"))) {
        guard->kind = GUARD_BRANCH_OPEN;
        return true;
    }
    for (size_t i = 0; i < ARRAY_LEN(named_guards); i++) {
        if (!yaml_get(map, str_of(named_guards[i].key)))
            continue;
        guard->kind = named_guards[i].kind;
        guard->name = lifecycle_text(reader, map, named_guards[i].key, true);
        return true;
    }
    LIFECYCLE_WRONG(reader, map->line, "guards", "条件里没有写凭什么");
    return false;
}

/* Of the keys that say what is asked, exactly one. */
static void check_single(LifecycleReader *reader, const YamlNode *map)
{
    static const char *const beside[] = {"says", "to", "at_least", "less_than", "since", NULL};
    size_t count = 0;
    for (size_t i = 0; i < map->count; i++)
        count += !str_is_one_of(map->entries[i].key, beside);
    if (count > 1)
        LIFECYCLE_WRONG(reader, map->line, "guards", "一个条件里只能写一件事，另一件另起一项");
}

static bool read_guard(LifecycleReader *reader, const YamlNode *node, Guard *guard)
{
    *guard = (Guard){.line = node->line};
    if (node->kind == YAML_SCALAR && str_equal_c(node->text, "branch_open")) {
        guard->kind = GUARD_BRANCH_OPEN;
        return true;
    }
    if (!lifecycle_is(reader, node, YAML_MAP, STR("guards")))
        return false;
    check_single(reader, node);
    return read_guard_map(reader, node, guard);
}

void lifecycle_read_guards(LifecycleReader *reader, const YamlNode *list, GuardList *ret)
{
    if (!list || !lifecycle_is(reader, list, YAML_LIST, STR("guards")))
        return;
    for (size_t i = 0; i < list->count; i++) {
        Guard guard;
        if (list->items[i]->kind == YAML_MAP)
            lifecycle_only(reader, list->items[i], guard_keys);
        if (!read_guard(reader, list->items[i], &guard))
            continue;
        if (list->items[i]->kind == YAML_MAP)
            guard.says = lifecycle_text(reader, list->items[i], "says", false);
        *LIST_ADD(reader->ctx->arena, ret) = guard;
    }
}

void lifecycle_read_turns(LifecycleReader *reader, const YamlNode *list, LifecycleTurnList *ret)
{
    if (!list || !lifecycle_is(reader, list, YAML_LIST, STR("turns")))
        return;
    for (size_t i = 0; i < list->count; i++) {
        LifecycleTurn turn = {.line = list->items[i]->line};
        if (!lifecycle_is(reader, list->items[i], YAML_MAP, STR("turns")))
            continue;
        lifecycle_only(reader, list->items[i], turn_keys);
        if (!read_guard(reader, list->items[i], &turn.when))
            continue;
        turn.to = lifecycle_text(reader, list->items[i], "to", true);
        *LIST_ADD(reader->ctx->arena, ret) = turn;
    }
}
