/** Words and shades for scores, the same on every page. */
import type { Indicator, ItemFlag, ScoreGroup, ScoreItem } from '@/api/types';
import { toNumber } from '@/use/words';

export const FLAGS: Record<ItemFlag, { sign: string; word: string; about: string; tone: string }> = {
  filled: { sign: '※', word: '缺数补足', about: '没有这项数据，按方案规定补足', tone: 'brand' },
  capped: { sign: '⊤', word: '已封顶', about: '达到上限，按上限计', tone: 'brand' },
  divided_by_zero: { sign: '∅', word: '无业务', about: '除数为零，没有这项比例', tone: 'warn' },
  missing: { sign: '○', word: '缺数', about: '没有这项数据', tone: 'warn' },
  below_target: { sign: '↓', word: '未达标', about: '低于目标值', tone: 'bad' },
};

/** Classes of a cell: how large a share of the full marks (or of the target) is lost or gained. */
export const LOSS_CLASSES = [
  { above: 0, shade: 0.1, word: '≤1%' },
  { above: 0.01, shade: 0.2, word: '≤3%' },
  { above: 0.03, shade: 0.34, word: '≤10%' },
  { above: 0.1, shade: 0.52, word: '>10%' },
];
export const GAIN_CLASSES = [
  { above: 0, shade: 0.14, word: '≤50%' },
  { above: 0.5, shade: 0.3, word: '>50%' },
];

export interface Heat {
  kind: 'loss' | 'gain';
  shade: number;
}

const classOf = (classes: typeof LOSS_CLASSES, share: number) =>
  classes.findLast((entry) => share > entry.above)?.shade ?? 0;

/** The shade of a cell, null for none. Inputs that are not scored have none. */
export function heatOf(indicator: Indicator, item: ScoreItem | undefined): Heat | null {
  const value = toNumber(item?.value);
  if (!item || value === null || indicator.is_input) return null;
  const target = toNumber(indicator.target);
  if (target !== null) {
    const share = target > 0 ? (target - value) / target : 0;
    return share > 0 ? { kind: 'loss', shade: classOf(LOSS_CLASSES, share) } : null;
  }
  const points = toNumber(indicator.points);
  if (points === null || points === 0) return null;
  if (indicator.section === 'bonus') {
    return value > 0 ? { kind: 'gain', shade: classOf(GAIN_CLASSES, value / points) } : null;
  }
  const lost = toNumber(item.deduction) ?? 0;
  return lost > 0 ? { kind: 'loss', shade: classOf(LOSS_CLASSES, lost / points) } : null;
}

export function heatStyle(heat: Heat | null): Record<string, string> | undefined {
  return heat ? { backgroundColor: `rgb(var(--${heat.kind}-rgb) / ${heat.shade})` } : undefined;
}

/** A value as a percentage of its full marks, for the radar; null when it has no such scale. */
export function percentOf(indicator: Indicator, value: string | null): number | null {
  const number = toNumber(value);
  if (number === null) return null;
  const points = toNumber(indicator.points);
  if (points) return (number / points) * 100;
  return indicator.unit === '%' ? number : null;
}

/** The axes of the radar: what is scored against full marks or is a percentage, at most AXES_MAX. */
export const AXES_MIN = 3;
const AXES_MAX = 8;
export function axesOf(group: ScoreGroup): Indicator[] {
  return group.indicators
    .filter((indicator) => !indicator.is_input && !['bonus', 'penalty'].includes(indicator.section))
    .filter((indicator) => percentOf(indicator, group.mean.find((mean) => mean.code === indicator.code)?.value ?? null) !== null)
    .slice(0, AXES_MAX);
}

/** Shown under an indicator's name: its full marks or target. */
export function measureOf(indicator: Indicator): string {
  if (indicator.target !== null) return `目标 ${indicator.target}${indicator.unit ?? ''}`;
  if (indicator.points !== null) {
    return `${indicator.section === 'bonus' || indicator.section === 'penalty' ? '至多' : '满分'} ${indicator.points}`;
  }
  return indicator.unit ?? '';
}

export const sheetOf = (unit: string) => `/units/${encodeURIComponent(unit)}`;
