/* Units in the prose: with totals, values, grades, movements; and the mean of their totals. */
#include "domain/assessment/bulletin_question.h"

/* ---- lists of units --------------------------------------------------------------------- */

/* Calls `each` for the units of the name's group, or of all groups. */
typedef void (*EachUnit)(const BulletinQuestion *question, const MonthResult *result,
                         size_t subject, ProseEntryList *entries);

static void each_unit(const BulletinQuestion *question, EachUnit each, ProseEntryList *entries)
{
    const BulletinName *name = question->name;
    const MonthResult *result = bulletin_result(question->figures, name->scheme, COMPARED_NOW);
    for (size_t g = 0; result && g < result->result.group_count; g++) {
        const AssessGroup *group = &result->result.groups[g];
        if (name->group.len && !str_equal(group->code, name->group))
            continue;
        for (size_t i = 0; i < group->count; i++)
            each(question, result, result->result.listing[group->first + i], entries);
    }
}

/* The value of the name's item or input. */
static bool value_of(const BulletinQuestion *question, const MonthResult *result, size_t subject,
                     Decimal *ret, int *ret_places)
{
    Str code = question->name->code;
    size_t item = scheme_item(result->scheme, code);
    if (item != SCHEME_NONE) {
        AssessValue value = assess_item(&result->result, subject, item);
        *ret = value.rounded;
        *ret_places = value.places;
        return value.present;
    }
    size_t input = scheme_input(result->scheme, code);
    AssessFigure figure = assess_figure(&result->result, subject, input);
    *ret = figure.value;
    *ret_places = result->scheme->inputs.at[input].places;
    return figure.present;
}

static void add_value(const BulletinQuestion *question, const MonthResult *result, size_t subject,
                      ProseEntryList *entries)
{
    Decimal value;
    int places;
    if (value_of(question, result, subject, &value, &places))
        bulletin_add_entry(question, entries, result->subjects[subject].name, value, places);
}

static void add_total(const BulletinQuestion *question, const MonthResult *result, size_t subject,
                      ProseEntryList *entries)
{
    AssessValue total = assess_total(&result->result, subject);
    if (!total.present)
        return;
    bulletin_add_entry(question, entries, result->subjects[subject].name, total.rounded,
                       total.places);
    entries->at[entries->count - 1].rank = (int)assess_rank(&result->result, subject).rank;
}

static void add_deducted(const BulletinQuestion *question, const MonthResult *result,
                         size_t subject, ProseEntryList *entries)
{
    Decimal lost;
    size_t item = scheme_item(result->scheme, question->name->code);
    if (assess_deduction(&result->result, subject, item, &lost) && lost.millionths > 0)
        bulletin_add_entry(question, entries, result->subjects[subject].name, lost,
                           assess_item(&result->result, subject, item).places);
}

static void add_by_target(const BulletinQuestion *question, const MonthResult *result,
                          size_t subject, ProseEntryList *entries, bool met)
{
    size_t item = scheme_item(result->scheme, question->name->code);
    AssessValue value = assess_item(&result->result, subject, item);
    if (value.present && met == !(value.flags & ASSESS_OFF_TARGET))
        bulletin_add_entry(question, entries, result->subjects[subject].name, value.rounded,
                           value.places);
}

static void add_met(const BulletinQuestion *question, const MonthResult *result, size_t subject,
                    ProseEntryList *entries)
{
    add_by_target(question, result, subject, entries, true);
}

static void add_missed(const BulletinQuestion *question, const MonthResult *result, size_t subject,
                       ProseEntryList *entries)
{
    add_by_target(question, result, subject, entries, false);
}

static void answer_each(const BulletinQuestion *question, EachUnit each)
{
    ProseEntryList entries = {0};
    each_unit(question, each, &entries);
    bulletin_answer_list(question, &entries);
}

/* The smaller part is worth naming: 「仅…达到」, 「…未达到」. With nobody in it there is no list.
 */
static void answer_few(const BulletinQuestion *question, bool met)
{
    ProseEntryList met_list = {0}, missed_list = {0};
    each_unit(question, add_met, &met_list);
    each_unit(question, add_missed, &missed_list);
    if (met && met_list.count < missed_list.count)
        bulletin_answer_list(question, &met_list);
    if (!met && missed_list.count <= met_list.count)
        bulletin_answer_list(question, &missed_list);
}

