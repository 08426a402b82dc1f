/* JSON to a struct; what was bound is written and must bind again. */
#include "fuzz.h"
#include "port/json.h"

#define WRITTEN_BYTES_MAX (32 * MIB)

typedef struct Part {
    Decimal value;
    Str note;
} Part;
LIST_OF(Part, PartList);
typedef struct Whole {
    int64_t id;
    Str name;
    bool has_score;
    Decimal score;
    bool listed;
    Date day;
    bool has_month;
    Period month;
    Instant at;
    PartList parts;
    Part best;
} Whole;

static const Field part_fields[] = {
    FIELD(Part, value, "分值", 0, .places = 2),
    FIELD(Part, note, "说明", 0),
};
static const Shape part_shape = SHAPE(Part, part_fields);
static const Field whole_fields[] = {
    FIELD(Whole, id, "编号", 0),
    FIELD(Whole, name, "名称", FIELD_REQUIRED, .max_runes = 20),
    FIELD_MAYBE(Whole, score, "得分", 0, .places = -1),
    FIELD(Whole, listed, "列名", 0),
    FIELD(Whole, day, "日期", 0),
    FIELD_MAYBE(Whole, month, "月份", 0),
    FIELD(Whole, at, "时间", 0),
    FIELD_LIST(Whole, parts, "各项", &part_shape),
    FIELD_NESTED(Whole, best, "最高", &part_shape),
};
static const Shape whole_shape = SHAPE(Whole, whole_fields);

static void try_json(Ctx *ctx, Str input)
{
    Problems problems = problems_create(ctx->arena);
    Whole whole = {0};
    if (!json_to_shape(ctx, input, &whole_shape, &problems, &whole)) {
        FUZZ_ASSERT(ctx->fail.code != FAIL_INVALID || problems.total > 0);
        return;
    }
    FUZZ_ASSERT(problems.total == 0);
    Buf out = buf_create(ctx->arena, WRITTEN_BYTES_MAX);
    JsonWriter json = json_writer(&out);
    json_shape(&json, &whole_shape, &whole);
    Whole again = {0};
    FUZZ_ASSERT(json_to_shape(ctx, buf_str(&out), &whole_shape, &problems, &again));
    FUZZ_ASSERT(str_equal(whole.name, again.name));
    FUZZ_ASSERT(whole.score.millionths == again.score.millionths);
    FUZZ_ASSERT(whole.at.ms == again.at.ms);
    FUZZ_ASSERT(whole.parts.count == again.parts.count);
}

FUZZ(try_json)
