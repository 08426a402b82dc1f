/*
 * order_load.c - orders sent to a server from many connections at once, each waiting for its
 * answer.
 *
 * order_load PORT TOKEN CONNECTIONS SECONDS: every POST is an order of its own (idempotency key),
 * and every answer must be 201. Prints `orders_per_second`, `median_ms` and `p99_ms`, a line each.
 * TOKEN may be '-' (none).
 */
#include "base/attr.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define CONNECTIONS_MAX 256
#define TIMES_MAX 2000000
#define REQUEST_BYTES_MAX 4096
#define ANSWER_BYTES_MAX 8192

typedef struct Connection {
    int fd;
    double sent_at;
    char answer[ANSWER_BYTES_MAX];
    size_t len;
} Connection;

static Connection connections[CONNECTIONS_MAX];
static double *times;
static size_t answered;
static long long sent, salt;

static double now_ms(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

static int connect_to(int port)
{
    struct sockaddr_in where = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0 || connect(fd, (struct sockaddr *)&where, sizeof where) != 0) {
        perror("connect");
        exit(1);
    }
    return fd;
}

static void send_order(Connection *connection, const char *token)
{
    char body[REQUEST_BYTES_MAX / 2], request[REQUEST_BYTES_MAX];
    long long number = ++sent;
    int len = snprintf(
        body, sizeof body,
        "{\"kind\":\"投诉\",\"title\":\"演示：夜间施工噪声扰民%lld\",\"content\":\"（虚构）"
        "演示路%lld号旁工地夜间十一点后仍在打桩，噪声很大，影响休息，请尽快派人核查处理。"
        "编号%lld。\",\"address\":\"演示路%lld号\",\"caller\":{\"name\":\"演示人\","
        "\"phone\":\"138%08lld\"},\"channel\":\"电话\",\"idempotency_key\":\"%lld-%lld\"}",
        number, number % 900, number, number % 900, number % 100000000, salt, number);
    int whole = snprintf(request, sizeof request,
                         "POST /api/hotline/orders HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                         "Authorization: Bearer %s\r\nContent-Type: application/json\r\n"
                         "Content-Length: %d\r\n\r\n%s",
                         token, len, body);
    connection->len = 0;
    connection->sent_at = now_ms();
    if (write(connection->fd, request, (size_t)whole) != whole) {
        perror("write");
        exit(1);
    }
}

/* Whether the whole answer is there. */
static bool is_whole(const Connection *connection)
{
    const char *head = strstr(connection->answer, "\r\n\r\n");
    const char *length = strcasestr(connection->answer, "content-length:");
    if (!head || !length || length > head)
        return false;
    size_t body = (size_t)strtoul(length + strlen("content-length:"), NULL, 10);
    return connection->len >= (size_t)(head - connection->answer) + 4 + body;
}

static void read_answer(Connection *connection, const char *token, bool again)
{
    ssize_t got = read(connection->fd, connection->answer + connection->len,
                       ANSWER_BYTES_MAX - 1 - connection->len);
    if (got <= 0) {
        fprintf(stderr, "the server closed a connection\n");
        exit(1);
    }
    connection->len += (size_t)got;
    connection->answer[connection->len] = '\0';
    if (!is_whole(connection))
        return;
    if (strncmp(connection->answer, "HTTP/1.1 201", 12) != 0) {
        fprintf(stderr, "%s\n", connection->answer);
        exit(1);
    }
    if (answered < TIMES_MAX)
        times[answered++] = now_ms() - connection->sent_at;
    connection->sent_at = 0;
    if (again)
        send_order(connection, token);
}

static int by_size(const void *a, const void *b)
{
    double one = *(const double *)a, two = *(const double *)b;
    return (one > two) - (one < two);
}

int main(int argc, char **argv)
{
    if (argc != 5)
        return 2;
    int port = (int)strtol(argv[1], NULL, 10), count = (int)strtol(argv[3], NULL, 10);
    const char *token = argv[2];
    double ms = strtod(argv[4], NULL) * 1e3;
    struct pollfd polls[CONNECTIONS_MAX];
    if (count < 1 || count > CONNECTIONS_MAX || !(times = malloc(TIMES_MAX * sizeof *times)))
        return 2;
    salt = (long long)time(NULL) * 100000 + getpid();
    for (int i = 0; i < count; i++) {
        connections[i].fd = connect_to(port);
        polls[i] = (struct pollfd){.fd = connections[i].fd, .events = POLLIN};
        send_order(&connections[i], token);
    }
    double begin = now_ms();
    for (bool any = true; any;) {
        if (poll(polls, (nfds_t)count, 10000) <= 0) {
            fprintf(stderr, "no answer for 10 s\n");
            return 1;
        }
        bool again = now_ms() - begin < ms;
        any = false;
        for (int i = 0; i < count; i++) {
            if (polls[i].revents)
                read_answer(&connections[i], token, again);
            any = any || connections[i].sent_at > 0;
        }
    }
    double spent = now_ms() - begin;
    qsort(times, answered, sizeof *times, by_size);
    printf("orders_per_second %.0f\nmedian_ms %.2f\np99_ms %.2f\n", (double)answered / spent * 1e3,
           times[answered / 2], times[answered * 99 / 100]);
    return 0;
}
