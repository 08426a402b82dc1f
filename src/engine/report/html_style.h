/*
 * html_style.h - the one style sheet of an HTML document, a constant, so that a server can allow
 * it by its hash (html_style_source in report.h).
 */
#ifndef TONGBAN_ENGINE_REPORT_HTML_STYLE_H
#define TONGBAN_ENGINE_REPORT_HTML_STYLE_H

extern const char html_style[];

#endif
