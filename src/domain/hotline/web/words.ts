/** What the pages of the hotline call things. */
import type { LightCode } from './types';

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

/** 「48 成功，2 失败」 */
export const bulkReport = (done: number, failed: number): string => `${done} 成功，${failed} 失败`;

export const sizeName = (bytes: number): string =>
  bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;

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
