#include "engine/check/table_build.h"

#include "base/nearest.h"
#include "base/utf8.h"
#include "port/fold.h"

#define TITLE_RUNES_MAX 60
#define NAME_RUNES_MAX 24
#define FURNITURE_RUNES_MAX 20
#define PARTS_ABOVE_MAX 4
#define NOTES_BYTES_MAX (1 * MIB)

static bool ends_a_sentence(Str text)
{
    static const char *const ends[] = {"。", "；", ";", "：", ":", "，", ",", "、", NULL};
    for (size_t i = 0; ends[i] != NULL; i++)
        if (str_ends(text, str_of(ends[i])))
            return true;
    return false;
}

static bool is_unit_line(Arena *arena, Str text)
{
    return text.len < 200 && str_contains(text, STR("单位")) &&
           !str_empty(unit_line_read(arena, text));
}

/* Digits, dashes and the words of a page number only: — 3 —, 第3页. */
static bool is_page_number(Str folded)
{
    static const char *const words[] = {"-", "—",  "–",  "第", "页", "共", "/",  "·",
                                        ",", "续", "表", "(",  ")",  "接", "上", NULL};
    while (!str_empty(folded)) {
        size_t taken = folded.at[0] >= '0' && folded.at[0] <= '9' ? 1 : 0;
        for (size_t i = 0; words[i] != NULL && taken == 0; i++)
            taken = str_starts(folded, str_of(words[i])) ? strlen(words[i]) : 0;
        if (taken == 0)
            return false;
        folded = str_after(folded, taken);
    }
    return true;
}

bool part_is_furniture(Arena *arena, const PaperPart *part, Str title)
{
    if (part->kind == PAPER_TABLE || part->text.len > 400)
        return false;
    Str folded = fold_name(arena, part->text);
    if (is_page_number(folded) || is_unit_line(arena, part->text))
        return true;
    Str of = fold_name(arena, title);
    return !str_empty(of) && str_starts(folded, of) && folded.len <= of.len + 16;
}

/* 附件2, 附表1, 表3-1 at the front of a folded line; its length, 0 when there is none. */
static size_t annex_len(Str folded)
{
    static const char *const words[] = {"附件", "附表", "附录", "表", NULL};
    size_t at = 0, word = 0;
    while (words[word] != NULL && !str_starts(folded, str_of(words[word])))
        word++;
    if (words[word] == NULL)
        return 0;
    at = strlen(words[word]);
    size_t digits = at;
    while (at < folded.len &&
           ((folded.at[at] >= '0' && folded.at[at] <= '9') ||
            (at > digits && (folded.at[at] == '-' || folded.at[at] == '.') && at + 1 < folded.len &&
             folded.at[at + 1] >= '0' && folded.at[at + 1] <= '9')))
        at++;
    if (at == digits) {
        static const char numerals[] = "一二三四五六七八九十";
        while (at + 3 <= folded.len &&
               str_contains(str_from(numerals, sizeof numerals - 1), str_slice(folded, at, 3)))
            at += 3;
    }
    bool bare = at == digits;
    Str rest = str_after(folded, at);
    if (bare && !(strcmp(words[word], "附件") == 0 && (str_empty(rest) || str_equal_c(rest, ":"))))
        return 0;
    return at;
}

/* 2. 海珠区…情况表 in the list of annexes: its number for the table's title; 0 = not listed. */
static int number_in_list(Arena *arena, const Paper *paper, size_t before, Str title)
{
    Str wanted = fold_name(arena, title);
    for (size_t i = 0; i < before; i++) {
        const PaperPart *part = &paper->parts.at[i];
        if (part->kind == PAPER_TABLE || part->text.len > 4 * title.len + 64 ||
            part->text.len + 32 < title.len)
            continue;
        Str line = fold_name(arena, part->text);
        if (str_starts(line, STR("-")))
            line = str_after(line, 1);
        if (str_starts(line, STR("附件:")))
            line = str_after(line, STR("附件:").len);
        size_t digits = 0;
        while (digits < line.len && line.at[digits] >= '0' && line.at[digits] <= '9')
            digits++;
        int64_t number;
        if (digits == 0 || digits > 2 || !str_to_int(str_slice(line, 0, digits), &number))
            continue;
        Str rest = str_after(line, digits);
        rest = str_starts(rest, STR("、")) ? str_after(rest, 3) : str_after(rest, 1);
        /* One character lost or misprinted makes it no other table. */
        if (str_equal(rest, wanted) ||
            (utf8_count(wanted) >= 12 && edit_distance(rest, wanted) <= 1))
            return (int)number;
    }
    return 0;
}

