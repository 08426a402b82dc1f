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
#define WIDTH_FLOOR 4      /* the narrowest column that is still read */
#define WIDTH_TEXT_MAX 28  /* longer texts are broken into lines */
#define WIDTH_HEAD_MAX 28  /* heads are broken sooner and sooner until the table fits the page, */
#define WIDTH_HEAD_MIN 6   /* but never before three characters */
#define WIDTH_CELL_BLANK 2 /* the blanks at both sides of a cell */

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

/* What a cell asks of its column; merged cells ask nothing. */
static size_t cell_halves(const Cell *cell, size_t most)
{
    if (cell->covered || cell->column_span > 1)
        return 0;
    size_t widest = 0;
    Str rest = cell->text, line;
    while (str_split(&rest, '\n', &line)) {
        size_t halves = page_half_widths(line);
        if (halves > widest)
            widest = halves;
    }
    return !cell->is_number && widest > most ? most : widest;
}

static int column_measure(const Table *table, size_t column, size_t head_most)
{
    if (table->columns[column].weight > 0)
        return table->columns[column].weight;
    size_t widest = WIDTH_FLOOR;
    for (size_t i = 0; i < table->head_count; i++) {
        size_t halves = cell_halves(&table->head[i].cells[column], head_most);
        widest = halves > widest ? halves : widest;
    }
    LIST_EACH (Row, row, &table->body) {
        size_t halves = cell_halves(&row->cells[column], WIDTH_TEXT_MAX);
        widest = halves > widest ? halves : widest;
    }
    return (int)widest + WIDTH_CELL_BLANK;
}

static int64_t sum_of_measures(const Table *table, size_t head_most)
{
    int64_t sum = 0;
    for (size_t i = 0; i < table->column_count; i++)
        sum += column_measure(table, i, head_most);
    return sum;
}

void page_column_widths(const Table *table, int total, int *ret_widths)
{
    double width_mm = table->landscape ? LANDSCAPE_TYPE_WIDTH_MM : TYPE_WIDTH_MM;
    int64_t room = (int64_t)(MM_TO_PT(width_mm) * 2 / page_table_size_pt(table));
    size_t head_most = WIDTH_HEAD_MAX;
    while (head_most > WIDTH_HEAD_MIN && sum_of_measures(table, head_most) > room)
        head_most -= 2;
    int64_t sum = sum_of_measures(table, head_most);
    /* Edges are rounded, not widths, so that the last edge is the total. */
    int64_t so_far = 0;
    int edge = 0;
    for (size_t i = 0; i < table->column_count; i++) {
        so_far += column_measure(table, i, head_most);
        int next = (int)(so_far * total / sum);
        ret_widths[i] = next - edge;
        edge = next;
    }
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
