#include "port/fonts.h"

#include "port/font_files.h"

#include <cairo-ft.h>
#include <ft2build.h>
#include <pthread.h>

#include FT_FREETYPE_H
#include FT_ADVANCES_H
#include FT_MODULE_H
#include FT_SFNT_NAMES_H
#include FT_TRUETYPE_IDS_H

#define MISSING_MARK 0x3013 /* 〓 */
#define FACES_MAX 64

typedef struct Face {
    Str path;
    int index; /* inside a collection (.ttc) */
    FT_Face ft;
    cairo_font_face_t *cairo;
} Face;

/* Shared by threads, so nothing of it is in an arena that grows once it is open. */
struct Fonts {
    pthread_mutex_t lock;
    FT_Library library;
    FontFileList files; /* best folders first */
    Face faces[FACES_MAX];
    int face_count;
};

/* ---- FreeType, kept alive by whoever still holds a face --------------------------------- */

static void *ft_alloc(FT_Memory memory, long size)
{
    (void)memory;
    return malloc((size_t)size);
}

static void ft_free(FT_Memory memory, void *block)
{
    (void)memory;
    free(block);
}

static void *ft_realloc(FT_Memory memory, long old_size, long size, void *block)
{
    (void)memory;
    (void)old_size;
    return realloc(block, (size_t)size);
}

/* Not FT_Init_FreeType: its counterpart frees the allocator even while faces are held, and cairo
 * holds faces in a cache of its own beyond the life of a Fonts. */
static struct FT_MemoryRec_ ft_memory = {NULL, ft_alloc, ft_free, ft_realloc};

static void face_released_by_cairo(void *ft)
{
    FT_Library library = ((FT_Face)ft)->glyph->library;
    FT_Done_Face(ft);
    FT_Done_Library(library);
}

static const cairo_user_data_key_t face_key;

/* False when the file is no font. The cairo face owns the FreeType face. */
static bool face_load(Fonts *fonts, Face *face)
{
    if (FT_New_Face(fonts->library, face->path.at, face->index, &face->ft) != 0)
        return false;
    FT_Select_Charmap(face->ft, FT_ENCODING_UNICODE);
    face->cairo = cairo_ft_font_face_create_for_ft_face(face->ft, FT_LOAD_NO_HINTING);
    FT_Reference_Library(fonts->library);
    if (cairo_font_face_set_user_data(face->cairo, &face_key, face->ft, face_released_by_cairo) !=
        CAIRO_STATUS_SUCCESS) {
        cairo_font_face_destroy(face->cairo);
        face_released_by_cairo(face->ft);
        return false;
    }
    return true;
}

static void fonts_release(void *object)
{
    Fonts *fonts = object;
    for (int i = 0; i < fonts->face_count; i++)
        cairo_font_face_destroy(fonts->faces[i].cairo);
    FT_Done_Library(fonts->library);
    pthread_mutex_destroy(&fonts->lock);
}

bool fonts_open(Ctx *ctx, Str data_fonts, Fonts **ret)
{
    Fonts *fonts = NEW(ctx->arena, Fonts, 1);
    if (FT_New_Library(&ft_memory, &fonts->library) != 0)
        return fail(ctx, FAIL_SYSTEM, "字体库 FreeType 无法启动");
    FT_Add_Default_Modules(fonts->library);
    pthread_mutex_init(&fonts->lock, NULL);
    arena_defer(ctx->arena, fonts_release, fonts);
    fonts->files = font_files_list(ctx->arena, data_fonts);
    *ret = fonts;
    return true;
}

void fonts_lock(Fonts *fonts)
{
    pthread_mutex_lock(&fonts->lock);
}

void fonts_unlock(Fonts *fonts)
{
    pthread_mutex_unlock(&fonts->lock);
}

/* ---- finding a family -------------------------------------------------------------------- */

/* A name record in UTF-16 big endian, as Windows and Unicode platforms have it. */
static bool name_is(const FT_SfntName *name, Str family)
{
    char text[256];
    size_t len = 0;
    for (unsigned i = 0; i + 1 < name->string_len && len + 4 < sizeof text; i += 2)
        len += utf8_encode((Rune)(name->string[i] << 8 | name->string[i + 1]), text + len);
    return str_equal(str_from(text, len), family);
}

static bool face_is_of(FT_Face face, Str family)
{
    if (str_equal(str_of(face->family_name), family))
        return true;
    unsigned count = FT_Get_Sfnt_Name_Count(face);
    for (unsigned i = 0; i < count; i++) {
        FT_SfntName name;
        if (FT_Get_Sfnt_Name(face, i, &name) != 0 || name.platform_id == TT_PLATFORM_MACINTOSH)
            continue;
        bool is_family = name.name_id == TT_NAME_ID_FONT_FAMILY ||
                         name.name_id == TT_NAME_ID_FULL_NAME ||
                         name.name_id == TT_NAME_ID_TYPOGRAPHIC_FAMILY;
        if (is_family && name_is(&name, family))
            return true;
    }
    return false;
}

/* The index of `family` inside a font file, or -1. `likely` is tried first, because opening all
 * ten faces of a Noto collection costs 10 ms. */
static int index_in_file(Fonts *fonts, Str path, Str family, int likely, bool *ret_bold)
{
    for (int step = -1, faces = 1; step < faces; step++) {
        int index = step < 0 ? likely : step;
        FT_Face face;
        if (FT_New_Face(fonts->library, path.at, index, &face) != 0) {
            if (step < 0)
                continue;
            return -1;
        }
        faces = (int)face->num_faces;
        bool found = face_is_of(face, family);
        *ret_bold = (face->style_flags & FT_STYLE_FLAG_BOLD) != 0;
        FT_Done_Face(face);
        if (found)
            return index;
    }
    return -1;
}

