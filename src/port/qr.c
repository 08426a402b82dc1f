#include "port/qr.h"

#include <errno.h>

#include <qrencode.h>

/* GB/T 18284: at least four light modules around. */
#define QUIET_MODULES 4
#define SVG_BYTES_MAX (256 * KIB)

static void free_code(void *object)
{
    QRcode_free(object);
}

/* Runs of dark modules, each a bar of height 1 in the path: moves are absolute, so that a reader
 * of the text finds a module by its place. */
static void draw_row(Buf *svg, const unsigned char *modules, int width, int row)
{
    for (int from = 0; from < width; from++) {
        int to = from;
        while (to < width && modules[to] & 1)
            to++;
        if (to == from)
            continue;
        buf_format(svg, "M%d %dh%dv1h-%dz", from + QUIET_MODULES, row + QUIET_MODULES, to - from,
                   to - from);
        from = to;
    }
}

static Str draw(Arena *arena, const QRcode *code)
{
    Buf svg = buf_create(arena, SVG_BYTES_MAX);
    int side = code->width + 2 * QUIET_MODULES;
    buf_format(&svg,
               "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" "
               "shape-rendering=\"crispEdges\" role=\"img\">"
               "<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/><path fill=\"#000\" d=\"",
               side, side, side, side);
    for (int row = 0; row < code->width; row++)
        draw_row(&svg, code->data + (ptrdiff_t)row * code->width, code->width, row);
    buf_add_c(&svg, "\"/></svg>");
    return buf_str(&svg);
}

static bool encode(Ctx *ctx, Str text, QRcode **ret)
{
    if (str_empty(text))
        return fail(ctx, FAIL_INVALID, "二维码没有内容");
    if (text.len > QR_TEXT_BYTES_MAX)
        return fail(ctx, FAIL_TOO_LARGE, "二维码的内容有 %zu 字节，最多 %d 字节", text.len,
                    QR_TEXT_BYTES_MAX);
    QRcode *code = QRcode_encodeData((int)text.len, (const unsigned char *)text.at,
                                     /* version: the smallest = */ 0, QR_ECLEVEL_M);
    if (!code) {
        fail(ctx, FAIL_SYSTEM, "无法生成二维码");
        return fail_detail(ctx, "%s", strerror(errno));
    }
    arena_defer(ctx->arena, free_code, code);
    *ret = code;
    return true;
}

bool qr_svg(Ctx *ctx, Str text, Str *ret)
{
    QRcode *code;
    if (!encode(ctx, text, &code))
        return false;
    *ret = draw(ctx->arena, code);
    return true;
}

bool qr_modules(Ctx *ctx, Str text, QrModules *ret)
{
    QRcode *code;
    if (!encode(ctx, text, &code))
        return false;
    size_t count = (size_t)code->width * (size_t)code->width;
    bool *dark = NEW(ctx->arena, bool, count + 1);
    for (size_t i = 0; i < count; i++)
        dark[i] = code->data[i] & 1;
    *ret = (QrModules){.side = code->width, .dark = dark};
    return true;
}
