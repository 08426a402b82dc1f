/* Lifecycles as data: what is wrong with one is told, all at once, with its line. */
#include "engine/flow/lifecycle.h"

#include "engine/flow/test/desk.h"
#include "kit/kit_files.h"
#include "port/files.h"

static Str sample(Ctx *ctx)
{
    Str text;
    assert_ok(ctx, file_read(ctx, STR(DESK_PACKS "/flow/sample.yaml"), MIB, &text));
    return text;
}

/* The text with one place other than it was. */
static Str altered(Ctx *ctx, const char *old, const char *new)
{
    Str text = sample(ctx);
    size_t at = str_find(text, str_of(old));
    if (at == STR_NONE)
        fail_msg("no %s in the sample", old);
    return str_format(ctx->arena, "%.*s%s%.*s", STRF(str_slice(text, 0, at)), new,
                      STRF(str_after(text, at + strlen(old))));
}

static int64_t line_of(Str text, const char *part)
{
    size_t at = str_find(text, str_of(part));
    int64_t line = 1;
    for (size_t i = 0; at != STR_NONE && i < at; i++)
        line += text.at[i] == '\n';
    return line;
}

static void what_is_written_is_read(void **state)
{
    Ctx *ctx = *state;
    const Lifecycle *l;
    assert_ok(ctx, lifecycle_parse(ctx, STR("sample.yaml"), sample(ctx), &l));
    assert_str(l->code, "sample");
    assert_int_equal(l->states.count, 9);
    assert_int_equal(l->hours.count, 2);
    assert_int_equal(l->hours.closes[1], 1020);
    const LifecycleMove *back = lifecycle_move(l, STR("back"));
    assert_int_equal(back->needs, NEED_REASON | NEED_BASIS);
    assert_int_equal(back->turns.at[0].when.kind, GUARD_MADE_LEAST);
    assert_int_equal(back->turns.at[0].when.number, 2);
    assert_str(back->guards.at[0].says, "已经终定，不能再退");
    assert_true(move_has_effect(back, EFFECT_CLOCK_STOP, STR("sign")));
    assert_int_equal(lifecycle_move(l, STR("help"))->by, PARTY_BRANCH);
    const LifecycleClock *due = lifecycle_clock(l, STR("due"));
    assert_null(clock_rule(due, STR("备案"), STR("一般")));
    assert_int_equal(clock_rule(due, STR("简单"), STR("紧急"))->days, 2);
    assert_int_equal(clock_rule(due, STR("普通"), STR("紧急"))->days, 10);
    assert_int_equal(clock_rule(lifecycle_clock(l, STR("sign")), STR("简单"), STR("紧急"))->minutes,
                     120);
}

/* What is put in the place of what, what is said of it, and a part of the line meant (NULL: what
 * is put). */
