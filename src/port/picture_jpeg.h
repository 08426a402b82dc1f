/*
 * picture_jpeg.h - what a JPEG file says before its pixels: how it is coded, and which way is up.
 * Pure, for picture.c and the fuzzer.
 */
#ifndef TONGBAN_PORT_PICTURE_JPEG_H
#define TONGBAN_PORT_PICTURE_JPEG_H

#include "base/str.h"

typedef struct JpegHead {
    bool progressive;
    int orientation; /* 1 to 8, as EXIF tag 0x0112 has it; 1 when it is not told */
} JpegHead;

/* Reads segments up to the first scan; what is damaged ends the reading. */
JpegHead jpeg_head(Str bytes);

#endif
