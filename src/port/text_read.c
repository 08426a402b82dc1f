#include "port/text_read.h"

#include "base/utf8.h"
#include "port/text_table.h"

#define HEADING_LEVELS_MAX 6
/* Lines broken by hand, in columns of the screen: a shorter line ends on purpose, a longer one is
 * a paragraph of its own. */
#define BROKEN_COLUMNS_MIN 60
#define BROKEN_COLUMNS_MAX 130

typedef struct TextReader {
    PaperMaker *maker;
    TextLines lines;
} TextReader;

static Arena *arena_of(const TextReader *reader)
{
    return reader->maker->ctx->arena;
}

static bool ends_with_one_of(Str text, const char *const *ends)
{
    for (; *ends; ends++) {
        if (str_ends(text, str_of(*ends)))
            return true;
    }
    return false;
}

/* # to ######, a blank, and the text; 0 = none. */
static int markdown_level(Str text, Str *ret_title)
{
    size_t level = 0;
    while (level < text.len && text.at[level] == '#')
        level++;
    bool is_heading = level >= 1 && level <= HEADING_LEVELS_MAX && level < text.len &&
                      (text.at[level] == ' ' || text.at[level] == '\t');
    if (!is_heading)
        return 0;
    Str title = str_trim(str_after(text, level));
    while (str_ends(title, STR("#")))
        title.len--;
    *ret_title = str_trim(title);
    return (int)level;
}

/* Without the marks before a paragraph: > and the bullet of a list. */
static Str without_bullet(Str text)
{
    while (str_starts(text, STR(">")))
        text = str_trim(str_after(text, 1));
    bool bullet = text.len > 2 && strchr("-*+", text.at[0]) && text.at[1] == ' ';
    return bullet ? str_trim(str_after(text, 2)) : text;
}

static bool begins_item(Str text)
{
    Str title = {0};
    if (markdown_level(text, &title) > 0 || without_bullet(text).len != text.len)
        return true;
    for (size_t i = 1; i < text.len && i < 16; i++) {
        if (text_is_list_mark(str_slice(text, 0, i)))
            return true;
    }
    return false;
}

/* Whether the sentence of lines[at] goes on at the start of the next line. */
static bool is_broken(const TextReader *reader, size_t at)
{
    static const char *const ends[] = {"。", "！", "？", "；", "：", ".",  "!", "?",
                                       ";",  ":",  "”",  "》", "）", "\"", NULL};
    if (at + 1 >= reader->lines.count)
        return false;
    Str text = reader->lines.at[at].text;
    Str next = reader->lines.at[at + 1].text;
    size_t columns = text.len >= BROKEN_COLUMNS_MIN ? utf8_columns(text) : 0;
    bool indented = str_trim(next).len != next.len;
    return columns >= BROKEN_COLUMNS_MIN && columns <= BROKEN_COLUMNS_MAX &&
           !ends_with_one_of(text, ends) && !str_empty(next) && !indented && !text_is_rule(next) &&
           !begins_item(next);
}

/* Nothing stands between two Chinese characters, a blank between two words. */
static void add_line(Buf *to, Str line)
{
    bool joins_words = to->len > 0 && !str_empty(line) && (unsigned char)line.at[0] < 0x80 &&
                       (unsigned char)to->at[to->len - 1] < 0x80;
    if (joins_words)
        buf_add_byte(to, ' ');
    buf_add(to, line);
}

/* The paragraph or heading that begins at lines[at]; *ret_count lines of it, before `end`. */
static bool read_paragraph(TextReader *reader, size_t at, size_t end, size_t *ret_count)
{
    const TextLine *line = &reader->lines.at[at];
    Arena *arena = arena_of(reader);
    Str text = str_trim(line->text);
    Str title = {0};
    *ret_count = 1;
    if (text_is_rule(text))
        return true;
    int level = markdown_level(text, &title);
    if (level > 0)
        return paper_add_text(reader->maker, level, line->line, text_plain(arena, title));
    Buf joined = buf_create(arena, (size_t)4 * PAPER_PARAGRAPH_RUNES_MAX);
    add_line(&joined, text_plain(arena, without_bullet(text)));
    while (at + *ret_count < end && is_broken(reader, at + *ret_count - 1))
        add_line(&joined, text_plain(arena, str_trim(reader->lines.at[at + (*ret_count)++].text)));
    /* A line beyond the limit is refused with its place. */
    Str whole = buf_ok(&joined) ? buf_str(&joined) : text;
    return paper_add_text(reader->maker, /* level= */ 0, line->line, whole);
}

static bool read_paragraphs(TextReader *reader, size_t at, size_t end)
{
    while (at < end) {
        size_t count = 0;
        if (!read_paragraph(reader, at, end, &count))
            return false;
        at += count;
    }
    return true;
}

bool text_read(PaperMaker *maker, Str text)
{
    TextReader reader = {.maker = maker, .lines = text_lines(maker->ctx->arena, text)};
    size_t text_from = 0; /* lines from here to `at` are paragraphs to be read */
    size_t at = 0;
    while (at < reader.lines.count) {
        Grid *grid = NULL;
        size_t count = 0;
        if (!str_empty(reader.lines.at[at].text) &&
            !text_table_at(maker, &reader.lines, at, &grid, &count))
            return false;
        if (grid) {
            if (!read_paragraphs(&reader, text_from, at) ||
                !paper_add_table(maker, reader.lines.at[at].line, grid))
                return false;
            text_from = at + count;
        }
        at += count > 0 ? count : 1;
    }
    return read_paragraphs(&reader, text_from, at);
}
