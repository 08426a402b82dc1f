/* What each name in the prose of a bulletin is worth. */
#include "domain/assessment/bulletin_figures.h"
#include "domain/assessment/bulletin_items.h"

#include "engine/report/brackets.h"

LIST_OF(ProseEntry, ProseEntryList);

/* One name asked for. */
typedef struct Question {
    Ctx *ctx;
    const BulletinFigures *figures;
    const BulletinName *name;
    ProseValue *answer;
} Question;

/* ---- numbers ---------------------------------------------------------------------------- */

/* Decimals to print: those of the rule, or all the value has when it has more. */
static int places_of(Decimal value, int places)
{
    Decimal rounded;
    if (places >= 0 && decimal_round(value, places, ROUND_HALF_UP, &rounded) &&
        rounded.millionths == value.millionths)
        return places;
    return -1;
}

static Compared compared_of(const BulletinName *name)
{
    return name->months_ago == 0   ? COMPARED_NOW
           : name->months_ago == 1 ? COMPARED_BEFORE
                                   : COMPARED_LAST_YEAR;
}

static void answer_words(const Question *question, Str text)
{
    if (!str_empty(text))
        *question->answer = prose_words(text);
}

static void answer_number(const Question *question, Decimal value, int places)
{
    int printed = places_of(value, places);
    *question->answer = question->name->prose.kind == PROSE_PERCENT ? prose_percent(value, printed)
                                                                    : prose_number(value, printed);
}

static void answer_row(const Question *question)
{
    int places;
    const Figure *figure =
        bulletin_district_figure(question->ctx, question->figures, question->name->code,
                                 compared_of(question->name), &places);
    if (figure)
        answer_number(question, figure->value, places);
}

/* ---- lists of units --------------------------------------------------------------------- */

static void answer_list(const Question *question, const ProseEntryList *entries)
{
    if (entries->count > 0)
        *question->answer = prose_list(entries->at, entries->count);
}

static void add_entry(const Question *question, ProseEntryList *entries, Str name, Decimal value,
                      int places)
{
    Arena *arena = question->ctx->arena;
    *LIST_ADD(arena, entries) = (ProseEntry){.name = brackets_chinese(arena, name),
                                             .has_value = true,
                                             .value = value,
                                             .places = places_of(value, places)};
}

/* Calls `each` for the units of the name's group, or of all groups. */
typedef void (*EachUnit)(const Question *question, const MonthResult *result, size_t subject,
                         ProseEntryList *entries);

