/* Noting, reading, verifying. The sealing is tested in audit_sealer_test.c, forgeries in
 * audit_tamper_test.c. */
#include "engine/access/access.h"
#include "engine/access/audit_chain.h"
#include "kit/kit_database.h"
#include "sql_ids.h"

#include <pthread.h>

static void note(Ctx *ctx, const char *action, int64_t key, const char *title, const char *why)
{
    assert_ok(ctx, audit_note(ctx, &(AuditNote){.action = action,
                                                .object = "account",
                                                .key = key,
                                                .title = str_of(title),
                                                .why = str_of(why)}));
}

static AuditVerdict verdict_of(Ctx *ctx)
{
    AuditVerdict verdict;
    assert_ok(ctx, audit_verify(ctx, NULL, &verdict));
    return verdict;
}

static AuditEntryList found_by(Ctx *ctx, const AuditQuery *query, int64_t expected_total)
{
    AuditEntryList entries;
    int64_t total = -1;
    assert_ok(ctx, audit_read(ctx, query, &entries, &total));
    assert_int_equal(total, expected_total);
    return entries;
}

/* ---- what differs --------------------------------------------------------------------------- */

typedef struct Person {
    int64_t id;
    Str name;
    Str phone;
    Str password;
    bool disabled;
    bool has_until;
    Date until;
    Decimal share;
    TextList tags;
} Person;
static const Field person_fields[] = {
    FIELD(Person, id, "编号", 0),
    FIELD(Person, name, "姓名", 0, .mask = MASK_NAME),
    FIELD(Person, phone, "电话", FIELD_SPARSE, .mask = MASK_PHONE),
    FIELD(Person, password, "密码", FIELD_SECRET),
    FIELD(Person, disabled, "停用", 0),
    FIELD_MAYBE(Person, until, "止于", 0),
    FIELD(Person, share, "比例", 0, .places = 2),
    FIELD_TEXTS(Person, tags, "标签"),
};
static const Shape person_shape = SHAPE(Person, person_fields);

static Person some_person(void)
{
    return (Person){.id = 7, .name = STR("张三"), .password = STR("old"), .share = {1500000}};
}

static void only_what_differs_is_listed(void **state)
{
    Ctx *ctx = *state;
    Person before = some_person(), after = some_person();
    assert_int_equal(audit_changes(ctx->arena, &person_shape, &before, &after).count, 0);
    after.phone = STR("13800001234");
    after.disabled = true;
    after.has_until = true;
    after.until = (Date){19416};
    AuditChangeList changes = audit_changes(ctx->arena, &person_shape, &before, &after);
    assert_int_equal(changes.count, 3);
    assert_str(changes.at[0].field, "phone");
    assert_str(changes.at[0].label, "电话");
    assert_str(changes.at[0].before, "");
    assert_str(changes.at[0].after, "13800001234");
    assert_str(changes.at[0].mask, "phone");
    assert_str(changes.at[1].before, "否");
    assert_str(changes.at[1].after, "是");
    assert_str(changes.at[1].mask, "");
    assert_str(changes.at[2].before, "");
    assert_str(changes.at[2].after, "2023-02-28");
}

static void what_is_made_and_what_is_removed_is_listed_whole(void **state)
{
    Ctx *ctx = *state;
    Person person = some_person();
    AuditChangeList made = audit_changes(ctx->arena, &person_shape, NULL, &person);
    AuditChangeList removed = audit_changes(ctx->arena, &person_shape, &person, NULL);
    assert_int_equal(made.count, 5); /* id, name, password, disabled, share */
    assert_int_equal(removed.count, 5);
    assert_str(made.at[1].after, "张三");
    assert_str(made.at[1].before, "");
    assert_str(removed.at[1].before, "张三");
    assert_str(made.at[4].after, "1.50");
}

static void a_secret_is_named_and_not_told(void **state)
{
    Ctx *ctx = *state;
    Person before = some_person(), after = some_person();
    after.password = STR("new");
    AuditChangeList changes = audit_changes(ctx->arena, &person_shape, &before, &after);
    assert_int_equal(changes.count, 1);
    assert_str(changes.at[0].label, "密码");
    assert_str(changes.at[0].before, "");
    assert_str(changes.at[0].after, "");
}

