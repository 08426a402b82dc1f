/*
 * title_lines.h - how a title is cut into lines (GB/T 9704-2012, 7.3.1): 回行时，要做到词意完整，
 * 排列对称，长短适宜，间距恰当；标题排列应当使用梯形或菱形.
 */
#ifndef TONGBAN_ENGINE_REPORT_TITLE_LINES_H
#define TONGBAN_ENGINE_REPORT_TITLE_LINES_H

#include "base/buf.h"

#define TITLE_LINES_MAX 4

/* The title with newlines where lines end; `most` is the characters that fit a line. A title that
 * fits, or that brings newlines of its own, stays as it is. Common words of titles and numbers
 * with their units are not cut; the first line is the longer one where that can be had. */
Str title_lines(Arena *arena, Str title, size_t most);

#endif
