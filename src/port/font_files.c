#include "port/font_files.h"

#include "port/fonts.h"

#include <dirent.h>
#include <strings.h>
#include <unistd.h>

#define FANDOL "texlive-lang-chinese", "tools/fonts.sh（从 Debian 包 texlive-lang-chinese 取出）"
#define NOTO "fonts-noto-cjk", "apt-get install fonts-noto-cjk"
#define UKAI "fonts-arphic-ukai", "apt-get install fonts-arphic-ukai"
#define DEJAVU "fonts-dejavu-core", "apt-get install fonts-dejavu-core"
#define LICENSED NULL, NULL

static const KnownFamily known_families[] = {
    {"方正小标宋简体",
     false,
     0,
     LICENSED,
     {"FZXBSJW.TTF", "FZXBSJW--GB1-0.ttf", "方正小标宋简体.ttf"}},
    {"FZXiaoBiaoSong-B05S", false, 0, LICENSED, {"FZXBSJW.TTF", "FZXiaoBiaoSong-B05S.ttf"}},
    {"仿宋_GB2312",
     false,
     0,
     LICENSED,
     {"仿宋_GB2312.ttf", "simfang_gb2312.ttf", "FangSong_GB2312.ttf"}},
    {"FangSong_GB2312", false, 0, LICENSED, {"FangSong_GB2312.ttf", "仿宋_GB2312.ttf"}},
    {"仿宋", false, 0, LICENSED, {"simfang.ttf", "仿宋.ttf"}},
    {"FangSong", false, 0, LICENSED, {"simfang.ttf", "FangSong.ttf"}},
    {"楷体_GB2312",
     false,
     0,
     LICENSED,
     {"楷体_GB2312.ttf", "simkai_gb2312.ttf", "KaiTi_GB2312.ttf"}},
    {"KaiTi_GB2312", false, 0, LICENSED, {"KaiTi_GB2312.ttf", "楷体_GB2312.ttf"}},
    {"楷体", false, 0, LICENSED, {"simkai.ttf", "楷体.ttf"}},
    {"KaiTi", false, 0, LICENSED, {"simkai.ttf", "KaiTi.ttf"}},
    {"黑体", false, 0, LICENSED, {"simhei.ttf", "黑体.ttf"}},
    {"SimHei", false, 0, LICENSED, {"simhei.ttf"}},
    {"宋体", false, 0, LICENSED, {"simsun.ttc", "simsun.ttf", "宋体.ttf"}},
    {"SimSun", false, 0, LICENSED, {"simsun.ttc", "simsun.ttf"}},
    {"FandolFang", false, 0, FANDOL, {"FandolFang-Regular.otf"}},
    {"FandolKai", false, 0, FANDOL, {"FandolKai-Regular.otf"}},
    {"FandolSong", false, 0, FANDOL, {"FandolSong-Regular.otf"}},
    {"FandolSong", true, 0, FANDOL, {"FandolSong-Bold.otf"}},
    {"FandolHei", false, 0, FANDOL, {"FandolHei-Regular.otf"}},
    {"FandolHei", true, 0, FANDOL, {"FandolHei-Bold.otf"}},
    {"Noto Serif CJK SC", false, 2, NOTO, {"NotoSerifCJK-Regular.ttc"}},
    {"Noto Serif CJK SC", true, 2, NOTO, {"NotoSerifCJK-Bold.ttc"}},
    {"Noto Sans CJK SC", false, 2, NOTO, {"NotoSansCJK-Regular.ttc"}},
    {"Noto Sans CJK SC", true, 2, NOTO, {"NotoSansCJK-Bold.ttc"}},
    {"AR PL UKai CN", false, 0, UKAI, {"ukai.ttc"}},
    {"DejaVu Sans", false, 0, DEJAVU, {"DejaVuSans.ttf"}},
};

const char *const last_resorts[] = {"Noto Serif CJK SC", "Noto Sans CJK SC", "AR PL UKai CN",
                                    "DejaVu Sans", NULL};

const KnownFamily *known_family(Str family, bool bold)
{
    const KnownFamily *other = NULL;
    for (size_t i = 0; i < ARRAY_LEN(known_families); i++) {
        const KnownFamily *known = &known_families[i];
        if (!str_equal_c(family, known->family))
            continue;
        if (known->bold == bold)
            return known;
        other = known;
    }
    return other;
}

