/*
 * template_pattern.h - the patterns of each and group: "{name}{value}件".
 */
#ifndef TONGBAN_ENGINE_REPORT_TEMPLATE_PATTERN_H
#define TONGBAN_ENGINE_REPORT_TEMPLATE_PATTERN_H

#include "base/fail.h"

/* NULL at the end. */
extern const char *const each_words[];
extern const char *const group_words[];

/* Fails with FAIL_SYNTAX on a word in braces that is not among `words`. */
must_use bool pattern_check(Ctx *ctx, Str pattern, const char *const *words);
/* Takes the next literal text and the word in braces behind it (empty at the end) off the front;
 * false when nothing is left. */
bool pattern_next(Str *rest, Str *ret_literal, Str *ret_word);

#endif
