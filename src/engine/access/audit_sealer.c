/*
 * Seals the chain after each commit: signs its end and writes that to the head file.
 *
 * Of the threads that have committed and wait, one seals for all: it reads the end of the chain
 * after it has the file lock, so that every commit made before is under its signature. A thread
 * that comes while another is sealing cannot know whether its commit was seen and waits for the
 * next sealing, which then serves all that came meanwhile.
 */
#include "engine/access/audit_sealer.h"

#include "engine/access/audit_chain.h"
#include "port/clock.h"
#include "port/files.h"
#include "port/secret.h"
#include "sql_ids.h"

#include <pthread.h>

#define KEY_BYTES_MAX (16 * KIB)
#define FAILURE_BYTES_MAX 1024
#define SEALING_BYTES_MAX (1 * MIB)

struct AuditSealer {
    Str head_path;
    Str heads_folder;
    Str lock_path;
    Str public_key;
    SigningKey *key;

    pthread_mutex_t mutex; /* guards what follows */
    pthread_cond_t done;
    bool sealing;      /* one of the threads is at it */
    uint64_t started;  /* sealings so far */
    uint64_t finished; /* the last one that has ended */
    char failure[FAILURE_BYTES_MAX];

    /* Of the thread that is sealing. The head as this process wrote or verified it last: as long
     * as the file holds these bytes, its signature needs no verifying. */
    char known[AUDIT_HEAD_BYTES];
};

/* What the hook of a connection needs. */
typedef struct Attached {
    AuditSealer *sealer;
    const Clock *clock;
    Arena *arena; /* of one sealing, then reset */
} Attached;

const SigningKey *audit_sealer_key(const AuditSealer *sealer)
{
    return sealer->key;
}

bool audit_sealer_read(Ctx *ctx, const AuditSealer *sealer, Str *ret_path, Str *ret)
{
    FileLock *lock;
    if (!file_lock(ctx, sealer->lock_path, &lock))
        return false;
    bool done = file_read(ctx, sealer->head_path, AUDIT_HEAD_BYTES, ret);
    file_unlock(ctx, lock);
    *ret_path = sealer->head_path;
    return done;
}

Str audit_sealer_public_key(const AuditSealer *sealer)
{
    return sealer->public_key;
}

/* ---- one sealing ---------------------------------------------------------------------------- */

static void know(AuditSealer *sealer, Str text)
{
    memcpy(sealer->known, text.at, sizeof sealer->known);
}

static bool read_head(Ctx *ctx, AuditSealer *sealer, AuditHead *ret)
{
    Str text, covered, signature;
    if (!file_read(ctx, sealer->head_path, AUDIT_HEAD_BYTES, &text)) {
        if (ctx->fail.code != FAIL_NOT_FOUND)
            return false;
        fail(ctx, FAIL_MISSING, "审计链头「%.*s」不见了", STRF(sealer->head_path));
        return fail_hint(ctx, "先用另存的链头核验（tongban audit verify），再运行 tongban init");
    }
    /* Nothing known yet is no head and parses as none. */
    if (str_equal(text, str_from(sealer->known, sizeof sealer->known)) &&
        audit_head_parse(ctx->arena, text, ret, &covered, &signature))
        return true;
    if (!audit_head_check(ctx, sealer->key, sealer->head_path, text, ret))
        return false;
    know(sealer, text);
    return true;
}

/* The new head, and the same under the name of its day. */
static bool write_head(Ctx *ctx, AuditSealer *sealer, const AuditHead *head)
{
    Str covered = audit_head_covered(ctx->arena, head), signature;
    if (!crypto_sm2_sign(ctx, sealer->key, covered, &signature))
        return false;
    Str text = audit_head_text(ctx->arena, covered, signature);
    Buf day = buf_create(ctx->arena, 32);
    date_print(&day, instant_date(head->at));
    if (!file_overwrite(ctx, sealer->head_path, text, /* sync= */ true))
        return false;
    know(sealer, text);
    return file_overwrite(ctx, path_join(ctx->arena, sealer->heads_folder, buf_str(&day)), text,
                          /* sync= */ false);
}

