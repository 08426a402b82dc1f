/*
 * assess_bench.c - how fast figures become scores and ranks.
 *
 * Two loads: a month of 42 subjects by 13 indicators (the hotline pack), and 1,000 groups of 50
 * subjects by 20 indicators, one million scores. The second is set against a plain C loop that
 * does the same arithmetic, comparisons and ranking on the same exact Fractions and keeps nothing
 * that an explanation would need. Each line of output is: name, value, unit, separated by TAB.
 *
 * Usage: assess_bench [packs-folder]   (default: packs, seen from the root of the sources)
 */
#include "engine/assess/assess.h"
#include "engine/assess/rank.h"
#include "port/files.h"

#define GROUPS 1000
#define SUBJECTS_A_GROUP 50
#define SUBJECTS (GROUPS * SUBJECTS_A_GROUP)
#define INDICATORS 20
#define RATIOS 5 /* indicators measured against the group's best; the others are figures */
#define POINTS 5
#define RUNS 5
#define MONTH_RUNS 200
#define ARENA_MAX (1024 * MIB)
#define PACK_BYTES_MAX MIB

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static uint64_t next_random(uint64_t *seed)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return *seed >> 33;
}

static no_return void give_up(const Ctx *ctx)
{
    Buf text = buf_create(ctx->arena, 64 * KIB);
    fail_print(&text, &ctx->fail);
    fprintf(stderr, "%.*s\n", STRF(buf_str(&text)));
    exit(EXIT_FAILURE);
}

static const Scheme *load(Ctx *ctx, Str file, Str text)
{
    const Scheme *scheme;
    if (!scheme_load(ctx, file, text, &scheme))
        give_up(ctx);
    return scheme;
}

/* Figures with two decimals from 0 to 6, so that some are held back at their points of 5. */
static AssessInput random_figures(Ctx *ctx, const Scheme *scheme, size_t subjects, size_t a_group,
                                  int64_t hundredths_max)
{
    uint64_t seed = 1;
    size_t cells = subjects * scheme->inputs.count;
    AssessSubject *who = NEW(ctx->arena, AssessSubject, subjects);
    Decimal *values = NEW(ctx->arena, Decimal, cells);
    bool *present = NEW(ctx->arena, bool, cells);
    for (size_t s = 0; s < subjects; s++)
        who[s] = (AssessSubject){.id = (int64_t)s,
                                 .name = STR("对象"),
                                 .group = scheme->groups.at[s / a_group % scheme->groups.count],
                                 .order = (int64_t)s};
    for (size_t i = 0; i < cells; i++) {
        present[i] = true;
        values[i].millionths =
            (int64_t)(next_random(&seed) % (uint64_t)hundredths_max) * (DECIMAL_ONE / 100);
    }
    return (AssessInput){
        .subjects = who, .subject_count = subjects, .values = values, .present = present};
}

/* ---- a month ------------------------------------------------------------------------------ */

static void bench_month(const char *packs)
{
    Arena *arena = arena_create(ARENA_MAX);
    Ctx ctx = {.arena = arena};
    Str path = str_format(arena, "%s/assess/hotline.yaml", packs);
    Str text;
    if (!file_read(&ctx, path, PACK_BYTES_MAX, &text))
        give_up(&ctx);
    const Scheme *scheme = load(&ctx, path, text);
    AssessInput input = random_figures(&ctx, scheme, 42, 24, 200);
    double best = 1e9;
    for (int i = 0; i < MONTH_RUNS; i++) {
        ArenaMark mark = arena_mark(arena);
        AssessResult result;
        double start = seconds();
        if (!assess_run(&ctx, scheme, &input, &result))
            give_up(&ctx);
        double taken = seconds() - start;
        best = taken < best ? taken : best;
        arena_rewind(arena, mark);
    }
    printf("assess_month_42x13\t%.3f\tms\n", best * 1e3);
    arena_free(arena);
}

/* ---- a million scores ---------------------------------------------------------------------- */

