/*
 * picture.h - photographs from people, made harmless (with libjpeg-turbo and libpng).
 *
 * A picture is decoded and written anew: what is stored has only pixels in it. The place and the
 * camera that a telephone writes into its files (EXIF, XMP), colour profiles, previews and whatever
 * was hidden behind the picture's end are gone; a JPEG taken with the camera held sideways is
 * turned upright first, since what told how to turn it goes too.
 *
 * Nothing is believed: the kind is told by the bytes, the size by the head before any memory is
 * taken, and what a head promises is bounded.
 */
#ifndef TONGBAN_PORT_PICTURE_H
#define TONGBAN_PORT_PICTURE_H

#include "base/fail.h"

#define PICTURE_BYTES_MAX (32 * MIB)
#define PICTURE_EDGE_MAX 16384            /* as it comes */
#define PICTURE_JPEG_PIXELS_MAX 120000000 /* telephones take 108 million */
#define PICTURE_SCANS_PIXELS_MAX 24000000 /* progressive JPEG is held as a whole while read */
#define PICTURE_PNG_PIXELS_MAX 16000000   /* held as a whole too */
#define PICTURE_STORED_EDGE_MAX 4096      /* a larger one is made smaller */
#define PICTURE_THUMBNAIL_EDGE 320

typedef enum PictureKind { PICTURE_NONE, PICTURE_JPEG, PICTURE_PNG, PICTURE_HEIC } PictureKind;

/* By the first bytes. PICTURE_HEIC can be told, and not read. */
PictureKind picture_kind(Str bytes);

typedef struct Picture {
    PictureKind kind; /* JPEG or PNG, as it came */
    int width;        /* upright, as stored */
    int height;
    Str bytes;
    Str thumbnail; /* JPEG, longer edge PICTURE_THUMBNAIL_EDGE at most */
} Picture;

/* FAIL_INVALID for HEIC and for what is no picture of these kinds, FAIL_SYNTAX for a damaged one,
 * FAIL_TOO_LARGE past a limit. */
must_use bool picture_clean(Ctx *ctx, Str bytes, Picture *ret);

#endif
