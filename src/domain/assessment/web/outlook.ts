/** What the pages of points ask of the server: the month as it would end, and the records that cost points. */
import { address, postJson, read, withQuery } from '@/api/wire';

export interface OutlookRow {
  unit: string;
  rank: number | null;
  total: string | null;
  rank_before: number | null;
  total_before: string | null;
  movement: number;
  items: { code: string; value: string | null; lost: string | null }[];
}
export interface Outlook {
  period: string;
  state: string;
  scheme: string;
  scheme_name: string;
  counted: boolean;
  running: boolean;
  looked_at: string;
  indicators: { code: string; name: string; points: string | null }[];
  groups: { code: string; name: string; rows: OutlookRow[] }[];
}
export interface Weight {
  item: string;
  points: string;
}
export interface CostRecord {
  number: string;
  title: string;
  at: string;
  cost: string | null;
  why: string;
}
export interface CostRecords {
  unit: string;
  item: string;
  name: string;
  counted: boolean;
  total: number;
  page: number;
  size: number;
  rows: CostRecord[];
}

/** A change of an order after its month was frozen. */
export interface LateCorrection {
  id: number;
  unit: string;
  version: number;
  number: string;
  title: string;
  words: string;
  at: string;
  actor: string;
  waiting: boolean;
}

export interface Appeal {
  id: number;
  period: string;
  item: string;
  unit: string;
  number: string;
  title: string;
  cost: string | null;
  reason: string;
  actor: string;
  made_at: string;
  state: 'open' | 'upheld' | 'refused';
  decision: string;
  decider: string;
  decided_at: string | null;
  rank_before: number;
  rank_after: number;
  total_before: string | null;
  total_after: string | null;
}
export interface Appeals {
  period: string;
  opens: string;
  closes: string;
  open: boolean;
  appeals: Appeal[];
}

export const NEED = {
  preview: 'GET /api/hotline/preview',
  whatIf: 'POST /api/hotline/what-if',
  records: 'GET /api/months/{period}/records',
  late: 'GET /api/months/{period}/late',
  letter: 'GET /api/hotline/letter.{format}',
  appeals: 'GET /api/hotline/appeals',
  appeal: 'POST /api/hotline/appeals',
  decide: 'POST /api/hotline/appeals/{id}/decide',
} as const;

export const points = {
  preview: (period: string) => read<Outlook>(withQuery('/api/hotline/preview', { period: period || undefined })),
  whatIf: (period: string, exclude: string[], weights: Weight[]) =>
    postJson<Outlook>('/api/hotline/what-if', { period, exclude, weights }),
  appeals: (period: string) => read<Appeals>(withQuery('/api/hotline/appeals', { period })),
  appeal: (asked: { period: string; unit: string; item: string; number: string; reason: string }) =>
    postJson<Appeal>('/api/hotline/appeals', asked),
  decide: (id: number, uphold: boolean, decision: string) =>
    postJson<Appeal>(address`/api/hotline/appeals/${String(id)}/decide`, { uphold, decision }),
  late: (period: string) =>
    read<{ corrections: LateCorrection[] }>(address`/api/months/${period}/late`).then((answer) => answer.corrections),
  letterAddress: (period: string, unit: string, format: 'docx' | 'pdf' | 'html') =>
    withQuery(`/api/hotline/letter.${format}`, { period, unit }),
  records: (period: string, scheme: string, unit: string, item: string, page: number) =>
    read<CostRecords>(withQuery(address`/api/months/${period}/records`, { scheme, unit, item, page: String(page) })),
};

/** "on_time:30,pass:10" of the address. */
export function weightsOf(text: string): Weight[] {
  return text
    .split(',')
    .map((one) => one.split(':'))
    .filter((pair): pair is [string, string] => pair.length === 2 && pair[0] !== '' && pair[1] !== '')
    .map(([item, points]) => ({ item, points }));
}
export const weightsText = (weights: Weight[]) => weights.map((one) => `${one.item}:${one.points}`).join(',');
export const listOf = (text: string) => text.split(',').filter((one) => one !== '');