/* The groups are made one by one: a scheme has at most SCHEME_GROUPS_MAX of them, so a run takes
 * that many at a time. */
#define GROUPS_A_RUN 25

static Str million_scheme(Arena *arena)
{
    Buf text = buf_create(arena, MIB);
    buf_add_c(&text, "scheme: bench\nname: 测速\nlegal_sources: [测速]\nfrom: 2023-01\n"
                     "table: t\nrounding: {mode: half_up, places: 2, at: total}\ngroups:\n");
    for (int i = 0; i < GROUPS_A_RUN; i++)
        buf_format(&text, "  - g%d\n", i);
    buf_add_c(&text, "inputs:\n");
    for (int i = 0; i < INDICATORS; i++)
        buf_format(&text, "  - {code: n%d, name: 数%d}\n", i, i);
    buf_add_c(&text, "items:\n");
    for (int i = 0; i < INDICATORS; i++) {
        buf_format(&text, "  - {code: i%d, name: 项%d, points: %d, formula: \"n%d", i, i, POINTS,
                   i);
        if (i < RATIOS)
            buf_format(&text, " / group_max(n%d) * %d", i, POINTS);
        buf_add_c(&text, "\"}\n");
    }
    buf_add_c(&text, "total: {code: total, name: 总分}\nranking: {by: total}\n"
                     "columns: [rank, subject, total]\n");
    return buf_str(&text);
}

static double run_engine(Ctx *ctx, const Scheme *scheme, const AssessInput *parts, Decimal *totals,
                         int64_t *ranks)
{
    AssessResult results[GROUPS / GROUPS_A_RUN];
    double start = seconds();
    for (size_t i = 0; i < ARRAY_LEN(results); i++) {
        if (!assess_run(ctx, scheme, &parts[i], &results[i]))
            give_up(ctx);
    }
    double taken = seconds() - start;
    size_t subjects = SUBJECTS / ARRAY_LEN(results);
    for (size_t s = 0; s < SUBJECTS; s++) {
        totals[s] = assess_total(&results[s / subjects], s % subjects).rounded;
        ranks[s] = assess_rank(&results[s / subjects], s % subjects).rank;
    }
    return taken;
}

static Fraction best_of_group(const Fraction *figures)
{
    Fraction best = figures[0];
    for (size_t s = 1; s < SUBJECTS_A_GROUP; s++) {
        if (fraction_compare(figures[s], best) > 0)
            best = figures[s];
    }
    return best;
}

static void must(bool done)
{
    if (!done)
        exit(EXIT_FAILURE);
}

/* figures: [indicator][subject] of one group. */
static void plain_group(Fraction (*figures)[SUBJECTS_A_GROUP], Decimal *totals, int64_t *ranks)
{
    const Fraction points = fraction_of_int(POINTS);
    Fraction sums[SUBJECTS_A_GROUP];
    RankEntry entries[SUBJECTS_A_GROUP];
    for (size_t s = 0; s < SUBJECTS_A_GROUP; s++)
        sums[s] = FRACTION_ZERO;
    for (size_t i = 0; i < INDICATORS; i++) {
        Fraction best = i < RATIOS ? best_of_group(figures[i]) : FRACTION_ONE;
        for (size_t s = 0; s < SUBJECTS_A_GROUP; s++) {
            Fraction value = figures[i][s];
            if (i < RATIOS)
                must(fraction_div(value, best, &value) && fraction_mul(value, points, &value));
            if (fraction_compare(value, FRACTION_ZERO) < 0)
                value = FRACTION_ZERO;
            if (fraction_compare(value, points) > 0)
                value = points;
            must(fraction_add(sums[s], value, &sums[s]));
        }
    }
    for (size_t s = 0; s < SUBJECTS_A_GROUP; s++) {
        must(fraction_round(sums[s], 2, ROUND_HALF_UP, &totals[s]));
        entries[s] = (RankEntry){
            .key = {totals[s].millionths, DECIMAL_ONE}, .order = (int64_t)s, .subject = s};
    }
    rank_entries(entries, SUBJECTS_A_GROUP, false);
    for (size_t s = 0; s < SUBJECTS_A_GROUP; s++)
        ranks[entries[s].subject] = entries[s].rank.rank;
}

