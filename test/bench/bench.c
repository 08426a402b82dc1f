/*
 * bench.c - what the built program costs, beside the least that the same work can cost here.
 *
 * bench PROGRAM BARE_FOLDER WORK_FOLDER: the program, the folder of the bare programs and of
 * assess_bench, an empty folder to work in. Every number is measured in this run; a raw limit is a
 * program that does only the unavoidable part (bare_*.c, /bin/true, a plain loop). Times are the
 * best of several runs, because other work on the machine only ever adds. Nothing fails for being
 * slow: what misses its target is marked.
 */
#include "bench/measure.h"

#include <sys/stat.h>
#include <unistd.h>

#define PATH_BYTES_MAX 4096
#define RUNS 9
#define RUNS_OF_LONG 3
#define STARTS 9
#define LOAD_MS 2000
#define REST_US 300000 /* from the first answer to "at rest" */
#define UNITS 2000
#define KINDS 5
#define ROWS "10000"
#define PAPER_ROWS 100000 /* of the large table to check; it has 30 columns */
#define PAPER_MONTHS 12
#define PAPER_WRONG_ROW 77777
#define PAGES "8" /* of the demo month's bulletin */
#define PAGE_FONT "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc"

#define WORDS(...) ((const char *const[]){__VA_ARGS__, NULL})

static const char *program, *bare_folder, *work;

/* A path in a folder; lives as long as the program. */
static const char *in_folder(const char *folder, const char *name)
{
    char *path = malloc(PATH_BYTES_MAX);
    if (!path || snprintf(path, PATH_BYTES_MAX, "%s/%s", folder, name) >= PATH_BYTES_MAX)
        give_up("path too long: %s/%s", folder, name);
    return path;
}

/* ---- the table ------------------------------------------------------------------------------- */

typedef enum Better { LESS_IS_BETTER, MORE_IS_BETTER } Better;

typedef struct Measure {
    const char *what;
    const char *unit;
    Better better;
    double value;
    double cpu_ms; /* 0 = not told */
    double limit;  /* 0 = there is none */
    const char *limit_is;
    double target; /* 0 = there is none */
} Measure;

static void print_title(const char *title)
{
    printf("\n%-42s %12s %7s  %9s  %6s  %7s\n", title, "measured", "cpu ms", "raw limit", "ratio",
           "target");
}

static void print_measure(Measure measure)
{
    int places = measure.value < 100 ? 2 : 0;
    char cpu[32] = "", limit[32] = "", ratio[32] = "", target[32] = "";
    const char *verdict = "";
    if (measure.cpu_ms > 0)
        snprintf(cpu, sizeof cpu, "%.0f", measure.cpu_ms);
    if (measure.limit > 0) {
        snprintf(limit, sizeof limit, "%.*f", measure.limit < 100 ? 2 : 0, measure.limit);
        double times = measure.better == LESS_IS_BETTER ? measure.value / measure.limit
                                                        : measure.limit / measure.value;
        snprintf(ratio, sizeof ratio, "%.1f", times);
    }
    if (measure.target > 0) {
        snprintf(target, sizeof target, "< %.0f", measure.target);
        verdict = measure.value < measure.target ? "ok" : "OVER";
    }
    printf("%-42s %9.*f %-2s %7s  %9s  %6s  %7s  %-4s  %s\n", measure.what, places, measure.value,
           measure.unit, cpu, limit, ratio, target, verdict,
           measure.limit > 0 ? measure.limit_is : "");
    fflush(stdout);
}

/* ---- the engine ------------------------------------------------------------------------------ */

/* The value of a line "name TAB value TAB unit" that assess_bench printed. */
static double value_named(const char *text, const char *name)
{
    size_t len = strlen(name);
    for (const char *line = text; line; line = strchr(line, '\n')) {
        line += *line == '\n';
        if (strncmp(line, name, len) == 0 && line[len] == '\t')
            return strtod(line + len + 1, NULL);
    }
    give_up("assess_bench does not tell %s", name);
}

