#include "domain/administration/notice.h"

#include "port/clock.h"
#include "sql_ids.h"

static const Field own_fields[] = {
    FIELD(OwnNotice, id, "编号", 0),    FIELD(OwnNotice, title, "标题", 0),
    FIELD(OwnNotice, words, "内容", 0), FIELD_MAYBE(OwnNotice, until, "有效期至", 0),
    FIELD(OwnNotice, by, "发布人", 0),  FIELD(OwnNotice, made_at, "发布时间", 0),
    FIELD(OwnNotice, read, "已读", 0),
};
const Shape own_notice_shape = SHAPE(OwnNotice, own_fields);

static const Field reader_fields[] = {
    FIELD(NoticeReader, account_id, "账号", 0),
    FIELD(NoticeReader, name, "账号名", 0),
    FIELD(NoticeReader, person, "姓名", 0, .mask = MASK_NAME),
    FIELD(NoticeReader, read_at, "已读时间", 0),
};
static const Shape reader_shape = SHAPE(NoticeReader, reader_fields);
static const Field unit_fields[] = {
    FIELD(NoticeUnit, unit_id, "编号", 0),
    FIELD(NoticeUnit, name, "单位", 0),
};
static const Shape notice_unit_shape = SHAPE(NoticeUnit, unit_fields);

static const Field notice_fields[] = {
    FIELD(Notice, id, "编号", 0),
    FIELD(Notice, title, "标题", 0),
    FIELD(Notice, words, "内容", 0),
    FIELD_MAYBE(Notice, until, "有效期至", 0),
    FIELD(Notice, everybody, "全体", 0),
    FIELD(Notice, author_id, "发布账号", 0),
    FIELD(Notice, author, "发布人", 0),
    FIELD(Notice, made_at, "发布时间", 0),
    FIELD_MAYBE(Notice, ended_at, "结束时间", 0),
    FIELD_LIST(Notice, units, "单位", &notice_unit_shape),
    FIELD_LIST(Notice, readers, "已读", &reader_shape),
};
const Shape notice_shape = SHAPE(Notice, notice_fields);
/* What stands in the table itself. */
static const Shape row_shape = {
    .name = "Notice", .size = sizeof(Notice), .fields = notice_fields, .count = 9};

static const Field request_fields[] = {
    FIELD(NoticeRequest, title, "标题", FIELD_REQUIRED, .max_runes = NOTICE_TITLE_RUNES_MAX),
    FIELD(NoticeRequest, words, "内容", FIELD_REQUIRED, .max_runes = NOTICE_WORDS_RUNES_MAX),
    FIELD_MAYBE(NoticeRequest, until, "有效期至", 0),
    FIELD_LIST(NoticeRequest, units, "单位", &unit_id_shape),
};
const Shape notice_request_shape = SHAPE(NoticeRequest, request_fields);

/* ---- as a user sees them -----------------------------------------------------------------------
 */

bool notices_own(Ctx *ctx, OwnNoticeList *ret)
{
    OwnNoticeList list = {0};
    if (!db_all(ctx, SQL_NOTICE_OF_ACCOUNT,
                BINDS({"account_id", bind(ctx->actor->account_id)},
                      {"unit_id", bind(ctx->actor->unit_id)},
                      {"today", bind(instant_date(clock_now(ctx)))}),
                &own_notice_shape, &list))
        return false;
    *ret = list;
    return true;
}

bool notices_unread(Ctx *ctx, int64_t *ret)
{
    OwnNoticeList list;
    int64_t unread = 0;
    if (!notices_own(ctx, &list))
        return false;
    LIST_EACH (const OwnNotice, notice, &list)
        unread += !notice->read;
    *ret = unread;
    return true;
}

static bool mark(Ctx *ctx, int64_t id)
{
    return db_run(ctx, SQL_NOTICE_MARK_READ,
                  BINDS({"notice_id", bind(id)}, {"account_id", bind(ctx->actor->account_id)},
                        {"now", bind(clock_now(ctx))}),
                  NULL);
}

bool notice_mark_read(Ctx *ctx, int64_t id)
{
    OwnNoticeList list;
    if (!notices_own(ctx, &list))
        return false;
    LIST_EACH (const OwnNotice, notice, &list) {
        if (notice->id != id)
            continue;
        if (!db_begin(ctx))
            return false;
        return mark(ctx, id) ? db_commit(ctx) : db_rollback(ctx);
    }
    return fail(ctx, FAIL_NOT_FOUND, "没有这条通知");
}

/* ---- as they are kept ---------------------------------------------------------------------------
 */