static const struct {
    const char *old;
    const char *new;
    const char *says;
    const char *line;
} slips[] = {
    {"name: 待接收", "nmae: 待接收", "是不是「name」", NULL},
    {"to: work, may: sample.unit", "to: wrok, may: sample.unit", "是不是「work」", NULL},
    {"by: holder, effects: [stop sign]", "by: holdre, effects: [stop sign]", "是不是「holder」",
     NULL},
    {"effects: [stop sign]}", "effects: [stpo sign]}", "没有效果「stpo sign」", NULL},
    {"effects: [stop sign]}", "effects: [stop sing]}", "是不是「sign」", NULL},
    {"notify holder], bulk", "notify holdr], bulk", "是不是「holder」", NULL},
    {"needs: [reason, basis]", "needs: [raeson, basis]", "是不是「reason」", NULL},
    {"{made: rule, less_than: 1", "{made: ruel, less_than: 1", "是不是「rule」", NULL},
    {"{made: rule, less_than: 1", "{made: rule", "at_least 或 less_than", NULL},
    {"{before_due: due}", "{before_due: deu}", "没有期限「deu」", NULL},
    {"{days_at_most: 15}", "{days_at_most: none}", "不是1到2000的整数", NULL},
    {"{not_class: 备案}", "{not_class: 备按}", "没有类别「备按」", NULL},
    {"{made: rule, less_than: 1", "{made: rule, less_than: 1, since: rulee", "是不是「rule」",
     NULL},
    {"{branches: done}", "{branches: done, since: rule}", "只和 made 一起写", NULL},
    {"{other_than: ask}", "{other_than: asks}", "是不是「ask」", NULL},
    {"{branches: done}", "{branches: open}", "只能是 done", NULL},
    {"from: [last], to: sent", "from: [back], to: sent", "是死路", "{code: last"},
    {"to: check, may", "to: work, may", "到不了", "{code: check"},
    {"done: true, end: true}", "end: true}", "也就要写 done: true", NULL},
    {"may: sample.unit, by: holder, effects: [stop sign]", "by: holder, effects: [stop sign]",
     "谁也做不了", NULL},
    {"by: system, needs", "may: sample.house, by: system, needs", "不写 may", NULL},
    {"start answer]", "]", "没有动作开始它", "code: answer\n    name: 回应期限"},
    {"stop answer]", "]", "没有动作停止它", "code: answer\n    name: 回应期限"},
    {"- {class: 备案, none: true", "- {days: 3", "永远用不上", "- {class: 简单, days: 2"},
    {"none: true, source", "none: true, days: 3, source", "只写一个", NULL},
    {"minutes: 240", "minutes: 240, around: maybe", "只能是 true 或 false", NULL},
    {"hours: [\"09:00-12:00\"", "hours: [\"12:00-09:00\"", "不重叠", NULL},
    {"open request answer, ", "", "没有动作提出申请「answer」", "guards: [{request: answer}]"},
    {"[close request answer, stop answer]", "[stop answer]", "没有动作了结申请「answer」",
     "{code: question"},
    {"by: house, needs: [unit], effects: [hand to", "by: house, effects: [hand to",
     "要写 needs: [unit]", NULL},
    {"needs: [units], effects", "effects", "要写 needs: [units] 或 [unit]",
     "open branches, notify branches"},
    {"needs: [reason, days]", "needs: [reason]", "都没有写 needs: [days]", "{code: grant"},
    {"by: branch, needs: [words], guards: [branch_open]", "by: holder, needs: [words]",
     "只用于 by: branch", NULL},
    {"clock: due, when: overdue", "clock: sign, when: near", "只有「due」有 warned 和 near", NULL},
    {"move: warn, says", "move: take, says", "不是 by: system", NULL},
    {"from: 2016-01-01", "from: soon", "不是日期", NULL},
    {"version: 1", "version: 0", "不是1到1000000的整数", NULL},
    {"code: take,", "code: send,", "写了两遍", "{code: send, name: 接收"},
    {"classes: [普通, 简单, 备案]", "classes: [普通, 简单, 备案, 简单]", "写了两遍", NULL},
};

static void every_slip_is_told_with_its_line(void **state)
{
    Ctx *ctx = *state;
    for (size_t i = 0; i < ARRAY_LEN(slips); i++) {
        const Lifecycle *l;
        bool told = false;
        Str text = altered(ctx, slips[i].old, slips[i].new);
        int64_t line = line_of(text, slips[i].line ? slips[i].line : slips[i].new);
        fail_clear(ctx);
        if (lifecycle_parse(ctx, STR("sample.yaml"), text, &l))
            fail_msg("%s was taken", slips[i].new);
        if (ctx->fail.code != FAIL_INVALID || !ctx->fail.problems)
            fail_msg("%s: %s", slips[i].new, kit_failure(ctx));
        for (size_t p = 0; p < ctx->fail.problems->count; p++) {
            const Problem *problem = &ctx->fail.problems->at[p];
            told |= str_contains(problem->message, str_of(slips[i].says)) && problem->row == line;
        }
        if (!told)
            fail_msg("%s is not told for line %d: %s", slips[i].says, (int)line, kit_failure(ctx));
    }
}

