/*
 * Workbooks, in two ways. An input that begins like an archive is read as a file. Because hardly
 * any changed archive still unpacks, every other input is taken as the XML parts themselves,
 * separated by NUL bytes: sheet, shared strings, styles, workbook; they are packed and then read.
 */
#include "fuzz.h"
#include "port/xlsx_read.h"
#include "port/zip.h"

#define TYPES "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

static const Str top_relations =
    STR_INIT("<Relationships><Relationship Id=\"rId1\" Type=\"" TYPES
             "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>");
static const Str book_relations = STR_INIT(
    "<Relationships><Relationship Id=\"rId1\" Type=\"" TYPES
    "/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"rId2\" Type=\"" TYPES
    "/sharedStrings\" Target=\"sharedStrings.xml\"/><Relationship Id=\"rId3\" Type=\"" TYPES
    "/styles\" Target=\"styles.xml\"/></Relationships>");
static const Str plain_book = STR_INIT(
    "<workbook xmlns:r=\"r\"><sheets><sheet name=\"a\" r:id=\"rId1\"/></sheets></workbook>");

static Str next_part(Str *rest)
{
    Str part = {0};
    return str_split(rest, '\0', &part) ? part : (Str){0};
}

/* False when the parts cannot be packed. */
static bool pack_parts(Ctx *ctx, Str input, Str *ret)
{
    Str sheet = next_part(&input);
    Str strings = next_part(&input);
    Str styles = next_part(&input);
    Str book = next_part(&input);
    ZipEntry entries[6] = {
        {.name = STR("_rels/.rels"), .content = top_relations},
        {.name = STR("xl/_rels/workbook.xml.rels"), .content = book_relations},
        {.name = STR("xl/workbook.xml"), .content = str_empty(book) ? plain_book : book},
        {.name = STR("xl/worksheets/sheet1.xml"), .content = sheet},
    };
    size_t count = 4;
    if (!str_empty(strings))
        entries[count++] = (ZipEntry){.name = STR("xl/sharedStrings.xml"), .content = strings};
    if (!str_empty(styles))
        entries[count++] = (ZipEntry){.name = STR("xl/styles.xml"), .content = styles};
    for (size_t i = 0; i < count; i++)
        entries[i].stored = true;
    return zip_write(ctx, entries, count, ret);
}

static void try_xlsx(Ctx *ctx, Str input)
{
    Grid grid = {0};
    Str bytes = input;
    if (!xlsx_looks_like(input) && !pack_parts(ctx, input, &bytes))
        return;
    if (!xlsx_read(ctx, bytes, STR(""), &grid)) {
        FUZZ_ASSERT(ctx->fail.code != FAIL_NONE && !str_empty(ctx->fail.message));
        return;
    }
    FUZZ_ASSERT(grid.rows.count <= GRID_ROWS_MAX && grid.column_count <= GRID_COLUMNS_MAX);
    for (size_t r = 0; r < grid.rows.count; r++) {
        for (size_t c = 0; c < grid.rows.at[r].count; c++)
            FUZZ_ASSERT(str_trim(grid_text(&grid, r, c)).len == grid_text(&grid, r, c).len);
    }
}

FUZZ(try_xlsx)
