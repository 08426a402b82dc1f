/*
 * bare_cells.c - the least that reading a large CSV table can cost: bare_cells FILE
 *
 * Reads the file, splits it at commas and line ends, and keeps each cell's number (its digits, no
 * more) in an array. What `tongban check` is measured against (bench.c). Prints the sum, so that
 * nothing is left out.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
    FILE *file = argc == 2 ? fopen(argv[1], "rbe") : NULL;
    if (!file || fseek(file, 0, SEEK_END) != 0)
        return EXIT_FAILURE;
    size_t size = (size_t)ftell(file);
    rewind(file);
    char *bytes = malloc(size + 1);
    int64_t *cells = malloc((size + 1) * sizeof *cells); /* untouched pages cost nothing */
    if (!bytes || !cells || fread(bytes, 1, size, file) != size)
        return EXIT_FAILURE;
    size_t count = 0;
    int64_t value = 0, sum = 0;
    for (size_t i = 0; i < size; i++) {
        unsigned char sign = (unsigned char)bytes[i];
        if (sign == ',' || sign == '\n') {
            cells[count++] = value;
            value = 0;
        } else if (sign >= '0' && sign <= '9') {
            value = (int64_t)((uint64_t)value * 10 + (sign - '0'));
        }
    }
    for (size_t i = 0; i < count; i++)
        sum += cells[i];
    printf("%zu cells, sum %lld\n", count, (long long)sum);
    free(cells);
    free(bytes);
    fclose(file);
    return EXIT_SUCCESS;
}
