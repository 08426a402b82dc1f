#include "engine/check/fault.h"

static Arena *texts_of(const Study *study)
{
    return study->table->arena;
}

static Str head_of(const Study *study, size_t column)
{
    const CheckColumn *at = &study->table->columns[column];
    bool unsure = str_empty(at->name) || study->table->heads_unsure;
    return unsure ? str_format(texts_of(study), "第%zu列", column + 1) : at->name;
}

/* With the decimals of the column where the fault stands. */
static Str value_str(const Study *study, const Fault *fault, Span value)
{
    const CheckTable *table = study->table;
    Figure like = table_figure(table, fault->row, fault->column);
    return figure_str(texts_of(study),
                      span_figure_like(value, &table->columns[fault->column], like));
}

static Str figure_or_blank(Arena *arena, Figure figure)
{
    return figure_is_number(figure) ? figure_str(arena, figure) : STR("（空）");
}

/* 101.70, or 9.80～9.90 where what is not printed leaves room. */
static Str should_str(const Study *study, const Fault *fault)
{
    Span should = fault->should;
    bool open =
        fault->relation && fault->relation->formula && fault->relation->formula->bounds_only;
    if (!open)
        return value_str(study, fault, should);
    Str low = value_str(study, fault, (Span){should.low, should.low});
    Str high = value_str(study, fault, (Span){should.high, should.high});
    return str_format(texts_of(study), "%.*s～%.*s", STRF(low), STRF(high));
}

/* What rounding explains: half of what the parts leave open, and half of the last place. */
static Str tolerance_str(const Study *study, const Fault *fault)
{
    const CheckColumn *column = &study->table->columns[fault->column];
    Int128 room = (fault->should.high - fault->should.low) / 2;
    bool rounded = column->rounded || (fault->relation && fault->relation->form != FORM_SUM);
    room += rounded ? figure_half_step(column->places) * QUANTITY_OF_MILLIONTH : 0;
    Decimal millionths = {(int64_t)(room / QUANTITY_OF_MILLIONTH)};
    if (millionths.millionths == 0)
        return STR("");
    Buf text = buf_create(texts_of(study), 64);
    buf_add_c(&text, "±");
    decimal_print_short(&text, millionths);
    return buf_str(&text);
}

/* ---- causes --------------------------------------------------------------------------------- */

static Str relation_str(const Study *study, const Relation *relation)
{
    Arena *arena = texts_of(study);
    if (relation->form == FORM_FORMULA)
        return str_format(arena, "按公式「%.*s」", STRF(relation->formula->text));
    const size_t named_max = 3;
    Str first = head_of(study, relation->parts.at[0].column);
    Str last = head_of(study, relation->parts.at[relation->parts.count - 1].column);
    switch (relation->form) {
    case FORM_SUM:
        if (relation->parts.count < named_max)
            return str_format(arena, "「%.*s」%s「%.*s」", STRF(first),
                              relation->parts.at[1].weight.millionths < 0 ? "减" : "加",
                              STRF(last));
        return str_format(arena, "「%.*s」至「%.*s」各项相加", STRF(first), STRF(last));
    case FORM_QUOTIENT:
        if (relation->divisors.count == 0)
            return str_format(arena, "「%.*s」至「%.*s」的平均", STRF(first), STRF(last));
        if (relation->parts.count == 2 && relation->parts.at[1].weight.millionths < 0)
            return str_format(arena, "「%.*s」比「%.*s」的增减", STRF(first), STRF(last));
        return str_format(arena, "「%.*s」除以「%.*s」", STRF(first),
                          STRF(head_of(study, relation->divisors.at[0].column)));
    case FORM_PRODUCT:
        return str_format(arena, "「%.*s」乘「%.*s」", STRF(first), STRF(last));
    case FORM_SHARE:
        return str_format(arena, "「%.*s」占合计", STRF(first));
    case FORM_FORMULA:
        break;
    }
    return STR("");
}

static Str difference_str(const Study *study, const Fault *fault)
{
    Span given = span_of_cell(study->table, fault->row, fault->column);
    Int128 middle = fault->should.low + (fault->should.high - fault->should.low) / 2;
    Int128 difference = given.low + (given.high - given.low) / 2 - middle;
    bool less = difference < 0;
    difference = less ? -difference : difference;
    Str size = value_str(study, fault, (Span){difference, difference});
    return str_format(texts_of(study), "印出的%s %.*s", less ? "少" : "多", STRF(size));
}

/* −0.50 would close it: a penalty is missing; or 24.81 should be 24.18. */
static Str hint_str(const Study *study, const Fault *fault, const Edit *edit)
{
    Arena *arena = texts_of(study);
    if (edit->hint_column == SIZE_MAX)
        return STR("");
    Figure given = table_figure(study->table, fault->row, edit->hint_column);
    Str head = head_of(study, edit->hint_column), hint = figure_str(arena, edit->hint);
    bool none = !figure_is_number(given) || given.value.millionths == 0;
    if (none && edit->hint.value.millionths < 0)
        return str_format(arena, "；「%.*s」若为 %.*s 即相符：很可能漏印了这笔扣分", STRF(head),
                          STRF(hint));
    if (none)
        return str_format(arena, "；「%.*s」若为 %.*s 即相符：很可能漏印了这一项", STRF(head),
                          STRF(hint));
    return str_format(arena, "；「%.*s」若为 %.*s（印为 %.*s）即相符", STRF(head), STRF(hint),
                      STRF(figure_str(arena, given)));
}

