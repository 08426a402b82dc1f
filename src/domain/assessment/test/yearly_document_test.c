/* The documents of a year, as the text of their pages: kept word for word. */
#include "district_kit.h"

#include "domain/assessment/bulletin.h"

static Period year_of(int number)
{
    Period year;
    assert_true(year_make(number, &year));
    return year;
}

/* The text of a page: a line an element that has any, the style sheet left out. */
static Str text_of_page(Arena *arena, Str page)
{
    Buf text = buf_create(arena, MIB);
    Str rest = str_after(page, str_find(page, STR("</style>")));
    while (!str_empty(rest)) {
        size_t open = str_find_byte(rest, '<');
        Str words = str_trim(open == STR_NONE ? rest : str_slice(rest, 0, open));
        if (!str_empty(words))
            buf_format(&text, "%.*s\n", STRF(words));
        size_t close = str_find_byte(rest, '>');
        rest = open == STR_NONE || close == STR_NONE ? STR("") : str_after(rest, close + 1);
    }
    return buf_str(&text);
}

static Str document_text(Ctx *ctx, const char *code)
{
    BulletinHead head;
    Document document;
    Str page;
    assert_ok(ctx, bulletin_find(ctx, year_of(2023), str_of(code), &head));
    assert_ok(ctx, bulletin_build(ctx, year_of(2023), &head, &document));
    assert_ok(ctx, write_html(ctx, &document, &page));
    return text_of_page(ctx->arena, page);
}

/* Seven streets, the sixth and seventh tied, one between the bands; of three departments one lacks
 * a part. Invented. */
static const char annual_figures[] =
    "unit,rating_composite,active_good_score,third_party,special_adjustment\n"
    "区教育局,98.5,9.87,91.25,-3\n"
    "区财政局,80,8,80,80\n"
    "区委宣传部(区新闻出版局(区版权局)),90,9,90,\n"
    "赤岗街,95,9.5,95,95\n"
    "海幢街,94,9.4,94,94\n"
    "南洲街,93,9.3,93,93\n"
    "南石头街,92,9.2,92,92\n"
    "甲街,91,9.1,91,91\n"
    "乙街,90,9,90,90\n"
    "丙街,90,9,90,90\n"
    "丁街,79.5,7.95,79.5,79.5\n"
    "戊街,60,6,60,60\n";

static const char self_figures[] =
    "item,points,self_score,note\n产出指标,20,20,\n效益指标,20,19.5,满意度未达目标\n"
    "支出率,10,9.2,\n预算编制,3,3,\n结转结余率,2,2,\n财务管理合规性,2,2,\n预决算公开,2,2,\n"
    "绩效信息公开,2,2,\n制度建设,5,5,\n结果应用,3,3,\n制度执行,7,6.5,\n采购管理,10,10,\n"
    "资产管理,10,9,盘点未完成\n运行成本,4,4,\n";

static void the_circular_lists_units_by_grade(void **state)
{
    Ctx *ctx = *state;
    open_district(ctx);
    import_units(ctx,
                 "unit,kind\n甲街,street\n乙街,street\n丙街,street\n丁街,street\n戊街,street\n");
    put_in(ctx, "annual", year_of(2023), annual_figures);
    kit_golden(ctx, "src/domain/assessment/test/golden/annual.txt", document_text(ctx, "annual"));
}

static void the_self_assessment_is_told_section_by_section(void **state)
{
    Ctx *ctx = *state;
    open_district(ctx);
    put_in(ctx, "self-assessment", year_of(2023), self_figures);
    kit_golden(ctx, "src/domain/assessment/test/golden/self_assessment.txt",
               document_text(ctx, "self-assessment"));
}

/* What the department wrote is told where it belongs, and the notes of lost points are then the
 * reasons only. */
static void what_the_department_wrote_is_told_in_its_place(void **state)
{
    Ctx *ctx = *state;
    open_district(ctx);
    put_in(ctx, "self-assessment", year_of(2023), self_figures);
    put_in(ctx, "self-assessment", year_of(2023),
           "item,self_score,note\n部门基本情况,,内设机构五个，在职三十人。\n"
           "存在问题,,盘点制度不健全\n改进措施,,按季度盘点；\n");
    Str text = document_text(ctx, "self-assessment");
    assert_contains(text, "一、部门基本情况\n内设机构五个，在职三十人。\n二、绩效自评情况");
    assert_contains(text, "资产管理扣1分：盘点未完成。\n三、存在问题及改进\n存在问题。");
    assert_contains(text, "盘点制度不健全。");
    assert_contains(text, "按季度盘点。");
    assert_false(str_contains(text, STR("资产管理：盘点未完成")));
}

static void full_marks_leave_nothing_to_explain(void **state)
{
    Ctx *ctx = *state;
    open_district(ctx);
    put_in(ctx, "self-assessment", year_of(2023), self_figures);
    put_in(ctx, "self-assessment", year_of(2023),
           "item,self_score\n效益指标,20\n支出率,10\n制度执行,7\n资产管理,10\n");
    Str text = document_text(ctx, "self-assessment");
    assert_contains(text, "产出指标、效益指标、支出率均得满分。");
    assert_false(str_contains(text, STR("扣")));
    assert_false(str_contains(text, STR("存在问题")));
}

static void a_year_has_the_documents_it_has_figures_for(void **state)
{
    Ctx *ctx = *state;
    BulletinHeadList heads;
    BulletinHead head;
    open_district(ctx);
    put_in(ctx, "self-assessment", year_of(2023), self_figures);
    assert_ok(ctx, bulletins_of(ctx, year_of(2023), &heads));
    assert_int_equal(heads.count, 1);
    assert_str(heads.at[0].code, "self-assessment");
    assert_ok(ctx, bulletins_of(ctx, FEBRUARY, &heads));
    assert_int_equal(heads.count, 0);
    assert_fails(ctx, FAIL_NOT_FOUND, bulletin_find(ctx, year_of(2023), STR("annual"), &head));
    assert_contains(ctx->fail.hint, "self-assessment");
}

static void a_frozen_year_keeps_its_text_whatever_changes_after(void **state)
{
    Ctx *ctx = *state;
    EACH_DISTRICT(ctx)
    {
        MonthState month;
        put_in(ctx, "annual", year_of(2023),
               "unit,rating_composite,active_good_score,third_party,special_adjustment\n"
               "赤岗街,95,9.5,95,95\n海幢街,94,9.4,94,94\n");
        put(ctx, "hotline-items", "unit,on_time\n赤岗街,15\n");
        assert_ok(ctx, month_freeze(ctx, year_of(2023), &month));
        Str before = document_text(ctx, "annual");
        import_units(ctx, "unit,kind,former_name\n赤岗新街,street,赤岗街\n");
        assert_true(str_equal(document_text(ctx, "annual"), before));
        /* The months of a frozen year stay open. */
        put(ctx, "hotline-items", "unit,on_time\n海幢街,14\n");
        assert_ok(ctx, month_reopen(ctx, year_of(2023), STR("更名"), &month));
        assert_contains(document_text(ctx, "annual"), "赤岗新街");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(the_circular_lists_units_by_grade),
        KIT_TEST(the_self_assessment_is_told_section_by_section),
        KIT_TEST(what_the_department_wrote_is_told_in_its_place),
        KIT_TEST(full_marks_leave_nothing_to_explain),
        KIT_TEST(a_year_has_the_documents_it_has_figures_for),
        KIT_TEST(a_frozen_year_keeps_its_text_whatever_changes_after),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
