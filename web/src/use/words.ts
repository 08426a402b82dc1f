/** Dates, months and signed figures as people read them. Figures arrive printed; none is rounded here. */

/** "2023-02" → "2023年2月", "2023" → "2023年度" */
export function monthName(period: string): string {
  if (isYear(period)) return `${period}年度`;
  const match = /^(\d{4})-(\d{2})$/.exec(period);
  return match ? `${match[1]}年${Number(match[2])}月` : period;
}

/** A year's table, scheme or document, not a month's. */
export function isYear(period: string): boolean {
  return /^\d{4}$/.test(period);
}

/** "2023-02" → "23/02", for the foot of a small chart. */
export function monthShort(period: string): string {
  return /^\d{4}-\d{2}$/.test(period) ? `${period.slice(2, 4)}/${period.slice(5)}` : period;
}

const shown = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Shanghai',
  dateStyle: 'short',
  timeStyle: 'short',
});

/** An ISO 8601 instant → "2026-11-22 15:30" in the district's time (+08:00); other text as it is. */
export function instantName(text: string | null | undefined): string {
  if (!text) return '—';
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return text;
  const instant = new Date(text);
  return Number.isNaN(instant.getTime()) ? text : shown.format(instant);
}

export type Sign = 'up' | 'down' | 'same';

/** The direction of a printed decimal, read from its text. */
export function signOf(decimal: string): Sign {
  if (/^[-−]/.test(decimal)) return /[1-9]/.test(decimal) ? 'down' : 'same';
  return /[1-9]/.test(decimal) ? 'up' : 'same';
}

/** "0.31" → "+0.31"; "-0.31" → "−0.31"; zero without sign. */
export function signed(decimal: string): string {
  const digits = decimal.replace(/^[-−+]/, '');
  return { up: '+', down: '−', same: '' }[signOf(decimal)] + digits;
}

/** A figure or the dash that stands for "no such figure". */
export function orDash(text: string | number | null | undefined): string {
  return text === null || text === undefined || text === '' ? '—' : String(text).replace(/^-/, '−');
}

/** For drawing only: lengths and positions, never figures. */
export function toNumber(decimal: string | null | undefined): number | null {
  if (decimal === null || decimal === undefined || decimal === '') return null;
  const value = Number(decimal);
  return Number.isFinite(value) ? value : null;
}
