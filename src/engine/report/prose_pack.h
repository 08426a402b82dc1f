/*
 * prose_pack.h - a prose pack, compiled. Made by prose_load (prose_pack.c), told by prose.c.
 */
#ifndef TONGBAN_ENGINE_REPORT_PROSE_PACK_H
#define TONGBAN_ENGINE_REPORT_PROSE_PACK_H

#include "engine/report/template.h"

LIST_OF(Template *, TemplateList);

typedef enum NodeKind { NODE_PARAGRAPH, NODE_HEADING, NODE_LIST, NODE_SLOT } NodeKind;

typedef struct ProseNode ProseNode;
LIST_OF(ProseNode, ProseNodeList);

struct ProseNode {
    NodeKind kind;
    Template *text; /* of a paragraph or heading */
    Template *lead;
    TemplateList items;
    Str slot;
    Piece *conditions; /* when: all must hold */
    size_t condition_count;
    ProseNodeList children; /* under a heading */
};

struct Prose {
    TemplateList mark;
    TemplateList title;
    TemplateList issuers;
    Template *number;
    Template *addressee;
    Template *contact;
    Template *disclosure;
    Template *copies;
    Template *printed_by;
    ProseNodeList text;
    Dict texts; /* name to TemplateList * */
};

#endif
