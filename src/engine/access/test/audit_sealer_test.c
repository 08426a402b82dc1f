/* The signed head: its text, its keys, and that it only ever moves forward. */
#include "engine/access/audit_head.h"
#include "kit/kit_database.h"
#include "kit/kit_files.h"
#include "port/crypto.h"
#include "port/files.h"

#include <pthread.h>
#include <sys/stat.h>

static void note(Ctx *ctx, const char *title)
{
    assert_ok(ctx, audit_note(ctx, &(AuditNote){.action = "account.change",
                                                .object = "account",
                                                .title = str_of(title)}));
}

/* A data folder with keys and the head of an empty chain, attached to ctx->db. */
static AuditSealer *attach_new(Ctx *ctx, Str *ret_data)
{
    AuditSealer *sealer;
    *ret_data = str_of(kit_folder(ctx));
    actor_enter(ctx, &actor_local);
    assert_ok(ctx, audit_sealer_open(ctx, *ret_data, /* make= */ true, &sealer));
    audit_sealer_attach(sealer, ctx);
    return sealer;
}

static AuditHead newest_head(Ctx *ctx, AuditSealer *sealer)
{
    AuditHead head;
    Str failure = audit_sealer_failure(sealer, ctx->arena);
    if (!str_empty(failure))
        fail_msg("sealing failed: %.*s", STRF(failure));
    assert_ok(ctx, audit_head_read(ctx, sealer, (Str){0}, (Str){0}, &head));
    return head;
}

static AuditVerdict verdict_with(Ctx *ctx, const AuditHead *head)
{
    AuditVerdict verdict;
    assert_ok(ctx, audit_verify(ctx, head, &verdict));
    return verdict;
}

/* ---- the text ------------------------------------------------------------------------------- */

#define DIGEST "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
#define HEAD_TEXT                                                                                  \
    "tongban-audit-head 1\ncount 3\nhash  " DIGEST "\nat    2023-03-01T08:00:00.000+08:00\n"       \
    "sig   3044ab\n"

/* Filled up to a sector. */
static Str filled(Ctx *ctx, const char *lines)
{
    char *sector = arena_alloc(ctx->arena, AUDIT_HEAD_BYTES, 1);
    memset(sector, '\n', AUDIT_HEAD_BYTES);
    assert_true(strlen(lines) < AUDIT_HEAD_BYTES);
    memcpy(sector, lines, strlen(lines));
    return str_from(sector, AUDIT_HEAD_BYTES);
}

static bool is_head(Ctx *ctx, Str text)
{
    AuditHead head;
    Str covered, signature;
    return audit_head_parse(ctx->arena, text, &head, &covered, &signature);
}

static void a_head_is_read_from_its_five_lines(void **state)
{
    Ctx *ctx = *state;
    AuditHead head;
    Str covered, signature;
    assert_true(audit_head_parse(ctx->arena, filled(ctx, HEAD_TEXT), &head, &covered, &signature));
    assert_int_equal(head.count, 3);
    assert_str(head.hash, DIGEST);
    assert_int_equal(head.at.ms, KIT_NOW.ms);
    assert_true(str_ends(covered, STR("+08:00\n")));
    assert_str(signature, "\x30\x44\xab");
}

static void a_head_written_otherwise_is_none(void **state)
{
    Ctx *ctx = *state;
    static const char *const texts[] = {
        "",
        "tongban-audit-head 2\ncount 3\nhash  " DIGEST
        "\nat    2023-03-01T08:00:00.000+08:00\nsig   30\n",
        "tongban-audit-head 1\ncount 03\nhash  " DIGEST
        "\nat    2023-03-01T08:00:00.000+08:00\nsig   30\n",
        "tongban-audit-head 1\ncount -3\nhash  " DIGEST
        "\nat    2023-03-01T08:00:00.000+08:00\nsig   30\n",
        "tongban-audit-head 1\ncount 3\nhash  abcd\nat    2023-03-01T08:00:00.000+08:00\nsig   "
        "30\n",
        "tongban-audit-head 1\ncount 3\nhash  " DIGEST "\nat    2023-03-01\nsig   30\n",
        "tongban-audit-head 1\ncount 3\nhash  " DIGEST
        "\nat    2023-03-01T00:00:00.000Z\nsig   30\n",
        HEAD_TEXT "more\n",
        HEAD_TEXT " ",
        "tongban-audit-head 1\r\ncount 3\r\n",
    };
    for (size_t i = 0; i < ARRAY_LEN(texts); i++)
        if (is_head(ctx, filled(ctx, texts[i])))
            fail_msg("taken for a head: %s", texts[i]);
    assert_false(is_head(ctx, STR(HEAD_TEXT))); /* not filled up */
    Str whole = filled(ctx, HEAD_TEXT);
    for (size_t len = 0; len < whole.len; len++)
        assert_false(is_head(ctx, str_slice(whole, 0, len)));
    for (size_t len = 0; len < str_find(whole, STR("   3044")); len++)
        assert_false(is_head(ctx, filled(ctx, str_to_c(ctx->arena, str_slice(whole, 0, len)))));
}