static void bench_engine(void)
{
    const char *out = in_folder(work, "assess.tsv");
    char text[4096];
    if (process_run(WORDS(in_folder(bare_folder, "assess_bench")), out).exit_code != 0)
        give_up("assess_bench failed");
    FILE *file = fopen(out, "re");
    size_t len = file ? fread(text, 1, sizeof text - 1, file) : 0;
    text[len] = '\0';
    if (file)
        fclose(file);
    print_title("Engine, inside the process");
    print_measure((Measure){.what = "a month: 42 subjects x 13 indicators",
                            .unit = "ms",
                            .value = value_named(text, "assess_month_42x13"),
                            .target = 5});
    print_measure((Measure){.what = "a million scores, explanation available",
                            .unit = "ms",
                            .value = value_named(text, "assess_million"),
                            .limit = value_named(text, "assess_million_plain_loop"),
                            .limit_is = "plain loop over the same Fractions"});
    print_measure((Measure){.what = "  memory for their explanation",
                            .unit = "MB",
                            .value = value_named(text, "assess_million_result")});
}

/* ---- verbs ----------------------------------------------------------------------------------- */

static void bench_verb(const char *what, const char *const *arguments, double bare_ms)
{
    ProcessCost cost = process_best(arguments, RUNS);
    print_measure((Measure){.what = what,
                            .unit = "ms",
                            .value = cost.ms,
                            .cpu_ms = cost.cpu_ms,
                            .limit = bare_ms,
                            .limit_is = "/bin/true",
                            .target = 50});
}

/* Reads a verb of one or two words from a line of the overview; false when it is another line. */
static bool read_verb(char *line, char **ret_one, char **ret_two)
{
    if (strncmp(line, "  ", 2) != 0 || line[2] < 'a' || line[2] > 'z')
        return false;
    *ret_one = line + 2;
    *ret_two = NULL;
    char *end = *ret_one + strspn(*ret_one, "abcdefghijklmnopqrstuvwxyz");
    size_t more = *end == ' ' ? strspn(end + 1, "abcdefghijklmnopqrstuvwxyz") : 0;
    if (more) {
        *ret_two = end + 1;
        (*ret_two)[more] = '\0';
    }
    *end = '\0';
    return true;
}

/* The slowest --help among all verbs that the overview names. */
static void bench_helps(double bare_ms)
{
    const char *overview = in_folder(work, "overview");
    process_run(WORDS(program, "--help"), overview);
    FILE *file = fopen(overview, "re");
    double slowest = 0;
    int count = 0;
    char line[512], *one, *two, what[64];
    while (file && fgets(line, sizeof line, file)) {
        if (!read_verb(line, &one, &two))
            continue;
        const char *const *arguments =
            two ? WORDS(program, one, two, "--help") : WORDS(program, one, "--help");
        double ms = process_best(arguments, RUNS_OF_LONG).ms;
        slowest = ms > slowest ? ms : slowest;
        count++;
    }
    if (file)
        fclose(file);
    snprintf(what, sizeof what, "VERB --help, the slowest of %d", count);
    print_measure((Measure){.what = what,
                            .unit = "ms",
                            .value = slowest,
                            .limit = bare_ms,
                            .limit_is = "/bin/true",
                            .target = 50});
}

static void bench_verbs(void)
{
    print_title("Verbs that only print, a process each");
    double bare = process_best(WORDS("/bin/true"), RUNS).ms;
    bench_verb("version", WORDS(program, "version"), bare);
    bench_verb("--help", WORDS(program, "--help"), bare);
    bench_helps(bare);
    bench_verb("months list", WORDS(program, "months", "list"), bare);
    bench_verb("units list", WORDS(program, "units", "list"), bare);
    bench_verb("imports list", WORDS(program, "imports", "list"), bare);
    bench_verb("versions", WORDS(program, "versions", "2023-01"), bare);
    bench_verb("doctor", WORDS(program, "doctor"), bare);
    bench_verb("assess --scheme hotline",
               WORDS(program, "assess", "2023-02", "--scheme", "hotline"), bare);
    bench_verb("assess --scheme rating", WORDS(program, "assess", "2023-02", "--scheme", "rating"),
               bare);
    bench_verb("explain one unit",
               WORDS(program, "explain", "2023-02", "--scheme", "hotline", "--unit", "赤岗街"),
               bare);
}

/* ---- the bulletin ---------------------------------------------------------------------------- */

