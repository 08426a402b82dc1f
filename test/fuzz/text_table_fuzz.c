/* Text with tables, and CSV with titles and notes: the same input as both. */
#include "paper_fuzz.h"

static void try_text_table(Ctx *ctx, Str input)
{
    try_paper(ctx, STR("a.txt"), input);
    try_paper(ctx, STR("a.csv"), input);
}

FUZZ(try_text_table)
