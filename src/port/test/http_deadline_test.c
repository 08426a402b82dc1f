/* Connections that take too long are hung up; the others are not. */
#include "port/http_deadline.h"

#include "kit/kit.h"

#include <sys/socket.h>
#include <unistd.h>

typedef struct Pair {
    int server;
    int client;
} Pair;

static Pair pair_open(void)
{
    int fds[2];
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, fds), 0);
    return (Pair){fds[0], fds[1]};
}

static void pair_close(Pair pair)
{
    close(pair.server);
    close(pair.client);
}

static bool is_hung_up(Pair pair)
{
    char byte;
    return recv(pair.client, &byte, 1, MSG_DONTWAIT) == 0;
}

static void a_late_connection_is_hung_up_and_no_other(void **state)
{
    (void)state;
    HttpDeadlines *deadlines = http_deadlines_start();
    Pair late = pair_open(), early = pair_open();
    HttpDeadline *of_early = http_deadline_add(deadlines, early.server, 1000);
    HttpDeadline *of_late = http_deadline_add(deadlines, late.server, 1000);
    http_deadline_set(deadlines, of_late, 0);
    char byte;
    assert_int_equal(recv(late.client, &byte, 1, 0), 0); /* waits for the end */
    assert_false(is_hung_up(early));
    http_deadline_remove(deadlines, of_early);
    http_deadline_remove(deadlines, of_late);
    http_deadlines_stop(deadlines, 0);
    http_deadlines_free(deadlines);
    pair_close(late);
    pair_close(early);
}

static void the_end_hangs_up_all(void **state)
{
    (void)state;
    HttpDeadlines *deadlines = http_deadlines_start();
    Pair pair = pair_open();
    HttpDeadline *deadline = http_deadline_add(deadlines, pair.server, 1000);
    http_deadlines_stop(deadlines, 0);
    assert_true(is_hung_up(pair));
    http_deadline_remove(deadlines, deadline);
    http_deadlines_free(deadlines);
    pair_close(pair);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_late_connection_is_hung_up_and_no_other),
        cmocka_unit_test(the_end_hangs_up_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
