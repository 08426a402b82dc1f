#include "port/paper_maker.h"

#include "base/utf8.h"

#define HEADING_RUNES_MAX 40

static bool is_break(char c)
{
    return c == '\n' || c == '\r' || c == '\t' || c == '\v' || c == '\f';
}

static size_t first_break(Str text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (is_break(text.at[i]))
            return i;
    }
    return STR_NONE;
}

Str paper_one_line(Arena *arena, Str text)
{
    text = str_trim(text);
    size_t found = first_break(text);
    if (found == STR_NONE)
        return text;
    Buf line = buf_create(arena, text.len);
    while (found != STR_NONE) {
        buf_add(&line, str_trim(str_slice(text, 0, found)));
        buf_add_byte(&line, ' ');
        while (found < text.len && is_break(text.at[found]))
            found++;
        text = str_trim(str_after(text, found));
        found = first_break(text);
    }
    buf_add(&line, text);
    /* A form feed at either end is a break, but not one that str_trim() knows. */
    return str_trim(buf_str(&line));
}

static bool fail_too_large(PaperMaker *maker, int line)
{
    return fail_at(maker->ctx, (Place){.file = maker->file, .line = line});
}

/* NULL = failed. */
static PaperPart *add_part(PaperMaker *maker, int line)
{
    if (maker->parts.count == PAPER_PARTS_MAX) {
        fail(maker->ctx, FAIL_TOO_LARGE, "文件超过 %d 个段落和表格", PAPER_PARTS_MAX);
        fail_hint(maker->ctx, "请分成几个文件");
        fail_too_large(maker, line);
        return NULL;
    }
    return LIST_ADD(maker->ctx->arena, &maker->parts);
}

static bool ends_with_one_of(Str text, const char *const *ends)
{
    for (; *ends; ends++) {
        if (str_ends(text, str_of(*ends)))
            return true;
    }
    return false;
}

static bool contains_one_of(Str text, const char *const *parts)
{
    for (; *parts; parts++) {
        if (str_contains(text, str_of(*parts)))
            return true;
    }
    return false;
}

/* 一、 is level 1, （一） is level 2; 0 = none. GB/T 9704-2012, 7.3.3: the numbers of headings. */
static int numbered_level(Str text)
{
    static const Str digits = STR_INIT("一二三四五六七八九十");
    static const char *const sentence[] = {"。", "；", "，", ";", "！", "？", NULL};
    static const char *const open_end[] = {"：", ":", "、", NULL};
    bool in_brackets = str_starts(text, STR("（")) || str_starts(text, STR("("));
    Str rest = in_brackets ? str_after(text, text.at[0] == '(' ? 1 : STR("（").len) : text;
    size_t count = 0;
    while (rest.len >= 3 && str_contains(digits, str_slice(rest, 0, 3)) && count < 3) {
        rest = str_after(rest, 3);
        count++;
    }
    bool closed = in_brackets ? str_starts(rest, STR("）")) || str_starts(rest, STR(")"))
                              : str_starts(rest, STR("、"));
    if (count == 0 || !closed || utf8_count(text) > HEADING_RUNES_MAX)
        return 0;
    if (contains_one_of(text, sentence) || ends_with_one_of(text, open_end))
        return 0;
    return in_brackets ? 2 : 1;
}

bool paper_add_text(PaperMaker *maker, int level, int line, Str text)
{
    text = paper_one_line(maker->ctx->arena, text);
    if (str_empty(text))
        return true;
    if (text.len > PAPER_PARAGRAPH_RUNES_MAX && utf8_count(text) > PAPER_PARAGRAPH_RUNES_MAX) {
        fail(maker->ctx, FAIL_TOO_LARGE, "一个段落超过 %d 个字", PAPER_PARAGRAPH_RUNES_MAX);
        fail_hint(maker->ctx, "请检查文件是否缺少换行");
        return fail_too_large(maker, line);
    }
    if (level == 0)
        level = numbered_level(text);
    PaperPart *part = add_part(maker, line);
    if (!part)
        return false;
    *part = (PaperPart){.kind = level > 0 ? PAPER_HEADING : PAPER_PARAGRAPH,
                        .level = level,
                        .line = line,
                        .text = text};
    return true;
}

bool paper_add_table(PaperMaker *maker, int line, Grid *grid)
{
    if (grid->column_count == 0)
        return true;
    if (maker->table_count == PAPER_TABLES_MAX) {
        fail(maker->ctx, FAIL_TOO_LARGE, "文件超过 %d 个表格", PAPER_TABLES_MAX);
        fail_hint(maker->ctx, "请分成几个文件");
        return fail_too_large(maker, line);
    }
    maker->cell_count += grid->cell_count;
    if (maker->cell_count > GRID_CELLS_MAX) {
        fail(maker->ctx, FAIL_TOO_LARGE, "文件的表格合计超过 %d 个单元格", GRID_CELLS_MAX);
        fail_hint(maker->ctx, "请分成几个文件");
        return fail_too_large(maker, line);
    }
    PaperPart *part = add_part(maker, line);
    if (!part)
        return false;
    maker->table_count++;
    *part = (PaperPart){.kind = PAPER_TABLE, .line = line, .grid = grid};
    return true;
}
