#include "engine/report/xlsx_sheet.h"

#include "engine/report/page.h"

#define LINE_RATIO_PERCENT 140 /* distance of lines, of the size of type */
#define LEAST_LINES 1

SheetMaker sheet_create(Arena *arena, Str name, size_t column_count)
{
    return (SheetMaker){
        .arena = arena,
        .sheet = {.name = name, .column_count = column_count, .fit_to_width = true}};
}

XlsxCell *sheet_row(SheetMaker *maker, int height)
{
    size_t first = maker->cells.count;
    for (size_t i = 0; i < maker->sheet.column_count; i++)
        *LIST_ADD(maker->arena, &maker->cells) = (XlsxCell){.kind = XLSX_BLANK};
    *LIST_ADD(maker->arena, &maker->heights) = height;
    return &maker->cells.at[first];
}

int sheet_text_height(size_t halves, int width_halves, int font_points)
{
    int lines = LEAST_LINES;
    if (halves > 0 && width_halves > 0)
        lines = ((int)halves + width_halves - 1) / width_halves;
    return lines * font_points * LINE_RATIO_PERCENT / 10 + font_points * 4;
}

void sheet_line(SheetMaker *maker, Str text, const XlsxStyle *style, int width_halves)
{
    int points = style->font_points ? style->font_points : 11;
    int height = sheet_text_height(page_half_widths(text), width_halves, points);
    XlsxCell *cells = sheet_row(maker, height);
    cells[0] = (XlsxCell){.kind = str_empty(text) ? XLSX_BLANK : XLSX_TEXT,
                          .text = text,
                          .style = style,
                          .row_span = 1,
                          .column_span = (int)maker->sheet.column_count};
}

size_t sheet_height(const SheetMaker *maker)
{
    return maker->heights.count;
}

XlsxSheet sheet_finish(SheetMaker *maker)
{
    maker->sheet.cells = maker->cells.at;
    maker->sheet.row_count = maker->heights.count;
    maker->sheet.row_heights = maker->heights.at;
    return maker->sheet;
}
