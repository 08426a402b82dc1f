/*
 * scheme.h - a scheme (考核方案): how figures of subjects become items, sections, a total, a rank.
 *
 * A scheme is a dated text (YAML) with its legal source; docs/assess.md explains each key. Loading
 * checks everything that can be checked without figures: names, types, cycles, points against
 * caps, unknown keys. A loaded scheme is read-only and may be shared; it lives in the arena of the
 * Ctx that loaded it.
 *
 * Words: an *input* is a figure that comes from outside (one column of one table); an *item*
 * (指标) is computed by a formula from inputs and other items; items are added up by *section*
 * (基础分, 加分, 减分) with caps; *points* (满分) is an item's full marks.
 */
#ifndef TONGBAN_ENGINE_ASSESS_SCHEME_H
#define TONGBAN_ENGINE_ASSESS_SCHEME_H

#include "base/moment.h"
#include "engine/assess/formula.h"

#define SCHEME_INPUTS_MAX 500
#define SCHEME_ITEMS_MAX 500
#define SCHEME_SECTIONS_MAX 32
#define SCHEME_BANDS_MAX 64
#define SCHEME_BAND_STEPS_MAX 64
#define SCHEME_GROUPS_MAX 32
#define SCHEME_GRADES_MAX 16

/* "No such index" for sections, parents, inputs. */
#define SCHEME_NONE SIZE_MAX
/* In place of an item's index: the total. */
#define SCHEME_TOTAL (SIZE_MAX - 1)

/* What stands for an item whose formula gives no value (输入缺失或除数为零). */
typedef enum MissingRule {
    MISSING_BLANK,      /* 空缺: no value; a total over it has none either */
    MISSING_FULL_MARKS, /* 按满分计 */
    MISSING_ZERO,       /* 按零分计 */
    MISSING_REWEIGHT,   /* 剔除: left out, the other items of its section are scaled up */
} MissingRule;

typedef enum SectionKind {
    SECTION_BASE,    /* 基础分: items 0 to points */
    SECTION_BONUS,   /* 加分: items 0 to points */
    SECTION_PENALTY, /* 减分: items -points to 0, added */
} SectionKind;

typedef enum Direction { DIRECTION_UP, DIRECTION_DOWN } Direction; /* higher, lower is better */

typedef struct SchemeRounding {
    Rounding mode;
    int places;
} SchemeRounding;

/* The first stage whose rounded value is used further; every stage after it is rounded too. */
typedef enum RoundingStage {
    ROUND_AT_ITEM,
    ROUND_AT_SECTION,
    ROUND_AT_TOTAL,
} RoundingStage;

typedef struct SchemeInput {
    Str code;
    Str name;
    Str table;   /* code of the table it comes from */
    Str column;  /* code of the column there; usually the same as `code` */
    Str origin;  /* 数据来源, for people; may be empty */
    Str measure; /* 分, %, 件 */
    int places;  /* decimals when printed */
    bool has_min, has_max;
    Decimal min, max;
    /* When the figure is missing but those of `assumed_when` are all given, `assumed` is taken
     * and every explanation says `assumed_note`. */
    bool has_assumed;
    Decimal assumed;
    size_t *assumed_when;
    size_t assumed_when_count;
    Str assumed_note;
    int line;
} SchemeInput;
LIST_OF(SchemeInput, SchemeInputList);

typedef struct SchemeSection {
    Str code;
    Str name;
    SectionKind kind;
    bool has_cap;
    Decimal cap; /* as a positive number; a penalty section cannot fall under -cap */
    bool has_points;
    Decimal points; /* the sum over its items at the top */
    int line;
} SchemeSection;
LIST_OF(SchemeSection, SchemeSectionList);

typedef struct SchemeItem {
    Str code;
    Str name;
    size_t section; /* or SCHEME_NONE */
    size_t parent;  /* item of which this one is a part, or SCHEME_NONE */
    Str origin;     /* 数据来源 */
    Str measure;
    bool has_points;
    Decimal points;
    Direction direction;
    MissingRule missing;
    SchemeRounding rounding;
    bool has_target;
    Decimal target;
    Direction target_direction; /* UP: at least the target; DOWN: at most */
    bool target_exact;          /* compare the unrounded value; else the value as it is printed */
    Formula formula;
    Str formula_note; /* the rule in the words of its source; may be empty */
    int line;
} SchemeItem;
LIST_OF(SchemeItem, SchemeItemList);

typedef struct BandStep {
    Fraction at_least;
    Fraction value;
} BandStep;
typedef struct SchemeBand {
    Str code;
    Str name;
    BandStep *steps; /* `at_least` falling */
    size_t step_count;
    bool has_otherwise;
    Fraction otherwise; /* below the last step; without it there is no value */
} SchemeBand;
LIST_OF(SchemeBand, SchemeBandList);

typedef struct SchemeTotalRule {
    bool exists;
    Str code; /* usually "total" */
    Str name;
    Str measure;
    bool is_sum;     /* of the sections after their caps, and of the items outside sections */
    Formula formula; /* when not is_sum */
    SchemeRounding rounding;
    bool has_points;
    Decimal points;
    Str formula_note;
} SchemeTotalRule;

