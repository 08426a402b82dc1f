/*
 * rights.h - what a role gives in a unit: the expansion of its patterns, its rows, what is seen in
 * full. Private to engine/access.
 */
#ifndef TONGBAN_ACCESS_RIGHTS_H
#define TONGBAN_ACCESS_RIGHTS_H

#include "engine/access/role.h"

typedef struct Rights {
    const char *const *permissions; /* codes, sorted; they are the program's own */
    size_t permission_count;
    DbScope scope; /* person is not set */
    Str scope_label;
    unsigned sees;
} Rights;

/* Lives in ctx->arena. */
must_use bool rights_of_role(Ctx *ctx, const Role *role, int64_t unit_id, Str unit, Rights *ret);
/* Only what one of the patterns (comma between) fits. */
void rights_narrow(Ctx *ctx, Str patterns, Rights *rights);
/* Nobody gives what he has not himself: FAIL_DENIED when these rights hold a permission, rows or a
 * kind of personal data that ctx->actor lacks. `what` is their name for the message. */
must_use bool rights_require_own(Ctx *ctx, const Rights *rights, Str what);
/* As rights_require_own, for what others are given: who may "access.grant" gives them the house's
 * work although he has no part in it himself - a security administrator makes clerks - but nothing
 * of access itself, and nothing `to_himself`. */
must_use bool rights_require_giving(Ctx *ctx, const Rights *rights, Str what, bool to_himself);

#endif
