#include "port/text_line.h"

#include "base/utf8.h"

static Str without_blanks_at_end(Str text)
{
    Str trimmed = str_trim(text);
    size_t end = str_empty(trimmed) ? 0 : (size_t)(trimmed.at - text.at) + trimmed.len;
    return str_slice(text, 0, end);
}

/* Lines end in LF, CRLF or CR. */
TextLines text_lines(Arena *arena, Str text)
{
    TextLines lines = {0};
    int number = 1;
    while (!str_empty(text)) {
        size_t feed = str_find_byte(text, '\n');
        Str line = str_slice(text, 0, feed);
        size_t taken = feed == STR_NONE ? text.len : feed + 1;
        size_t lone = str_find_byte(line, '\r');
        if (lone != STR_NONE && lone + 1 < line.len) {
            line = str_slice(line, 0, lone);
            taken = lone + 1;
        }
        *LIST_ADD(arena, &lines) =
            (TextLine){.text = without_blanks_at_end(line), .line = number++};
        text = str_after(text, taken);
    }
    return lines;
}

bool text_has_tab(Str line)
{
    return str_find_byte(line, '\t') != STR_NONE;
}

void text_tab_cells(Arena *arena, Str line, TextFields *ret)
{
    ret->count = 0;
    Str cell;
    while (str_split(&line, '\t', &cell))
        *LIST_ADD(arena, ret) = (TextField){.text = str_trim(cell)};
}

/* The length of the divider at the front of the text: |, ｜ and the upright lines of box drawing;
 * 0 = none. */
static size_t divider_at_front(Str text)
{
    static const Str dividers[] = {STR_INIT("|"), STR_INIT("│"), STR_INIT("┃"), STR_INIT("║"),
                                   STR_INIT("｜")};
    for (size_t i = 0; i < ARRAY_LEN(dividers); i++) {
        if (str_starts(text, dividers[i]))
            return dividers[i].len;
    }
    return 0;
}

void text_pipe_cells(Arena *arena, Str line, TextFields *ret)
{
    ret->count = 0;
    line = str_trim(line);
    line = str_after(line, divider_at_front(line));
    size_t begun = 0;
    for (size_t i = 0; i < line.len;) {
        size_t divider = divider_at_front(str_after(line, i));
        bool escaped = divider == 1 && i > 0 && line.at[i - 1] == '\\';
        if (divider == 0 || escaped) {
            i++;
            continue;
        }
        *LIST_ADD(arena, ret) = (TextField){.text = str_trim(str_slice(line, begun, i - begun))};
        i += divider;
        begun = i;
    }
    if (begun < line.len)
        *LIST_ADD(arena, ret) = (TextField){.text = str_trim(str_after(line, begun))};
}

static bool is_blank(Rune rune)
{
    return rune == ' ' || rune == '\t' || rune == 0xA0 || rune == 0x3000;
}

void text_aligned_cells(Arena *arena, Str line, TextFields *ret)
{
    ret->count = 0;
    size_t column = 0;
    size_t blanks = 2; /* the first cell may begin at once */
    for (Str rest = line; !str_empty(rest);) {
        Str before = rest;
        Rune rune = utf8_next(&rest);
        size_t width = rune == RUNE_INVALID ? 1 : (size_t)rune_columns(rune);
        column += width;
        if (is_blank(rune)) {
            blanks++;
            continue;
        }
        if (blanks >= 2)
            *LIST_ADD(arena, ret) =
                (TextField){.text = {.at = before.at}, .from = column - width, .to = column};
        TextField *field = &ret->at[ret->count - 1];
        field->text.len = (size_t)(rest.at - field->text.at);
        field->to = column;
        blanks = 0;
    }
}

size_t text_filled(const TextFields *fields)
{
    size_t filled = 0;
    LIST_EACH (const TextField, field, fields) {
        filled += !str_empty(field->text);
    }
    return filled;
}

bool text_is_rule(Str line)
{
    size_t strokes = 0;
    while (!str_empty(line)) {
        Rune rune = utf8_next(&line);
        bool stroke = rune == '-' || rune == '=' || rune == '_' || rune == '*' || rune == '+' ||
                      (rune >= 0x2500 && rune <= 0x257F) || rune == 0x2014;
        bool between = is_blank(rune) || rune == '|' || rune == ':' || rune == 0xFF5C;
        if (!stroke && !between)
            return false;
        strokes += stroke;
    }
    return strokes >= 2;
}

/* The number of a list: 12, 三, ① (which has no sign after it). */
static bool skip_number(Str *text, bool *ret_circled)
{
    static const Str chinese = STR_INIT("一二三四五六七八九十");
    size_t count = 0;
    *ret_circled = false;
    while (!str_empty(*text) && count < 4) {
        Str rest = *text;
        Rune rune = utf8_next(&rest);
        Str written = str_slice(*text, 0, text->len - rest.len);
        if (rune >= 0x2460 && rune <= 0x2473)
            *ret_circled = true;
        else if (!(rune >= '0' && rune <= '9') &&
                 !(rune >= 0x4E00 && str_contains(chinese, written)))
            break;
        *text = rest;
        count++;
    }
    return count > 0;
}

bool text_is_list_mark(Str text)
{
    static const char *const bullets[] = {"-", "*", "+", "•", "·", "●", "○", "■", "◆", "➢", NULL};
    static const char *const ends[] = {".", "、", "．", ")", "）", "）、", ").", NULL};
    if (str_is_one_of(text, bullets))
        return true;
    bool opened = str_starts(text, STR("(")) || str_starts(text, STR("（"));
    if (opened)
        text = str_after(text, text.at[0] == '(' ? 1 : STR("（").len);
    bool circled = false;
    return skip_number(&text, &circled) &&
           ((circled && str_empty(text)) || str_is_one_of(text, ends));
}

bool text_is_figure(Str text)
{
    size_t digits = 0;
    size_t units = 0;
    for (bool first = true; !str_empty(text); first = false) {
        Rune rune = utf8_next(&text);
        bool digit = rune >= '0' && rune <= '9';
        bool sign = first && (rune == '-' || rune == '+' || rune == 0x2212 || rune == 0xFF0D);
        bool inner = rune == '.' || rune == ',' || rune == '%' || rune == 0x2030 || rune == 0xFF05;
        if (digit && units > 0)
            return false;
        digits += digit;
        units += !digit && !sign && !inner;
    }
    return digits > 0 && units <= 2;
}

static bool is_escaped_sign(char c)
{
    return c && strchr("\\`*_{}[]()#+-.!|~<>", c);
}

Str text_plain(Arena *arena, Str text)
{
    bool marked = str_find_byte(text, '\\') != STR_NONE || str_contains(text, STR("**"));
    if (!marked)
        return text;
    Buf plain = buf_create(arena, text.len);
    bool strong = false;
    while (!str_empty(text)) {
        bool mark = str_starts(text, STR("**"));
        if (mark && (strong || str_contains(str_after(text, 2), STR("**")))) {
            strong = !strong;
            text = str_after(text, 2);
            continue;
        }
        if (text.len > 1 && text.at[0] == '\\' && is_escaped_sign(text.at[1]))
            text = str_after(text, 1);
        buf_add_byte(&plain, text.at[0]);
        text = str_after(text, 1);
    }
    return str_trim(buf_str(&plain));
}
