/* Values that occur all over a scheme's text. */
#include "engine/assess/loader.h"

#include "base/nearest.h"

#define CODE_BYTES_MAX 64

bool load_word(Loader *loader, const YamlNode *map, const char *key, const Word *words,
               size_t count, int otherwise, int *ret)
{
    Str text;
    if (!yaml_str_or(loader->ctx, map, str_of(key), (Str){0}, &text))
        return false;
    *ret = otherwise;
    if (str_empty(text))
        return true;
    Buf known = buf_create(loader->ctx->arena, KIB);
    for (size_t i = 0; i < count; i++) {
        if (str_equal_c(text, words[i].word)) {
            *ret = words[i].value;
            return true;
        }
        buf_format(&known, "%s%s", i > 0 ? "、" : "", words[i].word);
    }
    yaml_fail(loader->ctx, yaml_get(map, str_of(key)), "「%s」不能是「%.*s」", key, STRF(text));
    return fail_hint(loader->ctx, "可用：%.*s", STRF(buf_str(&known)));
}

static bool is_word_of_formulas(Str code)
{
    if (str_equal_c(code, "subject") || str_equal_c(code, "grade"))
        return true;
    for (FormulaOp op = FORMULA_NUMBER; op <= FORMULA_RANK; op++) {
        if (str_equal_c(code, formula_word(op)))
            return true;
    }
    return false;
}

static bool is_code(Str text)
{
    if (text.len == 0 || text.len > CODE_BYTES_MAX || text.at[0] < 'a' || text.at[0] > 'z')
        return false;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.at[i];
        if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '_')
            return false;
    }
    return !is_word_of_formulas(text);
}

bool load_code(Loader *loader, const YamlNode *map, Str *ret)
{
    if (!yaml_str(loader->ctx, map, STR("code"), ret))
        return false;
    if (is_code(*ret))
        return true;
    yaml_fail(loader->ctx, yaml_get(map, STR("code")), "代码「%.*s」不合规", STRF(*ret));
    return fail_hint(loader->ctx,
                     "以小写字母开头，只用小写字母、数字和下划线，最多%d个字符，"
                     "且不是公式用词（min、rank、and 等）",
                     CODE_BYTES_MAX);
}

bool load_decimal(Loader *loader, const YamlNode *map, const char *key, bool *ret_has, Decimal *ret)
{
    *ret_has = yaml_get(map, str_of(key)) != NULL;
    return yaml_decimal_or(loader->ctx, map, str_of(key), DECIMAL_ZERO, ret);
}

bool load_places(Loader *loader, const YamlNode *map, int otherwise, int *ret)
{
    int64_t places;
    if (!yaml_int_or(loader->ctx, map, STR("places"), otherwise, &places))
        return false;
    if (places < 0 || places > DECIMAL_PLACES)
        return yaml_fail(loader->ctx, yaml_get(map, STR("places")), "小数位数应为0至%d",
                         DECIMAL_PLACES);
    *ret = (int)places;
    return true;
}

bool load_rounding(Loader *loader, const YamlNode *map, SchemeRounding otherwise,
                   SchemeRounding *ret)
{
    static const Word modes[] = {{"half_up", ROUND_HALF_UP},
                                 {"half_even", ROUND_HALF_EVEN},
                                 {"down", ROUND_DOWN},
                                 {"up", ROUND_UP}};
    int mode;
    if (!LOAD_WORD(loader, map, "mode", modes, (int)otherwise.mode, &mode) ||
        !load_places(loader, map, otherwise.places, &ret->places))
        return false;
    ret->mode = (Rounding)mode;
    return true;
}

bool load_missing(Loader *loader, const YamlNode *map, MissingRule otherwise, MissingRule *ret)
{
    static const Word rules[] = {{"blank", MISSING_BLANK},
                                 {"full_marks", MISSING_FULL_MARKS},
                                 {"zero", MISSING_ZERO},
                                 {"reweight", MISSING_REWEIGHT}};
    int rule;
    if (!LOAD_WORD(loader, map, "missing", rules, (int)otherwise, &rule))
        return false;
    *ret = (MissingRule)rule;
    return true;
}

bool load_list(Loader *loader, const YamlNode *map, const char *key, size_t max,
               const YamlNode **ret)
{
    static const YamlNode empty = {.kind = YAML_LIST};
    *ret = &empty;
    if (!yaml_get(map, str_of(key)))
        return true;
    if (!yaml_need(loader->ctx, map, str_of(key), YAML_LIST, ret))
        return false;
    if ((*ret)->count > max)
        return yaml_fail(loader->ctx, *ret, "「%s」最多%zu项", key, max);
    return true;
}

#define TEXTS_MAX 100

bool load_texts(Loader *loader, const YamlNode *map, const char *key, SchemeStrList *ret)
{
    const YamlNode *list;
    if (!load_list(loader, map, key, TEXTS_MAX, &list))
        return false;
    for (size_t i = 0; i < list->count; i++) {
        const YamlNode *item = list->items[i];
        if (item->kind != YAML_SCALAR || str_empty(str_trim(item->text)))
            return yaml_fail(loader->ctx, item, "「%s」的每一项应为一行文字", key);
        *LIST_ADD(loader->ctx->arena, ret) = str_trim(item->text);
    }
    return true;
}

bool load_is_none(const YamlNode *map, const char *key)
{
    const YamlNode *node = yaml_get(map, str_of(key));
    return !node || (node->kind == YAML_SCALAR && str_equal_c(node->text, "none"));
}

bool load_new_code(Loader *loader, const YamlNode *at, Str code, bool is_input)
{
    const Scheme *scheme = loader->scheme;
    bool taken = scheme_section(scheme, code) != SCHEME_NONE ||
                 str_equal(scheme->total.code, code) ||
                 (is_input ? scheme_input(scheme, code) : scheme_item(scheme, code)) != SCHEME_NONE;
    for (size_t i = 0; i < scheme->bands.count; i++)
        taken |= str_equal(scheme->bands.at[i].code, code);
    if (taken)
        return yaml_fail(loader->ctx, at, "代码「%.*s」重复", STRF(code));
    return true;
}

Str load_decimal_text(Arena *arena, Decimal value)
{
    Buf text = buf_create(arena, KIB);
    decimal_print_short(&text, value);
    return buf_str(&text);
}

Str load_nearest(const Scheme *scheme, Str name)
{
    Str codes[SCHEME_INPUTS_MAX + SCHEME_ITEMS_MAX + SCHEME_SECTIONS_MAX + SCHEME_BANDS_MAX + 1];
    size_t count = 0;
    for (size_t i = 0; i < scheme->items.count; i++)
        codes[count++] = scheme->items.at[i].code;
    for (size_t i = 0; i < scheme->inputs.count; i++)
        codes[count++] = scheme->inputs.at[i].code;
    for (size_t i = 0; i < scheme->sections.count; i++)
        codes[count++] = scheme->sections.at[i].code;
    for (size_t i = 0; i < scheme->bands.count; i++)
        codes[count++] = scheme->bands.at[i].code;
    if (!str_empty(scheme->total.code))
        codes[count++] = scheme->total.code;
    return nearest_of(name, codes, count);
}

bool load_fail_name(Loader *loader, const YamlNode *at, const char *what, Str name)
{
    yaml_fail(loader->ctx, at, "没有%s「%.*s」", what, STRF(name));
    Str nearest = load_nearest(loader->scheme, name);
    if (!str_empty(nearest))
        fail_hint(loader->ctx, "是否应为「%.*s」", STRF(nearest));
    return false;
}
