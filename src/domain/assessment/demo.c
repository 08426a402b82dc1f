#include "domain/assessment/demo.h"

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
} DemoFile;
LIST_OF(DemoFile, DemoFileList);
static const Field demo_file_fields[] = {
    FIELD(DemoFile, table, "数据表", FIELD_REQUIRED),
    FIELD(DemoFile, period, "时期", FIELD_REQUIRED),
    FIELD(DemoFile, file, "文件", FIELD_REQUIRED),
    FIELD(DemoFile, shown_as, "显示名", FIELD_REQUIRED),
    FIELD(DemoFile, publish, "公布", 0),
};
static const Shape demo_file_shape = SHAPE(DemoFile, demo_file_fields);

typedef struct DemoPack {
    Str name;
    Str city;
    Str notice;
    Str units;
    DemoFileList files;
} DemoPack;
static const Field demo_pack_fields[] = {
    FIELD(DemoPack, name, "区名", FIELD_REQUIRED),
    FIELD(DemoPack, city, "市名", FIELD_REQUIRED),
    FIELD(DemoPack, notice, "说明", FIELD_REQUIRED),
    FIELD(DemoPack, units, "单位名册", FIELD_REQUIRED),
    FIELD_LIST(DemoPack, files, "文件", &demo_file_shape),
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

static bool load_file(Ctx *ctx, const DemoFile *file)
{
    Str text;
    IntakePlan plan;
    MonthState month;
    int64_t number;
    if (!demo_text(ctx, file->file, &text) ||
        !intake_plan(ctx, file->table, file->period, file->shown_as, text, &plan) ||
        !intake_take(ctx, &plan, /* partial= */ false, &number))
        return fail_while(ctx, "装入演示数据 %.*s", STRF(file->file));
    if (!file->publish)
        return true;
    return month_freeze(ctx, file->period, &month) &&
           month_publish(ctx, file->period, /* despite= */ STR(""), &month);
}

bool demo_load(Ctx *ctx, const DemoSetup *setup, Console *console)
{
    DemoPack pack = {0};
    (void)setup;
    if (!read_pack(ctx, &pack) || !load_units(ctx, &pack))
        return false;
    District district = {.name = pack.name, .city = pack.city, .demo = true, .notice = pack.notice};
    if (!district_write(ctx, &district))
        return false;
    LIST_EACH (const DemoFile, file, &pack.files)
        if (!load_file(ctx, file))
            return false;
    console->talk(console, pack.notice);
    return true;
}
