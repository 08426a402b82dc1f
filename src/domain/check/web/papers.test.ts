import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Finding } from '@/api/types';
import { findingsCsv, kindName } from '@/use/findings';
import { PAPER_BYTES_MAX, refusalOf } from './papers';

const finding = (over: Partial<Finding>): Finding => ({
  place: '附件1 第3行',
  kind: 'sum',
  unit: '甲街',
  printed: '10',
  recomputed: '11',
  tolerance: '',
  cause: '少加一项',
  ...over,
});

test('what can be read is taken, whatever the case of its ending', () => {
  for (const name of ['通报.docx', '附件.XLSX', 'a.csv', 'b.html', '说明']) expect(refusalOf({ name, size: 10 })).toBe('');
});

test('old formats are sent to their new one', () => {
  expect(refusalOf({ name: 'a.XLS', size: 10 })).toContain('.xlsx');
  expect(refusalOf({ name: 'a.wps', size: 10 })).toContain('.docx');
  expect(refusalOf({ name: 'a.pdf', size: 10 })).toContain('PDF');
});

test('too big and empty are told apart', () => {
  expect(refusalOf({ name: 'a.csv', size: PAPER_BYTES_MAX })).toBe('');
  expect(refusalOf({ name: 'a.csv', size: PAPER_BYTES_MAX + 1 })).toContain('64 MB');
  expect(refusalOf({ name: 'a.csv', size: 0 })).toContain('空');
});

test('the limit is the one of the program', () => {
  const header = readFileSync(new URL('../../../port/paper.h', import.meta.url), 'utf8');
  expect(header).toContain(`PAPER_BYTES_MAX (${PAPER_BYTES_MAX / 1024 / 1024} * MIB)`);
});

test('every kind of the program has its words here', () => {
  expect(kindName('sum')).toBe('分项与合计不符');
  expect(kindName('band')).toBe('等次分数段有空档');
  expect(kindName('unheard')).toBe('unheard');
});

test('the CSV begins with its mark, quotes, and lets nothing become a formula', () => {
  const csv = findingsCsv([{ file: 'a.csv', findings: [finding({ printed: '=1+1', recomputed: '-0.5', cause: '写作"十"' })] }]);
  expect(csv.startsWith('\ufeff"文件",')).toBe(true);
  expect(csv).toContain('"分项与合计不符"');
  expect(csv).toContain(`"'=1+1","-0.5"`);
  expect(csv).toContain('"写作""十"""');
  expect(csv.trimEnd().split('\r\n')).toHaveLength(2);
});
