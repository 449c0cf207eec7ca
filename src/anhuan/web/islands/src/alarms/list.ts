/** The alarm list as the operator reads it: states of ISA-18.2, sorting, durations. Pure. */
import type { AlarmCard, AlarmChange, Priority } from '../kernel/wire'

export type AlarmState = 'unack_active' | 'unack_returned' | 'acked_active' | 'acked_returned' | 'shelved'

export function stateOf(alarm: AlarmCard, now = Date.now()): AlarmState {
  if (alarm.shelved_until && Date.parse(alarm.shelved_until) > now) return 'shelved'
  if (alarm.state === 'unacknowledged') return alarm.active ? 'unack_active' : 'unack_returned'
  return alarm.active ? 'acked_active' : 'acked_returned'
}
export const isUnacknowledged = (alarm: AlarmCard): boolean => alarm.state === 'unacknowledged'

/** Unacknowledged first, then priority, then newest; the id settles ties so that rows never swap. */
export function compareAlarms(a: AlarmCard, b: AlarmCard): number {
  const unack = Number(isUnacknowledged(b)) - Number(isUnacknowledged(a))
  if (unack) return unack
  if (a.priority !== b.priority) return a.priority - b.priority
  const newest = Date.parse(b.raised_at) - Date.parse(a.raised_at)
  return newest || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
}

/** Open alarms by id; closed ones leave the list. */
export function applyAlarmChange(alarms: ReadonlyMap<string, AlarmCard>, change: AlarmChange): Map<string, AlarmCard> {
  const next = new Map(alarms)
  if (change.type === 'alarm.closed' || change.alarm.closed) next.delete(change.alarm.id)
  else next.set(change.alarm.id, change.alarm)
  return next
}
export const fromSnapshot = (alarms: readonly AlarmCard[]): Map<string, AlarmCard> =>
  new Map(alarms.filter((a) => !a.closed).map((a) => [a.id, a]))

export function countByPriority(alarms: Iterable<AlarmCard>): Record<Priority, number> {
  const counts: Record<Priority, number> = { 1: 0, 2: 0, 3: 0, 4: 0 }
  for (const alarm of alarms) counts[alarm.priority]++
  return counts
}

/** The most urgent unacknowledged priority: what the sound must say. Shelved alarms are silent. */
export function loudest(alarms: Iterable<AlarmCard>, now = Date.now()): Priority | null {
  let best: Priority | null = null
  for (const alarm of alarms) {
    if (!isUnacknowledged(alarm) || alarm.suppressed || stateOf(alarm, now) === 'shelved') continue
    if (best === null || alarm.priority < best) best = alarm.priority
  }
  return best
}

/** How long it has been wrong: until it returned, or until now. */
export function runningMs(alarm: AlarmCard, now: number): number {
  const end = alarm.active || !alarm.returned_at ? now : Date.parse(alarm.returned_at)
  return Math.max(0, end - Date.parse(alarm.raised_at))
}

/** J/K: the id `step` rows away, staying inside the list; the first row when nothing is chosen. */
export function neighbour(ids: readonly string[], current: string | null, step: number): string | null {
  if (!ids.length) return null
  const at = current === null ? -1 : ids.indexOf(current)
  if (at < 0) return ids[step > 0 ? 0 : ids.length - 1] ?? null
  return ids[Math.min(ids.length - 1, Math.max(0, at + step))] ?? null
}
