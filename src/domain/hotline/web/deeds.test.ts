import { describe, expect, test } from 'vitest';
import { matching } from '@/components/choices';
import { acceptOf, blankFilling, deedOf, hasFilling, lacks } from './deed';
import { isWholePhone, blankTaking, isBlank, problemsOf, requestOf } from './taking';
import type { OpenMove } from './types';
import { bulkReport, elapsed, givenFields, stageOf } from './words';

const move = (asks: Partial<OpenMove>): OpenMove => ({
  code: 'x', name: '办', needs_reason: false, needs_basis: false, needs_unit: false, needs_units: false, needs_days: false,
  needs_words: false, fields: [], branch_id: 0, bulk: false, ...asks,
});

describe('a deed', () => {
  test('asks for all that the move needs, and for nothing else', () => {
    const all = move({ needs_reason: true, needs_basis: true, needs_unit: true, needs_units: true, needs_days: true, needs_words: true });
    expect(lacks(all, blankFilling()).map(({ field }) => field)).toEqual(['unit', 'units', 'days', 'reason', 'basis', 'words']);
    expect(lacks(move({}), blankFilling())).toEqual([]);
  });
  test('blanks are no reason, and days are whole', () => {
    expect(lacks(move({ needs_reason: true }), { ...blankFilling(), reason: '  ' })).toHaveLength(1);
    expect(lacks(move({ fields: ['verdict'] }), blankFilling()).map(({ field }) => field)).toEqual(['verdict']);
    for (const days of ['0', '1.5', '-2', 'x', '']) expect(lacks(move({ needs_days: true }), { ...blankFilling(), days })).toHaveLength(1);
    expect(lacks(move({ needs_days: true }), { ...blankFilling(), days: '5' })).toEqual([]);
  });
  test('sends only what the move takes', () => {
    const filling = { ...blankFilling(), words: '答复', days: '3', satisfaction: '满意', units: ['A'] };
    expect(deedOf(move({ needs_words: true }), filling, 7)).toEqual({ revision: 7, words: '答复' });
    expect(deedOf(move({ fields: ['satisfaction', 'reached'], branch_id: 4 }), filling, 7)).toEqual({ revision: 7, branch_id: 4, satisfaction: '满意', reached: true });
    expect(deedOf(move({ needs_units: true }), filling, 0)).toEqual({ revision: 0, units: [{ unit: 'A' }] });
  });
  test('what was typed is work, what stood there is not', () => {
    expect(hasFilling(blankFilling())).toBe(false);
    expect(hasFilling({ ...blankFilling(), reason: '因' })).toBe(true);
  });
  test('the key of assent takes the first that is open', () => {
    expect(acceptOf([move({ code: 'urge' }), move({ code: 'release' }), move({ code: 'sign' })])?.code).toBe('sign');
    expect(acceptOf([move({ code: 'urge' })])).toBeUndefined();
  });
});

describe('taking an order', () => {
  test('wants a number unless anonymous, and what it is about', () => {
    expect(problemsOf(blankTaking()).map(({ field }) => field)).toEqual(['phone', 'content']);
    expect(problemsOf({ ...blankTaking(), anonymous: true, content: '内容' })).toEqual([]);
    expect(problemsOf({ ...blankTaking(), phone: '13800000000元', content: '内容' }).map(({ field }) => field)).toEqual(['phone']);
  });
  test('a number is looked up when it is whole', () => {
    expect(['13800000000', '020-80000000', '+86 13800000000'].map(isWholePhone)).toEqual([true, true, true]);
    expect(['', '1380', '一三八'].map(isWholePhone)).toEqual([false, false, false]);
  });
  test('is sent under its key, without blanks round it', () => {
    const sent = requestOf({ ...blankTaking(), phone: ' 13800000000 ', content: ' 路灯不亮 ' }, 'k1');
    expect([sent.caller.phone, sent.content, sent.idempotency_key]).toEqual(['13800000000', '路灯不亮', 'k1']);
  });
  test('a chosen kind alone is not worth keeping', () => {
    expect(isBlank({ ...blankTaking(), kind: '投诉', category: 'road' })).toBe(true);
    expect(isBlank({ ...blankTaking(), address: '演示路' })).toBe(false);
  });
});

describe('words', () => {
  test('the report of a bulk move', () => expect(bulkReport(48, 2)).toBe('48 成功，2 失败'));
  test('time that has passed', () => {
    expect(elapsed('2026-11-20T00:00:00Z', '2026-11-22T03:00:00Z')).toBe('2天3小时');
    expect(elapsed('2026-11-20T00:00:00Z', '2026-11-20T01:05:00Z')).toBe('1小时5分');
    expect(elapsed('x', null)).toBe('—');
  });
  test('what a step was given is named; what is no JSON is shown as it is', () => {
    expect(givenFields('{"verdict":"incorrect","reached":true,"campaign":""}')).toEqual([
      { name: '退单认定', value: '退单不正确' },
      { name: '已联系上', value: '是' },
    ]);
    expect(givenFields('oops')).toEqual([{ name: '其他', value: 'oops' }]);
    expect(givenFields('')).toEqual([]);
  });
  test('an archived order has all stages behind it, a new one waits for its unit', () => {
    expect([stageOf('pending'), stageOf('handling'), stageOf('archived')]).toEqual([1, 3, 7]);
  });
});

describe('choices found by typing', () => {
  const choices = [
    { value: 'a', title: '生活噪声', about: '生态环境' },
    { value: 'b', title: '噪声检测', about: '生态环境' },
    { value: 'c', title: '井盖', about: '城市管理' },
  ];
  test('every word must be found, beginnings come first', () => {
    expect(matching(choices, '噪声').map(({ value }) => value)).toEqual(['b', 'a']);
    expect(matching(choices, '生态 生活').map(({ value }) => value)).toEqual(['a']);
    expect(matching(choices, '没有')).toEqual([]);
    expect(matching(choices, '')).toHaveLength(3);
  });
});