static Str follow_str(const Edit *edit)
{
    return edit->gain > 1 ? STR("；改正后由它引起的其余不符随之消失") : STR("");
}

/* An entry whose figure is just what the total lacks or has too much. */
static Str lacking_entry(const Study *study, const Fault *fault)
{
    const CheckTable *table = study->table;
    const TotalRow *total = fault->total;
    const size_t rows_max = 2000;
    Span given = span_of_cell(table, total->row, fault->column);
    Int128 lack = fault->should.low - given.low;
    for (size_t row = total->from; row <= total->to && row - total->from < rows_max; row++) {
        Int128 value = span_of_cell(table, row, fault->column).low;
        if (table->rows[row].kind == ROW_ENTRY && value != 0 && (value == lack || value == -lack) &&
            !total->is_mean)
            return str_format(texts_of(study), "；相差正是「%.*s」的数：很可能%s",
                              STRF(table->rows[row].label), value == lack ? "漏加" : "重复加了");
    }
    return STR("");
}

static Str cause_of_total(const Study *study, const Fault *fault)
{
    Str sum = should_str(study, fault);
    return str_format(texts_of(study), "各行%s得 %.*s，%.*s%.*s",
                      fault->total->is_mean ? "平均" : "相加", STRF(sum),
                      STRF(difference_str(study, fault)), STRF(lacking_entry(study, fault)));
}

/* ---- findings ------------------------------------------------------------------------------- */

static Finding shift_finding(const Study *study, const Edit *edit)
{
    const CheckTable *table = study->table;
    Arena *arena = texts_of(study);
    Figure *shifted = NEW(study->arena, Figure, table->column_count);
    bool known = table_row_shift(table, edit->row, edit->column, edit->by, shifted);
    Figure given = table_figure(table, edit->row, edit->column);
    return (Finding){
        .place = table_place(table, edit->row, edit->column),
        .kind = FINDING_SHIFT,
        .unit = table->rows[edit->row].label,
        .printed = figure_or_blank(arena, given),
        .recomputed = known ? figure_or_blank(arena, shifted[edit->column]) : STR(""),
        .cause = str_format(arena, "自「%.*s」起各值%s了一列；移回后各项关系相符",
                            STRF(head_of(study, edit->column)), edit->by < 0 ? "右移" : "左移"),
    };
}

/* The cell that is wrong for sure: several relations agree on its value. */
static Finding cell_finding(const Study *study, const Fault *fault, const Edit *edit)
{
    const CheckTable *table = study->table;
    Arena *arena = texts_of(study);
    bool above = fault->kind == FAULT_MAXIMUM || above_maximum(table, edit->row, edit->column);
    Str kind = above                        ? FINDING_MAXIMUM
               : fault->kind == FAULT_TOTAL ? FINDING_TOTAL_ROW
                                            : fault->relation->kind;
    return (Finding){
        .place = table_place(table, edit->row, edit->column),
        .kind = kind,
        .unit = table->rows[edit->row].label,
        .printed = figure_or_blank(arena, table_figure(table, edit->row, edit->column)),
        .recomputed = figure_str(arena, edit->figure),
        .cause = str_format(arena, "改为此值，与它有关的 %lld 处不符都成立", (long long)edit->gain),
    };
}

Finding finding_of_edit(const Study *study, const Fault *fault, const Edit *edit)
{
    const CheckTable *table = study->table;
    Arena *arena = texts_of(study);
    if (edit->kind == EDIT_SHIFT)
        return shift_finding(study, edit);
    bool elsewhere = edit->row != fault->row || edit->column != fault->column;
    if (fault->kind == FAULT_MAXIMUM || (elsewhere && edit->gain > 1))
        return cell_finding(study, fault, edit);
    Finding finding = {
        .place = table_place(table, fault->row, fault->column),
        .kind = fault->kind == FAULT_TOTAL ? FINDING_TOTAL_ROW : fault->relation->kind,
        .unit = table->rows[fault->row].label,
        .printed = figure_str(arena, table_figure(table, fault->row, fault->column)),
        .recomputed = should_str(study, fault),
        .tolerance = tolerance_str(study, fault),
    };
    if (fault->kind == FAULT_TOTAL)
        finding.cause = cause_of_total(study, fault);
    else
        finding.cause = str_format(arena, "%.*s得 %.*s，%.*s%.*s%.*s",
                                   STRF(relation_str(study, fault->relation)),
                                   STRF(finding.recomputed), STRF(difference_str(study, fault)),
                                   STRF(hint_str(study, fault, edit)), STRF(follow_str(edit)));
    return finding;
}
