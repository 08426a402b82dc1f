/* Dictionaries: the values that others choose from. */
#include "domain/administration/routes.h"
#include "engine/dictionary/dictionary.h"

typedef struct DictionariesOut {
    DictionaryList dictionaries;
} DictionariesOut;
static const Field dictionaries_fields[] = {
    FIELD_LIST(DictionariesOut, dictionaries, "字典", &dictionary_shape)};
static const Shape dictionaries_shape = SHAPE(DictionariesOut, dictionaries_fields);

static bool get_dictionaries(Ctx *ctx, const void *input, void *out)
{
    (void)input;
    return dictionaries_read(ctx, &((DictionariesOut *)out)->dictionaries);
}

typedef struct ValueIn {
    Str dictionary;
    Str code;
    Str label;
    Str tone;
    int64_t listing;
    bool disabled;
    Str why;
} ValueIn;
static const Field value_fields[] = {
    FIELD(ValueIn, dictionary, "字典", FIELD_REQUIRED, .max_runes = DICTIONARY_CODE_BYTES_MAX),
    FIELD(ValueIn, code, "编码", FIELD_REQUIRED, .max_runes = DICTIONARY_CODE_BYTES_MAX),
    FIELD(ValueIn, label, "名称", FIELD_REQUIRED, .max_runes = DICTIONARY_LABEL_RUNES_MAX),
    FIELD(ValueIn, tone, "颜色", 0, .max_runes = 16),
    FIELD(ValueIn, listing, "排序", 0),
    FIELD(ValueIn, disabled, "停用", 0),
    FIELD(ValueIn, why, "原因", FIELD_REQUIRED, .max_runes = WHY_RUNES_MAX),
};
static const Shape value_shape = SHAPE(ValueIn, value_fields);

static bool post_value(Ctx *ctx, const void *input, void *out)
{
    const ValueIn *in = input;
    DictionaryValue value = {.code = in->code,
                             .label = in->label,
                             .tone = in->tone,
                             .listing = in->listing,
                             .disabled = in->disabled};
    (void)out;
    return dictionary_put(ctx, in->dictionary, &value, in->why);
}

const Route dictionary_routes[] = {
    VIEW("/api/access/dictionaries", "access.dictionaries", NULL, &dictionaries_shape,
         get_dictionaries, "字典及其值，连同停用的"),
    MOVE("/api/access/dictionaries/{dictionary}/values", "access.dictionaries", &value_shape, NULL,
         post_value, "新增或修改一个值"),
    {.path = NULL},
};
