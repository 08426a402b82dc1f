/*
 * A thousand random manipulations of the chain on each database: every one is found, and the
 * untouched chain between them never reported.
 *
 * A manipulation is done on the chain in memory, by one who knows how the hashes are made but has
 * not the key of the head; the result takes the place of the table, is verified, and rolled back.
 */
#include "engine/access/audit_chain.h"
#include "engine/access/audit_head.h"
#include "kit/kit_database.h"
#include "sql_ids.h"

#define MANIPULATIONS 1000
#define TRIALS_PER_CHAIN 40
#define CHAIN_GROWTH_MAX 4

LIST_OF(AuditRow, AuditRowList);

/* ---- a catalogue of the test's own: no statement of the product can do this ------------------ */

enum { DELETE_ALL, TAIL_SET, TAIL_DELETE, TAMPER_COUNT };
static const char *const no_binds[] = {NULL};
static const char *const tail_binds[] = {"number", "hash", NULL};
static const DbStatement tampering[TAMPER_COUNT] = {
    [DELETE_ALL] = {.name = "tamper_delete_all",
                    .sqlite = "DELETE FROM audit_entry",
                    .postgresql = "DELETE FROM audit_entry",
                    .binds = no_binds,
                    .source = "audit_tamper_test.c"},
    [TAIL_SET] = {.name = "tamper_tail_set",
                  .sqlite = "UPDATE audit_tail SET number = :number, hash = :hash",
                  .postgresql = "UPDATE audit_tail SET number = $1, hash = $2",
                  .binds = tail_binds,
                  .source = "audit_tamper_test.c"},
    [TAIL_DELETE] = {.name = "tamper_tail_delete",
                     .sqlite = "DELETE FROM audit_tail",
                     .postgresql = "DELETE FROM audit_tail",
                     .binds = no_binds,
                     .source = "audit_tamper_test.c"},
};

static int tamper_id(int statement)
{
    return (int)db_catalogue.statement_count + statement;
}

static const DbCatalogue *catalogue_with_tampering(Ctx *ctx)
{
    size_t own = db_catalogue.statement_count;
    DbStatement *all = NEW(ctx->arena, DbStatement, own + TAMPER_COUNT);
    memcpy(all, db_catalogue.statements, own * sizeof *all);
    memcpy(all + own, tampering, sizeof tampering);
    DbCatalogue *catalogue = NEW(ctx->arena, DbCatalogue, 1);
    *catalogue = db_catalogue;
    catalogue->statements = all;
    catalogue->statement_count = own + TAMPER_COUNT;
    return catalogue;
}

/* ---- chance, the same in every run ----------------------------------------------------------- */

typedef struct Chance {
    uint64_t state;
} Chance;

/* splitmix64 (Steele, Lea, Flood 2014). */
static uint64_t chance_next(Chance *chance)
{
    uint64_t z = (chance->state += 0x9e3779b97f4a7c15ULL);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
}

/* 0 to count - 1. */
static size_t chance_of(Chance *chance, size_t count)
{
    return (size_t)(chance_next(chance) % count);
}

static bool chance_half(Chance *chance)
{
    return chance_next(chance) & 1;
}

static Str chance_text(Arena *arena, Chance *chance)
{
    static const char *const words[] = {"冻结2023-02", "", "改了电话", "x", "一", "=1:\n", "'--"};
    return str_format(arena, "%s%llu", words[chance_of(chance, ARRAY_LEN(words))],
                      (unsigned long long)chance_next(chance) % 100000);
}

/* ---- the chain --------------------------------------------------------------------------------
 */

static void note_some(Ctx *ctx, Chance *chance, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        AuditChangeList changes = {0};
        for (size_t c = chance_of(chance, 3); c > 0; c--)
            *LIST_ADD(ctx->arena, &changes) =
                (AuditChange){.field = STR("phone"),
                              .label = STR("电话"),
                              .before = chance_text(ctx->arena, chance),
                              .after = chance_text(ctx->arena, chance)};
        assert_ok(ctx, audit_note(ctx, &(AuditNote){.action = "account.change",
                                                    .object = "account",
                                                    .key = (int64_t)chance_of(chance, 9),
                                                    .title = chance_text(ctx->arena, chance),
                                                    .why = chance_text(ctx->arena, chance),
                                                    .refused = chance_half(chance),
                                                    .changes = changes}));
    }
}

static bool add_row(Ctx *ctx, void *row, void *self)
{
    *LIST_ADD(ctx->arena, (AuditRowList *)self) = *(const AuditRow *)row;
    return true;
}

