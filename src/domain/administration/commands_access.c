/* access matrix: which role may do what, and which requests that opens. Roles are the columns,
 * permissions the rows, from the same tables as the router. */
#include "domain/administration/commands.h"
#include "engine/access/access.h"

typedef struct MatrixIn {
    Str format;
} MatrixIn;
static const Field matrix_fields[] = {FIELD(MatrixIn, format, "格式", 0, .max_runes = 8)};
static const Shape matrix_shape = SHAPE(MatrixIn, matrix_fields);
static const Option matrix_options[] = {
    {"--format", "text|csv", "format", "text 给人看（默认），csv 给表格软件"},
};

/* What a role makes of a permission. */
typedef enum Grant {
    GRANT_NONE,
    GRANT_FULL,
    GRANT_IDLE, /* held, but it concerns the whole house and the role's scope is narrower */
} Grant;

static Grant grant_of(const Role *role, const Permission *permission)
{
    LIST_EACH (const Str, pattern, &role->permissions)
        if (permission_fits(*pattern, str_of(permission->code)))
            return permission->whole && !str_equal_c(role->scope, "all") ? GRANT_IDLE : GRANT_FULL;
    return GRANT_NONE;
}

static Str routes_of(Ctx *ctx, const char *permission, const char *separator)
{
    Buf text = buf_create(ctx->arena, 64 * KIB);
    LIST_EACH (const RouteRight, right, &ctx->access->routes)
        if (strcmp(right->permission, permission) == 0)
            buf_format(&text, "%s%.*s", text.len ? separator : "", STRF(right->route));
    return buf_str(&text);
}

/* ---- for people
 * ------------------------------------------------------------------------------------ */

static int width_of(const PermissionList *permissions)
{
    size_t width = 0;
    LIST_EACH (const Permission *, permission, permissions) {
        size_t length = strlen((*permission)->code) + (*permission)->whole;
        width = length > width ? length : width;
    }
    return (int)width;
}

/* Codes are ASCII, so the columns stand under their heads whatever the terminal makes of Chinese.
 */
static void print_grants(Ctx *ctx, const RoleList *roles, Buf *to)
{
    const PermissionList *permissions = &ctx->access->permissions;
    int width = width_of(permissions);
    buf_format(to, "%*s", width, "");
    LIST_EACH (const Role, role, roles)
        buf_format(to, "  %.*s", STRF(role->code));
    buf_add_byte(to, '\n');
    LIST_EACH (const Permission *, permission, permissions) {
        Str code =
            str_format(ctx->arena, "%s%s", (*permission)->code, (*permission)->whole ? "*" : "");
        buf_format(to, "%-*.*s", width, STRF(code));
        LIST_EACH (const Role, role, roles) {
            static const char marks[] = {
                [GRANT_NONE] = '.', [GRANT_FULL] = 'x', [GRANT_IDLE] = 'o'};
            buf_format(to, "  %c%*s", marks[grant_of(role, *permission)], (int)role->code.len - 1,
                       "");
        }
        buf_format(to, "  %s\n", (*permission)->title);
    }
}

static void print_routes(Ctx *ctx, const char *permission, const char *title, Buf *to)
{
    Str routes = routes_of(ctx, permission, "\n  ");
    if (!str_empty(routes))
        buf_format(to, "\n%s %s\n  %.*s\n", permission, title, STRF(routes));
}

static void print_text(Ctx *ctx, const RoleList *roles, Buf *to)
{
    print_grants(ctx, roles, to);
    buf_add_c(to, "\nx 有权；o 有这项权限，但它关系所有单位，角色的数据范围不够；. 没有；"
                  "带 * 的权限关系所有单位\n");
    LIST_EACH (const Role, role, roles)
        buf_format(to, "%.*s %.*s：数据范围%.*s\n", STRF(role->code), STRF(role->title),
                   STRF(role_scope_label(role->scope)));
    LIST_EACH (const Permission *, permission, &ctx->access->permissions)
        print_routes(ctx, (*permission)->code, (*permission)->title, to);
    print_routes(ctx, PERMISSION_SELF, "登录即可，只关系自己", to);
    print_routes(ctx, PERMISSION_ANYONE, "不用登录", to);
}

/* ---- for spreadsheets
 * ------------------------------------------------------------------------------- */

static void print_csv(Ctx *ctx, const RoleList *roles, Buf *to)
{
    static const char *const words[] = {
        [GRANT_NONE] = "", [GRANT_FULL] = "有", [GRANT_IDLE] = "范围不够"};
    buf_add_c(to, "permission,title,whole");
    LIST_EACH (const Role, role, roles)
        buf_format(to, ",%.*s", STRF(role->code));
    buf_add_c(to, ",routes\n");
    LIST_EACH (const Permission *, permission, &ctx->access->permissions) {
        buf_format(to, "%s,%s,%s", (*permission)->code, (*permission)->title,
                   (*permission)->whole ? "是" : "否");
        LIST_EACH (const Role, role, roles)
            buf_format(to, ",%s", words[grant_of(role, *permission)]);
        buf_format(to, ",%.*s\n", STRF(routes_of(ctx, (*permission)->code, "；")));
    }
}

static bool run_matrix(Ctx *ctx, const void *input, Console *console)
{
    const MatrixIn *in = input;
    RoleList roles = {0};
    bool csv = str_equal(in->format, STR("csv"));
    if (!csv && !str_empty(in->format) && !str_equal(in->format, STR("text")))
        return fail(ctx, FAIL_USAGE, "没有格式「%.*s」，可用：text、csv", STRF(in->format));
    if (!roles_read(ctx, &roles))
        return false;
    if (csv)
        print_csv(ctx, &roles, console->out);
    else
        print_text(ctx, &roles, console->out);
    return true;
}

const Command command_access_matrix = {
    .verb = "access matrix",
    .arguments = "",
    .help = "角色 × 权限，以及每项权限打开哪些接口",
    .examples =
        (const char *const[]){"tongban access matrix", "tongban access matrix --format csv", NULL},
    .options = matrix_options,
    .option_count = ARRAY_LEN(matrix_options),
    .input = &matrix_shape,
    .needs_db = true,
    .run = run_matrix,
};
