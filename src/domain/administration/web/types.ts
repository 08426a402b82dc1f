/** The shapes of the answers of /api/access, kept by hand beside the pages that show them. */

export interface User {
  id: number;
  name: string;
  person: string;
  phone: string;
  /** 0 = the house. */
  unit_id: number;
  unit: string;
  disabled: boolean;
  password_due: boolean;
  second_factor: boolean;
  made_at: string;
  seen_at: string | null;
  posts: string;
}

export interface Paged {
  total: number;
  page: number;
  page_rows: number;
}

export interface UserPage extends Paged {
  users: User[];
}

export interface Device {
  id: number;
  address: string;
  agent: string;
  made_at: string;
  seen_at: string;
  current: boolean;
}

export interface Holder {
  id: number;
  account_id: number;
  account: string;
  person: string;
  since: string;
  until: string | null;
  /** The account on leave; 0 = his own post. */
  deputy_for: number;
  deputy_for_name: string;
  why: string;
}

export interface Post {
  id: number;
  unit_id: number;
  unit: string;
  title: string;
  role_id: number;
  role: string;
  ended: boolean;
  holders: Holder[];
}

export type RoleScope = 'all' | 'below' | 'unit' | 'own' | 'custom';

export interface Role {
  id: number;
  code: string;
  title: string;
  scope: RoleScope;
  /** Of a custom scope. */
  units: number[];
  /** Codes, or patterns: "*", "assessment.*". */
  permissions: string[];
  sees: string[];
  built_in: boolean;
  posts: number;
}

export interface Permission {
  code: string;
  title: string;
  /** Concerns all units at once: takes effect only with the whole data scope. */
  whole: boolean;
  module: string;
}

export interface Roles {
  roles: Role[];
  permissions: Permission[];
  kinds: { code: string; title: string }[];
}

export interface OrgUnit {
  id: number;
  /** 0 = at the top. */
  parent_id: number;
  name: string;
  kind: string;
  kind_name: string;
  listing: number;
  /** The first day on which it is no more. */
  ended: string | null;
  successor: string | null;
  aliases: { name: string; until: string | null }[];
}

export interface Organisation {
  units: OrgUnit[];
  /** Those that a unit may be given. */
  kinds: { code: string; label: string }[];
}

export interface DictionaryValue {
  code: string;
  label: string;
  tone: string;
  listing: number;
  disabled: boolean;
}

export interface Dictionary {
  code: string;
  title: string;
  values: DictionaryValue[];
}

export interface CalendarDay {
  date: string;
  off: boolean;
  name: string;
  /** The bureau's own day. */
  own: boolean;
  note: string | null;
}

export interface CalendarYear {
  year: number;
  loaded: boolean;
  /** Addresses of the notices, blank between. */
  source: string;
  days: CalendarDay[];
}

export interface Pack {
  name: string;
  place: string;
  overridden: boolean;
  source: string | null;
  since: string | null;
  lines: number;
}

export interface AuditChange {
  field: string;
  label: string;
  before: string;
  after: string;
}

export interface AuditEntry {
  number: number;
  made_at: string;
  action: string;
  action_label: string;
  object: string;
  object_key: number;
  title: string;
  account_id: number;
  actor: string;
  unit_id: number;
  address: string;
  why: string;
  refused: boolean;
  facts: string;
  changes: AuditChange[];
}

export interface AuditPage extends Paged {
  entries: AuditEntry[];
}

export interface AuditVerdict {
  holds: boolean;
  entries: number;
  /** 0 = there is no signed head. */
  signed_count: number;
  signed_at: string | null;
  /** Number of the first entry that does not fit; 0 = none. */
  broken: number;
  finding: string;
}

export interface Token {
  id: number;
  account_id: number;
  account: string;
  name: string;
  scope: string;
  unit: string;
  made_at: string;
  expires_at: string;
  used_at: string | null;
  revoked: boolean;
}

export interface Receiver {
  id: number;
  name: string;
  /** webhook, mail */
  kind: string;
  address: string;
  /** "matter.opened matter.moved"; "*" = all. */
  types: string;
  paused: boolean;
  waiting: number;
  /** Failures in a row. */
  tries: number;
  next_at: string | null;
  error: string;
}

export interface Notice {
  id: number;
  title: string;
  words: string;
  until: string | null;
  everybody: boolean;
  units: { unit_id: number; name: string }[];
  author: string;
  made_at: string;
  ended_at: string | null;
  readers: { account_id: number; name: string; person: string; read_at: string }[];
}