static AuditRowList load(Ctx *ctx)
{
    AuditRowList rows = {0};
    AuditRow row;
    assert_ok(ctx, db_each(ctx, SQL_AUDIT_CHAIN,
                           BINDS({"after", bind_int(INT64_MIN)}, {"rows", bind_int(1000000)}),
                           &audit_row_shape, &row, add_row, &rows));
    return rows;
}

static void store_row(Ctx *ctx, const AuditRow *row)
{
    assert_ok(ctx,
              db_run(ctx, SQL_AUDIT_APPEND,
                     BINDS({"number", bind(row->number)}, {"made_at", bind(row->made_at)},
                           {"account_id", bind(row->account_id)}, {"actor", bind(row->actor)},
                           {"post_id", bind(row->post_id)}, {"unit_id", bind(row->unit_id)},
                           {"address", bind(row->address)}, {"action", bind(row->action)},
                           {"object", bind(row->object)}, {"object_key", bind(row->object_key)},
                           {"title", bind(row->title)}, {"why", bind(row->why)},
                           {"refused", bind(row->refused)}, {"facts", bind(row->facts)},
                           {"changes", bind(row->changes)}, {"hash", bind(row->hash)}),
                     NULL));
}

/* ---- manipulations ----------------------------------------------------------------------------
 */

/* What somebody made of the chain. */
typedef struct Forgery {
    AuditRowList rows;
    AuditTail tail;
    bool tail_gone;
    bool recomputed; /* the hashes from `first` on fit again */
    bool as_it_is;   /* may not be recomputed: that would mend it, or go on beyond the head */
    int64_t first;   /* number of the first entry that is not what it was */
    const char *kind;
} Forgery;

/* Fits the hashes from that entry on, and the tail. */
static void recompute(Ctx *ctx, Forgery *forgery, size_t from)
{
    AuditRowList *rows = &forgery->rows;
    for (size_t i = from; i < rows->count; i++) {
        rows->at[i].number = (int64_t)i + 1;
        assert_ok(ctx, audit_row_hash(ctx, i ? rows->at[i - 1].hash : AUDIT_HASH_NONE, &rows->at[i],
                                      &rows->at[i].hash));
    }
    forgery->recomputed = true;
    forgery->tail = (AuditTail){
        .number = (int64_t)rows->count,
        .hash = rows->count ? rows->at[rows->count - 1].hash : AUDIT_HASH_NONE,
    };
}

/* A text that is another one, in one of the ways people would try. */
static Str forge_text(Arena *arena, Chance *chance, Str text)
{
    if (text.len && chance_half(chance)) {
        if (chance_half(chance))
            return (Str){0};
        /* A byte of ASCII for another: the text stays UTF-8. */
        char *bytes = arena_copy(arena, text.at, text.len);
        size_t at = chance_of(chance, text.len);
        if ((unsigned char)bytes[at] < 0x80) {
            bytes[at] = bytes[at] == '0' ? '1' : '0';
            return str_from(bytes, text.len);
        }
    }
    return str_format(arena, "%.*s%llu", STRF(text), (unsigned long long)chance_next(chance) % 10);
}

/* The end of one column becomes the beginning of the next: their texts together stay the same. */
static bool move_between_columns(Arena *arena, AuditRow *row)
{
    if (str_empty(row->title) || (unsigned char)row->title.at[row->title.len - 1] >= 0x80)
        return false;
    Str moved = str_after(row->title, row->title.len - 1);
    row->why = str_format(arena, "%.*s%.*s", STRF(moved), STRF(row->why));
    row->title = str_slice(row->title, 0, row->title.len - 1);
    return true;
}

static void edit(Ctx *ctx, Chance *chance, Forgery *forgery)
{
    size_t at = chance_of(chance, forgery->rows.count);
    AuditRow *row = &forgery->rows.at[at];
    forgery->kind = "edit";
    forgery->first = row->number;
    size_t column = chance_of(chance, audit_row_shape.count + 1);
    if (column == audit_row_shape.count && move_between_columns(ctx->arena, row))
        return;
    const Field *field = &audit_row_shape.fields[column % audit_row_shape.count];
    void *member = (char *)row + field->offset;
    forgery->as_it_is = member == &row->number || member == &row->hash;
    if (field->kind == FIELD_STR)
        *(Str *)member = forge_text(ctx->arena, chance, *(Str *)member);
    else if (member == &row->refused)
        row->refused = !row->refused;
    else if (member == &row->number)
        row->number += (int64_t)forgery->rows.count + 1; /* else it is another entry's */
    else
        *(int64_t *)member += chance_half(chance) ? 1 : -1000;
}

