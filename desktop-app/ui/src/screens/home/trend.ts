/**
 * The shape of a trend: where each day's total stands in a box of 1000 × 1000. Only the drawing is
 * made here, in whole numbers; the totals themselves come exact from behind the door.
 */
import { unitsOf } from '../../money/decimal';
import type { Trend } from '../../platform/types';

const BOX = 1000n;
/** A line shows at least a fiftieth of what there is, so that a coffee does not look like a crash. */
const SMALLEST_PART = 50n;

/** From 0 (left, top) to 1000 (right, foot). */
export interface Spot {
  x: number;
  y: number;
}

export function spotsOf({ points }: Trend): Spot[] {
  const totals = unitsOf(points.map((point) => point.total.amount), points[0]?.total.digits ?? 0);
  const most = totals.reduce((one, two) => (two > one ? two : one), totals[0] ?? 0n);
  const least = totals.reduce((one, two) => (two < one ? two : one), totals[0] ?? 0n);
  const size = [most, least].map((one) => (one < 0n ? -one : one)).reduce((one, two) => (two > one ? two : one));
  const needed = most - least;
  const height = needed > size / SMALLEST_PART ? needed : size / SMALLEST_PART;
  const top = most + (height - needed) / 2n;
  return totals.map((total, at) => ({
    x: totals.length < 2 ? Number(BOX) : Math.round((at * Number(BOX)) / (totals.length - 1)),
    y: height === 0n ? Number(BOX / 2n) : Number(((top - total) * BOX) / height),
  }));
}

export function pathOf(spots: readonly Spot[]): string {
  return spots.map(({ x, y }, at) => `${at === 0 ? 'M' : 'L'}${x} ${y}`).join('');
}
