#include "domain/assessment/letter.h"

#include "domain/assessment/district.h"
#include "engine/access/audit.h"
#include "port/clock.h"

#define RECORD_COLUMNS 4

static Str amount(Arena *arena, Decimal value)
{
    return decimal_str_least(arena, value, /* places= */ 2);
}

static void add_paragraph(Arena *arena, Document *document, Str text)
{
    *LIST_ADD(arena, &document->blocks) = (Block){.kind = BLOCK_PARAGRAPH, .text = text};
}

static Row head_row(Arena *arena)
{
    static const char *const heads[RECORD_COLUMNS] = {"工单", "扣分", "原因", "标题"};
    Row row = {.cells = NEW(arena, Cell, RECORD_COLUMNS)};
    for (size_t i = 0; i < RECORD_COLUMNS; i++)
        row.cells[i].text = str_of(heads[i]);
    return row;
}

static Table *records_table(Arena *arena, const UnitExplanation *why)
{
    static const int weights[RECORD_COLUMNS] = {5, 2, 8, 6};
    Table *table = NEW(arena, Table, 1);
    table->title = str_format(arena, "%.*s扣分的工单", STRF(why->explanation.name));
    table->columns = NEW(arena, Column, RECORD_COLUMNS);
    table->column_count = RECORD_COLUMNS;
    for (size_t i = 0; i < RECORD_COLUMNS; i++)
        table->columns[i].weight = weights[i];
    table->head = NEW(arena, Row, 1);
    table->head_count = 1;
    table->head[0] = head_row(arena);
    LIST_EACH (const CountedRecord, record, &why->records) {
        if (table->body.count == LETTER_RECORDS_MAX)
            break;
        Cell *cells = NEW(arena, Cell, RECORD_COLUMNS);
        cells[0].text = record->number;
        cells[1].text = record->has_cost ? amount(arena, record->cost) : STR("—");
        cells[2].text = record->why;
        cells[3].text = record->title;
        LIST_ADD(arena, &table->body)->cells = cells;
    }
    table_finish(table);
    return table;
}

/* 「一、按时办理率」 */
static Str numbered(Arena *arena, int number, Str name)
{
    static const char *const digits[] = {"零", "一", "二", "三", "四", "五",
                                         "六", "七", "八", "九", "十"};
    if (number > 10)
        return str_format(arena, "%d、%.*s", number, STRF(name));
    return str_format(arena, "%s、%.*s", digits[number], STRF(name));
}

/* 「按时办理率得10.00分，扣5.00分。当月到期…」, and the records. */
static void add_item(Ctx *ctx, const UnitExplanation *why, Str value, Decimal lost, int number,
                     Document *document)
{
    Arena *arena = ctx->arena;
    const Explanation *inner = &why->explanation;
    *LIST_ADD(arena, &document->blocks) =
        (Block){.kind = BLOCK_HEADING, .level = 1, .text = numbered(arena, number, inner->name)};
    add_paragraph(arena, document,
                  str_format(arena, "得%.*s分，扣%.*s分。%.*s", STRF(value),
                             STRF(amount(arena, lost)), STRF(inner->rule)));
    if (!why->counted)
        add_paragraph(arena, document, STR("这项得分是导入的，没有逐件工单。"));
    else if (why->records.count)
        *LIST_ADD(arena, &document->blocks) =
            (Block){.kind = BLOCK_TABLE, .table = records_table(arena, why)};
    if (why->records.count > LETTER_RECORDS_MAX)
        add_paragraph(
            arena, document,
            str_format(arena, "共%zu件，列出前%d件。", why->records.count, LETTER_RECORDS_MAX));
}

static bool add_items(Ctx *ctx, Period period, Str scheme, Str unit, const AskedScore *asked,
                      Document *document)
{
    const Scheme *rules = asked->result.scheme;
    int number = 0;
    for (size_t i = 0; i < rules->items.count; i++) {
        Decimal lost = DECIMAL_ZERO;
        UnitExplanation why;
        if (!assess_deduction(&asked->result.result, asked->subject, i, &lost) ||
            lost.millionths <= 0)
            continue;
        if (!unit_explain(ctx, period, scheme, unit, rules->items.at[i].code, &why))
            return false;
        AssessValue value = assess_item(&asked->result.result, asked->subject, i);
        add_item(ctx, &why, decimal_str_least(ctx->arena, value.rounded, value.places), lost,
                 ++number, document);
    }
    if (number == 0)
        add_paragraph(ctx->arena, document, STR("当月没有扣分。"));
    return true;
}

