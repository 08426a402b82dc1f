#include "domain/hotline/order_print.h"

#include "domain/hotline/citizen.h"
#include "domain/hotline/order_view.h"
#include "domain/hotline/rules.h"
#include "engine/access/actor.h"

static const Field print_fields[] = {
    FIELD(OrderPrint, number, "工单号", FIELD_REQUIRED, .max_runes = ORDER_NUMBER_RUNES_MAX),
    FIELD(OrderPrint, format, "格式", FIELD_REQUIRED, .max_runes = 8),
};
const Shape order_print_shape = SHAPE(OrderPrint, print_fields);

#define FACT_COLUMNS 4
#define TRAIL_COLUMNS 4

static Str moment(Arena *arena, bool has, Instant at)
{
    Buf text = buf_create(arena, 64);
    if (has)
        instant_print_short(&text, at);
    return buf_str(&text);
}

/* ---- tables ---------------------------------------------------------------------------------- */

/* Facts two a row, a label before each. */
typedef struct Facts {
    Arena *arena;
    Table *table;
    size_t filled; /* cells of the last row */
} Facts;

static void add_fact(Facts *facts, const char *label, Str value)
{
    if (facts->filled == 0)
        LIST_ADD(facts->arena, &facts->table->body)->cells = NEW(facts->arena, Cell, FACT_COLUMNS);
    Cell *cells = facts->table->body.at[facts->table->body.count - 1].cells;
    cells[facts->filled].text = str_of(label);
    cells[facts->filled + 1].text = str_empty(value) ? STR("—") : value;
    facts->filled = (facts->filled + 2) % FACT_COLUMNS;
}

static Table *new_table(Arena *arena, const char *title, size_t columns)
{
    Table *table = NEW(arena, Table, 1);
    table->title = str_of(title);
    table->columns = NEW(arena, Column, columns);
    table->column_count = columns;
    return table;
}

static void add_table(Ctx *ctx, Document *document, Table *table)
{
    table_finish(table);
    *LIST_ADD(ctx->arena, &document->blocks) = (Block){.kind = BLOCK_TABLE, .table = table};
}

static Table *facts_table(Ctx *ctx, const OrderSheet *sheet)
{
    Arena *arena = ctx->arena;
    const Order *order = &sheet->order;
    Table *table = new_table(arena, "基本信息", FACT_COLUMNS);
    Facts facts = {arena, table, 0};
    for (size_t i = 0; i < FACT_COLUMNS; i++)
        table->columns[i].weight = i % 2 ? 5 : 2;
    add_fact(&facts, "工单号", order->number);
    add_fact(&facts, "类型", order->kind);
    add_fact(&facts, "紧急程度", order->level);
    add_fact(&facts, "渠道", order->channel);
    add_fact(&facts, "分类", sheet->category_name);
    add_fact(&facts, "状态", sheet->state_name);
    add_fact(&facts, "受理时间", moment(arena, true, order->received_at));
    add_fact(&facts, "办结期限", sheet->due_text);
    add_fact(&facts, "承办单位", str_empty(sheet->unit) ? STR("本级") : sheet->unit);
    add_fact(&facts, "派单时间", moment(arena, order->has_dispatched_at, order->dispatched_at));
    add_fact(&facts, "签收时间", moment(arena, order->has_signed_at, order->signed_at));
    add_fact(&facts, "办结时间", moment(arena, order->has_closed_at, order->closed_at));
    add_fact(&facts, "反映人",
             sheet->caller.has_hidden ? sheet->caller.hidden
                                      : actor_masked(ctx, MASK_NAME, sheet->caller.name));
    add_fact(&facts, "电话", actor_masked(ctx, MASK_PHONE, sheet->caller.phone));
    add_fact(&facts, "地址", order->address);
    add_fact(&facts, "满意度", order->satisfaction);
    return table;
}

static Table *trail_table(Ctx *ctx, const OrderSheet *sheet)
{
    static const char *const heads[TRAIL_COLUMNS] = {"时间", "环节", "经办", "说明"};
    static const int weights[TRAIL_COLUMNS] = {4, 3, 5, 8};
    Arena *arena = ctx->arena;
    Table *table = new_table(arena, "办理经过", TRAIL_COLUMNS);
    table->head = NEW(arena, Row, 1);
    table->head_count = 1;
    table->head[0].cells = NEW(arena, Cell, TRAIL_COLUMNS);
    for (size_t i = 0; i < TRAIL_COLUMNS; i++) {
        table->head[0].cells[i].text = str_of(heads[i]);
        table->columns[i].weight = weights[i];
    }
    LIST_EACH (const EventView, event, &sheet->events) {
        Cell *cells = NEW(arena, Cell, TRAIL_COLUMNS);
        cells[0].text = moment(arena, true, event->at);
        cells[1].text = event->move_name;
        cells[2].text =
            str_empty(event->to_unit)
                ? event->actor
                : str_format(arena, "%.*s → %.*s", STRF(event->actor), STRF(event->to_unit));
        cells[3].text = str_empty(event->reason) ? event->words : event->reason;
        LIST_ADD(arena, &table->body)->cells = cells;
    }
    return table;
}

