#include "engine/access/permission.h"

/* "assessment" of "assessment.*"; empty when the pattern is no such. */
static Str module_of(Str pattern)
{
    if (str_ends(pattern, STR(".*")))
        return str_slice(pattern, 0, pattern.len - 2);
    return str_find_byte(pattern, '.') == STR_NONE ? pattern : (Str){0};
}

bool permission_fits(Str pattern, Str code)
{
    if (str_equal(pattern, STR("*")) || str_equal(pattern, STR("all")))
        return true;
    Str module = module_of(pattern);
    if (str_empty(module))
        return str_equal(pattern, code);
    return str_starts(code, module) && code.len > module.len && code.at[module.len] == '.';
}

bool permission_known(const PermissionList *permissions, Str pattern)
{
    LIST_EACH (const Permission *, permission, permissions)
        if (permission_fits(pattern, str_of((*permission)->code)))
            return true;
    return false;
}

const Permission *permission_called(const PermissionList *permissions, Str code)
{
    LIST_EACH (const Permission *, permission, permissions)
        if (str_equal_c(code, (*permission)->code))
            return *permission;
    return NULL;
}
