/*
 * brackets.h - brackets as Chinese text sets them (GB/T 15834-2011, 4.9).
 *
 * Registers and spreadsheets hold names with ASCII brackets. In a sentence they are full-width,
 * and around another pair they are 〔 〕: 区委宣传部(区新闻出版局(区版权局)) is told as
 * 区委宣传部〔区新闻出版局（区版权局）〕.
 */
#ifndef TONGBAN_ENGINE_REPORT_BRACKETS_H
#define TONGBAN_ENGINE_REPORT_BRACKETS_H

#include "base/arena.h"
#include "base/str.h"

/* `text` with its brackets so set; it is given back as it is when it has none, or when they do not
 * pair or are nested deeper than two. Not for text with markup. */
Str brackets_chinese(Arena *arena, Str text);

#endif
