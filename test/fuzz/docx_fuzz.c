/*
 * Documents, in two ways. An input that begins like an archive is read as a file. Every other input
 * is taken as the XML parts themselves, separated by a NUL byte: document and styles; they are
 * packed and then read.
 */
#include "paper_fuzz.h"
#include "port/zip.h"

/* False when the parts cannot be packed. */
static bool pack_parts(Ctx *ctx, Str input, Str *ret)
{
    Str document = {0};
    Str styles = {0};
    if (!str_split(&input, '\0', &document))
        return false;
    bool has_styles = str_split(&input, '\0', &styles);
    const ZipEntry entries[] = {
        {.name = STR("word/document.xml"), .content = document, .stored = true},
        {.name = STR("word/styles.xml"), .content = styles, .stored = true},
    };
    return zip_write(ctx, entries, has_styles ? 2 : 1, ret);
}

static void try_docx(Ctx *ctx, Str input)
{
    Str bytes = input;
    if (!str_starts(input, STR("PK")) && !pack_parts(ctx, input, &bytes))
        return;
    try_paper(ctx, STR("a.docx"), bytes);
}

FUZZ(try_docx)
