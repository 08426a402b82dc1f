#include "base/mask.h"

#include "base/buf.h"
#include "base/utf8.h"

static const struct {
    const char *name;
    const char *label;
} kinds[MASK_KINDS] = {
    [MASK_NONE] = {"", ""},
    [MASK_NAME] = {"name", "姓名"},
    [MASK_PHONE] = {"phone", "电话"},
    [MASK_ID] = {"id", "证件号"},
    [MASK_ADDRESS] = {"address", "地址"},
};

const char *mask_kind_name(MaskKind kind)
{
    return kinds[kind].name;
}

const char *mask_kind_label(MaskKind kind)
{
    return kinds[kind].label;
}

bool mask_kind_named(Str name, MaskKind *ret)
{
    for (size_t i = MASK_NAME; i < MASK_KINDS; i++)
        if (str_equal_c(name, kinds[i].name)) {
            *ret = (MaskKind)i;
            return true;
        }
    return false;
}

/* Bytes of the first `runes` characters. */
static size_t prefix_bytes(Str text, size_t runes)
{
    size_t at = 0;
    for (size_t i = 0; i < runes && at < text.len; i++) {
        at++;
        while (at < text.len && ((unsigned char)text.at[at] & 0xC0) == 0x80)
            at++;
    }
    return at;
}

static size_t count_runes(Str text)
{
    size_t count = 0;
    for (size_t i = 0; i < text.len; i++)
        count += ((unsigned char)text.at[i] & 0xC0) != 0x80;
    return count;
}

static bool is_digits(Str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (text.at[i] < '0' || text.at[i] > '9')
            return false;
    return text.len > 0;
}

/* The first `head` and last `tail` bytes of plain ASCII, `stars` between. */
static Str keep_ends(Arena *arena, Str text, size_t head, size_t tail, const char *stars)
{
    return str_format(arena, "%.*s%s%.*s", STRF(str_slice(text, 0, head)), stars,
                      STRF(str_after(text, text.len - tail)));
}

/* However long the name is, one star for each character that is left out: 欧阳** keeps no more
 * than 张*. */
static Str keep_first(Arena *arena, Str text)
{
    Buf out = buf_create(arena, text.len + 16);
    buf_add(&out, str_slice(text, 0, prefix_bytes(text, 1)));
    for (size_t i = 1; i < count_runes(text) || i == 1; i++)
        buf_add_byte(&out, '*');
    return buf_str(&out);
}

/* Where the part that is no secret ends: behind the last 街道, 街, 镇, 乡, 社区, 村 or 区 that is
 * followed by something. */
static size_t address_public_bytes(Str text)
{
    static const char *const ends[] = {"社区", "街道", "街", "镇", "乡", "村", "区"};
    for (size_t e = 0; e < ARRAY_LEN(ends); e++) {
        size_t at = str_find(text, str_of(ends[e]));
        if (at != STR_NONE)
            return at + strlen(ends[e]);
    }
    return prefix_bytes(text, 1);
}

static Str mask_address(Arena *arena, Str text)
{
    size_t kept = address_public_bytes(text);
    if (kept >= text.len)
        return text;
    return str_format(arena, "%.*s****", STRF(str_slice(text, 0, kept)));
}

Str mask_text(Arena *arena, MaskKind kind, Str text)
{
    if (str_empty(text))
        return text;
    switch (kind) {
    case MASK_NONE:
        return text;
    case MASK_NAME:
        return keep_first(arena, text);
    case MASK_PHONE:
        if (is_digits(text) && text.len == 11)
            return keep_ends(arena, text, 3, 4, "****");
        if (is_digits(text) && text.len >= 7)
            return keep_ends(arena, text, 0, 4, "****");
        return keep_first(arena, text);
    case MASK_ID:
        if (text.len == 18 && is_digits(str_slice(text, 0, 17)))
            return keep_ends(arena, text, 6, 4, "********");
        return keep_first(arena, text);
    case MASK_ADDRESS:
        return mask_address(arena, text);
    case MASK_KINDS:
        break;
    }
    BUG("unknown kind of personal data");
}
