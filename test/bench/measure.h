/*
 * measure.h - programs run and served, timed from outside.
 *
 * All times are milliseconds of the monotonic clock; memory is MB (10^6 bytes). Whatever cannot be
 * measured ends the program with a message: a bench without numbers is of no use.
 */
#ifndef TONGBAN_BENCH_MEASURE_H
#define TONGBAN_BENCH_MEASURE_H

#include "base/attr.h"

#include <stddef.h>
#include <sys/types.h>

double now_ms(void);
no_return printf_like(1, 2) void give_up(const char *format, ...);

/* What one run of a program took. */
typedef struct ProcessCost {
    double ms;      /* by the clock on the wall */
    double cpu_ms;  /* of the processor, user and system: steady on a busy machine */
    double peak_mb; /* resident, at its highest */
    int exit_code;
} ProcessCost;

/* `arguments` ends with NULL; the first is the program. Its stdout goes to the file `out`
 * (NULL = nowhere), its stderr nowhere. */
ProcessCost process_run(const char *const *arguments, const char *out);
/* The shortest times of `runs`; each must end with exit code 0. */
ProcessCost process_best(const char *const *arguments, int runs);

/* A program that prints "http://…:PORT/" as its first line and serves until SIGTERM. */
typedef struct Served {
    pid_t pid;
    int port;
    const char *token;      /* that requests come with; NULL = none */
    double first_answer_ms; /* from its start to a whole answer with status 200 to `path` */
} Served;
Served serve_start(const char *const *arguments, const char *path, const char *token);
/* Resident memory now. */
double serve_memory_mb(const Served *served);
void serve_stop(const Served *served);

/* Answers a second to GET `path` from LOAD_CONNECTIONS keep-alive connections at once; each answer
 * must be 200. */
#define LOAD_CONNECTIONS 8
double serve_load(const Served *served, const char *path, double ms);

#endif
