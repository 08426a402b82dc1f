#include "domain/hotline/order_columns.h"

#include "engine/access/actor.h"
#include "port/json.h"
#include "sql_ids.h"

#define CODE_RUNES_MAX 32
#define SETTINGS_BYTES_MAX (16 * KIB)

static const Field column_fields[] = {
    FIELD(OrderColumnSetting, code, "列", FIELD_REQUIRED, .max_runes = CODE_RUNES_MAX),
    FIELD(OrderColumnSetting, hidden, "隐藏", 0),
    FIELD(OrderColumnSetting, width, "宽度", 0),
};
static const Shape column_shape = SHAPE(OrderColumnSetting, column_fields);
static const Field settings_fields[] = {
    FIELD_LIST(OrderColumnSettings, columns, "列", &column_shape),
};
const Shape order_column_settings_shape = SHAPE(OrderColumnSettings, settings_fields);

typedef struct Kept {
    Str settings;
} Kept;
static const Field kept_fields[] = {FIELD(Kept, settings, "", 0, .max_runes = SETTINGS_BYTES_MAX)};
static const Shape kept_shape = SHAPE(Kept, kept_fields);

static int64_t account(const Ctx *ctx)
{
    return ctx->actor ? ctx->actor->account_id : ACCOUNT_SYSTEM;
}

bool order_columns_read(Ctx *ctx, OrderColumnSettings *ret)
{
    Kept kept = {0};
    bool found = false;
    Problems problems = {0};
    OrderColumnSettings settings = {0};
    if (!db_one(ctx, SQL_ORDER_COLUMNS_KEPT, BINDS({"account_id", bind(account(ctx))}), &kept_shape,
                &kept, &found))
        return false;
    if (found &&
        !json_to_shape(ctx, kept.settings, &order_column_settings_shape, &problems, &settings))
        return fail_while(ctx, "读取列表的列设置");
    *ret = settings;
    return true;
}

static bool check(Ctx *ctx, const OrderColumnSettings *settings)
{
    if (settings->columns.count > ORDER_COLUMNS_MAX)
        return fail(ctx, FAIL_INVALID, "列表至多设置%d列", ORDER_COLUMNS_MAX);
    for (size_t i = 0; i < settings->columns.count; i++) {
        const OrderColumnSetting *column = &settings->columns.at[i];
        if (column->width < 0 || column->width > ORDER_COLUMN_WIDTH_MAX)
            return fail(ctx, FAIL_INVALID, "列「%.*s」的宽度是 0 至 %d", STRF(column->code),
                        ORDER_COLUMN_WIDTH_MAX);
        for (size_t k = 0; k < i; k++)
            if (str_equal(settings->columns.at[k].code, column->code))
                return fail(ctx, FAIL_INVALID, "列「%.*s」设置了两次", STRF(column->code));
    }
    return true;
}

bool order_columns_put(Ctx *ctx, const OrderColumnSettings *settings)
{
    Buf text = buf_create(ctx->arena, SETTINGS_BYTES_MAX);
    JsonWriter json = json_writer(&text);
    if (!check(ctx, settings))
        return false;
    json_shape(&json, &order_column_settings_shape, settings);
    if (!buf_ok(&text))
        return fail(ctx, FAIL_TOO_LARGE, "列设置太长");
    return db_run(ctx, SQL_ORDER_COLUMNS_KEEP,
                  BINDS({"account_id", bind(account(ctx))}, {"settings", bind(buf_str(&text))}),
                  /* ret_changed= */ NULL);
}