typedef struct UnitRow {
    int64_t notice_id;
    int64_t unit_id;
    bool named;
} UnitRow;
LIST_OF(UnitRow, UnitRowList);
static const Field unit_row_fields[] = {
    FIELD(UnitRow, notice_id, "通知", 0),
    FIELD(UnitRow, unit_id, "单位", 0),
    FIELD(UnitRow, named, "点名", 0),
};
static const Shape unit_row_shape = SHAPE(UnitRow, unit_row_fields);

typedef struct ReaderRow {
    int64_t notice_id;
    NoticeReader reader;
} ReaderRow;
LIST_OF(ReaderRow, ReaderRowList);
static const Field reader_row_fields[] = {
    FIELD(ReaderRow, notice_id, "通知", 0),
    {.name = "account_id", .offset = offsetof(ReaderRow, reader.account_id), .kind = FIELD_INT},
    {.name = "name", .offset = offsetof(ReaderRow, reader.name), .kind = FIELD_STR},
    {.name = "person", .offset = offsetof(ReaderRow, reader.person), .kind = FIELD_STR},
    {.name = "read_at", .offset = offsetof(ReaderRow, reader.read_at), .kind = FIELD_INSTANT},
};
static const Shape reader_row_shape = SHAPE(ReaderRow, reader_row_fields);

/* All that notices are put together from. */
typedef struct NoticeRows {
    NoticeList notices;
    UnitRowList units;
    ReaderRowList readers;
    UnitBook book;
} NoticeRows;

static bool read_rows(Ctx *ctx, NoticeRows *ret)
{
    NoticeRows rows = {0};
    if (!db_all(ctx, SQL_NOTICE_ALL, NO_BINDS, &row_shape, &rows.notices) ||
        !db_all(ctx, SQL_NOTICE_UNIT_ALL, NO_BINDS, &unit_row_shape, &rows.units) ||
        !db_all(ctx, SQL_NOTICE_READER_ALL, NO_BINDS, &reader_row_shape, &rows.readers) ||
        !unit_book_read(ctx, &rows.book))
        return false;
    *ret = rows;
    return true;
}

/* The units named that may be seen, and who of those that may be seen has read it. */
static void complete(Ctx *ctx, const NoticeRows *rows, Notice *notice)
{
    LIST_EACH (const UnitRow, row, &rows->units) {
        const Unit *unit = row->notice_id == notice->id && row->named
                               ? unit_by_id(&rows->book, row->unit_id)
                               : NULL;
        if (unit)
            *LIST_ADD(ctx->arena, &notice->units) = (NoticeUnit){unit->id, unit->name};
    }
    LIST_EACH (const ReaderRow, row, &rows->readers)
        if (row->notice_id == notice->id)
            *LIST_ADD(ctx->arena, &notice->readers) = row->reader;
}

bool notices_read(Ctx *ctx, NoticeList *ret)
{
    NoticeRows rows;
    NoticeList list = {0};
    if (!read_rows(ctx, &rows))
        return false;
    LIST_EACH (Notice, notice, &rows.notices) {
        complete(ctx, &rows, notice);
        if (scope_is_whole(ctx) || notice->units.count ||
            notice->author_id == ctx->actor->account_id)
            *LIST_ADD(ctx->arena, &list) = *notice;
    }
    *ret = list;
    return true;
}

/* ---- changing -----------------------------------------------------------------------------------
 */

static bool check_request(Ctx *ctx, const NoticeRequest *request)
{
    if (str_empty(str_trim(request->title)) || str_empty(str_trim(request->words)))
        return fail(ctx, FAIL_INVALID, "通知须有标题和内容");
    if (request->has_until && request->until.days < instant_date(clock_now(ctx)).days)
        return fail(ctx, FAIL_INVALID, "有效期已经过去");
    if (request->units.count > NOTICE_UNITS_MAX)
        return fail(ctx, FAIL_TOO_LARGE, "一条通知至多点名%d个单位", NOTICE_UNITS_MAX);
    if (request->units.count == 0 && !scope_is_whole(ctx)) {
        fail(ctx, FAIL_DENIED, "数据范围不是「全部」，不能向全体发通知");
        return fail_hint(ctx, "点名要通知的单位");
    }
    return true;
}

static bool add_unit(Ctx *ctx, int64_t notice_id, int64_t unit_id, bool named)
{
    return db_run(
        ctx, SQL_NOTICE_UNIT_ADD,
        BINDS({"notice_id", bind(notice_id)}, {"unit_id", bind(unit_id)}, {"named", bind(named)}),
        NULL);
}

static bool is_named(const UnitIdList *units, int64_t id)
{
    LIST_EACH (const UnitId, unit, units)
        if (unit->unit_id == id)
            return true;
    return false;
}

