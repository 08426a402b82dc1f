#include "domain/counted.h"

#include "domain/module.h"

static const Field record_fields[] = {
    FIELD(CountedRecord, number, "编号", 0),
    FIELD(CountedRecord, title, "标题", 0),
    FIELD(CountedRecord, link, "页面", 0),
    FIELD(CountedRecord, unit_id, "单位编号", 0),
    FIELD(CountedRecord, at, "计入时间", 0),
    FIELD_MAYBE(CountedRecord, cost, "扣分", 0, .places = 2),
    FIELD(CountedRecord, why, "原因", 0),
};
const Shape counted_record_shape = SHAPE(CountedRecord, record_fields);

bool counted_change_tell(Ctx *ctx, const CountedChange *change)
{
    for (size_t i = 0; i < all_module_count; i++)
        if (all_modules[i]->counted_changed && !all_modules[i]->counted_changed(ctx, change))
            return false;
    return true;
}