/* ---- keys ----------------------------------------------------------------------------------- */

static mode_t mode_of(Ctx *ctx, Str data, const char *name)
{
    struct stat status;
    Str path = path_join(ctx->arena, data, str_of(name));
    assert_int_equal(stat(str_to_c(ctx->arena, path), &status), 0);
    return status.st_mode & 0777;
}

static void the_key_is_its_owners_only_and_made_once(void **state)
{
    Ctx *ctx = *state;
    Clock clock = clock_frozen(KIT_NOW);
    ctx->clock = &clock;
    Str data = str_of(kit_folder(ctx));
    AuditSealer *first, *second;
    assert_fails(ctx, FAIL_MISSING, audit_sealer_open(ctx, data, /* make= */ false, &first));
    assert_contains(ctx->fail.hint, "tongban init");
    assert_ok(ctx, audit_sealer_open(ctx, data, /* make= */ true, &first));
    assert_int_equal(mode_of(ctx, data, "keys"), 0700);
    assert_int_equal(mode_of(ctx, data, "keys/audit.pem"), 0600);
    assert_ok(ctx, audit_sealer_open(ctx, data, /* make= */ true, &second));
    assert_true(str_equal(audit_sealer_public_key(first), audit_sealer_public_key(second)));
    assert_true(str_starts(audit_sealer_public_key(first), STR("-----BEGIN PUBLIC KEY-----")));
    assert_int_equal(newest_head(ctx, second).count, 0);
}

/* ---- sealing -------------------------------------------------------------------------------- */

static void every_commit_moves_the_head(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        Str data;
        AuditSealer *sealer = attach_new(ctx, &data);
        for (int64_t i = 1; i <= 3; i++) {
            note(ctx, "x");
            AuditHead head = newest_head(ctx, sealer);
            assert_int_equal(head.count, i);
            assert_int_equal(head.at.ms, KIT_NOW.ms);
            AuditVerdict verdict = verdict_with(ctx, &head);
            assert_true(verdict.holds);
            assert_int_equal(verdict.signed_count, i);
        }
        /* One sealing for all that one commit brought; none for what was taken back. */
        assert_ok(ctx, db_begin(ctx));
        note(ctx, "x");
        note(ctx, "y");
        assert_int_equal(newest_head(ctx, sealer).count, 3);
        assert_ok(ctx, db_commit(ctx));
        assert_int_equal(newest_head(ctx, sealer).count, 5);
        assert_ok(ctx, db_begin(ctx));
        note(ctx, "z");
        db_rollback(ctx);
        assert_int_equal(newest_head(ctx, sealer).count, 5);
    }
}

static void each_day_keeps_its_last_head(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        Str data;
        Clock clock = clock_frozen(KIT_NOW);
        ctx->clock = &clock;
        AuditSealer *sealer = attach_new(ctx, &data);
        note(ctx, "x");
        note(ctx, "y");
        clock.held.ms += 24LL * 3600 * 1000;
        note(ctx, "z");
        AuditHead head;
        assert_ok(ctx, audit_head_read(ctx, sealer,
                                       path_join(ctx->arena, data, STR("audit/heads/2023-03-01")),
                                       (Str){0}, &head));
        assert_int_equal(head.count, 2);
        assert_true(verdict_with(ctx, &head).holds);
        /* Elsewhere, with nothing but the public key. */
        assert_ok(ctx, audit_head_read(ctx, NULL,
                                       path_join(ctx->arena, data, STR("audit/heads/2023-03-02")),
                                       audit_sealer_public_key(sealer), &head));
        assert_int_equal(head.count, 3);
        assert_fails(ctx, FAIL_NOT_FOUND,
                     audit_head_read(ctx, sealer,
                                     path_join(ctx->arena, data, STR("audit/heads/2023-02-28")),
                                     (Str){0}, &head));
    }
}

