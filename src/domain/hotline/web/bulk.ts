/** The moves that a list offers for many at once, as the lifecycle has them; the server decides for each order. */
import { Failure } from '@/api/client';
import { hotline } from './api';
import { deedOf, type Filling } from './deed';
import type { LifecycleMove, OpenMove, OrderBulk } from './types';

export const asOpen = (move: LifecycleMove): OpenMove => ({ ...move, fields: move.fields ?? [], branch_id: 0 });

/** Those for many, of one who has the permission. */
export const bulkMoves = (moves: LifecycleMove[], permissions: readonly string[]): OpenMove[] =>
  moves.filter((move) => move.bulk && permissions.includes(move.may ?? '')).map(asOpen);

/** A move that is not made for many is made one by one; what fails holds up no other. */
export async function doAll(move: OpenMove, numbers: string[], filling: Filling): Promise<OrderBulk> {
  const deed = deedOf(move, filling, 0);
  if (move.bulk) return hotline.moveMany(move.code, numbers, deed);
  const report: OrderBulk = { done: 0, failed: 0, failures: [] };
  for (const number of numbers) {
    try {
      await hotline.move(number, move.code, deed);
      report.done += 1;
    } catch (thrown) {
      report.failed += 1;
      report.failures.push({ number, message: Failure.from(thrown).message });
    }
  }
  return report;
}
