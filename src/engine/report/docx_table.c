#include "engine/report/docx.h"
#include "engine/report/markup.h"
#include "engine/report/page.h"

#define DIGIT_WIDTH_EM 0.53 /* of the free fonts; the licensed ones have 0.5 */

static int span_of(int span)
{
    return span > 1 ? span : 1;
}

/* Numbers of a column stand one under the other: their right edges meet, and the widest stands in
 * the middle. The blank to the right of them, in twips. */
static int blank_beside_numbers(const Table *table, size_t column, int width)
{
    size_t widest = 0;
    LIST_EACH (Row, row, &table->body) {
        const Cell *cell = &row->cells[column];
        size_t halves = cell->is_number && !cell->covered ? page_half_widths(cell->text) : 0;
        widest = halves > widest ? halves : widest;
    }
    double digits = (double)widest * page_table_size_pt(table) * DIGIT_WIDTH_EM;
    int blank = (width - PT_TO_TWIPS(digits + 2 * TABLE_CELL_SIDE_PT)) / 2;
    return blank > 0 ? blank : 0;
}

static void add_text(Buf *to, const Table *table, const Cell *cell, Str text, Align align,
                     bool head, int blank)
{
    char right[80];
    snprintf(right, sizeof right, "<w:ind w:right=\"%d\"/><w:jc w:val=\"right\"/>", blank);
    const char *const alignments[] = {
        [ALIGN_LEFT] = "<w:jc w:val=\"left\"/>",
        [ALIGN_CENTER] = NULL, /* as the style */
        [ALIGN_RIGHT] = right,
    };
    bool small = table->column_count >= TABLE_WIDE_COLUMNS;
    char properties[160];
    snprintf(properties, sizeof properties, "%s%s",
             small ? "<w:spacing w:line=\"300\" w:lineRule=\"exact\"/>" : "",
             alignments[align] ? alignments[align] : "");
    docx_paragraph_open(to, head ? "TableHead" : "TableText", properties);
    buf_add_c(to, "<w:r><w:rPr>");
    if (cell->emphasis)
        buf_add_c(to, "<w:rStyle w:val=\"Emphasis\"/>");
    if (small)
        buf_format(to, "<w:sz w:val=\"%d\"/><w:szCs w:val=\"%d\"/>", (int)(SIZE_SMALL_5_PT * 2),
                   (int)(SIZE_SMALL_5_PT * 2));
    buf_add_c(to, "</w:rPr>");
    Str rest = text, line;
    for (bool first = true; str_split(&rest, '\n', &line); first = false) {
        if (!first)
            buf_add_c(to, "<w:br/>");
        markup_element(to, "<w:t xml:space=\"preserve\">", line, "</w:t>");
    }
    buf_add_c(to, "</w:r>");
    docx_paragraph_close(to);
}

static int sum_widths(const int *widths, size_t from, int span)
{
    int sum = 0;
    for (int i = 0; i < span; i++)
        sum += widths[from + (size_t)i];
    return sum;
}

/* The merged cell that covers (row, column) from a row above; its column span. 0 when what covers
 * it stands in the same row, and so says it itself. */
static int covered_from_above(const Row *rows, size_t row, size_t column)
{
    for (size_t up = row; up-- > 0;) {
        const Cell *cell = &rows[up].cells[column];
        if (!cell->covered)
            return span_of(cell->row_span) > (int)(row - up) ? span_of(cell->column_span) : 0;
    }
    return 0;
}

