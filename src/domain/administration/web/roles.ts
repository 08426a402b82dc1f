/** What a role holds, and how its patterns read (src/engine/access/permission.h). */
import type { Permission, Role, RoleScope, Roles } from './types';

export const SCOPES: Record<RoleScope, string> = {
  all: '全部',
  below: '本单位及以下',
  unit: '本单位',
  own: '本人',
  custom: '自定义',
};

export const EVERYTHING = '*';
export const patternOf = (module: string) => `${module}.*`;
/** "assessment.read" → "assessment" */
export const prefixOf = (code: string) => code.slice(0, code.indexOf('.'));

export interface PermissionGroup {
  prefix: string;
  title: string;
  permissions: Permission[];
}

export function groupsOf(permissions: Permission[]): PermissionGroup[] {
  const groups = new Map<string, PermissionGroup>();
  for (const permission of permissions) {
    const prefix = prefixOf(permission.code);
    const group = groups.get(prefix) ?? { prefix, title: permission.module, permissions: [] };
    group.permissions.push(permission);
    groups.set(prefix, group);
  }
  return [...groups.values()];
}

/** Directly, or by a pattern. */
export const holds = (patterns: string[], code: string): boolean =>
  patterns.includes(EVERYTHING) || patterns.includes(patternOf(prefixOf(code))) || patterns.includes(code);

/** With a permission given or taken. Taking one that a pattern gives writes the others out. */
export function withPermission(patterns: string[], code: string, given: boolean, all: Permission[]): string[] {
  if (given) return holds(patterns, code) ? patterns : [...patterns, code];
  let left = patterns;
  if (left.includes(EVERYTHING)) left = groupsOf(all).map((group) => patternOf(group.prefix));
  const pattern = patternOf(prefixOf(code));
  if (left.includes(pattern)) {
    const others = all.filter((one) => prefixOf(one.code) === prefixOf(code)).map((one) => one.code);
    left = [...left.filter((one) => one !== pattern), ...others.filter((one) => !left.includes(one))];
  }
  return left.filter((one) => one !== code);
}

/** With all of a module, also what is added to it later, given or taken. */
export function withModule(patterns: string[], prefix: string, given: boolean, all: Permission[]): string[] {
  const spread = patterns.includes(EVERYTHING) && !given ? groupsOf(all).map((group) => patternOf(group.prefix)) : patterns;
  const rest = spread.filter((one) => one !== patternOf(prefix) && prefixOf(one) !== prefix);
  return given ? [...rest, patternOf(prefix)] : rest;
}

/** The scope of a token: "all", or modules and codes between commas. */
export const tokenScopeOf = (patterns: string[]): string =>
  patterns.map((pattern) => (pattern === EVERYTHING ? 'all' : pattern.replace(/\.\*$/, ''))).join(',');

export function tokenScopeName(scope: string, permissions: Permission[]): string {
  const groups = groupsOf(permissions);
  const nameOf = (part: string) => {
    if (part === 'all') return '岗位能做的一切';
    const group = groups.find((one) => one.prefix === part);
    return group ? `${group.title}的全部` : (permissions.find((one) => one.code === part)?.title ?? part);
  };
  return scope.split(',').map(nameOf).join('、');
}

/** Held, but without effect: it concerns the whole house and the role's scope is narrower. */
export const isIdle = (permission: Permission, scope: RoleScope): boolean => permission.whole && scope !== 'all';

export interface Difference {
  label: string;
  before: string;
  after: string;
}

function spoken(patterns: string[], { permissions }: Roles): string[] {
  if (patterns.includes(EVERYTHING)) return ['全部权限'];
  return groupsOf(permissions).flatMap((group) =>
    patterns.includes(patternOf(group.prefix))
      ? [`${group.title}的全部`]
      : group.permissions.filter((one) => patterns.includes(one.code)).map((one) => one.title),
  );
}

/** What saving would change, in words: one line a field, one a permission given or taken. */
export function differences(before: Role, after: Role, all: Roles, unitName: (id: number) => string): Difference[] {
  const found: Difference[] = [];
  const differ = (label: string, from: string, to: string) => {
    if (from !== to) found.push({ label, before: from, after: to });
  };
  differ('名称', before.title, after.title);
  differ('数据范围', SCOPES[before.scope], SCOPES[after.scope]);
  const units = (role: Role) => (role.scope === 'custom' ? role.units.map(unitName).sort().join('、') : '');
  differ('自定义的单位', units(before), units(after));
  const kinds = (role: Role) => all.kinds.filter((kind) => role.sees.includes(kind.code)).map((kind) => kind.title).join('、');
  differ('可见完整内容', kinds(before), kinds(after));
  const [had, has] = [spoken(before.permissions, all), spoken(after.permissions, all)];
  for (const one of had) if (!has.includes(one)) found.push({ label: `权限：${one}`, before: '有', after: '收回' });
  for (const one of has) if (!had.includes(one)) found.push({ label: `权限：${one}`, before: '没有', after: '给予' });
  return found;
}

export const newRole = (): Role => ({
  id: 0,
  code: '',
  title: '',
  scope: 'below',
  units: [],
  permissions: [],
  sees: [],
  built_in: false,
  posts: 0,
});
