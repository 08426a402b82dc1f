#include "engine/report/brackets.h"

#include "base/buf.h"
#include "base/utf8.h"

#define OUTER_OPEN 0x3014  /* 〔 */
#define OUTER_CLOSE 0x3015 /* 〕 */
#define INNER_OPEN 0xFF08  /* （ */
#define INNER_CLOSE 0xFF09 /* ） */
#define DEPTH_MAX 2
#define RUNE_BYTES_MAX 4

static bool opens(Rune rune)
{
    return rune == '(' || rune == INNER_OPEN || rune == OUTER_OPEN;
}

static bool closes(Rune rune)
{
    return rune == ')' || rune == INNER_CLOSE || rune == OUTER_CLOSE;
}

/* How deep the brackets at the head of `rest` (just behind an opening one) go inside it: 1 = no
 * further; 0 = they do not pair. */
static int depth_within(Str rest)
{
    int depth = 1, deepest = 1;
    while (!str_empty(rest) && depth > 0) {
        Rune rune = utf8_next(&rest);
        depth += opens(rune);
        depth -= closes(rune);
        deepest = depth > deepest ? depth : deepest;
    }
    return depth == 0 ? deepest : 0;
}

static void add_rune(Buf *to, Rune rune)
{
    char bytes[RUNE_BYTES_MAX];
    buf_add_bytes(to, bytes, utf8_encode(rune, bytes));
}

Str brackets_chinese(Arena *arena, Str text)
{
    /* A bracket of one byte becomes one of three. */
    Buf set = buf_create(arena, 3 * text.len + 1);
    bool is_outer[DEPTH_MAX];
    int depth = 0;
    Str rest = text;
    while (!str_empty(rest)) {
        Rune rune = utf8_next(&rest);
        if (opens(rune)) {
            int within = depth_within(rest);
            if (within == 0 || within + depth > DEPTH_MAX)
                return text;
            is_outer[depth++] = within > 1;
            rune = within > 1 ? OUTER_OPEN : INNER_OPEN;
        } else if (closes(rune)) {
            if (depth == 0)
                return text;
            rune = is_outer[--depth] ? OUTER_CLOSE : INNER_CLOSE;
        }
        add_rune(&set, rune);
    }
    return buf_str(&set);
}
