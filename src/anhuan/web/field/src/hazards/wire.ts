/** What `web/fieldwork/hazards.py` and `domains/hazards` answer. */
import type { Blocker } from '../kernel/wire'

export interface Choice<K = string> { key: K; label: string }
export interface Area { id: string; name: string; code: string }
export interface Person { id: string; name: string; words: string; unit: string }
export interface Line {
  id: string; number: string; name: string; place: string; state: string; state_label: string
  level_label: string; due_at: string | null; reported_at: string; is_overdue: boolean
}
export interface Choices {
  areas: Area[]; sources: Choice[]; kinds: Choice<number>[]; criteria: Choice<number>[]; people: Person[]; mine: Line[]
}
export interface Shot { id: string; stage: string; url: string; taken_at: string }
export interface Deed { deed: string; label: string; blockers: Blocker[] }
export interface Hazard extends Line {
  description: string; source_label: string; kind_label: string; area_name: string; unit_name: string
  level: number | null; opinion: string; rectifier_name: string; cause: string; treatment: string; result: string
  round: number; next: string; is_fixed_on_spot: boolean; missing_acceptances: string[]; photos: Shot[]; deeds: Deed[]
}
