/*
 * audit_sealer.h - what audit_head.c and audit_sealer.c share; private to them. The sealer itself
 * is declared in audit_head.h.
 */
#ifndef TONGBAN_ACCESS_AUDIT_SEALER_H
#define TONGBAN_ACCESS_AUDIT_SEALER_H

#include "engine/access/audit_head.h"
#include "port/crypto.h"

/* The first four lines; and the whole sector. */
Str audit_head_covered(Arena *arena, const AuditHead *head);
Str audit_head_text(Arena *arena, Str covered, Str signature);
/* Parses, and verifies the signature; `path` is for what is told. */
must_use bool audit_head_check(Ctx *ctx, const SigningKey *key, Str path, Str text, AuditHead *ret);

const SigningKey *audit_sealer_key(const AuditSealer *sealer);
/* The text of the newest head, while nobody writes it; and its path. */
must_use bool audit_sealer_read(Ctx *ctx, const AuditSealer *sealer, Str *ret_path, Str *ret);

#endif