/* ---- noting --------------------------------------------------------------------------------- */

static void the_chain_grows_and_holds(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        actor_enter(ctx, &actor_local);
        AuditVerdict verdict = verdict_of(ctx);
        assert_true(verdict.holds);
        assert_int_equal(verdict.entries, 0);
        assert_ok(ctx, db_begin(ctx));
        for (int i = 0; i < 1203; i++) /* more than the walk reads at a time */
            note(ctx, "account.change", i, "张三", "");
        assert_ok(ctx, db_commit(ctx));
        verdict = verdict_of(ctx);
        assert_true(verdict.holds);
        assert_int_equal(verdict.entries, 1203);
        assert_str(verdict.finding, "1203 条首尾相接；没有签过名的链头可以核对");
    }
}

static void an_entry_goes_with_the_transaction_of_its_change(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        actor_enter(ctx, &actor_local);
        note(ctx, "account.change", 1, "留下的", "");
        assert_ok(ctx, db_begin(ctx));
        note(ctx, "account.change", 2, "收回的", "");
        db_rollback(ctx);
        note(ctx, "account.change", 3, "再来的", "");
        AuditEntryList entries = found_by(ctx, &(AuditQuery){.page = 1}, 2);
        assert_int_equal(entries.at[0].number, 2);
        assert_str(entries.at[0].title, "再来的");
        assert_str(entries.at[1].title, "留下的");
        assert_true(verdict_of(ctx).holds);
    }
}

static void an_entry_says_who_when_from_where_and_why(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        Visit visit = {.address = STR("10.3.0.7")};
        Actor actor = {.account_id = 12,
                       .person = STR("张三"),
                       .post_id = 4,
                       .post = STR("经办人"),
                       .unit_id = 5,
                       .unit = STR("甲街"),
                       .standing_in_for = STR("李四"),
                       .scope = {.units = STR_INIT("[5]"), .person = 12},
                       .sees = 1U << MASK_NAME,
                       .visit = &visit};
        actor_enter(ctx, &actor);
        assert_ok(ctx, audit_note(ctx, &(AuditNote){.action = "account.change",
                                                    .object = "account",
                                                    .key = 9,
                                                    .title = STR("王五"),
                                                    .why = STR("换了号码"),
                                                    .refused = true,
                                                    .facts = STR("一处")}));
        AuditEntryList entries = found_by(ctx, &(AuditQuery){.page = 1}, 1);
        const AuditEntry *entry = entries.at;
        assert_int_equal(entry->number, 1);
        assert_int_equal(entry->made_at.ms, KIT_NOW.ms);
        assert_str(entry->actor, "张三（甲街经办人，代李四）");
        assert_int_equal(entry->account_id, 12);
        assert_int_equal(entry->unit_id, 5);
        assert_str(entry->address, "10.3.0.7");
        assert_str(entry->why, "换了号码");
        assert_true(entry->refused);
        assert_str(entry->facts, "一处");
        actor.sees = 0;
        entries = found_by(ctx, &(AuditQuery){.page = 1}, 1);
        assert_str(entries.at->actor, "张*（甲街经办人，代李*）");
        (void)found_by(ctx, &(AuditQuery){.page = 1, .words = STR("张三")}, 0);
    }
}

static void nobody_and_whoever_sees_nothing_can_be_noted_too(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        ctx->actor = NULL;
        ctx->scope = NULL;
        assert_ok(ctx, audit_note(ctx, &(AuditNote){.action = "session.refuse",
                                                    .object = "session",
                                                    .title = STR("zhangsan"),
                                                    .address = STR("10.9.9.9"),
                                                    .refused = true}));
        assert_null(ctx->scope);
        Actor blind = {.account_id = 3, .person = STR("甲"), .scope = {.units = STR_INIT("[]")}};
        actor_enter(ctx, &blind);
        note(ctx, "account.change", 1, "x", "");
        assert_ptr_equal(ctx->scope, &blind.scope);
        actor_enter(ctx, &actor_local);
        AuditEntryList entries = found_by(ctx, &(AuditQuery){.page = 1}, 2);
        assert_str(entries.at[1].actor, "未登录");
        assert_int_equal(entries.at[1].account_id, 0);
        assert_str(entries.at[1].address, "10.9.9.9");
        assert_str(entries.at[0].address, "本机");
        assert_true(verdict_of(ctx).holds);
    }
}