static void a_head_of_another_key_or_altered_is_refused(void **state)
{
    Ctx *ctx = *state;
    KitDatabase *database = kit_database_first(ctx, &db_catalogue);
    Str data, other_data, text;
    AuditHead head;
    AuditSealer *sealer = attach_new(ctx, &data);
    note(ctx, "x");
    AuditSealer *other;
    other_data = str_of(kit_folder(ctx));
    assert_ok(ctx, audit_sealer_open(ctx, other_data, /* make= */ true, &other));
    assert_fails(ctx, FAIL_INVALID,
                 audit_head_read(ctx, sealer, path_join(ctx->arena, other_data, STR("audit/head")),
                                 (Str){0}, &head));
    Str path = path_join(ctx->arena, data, STR("audit/head"));
    assert_ok(ctx, file_read(ctx, path, AUDIT_HEAD_BYTES, &text));
    for (size_t i = 0; i < text.len; i++) {
        char *altered = arena_copy(ctx->arena, text.at, text.len);
        altered[i] = altered[i] == '1' ? '2' : '1';
        assert_ok(ctx, file_write(ctx, path, str_from(altered, text.len)));
        assert_fails(ctx, FAIL_INVALID, audit_head_read(ctx, sealer, (Str){0}, (Str){0}, &head));
    }
    /* Nor does sealing go on from it: it would hide what was done. */
    note(ctx, "y");
    assert_contains(audit_sealer_failure(sealer, ctx->arena), "链头");
    assert_ok(ctx, file_write(ctx, path, text));
    note(ctx, "z");
    assert_int_equal(newest_head(ctx, sealer).count, 3);
    kit_database_close(database);
}

static void a_head_that_is_gone_is_told_and_made_by_init_only(void **state)
{
    Ctx *ctx = *state;
    KitDatabase *database = kit_database_first(ctx, &db_catalogue);
    Str data;
    AuditSealer *sealer = attach_new(ctx, &data);
    note(ctx, "x");
    Str path = path_join(ctx->arena, data, STR("audit/head"));
    assert_int_equal(remove(str_to_c(ctx->arena, path)), 0);
    note(ctx, "y");
    assert_contains(audit_sealer_failure(sealer, ctx->arena), "不见了");
    assert_false(file_exists(ctx, path));
    assert_ok(ctx, audit_sealer_open(ctx, data, /* make= */ true, &sealer));
    audit_sealer_attach(sealer, ctx);
    note(ctx, "z");
    assert_int_equal(newest_head(ctx, sealer).count, 3);
    kit_database_close(database);
}

/* ---- an older copy of the database ---------------------------------------------------------- */

static void open_file(Ctx *ctx, AuditSealer *sealer, Str path)
{
    Str address = str_format(ctx->arena, "sqlite:%.*s", STRF(path));
    assert_ok(ctx, db_open(ctx, address, &db_catalogue, &ctx->db));
    assert_ok(ctx, db_migrate(ctx, ctx->db));
    audit_sealer_attach(sealer, ctx);
}

static void copy_file(Ctx *ctx, Str from, Str to)
{
    Str bytes;
    assert_ok(ctx, file_read(ctx, from, 64 * MIB, &bytes));
    assert_ok(ctx, file_write(ctx, to, bytes));
}

static void an_older_copy_of_the_database_is_found_and_never_sealed(void **state)
{
    Ctx *ctx = *state;
    Clock clock = clock_frozen(KIT_NOW);
    ctx->clock = &clock;
    actor_enter(ctx, &actor_local);
    Str data = str_of(kit_folder(ctx));
    Str file = path_join(ctx->arena, data, STR("tongban.db"));
    Str older = path_join(ctx->arena, data, STR("older.db"));
    AuditSealer *sealer;
    assert_ok(ctx, audit_sealer_open(ctx, data, /* make= */ true, &sealer));
    open_file(ctx, sealer, file);
    note(ctx, "一");
    note(ctx, "二");
    db_close(ctx->db);
    copy_file(ctx, file, older);
    open_file(ctx, sealer, file);
    note(ctx, "三");
    note(ctx, "四");
    db_close(ctx->db);
    AuditHead head = newest_head(ctx, sealer);
    assert_int_equal(head.count, 4);

    copy_file(ctx, older, file);
    open_file(ctx, sealer, file);
    AuditVerdict verdict = verdict_with(ctx, &head);
    assert_false(verdict.holds);
    assert_int_equal(verdict.broken, 3);
    assert_contains(verdict.finding, "旧的备份");
    /* Work goes on over it: as long, then longer than it was. The head stays where it was. */
    for (int i = 0; i < 4; i++) {
        note(ctx, "又一次");
        assert_contains(audit_sealer_failure(sealer, ctx->arena), "第 4 条");
    }
    assert_ok(ctx, audit_head_read(ctx, sealer, (Str){0}, (Str){0}, &head));
    assert_int_equal(head.count, 4);
    verdict = verdict_with(ctx, &head);
    assert_false(verdict.holds);
    assert_int_equal(verdict.entries, 6);
    assert_int_equal(verdict.broken, 4);
    db_close(ctx->db);
}

