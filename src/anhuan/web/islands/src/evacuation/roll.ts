/** Which people a list shows and how their time is said. Pure. */
import type { EvacPerson, Picture } from './wire'

export type View = 'left' | 'safe' | 'all'

/** By view and by what is typed: name, number, tag or unit. The server's order is kept. */
export function shown(people: readonly EvacPerson[], view: View, text: string): EvacPerson[] {
  const q = text.trim().toLowerCase()
  return people.filter((p) => {
    if (view === 'left' && p.stage === 'safe') return false
    if (view === 'safe' && p.stage !== 'safe') return false
    return !q || [p.name, p.number, p.tag, p.unit].some((v) => v.toLowerCase().includes(q))
  })
}

/** Seconds since the order: they stop when everybody is accounted for. */
export const runningS = (picture: Picture, now: number): number =>
  picture.accounted_s ?? Math.max(0, ((picture.stood_down_at ? Date.parse(picture.stood_down_at) : now) - Date.parse(picture.ordered_at)) / 1000)

/** An older answer that comes late must not undo a newer one. */
export const newer = (known: Picture | null, next: Picture): boolean => !known || next.version >= known.version

export const onMap = (people: readonly EvacPerson[]): EvacPerson[] => people.filter((p) => p.stage !== 'safe' && p.x_m !== null && p.y_m !== null)
