/*
 * lifecycle_wrong.h - what is wrong with a lifecycle, gathered while it is read and checked.
 *
 * Inside of engine/flow. A Problem's row is the line of the pack, its field what the line is about.
 */
#ifndef TONGBAN_FLOW_LIFECYCLE_WRONG_H
#define TONGBAN_FLOW_LIFECYCLE_WRONG_H

#include "engine/flow/lifecycle.h"
#include "port/yaml.h"

typedef struct LifecycleReader {
    Ctx *ctx;
    Problems problems;
    Lifecycle *lifecycle;
} LifecycleReader;

void lifecycle_wrong(LifecycleReader *reader, int64_t line, Str field, Str message);
/* With a format and a literal field. */
#define LIFECYCLE_WRONG(reader, line, field, ...)                                                  \
    lifecycle_wrong((reader), (line), STR(field), str_format((reader)->ctx->arena, __VA_ARGS__))
/* 「没有状态「X」」 with what it may have meant. */
void lifecycle_unknown(LifecycleReader *reader, int64_t line, Str field, const char *kind, Str word,
                       const Str *known, size_t count);

/* lifecycle_words.c: the short texts of effects and the small maps of guards. */
void lifecycle_read_effects(LifecycleReader *reader, const YamlNode *list, EffectList *ret);
void lifecycle_read_guards(LifecycleReader *reader, const YamlNode *list, GuardList *ret);
void lifecycle_read_turns(LifecycleReader *reader, const YamlNode *list, LifecycleTurnList *ret);

/* lifecycle_read.c: these note a wrong kind or an unknown key, and go on. */
bool lifecycle_is(LifecycleReader *reader, const YamlNode *node, YamlKind kind, Str field);
void lifecycle_only(LifecycleReader *reader, const YamlNode *map, const char *const *known);
Str lifecycle_text(LifecycleReader *reader, const YamlNode *map, const char *key, bool required);
int64_t lifecycle_number(LifecycleReader *reader, const YamlNode *map, const char *key,
                         int64_t otherwise, int64_t low, int64_t high);
/* Of the words, one by its name; `otherwise` when it is none of them, which is noted. */
int lifecycle_word(LifecycleReader *reader, const YamlNode *node, Str text, const char *field,
                   const char *const *words, int otherwise);

/* lifecycle_check.c: what does not hold between the parts. */
void lifecycle_check_whole(LifecycleReader *reader);
/* lifecycle_check_words.c: clocks, requests, guards and effects that lead nowhere. */
void lifecycle_check_clocks(LifecycleReader *reader);
void lifecycle_check_words(LifecycleReader *reader);

#endif