/* Cells of a row; one that is covered from above is written as a continued merge. */
static void add_row(Buf *to, const Table *table, const Row *rows, size_t index, const int *widths,
                    bool head)
{
    buf_format(to,
               "<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val=\"%d\" w:hRule=\"atLeast\"/>%s"
               "</w:trPr>",
               PT_TO_TWIPS(TABLE_ROW_MIN_PT), head ? "<w:tblHeader/>" : "");
    for (size_t i = 0; i < table->column_count;) {
        const Cell *cell = &rows[index].cells[i];
        int span = cell->covered ? covered_from_above(rows, index, i) : span_of(cell->column_span);
        if (span == 0) {
            i++;
            continue;
        }
        buf_format(to, "<w:tc><w:tcPr><w:tcW w:w=\"%d\" w:type=\"dxa\"/>",
                   sum_widths(widths, i, span));
        if (span > 1)
            buf_format(to, "<w:gridSpan w:val=\"%d\"/>", span);
        if (cell->covered)
            buf_add_c(to, "<w:vMerge/>");
        else if (cell->row_span > 1)
            buf_add_c(to, "<w:vMerge w:val=\"restart\"/>");
        if (head) /* centred, so its column may be as narrow as its text */
            buf_add_c(to, "<w:tcMar><w:left w:w=\"0\" w:type=\"dxa\"/>"
                          "<w:right w:w=\"0\" w:type=\"dxa\"/></w:tcMar>");
        buf_add_c(to, "<w:vAlign w:val=\"center\"/></w:tcPr>");
        int width = sum_widths(widths, i, span);
        double room = (double)width / 10 / page_table_size_pt(table);
        Str text = head ? page_head_text(to->arena, cell->text, room) : cell->text;
        bool number = cell->is_number && span == 1;
        Align align = table->columns[i].align;
        add_text(to, table, cell, text,
                 head || (align == ALIGN_RIGHT && !number) ? ALIGN_CENTER : align,
                 head || rows[index].is_total, number ? blank_beside_numbers(table, i, width) : 0);
        buf_add_c(to, "</w:tc>");
        i += (size_t)span;
    }
    buf_add_c(to, "</w:tr>\n");
}

static void add_notes(Buf *to, const Table *table)
{
    if (table->note_count == 0)
        return;
    docx_paragraph(to, "TableNote", "<w:keepNext/><w:spacing w:before=\"120\"/>", STR("说明："));
    for (size_t i = 0; i < table->note_count; i++)
        docx_paragraph(to, "TableNote", "<w:ind w:left=\"360\" w:hanging=\"360\"/>",
                       str_format(to->arena, "%zu. %.*s", i + 1, STRF(table->notes[i])));
}

void docx_table(Buf *to, Arena *arena, const Table *table, bool landscape, Str title_above)
{
    int total = landscape ? MM_TO_TWIPS(LANDSCAPE_TYPE_WIDTH_MM) : MM_TO_TWIPS(TYPE_WIDTH_MM);
    int *widths = NEW(arena, int, table->column_count);
    page_column_widths(table, total, widths);
    if (!str_empty(table->title) && !str_equal(table->title, title_above))
        docx_paragraph(to, "Caption", "<w:keepNext/>", table->title);
    buf_format(to,
               "<w:tbl><w:tblPr><w:tblStyle w:val=\"TableGrid\"/><w:tblW w:w=\"%d\" "
               "w:type=\"dxa\"/><w:jc w:val=\"center\"/><w:tblLayout w:type=\"fixed\"/>",
               total);
    if (!str_empty(table->title))
        markup_element(to, "<w:tblCaption w:val=\"", table->title, "\"/>");
    buf_add_c(to, "</w:tblPr><w:tblGrid>");
    for (size_t i = 0; i < table->column_count; i++)
        buf_format(to, "<w:gridCol w:w=\"%d\"/>", widths[i]);
    buf_add_c(to, "</w:tblGrid>\n");
    for (size_t i = 0; i < table->head_count; i++)
        add_row(to, table, table->head, i, widths, /* head= */ true);
    for (size_t i = 0; i < table->body.count; i++)
        add_row(to, table, table->body.at, i, widths, /* head= */ false);
    buf_add_c(to, "</w:tbl>\n");
    if (table->note_count == 0) /* two tables in a row would grow together */
        docx_paragraph(to, "SectionEnd", NULL, STR(""));
    add_notes(to, table);
}
