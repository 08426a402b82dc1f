/* This module's part of `tongban doctor`. */
#include "domain/administration/diagnosis.h"

#include "engine/access/test/house.h"

static void hold_clock(Ctx *ctx, int year, int month, int day)
{
    Date date;
    assert_true(date_make((CivilDate){year, month, day}, &date));
    ((Clock *)(uintptr_t)ctx->clock)->held.ms = (int64_t)date.days * 24 * 60 * 60 * 1000;
}

/* What is found of a subject, 「：」 before the remedy; empty when it is not named. */
static Str finding_of(Ctx *ctx, const char *subject, int state)
{
    DiagnosisList list = {0};
    Buf text = buf_create(ctx->arena, 64 * KIB);
    assert_ok(ctx, administration_diagnose(ctx, &list));
    LIST_EACH (const Diagnosis, line, &list)
        if (str_equal_c(line->subject, subject) && (int)line->state == state)
            buf_format(&text, "%.*s：%.*s\n", STRF(line->finding), STRF(line->remedy));
    return buf_str(&text);
}

static void the_next_year_is_asked_for_from_november_on(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        (void)house_open(ctx);
        hold_clock(ctx, 2026, 10, 31);
        assert_str(finding_of(ctx, "日历", DIAGNOSIS_WARNING), "");
        hold_clock(ctx, 2026, 11, 1);
        assert_contains(finding_of(ctx, "日历", DIAGNOSIS_WARNING), "2027年");
        hold_clock(ctx, 2025, 12, 1);
        assert_str(finding_of(ctx, "日历", DIAGNOSIS_WARNING), "");
        hold_clock(ctx, 2040, 5, 1);
        assert_contains(finding_of(ctx, "日历", DIAGNOSIS_WARNING), "2040.yaml");
    }
}

static void a_first_password_that_was_never_changed_is_told(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = house_open(ctx);
        Actor actor;
        assert_contains(finding_of(ctx, "账号·admin", DIAGNOSIS_WARNING), "初始密码");
        assert_ok(ctx, house_try(&house, "admin", str_to_c(ctx->arena, house.admin_password), "",
                                 &actor));
        actor_enter(ctx, &actor);
        assert_ok(ctx, account_change_password(ctx, str_copy(ctx->arena, house.admin_password),
                                               house_text(&house, "Wuyang-Tower8")));
        house_operator(&house);
        assert_str(finding_of(ctx, "账号·admin", DIAGNOSIS_WARNING), "");
    }
}

static void a_token_is_told_in_its_last_two_weeks(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = house_open(ctx);
        Str secret;
        Token token;
        house_person(&house, "chen", house.east, "clerk");
        TokenRequest request = {.account = STR("chen"),
                                .name = STR("报表"),
                                .scope = STR("all"),
                                .has_expires = true,
                                .expires = {house_today(&house).days + 30}};
        assert_ok(ctx, token_create(ctx, &request, &secret, &token));
        assert_str(finding_of(ctx, "令牌·报表", DIAGNOSIS_WARNING), "");
        house_later(&house, 20 * 24 * 60);
        assert_contains(finding_of(ctx, "令牌·报表", DIAGNOSIS_WARNING), "token create");
        assert_ok(ctx, token_revoke(ctx, token.id, STR("不用了")));
        assert_str(finding_of(ctx, "令牌·报表", DIAGNOSIS_WARNING), "");
    }
}

static void entries_without_a_signed_head_are_no_proof(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        (void)house_open(ctx); /* has no data folder, and so no head */
        assert_contains(finding_of(ctx, "操作记录", DIAGNOSIS_BROKEN), "没有签名的链头");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(the_next_year_is_asked_for_from_november_on),
        KIT_TEST(a_first_password_that_was_never_changed_is_told),
        KIT_TEST(a_token_is_told_in_its_last_two_weeks),
        KIT_TEST(entries_without_a_signed_head_are_no_proof),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
