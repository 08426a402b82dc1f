/*
 * view.h - what the pages are given, as structs with Shapes: the pieces that several views share.
 *
 * A number in a view is the text to be shown, with its decimals; nothing is computed from it
 * again. The empty text stands for "there is none" and becomes null in JSON (FIELD_SPARSE). The
 * pages' side of the same structs is web/src/api/types.ts.
 */
#ifndef TONGBAN_ASSESSMENT_VIEW_H
#define TONGBAN_ASSESSMENT_VIEW_H

#include "domain/assessment/result.h"

/* An unset value is the empty text. */
Str view_value(Arena *arena, AssessValue value);
/* As few decimals as the value needs. */
Str view_short(Arena *arena, bool has, Decimal value);
/* Joined by 「；」. */
Str view_joined(Arena *arena, const SchemeStrList *texts);

/* "filled", "capped", "divided_by_zero", "missing", "below_target" of AssessFlags; an item that was
 * filled is not called missing too. */
TextList view_flags(Arena *arena, unsigned flags);
/* What the rule for missing figures did; empty when it did nothing. */
Str view_missing_note(const SchemeItem *item, unsigned flags);

/* "base", "bonus", "penalty"; of an item outside sections "ratio" or "item". */
Str view_section(const Scheme *scheme, const SchemeItem *item);
/* 「基础考核事项」; 「指标」 outside sections. */
Str view_section_name(const Scheme *scheme, const SchemeItem *item);

/* Problem of base/problem.h and MonthChange of month.h as the pages read them. */
extern const Shape view_problem_shape;
LIST_OF(Problem, ViewProblems);
extern const Shape view_change_shape;

/* "" (all groups), "street" or 「街道」; fails with FAIL_INVALID. */
must_use bool view_group(Ctx *ctx, Str text, Str *ret);

#endif
