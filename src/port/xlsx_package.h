/*
 * xlsx_package.h - the parts of an .xlsx file around its sheets: relationships, the workbook's
 * list of sheets, shared strings and number formats. Private to port/xlsx_read.c.
 */
#ifndef TONGBAN_PORT_XLSX_PACKAGE_H
#define TONGBAN_PORT_XLSX_PACKAGE_H

#include "base/list.h"
#include "port/xlsx_number.h"
#include "port/xml.h"
#include "port/zip.h"

#define XLSX_SHEETS_MAX 1024

typedef struct XlsxSheetPart {
    Str name;
    Str path; /* inside the archive */
    bool visible;
} XlsxSheetPart;
LIST_OF(XlsxSheetPart, XlsxSheetParts);
LIST_OF(Str, XlsxStrings);
LIST_OF(XlsxNumberKind, XlsxNumberKinds);

typedef struct XlsxPackage {
    ZipArchive *archive;
    XlsxSheetParts sheets;
    bool is_1904;
    XlsxStrings strings;   /* by index */
    XlsxNumberKinds kinds; /* by a cell's style index */
} XlsxPackage;

/* Everything but the sheets themselves. */
must_use bool xlsx_package_open(Ctx *ctx, Str bytes, XlsxPackage *ret);

/* Adds the text of a string as it is stored, with _x000D_ and the like turned back. */
void xlsx_add_text(Buf *to, Str text);
/* Collects rich and plain text: called for every event inside <si> or <is>. */
typedef struct XlsxTextReader {
    Buf text;
    bool in_text;     /* inside <t> */
    bool in_phonetic; /* inside <rPh>: readings, no part of the text */
} XlsxTextReader;
XlsxTextReader xlsx_text_reader(Arena *arena);
void xlsx_text_take(XlsxTextReader *reader, const XmlEvent *event);

#endif
