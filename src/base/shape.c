#include "base/shape.h"
#include "base/utf8.h"

/* A wrong value is quoted up to here; the user finds the whole of it in his file. */
#define VALUE_QUOTED_RUNES_MAX 60

static const Field text_fields[] = {{.name = "text", .label = "文字", .kind = FIELD_STR}};
const Shape text_shape = {
    .name = "Str", .size = sizeof(Str), .fields = text_fields, .count = ARRAY_LEN(text_fields)};

const Field *shape_field(const Shape *shape, Str name)
{
    for (size_t i = 0; i < shape->count; i++)
        if (str_equal_c(name, shape->fields[i].name))
            return &shape->fields[i];
    return NULL;
}

static void *member_of(const Field *field, void *object)
{
    return (char *)object + field->offset;
}

static const void *const_member_of(const Field *field, const void *object)
{
    return (const char *)object + field->offset;
}

bool field_is_set(const Field *field, const void *object)
{
    if (field->flags & FIELD_SPARSE)
        return !str_empty(*(const Str *)const_member_of(field, object));
    if (!(field->flags & FIELD_OPTIONAL))
        return true;
    return *(const bool *)((const char *)object + field->has_offset);
}

static void set_has(const Field *field, void *object, bool has)
{
    if (field->flags & FIELD_OPTIONAL)
        *(bool *)((char *)object + field->has_offset) = has;
}

static size_t kind_size(FieldKind kind)
{
    switch (kind) {
    case FIELD_BOOL:
        return sizeof(bool);
    case FIELD_INT:
        return sizeof(int64_t);
    case FIELD_DECIMAL:
        return sizeof(Decimal);
    case FIELD_STR:
        return sizeof(Str);
    case FIELD_INSTANT:
        return sizeof(Instant);
    case FIELD_DATE:
        return sizeof(Date);
    case FIELD_PERIOD:
        return sizeof(Period);
    case FIELD_LIST_OF:
    case FIELD_STRUCT:
        break;
    }
    BUG("a list or struct has no text");
}

/* What is wrong with a text and how to mend it; `message` is empty when all is well. */
typedef struct Verdict {
    Str message;
    Str hint;
} Verdict;

static const Verdict fits = {{NULL, 0}, {NULL, 0}};

static Verdict set_bool(bool *member, Str text)
{
    static const char *const yes[] = {"是", "true", "1", "yes"};
    static const char *const no[] = {"否", "false", "0", "no"};
    for (size_t i = 0; i < ARRAY_LEN(yes); i++)
        if (str_equal_c(text, yes[i]) || str_equal_c(text, no[i])) {
            *member = str_equal_c(text, yes[i]);
            return fits;
        }
    return (Verdict){STR("不是「是」或「否」"), STR("请填「是」或「否」")};
}

static Verdict set_decimal(Decimal *member, Str text)
{
    DecimalParse found = decimal_parse(text, member);
    switch (found) {
    case DECIMAL_PARSED:
        return fits;
    case DECIMAL_NOT_A_NUMBER:
        return (Verdict){str_of(decimal_parse_message(found)),
                         STR("请只填数字，如 12.5，不带单位和百分号")};
    case DECIMAL_TOO_PRECISE:
        return (Verdict){str_of(decimal_parse_message(found)), STR("请先舍入到 6 位以内小数")};
    case DECIMAL_TOO_LARGE:
        return (Verdict){str_of(decimal_parse_message(found)), STR("请检查是否多填了数位")};
    }
    BUG("unknown result of decimal_parse");
}

/* Spreadsheets write whole numbers as "12.0" and "1,200" too. */
static Verdict set_int(int64_t *member, Str text)
{
    if (str_to_int(text, member))
        return fits;
    Decimal decimal;
    Verdict verdict = set_decimal(&decimal, text);
    if (!str_empty(verdict.message))
        return verdict;
    if (decimal.millionths % DECIMAL_ONE != 0)
        return (Verdict){STR("不是整数"), STR("请填整数")};
    *member = decimal.millionths / DECIMAL_ONE;
    return fits;
}

static Verdict set_str(Arena *arena, const Field *field, Str *member, Str text)
{
    if (utf8_check(text) != STR_NONE)
        return (Verdict){STR("含有无法识别的字符"), STR("请将文件另存为 UTF-8 编码")};
    size_t max_runes = field->max_runes ? field->max_runes : FIELD_RUNES_MAX;
    size_t runes = utf8_count(text);
    if (runes > max_runes)
        return (Verdict){str_format(arena, "有 %zu 个字，超过上限 %zu 个字", runes, max_runes),
                         str_format(arena, "请缩短到 %zu 个字以内", max_runes)};
    *member = str_copy(arena, text);
    return fits;
}

static Verdict set_member(Arena *arena, const Field *field, void *member, Str text)
{
    switch (field->kind) {
    case FIELD_BOOL:
        return set_bool(member, text);
    case FIELD_INT:
        return set_int(member, text);
    case FIELD_DECIMAL:
        return set_decimal(member, text);
    case FIELD_STR:
        return set_str(arena, field, member, text);
    case FIELD_INSTANT:
        return instant_parse(text, member)
                   ? fits
                   : (Verdict){STR("不是日期和时间"), STR("请写成 2023-02-01 08:00")};
    case FIELD_DATE:
        return date_parse(text, member)
                   ? fits
                   : (Verdict){STR("不是有效的日期"), STR("请写成 2023-02-28")};
    case FIELD_PERIOD:
        return period_parse(text, member)
                   ? fits
                   : (Verdict){STR("不是有效的月份或年度"), STR("请写成 2023-02，年度写成 2023")};
    case FIELD_LIST_OF:
    case FIELD_STRUCT:
        break;
    }
    BUG("a list or struct cannot be set from text");
}

bool shape_set_text(Arena *arena, const Field *field, void *object, Str text, Problem at,
                    Problems *problems)
{
    size_t size = kind_size(field->kind);
    text = str_trim(text);
    Verdict verdict = fits;
    if (!str_empty(text)) {
        verdict = set_member(arena, field, member_of(field, object), text);
        if (str_empty(verdict.message))
            set_has(field, object, true);
    } else if (field->flags & FIELD_REQUIRED) {
        verdict = (Verdict){STR("不能为空"), str_format(arena, "请填写「%s」", field->label)};
    } else {
        memset(member_of(field, object), 0, size);
        set_has(field, object, false);
    }
    if (str_empty(verdict.message))
        return true;
    if (str_empty(at.field))
        at.field = str_of(field->label);
    if (str_empty(at.value))
        at.value = str_copy(arena, utf8_prefix(text, VALUE_QUOTED_RUNES_MAX));
    at.message = verdict.message;
    at.hint = verdict.hint;
    problems_add(problems, at);
    return false;
}