static void a_note_that_cannot_be_made_leaves_nothing(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        actor_enter(ctx, &actor_local);
        for (size_t n = 1; n <= 4; n++) {
            db_refuse_nth(ctx->db, n);
            fail_clear(ctx);
            assert_false(audit_note(ctx, &(AuditNote){.action = "a.b", .object = "a"}));
        }
        assert_int_equal(verdict_of(ctx).entries, 0);
    }
}

/* ---- reading -------------------------------------------------------------------------------- */

static void the_reader_sees_what_his_scope_allows(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        Actor one = {.account_id = 11,
                     .person = STR("甲"),
                     .unit_id = 5,
                     .scope = {.units = STR_INIT("[5]"), .person = 11}};
        Actor other = {.account_id = 12,
                       .person = STR("乙"),
                       .unit_id = 6,
                       .scope = {.units = STR_INIT("[6]"), .person = 12}};
        actor_enter(ctx, &one);
        note(ctx, "account.change", 1, "甲单位的", "");
        actor_enter(ctx, &other);
        note(ctx, "account.change", 2, "乙单位的", "");
        assert_ok(ctx, audit_note(ctx, &(AuditNote){.action = "account.change",
                                                    .object = "account",
                                                    .title = STR("乙做的，关于甲单位"),
                                                    .unit_id = 5}));
        assert_str(found_by(ctx, &(AuditQuery){.page = 1}, 2).at[1].title, "乙单位的");
        actor_enter(ctx, &one);
        AuditEntryList entries = found_by(ctx, &(AuditQuery){.page = 1}, 2);
        assert_str(entries.at[0].title, "乙做的，关于甲单位");
        assert_str(entries.at[1].title, "甲单位的");
        found_by(ctx, &(AuditQuery){.page = 1, .number = 2}, 0);
        found_by(ctx, &(AuditQuery){.page = 1, .account_id = 12}, 1);
        /* The chain is verified as a whole, whoever asks. */
        assert_int_equal(verdict_of(ctx).entries, 3);
        ctx->scope = NULL;
        AuditEntryList none;
        int64_t total;
        fail_clear(ctx);
        assert_false(audit_read(ctx, &(AuditQuery){.page = 1}, &none, &total));
    }
}

static void entries_are_found_by_object_person_time_and_refusal(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        actor_enter(ctx, &actor_local);
        Clock clock = clock_frozen(KIT_NOW);
        ctx->clock = &clock;
        note(ctx, "account.change", 1, "一", "");
        clock.held.ms += 16LL * 3600 * 1000 - 1; /* the last moment of that day at +08:00 */
        note(ctx, "account.change", 2, "二", "");
        clock.held.ms += 1;
        assert_ok(ctx, audit_note(ctx, &(AuditNote){.action = "post.end",
                                                    .object = "post",
                                                    .key = 2,
                                                    .title = STR("三"),
                                                    .refused = true}));
        Date day = instant_date(KIT_NOW);
        Date next = {day.days + 1};
        found_by(ctx, &(AuditQuery){.page = 1, .object = STR("post")}, 1);
        found_by(ctx, &(AuditQuery){.page = 1, .key = 2}, 2);
        found_by(ctx, &(AuditQuery){.page = 1, .object = STR("account"), .key = 2}, 1);
        found_by(ctx, &(AuditQuery){.page = 1, .number = 3}, 1);
        found_by(ctx, &(AuditQuery){.page = 1, .refused = true}, 1);
        found_by(ctx, &(AuditQuery){.page = 1, .account_id = ACCOUNT_SYSTEM}, 3);
        found_by(ctx, &(AuditQuery){.page = 1, .account_id = 99}, 0);
        found_by(ctx, &(AuditQuery){.page = 1, .has_to = true, .to = day}, 2);
        found_by(ctx, &(AuditQuery){.page = 1, .has_from = true, .from = next}, 1);
        found_by(
            ctx,
            &(AuditQuery){.page = 1, .has_from = true, .from = day, .has_to = true, .to = next}, 3);
    }
}

