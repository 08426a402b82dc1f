import { expect, test } from 'vitest';
import { idsBelow, inSight, treeOf, treeStep, withWords } from './tree';
import type { OrgUnit } from './types';

const unit = (id: number, parent_id: number, name: string, aliases: string[] = []): OrgUnit => ({
  id,
  parent_id,
  name,
  kind: 'street',
  kind_name: '街道',
  listing: id,
  ended: null,
  successor: null,
  aliases: aliases.map((one) => ({ name: one, until: null })),
});
const units = [unit(1, 0, '区'), unit(3, 1, '乙街'), unit(2, 1, '甲街', ['旧甲街']), unit(4, 2, '甲街中心'), unit(9, 77, '别处的')];
const open = () => true;
const ids = (isOpen: (id: number) => boolean) => inSight(treeOf(units), isOpen).map((row) => row.unit.id);

test('units stand under their parents in the order of the list; one whose parent is not seen stands at the top', () => {
  expect(ids(open)).toEqual([1, 2, 4, 3, 9]);
  expect(inSight(treeOf(units), open).map((row) => row.depth)).toEqual([0, 1, 2, 1, 0]);
});

test('what is under a closed unit is not in sight', () => {
  expect(ids((id) => id !== 1)).toEqual([1, 9]);
  expect(ids((id) => id !== 2)).toEqual([1, 2, 3, 9]);
});

test('a unit cannot be put under itself: all below it are known', () => {
  expect([...idsBelow(units, 1)].sort()).toEqual([1, 2, 3, 4]);
  expect([...idsBelow(units, 4)]).toEqual([4]);
});

test('search finds former names and keeps those above', () => {
  expect(withWords(units, '旧甲').map((one) => one.id)).toEqual([1, 2]);
  expect(withWords(units, ' 中心 ').map((one) => one.id)).toEqual([1, 2, 4]);
  expect(withWords(units, '没有')).toEqual([]);
  expect(withWords(units, '')).toHaveLength(units.length);
});

test('arrow keys walk, open and close as in any tree', () => {
  const rows = inSight(treeOf(units), open);
  const at = (id: number) => rows.findIndex((row) => row.unit.id === id);
  expect(treeStep('ArrowDown', rows, at(1), open)).toEqual({ focus: 2 });
  expect(treeStep('ArrowUp', rows, at(1), open)).toBeNull();
  expect(treeStep('ArrowRight', rows, at(2), open)).toEqual({ focus: 4 });
  expect(treeStep('ArrowRight', rows, at(4), open)).toBeNull();
  expect(treeStep('ArrowLeft', rows, at(2), open)).toEqual({ close: 2 });
  expect(treeStep('ArrowLeft', rows, at(4), open)).toEqual({ focus: 2 });
  expect(treeStep('Home', rows, at(3), open)).toEqual({ focus: 1 });
  expect(treeStep('End', rows, at(3), open)).toEqual({ focus: 9 });
  expect(treeStep('x', rows, at(3), open)).toBeNull();
  const shut = (id: number) => id !== 2;
  expect(treeStep('ArrowRight', inSight(treeOf(units), shut), 1, shut)).toEqual({ open: 2 });
});

test('a tree without units takes no key', () => {
  expect(treeStep('ArrowDown', [], 0, open)).toBeNull();
});
