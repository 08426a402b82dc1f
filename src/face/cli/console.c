#include "face/cli/console.h"

#include "base/utf8.h"
#include "port/clock.h"

#include <errno.h>
#include <unistd.h>

#define BAR_COLUMNS 24
#define LINE_BYTES_MAX (8 * KIB)
#define WIPE_LINE "\r\033[K"
#define RED "\033[31m"
#define PLAIN "\033[0m"

/* False with errno when the file does not take all of it. */
static bool write_all(int file, Str text)
{
    while (text.len) {
        ssize_t written = write(file, text.at, text.len);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return false;
        text = str_after(text, (size_t)written);
    }
    return true;
}

/* What cannot be said on stderr cannot be said at all. */
static void say(Str text)
{
    if (!write_all(STDERR_FILENO, text))
        return;
}

static void wipe_bar(Terminal *terminal)
{
    if (terminal->bar_shown)
        say(STR(WIPE_LINE));
    terminal->bar_shown = false;
}

static void talk(Console *console, Str text)
{
    Terminal *terminal = terminal_of(console);
    wipe_bar(terminal);
    char line[LINE_BYTES_MAX];
    int len = snprintf(line, sizeof line, "%.*s\n", STRF(text));
    if (len > 0)
        say(str_from(line, (size_t)len < sizeof line ? (size_t)len : sizeof line - 1));
}

static void draw_bar(Str what, int64_t done, int64_t total)
{
    char line[LINE_BYTES_MAX];
    int64_t filled = done * BAR_COLUMNS / total;
    int len = snprintf(line, sizeof line, WIPE_LINE "%.*s [", STRF(utf8_prefix(what, 40)));
    for (int64_t i = 0; i < BAR_COLUMNS; i++)
        line[len++] = i < filled ? '#' : '.';
    len += snprintf(line + len, sizeof line - (size_t)len, "] %3lld%%",
                    (long long)(done * 100 / total));
    say(str_from(line, (size_t)len));
}

static void progress(Console *console, Str what, int64_t done, int64_t total)
{
    Terminal *terminal = terminal_of(console);
    if (total <= 0) {
        wipe_bar(terminal);
        terminal->bar_ticks = 0;
        return;
    }
    done = done < 0 ? 0 : done > total ? total : done;
    int64_t now = clock_ticks();
    int64_t pause = terminal->bar ? CONSOLE_BAR_MS * 1000 : CONSOLE_LINE_SECONDS * 1000000;
    if (!terminal->bar_ticks && !terminal->bar)
        terminal->bar_ticks = now; /* the first line comes after the pause */
    if (terminal->bar_ticks && now - terminal->bar_ticks < pause)
        return;
    terminal->bar_ticks = now;
    if (terminal->bar) {
        draw_bar(what, done, total);
        terminal->bar_shown = true;
        return;
    }
    char line[LINE_BYTES_MAX];
    int len = snprintf(line, sizeof line, "%.*s %lld/%lld", STRF(what), (long long)done,
                       (long long)total);
    if (len > 0 && (size_t)len < sizeof line)
        talk(console, str_from(line, (size_t)len));
}

void terminal_init(Terminal *terminal, Arena *arena)
{
    const char *no_color = getenv("NO_COLOR");
    bool color = !no_color || !*no_color;
    *terminal = (Terminal){
        .console = {.talk = talk, .progress = progress, .color = color && isatty(STDOUT_FILENO)},
        .out = buf_create(arena, CONSOLE_OUT_BYTES_MAX),
        .talk_color = color && isatty(STDERR_FILENO),
        .bar = isatty(STDERR_FILENO),
    };
    terminal->console.out = &terminal->out;
}

Terminal *terminal_of(Console *console)
{
    _Static_assert(offsetof(Terminal, console) == 0, "a Console is taken for its Terminal");
    return (Terminal *)console;
}

bool terminal_flush(Ctx *ctx, Terminal *terminal)
{
    wipe_bar(terminal);
    if (!buf_ok(&terminal->out))
        return fail(ctx, FAIL_TOO_LARGE, "输出超过 %zu MiB", CONSOLE_OUT_BYTES_MAX / MIB);
    bool written = write_all(STDOUT_FILENO, buf_str(&terminal->out));
    int error = errno;
    buf_clear(&terminal->out);
    return written || fail(ctx, FAIL_FILE, "结果未能写到标准输出：%s", strerror(error));
}

void terminal_print_fail(Terminal *terminal, const Fail *fail)
{
    wipe_bar(terminal);
    if (str_empty(fail->message))
        return; /* told in what the command printed */
    Arena *arena = arena_create(1 * MIB);
    Buf text = buf_create(arena, 256 * KIB);
    buf_format(&text, "%s%s%s：", terminal->talk_color ? RED : "", fail_title(fail->code),
               terminal->talk_color ? PLAIN : "");
    fail_print(&text, fail);
    say(buf_str(&text));
    arena_free(arena);
}
