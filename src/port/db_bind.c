/* Binds: given by name, sent in the statement's order. */
#include "port/db_session.h"

BindValue bind_int(int64_t value)
{
    return (BindValue){.kind = BIND_INT, .number = value};
}

BindValue bind_bool(bool value)
{
    return bind_int(value);
}

BindValue bind_str(Str value)
{
    return (BindValue){.kind = BIND_STR, .text = value};
}

BindValue bind_decimal(Decimal value)
{
    return bind_int(value.millionths);
}

BindValue bind_instant(Instant value)
{
    return bind_int(value.ms);
}

BindValue bind_date(Date value)
{
    return bind_int(value.days);
}

BindValue bind_period(Period value)
{
    return bind_int(value.months);
}

BindValue bind_null(void)
{
    return (BindValue){.kind = BIND_NULL};
}

/* The bind called `name`; it is usually at the place where the statement has it. */
static const Bind *bind_called(Binds binds, const char *name, size_t likely)
{
    if (likely < binds.count && strcmp(binds.at[likely].name, name) == 0)
        return &binds.at[likely];
    for (size_t i = 0; i < binds.count; i++)
        if (strcmp(binds.at[i].name, name) == 0)
            return &binds.at[i];
    return NULL;
}

static bool fail_bind(Ctx *ctx, const DbStatement *statement, const char *name, const char *what)
{
    fail(ctx, FAIL_DATABASE, "语句「%s」%s参数「%s」", statement->name, what, name);
    return fail_detail(ctx, "%s", statement->source);
}

static bool check_text(Ctx *ctx, Str text)
{
    if (text.len > DB_TEXT_BYTES_MAX)
        return fail(ctx, FAIL_TOO_LARGE, "一项内容有 %zu 字节，超过 %zu 的上限", text.len,
                    DB_TEXT_BYTES_MAX);
    if (str_find_byte(text, '\0') != STR_NONE)
        return fail(ctx, FAIL_INVALID, "内容里有空字符（NUL），不能保存");
    return true;
}

/* What the statement takes from the scope; false when `name` is an ordinary bind. */
static bool bind_of_scope(const Ctx *ctx, const char *name, BindValue *ret)
{
    bool units = strcmp(name, "scope_units") == 0;
    if (!ctx->scope || (!units && strcmp(name, "scope_person") != 0))
        return false;
    int64_t person = ctx->scope->person;
    if (units)
        *ret = bind_str(str_empty(ctx->scope->units) ? STR("[]") : ctx->scope->units);
    else
        *ret = person ? bind_int(person) : bind_null(); /* nobody owns nothing */
    return true;
}

bool db_order_binds(Ctx *ctx, const DbStatement *statement, Binds binds, BindValue *to,
                    size_t *ret_count)
{
    size_t count = 0;
    for (; statement->binds[count]; count++) {
        if (count == DB_BINDS_MAX)
            BUG("a statement with too many binds");
        if (bind_of_scope(ctx, statement->binds[count], &to[count]))
            continue;
        const Bind *bind = bind_called(binds, statement->binds[count], count);
        if (!bind)
            return fail_bind(ctx, statement, statement->binds[count], "缺少");
        if (bind->value.kind == BIND_STR && !check_text(ctx, bind->value.text))
            return fail_while(ctx, "保存「%s」", bind->name);
        to[count] = bind->value;
    }
    for (size_t i = 0; count != binds.count && i < binds.count; i++) {
        bool known = false;
        for (size_t k = 0; k < count; k++)
            known = known || strcmp(statement->binds[k], binds.at[i].name) == 0;
        if (!known)
            return fail_bind(ctx, statement, binds.at[i].name, "没有");
    }
    *ret_count = count;
    return true;
}
