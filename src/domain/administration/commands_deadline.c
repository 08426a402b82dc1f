/* The verb that counts working days: one deadline, or a file of them. */
#include "domain/administration/commands.h"
#include "engine/flow/deadline.h"
#include "port/csv.h"
#include "port/files.h"

#define FILE_BYTES_MAX (64 * MIB)

typedef struct DeadlineIn {
    Str start;
    bool has_working_days;
    int64_t working_days;
    bool explain;
    Str in;
} DeadlineIn;
static const Field deadline_fields[] = {
    FIELD(DeadlineIn, start, "起点", 0, .max_runes = 64),
    FIELD_MAYBE(DeadlineIn, working_days, "工作日数", 0),
    FIELD(DeadlineIn, explain, "说明", 0),
    FIELD(DeadlineIn, in, "文件", 0),
};
static const Shape deadline_shape = SHAPE(DeadlineIn, deadline_fields);
static const Option deadline_options[] = {
    {"--start", "2026-02-13T16:00", "start", "从何时起算；只写日期也行，没写时区的按东八区"},
    {"--working-days", "2", "working_days", "几个工作日，1至2000"},
    {"--explain", NULL, "explain", "列出跳过的日子和原因"},
    {"--in", "FILE", "in", "CSV 文件，列为 start,working_days；一行算一个"},
};

/* A moment, or a day: which of its moments makes no difference. */
static bool read_start(Str text, Instant *ret)
{
    Date date;
    if (instant_parse(text, ret))
        return true;
    if (!date_parse(text, &date))
        return false;
    *ret = (Instant){(date.days * INT64_C(24) - 8) * 3600 * 1000};
    return true;
}

#define START_WRONG "起点应为 2026-02-13 或 2026-02-13T16:00 这样的日期或时间"
#define DAYS_WRONG "工作日数应为1至2000的整数"

/* ---- one --------------------------------------------------------------------------------------
 */

static bool explain(Ctx *ctx, Instant start, const Deadline *deadline, Console *console)
{
    SkippedDayList skipped;
    if (!deadline_explain(ctx, start, deadline, &skipped))
        return false;
    LIST_EACH (const SkippedDay, day, &skipped) {
        date_print(console->out, day->date);
        buf_format(console->out, " %.*s\n", STRF(day->why));
    }
    return true;
}

static bool run_one(Ctx *ctx, const DeadlineIn *in, const Workdays *workdays, Console *console)
{
    Instant start;
    if (!read_start(in->start, &start))
        return fail(ctx, FAIL_USAGE, "「%.*s」不行：" START_WRONG, STRF(in->start));
    if (in->working_days < 1 || in->working_days > DEADLINE_DAYS_MAX)
        return fail(ctx, FAIL_USAGE, "「%lld」不行：" DAYS_WRONG, (long long)in->working_days);
    Deadline deadline = deadline_in_days(workdays, start, in->working_days);
    if (!deadline.known)
        return deadline_fail(ctx, &deadline);
    deadline_print(console->out, &deadline);
    buf_add_byte(console->out, '\n');
    return !in->explain || explain(ctx, start, &deadline, console);
}

/* ---- a file -----------------------------------------------------------------------------------
 */

/* Rows stand for themselves: a cell is what lies between two separators, in quotes or not, so that
 * a slip in one row spoils no other, and there may be more rows than a sheet holds. */
typedef struct DeadlineFile {
    char separator;
    int64_t start_column, days_column;
} DeadlineFile;

static Str unquoted(Str cell)
{
    cell = str_trim(cell);
    bool quoted = cell.len >= 2 && cell.at[0] == '"' && cell.at[cell.len - 1] == '"';
    return quoted ? str_trim(str_slice(cell, 1, cell.len - 2)) : cell;
}

static Str cell_at(Str line, char separator, int64_t column)
{
    Str cell = {0};
    for (int64_t i = 0; i <= column; i++)
        if (!str_split(&line, separator, &cell))
            return (Str){0};
    return unquoted(cell);
}

