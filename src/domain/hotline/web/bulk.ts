/** The moves that a list offers for many at once. The server decides for each order. */
import { mayAll } from '@/use/session';
import { NEED } from './rights';
import type { OpenMove } from './types';

const plain = {
  needs_reason: false, needs_basis: false, needs_unit: false, needs_units: false, needs_days: false, needs_words: false,
  branch_id: 0, bulk: true,
};
const move = (code: string, name: string, asks: Partial<OpenMove> = {}): OpenMove => ({ ...plain, fields: [], code, name, ...asks });

export const DISPATCH = move('dispatch', '派单', { needs_unit: true });
export const URGE = move('urge', '催办', { needs_reason: true });
export const SUPERVISE = move('supervise', '督办', { needs_reason: true, fields: ['grade'], bulk: false });

/** By the permission that the move asks for in the lifecycle. */
const OFFERED: { permission: string; move: OpenMove }[] = [
  { permission: 'hotline.dispatch', move: DISPATCH },
  { permission: 'hotline.handle', move: move('sign', '签收') },
  { permission: 'hotline.review', move: move('release', '审核发布') },
  { permission: 'hotline.review', move: move('accept_return', '同意退单') },
  { permission: 'hotline.callback', move: move('archive', '归档', { needs_reason: true }) },
  { permission: 'hotline.supervise', move: URGE },
];

export const bulkMoves = (permissions: readonly string[]): OpenMove[] =>
  mayAll([NEED.moveMany])
    ? OFFERED.filter(({ permission }) => permissions.includes(permission)).map((one) => one.move)
    : [];