static void words_are_found_where_they_stand_and_mean_themselves(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        actor_enter(ctx, &actor_local);
        note(ctx, "account.change", 1, "100%完成", "");
        note(ctx, "account.change", 2, "ZhangSan", "改_号");
        note(ctx, "token.revoke", 3, "c:\\x", "' OR 1=1 --");
        found_by(ctx, &(AuditQuery){.page = 1, .words = STR("100%")}, 1);
        found_by(ctx, &(AuditQuery){.page = 1, .words = STR("%")}, 1);
        found_by(ctx, &(AuditQuery){.page = 1, .words = STR("_")}, 1);
        found_by(ctx, &(AuditQuery){.page = 1, .words = STR("\\")}, 1);
        found_by(ctx, &(AuditQuery){.page = 1, .words = STR(" zhangsan ")}, 1);
        found_by(ctx, &(AuditQuery){.page = 1, .words = STR("token.")}, 1);
        found_by(ctx, &(AuditQuery){.page = 1, .words = STR("本机操作员")}, 3);
        found_by(ctx, &(AuditQuery){.page = 1, .words = STR("' OR 1=1 --")}, 1);
        found_by(ctx, &(AuditQuery){.page = 1, .words = STR("没有的")}, 0);
        /* The Chinese name of an action, which stands in no column. */
        found_by(ctx, &(AuditQuery){.page = 1, .words = STR("吊销令牌")}, 1);
    }
}

static void pages_are_newest_first_and_complete(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        actor_enter(ctx, &actor_local);
        assert_ok(ctx, db_begin(ctx));
        for (int i = 1; i <= AUDIT_PAGE_ROWS + 3; i++)
            note(ctx, "account.change", i, "x", "");
        assert_ok(ctx, db_commit(ctx));
        AuditEntryList first = found_by(ctx, &(AuditQuery){.page = 1}, AUDIT_PAGE_ROWS + 3);
        assert_int_equal(first.count, AUDIT_PAGE_ROWS);
        assert_int_equal(first.at[0].number, AUDIT_PAGE_ROWS + 3);
        AuditEntryList second = found_by(ctx, &(AuditQuery){.page = 2}, AUDIT_PAGE_ROWS + 3);
        assert_int_equal(second.count, 3);
        assert_int_equal(second.at[2].number, 1);
        assert_int_equal(found_by(ctx, &(AuditQuery){.page = 3}, AUDIT_PAGE_ROWS + 3).count, 0);
        assert_int_equal(found_by(ctx, &(AuditQuery){.page = 0}, AUDIT_PAGE_ROWS + 3).count,
                         AUDIT_PAGE_ROWS + 3);
        AuditEntryList none;
        int64_t total;
        assert_fails(ctx, FAIL_INVALID, audit_read(ctx, &(AuditQuery){.page = -1}, &none, &total));
        assert_fails(ctx, FAIL_INVALID,
                     audit_read(ctx, &(AuditQuery){.page = INT64_MAX}, &none, &total));
    }
}

static void personal_data_is_masked_unless_it_may_be_seen(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        actor_enter(ctx, &actor_local);
        Person before = some_person(), after = some_person();
        before.phone = STR("13800001234");
        after.phone = STR("13900005678");
        after.disabled = true;
        assert_ok(ctx,
                  audit_note(ctx, &(AuditNote){.action = "account.change",
                                               .object = "account",
                                               .changes = audit_changes(ctx->arena, &person_shape,
                                                                        &before, &after)}));
        const AuditChange *seen = found_by(ctx, &(AuditQuery){.page = 1}, 1).at[0].changes.at;
        assert_str(seen[0].before, "13800001234");
        assert_str(seen[0].after, "13900005678");
        Actor auditor = actor_local;
        auditor.sees = 0;
        actor_enter(ctx, &auditor);
        AuditChangeList masked = found_by(ctx, &(AuditQuery){.page = 1}, 1).at[0].changes;
        assert_int_equal(masked.count, 2);
        assert_str(masked.at[0].before, "138****1234");
        assert_str(masked.at[0].after, "139****5678");
        assert_str(masked.at[1].after, "是");
        auditor.sees = 1U << MASK_PHONE;
        assert_str(found_by(ctx, &(AuditQuery){.page = 1}, 1).at[0].changes.at[0].after,
                   "13900005678");
    }
}

