/** The form in which a clerk takes an order: what is in it, what it lacks, and where it is kept. */
import type { SummaryLine } from '@/components/ErrorSummary.vue';
import type { OrderRequest } from './types';

export interface Taking {
  phone: string;
  name: string;
  kind: string;
  category: string;
  title: string;
  content: string;
  address: string;
  level: string;
  channel: string;
  confidential: boolean;
  anonymous: boolean;
  unit: string;
  /** Of a 举报: the unit that it is about, which will never get it. */
  reported_unit: string;
  /** The order that this one turned out to be: merged with it once it is taken. */
  into: string;
}

export const blankTaking = (): Taking => ({
  phone: '', name: '', kind: '咨询', category: '', title: '', content: '', address: '', level: '一般', channel: '电话',
  confidential: false, anonymous: false, unit: '', reported_unit: '', into: '',
});

/** A form on which nobody has written anything yet. */
export const isBlank = (taking: Taking): boolean =>
  [taking.phone, taking.name, taking.title, taking.content, taking.address].every((text) => text.trim() === '');

const PHONE = /^\+?[\d][\d\s()-]{2,19}$/;
/** So many figures make a number worth looking up. */
const PHONE_FIGURES_MIN = 7;
export const phoneFigures = (phone: string): string => phone.replace(/\D/g, '');
export const isWholePhone = (phone: string): boolean => PHONE.test(phone.trim()) && phoneFigures(phone).length >= PHONE_FIGURES_MIN;

export function problemsOf(taking: Taking): SummaryLine[] {
  const found: SummaryLine[] = [];
  const phone = taking.phone.trim();
  if (!taking.anonymous && phone === '')
    found.push({ field: 'phone', words: '还没有填来电号码', hint: '来电人不愿留号码时勾选“匿名”' });
  else if (phone !== '' && !PHONE.test(phone))
    found.push({ field: 'phone', words: `来电号码“${phone}”不像电话`, hint: '写成 13800000000 或 020-80000000 的样子' });
  if (taking.kind === '') found.push({ field: 'kind', words: '还没有选类型' });
  if (taking.content.trim() === '') found.push({ field: 'content', words: '还没有写诉求内容' });
  return found;
}

export function requestOf(taking: Taking, key: string): OrderRequest {
  return {
    kind: taking.kind,
    title: taking.title.trim(),
    content: taking.content.trim(),
    address: taking.address.trim(),
    caller: { name: taking.name.trim(), phone: taking.phone.trim() },
    channel: taking.channel.trim(),
    idempotency_key: key,
    level: taking.level,
    category: taking.category,
    confidential: taking.confidential,
    anonymous: taking.anonymous,
    unit: taking.unit,
    ...(taking.kind === '举报' && taking.reported_unit ? { reported_unit: taking.reported_unit } : {}),
  };
}

/** randomUUID is missing where the page did not come over https. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

export interface KeptTaking {
  taking: Taking;
  key: string;
  at: string;
}

/** Of this window alone, and gone with it: it holds a caller's number. */
const placeOf = (account: number) => `tongban.taking.${account}`;

export function keep(account: number, kept: KeptTaking): void {
  sessionStorage.setItem(placeOf(account), JSON.stringify(kept));
}
export const forget = (account: number): void => sessionStorage.removeItem(placeOf(account));
export function kept(account: number): KeptTaking | null {
  try {
    const found = JSON.parse(sessionStorage.getItem(placeOf(account)) ?? 'null') as KeptTaking | null;
    return found?.taking ? { ...found, taking: { ...blankTaking(), ...found.taking } } : null;
  } catch {
    return null;
  }
}
