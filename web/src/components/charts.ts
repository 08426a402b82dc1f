/**
 * ECharts with the parts in use, in one chunk of its own. Canvas and rich-text tooltips only: the
 * SVG renderer and HTML tooltips write style attributes, which the content security policy refuses.
 */
import { LineChart, RadarChart, type LineSeriesOption, type RadarSeriesOption } from 'echarts/charts';
import {
  AriaComponent,
  GridComponent,
  LegendComponent,
  RadarComponent,
  TooltipComponent,
  type AriaComponentOption,
  type GridComponentOption,
  type LegendComponentOption,
  type RadarComponentOption,
  type TooltipComponentOption,
} from 'echarts/components';
import { init, use, type ComposeOption, type EChartsType } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';

use([
  AriaComponent,
  CanvasRenderer,
  GridComponent,
  LegendComponent,
  LineChart,
  RadarChart,
  RadarComponent,
  TooltipComponent,
]);

export type Chart = EChartsType;
export type ChartOption = ComposeOption<
  | AriaComponentOption
  | GridComponentOption
  | LegendComponentOption
  | LineSeriesOption
  | RadarComponentOption
  | RadarSeriesOption
  | TooltipComponentOption
>;

export function startChart(box: HTMLElement): Chart {
  return init(box, null, { renderer: 'canvas' });
}
