#include "bench/measure.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

#define MB 1e6
#define ANSWER_BYTES_MAX (4 * 1024 * 1024)

double now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

/* Servers that still run, stopped when the bench gives up. */
#define SERVERS_MAX 4
static pid_t running[SERVERS_MAX];

static void stop_running(void)
{
    for (size_t i = 0; i < SERVERS_MAX; i++)
        if (running[i])
            kill(running[i], SIGTERM);
}

void give_up(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fputs("bench: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
    stop_running();
    exit(EXIT_FAILURE);
}

/* Puts `now` in the place of `before`; 0 is an empty place. */
static void replace_running(pid_t before, pid_t now)
{
    for (size_t i = 0; i < SERVERS_MAX; i++)
        if (running[i] == before) {
            running[i] = now;
            return;
        }
    give_up("more than %d servers at once", SERVERS_MAX);
}

/* ---- programs ------------------------------------------------------------------------------ */

/* Starts a program; its stdout is `out`, its stderr nowhere. */
static pid_t start(const char *const *arguments, int out)
{
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_adddup2(&files, out, STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    pid_t pid;
    int failed = posix_spawnp(&pid, arguments[0], &files, NULL, (char *const *)(uintptr_t)arguments,
                              environ);
    posix_spawn_file_actions_destroy(&files);
    if (failed)
        give_up("cannot start %s: %s", arguments[0], strerror(failed));
    return pid;
}

static double timeval_ms(struct timeval time)
{
    return (double)time.tv_sec * 1e3 + (double)time.tv_usec / 1e3;
}

ProcessCost process_run(const char *const *arguments, const char *out)
{
    const char *path = out ? out : "/dev/null";
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file < 0)
        give_up("cannot write %s", path);
    double begun = now_ms();
    pid_t pid = start(arguments, file);
    int status;
    struct rusage used;
    if (wait4(pid, &status, 0, &used) != pid)
        give_up("lost %s", arguments[0]);
    ProcessCost cost = {.ms = now_ms() - begun,
                        .cpu_ms = timeval_ms(used.ru_utime) + timeval_ms(used.ru_stime),
                        .peak_mb = (double)used.ru_maxrss * 1024 / MB,
                        .exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128};
    close(file);
    return cost;
}

ProcessCost process_best(const char *const *arguments, int runs)
{
    ProcessCost best = {.ms = 1e12, .cpu_ms = 1e12};
    for (int i = 0; i < runs; i++) {
        ProcessCost cost = process_run(arguments, NULL);
        if (cost.exit_code != 0)
            give_up("%s %s ended with exit code %d", arguments[0], arguments[1] ? arguments[1] : "",
                    cost.exit_code);
        best.ms = cost.ms < best.ms ? cost.ms : best.ms;
        best.cpu_ms = cost.cpu_ms < best.cpu_ms ? cost.cpu_ms : best.cpu_ms;
        best.peak_mb = cost.peak_mb > best.peak_mb ? cost.peak_mb : best.peak_mb;
    }
    return best;
}

/* ---- a connection -------------------------------------------------------------------------- */

typedef struct Connection {
    int socket;
    char request[512];
    size_t request_len;
    char *answer; /* ANSWER_BYTES_MAX */
} Connection;

static Connection connect_to(int port, const char *path, const char *token)
{
    struct sockaddr_in where = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    Connection connection = {.socket = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0),
                             .answer = malloc(ANSWER_BYTES_MAX)};
    int yes = 1;
    setsockopt(connection.socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    if (connect(connection.socket, (struct sockaddr *)&where, sizeof where) != 0)
        give_up("nobody listens on port %d", port);
    connection.request_len = (size_t)snprintf(connection.request, sizeof connection.request,
                                              "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n%s%s%s\r\n",
                                              path, port, token ? "Authorization: Bearer " : "",
                                              token ? token : "", token ? "\r\n" : "");
    return connection;
}

static void disconnect(Connection *connection)
{
    close(connection->socket);
    free(connection->answer);
}

/* The bytes of the whole answer, by its Content-Length; 0 = its head is not complete. */
static size_t answer_size(const char *answer)
{
    const char *end = strstr(answer, "\r\n\r\n");
    const char *length = end ? strcasestr(answer, "\r\ncontent-length:") : NULL;
    if (!length)
        return 0;
    return (size_t)(end + 4 - answer) +
           (size_t)strtoul(length + strlen("\r\ncontent-length:"), NULL, 10);
}

/* Asks once and reads the whole answer; true when it is 200. */
static bool ask(Connection *connection)
{
    const char *at = connection->request;
    if (write(connection->socket, at, connection->request_len) != (ssize_t)connection->request_len)
        return false;
    size_t got = 0, size = 0;
    while (size == 0 || got < size) {
        ssize_t more =
            read(connection->socket, connection->answer + got, ANSWER_BYTES_MAX - 1 - got);
        if (more <= 0)
            return false;
        got += (size_t)more;
        connection->answer[got] = '\0';
        size = size ? size : answer_size(connection->answer);
    }
    return strncmp(connection->answer, "HTTP/1.1 200 ", 13) == 0;
}

/* ---- servers ------------------------------------------------------------------------------- */

/* The port in the first line that a server prints. */
static int read_port(int pipe, const char *program)
{
    char line[256] = "";
    size_t len = 0;
    while (len < sizeof line - 1 && !memchr(line, '\n', len)) {
        ssize_t more = read(pipe, line + len, sizeof line - 1 - len);
        if (more <= 0)
            give_up("%s does not serve", program);
        len += (size_t)more;
    }
    const char *colon = strrchr(line, ':');
    return colon ? (int)strtol(colon + 1, NULL, 10) : 0;
}

Served serve_start(const char *const *arguments, const char *path, const char *token)
{
    int pipes[2];
    if (pipe2(pipes, O_CLOEXEC) != 0)
        give_up("no pipe");
    double begun = now_ms();
    Served served = {.pid = start(arguments, pipes[1]), .token = token};
    close(pipes[1]);
    replace_running(0, served.pid);
    served.port = read_port(pipes[0], arguments[0]);
    Connection connection = connect_to(served.port, path, token);
    bool good = ask(&connection);
    served.first_answer_ms = now_ms() - begun;
    disconnect(&connection);
    close(pipes[0]);
    if (!good)
        give_up("%s does not answer %s with 200", arguments[0], path);
    return served;
}

double serve_memory_mb(const Served *served)
{
    char path[64], line[256];
    snprintf(path, sizeof path, "/proc/%d/status", (int)served->pid);
    FILE *status = fopen(path, "re");
    long kib = 0;
    while (status && fgets(line, sizeof line, status))
        if (sscanf(line, "VmRSS: %ld", &kib) == 1)
            break;
    if (status)
        fclose(status);
    return (double)kib * 1024 / MB;
}

void serve_stop(const Served *served)
{
    kill(served->pid, SIGTERM);
    waitpid(served->pid, NULL, 0);
    replace_running(served->pid, 0);
}

typedef struct Load {
    pthread_t thread;
    Connection connection;
    double until;
    long answers;
    bool broken;
} Load;

static void *load(void *self)
{
    Load *load = self;
    while (!load->broken && now_ms() < load->until) {
        load->broken = !ask(&load->connection);
        load->answers++;
    }
    return NULL;
}

double serve_load(const Served *served, const char *path, double ms)
{
    Load loads[LOAD_CONNECTIONS];
    double begun = now_ms();
    for (int i = 0; i < LOAD_CONNECTIONS; i++) {
        loads[i] = (Load){.connection = connect_to(served->port, path, served->token),
                          .until = begun + ms};
        if (pthread_create(&loads[i].thread, NULL, load, &loads[i]) != 0)
            give_up("no thread");
    }
    long answers = 0;
    bool broken = false;
    for (int i = 0; i < LOAD_CONNECTIONS; i++) {
        pthread_join(loads[i].thread, NULL);
        answers += loads[i].answers;
        broken = broken || loads[i].broken;
        disconnect(&loads[i].connection);
    }
    if (broken)
        give_up("under load, %s was not always answered with 200", path);
    return (double)answers * 1e3 / (now_ms() - begun);
}
