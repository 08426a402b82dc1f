/** What a move asks for, what was filled in, and what of it is sent. */
import type { Deed, OpenMove } from './types';

export interface Filling {
  unit: string;
  units: string[];
  days: string;
  reason: string;
  basis: string;
  words: string;
  satisfaction: string;
  verdict: string;
  reached: boolean;
  into: string;
  difficulty: string;
  campaign: string;
  grade: string;
}

export const blankFilling = (): Filling => ({
  unit: '', units: [], days: '', reason: '', basis: '', words: '', satisfaction: '', verdict: '', reached: true,
  into: '', difficulty: '', campaign: '', grade: '1',
});

/** What one typed, not what stood there already: this is what may not be lost. */
export const hasFilling = (filling: Filling): boolean =>
  [filling.unit, filling.days, filling.reason, filling.basis, filling.words, filling.into, filling.campaign].some(
    (text) => text.trim() !== '',
  ) || filling.units.length > 0;

export interface Lack {
  field: keyof Filling;
  words: string;
}

const DAYS_MAX = 366;

export function lacks(move: OpenMove, filling: Filling): Lack[] {
  const found: Lack[] = [];
  const blank = (field: 'unit' | 'reason' | 'basis' | 'words' | 'into') => filling[field].trim() === '';
  if (move.needs_unit && blank('unit')) found.push({ field: 'unit', words: '请选单位' });
  if (move.needs_units && filling.units.length === 0) found.push({ field: 'units', words: '请至少选一个单位' });
  const days = Number(filling.days);
  if (move.needs_days && !(Number.isInteger(days) && days >= 1 && days <= DAYS_MAX))
    found.push({ field: 'days', words: `请填 1 到 ${DAYS_MAX} 之间的工作日数` });
  if (move.needs_reason && blank('reason')) found.push({ field: 'reason', words: '请写明原因' });
  if (move.needs_basis && blank('basis')) found.push({ field: 'basis', words: '请写明依据' });
  if (move.needs_words && blank('words')) found.push({ field: 'words', words: '请写内容' });
  // The last word has to say whether the return was right; elsewhere nobody asks.
  if (move.fields.includes('verdict') && filling.verdict === '') found.push({ field: 'verdict', words: '请认定退单是否正确' });
  if (move.fields.includes('into') && blank('into')) found.push({ field: 'into', words: '请填要并入的工单编号' });
  return found;
}

/** Only what the move takes. */
export function deedOf(move: OpenMove, filling: Filling, revision: number): Deed {
  const deed: Deed = { revision };
  if (move.branch_id) deed.branch_id = move.branch_id;
  // A suggested unit may go along with a return.
  if (move.needs_unit || filling.unit) deed.unit = filling.unit;
  if (move.needs_units) deed.units = filling.units.map((unit) => ({ unit }));
  if (move.needs_days) deed.days = Number(filling.days);
  if (filling.reason.trim()) deed.reason = filling.reason.trim();
  if (move.needs_basis) deed.basis = filling.basis.trim();
  if (move.needs_words) deed.words = filling.words.trim();
  for (const field of ['satisfaction', 'verdict', 'into', 'difficulty', 'campaign'] as const) {
    if (move.fields.includes(field) && filling[field].trim()) deed[field] = filling[field].trim();
  }
  if (move.fields.includes('reached')) deed.reached = filling.reached;
  if (move.fields.includes('grade')) deed.grade = Number(filling.grade);
  return deed;
}

/** A unit may be suggested with these, though none is asked for. */
export const mayHaveUnit = (move: OpenMove): boolean => move.needs_unit || move.code === 'return';
/** An assent says more with a reason, and is none the worse without. */
export const mayHaveReason = (move: OpenMove): boolean => !move.needs_words;

const ACCEPTS = ['sign', 'accept_return', 'release', 'redo_release', 'grant_extension', 'grant_exclusion', 'resume', 'call_back'];
/** The move behind the key `a`: the assent that is open. */
export const acceptOf = (moves: OpenMove[]): OpenMove | undefined =>
  ACCEPTS.map((code) => moves.find((move) => move.code === code)).find((move) => move !== undefined);
/** The move behind the key `d`. */
export const dispatchOf = (moves: OpenMove[]): OpenMove | undefined =>
  ['dispatch', 'rule', 'decide', 'transfer'].map((code) => moves.find((move) => move.code === code)).find((move) => move !== undefined);
/** The move behind the key `r`. */
export const replyOf = (moves: OpenMove[]): OpenMove | undefined =>
  ['reply', 'redo_reply', 'assist_reply', 'answer', 'answer_knowledge'].map((code) => moves.find((move) => move.code === code)).find((move) => move !== undefined);

const STEPS = new Set([
  ...ACCEPTS, 'dispatch', 'answer', 'rule', 'decide', 'reply', 'redo_reply', 'assist_reply', 'answer_knowledge', 'joint',
]);
/** Those that bring the order on, before those that hold it up or watch it. */
export const isStep = (move: OpenMove): boolean => STEPS.has(move.code);
const GRAVE = new Set(['void', 'return', 'reject', 'redo_reject', 'exclude', 'refuse_appeal']);
export const isGrave = (move: OpenMove): boolean => GRAVE.has(move.code);
