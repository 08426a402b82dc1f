#include "engine/report/html.h"
#include "engine/report/markup.h"
#include "engine/report/page.h"

static void add_class(Buf *to, const char *name, bool *any)
{
    buf_add_c(to, *any ? " " : " class=\"");
    buf_add_c(to, name);
    *any = true;
}

static void add_attributes(Buf *to, const Cell *cell, Align align)
{
    if (cell->column_span > 1)
        buf_format(to, " colspan=\"%d\"", cell->column_span);
    if (cell->row_span > 1)
        buf_format(to, " rowspan=\"%d\"", cell->row_span);
    bool any = false;
    if (align == ALIGN_LEFT)
        add_class(to, "left", &any);
    if (align == ALIGN_RIGHT)
        add_class(to, "right", &any);
    if (cell->is_number)
        add_class(to, "figure", &any);
    if (cell->emphasis)
        add_class(to, "emphasis", &any);
    if (any)
        buf_add_byte(to, '"');
    if (!str_empty(cell->note))
        markup_element(to, " title=\"", cell->note, "\"");
}

static void add_head_row(Buf *to, const Table *table, const Row *row)
{
    buf_add_c(to, "<tr>");
    for (size_t i = 0; i < table->column_count; i++) {
        const Cell *cell = &row->cells[i];
        if (cell->covered)
            continue;
        buf_format(to, "<th scope=\"%s\"", cell->column_span > 1 ? "colgroup" : "col");
        add_attributes(to, cell, ALIGN_CENTER);
        markup_element(to, ">", cell->text, "</th>");
    }
    buf_add_c(to, "</tr>\n");
}

/* The first cell that is words and not a number names its row. */
static size_t row_header(const Table *table, const Row *row)
{
    for (size_t i = 0; i < table->column_count; i++)
        if (!row->cells[i].covered && !row->cells[i].is_number && !str_empty(row->cells[i].text))
            return i;
    return table->column_count;
}

static void add_body_row(Buf *to, const Table *table, const Row *row)
{
    size_t header = row_header(table, row);
    buf_add_c(to, row->is_total ? "<tr class=\"total\">" : "<tr>");
    for (size_t i = 0; i < table->column_count; i++) {
        const Cell *cell = &row->cells[i];
        if (cell->covered)
            continue;
        buf_add_c(to, i == header ? "<th scope=\"row\"" : "<td");
        add_attributes(to, cell, table->columns[i].align);
        markup_element(to, ">", cell->text, i == header ? "</th>" : "</td>");
    }
    buf_add_c(to, "</tr>\n");
}

static void add_notes(Buf *to, const Table *table)
{
    if (table->note_count == 0)
        return;
    buf_add_c(to, "<div class=\"notes\">\n<p>说明：</p>\n<ol>\n");
    for (size_t i = 0; i < table->note_count; i++)
        markup_element(to, "<li>", table->notes[i], "</li>\n");
    buf_add_c(to, "</ol>\n</div>\n");
}

void html_table(Buf *to, const Table *table, Str title_above)
{
    Str label = str_empty(table->title) ? title_above : table->title;
    markup_element(to, "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"", label,
                   "\">\n");
    buf_add_c(to,
              table->column_count >= TABLE_WIDE_COLUMNS ? "<table class=\"wide\">\n" : "<table>\n");
    if (!str_empty(label)) {
        buf_add_c(to, "<caption");
        if (str_equal(label, title_above))
            buf_add_c(to, "><span class=\"hidden\">");
        else
            buf_add_c(to, "><span>");
        markup_element(to, "", label, "</span></caption>\n");
    }
    if (table->head_count > 0) {
        buf_add_c(to, "<thead>\n");
        for (size_t i = 0; i < table->head_count; i++)
            add_head_row(to, table, &table->head[i]);
        buf_add_c(to, "</thead>\n");
    }
    buf_add_c(to, "<tbody>\n");
    LIST_EACH (Row, row, &table->body) {
        add_body_row(to, table, row);
    }
    buf_add_c(to, "</tbody>\n</table>\n</div>\n");
    add_notes(to, table);
}