static void delete_some(Ctx *ctx, Chance *chance, Forgery *forgery)
{
    AuditRowList *rows = &forgery->rows;
    size_t at = chance_of(chance, rows->count);
    size_t count = 1 + chance_of(chance, rows->count - at < 3 ? rows->count - at : 3);
    (void)ctx;
    forgery->kind = "delete";
    forgery->first = (int64_t)at + 1;
    memmove(&rows->at[at], &rows->at[at + count], (rows->count - at - count) * sizeof *rows->at);
    rows->count -= count;
}

static void insert(Ctx *ctx, Chance *chance, Forgery *forgery)
{
    AuditRowList *rows = &forgery->rows;
    size_t at = chance_of(chance, rows->count + 1);
    AuditRow made = rows->at[chance_of(chance, rows->count)];
    made.title = chance_text(ctx->arena, chance);
    forgery->kind = "insert";
    forgery->first = (int64_t)at + 1;
    forgery->as_it_is = at == rows->count;
    (void)LIST_ADD(ctx->arena, rows);
    memmove(&rows->at[at + 1], &rows->at[at], (rows->count - at - 1) * sizeof *rows->at);
    rows->at[at] = made;
    for (size_t i = at; i < rows->count; i++)
        rows->at[i].number = (int64_t)i + 1;
}

/* Two entries change places, or one moves and those between close up. */
static void reorder(Ctx *ctx, Chance *chance, Forgery *forgery)
{
    AuditRowList *rows = &forgery->rows;
    if (rows->count < 2) {
        edit(ctx, chance, forgery);
        return;
    }
    size_t one = chance_of(chance, rows->count - 1);
    size_t other = one + 1 + chance_of(chance, rows->count - one - 1);
    AuditRow moved = rows->at[other];
    forgery->kind = "reorder";
    forgery->first = (int64_t)one + 1;
    if (chance_half(chance)) {
        rows->at[other] = rows->at[one];
    } else {
        memmove(&rows->at[one + 1], &rows->at[one], (other - one) * sizeof *rows->at);
    }
    rows->at[one] = moved;
    for (size_t i = one; i <= other; i++)
        rows->at[i].number = (int64_t)i + 1;
}

static void cut_tail(Ctx *ctx, Chance *chance, Forgery *forgery)
{
    size_t kept = chance_of(chance, forgery->rows.count);
    forgery->kind = "cut";
    forgery->first = (int64_t)kept + 1;
    forgery->rows.count = kept;
    if (chance_half(chance))
        recompute(ctx, forgery, kept);
}

/* An older copy of the database, with what was done on it since: as good a chain as the other. */
static void roll_back(Ctx *ctx, Chance *chance, Forgery *forgery)
{
    AuditRowList *rows = &forgery->rows;
    size_t before = rows->count, kept = chance_of(chance, before);
    forgery->kind = "roll back";
    forgery->first = (int64_t)kept + 1;
    rows->count = kept;
    for (size_t i = chance_of(chance, before + 2); i > 0; i--) {
        AuditRow *row = LIST_ADD(ctx->arena, rows);
        *row = (AuditRow){.made_at = KIT_NOW.ms + (int64_t)i,
                          .actor = STR("本机操作员"),
                          .address = STR("本机"),
                          .action = STR("account.change"),
                          .object = STR("account"),
                          .title = chance_text(ctx->arena, chance),
                          .changes = STR("[]")};
    }
    recompute(ctx, forgery, kept);
}

static void change_tail(Ctx *ctx, Chance *chance, Forgery *forgery)
{
    AuditTail *tail = &forgery->tail;
    forgery->kind = "tail";
    forgery->first = 0;
    if (chance_of(chance, 3) == 0)
        forgery->tail_gone = true;
    else if (chance_half(chance))
        tail->number += chance_half(chance) ? 1 : -1;
    else
        tail->hash = forge_text(ctx->arena, chance, tail->hash);
}

static Forgery forge(Ctx *ctx, Chance *chance, const AuditRowList *rows)
{
    static void (*const ways[])(Ctx *, Chance *, Forgery *) = {
        edit, edit, delete_some, insert, reorder, cut_tail, roll_back, change_tail};
    Forgery forgery = {
        .tail = {.number = (int64_t)rows->count, .hash = rows->at[rows->count - 1].hash}};
    LIST_EACH (AuditRow, row, rows)
        *LIST_ADD(ctx->arena, &forgery.rows) = *row;
    ways[chance_of(chance, ARRAY_LEN(ways))](ctx, chance, &forgery);
    if (forgery.first > 0 && !forgery.recomputed && !forgery.as_it_is && chance_half(chance))
        recompute(ctx, &forgery, (size_t)forgery.first - 1);
    return forgery;
}