static void bench_bulletin(void)
{
    const char *out = in_folder(work, "out");
    ProcessCost bare = {0};
    print_title("Bulletin of a month, a process each");
    if (access(PAGE_FONT, R_OK) == 0)
        bare = process_best(WORDS(in_folder(bare_folder, "bare_pages"), PAGE_FONT, PAGES,
                                  in_folder(work, "bare.pdf")),
                            RUNS);
    ProcessCost all = process_best(WORDS(program, "bulletin", "2023-02", "--out", out), RUNS);
    print_measure((Measure){.what = "four formats",
                            .unit = "ms",
                            .value = all.ms,
                            .cpu_ms = all.cpu_ms,
                            .limit = bare.ms,
                            .limit_is = "a PDF of " PAGES " plain pages, FreeType and Cairo only",
                            .target = 2000});
    print_measure((Measure){.what = "  peak memory",
                            .unit = "MB",
                            .value = all.peak_mb,
                            .limit = bare.peak_mb,
                            .limit_is = "the same: most are the fonts' pages, mapped"});
    static const char *const formats[] = {"html", "docx", "xlsx", "pdf"};
    for (size_t i = 0; i < ARRAY_LEN(formats); i++) {
        char what[32];
        snprintf(what, sizeof what, "  %s alone", formats[i]);
        ProcessCost cost = process_best(
            WORDS(program, "bulletin", "2023-02", "--out", out, "--format", formats[i]),
            RUNS_OF_LONG);
        print_measure(
            (Measure){.what = what, .unit = "ms", .value = cost.ms, .cpu_ms = cost.cpu_ms});
    }
}

/* ---- the server ------------------------------------------------------------------------------ */

/* The best start of several, and the memory of the last server. */
static Served best_start(const char *const *arguments, const char *token, double *ret_ms,
                         double *ret_memory)
{
    Served served;
    *ret_ms = 1e12;
    for (int i = 0; i < STARTS; i++) {
        if (i > 0)
            serve_stop(&served);
        served = serve_start(arguments, "/api/months", token);
        *ret_ms = served.first_answer_ms < *ret_ms ? served.first_answer_ms : *ret_ms;
    }
    usleep(REST_US);
    *ret_memory = serve_memory_mb(&served);
    return served;
}

static void bench_load(const Served *served, const Served *bare, const char *what, const char *path)
{
    print_measure((Measure){.what = what,
                            .unit = "/s",
                            .better = MORE_IS_BETTER,
                            .value = serve_load(served, path, LOAD_MS),
                            .limit = serve_load(bare, path, LOAD_MS),
                            .limit_is = "bare libmicrohttpd and SQLite"});
}

/* What the server's requests come with. */
static const char *make_token(void)
{
    const char *out = in_folder(work, "token");
    static char token[128];
    if (process_run(WORDS(program, "token", "create", "--user", "admin", "--scope", "all"), out)
            .exit_code != 0)
        give_up("no token");
    FILE *file = fopen(out, "re");
    if (!file || !fgets(token, sizeof token, file))
        give_up("no token in %s", out);
    fclose(file);
    token[strcspn(token, "\n")] = '\0';
    return token;
}

static void bench_server(const char *database)
{
    double ms, memory, bare_ms, bare_memory;
    print_title("Server");
    Served bare = best_start(WORDS(in_folder(bare_folder, "bare_server"), database),
                             /* token= */ NULL, &bare_ms, &bare_memory);
    Served served =
        best_start(WORDS(program, "serve", "--listen", "127.0.0.1:0"), make_token(), &ms, &memory);
    print_measure((Measure){.what = "start to first 200 (GET /api/months)",
                            .unit = "ms",
                            .value = ms,
                            .limit = bare_ms,
                            .limit_is = "bare libmicrohttpd and SQLite",
                            .target = 100});
    print_measure((Measure){.what = "memory at rest (resident)",
                            .unit = "MB",
                            .value = memory,
                            .limit = bare_memory,
                            .limit_is = "bare libmicrohttpd and SQLite",
                            .target = 40});
    bench_load(&served, &bare, "GET /api/months, 8 connections", "/api/months");
    bench_load(&served, &bare, "GET / (a page from the program)", "/");
    print_measure((Measure){
        .what = "  memory after the load", .unit = "MB", .value = serve_memory_mb(&served)});
    serve_stop(&served);
    serve_stop(&bare);
}

/* ---- import ---------------------------------------------------------------------------------- */

static void write_files(const char *units, const char *rows)
{
    FILE *file = fopen(units, "we"), *low = fopen(rows, "we");
    if (!file || !low)
        give_up("cannot write %s", units);
    fputs("unit,kind\n", file);
    fputs("unit,kind,count\n", low);
    for (int unit = 0; unit < UNITS; unit++) {
        fprintf(file, "单位%d,street\n", unit);
        for (int kind = 0; kind < KINDS; kind++)
            fprintf(low, "单位%d,情形%d,%d\n", unit, kind, (unit * 7 + kind) % 99 + 1);
    }
    if (fclose(file) != 0 || fclose(low) != 0)
        give_up("cannot write %s", units);
}

