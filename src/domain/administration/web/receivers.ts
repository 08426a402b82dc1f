/** What others may be told of, as the outbox names it. */
export const EVENT_NAMES: Record<string, string> = {
  'matter.opened': '新事项',
  'matter.moved': '事项有变动',
  'matter.assigned': '请求协办',
  'matter.overdue': '事项超期',
};

/** "*" → 「一切变动」 */
export const eventNames = (types: string): string =>
  types === '*' ? '一切变动' : types.split(' ').map((type) => EVENT_NAMES[type] ?? type).join('、');
