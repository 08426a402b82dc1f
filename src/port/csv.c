#include "port/csv.h"

typedef struct CsvReader {
    Ctx *ctx;
    Str rest;
    char separator;
    int line;     /* of the text, for messages about quotes */
    int row_line; /* of the text, where the row begins */
    size_t row;
    size_t column;
    Grid grid;
} CsvReader;

static bool is_line_end(char c)
{
    return c == '\n' || c == '\r';
}

/* The most frequent candidate on the first line that has any, outside quotes. */
static char sniff_separator(Str text)
{
    static const char candidates[] = {',', '\t', ';'};
    size_t counts[ARRAY_LEN(candidates)] = {0};
    bool quoted = false;
    bool any = false;
    for (size_t i = 0; i < text.len && !(any && !quoted && is_line_end(text.at[i])); i++) {
        quoted ^= text.at[i] == '"';
        for (size_t k = 0; k < ARRAY_LEN(candidates) && !quoted; k++) {
            counts[k] += text.at[i] == candidates[k];
            any |= text.at[i] == candidates[k];
        }
    }
    size_t best = 0;
    for (size_t k = 1; k < ARRAY_LEN(candidates); k++)
        best = counts[k] > counts[best] ? k : best;
    return candidates[best];
}

static bool fail_quote(CsvReader *reader, int line, const char *message)
{
    fail(reader->ctx, FAIL_SYNTAX, "%s", message);
    fail_hint(reader->ctx, "单元格里的引号请写成两个引号，整个单元格用引号括起");
    return fail_at(reader->ctx, (Place){.line = line});
}

static bool at_cell_end(const CsvReader *reader, size_t offset)
{
    if (offset >= reader->rest.len)
        return true;
    char c = reader->rest.at[offset];
    return c == reader->separator || is_line_end(c);
}

static Str unquoted_cell(CsvReader *reader)
{
    size_t len = 0;
    while (!at_cell_end(reader, len))
        len++;
    Str cell = str_slice(reader->rest, 0, len);
    reader->rest = str_after(reader->rest, len);
    return cell;
}

static Str without_doubled_quotes(Arena *arena, Str text, size_t doubled)
{
    if (doubled == 0)
        return text;
    Buf plain = buf_create(arena, text.len);
    while (!str_empty(text)) {
        size_t quote = str_find_byte(text, '"');
        size_t kept = quote == STR_NONE ? text.len : quote + 1;
        buf_add(&plain, str_slice(text, 0, kept));
        text = str_after(text, kept + 1);
    }
    return buf_str(&plain);
}

static int count_lines(Str text)
{
    int lines = 0;
    for (size_t i = 0; i < text.len; i++)
        lines += text.at[i] == '\n' ||
                 (text.at[i] == '\r' && !(i + 1 < text.len && text.at[i + 1] == '\n'));
    return lines;
}

static bool quoted_cell(CsvReader *reader, Str *ret)
{
    int opened = reader->line;
    Str content = str_after(reader->rest, 1);
    size_t doubled = 0;
    size_t end = 0;
    for (;;) {
        size_t quote = str_find_byte(str_after(content, end), '"');
        if (quote == STR_NONE)
            return fail_quote(reader, opened, "引号没有闭合");
        end += quote;
        if (end + 1 >= content.len || content.at[end + 1] != '"')
            break;
        doubled++;
        end += 2;
    }
    Str raw = str_slice(content, 0, end);
    reader->line += count_lines(raw);
    reader->rest = str_after(content, end + 1);
    if (!at_cell_end(reader, 0))
        return fail_quote(reader, reader->line, "闭合的引号后面还有文字");
    *ret = without_doubled_quotes(reader->ctx->arena, raw, doubled);
    return true;
}

static void skip_line_end(CsvReader *reader)
{
    bool two = str_starts(reader->rest, STR("\r\n"));
    reader->rest = str_after(reader->rest, two ? 2 : 1);
    reader->line++;
    reader->row_line = reader->line;
    reader->row++;
    reader->column = 0;
}

/* Signs that make a spreadsheet take a cell for a formula; its full-width forms work too in
 * Chinese spreadsheets. */
static bool begins_formula(Str text)
{
    static const Str dangerous[] = {STR_INIT("="),  STR_INIT("+"),  STR_INIT("-"),  STR_INIT("@"),
                                    STR_INIT("\t"), STR_INIT("\r"), STR_INIT("\n"), STR_INIT("＝"),
                                    STR_INIT("＋"), STR_INIT("－"), STR_INIT("＠")};
    for (size_t i = 0; i < ARRAY_LEN(dangerous); i++) {
        if (str_starts(text, dangerous[i]))
            return true;
    }
    return false;
}

