import { expect, test } from 'vitest';
import { dayName, spanName, standingOn, today } from './dates';
import { turned } from '@/use/filters';
import { foundLines } from './found';
import { TONES, toneClass } from './tones';

test('another filter leads back to the first page, another page keeps the filters', () => {
  expect(turned({ words: '赵', page: '3' }, { words: '钱' })).toEqual({ words: '钱' });
  expect(turned({ words: '赵', page: '3' }, { page: '4' })).toEqual({ words: '赵', page: '4' });
  expect(turned({ words: '赵', unit: '2' }, { words: '' })).toEqual({ unit: '2' });
});

test('today is the day in the district, not in UTC', () => {
  expect(today(new Date('2026-11-22T15:59:59Z'))).toBe('2026-11-22');
  expect(today(new Date('2026-11-22T16:00:00Z'))).toBe('2026-11-23');
});

test('a holding is past, now or to come, its last day included', () => {
  expect(standingOn('2026-11-22', '2026-11-23', null)).toBe('to come');
  expect(standingOn('2026-11-22', '2026-11-22', '2026-11-22')).toBe('now');
  expect(standingOn('2026-11-23', '2026-11-22', '2026-11-22')).toBe('past');
  expect(standingOn('2030-01-01', '2026-11-22', null)).toBe('now');
});

test('days and spans are written as people write them', () => {
  expect(dayName('2026-01-05')).toBe('2026年1月5日');
  expect(dayName(null)).toBe('');
  expect(spanName('2026-01-01', null)).toBe('2026-01-01 起');
  expect(spanName('2026-01-01', '2026-03-31')).toBe('2026-01-01 至 2026-03-31');
});

test('words are found in any case, and the line stays what it was', () => {
  const lines = foundLines('Code: clerk\ntitle: 经办人 code\n', 'CODE');
  expect(lines).toEqual([
    { number: 1, pieces: ['', 'Code', ': clerk'] },
    { number: 2, pieces: ['title: 经办人 ', 'code', ''] },
  ]);
  for (const line of lines) expect(['Code: clerk', 'title: 经办人 code']).toContain(line.pieces.join(''));
});

test('nothing searched, nothing found; blank lines keep their numbers', () => {
  expect(foundLines('a\n\nb', '  ')).toEqual([
    { number: 1, pieces: ['a'] },
    { number: 2, pieces: [''] },
    { number: 3, pieces: ['b'] },
  ]);
});

test('every tone of the dictionaries has a look of its own; an unknown one is plain', () => {
  expect(new Set(TONES.map((tone) => toneClass(tone.value))).size).toBe(TONES.length);
  expect(toneClass('teal')).toBe('');
});
