/* What each name in the prose of a bulletin is worth. */
#include "domain/assessment/bulletin_items.h"
#include "domain/assessment/bulletin_question.h"

static void answer_row(const BulletinQuestion *question)
{
    int places;
    const Figure *figure =
        bulletin_district_figure(question->ctx, question->figures, question->name->code,
                                 bulletin_compared(question->name), &places);
    if (figure)
        bulletin_answer_number(question, figure->value, places);
}

static void answer_target(const BulletinQuestion *question)
{
    const BulletinName *name = question->name;
    const Scheme *scheme = bulletin_scheme(question->figures->pack, name->scheme);
    size_t item = scheme_item(scheme, name->code);
    bulletin_answer_number(question, scheme->items.at[item].target, -1);
}

static void answer_kinds(const BulletinQuestion *question)
{
    const BulletinName *name = question->name;
    ProseEntryList entries = {0};
    LIST_EACH (const Figure, figure, &question->figures->figures[COMPARED_NOW].figures) {
        const Unit *unit = unit_by_id(&question->figures->book, figure->unit_id);
        if (!unit || !str_equal(figure->table_code, name->scheme) ||
            !str_equal(figure->column_code, name->code) || figure->value.millionths == 0)
            continue;
        bulletin_add_entry(question, &entries, unit->name, figure->value, 0);
        entries.at[entries.count - 1].kind = figure->row_key;
    }
    bulletin_answer_list(question, &entries);
}

static void answer_annex(const BulletinQuestion *question)
{
    const BulletinName *name = question->name;
    int count;
    int number = bulletin_annex_number(question->figures, name->scheme, name->group, &count);
    if (number > 0 && count == 1) /* the only one has no number (GB/T 9704-2012, 7.3.8) */
        bulletin_answer_words(question, STR("附件"));
    else if (number > 0)
        bulletin_answer_words(question, str_format(question->ctx->arena, "附件%d", number));
}

static void answer_day(const BulletinQuestion *question, Date date)
{
    Buf text = buf_create(question->ctx->arena, 64);
    date_print_chinese(&text, date);
    bulletin_answer_words(question, buf_str(&text));
}

static void answer(const BulletinQuestion *question)
{
    Arena *arena = question->ctx->arena;
    const BulletinFigures *figures = question->figures;
    Period period = figures->month.period;
    switch (question->name->aspect) {
    case ASPECT_YEAR:
        return bulletin_answer_words(question, str_format(arena, "%d", period_year(period)));
    case ASPECT_MONTH:
        return bulletin_answer_words(question, str_format(arena, "%d", period_month(period)));
    case ASPECT_FIRST_DAY:
        return answer_day(question, period_first(period));
    case ASPECT_LAST_DAY:
        return answer_day(question, period_last(period));
    case ASPECT_DISTRICT:
        return bulletin_answer_words(question, figures->district.name);
    case ASPECT_CITY:
        return bulletin_answer_words(question, figures->district.city);
    case ASPECT_ROW:
        return answer_row(question);
    case ASPECT_TARGET:
        return answer_target(question);
    case ASPECT_TOTAL:
    case ASPECT_MEAN:
    case ASPECT_RISEN:
    case ASPECT_FALLEN:
    case ASPECT_VALUES:
    case ASPECT_DEDUCTED:
    case ASPECT_MET:
    case ASPECT_MISSED:
    case ASPECT_FEW_MET:
    case ASPECT_FEW_MISSED:
    case ASPECT_GRADE:
    case ASPECT_UNGRADED:
        return bulletin_answer_units(question);
    case ASPECT_QUOTA:
    case ASPECT_BAND:
    case ASPECT_TIES:
        return bulletin_answer_grade_rule(question);
    case ASPECT_WEAK_BASE:
    case ASPECT_WEAK_PENALTY:
    case ASPECT_WEAK_COUNT:
    case ASPECT_WEAK_ITEM:
        return bulletin_answer_weak(question);
    case ASPECT_KINDS:
        return answer_kinds(question);
    case ASPECT_ANNEX:
        return answer_annex(question);
    case ASPECT_SCORE:
    case ASPECT_POINTS:
    case ASPECT_ITEMS:
    case ASPECT_LOSS:
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
        answer(
            &(BulletinQuestion){.ctx = ctx, .figures = figures, .name = known, .answer = &value});
    *ret = value;
    return true;
}
