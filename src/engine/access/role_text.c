#include "engine/access/role_text.h"

#include "base/mask.h"
#include "port/json.h"
#include "port/packs.h"
#include "port/yaml.h"

#define DUTY_RUNES_MAX 60

static const Field row_fields[] = {
    FIELD(RoleRow, id, "编号", 0),
    FIELD(RoleRow, code, "代码", FIELD_REQUIRED),
    FIELD(RoleRow, title, "名称", FIELD_REQUIRED),
    FIELD(RoleRow, scope, "数据范围", FIELD_REQUIRED),
    FIELD(RoleRow, permissions, "权限", FIELD_REQUIRED),
    FIELD(RoleRow, sees, "可见的个人信息", FIELD_REQUIRED),
    FIELD(RoleRow, units, "自定义的单位", FIELD_REQUIRED),
    FIELD(RoleRow, built_in, "内置", 0),
    FIELD(RoleRow, posts, "岗位数", 0),
};
const Shape role_row_shape = SHAPE(RoleRow, row_fields);

static const Field role_unit_fields[] = {FIELD(RoleUnit, unit_id, "单位", FIELD_REQUIRED)};
static const Shape role_unit_shape = SHAPE(RoleUnit, role_unit_fields);

static const Field role_fields[] = {
    FIELD(Role, id, "编号", 0),
    FIELD(Role, code, "代码", FIELD_REQUIRED, .max_runes = 32),
    FIELD(Role, title, "名称", FIELD_REQUIRED, .max_runes = 32),
    FIELD(Role, scope, "数据范围", FIELD_REQUIRED),
    {.name = "units",
     .label = "自定义的单位",
     .offset = offsetof(Role, units),
     .kind = FIELD_LIST_OF,
     .flags = FIELD_BARE,
     .of = &role_unit_shape},
    FIELD_TEXTS(Role, permissions, "权限"),
    FIELD_TEXTS(Role, sees, "可见的个人信息"),
    FIELD(Role, built_in, "内置", 0),
    FIELD(Role, posts, "岗位数", 0),
};
const Shape role_shape = SHAPE(Role, role_fields);

static const struct {
    const char *code;
    const char *label;
} scopes[] = {
    {"all", "全部"}, {"below", "本单位及以下"}, {"unit", "本单位"},
    {"own", "本人"}, {"custom", "自定义"},
};

bool role_scope_known(Str scope)
{
    for (size_t i = 0; i < ARRAY_LEN(scopes); i++)
        if (str_equal_c(scope, scopes[i].code))
            return true;
    return false;
}

Str role_scope_label(Str scope)
{
    for (size_t i = 0; i < ARRAY_LEN(scopes); i++)
        if (str_equal_c(scope, scopes[i].code))
            return str_of(scopes[i].label);
    return scope;
}

/* ---- rows ------------------------------------------------------------------------------------ */

/* The three lists, as one JSON object. */
typedef struct RoleLists {
    TextList permissions;
    TextList sees;
    RoleUnitList units;
} RoleLists;
static const Field lists_fields[] = {
    FIELD_TEXTS(RoleLists, permissions, "权限"),
    FIELD_TEXTS(RoleLists, sees, "可见的个人信息"),
    FIELD_LIST(RoleLists, units, "单位", &role_unit_shape),
};
static const Shape lists_shape = SHAPE(RoleLists, lists_fields);

bool role_of_row(Ctx *ctx, const RoleRow *row, Role *ret)
{
    RoleLists lists = {0};
    Problems problems = problems_create(ctx->arena);
    Str text = str_format(ctx->arena, "{\"permissions\":%.*s,\"sees\":%.*s,\"units\":%.*s}",
                          STRF(row->permissions), STRF(row->sees), STRF(row->units));
    if (!json_to_shape(ctx, text, &lists_shape, &problems, &lists))
        return fail_while(ctx, "读取角色「%.*s」", STRF(row->title));
    *ret = (Role){.id = row->id,
                  .code = row->code,
                  .title = row->title,
                  .scope = row->scope,
                  .units = lists.units,
                  .permissions = lists.permissions,
                  .sees = lists.sees,
                  .built_in = row->built_in,
                  .posts = row->posts};
    return true;
}

static Str texts_as_json(Arena *arena, const TextList *texts)
{
    Buf text = buf_create(arena, ROLE_TEXT_BYTES_MAX);
    JsonWriter json = json_writer(&text);
    json_begin_array(&json);
    LIST_EACH (const Str, item, texts)
        json_str(&json, *item);
    json_end_array(&json);
    return buf_str(&text);
}

RoleRow role_to_row(Arena *arena, const Role *role)
{
    Buf units = buf_create(arena, ROLE_TEXT_BYTES_MAX);
    JsonWriter json = json_writer(&units);
    json_begin_array(&json);
    LIST_EACH (const RoleUnit, unit, &role->units)
        json_int(&json, unit->unit_id);
    json_end_array(&json);
    return (RoleRow){.id = role->id,
                     .code = role->code,
                     .title = role->title,
                     .scope = role->scope,
                     .permissions = texts_as_json(arena, &role->permissions),
                     .sees = texts_as_json(arena, &role->sees),
                     .units = buf_str(&units),
                     .built_in = role->built_in,
                     .posts = role->posts};
}

