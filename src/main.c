/* The program: everything it does is a verb of its command line, the server too. */
#include "face/cli/cli.h"

int main(int argc, char **argv)
{
    return cli_run(argc, argv);
}
