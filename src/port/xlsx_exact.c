#include "port/xlsx_exact.h"

#include "port/zip.h"

/* How much longer a sheet may become: a place of one digit gives way to at most 24 bytes. */
#define NUMBER_BYTES_MAX 24
#define AREA_BYTES_MAX 64

/* Copies from *rest to `to` up to and including `mark`. False at the end of the text. */
static bool copy_through(Buf *to, Str *rest, Str mark)
{
    size_t at = str_find(*rest, mark);
    size_t len = at == STR_NONE ? rest->len : at + mark.len;
    buf_add(to, str_slice(*rest, 0, len));
    *rest = str_after(*rest, len);
    return at != STR_NONE;
}

static Str text_at(const XlsxPlaces *places, Str place)
{
    int64_t number = 0;
    if (!str_to_int(place, &number) || number < 1 || (size_t)number > places->count)
        BUG("a place in the workbook that nobody put there");
    return places->at[number - 1];
}

/* Stands behind "<c r=": the cell's number is replaced, if it has one. Cells of type string have
 * a t attribute; in the text of a formula every < is escaped. */
static void rewrite_cell(Buf *to, Str *rest, const XlsxPlaces *numbers)
{
    size_t tag_end = str_find_byte(*rest, '>');
    Str tag = str_slice(*rest, 0, tag_end);
    if (tag_end == STR_NONE || str_ends(tag, STR("/")) || str_contains(tag, STR(" t=\"")))
        return;
    if (!copy_through(to, rest, STR("<v>")))
        return;
    size_t end = str_find_byte(*rest, '<');
    buf_add(to, text_at(numbers, str_slice(*rest, 0, end)));
    *rest = str_after(*rest, end);
}

static Str rewrite_cells(Arena *arena, Str sheet, const XlsxPlaces *numbers)
{
    Buf to = buf_create(arena, sheet.len + NUMBER_BYTES_MAX * numbers->count);
    while (copy_through(&to, &sheet, STR("<c r=")))
        rewrite_cell(&to, &sheet, numbers);
    if (!buf_ok(&to))
        BUG("a number longer than NUMBER_BYTES_MAX");
    return buf_str(&to);
}

static Str rewrite_areas(Arena *arena, Str sheet, const XlsxPlaces *areas)
{
    static const Str mark = STR_INIT("\"" XLSX_AREA_WORD);
    Buf to = buf_create(arena, sheet.len + AREA_BYTES_MAX * areas->count);
    for (;;) {
        size_t at = str_find(sheet, mark);
        buf_add(&to, str_slice(sheet, 0, at));
        if (at == STR_NONE)
            break;
        sheet = str_after(sheet, at + mark.len);
        size_t end = str_find_byte(sheet, '"');
        buf_add(&to, text_at(areas, str_slice(sheet, 0, end)));
        sheet = str_after(sheet, end + 1);
    }
    if (!buf_ok(&to))
        BUG("an area longer than AREA_BYTES_MAX");
    return buf_str(&to);
}

static Str rewrite_sheet(Arena *arena, Str sheet, const XlsxPlaces *numbers,
                         const XlsxPlaces *areas)
{
    Str exact = rewrite_cells(arena, sheet, numbers);
    return areas->count ? rewrite_areas(arena, exact, areas) : exact;
}

bool xlsx_make_exact(Ctx *ctx, Str bytes, const XlsxPlaces *numbers, const XlsxPlaces *areas,
                     Str *ret_bytes)
{
    ZipArchive *archive = NULL;
    if (!zip_open_read(ctx, bytes, &archive))
        return false;
    ZipEntry *entries = NEW(ctx->arena, ZipEntry, zip_count(archive));
    for (size_t i = 0; i < zip_count(archive); i++) {
        entries[i].name = zip_name(archive, i);
        if (!zip_read(ctx, archive, entries[i].name, &entries[i].content))
            return false;
        if (str_starts(entries[i].name, STR("xl/worksheets/sheet")))
            entries[i].content = rewrite_sheet(ctx->arena, entries[i].content, numbers, areas);
    }
    if (!zip_write(ctx, entries, zip_count(archive), ret_bytes))
        return false;
    zip_close_read(ctx, archive);
    return true;
}
