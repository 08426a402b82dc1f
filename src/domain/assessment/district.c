#include "domain/assessment/district.h"

#include "domain/assessment/commands.h"
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

bool district_write(Ctx *ctx, const District *district)
{
    Instant now = clock_now(ctx);
    return db_run(ctx, SQL_DISTRICT_SET,
                  BINDS({"name", bind(district->name)}, {"city", bind(district->city)},
                        {"demo", bind(district->demo)}, {"notice", bind(district->notice)},
                        {"now", bind(now)}),
                  NULL);
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
