#include "engine/report/page.h"

#include "base/utf8.h"

const FontChoice font_choices[FONT_ROLE_MAX] = {
    [FONT_TITLE] = {"小标宋",
                    "serif",
                    "02010601030101010101",
                    true,
                    {"方正小标宋简体", "FZXiaoBiaoSong-B05S", "Noto Serif CJK SC", "FandolSong"}},
    [FONT_BODY] = {"仿宋",
                   "serif",
                   "02010609030101010101",
                   false,
                   {"仿宋_GB2312", "FangSong_GB2312", "仿宋", "FangSong", "FandolFang",
                    "Noto Serif CJK SC"}},
    [FONT_HEI] = {"黑体",
                  "sans-serif",
                  "02010609060101010101",
                  false,
                  {"黑体", "SimHei", "Noto Sans CJK SC", "FandolHei"}},
    [FONT_KAI] = {"楷体",
                  "serif",
                  "02010609030101010101",
                  false,
                  {"楷体_GB2312", "KaiTi_GB2312", "楷体", "KaiTi", "FandolKai", "AR PL UKai CN",
                   "Noto Serif CJK SC"}},
    [FONT_SONG] = {"宋体",
                   "serif",
                   "02010600030101010101",
                   false,
                   {"宋体", "SimSun", "Noto Serif CJK SC", "FandolSong"}},
};

/* In halves of a full-width character. */
#define WIDTH_FLOOR 4        /* the narrowest column that is still read */
#define WIDTH_TEXT_MAX 28    /* longer texts are broken into lines */
#define WIDTH_TEXT_MIN 12    /* sooner and sooner until the table fits the page, after the heads */
#define WIDTH_HEAD_MAX 28    /* heads are broken so too, */
#define WIDTH_HEAD_MIN 6     /* but never before three characters, */
#define WIDTH_BRACKET_MAX 12 /* nor within a bracket up to this width: （满分10分） */
/* The blanks at both sides of a cell, in tenths of a half; a head, which is centred, only what
 * LibreOffice puts between digits and Chinese. */
#define WIDTH_CELL_BLANK 18
#define WIDTH_HEAD_BLANK 8

size_t page_half_widths(Str text)
{
    size_t halves = 0;
    while (!str_empty(text))
        halves += (size_t)rune_columns(utf8_next(&text));
    return halves;
}

double page_mark_size_pt(Str mark)
{
    size_t longest = 1;
    Str rest = mark, line;
    while (str_split(&rest, '\n', &line)) {
        size_t halves = page_half_widths(line);
        if (halves > longest)
            longest = halves;
    }
    /* One character is left blank, so that no rounding breaks the line. */
    double fits = MM_TO_PT(TYPE_WIDTH_MM) * 2 / (double)(longest + 2);
    double size = fits < MARK_MAX_PT ? fits : MARK_MAX_PT;
    /* Half points, because Word knows no finer sizes. */
    size = (double)(int)(size * 2) / 2;
    return size < MARK_MIN_PT ? MARK_MIN_PT : size;
}

double page_table_size_pt(const Table *table)
{
    return table->column_count >= TABLE_WIDE_COLUMNS ? SIZE_SMALL_5_PT : SIZE_5_PT;
}

double page_table_pitch_pt(const Table *table)
{
    return TABLE_PITCH_PT * page_table_size_pt(table) / SIZE_5_PT;
}

static size_t longest_line(Str text)
{
    size_t longest = 0;
    Str line;
    while (str_split(&text, '\n', &line)) {
        size_t halves = page_half_widths(line);
        longest = halves > longest ? halves : longest;
    }
    return longest;
}

/* Where texts are broken. */
typedef struct Breaks {
    size_t head;
    size_t text;
} Breaks;

static size_t bracket_halves(Str text)
{
    size_t at = str_find(text, STR("（"));
    size_t halves = at == STR_NONE ? 0 : page_half_widths(str_after(text, at));
    return halves <= WIDTH_BRACKET_MAX ? halves : 0;
}

