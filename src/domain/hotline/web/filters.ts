/** The filters of the list, as they stand in the address and in the question to the server. */
import type { Filters } from './api';

export const FILTER_NAMES = [
  'q', 'state', 'kind', 'level', 'category', 'channel', 'light', 'box', 'unit', 'unit_only', 'from', 'to', 'due_from', 'due_to',
  'closed_from', 'closed_to', 'satisfaction', 'street', 'hour', 'weekday', 'requests', 'excluded', 'returns', 'review_failures',
  'urges', 'supervision',
] as const;
export type FilterName = (typeof FILTER_NAMES)[number];
export const LIST_NAMES = [...FILTER_NAMES, 'sort', 'descending', 'page', 'size'] as const;
export type ListName = (typeof LIST_NAMES)[number];

const WEEKDAYS = '一二三四五六日';
const REQUESTS: Record<string, string> = { extension: '延期', joint: '协办', appeal: '申诉', exclusion: '剔除', knowledge: '知识' };
/** Filters that come with a link and have no field of their own: each is told, and can be dropped. */
const LINKED: Partial<Record<FilterName, (value: string, unitName: (text: string) => string) => string>> = {
  unit_only: () => '只看本单位，不含下属',
  closed_from: (value) => `${value} 起办结`,
  closed_to: (value) => `${value} 前办结`,
  satisfaction: (value) => `满意度：${value}`,
  street: (value, unitName) => (value === '无' ? '不知发生在哪个街道' : `发生在${unitName(value)}`),
  hour: (value) => `${value} 时受理`,
  weekday: (value) => `星期${WEEKDAYS[Number(value) - 1] ?? value}受理`,
  requests: (value) => `有${value.split(',').map((one) => REQUESTS[one] ?? one).join('、')}申请在审`,
  excluded: (value) => (value === '1' ? '只看已剔除的' : '不看已剔除的'),
  returns: (value) => `退单 ${value} 次以上`,
  review_failures: (value) => `审核不通过 ${value} 次以上`,
  urges: (value) => (value === '1' ? '有催办' : `催办 ${value} 次以上`),
  supervision: (value) => (value === '1' ? '有督办' : `督办 ${value} 级以上`),
};
export const linkedFilters = (
  filters: Partial<Record<FilterName, string>>,
  unitName: (text: string) => string = (text) => text,
): { name: FilterName; title: string }[] =>
  FILTER_NAMES.flatMap((name) => {
    const value = filters[name];
    const title = value && LINKED[name]?.(value, unitName);
    return title ? [{ name, title }] : [];
  });

export const PAGE_SIZES = [20, 50, 100, 200];
export const EXPORT_AT_ONCE_MAX = 5000;

export const filled = (filters: Partial<Record<ListName, string>>): Filters =>
  Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== ''));

/** Without where in the list one stands: what an export or a figure is about. */
export function withoutPlace(filters: Partial<Record<ListName, string>>): Filters {
  const { page: _page, size: _size, ...rest } = filters;
  return filled(rest);
}

/** The list that an order was opened from goes along in its address: "kind=投诉&page=3". */
export const listText = (filters: Partial<Record<ListName, string>>): string =>
  new URLSearchParams(filled(filters)).toString();

export function listOf(text: string): Filters {
  const found: Filters = {};
  for (const [name, value] of new URLSearchParams(text)) {
    if ((LIST_NAMES as readonly string[]).includes(name) && value) found[name] = value;
  }
  return found;
}

/** Where the neighbour of an order lies: on this page, or first or last on the next. */
export interface Neighbour {
  number?: string;
  page?: number;
}

export function neighbours(numbers: string[], number: string, page: number, size: number, total: number) {
  const at = numbers.indexOf(number);
  const none: { before: Neighbour | null; after: Neighbour | null; place: number } = { before: null, after: null, place: 0 };
  if (at < 0) return none;
  const beforeNumber = numbers[at - 1];
  const afterNumber = numbers[at + 1];
  return {
    before: beforeNumber ? { number: beforeNumber } : page > 1 ? { page: page - 1 } : null,
    after: afterNumber ? { number: afterNumber } : page * size < total ? { page: page + 1 } : null,
    place: (page - 1) * size + at + 1,
  };
}
