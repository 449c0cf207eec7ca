/** Who carries which tag: looked up for every symbol, searched by name, pinyin, tag, department. */
import type { RosterEntry } from '../kernel/wire'

export class Roster {
  readonly byTag: ReadonlyMap<string, RosterEntry>
  readonly bySubject: ReadonlyMap<string, RosterEntry>
  readonly departments: readonly string[]
  readonly posts: readonly string[]
  constructor(readonly people: readonly RosterEntry[]) {
    this.byTag = new Map(people.map((p) => [p.tag, p]))
    this.bySubject = new Map(people.map((p) => [p.subject, p]))
    const names = (pick: (p: RosterEntry) => string | null): string[] =>
      [...new Set(people.map(pick).filter((v): v is string => !!v))].sort((a, b) => a.localeCompare(b, 'zh'))
    this.departments = names((p) => p.department)
    this.posts = names(postOf)
  }
}

/** What one is here as: a person's post, a vehicle's class. */
export const postOf = (p: RosterEntry): string | null => (p.subject_kind === 'vehicle' ? p.vehicle_class ?? null : p.post)

export interface AreaHit { id: string; name: string }
export type Hit = { type: 'person'; entry: RosterEntry; score: number } | { type: 'area'; area: AreaHit; score: number }

/** Initials (`whj`), full pinyin, name, tag number, department: the best matches first. */
export function search(text: string, people: readonly RosterEntry[], areas: readonly AreaHit[], limit = 12): Hit[] {
  const q = text.trim().toLowerCase()
  if (!q) return []
  const hits: Hit[] = []
  for (const entry of people) {
    const score = Math.max(
      grade(entry.name, q, 100), ...(entry.pinyin ?? '').toLowerCase().split(/\s+/).map((w) => grade(w, q, 90)), grade(entry.tag_number, q, 80),
      grade(entry.department ?? entry.firm ?? '', q, 40), grade(entry.post ?? '', q, 38))
    if (score > 0) hits.push({ type: 'person', entry, score })
  }
  for (const area of areas) {
    const score = grade(area.name, q, 95)
    if (score > 0) hits.push({ type: 'area', area, score })
  }
  const name = (h: Hit): string => (h.type === 'person' ? h.entry.name : h.area.name)
  return hits.sort((a, b) => b.score - a.score || name(a).localeCompare(name(b), 'zh')).slice(0, limit)
}
/** Whole beats beginning beats middle. */
function grade(value: string, q: string, weight: number): number {
  const v = value.toLowerCase()
  if (!v) return 0
  if (v === q) return weight + 30
  if (v.startsWith(q)) return weight + 10
  return v.includes(q) ? weight : 0
}
