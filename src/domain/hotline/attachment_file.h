/*
 * attachment_file.h - what a file is, told by what is in it, and where its bytes are kept.
 *
 * A photograph is made anew (port/picture.h); a DOCX or XLSX is opened within the limits of
 * port/zip.h and must have the parts that make it one and no macros; text becomes UTF-8. Whatever
 * is none of these is refused. Bytes are kept once, under their SHA-256, in DATA/files/ab/abcd….
 */
#ifndef TONGBAN_HOTLINE_ATTACHMENT_FILE_H
#define TONGBAN_HOTLINE_ATTACHMENT_FILE_H

#include "base/shape.h"

#define ATTACHMENT_NAME_RUNES_MAX 80

typedef struct AttachmentFile {
    Str kind; /* jpeg, png, pdf, docx, xlsx, text */
    Str bytes;
    int64_t width; /* of a picture, else 0 */
    int64_t height;
    Str thumbnail; /* of a picture: JPEG; else empty */
} AttachmentFile;

/* FAIL_INVALID for a kind that is not in `kinds`, with what may come instead. */
must_use bool attachment_file_read(Ctx *ctx, Str bytes, const TextList *kinds, AttachmentFile *ret);
/* 「JPEG、PNG 图片，PDF」 */
Str attachment_kinds_text(Arena *arena, const TextList *kinds);
/* "image/jpeg" */
Str attachment_content_type(Str kind);
/* Without folders, control characters and what turns the direction of writing; short; with the
 * ending of the kind, so that nothing passes for what it is not. */
Str attachment_name(Arena *arena, Str name, Str kind);

/* Writes the bytes unless they are there; gives their SHA-256. */
must_use bool attachment_store(Ctx *ctx, Str bytes, Str *ret_digest);
/* FAIL_MISSING when the data folder has lost them or they are not what they were. */
must_use bool attachment_fetch(Ctx *ctx, Str digest, Str *ret_bytes);

#endif
