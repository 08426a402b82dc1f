/*
 * shape.h - structs that describe themselves.
 *
 * A Shape lists the members of a struct: name, offset, kind, Chinese label, flags and limits.
 * One table drives SQL rows, JSON in and out, YAML, CSV and XLSX columns, validation, and the
 * TypeScript types of the pages; nothing is written twice.
 *
 *     typedef struct Unit { int64_t id; Str name; Decimal score; MemberList members; } Unit;
 *     static const Field unit_fields[] = {
 *         FIELD(Unit, id, "编号", 0),
 *         FIELD(Unit, name, "单位", FIELD_REQUIRED, .max_runes = 64),
 *         FIELD(Unit, score, "得分", 0, .places = 2),
 *         FIELD_LIST(Unit, members, "成员", &member_shape),
 *     };
 *     const Shape unit_shape = SHAPE(Unit, unit_fields);
 *
 * The kind is chosen by the member's type; a type without a kind does not compile.
 */
#ifndef TONGBAN_BASE_SHAPE_H
#define TONGBAN_BASE_SHAPE_H

#include "base/decimal.h"
#include "base/fail.h"
#include "base/list.h"
#include "base/moment.h"
#include "base/problem.h"

typedef enum FieldKind {
    FIELD_BOOL,
    FIELD_INT,     /* int64_t */
    FIELD_DECIMAL, /* Decimal */
    FIELD_STR,     /* Str */
    FIELD_INSTANT, /* Instant */
    FIELD_DATE,    /* Date */
    FIELD_PERIOD,  /* Period */
    FIELD_LIST_OF, /* a LIST_OF structs described by `of` */
    FIELD_STRUCT,  /* a struct described by `of` */
} FieldKind;

typedef enum FieldFlags {
    FIELD_REQUIRED = 1 << 0, /* absent or empty input is a problem */
    FIELD_SECRET = 1 << 1,   /* masked in JSON and logs */
    FIELD_OPTIONAL = 1 << 2, /* a bool member `has_<name>` right before tells whether it is set */
    FIELD_SPARSE = 1 << 3,   /* a Str: the empty one means absent (JSON null) */
    FIELD_BARE = 1 << 4,     /* a list: its items are written as their first member alone */
} FieldFlags;

/* Personal data, and how it is shown to those who need not know it (base/mask.h). */
typedef enum MaskKind {
    MASK_NONE,
    MASK_NAME,    /* 张* */
    MASK_PHONE,   /* 138****1234 */
    MASK_ID,      /* 440106********0013 */
    MASK_ADDRESS, /* 海珠区江南中街**** */
    MASK_KINDS
} MaskKind;

typedef struct Shape Shape;

typedef struct Field {
    const char *name;  /* of the member, the SQL column and the JSON key */
    const char *label; /* Chinese, for people */
    size_t offset;
    size_t has_offset; /* of has_<name>, when FIELD_OPTIONAL */
    FieldKind kind;
    unsigned flags;
    size_t max_runes; /* strings: longest allowed, 0 = FIELD_RUNES_MAX */
    int places;       /* decimals: least printed decimals; -1 = as few as needed */
    const Shape *of;  /* lists and structs */
    MaskKind mask;    /* of a Str that is personal data; how it is written unless it may be seen */
} Field;

struct Shape {
    const char *name;
    size_t size;
    const Field *fields;
    size_t count;
};

#define FIELD_RUNES_MAX 4000

/* A Str by itself, as the item of a list. */
LIST_OF(Str, TextList);
extern const Shape text_shape;

#define FIELD_KIND(Type, member)                                                                   \
    _Generic(((Type *)0)->member, bool                                                             \
             : FIELD_BOOL, int64_t                                                                 \
             : FIELD_INT, Decimal                                                                  \
             : FIELD_DECIMAL, Str                                                                  \
             : FIELD_STR, Instant                                                                  \
             : FIELD_INSTANT, Date                                                                 \
             : FIELD_DATE, Period                                                                  \
             : FIELD_PERIOD)
#define FIELD(Type, member, label_, flags_, ...)                                                   \
    {                                                                                              \
        .name = #member, .label = (label_), .offset = offsetof(Type, member),                      \
        .kind = FIELD_KIND(Type, member), .flags = (flags_), ##__VA_ARGS__                         \
    }
/* A value that may be absent: the struct has `bool has_member` beside `member`; SQL NULL, JSON
 * null and an empty cell are "absent". */
#define FIELD_MAYBE(Type, member, label_, flags_, ...)                                             \
    {                                                                                              \
        .name = #member, .label = (label_), .offset = offsetof(Type, member),                      \
        .has_offset = offsetof(Type, has_##member), .kind = FIELD_KIND(Type, member),              \
        .flags = (flags_) | FIELD_OPTIONAL, ##__VA_ARGS__                                          \
    }
#define FIELD_LIST(Type, member, label_, shape_)                                                   \
    {                                                                                              \
        .name = #member, .label = (label_), .offset = offsetof(Type, member),                      \
        .kind = FIELD_LIST_OF, .of = (shape_)                                                      \
    }
/* A LIST_OF(Str, ...): ["缺数", "封顶"]. */
#define FIELD_TEXTS(Type, member, label_)                                                          \
    {                                                                                              \
        .name = #member, .label = (label_), .offset = offsetof(Type, member),                      \
        .kind = FIELD_LIST_OF, .flags = FIELD_BARE, .of = &text_shape                              \
    }
#define FIELD_NESTED(Type, member, label_, shape_)                                                 \
    {                                                                                              \
        .name = #member, .label = (label_), .offset = offsetof(Type, member),                      \
        .kind = FIELD_STRUCT, .of = (shape_)                                                       \
    }
#define SHAPE(Type, fields_)                                                                       \
    {                                                                                              \
        .name = #Type, .size = sizeof(Type), .fields = (fields_), .count = ARRAY_LEN(fields_)      \
    }

/* NULL when there is none. */
const Field *shape_field(const Shape *shape, Str name);

/* Sets a member from text (a cell, a query parameter, a YAML scalar). Returns true when it fits;
 * otherwise adds one Problem, its row, column and value taken from `at` (a value or field not given
 * there is filled in), leaves the object as it was, and returns false. Blanks at both ends do not
 * count; empty text sets an optional member to absent and any other to zero. A bool is 是/否,
 * true/false, yes/no or 1/0. */
must_use bool shape_set_text(Arena *arena, const Field *field, void *object, Str text, Problem at,
                             Problems *problems);
bool field_is_set(const Field *field, const void *object);

#endif
