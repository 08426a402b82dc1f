#include "domain/administration/audit_words.h"

#include "base/mask.h"
#include "domain/administration/routes.h"
#include "domain/administration/unit_kind.h"
#include "engine/access/role.h"
#include "engine/access/unit.h"
#include "port/json.h"

#define WORDS_BYTES_MAX (64 * KIB)

/* What names are looked up in, each read when it is first asked for. */
typedef struct Words {
    Ctx *ctx;
    bool has_kinds;
    Dictionary kinds;
    bool has_book;
    UnitBook book;
} Words;

/* ---- one code ---------------------------------------------------------------------------------
 */

static Str kind_words(Words *words, Str code)
{
    Fail before = words->ctx->fail;
    if (!words->has_kinds && !unit_kinds_read(words->ctx, &words->kinds)) {
        words->ctx->fail = before;
        return code;
    }
    words->has_kinds = true;
    return dictionary_label(&words->kinds, code);
}

static Str scope_words(Words *words, Str code)
{
    (void)words;
    return role_scope_label(code);
}

static Str tone_words(Words *words, Str code)
{
    static const char *const tones[][2] = {{"gray", "灰"},   {"blue", "蓝"}, {"green", "绿"},
                                           {"orange", "橙"}, {"red", "红"},  {"purple", "紫"}};
    (void)words;
    for (size_t i = 0; i < ARRAY_LEN(tones); i++)
        if (str_equal_c(code, tones[i][0]))
            return str_of(tones[i][1]);
    return code;
}

/* "*", "assessment.*", "assessment" or "assessment.read". */
static Str permission_words(Words *words, Str pattern)
{
    Str module = str_slice(pattern, 0, str_find_byte(pattern, '.'));
    bool whole = str_equal(module, pattern) || str_ends(pattern, STR(".*"));
    if (str_equal_c(pattern, "*") || str_equal_c(pattern, "all"))
        return STR("全部权限");
    for (size_t i = 0; i < all_module_count; i++)
        for (const Permission *row = all_modules[i]->permissions; row && row->code; row++) {
            if (str_equal_c(pattern, row->code))
                return str_of(row->title);
            if (whole && permission_fits(pattern, str_of(row->code)))
                return str_format(words->ctx->arena, "%s的全部", all_modules[i]->title);
        }
    return pattern;
}

static Str sight_words(Words *words, Str name)
{
    MaskKind kind;
    (void)words;
    return mask_kind_named(name, &kind) ? str_of(mask_kind_label(kind)) : name;
}

/* ---- lists of codes ---------------------------------------------------------------------------
 */

typedef Str Teller(Words *words, Str code);

static void add_words(Buf *text, Str words)
{
    buf_format(text, "%s%.*s", text->len ? "、" : "", STRF(words));
}

/* "all", "assessment.read,check" */
static Str token_words(Words *words, Str scope)
{
    Buf text = buf_create(words->ctx->arena, WORDS_BYTES_MAX);
    Str part;
    while (str_split(&scope, ',', &part))
        add_words(&text, permission_words(words, str_trim(part)));
    return buf_str(&text);
}

typedef struct Codes {
    TextList codes;
    UnitIdList units;
} Codes;
static const Field codes_fields[] = {
    FIELD_TEXTS(Codes, codes, "代码"),
    FIELD_LIST(Codes, units, "单位", &unit_id_shape),
};
static const Shape codes_shape = SHAPE(Codes, codes_fields);

/* A text that was tampered with is shown as it is. */
static bool read_codes(Ctx *ctx, const char *member, Str json, Codes *ret)
{
    Fail before = ctx->fail;
    Problems problems = problems_create(ctx->arena);
    Str object = str_format(ctx->arena, "{\"%s\":%.*s}", member, STRF(json));
    bool good = json_to_shape(ctx, object, &codes_shape, &problems, ret);
    ctx->fail = before;
    return good;
}

static Str list_words(Words *words, Str json, Teller *teller)
{
    Codes list = {0};
    Buf text = buf_create(words->ctx->arena, WORDS_BYTES_MAX);
    if (!read_codes(words->ctx, "codes", json, &list))
        return json;
    LIST_EACH (const Str, code, &list.codes)
        add_words(&text, teller(words, *code));
    return buf_str(&text);
}

static Str permissions_words(Words *words, Str json)
{
    return list_words(words, json, permission_words);
}

static Str sees_words(Words *words, Str json)
{
    return list_words(words, json, sight_words);
}

static bool need_book(Words *words)
{
    Fail before = words->ctx->fail;
    words->has_book = words->has_book || unit_book_read(words->ctx, &words->book);
    words->ctx->fail = before;
    return words->has_book;
}

static Str units_words(Words *words, Str json)
{
    Codes list = {0};
    Buf text = buf_create(words->ctx->arena, WORDS_BYTES_MAX);
    if (!read_codes(words->ctx, "units", json, &list) || !need_book(words))
        return json;
    LIST_EACH (const UnitId, one, &list.units) {
        const Unit *unit = unit_by_id(&words->book, one->unit_id);
        add_words(&text, unit ? unit->name : STR("范围之外的单位"));
    }
    return buf_str(&text);
}

/* ---- changes ----------------------------------------------------------------------------------
 */

static const struct {
    const char *object;
    const char *field;
    Teller *teller;
} told[] = {
    {"unit", "kind", kind_words},    {"dictionary", "tone", tone_words},
    {"role", "scope", scope_words},  {"role", "permissions", permissions_words},
    {"role", "sees", sees_words},    {"role", "units", units_words},
    {"token", "scope", token_words},
};

/* Left out: numbers of rows; of something new, all that it is not; the reason, told by the entry.
 */
static bool is_for_people(const AuditEntry *entry, const AuditChange *change)
{
    if (str_equal_c(change->field, "id") || str_ends(change->field, STR("_id")) ||
        str_equal_c(change->field, "deputy_for"))
        return false;
    if (!str_empty(change->before))
        return true;
    return !str_equal_c(change->after, "否") && !str_equal_c(change->after, "0") &&
           (str_empty(entry->why) || !str_equal(change->after, entry->why));
}

static Str value_words(Words *words, Teller *teller, Str value)
{
    return str_empty(value) ? value : teller(words, value);
}

/* An empty list has no words; a secret never had any. */
static bool put_change_in_words(Words *words, Str object, AuditChange *change)
{
    for (size_t i = 0; i < ARRAY_LEN(told); i++) {
        if (!str_equal_c(object, told[i].object) || !str_equal_c(change->field, told[i].field))
            continue;
        change->before = value_words(words, told[i].teller, change->before);
        change->after = value_words(words, told[i].teller, change->after);
        return !str_empty(change->before) || !str_empty(change->after);
    }
    return true;
}

/* In place: an export has many of them. */
static void put_in_words(Words *words, AuditEntry *entry)
{
    size_t kept = 0;
    LIST_EACH (AuditChange, change, &entry->changes)
        if (is_for_people(entry, change) && put_change_in_words(words, entry->object, change))
            entry->changes.at[kept++] = *change;
    entry->changes.count = kept;
}

bool audit_words_read(Ctx *ctx, const AuditQuery *query, AuditEntryList *ret, int64_t *ret_total)
{
    Words words = {.ctx = ctx};
    AuditEntryList entries = {0};
    if (!audit_read(ctx, query, &entries, ret_total))
        return false;
    LIST_EACH (AuditEntry, entry, &entries)
        put_in_words(&words, entry);
    *ret = entries;
    return true;
}