/* What a head asks of its column, in tenths of a half; merged cells ask nothing. */
static int head_measure(const Cell *cell, Breaks breaks)
{
    if (cell->covered || cell->column_span > 1)
        return 0;
    size_t halves = longest_line(cell->text), bracket = bracket_halves(cell->text);
    halves = halves > breaks.head ? breaks.head : halves;
    return (int)(bracket > halves ? bracket : halves) * 10 + WIDTH_HEAD_BLANK;
}

static int body_measure(const Cell *cell, Breaks breaks)
{
    if (cell->covered || cell->column_span > 1)
        return 0;
    size_t halves = longest_line(cell->text);
    halves = !cell->is_number && halves > breaks.text ? breaks.text : halves;
    return (int)halves * 10 + WIDTH_CELL_BLANK;
}

static int column_measure(const Table *table, size_t column, Breaks breaks)
{
    if (table->columns[column].weight > 0)
        return table->columns[column].weight * 10;
    int widest = WIDTH_FLOOR * 10;
    for (size_t i = 0; i < table->head_count; i++) {
        int measure = head_measure(&table->head[i].cells[column], breaks);
        widest = measure > widest ? measure : widest;
    }
    LIST_EACH (Row, row, &table->body) {
        int measure = body_measure(&row->cells[column], breaks);
        widest = measure > widest ? measure : widest;
    }
    return widest;
}

static int64_t sum_of_measures(const Table *table, Breaks breaks)
{
    int64_t sum = 0;
    for (size_t i = 0; i < table->column_count; i++)
        sum += column_measure(table, i, breaks);
    return sum;
}

static Breaks choose_breaks(const Table *table)
{
    double width_mm = table->landscape ? LANDSCAPE_TYPE_WIDTH_MM : TYPE_WIDTH_MM;
    int64_t room = (int64_t)(MM_TO_PT(width_mm) * 20 / page_table_size_pt(table));
    Breaks breaks = {WIDTH_HEAD_MAX, WIDTH_TEXT_MAX};
    while (breaks.head > WIDTH_HEAD_MIN && sum_of_measures(table, breaks) > room)
        breaks.head -= 2;
    while (breaks.text > WIDTH_TEXT_MIN && sum_of_measures(table, breaks) > room)
        breaks.text -= 2;
    return breaks;
}

void page_column_widths(const Table *table, int total, int *ret_widths)
{
    Breaks breaks = choose_breaks(table);
    int64_t sum = sum_of_measures(table, breaks);
    /* Edges are rounded, not widths, so that the last edge is the total. */
    int64_t so_far = 0;
    int edge = 0;
    for (size_t i = 0; i < table->column_count; i++) {
        so_far += column_measure(table, i, breaks);
        int next = (int)(so_far * total / sum);
        ret_widths[i] = next - edge;
        edge = next;
    }
}

Str page_head_text(Arena *arena, Str text, double room_halves)
{
    size_t at = str_find(text, STR("（"));
    if (at == STR_NONE || at == 0 || (double)page_half_widths(text) < room_halves)
        return text;
    Str before = str_slice(text, 0, at), after = str_after(text, at);
    return str_format(arena, "%.*s\n%.*s", STRF(before), STRF(after));
}

bool page_is_landscape(const Block *block)
{
    return block->kind == BLOCK_TABLE && block->table->landscape;
}

Str page_attachment_label(Arena *arena, const Document *document, const Annex *annex)
{
    if (document->annexes.count < 2)
        return STR("");
    return str_format(arena, "%d.", annex->number);
}

Str page_annex_label(Arena *arena, const Document *document, const Annex *annex)
{
    if (document->annexes.count < 2)
        return STR("附件");
    return str_format(arena, "附件%d", annex->number);
}

Str page_date(Arena *arena, Date date)
{
    Buf text = buf_create(arena, 64);
    date_print_chinese(&text, date);
    return buf_str(&text);
}

Str page_contact(Arena *arena, Str contact)
{
    if (str_starts(contact, STR("（")) || str_starts(contact, STR("(")))
        return contact;
    return str_format(arena, "（%.*s）", STRF(contact));
}