static void each_unit(const Question *question, EachUnit each, ProseEntryList *entries)
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
static bool value_of(const Question *question, const MonthResult *result, size_t subject,
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

static void add_value(const Question *question, const MonthResult *result, size_t subject,
                      ProseEntryList *entries)
{
    Decimal value;
    int places;
    if (value_of(question, result, subject, &value, &places))
        add_entry(question, entries, result->subjects[subject].name, value, places);
}

static void add_total(const Question *question, const MonthResult *result, size_t subject,
                      ProseEntryList *entries)
{
    AssessValue total = assess_total(&result->result, subject);
    if (!total.present)
        return;
    add_entry(question, entries, result->subjects[subject].name, total.rounded, total.places);
    entries->at[entries->count - 1].rank = (int)assess_rank(&result->result, subject).rank;
}

static void add_deducted(const Question *question, const MonthResult *result, size_t subject,
                         ProseEntryList *entries)
{
    Decimal lost;
    size_t item = scheme_item(result->scheme, question->name->code);
    if (assess_deduction(&result->result, subject, item, &lost) && lost.millionths > 0)
        add_entry(question, entries, result->subjects[subject].name, lost,
                  assess_item(&result->result, subject, item).places);
}

static void add_by_target(const Question *question, const MonthResult *result, size_t subject,
                          ProseEntryList *entries, bool met)
{
    size_t item = scheme_item(result->scheme, question->name->code);
    AssessValue value = assess_item(&result->result, subject, item);
    if (value.present && met == !(value.flags & ASSESS_OFF_TARGET))
        add_entry(question, entries, result->subjects[subject].name, value.rounded, value.places);
}

static void add_met(const Question *question, const MonthResult *result, size_t subject,
                    ProseEntryList *entries)
{
    add_by_target(question, result, subject, entries, true);
}

static void add_missed(const Question *question, const MonthResult *result, size_t subject,
                       ProseEntryList *entries)
{
    add_by_target(question, result, subject, entries, false);
}

static void answer_units(const Question *question, EachUnit each)
{
    ProseEntryList entries = {0};
    each_unit(question, each, &entries);
    answer_list(question, &entries);
}

/* The smaller part is worth naming: 「仅…达到」, 「…未达到」. With nobody in it there is no list.
 */
static void answer_few(const Question *question, bool met)
{
    ProseEntryList met_list = {0}, missed_list = {0};
    each_unit(question, add_met, &met_list);
    each_unit(question, add_missed, &missed_list);
    if (met && met_list.count < missed_list.count)
        answer_list(question, &met_list);
    if (!met && missed_list.count <= met_list.count)
        answer_list(question, &missed_list);
}

static void answer_target(const Question *question)
{
    const BulletinName *name = question->name;
    const Scheme *scheme = bulletin_scheme(question->figures->pack, name->scheme);
    size_t item = scheme_item(scheme, name->code);
    answer_number(question, scheme->items.at[item].target, -1);
}

static void add_graded(const Question *question, const MonthResult *result, size_t subject,
                       ProseEntryList *entries)
{
    Str grade = assess_grade(&result->result, subject);
    bool wanted = question->name->aspect == ASPECT_GRADE ? str_equal(grade, question->name->code)
                                                         : str_empty(grade);
    if (!wanted)
        return;
    AssessValue total = assess_total(&result->result, subject);
    add_entry(question, entries, result->subjects[subject].name, total.rounded, total.places);
    ProseEntry *entry = &entries->at[entries->count - 1];
    entry->has_value = total.present;
    entry->rank = (int)assess_rank(&result->result, subject).rank;
}

/* ---- against last month ----------------------------------------------------------------- */

static void add_moved(const Question *question, const MonthResult *now, size_t subject,
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
        add_entry(question, entries, now->subjects[subject].name, decimal_of(places), 0);
}

static void add_risen(const Question *question, const MonthResult *result, size_t subject,
                      ProseEntryList *entries)
{
    add_moved(question, result, subject, entries, 1);
}

static void add_fallen(const Question *question, const MonthResult *result, size_t subject,
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

static void answer_mean(const Question *question)
{
    const BulletinName *name = question->name;
    Decimal mean;
    int places;
    const MonthResult *result = bulletin_result(question->figures, name->scheme, compared_of(name));
    if (result && bulletin_mean(result, name->group, &mean, &places))
        answer_number(question, mean, places);
}

/* ---- weak indicators -------------------------------------------------------------------- */

/* What an item cost all units together; false when it cost nothing. */
static bool item_cost(const MonthResult *result, size_t item, Decimal *ret)
{
    Decimal sum = DECIMAL_ZERO;
    for (size_t i = 0; i < result->result.listed; i++) {
        Decimal lost;
        if (assess_deduction(&result->result, result->result.listing[i], item, &lost) &&
            lost.millionths > 0 && !decimal_add(sum, lost, &sum))
            return false;
    }
    *ret = sum;
    return sum.millionths > 0;
}

/* How many items of the kind cost more than this one. */
static int64_t items_costlier(const MonthResult *result, SectionKind kind, Decimal cost)
{
    int64_t count = 0;
    for (size_t i = 0; i < result->scheme->items.count; i++) {
        const SchemeItem *item = &result->scheme->items.at[i];
        Decimal other;
        if (item->section != SCHEME_NONE &&
            result->scheme->sections.at[item->section].kind == kind &&
            item_cost(result, i, &other) && decimal_compare(other, cost) > 0)
            count++;
    }
    return count;
}

/* The costliest base items (all penalties that cost anything), in the order of the scheme. */
static void weak_items(const Question *question, SectionKind kind, ProseEntryList *entries)
{
    const MonthResult *result =
        bulletin_result(question->figures, question->name->scheme, COMPARED_NOW);
    int64_t most = kind == SECTION_BASE ? question->figures->pack->weakest : INT64_MAX;
    for (size_t i = 0; result && i < result->scheme->items.count; i++) {
        const SchemeItem *item = &result->scheme->items.at[i];
        Decimal cost;
        if (item->section == SCHEME_NONE ||
            result->scheme->sections.at[item->section].kind != kind ||
            !item_cost(result, i, &cost) || items_costlier(result, kind, cost) >= most)
            continue;
        add_entry(question, entries, item->name, cost, -1);
    }
}

static void answer_weak_item(const Question *question, const ProseEntryList *base,
                             const ProseEntryList *penalty)
{
    const Scheme *scheme = bulletin_scheme(question->figures->pack, question->name->scheme);
    Str name = scheme->items.at[scheme_item(scheme, question->name->code)].name;
    const ProseEntryList *const lists[] = {base, penalty};
    for (size_t i = 0; i < ARRAY_LEN(lists); i++)
        LIST_EACH (const ProseEntry, entry, lists[i])
            if (str_equal(entry->name, name))
                *question->answer = prose_list(entry, 1);
}

static void answer_weak(const Question *question, FigureAspect aspect)
{
    ProseEntryList base = {0}, penalty = {0};
    weak_items(question, SECTION_BASE, &base);
    weak_items(question, SECTION_PENALTY, &penalty);
    if (aspect == ASPECT_WEAK_BASE)
        answer_list(question, &base);
    else if (aspect == ASPECT_WEAK_PENALTY)
        answer_list(question, &penalty);
    else if (aspect == ASPECT_WEAK_ITEM)
        answer_weak_item(question, &base, &penalty);
    else if (base.count + penalty.count > 0)
        *question->answer = prose_count((int64_t)(base.count + penalty.count));
}

/* ---- the rest --------------------------------------------------------------------------- */

static void answer_kinds(const Question *question)
{
    const BulletinName *name = question->name;
    ProseEntryList entries = {0};
    LIST_EACH (const Figure, figure, &question->figures->figures[COMPARED_NOW].figures) {
        const Unit *unit = unit_by_id(&question->figures->book, figure->unit_id);
        if (!unit || !str_equal(figure->table_code, name->scheme) ||
            !str_equal(figure->column_code, name->code) || figure->value.millionths == 0)
            continue;
        add_entry(question, &entries, unit->name, figure->value, 0);
        entries.at[entries.count - 1].kind = figure->row_key;
    }
    answer_list(question, &entries);
}

static void answer_annex(const Question *question)
{
    const BulletinName *name = question->name;
    int count;
    int number = bulletin_annex_number(question->figures, name->scheme, name->group, &count);
    if (number > 0 && count == 1) /* the only one has no number (GB/T 9704-2012, 7.3.8) */
        answer_words(question, STR("附件"));
    else if (number > 0)
        answer_words(question, str_format(question->ctx->arena, "附件%d", number));
}

static void answer_day(const Question *question, Date date)
{
    Buf text = buf_create(question->ctx->arena, 64);
    date_print_chinese(&text, date);
    answer_words(question, buf_str(&text));
}

static void answer(const Question *question)
{
    Arena *arena = question->ctx->arena;
    const BulletinFigures *figures = question->figures;
    Period period = figures->month.period;
    switch (question->name->aspect) {
    case ASPECT_YEAR:
        return answer_words(question, str_format(arena, "%d", period_year(period)));
    case ASPECT_MONTH:
        return answer_words(question, str_format(arena, "%d", period_month(period)));
    case ASPECT_FIRST_DAY:
        return answer_day(question, period_first(period));
    case ASPECT_LAST_DAY:
        return answer_day(question, period_last(period));
    case ASPECT_DISTRICT:
        return answer_words(question, figures->district.name);
    case ASPECT_CITY:
        return answer_words(question, figures->district.city);
    case ASPECT_ROW:
        return answer_row(question);
    case ASPECT_TOTAL:
        return answer_units(question, add_total);
    case ASPECT_MEAN:
        return answer_mean(question);
    case ASPECT_RISEN:
        return answer_units(question, add_risen);
    case ASPECT_FALLEN:
        return answer_units(question, add_fallen);
    case ASPECT_VALUES:
        return answer_units(question, add_value);
    case ASPECT_DEDUCTED:
        return answer_units(question, add_deducted);
    case ASPECT_TARGET:
        return answer_target(question);
    case ASPECT_MET:
        return answer_units(question, add_met);
    case ASPECT_MISSED:
        return answer_units(question, add_missed);
    case ASPECT_FEW_MET:
        return answer_few(question, true);
    case ASPECT_FEW_MISSED:
        return answer_few(question, false);
    case ASPECT_WEAK_BASE:
    case ASPECT_WEAK_PENALTY:
    case ASPECT_WEAK_COUNT:
    case ASPECT_WEAK_ITEM:
        return answer_weak(question, question->name->aspect);
    case ASPECT_KINDS:
        return answer_kinds(question);
    case ASPECT_ANNEX:
        return answer_annex(question);
    case ASPECT_GRADE:
    case ASPECT_UNGRADED:
        return answer_units(question, add_graded);
    case ASPECT_SCORE:
    case ASPECT_POINTS:
    case ASPECT_ITEMS:
    case ASPECT_LOST:
    case ASPECT_FULL:
    case ASPECT_WORDS:
        *question->answer = bulletin_item_value(question->ctx, figures, question->name);
        return;
    }
}

bool bulletin_value(Ctx *ctx, void *self, Str name, ProseValue *ret)
{
    const BulletinFigures *figures = self;
    const BulletinName *known = dict_get(&figures->pack->by_name, name);
    ProseValue value = {.kind = PROSE_ABSENT};
    if (known)
        answer(&(Question){.ctx = ctx, .figures = figures, .name = known, .answer = &value});
    *ret = value;
    return true;
}
