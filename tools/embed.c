/*
 * embed - puts files into the program.
 *
 *     embed TABLE COUNT HEADER ROOT OUTPUT FILE...
 *
 * writes a C file that defines `EmbeddedFile TABLE_at(size_t i)`, files named by their path below
 * ROOT and sorted by name (bytes), and `const size_t COUNT`. The bytes are taken in by the
 * assembler (.incbin), so even a large front end costs no compile time.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

int main(int argc, char **argv)
{
    if (argc < 6) {
        fputs("usage: embed TABLE COUNT HEADER ROOT OUTPUT FILE...\n", stderr);
        return 2;
    }
    const char *table = argv[1], *count = argv[2], *header = argv[3], *root = argv[4];
    char **files = argv + 6;
    size_t file_count = (size_t)(argc - 6);
    qsort(files, file_count, sizeof *files, by_name);
    FILE *out = fopen(argv[5], "w");
    if (!out) {
        perror(argv[5]);
        return 1;
    }
    fprintf(out, "/* Made by tools/embed.c. */\n#include \"%s\"\n\n", header);
    for (size_t i = 0; i < file_count; i++)
        fprintf(out,
                "__asm__(\".section .rodata\\n.balign 16\\n.local %s_%zu\\n%s_%zu:\\n\"\n"
                "        \".incbin \\\"%s\\\"\\n.local %s_%zu_end\\n%s_%zu_end:\\n.byte 0\\n"
                ".previous\\n\");\n"
                "extern const unsigned char %s_%zu[], %s_%zu_end[];\n",
                table, i, table, i, files[i], table, i, table, i, table, i, table, i);
    fprintf(out, "\nconst size_t %s = %zu;\nEmbeddedFile %s_at(size_t i)\n{\n    switch (i) {\n",
            count, file_count, table);
    size_t prefix = strlen(root) + 1;
    for (size_t i = 0; i < file_count; i++)
        fprintf(out,
                "    case %zu:\n        return (EmbeddedFile){\"%s\", %s_%zu,\n"
                "                              (size_t)(%s_%zu_end - %s_%zu)};\n",
                i, files[i] + prefix, table, i, table, i, table, i);
    fprintf(out, "    default:\n        return (EmbeddedFile){0};\n    }\n}\n");
    if (fclose(out) != 0) {
        perror(argv[5]);
        return 1;
    }
    return 0;
}
