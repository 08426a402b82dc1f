#include "port/xlsx_write.h"

#include "base/utf8.h"
#include "port/xlsx_exact.h"

#include <strings.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xlsxwriter.h>

#define DEFAULT_FONT "宋体"
#define DEFAULT_POINTS 11
#define DEFAULT_WIDTH 90
#define WIDTH_UNIT 10.0
#define FORMULA_BYTES_MAX 8192
#define SHEET_NAME_RUNES_MAX 31
#define HEADER_RUNES_MAX 200
#define CHOICES_INLINE_BYTES_MAX 255
#define PROMPT_RUNES_MAX 255
#define A4 9
#define CHOICES_SHEET "_选项"

/* A style as libxlsxwriter wants it, for one kind of number. */
typedef struct MadeFormat {
    XlsxStyle style;
    bool is_percent;
    lxw_format *format;
} MadeFormat;
LIST_OF(MadeFormat, MadeFormats);

typedef struct Writer {
    Ctx *ctx;
    lxw_workbook *book;
    lxw_worksheet *choices; /* the hidden sheet of long drop-down lists, or NULL */
    lxw_col_t choices_columns;
    MadeFormats formats;
    XlsxPlaces numbers;
    XlsxPlaces areas; /* of drop-down lists on the hidden sheet */
} Writer;

static bool fail_library(Ctx *ctx, lxw_error error)
{
    fail(ctx, FAIL_SYSTEM, "写 Excel 工作簿失败");
    return fail_detail(ctx, "libxlsxwriter: %s", lxw_strerror(error));
}

static bool same_text(const char *a, const char *b)
{
    return str_equal(str_of(a), str_of(b));
}

static bool same_style(const XlsxStyle *a, const XlsxStyle *b)
{
    return a->align == b->align && a->bold == b->bold && a->italic == b->italic &&
           a->border == b->border && a->wrap == b->wrap && a->unlocked == b->unlocked &&
           a->font_points == b->font_points && a->color == b->color && a->fill == b->fill &&
           a->places == b->places && same_text(a->font, b->font) && same_text(a->format, b->format);
}

/* "0.00", "0.00%", "General" */
static Str number_format(Arena *arena, const XlsxStyle *style, bool is_percent)
{
    if (style->format)
        return str_of(style->format);
    if (style->places < 0)
        return is_percent ? STR("0.####%") : STR("General");
    Buf code = buf_create(arena, 64);
    buf_add_c(&code, style->places > 0 ? "0." : "0");
    for (int i = 0; i < style->places && i < DECIMAL_PLACES; i++)
        buf_add_byte(&code, '0');
    if (is_percent)
        buf_add_byte(&code, '%');
    if (style->align == XLSX_RIGHT)
        buf_add_c(&code, "_ "); /* a blank's width, so that digits do not touch the border */
    return buf_str(&code);
}

static lxw_format *make_format(Writer *writer, const XlsxStyle *style, bool is_percent)
{
    static const uint8_t aligns[] = {
        [XLSX_LEFT] = LXW_ALIGN_LEFT,
        [XLSX_CENTER] = LXW_ALIGN_CENTER,
        [XLSX_RIGHT] = LXW_ALIGN_RIGHT,
    };
    Arena *arena = writer->ctx->arena;
    lxw_format *format = workbook_add_format(writer->book);
    format_set_font_name(format, style->font ? style->font : DEFAULT_FONT);
    format_set_font_size(format, style->font_points ? style->font_points : DEFAULT_POINTS);
    format_set_align(format, aligns[style->align]);
    format_set_align(format, LXW_ALIGN_VERTICAL_CENTER);
    format_set_num_format(format, str_to_c(arena, number_format(arena, style, is_percent)));
    if (style->bold)
        format_set_bold(format);
    if (style->italic)
        format_set_italic(format);
    if (style->border)
        format_set_border(format, LXW_BORDER_THIN);
    if (style->wrap)
        format_set_text_wrap(format);
    if (style->unlocked)
        format_set_unlocked(format);
    if (style->color)
        format_set_font_color(format, style->color);
    if (style->fill) {
        format_set_pattern(format, LXW_PATTERN_SOLID);
        format_set_bg_color(format, style->fill);
    }
    return format;
}

