/** What the administration pages ask of the server (src/domain/administration/routes.c). */
import { address, postJson, read, remove, send, withQuery } from '@/api/wire';
import type * as t from './types';

export interface UserQuery {
  words: string;
  unit: string;
  state: string;
  sort: string;
  page: string;
}

export interface AuditQuery {
  object: string;
  key: string;
  number: string;
  words: string;
  account_id: string;
  from: string;
  to: string;
  refused: string;
}

export const access = {
  users: (query: Partial<UserQuery>) => read<t.UserPage>(withQuery('/api/access/users', query)),
  user: (id: string) => read<t.User>(address`/api/access/users/${id}`),
  createUser: (user: { name: string; person: string; phone: string; unit_id: number }) =>
    postJson<{ id: number; password: string }>('/api/access/users', user),
  changeUser: (id: number, user: { person?: string; phone?: string; unit_id: number; why: string }) =>
    postJson(address`/api/access/users/${id}`, user),
  disableUser: (id: number, disabled: boolean, why: string) =>
    postJson(address`/api/access/users/${id}/disable`, { disabled, why }),
  resetUser: (id: number, why: string) => postJson<{ password: string }>(address`/api/access/users/${id}/reset`, { why }),
  reveal: (id: number, field: 'phone' | 'person', reason: string) =>
    postJson<{ text: string }>(address`/api/access/users/${id}/reveal`, { field, reason }),
  leave: (id: number, leave: { deputy_id: number; since: string; until: string; why: string }) =>
    postJson(address`/api/access/users/${id}/leave`, leave),
  devices: (id: number) =>
    read<{ devices: t.Device[] }>(address`/api/access/users/${id}/devices`).then((answer) => answer.devices),
  endDevice: (id: number) => remove(address`/api/access/devices/${id}`),

  posts: (unit: string, past: boolean) =>
    read<{ posts: t.Post[] }>(withQuery('/api/access/posts', { unit, past: past || undefined })).then((answer) => answer.posts),
  createPost: (seat: { unit_id: number; title: string; role_id: number; why: string }) =>
    postJson<{ id: number }>('/api/access/posts', seat),
  changePost: (id: number, seat: { title: string; role_id: number; why: string }) =>
    postJson(address`/api/access/posts/${id}`, seat),
  endPost: (id: number, why: string) => postJson(address`/api/access/posts/${id}/end`, { why }),
  assign: (id: number, holding: { account_id: number; since: string; until?: string; why: string }) =>
    postJson(address`/api/access/posts/${id}/holders`, holding),
  release: (holder: number, until: string, why: string) =>
    postJson(address`/api/access/holders/${holder}/release`, { until, why }),

  roles: () => read<t.Roles>('/api/access/roles'),
  putRole: (role: Omit<t.Role, 'built_in' | 'posts'>, why: string) =>
    postJson<{ id: number }>('/api/access/roles', { ...role, why }),
  removeRole: (id: number, why: string) => remove(withQuery(address`/api/access/roles/${id}`, { why })),

  organisation: () => read<t.Organisation>('/api/access/units'),
  createUnit: (unit: { name: string; kind: string; parent_id: number; why: string }) =>
    postJson<{ id: number }>('/api/access/units', unit),
  renameUnit: (id: number, name: string, since: string, why: string) =>
    postJson(address`/api/access/units/${id}/rename`, { name, since, why }),
  moveUnit: (id: number, parent_id: number, kind: string, why: string) =>
    postJson(address`/api/access/units/${id}/move`, { parent_id, kind, why }),
  mergeUnit: (id: number, into: number, since: string, why: string) =>
    postJson(address`/api/access/units/${id}/merge`, { into, since, why }),
  addAlias: (id: number, alias: string, why: string) => postJson(address`/api/access/units/${id}/alias`, { alias, why }),

  dictionaries: () =>
    read<{ dictionaries: t.Dictionary[] }>('/api/access/dictionaries').then((answer) => answer.dictionaries),
  putValue: (dictionary: string, value: t.DictionaryValue, why: string) =>
    postJson(address`/api/access/dictionaries/${dictionary}/values`, { ...value, why }),

  calendar: (year: string) => read<t.CalendarYear>(address`/api/access/calendar/${year}`),
  putDay: (day: { date: string; off: boolean; name: string; why: string }) => postJson('/api/access/calendar/days', day),
  removeDay: (date: string, why: string) => remove(withQuery(address`/api/access/calendar/days/${date}`, { why })),

  packs: () => read<{ packs: t.Pack[] }>('/api/access/packs').then((answer) => answer.packs),
  packText: (name: string) => read<{ name: string; text: string }>(withQuery('/api/access/packs/text', { name })),

  audit: (query: Partial<AuditQuery> & { page: string }) => read<t.AuditPage>(withQuery('/api/access/audit', query)),
  auditExport: (query: Partial<AuditQuery>) => send(withQuery('/api/access/audit/export.xlsx', query)),
  verdict: () => read<t.AuditVerdict>('/api/access/audit/verdict'),

  tokens: () => read<{ tokens: t.Token[] }>('/api/access/tokens').then((answer) => answer.tokens),
  createToken: (token: { account: string; name: string; scope: string; unit: string; expires?: string }) =>
    postJson<{ token: string }>('/api/access/tokens', token),
  revokeToken: (id: number, why: string) => postJson(address`/api/access/tokens/${id}/revoke`, { why }),

  notices: () => read<{ notices: t.Notice[] }>('/api/access/notices').then((answer) => answer.notices),
  createNotice: (notice: { title: string; words: string; until?: string; units: number[] }) =>
    postJson<{ id: number }>('/api/access/notices', notice),
  endNotice: (id: number, why: string) => postJson(address`/api/access/notices/${id}/end`, { why }),

  receivers: () => read<{ receivers: t.Receiver[] }>('/api/access/receivers').then((answer) => answer.receivers),
  putReceiver: (receiver: Pick<t.Receiver, 'id' | 'name' | 'kind' | 'address' | 'types' | 'paused'>, why: string) =>
    postJson<{ id: number; secret: string }>('/api/access/receivers', { ...receiver, why }),
  removeReceiver: (id: number, why: string) => remove(withQuery(address`/api/access/receivers/${id}`, { why })),
};
