#include "domain/assessment/bulletin_head.h"

#include "port/packs.h"
#include "port/yaml.h"

#define BULLETINS_FOLDER STR("bulletin/")
#define PACK_ENDING STR(".yaml")

static bool read_schemes(Ctx *ctx, const YamlNode *root, BulletinHead *head)
{
    const YamlNode *list = yaml_get(root, STR("schemes"));
    if (!list)
        return true;
    if (!yaml_need(ctx, root, STR("schemes"), YAML_LIST, &list))
        return false;
    head->schemes = NEW(ctx->arena, Str, list->count);
    head->scheme_count = list->count;
    for (size_t i = 0; i < list->count; i++) {
        if (list->items[i]->kind != YAML_SCALAR)
            return yaml_fail(ctx, list->items[i], "此处应是考核方案的编码");
        head->schemes[i] = list->items[i]->text;
    }
    return true;
}

static bool read_head(Ctx *ctx, const Pack *pack, BulletinHead *ret)
{
    YamlNode *root;
    Str period;
    BulletinHead head = {.code =
                             str_slice(pack->name, BULLETINS_FOLDER.len,
                                       pack->name.len - BULLETINS_FOLDER.len - PACK_ENDING.len)};
    if (!yaml_parse(ctx, pack->place, pack->text, &root) ||
        !yaml_str_or(ctx, root, STR("name"), STR("通报"), &head.name) ||
        !yaml_str_or(ctx, root, STR("period"), STR("month"), &period) ||
        !read_schemes(ctx, root, &head))
        return false;
    head.by_year = str_equal(period, STR("year"));
    if (!head.by_year && !str_equal(period, STR("month")))
        return yaml_fail(ctx, yaml_get(root, STR("period")), "period 只能是 month 或 year");
    *ret = head;
    return true;
}

static bool read_heads(Ctx *ctx, void *ret)
{
    PackList packs;
    BulletinHeadList heads = {0};
    if (!packs_list(ctx, BULLETINS_FOLDER, &packs))
        return false;
    LIST_EACH (const Pack, pack, &packs)
        if (!read_head(ctx, pack, LIST_ADD(ctx->arena, &heads)))
            return fail_while(ctx, "读取文稿版式");
    *(BulletinHeadList *)ret = heads;
    return true;
}

bool bulletin_heads_load(Ctx *ctx, BulletinHeadList *ret)
{
    return packs_made(ctx, "bulletin heads", sizeof *ret, read_heads, ret);
}

static bool is_about(const BulletinHead *head, Str scheme)
{
    for (size_t i = 0; i < head->scheme_count; i++)
        if (str_equal(head->schemes[i], scheme))
            return true;
    return false;
}

bool bulletin_head_fits(const BulletinHead *head, const SchemeList *schemes, Period period)
{
    if (head->by_year != period_is_year(period))
        return false;
    LIST_EACH (const Scheme *, scheme, schemes)
        if (is_about(head, (*scheme)->code) && scheme_in_force(*scheme, period))
            return true;
    return head->scheme_count == 0;
}

bool bulletin_head_uses(const BulletinHead *head, const SchemeList *schemes, Period period,
                        Str table)
{
    LIST_EACH (const Scheme *, scheme, schemes) {
        if (!is_about(head, (*scheme)->code) || !scheme_in_force(*scheme, period))
            continue;
        LIST_EACH (const SchemeInput, input, &(*scheme)->inputs)
            if (str_equal(input->table, table))
                return true;
    }
    return head->scheme_count == 0;
}
