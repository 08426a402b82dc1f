/* The verb of notices. */
#include "domain/administration/commands.h"
#include "domain/administration/notice.h"

typedef struct AddIn {
    Str title;
    Str words;
    bool has_until;
    Date until;
    Str units;
} AddIn;
static const Field add_fields[] = {
    FIELD(AddIn, title, "标题", FIELD_REQUIRED, .max_runes = NOTICE_TITLE_RUNES_MAX),
    FIELD(AddIn, words, "内容", FIELD_REQUIRED, .max_runes = NOTICE_WORDS_RUNES_MAX),
    FIELD_MAYBE(AddIn, until, "有效期至", 0),
    FIELD(AddIn, units, "单位", 0),
};
static const Shape add_shape = SHAPE(AddIn, add_fields);
static const Option add_options[] = {
    {"--until", "2026-12-31", "until", "显示到哪天；不写则到结束为止"},
    {"--units", "赤岗街,海幢街", "units", "只发给这些单位及其下级；不写则发给全体"},
};

static bool add_units(Ctx *ctx, Str names, UnitIdList *list)
{
    Str part;
    while (!str_empty(names) && str_split(&names, ',', &part)) {
        const Unit *unit;
        if (!command_unit(ctx, str_trim(part), &unit))
            return false;
        *LIST_ADD(ctx->arena, list) = (UnitId){unit->id};
    }
    return true;
}

static bool run_add(Ctx *ctx, const void *input, Console *console)
{
    const AddIn *in = input;
    NoticeRequest request = {
        .title = in->title, .words = in->words, .has_until = in->has_until, .until = in->until};
    int64_t id = 0;
    if (!add_units(ctx, in->units, &request.units) || !notice_add(ctx, &request, &id))
        return false;
    buf_format(console->out, "已发布通知 %lld\n", (long long)id);
    return true;
}

const Command command_notice_add = {
    .verb = "notice add",
    .arguments = "TITLE WORDS",
    .help = "发布通知：登录的人在铃铛里看到",
    .examples = (const char *const[]){"tongban notice add 停机维护 今晚22时起停机一小时 "
                                      "--until 2026-11-30",
                                      NULL},
    .options = add_options,
    .option_count = ARRAY_LEN(add_options),
    .input = &add_shape,
    .needs_db = true,
    .run = run_add,
};
