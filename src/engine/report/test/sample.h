/*
 * sample.h - documents for the tests of the writers: one small with everything in it, one dense.
 */
#ifndef TONGBAN_ENGINE_REPORT_TEST_SAMPLE_H
#define TONGBAN_ENGINE_REPORT_TEST_SAMPLE_H

#include "engine/report/document.h"

#include "base/fail.h"

static inline Cell sample_words(const char *text)
{
    return (Cell){.text = str_of(text)};
}

static inline Cell sample_head(const char *text, int column_span, int row_span)
{
    return (Cell){.text = str_of(text), .column_span = column_span, .row_span = row_span};
}

/* "12.50", "99.90%", "" */
static inline Cell sample_number(Arena *arena, const char *text)
{
    Str digits = str_of(text);
    bool percent = str_ends(digits, STR("%"));
    if (percent)
        digits = str_slice(digits, 0, digits.len - 1);
    Cell cell = {.text = str_copy(arena, str_of(text)), .is_percent = percent};
    if (str_empty(digits))
        return cell;
    if (decimal_parse(digits, &cell.value) != DECIMAL_PARSED)
        BUG("a sample number is no number");
    size_t point = str_find_byte(digits, '.');
    cell.places = point == STR_NONE ? 0 : (int)(digits.len - point - 1);
    cell.is_number = true;
    return cell;
}

static inline void sample_row(Arena *arena, Table *table, const char *name,
                              const char *const *numbers, bool is_total)
{
    Row *row = LIST_ADD(arena, &table->body);
    row->cells = NEW(arena, Cell, table->column_count);
    row->is_total = is_total;
    row->cells[0] = sample_words(name);
    for (size_t i = 1; i < table->column_count; i++)
        row->cells[i] = sample_number(arena, numbers[i - 1]);
}

/* Six columns, heads of two rows, an empty cell, a percentage, a total with a formula. */
static inline Table *sample_table(Arena *arena, bool landscape)
{
    Table *table = NEW(arena, Table, 1);
    table->title = STR("各单位情况表");
    table->landscape = landscape;
    table->column_count = 6;
    table->columns = NEW(arena, Column, 6);
    for (size_t i = 0; i < 6; i++)
        table->columns[i].align = ALIGN_CENTER;
    table->head_count = 2;
    table->head = NEW(arena, Row, 2);
    table->head[0].cells = NEW(arena, Cell, 6);
    table->head[1].cells = NEW(arena, Cell, 6);
    table->head[0].cells[0] = sample_head("单位", 1, 2);
    table->head[0].cells[1] = sample_head("基础事项（40分）", 2, 1);
    table->head[0].cells[3] = sample_head("比率（%）", 1, 2);
    table->head[0].cells[4] = sample_head("扣分", 1, 2);
    table->head[0].cells[5] = sample_head("合计", 1, 2);
    table->head[1].cells[1] = sample_head("甲项（20分）", 1, 1);
    table->head[1].cells[2] = sample_head("乙项（20分）", 1, 1);
    sample_row(arena, table, "东滘街", (const char *[]){"19.89", "15", "99.90%", "-1", "33.89"},
               false);
    sample_row(arena, table, "=cmd|'/C calc'!A0",
               (const char *[]){"20.00", "0", "", "-0.5", "19.50"}, false);
    sample_row(arena, table, "瑄玥<b>&街", (const char *[]){"18.52", "7", "171.13%", "0", "25.52"},
               false);
    sample_row(arena, table, "全区", (const char *[]){"58.41", "22", "100.0%", "-1.5", "78.91"},
               true);
    Cell *last = table->body.at[3].cells;
    for (size_t i = 1; i < 6; i++)
        if (i != 3)
            last[i].formula = str_format(arena, "SUM(%c{first}:%c{last})", (char)('A' + (int)i),
                                         (char)('A' + (int)i));
    table->body.at[2].cells[1].emphasis = true;
    table->body.at[2].cells[1].note = STR("低于全区均值");
    table->note_count = 2;
    table->notes = NEW(arena, Str, 2);
    table->notes[0] = STR("数据统计区间2023年2月1日至2023年2月28日；");
    table->notes[1] = STR("得分=（甲项+乙项）+扣分。");
    table_finish(table);
    return table;
}

static inline Chart *sample_chart(Arena *arena)
{
    Chart *chart = NEW(arena, Chart, 1);
    *chart = (Chart){.kind = CHART_BAR, .title = STR("各单位得分"), .unit = STR("分")};
    chart->category_count = 3;
    chart->categories = NEW(arena, Str, 3);
    chart->categories[0] = STR("东滘街");
    chart->categories[1] = STR("乙街");
    chart->categories[2] = STR("丙街");
    chart->series_count = 1;
    chart->series = NEW(arena, ChartSeries, 1);
    chart->series[0].name = STR("总分");
    chart->series[0].values = NEW(arena, Decimal, 3);
    chart->series[0].present = NEW(arena, bool, 3);
    chart->series[0].values[0].millionths = 33890000;
    chart->series[0].values[2].millionths = 25520000;
    chart->series[0].present[0] = true;
    chart->series[0].present[2] = true;
    return chart;
}

