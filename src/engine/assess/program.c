/* The order in which the units of a scheme are computed. */
#include "engine/assess/program.h"

typedef struct Sorter {
    Ctx *ctx;
    const Scheme *scheme;
    Program *program;
    size_t unit_total;
    uint8_t *edges;    /* [from * unit_total + to]: from rests on to */
    size_t *remaining; /* how many it still waits for */
} Sorter;

/* Units before sorting: items, then sections, then the total. */
static size_t number_of(const Scheme *scheme, UnitKind kind, size_t index)
{
    return kind == UNIT_ITEM      ? index
           : kind == UNIT_SECTION ? scheme->items.count + index
                                  : scheme->items.count + scheme->sections.count;
}

static UnitKind kind_of(const Scheme *scheme, size_t number, size_t *ret_index)
{
    *ret_index = number;
    if (number < scheme->items.count)
        return UNIT_ITEM;
    *ret_index = number - scheme->items.count;
    return *ret_index < scheme->sections.count ? UNIT_SECTION : UNIT_TOTAL;
}

static const Formula *formula_of(const Scheme *scheme, UnitKind kind, size_t index)
{
    const Formula *formula = kind == UNIT_ITEM    ? &scheme->items.at[index].formula
                             : kind == UNIT_TOTAL ? &scheme->total.formula
                                                  : NULL;
    return formula && formula->nodes.count > 0 ? formula : NULL;
}

static bool is_part(const Scheme *scheme, const SchemeItem *item, UnitKind kind, size_t index)
{
    switch (kind) {
    case UNIT_ITEM:
        return item->parent == index;
    case UNIT_SECTION:
        return item->parent == SCHEME_NONE && item->section == index;
    default:
        return scheme->total.is_sum && item->parent == SCHEME_NONE && item->section == SCHEME_NONE;
    }
}

LIST_OF(ProgramPart, PartList);

/* What a unit without a formula adds up. */
static PartList parts_of(Arena *arena, const Scheme *scheme, UnitKind kind, size_t index)
{
    PartList parts = {0};
    for (size_t i = 0; kind == UNIT_TOTAL && i < scheme->sections.count; i++)
        *LIST_ADD(arena, &parts) = (ProgramPart){.kind = UNIT_SECTION, .index = i};
    for (size_t i = 0; i < scheme->items.count; i++) {
        const SchemeItem *item = &scheme->items.at[i];
        if (is_part(scheme, item, kind, index))
            *LIST_ADD(arena, &parts) = (ProgramPart){
                .kind = UNIT_ITEM, .index = i, .points = item->points, .missing = item->missing};
    }
    return parts;
}

static void add_edge(Sorter *sorter, size_t from, size_t to)
{
    uint8_t *edge = &sorter->edges[from * sorter->unit_total + to];
    sorter->remaining[from] += !*edge;
    *edge = 1;
}

static void add_edges(Sorter *sorter, size_t from)
{
    const Scheme *scheme = sorter->scheme;
    size_t index;
    UnitKind kind = kind_of(scheme, from, &index);
    const Formula *formula = formula_of(scheme, kind, index);
    if (!formula) {
        PartList parts = parts_of(sorter->ctx->arena, scheme, kind, index);
        LIST_EACH (ProgramPart, part, &parts)
            add_edge(sorter, from, number_of(scheme, part->kind, part->index));
        return;
    }
    LIST_EACH (FormulaNode, node, &formula->nodes) {
        if (node->op == FORMULA_ITEM)
            add_edge(sorter, from, number_of(scheme, UNIT_ITEM, node->name));
        if (node->op == FORMULA_SECTION)
            add_edge(sorter, from, number_of(scheme, UNIT_SECTION, node->name));
    }
}

static void add_unit(Sorter *sorter, size_t number)
{
    Program *program = sorter->program;
    size_t index;
    UnitKind kind = kind_of(sorter->scheme, number, &index);
    const Formula *formula = formula_of(sorter->scheme, kind, index);
    size_t at = program->unit_count++;
    ProgramUnit *unit = &program->units[at];
    *unit = (ProgramUnit){.kind = kind,
                          .index = index,
                          .formula = formula,
                          .first_register = program->register_count};
    if (!formula) {
        PartList parts = parts_of(sorter->ctx->arena, sorter->scheme, kind, index);
        unit->parts = parts.at;
        unit->part_count = parts.count;
    }
    unit->used = unit->first_register + (formula ? formula->nodes.count : 0);
    program->register_count = unit->used + 1;
    if (kind == UNIT_ITEM)
        program->item_units[index] = at;
    else if (kind == UNIT_SECTION)
        program->section_units[index] = at;
    else
        program->total_unit = at;
}

