/* The rule of the grades in the prose, as the scheme has it: 「前8名」, 「80分（含）以上」. */
#include "domain/assessment/bulletin_question.h"

static const SchemeGrade *grade_named(const Scheme *scheme, Str name)
{
    LIST_EACH (const SchemeGrade, grade, &scheme->grades)
        if (str_equal(grade->name, name))
            return grade;
    BUG("the names were made from the grades");
}

/* The grades with a band below and above it; NULL where there is none. */
static const SchemeGrade *band_below(const Scheme *scheme, const SchemeGrade *grade)
{
    const SchemeGrade *end = scheme->grades.at + scheme->grades.count;
    return grade + 1 < end ? grade + 1 : NULL;
}

static const SchemeGrade *band_above(const Scheme *scheme, const SchemeGrade *grade)
{
    bool has = grade > scheme->grades.at && grade[-1].has_at_least && grade[-1].quota_count == 0;
    return has ? grade - 1 : NULL;
}

/* The lower limit: the band's own, or the at_most of the grade below when scores between the two
 * are raised to this one. */
static void add_lower(Buf *text, const Scheme *scheme, const SchemeGrade *grade)
{
    const SchemeGrade *below = band_below(scheme, grade);
    bool raised = scheme->grade_gap == GRADE_GAP_HIGHER && grade->quota_count == 0 && below &&
                  below->has_at_most;
    if (raised)
        buf_add_c(text, "高于");
    decimal_print_short(text, raised ? below->at_most : grade->at_least);
    buf_add_c(text, raised ? "分" : "分（含）");
}

/* 「80分（含）以上」, 「70分（含）以上不足80分」, 「70分（含）至79分（含）」, 「不足70分」. */
static Str band_text(Arena *arena, const Scheme *scheme, const SchemeGrade *grade)
{
    Buf text = buf_create(arena, KIB);
    const SchemeGrade *above = band_above(scheme, grade);
    bool to_above = scheme->grade_gap == GRADE_GAP_LOWER && above;
    if (grade->has_at_least) {
        add_lower(&text, scheme, grade);
        bool closed = grade->has_at_most && !to_above;
        if (!closed && !str_starts(buf_str(&text), STR("高于")))
            buf_add_c(&text, "以上");
    }
    if (grade->has_at_most && !to_above) {
        buf_add_c(&text, grade->has_at_least ? "至" : "不高于");
        decimal_print_short(&text, grade->at_most);
        buf_add_c(&text, grade->has_at_least ? "分（含）" : "分");
    } else if (grade->quota_count == 0 && above) {
        buf_add_c(&text, "不足");
        decimal_print_short(&text, above->at_least);
        buf_add_c(&text, "分");
    }
    return buf_str(&text);
}

static Str ties_text(Arena *arena, const SchemeGrade *grade)
{
    return grade->ties == GRADE_TIES_ALL
               ? str_format(arena, "末位并列的均为%.*s", STRF(grade->name))
               : str_format(arena, "末位并列而名额不足的均不列为%.*s", STRF(grade->name));
}

void bulletin_answer_grade_rule(const BulletinQuestion *question)
{
    const BulletinName *name = question->name;
    Arena *arena = question->ctx->arena;
    const Scheme *scheme = bulletin_scheme(question->figures->pack, name->scheme);
    const SchemeGrade *grade = grade_named(scheme, name->code);
    if (name->aspect == ASPECT_BAND)
        bulletin_answer_words(question, band_text(arena, scheme, grade));
    if (name->aspect == ASPECT_TIES && grade->quota_count > 0)
        bulletin_answer_words(question, ties_text(arena, grade));
    for (size_t i = 0; name->aspect == ASPECT_QUOTA && i < grade->quota_count; i++) {
        Str group = grade->quotas[i].group;
        if (str_empty(group) || str_equal(group, name->group))
            bulletin_answer_number(question, decimal_of(grade->quotas[i].count), 0);
    }
}
