/** By what orders are counted, and which rows are behind a count. */
import { plusDays, weekday } from './days';
import { listOf } from './filters';
import type { StatisticRow } from './types';

/** `asks` is what the server counts by; `value` stands in the address. */
interface Way {
  value: string;
  title: string;
  asks: string;
}
const KIND: Way = { value: 'kind', title: '类型', asks: 'kind' };
export const WAYS: Way[] = [
  KIND,
  { value: 'category', title: '分类', asks: 'category' },
  { value: 'street', title: '街道', asks: 'street' },
  { value: 'unit', title: '单位', asks: 'unit' },
  { value: 'hour', title: '时段', asks: 'hour' },
  { value: 'weekday', title: '星期', asks: 'weekday' },
  { value: 'month', title: '月份', asks: 'month' },
  { value: 'trend', title: '趋势', asks: 'day' },
  { value: 'calendar', title: '日历', asks: 'day' },
  { value: 'heat', title: '星期 × 时段', asks: 'heat' },
];
export const wayOf = (value: string): Way => WAYS.find((way) => way.value === value) ?? KIND;

/** The list of exactly what a row counts. */
export const rowsBehind = (row: { query: string }): { path: string; query: Record<string, string> } => ({ path: '/orders', query: listOf(row.query.replace(/^\?/, '')) });

/** So dark is a cell of the calendar and the heat: 0 (none) to 4 (the most). */
export const SHADES = 4;
export const shadeOf = (count: number, most: number): number =>
  count <= 0 || most <= 0 ? 0 : Math.max(1, Math.ceil((count / most) * SHADES));

export interface DayCount {
  day: string;
  count: number;
  /** What is behind it; "" = nothing is. */
  query: string;
}

/** Weeks of seven days from Monday; null where a day is outside of the span. */
export function weeksOf(rows: StatisticRow[]): { first: string; days: (DayCount | null)[] }[] {
  const byDay = new Map(rows.map((row) => [row.code, row]));
  const days = [...byDay.keys()].sort();
  const [first, last] = [days[0], days[days.length - 1]];
  if (!first || !last) return [];
  const weeks = [];
  for (let monday = plusDays(first, 1 - weekday(first)); monday <= last; monday = plusDays(monday, 7)) {
    const week = [0, 1, 2, 3, 4, 5, 6].map((by) => {
      const day = plusDays(monday, by);
      const row = byDay.get(day);
      return day < first || day > last ? null : { day, count: row?.count ?? 0, query: row?.query ?? '' };
    });
    weeks.push({ first: monday, days: week });
  }
  return weeks;
}

/** Every day of the span, none left out: a day without orders is a point at nought, not a gap. */
export function daysOf(rows: StatisticRow[]): DayCount[] {
  return weeksOf(rows).flatMap((week) => week.days.filter((one) => one !== null));
}

const WEEK = 7;
/** The mean of the seven days up to each, for drawing; null until there are seven. */
export const meanOfWeek = (counts: number[]): (number | null)[] =>
  counts.map((_, at) => (at + 1 < WEEK ? null : counts.slice(at + 1 - WEEK, at + 1).reduce((sum, one) => sum + one, 0) / WEEK));

/** The cell of weekday (1 to 7) and hour that a row counts, as its filters say. */
export function cellOf(row: { query: string }): string {
  const { weekday: day, hour } = listOf(row.query.replace(/^\?/, ''));
  return `${Number(day)} ${Number(hour)}`;
}
