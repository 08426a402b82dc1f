/*
 * bare_pages.c - a PDF of plain pages from FreeType and Cairo alone: what the bulletin is measured
 * against.
 *
 * bare_pages FONT PAGES OUT: each page holds 22 lines of 28 Chinese characters (GB/T 9704-2012) in
 * one font, embedded as a subset. No layout, no tables, no other formats.
 */
#include <cairo-ft.h>
#include <cairo-pdf.h>
#include <ft2build.h>
#include <stdlib.h>
#include FT_FREETYPE_H

#define LINES 22
#define CHARACTERS 28
#define SIZE_PT 16.0
#define PITCH_PT 29.0
#define FIRST_RUNE 0x4E00

static void draw_line(cairo_t *cairo, FT_Face face, int line, int page)
{
    cairo_glyph_t glyphs[CHARACTERS];
    for (int i = 0; i < CHARACTERS; i++)
        glyphs[i] = (cairo_glyph_t){
            .index = FT_Get_Char_Index(
                face, (FT_ULong)(FIRST_RUNE + (page * LINES + line) * CHARACTERS / 4 + i)),
            .x = 79 + i * SIZE_PT,
            .y = 120 + line * PITCH_PT};
    cairo_show_glyphs(cairo, glyphs, CHARACTERS);
}

int main(int argc, char **argv)
{
    FT_Library library;
    FT_Face face;
    if (argc != 4 || FT_Init_FreeType(&library) != 0 || FT_New_Face(library, argv[1], 0, &face))
        return 1;
    cairo_surface_t *pdf = cairo_pdf_surface_create(argv[3], 595.28, 841.89);
    cairo_t *cairo = cairo_create(pdf);
    cairo_set_font_face(cairo, cairo_ft_font_face_create_for_ft_face(face, 0));
    cairo_set_font_size(cairo, SIZE_PT);
    int pages = atoi(argv[2]);
    for (int page = 0; page < pages; page++) {
        for (int line = 0; line < LINES; line++)
            draw_line(cairo, face, line, page);
        cairo_show_page(cairo);
    }
    cairo_destroy(cairo);
    cairo_surface_finish(pdf);
    return cairo_surface_status(pdf) == CAIRO_STATUS_SUCCESS ? 0 : 1;
}
