import { expect, test } from 'vitest';
import { fileNameOf } from '@/api/save';
import { address, withQuery } from '@/api/client';
import { instantName, monthName, monthShort, orDash, signOf, signed, toNumber } from '@/use/words';

test('months are read out without a leading zero', () => {
  expect(monthName('2023-02')).toBe('2023年2月');
  expect(monthShort('2023-02')).toBe('23/02');
  expect(monthName('2023')).toBe('2023年度');
  expect(monthShort('2023')).toBe('2023');
  expect(monthName('soon')).toBe('soon');
});

test('an instant is shown in the time of the district, whatever the machine is set to', () => {
  expect(instantName('2026-11-21T19:57:31Z')).toBe('2026-11-22 03:57');
  expect(instantName('2026-11-22T15:30:00+08:00')).toBe('2026-11-22 15:30');
  expect(instantName('2026-11-22')).toBe('2026-11-22');
  expect(instantName(null)).toBe('—');
});

test('the direction of a difference comes from its digits: -0.00 is no change', () => {
  expect(signOf('0.31')).toBe('up');
  expect(signOf('-0.31')).toBe('down');
  expect(signOf('-0.00')).toBe('same');
  expect(signed('0.31')).toBe('+0.31');
  expect(signed('-0.31')).toBe('−0.31');
  expect(signed('-0.00')).toBe('0.00');
});

test('zero is a figure, nothing is a dash', () => {
  expect(orDash('0.00')).toBe('0.00');
  expect(orDash(0)).toBe('0');
  expect(orDash('')).toBe('—');
  expect(orDash('-1.00')).toBe('−1.00');
  expect(toNumber('')).toBeNull();
  expect(toNumber('0')).toBe(0);
});

test('names in addresses are escaped', () => {
  expect(address`/api/months/${'2023-02'}/explain/${'hotline'}/${'区委 /组?织'}`).toBe(
    '/api/months/2023-02/explain/hotline/%E5%8C%BA%E5%A7%94%20%2F%E7%BB%84%3F%E7%BB%87',
  );
  expect(withQuery('/api/imports', { table: 'a b', partial: undefined, period: '' })).toBe('/api/imports?table=a+b');
});

test('a download is named as the server says, in UTF-8 when it offers that', () => {
  expect(fileNameOf(`attachment; filename="x.pdf"; filename*=UTF-8''%E9%80%9A%E6%8A%A5.pdf`, 'y')).toBe('通报.pdf');
  expect(fileNameOf('attachment; filename="x.pdf"', 'y')).toBe('x.pdf');
  expect(fileNameOf(`attachment; filename*=UTF-8''%E9`, 'y')).toBe('y');
  expect(fileNameOf(null, 'y')).toBe('y');
});