typedef enum RankWithin { RANK_WITHIN_GROUP, RANK_WITHIN_ALL } RankWithin;
typedef struct SchemeRanking {
    bool exists;
    size_t by; /* SCHEME_TOTAL or an item */
    bool unrounded;
    bool ascending; /* the lowest value is first */
    RankWithin within;
    /* Subjects whose `volume` figure is missing or below `volume_min` are listed unranked. */
    size_t volume; /* an input, or SCHEME_NONE */
    Decimal volume_min;
} SchemeRanking;

typedef enum ListingBy { LISTING_BY_RANK, LISTING_BY_INPUT, LISTING_AS_GIVEN } ListingBy;
typedef struct SchemeListing {
    ListingBy by;
    size_t input;
    bool ascending;
} SchemeListing;

typedef struct GradeQuota {
    Str group; /* empty = every group */
    int64_t count;
} GradeQuota;
/* What a grade by quota gives those who tie on its last place, when not all of them fit in. */
typedef enum GradeTies {
    GRADE_TIES_ALL,  /* all of them have it: more are graded than the quota says */
    GRADE_TIES_NONE, /* none of them */
} GradeTies;
/* Grades are tried in order; the first that fits is given. */
typedef struct SchemeGrade {
    Str name;
    GradeQuota *quotas; /* rank <= count */
    size_t quota_count;
    GradeTies ties;
    bool has_at_least;
    Decimal at_least; /* of the rounded total; with a quota both must hold */
    bool has_at_most; /* never with a quota */
    Decimal at_most;
} SchemeGrade;
LIST_OF(SchemeGrade, SchemeGradeList);
/* What a total between two bands is given: over the at_most of one, under the at_least of the one
 * above it (a document that prints 「70分至79分」 and 「80分以上」 leaves 79.50 open). */
typedef enum GradeGap { GRADE_GAP_LOWER, GRADE_GAP_HIGHER, GRADE_GAP_NONE } GradeGap;

typedef enum SchemeColumnKind {
    COLUMN_RANK,
    COLUMN_SUBJECT,
    COLUMN_TOTAL,
    COLUMN_GRADE,
    COLUMN_SECTION,
    COLUMN_ITEM,
    COLUMN_INPUT,
} SchemeColumnKind;
typedef struct SchemeColumn {
    SchemeColumnKind kind;
    size_t index; /* of the section, item or input */
    Str code;     /* head in CSV and JSON; of the subject's name: what the pack calls it */
    Str name;     /* Chinese head */
    Str measure;
    int places;
} SchemeColumn;
LIST_OF(SchemeColumn, SchemeColumnList);
LIST_OF(Str, SchemeStrList);

typedef struct Program Program; /* engine/assess/program.h */

typedef struct Scheme {
    Str file; /* for messages */
    Str code;
    Str name;
    SchemeStrList legal_sources;
    SchemeStrList notes; /* 说明 below a published table */
    Period from; /* the first in force: of a month, the scheme is of months, of a year of years */
    bool has_until;
    Period until;         /* the last in force */
    SchemeStrList groups; /* codes of the groups it applies to, in order of print */
    SchemeInputList inputs;
    SchemeBandList bands;
    SchemeSectionList sections;
    SchemeItemList items; /* parts after their parent, sections in order */
    RoundingStage rounding_stage;
    SchemeRounding rounding;
    SchemeTotalRule total;
    SchemeRanking ranking;
    SchemeListing listing;
    SchemeGradeList grades;
    GradeGap grade_gap;
    SchemeColumnList columns; /* of the printed table */
    const Program *program;
} Scheme;

/* `file` names the text in messages. Fails with FAIL_SYNTAX or FAIL_INVALID and the line. */
must_use bool scheme_load(Ctx *ctx, Str file, Str text, const Scheme **ret);

/* The scheme as it would be if items had other full marks: what their formulas give is scaled, caps
 * of their sections go with them. Fails with FAIL_NOT_FOUND, naming the nearest, and with
 * FAIL_INVALID for an item without full marks and for marks that are not over 0. */
typedef struct SchemeWeight {
    Str item;
    Decimal points;
} SchemeWeight;
LIST_OF(SchemeWeight, SchemeWeightList);
must_use bool scheme_reweighted(Ctx *ctx, const Scheme *scheme, const SchemeWeightList *weights,
                                const Scheme **ret);

/* Is the scheme made for such periods (months or years), and in force in this one? */
bool scheme_in_force(const Scheme *scheme, Period period);
bool scheme_has_group(const Scheme *scheme, Str group);
/* All three return SCHEME_NONE when there is none. */
size_t scheme_input(const Scheme *scheme, Str code);
size_t scheme_item(const Scheme *scheme, Str code);
size_t scheme_section(const Scheme *scheme, Str code);
/* An item's index, or SCHEME_TOTAL for the total's code, "" or "total"; fails with FAIL_NOT_FOUND,
 * naming the nearest. */
must_use bool scheme_find_score(Ctx *ctx, const Scheme *scheme, Str code, size_t *ret);

const char *missing_rule_label(MissingRule rule); /* 按满分计 ... */
const char *section_kind_name(SectionKind kind);  /* base ... */

#endif