static lxw_format *format_of(Writer *writer, const XlsxCell *cell)
{
    static const XlsxStyle plain = {.places = -1};
    const XlsxStyle *style = cell->style ? cell->style : &plain;
    LIST_EACH (const MadeFormat, made, &writer->formats) {
        if (made->is_percent == cell->is_percent && same_style(&made->style, style))
            return made->format;
    }
    lxw_format *format = make_format(writer, style, cell->is_percent);
    *LIST_ADD(writer->ctx->arena, &writer->formats) =
        (MadeFormat){.style = *style, .is_percent = cell->is_percent, .format = format};
    return format;
}

/* The stored text of a number: all its digits, and two places further for a percentage. */
static Str exact_text(Arena *arena, Decimal value, bool is_percent)
{
    int places = is_percent ? DECIMAL_PLACES + 2 : DECIMAL_PLACES;
    uint64_t unit = is_percent ? 100 * (uint64_t)DECIMAL_ONE : (uint64_t)DECIMAL_ONE;
    bool negative = value.millionths < 0;
    uint64_t size = negative ? -(uint64_t)value.millionths : (uint64_t)value.millionths;
    Str text =
        str_format(arena, "%s%llu.%0*llu", negative ? "-" : "", (unsigned long long)(size / unit),
                   places, (unsigned long long)(size % unit));
    while (str_ends(text, STR("0")))
        text.len--;
    if (str_ends(text, STR(".")))
        text.len--;
    return text;
}

/* The place that stands for the number until xlsx_make_exact(). */
static double place_of(Writer *writer, const XlsxCell *cell)
{
    *LIST_ADD(writer->ctx->arena, &writer->numbers) =
        exact_text(writer->ctx->arena, cell->value, cell->is_percent);
    return (double)writer->numbers.count;
}

static lxw_error write_formula(Writer *writer, lxw_worksheet *sheet, lxw_row_t row,
                               lxw_col_t column, const XlsxCell *cell)
{
    Arena *arena = writer->ctx->arena;
    Str formula = cell->formula;
    bool has_sign = str_starts(formula, STR("="));
    if (formula.len > FORMULA_BYTES_MAX)
        return LXW_ERROR_PARAMETER_VALIDATION;
    Str text = str_format(arena, "%s%.*s", has_sign ? "" : "=", STRF(formula));
    return worksheet_write_formula_num(sheet, row, column, str_to_c(arena, text),
                                       format_of(writer, cell), place_of(writer, cell));
}

static lxw_error write_value(Writer *writer, lxw_worksheet *sheet, lxw_row_t row, lxw_col_t column,
                             const XlsxCell *cell)
{
    switch (cell->kind) {
    case XLSX_TEXT:
        return worksheet_write_string(sheet, row, column, str_to_c(writer->ctx->arena, cell->text),
                                      format_of(writer, cell));
    case XLSX_NUMBER:
        return worksheet_write_number(sheet, row, column, place_of(writer, cell),
                                      format_of(writer, cell));
    case XLSX_FORMULA:
        return write_formula(writer, sheet, row, column, cell);
    case XLSX_BLANK:
        break;
    }
    return cell->style ? worksheet_write_blank(sheet, row, column, format_of(writer, cell))
                       : LXW_NO_ERROR;
}

static lxw_error write_comment(Writer *writer, lxw_worksheet *sheet, lxw_row_t row,
                               lxw_col_t column, Str comment)
{
    /* Some 16 characters a line and 17 pixels a line, so that all of it can be read. */
    size_t lines = utf8_count(comment) / 16 + 3;
    lxw_comment_options options = {
        .width = 260,
        .height = (uint16_t)(lines < 40 ? lines * 17 : 680),
        .font_name = (char *)DEFAULT_FONT,
        .font_size = 9,
        .font_family = 2,
    };
    return worksheet_write_comment_opt(sheet, row, column, str_to_c(writer->ctx->arena, comment),
                                       &options);
}

