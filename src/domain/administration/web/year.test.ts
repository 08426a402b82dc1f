import { expect, test } from 'vitest';
import { dayAfter, markOf, sayDay, yearOf, type YearDay } from './year';
import type { CalendarDay } from './types';

const named = (date: string, off: boolean, own = false): CalendarDay => ({ date, off, name: '国庆节', own, note: null });
const days = (year: number, list: CalendarDay[] = []) =>
  yearOf(year, list).flatMap((month) => month.weeks.flat()).filter((day): day is YearDay => day !== null);
const on = (year: number, date: string, list: CalendarDay[] = []) => days(year, list).find((day) => day.date === date)!;

test('a year has all its days once, in whole weeks from Monday', () => {
  expect(days(2023)).toHaveLength(365);
  expect(days(2024)).toHaveLength(366);
  expect(new Set(days(2024).map((day) => day.date)).size).toBe(366);
  for (const month of yearOf(2024, [])) for (const week of month.weeks) expect(week).toHaveLength(7);
});

test('days stand under their weekday', () => {
  expect(on(2024, '2024-01-01').weekday).toBe(0);
  expect(on(2024, '2024-02-29').weekday).toBe(3);
  expect(on(2023, '2023-10-01').weekday).toBe(6);
});

test('what a notice names wins over the weekday, and only that is marked', () => {
  const list = [named('2023-10-02', true), named('2023-10-07', false)];
  expect(on(2023, '2023-10-02', list).off).toBe(true);
  expect(markOf(on(2023, '2023-10-02', list))).toBe('休');
  expect(on(2023, '2023-10-07', list).off).toBe(false);
  expect(markOf(on(2023, '2023-10-07', list))).toBe('班');
  expect(on(2023, '2023-10-14', list).off).toBe(true);
  expect(markOf(on(2023, '2023-10-14', list))).toBe('');
  expect(markOf(on(2023, '2023-10-16', list))).toBe('');
});

test('a day is said in full for those who do not see it', () => {
  expect(sayDay(on(2023, '2023-10-02', [named('2023-10-02', true, true)]), 10)).toBe('10月2日 星期一，国庆节，本局的日子，休息');
  expect(sayDay(on(2023, '2023-10-16'), 10)).toBe('10月16日 星期一，上班');
});

test('steps go over the ends of months and years', () => {
  expect(dayAfter('2024-02-28', 1)).toBe('2024-02-29');
  expect(dayAfter('2024-01-01', -7)).toBe('2023-12-25');
});
