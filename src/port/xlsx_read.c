#include "port/xlsx_read.h"

#include "base/nearest.h"
#include "port/xlsx_package.h"

#define ZIP_MAGIC STR("PK\x03\x04")
#define OLE_MAGIC STR("\xD0\xCF\x11\xE0")
/* "EncryptedPackage" in UTF-16LE: the stream of an OLE file that hides an encrypted workbook. */
#define ENCRYPTED_MARK STR("E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e")
/* Cells and rows visited to empty the covered ones; merges that do not overlap stay far below. */
#define MERGE_WORK_MAX ((size_t)4 * GRID_CELLS_MAX)
#define MERGES_MAX 20000

/* A sheet while it is read. */
typedef struct SheetReader {
    Ctx *ctx;
    const XlsxPackage *package;
    Grid grid;
    size_t next_row;    /* where a row or cell without its own reference stands */
    size_t next_column; /* from 0 */
    size_t row;
    size_t column;
    int64_t style;
    char type[16]; /* the cell's t attribute */
    bool in_cell;
    bool in_inline; /* inside <is> */
    bool in_value;  /* inside <v> */
    bool in_formula;
    bool has_value;
    bool has_formula;
    XlsxTextReader inline_text;
    Buf value;
    Buf formula;
} SheetReader;

bool xlsx_looks_like(Str bytes)
{
    return str_starts(bytes, ZIP_MAGIC) || str_starts(bytes, OLE_MAGIC);
}

/* "AB12" to column 27 and row 11. False when it is no reference. */
static bool parse_reference(Str text, size_t *ret_row, size_t *ret_column)
{
    size_t column = 0;
    size_t letters = 0;
    while (letters < text.len && letters < 3 && text.at[letters] >= 'A' && text.at[letters] <= 'Z')
        column = column * 26 + (size_t)(text.at[letters++] - 'A') + 1;
    int64_t row = 0;
    if (letters == 0 || text.len > letters + 7 || !str_to_int(str_after(text, letters), &row) ||
        row < 1)
        return false;
    *ret_row = (size_t)row - 1;
    *ret_column = column - 1;
    return true;
}

static bool fail_reference(SheetReader *reader, Str reference)
{
    return fail(reader->ctx, FAIL_SYNTAX, "工作表已损坏：单元格位置「%.*s」无效", STRF(reference));
}

static bool begin_row(SheetReader *reader, const XmlEvent *event)
{
    Str number = xml_attribute(event, "r");
    int64_t row = (int64_t)reader->next_row + 1;
    if (!str_empty(number) && (number.len > 7 || !str_to_int(number, &row) || row < 1))
        return fail_reference(reader, number);
    reader->row = (size_t)row - 1;
    reader->next_row = reader->row + 1;
    reader->next_column = 0;
    return true;
}

static bool begin_cell(SheetReader *reader, const XmlEvent *event)
{
    Str reference = xml_attribute(event, "r");
    Str type = xml_attribute(event, "t");
    reader->column = reader->next_column;
    if (!str_empty(reference) && !parse_reference(reference, &reader->row, &reader->column))
        return fail_reference(reader, reference);
    reader->next_column = reader->column + 1;
    if (!str_to_int(xml_attribute(event, "s"), &reader->style))
        reader->style = 0;
    size_t type_len = type.len < sizeof reader->type ? type.len : sizeof reader->type - 1;
    if (type_len > 0)
        memcpy(reader->type, type.at, type_len);
    reader->type[type_len] = '\0';
    reader->in_cell = true;
    reader->has_value = false;
    reader->has_formula = false;
    buf_clear(&reader->value);
    buf_clear(&reader->formula);
    buf_clear(&reader->inline_text.text);
    return true;
}

static GridCell number_cell(SheetReader *reader, Str text)
{
    Arena *arena = reader->ctx->arena;
    const XlsxNumberKinds *kinds = &reader->package->kinds;
    bool has_kind = reader->style >= 0 && (size_t)reader->style < kinds->count;
    XlsxNumberKind kind = has_kind ? kinds->at[reader->style] : XLSX_PLAIN_NUMBER;
    Str number = {0};
    if (!xlsx_number_reduce(arena, text, &number))
        return (GridCell){.text = str_copy(arena, text)};
    Str date = {0};
    if (kind == XLSX_DATE && xlsx_serial_date(arena, number, reader->package->is_1904, &date))
        return (GridCell){.text = date};
    return (GridCell){.text = number, .is_number = true, .is_percent = kind == XLSX_PERCENT};
}

static bool shared_cell(SheetReader *reader, Str text, GridCell *ret)
{
    const XlsxStrings *strings = &reader->package->strings;
    int64_t index = 0;
    if (!str_to_int(text, &index) || index < 0 || (size_t)index >= strings->count)
        return fail(reader->ctx, FAIL_SYNTAX, "工作表已损坏：第 %zu 行第 %zu 列的文字不存在",
                    reader->row + 1, reader->column + 1);
    *ret = (GridCell){.text = strings->at[index]};
    return true;
}

