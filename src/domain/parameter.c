#include "domain/module.h"

static const Field parameter_fields[] = {
    FIELD(Parameter, name, "名称", 0),
    FIELD(Parameter, value, "值", 0),
};
const Shape parameter_shape = SHAPE(Parameter, parameter_fields);
