/* Which grade (等次) a total and a rank are given, and why. */
#include "engine/assess/score.h"

/* The places of a grade in the subject's group; -1 = it has no quota there, and nobody of the group
 * has the grade. */
static int64_t places_of(const SchemeGrade *grade, Str group)
{
    for (size_t i = 0; i < grade->quota_count; i++)
        if (str_empty(grade->quotas[i].group) || str_equal(grade->quotas[i].group, group))
            return grade->quotas[i].count;
    return -1;
}

static bool reaches(const SchemeGrade *grade, Decimal total)
{
    return !grade->has_at_least || decimal_compare(total, grade->at_least) >= 0;
}

/* By quota: the rank is within it, and a tie on the last place is settled. */
static bool has_place(const SchemeGrade *grade, AssessRank rank, AssessGrading *grading)
{
    if (rank.rank <= 0 || rank.rank > grading->places)
        return false;
    bool over = rank.rank + rank.shared - 1 > grading->places;
    grading->tied_over = grading->tied_over || over;
    return !over || grade->ties == GRADE_TIES_ALL;
}

/* By band: of the first band whose lower limit is reached, unless the total is over its upper one
 * and so between it and `above`. */
static AssessGrading in_band(const AssessResult *result, const SchemeGrade *grade,
                             const SchemeGrade *above, Decimal total, AssessGrading grading)
{
    grading.grade = grade;
    grading.how = grade->has_at_least ? GRADED_BY_BAND : GRADED_BELOW;
    if (!grade->has_at_most || decimal_compare(total, grade->at_most) <= 0)
        return grading;
    grading.how = GRADED_IN_GAP;
    grading.below = grade;
    grading.above = above;
    if (result->scheme->grade_gap == GRADE_GAP_NONE)
        grading.grade = NULL;
    if (result->scheme->grade_gap == GRADE_GAP_HIGHER && above)
        grading.grade = above;
    return grading;
}

AssessGrading assess_grading(const AssessResult *result, size_t subject)
{
    AssessGrading grading = {.how = GRADED_NOT};
    AssessValue total = assess_total(result, subject);
    AssessRank rank = assess_rank(result, subject);
    const SchemeGrade *above = NULL;
    if (!total.present)
        return grading;
    LIST_EACH (const SchemeGrade, grade, &result->scheme->grades) {
        if (grade->quota_count > 0) {
            grading.places = places_of(grade, result->input->subjects[subject].group);
            if (!reaches(grade, total.rounded) || !has_place(grade, rank, &grading))
                continue;
            grading.grade = grade;
            grading.how = GRADED_BY_QUOTA;
            return grading;
        }
        if (reaches(grade, total.rounded))
            return in_band(result, grade, above, total.rounded, grading);
        above = grade;
    }
    return grading;
}

Str assess_grade(const AssessResult *result, size_t subject)
{
    AssessGrading grading = assess_grading(result, subject);
    return grading.grade ? grading.grade->name : (Str){0};
}
