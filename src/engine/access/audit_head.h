/*
 * audit_head.h - the signed head of the audit chain, kept outside of the database.
 *
 * DATA/audit/head holds the newest head, DATA/audit/heads/2026-11-22 the last one of each day: a
 * copy to be kept elsewhere, against which a database rolled back to an older copy is found out.
 * The key is DATA/keys/audit.pem (SM2, readable by its owner only), made at init; the public one is
 * beside it as audit.pub.pem. A head is a text of five lines:
 *
 *     tongban-audit-head 1
 *     count 1234
 *     hash  <SM3, 64 hex digits>
 *     at    2026-11-22T10:00:00.000+08:00
 *     sig   <SM2 over the lines above, DER, hex>
 *
 * filled up with blank lines to one sector of 512 bytes, so that it can be written in place: new
 * files and names would cost ten times as much (measured: 0.4 to 12 ms against 0.06 to 2 ms).
 *
 * The head file only ever moves forward, under a file lock: a server and verbs may run at once. One
 * sealing serves all commits that wait for it. A database that no longer has the entry which the
 * head names is sealed no more: the head stays as the witness, and audit_sealer_failure tells.
 */
#ifndef TONGBAN_ACCESS_AUDIT_HEAD_H
#define TONGBAN_ACCESS_AUDIT_HEAD_H

#include "engine/access/audit.h"

#define AUDIT_HEAD_BYTES 512

struct AuditHead {
    int64_t count;
    Str hash; /* of the last entry */
    Instant at;
};

/* A head as text, in its one form and length: *ret_covered is what is signed, *ret_signature the
 * bytes. */
must_use bool audit_head_parse(Arena *arena, Str text, AuditHead *ret, Str *ret_covered,
                               Str *ret_signature);

/* Of a process: key, files and the lock of those that wait. Threads may share it. */
typedef struct AuditSealer AuditSealer;
/* `data` is the data folder; makes key and folders that lack when `make` (init), and else fails
 * with FAIL_MISSING and a hint. Freed with ctx->arena. */
must_use bool audit_sealer_open(Ctx *ctx, Str data, bool make, AuditSealer **ret);
/* From now on each commit of ctx->db that noted something is sealed before it is acknowledged. A
 * failure to seal is told by audit_sealer_failure, not to the one whose work is committed.
 * ctx->arena must live as long as ctx->db. */
void audit_sealer_attach(AuditSealer *sealer, Ctx *ctx);
/* Seals what has been committed so far, over whatever connection, and returns when that is done. For
 * a connection that is not attached. ctx->arena is reset. */
void audit_sealer_seal(AuditSealer *sealer, Ctx *ctx);
/* Empty when the last sealing went well. Copied into `arena`. */
Str audit_sealer_failure(AuditSealer *sealer, Arena *arena);
/* The public key as PEM, to be kept elsewhere. */
Str audit_sealer_public_key(const AuditSealer *sealer);

/* Reads and checks a head file: `path` empty = the newest one. `key` empty = the sealer's own
 * public key; else PEM. FAIL_INVALID when the signature does not hold, FAIL_NOT_FOUND without a
 * file. */
must_use bool audit_head_read(Ctx *ctx, const AuditSealer *sealer, Str path, Str key,
                              AuditHead *ret);

#endif
