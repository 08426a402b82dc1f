#include "domain/assessment/demo.h"

#include "domain/assessment/counted_figures.h"
#include "domain/assessment/district.h"
#include "domain/assessment/intake.h"
#include "domain/assessment/unit_import.h"
#include "port/packs.h"
#include "port/yaml.h"

/* One file of the demo pack. */
typedef struct DemoFile {
    Str table;
    Period period;
    Str file;
    Str shown_as; /* the name under which the import is recorded */
    bool publish;
    bool stands_in; /* for a month counted from records: only where none are made */
} DemoFile;
LIST_OF(DemoFile, DemoFileList);
static const Field demo_file_fields[] = {
    FIELD(DemoFile, table, "数据表", FIELD_REQUIRED),
    FIELD(DemoFile, period, "时期", FIELD_REQUIRED),
    FIELD(DemoFile, file, "文件", FIELD_REQUIRED),
    FIELD(DemoFile, shown_as, "显示名", FIELD_REQUIRED),
    FIELD(DemoFile, publish, "公布", 0),
    FIELD(DemoFile, stands_in, "代替计数", 0),
};
static const Shape demo_file_shape = SHAPE(DemoFile, demo_file_fields);

typedef struct DemoPack {
    Str name;
    Str city;
    Str notice;
    Str units;
    DemoFileList files;
    Period published_until; /* of the months that are counted from records */
} DemoPack;
static const Field demo_pack_fields[] = {
    FIELD(DemoPack, name, "区名", FIELD_REQUIRED),
    FIELD(DemoPack, city, "市名", FIELD_REQUIRED),
    FIELD(DemoPack, notice, "说明", FIELD_REQUIRED),
    FIELD(DemoPack, units, "单位名册", FIELD_REQUIRED),
    FIELD_LIST(DemoPack, files, "文件", &demo_file_shape),
    FIELD(DemoPack, published_until, "公布到", FIELD_REQUIRED),
};
static const Shape demo_pack_shape = SHAPE(DemoPack, demo_pack_fields);

static bool read_pack(Ctx *ctx, DemoPack *ret)
{
    Pack pack;
    YamlNode *root;
    return packs_get(ctx, STR("demo/district.yaml"), &pack) &&
           yaml_parse(ctx, pack.place, pack.text, &root) &&
           yaml_to_shape(ctx, root, &demo_pack_shape, ret);
}

static bool demo_text(Ctx *ctx, Str file, Str *ret)
{
    Pack pack;
    if (!packs_get(ctx, str_format(ctx->arena, "demo/%.*s", STRF(file)), &pack))
        return false;
    *ret = pack.text;
    return true;
}

static bool load_units(Ctx *ctx, const DemoPack *pack)
{
    Str text;
    UnitImport counts;
    UnitBook book;
    Problems problems = problems_create(ctx->arena);
    if (!unit_book_read(ctx, &book))
        return false;
    if (book.units.count > 0) {
        fail(ctx, FAIL_STATE, "数据库里已有单位，不能再装入演示数据");
        return fail_hint(ctx, "换一个空的数据文件夹：tongban --data 文件夹 init --demo");
    }
    return demo_text(ctx, pack->units, &text) &&
           unit_import(ctx, pack->units, text, &counts, &problems);
}

/* Invented figures may disagree at one scale and not at another; no demo fails for that. */
static bool publish(Ctx *ctx, Period period)
{
    MonthState month;
    return month_freeze(ctx, period, &month) &&
           month_publish(ctx, period, /* despite= */ STR("虚构的演示数据"), &month);
}

static bool load_file(Ctx *ctx, const DemoFile *file)
{
    Str text;
    IntakePlan plan;
    int64_t number;
    if (!demo_text(ctx, file->file, &text) ||
        !intake_plan(ctx, file->table, file->period, file->shown_as, text, &plan) ||
        !intake_take(ctx, &plan, /* partial= */ false, &number))
        return fail_while(ctx, "装入演示数据 %.*s", STRF(file->file));
    return !file->publish || publish(ctx, file->period);
}

bool demo_load(Ctx *ctx, const DemoSetup *setup, Console *console)
{
    DemoPack pack = {0};
    bool records = setup->scale.millionths > 0;
    if (!read_pack(ctx, &pack) || !load_units(ctx, &pack))
        return false;
    District district = {.name = pack.name, .city = pack.city, .demo = true, .notice = pack.notice};
    if (!district_write(ctx, &district))
        return false;
    LIST_EACH (const DemoFile, file, &pack.files)
        if (!(file->stands_in && records) && !load_file(ctx, file))
            return false;
    console->talk(console, pack.notice);
    return true;
}

bool demo_publish(Ctx *ctx, const DemoSetup *setup, Console *console)
{
    DemoPack pack = {0};
    PeriodList months = {0};
    (void)console;
    if (setup->scale.millionths == 0)
        return true;
    if (!read_pack(ctx, &pack) || !counted_months(ctx, &months))
        return false;
    LIST_EACH (const Period, month, &months)
        if (month->months <= pack.published_until.months && counted_ask(ctx, *month).whole_month &&
            !publish(ctx, *month))
            return fail_while(ctx, "公布由记录计数的月份");
    return true;
}
