/* The verb preview: a month as it would end now, and as it would end if. */
#include "base/utf8.h"
#include "domain/assessment/commands.h"
#include "domain/assessment/outlook.h"
#include "port/csv.h"
#include "port/json.h"

#define SCHEME STR("hotline")
#define GAP_COLUMNS 2

typedef struct Word {
    Str text;
} Word;
LIST_OF(Word, WordList);
static const Field word_fields[] = {FIELD(Word, text, "内容", 0)};
static const Shape word_shape = SHAPE(Word, word_fields);

typedef struct PreviewIn {
    bool has_period;
    Period period;
    WordList exclude;
    WordList weight;
    Str group;
    Str format;
    bool json;
} PreviewIn;
static const Field preview_fields[] = {
    FIELD_MAYBE(PreviewIn, period, "月份", 0),
    FIELD_LIST(PreviewIn, exclude, "剔除的工单", &word_shape),
    FIELD_LIST(PreviewIn, weight, "改变的满分", &word_shape),
    FIELD(PreviewIn, group, "组别", 0),
    FIELD(PreviewIn, format, "格式", 0),
    FIELD(PreviewIn, json, "JSON", 0),
};
static const Shape preview_shape = SHAPE(PreviewIn, preview_fields);

static const Option preview_options[] = {
    {"--exclude", "工单号", "exclude", "试算：这件工单不计；可以写几次"},
    {"--weight", "指标=满分", "weight", "试算：这个指标的满分改为多少；可以写几次"},
    {"--group", "组别", "group", "只列一组：street（街道）、department（部门）或 self（本单位）"},
    {"--format", "格式", "format", "table（默认）、csv 或 json"},
    {"--json", NULL, "json", "同 --format json"},
};

/* ---- what is tried ---------------------------------------------------------------------- */

/* 「on_time=30」 */
static bool parse_weight(Ctx *ctx, Str text, SchemeWeight *ret)
{
    size_t equals = str_find(text, STR("="));
    if (equals != STR_NONE && equals > 0 &&
        decimal_parse(str_after(text, equals + 1), &ret->points) == DECIMAL_PARSED) {
        ret->item = str_trim(str_slice(text, 0, equals));
        return true;
    }
    fail(ctx, FAIL_USAGE, "--weight「%.*s」不是 指标=满分", STRF(text));
    return fail_hint(ctx, "写成 --weight on_time=30");
}

static bool trial_of(Ctx *ctx, const PreviewIn *in, OutlookTrial *trial)
{
    LIST_EACH (const Word, number, &in->exclude)
        *LIST_ADD(ctx->arena, &trial->exclude) = number->text;
    LIST_EACH (const Word, weight, &in->weight)
        if (!parse_weight(ctx, weight->text, LIST_ADD(ctx->arena, &trial->weights)))
            return false;
    return true;
}

/* ---- rows of cells ---------------------------------------------------------------------- */

typedef struct Sheet {
    Arena *arena;
    const OutlookView *view;
    bool trial; /* with what was before */
} Sheet;

static Str number_text(Arena *arena, bool has, int64_t number)
{
    return has ? str_format(arena, "%lld", (long long)number) : STR("");
}

/* Codes for programs, names for people. */
static TextList head_of(const Sheet *sheet, bool codes)
{
    TextList cells = {0};
    *LIST_ADD(sheet->arena, &cells) = codes ? STR("rank") : STR("名次");
    *LIST_ADD(sheet->arena, &cells) = codes ? STR("unit") : STR("单位");
    *LIST_ADD(sheet->arena, &cells) = codes ? STR("total") : STR("总分");
    LIST_EACH (const OutlookIndicator, indicator, &sheet->view->indicators)
        *LIST_ADD(sheet->arena, &cells) = codes ? indicator->code : indicator->name;
    if (!sheet->trial)
        return cells;
    *LIST_ADD(sheet->arena, &cells) = codes ? STR("rank_before") : STR("原名次");
    *LIST_ADD(sheet->arena, &cells) = codes ? STR("total_before") : STR("原总分");
    *LIST_ADD(sheet->arena, &cells) = codes ? STR("movement") : STR("名次变动");
    return cells;
}

static TextList cells_of(const Sheet *sheet, const OutlookRow *row)
{
    TextList cells = {0};
    *LIST_ADD(sheet->arena, &cells) = number_text(sheet->arena, row->has_rank, row->rank);
    *LIST_ADD(sheet->arena, &cells) = row->unit;
    *LIST_ADD(sheet->arena, &cells) = row->total;
    LIST_EACH (const OutlookItem, item, &row->items)
        *LIST_ADD(sheet->arena, &cells) = item->value;
    if (!sheet->trial)
        return cells;
    bool both = row->has_rank && row->has_rank_before;
    *LIST_ADD(sheet->arena, &cells) =
        number_text(sheet->arena, row->has_rank_before, row->rank_before);
    *LIST_ADD(sheet->arena, &cells) = row->total_before;
    *LIST_ADD(sheet->arena, &cells) = number_text(sheet->arena, both, row->movement);
    return cells;
}

/* ---- printing --------------------------------------------------------------------------- */