static lxw_error write_cell(Writer *writer, lxw_worksheet *sheet, lxw_row_t row, lxw_col_t column,
                            const XlsxCell *cell)
{
    int rows = cell->row_span > 1 ? cell->row_span : 1;
    int columns = cell->column_span > 1 ? cell->column_span : 1;
    if (rows > 1 || columns > 1) {
        lxw_error error =
            worksheet_merge_range(sheet, row, column, row + (lxw_row_t)rows - 1,
                                  (lxw_col_t)(column + columns - 1), "", format_of(writer, cell));
        if (error != LXW_NO_ERROR)
            return error;
    }
    lxw_error error = write_value(writer, sheet, row, column, cell);
    if (error == LXW_NO_ERROR && !str_empty(cell->comment))
        error = write_comment(writer, sheet, row, column, cell->comment);
    return error;
}

/* Marks the cells under merged ones: their borders are drawn by the merged range, and a blank
 * written there would undo it. */
static bool *covered_cells(Arena *arena, const XlsxSheet *sheet)
{
    bool *covered = NEW(arena, bool, sheet->row_count * sheet->column_count + 1);
    for (size_t i = 0; i < sheet->row_count * sheet->column_count; i++) {
        size_t rows = sheet->cells[i].row_span > 1 ? (size_t)sheet->cells[i].row_span : 1;
        size_t columns = sheet->cells[i].column_span > 1 ? (size_t)sheet->cells[i].column_span : 1;
        size_t row = i / sheet->column_count;
        size_t column = i % sheet->column_count;
        if (row + rows > sheet->row_count || column + columns > sheet->column_count)
            BUG("a merged cell reaches beyond its sheet");
        for (size_t r = row; r < row + rows; r++) {
            for (size_t c = column; c < column + columns; c++)
                covered[r * sheet->column_count + c] |= r != row || c != column;
        }
    }
    return covered;
}

static bool write_cells(Writer *writer, lxw_worksheet *to, const XlsxSheet *sheet)
{
    bool *covered = covered_cells(writer->ctx->arena, sheet);
    for (size_t i = 0; i < sheet->row_count * sheet->column_count; i++) {
        if (covered[i])
            continue;
        lxw_error error = write_cell(writer, to, (lxw_row_t)(i / sheet->column_count),
                                     (lxw_col_t)(i % sheet->column_count), &sheet->cells[i]);
        if (error == LXW_ERROR_MAX_STRING_LENGTH_EXCEEDED)
            return fail(writer->ctx, FAIL_TOO_LARGE, "单元格的文字超过 32767 个字");
        if (error != LXW_NO_ERROR)
            return fail_library(writer->ctx, error);
    }
    return true;
}

static void set_sizes(lxw_worksheet *to, const XlsxSheet *sheet)
{
    for (size_t c = 0; c < sheet->column_count; c++) {
        int width = sheet->column_widths ? sheet->column_widths[c] : DEFAULT_WIDTH;
        worksheet_set_column(to, (lxw_col_t)c, (lxw_col_t)c, width / WIDTH_UNIT, NULL);
    }
    for (size_t r = 0; sheet->row_heights && r < sheet->row_count; r++) {
        if (sheet->row_heights[r] > 0)
            worksheet_set_row(to, (lxw_row_t)r, sheet->row_heights[r] / WIDTH_UNIT, NULL);
    }
}

/* & begins a code in headers and footers. */
static void add_header_text(Buf *to, Str text)
{
    text = utf8_prefix(text, HEADER_RUNES_MAX);
    for (size_t i = 0; i < text.len; i++) {
        buf_add_byte(to, text.at[i]);
        if (text.at[i] == '&')
            buf_add_byte(to, '&');
    }
}

