/*
 * fonts.h - type faces: where they lie, which stand in for which, and what they can print.
 *
 * A Wish names families in the order of preference; the faces found for it are a chain, and a
 * character is set in the first face of the chain that has it, so that none is ever dropped: at
 * the end of every chain stand the large faces, and after them the mark 〓 (U+3013), which
 * Chinese printers put for a missing sort.
 *
 * Faces are looked for by file name in the folders of the system (nothing is opened for that),
 * and by family name in the few folders of our own, in this order:
 *   DATA/fonts                        a bureau's licensed faces (方正小标宋简体, 仿宋_GB2312 ...)
 *   fonts beside the program, ../share/tongban/fonts, ../../fonts    what tools/fonts.sh fetched
 *   /usr/share/tongban/fonts
 *   /usr/local/share/fonts, /usr/share/fonts, the Fandol folder of TeX Live
 * There is no fontconfig and no Pango here: every character is placed on the grid by the caller,
 * so FreeType's tables are all that is needed, and the bytes do not depend on the machine's
 * fontconfig.
 *
 * A Fonts may be shared by threads and live as long as the process: fonts_lock() is held while
 * something is drawn with it.
 */
#ifndef TONGBAN_PORT_FONTS_H
#define TONGBAN_PORT_FONTS_H

#include "base/fail.h"
#include "base/list.h"
#include "base/utf8.h"

/* Past these, files are not looked at: a folder of fonts is never that large. */
#define FONTS_FILES_MAX 20000
#define FONTS_OWN_FILES_MAX 200
#define FONTS_FOLDER_DEPTH_MAX 6
#define FONT_CHAIN_MAX 12

typedef struct Fonts Fonts;

/* What a role of text asks for. */
typedef struct FontWish {
    const char *label;           /* 仿宋, for messages */
    const char *const *families; /* best first, NULL at the end */
    bool bold;                   /* a bold face is taken where the family has one */
} FontWish;

/* The faces of a wish; made by fonts_chain, of use with its Fonts only. */
typedef struct FontChain {
    int faces[FONT_CHAIN_MAX];
    int count;
} FontChain;

/* How one character is printed. */
typedef struct Glyph {
    int face;
    uint32_t index;
    double advance; /* in em */
    bool missing;   /* no face has it: this is the mark 〓 in its place */
} Glyph;

/* `data_fonts` is the folder DATA/fonts; it may be empty or absent. Lives in ctx->arena. Opens no
 * font yet. */
must_use bool fonts_open(Ctx *ctx, Str data_fonts, Fonts **ret);
void fonts_lock(Fonts *fonts);
void fonts_unlock(Fonts *fonts);

/* FAIL_MISSING when there is no face that can print Chinese at all. */
must_use bool fonts_chain(Ctx *ctx, Fonts *fonts, const FontWish *wish, FontChain *ret);
Glyph fonts_glyph(Fonts *fonts, const FontChain *chain, Rune rune);

/* One line of `tongban doctor`: what a wish got. */
typedef struct FontFound {
    const char *label;   /* 仿宋 */
    const char *wanted;  /* the family that the standard means */
    Str family;          /* of the face taken; empty when there is none */
    Str file;            /* its path */
    bool is_stand_in;    /* a free face in the place of the wanted one */
    bool is_poor;        /* not even the proper free face: text will look wrong */
    const char *package; /* the Debian package of the proper free face */
    const char *command; /* how to get it, for people */
} FontFound;
LIST_OF(FontFound, FontFoundList);

/* Never fails for a font that lacks: it says so. */
must_use bool fonts_check(Ctx *ctx, Fonts *fonts, const FontWish *wishes, size_t count,
                          FontFoundList *ret);

/* For port/canvas.c: the face as a cairo_font_face_t, which stays the Fonts'. */
void *fonts_cairo_face(Fonts *fonts, int face);

#endif
