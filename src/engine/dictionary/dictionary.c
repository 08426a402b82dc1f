#include "engine/dictionary/dictionary.h"

#include "base/utf8.h"
#include "engine/access/access.h"
#include "port/packs.h"
#include "port/yaml.h"
#include "sql_ids.h"

static const Field value_fields[] = {
    FIELD(DictionaryValue, code, "编码", FIELD_REQUIRED),
    FIELD(DictionaryValue, label, "名称", FIELD_REQUIRED, .max_runes = DICTIONARY_LABEL_RUNES_MAX),
    FIELD(DictionaryValue, tone, "颜色", 0),
    FIELD(DictionaryValue, listing, "排序", 0),
    FIELD(DictionaryValue, disabled, "停用", 0),
};
const Shape dictionary_value_shape = SHAPE(DictionaryValue, value_fields);
static const Field dictionary_fields[] = {
    FIELD(Dictionary, code, "编码", FIELD_REQUIRED),
    FIELD(Dictionary, title, "名称", FIELD_REQUIRED),
    FIELD_LIST(Dictionary, values, "值", &dictionary_value_shape),
};
const Shape dictionary_shape = SHAPE(Dictionary, dictionary_fields);
static const Shape head_shape = {
    .name = "Dictionary", .size = sizeof(Dictionary), .fields = dictionary_fields, .count = 2};

/* A row of the database. */
typedef struct ValueRow {
    Str dictionary;
    DictionaryValue value;
} ValueRow;
LIST_OF(ValueRow, ValueRowList);
static const Field row_fields[] = {
    FIELD(ValueRow, dictionary, "字典", 0),
    {.name = "id", .offset = offsetof(ValueRow, value.id), .kind = FIELD_INT},
    {.name = "code", .offset = offsetof(ValueRow, value.code), .kind = FIELD_STR},
    {.name = "label", .offset = offsetof(ValueRow, value.label), .kind = FIELD_STR},
    {.name = "tone", .offset = offsetof(ValueRow, value.tone), .kind = FIELD_STR},
    {.name = "listing", .offset = offsetof(ValueRow, value.listing), .kind = FIELD_INT},
    {.name = "disabled", .offset = offsetof(ValueRow, value.disabled), .kind = FIELD_BOOL},
};
static const Shape row_shape = SHAPE(ValueRow, row_fields);

/* ---- what a value must be ---------------------------------------------------------------------
 */

static bool code_is_good(Str code)
{
    if (str_empty(code) || code.len > DICTIONARY_CODE_BYTES_MAX || code.at[0] < 'a' ||
        code.at[0] > 'z')
        return false;
    for (size_t i = 0; i < code.len; i++) {
        char byte = code.at[i];
        if (!(byte >= 'a' && byte <= 'z') && !(byte >= '0' && byte <= '9') && byte != '_')
            return false;
    }
    return true;
}

static bool check_tone(Ctx *ctx, Str tone)
{
    static const char *const tones[] = {"gray", "blue", "green", "orange", "red", "purple", NULL};
    if (str_is_one_of(tone, tones))
        return true;
    fail(ctx, FAIL_INVALID, "没有颜色「%.*s」", STRF(tone));
    return fail_hint(ctx, "可用：gray、blue、green、orange、red、purple");
}

/* The value with its blanks and its tone settled; against the others of its dictionary. */
static bool check_value(Ctx *ctx, const Dictionary *dictionary, DictionaryValue *value)
{
    value->label = str_trim(value->label);
    if (str_empty(value->tone))
        value->tone = STR("gray");
    if (!code_is_good(value->code)) {
        fail(ctx, FAIL_INVALID, "编码「%.*s」不合规则", STRF(value->code));
        return fail_hint(ctx, "用小写字母、数字和下划线，以字母开头，不超过%d个字符",
                         DICTIONARY_CODE_BYTES_MAX);
    }
    if (str_empty(value->label) || utf8_count(value->label) > DICTIONARY_LABEL_RUNES_MAX)
        return fail(ctx, FAIL_INVALID, "名称须为1到%d个字", DICTIONARY_LABEL_RUNES_MAX);
    if (value->listing < 0 || value->listing > DICTIONARY_LISTING_MAX)
        return fail(ctx, FAIL_INVALID, "排序须在0到%d之间", DICTIONARY_LISTING_MAX);
    LIST_EACH (const DictionaryValue, other, &dictionary->values)
        if (!str_equal(other->code, value->code) && str_equal(other->label, value->label))
            return fail(ctx, FAIL_INVALID, "名称「%.*s」已用于编码「%.*s」", STRF(value->label),
                        STRF(other->code));
    return check_tone(ctx, value->tone);
}

