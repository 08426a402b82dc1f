/*
 * notice.h - notices to users (通知): shown until a day or until they are ended, to all or to some
 * units with all below them; who has read them.
 */
#ifndef TONGBAN_ADMINISTRATION_NOTICE_H
#define TONGBAN_ADMINISTRATION_NOTICE_H

#include "domain/administration/routes.h"
#include "engine/access/access.h"

#define NOTICE_TITLE_RUNES_MAX 80
#define NOTICE_WORDS_RUNES_MAX 4000
#define NOTICE_UNITS_MAX 1000

/* ---- as a user sees them -----------------------------------------------------------------------
 */

typedef struct OwnNotice {
    int64_t id;
    Str title;
    Str words;
    bool has_until;
    Date until;
    Str by;
    Instant made_at;
    bool read; /* by this account */
} OwnNotice;
LIST_OF(OwnNotice, OwnNoticeList);
extern const Shape own_notice_shape;

/* Those in force for ctx->actor, as the post he acts in, newest first. */
must_use bool notices_own(Ctx *ctx, OwnNoticeList *ret);
must_use bool notices_unread(Ctx *ctx, int64_t *ret);
/* FAIL_NOT_FOUND for one that is not shown to him. */
must_use bool notice_mark_read(Ctx *ctx, int64_t id);

/* ---- as they are kept ---------------------------------------------------------------------------
 */

typedef struct NoticeReader {
    int64_t account_id;
    Str name;
    Str person;
    Instant read_at;
} NoticeReader;
LIST_OF(NoticeReader, NoticeReaderList);

typedef struct NoticeUnit {
    int64_t unit_id;
    Str name;
} NoticeUnit;
LIST_OF(NoticeUnit, NoticeUnitList);

typedef struct Notice {
    int64_t id;
    Str title;
    Str words;
    bool has_until;
    Date until;
    bool everybody;
    NoticeUnitList units; /* those named; of everybody none */
    int64_t author_id;
    Str author;
    Instant made_at;
    bool has_ended_at;
    Instant ended_at;
    NoticeReaderList readers; /* of the accounts that may be seen */
} Notice;
LIST_OF(Notice, NoticeList);
extern const Shape notice_shape;

/* Newest first: with the whole scope all, else those to units within it and one's own. */
must_use bool notices_read(Ctx *ctx, NoticeList *ret);

typedef struct NoticeRequest {
    Str title;
    Str words;
    bool has_until;
    Date until;       /* last day */
    UnitIdList units; /* empty = all, for which the whole scope is needed */
} NoticeRequest;
extern const Shape notice_request_shape;
/* Each one transaction, audited. */
must_use bool notice_add(Ctx *ctx, const NoticeRequest *request, int64_t *ret_id);
/* Not shown any more; FAIL_STATE when it was ended before. */
must_use bool notice_end(Ctx *ctx, int64_t id, Str why);

#endif