static void set_header_and_footer(Writer *writer, lxw_worksheet *to, const XlsxSheet *sheet)
{
    Arena *arena = writer->ctx->arena;
    Buf header = buf_create(arena, 16 * KIB);
    buf_add_c(&header, "&C");
    add_header_text(&header, sheet->header);
    if (!str_empty(sheet->watermark)) {
        buf_add_c(&header, str_empty(sheet->header) ? "&36&KBFBFBF" : "\n&36&KBFBFBF");
        add_header_text(&header, sheet->watermark);
        /* Inches; the default of 0.75 above would leave the large type no room. */
        worksheet_set_margins(to, 0.7, 0.7, 1.1, 0.75);
    }
    Buf footer = buf_create(arena, 16 * KIB);
    buf_add_c(&footer, "&C");
    if (str_empty(sheet->footer))
        buf_add_c(&footer, "— &P —");
    else
        add_header_text(&footer, sheet->footer);
    /* Past 255 the library keeps none of it, so the texts are cut before. */
    if (!str_empty(sheet->header) || !str_empty(sheet->watermark))
        worksheet_set_header(to, str_to_c(arena, utf8_prefix(buf_str(&header), 254)));
    worksheet_set_footer(to, str_to_c(arena, utf8_prefix(buf_str(&footer), 254)));
}

static void set_print(lxw_worksheet *to, const XlsxSheet *sheet)
{
    worksheet_set_paper(to, A4);
    worksheet_center_horizontally(to);
    if (sheet->landscape)
        worksheet_set_landscape(to);
    if (sheet->fit_to_width)
        worksheet_fit_to_pages(to, 1, 0);
    if (sheet->repeat_row_count > 0)
        worksheet_repeat_rows(to, (lxw_row_t)sheet->repeat_first_row,
                              (lxw_row_t)(sheet->repeat_first_row + sheet->repeat_row_count - 1));
}

static void set_view(lxw_worksheet *to, const XlsxSheet *sheet)
{
    if (sheet->freeze_rows > 0 || sheet->freeze_columns > 0)
        worksheet_freeze_panes(to, (lxw_row_t)sheet->freeze_rows, (lxw_col_t)sheet->freeze_columns);
    if (sheet->filter && sheet->row_count > 0 && sheet->column_count > 0)
        worksheet_autofilter(to, (lxw_row_t)sheet->filter_row, 0, (lxw_row_t)(sheet->row_count - 1),
                             (lxw_col_t)(sheet->column_count - 1));
    if (sheet->protect)
        worksheet_protect(to, NULL, NULL);
    if (sheet->hidden)
        worksheet_hide(to);
}

/* Words as one text "甲,乙" would be split again at commas, and may be 255 characters in all. The
 * library joins them in a buffer of that many bytes, so bytes are counted. */
static bool fits_inline(const XlsxChoice *choice)
{
    size_t bytes = 0;
    for (size_t i = 0; i < choice->word_count; i++) {
        bytes += choice->words[i].len + 1;
        if (str_contains(choice->words[i], STR(",")) || str_contains(choice->words[i], STR("\"")))
            return false;
    }
    return bytes <= CHOICES_INLINE_BYTES_MAX;
}

/* The words go down one column of the hidden sheet; *ret is the word that stands for that area
 * until xlsx_make_exact(). */
