import { expect, test } from 'vitest';
import type { Indicator, ScoreItem } from '@/api/types';
import { heatOf, measureOf, percentOf } from './marks';

const indicator = (over: Partial<Indicator>): Indicator => ({
  code: 'x',
  name: '指标',
  section: 'base',
  section_name: '基础考核事项',
  points: '20',
  target: null,
  unit: '分',
  places: 2,
  is_input: false,
  ...over,
});
const item = (value: string | null, deduction: string | null = null): ScoreItem => ({
  code: 'x',
  value,
  full: null,
  deduction,
  flags: [],
  note: null,
});

test('a cell is shaded by the share of its full marks that is lost', () => {
  const shades = [item('20.00', '0.00'), item('19.90', '0.10'), item('19.50', '0.50'), item('18.50', '1.50'), item('10.00', '10.00')].map(
    (one) => heatOf(indicator({}), one)?.shade ?? 0,
  );
  expect(shades[0]).toBe(0);
  for (let at = 1; at < shades.length; at++) expect(shades[at]).toBeGreaterThan(shades[at - 1]!);
});

test('a bonus is a gain, never a loss', () => {
  expect(heatOf(indicator({ section: 'bonus', points: '2' }), item('1.00'))?.kind).toBe('gain');
  expect(heatOf(indicator({ section: 'bonus', points: '2' }), item('0.00'))).toBeNull();
});

test('what is below its target is shaded, what meets it is not', () => {
  const ratio = indicator({ section: 'ratio', points: null, target: '40', unit: '%' });
  expect(heatOf(ratio, item('39.99'))?.kind).toBe('loss');
  expect(heatOf(ratio, item('40.00'))).toBeNull();
});

test('absent figures and plain inputs have no shade', () => {
  expect(heatOf(indicator({}), item(null))).toBeNull();
  expect(heatOf(indicator({}), undefined)).toBeNull();
  expect(heatOf(indicator({ is_input: true }), item('1', '19'))).toBeNull();
});

test('the radar takes percent of full marks, and percentages as they are', () => {
  expect(percentOf(indicator({}), '19.00')).toBe(95);
  expect(percentOf(indicator({ points: null, unit: '%' }), '85.65')).toBe(85.65);
  expect(percentOf(indicator({ points: null, unit: '件' }), '12')).toBeNull();
  expect(percentOf(indicator({}), null)).toBeNull();
});

test('full marks, limits and targets are told apart', () => {
  expect(measureOf(indicator({}))).toBe('满分 20');
  expect(measureOf(indicator({ section: 'penalty', points: '6' }))).toBe('至多 6');
  expect(measureOf(indicator({ points: null, target: '40', unit: '%' }))).toBe('目标 40%');
});
