#include "engine/report/title_lines.h"

#include "base/utf8.h"

/* Words that titles of official documents are made of; a line never ends inside one. */
static const char *const words[] = {
    "关于", "印发", "通报",   "通知",   "公告",     "报告",     "意见", "办法", "方案",
    "细则", "规定", "情况",   "工作",   "相关",     "有关",     "数据", "服务", "管理",
    "实施", "考核", "考评",   "评价",   "考核情况", "政务服务", "政务", "政府", "月份",
    "年度", "季度", "上半年", "下半年", "部门",     "街道",     "单位", "指标", "热线",
    "便民", "进行", "开展",   "建设",   "改革",     "公开",     "信息", "网站"};

/* What a poor place costs; the shape of the lines is measured in halves of a character. */
#define COST_INSIDE_WORD 40
#define COST_UPWARD 6      /* a line shorter than the next one: not a trapezium on its base */
#define COST_RECTANGLE 8   /* two lines of one length */
#define COST_NEVER 1000000 /* a mark where none may stand */

typedef struct Mark {
    Rune rune;
    size_t at;     /* byte */
    size_t halves; /* before it */
    int cost;      /* of ending a line before it */
} Mark;

static bool starts_word(Str text, size_t *ret_len)
{
    size_t longest = 0;
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (str_starts(text, str_of(words[i])) && strlen(words[i]) > longest)
            longest = strlen(words[i]);
    *ret_len = longest;
    return longest > 0;
}

static bool is_digit(Rune rune)
{
    return (rune >= '0' && rune <= '9') || rune == '.';
}

static bool is_latin(Rune rune)
{
    return rune > ' ' && rune < 0x2E80 && rune != 0x201C && rune != 0x201D;
}

static int cost_before(Rune before, Rune rune)
{
    Str never_first = STR("，。、；：？！）》”』」〕的地得和与及年月日");
    Str never_last = STR("（《“『「〔");
    char bytes[4];
    if (str_contains(never_first, str_from(bytes, utf8_encode(rune, bytes))) ||
        str_contains(never_last, str_from(bytes, utf8_encode(before, bytes))))
        return COST_NEVER;
    if (is_latin(before) && is_latin(rune))
        return COST_NEVER;
    return is_digit(before) ? COST_INSIDE_WORD : 0;
}

/* The characters of the title, and one behind its end. */
static Mark *marks_of(Arena *arena, Str title, size_t *ret_count)
{
    Mark *marks = NEW(arena, Mark, utf8_count(title) + 1);
    size_t count = 0, halves = 0, word_end = 0;
    Rune before = ' ';
    Str rest = title;
    while (!str_empty(rest)) {
        size_t at = title.len - rest.len, word;
        bool inside = at < word_end;
        if (!inside && starts_word(rest, &word))
            word_end = at + word;
        Rune rune = utf8_next(&rest);
        int cost = cost_before(before, rune);
        marks[count++] = (Mark){rune, at, halves, inside ? cost + COST_INSIDE_WORD : cost};
        halves += (size_t)rune_columns(rune);
        before = rune;
    }
    marks[count] = (Mark){0, title.len, halves, 0};
    *ret_count = count;
    return marks;
}

/* How far the lines that end at ends[0 … lines) are from a good shape; lower is better. */
static int shape_cost(const Mark *marks, const size_t *ends, size_t lines, size_t most_halves)
{
    int cost = 0;
    size_t before = 0, start = 0;
    for (size_t i = 0; i < lines; i++) {
        size_t halves = marks[ends[i]].halves - marks[start].halves;
        if (halves > most_halves || halves == 0)
            return COST_NEVER;
        if (i > 0) {
            int shorter = (int)before - (int)halves;
            cost += shorter < 0 ? -shorter + COST_UPWARD : shorter;
            cost += shorter > -2 && shorter < 2 ? COST_RECTANGLE : 0;
        }
        if (i + 1 < lines)
            cost += marks[ends[i]].cost;
        before = halves;
        start = ends[i];
    }
    return cost;
}

/* Tries all places for the ends of `lines` lines; there are at most TITLE_LINES_MAX. */
static int best_ends(const Mark *marks, size_t count, size_t lines, size_t most_halves,
                     size_t *ret_ends)
{
    size_t ends[TITLE_LINES_MAX];
    int best = COST_NEVER;
    for (size_t i = 0; i < lines; i++)
        ends[i] = i + 1;
    ends[lines - 1] = count;
    for (;;) {
        int cost = shape_cost(marks, ends, lines, most_halves);
        if (cost < best) {
            best = cost;
            memcpy(ret_ends, ends, sizeof ends);
        }
        /* The next combination of ends, the last of which is fixed. */
        size_t i = lines - 1;
        while (i > 0 && ends[i - 1] + 1 >= count - (lines - 1 - i))
            i--;
        if (i == 0)
            return best;
        ends[i - 1]++;
        for (size_t j = i; j + 1 < lines; j++)
            ends[j] = ends[j - 1] + 1;
    }
}

/* Longer titles are left to the ordinary breaking of lines: trying all places takes n^3. */
#define TITLE_CHARACTERS_MAX 100

Str title_lines(Arena *arena, Str title, size_t most)
{
    size_t count;
    if (str_find_byte(title, '\n') != STR_NONE || utf8_count(title) > TITLE_CHARACTERS_MAX)
        return title;
    Mark *marks = marks_of(arena, title, &count);
    if (marks[count].halves <= 2 * most)
        return title;
    for (size_t lines = 2; lines <= TITLE_LINES_MAX && lines <= count; lines++) {
        size_t ends[TITLE_LINES_MAX];
        if (best_ends(marks, count, lines, 2 * most, ends) >= COST_NEVER)
            continue;
        Buf text = buf_create(arena, title.len + TITLE_LINES_MAX);
        for (size_t i = 0, start = 0; i < lines; i++) {
            if (i > 0)
                buf_add_byte(&text, '\n');
            buf_add(&text, str_slice(title, start, marks[ends[i]].at - start));
            start = marks[ends[i]].at;
        }
        return buf_str(&text);
    }
    return title;
}
