/** Who is inside, with what this phone has written down and not yet told; pure. */
import type { Operation } from '../kernel/operation'
import type { Entry, FieldPermit, Person } from './wire'

export interface Inside { id: string; name: string; count: number; isPerson: boolean; at: string | null; isKnown: boolean }

export function insideOf(entries: Entry[], unsent: Operation[]): Inside[] {
  const gone = new Set(unsent.filter((op) => op.kind === 'permit.leave').map((op) => String(op.payload.entry)))
  const known = entries
    .filter((one) => one.left_at === null && !gone.has(one.id))
    .map((one) => ({ id: one.id, name: one.person?.name ?? one.tool, count: one.count, isPerson: one.person !== null, at: one.entered_at, isKnown: true }))
  const told = unsent
    .filter((op) => op.kind === 'permit.enter')
    .map((op) => ({ id: op.id, name: op.title.split(' ')[0] ?? '', count: Number(op.payload.count ?? 1), isPerson: !!op.payload.person, at: null, isKnown: false }))
  return [...known, ...told]
}

/** People of the permit who are not inside, each once. */
export function outsideOf(permit: Pick<FieldPermit, 'people' | 'entries'>, unsent: Operation[]): Person[] {
  const inside = new Set(permit.entries.filter((one) => one.left_at === null).map((one) => one.person?.id))
  unsent.filter((op) => op.kind === 'permit.enter').forEach((op) => inside.add(String(op.payload.person)))
  const seen = new Set<string>()
  return permit.people.filter((one) => one.part !== 'guardian' && !inside.has(one.id) && !seen.has(one.id) && seen.add(one.id))
}