/* ---- documents ------------------------------------------------------------------------------- */

static void add_part(Ctx *ctx, Document *document, const char *heading, Str text)
{
    if (str_empty(text))
        return;
    *LIST_ADD(ctx->arena, &document->blocks) =
        (Block){.kind = BLOCK_HEADING, .level = 1, .text = str_of(heading)};
    for (Str line; str_split(&text, '\n', &line);)
        if (!str_empty(str_trim(line)))
            *LIST_ADD(ctx->arena, &document->blocks) =
                (Block){.kind = BLOCK_PARAGRAPH, .text = str_trim(line)};
}

/* The time of what happened last: printed again, an order that stands still is the same file. */
static Document document_of(Ctx *ctx, const OrderSheet *sheet, Str title)
{
    size_t events = sheet->events.count;
    Instant at = events ? sheet->events.at[events - 1].at : sheet->order.received_at;
    return (Document){
        .number = sheet->order.number,
        .title = title,
        .language = STR("zh-CN"),
        .identity = str_format(ctx->arena, "%.*s 第%lld版", STRF(sheet->order.number),
                               (long long)sheet->order.revision),
        .date = instant_date(at),
        .has_date = true,
        .made_at = at,
    };
}

static bool write(Ctx *ctx, const OrderPrint *print, const char *name, const Document *document,
                  FileBody *ret)
{
    const ReportFormat *format = report_format_named(print->format);
    if (!format || str_equal_c(print->format, "xlsx")) {
        fail(ctx, FAIL_INVALID, "工单不能打印为「%.*s」", STRF(print->format));
        return fail_hint(ctx, "html、pdf 或 docx");
    }
    if (str_equal_c(print->format, "html") && !html_style_source(ctx, &ret->style_source))
        return false;
    ret->name = str_format(ctx->arena, "%s_%.*s.%s", name, STRF(print->number), format->name);
    ret->content_type = str_of(format->content_type);
    return format->write(ctx, document, &ret->bytes);
}

/* For the desk, not for the archive: head and count on each page, no date of issue. */
static void make_sheet(Ctx *ctx, const OrderSheet *sheet, const char *name, Document *document)
{
    document->number = (Str){0};
    document->has_date = false;
    document->counts_pages = true;
    document->running_head =
        str_format(ctx->arena, "%s　工单号 %.*s", name, STRF(sheet->order.number));
}

/* To the citizen's page of progress, where a visitor's address is known. */
static bool add_code(Ctx *ctx, const OrderSheet *sheet, Document *document)
{
    Str url = citizen_progress_url(ctx, sheet->order.number);
    QrModules *code = NEW(ctx->arena, QrModules, 1);
    if (str_empty(url))
        return true;
    if (!qr_modules(ctx, url, code))
        return false;
    *LIST_ADD(ctx->arena, &document->blocks) =
        (Block){.kind = BLOCK_CODE,
                .code = code,
                .text = str_format(ctx->arena,
                                   "手机扫码查询办理进度；或在市民网页输入工单号 %.*s "
                                   "和来电号码后四位查询。",
                                   STRF(sheet->order.number))};
    return true;
}

bool order_print(Ctx *ctx, const OrderPrint *print, FileBody *ret)
{
    OrderSheet sheet;
    if (!order_sheet(ctx, print->number, &sheet))
        return false;
    Document document = document_of(ctx, &sheet, STR("12345热线工单办理单"));
    make_sheet(ctx, &sheet, "12345热线工单办理单", &document);
    add_table(ctx, &document, facts_table(ctx, &sheet));
    add_part(ctx, &document, "反映内容", sheet.order.title);
    add_part(ctx, &document, "详情", sheet.order.content);
    add_part(ctx, &document, "答复", sheet.order.reply);
    add_table(ctx, &document, trail_table(ctx, &sheet));
    return add_code(ctx, &sheet, &document) && write(ctx, print, "工单办理单", &document, ret);
}

static void add_paragraph(Ctx *ctx, Document *document, Str text)
{
    *LIST_ADD(ctx->arena, &document->blocks) = (Block){.kind = BLOCK_PARAGRAPH, .text = text};
}

static Table *receipt_table(Ctx *ctx, const OrderSheet *sheet)
{
    Arena *arena = ctx->arena;
    const Order *order = &sheet->order;
    Table *table = new_table(arena, "受理信息", FACT_COLUMNS);
    Facts facts = {arena, table, 0};
    for (size_t i = 0; i < FACT_COLUMNS; i++)
        table->columns[i].weight = i % 2 ? 5 : 2;
    add_fact(&facts, "工单号", order->number);
    add_fact(&facts, "类型", order->kind);
    add_fact(&facts, "受理时间", moment(arena, true, order->received_at));
    add_fact(&facts, "办结期限", sheet->due_text);
    add_fact(&facts, "渠道", order->channel);
    add_fact(&facts, "地址", order->address);
    return table;
}

