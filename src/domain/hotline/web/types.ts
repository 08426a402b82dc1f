/** The shapes of the hotline's answers (src/domain/hotline, the C structs of the same names). */
import type { Problem } from '@/api/types';

export type LightCode = 'none' | 'normal' | 'near' | 'overdue' | 'paused';

export interface LightView {
  code: LightCode;
  text: string;
  /** How the due time came about; of the order's own page. */
  why?: string;
}

export interface OrderRow {
  number: string;
  title: string;
  kind: string;
  level: string;
  state: string;
  state_name: string;
  unit: string;
  category: string;
  category_name: string;
  channel: string;
  address: string;
  received_at: string;
  due_at: string | null;
  due_day: string | null;
  due_text: string;
  closed_at: string | null;
  light: LightCode;
  light_text: string;
  returns: number;
  urges: number;
  supervision: number;
  raised: boolean;
  excluded: boolean;
  satisfaction: string;
  revision: number;
}

export interface OrderList {
  total: number;
  page: number;
  size: number;
  rows: OrderRow[];
}

export interface DeskBox {
  code: string;
  name: string;
  count: number;
}

/** A move that the one who is signed in may make now. */
export interface OpenMove {
  code: string;
  name: string;
  needs_reason: boolean;
  needs_basis: boolean;
  needs_unit: boolean;
  needs_units: boolean;
  needs_days: boolean;
  needs_words: boolean;
  fields: string[];
  branch_id: number;
  bulk: boolean;
}

export interface OrderEvent {
  id: number;
  move: string;
  move_name: string;
  from_state: string;
  to_state: string;
  at: string;
  actor: string;
  from_unit: string;
  to_unit: string;
  branch_id: number;
  reason: string;
  basis: string;
  words: string;
  fields: string;
  clock: string;
  days: number;
  due_at: string | null;
}

export interface OrderClock {
  id: number;
  branch_id: number;
  code: string;
  name: string;
  started_at: string;
  days: number;
  minutes: number;
  due_at: string | null;
  missing_year: number;
  stopped_at: string | null;
}

export interface OrderBranch {
  id: number;
  unit: string;
  state: string;
  started_at: string;
  due_at: string | null;
  done_at: string | null;
  words: string;
}

export interface OrderReturn {
  id: number;
  unit: string;
  at: string;
  reason: string;
  basis: string;
  suggested_unit: string;
  verdict: string;
  decided_at: string | null;
  decision: string;
}

export interface RelatedOrder {
  number: string;
  title: string;
  state_name: string;
  received_at: string;
  /** Why it is related: 同一来电人, 已并入本单 … */
  why: string;
}

export interface Attachment {
  id: number;
  name: string;
  content_type: string;
  size: number;
  made_at: string;
  has_thumbnail: boolean;
}

export interface Order {
  number: string;
  kind: string;
  level: string;
  channel: string;
  origin: string;
  category: string;
  title: string;
  content: string;
  address: string;
  confidential: boolean;
  anonymous: boolean;
  state: string;
  received_at: string;
  dispatched_at: string | null;
  signed_at: string | null;
  replied_at: string | null;
  closed_at: string | null;
  due_at: string | null;
  due_day: string | null;
  missing_year: number;
  extension_days: number;
  revision: number;
  requests: string;
  returns: number;
  incorrect_returns: number;
  review_failures: number;
  urges: number;
  supervision: number;
  raised: boolean;
  campaign: string;
  difficulty: string;
  satisfaction: string;
  citizen_satisfaction: string;
  callback_satisfaction: string;
  duty_not_done: boolean;
  excluded: boolean;
  reply: string;
}

export interface OrderPage {
  order: Order;
  state_name: string;
  unit: string;
  category_name: string;
  /** Masked; `hidden` says why there is nothing at all. */
  caller: { name: string; phone: string; hidden: string | null };
  light: LightView;
  clocks: OrderClock[];
  moves: OpenMove[];
  events: OrderEvent[];
  branches: OrderBranch[];
  returns: OrderReturn[];
  related: RelatedOrder[];
  attachments: Attachment[];
}

/** What a move may be given. */
export interface Deed {
  revision?: number;
  branch_id?: number;
  unit?: string;
  units?: { unit: string }[];
  days?: number;
  reason?: string;
  basis?: string;
  words?: string;
  satisfaction?: string;
  verdict?: string;
  reached?: boolean;
  into?: string;
  difficulty?: string;
  campaign?: string;
  grade?: number;
}

export interface OrderDone {
  number: string;
  state: string;
  state_name: string;
  revision: number;
  waiting: boolean;
}

export interface OrderBulk {
  done: number;
  failed: number;
  failures: { number: string; message: string }[];
}

export interface OrderRequest {
  kind: string;
  title: string;
  content: string;
  address: string;
  caller: { name: string; phone: string };
  channel: string;
  idempotency_key: string;
  level: string;
  category: string;
  confidential: boolean;
  anonymous: boolean;
  unit: string;
}

export interface OrderTaken {
  number: string;
  received_at: string;
  due_at: string | null;
  due_text: string;
  repeated: boolean;
}

export interface Candidate {
  unit: string;
  reason: string;
}

export interface Category {
  code: string;
  name: string;
  parent: string;
  parent_name: string;
  is_group: boolean;
}

export interface Phrase {
  move: string;
  title: string;
  text: string;
}

/** An earlier order of the same number. */
export interface CallerOrder {
  number: string;
  kind: string;
  title: string;
  address: string;
  state: string;
  state_name: string;
  received_at: string;
  closed_at: string | null;
  satisfaction: string;
  unit: string;
}

export interface LifecycleView {
  states: { code: string; name: string; done: boolean }[];
  moves: { code: string; name: string; bulk: boolean }[];
  difficulties: { code: string; name: string }[];
}

export interface SavedColumn {
  code: string;
  hidden: boolean;
  width: number;
}

export interface StatisticRow {
  code: string;
  name: string;
  count: number;
}

export interface ExportEntry {
  id: number;
  name: string;
  state: string;
  done: number;
  total: number;
  made_at: string;
  finished_at: string | null;
  failure: string | null;
}

export type { Problem };