static bool fail_forked(Ctx *ctx, const AuditHead *head)
{
    fail(ctx, FAIL_CONFLICT, "数据库里的审计链与签过名的链头不符：第 %lld 条不是签过名的那一条",
         (long long)head->count);
    fail_detail(ctx, "链头不再前移，留作证据");
    return fail_hint(ctx, "运行 tongban audit verify 查看。若是有意恢复了备份：把 audit/head 移走"
                          "另存，再运行 tongban init");
}

static bool seal_locked(Ctx *ctx, AuditSealer *sealer)
{
    AuditHead head;
    AuditTail tail;
    bool found = false;
    if (!read_head(ctx, sealer, &head) ||
        !db_one(ctx, SQL_AUDIT_SEAL_POINT, BINDS({"signed", bind(head.count)}), &audit_tail_shape,
                &tail, &found))
        return false;
    if (!found || tail.number < head.count ||
        (head.count > 0 && !str_equal(tail.signed_hash, head.hash)))
        return fail_forked(ctx, &head);
    if (tail.number == head.count)
        return true; /* another process has sealed it */
    AuditHead next = {.count = tail.number, .hash = tail.hash, .at = clock_now(ctx)};
    return write_head(ctx, sealer, &next);
}

static bool seal(Ctx *ctx, AuditSealer *sealer)
{
    FileLock *lock;
    if (!file_lock(ctx, sealer->lock_path, &lock))
        return false;
    bool done = seal_locked(ctx, sealer);
    file_unlock(ctx, lock);
    return done;
}

/* ---- whose turn it is ----------------------------------------------------------------------- */

/* A failure as one line; empty = none. */
static void tell_failure(char to[FAILURE_BYTES_MAX], const Fail *failure)
{
    if (failure->code == FAIL_NONE)
        to[0] = 0;
    else
        snprintf(to, FAILURE_BYTES_MAX, "%.*s；%.*s", STRF(failure->message), STRF(failure->hint));
}

/* The mutex is held before and after, and not during the sealing. */
static void lead(Attached *attached, Db *db)
{
    AuditSealer *sealer = attached->sealer;
    sealer->sealing = true;
    sealer->started++;
    pthread_mutex_unlock(&sealer->mutex);
    Ctx ctx = {
        .arena = attached->arena, .db = db, .clock = attached->clock, .scope = &db_scope_whole};
    if (seal(&ctx, sealer))
        fail_clear(&ctx);
    char failure[FAILURE_BYTES_MAX];
    tell_failure(failure, &ctx.fail);
    arena_reset(attached->arena);
    pthread_mutex_lock(&sealer->mutex);
    memcpy(sealer->failure, failure, sizeof failure);
    sealer->finished = sealer->started;
    sealer->sealing = false;
    pthread_cond_broadcast(&sealer->done);
}

static void committed(Db *db, void *self)
{
    Attached *attached = self;
    AuditSealer *sealer = attached->sealer;
    pthread_mutex_lock(&sealer->mutex);
    uint64_t needed = sealer->started + 1; /* one that begins from now on */
    while (sealer->finished < needed) {
        if (sealer->sealing)
            pthread_cond_wait(&sealer->done, &sealer->mutex);
        else
            lead(attached, db);
    }
    pthread_mutex_unlock(&sealer->mutex);
}

void audit_sealer_seal(AuditSealer *sealer, Ctx *ctx)
{
    Attached own = {.sealer = sealer, .clock = ctx->clock, .arena = ctx->arena};
    committed(ctx->db, &own);
}

static void free_arena(void *object)
{
    arena_free(object);
}

