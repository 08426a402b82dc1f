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

export const NEED = {
  preview: 'GET /api/hotline/preview',
  whatIf: 'POST /api/hotline/what-if',
  records: 'GET /api/months/{period}/records',
  late: 'GET /api/months/{period}/late',
  letter: 'GET /api/hotline/letter.{format}',
} as const;

export const points = {
  preview: (period: string) => read<Outlook>(withQuery('/api/hotline/preview', { period: period || undefined })),
  whatIf: (period: string, exclude: string[], weights: Weight[]) =>
    postJson<Outlook>('/api/hotline/what-if', { period, exclude, weights }),
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
