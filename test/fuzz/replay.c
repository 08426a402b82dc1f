/* Runs a fuzzer over the files of the folders given, without libFuzzer. */
#include "fuzz.h"

#include <dirent.h>

#define PATH_BYTES_MAX 4096
#define INPUT_BYTES_MAX (8 * MIB)

static bool replay_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        return false;
    uint8_t *data = malloc(INPUT_BYTES_MAX);
    size_t size = data ? fread(data, 1, INPUT_BYTES_MAX, file) : 0;
    fclose(file);
    /* A copy of the exact size, so that the address sanitizer sees every byte too far. */
    uint8_t *exact = malloc(size ? size : 1);
    if (data && exact && size)
        memcpy(exact, data, size);
    free(data);
    if (exact)
        LLVMFuzzerTestOneInput(exact, size);
    free(exact);
    return exact != NULL;
}

/* The number of files run, or -1. A folder that is absent has none. */
static int replay_folder(const char *folder)
{
    DIR *entries = opendir(folder);
    int count = 0;
    for (struct dirent *entry; entries && (entry = readdir(entries)) != NULL;) {
        if (entry->d_name[0] == '.')
            continue;
        char path[PATH_BYTES_MAX];
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        if (!replay_file(path)) {
            fprintf(stderr, "cannot read %s\n", path);
            closedir(entries);
            return -1;
        }
        count++;
    }
    if (entries)
        closedir(entries);
    return count;
}

int main(int argc, char **argv)
{
    int total = 0;
    for (int i = 1; i < argc; i++) {
        int count = replay_folder(argv[i]);
        if (count < 0)
            return 1;
        total += count;
    }
    printf("%d inputs\n", total);
    return total > 0 ? 0 : 1;
}
