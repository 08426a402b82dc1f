/** Days as "2026-11-22", in the district's time (+08:00). */

const written = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short' });

export const today = (now: Date = new Date()): string => written.format(now);

/** "2026-11-22" → 2026年11月22日 */
export function dayName(day: string | null | undefined): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day ?? '');
  return match ? `${match[1]}年${Number(match[2])}月${Number(match[3])}日` : (day ?? '');
}

/** 「2026-01-01 起」, 「2026-01-01 至 2026-03-31」 */
export const spanName = (since: string, until: string | null): string => (until ? `${since} 至 ${until}` : `${since} 起`);

export type Standing = 'past' | 'now' | 'to come';

export function standingOn(day: string, since: string, until: string | null): Standing {
  if (since > day) return 'to come';
  return until && until < day ? 'past' : 'now';
}
