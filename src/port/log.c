#include "port/log.h"

#include <unistd.h>

/* Needs no arena: a line must also get out when memory is short. */
typedef struct Line {
    char text[LOG_LINE_MAX];
    size_t len;
    bool cut;
} Line;

/* Kept free for "...", the closing of JSON and the line break. */
#define LINE_END_BYTES 8

static void add(Line *line, const char *at, size_t len)
{
    if (line->cut || len > sizeof line->text - LINE_END_BYTES - line->len) {
        line->cut = true;
        return;
    }
    memcpy(line->text + line->len, at, len);
    line->len += len;
}

static void add_c(Line *line, const char *text)
{
    add(line, text, strlen(text));
}

/* Length of the character at the front, so that a cut never falls inside one. */
static size_t rune_length(Str text)
{
    size_t len = 1;
    while (len < text.len && ((unsigned char)text.at[len] & 0xC0) == 0x80)
        len++;
    return len;
}

/* JSON's escapes; logfmt uses the same. */
static void add_quoted(Line *line, Str text)
{
    add_c(line, "\"");
    while (text.len > 0 && !line->cut) {
        unsigned char c = (unsigned char)text.at[0];
        size_t len = rune_length(text);
        char escaped[8];
        if (c == '"' || c == '\\') {
            snprintf(escaped, sizeof escaped, "\\%c", c);
            add_c(line, escaped);
        } else if (c < 0x20 || c == 0x7F) {
            snprintf(escaped, sizeof escaped, c == '\n' ? "\\n" : "\\u%04x", c);
            add_c(line, escaped);
        } else {
            add(line, text.at, len);
        }
        text = str_after(text, len);
    }
    if (line->cut && line->len + LINE_END_BYTES <= sizeof line->text) {
        memcpy(line->text + line->len, "...\"", 4);
        line->len += 4;
        return;
    }
    add_c(line, "\"");
}

/* A value without blanks, quotes and control characters needs no quotes in logfmt. */
static bool is_plain(Str text)
{
    for (size_t i = 0; i < text.len; i++)
        if ((unsigned char)text.at[i] <= ' ' || strchr("\"=\\\x7F", text.at[i]))
            return false;
    return text.len > 0;
}

static void add_field(Line *line, LogForm form, LogField field)
{
    if (line->cut)
        return;
    if (form == LOG_JSON) {
        add_c(line, line->len ? ",\"" : "{\"");
        add_c(line, field.key);
        add_c(line, "\":");
    } else {
        add_c(line, line->len ? " " : "");
        add_c(line, field.key);
        add_c(line, "=");
    }
    char number[24];
    snprintf(number, sizeof number, "%lld", (long long)field.number);
    if (field.is_number)
        add_c(line, number);
    else if (form == LOG_FMT && is_plain(field.text))
        add(line, field.text.at, field.text.len);
    else
        add_quoted(line, field.text);
}

/* Without a Buf, which would need an arena. */
static void print_time(Instant now, char *to, size_t size)
{
    static const int64_t hour_ms = 3600000;
    Date date = instant_date(now);
    CivilDate day = date_civil(date);
    int ms = (int)(now.ms + 8 * hour_ms - date.days * (24 * hour_ms));
    snprintf(to, size, "%04d-%02d-%02dT%02d:%02d:%02d.%03d+08:00", day.year, day.month, day.day,
             ms / 3600000, ms / 60000 % 60, ms / 1000 % 60, ms % 1000);
}

LogField log_str(const char *key, Str text)
{
    return (LogField){.key = key, .text = text};
}

LogField log_int(const char *key, int64_t number)
{
    return (LogField){.key = key, .number = number, .is_number = true};
}

Log log_create(const Clock *clock, bool json)
{
    return (Log){.file = STDERR_FILENO,
                 .form = json ? LOG_JSON : LOG_FMT,
                 .least = LOG_INFO,
                 .clock = clock};
}

void log_write(const Log *log, LogLevel level, const char *event, const LogField *fields,
               size_t count)
{
    static const char *const levels[] = {"info", "warning", "error"};
    if (level < log->least)
        return;
    char time[80];
    print_time(log->clock->now(log->clock), time, sizeof time);
    Line line = {.len = 0};
    add_field(&line, log->form, log_str("time", str_of(time)));
    add_field(&line, log->form, log_str("level", str_of(levels[level])));
    add_field(&line, log->form, log_str("event", str_of(event)));
    for (size_t i = 0; i < count; i++)
        add_field(&line, log->form, fields[i]);
    memcpy(line.text + line.len, log->form == LOG_JSON ? "}\n" : "\n", 2);
    line.len += log->form == LOG_JSON ? 2 : 1;
    /* A log that cannot be written has nowhere to complain. */
    if (write(log->file, line.text, line.len) < 0)
        return;
}