static ProcessCost import_once(const char *units, const char *rows)
{
    const char *data = in_folder(work, "large");
    process_best(WORDS("rm", "-rf", data), 1);
    process_best(WORDS(program, "init", "--data", data), 1);
    process_best(WORDS(program, "units", "import", units, "--data", data), 1);
    return process_best(
        WORDS(program, "import", "low-efficiency", rows, "--period", "2023-02", "--data", data), 1);
}

static void bench_import(void)
{
    const char *units = in_folder(work, "units.csv"), *rows = in_folder(work, "rows.csv");
    const char *bare_db = in_folder(work, "bare.db");
    ProcessCost best = {.ms = 1e12};
    double bare = 1e12;
    write_files(units, rows);
    for (int i = 0; i < RUNS_OF_LONG; i++) {
        ProcessCost cost = import_once(units, rows);
        best = cost.ms < best.ms ? cost : best;
        unlink(bare_db);
        double ms = process_best(WORDS(in_folder(bare_folder, "bare_rows"), bare_db, ROWS), 1).ms;
        bare = ms < bare ? ms : bare;
    }
    print_title("Import");
    print_measure((Measure){.what = "a CSV file of " ROWS " rows (units known)",
                            .unit = "ms",
                            .value = best.ms,
                            .cpu_ms = best.cpu_ms,
                            .limit = bare,
                            .limit_is = "the same rows inserted by bare SQLite"});
    print_measure((Measure){.what = "  peak memory", .unit = "MB", .value = best.peak_mb});
}

/* ---- a paper to check ------------------------------------------------------------------------ */

/* The figures of a row, in the order of the heads after rank and name. */
enum {
    PAPER_YEAR = PAPER_MONTHS, /* the sum of the months */
    PAPER_DONE,                /* and its share of the year */
    PAPER_DONE_PERCENT,
    PAPER_BEFORE, /* last year, the difference to this year and its share of last year */
    PAPER_MORE,
    PAPER_CHANGE_PERCENT,
    PAPER_KINDS, /* five kinds that make up the year */
    PAPER_ONLINE = PAPER_KINDS + 5,
    PAPER_ONLINE_PERCENT,
    PAPER_ASKED,
    PAPER_CONTENT,
    PAPER_CONTENT_PERCENT,
    PAPER_FIGURES, /* 28 */
};

/* part / whole in hundredths of a percent, half up. */
static long percent_of(long part, long whole)
{
    long twice = (part < 0 ? -part : part) * 20000 + whole;
    return (part < 0 ? -1 : 1) * (twice / (2 * whole));
}

static void fill_rates(long *figures)
{
    figures[PAPER_MORE] = figures[PAPER_YEAR] - figures[PAPER_BEFORE];
    figures[PAPER_DONE_PERCENT] = percent_of(figures[PAPER_DONE], figures[PAPER_YEAR]);
    figures[PAPER_CHANGE_PERCENT] = percent_of(figures[PAPER_MORE], figures[PAPER_BEFORE]);
    figures[PAPER_ONLINE_PERCENT] = percent_of(figures[PAPER_ONLINE], figures[PAPER_YEAR]);
    figures[PAPER_CONTENT_PERCENT] = percent_of(figures[PAPER_CONTENT], figures[PAPER_ASKED]);
}

/* The year falls from row to row, so that the rank is the row. */
static void fill_figures(long *figures, int row)
{
    unsigned random = (unsigned)row * 2654435761U + 1;
    long year = 24000 + PAPER_ROWS - row, months = year, kinds = year;
#define RANDOM_BELOW(limit) ((long)((random = random * 1664525U + 1013904223U) >> 8) % (limit))
    for (int i = 0; i < PAPER_MONTHS - 1; i++)
        months -= figures[i] = RANDOM_BELOW(year / PAPER_MONTHS);
    figures[PAPER_MONTHS - 1] = months;
    for (int i = 0; i < 4; i++)
        kinds -= figures[PAPER_KINDS + i] = RANDOM_BELOW(year / 5);
    figures[PAPER_KINDS + 4] = kinds;
    figures[PAPER_YEAR] = year;
    figures[PAPER_DONE] = year - RANDOM_BELOW(year / 8);
    figures[PAPER_BEFORE] = 20000 + RANDOM_BELOW(90000);
    figures[PAPER_ONLINE] = RANDOM_BELOW(year);
    figures[PAPER_ASKED] = 100 + RANDOM_BELOW(9000);
    figures[PAPER_CONTENT] = figures[PAPER_ASKED] - RANDOM_BELOW(90);
#undef RANDOM_BELOW
    fill_rates(figures);
}

