/**
 * The shapes of the JSON API (the modules in src/domain), kept by hand in this one file.
 * Decimals travel as strings with the printed decimals ("19.89") and are never computed with here
 * beyond drawing; an absent figure is null. Months are "2023-02".
 */

export type Decimal = string;
export type Month = string;

export interface Problem {
  row: number | null;
  column: string | null;
  field: string | null;
  value: string | null;
  message: string;
  hint: string | null;
}

export interface ApiFailure {
  code: string;
  title: string;
  message: string;
  detail?: string | null;
  hint?: string | null;
  place?: { file?: string | null; line?: number | null; column?: number | null; field?: string | null } | null;
  problems?: Problem[];
}

/** One thing that does not hold in a paper (src/engine/check/finding.h). */
export interface Finding {
  place: string;
  kind: string;
  unit: string;
  printed: string;
  recomputed: string;
  tolerance: string;
  cause: string;
}

export interface CheckedFile {
  findings: Finding[];
  tables: number;
  paragraphs: number;
}

export interface About {
  name: string;
  version: string;
  district: string;
  demo: boolean;
  notice: string | null;
}

export interface Unit {
  name: string;
  group: string;
  group_name: string;
  aliases: { name: string; since: string | null; until: string | null }[];
}

export type MonthState = 'draft' | 'frozen' | 'published';

export interface MonthEntry {
  period: Month;
  state: MonthState;
  state_name: string;
  version: number;
  figures: number;
  updated_at: string | null;
  schemes: { code: string; name: string }[];
  documents: { code: string; name: string }[];
}

export interface Indicator {
  code: string;
  name: string;
  section: string;
  section_name: string;
  points: Decimal | null;
  target: Decimal | null;
  unit: string | null;
  places: number;
  is_input: boolean;
}

export type ItemFlag = 'filled' | 'capped' | 'divided_by_zero' | 'missing' | 'below_target';

export interface ScoreItem {
  code: string;
  value: Decimal | null;
  full: Decimal | null;
  deduction: Decimal | null;
  flags: ItemFlag[];
  note: string | null;
}

export interface ScoreRow {
  unit: string;
  rank: number | null;
  tied: boolean;
  rank_note: string | null;
  /** 等次, of a scheme that is graded. */
  grade: string | null;
  total: Decimal | null;
  rank_before: number | null;
  /** Places gained since the month before (环比): positive is up. */
  movement: number | null;
  total_before: Decimal | null;
  change: Decimal | null;
  total_last_year: Decimal | null;
  change_last_year: Decimal | null;
  items: ScoreItem[];
  trend: { period: Month; total: Decimal | null }[];
}

export interface ScoreGroup {
  code: string;
  name: string;
  indicators: Indicator[];
  rows: ScoreRow[];
  mean: { code: string; value: Decimal | null }[];
  mean_total: Decimal | null;
}

export interface Scores {
  period: Month;
  state: MonthState;
  version: number;
  scheme: { code: string; name: string; total_name: string | null; ranked: boolean; graded: boolean; legal: string | null };
  groups: ScoreGroup[];
}

export interface Deductions {
  groups: {
    code: string;
    name: string;
    indicators: { code: string; name: string; units: { unit: string; deduction: Decimal }[] }[];
  }[];
}

export interface ExplainStep {
  code: string;
  name: string;
  depth: number;
  text: string;
  formula: string | null;
  with_numbers: string | null;
  exact: string | null;
  rounding: string | null;
  value: Decimal | null;
  flags: ItemFlag[];
  note: string | null;
}

export interface ExplainInput {
  code: string;
  name: string;
  value: Decimal | null;
  has_value: boolean;
  table: string | null;
  file: string | null;
  row: number | null;
  import: number | null;
  imported_at: string | null;
  /** How it was counted, by whom it was not imported. */
  counted: string | null;
}

export interface Explanation {
  period: Month;
  scheme: string;
  scheme_name: string;
  unit: string;
  group: string;
  item: string | null;
  item_name: string | null;
  value: Decimal | null;
  rank: number | null;
  legal: string | null;
  neighbours: { rank: number | null; unit: string; total: Decimal | null; is_self: boolean }[];
  reference: { unit: string; value: Decimal | null; text: string | null } | null;
  steps: ExplainStep[];
  inputs: ExplainInput[];
}

