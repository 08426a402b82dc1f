/* Pages. */
#include "paper_fuzz.h"

static void try_html(Ctx *ctx, Str input)
{
    try_paper(ctx, STR("a.html"), input);
}

FUZZ(try_html)