void audit_sealer_attach(AuditSealer *sealer, Ctx *ctx)
{
    Attached *attached = NEW(ctx->arena, Attached, 1);
    *attached =
        (Attached){.sealer = sealer, .clock = ctx->clock, .arena = arena_create(SEALING_BYTES_MAX)};
    arena_defer(ctx->arena, free_arena, attached->arena);
    db_after_audit(ctx->db, committed, attached);
}

Str audit_sealer_failure(AuditSealer *sealer, Arena *arena)
{
    char failure[FAILURE_BYTES_MAX];
    pthread_mutex_lock(&sealer->mutex);
    memcpy(failure, sealer->failure, sizeof failure);
    pthread_mutex_unlock(&sealer->mutex);
    return str_copy(arena, str_of(failure));
}

/* ---- opening -------------------------------------------------------------------------------- */

static bool make_keys(Ctx *ctx, Str keys, Str private_path, Str public_path)
{
    Str private_pem, public_pem;
    if (file_exists(ctx, private_path))
        return true;
    if (!folder_make_private(ctx, keys) || !crypto_sm2_make(ctx, &private_pem, &public_pem))
        return false;
    bool done = file_write(ctx, public_path, public_pem) &&
                file_write_private(ctx, private_path, private_pem);
    secret_wipe(private_pem);
    return done;
}

static bool open_keys(Ctx *ctx, AuditSealer *sealer, Str private_path, Str public_path)
{
    Str private_pem;
    if (!file_exists(ctx, private_path) || !file_exists(ctx, public_path)) {
        fail(ctx, FAIL_MISSING, "没有给审计链签名的密钥「%.*s」", STRF(private_path));
        return fail_hint(ctx, "新建数据用 tongban init；若有备份，从备份恢复 keys 文件夹");
    }
    if (!file_read(ctx, public_path, KEY_BYTES_MAX, &sealer->public_key) ||
        !file_read(ctx, private_path, KEY_BYTES_MAX, &private_pem))
        return false;
    bool done = signing_key_open(ctx, private_pem, &sealer->key);
    secret_wipe(private_pem);
    return done || fail_while(ctx, "读取密钥「%.*s」", STRF(private_path));
}

/* The head of an empty chain: from now on its absence is told. */
static bool make_head(Ctx *ctx, AuditSealer *sealer)
{
    if (!folder_make(ctx, sealer->heads_folder))
        return false;
    if (file_exists(ctx, sealer->head_path))
        return true;
    AuditHead head = {.count = 0, .hash = AUDIT_HASH_NONE, .at = clock_now(ctx)};
    return write_head(ctx, sealer, &head);
}

static void close_sealer(void *object)
{
    AuditSealer *sealer = object;
    pthread_cond_destroy(&sealer->done);
    pthread_mutex_destroy(&sealer->mutex);
}

bool audit_sealer_open(Ctx *ctx, Str data, bool make, AuditSealer **ret)
{
    Arena *arena = ctx->arena;
    Str folder = path_join(arena, data, STR("audit")), keys = path_join(arena, data, STR("keys"));
    Str private_path = path_join(arena, keys, STR("audit.pem"));
    Str public_path = path_join(arena, keys, STR("audit.pub.pem"));
    AuditSealer *sealer = NEW(arena, AuditSealer, 1);
    sealer->head_path = path_join(arena, folder, STR("head"));
    sealer->heads_folder = path_join(arena, folder, STR("heads"));
    sealer->lock_path = path_join(arena, folder, STR("lock"));
    pthread_mutex_init(&sealer->mutex, NULL);
    pthread_cond_init(&sealer->done, NULL);
    arena_defer(arena, close_sealer, sealer);
    if ((make && !make_keys(ctx, keys, private_path, public_path)) ||
        !open_keys(ctx, sealer, private_path, public_path) || (make && !make_head(ctx, sealer)))
        return fail_while(ctx, "打开审计链的封签");
    *ret = sealer;
    return true;
}
