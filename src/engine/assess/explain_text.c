/* An explanation on a terminal: labels in one column, numbers aligned. */
#include "engine/assess/explain.h"

#include "base/utf8.h"

#define LABEL_COLUMNS 8

static void pad(Buf *to, size_t from, size_t width)
{
    for (size_t i = from; i < width; i++)
        buf_add_byte(to, ' ');
}

static void put_label(Buf *to, Str label)
{
    buf_add(to, label);
    pad(to, utf8_columns(label), LABEL_COLUMNS);
}

static void put_line(Buf *to, const char *label, Str text)
{
    if (str_empty(text))
        return;
    put_label(to, str_of(label));
    buf_add(to, text);
    buf_add_c(to, "\n");
}

/* One row of a small table: a name, a number to the right, and what else there is to say. */
typedef struct TextRow {
    Str name;
    Str number;
    Str rest;
} TextRow;
LIST_OF(TextRow, TextRowList);

static void put_rows(Buf *to, const char *title, const TextRowList *rows)
{
    size_t name_columns = 0;
    size_t number_columns = 0;
    LIST_EACH (const TextRow, row, rows) {
        size_t name = utf8_columns(row->name);
        size_t number = utf8_columns(row->number);
        name_columns = name > name_columns ? name : name_columns;
        number_columns = number > number_columns ? number : number_columns;
    }
    if (rows->count > 0)
        buf_format(to, "%s\n", title);
    LIST_EACH (const TextRow, row, rows) {
        buf_add_c(to, "  ");
        buf_add(to, row->name);
        pad(to, utf8_columns(row->name), name_columns + 2);
        pad(to, utf8_columns(row->number), number_columns);
        buf_add(to, row->number);
        if (!str_empty(row->rest))
            buf_format(to, "  %.*s", STRF(row->rest));
        buf_add_c(to, "\n");
    }
}

/* Both parts, apart by a comma when both are there. */
static Str both(Arena *arena, Str first, Str second)
{
    const char *comma = str_empty(first) || str_empty(second) ? "" : "，";
    return str_format(arena, "%.*s%s%.*s", STRF(first), comma, STRF(second));
}

static void put_parts(Buf *to, const Explanation *explanation)
{
    TextRowList rows = {0};
    LIST_EACH (const ExplainedPart, part, &explanation->parts) {
        *LIST_ADD(to->arena, &rows) =
            (TextRow){part->name, part->text, both(to->arena, part->limit, part->note)};
    }
    put_rows(to, "构成", &rows);
}

static void put_inputs(Buf *to, const Explanation *explanation)
{
    TextRowList rows = {0};
    LIST_EACH (const ExplainedInput, input, &explanation->inputs) {
        *LIST_ADD(to->arena, &rows) =
            (TextRow){input->name, input->text, both(to->arena, input->note, input->where)};
    }
    put_rows(to, "数据", &rows);
}

static void put_references(Buf *to, const Explanation *explanation)
{
    TextRowList rows = {0};
    LIST_EACH (const ExplainedReference, reference, &explanation->references) {
        Str count = str_format(to->arena, "%lld个有数值", (long long)reference->count);
        Str who = both(to->arena, reference->subject, count);
        *LIST_ADD(to->arena, &rows) =
            (TextRow){reference->name, reference->text, both(to->arena, who, reference->where)};
    }
    put_rows(to, "本组参照", &rows);
}

static void put_neighbours(Buf *to, const Explanation *explanation)
{
    TextRowList rows = {0};
    LIST_EACH (const ExplainedNeighbour, near, &explanation->neighbours) {
        Str name = str_format(to->arena, "%.*s  第%lld名  %.*s", STRF(near->relation),
                              (long long)near->rank, STRF(near->name));
        Str rest = str_format(to->arena, "相差%.*s", STRF(near->difference));
        *LIST_ADD(to->arena, &rows) = (TextRow){name, near->text, rest};
    }
    put_rows(to, "名次前后", &rows);
}

void explanation_print_text(Buf *to, const Explanation *explanation)
{
    buf_format(to, "%.*s  %.*s  %.*s\n", STRF(explanation->subject), STRF(explanation->name),
               STRF(explanation->text));
    put_line(to, "方案", explanation->scheme_name);
    put_line(to, "名次", explanation->rank_text);
    put_line(to, "规则", explanation->rule);
    put_line(to, "公式", explanation->formula);
    put_line(to, "代入", explanation->numbers);
    put_line(to, "精确值", explanation->exact);
    LIST_EACH (const ExplainedLine, line, &explanation->lines) {
        put_label(to, line->label);
        buf_format(to, "%.*s\n", STRF(line->text));
    }
    put_parts(to, explanation);
    put_inputs(to, explanation);
    put_references(to, explanation);
    put_neighbours(to, explanation);
    put_line(to, "依据", explanation->legal_text);
}