/* What the caller takes home: nothing of who handles it, nothing of himself. */
bool order_print_receipt(Ctx *ctx, const OrderPrint *print, FileBody *ret)
{
    OrderSheet sheet;
    if (!order_sheet(ctx, print->number, &sheet))
        return false;
    Document document = document_of(ctx, &sheet, STR("12345热线受理回执"));
    make_sheet(ctx, &sheet, "12345热线受理回执", &document);
    document.made_at = sheet.order.received_at;
    add_paragraph(ctx, &document,
                  str_format(ctx->arena, "您反映的“%.*s”已经受理，工单号%.*s，请妥善保存。",
                             STRF(sheet.order.title), STRF(sheet.order.number)));
    add_table(ctx, &document, receipt_table(ctx, &sheet));
    return add_code(ctx, &sheet, &document) && write(ctx, print, "受理回执", &document, ret);
}

/* Why, as it was given with the newest of these moves. */
static Str reason_of(const OrderSheet *sheet, const char *const *moves)
{
    Str reason = {0};
    LIST_EACH (const EventView, event, &sheet->events)
        if (str_is_one_of(event->move, moves))
            reason = event->reason;
    return reason;
}

/* What a notice says: which order, in which words, why, and what is to be done. */
typedef struct NoticeText {
    const char *file;
    Str title;
    Str verdict; /* 「现列入一般督办」 */
    const char *reason_label;
    Str reason;
    Str text;
} NoticeText;

static bool write_notice(Ctx *ctx, const OrderPrint *print, const OrderSheet *sheet,
                         const NoticeText *notice, FileBody *ret)
{
    Document document = document_of(ctx, sheet, notice->title);
    document.addressee = str_empty(sheet->unit) ? STR("本级承办部门") : sheet->unit;
    add_paragraph(ctx, &document,
                  str_format(ctx->arena,
                             "你单位承办的工单%.*s（%.*s，%.*s受理，办结期限：%.*s），%.*s。",
                             STRF(sheet->order.number), STRF(sheet->order.title),
                             STRF(moment(ctx->arena, true, sheet->order.received_at)),
                             STRF(sheet->due_text), STRF(notice->verdict)));
    if (!str_empty(notice->reason))
        add_paragraph(
            ctx, &document,
            str_format(ctx->arena, "%s：%.*s", notice->reason_label, STRF(notice->reason)));
    add_paragraph(ctx, &document, notice->text);
    add_table(ctx, &document, facts_table(ctx, sheet));
    return write(ctx, print, notice->file, &document, ret);
}

bool order_print_urging(Ctx *ctx, const OrderPrint *print, FileBody *ret)
{
    static const char *const moves[] = {"urge", NULL};
    OrderSheet sheet;
    const HotlineRules *rules;
    if (!order_sheet(ctx, print->number, &sheet) || !hotline_rules(ctx, &rules))
        return false;
    Str name = rules->urging.name;
    if (sheet.order.urges == 0)
        return fail(ctx, FAIL_STATE, "工单「%.*s」没有%.*s，没有%.*s通知单", STRF(print->number),
                    STRF(name), STRF(name));
    return write_notice(
        ctx, print, &sheet,
        &(NoticeText){.file = "催办通知单",
                      .title = str_format(ctx->arena, "12345热线工单%.*s通知单", STRF(name)),
                      .verdict = str_format(ctx->arena, "现予%.*s（第%lld次）", STRF(name),
                                            (long long)sheet.order.urges),
                      .reason_label = "催办原因",
                      .reason = reason_of(&sheet, moves),
                      .text = rules->urging.text},
        ret);
}

bool order_print_notice(Ctx *ctx, const OrderPrint *print, FileBody *ret)
{
    static const char *const moves[] = {"supervise", "escalate", NULL};
    OrderSheet sheet;
    const HotlineRules *rules;
    if (!order_sheet(ctx, print->number, &sheet) || !hotline_rules(ctx, &rules))
        return false;
    const SupervisionNotice *notice = supervision_notice(rules, sheet.order.supervision);
    if (!notice)
        return fail(ctx, FAIL_STATE, "工单「%.*s」没有督办，没有督办通知单", STRF(print->number));
    return write_notice(
        ctx, print, &sheet,
        &(NoticeText){.file = "督办通知单",
                      .title =
                          str_format(ctx->arena, "12345热线工单%.*s通知单", STRF(notice->name)),
                      .verdict = str_format(ctx->arena, "现列入%.*s", STRF(notice->name)),
                      .reason_label = "督办原因",
                      .reason = reason_of(&sheet, moves),
                      .text = notice->text},
        ret);
}
