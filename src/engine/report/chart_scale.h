/*
 * chart_scale.h - from values of a chart to places on paper, the same for every writer.
 *
 * The scale always includes zero for bars (a bar's length must tell its value); lines may start
 * at the smallest value.
 */
#ifndef TONGBAN_ENGINE_REPORT_CHART_SCALE_H
#define TONGBAN_ENGINE_REPORT_CHART_SCALE_H

#include "engine/report/document.h"

typedef struct ChartScale {
    Decimal low;
    Decimal high; /* never equal to low */
} ChartScale;

/* The colours of the series, as RRGGBB; told apart in grey, too. */
#define CHART_COLORS 4
extern const char *const chart_colors[CHART_COLORS];

ChartScale chart_scale(const Chart *chart);
/* A value as the chart prints it, never rounded. */
void chart_print_value(Buf *to, const Chart *chart, Decimal value);
/* The place of a value in 0 … length. */
int chart_position(ChartScale scale, Decimal value, int length);

#endif
