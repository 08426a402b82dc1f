/*
 * text_read.h - plain text and Markdown as a paper.
 *
 * Each line is a paragraph, but lines broken by hand within a sentence are joined. Headings are the
 * lines that begin with # and, when short and alone, those of the form 一、 (level 1) and （一）
 * (level 2). Tables are lines with cells divided by TAB, by | (with or without Markdown's rule
 * under the head, with or without a frame), or aligned by two and more blanks, a full-width
 * character counting two columns. Marks of emphasis, bullets and rules are left out.
 */
#ifndef TONGBAN_PORT_TEXT_READ_H
#define TONGBAN_PORT_TEXT_READ_H

#include "port/paper_maker.h"

/* `text` is UTF-8 without byte order mark. */
must_use bool text_read(PaperMaker *maker, Str text);

#endif
