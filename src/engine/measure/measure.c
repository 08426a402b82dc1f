#include "engine/measure/measure.h"

static const Field total_fields[] = {
    FIELD(MeasureTotal, unit_id, "单位编号", 0),
    FIELD(MeasureTotal, code, "计数", 0),
    FIELD(MeasureTotal, value, "数值", 0),
};
const Shape measure_total_shape = SHAPE(MeasureTotal, total_fields);
