#include "domain/administration/commands.h"

#include "port/clock.h"
#include "port/json.h"

bool command_unit(Ctx *ctx, Str name, const Unit **ret)
{
    UnitBook *book = NEW(ctx->arena, UnitBook, 1);
    Period now;
    CivilDate today = date_civil(instant_date(clock_now(ctx)));
    return month_make(today.year, today.month, &now) && unit_book_read(ctx, book) &&
           unit_need(ctx, book, name, now, ret);
}

Str command_instant(Arena *arena, bool has, Instant instant)
{
    Buf text = buf_create(arena, 64);
    if (has)
        instant_print_short(&text, instant);
    return buf_str(&text);
}

void command_json(Console *console, const Shape *shape, const void *object)
{
    JsonWriter json = json_writer(console->out);
    json.sees = ~0U;
    json_shape(&json, shape, object);
    buf_add_byte(console->out, '\n');
}
