#include "port/pdf_language.h"

/* The last place of `part`, or STR_NONE: the trailer is at the end of the file. */
static size_t find_last(Str text, Str part)
{
    for (size_t at = text.len; at >= part.len; at--)
        if (memcmp(text.at + at - part.len, part.at, part.len) == 0)
            return at - part.len;
    return STR_NONE;
}

/* The whole number that stands behind `key` in `text`, or -1. */
static int64_t number_after(Str text, Str key)
{
    size_t at = str_find(text, key);
    if (at == STR_NONE)
        return -1;
    Str rest = str_trim(str_after(text, at + key.len));
    size_t digits = 0;
    while (digits < rest.len && rest.at[digits] >= '0' && rest.at[digits] <= '9')
        digits++;
    int64_t number;
    return str_to_int(str_slice(rest, 0, digits), &number) ? number : -1;
}

/* What stands between "N 0 obj <<" and its end, or empty. */
static Str catalog_body(Buf *scratch, Str pdf, int64_t object)
{
    buf_format(scratch, "\n%lld 0 obj\n<<", (long long)object);
    size_t at = find_last(pdf, buf_str(scratch));
    if (at == STR_NONE)
        return (Str){0};
    Str body = str_after(pdf, at + scratch->len);
    size_t end = str_find(body, STR("endobj"));
    Str inside = end == STR_NONE ? (Str){0} : str_slice(body, 0, end);
    size_t close = find_last(inside, STR(">>"));
    return close == STR_NONE ? (Str){0} : str_slice(inside, 0, close);
}

void pdf_add_language(Buf *to, Str pdf, Str language)
{
    buf_add(to, pdf);
    size_t at = find_last(pdf, STR("\ntrailer"));
    if (at == STR_NONE || str_empty(language))
        return;
    Str trailer = str_after(pdf, at);
    int64_t size = number_after(trailer, STR("/Size"));
    int64_t root = number_after(trailer, STR("/Root"));
    int64_t info = number_after(trailer, STR("/Info"));
    int64_t previous = number_after(trailer, STR("startxref"));
    Buf scratch = buf_create(to->arena, 64);
    Str body = catalog_body(&scratch, pdf, root);
    if (size < 0 || root < 0 || info < 0 || previous < 0 || str_empty(body))
        return;
    if (pdf.at[pdf.len - 1] != '\n')
        buf_add_byte(to, '\n');
    size_t object_at = to->len;
    buf_format(to,
               "%lld 0 obj\n<<%.*s   /Lang (%.*s)\n   /ViewerPreferences << /DisplayDocTitle true "
               ">>\n>>\nendobj\n",
               (long long)root, STRF(body), STRF(language));
    size_t table_at = to->len;
    buf_format(to, "xref\n%lld 1\n%010zu 00000 n \ntrailer\n", (long long)root, object_at);
    buf_format(to, "<< /Size %lld /Root %lld 0 R /Info %lld 0 R /Prev %lld >>\n", (long long)size,
               (long long)root, (long long)info, (long long)previous);
    buf_format(to, "startxref\n%zu\n%%%%EOF\n", table_at);
}
