#include "port/http_form.h"

#include "base/utf8.h"

#include <string.h>
#include <strings.h>

#define NAMELESS STR("file")

static bool equals_any_case(Str text, Str other)
{
    return text.len == other.len && (other.len == 0 || !strncasecmp(text.at, other.at, other.len));
}

static bool starts_any_case(Str text, Str start)
{
    return text.len >= start.len && equals_any_case(str_slice(text, 0, start.len), start);
}

HttpFormKind http_form_kind(Str content_type)
{
    if (starts_any_case(content_type, STR("application/x-www-form-urlencoded")))
        return HTTP_FORM_URLENCODED;
    return starts_any_case(content_type, STR("multipart/form-data")) ? HTTP_FORM_MULTIPART
                                                                     : HTTP_FORM_NONE;
}

/* ---- parameters of a header ------------------------------------------------------------------ */

/* The text up to the closing quote, after the opening one; \" and \\ stand for the byte itself, and
 * browsers write %22 for a quote. */
static size_t quoted_end(Str text)
{
    size_t i = 1;
    while (i < text.len && text.at[i] != '"')
        i += text.at[i] == '\\' && i + 1 < text.len ? 2 : 1;
    return i < text.len ? i : STR_NONE;
}

/* Takes `; name=value` or `; name="value"` off the front; false at the end and for what is none. */
static bool take_parameter(Str *rest, Str *ret_name, Str *ret_value)
{
    *rest = str_trim(*rest);
    if (!str_starts(*rest, STR(";")))
        return false;
    *rest = str_trim(str_after(*rest, 1));
    size_t equals = str_find_byte(*rest, '=');
    if (equals == STR_NONE)
        return false;
    *ret_name = str_trim(str_slice(*rest, 0, equals));
    *rest = str_trim(str_after(*rest, equals + 1));
    if (!str_starts(*rest, STR("\""))) {
        size_t end = str_find_byte(*rest, ';');
        *ret_value = str_trim(str_slice(*rest, 0, end));
        *rest = end == STR_NONE ? (Str){0} : str_after(*rest, end);
        return true;
    }
    size_t end = quoted_end(*rest);
    if (end == STR_NONE)
        return false;
    *ret_value = str_slice(*rest, 1, end - 1);
    *rest = str_after(*rest, end + 1);
    return true;
}

static Str unescaped(Arena *arena, Str text)
{
    char *at = NEW(arena, char, text.len + 1);
    size_t len = 0;
    for (size_t i = 0; i < text.len; i++) {
        bool percent =
            i + 2 < text.len && text.at[i] == '%' && text.at[i + 1] == '2' && text.at[i + 2] == '2';
        if (text.at[i] == '\\' && i + 1 < text.len)
            i++;
        at[len++] = percent ? '"' : text.at[i];
        i += percent ? 2 : 0;
    }
    return (Str){at, len};
}

static bool is_text(Str text)
{
    return utf8_check(text) == STR_NONE && str_find_byte(text, '\0') == STR_NONE;
}

/* ---- one part -------------------------------------------------------------------------------- */

typedef struct PartHead {
    bool has_name;
    bool is_file;
    Str name;
    Str file_name;
} PartHead;

/* filename*=UTF-8''%E7%85%A7.jpg (RFC 5987): what some programs send in spite of RFC 7578. */
static Str extended_name(Arena *arena, Str value)
{
    size_t language = str_find(value, STR("''"));
    Str name;
    return language != STR_NONE && http_decode(arena, str_after(value, language + 2),
                                               /* plus_is_blank= */ false, &name)
               ? name
               : (Str){0};
}

static bool read_disposition(Arena *arena, Str value, PartHead *ret)
{
    size_t semicolon = str_find_byte(value, ';');
    if (semicolon == STR_NONE ||
        !equals_any_case(str_trim(str_slice(value, 0, semicolon)), STR("form-data")))
        return false;
    Str rest = str_slice(value, semicolon, value.len), name, text;
    while (take_parameter(&rest, &name, &text)) {
        if (equals_any_case(name, STR("name"))) {
            ret->has_name = true;
            ret->name = unescaped(arena, text);
        } else if (equals_any_case(name, STR("filename")) && str_empty(ret->file_name)) {
            ret->is_file = true;
            ret->file_name = unescaped(arena, text);
        } else if (equals_any_case(name, STR("filename*"))) {
            ret->is_file = true;
            ret->file_name = extended_name(arena, text);
        }
    }
    return str_empty(str_trim(rest)) && ret->has_name && is_text(ret->name) &&
           is_text(ret->file_name);
}