/* ---- the packs --------------------------------------------------------------------------------
 */

static bool load_one(Ctx *ctx, const Pack *pack, Dictionary *ret)
{
    YamlNode *root = NULL;
    Dictionary read = {0}, checked = {0};
    if (!yaml_parse(ctx, pack->place, pack->text, &root) ||
        !yaml_to_shape(ctx, root, &dictionary_shape, &read))
        return false;
    if (!code_is_good(read.code))
        return yaml_fail(ctx, root, "字典编码「%.*s」不合规则", STRF(read.code));
    LIST_EACH (DictionaryValue, value, &read.values) {
        if (dictionary_value(&checked, value->code))
            return yaml_fail(ctx, root, "编码「%.*s」出现两次", STRF(value->code));
        if (!check_value(ctx, &checked, value))
            return fail_at(ctx, (Place){.file = pack->place, .line = root->line});
        *LIST_ADD(ctx->arena, &checked.values) = *value;
    }
    *ret = read;
    return true;
}

bool dictionaries_load(Ctx *ctx, DictionaryList *ret)
{
    PackList packs;
    DictionaryList list = {0};
    if (!packs_list(ctx, STR("dictionary/"), &packs))
        return false;
    LIST_EACH (const Pack, pack, &packs)
        if (!load_one(ctx, pack, LIST_ADD(ctx->arena, &list)))
            return fail_while(ctx, "读取字典");
    *ret = list;
    return true;
}

/* ---- reading ----------------------------------------------------------------------------------
 */

bool dictionaries_read(Ctx *ctx, DictionaryList *ret)
{
    DictionaryList list = {0};
    ValueRowList rows = {0};
    if (!db_all(ctx, SQL_DICTIONARY_ALL, NO_BINDS, &head_shape, &list) ||
        !db_all(ctx, SQL_DICTIONARY_VALUE_ALL, NO_BINDS, &row_shape, &rows))
        return false;
    LIST_EACH (Dictionary, dictionary, &list)
        LIST_EACH (const ValueRow, row, &rows)
            if (str_equal(row->dictionary, dictionary->code))
                *LIST_ADD(ctx->arena, &dictionary->values) = row->value;
    *ret = list;
    return true;
}

static const Dictionary *called(const DictionaryList *list, Str code)
{
    LIST_EACH (const Dictionary, dictionary, list)
        if (str_equal(dictionary->code, code))
            return dictionary;
    return NULL;
}

bool dictionary_read(Ctx *ctx, Str code, Dictionary *ret)
{
    DictionaryList list;
    if (!dictionaries_read(ctx, &list))
        return false;
    const Dictionary *found = called(&list, code);
    if (!found)
        return fail(ctx, FAIL_NOT_FOUND, "没有字典「%.*s」", STRF(code));
    *ret = *found;
    return true;
}

const DictionaryValue *dictionary_value(const Dictionary *dictionary, Str code)
{
    LIST_EACH (const DictionaryValue, value, &dictionary->values)
        if (str_equal(value->code, code))
            return value;
    return NULL;
}

Str dictionary_label(const Dictionary *dictionary, Str code)
{
    const DictionaryValue *value = dictionary_value(dictionary, code);
    return value ? value->label : code;
}

bool dictionary_need(Ctx *ctx, const Dictionary *dictionary, Str code)
{
    const DictionaryValue *found = dictionary_value(dictionary, code);
    Buf offered = buf_create(ctx->arena, 16 * KIB);
    if (found && !found->disabled)
        return true;
    LIST_EACH (const DictionaryValue, value, &dictionary->values)
        if (!value->disabled)
            buf_format(&offered, "%s%.*s（%.*s）", offered.len ? "、" : "", STRF(value->code),
                       STRF(value->label));
    if (found)
        fail(ctx, FAIL_INVALID, "%.*s「%.*s」已停用", STRF(dictionary->title), STRF(found->label));
    else
        fail(ctx, FAIL_INVALID, "没有%.*s「%.*s」", STRF(dictionary->title), STRF(code));
    return fail_hint(ctx, "可用：%.*s", STRF(buf_str(&offered)));
}

