/* Whole verbs with every so-many-th allocation refused: the work is given up, and nothing is left
 * behind, neither memory nor an open transaction nor half of what was to be stored. */
#include "face/cli/verbs.h"

#include "face/cli/arguments.h"
#include "kit/kit_database.h"
#include "kit/kit_files.h"
#include "port/files.h"
#include "port/packs.h"

/* The first allocations are refused one by one, later ones in growing steps. */
#define DENSE 40
#define OUT_BYTES_MAX (4 * MIB)

static const char units[] = "unit,kind\n赤岗街,street\n海幢街,street\n区财政局,department\n";
static const char figures[] = "unit,on_time,pass,quality,efficiency\n"
                              "赤岗街,15,19.5,1,-1\n海幢街,14,18,,0\n区财政局,13,17,2,0\n";

/* What the verbs of a test share; `other` is a second connection, which sees a lock left held. */
typedef struct Office {
    Ctx *ctx;
    Ctx other;
    const char *folder;
} Office;

static void say_nothing(Console *console, Str text)
{
    (void)console, (void)text;
}

static void show_nothing(Console *console, Str what, int64_t done, int64_t total)
{
    (void)console, (void)what, (void)done, (void)total;
}

/* Runs a line such as "units|list"; no memory of it stays. */
static bool run_line(Ctx *ctx, Str line)
{
    Words words = {0};
    Str rest = line, part;
    while (str_split(&rest, '|', &part))
        *LIST_ADD(ctx->arena, &words) = part;
    const Command *verb;
    size_t used;
    if (!verb_find(ctx, words.at, words.count, &verb, &used))
        return false;
    Words after = {.at = words.at + used, .count = words.count - used};
    void *in = arena_alloc(ctx->arena, verb->input ? verb->input->size : 1, alignof(max_align_t));
    Buf out = buf_create(ctx->arena, OUT_BYTES_MAX);
    Console console = {.out = &out, .talk = say_nothing, .progress = show_nothing};
    return arguments_bind(ctx, verb, &after, in) && verb->run(ctx, in, &console);
}

typedef enum Outcome { DONE, FAILED, ABANDONED } Outcome;

/* Runs the line in an arena of its own; 0 refuses nothing. */
static Outcome try_line(const Office *office, Str line, size_t refused, FailCode *ret_code)
{
    Arena *arena = arena_create(KIT_ARENA_BYTES);
    Ctx ctx = *office->ctx;
    ctx.arena = arena;
    ctx.fail = (Fail){0};
    Outcome outcome = ABANDONED;
    ArenaGuard guard;
    if (!arena_guard(arena, &guard)) {
        arena_refuse_nth(arena, refused);
        bool done = run_line(&ctx, line);
        arena_guard_pop(arena);
        *ret_code = ctx.fail.code;
        outcome = done ? DONE : FAILED;
    }
    arena_free(arena);
    return outcome;
}

/* Another may write: the transaction has ended. */
static void assert_unlocked(Office *office)
{
    assert_ok(&office->other, db_begin(&office->other));
    db_rollback(&office->other);
}

/* '@' stands for the folder of the test. */
static Str line_of(const Office *office, const char *text)
{
    Str line = str_of(text);
    size_t at = str_find_byte(line, '@');
    if (at == STR_NONE)
        return line;
    return str_format(office->ctx->arena, "%.*s%s%.*s", STRF(str_slice(line, 0, at)),
                      office->folder, STRF(str_after(line, at + 1)));
}

static void must(const Office *office, const char *text)
{
    FailCode code = FAIL_NONE;
    if (try_line(office, line_of(office, text), /* refused= */ 0, &code) != DONE)
        fail_msg("%s failed with code %d", text, (int)code);
}

/* Refuses one allocation after another until the line is done in spite of it. `repeated` is how
 * the verb refuses to be done twice: it may be abandoned after its commit. */
static void refuse_all(Office *office, const char *text, FailCode repeated)
{
    Str line = line_of(office, text);
    size_t abandoned = 0;
    for (size_t n = 1;; n += n < DENSE ? 1 : n / 16) {
        FailCode code = FAIL_NONE;
        Outcome outcome = try_line(office, line, n, &code);
        assert_unlocked(office);
        if (outcome == DONE || (outcome == FAILED && code == repeated && repeated != FAIL_NONE))
            break;
        if (outcome == FAILED && code != FAIL_TOO_LARGE)
            fail_msg("%s, refused at %zu, failed with code %d", text, n, (int)code);
        abandoned++;
    }
    assert_true(abandoned > 0);
}