/* ---- the test ---------------------------------------------------------------------------------
 */

/* The head as it was sealed after the last commit. */
static AuditHead head_of(const AuditRowList *rows)
{
    return (AuditHead){
        .count = (int64_t)rows->count, .hash = rows->at[rows->count - 1].hash, .at = KIT_NOW};
}

static void put_in_place(Ctx *ctx, const Forgery *forgery)
{
    assert_ok(ctx, db_run(ctx, tamper_id(DELETE_ALL), NO_BINDS, NULL));
    LIST_EACH (AuditRow, row, &forgery->rows)
        store_row(ctx, row);
    if (forgery->tail_gone)
        assert_ok(ctx, db_run(ctx, tamper_id(TAIL_DELETE), NO_BINDS, NULL));
    else
        assert_ok(ctx, db_run(ctx, tamper_id(TAIL_SET),
                              BINDS({"number", bind(forgery->tail.number)},
                                    {"hash", bind(forgery->tail.hash)}),
                              NULL));
}

/* Where the first broken entry is to be found: exactly, unless the hashes fit again, when only the
 * head tells. */
static void check_verdict(const Forgery *forgery, const AuditVerdict *verdict, int64_t head_count)
{
    if (verdict->holds)
        fail_msg("%s of entry %lld was not found: %.*s", forgery->kind, (long long)forgery->first,
                 STRF(verdict->finding));
    int64_t last = forgery->recomputed ? head_count : forgery->first;
    bool placed = forgery->first == 0 ||
                  (verdict->broken >= forgery->first && verdict->broken <= last) ||
                  (forgery->recomputed && verdict->broken == head_count + 1);
    if (!placed)
        fail_msg("%s of entry %lld was found at %lld: %.*s", forgery->kind,
                 (long long)forgery->first, (long long)verdict->broken, STRF(verdict->finding));
}

static void manipulate(Ctx *ctx, Chance *chance, const AuditRowList *rows)
{
    AuditHead head = head_of(rows);
    AuditVerdict verdict;
    assert_ok(ctx, db_begin(ctx));
    Forgery forgery = forge(ctx, chance, rows);
    put_in_place(ctx, &forgery);
    assert_ok(ctx, audit_verify(ctx, &head, &verdict));
    check_verdict(&forgery, &verdict, head.count);
    /* What the hashes alone give away is found without a head too. */
    if (!forgery.recomputed) {
        assert_ok(ctx, audit_verify(ctx, NULL, &verdict));
        check_verdict(&forgery, &verdict, head.count);
    }
    db_rollback(ctx);
}

/* With the head of each of its lengths, and with none. */
static void expect_untouched(Ctx *ctx, const AuditRowList *rows)
{
    AuditVerdict verdict;
    for (size_t count = 0; count <= rows->count; count++) {
        AuditRowList part = {.at = rows->at, .count = count};
        AuditHead head = {0};
        if (count)
            head = head_of(&part);
        assert_ok(ctx, audit_verify(ctx, count ? &head : NULL, &verdict));
        if (!verdict.holds)
            fail_msg("untouched, and reported: %.*s", STRF(verdict.finding));
        assert_int_equal(verdict.entries, rows->count);
        assert_int_equal(verdict.broken, 0);
    }
}

static void every_manipulation_is_found(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, catalogue_with_tampering(ctx))
    {
        Chance chance = {.state = 20230301};
        actor_enter(ctx, &actor_local);
        for (int done = 0; done < MANIPULATIONS;) {
            note_some(ctx, &chance, 1 + chance_of(&chance, CHAIN_GROWTH_MAX));
            ArenaMark mark = arena_mark(ctx->arena);
            AuditRowList rows = load(ctx);
            expect_untouched(ctx, &rows);
            for (int i = 0; i < TRIALS_PER_CHAIN; i++, done++) {
                ArenaMark trial = arena_mark(ctx->arena);
                manipulate(ctx, &chance, &rows);
                arena_rewind(ctx->arena, trial);
            }
            arena_rewind(ctx->arena, mark);
        }
        print_message("%d manipulations found\n", MANIPULATIONS);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(every_manipulation_is_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