/* ---- changing ---------------------------------------------------------------------------------
 */

static bool note(Ctx *ctx, const Dictionary *dictionary, const DictionaryValue *before,
                 const DictionaryValue *after, Str why)
{
    Str title = str_format(ctx->arena, "%.*s·%.*s", STRF(dictionary->title), STRF(after->label));
    return audit_note(ctx, &(AuditNote){.action = before ? "dictionary.change" : "dictionary.add",
                                        .object = "dictionary",
                                        .key = after->id,
                                        .title = title,
                                        .why = why,
                                        .changes = audit_changes(
                                            ctx->arena, &dictionary_value_shape, before, after)});
}

static bool add(Ctx *ctx, Str dictionary, DictionaryValue *value)
{
    return db_number(ctx, SQL_DICTIONARY_VALUE_ADD,
                     BINDS({"dictionary", bind(dictionary)}, {"code", bind(value->code)},
                           {"label", bind(value->label)}, {"tone", bind(value->tone)},
                           {"listing", bind(value->listing)}, {"disabled", bind(value->disabled)}),
                     &value->id);
}

static bool change(Ctx *ctx, const DictionaryValue *value)
{
    return db_run(ctx, SQL_DICTIONARY_VALUE_CHANGE,
                  BINDS({"id", bind(value->id)}, {"label", bind(value->label)},
                        {"tone", bind(value->tone)}, {"listing", bind(value->listing)},
                        {"disabled", bind(value->disabled)}),
                  NULL);
}

static bool put(Ctx *ctx, Str code, const DictionaryValue *given, Str why)
{
    Dictionary dictionary;
    DictionaryValue value = *given;
    if (!dictionary_read(ctx, code, &dictionary) || !check_value(ctx, &dictionary, &value))
        return false;
    const DictionaryValue *before = dictionary_value(&dictionary, value.code);
    if (!before && dictionary.values.count >= DICTIONARY_VALUES_MAX)
        return fail(ctx, FAIL_TOO_LARGE, "一个字典至多%d个值", DICTIONARY_VALUES_MAX);
    value.id = before ? before->id : 0;
    bool done = before ? change(ctx, &value) : add(ctx, code, &value);
    return done && note(ctx, &dictionary, before, &value, why);
}

bool dictionary_put(Ctx *ctx, Str dictionary, const DictionaryValue *value, Str why)
{
    if (!db_begin(ctx))
        return false;
    return put(ctx, dictionary, value, why) ? db_commit(ctx) : db_rollback(ctx);
}

/* ---- installing -------------------------------------------------------------------------------
 */

/* What of the pack's dictionary lacks in the database; *added counts it. */
static bool install_one(Ctx *ctx, const Dictionary *pack, const DictionaryList *there,
                        int64_t *added)
{
    const Dictionary none = {0}, *known = called(there, pack->code);
    if (!known && !db_run(ctx, SQL_DICTIONARY_ADD,
                          BINDS({"code", bind(pack->code)}, {"title", bind(pack->title)}), NULL))
        return false;
    *added += !known;
    LIST_EACH (const DictionaryValue, value, &pack->values) {
        DictionaryValue copy = *value;
        if (dictionary_value(known ? known : &none, value->code))
            continue;
        if (!add(ctx, pack->code, &copy))
            return false;
        *added += 1;
    }
    return true;
}

static bool install(Ctx *ctx)
{
    DictionaryList packs, there;
    int64_t added = 0;
    if (!dictionaries_load(ctx, &packs) || !dictionaries_read(ctx, &there))
        return false;
    LIST_EACH (const Dictionary, pack, &packs)
        if (!install_one(ctx, pack, &there, &added))
            return false;
    if (added == 0)
        return true;
    return audit_note(
        ctx, &(AuditNote){.action = "dictionary.install",
                          .object = "dictionary",
                          .title = STR("规则包里的字典"),
                          .facts = str_format(ctx->arena, "新增%lld项", (long long)added)});
}

bool dictionaries_install(Ctx *ctx)
{
    if (!db_begin(ctx))
        return false;
    return install(ctx) ? db_commit(ctx) : db_rollback(ctx);
}