static bool cell_value(SheetReader *reader, GridCell *ret)
{
    Arena *arena = reader->ctx->arena;
    Str type = str_of(reader->type);
    Str text = str_trim(buf_str(&reader->value));
    if (str_equal_c(type, "inlineStr")) {
        *ret = (GridCell){.text = str_copy(arena, buf_str(&reader->inline_text.text))};
    } else if (!reader->has_value && reader->has_formula) {
        /* A formula that was never computed: shown as such, so that nobody takes it for blank. */
        *ret = (GridCell){.text = str_format(arena, "=%.*s", STRF(buf_str(&reader->formula)))};
    } else if (str_empty(text)) {
        *ret = (GridCell){0};
    } else if (str_equal_c(type, "s")) {
        return shared_cell(reader, text, ret);
    } else if (str_equal_c(type, "b")) {
        *ret = (GridCell){.text = str_equal_c(text, "0") ? STR("FALSE") : STR("TRUE")};
    } else if (str_empty(type) || str_equal_c(type, "n")) {
        *ret = number_cell(reader, text);
    } else if (str_equal_c(type, "str")) {
        Buf plain = buf_create(arena, text.len + 1);
        xlsx_add_text(&plain, text);
        *ret = (GridCell){.text = buf_str(&plain)};
    } else {
        *ret = (GridCell){.text = str_copy(arena, text)};
    }
    return true;
}

static bool end_cell(SheetReader *reader)
{
    GridCell cell = {0};
    reader->in_cell = false;
    if (!buf_ok(&reader->value) || !buf_ok(&reader->formula) || !buf_ok(&reader->inline_text.text))
        return fail(reader->ctx, FAIL_TOO_LARGE, "第 %zu 行第 %zu 列的文字太长", reader->row + 1,
                    reader->column + 1);
    return cell_value(reader, &cell) &&
           grid_put(reader->ctx, &reader->grid, reader->row, reader->column, cell);
}

static bool take_merge(SheetReader *reader, const XmlEvent *event)
{
    Str area = xml_attribute(event, "ref");
    size_t colon = str_find_byte(area, ':');
    size_t row = 0;
    size_t column = 0;
    size_t last_row = 0;
    size_t last_column = 0;
    if (colon == STR_NONE || !parse_reference(str_slice(area, 0, colon), &row, &column) ||
        !parse_reference(str_after(area, colon + 1), &last_row, &last_column) || last_row < row ||
        last_column < column)
        return fail_reference(reader, area);
    if (reader->grid.merges.count == MERGES_MAX)
        return fail(reader->ctx, FAIL_TOO_LARGE, "工作表的合并单元格超过 %d 处", MERGES_MAX);
    *LIST_ADD(reader->ctx->arena, &reader->grid.merges) =
        (GridMerge){.row = row,
                    .column = column,
                    .row_count = last_row - row + 1,
                    .column_count = last_column - column + 1};
    return true;
}

static void take_text(SheetReader *reader, Str text)
{
    if (reader->in_value)
        buf_add(&reader->value, text);
    if (reader->in_formula)
        buf_add(&reader->formula, text);
}

static bool take_event(SheetReader *reader, const XmlEvent *event)
{
    bool open = event->kind == XML_OPEN;
    if (reader->in_inline)
        xlsx_text_take(&reader->inline_text, event);
    if (event->kind == XML_TEXT) {
        take_text(reader, event->text);
        return true;
    }
    /* Most elements are cells and their values, which are told by their single letter. */
    char letter = event->name.len == 1 ? event->name.at[0] : '\0';
    if (letter == 'c')
        return open ? begin_cell(reader, event) : end_cell(reader);
    if (str_equal_c(event->name, "row"))
        return !open || begin_row(reader, event);
    if (str_equal_c(event->name, "mergeCell"))
        return !open || take_merge(reader, event);
    if (letter == 'v' && reader->in_cell) {
        reader->in_value = open;
        reader->has_value = true;
    }
    if (letter == 'f' && reader->in_cell) {
        reader->in_formula = open;
        reader->has_formula = true;
    }
    if (str_equal_c(event->name, "is"))
        reader->in_inline = open && reader->in_cell;
    return true;
}

/* Values left over under a merged cell are not seen by the user, so they do not count. */
static bool empty_covered_cells(Ctx *ctx, Grid *grid)
{
    size_t work = 0;
    LIST_EACH (const GridMerge, merge, &grid->merges) {
        size_t end = merge->row + merge->row_count;
        for (size_t r = merge->row; r < end && r < grid->rows.count; r++) {
            GridRow *row = &grid->rows.at[r];
            size_t last = merge->column + merge->column_count;
            for (size_t c = merge->column; c < last && c < row->count; c++, work++) {
                if (r != merge->row || c != merge->column)
                    row->cells[c] = (GridCell){0};
            }
            if (++work > MERGE_WORK_MAX)
                return fail(ctx, FAIL_SYNTAX, "工作表已损坏：合并单元格互相重叠");
        }
    }
    return true;
}

