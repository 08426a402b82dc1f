#include "engine/check/finding.h"

static const Field finding_fields[] = {
    FIELD(Finding, place, "位置", 0),         FIELD(Finding, kind, "类别", 0),
    FIELD(Finding, unit, "单位", 0),          FIELD(Finding, printed, "印为", 0),
    FIELD(Finding, recomputed, "应为", 0),    FIELD(Finding, tolerance, "允许误差", 0),
    FIELD(Finding, cause, "最可能的原因", 0),
};
const Shape finding_shape = SHAPE(Finding, finding_fields);

static const struct {
    const char *code;
    const char *label;
} kinds[] = {
#define K(name, code, label) {code, label},
#include "engine/check/finding.def"
#undef K
};

const char *finding_label(Str kind)
{
    for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
        if (str_equal_c(kind, kinds[i].code))
            return kinds[i].label;
    return NULL;
}
