/* The file of `tongban deadline --in`: every row is answered in its place, with a day or a reason.
 */
#include "base/utf8.h"
#include "domain/administration/commands.h"
#include "fuzz_house.h"
#include "port/files.h"

#include <unistd.h>

#define OUT_BYTES_MAX (64 * MIB)

static void try_deadline(Ctx *ctx, Str input)
{
    const Shape *shape = command_deadline.input;
    char *in = arena_alloc(ctx->arena, shape->size, alignof(max_align_t));
    Buf out = buf_create(ctx->arena, OUT_BYTES_MAX);
    Console console = {.out = &out};
    Str path = str_format(ctx->arena, "/tmp/tongban_deadline_fuzz.%d", (int)getpid());
    fuzz_house_enter(ctx);
    *(Str *)(in + shape_field(shape, STR("in"))->offset) = path;
    FUZZ_ASSERT(file_write(ctx, path, input));
    bool done = command_deadline.run(ctx, in, &console);
    FUZZ_ASSERT(done || ctx->fail.code != FAIL_NONE);
    FUZZ_ASSERT(utf8_check(buf_str(&out)) == STR_NONE);
    if (done || ctx->fail.code == FAIL_PARTLY)
        FUZZ_ASSERT(str_starts(buf_str(&out), STR("start,working_days,due,error")));
    FUZZ_ASSERT(file_remove(ctx, path));
}

FUZZ(try_deadline)
