/* 2023年2月1日至2023年2月28日; a paper signed before what it tells of; 2月30日 */
#include "base/utf8.h"
#include "engine/check/prose_steps.h"

#define SIGNATURE_RUNES_MAX 14

typedef struct DateMention {
    const Sentence *sentence;
    size_t from;
    size_t to;
    Str text;
    Date date;
    int year; /* as printed or taken over from the date before */
    bool has_year;
} DateMention;
LIST_OF(DateMention, DateMentionList);

static bool take_number(Str text, size_t *at, int *ret)
{
    size_t from = *at;
    int value = 0;
    while (*at < text.len && text.at[*at] >= '0' && text.at[*at] <= '9' && *at - from < 4)
        value = value * 10 + (text.at[(*at)++] - '0');
    *ret = value;
    return *at > from;
}

static bool take_word(Str text, size_t *at, const char *word)
{
    if (!str_starts(str_after(text, *at), str_of(word)))
        return false;
    *at += strlen(word);
    return true;
}

static bool digit_before(Str text, size_t at)
{
    return at > 0 && ((text.at[at - 1] >= '0' && text.at[at - 1] <= '9') ||
                      text.at[at - 1] == '.' || text.at[at - 1] == '-' || text.at[at - 1] == '/');
}

/* 2023年4月11日 or 4月11日 at `at`. */
static bool date_at(Str text, size_t at, CivilDate *ret, size_t *ret_end, bool *ret_year)
{
    size_t end = at;
    int first = 0;
    if (digit_before(text, at) || !take_number(text, &end, &first))
        return false;
    *ret_year = take_word(text, &end, "年");
    if (*ret_year) {
        ret->year = first;
        if (!take_number(text, &end, &first))
            return false;
    }
    ret->month = first;
    if (!take_word(text, &end, "月") || !take_number(text, &end, &ret->day) ||
        !take_word(text, &end, "日"))
        return false;
    *ret_end = end;
    return true;
}

static void impossible(ProseCheck *check, const Sentence *sentence, size_t from, Str text)
{
    prose_slip(check, sentence, from,
               (Finding){.kind = FINDING_DATE,
                         .unit = STR("日期"),
                         .printed = text,
                         .recomputed = STR("没有这一天"),
                         .cause = STR("历法中没有这一天，月或日写错了")});
}

static void dates_of(ProseCheck *check, const Sentence *sentence, int *year, DateMentionList *to)
{
    Str text = sentence->text;
    for (size_t at = 0; at < text.len; at++) {
        CivilDate civil = {.year = *year};
        DateMention mention = {.sentence = sentence, .from = at};
        if (text.at[at] < '0' || text.at[at] > '9' ||
            !date_at(text, at, &civil, &mention.to, &mention.has_year))
            continue;
        mention.text = str_slice(text, at, mention.to - at);
        /* Without a year, 2月29日 may be of a leap year. */
        int judged = civil.year ? civil.year : 2000;
        if (!date_make((CivilDate){judged, civil.month, civil.day}, &mention.date)) {
            bool leap = !mention.has_year && civil.month == 2 && civil.day == 29;
            if (!leap)
                impossible(check, sentence, at, mention.text);
        } else {
            mention.year = civil.year;
            if (civil.year)
                *year = civil.year;
            *LIST_ADD(check->arena, to) = mention;
        }
        at = mention.to - 1;
    }
}

static void tell(ProseCheck *check, const DateMention *mention, Str recomputed, Str cause)
{
    prose_slip(check, mention->sentence, mention->from,
               (Finding){.kind = FINDING_DATE,
                         .unit = STR("日期"),
                         .printed = mention->text,
                         .recomputed = recomputed,
                         .cause = cause});
}

/* A至B with A after B. */
static void check_span(ProseCheck *check, const DateMention *first, const DateMention *second)
{
    static const char *const marks[] = {"至", "到", "—", "——", "-", "~", "～", "－", NULL};
    if (first->sentence != second->sentence)
        return;
    Str between = str_slice(first->sentence->text, first->to, second->from - first->to);
    if (!str_is_one_of(between, marks) || first->date.days <= second->date.days)
        return;
    /* 12月25日至1月5日 is over the end of a year. */
    if (!second->has_year)
        if (!first->has_year || first->date.days - second->date.days > 180)
            return;
    Str printed = str_format(check->arena, "%.*s%.*s%.*s", STRF(first->text), STRF(between),
                             STRF(second->text));
    prose_slip(check, first->sentence, first->from,
               (Finding){.kind = FINDING_DATE,
                         .unit = STR("起止日期"),
                         .printed = printed,
                         .recomputed = STR("止日不应早于起日"),
                         .cause = STR("起日在止日之后，年、月、日中有一个写错，或两个日期颠倒")});
}

static bool is_signature(const ProseCheck *check, const DateMention *mention)
{
    const Paragraph *paragraph = &check->prose.paragraphs.at[mention->sentence->paragraph];
    return mention->has_year && mention->from == 0 && mention->to == paragraph->text.len &&
           utf8_count(paragraph->text) <= SIGNATURE_RUNES_MAX;
}

/* Whether a date is of what had been done when the paper was signed: the end of the period of its
 * statistics, or when data were drawn. Deadlines and plans lie after the signature. */
static bool is_of_the_past(const DateMention *mention)
{
    static const char *const past[] = {"统计", "采集", "数据", "截至", "截止", NULL};
    static const char *const future[] = {"前",   "起施行", "起执行", "将",   "拟",   "计划", "报送",
                                         "完成", "预计",   "有效期", "以前", "之前", NULL};
    Str text = mention->sentence->text;
    Str after = str_slice(text, mention->to, 12);
    return mention->has_year && text_has_any(text, past) && !text_has_any(after, future) &&
           !text_has_any(str_slice(text, 0, mention->from),
                         (const char *const[]){"将", "拟", NULL});
}

static void check_signature(ProseCheck *check, const DateMentionList *dates)
{
    const DateMention *signature = NULL;
    size_t signatures = 0;
    LIST_EACH (const DateMention, mention, dates)
        if (is_signature(check, mention)) {
            signature = mention;
            signatures++;
        }
    if (signatures != 1)
        return;
    LIST_EACH (const DateMention, mention, dates) {
        if (mention == signature || mention->date.days <= signature->date.days ||
            !is_of_the_past(mention))
            continue;
        tell(check, signature, str_format(check->arena, "不早于%.*s", STRF(mention->text)),
             str_format(check->arena, "落款日期早于文中数据的日期 %.*s，落款的年、月或日写错了",
                        STRF(mention->text)));
        return;
    }
}

void prose_date(ProseCheck *check)
{
    DateMentionList dates = {0};
    int year = 0;
    LIST_EACH (const Sentence, sentence, &check->prose.sentences)
        dates_of(check, sentence, &year, &dates);
    for (size_t i = 0; i + 1 < dates.count; i++)
        check_span(check, &dates.at[i], &dates.at[i + 1]);
    check_signature(check, &dates);
}