static void an_action_has_a_chinese_name(void **state)
{
    Ctx *ctx = *state;
    static const Permission freeze = {.code = "figures.freeze", .title = "冻结"};
    Access access = {0};
    *LIST_ADD(ctx->arena, &access.permissions) = &freeze;
    assert_str(audit_action_label(ctx, STR("account.change")), "修改用户");
    assert_str(audit_action_label(ctx, STR("figures.freeze")), "figures.freeze");
    ctx->access = &access;
    assert_str(audit_action_label(ctx, STR("figures.freeze")), "冻结");
    assert_str(audit_action_label(ctx, STR("figures.unheard_of")), "figures.unheard_of");
    assert_str(audit_actions_named(ctx, STR("冻结")), "|figures.freeze|");
}

/* ---- several at once ------------------------------------------------------------------------ */

#define WRITERS 4
#define NOTES_EACH 30

typedef struct Writer {
    Str address;
    const char *failure; /* NULL = none */
    char text[400];
} Writer;

static bool write_notes(Ctx *ctx)
{
    for (int i = 0; i < NOTES_EACH; i++) {
        /* Half of them with another change in the same transaction, some of these taken back. */
        bool grouped = i % 2 == 0;
        if (grouped && !db_begin(ctx))
            return false;
        AuditNote one = {.action = "account.change", .object = "account", .key = i};
        if (!audit_note(ctx, &one))
            return false;
        if (grouped && i % 6 == 0) {
            db_rollback(ctx);
            continue;
        }
        if (grouped && !db_commit(ctx))
            return false;
    }
    return true;
}

static void *write_at_once(void *self)
{
    Writer *writer = self;
    Ctx ctx = {.arena = arena_create(64 * MIB), .clock = &system_clock};
    actor_enter(&ctx, &actor_local);
    if (!db_open(&ctx, writer->address, &db_catalogue, &ctx.db) || !write_notes(&ctx)) {
        snprintf(writer->text, sizeof writer->text, "%s", kit_failure(&ctx));
        writer->failure = writer->text;
    }
    arena_free(ctx.arena);
    return NULL;
}

static void connections_lengthen_one_chain(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        if (strcmp(kit_database->which, KIT_SQLITE_MEMORY) == 0)
            continue; /* has one connection only */
        actor_enter(ctx, &actor_local);
        Writer writers[WRITERS] = {0};
        pthread_t threads[WRITERS];
        for (size_t i = 0; i < WRITERS; i++) {
            writers[i].address = kit_database->address;
            assert_int_equal(pthread_create(&threads[i], NULL, write_at_once, &writers[i]), 0);
        }
        /* Verifying meanwhile takes no growing chain for a broken one. */
        for (int i = 0; i < 20; i++)
            assert_true(verdict_of(ctx).holds);
        for (size_t i = 0; i < WRITERS; i++)
            pthread_join(threads[i], NULL);
        for (size_t i = 0; i < WRITERS; i++)
            if (writers[i].failure)
                fail_msg("writer %zu: %s", i, writers[i].failure);
        AuditVerdict verdict = verdict_of(ctx);
        assert_true(verdict.holds);
        assert_int_equal(verdict.entries, WRITERS * (NOTES_EACH - NOTES_EACH / 6));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(only_what_differs_is_listed),
        KIT_TEST(what_is_made_and_what_is_removed_is_listed_whole),
        KIT_TEST(a_secret_is_named_and_not_told),
        KIT_TEST(the_chain_grows_and_holds),
        KIT_TEST(an_entry_goes_with_the_transaction_of_its_change),
        KIT_TEST(an_entry_says_who_when_from_where_and_why),
        KIT_TEST(nobody_and_whoever_sees_nothing_can_be_noted_too),
        KIT_TEST(a_note_that_cannot_be_made_leaves_nothing),
        KIT_TEST(the_reader_sees_what_his_scope_allows),
        KIT_TEST(entries_are_found_by_object_person_time_and_refusal),
        KIT_TEST(words_are_found_where_they_stand_and_mean_themselves),
        KIT_TEST(pages_are_newest_first_and_complete),
        KIT_TEST(personal_data_is_masked_unless_it_may_be_seen),
        KIT_TEST(an_action_has_a_chinese_name),
        KIT_TEST(connections_lengthen_one_chain),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