static void csv_row(Buf *to, const TextList *cells)
{
    for (size_t i = 0; i < cells->count; i++)
        csv_put(to, i == 0, cells->at[i], /* is_number= */ false);
    csv_end_row(to);
}

/* Names stand left, numbers right. */
static void table_row(Buf *to, const TextList *cells, const size_t *widths)
{
    for (size_t i = 0; i < cells->count; i++) {
        Str text = str_empty(cells->at[i]) ? STR("—") : cells->at[i];
        size_t space = widths[i] - utf8_columns(text) + (i ? GAP_COLUMNS : 0);
        size_t after = i == 1 ? widths[i] - utf8_columns(text) : 0;
        buf_format(to, "%*s%.*s%*s", (int)(space - after), "", STRF(text), (int)after, "");
    }
    buf_add_byte(to, '\n');
}

static void widen(size_t *widths, const TextList *cells)
{
    for (size_t i = 0; i < cells->count; i++) {
        size_t width = str_empty(cells->at[i]) ? 1 : utf8_columns(cells->at[i]);
        widths[i] = widths[i] > width ? widths[i] : width;
    }
}

static void print_group(const Sheet *sheet, const OutlookGroup *group, Buf *to)
{
    TextList head = head_of(sheet, /* codes= */ false);
    size_t *widths = NEW(sheet->arena, size_t, head.count);
    widen(widths, &head);
    LIST_EACH (const OutlookRow, row, &group->rows) {
        TextList cells = cells_of(sheet, row);
        widen(widths, &cells);
    }
    buf_format(to, "%.*s · %.*s（%zu个）\n", STRF(sheet->view->scheme_name), STRF(group->name),
               group->rows.count);
    table_row(to, &head, widths);
    LIST_EACH (const OutlookRow, row, &group->rows) {
        TextList cells = cells_of(sheet, row);
        table_row(to, &cells, widths);
    }
}

static void print_csv(const Sheet *sheet, Buf *to)
{
    TextList head = head_of(sheet, /* codes= */ true);
    csv_row(to, &head);
    LIST_EACH (const OutlookGroup, group, &sheet->view->groups)
        LIST_EACH (const OutlookRow, row, &group->rows) {
            TextList cells = cells_of(sheet, row);
            csv_row(to, &cells);
        }
}

static void print(const Sheet *sheet, ScoreFormat format, Buf *to)
{
    JsonWriter json = json_writer(to);
    switch (format) {
    case SCORE_FORMAT_TABLE:
        for (size_t g = 0; g < sheet->view->groups.count; g++) {
            buf_add_c(to, g ? "\n" : "");
            print_group(sheet, &sheet->view->groups.at[g], to);
        }
        break;
    case SCORE_FORMAT_CSV:
        print_csv(sheet, to);
        break;
    case SCORE_FORMAT_JSON:
        json_shape(&json, &outlook_view_shape, sheet->view);
        buf_add_byte(to, '\n');
        break;
    }
}

static void keep_group(Arena *arena, OutlookView *view, Str wanted)
{
    OutlookGroupList kept = {0};
    LIST_EACH (const OutlookGroup, group, &view->groups)
        if (str_empty(wanted) || str_equal(group->code, wanted))
            *LIST_ADD(arena, &kept) = *group;
    view->groups = kept;
}

static void tell_running(Ctx *ctx, const OutlookView *view, Console *console)
{
    Buf text = buf_create(ctx->arena, KIB);
    if (!view->running)
        return;
    buf_add_c(&text, "本月还没结束：截至 ");
    instant_print_short(&text, view->looked_at);
    buf_add_c(&text, "，期限还没到的工单不算到期");
    console->talk(console, buf_str(&text));
}

static bool run_preview(Ctx *ctx, const void *input, Console *console)
{
    const PreviewIn *in = input;
    ScoreFormat format = SCORE_FORMAT_TABLE;
    Str group = STR("");
    OutlookView view;
    OutlookTrial trial = {.period = in->has_period ? in->period : outlook_running_month(ctx)};
    Sheet sheet = {.arena = ctx->arena, .view = &view};
    if (!command_format(ctx, in->format, &format) || !command_group(ctx, in->group, &group) ||
        !trial_of(ctx, in, &trial))
        return false;
    sheet.trial = trial.exclude.count || trial.weights.count;
    if (!(sheet.trial ? outlook_what_if(ctx, SCHEME, &trial, &view)
                      : outlook_view(ctx, trial.period, SCHEME, &view)))
        return false;
    keep_group(ctx->arena, &view, group);
    print(&sheet, in->json ? SCORE_FORMAT_JSON : format, console->out);
    tell_running(ctx, &view, console);
    return true;
}

const Command command_preview = {
    .verb = "preview",
    .arguments = "[PERIOD]",
    .help = "假如月份现在结束的热线得分和名次；试算剔除几件工单、改几项满分后怎么变",
    .details = "不写月份为本月。什么也不保存；试算只对没有冻结的月份。",
    .examples =
        (const char *const[]){
            "tongban preview", "tongban preview 2023-02 --group street --format csv",
            "tongban preview --exclude HZ20230213-00001 --weight on_time=20 --weight pass=15",
            NULL},
    .options = preview_options,
    .option_count = ARRAY_LEN(preview_options),
    .input = &preview_shape,
    .needs_db = true,
    .run = run_preview,
};
