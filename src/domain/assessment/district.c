#include "domain/assessment/district.h"

#include "domain/assessment/commands.h"
#include "engine/access/audit.h"
#include "port/clock.h"
#include "port/db.h"
#include "sql_ids.h"

static const Field district_fields[] = {
    FIELD(District, name, "区名", 0, .max_runes = 32),
    FIELD(District, city, "市名", 0, .max_runes = 32),
    FIELD(District, demo, "演示", 0),
    FIELD(District, notice, "说明", 0),
};
const Shape district_shape = SHAPE(District, district_fields);

bool district_read(Ctx *ctx, District *ret)
{
    bool found;
    *ret = (District){0};
    return db_one(ctx, SQL_DISTRICT_GET, NO_BINDS, &district_shape, ret, &found) ||
           fail_while(ctx, "读取区名");
}

bool district_need_whole(Ctx *ctx, const char *action)
{
    if (scope_is_whole(ctx))
        return true;
    fail(ctx, FAIL_DENIED, "%s关系到所有单位，当前数据范围不够", action);
    return fail_hint(ctx, "由数据范围为「全部」的岗位来做");
}

static bool note_district(Ctx *ctx, const District *before, const District *after)
{
    return audit_note(
        ctx, &(AuditNote){.action = "assessment.district",
                          .object = "district",
                          .key = 1,
                          .title = after->name,
                          .changes = audit_changes(ctx->arena, &district_shape, before, after)});
}

bool district_write(Ctx *ctx, const District *district)
{
    Instant now = clock_now(ctx);
    District before;
    if (!district_need_whole(ctx, "设定区名") || !db_begin(ctx))
        return false;
    if (!district_read(ctx, &before) ||
        !db_run(ctx, SQL_DISTRICT_SET,
                BINDS({"name", bind(district->name)}, {"city", bind(district->city)},
                      {"demo", bind(district->demo)}, {"notice", bind(district->notice)},
                      {"now", bind(now)}),
                NULL) ||
        !note_district(ctx, &before, district))
        return db_rollback(ctx);
    return db_commit(ctx);
}

/* ---- the verb --------------------------------------------------------------------------- */

typedef struct DistrictIn {
    Str name;
    Str city;
} DistrictIn;
static const Field district_in_fields[] = {
    FIELD(DistrictIn, name, "区名", 0, .max_runes = 32),
    FIELD(DistrictIn, city, "市名", 0, .max_runes = 32),
};
static const Shape district_in_shape = SHAPE(DistrictIn, district_in_fields);
static const Option district_options[] = {
    {"--city", "市名", "city", "所属的市，写在发文机关前"},
};

static bool run_district(Ctx *ctx, const void *input, Console *console)
{
    const DistrictIn *in = input;
    District district;
    if (!district_read(ctx, &district))
        return false;
    if (in->name.len || in->city.len) {
        district.name = in->name.len ? in->name : district.name;
        district.city = in->city.len ? in->city : district.city;
        if (!district_write(ctx, &district))
            return false;
    }
    buf_format(console->out, "%.*s%.*s%s\n", STRF(district.city), STRF(district.name),
               district.demo ? "（演示）" : "");
    return true;
}

const Command command_district = {
    .verb = "district",
    .arguments = "[NAME]",
    .help = "显示或设定区名，用于通报标题和发文机关",
    .examples = (const char *const[]){"tongban district 海珠区 --city 广州市", NULL},
    .options = district_options,
    .option_count = ARRAY_LEN(district_options),
    .input = &district_in_shape,
    .needs_db = true,
    .run = run_district,
};