static Str name_of(const Scheme *scheme, size_t number)
{
    size_t index;
    UnitKind kind = kind_of(scheme, number, &index);
    return kind == UNIT_ITEM      ? scheme->items.at[index].code
           : kind == UNIT_SECTION ? scheme->sections.at[index].code
                                  : scheme->total.code;
}

/* Among units that all wait for one another, following any unfinished edge ends in a circle. */
static size_t waits_for(const Sorter *sorter, size_t number)
{
    for (size_t to = 0; to < sorter->unit_total; to++) {
        if (sorter->edges[number * sorter->unit_total + to] && sorter->remaining[to] > 0)
            return to;
    }
    return number;
}

#define CIRCLE_BYTES_MAX 2000

static bool fail_circle(Sorter *sorter)
{
    const Scheme *scheme = sorter->scheme;
    size_t number = 0;
    while (sorter->remaining[number] == 0)
        number++;
    for (size_t i = 0; i < sorter->unit_total; i++)
        number = waits_for(sorter, number);
    Buf circle = buf_create(sorter->ctx->arena, CIRCLE_BYTES_MAX);
    size_t start = number;
    int line = 0;
    do {
        size_t index;
        if (kind_of(scheme, number, &index) == UNIT_ITEM && line == 0)
            line = scheme->items.at[index].line;
        buf_add(&circle, name_of(scheme, number));
        buf_add_c(&circle, " → ");
        number = waits_for(sorter, number);
    } while (number != start);
    buf_add(&circle, name_of(scheme, start));
    fail(sorter->ctx, FAIL_INVALID, "指标的公式互相引用成环：%.*s", STRF(buf_str(&circle)));
    fail_hint(sorter->ctx, "每个指标只能引用不依赖它的指标，请改其中一个公式");
    return fail_at(sorter->ctx, (Place){.file = scheme->file, .line = line});
}

/* Kahn's algorithm; among those that are ready the first in the pack comes first. */
static bool sort_units(Sorter *sorter)
{
    bool *done = NEW(sorter->ctx->arena, bool, sorter->unit_total);
    for (size_t placed = 0; placed < sorter->unit_total; placed++) {
        size_t next = 0;
        while (next < sorter->unit_total && (done[next] || sorter->remaining[next] > 0))
            next++;
        if (next == sorter->unit_total)
            return fail_circle(sorter);
        done[next] = true;
        add_unit(sorter, next);
        for (size_t from = 0; from < sorter->unit_total; from++) {
            if (sorter->edges[from * sorter->unit_total + next])
                sorter->remaining[from]--;
        }
    }
    return true;
}

static void link_parts(Program *program)
{
    for (size_t i = 0; i < program->unit_count; i++) {
        ProgramUnit *unit = &program->units[i];
        for (size_t j = 0; j < unit->part_count; j++) {
            ProgramPart *part = &unit->parts[j];
            const size_t *units =
                part->kind == UNIT_ITEM ? program->item_units : program->section_units;
            part->used = program->units[units[part->index]].used;
        }
    }
}

bool program_compile(Ctx *ctx, const Scheme *scheme, const Program **ret)
{
    size_t total = scheme->items.count + scheme->sections.count + scheme->total.exists;
    Program *program = NEW(ctx->arena, Program, 1);
    *program = (Program){.units = NEW(ctx->arena, ProgramUnit, total),
                         .register_count = scheme->inputs.count,
                         .item_units = NEW(ctx->arena, size_t, scheme->items.count),
                         .section_units = NEW(ctx->arena, size_t, scheme->sections.count),
                         .total_unit = SCHEME_NONE};
    Sorter sorter = {.ctx = ctx,
                     .scheme = scheme,
                     .program = program,
                     .unit_total = total,
                     .edges = NEW(ctx->arena, uint8_t, total * total),
                     .remaining = NEW(ctx->arena, size_t, total)};
    for (size_t i = 0; i < total; i++)
        add_edges(&sorter, i);
    if (!sort_units(&sorter))
        return false;
    link_parts(program);
    *ret = program;
    return true;
}
