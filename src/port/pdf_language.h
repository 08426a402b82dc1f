/*
 * pdf_language.h - the language of a PDF, which cairo 1.16 cannot say.
 *
 * Without /Lang a screen reader reads Chinese text as English (ISO 32000-1, 14.9.2). It is added
 * as an incremental update (7.5.6): a newer version of the catalog behind the file.
 */
#ifndef TONGBAN_PORT_PDF_LANGUAGE_H
#define TONGBAN_PORT_PDF_LANGUAGE_H

#include "base/buf.h"

/* Appends `pdf`, and the update when the file has the form that cairo writes and `language`
 * ("zh-CN") is not empty; otherwise the file stays as it is. Also asks viewers to show the
 * document's title instead of the name of the file. */
void pdf_add_language(Buf *to, Str pdf, Str language);

#endif