/* ---- the pack -------------------------------------------------------------------------------- */

typedef struct RolePack {
    Str source;
    Date from;
    TextList groups; /* in the order in which they are shown */
    RoleList roles;
} RolePack;

/* What a role of the pack may say: the rest belongs to the database. */
static const Field pack_role_fields[] = {
    FIELD(Role, code, "代码", FIELD_REQUIRED, .max_runes = 32),
    FIELD(Role, title, "名称", FIELD_REQUIRED, .max_runes = 32),
    FIELD(Role, scope, "数据范围", FIELD_REQUIRED),
    FIELD_TEXTS(Role, permissions, "权限"),
    FIELD_TEXTS(Role, sees, "可见的个人信息"),
    FIELD(Role, group, "类别", 0, .max_runes = 16),
    FIELD(Role, duty, "职责", 0, .max_runes = DUTY_RUNES_MAX),
};
static const Shape pack_role_shape = SHAPE(Role, pack_role_fields);
static const Field pack_fields[] = {
    FIELD(RolePack, source, "依据", FIELD_REQUIRED),
    FIELD(RolePack, from, "施行日期", FIELD_REQUIRED),
    FIELD_TEXTS(RolePack, groups, "类别"),
    FIELD_LIST(RolePack, roles, "角色", &pack_role_shape),
};
static const Shape pack_shape = SHAPE(RolePack, pack_fields);

static bool in_group(const Role *role, const Str *group)
{
    return str_equal(role->group, group ? *group : STR(""));
}

static bool check_group(Ctx *ctx, const YamlNode *at, const TextList *groups, const Role *role)
{
    LIST_EACH (const Str, group, groups)
        if (in_group(role, group))
            return true;
    if (in_group(role, NULL))
        return true;
    yaml_fail(ctx, at, "角色「%.*s」的类别「%.*s」不在「groups」里", STRF(role->title),
              STRF(role->group));
    return fail_hint(ctx, "写进「groups」，或不写类别");
}

static bool check_role(Ctx *ctx, const YamlNode *at, const RoleList *roles, const Role *role)
{
    if (!role_scope_known(role->scope) || str_equal_c(role->scope, "custom")) {
        yaml_fail(ctx, at, "角色「%.*s」的数据范围「%.*s」不能用", STRF(role->title),
                  STRF(role->scope));
        return fail_hint(ctx,
                         "可用：all（全部）、below（本单位及以下）、unit（本单位）、own（本人）");
    }
    if (role->permissions.count == 0)
        return yaml_fail(ctx, at, "角色「%.*s」没有权限", STRF(role->title));
    LIST_EACH (const Str, name, &role->sees) {
        MaskKind kind;
        if (!mask_kind_named(*name, &kind)) {
            yaml_fail(ctx, at, "角色「%.*s」：没有「%.*s」这种个人信息", STRF(role->title),
                      STRF(*name));
            return fail_hint(ctx, "可用：name、phone、id、address");
        }
    }
    for (const Role *other = roles->at; other < role; other++)
        if (str_equal(other->code, role->code) || str_equal(other->title, role->title))
            return yaml_fail(ctx, at, "角色「%.*s」重复", STRF(role->title));
    return true;
}

static bool read_pack(Ctx *ctx, RolePack *ret)
{
    Pack pack;
    YamlNode *root;
    RolePack read = {0};
    bool good = packs_get(ctx, STR("access/roles"), &pack) &&
                yaml_parse(ctx, pack.place, pack.text, &root) &&
                yaml_to_shape(ctx, root, &pack_shape, &read);
    if (good && read.roles.count == 0)
        good = yaml_fail(ctx, root, "「roles」（角色）至少要有一个");
    for (size_t i = 0; good && i < read.roles.count; i++) {
        const YamlNode *list = yaml_get(root, STR("roles"));
        const Role *role = &read.roles.at[i];
        good = check_role(ctx, list->items[i], &read.roles, role) &&
               check_group(ctx, list->items[i], &read.groups, role);
    }
    if (!good)
        return fail_while(ctx, "读取角色「access/roles」");
    *ret = read;
    return true;
}

bool role_pack_load(Ctx *ctx, RoleList *ret)
{
    RolePack pack;
    if (!read_pack(ctx, &pack))
        return false;
    *ret = pack.roles;
    return true;
}

static void add_group(Ctx *ctx, const RolePack *pack, const Str *group, RoleList *to)
{
    LIST_EACH (const Role, role, &pack->roles)
        if (in_group(role, group))
            *LIST_ADD(ctx->arena, to) = *role;
}

bool roles_of_pack(Ctx *ctx, RoleList *ret)
{
    RolePack pack;
    RoleList roles = {0};
    if (!read_pack(ctx, &pack))
        return false;
    LIST_EACH (const Str, group, &pack.groups)
        add_group(ctx, &pack, group, &roles);
    add_group(ctx, &pack, /* group= */ NULL, &roles);
    *ret = roles;
    return true;
}
