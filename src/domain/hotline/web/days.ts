/** Days as "2026-11-22" in the district's time, and the spans that people ask for by name. */
const written = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short' });
export const today = (now: Date = new Date()): string => written.format(now);

const DAY_MS = 86_400_000;
const asDate = (day: string) => new Date(`${day}T00:00:00Z`);
const asText = (date: Date) => date.toISOString().slice(0, 10);
export const plusDays = (day: string, days: number): string => asText(new Date(asDate(day).getTime() + days * DAY_MS));
/** 1 = Monday … 7 = Sunday. */
export const weekday = (day: string): number => asDate(day).getUTCDay() || 7;

const firstOf = (year: number, month: number) => asText(new Date(Date.UTC(year, month, 1)));
const lastOf = (year: number, month: number) => asText(new Date(Date.UTC(year, month + 1, 0)));

export interface Span {
  from: string;
  to: string;
}

export const PRESETS = [
  { value: 'day', title: '今日' },
  { value: 'week', title: '本周' },
  { value: 'month', title: '本月' },
  { value: 'before', title: '上月' },
  { value: 'quarter', title: '本季' },
  { value: 'year', title: '本年' },
] as const;

/** Both ends are in it. */
export function spanOf(preset: string, day: string): Span | null {
  const [year, month] = [Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1];
  const quarter = month - (month % 3);
  switch (preset) {
    case 'day':
      return { from: day, to: day };
    case 'week':
      return { from: plusDays(day, 1 - weekday(day)), to: plusDays(day, 7 - weekday(day)) };
    case 'month':
      return { from: firstOf(year, month), to: lastOf(year, month) };
    case 'before':
      return { from: firstOf(year, month - 1), to: lastOf(year, month - 1) };
    case 'quarter':
      return { from: firstOf(year, quarter), to: lastOf(year, quarter + 2) };
    case 'year':
      return { from: `${year}-01-01`, to: `${year}-12-31` };
    default:
      return null;
  }
}

/** The name of this span today; "" = it has none. */
export function presetOf(span: Span, day: string): string {
  const found = PRESETS.find(({ value }) => {
    const named = spanOf(value, day);
    return named?.from === span.from && named.to === span.to;
  });
  return found?.value ?? '';
}
