#include "port/canvas.h"

#include "port/pdf_language.h"

#include <cairo-pdf.h>
#include <math.h>

#define DEGREE (3.14159265358979323846 / 180)
#define RUN_MAX 256 /* characters given to cairo at once */

/* What cairo writes is gathered outside the arena, because cairo cannot be left by a jump. */
typedef struct Output {
    unsigned char *at;
    size_t len;
    size_t cap;
    bool failed;
} Output;

struct Canvas {
    Arena *arena;
    Fonts *fonts;
    FontChain chains[CANVAS_ROLES_MAX];
    size_t role_count;
    cairo_surface_t *surface;
    cairo_t *cairo;
    cairo_font_options_t *options;
    Output output;
    Rune missing[CANVAS_MISSING_MAX]; /* in order */
    size_t missing_count;
    Str language;
    int pages;
};

static cairo_status_t output_write(void *object, const unsigned char *bytes, unsigned int len)
{
    Output *output = object;
    if (output->len + len > output->cap) {
        size_t cap = output->cap ? output->cap * 2 : 64 * KIB;
        while (cap < output->len + len)
            cap *= 2;
        unsigned char *at = realloc(output->at, cap);
        if (!at) {
            output->failed = true;
            return CAIRO_STATUS_WRITE_ERROR;
        }
        output->at = at;
        output->cap = cap;
    }
    memcpy(output->at + output->len, bytes, len);
    output->len += len;
    return CAIRO_STATUS_SUCCESS;
}

static void canvas_release(void *object)
{
    Canvas *canvas = object;
    if (canvas->cairo)
        cairo_destroy(canvas->cairo);
    if (canvas->surface) {
        cairo_surface_finish(canvas->surface);
        cairo_surface_destroy(canvas->surface);
    }
    if (canvas->options)
        cairo_font_options_destroy(canvas->options);
    free(canvas->output.at);
    fonts_unlock(canvas->fonts);
}

static void set_about(Canvas *canvas, const CanvasAbout *about)
{
    Buf made_at = buf_create(canvas->arena, 64);
    instant_print(&made_at, about->made_at);
    /* 2023-02-01T08:00:00.000+08:00 without the thousandths, which PDF does not know. */
    Str moment = buf_str(&made_at);
    Str iso = str_format(canvas->arena, "%.*s%.*s", STRF(str_slice(moment, 0, 19)),
                         STRF(str_after(moment, 23)));
    struct {
        cairo_pdf_metadata_t kind;
        Str value;
    } facts[] = {
        {CAIRO_PDF_METADATA_TITLE, about->title},     {CAIRO_PDF_METADATA_AUTHOR, about->author},
        {CAIRO_PDF_METADATA_SUBJECT, about->subject}, {CAIRO_PDF_METADATA_CREATOR, STR("Tongban")},
        {CAIRO_PDF_METADATA_CREATE_DATE, iso},        {CAIRO_PDF_METADATA_MOD_DATE, iso},
    };
    for (size_t i = 0; i < ARRAY_LEN(facts); i++)
        if (!str_empty(facts[i].value))
            cairo_pdf_surface_set_metadata(canvas->surface, facts[i].kind,
                                           str_to_c(canvas->arena, facts[i].value));
}