static void add_graded(const BulletinQuestion *question, const MonthResult *result, size_t subject,
                       ProseEntryList *entries)
{
    Str grade = assess_grade(&result->result, subject);
    bool wanted = question->name->aspect == ASPECT_GRADE ? str_equal(grade, question->name->code)
                                                         : str_empty(grade);
    if (!wanted)
        return;
    AssessValue total = assess_total(&result->result, subject);
    bulletin_add_entry(question, entries, result->subjects[subject].name, total.rounded,
                       total.places);
    ProseEntry *entry = &entries->at[entries->count - 1];
    entry->has_value = total.present;
    entry->rank = (int)assess_rank(&result->result, subject).rank;
}

/* ---- against last month ----------------------------------------------------------------- */

static void add_moved(const BulletinQuestion *question, const MonthResult *now, size_t subject,
                      ProseEntryList *entries, int direction)
{
    const MonthResult *before =
        bulletin_result(question->figures, question->name->scheme, COMPARED_BEFORE);
    size_t other = before ? month_result_subject(before, now->subjects[subject].id) : SIZE_MAX;
    if (other == SIZE_MAX)
        return;
    int64_t rank = assess_rank(&now->result, subject).rank;
    int64_t rank_before = assess_rank(&before->result, other).rank;
    int64_t places = (rank_before - rank) * direction;
    if (rank > 0 && rank_before > 0 && places > 0)
        bulletin_add_entry(question, entries, now->subjects[subject].name, decimal_of(places), 0);
}

static void add_risen(const BulletinQuestion *question, const MonthResult *result, size_t subject,
                      ProseEntryList *entries)
{
    add_moved(question, result, subject, entries, 1);
}

static void add_fallen(const BulletinQuestion *question, const MonthResult *result, size_t subject,
                       ProseEntryList *entries)
{
    add_moved(question, result, subject, entries, -1);
}

bool bulletin_mean(const MonthResult *result, Str group_code, Decimal *ret, int *ret_places)
{
    const AssessGroup *group = bulletin_group(result, group_code);
    Fraction sum = FRACTION_ZERO;
    int64_t count = 0;
    for (size_t i = 0; group && i < group->count; i++) {
        AssessValue total = assess_total(&result->result, result->result.listing[group->first + i]);
        if (!total.present)
            continue;
        if (!fraction_add(sum, fraction_of_decimal(total.rounded), &sum))
            return false;
        *ret_places = total.places;
        count++;
    }
    return count > 0 && fraction_div(sum, fraction_of_int(count), &sum) &&
           fraction_round(sum, *ret_places, ROUND_HALF_UP, ret);
}

static void answer_mean(const BulletinQuestion *question)
{
    const BulletinName *name = question->name;
    Decimal mean;
    int places;
    const MonthResult *result =
        bulletin_result(question->figures, name->scheme, bulletin_compared(name));
    if (result && bulletin_mean(result, name->group, &mean, &places))
        bulletin_answer_number(question, mean, places);
}

void bulletin_answer_units(const BulletinQuestion *question)
{
    switch (question->name->aspect) {
    case ASPECT_TOTAL:
        return answer_each(question, add_total);
    case ASPECT_MEAN:
        return answer_mean(question);
    case ASPECT_RISEN:
        return answer_each(question, add_risen);
    case ASPECT_FALLEN:
        return answer_each(question, add_fallen);
    case ASPECT_VALUES:
        return answer_each(question, add_value);
    case ASPECT_DEDUCTED:
        return answer_each(question, add_deducted);
    case ASPECT_MET:
        return answer_each(question, add_met);
    case ASPECT_MISSED:
        return answer_each(question, add_missed);
    case ASPECT_FEW_MET:
        return answer_few(question, true);
    case ASPECT_FEW_MISSED:
        return answer_few(question, false);
    case ASPECT_GRADE:
    case ASPECT_UNGRADED:
        return answer_each(question, add_graded);
    default:
        BUG("not a name about units");
    }
}
