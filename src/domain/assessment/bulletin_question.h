/*
 * bulletin_question.h - one name of the prose asked for, and the ways to answer it. Private to the
 * bulletin: bulletin_values.c gives each name to the file that knows its subject.
 */
#ifndef TONGBAN_ASSESSMENT_BULLETIN_QUESTION_H
#define TONGBAN_ASSESSMENT_BULLETIN_QUESTION_H

#include "domain/assessment/bulletin_figures.h"

LIST_OF(ProseEntry, ProseEntryList);

typedef struct BulletinQuestion {
    Ctx *ctx;
    const BulletinFigures *figures;
    const BulletinName *name;
    ProseValue *answer; /* absent until answered */
} BulletinQuestion;

/* Which of the compared periods the name asks for. */
Compared bulletin_compared(const BulletinName *name);
/* An empty text stays absent. */
void bulletin_answer_words(const BulletinQuestion *question, Str text);
/* Printed with `places` decimals, or with all the value has when it has more; -1 = as few as it
 * needs. A percentage where the name is one. */
void bulletin_answer_number(const BulletinQuestion *question, Decimal value, int places);
/* An empty list stays absent. */
void bulletin_answer_list(const BulletinQuestion *question, const ProseEntryList *entries);
void bulletin_add_entry(const BulletinQuestion *question, ProseEntryList *entries, Str name,
                        Decimal value, int places);

/* ---- by subject: each answers the aspects named ------------------------------------------- */

/* ASPECT_TOTAL, MEAN, RISEN, FALLEN, VALUES, DEDUCTED, MET, MISSED, FEW_*, GRADE, UNGRADED. */
void bulletin_answer_units(const BulletinQuestion *question);
/* ASPECT_WEAK_*. */
void bulletin_answer_weak(const BulletinQuestion *question);
/* ASPECT_QUOTA, BAND, TIES. */
void bulletin_answer_grade_rule(const BulletinQuestion *question);

#endif