static bool read_head(Ctx *ctx, Str line, DeadlineFile *ret)
{
    DeadlineFile file = {.separator = ',', .start_column = -1, .days_column = -1};
    Str cell;
    if (str_find_byte(line, '\t') != STR_NONE)
        file.separator = '\t';
    else if (str_find_byte(line, ',') == STR_NONE && str_find_byte(line, ';') != STR_NONE)
        file.separator = ';';
    for (int64_t i = 0; str_split(&line, file.separator, &cell); i++) {
        if (str_equal_c(unquoted(cell), "start"))
            file.start_column = i;
        if (str_equal_c(unquoted(cell), "working_days"))
            file.days_column = i;
    }
    if (file.start_column < 0 || file.days_column < 0) {
        fail(ctx, FAIL_INVALID, "文件的首行应有列名 start 和 working_days");
        return fail_hint(ctx, "首行写成：start,working_days");
    }
    *ret = file;
    return true;
}

/* False when the row has no answer; the answer or the reason is written. */
static bool answer_row(const Workdays *workdays, Str start_text, Str days_text, Buf *to)
{
    Instant start;
    int64_t days = 0;
    Deadline deadline = {0};
    const char *wrong = NULL;
    if (!read_start(start_text, &start))
        wrong = START_WRONG;
    else if (!str_to_int(days_text, &days) || days < 1 || days > DEADLINE_DAYS_MAX)
        wrong = DAYS_WRONG;
    else
        deadline = deadline_in_days(workdays, start, days);
    csv_put(to, true, start_text, false);
    csv_put(to, false, days_text, false);
    buf_add_byte(to, ',');
    if (deadline.known)
        deadline_print(to, &deadline);
    buf_add_byte(to, ',');
    if (wrong)
        buf_add_c(to, wrong);
    else if (!deadline.known)
        buf_format(to, "缺%lld年日历", (long long)deadline.missing_year);
    csv_end_row(to);
    return deadline.known;
}

static bool run_file(Ctx *ctx, Str path, const Workdays *workdays, Console *console)
{
    Str bytes, text, line;
    TextEncoding encoding;
    DeadlineFile file = {0};
    if (!file_read(ctx, path, FILE_BYTES_MAX, &bytes) ||
        !encoding_to_utf8(ctx, bytes, &text, &encoding) || !str_split(&text, '\n', &line) ||
        !read_head(ctx, line, &file))
        return fail_while(ctx, "读取「%.*s」", STRF(path));
    int64_t rows = 0, failed = 0;
    buf_add_c(console->out, "start,working_days,due,error");
    csv_end_row(console->out);
    while (str_split(&text, '\n', &line)) {
        if (str_empty(str_trim(line)))
            continue;
        rows++;
        if (!answer_row(workdays, cell_at(line, file.separator, file.start_column),
                        cell_at(line, file.separator, file.days_column), console->out))
            failed++;
    }
    return failed == 0 || fail(ctx, FAIL_PARTLY, "%lld行中有%lld行算不出期限，原因见 error 一列",
                               (long long)rows, (long long)failed);
}

static bool run_deadline(Ctx *ctx, const void *input, Console *console)
{
    const DeadlineIn *in = input;
    const Workdays *workdays;
    bool one = !str_empty(in->start) || in->has_working_days;
    if (one && !str_empty(in->in))
        return fail(ctx, FAIL_USAGE, "--in 不能与 --start、--working-days 同用");
    if (str_empty(in->in) && (str_empty(in->start) || !in->has_working_days))
        return fail(ctx, FAIL_USAGE, "请给出 --start 和 --working-days，或 --in 文件");
    if (!workdays_read(ctx, &workdays))
        return false;
    return one ? run_one(ctx, in, workdays, console) : run_file(ctx, in->in, workdays, console);
}

const Command command_deadline = {
    .verb = "deadline",
    .arguments = "",
    .help = "从某时起若干个工作日后的期限",
    .details = "起算当日不计，是不是工作日都一样；期限是第 n 个工作日的24时，归入该日和该月。\n"
               "节假日和调休按 packs/calendar/，数据目录里有数据库时也按本单位自定的日子。\n"
               "要用到没有日历的年份时，指明缺哪一年。退出码：有行算不出为3。",
    .examples = (const char *const[]){"tongban deadline --start 2026-02-13T16:00 --working-days 2 "
                                      "--explain",
                                      "tongban deadline --in starts.csv > due.csv", NULL},
    .options = deadline_options,
    .option_count = ARRAY_LEN(deadline_options),
    .input = &deadline_shape,
    .needs_packs = true,
    .uses_db = true,
    .run = run_deadline,
};
