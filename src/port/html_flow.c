#include "port/html_flow.h"

static bool is_ascii(char c)
{
    return (unsigned char)c < 0x80;
}

/* The blank that was seen goes before the character that follows it. */
static void put_blank(HtmlFlow *flow, char next)
{
    HtmlBlank blank = flow->blank;
    flow->blank = HTML_BLANK_NONE;
    if (blank == HTML_BLANK_NONE || flow->text.len == 0)
        return;
    bool between_chinese = !is_ascii(next) && !is_ascii(flow->text.at[flow->text.len - 1]);
    if (blank == HTML_BLANK_SPACE || !between_chinese)
        buf_add_byte(&flow->text, ' ');
}

static size_t blank_at_front(Str text, HtmlBlank *ret)
{
    bool no_break = str_starts(text, STR("\u00a0"));
    *ret = text.at[0] == '\n' || text.at[0] == '\r' ? HTML_BLANK_LINE_END : HTML_BLANK_SPACE;
    if (no_break)
        return 2;
    return strchr(" \t\n\r\f", text.at[0]) && text.at[0] ? 1 : 0;
}

/* Spaces that only indent the next line of the file are part of its line end. */
static void note_blank(HtmlFlow *flow, HtmlBlank blank, bool is_no_break)
{
    if (flow->blank != HTML_BLANK_LINE_END || is_no_break)
        flow->blank = blank;
}

void html_flow_add(HtmlFlow *flow, Str text)
{
    while (!str_empty(text)) {
        HtmlBlank blank = HTML_BLANK_NONE;
        size_t blank_len = blank_at_front(text, &blank);
        if (blank_len > 0) {
            note_blank(flow, blank, blank_len == 2);
            text = str_after(text, blank_len);
            continue;
        }
        size_t len = 1;
        while (len < text.len && blank_at_front(str_after(text, len), &blank) == 0)
            len++;
        put_blank(flow, text.at[0]);
        buf_add(&flow->text, str_slice(text, 0, len));
        text = str_after(text, len);
    }
}

void html_flow_break(HtmlFlow *flow)
{
    flow->blank = HTML_BLANK_SPACE;
}
