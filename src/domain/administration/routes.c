#include "domain/administration/routes.h"

static const Field id_fields[] = {FIELD(IdIn, id, "编号", FIELD_REQUIRED)};
const Shape id_shape = SHAPE(IdIn, id_fields);
const Shape made_id_shape = SHAPE(IdIn, id_fields);

static const Field id_why_fields[] = {
    FIELD(IdWhyIn, id, "编号", FIELD_REQUIRED),
    FIELD(IdWhyIn, why, "原因", FIELD_REQUIRED, .max_runes = WHY_RUNES_MAX),
};
const Shape id_why_shape = SHAPE(IdWhyIn, id_why_fields);

static const Field unit_id_fields[] = {FIELD(UnitId, unit_id, "单位", FIELD_REQUIRED)};
const Shape unit_id_shape = SHAPE(UnitId, unit_id_fields);
