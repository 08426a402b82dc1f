#include "engine/check/fault.h"

#define ENTRIES_MIN 4
#define BREAKS_MAX 2

typedef struct Serial {
    size_t row;
    int64_t number;
} Serial;

static size_t collect(const Study *study, Serial *to)
{
    const CheckTable *table = study->table;
    size_t count = 0;
    for (size_t row = 0; row < table->row_count; row++) {
        Figure figure = table_figure(table, row, table->serial_column);
        if (table->rows[row].kind == ROW_ENTRY && figure_is_number(figure))
            to[count++] = (Serial){row, figure.value.millionths / DECIMAL_ONE};
    }
    return count;
}

/* 1 may begin again at any row: a part of its own. */
static bool follows(const Serial *serials, size_t i)
{
    return serials[i].number == serials[i - 1].number + 1 || serials[i].number == 1;
}

static void tell(Study *study, const Serial *serial, int64_t should, const char *cause)
{
    const CheckTable *table = study->table;
    *LIST_ADD(table->arena, study->findings) = (Finding){
        .place = table_place(table, serial->row, table->serial_column),
        .kind = FINDING_SERIAL,
        .unit = table->rows[serial->row].label,
        .printed = str_format(table->arena, "%lld", (long long)serial->number),
        .recomputed = str_format(table->arena, "%lld", (long long)should),
        .cause = str_copy(table->arena, str_of(cause)),
    };
}

void tell_serials(Study *study)
{
    if (study->table->serial_column == SIZE_MAX)
        return;
    Serial *serials = NEW(study->arena, Serial, study->table->row_count);
    size_t count = collect(study, serials), breaks = 0;
    for (size_t i = 1; i < count; i++)
        breaks += !follows(serials, i);
    if (count < ENTRIES_MIN || breaks == 0 || breaks > BREAKS_MAX)
        return;
    for (size_t i = 1; i < count; i++) {
        if (follows(serials, i))
            continue;
        int64_t should = serials[i - 1].number + 1;
        bool single = i + 1 < count && serials[i + 1].number == should + 1;
        tell(study, &serials[i], should,
             single ? "前后序号都连续，只有这一个不同" : "与上一行不连续：漏了一行，或序号有误");
        if (single)
            i++;
    }
}