bool canvas_open(Ctx *ctx, Fonts *fonts, const FontWish *wishes, size_t wish_count,
                 const CanvasAbout *about, Canvas **ret)
{
    if (wish_count > CANVAS_ROLES_MAX)
        BUG("more roles than CANVAS_ROLES_MAX");
    Canvas *canvas = NEW(ctx->arena, Canvas, 1);
    canvas->arena = ctx->arena;
    canvas->fonts = fonts;
    canvas->role_count = wish_count;
    fonts_lock(fonts);
    arena_defer(ctx->arena, canvas_release, canvas);
    for (size_t i = 0; i < wish_count; i++)
        if (!fonts_chain(ctx, fonts, &wishes[i], &canvas->chains[i]))
            return false;
    canvas->language = about->language;
    canvas->surface = cairo_pdf_surface_create_for_stream(output_write, &canvas->output, 595, 842);
    canvas->cairo = cairo_create(canvas->surface);
    canvas->options = cairo_font_options_create();
    cairo_font_options_set_hint_style(canvas->options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(canvas->options, CAIRO_HINT_METRICS_OFF);
    cairo_set_font_options(canvas->cairo, canvas->options);
    set_about(canvas, about);
    *ret = canvas;
    return true;
}

/* ---- characters -------------------------------------------------------------------------- */

/* Signs that steer other characters and have no picture of their own: joiners, directions,
 * variation selectors, the byte order mark. */
static bool is_invisible(Rune rune)
{
    return rune < 0x20 || (rune >= 0x7F && rune < 0xA0) || (rune >= 0x200B && rune <= 0x200F) ||
           (rune >= 0x202A && rune <= 0x202E) || (rune >= 0x2060 && rune <= 0x2064) ||
           (rune >= 0xFE00 && rune <= 0xFE0F) || (rune >= 0xE0100 && rune <= 0xE01EF) ||
           rune == 0xFEFF;
}

static void note_missing(Canvas *canvas, Rune rune)
{
    size_t at = 0;
    while (at < canvas->missing_count && canvas->missing[at] < rune)
        at++;
    bool noted = at < canvas->missing_count && canvas->missing[at] == rune;
    if (noted || canvas->missing_count == CANVAS_MISSING_MAX)
        return;
    memmove(canvas->missing + at + 1, canvas->missing + at,
            (canvas->missing_count - at) * sizeof *canvas->missing);
    canvas->missing[at] = rune;
    canvas->missing_count++;
}

static Glyph glyph_of(Canvas *canvas, int role, Rune rune)
{
    if (role < 0 || (size_t)role >= canvas->role_count)
        BUG("no such role of text");
    Glyph glyph = fonts_glyph(canvas->fonts, &canvas->chains[role], rune);
    if (glyph.missing)
        note_missing(canvas, rune);
    return glyph;
}

double canvas_advance(Canvas *canvas, int role, Rune rune)
{
    return is_invisible(rune) ? 0 : glyph_of(canvas, role, rune).advance;
}

double canvas_width(Canvas *canvas, TextStyle style, Str text)
{
    double width = 0;
    while (!str_empty(text))
        width += canvas_advance(canvas, style.role, utf8_next(&text)) * style.size;
    return width;
}

/* ---- drawing ----------------------------------------------------------------------------- */

static void set_ink(Canvas *canvas, Ink ink)
{
    cairo_set_source_rgba(canvas->cairo, ink.red, ink.green, ink.blue,
                          ink.opacity > 0 ? ink.opacity : 1);
}

void canvas_page(Canvas *canvas, double width, double height)
{
    if (canvas->pages > 0)
        cairo_show_page(canvas->cairo);
    cairo_pdf_surface_set_size(canvas->surface, width, height);
    canvas->pages++;
}

int canvas_page_count(const Canvas *canvas)
{
    return canvas->pages;
}

/* Neighbours in one face, shown with the text they stand for, so that it can be copied. */
typedef struct Run {
    int face;
    int count;
    int text_len;
    cairo_glyph_t glyphs[RUN_MAX];
    cairo_text_cluster_t clusters[RUN_MAX];
    char text[RUN_MAX * 4];
} Run;

static void run_show(Canvas *canvas, Run *run)
{
    if (run->count == 0)
        return;
    cairo_set_font_face(canvas->cairo, fonts_cairo_face(canvas->fonts, run->face));
    cairo_show_text_glyphs(canvas->cairo, run->text, run->text_len, run->glyphs, run->count,
                           run->clusters, run->count, 0);
    run->count = 0;
    run->text_len = 0;
}

void canvas_placed(Canvas *canvas, TextStyle style, const Placed *placed, size_t count,
                   double baseline)
{
    set_ink(canvas, style.ink);
    cairo_set_font_size(canvas->cairo, style.size);
    Run run;
    run.count = 0;
    run.text_len = 0;
    for (size_t i = 0; i < count; i++) {
        if (is_invisible(placed[i].rune))
            continue;
        Glyph glyph = glyph_of(canvas, style.role, placed[i].rune);
        if (run.count == RUN_MAX || (run.count > 0 && run.face != glyph.face))
            run_show(canvas, &run);
        run.face = glyph.face;
        run.glyphs[run.count] = (cairo_glyph_t){glyph.index, placed[i].x, baseline};
        size_t bytes = utf8_encode(placed[i].rune, run.text + run.text_len);
        run.clusters[run.count] = (cairo_text_cluster_t){(int)bytes, 1};
        run.text_len += (int)bytes;
        run.count++;
    }
    run_show(canvas, &run);
}

void canvas_text(Canvas *canvas, TextStyle style, double x, double baseline, Str text)
{
    ArenaMark mark = arena_mark(canvas->arena);
    Placed *placed = NEW(canvas->arena, Placed, utf8_count(text) + 1);
    size_t count = 0;
    while (!str_empty(text)) {
        Rune rune = utf8_next(&text);
        placed[count++] = (Placed){rune, x};
        x += canvas_advance(canvas, style.role, rune) * style.size;
    }
    canvas_placed(canvas, style, placed, count, baseline);
    arena_rewind(canvas->arena, mark);
}

void canvas_shape(Canvas *canvas, TextStyle style, double x, double baseline, Str text)
{
    set_ink(canvas, style.ink);
    cairo_set_font_size(canvas->cairo, style.size);
    while (!str_empty(text)) {
        Rune rune = utf8_next(&text);
        if (is_invisible(rune))
            continue;
        Glyph glyph = glyph_of(canvas, style.role, rune);
        cairo_glyph_t placed = {glyph.index, x, baseline};
        cairo_set_font_face(canvas->cairo, fonts_cairo_face(canvas->fonts, glyph.face));
        cairo_glyph_path(canvas->cairo, &placed, 1);
        x += glyph.advance * style.size;
    }
    cairo_fill(canvas->cairo);
}

void canvas_line(Canvas *canvas, double x1, double y1, double x2, double y2, double thickness,
                 Ink ink)
{
    set_ink(canvas, ink);
    cairo_set_line_width(canvas->cairo, thickness);
    cairo_move_to(canvas->cairo, x1, y1);
    cairo_line_to(canvas->cairo, x2, y2);
    cairo_stroke(canvas->cairo);
}

void canvas_box(Canvas *canvas, double x, double y, double width, double height, Ink fill)
{
    set_ink(canvas, fill);
    cairo_rectangle(canvas->cairo, x, y, width, height);
    cairo_fill(canvas->cairo);
}

void canvas_dot(Canvas *canvas, double x, double y, double radius, Ink fill)
{
    set_ink(canvas, fill);
    cairo_arc(canvas->cairo, x, y, radius, 0, 360 * DEGREE);
    cairo_fill(canvas->cairo);
}

void canvas_turn(Canvas *canvas, double x, double y, double degrees)
{
    cairo_save(canvas->cairo);
    cairo_translate(canvas->cairo, x, y);
    cairo_rotate(canvas->cairo, degrees * DEGREE);
}

void canvas_turn_back(Canvas *canvas)
{
    cairo_restore(canvas->cairo);
}

/* ---- the document ------------------------------------------------------------------------ */

int canvas_outline(Canvas *canvas, int parent, Str title, double y)
{
    /* cairo counts pages from 1, and y from the upper edge as we do. */
    Str place = str_format(canvas->arena, "page=%d pos=[0 %d]", canvas->pages, (int)lround(y));
    return cairo_pdf_surface_add_outline(canvas->surface, parent, str_to_c(canvas->arena, title),
                                         str_to_c(canvas->arena, place),
                                         CAIRO_PDF_OUTLINE_FLAG_OPEN);
}

size_t canvas_missing(const Canvas *canvas, const Rune **ret_runes)
{
    *ret_runes = canvas->missing;
    return canvas->missing_count;
}

bool canvas_finish(Ctx *ctx, Canvas *canvas, size_t max_bytes, Str *ret_bytes)
{
    if (canvas->pages == 0)
        BUG("a PDF without pages");
    cairo_show_page(canvas->cairo);
    cairo_status_t status = cairo_status(canvas->cairo);
    cairo_surface_finish(canvas->surface);
    if (status == CAIRO_STATUS_SUCCESS)
        status = cairo_surface_status(canvas->surface);
    if (canvas->output.failed)
        return fail(ctx, FAIL_SYSTEM, "内存不足，无法写出 PDF");
    if (status != CAIRO_STATUS_SUCCESS)
        return fail(ctx, FAIL_SYSTEM, "PDF 绘制失败：%s", cairo_status_to_string(status));
    Str drawn = str_from(canvas->output.at, canvas->output.len);
    Buf bytes = buf_create(ctx->arena, max_bytes);
    pdf_add_language(&bytes, drawn, canvas->language);
    if (!buf_ok(&bytes))
        return fail(ctx, FAIL_TOO_LARGE, "PDF 超过 %zu MB", max_bytes / MIB);
    arena_undefer(ctx->arena, canvas);
    canvas_release(canvas);
    *ret_bytes = buf_str(&bytes);
    return true;
}

#ifdef __SANITIZE_ADDRESS__
/* cairo 1.16 loses about 500 bytes for each CFF font that it embeds: 2 KB a document. */
const char *__lsan_default_suppressions(void); // NOLINT(bugprone-reserved-identifier)
const char *__lsan_default_suppressions(void)  // NOLINT(bugprone-reserved-identifier)
{
    return "leak:libcairo.so";
}
#endif
