#include "engine/report/pdf_flow.h"

#define CODE_MM 26.0 /* a telephone reads it from an arm's length */
#define CODE_GAP_MM 5.0
#define WORDS_PITCH_PT 18.0

double code_height(void)
{
    return MM_TO_PT(CODE_MM);
}

/* Dark modules of a row in runs: seams between single ones would show. */
static void draw_code(Flow *flow, const QrModules *code)
{
    double unit = code_height() / code->side;
    for (int row = 0; row < code->side; row++) {
        const bool *dark = code->dark + (ptrdiff_t)row * code->side;
        for (int from = 0; from < code->side; from++) {
            int to = from;
            while (to < code->side && dark[to])
                to++;
            if (to > from)
                canvas_box(flow->canvas, flow->left + from * unit, flow->top + flow->y + row * unit,
                           (to - from) * unit, unit, ink_black);
            from = to > from ? to : from;
        }
    }
}

void flow_code(Flow *flow, const Block *block)
{
    double left = MM_TO_PT(CODE_MM + CODE_GAP_MM);
    Span span = {block->text, style_of(FONT_SONG, SIZE_SMALL_4_PT)};
    LineRules rules = {
        .width = flow->width, .first_indent = left, .next_indent = left, .tracking = 1};
    LineList lines = line_break(flow->canvas, flow->arena, &span, 1, rules);
    double y = flow->y + (code_height() - (double)lines.count * WORDS_PITCH_PT) / 2;
    draw_code(flow, block->code);
    LIST_EACH (const Line, line, &lines) {
        line_draw(flow->canvas, flow->arena, line, flow->left,
                  flow_baseline(flow, y, WORDS_PITCH_PT, SIZE_SMALL_4_PT));
        y += WORDS_PITCH_PT;
    }
}
