#include "engine/report/html.h"
#include "engine/report/markup.h"

/* GB/T 18284: four light modules around. */
#define QUIET_MODULES 4

void html_code(Buf *to, const Block *block)
{
    const QrModules *code = block->code;
    int side = code->side + 2 * QUIET_MODULES;
    buf_format(to,
               "<figure class=\"code\">\n<svg viewBox=\"0 0 %d %d\" "
               "shape-rendering=\"crispEdges\" role=\"img\" aria-label=\"二维码\">"
               "<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/><path fill=\"#000\" d=\"",
               side, side, side, side);
    for (int row = 0; row < code->side; row++)
        for (int column = 0; column < code->side; column++)
            if (code->dark[(ptrdiff_t)row * code->side + column])
                buf_format(to, "M%d %dh1v1h-1z", column + QUIET_MODULES, row + QUIET_MODULES);
    buf_add_c(to, "\"/></svg>\n");
    markup_element(to, "<figcaption>", block->text, "</figcaption>\n</figure>\n");
}