/* ---- several at once ------------------------------------------------------------------------ */

#define WRITERS 6
#define NOTES_EACH 12

typedef struct Writer {
    Str address;
    AuditSealer *sealer;
    bool watching;  /* reads the head all the time instead */
    int64_t behind; /* commits after which the head had not come along */
    const char *failure;
    char text[400];
} Writer;

static bool write_notes(Ctx *ctx, Writer *writer)
{
    int64_t before = 0;
    for (int i = 0; i < NOTES_EACH; i++) {
        ArenaMark mark = arena_mark(ctx->arena);
        AuditEntryList entries;
        AuditHead head;
        int64_t total = 0;
        AuditNote one = {.action = "account.change", .object = "account", .key = i};
        if (!writer->watching && !audit_note(ctx, &one))
            return false;
        if (!audit_read(ctx, &(AuditQuery){.page = 1, .key = 99}, &entries, &total) ||
            !audit_head_read(ctx, writer->sealer, (Str){0}, (Str){0}, &head))
            return false;
        /* One's own entry is under the head now; and the head has not moved back. */
        writer->behind += head.count < before + (writer->watching ? 0 : 1);
        before = head.count;
        arena_rewind(ctx->arena, mark);
    }
    return true;
}

static void *write_at_once(void *self)
{
    Writer *writer = self;
    Ctx ctx = {.arena = arena_create(64 * MIB), .clock = &system_clock};
    actor_enter(&ctx, &actor_local);
    bool done = db_open(&ctx, writer->address, &db_catalogue, &ctx.db);
    if (done)
        audit_sealer_attach(writer->sealer, &ctx);
    if (!done || !write_notes(&ctx, writer)) {
        snprintf(writer->text, sizeof writer->text, "%s", kit_failure(&ctx));
        writer->failure = writer->text;
    }
    arena_free(ctx.arena);
    return NULL;
}

static void the_head_comes_along_with_all_and_never_moves_back(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        if (strcmp(kit_database->which, KIT_SQLITE_MEMORY) == 0)
            continue; /* has one connection only */
        Str data;
        AuditSealer *sealers[2];
        sealers[0] = attach_new(ctx, &data);
        /* As another process would have it: its own locks, the same files. */
        assert_ok(ctx, audit_sealer_open(ctx, data, /* make= */ false, &sealers[1]));
        Writer writers[WRITERS + 1] = {[WRITERS] = {.watching = true}};
        pthread_t threads[WRITERS + 1];
        for (size_t i = 0; i <= WRITERS; i++) {
            writers[i].address = kit_database->address;
            writers[i].sealer = sealers[i % 2];
            assert_int_equal(pthread_create(&threads[i], NULL, write_at_once, &writers[i]), 0);
        }
        for (size_t i = 0; i <= WRITERS; i++)
            pthread_join(threads[i], NULL);
        for (size_t i = 0; i <= WRITERS; i++) {
            if (writers[i].failure)
                fail_msg("writer %zu: %s", i, writers[i].failure);
            assert_int_equal(writers[i].behind, 0);
        }
        assert_str(audit_sealer_failure(sealers[1], ctx->arena), "");
        AuditHead head = newest_head(ctx, sealers[0]);
        assert_int_equal(head.count, WRITERS * NOTES_EACH);
        AuditVerdict verdict = verdict_with(ctx, &head);
        assert_true(verdict.holds);
        assert_int_equal(verdict.entries, head.count);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(a_head_is_read_from_its_five_lines),
        KIT_TEST(a_head_written_otherwise_is_none),
        KIT_TEST(the_key_is_its_owners_only_and_made_once),
        KIT_TEST(every_commit_moves_the_head),
        KIT_TEST(each_day_keeps_its_last_head),
        KIT_TEST(a_head_of_another_key_or_altered_is_refused),
        KIT_TEST(a_head_that_is_gone_is_told_and_made_by_init_only),
        KIT_TEST(an_older_copy_of_the_database_is_found_and_never_sealed),
        KIT_TEST(the_head_comes_along_with_all_and_never_moves_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
