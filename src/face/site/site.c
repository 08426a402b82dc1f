#include "face/site/site.h"

#include "base/dict.h"
#include "port/packs.h"

typedef struct SiteFile {
    Str bytes;
    Str etag;
} SiteFile;

struct Site {
    Dict files; /* by name: "admin/index.html" */
};

static const struct {
    const char *ending;
    const char *type;
} types[] = {
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".ico", "image/x-icon"},
    {".woff2", "font/woff2"},
    {".json", "application/json"},
    {".webmanifest", "application/manifest+json"},
};

Site *site_open(Arena *arena)
{
    Site *site = NEW(arena, Site, 1);
    site->files = dict_create(arena);
    for (size_t i = 0; i < embedded_site_count; i++) {
        EmbeddedFile embedded = embedded_site_at(i);
        SiteFile *file = NEW(arena, SiteFile, 1);
        file->bytes = str_from(embedded.at, embedded.size);
        file->etag = str_format(arena, "\"%016llx\"", (unsigned long long)str_hash(file->bytes));
        dict_put(&site->files, str_of(embedded.name), file);
    }
    return site;
}

static Str type_of(Str name)
{
    for (size_t i = 0; i < ARRAY_LEN(types); i++)
        if (str_ends(name, str_of(types[i].ending)))
            return str_of(types[i].type);
    return STR("application/octet-stream");
}

/* The last part of a file's name has a dot; that of an address within a page has none. */
static bool names_file(Str path)
{
    return str_find_byte(str_after(path, str_find_last_byte(path, '/') + 1), '.') != STR_NONE;
}

static Str page_for(Str path)
{
    if (str_equal(path, STR("/admin")) || str_starts(path, STR("/admin/")))
        return STR("admin/index.html");
    if (str_equal(path, STR("/12345")) || str_starts(path, STR("/12345/")))
        return STR("citizen/index.html");
    return STR("index.html");
}

static HttpReply plain(int status, Str text)
{
    return (HttpReply){.status = status,
                       .content_type = STR("text/plain; charset=utf-8"),
                       .body = text,
                       .body_is_static = true};
}

HttpReply site_reply(const Site *site, Arena *arena, Str path, bool takes_gzip)
{
    Str name = str_after(path, 1);
    const SiteFile *file = dict_get(&site->files, name);
    if (!file && names_file(path))
        return plain(404, STR("没有这个文件"));
    if (!file) {
        name = page_for(path);
        file = dict_get(&site->files, name);
    }
    if (!file)
        return plain(503, STR("这个程序没有带网页：用 make build 构建"));
    const SiteFile *packed =
        takes_gzip ? dict_get(&site->files, str_format(arena, "%.*s.gz", STRF(name))) : NULL;
    bool fingerprinted = str_starts(name, STR("assets/"));
    return (HttpReply){
        .status = 200,
        .content_type = type_of(name),
        .body = packed ? packed->bytes : file->bytes,
        .body_is_static = true,
        .encoding = packed ? STR("gzip") : (Str){0},
        .etag = packed ? packed->etag : file->etag,
        .cache = fingerprinted ? STR("public, max-age=31536000, immutable") : STR("no-cache"),
    };
}
