/*
 * qr.h - QR codes (GB/T 18284) as SVG, through libqrencode.
 */
#ifndef TONGBAN_PORT_QR_H
#define TONGBAN_PORT_QR_H

#include "base/fail.h"

#define QR_TEXT_BYTES_MAX 1000

/* A complete SVG element with a quiet zone of four modules, black on white, one path, no style and
 * no script; scales to any size. Error correction M. FAIL_TOO_LARGE above QR_TEXT_BYTES_MAX. */
must_use bool qr_svg(Ctx *ctx, Str text, Str *ret);

/* The same as its modules, without the quiet zone, for who draws it himself. */
typedef struct QrModules {
    int side;
    const bool *dark; /* side x side, row by row */
} QrModules;
must_use bool qr_modules(Ctx *ctx, Str text, QrModules *ret);

#endif