/* What the lines above a table say. */
typedef struct Above {
    Str title;
    Str annex;
    Str unit;
} Above;

static bool is_title(const PaperPart *part)
{
    return utf8_count(part->text) <= TITLE_RUNES_MAX && !ends_a_sentence(part->text);
}

static Above read_above(Arena *arena, const Paper *paper, size_t part)
{
    Above above = {0};
    for (size_t steps = 0; steps < PARTS_ABOVE_MAX && part-- > 0; steps++) {
        const PaperPart *at = &paper->parts.at[part];
        if (at->kind == PAPER_TABLE)
            break;
        Str folded = at->text.len < 400 ? fold_name(arena, at->text) : (Str){0};
        size_t annex = annex_len(folded);
        if (annex > 0 && str_empty(above.annex) && utf8_count(folded) <= TITLE_RUNES_MAX) {
            above.annex = str_slice(folded, 0, annex);
            if (str_empty(above.title) && folded.len > annex + 6)
                above.title = at->text;
            break;
        }
        if (is_unit_line(arena, at->text) && str_empty(above.title))
            above.unit = unit_line_read(arena, at->text);
        else if (str_empty(above.title) && is_title(at))
            above.title = at->text;
        else if (str_empty(above.title))
            break;
    }
    return above;
}

/* The heading under which the table stands. */
static Str heading_above(const Paper *paper, size_t part)
{
    while (part-- > 0) {
        const PaperPart *at = &paper->parts.at[part];
        if (at->kind == PAPER_HEADING)
            return at->text;
    }
    return (Str){0};
}

static bool sheet_tells(Str sheet)
{
    return !str_empty(sheet) && !str_starts(sheet, STR("Sheet")) &&
           !str_starts(sheet, STR("sheet"));
}

static Str name_of(CheckTable *table, const Paper *paper, const Block *first, const Above *above,
                   size_t number)
{
    Arena *arena = table->arena;
    Str folded = fold_name(arena, table->title);
    size_t annex = annex_len(folded);
    if (annex > 0)
        return str_slice(folded, 0, annex);
    if (!str_empty(above->annex))
        return above->annex;
    int listed =
        str_empty(table->title) ? 0 : number_in_list(arena, paper, first->part, table->title);
    if (listed > 0)
        return str_format(arena, "附件%d", listed);
    if (sheet_tells(first->grid->sheet))
        return first->grid->sheet;
    if (!str_empty(table->title))
        return utf8_count(table->title) <= NAME_RUNES_MAX
                   ? table->title
                   : str_format(arena, "%.*s…", STRF(utf8_prefix(table->title, NAME_RUNES_MAX)));
    return str_format(arena, "表%zu", number);
}

/* The paragraphs below, but for the title of the next table. */
static Str notes_below(Arena *arena, const Paper *paper, const Block *last)
{
    size_t from = last->part + 1, to = from;
    while (to < paper->parts.count && paper->parts.at[to].kind == PAPER_PARAGRAPH)
        to++;
    if (to < paper->parts.count && paper->parts.at[to].kind == PAPER_TABLE)
        for (size_t taken = 0; taken < 3 && to > from && is_title(&paper->parts.at[to - 1]);
             taken++)
            to--;
    Buf notes = buf_create(arena, NOTES_BYTES_MAX);
    buf_add(&notes, last->notes);
    for (size_t i = from; i < to; i++) {
        buf_add(&notes, paper->parts.at[i].text);
        buf_add_byte(&notes, '\n');
    }
    return buf_str(&notes);
}

void table_entitle(CheckTable *table, const Paper *paper, const Block *first, const Block *last,
                   const CheckTableList *before, Str *ret_unit)
{
    Above above = read_above(table->arena, paper, first->part);
    table->title = str_empty(first->caption) ? above.title : first->caption;
    if (str_empty(table->title))
        table->title = heading_above(paper, first->part);
    table->name = name_of(table, paper, first, &above, before->count + 1);
    size_t same = 0;
    LIST_EACH (const CheckTable, other, before)
        same += str_starts(other->name, table->name);
    if (same > 0)
        table->name = str_format(table->arena, "%.*s（第%zu张表）", STRF(table->name), same + 1);
    table->notes = notes_below(table->arena, paper, last);
    *ret_unit = str_empty(first->unit) ? above.unit : unit_line_read(table->arena, first->unit);
}