static bool write_choice_words(Writer *writer, const XlsxChoice *choice, char **ret)
{
    Arena *arena = writer->ctx->arena;
    if (!writer->choices)
        writer->choices = workbook_add_worksheet(writer->book, CHOICES_SHEET);
    if (!writer->choices)
        return fail_library(writer->ctx, LXW_ERROR_MEMORY_MALLOC_FAILED);
    worksheet_hide(writer->choices);
    lxw_col_t column = writer->choices_columns++;
    for (size_t i = 0; i < choice->word_count; i++) {
        lxw_error error = worksheet_write_string(writer->choices, (lxw_row_t)i, column,
                                                 str_to_c(arena, choice->words[i]), NULL);
        if (error != LXW_NO_ERROR)
            return fail_library(writer->ctx, error);
    }
    char first[LXW_MAX_CELL_NAME_LENGTH];
    char last[LXW_MAX_CELL_NAME_LENGTH];
    lxw_rowcol_to_cell_abs(first, 0, column, 1, 1);
    lxw_rowcol_to_cell_abs(last, (lxw_row_t)(choice->word_count - 1), column, 1, 1);
    *LIST_ADD(arena, &writer->areas) = str_format(arena, "'%s'!%s:%s", CHOICES_SHEET, first, last);
    *ret = str_to_c(arena, str_format(arena, "%s%zu", XLSX_AREA_WORD, writer->areas.count));
    return true;
}

static bool add_choice(Writer *writer, lxw_worksheet *to, const XlsxChoice *choice)
{
    Arena *arena = writer->ctx->arena;
    if (choice->word_count == 0)
        return true;
    lxw_data_validation validation = {
        .validate = LXW_VALIDATION_TYPE_LIST,
        .error_title = (char *)"不在可选范围内",
        .error_message = (char *)"请从下拉列表中选择",
    };
    if (!str_empty(choice->prompt))
        validation.input_message = str_to_c(arena, utf8_prefix(choice->prompt, PROMPT_RUNES_MAX));
    validation.value_list = NEW(arena, char *, choice->word_count + 2);
    if (!fits_inline(choice)) {
        if (!write_choice_words(writer, choice, &validation.value_list[0]))
            return false;
    } else {
        for (size_t i = 0; i < choice->word_count; i++)
            validation.value_list[i] = str_to_c(arena, choice->words[i]);
    }
    lxw_error error = worksheet_data_validation_range(
        to, (lxw_row_t)choice->first_row, (lxw_col_t)choice->column, (lxw_row_t)choice->last_row,
        (lxw_col_t)choice->column, &validation);
    return error == LXW_NO_ERROR || fail_library(writer->ctx, error);
}

/* Without the signs that Excel forbids in sheet names, and not longer than it allows. */
static const char *sheet_name(Arena *arena, Str name)
{
    char *text = str_to_c(arena, utf8_prefix(str_trim(name), SHEET_NAME_RUNES_MAX));
    for (char *c = text; *c; c++) {
        if (strchr("[]:*?/\\'", *c))
            *c = ' ';
    }
    return text;
}

static bool write_sheet(Writer *writer, lxw_worksheet *to, const XlsxSheet *sheet)
{
    set_sizes(to, sheet);
    if (!write_cells(writer, to, sheet))
        return false;
    set_view(to, sheet);
    set_print(to, sheet);
    set_header_and_footer(writer, to, sheet);
    for (size_t i = 0; i < sheet->choice_count; i++) {
        if (!add_choice(writer, to, &sheet->choices[i]))
            return false;
    }
    return true;
}

/* Asked here, because the library would print a warning and lose memory. */
static bool name_is_free(const char *name, const char *const *names, size_t count)
{
    bool is_free = *name != '\0' && strcasecmp(name, CHOICES_SHEET) != 0;
    for (size_t i = 0; i < count; i++)
        is_free = is_free && strcasecmp(name, names[i]) != 0;
    return is_free;
}

