/** Which measures are settled on this phone and not yet told, and which comes next; pure. */
import type { Operation } from '../kernel/operation'
import type { Measure } from './wire'

export const settledHere = (unsent: Operation[]): Set<number> =>
  new Set(unsent.filter((op) => op.kind === 'permit.measure').map((op) => Number(op.payload.no)))

/** The next open one after `no`, else the first open one; null: all are settled. */
export function nextOpen(measures: Measure[], here: Set<number>, no: number): number | null {
  const open = measures.filter((one) => one.confirmed_at === null && !here.has(one.no) && one.no !== no).map((one) => one.no)
  return open.find((one) => one > no) ?? open[0] ?? null
}