static double run_plain(Fraction (*figures)[INDICATORS][SUBJECTS_A_GROUP], Decimal *totals,
                        int64_t *ranks)
{
    double start = seconds();
    for (size_t g = 0; g < GROUPS; g++)
        plain_group(figures[g], totals + g * SUBJECTS_A_GROUP, ranks + g * SUBJECTS_A_GROUP);
    return seconds() - start;
}

typedef struct Million {
    AssessInput parts[GROUPS / GROUPS_A_RUN];
    Fraction (*figures)[INDICATORS][SUBJECTS_A_GROUP];
    Decimal *engine_totals, *plain_totals;
    int64_t *engine_ranks, *plain_ranks;
} Million;

/* The same figures once as matrices for the engine, once as Fractions for the plain loop. */
static Million million_figures(Ctx *ctx, const Scheme *scheme)
{
    Million load = {.engine_totals = NEW(ctx->arena, Decimal, SUBJECTS),
                    .plain_totals = NEW(ctx->arena, Decimal, SUBJECTS),
                    .engine_ranks = NEW(ctx->arena, int64_t, SUBJECTS),
                    .plain_ranks = NEW(ctx->arena, int64_t, SUBJECTS)};
    load.figures = arena_alloc_array(ctx->arena, GROUPS, sizeof *load.figures, alignof(Fraction));
    size_t subjects = SUBJECTS / ARRAY_LEN(load.parts);
    for (size_t part = 0; part < ARRAY_LEN(load.parts); part++) {
        AssessInput input = random_figures(ctx, scheme, subjects, SUBJECTS_A_GROUP, 600);
        for (size_t i = 0; i < INDICATORS; i++) {
            for (size_t s = 0; s < subjects; s++) {
                size_t at = part * subjects + s;
                load.figures[at / SUBJECTS_A_GROUP][i][at % SUBJECTS_A_GROUP] =
                    fraction_of_decimal(input.values[i * subjects + s]);
            }
        }
        load.parts[part] = input;
    }
    return load;
}

static void bench_million(void)
{
    Arena *arena = arena_create(ARENA_MAX);
    Ctx ctx = {.arena = arena};
    const Scheme *scheme = load(&ctx, STR("bench"), million_scheme(arena));
    Million load = million_figures(&ctx, scheme);
    double engine = 1e9;
    double plain = 1e9;
    size_t bytes = 0;
    for (int i = 0; i < RUNS; i++) {
        ArenaMark mark = arena_mark(arena);
        double taken = run_engine(&ctx, scheme, load.parts, load.engine_totals, load.engine_ranks);
        bytes = arena_used(arena) - mark.total;
        engine = taken < engine ? taken : engine;
        arena_rewind(arena, mark);
        taken = run_plain(load.figures, load.plain_totals, load.plain_ranks);
        plain = taken < plain ? taken : plain;
    }
    for (size_t s = 0; s < SUBJECTS; s++)
        must(load.engine_totals[s].millionths == load.plain_totals[s].millionths &&
             load.engine_ranks[s] == load.plain_ranks[s]);
    printf("assess_million\t%.1f\tms\n", engine * 1e3);
    printf("assess_million_plain_loop\t%.1f\tms\n", plain * 1e3);
    printf("assess_million_ratio\t%.2f\ttimes the plain loop\n", engine / plain);
    printf("assess_million_result\t%.1f\tMB\n", (double)bytes / 1e6);
    arena_free(arena);
}

int main(int argc, char **argv)
{
    bench_month(argc > 1 ? argv[1] : "packs");
    bench_million();
    return EXIT_SUCCESS;
}