bool known_family_is_in(const KnownFamily *known, Str file_name)
{
    for (size_t i = 0; i < KNOWN_FILES_MAX && known->files[i]; i++) {
        size_t len = strlen(known->files[i]);
        if (len == file_name.len && strncasecmp(known->files[i], file_name.at, len) == 0)
            return true;
    }
    return false;
}

bool known_file(Str file_name)
{
    for (size_t i = 0; i < ARRAY_LEN(known_families); i++)
        if (known_family_is_in(&known_families[i], file_name))
            return true;
    return false;
}

/* ---- the folders ------------------------------------------------------------------------- */

static bool is_font_name(Str name)
{
    static const char *const endings[] = {".ttf", ".ttc", ".otf", ".otc"};
    for (size_t i = 0; i < ARRAY_LEN(endings); i++)
        if (name.len > 4 && strncasecmp(name.at + name.len - 4, endings[i], 4) == 0)
            return true;
    return false;
}

/* In order of name, not of the disk, so that two machines choose alike. */
static int by_path(const void *a, const void *b)
{
    return str_compare(((const FontFile *)a)->path, ((const FontFile *)b)->path);
}

static void close_folder(void *open)
{
    closedir(open);
}

static void walk(Arena *arena, Str folder, bool is_own, int depth, FontFileList *files)
{
    DIR *open = str_empty(folder) ? NULL : opendir(str_to_c(arena, folder));
    if (!open)
        return;
    arena_defer(arena, close_folder, open);
    size_t most = files->count + FONTS_OWN_FILES_MAX;
    if (!is_own || most > FONTS_FILES_MAX)
        most = FONTS_FILES_MAX;
    struct dirent *entry;
    while (files->count < most && (entry = readdir(open))) {
        if (entry->d_name[0] == '.')
            continue;
        Str name = str_of(entry->d_name);
        Str path = str_format(arena, "%.*s/%s", STRF(folder), entry->d_name);
        if (is_font_name(name))
            *LIST_ADD(arena, files) =
                (FontFile){path, str_after(path, path.len - name.len), is_own};
        else if (entry->d_type != DT_REG && depth < FONTS_FOLDER_DEPTH_MAX)
            walk(arena, path, is_own, depth + 1, files);
    }
    arena_undefer(arena, open);
    closedir(open);
}

static void add_folder(Arena *arena, Str folder, bool is_own, FontFileList *files)
{
    size_t before = files->count;
    walk(arena, folder, is_own, 0, files);
    if (files->count > before)
        qsort(files->at + before, files->count - before, sizeof *files->at, by_path);
}

/* The folder of the running program, or empty. */
static Str program_folder(Arena *arena)
{
    char path[4096];
    ssize_t len = readlink("/proc/self/exe", path, sizeof path);
    if (len <= 0)
        return (Str){0};
    Str whole = str_from(path, (size_t)len);
    size_t slash = str_find_last_byte(whole, '/');
    return slash == STR_NONE ? (Str){0} : str_copy(arena, str_slice(whole, 0, slash));
}

FontFileList font_files_list(Arena *arena, Str data_fonts)
{
    FontFileList files = {0};
    add_folder(arena, data_fonts, /* is_own= */ true, &files);
    Str program = program_folder(arena);
    static const char *const beside[] = {"fonts", "../share/tongban/fonts", "../../fonts"};
    for (size_t i = 0; i < ARRAY_LEN(beside) && !str_empty(program); i++)
        add_folder(arena, str_format(arena, "%.*s/%s", STRF(program), beside[i]),
                   /* is_own= */ true, &files);
    add_folder(arena, STR("/usr/share/tongban/fonts"), /* is_own= */ true, &files);
    static const char *const system[] = {
        "/usr/local/share/fonts", "/usr/share/fonts",
        "/usr/share/texlive/texmf-dist/fonts/opentype/public/fandol"};
    for (size_t i = 0; i < ARRAY_LEN(system); i++)
        add_folder(arena, str_of(system[i]), /* is_own= */ false, &files);
    return files;
}
