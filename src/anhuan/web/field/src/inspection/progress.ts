/** How far a round is: what the server knows, and what was done on this phone and is not told yet. */
import type { Operation } from '../kernel/operation'
import type { Item, Line, Round, Stop, TaskState } from './wire'

export interface Progress {
  arrived: Map<string, number> // point → ms
  left: Set<string>
  answered: Set<string> // `${point}/${item}`
  isStarted: boolean
  isKnown: boolean // who walks has shown who he is, or need not
  isFinished: boolean
}
export const keyOf = (point: string, item: string): string => `${point}/${item}`
const pointOf = (op: Operation): string => String(op.payload.point ?? '')

/** A refused deed did not happen. */
export function progressOf(round: Round, operations: Operation[]): Progress {
  const found: Progress = { arrived: new Map(), left: new Set(), answered: new Set(), isStarted: !!round.started_at, isKnown: round.is_known || round.identity === 'login', isFinished: !!round.finished_at }
  for (const stop of round.stops) {
    if (stop.visit) found.arrived.set(stop.point, Date.parse(stop.visit.arrived_at))
    if (stop.visit?.finished_at) found.left.add(stop.point)
    for (const item of stop.items) if (item.entry) found.answered.add(keyOf(stop.point, item.id))
  }
  for (const op of operations) if (op.payload.task === round.id && op.state !== 'refused') note(found, op)
  return found
}
function note(found: Progress, op: Operation): void {
  found.isStarted = true
  if (op.kind === 'round.start') found.isKnown = true
  const point = pointOf(op)
  if (op.kind === 'round.arrive' && !found.arrived.has(point)) found.arrived.set(point, op.stamp.device_at)
  if (op.kind === 'round.enter') found.answered.add(keyOf(point, String(op.payload.item)))
  if (op.kind === 'round.leave') found.left.add(point)
  if (op.kind === 'round.finish') found.isFinished = true
}

/** The same, with one more stop left behind. */
export const leaving = (done: Progress, point: string): Progress => ({ ...done, left: new Set([...done.left, point]) })

/** The stop whose turn it is; none once the round is walked. */
export const nextStop = (round: Round, done: Progress): Stop | null =>
  round.stops.find((stop) => stop.point && !stop.is_paused && !done.left.has(stop.point)) ?? null

/** Stops one may begin at now: the next, or any that is open where the order is free. */
export function isOpen(round: Round, done: Progress, stop: Stop): boolean {
  if (stop.is_paused || done.left.has(stop.point)) return false
  return !round.is_ordered || nextStop(round, done)?.point === stop.point
}

/** One after the other: the first item without an entry. */
export const nextItem = (stop: Stop, done: Progress): Item | null =>
  stop.items.find((item) => !done.answered.has(keyOf(stop.point, item.id))) ?? null

export const answeredAt = (stop: Stop, done: Progress): number =>
  stop.items.filter((item) => done.answered.has(keyOf(stop.point, item.id))).length

/** Seconds one still has to stay; 0 when one may go. */
export function staysLeft(stop: Stop, done: Progress, now: number): number {
  const since = done.arrived.get(stop.point)
  return since === undefined ? stop.stay_s : Math.max(0, Math.ceil(stop.stay_s - (now - since) / 1000))
}

/** May the round be ended: nothing of its stops and lists is missing. */
export function isWalked(round: Round, done: Progress): boolean {
  const free = round.stops.filter((stop) => !stop.point)
  return nextStop(round, done) === null && free.every((stop) => nextItem(stop, done) === null)
}

/** As the server's windows have it, by the clock it showed; both edges belong to the better side. */
export function stateAt(round: Line, now: number): TaskState {
  if (round.finished_at || ['paused', 'cancelled'].includes(round.state)) return round.state
  if (now < Date.parse(round.opens_at)) return 'pending'
  if (now > Date.parse(round.closes_at)) return 'missed'
  if (now > Date.parse(round.due_at)) return 'late'
  return round.started_at ? 'running' : 'due'
}
export const mayWalk = (state: TaskState): boolean => ['due', 'running', 'late'].includes(state)

/** "11:45 起" of today, with the day on any other. */
export function hourOf(iso: string, now: number): string {
  const [at, today] = [new Date(iso), new Date(now)]
  const two = (n: number): string => String(n).padStart(2, '0')
  const hour = `${two(at.getHours())}:${two(at.getMinutes())}`
  return at.toDateString() === today.toDateString() ? hour : `${two(at.getMonth() + 1)}-${two(at.getDate())} ${hour}`
}
