/*
 * cli.h - the command line: verbs, options, exit codes (0 done, 1 failed, 2 usage, 3 partly).
 */
#ifndef TONGBAN_FACE_CLI_H
#define TONGBAN_FACE_CLI_H

/* Runs the verb that argv names and returns the exit code of the program. */
int cli_run(int argc, char **argv);

#endif
