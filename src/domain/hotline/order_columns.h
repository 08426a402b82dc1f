/*
 * order_columns.h - which columns of the list an account wants to see, in which order and how wide:
 * kept by the server, so that they are the same on another machine. What the codes stand for is
 * the page's and the export's business; a code that neither knows is passed over.
 */
#ifndef TONGBAN_HOTLINE_ORDER_COLUMNS_H
#define TONGBAN_HOTLINE_ORDER_COLUMNS_H

#include "base/shape.h"

#define ORDER_COLUMNS_MAX 60
#define ORDER_COLUMN_WIDTH_MAX 2000

typedef struct OrderColumnSetting {
    Str code;
    bool hidden;
    int64_t width; /* in pixels; 0 = as usual */
} OrderColumnSetting;
LIST_OF(OrderColumnSetting, OrderColumnSettingList);
typedef struct OrderColumnSettings {
    OrderColumnSettingList columns; /* none = as usual */
} OrderColumnSettings;
extern const Shape order_column_settings_shape;

/* Of the actor's account. */
must_use bool order_columns_read(Ctx *ctx, OrderColumnSettings *ret);
must_use bool order_columns_put(Ctx *ctx, const OrderColumnSettings *settings);

#endif