static bool read_sheet(Ctx *ctx, const XlsxPackage *package, const XlsxSheetPart *part, Grid *ret)
{
    Str text = {0};
    XmlReader *xml = NULL;
    if (!zip_read(ctx, package->archive, part->path, &text) ||
        !xml_open(ctx, part->path, text, &xml))
        return false;
    SheetReader *reader = NEW(ctx->arena, SheetReader, 1);
    *reader = (SheetReader){.ctx = ctx, .package = package};
    reader->grid.sheet = part->name;
    reader->inline_text = xlsx_text_reader(ctx->arena);
    reader->value = xlsx_text_reader(ctx->arena).text;
    reader->formula = xlsx_text_reader(ctx->arena).text;
    XmlEvent *event = NEW(ctx->arena, XmlEvent, 1);
    do {
        if (!xml_next(ctx, xml, event) || !take_event(reader, event))
            return false;
    } while (event->kind != XML_END_OF_TEXT);
    xml_close(ctx, xml);
    if (!empty_covered_cells(ctx, &reader->grid))
        return false;
    grid_finish(&reader->grid);
    *ret = reader->grid;
    return true;
}

static void fail_no_sheet(Ctx *ctx, const XlsxPackage *package, Str name)
{
    Str *names = NEW(ctx->arena, Str, package->sheets.count + 1);
    for (size_t i = 0; i < package->sheets.count; i++)
        names[i] = package->sheets.at[i].name;
    fail(ctx, FAIL_NOT_FOUND, "工作簿中没有工作表「%.*s」", STRF(name));
    Str nearest = nearest_of(name, names, package->sheets.count);
    if (!str_empty(nearest))
        fail_hint(ctx, "是否应为「%.*s」", STRF(nearest));
}

/* NULL = failed. */
static const XlsxSheetPart *choose_sheet(Ctx *ctx, const XlsxPackage *package, Str name)
{
    LIST_EACH (const XlsxSheetPart, sheet, &package->sheets) {
        if (str_empty(name) ? sheet->visible : str_equal(sheet->name, name))
            return sheet;
    }
    if (str_empty(name) && package->sheets.count > 0)
        return &package->sheets.at[0];
    if (str_empty(name))
        fail(ctx, FAIL_SYNTAX, "工作簿中没有工作表");
    else
        fail_no_sheet(ctx, package, name);
    return NULL;
}

static bool fail_ole(Ctx *ctx, Str bytes)
{
    if (str_contains(bytes, ENCRYPTED_MARK)) {
        fail(ctx, FAIL_SYNTAX, "工作簿有打开密码，无法读取");
        return fail_hint(ctx, "请去掉密码后另存为 .xlsx");
    }
    fail(ctx, FAIL_SYNTAX, "这是旧版 Excel（.xls）或 WPS（.et）文件，无法读取");
    return fail_hint(ctx, "请另存为 .xlsx");
}

bool xlsx_read(Ctx *ctx, Str bytes, Str sheet, Grid *ret)
{
    if (str_starts(bytes, OLE_MAGIC))
        return fail_ole(ctx, bytes);
    XlsxPackage package = {0};
    if (!xlsx_package_open(ctx, bytes, &package))
        return fail_while(ctx, "读取 Excel 工作簿");
    const XlsxSheetPart *part = choose_sheet(ctx, &package, sheet);
    if (!part || !read_sheet(ctx, &package, part, ret))
        return fail_while(ctx, "读取 Excel 工作簿");
    zip_close_read(ctx, package.archive);
    return true;
}

/* A tab with a chart only has a part of its own kind. */
static bool is_worksheet(const XlsxSheetPart *part)
{
    return part->visible && !str_contains(part->path, STR("/chartsheets/"));
}

bool xlsx_read_visible(Ctx *ctx, Str bytes, GridList *ret)
{
    if (str_starts(bytes, OLE_MAGIC))
        return fail_ole(ctx, bytes);
    XlsxPackage package = {0};
    GridList grids = {0};
    if (!xlsx_package_open(ctx, bytes, &package))
        return fail_while(ctx, "读取 Excel 工作簿");
    LIST_EACH (const XlsxSheetPart, part, &package.sheets) {
        Grid grid = {0};
        if (!is_worksheet(part))
            continue;
        if (!read_sheet(ctx, &package, part, &grid))
            return fail_while(ctx, "读取工作表「%.*s」", STRF(part->name));
        if (grid.column_count > 0)
            *LIST_ADD(ctx->arena, &grids) = grid;
    }
    zip_close_read(ctx, package.archive);
    *ret = grids;
    return true;
}
