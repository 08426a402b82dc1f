#include "face/api/failure.h"

#include "port/json.h"

static const Field problem_fields[] = {
    FIELD(Problem, row, "行", 0),       FIELD(Problem, column, "列", 0),
    FIELD(Problem, field, "字段", 0),   FIELD(Problem, value, "值", 0),
    FIELD(Problem, message, "问题", 0), FIELD(Problem, hint, "办法", 0),
};
static const Shape problem_shape = SHAPE(Problem, problem_fields);

static void write_text(JsonWriter *json, const char *key, Str value)
{
    json_key(json, str_of(key));
    json_str(json, value);
}

static void write_place(JsonWriter *json, const Place *place)
{
    json_key(json, STR("place"));
    if (str_empty(place->file) && str_empty(place->field) && !place->line) {
        json_absent(json);
        return;
    }
    json_begin_object(json);
    write_text(json, "file", place->file);
    json_key(json, STR("line"));
    json_int(json, place->line);
    json_key(json, STR("column"));
    json_int(json, place->column);
    write_text(json, "field", place->field);
    json_end_object(json);
}

/* What was being done is part of the detail: the pages have one place for both. */
static Str detail_of(Arena *arena, const Fail *fail)
{
    Buf detail = buf_create(arena, 64 * KIB);
    buf_add(&detail, fail->detail);
    for (size_t i = 0; i < fail->while_count; i++)
        buf_format(&detail, "%s正在%.*s", detail.len ? "；" : "", STRF(fail->whiles[i]));
    return buf_str(&detail);
}

void failure_json(Buf *to, const Fail *fail, const Problems *problems)
{
    JsonWriter json = json_writer(to);
    json_begin_object(&json);
    json_key(&json, STR("error"));
    json_begin_object(&json);
    write_text(&json, "code", str_of(fail_name(fail->code)));
    write_text(&json, "title", str_of(fail_title(fail->code)));
    write_text(&json, "message", fail->message);
    write_text(&json, "detail", detail_of(to->arena, fail));
    write_text(&json, "hint", fail->hint);
    write_place(&json, &fail->place);
    json_key(&json, STR("problems"));
    json_begin_array(&json);
    if (fail->problems)
        problems = fail->problems;
    for (size_t i = 0; problems && i < problems->count; i++)
        json_shape(&json, &problem_shape, &problems->at[i]);
    json_end_array(&json);
    json_end_object(&json);
    json_end_object(&json);
}
