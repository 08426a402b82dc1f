#include "engine/report/template_value.h"

#include "base/fraction.h"

#define PERCENT_PLACES 2
#define WAN 10000

Str number_text(Arena *arena, Decimal number, int places)
{
    Buf text = buf_create(arena, 64);
    if (places < 0)
        decimal_print_short(&text, number);
    else
        decimal_print(&text, number, places);
    return buf_str(&text);
}

static void become_text(Value *value, Str text)
{
    *value = (Value){.kind = PROSE_TEXT, .text = text};
}

static bool whole_of(Ctx *ctx, const FilterCall *call, const Value *value, int64_t *ret)
{
    if (value->number.millionths % DECIMAL_ONE != 0)
        return filter_fail(ctx, call, FAIL_INVALID, "只能用于整数");
    *ret = value->number.millionths / DECIMAL_ONE;
    return true;
}

static bool round_to(Ctx *ctx, const FilterCall *call, Decimal number, int places, Value *ret)
{
    if (!decimal_round(number, places, ROUND_HALF_UP, &ret->number))
        return filter_fail(ctx, call, FAIL_OVERFLOW, "数值超出可精确计算的范围");
    ret->places = places;
    return true;
}

bool filter_places(Ctx *ctx, const FilterCall *call, Value *value)
{
    Value places;
    bool present;
    if (!argument_number(ctx, call, 0, &places, &present))
        return false;
    return round_to(ctx, call, value->number, (int)(places.number.millionths / DECIMAL_ONE), value);
}

/* part / whole in percent; absent when the whole is zero. */
static bool percent_of(Ctx *ctx, const FilterCall *call, Fraction part, Fraction whole, int places,
                       Value *ret)
{
    Fraction ratio;
    Decimal percent;
    *ret = (Value){.kind = PROSE_ABSENT};
    if (fraction_is_zero(whole))
        return true;
    if (!fraction_div(part, whole, &ratio) || !fraction_mul(ratio, fraction_of_int(100), &ratio) ||
        !fraction_round(ratio, places, ROUND_HALF_UP, &percent))
        return filter_fail(ctx, call, FAIL_OVERFLOW, "百分比超出可精确计算的范围");
    *ret = (Value){.kind = PROSE_PERCENT, .number = percent, .places = places};
    return true;
}

bool filter_share(Ctx *ctx, const FilterCall *call, Value *value)
{
    Value whole, places = {.number = decimal_of(PERCENT_PLACES)};
    bool present, ignored;
    if (!argument_number(ctx, call, 0, &whole, &present))
        return false;
    if (call->use->argument_count > 1 && !argument_number(ctx, call, 1, &places, &ignored))
        return false;
    if (!present) {
        value->kind = PROSE_ABSENT;
        return true;
    }
    return percent_of(ctx, call, fraction_of_decimal(value->number),
                      fraction_of_decimal(whole.number),
                      (int)(places.number.millionths / DECIMAL_ONE), value);
}

bool filter_chinese(Ctx *ctx, const FilterCall *call, Value *value)
{
    int64_t number = 0;
    if (!whole_of(ctx, call, value, &number))
        return false;
    become_text(value, prose_chinese_number(ctx->arena, number));
    return true;
}

/* Before a measure word two is 两. */
bool filter_measure(Ctx *ctx, const FilterCall *call, Value *value)
{
    int64_t number = 0;
    if (!whole_of(ctx, call, value, &number))
        return false;
    Str words = number == 2 ? STR("两") : prose_chinese_number(ctx->arena, number);
    become_text(value, str_format(ctx->arena, "%.*s%.*s", STRF(words),
                                  STRF(argument_text(call, 0, STR("")))));
    return true;
}

bool filter_ordinal(Ctx *ctx, const FilterCall *call, Value *value)
{
    int64_t number = 0;
    if (!whole_of(ctx, call, value, &number))
        return false;
    become_text(value,
                str_format(ctx->arena, "第%.*s", STRF(prose_chinese_number(ctx->arena, number))));
    return true;
}

bool filter_thousands(Ctx *ctx, const FilterCall *call, Value *value)
{
    (void)call;
    Str digits = number_text(ctx->arena, value->number, value->places);
    size_t point = str_find_byte(digits, '.');
    size_t end = point == STR_NONE ? digits.len : point;
    size_t first = str_starts(digits, STR("-")) ? 1 : 0;
    Buf text = buf_create(ctx->arena, 64);
    for (size_t i = 0; i < digits.len; i++) {
        if (i > first && i < end && (end - i) % 3 == 0)
            buf_add_byte(&text, ',');
        buf_add_byte(&text, digits.at[i]);
    }
    become_text(value, buf_str(&text));
    return true;
}

