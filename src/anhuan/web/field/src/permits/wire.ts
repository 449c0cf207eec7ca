/** A permit as `permits/queries/field.py` writes it; only what the screens use. */
import type { Blocker } from '../kernel/wire'

export interface Named { id: string; name: string }
export interface Line {
  id: string; number: string; kind: string; kind_label: string; grade: string; grade_label: string
  state: string; state_label: string; content: string; place: string; area: Named | null; work_unit: string
  starts_at: string; ends_at: string; valid_until: string | null; mine?: string; waits_for?: string; is_over?: boolean
}
export interface Group { key: string; label: string; permits: Line[] }
export interface Person { id: string; name: string; part: string; part_label: string; duty: string; certificates: { trade: string; number: string; valid_until: string | null }[] }
export interface Limit { least: number | null; most: number | null }
export interface Gas { key: string; name: string; limits: Record<string, Limit> }
export interface Reading { gas: string; unit: string; zone: string; point?: string; distance_m?: number | null; value?: number }
export interface GasTest { id: string; phase: string; sampled_at: string; analyst: string; instrument: string; readings: Required<Reading>[]; is_good: boolean; verdict: { faults: string[] }; source: string }
export interface Box {
  key: string; label: string; type: string; unit: string; required: boolean; options: { key: string; label: string }[]
  least: number | null; most: number | null; is_open: boolean; clause: string; hint?: string; stage?: string
}
export interface Measure {
  no: number; text: string; is_forced: boolean; is_involved: boolean | null; reason: string; inputs: Record<string, unknown>
  confirmed_at: string | null; confirmed_by: string; explain: boolean; boxes: Box[]
}
export interface Item { key: string; text: string; photo: boolean }
export interface Approval { key: string; label: string; order: number; asked_at: string | null; due_at: string | null; decided_at: string | null; decided_by: string; is_approved: boolean | null; opinion: string }
export interface Here { by: string; distance_m?: number; point?: string; at?: string; how?: string; radius_m: number; mode: string }
export interface Entry { id: string; person: Named | null; tool: string; count: number; entered_at: string; left_at: string | null; left_count: number | null }
export interface Deed { deed: string; label: string; blockers: Blocker[] }
export interface Detector {
  id: string; number: string; name: string; form: string; form_label: string; seen_at: string | null; is_silent: boolean; is_bound: boolean
  battery_pct: number | null; is_alarm: boolean; readings: { gas: string; name: string; value: number; unit: string; unit_label: string; is_ok: boolean; text: string }[]
}
export interface Air { owed: boolean; gaps: string[]; detectors: Detector[]; record_due: string | null }
export interface FieldPermit extends Line {
  version: number; round: number; now: string; started_at: string | null; suspended_at: string | null
  people: Person[]; my_parts: string[]; risks: { step: string; hazard: string; consequence: string; measure: string }[]
  gas: { needed: boolean; start_before: string | null; tests: GasTest[]; asked: Reading[]; zones_needed: string[]; gases: Gas[]; units: Record<string, string>; zones: Record<string, string> }
  measures: Measure[]; briefing: { text: string; given_at: string; given_by: string; signed: { person: string; at: string }[]; missing: string[] } | null
  briefing_text: string; approvals: Approval[]; acceptance: Approval[]; entries: Entry[]
  suspensions: { at: string; by_name: string; code: string; why: string; resumed_at: string | null }[]
  handovers: { what: string; at: string; giver: string; taker: string; note: string; taken_at: string | null }[]
  remarks: { at: string; by_name: string; text: string; is_problem: boolean }[]
  photos: { id: string; step: string; measure: number | null; media_type: string; taken_at: string; by: string }[]
  alarms: { code: string; text: string; started_at: string; ended_at: string | null }[]
  conflicts: { text: string; blocks: boolean }[]
  air: Air
  signatures: { seq: number; deed: string; name: string; at: string; sm3: string }[]
  deeds: Deed[]; next: { deed: string; label: string; waits_for: string } | null; missing: Blocker[]
  timers: { what: string; text: string; at: string; is_alarm: boolean }[]
  here: Here; scene: { present: string[]; absent: string[]; strangers: string[] } | null
  guard_items: Item[]; acceptance_items: Item[]; boxes: Box[]; asks_password: boolean
}