static Str opening(Ctx *ctx, const AskedScore *asked)
{
    Buf text = buf_create(ctx->arena, KIB);
    const MonthResult *result = &asked->result;
    AssessValue total = assess_total(&result->result, asked->subject);
    AssessRank rank = assess_rank(&result->result, asked->subject);
    period_print_chinese(&text, result->month.period);
    buf_format(&text, "%.*s，%.*s", STRF(result->scheme->name),
               STRF(result->subjects[asked->subject].name));
    if (total.present)
        buf_format(&text, "得%.*s分",
                   STRF(decimal_str_least(ctx->arena, total.rounded, total.places)));
    if (rank.rank > 0)
        buf_format(&text, "，在%.*s中列第%lld名",
                   STRF(unit_kind_label(result->subjects[asked->subject].group)),
                   (long long)rank.rank);
    buf_add_c(&text, "。扣分情况如下：");
    return buf_str(&text);
}

static Str title_of(Ctx *ctx, const AskedScore *asked)
{
    Buf text = buf_create(ctx->arena, KIB);
    period_print_chinese(&text, asked->result.month.period);
    buf_format(&text, "%.*s扣分情况", STRF(asked->result.scheme->name));
    return buf_str(&text);
}

bool letter_build(Ctx *ctx, Period period, Str scheme, Str unit, Document *ret)
{
    AskedScore asked;
    District district;
    if (!asked_score_find(ctx, period, scheme, unit, STR(""), &asked) ||
        !month_district(ctx, &asked.result.month, &district))
        return false;
    bool draft = str_equal_c(asked.result.month.state, "draft");
    Instant at = draft ? clock_now(ctx) : asked.result.month.changed_at;
    Document document = {
        .title = title_of(ctx, &asked),
        .addressee = asked.result.subjects[asked.subject].name,
        .language = STR("zh-CN"),
        .identity = str_format(ctx->arena, "%.*s 第%lld版",
                               STRF(month_state_label(asked.result.month.state)),
                               (long long)asked.result.month.version),
        .date = instant_date(at),
        .has_date = true,
        .made_at = at,
        .watermarks = NEW(ctx->arena, Str, 2),
    };
    if (draft)
        document.watermarks[document.watermark_count++] = STR("草稿");
    if (district.demo)
        document.watermarks[document.watermark_count++] = STR("演示");
    add_paragraph(ctx->arena, &document, opening(ctx, &asked));
    if (!add_items(ctx, period, scheme, unit, &asked, &document))
        return false;
    *ret = document;
    return true;
}

static bool note(Ctx *ctx, Period period, Str file)
{
    return audit_note(ctx, &(AuditNote){.action = "assessment.letter",
                                        .object = "month",
                                        .key = period.months,
                                        .title = file,
                                        .facts = STR("导出")});
}

bool letter_file(Ctx *ctx, Period period, Str scheme, Str unit, Str format_name, FileBody *ret)
{
    Document document;
    const ReportFormat *format = report_format_named(format_name);
    if (!format || str_equal_c(format_name, "xlsx")) {
        fail(ctx, FAIL_INVALID, "没有格式「%.*s」", STRF(format_name));
        return fail_hint(ctx, "可用：html、docx、pdf");
    }
    if (!letter_build(ctx, period, scheme, unit, &document) ||
        !format->write(ctx, &document, &ret->bytes))
        return false;
    bool page = str_equal_c(format_name, "html");
    if (page && !html_style_source(ctx, &ret->style_source))
        return false;
    Buf name = buf_create(ctx->arena, KIB);
    period_print_chinese(&name, period);
    buf_format(&name, "扣分情况_%.*s.%s", STRF(document.addressee), format->name);
    ret->name = buf_str(&name);
    ret->content_type = str_of(format->content_type);
    return page || note(ctx, period, ret->name);
}
