import { describe, expect, test } from 'vitest';
import { arranged, DEFAULT_COLUMNS, moved, toggled, toSave, widened, WIDTH_MAX, WIDTH_MIN } from './columns';
import { presetOf, spanOf, weekday } from './days';
import { linkedFilters, listOf, listText, neighbours, withoutPlace } from './filters';
import { cellOf, daysOf, meanOfWeek, rowsBehind, shadeOf, weeksOf } from './statistics';
import type { StatisticRow } from './types';


const row = (code: string, count: number, query = `from=${code}&to=${code}`): StatisticRow => ({ code, name: code, count, open: 0, overdue: 0, urged: 0, urges: 0, supervised: 0, query });

describe('statistics', () => {
  test('a count leads to the list under its own filters', () => {
    expect(rowsBehind(row('投诉', 3, 'kind=投诉&from=2026-01-01'))).toEqual({ path: '/orders', query: { kind: '投诉', from: '2026-01-01' } });
    expect(cellOf(row('x', 1, '?weekday=3&hour=09'))).toBe('3 9');
  });
  test('days without orders are nought, and weeks begin on Monday', () => {
    const rows = [row('2026-11-18', 4), row('2026-11-24', 2)];
    expect(daysOf(rows).map(({ day, count }) => [day.slice(8), count])).toEqual([['18', 4], ['19', 0], ['20', 0], ['21', 0], ['22', 0], ['23', 0], ['24', 2]]);
    expect(weeksOf(rows).map((week) => [week.first, week.days.filter(Boolean).length])).toEqual([['2026-11-16', 5], ['2026-11-23', 2]]);
    expect(weeksOf([])).toEqual([]);
  });
  test('the mean of a week needs a week', () => {
    expect(meanOfWeek([7, 0, 0, 0, 0, 0, 0, 7])).toEqual([null, null, null, null, null, null, 1, 1]);
  });
  test('nothing is pale, the most is darkest, one is never nothing', () => {
    expect([shadeOf(0, 9), shadeOf(1, 1000), shadeOf(9, 9), shadeOf(0, 0)]).toEqual([0, 1, 4, 0]);
  });
  test('a filter without a field of its own is told', () => {
    expect(linkedFilters({ kind: '投诉', hour: '9', weekday: '7' }).map(({ title }) => title)).toEqual(['9 时受理', '星期日受理']);
  });
});

describe('columns', () => {
  test('stand as saved; what is new comes last, what is gone is left out', () => {
    const found = arranged([
      { code: 'kind', hidden: false, width: 90 },
      { code: 'gone', hidden: false, width: 90 },
      { code: 'light', hidden: true, width: 0 },
    ]);
    expect(found.slice(0, 2).map(({ code, hidden, width }) => [code, hidden, width])).toEqual([
      ['kind', false, 90],
      ['light', true, DEFAULT_COLUMNS.find(({ code }) => code === 'light')?.width],
    ]);
    expect(found.map(({ code }) => code).sort()).toEqual(DEFAULT_COLUMNS.map(({ code }) => code).sort());
  });
  test('saved and read again they are the same', () => {
    const mine = moved(toggled(widened(DEFAULT_COLUMNS, 'title', 412), 'level'), 'unit', -1);
    expect(arranged(toSave(mine))).toEqual(mine);
  });
  test('no width beyond its bounds, however far one drags', () => {
    const width = (asked: number) => widened(DEFAULT_COLUMNS, 'title', asked).find(({ code }) => code === 'title')?.width;
    expect([width(-5), width(99999), width(200.4)]).toEqual([WIDTH_MIN, WIDTH_MAX, 200]);
  });
  test('the last column in sight stays', () => {
    let columns = DEFAULT_COLUMNS;
    for (const { code, hidden } of DEFAULT_COLUMNS) if (!hidden) columns = toggled(columns, code);
    expect(columns.filter(({ hidden }) => !hidden)).toHaveLength(1);
  });
  test('the first does not move up, the last not down', () => {
    const last = DEFAULT_COLUMNS[DEFAULT_COLUMNS.length - 1];
    expect(moved(DEFAULT_COLUMNS, 'light', -1)).toEqual(DEFAULT_COLUMNS);
    expect(moved(DEFAULT_COLUMNS, last?.code ?? '', 1)).toEqual(DEFAULT_COLUMNS);
  });
});

describe('spans of days', () => {
  test('weeks begin on Monday', () => {
    expect(weekday('2026-11-22')).toBe(7);
    expect(spanOf('week', '2026-11-22')).toEqual({ from: '2026-11-16', to: '2026-11-22' });
    expect(spanOf('week', '2026-11-23')).toEqual({ from: '2026-11-23', to: '2026-11-29' });
  });
  test('the month before January is in the year before, and February may be long', () => {
    expect(spanOf('before', '2024-01-31')).toEqual({ from: '2023-12-01', to: '2023-12-31' });
    expect(spanOf('month', '2024-02-10')).toEqual({ from: '2024-02-01', to: '2024-02-29' });
    expect(spanOf('before', '2024-03-31')).toEqual({ from: '2024-02-01', to: '2024-02-29' });
  });
  test('the last quarter ends with the year', () => {
    expect(spanOf('quarter', '2026-11-22')).toEqual({ from: '2026-10-01', to: '2026-12-31' });
  });
  test('a span is called by its name again, another has none', () => {
    for (const preset of ['day', 'week', 'month', 'before', 'quarter', 'year']) {
      const span = spanOf(preset, '2026-11-18');
      expect(span && presetOf(span, '2026-11-18')).toBe(preset);
    }
    expect(presetOf({ from: '2026-11-02', to: '2026-11-18' }, '2026-11-18')).toBe('');
    expect(spanOf('decade', '2026-11-18')).toBeNull();
  });
});

describe('the list that an order was opened from', () => {
  test('comes back from the address as it was, without foreign names', () => {
    const filters = { q: '噪声 & 油烟', kind: '投诉', page: '3', state: '' };
    expect(listOf(listText(filters))).toEqual({ q: '噪声 & 油烟', kind: '投诉', page: '3' });
    expect(listOf('kind=投诉&token=x')).toEqual({ kind: '投诉' });
  });
  test('an export has no page', () => {
    expect(withoutPlace({ kind: '投诉', page: '3', size: '50', sort: 'due_at' })).toEqual({ kind: '投诉', sort: 'due_at' });
  });
  test('neighbours lie on the page or on the next one', () => {
    const numbers = ['A', 'B', 'C'];
    expect(neighbours(numbers, 'B', 2, 3, 9)).toEqual({ before: { number: 'A' }, after: { number: 'C' }, place: 5 });
    expect(neighbours(numbers, 'A', 2, 3, 9)).toEqual({ before: { page: 1 }, after: { number: 'B' }, place: 4 });
    expect(neighbours(numbers, 'C', 3, 3, 9)).toEqual({ before: { number: 'B' }, after: null, place: 9 });
    expect(neighbours(numbers, 'A', 1, 3, 9).before).toBeNull();
  });
  test('one that is in the list no more has none', () => {
    expect(neighbours(['A'], 'Z', 1, 20, 1)).toEqual({ before: null, after: null, place: 0 });
  });
});
