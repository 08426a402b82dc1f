/** A year as twelve months of whole weeks, Monday first. Days are counted in UTC, where none is
 * longer than another. */
import type { CalendarDay } from './types';

const DAY_MS = 86_400_000;
const DAYS_OF_WEEK = 7;
export const WEEKDAYS = ['一', '二', '三', '四', '五', '六', '日'];

export interface YearDay {
  date: string;
  day: number;
  /** 0 = Monday. */
  weekday: number;
  /** What names it: a notice of the State Council, or the bureau. */
  named?: CalendarDay;
  off: boolean;
}

export interface YearMonth {
  month: number;
  /** Whole weeks; null = of another month. */
  weeks: (YearDay | null)[][];
}

const written = (ms: number) => new Date(ms).toISOString().slice(0, 10);

export function dayAfter(date: string, days: number): string {
  return written(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS);
}

export function yearOf(year: number, days: CalendarDay[]): YearMonth[] {
  const named = new Map(days.map((day) => [day.date, day]));
  return Array.from({ length: 12 }, (_, at) => {
    const first = Date.UTC(year, at, 1);
    const count = (Date.UTC(year, at + 1, 1) - first) / DAY_MS;
    const cells: (YearDay | null)[] = Array<null>((new Date(first).getUTCDay() + 6) % DAYS_OF_WEEK).fill(null);
    for (let day = 1; day <= count; day++) {
      const date = written(first + (day - 1) * DAY_MS);
      const weekday = cells.length % DAYS_OF_WEEK;
      const one = named.get(date);
      cells.push({ date, day, weekday, named: one, off: one?.off ?? weekday > 4 });
    }
    while (cells.length % DAYS_OF_WEEK) cells.push(null);
    const weeks = Array.from({ length: cells.length / DAYS_OF_WEEK }, (_w, week) =>
      cells.slice(week * DAYS_OF_WEEK, (week + 1) * DAYS_OF_WEEK),
    );
    return { month: at + 1, weeks };
  });
}

/** 休 a day off that is named, 班 a working day that is named; nothing else has a mark. */
export const markOf = (day: YearDay): '休' | '班' | '' => (day.named ? (day.off ? '休' : '班') : '');

/** 「10月1日 星期三，国庆节，休」 */
export function sayDay(day: YearDay, month: number): string {
  const facts = [day.named?.name, day.named?.own ? '本局的日子' : '', day.off ? '休息' : '上班'];
  return [`${month}月${day.day}日 星期${WEEKDAYS[day.weekday]}`, ...facts.filter(Boolean)].join('，');
}