/* Whether this unit is one of those named or below one. */
static bool is_below(const UnitBook *book, const UnitIdList *units, const Unit *unit)
{
    for (int depth = 0; unit && depth <= UNIT_DEPTH_MAX; depth++) {
        if (is_named(units, unit->id))
            return true;
        unit = unit_by_id(book, unit->parent_id);
    }
    return false;
}

/* Every unit named must be one that may be seen. */
static bool check_units(Ctx *ctx, const UnitBook *book, const UnitIdList *units, Str *ret_names)
{
    Buf names = buf_create(ctx->arena, 256 * KIB);
    LIST_EACH (const UnitId, named, units) {
        const Unit *unit = unit_by_id(book, named->unit_id);
        if (!unit)
            return fail(ctx, FAIL_NOT_FOUND, "没有编号为%lld的单位", (long long)named->unit_id);
        buf_format(&names, "%s%.*s", names.len ? "、" : "", STRF(unit->name));
    }
    *ret_names = units->count ? buf_str(&names) : STR("全体");
    return true;
}

static bool add_units(Ctx *ctx, int64_t id, const UnitBook *book, const UnitIdList *units)
{
    LIST_EACH (const Unit, unit, &book->units)
        if (is_below(book, units, unit) && !add_unit(ctx, id, unit->id, is_named(units, unit->id)))
            return false;
    return true;
}

static bool add(Ctx *ctx, const NoticeRequest *request, int64_t *ret_id)
{
    Str names = {0};
    UnitBook book;
    if (!unit_book_read(ctx, &book) || !check_units(ctx, &book, &request->units, &names))
        return false;
    Notice notice = {.title = str_trim(request->title),
                     .words = str_trim(request->words),
                     .has_until = request->has_until,
                     .until = request->until,
                     .everybody = request->units.count == 0,
                     .author_id = ctx->actor->account_id,
                     .author = actor_label(ctx),
                     .made_at = clock_now(ctx)};
    if (!db_number(ctx, SQL_NOTICE_ADD,
                   BINDS({"title", bind(notice.title)}, {"words", bind(notice.words)},
                         {"until", notice.has_until ? bind(notice.until) : bind_null()},
                         {"everybody", bind(notice.everybody)},
                         {"author_id", bind(notice.author_id)}, {"author", bind(notice.author)},
                         {"now", bind(notice.made_at)}),
                   ret_id) ||
        !add_units(ctx, *ret_id, &book, &request->units))
        return false;
    return audit_note(
        ctx,
        &(AuditNote){.action = "notice.add",
                     .object = "notice",
                     .key = *ret_id,
                     .title = notice.title,
                     .changes = audit_changes(ctx->arena, &notice_request_shape, NULL, request),
                     .facts = str_format(ctx->arena, "发给：%.*s", STRF(names))});
}

bool notice_add(Ctx *ctx, const NoticeRequest *request, int64_t *ret_id)
{
    int64_t id = 0;
    if (!check_request(ctx, request) || !db_begin(ctx))
        return false;
    if (!add(ctx, request, &id))
        return db_rollback(ctx);
    *ret_id = id;
    return db_commit(ctx);
}

/* Only one that the list shows: its id tells nothing to others. */
static bool find(Ctx *ctx, int64_t id, Notice *ret)
{
    NoticeList list;
    if (!notices_read(ctx, &list))
        return false;
    LIST_EACH (const Notice, notice, &list)
        if (notice->id == id) {
            *ret = *notice;
            return true;
        }
    return fail(ctx, FAIL_NOT_FOUND, "没有这条通知");
}

static bool end(Ctx *ctx, int64_t id, Str why)
{
    Notice notice = {0};
    if (!find(ctx, id, &notice))
        return false;
    if (notice.has_ended_at)
        return fail(ctx, FAIL_STATE, "通知「%.*s」已经结束", STRF(notice.title));
    /* It may be addressed to units that he does not see. */
    if (!scope_is_whole(ctx) && notice.author_id != ctx->actor->account_id) {
        fail(ctx, FAIL_DENIED, "通知「%.*s」不是自己发布的，不能结束", STRF(notice.title));
        return fail_hint(ctx, "请发布人，或数据范围为「全部」的岗位来做");
    }
    return db_run(ctx, SQL_NOTICE_END, BINDS({"id", bind(id)}, {"now", bind(clock_now(ctx))}),
                  NULL) &&
           audit_note(ctx, &(AuditNote){.action = "notice.end",
                                        .object = "notice",
                                        .key = id,
                                        .title = notice.title,
                                        .why = why});
}

bool notice_end(Ctx *ctx, int64_t id, Str why)
{
    if (!db_begin(ctx))
        return false;
    return end(ctx, id, why) ? db_commit(ctx) : db_rollback(ctx);
}
