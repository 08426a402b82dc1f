/* Bodies of forms: the first line is the content type, what follows the body. */
#include "base/utf8.h"
#include "fuzz.h"
#include "port/http_form.h"

static void try_form(Ctx *ctx, Str input)
{
    size_t end = str_find_byte(input, '\n');
    Str type = str_slice(input, 0, end == STR_NONE ? input.len : end);
    Str body = end == STR_NONE ? (Str){0} : str_after(input, end + 1);
    HttpParams params = {0};
    if (!http_form_read(ctx->arena, type, body, &params))
        return;
    FUZZ_ASSERT(http_form_kind(type) != HTTP_FORM_NONE);
    FUZZ_ASSERT(params.count <= HTTP_PARAMS_MAX);
    LIST_EACH (const HttpParam, param, &params) {
        FUZZ_ASSERT(utf8_check(param->name) == STR_NONE);
        FUZZ_ASSERT(utf8_check(param->file_name) == STR_NONE);
        if (str_empty(param->file_name))
            FUZZ_ASSERT(utf8_check(param->value) == STR_NONE);
        else /* a view, never past the body */
            FUZZ_ASSERT(str_empty(param->value) ||
                        (param->value.at >= body.at &&
                         param->value.at + param->value.len <= body.at + body.len));
    }
}

FUZZ(try_form)