export interface MonthMoved {
  period: Month;
  state: MonthState;
  version: number;
  /** Of a month reopened: how many late corrections count now. */
  late: number;
}

export interface FigureChange {
  table?: string | null;
  unit: string | null;
  column: string;
  before: string | null;
  after: string | null;
}

export interface MonthVersion {
  version: number;
  state: MonthState;
  made_at: string;
  actor: string | null;
  reason: string | null;
  /** Why it was published although something did not hold, and how much did not. */
  despite: string | null;
  findings: number;
  digest: string | null;
  changes: FigureChange[];
}

export interface SchemeEntry {
  code: string;
  name: string;
  period_from: Month | null;
  period_until: Month | null;
  legal: string | null;
}

export interface SchemeIndicator {
  code: string;
  name: string;
  section: string | null;
  points: Decimal | null;
  direction: string | null;
  formula: string | null;
  rounding: string | null;
  missing: string | null;
  target: Decimal | null;
  unit: string | null;
  depth: number;
}

export interface Scheme {
  code: string;
  name: string;
  legal: string | null;
  source_file: string | null;
  total_rule: string | null;
  ranking: string | null;
  rounding: string | null;
  sections: { code: string; name: string; cap: Decimal | null }[];
  indicators: SchemeIndicator[];
}

export interface FigureTable {
  code: string;
  name: string;
  by_year: boolean;
  columns: { code: string; name: string; note: string | null; required: boolean; places: number | null }[];
}

export interface ImportPreview {
  table: string;
  period: Month;
  rows: number;
  /** Figures; also the next two. `wrong` counts rows. */
  new: number;
  changed: number;
  same: number;
  wrong: number;
  unknown_columns: string[];
  changes: FigureChange[];
  problems: Problem[];
  /** Counts that would not agree with each other. */
  warnings: string[];
}

export interface ImportDone extends ImportPreview {
  number: number;
}

export interface ImportEntry {
  number: number;
  table: string;
  table_name: string;
  period: Month;
  file: string;
  rows: number;
  cells: number;
  made_at: string;
  actor: string | null;
  undone: boolean;
  note: string | null;
}

export interface DoctorCheck {
  subject: string;
  state: 'ok' | 'warning' | 'broken';
  finding: string;
  remedy: string | null;
}

/** A post that one may act in. */
export interface OwnPost {
  id: number;
  unit: string;
  title: string;
  role: string;
  standing_in_for: string | null;
}

export interface SessionView {
  account_id: number;
  name: string;
  person: string;
  post_id: number;
  post: string;
  unit: string;
  standing_in_for: string | null;
  /** Why rows may be missing: 「沙面街及以下」. */
  scope_label: string;
  csrf: string;
  password_due: boolean;
  idle_minutes: number;
  permissions: string[];
  /** Every row of the router that may be called: "POST /api/months/{period}/freeze". */
  routes: string[];
  posts: OwnPost[];
  /** Whether this account signs in with a code too. */
  second_factor: boolean;
  /** Notices not read yet. */
  unread: number;
}

export interface SignInPage {
  district: string;
  demo: boolean;
  /** Of a demo district only; group by group. */
  accounts: { name: string; password: string; title: string; group: string; duty: string }[];
  password_rules: PasswordRules;
}

/** The numbers of packs/access/policy.yaml that one has to know before choosing a password. */
export interface PasswordRules {
  runes_min: number;
  classes_min: number;
  /** So many of the last ones may not come again; 0 = any may. */
  history: number;
  /** It has to be changed after so many days; 0 = never. */
  days_max: number;
}

export interface SecondFactorSetup {
  secret: string;
  address: string;
  /** SVG. */
  picture: string;
}

export interface Device {
  id: number;
  address: string;
  agent: string;
  made_at: string;
  seen_at: string;
  current: boolean;
}

export interface Leave {
  deputy: string;
  since: string;
  until: string;
  why: string;
}

export interface NoticeEntry {
  id: number;
  title: string;
  words: string;
  made_at: string;
  by: string | null;
  until: string | null;
  read: boolean;
}

export interface RouteRight {
  title: string;
  /** It concerns all units: the data scope must be the whole. */
  whole: boolean;
  roles: string[];
}
