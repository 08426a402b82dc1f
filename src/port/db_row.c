/* Rows to structs: each column goes to the member of its name. */
#include "port/db_session.h"

static bool fail_column(Ctx *ctx, const DbStatement *statement, const char *column,
                        const char *what)
{
    fail(ctx, FAIL_DATABASE, "语句「%s」的列「%s」%s", statement->name, column, what);
    return fail_detail(ctx, "%s", statement->source);
}

static bool check_required(Ctx *ctx, const DbStatement *statement, const Shape *shape,
                           const Field *const *fields, size_t column_count)
{
    for (size_t i = 0; i < shape->count; i++) {
        bool found = !(shape->fields[i].flags & FIELD_REQUIRED);
        for (size_t c = 0; c < column_count && !found; c++)
            found = fields[c] == &shape->fields[i];
        if (!found)
            return fail_column(ctx, statement, shape->fields[i].name, "缺失");
    }
    return true;
}

bool db_resolve(Ctx *ctx, DbSlot *slot, const DbStatement *statement, const Shape *shape)
{
    if (slot->shape == shape)
        return true;
    size_t count = slot->backend->column_count(slot->prepared);
    if (count == 0 || count > DB_COLUMNS_MAX)
        return fail(ctx, FAIL_DATABASE, "语句「%s」不返回数据，或列太多", statement->name);
    const Field *fields[DB_COLUMNS_MAX];
    for (size_t i = 0; i < count; i++) {
        const char *name = slot->backend->column_name(slot->prepared, i);
        fields[i] = shape_field(shape, str_of(name));
        if (!fields[i] || fields[i]->kind == FIELD_LIST_OF || fields[i]->kind == FIELD_STRUCT)
            return fail_column(ctx, statement, name, "没有对应的成员");
    }
    if (!check_required(ctx, statement, shape, fields, count))
        return false;
    const Field **kept = realloc(slot->fields, count * sizeof *kept);
    if (!kept)
        return fail(ctx, FAIL_SYSTEM, "内存不足");
    memcpy(kept, fields, count * sizeof *kept);
    slot->fields = kept;
    slot->column_count = count;
    slot->shape = shape;
    return true;
}

/* Stores a number; false when it is outside of the member's range. */
static bool store_number(const Field *field, int64_t number, void *to)
{
    switch (field->kind) {
    case FIELD_BOOL:
        *(bool *)to = number != 0;
        return number == 0 || number == 1;
    case FIELD_INT:
        *(int64_t *)to = number;
        return true;
    case FIELD_DECIMAL:
        *(Decimal *)to = (Decimal){number};
        return true;
    case FIELD_INSTANT:
        *(Instant *)to = (Instant){number};
        return true;
    case FIELD_DATE:
        *(Date *)to = (Date){(int32_t)number};
        return number >= INT32_MIN && number <= INT32_MAX;
    case FIELD_PERIOD:
        *(Period *)to = (Period){(int32_t)number};
        return number >= INT32_MIN && number <= INT32_MAX;
    default:
        return false;
    }
}

static bool store(Ctx *ctx, const DbStatement *statement, const Field *field, DbCell cell,
                  void *object)
{
    void *to = (char *)object + field->offset;
    bool optional = field->flags & FIELD_OPTIONAL;
    if (optional)
        *(bool *)((char *)object + field->has_offset) = cell.kind != CELL_NULL;
    if (cell.kind == CELL_NULL)
        return optional || fail_column(ctx, statement, field->name, "为空（NULL）");
    if (cell.kind == CELL_STR && field->kind == FIELD_STR) {
        *(Str *)to = str_copy(ctx->arena, cell.text);
        return true;
    }
    if (cell.kind == CELL_INT && store_number(field, cell.number, to))
        return true;
    return fail_column(ctx, statement, field->name, "的类型或范围与成员不符");
}

bool db_read_row(Ctx *ctx, const DbSlot *slot, const DbStatement *statement, void *object)
{
    memset(object, 0, slot->shape->size);
    for (size_t i = 0; i < slot->column_count; i++) {
        DbCell cell = slot->backend->cell(slot->prepared, i);
        if (!store(ctx, statement, slot->fields[i], cell, object))
            return false;
    }
    return true;
}