/* True when the text must have the apostrophe, or has it already. */
static bool is_guarded(Str text)
{
    while (str_starts(text, STR("'")))
        text = str_after(text, 1);
    return begins_formula(text);
}

static bool read_cell(CsvReader *reader)
{
    Str text = {0};
    if (!str_starts(reader->rest, STR("\"")))
        text = unquoted_cell(reader);
    else if (!quoted_cell(reader, &text))
        return false;
    if (str_starts(text, STR("'")) && is_guarded(text))
        text = str_after(text, 1);
    return grid_put(reader->ctx, &reader->grid, reader->row, reader->column,
                    (GridCell){.text = text});
}

/* Rows are counted one by one, or with the line ends inside their cells. */
static bool read_rows(Ctx *ctx, Str text, bool by_lines, Grid *ret)
{
    if (text.len > GRID_BYTES_MAX)
        return fail(ctx, FAIL_TOO_LARGE, "文件太大，上限 %zu MiB", (size_t)(GRID_BYTES_MAX / MIB));
    CsvReader reader = {
        .ctx = ctx, .rest = text, .separator = sniff_separator(text), .line = 1, .row_line = 1};
    while (!str_empty(reader.rest)) {
        if (!read_cell(&reader))
            return false;
        if (by_lines && reader.grid.rows.count == reader.row + 1)
            reader.grid.rows.at[reader.row].line = reader.row_line;
        if (str_empty(reader.rest))
            break;
        if (is_line_end(reader.rest.at[0])) {
            skip_line_end(&reader);
        } else {
            reader.rest = str_after(reader.rest, 1);
            reader.column++;
        }
    }
    grid_finish(&reader.grid);
    *ret = reader.grid;
    return true;
}

bool csv_read(Ctx *ctx, Str text, Grid *ret)
{
    return read_rows(ctx, text, /* by_lines= */ false, ret);
}

bool csv_read_lines(Ctx *ctx, Str text, Grid *ret)
{
    return read_rows(ctx, text, /* by_lines= */ true, ret);
}

bool csv_read_bytes(Ctx *ctx, Str bytes, Grid *ret, TextEncoding *ret_encoding)
{
    Str text = {0};
    TextEncoding encoding = ENCODING_UTF8;
    Grid grid = {0};
    if (!encoding_to_utf8(ctx, bytes, &text, &encoding) || !csv_read(ctx, text, &grid))
        return false;
    *ret = grid;
    *ret_encoding = encoding;
    return true;
}

void csv_put_bom(Buf *to)
{
    buf_add_c(to, "\xEF\xBB\xBF");
}

/* -1.50, +3, 12: harmless in a spreadsheet, so it keeps its form. */
static bool is_plain_number(Str text)
{
    size_t digits = 0;
    size_t points = 0;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.at[i];
        bool is_sign = i == 0 && (c == '-' || c == '+');
        if (!is_sign && c != '.' && (c < '0' || c > '9'))
            return false;
        points += c == '.';
        digits += c >= '0' && c <= '9';
    }
    return digits > 0 && points <= 1;
}

static bool needs_quotes(Str text)
{
    static const char special[] = {',', ';', '\t', '"', '\r', '\n'};
    for (size_t i = 0; i < text.len; i++) {
        if (memchr(special, text.at[i], sizeof special))
            return true;
    }
    return str_trim(text).len != text.len;
}

void csv_put(Buf *to, bool first, Str text, bool is_number)
{
    if (!first)
        buf_add_byte(to, ',');
    bool guard = !is_number && !is_plain_number(text) && is_guarded(text);
    bool quotes = needs_quotes(text);
    if (quotes)
        buf_add_byte(to, '"');
    if (guard)
        buf_add_byte(to, '\'');
    while (quotes && str_contains(text, STR("\""))) {
        size_t kept = str_find_byte(text, '"') + 1;
        buf_add(to, str_slice(text, 0, kept));
        buf_add_byte(to, '"');
        text = str_after(text, kept);
    }
    buf_add(to, text);
    if (quotes)
        buf_add_byte(to, '"');
}

void csv_end_row(Buf *to)
{
    buf_add_c(to, "\r\n");
}
