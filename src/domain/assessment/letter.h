/*
 * letter.h - what cost a unit points in a month, as a document for it: score and rank, item by item
 * what it lost and by which records, each with its cost and the reason.
 */
#ifndef TONGBAN_ASSESSMENT_LETTER_H
#define TONGBAN_ASSESSMENT_LETTER_H

#include "domain/assessment/explanation.h"
#include "domain/module.h"
#include "engine/report/report.h"

/* More of an item are told by their number. */
#define LETTER_RECORDS_MAX 1000

/* Fails as unit_explain does. */
must_use bool letter_build(Ctx *ctx, Period period, Str scheme, Str unit, Document *ret);
/* Written and named; `format` html, docx or pdf. What leaves the house is noted. */
must_use bool letter_file(Ctx *ctx, Period period, Str scheme, Str unit, Str format, FileBody *ret);

#endif
