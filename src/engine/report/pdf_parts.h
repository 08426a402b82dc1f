/*
 * pdf_parts.h - the parts of the official page that stand at fixed places: 版头, 版记.
 */
#ifndef TONGBAN_ENGINE_REPORT_PDF_PARTS_H
#define TONGBAN_ENGINE_REPORT_PDF_PARTS_H

#include "engine/report/pdf_flow.h"

/* 7.2: mark, number and red line on the present page; leaves y two lines below the red line. A
 * document with neither mark nor number begins with its title. */
void pdf_red_head(Flow *flow);

/* 7.4: 抄送 and 印发 at the foot of the last page, or on a page of their own when that one is full
 * or lies across. */
void pdf_imprint(Flow *flow);

/* font_choices as the canvas wants them. */
void pdf_font_wishes(FontWish wishes[FONT_ROLE_MAX]);

#endif