bool filter_wan(Ctx *ctx, const FilterCall *call, Value *value)
{
    int64_t size = value->number.millionths;
    if (size < 0)
        size = -size;
    if (size < (int64_t)WAN * DECIMAL_ONE)
        return become_text(value, number_text(ctx->arena, value->number, value->places)), true;
    Fraction wan;
    Decimal rounded;
    if (!fraction_div(fraction_of_decimal(value->number), fraction_of_int(WAN), &wan) ||
        !fraction_round(wan, PERCENT_PLACES, ROUND_HALF_UP, &rounded))
        return filter_fail(ctx, call, FAIL_OVERFLOW, "数值超出可精确计算的范围");
    become_text(value, str_format(ctx->arena, "%.*s万",
                                  STRF(number_text(ctx->arena, rounded, /* places= */ -1))));
    return true;
}

/* 环比上升…: the word comes from the figure compared with; `size` is the amount with its unit. */
static void become_change(Arena *arena, const FilterCall *call, Value *value, int direction,
                          Str size, Str up, Str down)
{
    Str comparison = call->use->arguments[0].figure->comparison;
    if (direction == 0)
        size = STR("");
    Str word = direction > 0 ? up : direction < 0 ? down : STR("持平");
    become_text(value, str_format(arena, "%.*s%.*s%.*s", STRF(comparison), STRF(word), STRF(size)));
}

/* value - before; *ret_present is false when there is nothing to compare with. */
static bool difference(Ctx *ctx, const FilterCall *call, const Value *value, Value *ret_before,
                       Value *ret, bool *ret_present)
{
    if (!argument_number(ctx, call, 0, ret_before, ret_present))
        return false;
    if (!*ret_present)
        return true;
    if (!decimal_sub(value->number, ret_before->number, &ret->number))
        return filter_fail(ctx, call, FAIL_OVERFLOW, "变化超出可精确计算的范围");
    bool short_form = value->places < 0 || ret_before->places < 0;
    ret->places = value->places > ret_before->places ? value->places : ret_before->places;
    if (short_form)
        ret->places = -1;
    return true;
}

static int direction_of(Decimal number)
{
    return decimal_compare(number, DECIMAL_ZERO);
}

static Str size_text(Arena *arena, const Value *change, Str unit)
{
    Decimal size = change->number;
    if (size.millionths < 0)
        size.millionths = -size.millionths;
    return str_format(arena, "%.*s%.*s", STRF(number_text(arena, size, change->places)),
                      STRF(unit));
}

/* `sense` is -1 where less is the better: a place of 3 after 5 has risen. */
static bool tell_change(Ctx *ctx, const FilterCall *call, Value *value, Str unit, int sense,
                        Str rises, Str falls)
{
    Value before, change = {0};
    bool present;
    if (!difference(ctx, call, value, &before, &change, &present))
        return false;
    if (!present) {
        value->kind = PROSE_ABSENT;
        return true;
    }
    become_change(ctx->arena, call, value, sense * direction_of(change.number),
                  size_text(ctx->arena, &change, unit), rises, falls);
    return true;
}

bool filter_change(Ctx *ctx, const FilterCall *call, Value *value)
{
    return tell_change(ctx, call, value, argument_text(call, 1, STR("")), /* sense= */ 1,
                       argument_text(call, 2, STR("上升")), argument_text(call, 3, STR("下降")));
}

bool filter_change_points(Ctx *ctx, const FilterCall *call, Value *value)
{
    return tell_change(ctx, call, value, STR("个百分点"), /* sense= */ 1,
                       argument_text(call, 1, STR("上升")), argument_text(call, 2, STR("下降")));
}

bool filter_movement(Ctx *ctx, const FilterCall *call, Value *value)
{
    return tell_change(ctx, call, value, argument_text(call, 1, STR("位")), /* sense= */ -1,
                       STR("上升"), STR("下降"));
}

bool filter_change_percent(Ctx *ctx, const FilterCall *call, Value *value)
{
    Value before, change = {0}, percent = {.kind = PROSE_ABSENT};
    bool present;
    if (!difference(ctx, call, value, &before, &change, &present))
        return false;
    Fraction base = fraction_of_decimal(before.number);
    if (present && before.number.millionths < 0)
        present = false; /* a rate of change against a negative number says nothing */
    if (present &&
        !percent_of(ctx, call, fraction_of_decimal(change.number), base, PERCENT_PLACES, &percent))
        return false;
    if (percent.kind == PROSE_ABSENT) {
        value->kind = PROSE_ABSENT;
        return true;
    }
    /* A change too small for two places is still a change: its direction is the difference's. */
    become_change(ctx->arena, call, value, direction_of(change.number),
                  size_text(ctx->arena, &percent, STR("%")), argument_text(call, 1, STR("上升")),
                  argument_text(call, 2, STR("下降")));
    return true;
}
