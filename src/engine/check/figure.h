/*
 * figure.h - a printed figure: its value and what its printing leaves open.
 */
#ifndef TONGBAN_ENGINE_CHECK_FIGURE_H
#define TONGBAN_ENGINE_CHECK_FIGURE_H

#include "base/fraction.h"
#include "port/grid.h"

typedef enum FigureKind {
    FIGURE_BLANK,  /* nothing in the cell */
    FIGURE_NONE,   /* a sign for nothing: - — / 无 … */
    FIGURE_TEXT,   /* words, or words and figures */
    FIGURE_NUMBER, /* 1,234.50; -0.5; 12件 (its unit is dropped) */
    FIGURE_DATE,   /* the value is the day's number */
} FigureKind;

/* 16 bytes: a table may have four million. */
typedef struct Figure {
    Decimal value;    /* percentages as printed: 99.92 for 99.92% */
    uint8_t kind;     /* FigureKind */
    uint8_t places;   /* printed decimals, at most DECIMAL_PLACES */
    bool percent;     /* a % was printed */
    bool approximate; /* cut to DECIMAL_PLACES by us, or 约, or 余 */
} Figure;

/* What a number may really be: low..high, both ends included. */
typedef struct Range {
    Fraction low;
    Fraction high;
} Range;

/* The whole text as a figure: NUMBER only when nothing but one number, its sign, % ‰ and a unit of
 * measure (件 人次 宗 条 份 封 面 个 元 万元 分 …) is in it. 1.2万 is 12000 with places 0 and
 * approximate. More decimals than DECIMAL_PLACES are rounded half up. */
Figure figure_read(Str text);
Figure figure_of_cell(const GridCell *cell);
static inline bool figure_is_number(Figure figure)
{
    return figure.kind == FIGURE_NUMBER;
}
/* Half of the last printed place, in millionths: 5000 for 2 decimals. */
int64_t figure_half_step(unsigned places);
/* As printed, with its decimals and % sign. */
Str figure_str(Arena *arena, Figure figure);
/* value -/+ half of its last place when `rounded`, else value..value. */
Range figure_range(Figure figure, bool rounded);

#endif
