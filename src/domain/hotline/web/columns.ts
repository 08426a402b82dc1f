/** The columns of the list: what there is, and how an account has arranged them. */
import type { SavedColumn } from './types';

export interface OrderColumn {
  code: string;
  title: string;
  width: number;
  hidden: boolean;
  /** Sorted by the server under this name. */
  sort?: string;
  number?: boolean;
}

export const WIDTH_MIN = 60;
export const WIDTH_MAX = 800;

export const DEFAULT_COLUMNS: OrderColumn[] = [
  { code: 'light', title: '时限', width: 132, hidden: false, sort: 'due_at' },
  { code: 'title', title: '标题', width: 300, hidden: false },
  { code: 'kind', title: '类型', width: 68, hidden: false, sort: 'kind' },
  { code: 'state', title: '状态', width: 116, hidden: false, sort: 'state' },
  { code: 'unit', title: '承办单位', width: 150, hidden: false, sort: 'unit' },
  { code: 'received_at', title: '受理时间', width: 150, hidden: false, sort: 'received_at' },
  { code: 'due', title: '办结期限', width: 160, hidden: false, sort: 'due_at' },
  { code: 'level', title: '紧急程度', width: 92, hidden: false, sort: 'level' },
  { code: 'category', title: '分类', width: 150, hidden: true, sort: 'category' },
  { code: 'channel', title: '渠道', width: 90, hidden: true, sort: 'channel' },
  { code: 'address', title: '地址', width: 220, hidden: true },
  { code: 'returns', title: '退单', width: 72, hidden: true, sort: 'returns', number: true },
  { code: 'urges', title: '催办', width: 72, hidden: true, sort: 'urges', number: true },
  { code: 'review_failures', title: '审核不通过', width: 104, hidden: true, sort: 'review_failures', number: true },
  { code: 'supervision', title: '督办级别', width: 92, hidden: true, sort: 'supervision', number: true },
  { code: 'satisfaction', title: '满意度', width: 100, hidden: true },
  { code: 'closed_at', title: '办结时间', width: 150, hidden: true, sort: 'closed_at' },
];

const bounded = (width: number) => Math.min(WIDTH_MAX, Math.max(WIDTH_MIN, Math.round(width)));

/** As saved, and what has come since at the end; what is there no more is left out. */
export function arranged(saved: SavedColumn[], all: OrderColumn[] = DEFAULT_COLUMNS): OrderColumn[] {
  const byCode = new Map(all.map((column) => [column.code, column]));
  const known = saved.flatMap(({ code, hidden, width }) => {
    const column = byCode.get(code);
    byCode.delete(code);
    return column ? [{ ...column, hidden, width: width > 0 ? bounded(width) : column.width }] : [];
  });
  return [...known, ...byCode.values()];
}

export const toSave = (columns: OrderColumn[]): SavedColumn[] =>
  columns.map(({ code, hidden, width }) => ({ code, hidden, width }));

export const widened = (columns: OrderColumn[], code: string, width: number): OrderColumn[] =>
  columns.map((column) => (column.code === code ? { ...column, width: bounded(width) } : column));

export const toggled = (columns: OrderColumn[], code: string): OrderColumn[] => {
  const after = columns.map((column) => (column.code === code ? { ...column, hidden: !column.hidden } : column));
  // A list without columns would say nothing.
  return after.some((column) => !column.hidden) ? after : columns;
};

export function moved(columns: OrderColumn[], code: string, by: -1 | 1): OrderColumn[] {
  const at = columns.findIndex((column) => column.code === code);
  const to = at + by;
  if (at < 0 || to < 0 || to >= columns.length) return columns;
  const after = [...columns];
  const [one] = after.splice(at, 1);
  if (one) after.splice(to, 0, one);
  return after;
}
