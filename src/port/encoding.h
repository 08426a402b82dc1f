/*
 * encoding.h - text files of unknown encoding become UTF-8 (with iconv).
 *
 * A byte order mark decides (UTF-8, UTF-16 of either order); without one, text that is valid UTF-8
 * is UTF-8; anything else is read as GB18030, the national standard, which contains GBK and GB2312
 * as Chinese spreadsheets save them.
 */
#ifndef TONGBAN_PORT_ENCODING_H
#define TONGBAN_PORT_ENCODING_H

#include "base/fail.h"

#define ENCODING_BYTES_MAX (64 * MIB)

typedef enum TextEncoding {
    ENCODING_UTF8,
    ENCODING_UTF8_BOM,
    ENCODING_UTF16LE,
    ENCODING_UTF16BE,
    ENCODING_GB18030,
} TextEncoding;

/* "UTF-8", "UTF-8（带 BOM）", ... */
const char *encoding_label(TextEncoding encoding);

/* *ret_text is without byte order mark and may point into `bytes`. Fails with FAIL_SYNTAX and the
 * line when the bytes fit no encoding or are no text (NUL bytes; workbooks, PDF and archives are
 * named), FAIL_TOO_LARGE above the limit. */
must_use bool encoding_to_utf8(Ctx *ctx, Str bytes, Str *ret_text, TextEncoding *ret_encoding);

#endif
