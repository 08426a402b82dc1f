/*
 * rules.h - what the bureau has settled for the hotline beside the life of an order: numbers,
 * categories, phrases, notices of supervision. Packs packs/hotline/{settings,categories,phrases,
 * notices}.yaml, checked at start, each mistake told with file and line.
 *
 *     const HotlineRules *rules;
 *     if (!hotline_rules(ctx, &rules)) return false;
 *     const Category *category = category_called(rules, order->category);
 */
#ifndef TONGBAN_HOTLINE_RULES_H
#define TONGBAN_HOTLINE_RULES_H

#include "base/shape.h"

#define CATEGORIES_MAX 500
#define PHRASES_MAX 1000
#define SUPERVISION_GRADE_MAX 3

/* A class of what orders are about; only those without children are given to orders. */
typedef struct Category {
    Str code;
    Str name;
    Str parent; /* code; empty = at the top */
    Str parent_name;
    bool is_group;  /* has children */
    TextList units; /* names of those that usually handle it */
    TextList words; /* that speak for it */
} Category;
LIST_OF(Category, CategoryList);
extern const Shape category_shape;

typedef struct Phrase {
    Str move; /* of the lifecycle */
    Str title;
    Str text;
    Place place; /* where it stands in its file */
} Phrase;
LIST_OF(Phrase, PhraseList);
extern const Shape phrase_shape;

/* A notice of supervision (督办) of a grade. */
typedef struct SupervisionNotice {
    int64_t grade; /* 1 to SUPERVISION_GRADE_MAX */
    Str name;
    int64_t days; /* working days in which to act */
    Str text;
} SupervisionNotice;
LIST_OF(SupervisionNotice, SupervisionNoticeList);
extern const Shape supervision_notice_shape;

/* A class of difficult orders. */
typedef struct Difficulty {
    Str code;
    Str name;
} Difficulty;
LIST_OF(Difficulty, DifficultyList);
extern const Shape difficulty_shape;

typedef struct NumberRule {
    Str prefix;
    int64_t digits;
} NumberRule;
typedef struct SimilarRule {
    int64_t days;
    int64_t percent;
} SimilarRule;

/* From whom a 举报 is kept, and who may look into it; reported.h. */
typedef struct ReportedRule {
    bool below;  /* the units under the reported one too */
    TextList to; /* names; none = only the unit above it is proposed */
} ReportedRule;

typedef struct HotlineRules {
    NumberRule number;
    ReportedRule reported;
    bool dissatisfied_counts_without_appeal;
    bool assistants_see_caller;
    SimilarRule similar;
    DifficultyList difficulties;
    TextList campaigns;
    CategoryList categories; /* a group stands before its own */
    PhraseList phrases;
    SupervisionNotice urging;      /* 催办, without a grade */
    SupervisionNoticeList notices; /* by grade */
} HotlineRules;

/* Remembered until the packs change; FAIL_INVALID with file and line when one is wrong. */
must_use bool hotline_rules(Ctx *ctx, const HotlineRules **ret);
/* And against the lifecycle: for the module's load. */
must_use bool hotline_rules_check(Ctx *ctx);

/* NULL when there is none. */
const Category *category_called(const HotlineRules *rules, Str code);
const SupervisionNotice *supervision_notice(const HotlineRules *rules, int64_t grade);
const Difficulty *difficulty_called(const HotlineRules *rules, Str code);
/* The one most of whose words stand in the text; NULL when none does. */
const Category *category_guessed(const HotlineRules *rules, Str text);

#endif