static inline void sample_add(Arena *arena, BlockList *blocks, BlockKind kind, int level,
                              const char *lead, const char *text)
{
    *LIST_ADD(arena, blocks) =
        (Block){.kind = kind, .level = level, .lead = str_of(lead), .text = str_of(text)};
}

static inline void sample_body(Arena *arena, BlockList *blocks)
{
    sample_add(arena, blocks, BLOCK_PARAGRAPH, 0, NULL,
               "根据《某某管理办法》（某府令第191号）精神，结合实际情况，现将2023年2月份"
               "有关工作情况通报如下：");
    sample_add(arena, blocks, BLOCK_HEADING, 1, NULL, "一、热线情况");
    sample_add(arena, blocks, BLOCK_PARAGRAPH, 0, NULL,
               "2月份，承办工单共19602件，其中咨询类1565件、投诉类8793件。当月总得分为101.58分，"
               "排名第八。前三位的是东滘街、乙街、丙街、丁街（并列第三）。");
    sample_add(arena, blocks, BLOCK_HEADING, 2, NULL, "（一）退单通过率");
    sample_add(arena, blocks, BLOCK_PARAGRAPH, 0, "政务服务中心：",
               "服务群众8517人次，受理量10461件，网办比例为85.65%。（详见附件1和附件2）");
    sample_add(arena, blocks, BLOCK_HEADING, 3, NULL, "1.具体情况");
    Block *list = LIST_ADD(arena, blocks);
    *list = (Block){.kind = BLOCK_LIST, .item_count = 2, .items = NEW(arena, Str, 2)};
    list->items[0] = STR("甲局收到表扬信10封；");
    list->items[1] = STR("乙局收到锦旗3面。");
    *LIST_ADD(arena, blocks) = (Block){.kind = BLOCK_CHART, .chart = sample_chart(arena)};
    sample_add(arena, blocks, BLOCK_PARAGRAPH, 0, NULL, "特此通报。");
}

static inline void sample_annex(Arena *arena, Document *document, const char *title, Table *table)
{
    Annex *annex = LIST_ADD(arena, &document->annexes);
    annex->number = (int)document->annexes.count;
    annex->title = str_of(title);
    *LIST_ADD(arena, &annex->blocks) = (Block){.kind = BLOCK_TABLE, .table = table};
}

static inline Document sample_document(Arena *arena)
{
    Document document = {
        .mark = STR("某市某区政务服务数据管理局\n某市某区效能办公室"),
        .number = STR("某政数通〔2023〕3号"),
        .title = STR("关于2023年2月份政务服务相关工作\n相关数据情况的通报"),
        .addressee = STR("各部门，各街道"),
        .has_date = true,
        .contact = STR("联系人：略"),
        .disclosure = STR("公开方式：免于公开"),
        .copies = STR("略。"),
        .printed_by = STR("某区政务服务数据管理局"),
        .language = STR("zh-CN"),
        .identity = STR("2023-02 第1版"),
        .made_at = {1681171200000},
    };
    if (!date_make((CivilDate){2023, 4, 11}, &document.date))
        BUG("a sample date is no date");
    document.issuer_count = 2;
    document.issuers = NEW(arena, Str, 2);
    document.issuers[0] = STR("某市某区效能办公室");
    document.issuers[1] = STR("某市某区政务服务数据管理局");
    document.watermark_count = 2;
    document.watermarks = NEW(arena, Str, 2);
    document.watermarks[0] = STR("草稿");
    document.watermarks[1] = STR("演示");
    sample_body(arena, &document.blocks);
    sample_annex(arena, &document, "某区2023年2月份各部门情况表", sample_table(arena, false));
    sample_annex(arena, &document, "某区2023年2月份各街道（含社区）服务各项指标数据情况表",
                 sample_table(arena, true));
    return document;
}

/* Nothing but paragraphs that fill several pages: full lines of full-width characters. */
static inline Document sample_dense_document(Arena *arena)
{
    Document document = {.title = STR("关于满页正文的通报"), .language = STR("zh-CN")};
    Buf text = buf_create(arena, MIB);
    for (int i = 0; i < 2200; i++)
        buf_add(&text, STR("政"));
    for (int i = 0; i < 3; i++)
        *LIST_ADD(arena, &document.blocks) =
            (Block){.kind = BLOCK_PARAGRAPH, .text = buf_str(&text)};
    return document;
}

#endif