static bool read_head(Arena *arena, Str head, PartHead *ret)
{
    while (!str_empty(head)) {
        size_t end = str_find(head, STR("\r\n"));
        Str line = str_slice(head, 0, end);
        size_t colon = str_find_byte(line, ':');
        if (colon == STR_NONE)
            return false;
        if (equals_any_case(str_slice(line, 0, colon), STR("Content-Disposition")) &&
            !read_disposition(arena, str_trim(str_after(line, colon + 1)), ret))
            return false;
        head = end == STR_NONE ? (Str){0} : str_after(head, end + 2);
    }
    return ret->has_name;
}

static bool read_part(Arena *arena, Str part, HttpParams *ret)
{
    PartHead head = {0};
    size_t blank = str_find(part, STR("\r\n\r\n"));
    if (blank == STR_NONE || !read_head(arena, str_slice(part, 0, blank), &head))
        return false;
    Str value = str_after(part, blank + 4);
    /* A browser sends a field for a file that nobody chose. */
    if (head.is_file && str_empty(value))
        return true;
    if (ret->count == HTTP_PARAMS_MAX || (!head.is_file && !is_text(value)))
        return false;
    Str file_name = head.is_file && str_empty(head.file_name) ? NAMELESS : head.file_name;
    *LIST_ADD(arena, ret) = (HttpParam){.name = head.name, .value = value, .file_name = file_name};
    return true;
}

/* ---- the body -------------------------------------------------------------------------------- */

static bool read_boundary(Arena *arena, Str content_type, Str *ret)
{
    size_t semicolon = str_find_byte(content_type, ';');
    Str rest = semicolon == STR_NONE ? (Str){0} : str_slice(content_type, semicolon, STR_NONE);
    Str name, value;
    while (take_parameter(&rest, &name, &value))
        if (equals_any_case(name, STR("boundary"))) {
            *ret = str_format(arena, "--%.*s", STRF(value));
            return value.len > 0 && value.len <= HTTP_BOUNDARY_BYTES_MAX;
        }
    return false;
}

/* Where the boundary stands at the beginning of a line. */
static size_t find_boundary(Arena *arena, Str body, Str boundary)
{
    if (str_starts(body, boundary))
        return 0;
    size_t at = str_find(body, str_format(arena, "\r\n%.*s", STRF(boundary)));
    return at == STR_NONE ? STR_NONE : at + 2;
}

static bool read_multipart(Arena *arena, Str content_type, Str body, HttpParams *ret)
{
    Str boundary;
    if (!read_boundary(arena, content_type, &boundary))
        return false;
    size_t at = find_boundary(arena, body, boundary);
    while (at != STR_NONE) {
        Str rest = str_after(body, at + boundary.len);
        if (str_starts(rest, STR("--")))
            return true;
        size_t line = str_find(rest, STR("\r\n"));
        if (line == STR_NONE || !str_empty(str_trim(str_slice(rest, 0, line))))
            return false;
        body = str_after(rest, line + 2);
        at = find_boundary(arena, body, boundary);
        /* The line's end before a boundary belongs to it. */
        if (at == STR_NONE || at < 2 || !read_part(arena, str_slice(body, 0, at - 2), ret))
            return false;
    }
    return false;
}

bool http_form_read(Arena *arena, Str content_type, Str body, HttpParams *ret)
{
    switch (http_form_kind(content_type)) {
    case HTTP_FORM_NONE:
        return false;
    case HTTP_FORM_URLENCODED:
        return http_form_parse(arena, body, ret);
    case HTTP_FORM_MULTIPART:
        return read_multipart(arena, content_type, body, ret);
    }
    return false;
}
