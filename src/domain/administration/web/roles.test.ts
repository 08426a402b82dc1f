import { expect, test } from 'vitest';
import { differences, groupsOf, holds, isIdle, newRole, tokenScopeName, tokenScopeOf, withModule, withPermission } from './roles';
import type { Permission, Role, Roles } from './types';

const permission = (code: string, title: string, module: string, whole = false): Permission => ({ code, title, whole, module });
const all = [
  permission('access.users', '管理用户', '系统管理'),
  permission('access.roles', '管理角色', '系统管理', true),
  permission('assessment.read', '看成绩', '考核通报'),
];
const roles: Roles = { roles: [], permissions: all, kinds: [{ code: 'name', title: '姓名' }, { code: 'phone', title: '电话' }] };
const role = (over: Partial<Role>): Role => ({ ...newRole(), id: 5, title: '甲', ...over });
const unitName = (id: number) => `单位${id}`;

test('a pattern holds what it covers and nothing else', () => {
  expect(holds(['*'], 'access.users')).toBe(true);
  expect(holds(['access.*'], 'access.users')).toBe(true);
  expect(holds(['access.*'], 'assessment.read')).toBe(false);
  expect(holds(['access.users'], 'access.roles')).toBe(false);
});

test('taking one permission out of a pattern leaves exactly the others', () => {
  const left = withPermission(['*'], 'access.users', false, all);
  expect(all.filter((one) => holds(left, one.code)).map((one) => one.code)).toEqual(['access.roles', 'assessment.read']);
  expect(withPermission(['access.*'], 'access.roles', false, all)).toEqual(['access.users']);
});

test('giving what is held already changes nothing', () => {
  expect(withPermission(['access.*'], 'access.users', true, all)).toEqual(['access.*']);
  expect(withPermission([], 'access.users', true, all)).toEqual(['access.users']);
});

test('a whole module is given as a pattern and taken with all its parts', () => {
  expect(withModule(['access.users', 'assessment.read'], 'access', true, all)).toEqual(['assessment.read', 'access.*']);
  expect(withModule(['access.users', 'assessment.read'], 'access', false, all)).toEqual(['assessment.read']);
  expect(withModule(['*'], 'access', false, all)).toEqual(['assessment.*']);
});

test('what concerns the whole house is idle in a narrower scope', () => {
  expect(isIdle(all[1]!, 'below')).toBe(true);
  expect(isIdle(all[1]!, 'all')).toBe(false);
  expect(isIdle(all[0]!, 'own')).toBe(false);
});

test('permissions are grouped by module, in the order given', () => {
  expect(groupsOf(all).map((group) => [group.title, group.permissions.length])).toEqual([['系统管理', 2], ['考核通报', 1]]);
});

test('no difference is told of a role that is the same in another order', () => {
  const before = role({ permissions: ['access.users', 'assessment.read'], sees: ['name', 'phone'], scope: 'custom', units: [1, 2] });
  const after = role({ permissions: ['assessment.read', 'access.users'], sees: ['phone', 'name'], scope: 'custom', units: [2, 1] });
  expect(differences(before, after, roles, unitName)).toEqual([]);
});

test('every difference is told in words', () => {
  const before = role({ permissions: ['access.users'], sees: [] });
  const after = role({ title: '乙', scope: 'custom', units: [3], permissions: ['access.*'], sees: ['phone'] });
  expect(differences(before, after, roles, unitName)).toEqual([
    { label: '名称', before: '甲', after: '乙' },
    { label: '数据范围', before: '本单位及以下', after: '自定义' },
    { label: '自定义的单位', before: '', after: '单位3' },
    { label: '可见完整内容', before: '', after: '电话' },
    { label: '权限：管理用户', before: '有', after: '收回' },
    { label: '权限：系统管理的全部', before: '没有', after: '给予' },
  ]);
});

test('the scope of a token is written for the server and told in words', () => {
  expect(tokenScopeOf(['*'])).toBe('all');
  expect(tokenScopeOf(['access.*', 'assessment.read'])).toBe('access,assessment.read');
  expect(tokenScopeName('all', all)).toBe('岗位能做的一切');
  expect(tokenScopeName('access,assessment.read,gone.code', all)).toBe('系统管理的全部、看成绩、gone.code');
});
