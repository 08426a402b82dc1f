/* The rules of the program, to be read: which are the build's, which the bureau's own. They are
 * changed as files in the data folder, never from a page. */
#include "domain/administration/routes.h"
#include "port/packs.h"
#include "port/yaml.h"

#define PACKS "access.packs"

typedef struct PackView {
    Str name;
    Str place;
    bool overridden; /* by a file of the bureau's own */
    Str source;      /* the law or paper that it comes from */
    Str since;       /* in force from */
    int64_t lines;
} PackView;
LIST_OF(PackView, PackViewList);
static const Field pack_fields[] = {
    FIELD(PackView, name, "名称", 0),
    FIELD(PackView, place, "位置", 0),
    FIELD(PackView, overridden, "被替换", 0),
    FIELD(PackView, source, "依据", FIELD_SPARSE),
    FIELD(PackView, since, "施行日期", FIELD_SPARSE),
    FIELD(PackView, lines, "行数", 0),
};
static const Shape pack_shape = SHAPE(PackView, pack_fields);

typedef struct PacksOut {
    PackViewList packs;
} PacksOut;
static const Field packs_fields[] = {FIELD_LIST(PacksOut, packs, "规则包", &pack_shape)};
static const Shape packs_shape = SHAPE(PacksOut, packs_fields);

/* A text, or texts joined by 「；」; empty when the first of the keys that is there is neither. */
static Str head_text(Ctx *ctx, const YamlNode *root, const char *const *keys)
{
    const YamlNode *node = NULL;
    Buf text = buf_create(ctx->arena, 64 * KIB);
    for (; !node && *keys; keys++)
        node = yaml_get(root, str_of(*keys));
    if (node && node->kind == YAML_SCALAR)
        return node->text;
    for (size_t i = 0; node && node->kind == YAML_LIST && i < node->count; i++)
        if (node->items[i]->kind == YAML_SCALAR)
            buf_format(&text, "%s%.*s", text.len ? "；" : "", STRF(node->items[i]->text));
    return buf_str(&text);
}

static int64_t count_lines(Str text)
{
    int64_t lines = !str_empty(text) && text.at[text.len - 1] != '\n';
    for (size_t i = 0; i < text.len; i++)
        lines += text.at[i] == '\n';
    return lines;
}

static PackView view_of(Ctx *ctx, const Pack *pack)
{
    static const char *const sources[] = {"source", "legal", "legal_sources", NULL};
    static const char *const sinces[] = {"since", "from", NULL};
    PackView view = {.name = pack->name, .place = pack->place, .lines = count_lines(pack->text)};
    YamlNode *root = NULL;
    view.overridden =
        !str_equal(pack->place, str_format(ctx->arena, "packs/%.*s", STRF(pack->name)));
    if (!str_ends(pack->name, STR(".yaml")))
        return view;
    if (!yaml_parse(ctx, pack->place, pack->text, &root)) {
        /* It is shown as it is; what is wrong with it tells its reader, with its line. */
        fail_clear(ctx);
        return view;
    }
    view.source = head_text(ctx, root, sources);
    view.since = head_text(ctx, root, sinces);
    return view;
}

static bool get_packs(Ctx *ctx, const void *input, void *output)
{
    PacksOut *out = output;
    PackList packs;
    (void)input;
    if (!packs_list(ctx, STR(""), &packs))
        return false;
    LIST_EACH (const Pack, pack, &packs)
        *LIST_ADD(ctx->arena, &out->packs) = view_of(ctx, pack);
    return true;
}

typedef struct PackIn {
    Str name;
} PackIn;
static const Field pack_in_fields[] = {
    FIELD(PackIn, name, "名称", FIELD_REQUIRED, .max_runes = 200)};
static const Shape pack_in_shape = SHAPE(PackIn, pack_in_fields);
typedef struct PackOut {
    Str name;
    Str text;
} PackOut;
static const Field pack_out_fields[] = {
    FIELD(PackOut, name, "名称", 0),
    FIELD(PackOut, text, "内容", 0),
};
static const Shape pack_out_shape = SHAPE(PackOut, pack_out_fields);

/* Of those that were read at start: the name is never a path. */
static bool get_pack(Ctx *ctx, const void *input, void *output)
{
    const PackIn *in = input;
    PackOut *out = output;
    Pack pack;
    if (!packs_get(ctx, in->name, &pack))
        return false;
    *out = (PackOut){.name = pack.name, .text = pack.text};
    return true;
}

const Route pack_routes[] = {
    VIEW("/api/access/packs", PACKS, NULL, &packs_shape, get_packs, "规则包：出处、依据、施行日期"),
    VIEW("/api/access/packs/text", PACKS, &pack_in_shape, &pack_out_shape, get_pack,
         "一个规则包的内容"),
    {.path = NULL},
};
