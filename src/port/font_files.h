/*
 * font_files.h - the font files of this machine, and which family is known to be in which file.
 * Private to port/fonts.c; no library is needed to read it.
 */
#ifndef TONGBAN_PORT_FONT_FILES_H
#define TONGBAN_PORT_FONT_FILES_H

#include "base/list.h"
#include "base/str.h"

typedef struct FontFile {
    Str path;    /* a NUL follows, so that path.at can be opened */
    Str name;    /* the last part of the path */
    bool is_own; /* in a folder kept for this program: its family names are worth reading */
} FontFile;
LIST_OF(FontFile, FontFileList);

/* All files of the folders named in fonts.h, best folders first, each folder sorted by name. */
FontFileList font_files_list(Arena *arena, Str data_fonts);

#define KNOWN_FILES_MAX 5
typedef struct KnownFamily {
    const char *family;
    bool bold;
    int likely_index;    /* in a collection */
    const char *package; /* Debian's; NULL: a licensed face */
    const char *command; /* how to get it */
    const char *files[KNOWN_FILES_MAX];
} KnownFamily;

/* The row of this weight, else of any weight; NULL when the family is not known. */
const KnownFamily *known_family(Str family, bool bold);
/* File names are compared without regard to case. */
bool known_family_is_in(const KnownFamily *known, Str file_name);
/* True when some family is known to be in a file of this name. */
bool known_file(Str file_name);

/* Families that end every chain; NULL at the end. */
extern const char *const last_resorts[];

#endif
