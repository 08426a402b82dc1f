#include "domain/administration/audit_export.h"

#include "domain/administration/audit_words.h"
#include "port/clock.h"
#include "port/xlsx_write.h"

/* What Excel takes in a cell is 32767 characters; of what is longer the trail itself has the rest.
 * Counted in bytes, of which a character has three. */
#define CELL_BYTES_MAX (64 * KIB)

static const char *const heads[] = {"编号",   "时间", "操作人", "账号号", "来源", "操作", "对象",
                                    "对象号", "名称", "变更",   "原因",   "结果", "其他"};
static const int widths[] = {80, 170, 200, 80, 130, 140, 120, 80, 220, 420, 220, 80, 300};
#define COLUMNS ARRAY_LEN(heads)

static const XlsxStyle head_style = {.bold = true, .border = true, .align = XLSX_CENTER};
static const XlsxStyle text_style = {.border = true, .wrap = true};

static XlsxCell text_cell(Str text)
{
    return (XlsxCell){.kind = XLSX_TEXT, .text = text, .style = &text_style};
}

static XlsxCell number_cell(int64_t number)
{
    if (!number)
        return (XlsxCell){.kind = XLSX_BLANK, .style = &text_style};
    return (XlsxCell){.kind = XLSX_NUMBER, .value = decimal_of(number), .style = &text_style};
}

static Str changes_text(Ctx *ctx, const AuditChangeList *changes)
{
    Buf text = buf_create(ctx->arena, CELL_BYTES_MAX);
    LIST_EACH (const AuditChange, change, changes)
        buf_format(&text, "%s%.*s：%.*s → %.*s", text.len ? "\n" : "",
                   STRF(str_empty(change->label) ? change->field : change->label),
                   STRF(str_empty(change->before) ? STR("（空）") : change->before),
                   STRF(str_empty(change->after) ? STR("（空）") : change->after));
    return buf_str(&text);
}

static void write_row(Ctx *ctx, const AuditEntry *entry, XlsxCell *row)
{
    Buf time = buf_create(ctx->arena, 64);
    instant_print_short(&time, entry->made_at);
    const XlsxCell cells[] = {
        number_cell(entry->number), text_cell(buf_str(&time)),
        text_cell(entry->actor),    number_cell(entry->account_id),
        text_cell(entry->address),  text_cell(entry->action_label),
        text_cell(entry->object),   number_cell(entry->object_key),
        text_cell(entry->title),    text_cell(changes_text(ctx, &entry->changes)),
        text_cell(entry->why),      text_cell(entry->refused ? STR("被拒绝") : (Str){0}),
        text_cell(entry->facts),
    };
    static_assert(ARRAY_LEN(cells) == COLUMNS, "a cell for each head");
    memcpy(row, cells, sizeof(cells));
}

static bool write_book(Ctx *ctx, const AuditEntryList *entries, Str *ret)
{
    size_t rows = entries->count + 1;
    XlsxCell *cells = NEW(ctx->arena, XlsxCell, rows * COLUMNS);
    for (size_t i = 0; i < COLUMNS; i++)
        cells[i] = (XlsxCell){.kind = XLSX_TEXT, .text = str_of(heads[i]), .style = &head_style};
    for (size_t i = 0; i < entries->count; i++)
        write_row(ctx, &entries->at[i], &cells[(i + 1) * COLUMNS]);
    XlsxSheet sheet = {.name = STR("操作记录"),
                       .cells = cells,
                       .row_count = rows,
                       .column_count = COLUMNS,
                       .column_widths = widths,
                       .freeze_rows = 1,
                       .landscape = true,
                       .fit_to_width = true,
                       .repeat_row_count = 1,
                       .filter = true};
    return xlsx_write(ctx,
                      &(XlsxBook){.sheets = &sheet,
                                  .sheet_count = 1,
                                  .title = STR("操作记录"),
                                  .author = actor_label(ctx),
                                  .made_at = clock_now(ctx)},
                      ret);
}

/* What was asked for, so that the trail tells later what left the house. */
static Str query_text(Ctx *ctx, const AuditQuery *query)
{
    Buf text = buf_create(ctx->arena, 4 * KIB);
    if (!str_empty(query->object))
        buf_format(&text, "，对象 %.*s", STRF(query->object));
    if (query->key)
        buf_format(&text, "，对象号 %lld", (long long)query->key);
    if (!str_empty(query->words))
        buf_format(&text, "，含「%.*s」", STRF(query->words));
    if (query->account_id)
        buf_format(&text, "，账号 %lld", (long long)query->account_id);
    if (query->has_from) {
        buf_add_c(&text, "，自 ");
        date_print(&text, query->from);
    }
    if (query->has_to) {
        buf_add_c(&text, "，至 ");
        date_print(&text, query->to);
    }
    if (query->refused)
        buf_add_c(&text, "，只要被拒绝的");
    return buf_str(&text);
}

/* A page first, which counts them: what is too much is not read at all. */
static bool read_pages(Ctx *ctx, const AuditQuery *query, AuditEntryList *ret)
{
    AuditQuery part = *query;
    AuditEntryList entries = {0};
    int64_t total = 0;
    part.page = 1;
    if (!audit_words_read(ctx, &part, &entries, &total))
        return false;
    if (total > AUDIT_SHEET_ROWS_MAX) {
        fail(ctx, FAIL_TOO_LARGE, "有%lld条操作记录，一次至多导出%d条", (long long)total,
             AUDIT_SHEET_ROWS_MAX);
        return fail_hint(ctx, "按日期分几次导出");
    }
    part.page = 0;
    return audit_words_read(ctx, &part, ret, &total);
}

/* As one who sees nothing in full. */
static bool read_masked(Ctx *ctx, const AuditQuery *query, AuditEntryList *ret)
{
    const Actor *actor = ctx->actor;
    Actor blind = *actor;
    blind.sees = 0;
    ctx->actor = &blind;
    bool done = read_pages(ctx, query, ret);
    ctx->actor = actor;
    return done;
}

bool audit_export(Ctx *ctx, const AuditQuery *query, Str *ret_bytes, Str *ret_name)
{
    AuditEntryList entries = {0};
    Str bytes;
    if (!read_masked(ctx, query, &entries) || !write_book(ctx, &entries, &bytes))
        return false;
    Buf name = buf_create(ctx->arena, 128);
    buf_add_c(&name, "操作记录-");
    date_print(&name, instant_date(clock_now(ctx)));
    buf_add_c(&name, ".xlsx");
    if (!audit_note(ctx, &(AuditNote){.action = "audit.export",
                                      .object = "audit",
                                      .title = buf_str(&name),
                                      .facts = str_format(ctx->arena, "%zu条%.*s", entries.count,
                                                          STRF(query_text(ctx, query)))}))
        return false;
    *ret_bytes = bytes;
    *ret_name = buf_str(&name);
    return true;
}
