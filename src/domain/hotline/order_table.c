#include "domain/hotline/order_table.h"

#include "domain/hotline/order_columns.h"
#include "engine/access/actor.h"
#include "port/clock.h"
#include "port/csv.h"
#include "port/xlsx_write.h"

#define CODES_BYTES_MAX KIB

/* Code of the list's column, member of OrderRow that it shows, and its width in the sheet. */
typedef struct TableColumn {
    const char *code;
    const char *member;
    const char *head;
    int width;
} TableColumn;
static const TableColumn columns[] = {
    {"number", "number", "工单号", 190},
    {"light", "light_text", "时限", 130},
    {"title", "title", "标题", 300},
    {"kind", "kind", "类型", 70},
    {"state", "state_name", "状态", 120},
    {"unit", "unit", "承办单位", 170},
    {"received_at", "received_at", "受理时间", 160},
    {"due", "due_text", "办结期限", 180},
    {"level", "level", "紧急程度", 90},
    {"category", "category_name", "分类", 180},
    {"channel", "channel", "渠道", 100},
    {"address", "address", "地址", 240},
    {"returns", "returns", "退单次数", 90},
    {"urges", "urges", "催办次数", 90},
    {"satisfaction", "satisfaction", "满意度", 100},
    {"closed_at", "closed_at", "办结时间", 160},
    {"content", "content", "内容", 500},
    {"incorrect_returns", "incorrect_returns", "非正确退单", 100},
    {"review_failures", "review_failures", "审核不通过", 100},
    {"extension_days", "extension_days", "延期工作日", 100},
    {"supervision", "supervision", "督办级别", 90},
    {"raised", "raised", "提级审核", 90},
    {"confidential", "confidential", "保密", 60},
    {"anonymous", "anonymous", "匿名", 60},
    {"excluded", "excluded", "剔除", 60},
};
#define COLUMNS ARRAY_LEN(columns)

static const XlsxStyle head_style = {.bold = true, .border = true, .align = XLSX_CENTER};
static const XlsxStyle text_style = {.border = true, .wrap = true};

static const TableColumn *column_called(Str code)
{
    for (size_t i = 0; i < COLUMNS; i++)
        if (str_equal_c(code, columns[i].code))
            return &columns[i];
    return NULL;
}

bool order_table_columns(Ctx *ctx, Str *ret)
{
    OrderColumnSettings settings;
    bool told[COLUMNS] = {true};
    Buf codes = buf_create(ctx->arena, CODES_BYTES_MAX);
    if (!order_columns_read(ctx, &settings))
        return false;
    buf_add_c(&codes, columns[0].code);
    LIST_EACH (const OrderColumnSetting, setting, &settings.columns) {
        const TableColumn *column = column_called(setting->code);
        if (!column || told[column - columns])
            continue;
        told[column - columns] = true;
        if (!setting->hidden)
            buf_format(&codes, " %s", column->code);
    }
    for (size_t i = 0; i < COLUMNS; i++)
        if (!told[i])
            buf_format(&codes, " %s", columns[i].code);
    *ret = buf_str(&codes);
    return true;
}

typedef struct Chosen {
    const TableColumn *at[COLUMNS];
    const Field *fields[COLUMNS];
    size_t count;
} Chosen;

static Chosen chosen_of(Str codes)
{
    Chosen chosen = {0};
    for (Str code; str_split(&codes, ' ', &code);) {
        const TableColumn *column = column_called(code);
        if (!column || chosen.count == COLUMNS)
            continue;
        chosen.fields[chosen.count] = shape_field(&order_row_shape, str_of(column->member));
        chosen.at[chosen.count++] = column;
    }
    return chosen;
}

static Str cell_text(Ctx *ctx, const Field *field, const OrderRow *row)
{
    const void *member = (const char *)row + field->offset;
    Buf text = buf_create(ctx->arena, 64);
    if (field->kind == FIELD_STR)
        return field->mask ? actor_masked(ctx, field->mask, *(const Str *)member)
                           : *(const Str *)member;
    if (!field_is_set(field, row))
        return (Str){0};
    if (field->kind == FIELD_INSTANT)
        instant_print_short(&text, *(const Instant *)member);
    else if (field->kind == FIELD_INT)
        buf_format(&text, "%lld", (long long)*(const int64_t *)member);
    else if (field->kind == FIELD_BOOL && *(const bool *)member)
        buf_add_c(&text, "是");
    return buf_str(&text);
}

/* ---- CSV ------------------------------------------------------------------------------------- */

void order_table_csv(Ctx *ctx, Str codes, bool head, const OrderRowList *rows, Buf *to)
{
    Chosen chosen = chosen_of(codes);
    if (head) {
        csv_put_bom(to);
        for (size_t i = 0; i < chosen.count; i++)
            csv_put(to, i == 0, str_of(chosen.at[i]->head), /* is_number= */ false);
        csv_end_row(to);
    }
    LIST_EACH (const OrderRow, row, rows) {
        for (size_t i = 0; i < chosen.count; i++)
            csv_put(to, i == 0, cell_text(ctx, chosen.fields[i], row),
                    chosen.fields[i]->kind == FIELD_INT);
        csv_end_row(to);
    }
}

/* ---- XLSX ------------------------------------------------------------------------------------ */

static XlsxCell text_cell(Str text, const XlsxStyle *style)
{
    return (XlsxCell){.kind = XLSX_TEXT, .text = text, .style = style};
}

static XlsxCell number_or_text(const Field *field, Str text)
{
    int64_t number = 0;
    if (field->kind != FIELD_INT || !str_to_int(text, &number))
        return text_cell(text, &text_style);
    return (XlsxCell){.kind = XLSX_NUMBER, .value = decimal_of(number), .style = &text_style};
}

static bool write_book(Ctx *ctx, const Chosen *chosen, XlsxCell *cells, size_t rows, Str *ret)
{
    int widths[COLUMNS];
    for (size_t i = 0; i < chosen->count; i++) {
        cells[i] = text_cell(str_of(chosen->at[i]->head), &head_style);
        widths[i] = chosen->at[i]->width;
    }
    XlsxSheet sheet = {.name = STR("工单"),
                       .cells = cells,
                       .row_count = rows + 1,
                       .column_count = chosen->count,
                       .column_widths = widths,
                       .freeze_rows = 1,
                       .freeze_columns = 1,
                       .landscape = true,
                       .fit_to_width = true,
                       .repeat_row_count = 1,
                       .filter = true};
    return xlsx_write(ctx,
                      &(XlsxBook){.sheets = &sheet,
                                  .sheet_count = 1,
                                  .title = STR("12345工单"),
                                  .author = actor_label(ctx),
                                  .made_at = clock_now(ctx)},
                      ret);
}

bool order_table_xlsx(Ctx *ctx, Str codes, const OrderRowList *rows, Str *ret_bytes)
{
    Chosen chosen = chosen_of(codes);
    XlsxCell *cells = NEW(ctx->arena, XlsxCell, (rows->count + 1) * chosen.count);
    for (size_t r = 0; r < rows->count; r++)
        for (size_t i = 0; i < chosen.count; i++)
            cells[(r + 1) * chosen.count + i] =
                number_or_text(chosen.fields[i], cell_text(ctx, chosen.fields[i], &rows->at[r]));
    return write_book(ctx, &chosen, cells, rows->count, ret_bytes);
}
