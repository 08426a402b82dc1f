/*
 * assess_fixture.h - schemes and figures for the tests of engine/assess.
 */
#ifndef TONGBAN_ENGINE_ASSESS_TEST_ASSESS_FIXTURE_H
#define TONGBAN_ENGINE_ASSESS_TEST_ASSESS_FIXTURE_H

#include "engine/assess/assess.h"
#include "kit/kit.h"
#include "port/files.h"

#define FIXTURE_BYTES_MAX (4 * MIB)
#define FIXTURE_SUBJECTS_MAX 2000

/* Tests run in the folder of the sources. */
static inline Str fixture_read(Ctx *ctx, const char *path)
{
    Str text;
    assert_ok(ctx, file_read(ctx, str_of(path), FIXTURE_BYTES_MAX, &text));
    return text;
}

static inline const Scheme *fixture_scheme(Ctx *ctx, const char *path)
{
    const Scheme *scheme;
    assert_ok(ctx, scheme_load(ctx, str_of(path), fixture_read(ctx, path), &scheme));
    return scheme;
}

static inline const Scheme *fixture_scheme_text(Ctx *ctx, const char *text)
{
    const Scheme *scheme;
    assert_ok(ctx, scheme_load(ctx, STR("test.yaml"), str_of(text), &scheme));
    return scheme;
}

static inline Decimal fixture_decimal(const char *text)
{
    Decimal value;
    assert_int_equal(decimal_parse(str_of(text), &value), DECIMAL_PARSED);
    return value;
}

/* Figures from CSV: a head of column codes, the first column the subject's name. A column named
 * `group` gives the group; without it all are of the scheme's last group. Columns that the scheme
 * does not know are passed over. Source of a figure: line * 100 + column. */
typedef struct Fixture {
    AssessInput input;
    AssessSubject *subjects;
    Decimal *values;
    bool *present;
    int64_t *sources;
} Fixture;

static inline void fixture_cell(const Scheme *scheme, Fixture *fixture, size_t subject, Str column,
                                Str text, int64_t source)
{
    if (str_equal_c(column, "group")) {
        fixture->subjects[subject].group = text;
        return;
    }
    for (size_t i = 0; i < scheme->inputs.count; i++) {
        size_t at = i * fixture->input.subject_count + subject;
        if (!str_equal(scheme->inputs.at[i].column, column) || str_empty(text))
            continue;
        if (decimal_parse(text, &fixture->values[at]) != DECIMAL_PARSED)
            fail_msg("no number: %.*s", STRF(text));
        fixture->present[at] = true;
        fixture->sources[at] = source;
    }
}

static inline Fixture fixture_csv(Ctx *ctx, const Scheme *scheme, Str csv)
{
    Str lines[FIXTURE_SUBJECTS_MAX];
    size_t count = 0;
    Str line;
    while (str_split(&csv, '\n', &line)) {
        if (!str_empty(str_trim(line)))
            lines[count++] = str_trim(line);
    }
    size_t subjects = count - 1;
    Fixture fixture = {.subjects = NEW(ctx->arena, AssessSubject, subjects),
                       .values = NEW(ctx->arena, Decimal, subjects * scheme->inputs.count),
                       .present = NEW(ctx->arena, bool, subjects * scheme->inputs.count),
                       .sources = NEW(ctx->arena, int64_t, subjects * scheme->inputs.count)};
    fixture.input = (AssessInput){.subjects = fixture.subjects,
                                  .subject_count = subjects,
                                  .values = fixture.values,
                                  .present = fixture.present,
                                  .sources = fixture.sources};
    for (size_t s = 0; s < subjects; s++) {
        Str head = lines[0];
        Str rest = lines[s + 1];
        Str column;
        Str cell;
        fixture.subjects[s] = (AssessSubject){.id = (int64_t)s + 1,
                                              .group = scheme->groups.at[scheme->groups.count - 1],
                                              .order = (int64_t)s};
        for (int64_t c = 1; str_split(&head, ',', &column) && str_split(&rest, ',', &cell); c++) {
            if (c == 1)
                fixture.subjects[s].name = cell;
            else
                fixture_cell(scheme, &fixture, s, column, cell, (int64_t)(s + 2) * 100 + c);
        }
    }
    return fixture;
}

/* Index of a subject by name. */
static inline size_t fixture_subject(const AssessInput *input, const char *name)
{
    for (size_t s = 0; s < input->subject_count; s++) {
        if (str_equal_c(input->subjects[s].name, name))
            return s;
    }
    fail_msg("no subject %s", name);
    return 0;
}

/* "9.87", or "" when there is no value. */
static inline Str fixture_text(Ctx *ctx, AssessValue value)
{
    return value.present ? decimal_str(ctx->arena, value.rounded, value.places) : (Str){0};
}

#define SHARED "../shared/data/haizhu-2023-02/"

/* A file of the real month, or the empty Str (and a line of talk) when it is not there. */
static inline Str fixture_shared(Ctx *ctx, const char *name)
{
    Str path = str_format(ctx->arena, SHARED "%s", name);
    if (file_exists(ctx, path))
        return fixture_read(ctx, str_to_c(ctx->arena, path));
    print_message("skipped: %.*s is not there\n", STRF(path));
    return (Str){0};
}

#endif