static void write_figures(FILE *file, const long *figures)
{
    for (int i = 0; i < PAPER_FIGURES; i++) {
        bool percent = i == PAPER_DONE_PERCENT || i == PAPER_CHANGE_PERCENT ||
                       i == PAPER_ONLINE_PERCENT || i == PAPER_CONTENT_PERCENT;
        long value = figures[i] < 0 ? -figures[i] : figures[i];
        const char *sign = figures[i] < 0 ? "-" : "";
        if (percent)
            fprintf(file, ",%s%ld.%02ld%%", sign, value / 100, value % 100);
        else
            fprintf(file, ",%s%ld", sign, value);
    }
    fputc('\n', file);
}

/* A true table with its total row, but for one month of one row. */
static void write_paper(const char *path)
{
    FILE *file = fopen(path, "we");
    long figures[PAPER_FIGURES], totals[PAPER_FIGURES] = {0};
    if (!file)
        give_up("cannot write %s", path);
    fputs("排名,单位", file);
    for (int month = 1; month <= PAPER_MONTHS; month++)
        fprintf(file, ",%d月", month);
    fputs(",全年合计,按时办结,按时办结率,上年,增减,同比,咨询,求助,投诉,举报,建议,网办量,网办率,"
          "回访数,满意数,满意率\n",
          file);
    for (int row = 1; row <= PAPER_ROWS; row++) {
        fill_figures(figures, row);
        for (int i = 0; i < PAPER_FIGURES; i++)
            totals[i] += figures[i];
        figures[2] += row == PAPER_WRONG_ROW ? 700 : 0;
        fprintf(file, "%d,单位%d", row, row);
        write_figures(file, figures);
    }
    fill_rates(totals);
    fputs(",合计", file);
    write_figures(file, totals);
    if (fclose(file) != 0)
        give_up("cannot write %s", path);
}

static void bench_check(void)
{
    const char *paper = in_folder(work, "paper.csv");
    ProcessCost best = {.ms = 1e12};
    write_paper(paper);
    for (int i = 0; i < RUNS_OF_LONG; i++) {
        ProcessCost cost = process_run(WORDS(program, "check", paper, "--json"), NULL);
        if (cost.exit_code != 3) /* the slip is found */
            give_up("check %s: exit code %d", paper, cost.exit_code);
        best = cost.ms < best.ms ? cost : best;
    }
    ProcessCost bare = process_best(WORDS(in_folder(bare_folder, "bare_cells"), paper), RUNS);
    print_title("Check of a paper");
    print_measure((Measure){.what = "a CSV table of 100000 rows x 30 columns",
                            .unit = "ms",
                            .value = best.ms,
                            .cpu_ms = best.cpu_ms,
                            .limit = bare.ms,
                            .limit_is = "the same cells split and read as numbers, once",
                            .target = 10000});
    print_measure((Measure){.what = "  peak memory",
                            .unit = "MB",
                            .value = best.peak_mb,
                            .limit = bare.peak_mb,
                            .limit_is = "the same: the file and a number a cell",
                            .target = 500});
}

int main(int argc, char **argv)
{
    if (argc != 4)
        give_up("usage: bench PROGRAM BARE_FOLDER WORK_FOLDER");
    program = argv[1], bare_folder = argv[2], work = argv[3];
    const char *data = in_folder(work, "data");
    setenv("TONGBAN_DATA", data, 1);
    unsetenv("TONGBAN_DB");
    process_best(WORDS(program, "init", "--demo", "--scale", "0"), 1);
    struct stat file;
    if (stat(program, &file) != 0)
        give_up("no program %s", program);
    print_title("Size");
    print_measure((Measure){
        .what = "the program with symbols", .unit = "MB", .value = (double)file.st_size / 1e6});
    bench_engine();
    bench_verbs();
    bench_bulletin();
    bench_server(in_folder(data, "tongban.db"));
    bench_import();
    bench_check();
    return EXIT_SUCCESS;
}
