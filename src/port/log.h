/*
 * log.h - what the program did, one event a line: logfmt for people, JSON for collectors.
 *
 *     time=2023-03-01T08:00:00.000+08:00 level=info event=served path=/api/months status=200
 *
 * Only the faces log; library code fails instead. A line is one write and at most LOG_LINE_MAX
 * bytes (a longer one is cut at a character and ends in "..."), so lines of threads do not mix.
 * Line breaks and quotes in values are escaped: nobody can forge a line. What is FIELD_SECRET
 * does not belong here.
 */
#ifndef TONGBAN_PORT_LOG_H
#define TONGBAN_PORT_LOG_H

#include "port/clock.h"

#define LOG_LINE_MAX 4096

typedef enum LogLevel { LOG_INFO, LOG_WARNING, LOG_ERROR } LogLevel;
typedef enum LogForm { LOG_FMT, LOG_JSON } LogForm;

typedef struct Log {
    int file; /* 2 is stderr */
    LogForm form;
    LogLevel least; /* what is less is not written */
    const Clock *clock;
} Log;

/* To stderr; JSON when `json`. */
Log log_create(const Clock *clock, bool json);

typedef struct LogField {
    const char *key; /* lower case letters and _ */
    Str text;
    int64_t number;
    bool is_number;
} LogField;
LogField log_str(const char *key, Str text);
LogField log_int(const char *key, int64_t number);

/* `event` is a word such as "served"; fields come in the order given. */
#define LOG(log, level, event, ...)                                                                \
    log_write((log), (level), (event), (const LogField[]){__VA_ARGS__},                            \
              sizeof((const LogField[]){__VA_ARGS__}) / sizeof(LogField))
void log_write(const Log *log, LogLevel level, const char *event, const LogField *fields,
               size_t count);

#endif