static int face_add(Fonts *fonts, Str path, int index)
{
    for (int i = 0; i < fonts->face_count; i++)
        if (fonts->faces[i].index == index && str_equal(fonts->faces[i].path, path))
            return i;
    if (fonts->face_count == FACES_MAX)
        return -1;
    Face *face = &fonts->faces[fonts->face_count];
    *face = (Face){.path = path, .index = index};
    return face_load(fonts, face) ? fonts->face_count++ : -1;
}

/* The face of `family` in one file, or -1. A file whose name is known is not opened for another
 * family; an unknown one is opened only when it lies in a folder of our own. */
static int face_in_file(Fonts *fonts, const FontFile *file, Str family, const KnownFamily *known,
                        bool *ret_bold)
{
    bool expected = known && known_family_is_in(known, file->name);
    if (!expected && (!file->is_own || known_file(file->name)))
        return -1;
    int likely = expected ? known->likely_index : 0;
    int index = index_in_file(fonts, file->path, family, likely, ret_bold);
    /* A licensed file may carry another family name inside than the one it is known by. */
    if (index < 0 && expected && !known->package)
        index = 0;
    return index < 0 ? -1 : face_add(fonts, file->path, index);
}

/* In the first file that has it in this weight; in any weight when none has. */
static int find_family(Fonts *fonts, const char *name, bool bold)
{
    Str family = str_of(name);
    const KnownFamily *rows[] = {known_family(family, bold), known_family(family, !bold)};
    int other = -1;
    for (size_t i = 0; i < ARRAY_LEN(rows) && other < 0; i++)
        LIST_EACH (FontFile, file, &fonts->files) {
            bool is_bold = false;
            int face = face_in_file(fonts, file, family, rows[i], &is_bold);
            bool licensed = rows[i] && !rows[i]->package;
            if (face >= 0 && (is_bold == bold || licensed))
                return face;
            if (other < 0)
                other = face;
        }
    return other;
}

static void chain_add(FontChain *chain, int face)
{
    if (face < 0 || chain->count == FONT_CHAIN_MAX)
        return;
    for (int i = 0; i < chain->count; i++)
        if (chain->faces[i] == face)
            return;
    chain->faces[chain->count++] = face;
}

bool fonts_chain(Ctx *ctx, Fonts *fonts, const FontWish *wish, FontChain *ret)
{
    FontChain chain = {0};
    for (const char *const *family = wish->families; *family; family++)
        chain_add(&chain, find_family(fonts, *family, wish->bold));
    for (const char *const *family = last_resorts; *family; family++)
        chain_add(&chain, find_family(fonts, *family, wish->bold));
    if (chain.count == 0) {
        fail(ctx, FAIL_MISSING, "没有可用的中文字体，无法排版「%s」", wish->label);
        return fail_hint(ctx, "安装字体：apt-get install fonts-noto-cjk，再运行 tools/fonts.sh");
    }
    *ret = chain;
    return true;
}

/* ---- glyphs ------------------------------------------------------------------------------ */

static bool glyph_in(Fonts *fonts, const FontChain *chain, Rune rune, Glyph *ret)
{
    for (int i = 0; i < chain->count; i++) {
        Face *face = &fonts->faces[chain->faces[i]];
        FT_UInt index = FT_Get_Char_Index(face->ft, rune);
        if (index == 0)
            continue;
        FT_Fixed advance = 0;
        if (FT_Get_Advance(face->ft, index, FT_LOAD_NO_SCALE, &advance) != 0)
            continue;
        *ret = (Glyph){.face = chain->faces[i],
                       .index = index,
                       .advance = (double)advance / (double)face->ft->units_per_EM};
        return true;
    }
    return false;
}

Glyph fonts_glyph(Fonts *fonts, const FontChain *chain, Rune rune)
{
    Glyph glyph;
    if (glyph_in(fonts, chain, rune, &glyph))
        return glyph;
    if (!glyph_in(fonts, chain, MISSING_MARK, &glyph))
        glyph = (Glyph){.face = chain->faces[0], .index = 0, .advance = 1};
    glyph.missing = true;
    return glyph;
}

void *fonts_cairo_face(Fonts *fonts, int face)
{
    return fonts->faces[face].cairo;
}

/* ---- for the doctor ---------------------------------------------------------------------- */

/* The free family that is meant to stand in: the first of the wish that Debian has. */
static const KnownFamily *proper_stand_in(const FontWish *wish)
{
    for (const char *const *family = wish->families; *family; family++) {
        const KnownFamily *known = known_family(str_of(*family), wish->bold);
        if (known && known->package)
            return known;
    }
    return NULL;
}

bool fonts_check(Ctx *ctx, Fonts *fonts, const FontWish *wishes, size_t count, FontFoundList *ret)
{
    FontFoundList list = {0};
    for (size_t i = 0; i < count; i++) {
        FontFound found = {.label = wishes[i].label, .wanted = wishes[i].families[0]};
        const KnownFamily *proper = proper_stand_in(&wishes[i]);
        if (proper) {
            found.package = proper->package;
            found.command = proper->command;
        }
        bool before_proper = true;
        for (const char *const *family = wishes[i].families; *family; family++) {
            bool is_proper = proper && str_equal(str_of(*family), str_of(proper->family));
            int face = find_family(fonts, *family, wishes[i].bold);
            if (face >= 0) {
                found.family = str_of(*family);
                found.file = fonts->faces[face].path;
                found.is_stand_in = is_proper || !before_proper;
                found.is_poor = !is_proper && !before_proper;
                break;
            }
            before_proper = before_proper && !is_proper;
        }
        found.is_poor = found.is_poor || str_empty(found.family);
        *LIST_ADD(ctx->arena, &list) = found;
    }
    *ret = list;
    return true;
}
