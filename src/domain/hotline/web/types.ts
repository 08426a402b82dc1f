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
  /** Its name; "" = the house. */
  unit: string;
  category: string;
  channel: string;
  address: string;
  received_at: string;
  due_at: string | null;
  due_day: string | null;
  closed_at: string | null;
  missing_year: number;
  light: LightCode;
  returns: number;
  review_failures: number;
  urges: number;
  supervision: number;
  raised: boolean;
  confidential: boolean;
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
  from_state_name: string;
  to_state: string;
  to_state_name: string;
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
  state: string;
  unit: string;
  received_at: string;
  /** 「并入本工单」, 「同一电话；同一地址」 */
  why: string;
}

/** Of the account's own import. */
export interface ImportProgress {
  running: boolean;
  done: number;
  total: number;
}

/** A Word attachment as its words. */
export interface AttachmentPaper {
  name: string;
  parts: { kind: 'heading' | 'paragraph' | 'table'; level: number; text: string; rows: { cells: string[] }[] }[];
  /** There is more. */
  cut: boolean;
}

export interface Attachment {
  id: number;
  name: string;
  /** jpeg, png, pdf, docx, xlsx, text */
  kind: string;
  bytes: number;
  /** Of a picture, else 0: what has it has a thumbnail. */
  width: number;
  height: number;
  /** By the caller. */
  citizen: boolean;
  actor: string;
  added_at: string;
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
  reported_unit: string;
  place_unit: string;
  category_name: string;
  difficulty_name: string;
  due_text: string;
  /** Seen only because one's unit assists. */
  assisting: boolean;
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
  reported_unit?: string;
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
  /** 「类目「施工噪声」由其承办」, 「地址在其辖区」 */
  reasons: string[];
  /** In hand, and of these too late. */
  open: number;
  overdue: number;
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

/** What the bureau has settled: categories, and what else one chooses from. */
export interface RulesView {
  categories: Category[];
  difficulties: { code: string; name: string }[];
  campaigns: string[];
  notices: { grade: number; name: string; days: number; text: string }[];
  /** Of an attachment, in MiB. */
  file_mib: number;
}

export interface LifecycleMove {
  code: string;
  name: string;
  may?: string;
  needs_reason: boolean;
  needs_basis: boolean;
  needs_unit: boolean;
  needs_units: boolean;
  needs_days: boolean;
  needs_words: boolean;
  fields?: string[];
  bulk: boolean;
}

export interface LifecycleView {
  states: { code: string; name: string; done: boolean; end: boolean; paused: boolean }[];
  moves: LifecycleMove[];
}

export interface SavedColumn {
  code: string;
  hidden: boolean;
  width: number;
}

export interface UnitName {
  id: number;
  name: string;
}

export interface StatisticRow {
  code: string;
  name: string;
  count: number;
  open: number;
  /** Of the open ones. */
  overdue: number;
  /** Urged at least once; how often all together. */
  urged: number;
  urges: number;
  supervised: number;
  /** The filters under which the list shows exactly these: "kind=投诉&from=2026-01-01". */
  query: string;
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

/** A file of orders as it was looked at, or taken. */
export interface ImportView {
  /** 0 = looked at only. */
  number: number;
  rows: number;
  new_orders: number;
  changed_orders: number;
  same_orders: number;
  wrong_rows: number;
  unknown_columns: string[];
  differences: { number: string; label: string; before: string; after: string }[];
  problems: Problem[];
  problem_count: number;
}

export interface ImportRecord {
  number: number;
  file: string;
  rows: number;
  new_orders: number;
  changed_orders: number;
  same_orders: number;
  wrong_rows: number;
  made_at: string;
  actor: string;
  undone_at: string | null;
}