static void all_slips_are_told_at_once(void **state)
{
    Ctx *ctx = *state;
    const Lifecycle *l;
    Str text = STR("lifecycle: x\n"
                   "name: 样例\n"
                   "version: 1\n"
                   "from: 2016-01-01\n"
                   "source: [测试]\n"
                   "classes: [甲]\n"
                   "levels: [乙]\n"
                   "states:\n"
                   "  - {code: a, name: 甲}\n"
                   "  - {code: b, name: 乙}\n"
                   "moves:\n"
                   "  - {code: m, name: 动, from: [a], to: c, by: house}\n");
    assert_fails(ctx, FAIL_INVALID, lifecycle_parse(ctx, STR("x.yaml"), text, &l));
    assert_contains(ctx->fail.detail, "第12行：没有状态「c」");
    assert_contains(ctx->fail.detail, "第12行：动作「动」没有写凭什么权限");
    assert_contains(ctx->fail.detail, "第9行：没有终点");
    assert_contains(ctx->fail.detail, "第10行：状态「乙」到不了");
    assert_int_equal(ctx->fail.place.line, 9);
    assert_fails(ctx, FAIL_INVALID, lifecycle_parse(ctx, STR("x.yaml"), STR(""), &l));
}

/* ---- versions -------------------------------------------------------------------------------- */

static void write_version(Ctx *ctx, const char *folder, int version, const char *from)
{
    Str text = altered(
        ctx, "version: 1\nfrom: 2016-01-01",
        str_to_c(ctx->arena, str_format(ctx->arena, "version: %d\nfrom: %s", version, from)));
    Str path = str_format(ctx->arena, "%s/flow/sample-%d.yaml", folder, version);
    assert_ok(ctx, file_write(ctx, path, text));
}

static void a_matter_keeps_the_version_it_was_opened_under(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        Desk desk = desk_open(ctx);
        const char *folder = kit_folder(ctx);
        const Lifecycle *l;
        Packs *packs;
        Matter old = desk_matter(&desk, "A1", "普通");
        assert_ok(ctx, folder_make(ctx, str_format(ctx->arena, "%s/flow", folder)));
        write_version(ctx, folder, 2, "2023-03-01");
        write_version(ctx, folder, 3, "2023-04-01");
        assert_ok(ctx, packs_open(ctx, str_of(folder), &packs));
        ctx->packs = packs;
        Matter new = desk_matter(&desk, "A2", "普通");
        assert_int_equal(new.version, 2);
        assert_int_equal(old.version, 1);
        FlowMove send = desk_move(&old, "send");
        send.unit_id = desk.units[0];
        desk_do(&desk, DESK_HOUSE, send);
        assert_ok(ctx, lifecycle_of_version(ctx, STR("sample"), 1, &l));
        assert_int_equal(l->version, 1);
        assert_fails(ctx, FAIL_MISSING, lifecycle_of_version(ctx, STR("sample"), 3 + 1, &l));
        assert_fails(ctx, FAIL_NOT_FOUND, lifecycle_for(ctx, STR("sample"), (Date){0}, &l));
        write_version(ctx, folder, 4, "2023-05-01");
        assert_ok(ctx, file_write(ctx, str_format(ctx->arena, "%s/flow/twice.yaml", folder),
                                  altered(ctx, "version: 1", "version: 4")));
        assert_ok(ctx, packs_open(ctx, str_of(folder), &packs));
        ctx->packs = packs;
        LifecycleList list;
        assert_fails(ctx, FAIL_INVALID, lifecycles_load(ctx, &list));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(what_is_written_is_read),
        KIT_TEST(every_slip_is_told_with_its_line),
        KIT_TEST(all_slips_are_told_at_once),
        KIT_TEST(a_matter_keeps_the_version_it_was_opened_under),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