static Office open_office(Ctx *ctx)
{
    Packs *packs;
    Office office = {.ctx = ctx, .folder = kit_folder(ctx)};
    KitDatabase *database = kit_database_open(ctx, KIT_SQLITE_FILE, &db_catalogue);
    assert_ok(ctx, db_migrate(ctx, ctx->db));
    assert_ok(ctx, packs_open(ctx, STR(""), &packs));
    ctx->packs = packs;
    office.other = (Ctx){.arena = ctx->arena, .clock = ctx->clock};
    assert_ok(&office.other,
              db_open(&office.other, database->address, &db_catalogue, &office.other.db));
    Str folder = str_of(office.folder);
    assert_ok(ctx, file_write(ctx, path_join(ctx->arena, folder, STR("units.csv")), str_of(units)));
    assert_ok(ctx,
              file_write(ctx, path_join(ctx->arena, folder, STR("figures.csv")), str_of(figures)));
    return office;
}

#define UNITS_IMPORT "units|import|@/units.csv"
#define FIGURES_IMPORT "import|hotline-items|@/figures.csv|--period|2023-02"

static Office open_month(Ctx *ctx)
{
    Office office = open_office(ctx);
    must(&office, UNITS_IMPORT);
    must(&office, FIGURES_IMPORT);
    return office;
}

static void units_come_in_whole(void **state)
{
    Office office = open_office(*state);
    refuse_all(&office, UNITS_IMPORT, FAIL_NONE);
    must(&office, FIGURES_IMPORT);
}

static void figures_come_in_whole(void **state)
{
    Office office = open_office(*state);
    must(&office, UNITS_IMPORT);
    refuse_all(&office, FIGURES_IMPORT, FAIL_NONE);
    must(&office, "assess|2023-02|--scheme|hotline");
}

static void an_import_is_undone_whole(void **state)
{
    Office office = open_month(*state);
    refuse_all(&office, "imports|undo|1", FAIL_STATE);
    must(&office, FIGURES_IMPORT);
}

static void a_month_is_frozen_whole(void **state)
{
    Office office = open_month(*state);
    refuse_all(&office, "freeze|2023-02", FAIL_STATE);
    refuse_all(&office, "reopen|2023-02|--reason|更正", FAIL_STATE);
    refuse_all(&office, "versions|2023-02", FAIL_NONE);
}

static void scores_are_computed_and_explained(void **state)
{
    Office office = open_month(*state);
    refuse_all(&office, "assess|2023-02|--scheme|hotline", FAIL_NONE);
    refuse_all(&office, "assess|2023-02|--scheme|hotline|--format|json", FAIL_NONE);
    refuse_all(&office, "explain|2023-02|--scheme|hotline|--unit|赤岗街", FAIL_NONE);
    refuse_all(&office, "explain|2023-02|--scheme|hotline|--unit|赤岗街|--json", FAIL_NONE);
}

static void lists_are_printed(void **state)
{
    Office office = open_month(*state);
    refuse_all(&office, "months|list", FAIL_NONE);
    refuse_all(&office, "units|list", FAIL_NONE);
    refuse_all(&office, "imports|list", FAIL_NONE);
    refuse_all(&office, "template|hotline-items|--out|@/template.xlsx", FAIL_NONE);
}

static void documents_are_written_whole(void **state)
{
    Office office = open_month(*state);
    refuse_all(&office, "bulletin|2023-02|--out|@|--format|html", FAIL_NONE);
    refuse_all(&office, "bulletin|2023-02|--out|@|--format|docx", FAIL_NONE);
    refuse_all(&office, "bulletin|2023-02|--out|@|--format|xlsx", FAIL_NONE);
    refuse_all(&office, "bulletin|2023-02|--out|@|--format|pdf", FAIL_NONE);
    FileNames names;
    assert_ok(office.ctx, file_list(office.ctx, str_of(office.folder), &names));
    LIST_EACH (Str, name, &names)
        if (str_ends(*name, STR(".tmp")))
            fail_msg("left behind: %.*s", STRF(*name));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(units_come_in_whole),
        KIT_TEST(figures_come_in_whole),
        KIT_TEST(an_import_is_undone_whole),
        KIT_TEST(a_month_is_frozen_whole),
        KIT_TEST(scores_are_computed_and_explained),
        KIT_TEST(lists_are_printed),
        KIT_TEST(documents_are_written_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
