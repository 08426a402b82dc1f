#include "engine/report/page.h"
#include "engine/report/xlsx_sheet.h"

/* The text is merged across several columns: a single one could not be scaled to the page. */
#define COLUMNS 6
#define WIDTH 145       /* of a column, in tenths of a digit's width */
#define WIDTH_HALVES 76 /* what all hold of 12-point type */
#define KIND_HALVES_MAX 16
#define RED 0xE60012

static const int widths[COLUMNS] = {WIDTH, WIDTH, WIDTH, WIDTH, WIDTH, WIDTH};

static const XlsxStyle mark = {
    .align = XLSX_CENTER, .bold = true, .wrap = true, .font_points = 20, .color = RED};
static const XlsxStyle title = {
    .align = XLSX_CENTER, .bold = true, .wrap = true, .font_points = 18};
static const XlsxStyle centered = {
    .align = XLSX_CENTER, .wrap = true, .font_points = 12, .font = "仿宋"};
static const XlsxStyle body = {.wrap = true, .font_points = 12, .font = "仿宋"};
static const XlsxStyle right = {
    .align = XLSX_RIGHT, .wrap = true, .font_points = 12, .font = "仿宋"};
static const XlsxStyle headings[] = {
    {.wrap = true, .font_points = 12, .font = "黑体"},
    {.wrap = true, .font_points = 12, .font = "楷体"},
    {.wrap = true, .font_points = 12, .font = "仿宋"},
};

static void add(SheetMaker *maker, Str text, const XlsxStyle *style)
{
    if (!str_empty(text))
        sheet_line(maker, text, style, WIDTH_HALVES * 12 / style->font_points);
}

static void add_lines(SheetMaker *maker, Str text, const XlsxStyle *style)
{
    Str line;
    while (str_split(&text, '\n', &line))
        add(maker, line, style);
}

static void add_labelled(SheetMaker *maker, const char *label, Str text)
{
    if (!str_empty(text))
        add(maker, str_format(maker->arena, "%s%.*s", label, STRF(text)), &body);
}

static void add_block(SheetMaker *maker, const Block *block)
{
    switch (block->kind) {
    case BLOCK_HEADING: {
        int level = block->level < 1 ? 1 : block->level > 3 ? 3 : block->level;
        add(maker, str_format(maker->arena, "　　%.*s", STRF(block->text)), &headings[level - 1]);
        break;
    }
    case BLOCK_PARAGRAPH:
        add(maker, str_format(maker->arena, "　　%.*s%.*s", STRF(block->lead), STRF(block->text)),
            &body);
        break;
    case BLOCK_LIST:
        for (size_t i = 0; i < block->item_count; i++)
            add(maker, str_format(maker->arena, "　　%zu.%.*s", i + 1, STRF(block->items[i])),
                &body);
        break;
    case BLOCK_CODE: /* what it leads to is for paper */
    case BLOCK_TABLE: /* sheets of their own */
    case BLOCK_CHART:
        break;
    }
}

static void add_end(SheetMaker *maker, const Document *document)
{
    LIST_EACH (Annex, annex, &document->annexes) {
        Str label = page_attachment_label(maker->arena, document, annex);
        add(maker,
            str_format(maker->arena, "　　%s%.*s%.*s",
                       annex == document->annexes.at ? "附件：" : "　　　", STRF(label),
                       STRF(annex->title)),
            &body);
    }
    for (size_t i = 0; i < document->issuer_count; i++)
        add(maker, document->issuers[i], &right);
    if (document->has_date)
        add(maker, page_date(maker->arena, document->date), &right);
    if (!str_empty(document->contact))
        add_labelled(maker, "　　", page_contact(maker->arena, document->contact));
    add_labelled(maker, "　　", document->disclosure);
    add_labelled(maker, "抄送：", document->copies);
    add_labelled(maker, "印发机关：", document->printed_by);
}

/* The kind of document (文种) is what a title ends in: 关于…情况的通报 (GB/T 9704-2012, 7.3.1). */
static Str kind_of_document(Str text)
{
    const Str of = STR("的");
    Str rest = text;
    for (size_t at = str_find(rest, of); at != STR_NONE; at = str_find(rest, of))
        rest = str_after(rest, at + of.len);
    bool found = rest.len < text.len && !str_empty(rest) && !str_contains(rest, STR("\n"));
    return found && page_half_widths(rest) <= KIND_HALVES_MAX ? rest : STR("正文");
}

XlsxSheet xlsx_prose_sheet(Arena *arena, const Document *document)
{
    SheetMaker maker = sheet_create(arena, kind_of_document(document->title), COLUMNS);
    maker.sheet.column_widths = widths;
    add_lines(&maker, document->mark, &mark);
    add(&maker, document->number, &centered);
    add_lines(&maker, document->title, &title);
    if (!str_empty(document->addressee))
        add(&maker, str_format(arena, "%.*s：", STRF(document->addressee)), &body);
    LIST_EACH (Block, block, &document->blocks) {
        add_block(&maker, block);
    }
    add_end(&maker, document);
    return sheet_finish(&maker);
}

XlsxSheet xlsx_notes_sheet(Arena *arena, const Document *document, const XlsxSheetList *sheets)
{
    SheetMaker maker = sheet_create(arena, STR("说明"), COLUMNS);
    maker.sheet.column_widths = widths;
    add(&maker, STR("说明"), &title);
    if (document->watermark_count > 0) {
        Buf states = buf_create(arena, 4 * KIB);
        for (size_t i = 0; i < document->watermark_count; i++) {
            buf_add_c(&states, i > 0 ? "、" : "");
            buf_add(&states, document->watermarks[i]);
        }
        add_labelled(&maker, "本文件的状态：", buf_str(&states));
    }
    add_labelled(&maker, "数据版本：", document->identity);
    add(&maker, STR("表中的数是数值，可以直接计算；合计等为公式，打开时显示的是正式公布的结果。"),
        &body);
    for (size_t i = 0; i < sheets->count; i++)
        if (sheets->at[i].row_count > 0 && sheets->at[i].cells[0].kind == XLSX_TEXT)
            add(&maker,
                str_format(arena, "工作表「%.*s」：%.*s", STRF(sheets->at[i].name),
                           STRF(sheets->at[i].cells[0].text)),
                &body);
    return sheet_finish(&maker);
}
