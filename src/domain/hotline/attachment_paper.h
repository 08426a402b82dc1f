/*
 * attachment_paper.h - a Word attachment as its paragraphs and tables, so that it can be read
 * without saving it and without a program of one's own: nothing of the stranger's file reaches the
 * reader but its words.
 */
#ifndef TONGBAN_HOTLINE_ATTACHMENT_PAPER_H
#define TONGBAN_HOTLINE_ATTACHMENT_PAPER_H

#include "domain/hotline/attachment.h"

/* What is shown of a long one. */
#define ATTACHMENT_PAPER_PARTS_MAX 2000
#define ATTACHMENT_PAPER_ROWS_MAX 500 /* of all its tables */

typedef struct PaperRowView {
    TextList cells;
} PaperRowView;
LIST_OF(PaperRowView, PaperRowViewList);

typedef struct PaperPartView {
    Str kind;      /* heading, paragraph, table */
    int64_t level; /* of a heading, from 1 */
    Str text;
    PaperRowViewList rows; /* of a table */
} PaperPartView;
LIST_OF(PaperPartView, PaperPartViewList);

typedef struct AttachmentPaper {
    Str name;
    PaperPartViewList parts;
    bool cut; /* there is more, past the limits */
} AttachmentPaper;
extern const Shape attachment_paper_shape;

/* FAIL_INVALID when it is no Word document. */
must_use bool attachment_paper(Ctx *ctx, const Order *order, int64_t id, AttachmentPaper *ret);

#endif
