/** What the pages of the hotline call things. */
import { instantName } from '@/use/words';
import type { Candidate, LightCode, OrderRow } from './types';

export const KINDS = ['咨询', '投诉', '求助', '举报', '建议', '表扬'] as const;
export const LEVELS = ['一般', '紧急', '特急'] as const;
export const SATISFACTIONS = ['非常满意', '满意', '基本满意', '不满意', '非常不满意'] as const;
export const CHANNELS = ['电话', '微信', '网页', '市平台', '来访', '来信'] as const;

export const choices = (values: readonly string[]) => values.map((value) => ({ value, title: value }));

/** Colour is never the only sign: each light has its shape and its word. */
export const LIGHTS: Record<LightCode, { shape: string; name: string; tone: string }> = {
  normal: { shape: '●', name: '正常', tone: 'good' },
  near: { shape: '▲', name: '临期', tone: 'warn' },
  overdue: { shape: '■', name: '超期', tone: 'bad' },
  paused: { shape: '◆', name: '挂起', tone: 'plain' },
  none: { shape: '○', name: '不计时', tone: 'plain' },
};
export const lightOf = (code: string) => LIGHTS[code as LightCode] ?? LIGHTS.none;

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const WEEK_DAYS = 7;

/** As the server writes it on the order's own page (engine/flow): no hours from a week on. */
function spanText(ms: number): string {
  const [days, hours] = [Math.floor(ms / DAY_MS), Math.floor((ms % DAY_MS) / HOUR_MS)];
  if (days >= WEEK_DAYS || (days && !hours)) return `${days}天`;
  if (days) return `${days}天${hours}小时`;
  return hours ? `${hours}小时` : `${Math.floor(ms / MINUTE_MS)}分钟`;
}

/** 「剩 1天3小时」 beside the light of a row. */
export function lightText(row: Pick<OrderRow, 'light' | 'due_at' | 'closed_at' | 'missing_year'>, now = Date.now()): string {
  const due = row.due_at ? Date.parse(row.due_at) : null;
  if (row.closed_at && due !== null) return Date.parse(row.closed_at) < due ? '按时办结' : '超期办结';
  if (row.missing_year) return `期限待定（缺${row.missing_year}年日历）`;
  if (row.closed_at) return '已办结';
  if (row.light === 'paused') return '挂起';
  if (due === null) return '无期限';
  return now >= due ? `超期 ${spanText(now - due)}` : `剩 ${spanText(due - now)}`;
}

/** 「2026-02-24 24:00前」 */
export function dueText(row: Pick<OrderRow, 'due_at' | 'due_day' | 'missing_year'>): string {
  if (row.missing_year) return `期限待定（缺${row.missing_year}年日历）`;
  if (!row.due_at) return '无办结期限';
  const at = instantName(row.due_at);
  return at.endsWith(' 00:00') && row.due_day ? `${row.due_day} 24:00前` : `${at}前`;
}

/** Why a unit is offered, and how much it has already. */
export const reasonOf = (one: Candidate): string =>
  [...one.reasons, `在办 ${one.open} 件${one.overdue ? `，其中超期 ${one.overdue} 件` : ''}`].join('；');

/** 「48 成功，2 失败」 */
export const bulkReport = (done: number, failed: number): string => `${done} 成功，${failed} 失败`;

export const sizeName = (bytes: number): string =>
  bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;

/** 「截图_20261122_153000.png」 */
export function screenshotName(now: Date, type: string): string {
  const digits = new Date(now.getTime() + 8 * HOUR_MS).toISOString().replace(/\D/g, '');
  return `截图_${digits.slice(0, 8)}_${digits.slice(8, 14)}.${type === 'image/jpeg' ? 'jpg' : 'png'}`;
}

/** 「2天3小时」: time by the clock on the wall, not working time. */
export function elapsed(from: string, to: string | null, now = Date.now()): string {
  const ms = (to ? Date.parse(to) : now) - Date.parse(from);
  if (!Number.isFinite(ms) || ms < 0) return '—';
  const minutes = Math.floor(ms / 60_000);
  const [days, hours] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60)];
  if (days) return hours ? `${days}天${hours}小时` : `${days}天`;
  return hours ? `${hours}小时${minutes % 60}分` : `${minutes}分`;
}

/** The stages of an order and how far a state has come. */
export const STAGES = ['登记', '派单', '签收', '办理答复', '审核', '回访', '归档'] as const;
const STAGE_OF: Record<string, number> = {
  pending: 1, returning: 1, ruling: 1, deciding: 1, dispatched: 2, handling: 3, suspended: 3,
  reviewing: 4, closed: 5, redoing: 5, redone: 5, archived: 7, merged: 7, voided: 7,
};
/** The stage at work; 7 = all are over. */
export const stageOf = (state: string): number => STAGE_OF[state] ?? 0;

const FIELD_NAMES: Record<string, string> = {
  satisfaction: '满意度', verdict: '退单认定', reached: '已联系上', into: '并入的工单', difficulty: '疑难类别',
  campaign: '专项名称', grade: '督办级别',
};
const VALUE_NAMES: Record<string, string> = { correct: '退单正确', incorrect: '退单不正确', true: '是', false: '否' };

/** What else a step was given, from the JSON object of the ledger. */
export function givenFields(json: string): { name: string; value: string }[] {
  if (!json) return [];
  try {
    const given = JSON.parse(json) as Record<string, unknown>;
    return Object.entries(given)
      .filter(([, value]) => value !== '' && value !== null && value !== 0)
      .map(([key, value]) => ({ name: FIELD_NAMES[key] ?? key, value: VALUE_NAMES[String(value)] ?? String(value) }));
  } catch {
    return [{ name: '其他', value: json }];
  }
}

const CLOCK_DEEDS: Record<string, string> = {
  started: '开始计时', paused: '暂停计时', resumed: '恢复计时', extended: '延长', returned: '退单（时限照走）',
  handed: '移交（时限照走）', stopped: '停止计时', recomputed: '重新计算期限',
};
export const clockDeed = (code: string): string => CLOCK_DEEDS[code] ?? code;

const ORIGINS: Record<string, string> = {
  clerk: '人工登记', citizen: '市民网页', push: '接口推送', import: '导入', open311: 'Open311', demo: '演示数据',
};
export const originName = (code: string): string => ORIGINS[code] ?? code;
