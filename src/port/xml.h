/*
 * xml.h - XML in, event by event (with libxml2), and escaping for XML and HTML out.
 *
 * The reader works on memory only. It loads nothing from outside, refuses any document type
 * declaration (so there are no entities to expand), and bounds depth and size. Element and
 * attribute names come without their namespace prefix.
 *
 *     XmlReader *xml;
 *     if (!xml_open(ctx, STR("sheet1.xml"), text, &xml)) return false;
 *     XmlEvent event;
 *     while (xml_next(ctx, xml, &event)) {
 *         if (event.kind == XML_END_OF_TEXT) break;
 *         ...
 *     }
 *     xml_close(ctx, xml);
 */
#ifndef TONGBAN_PORT_XML_H
#define TONGBAN_PORT_XML_H

#include "base/fail.h"

#define XML_BYTES_MAX (256 * MIB)
#define XML_DEPTH_MAX 64
#define XML_ATTRIBUTES_MAX 64

typedef enum XmlKind { XML_OPEN, XML_CLOSE, XML_TEXT, XML_END_OF_TEXT } XmlKind;

typedef struct XmlAttribute {
    Str prefix; /* as written: "r" of r:id; may be empty */
    Str name;
    Str value;
} XmlAttribute;

/* Its strings are valid until the next xml_next(). */
typedef struct XmlEvent {
    XmlKind kind;
    int depth; /* of the element opened or closed, from 1; of a text, its element's */
    Str name;  /* of the element */
    Str text;  /* XML_TEXT: one piece; blanks between elements included */
    XmlAttribute attributes[XML_ATTRIBUTES_MAX]; /* XML_OPEN */
    size_t attribute_count;
} XmlEvent;

typedef struct XmlReader XmlReader;

/* `text` must live as long as the reader. `file` is for messages. */
must_use bool xml_open(Ctx *ctx, Str file, Str text, XmlReader **ret);
/* False = failed (FAIL_SYNTAX with line). An empty element gives XML_OPEN and XML_CLOSE. After the
 * last event comes XML_END_OF_TEXT, again and again. */
must_use bool xml_next(Ctx *ctx, XmlReader *reader, XmlEvent *ret);
/* Releases the reader before its arena does. */
void xml_close(Ctx *ctx, XmlReader *reader);

/* The value of an attribute of an XML_OPEN event, by its name without prefix; empty when absent. */
Str xml_attribute(const XmlEvent *event, const char *name);

/* & < > " ' as entities. Characters that XML 1.0 forbids (control characters, U+FFFE, U+FFFF,
 * malformed bytes) become U+FFFD. */
void xml_escape(Buf *to, Str text);

#endif