/* All sheets are added before any is written, so that the hidden one comes last. */
static bool write_sheets(Writer *writer, const XlsxBook *book)
{
    Ctx *ctx = writer->ctx;
    lxw_worksheet **to = NEW(ctx->arena, lxw_worksheet *, book->sheet_count + 1);
    const char **names = NEW(ctx->arena, const char *, book->sheet_count + 1);
    bool activated = false;
    for (size_t i = 0; i < book->sheet_count; i++) {
        names[i] = sheet_name(ctx->arena, book->sheets[i].name);
        if (!name_is_free(names[i], names, i))
            return fail(ctx, FAIL_INVALID, "工作表名「%s」重复或无效", names[i]);
        to[i] = workbook_add_worksheet(writer->book, names[i]);
        if (!to[i])
            return fail_library(ctx, LXW_ERROR_MEMORY_MALLOC_FAILED);
        if (!activated && !book->sheets[i].hidden) {
            worksheet_activate(to[i]);
            worksheet_set_first_sheet(to[i]);
            activated = true;
        }
    }
    for (size_t i = 0; i < book->sheet_count; i++) {
        if (!write_sheet(writer, to[i], &book->sheets[i]))
            return false;
    }
    return true;
}

static void set_properties(Writer *writer, const XlsxBook *book)
{
    Arena *arena = writer->ctx->arena;
    /* 0 would stand for the present moment. */
    time_t created = (time_t)(book->made_at.ms / 1000);
    lxw_doc_properties properties = {
        .title = str_to_c(arena, utf8_prefix(book->title, 255)),
        .author = str_to_c(arena, utf8_prefix(book->author, 255)),
        .comments = str_to_c(arena, utf8_prefix(book->remark, 255)),
        .created = created ? created : 1,
    };
    workbook_set_properties(writer->book, &properties);
}

static void release_book(void *book)
{
    lxw_workbook_free(book);
}

static bool read_file(Ctx *ctx, int file, Str *ret)
{
    struct stat stat;
    if (fstat(file, &stat) != 0 || stat.st_size > (off_t)XLSX_BYTES_MAX)
        return fail(ctx, FAIL_TOO_LARGE, "Excel 工作簿太大，上限 %zu MiB",
                    (size_t)(XLSX_BYTES_MAX / MIB));
    size_t size = (size_t)stat.st_size;
    char *bytes = arena_alloc(ctx->arena, size + 1, 1);
    size_t done = 0;
    while (done < size) {
        ssize_t got = pread(file, bytes + done, size - done, (off_t)done);
        if (got <= 0)
            return fail(ctx, FAIL_FILE, "写 Excel 工作簿失败：无法读回");
        done += (size_t)got;
    }
    *ret = str_from(bytes, size);
    return true;
}

/* libxlsxwriter 1.1.4 writes to named files only; this one is in memory. */
static bool write_to_file(Ctx *ctx, const XlsxBook *book, int file, Writer *writer, Str *ret)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/self/fd/%d", file);
    writer->ctx = ctx;
    writer->book = workbook_new(path);
    if (!writer->book)
        return fail(ctx, FAIL_SYSTEM, "内存不足，无法写 Excel 工作簿");
    arena_defer(ctx->arena, release_book, writer->book);
    set_properties(writer, book);
    bool written = write_sheets(writer, book);
    arena_undefer(ctx->arena, writer->book);
    if (!written) {
        lxw_workbook_free(writer->book);
        return false;
    }
    lxw_error error = workbook_close(writer->book);
    return error == LXW_NO_ERROR ? read_file(ctx, file, ret) : fail_library(ctx, error);
}

static void release_file(void *file)
{
    close(*(int *)file);
}

bool xlsx_write(Ctx *ctx, const XlsxBook *book, Str *ret_bytes)
{
    int *file = NEW(ctx->arena, int, 1);
    *file = memfd_create("workbook", MFD_CLOEXEC);
    if (*file < 0)
        return fail(ctx, FAIL_SYSTEM, "无法在内存中建立文件");
    arena_defer(ctx->arena, release_file, file);
    Writer *writer = NEW(ctx->arena, Writer, 1);
    Str inexact = {0};
    bool written = write_to_file(ctx, book, *file, writer, &inexact) &&
                   xlsx_make_exact(ctx, inexact, &writer->numbers, &writer->areas, ret_bytes);
    arena_undefer(ctx->arena, file);
    close(*file);
    return written;
}
