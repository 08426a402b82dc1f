/** 2026-11-22 15:30 of an ISO time at +08:00, which is how the server writes them. */
export const moment = (at: string) => at.slice(0, 16).replace('T', ' ');

/** A limit at midnight is 24:00 of the day before. */
export function limit(at: string): string {
  if (!/T00:00:00/.test(at)) return moment(at);
  const day = new Date(Date.parse(at) - 1 + 8 * 3_600_000);
  return `${day.toISOString().slice(0, 10)} 24:00`;
}

/** Letters as people count them. */
export const count = (text: string) => [...text].length;
