/*
 * canvas.h - pages of a PDF, drawn in points from the upper left corner.
 *
 *     Canvas *canvas;
 *     if (!canvas_open(ctx, fonts, wishes, count, &about, &canvas)) return false;
 *     canvas_page(canvas, 595.28, 841.89);
 *     canvas_text(canvas, (TextStyle){.role = 1, .size = 16}, 79, 120, STR("各街道："));
 *     if (!canvas_finish(ctx, canvas, max, &bytes)) return false;
 *
 * A role is the index of a wish (see port/fonts.h). Fonts are embedded as subsets, the text can be
 * searched and copied, and the same calls give the same bytes on every run. Coordinates are of
 * paper, so they are binary floating point. Drawing never fails: what went wrong is reported by
 * canvas_finish. The Fonts are locked from canvas_open to canvas_finish (or to the end of the
 * arena).
 */
#ifndef TONGBAN_PORT_CANVAS_H
#define TONGBAN_PORT_CANVAS_H

#include "base/moment.h"
#include "port/fonts.h"

#define CANVAS_ROLES_MAX 8
#define CANVAS_MISSING_MAX 256
/* In the em box of Chinese faces the baseline lies so far below the upper edge, in em. */
#define EM_ASCENT 0.88

typedef struct Canvas Canvas;

typedef struct Ink {
    double red, green, blue; /* 0 to 1 */
    double opacity;          /* 1 covers; 0 counts as 1, so that (Ink){0} is black */
} Ink;

typedef struct TextStyle {
    int role;
    double size; /* pt */
    Ink ink;
} TextStyle;

/* A character and where its left edge stands on the line. */
typedef struct Placed {
    Rune rune;
    double x;
} Placed;

typedef struct CanvasAbout {
    Str title;
    Str author;
    Str subject;
    Str language; /* "zh-CN" */
    Instant made_at;
} CanvasAbout;

/* Lives in ctx->arena. FAIL_MISSING when there is no Chinese font at all. */
must_use bool canvas_open(Ctx *ctx, Fonts *fonts, const FontWish *wishes, size_t wish_count,
                          const CanvasAbout *about, Canvas **ret);

/* ---- measures ---------------------------------------------------------------------------- */

/* The width of one character, in em. */
double canvas_advance(Canvas *canvas, int role, Rune rune);
/* The width of a line of text, in points. */
double canvas_width(Canvas *canvas, TextStyle style, Str text);

/* ---- pages ------------------------------------------------------------------------------- */

/* Ends the page before, if any, and begins one. Points; wider than high for landscape. */
void canvas_page(Canvas *canvas, double width, double height);
int canvas_page_count(const Canvas *canvas);

void canvas_text(Canvas *canvas, TextStyle style, double x, double baseline, Str text);
void canvas_placed(Canvas *canvas, TextStyle style, const Placed *placed, size_t count,
                   double baseline);
/* The shapes of the characters without the text: what is drawn so is neither found nor copied. */
void canvas_shape(Canvas *canvas, TextStyle style, double x, double baseline, Str text);
void canvas_line(Canvas *canvas, double x1, double y1, double x2, double y2, double thickness,
                 Ink ink);
void canvas_box(Canvas *canvas, double x, double y, double width, double height, Ink fill);
void canvas_dot(Canvas *canvas, double x, double y, double radius, Ink fill);
/* Until canvas_turn_back, (x, y) is the origin and the axes are turned clockwise. Not nested. */
void canvas_turn(Canvas *canvas, double x, double y, double degrees);
void canvas_turn_back(Canvas *canvas);

/* ---- the document ------------------------------------------------------------------------ */

#define OUTLINE_ROOT 0
/* A bookmark to `y` on the present page; returns it for use as a parent. */
int canvas_outline(Canvas *canvas, int parent, Str title, double y);

/* The characters that no face has, each once, in order of code point, at most CANVAS_MISSING_MAX;
 * they are printed as 〓. Returns how many. Valid as long as the arena. */
size_t canvas_missing(const Canvas *canvas, const Rune **ret_runes);

/* The file. FAIL_TOO_LARGE past max_bytes. The canvas is of no more use. */
must_use bool canvas_finish(Ctx *ctx, Canvas *canvas, size_t max_bytes, Str *ret_bytes);

#endif
