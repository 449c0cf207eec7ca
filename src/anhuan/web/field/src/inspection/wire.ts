/** What `web/fieldwork/inspection` answers. */
export type TaskState = 'pending' | 'due' | 'running' | 'late' | 'done' | 'made_up' | 'missed' | 'paused' | 'cancelled'
export type Value = string | number | boolean | null
export interface Line {
  id: string; name: string; kind_label: string; team: string; state: TaskState; begins_at: string; opens_at: string
  ends_at: string; due_at: string; closes_at: string; started_at: string | null; finished_at: string | null
  points: number; abnormal: number
}
export interface Past { at: string; value: Value; result: string }
export interface Fault { at: string; place: string; text: string; handled: string }
export interface Faults { same: Fault[]; like: Fault[]; in_a_year: number; is_frequent: boolean }
export interface Item {
  id: string; part: string; category: string; method: string; name: string; kind: 'check' | 'number' | 'choice' | 'text'
  unit: string; low: number | null; high: number | null; choices: string[]; normal: string[]; needs_photo: boolean
  process_point: string; process_value: number | null; may_differ: number | null
  last: Past[]; faults: Faults; entry: { value: Value; result: string; note: string; handling: string; at: string } | null
}
export interface Stop {
  point: string; name: string; is_paused: boolean; stay_s: number; longest_min: number | null
  code_sm3: string; beacon_sm3: string; equipment: string; area: string; floor: number; x_m: number | null; y_m: number | null
  visit: { arrived_at: string; finished_at: string | null; method: string; weight: number } | null
  items: Item[]
}
export type Identity = 'login' | 'signature' | 'card'
export interface Round extends Line { stops: Stop[]; is_ordered: boolean; path: [number, number][]; turn_deg: number; identity: Identity; is_known: boolean; first_within_min: number | null }
export interface Abnormal { id: string; place: string; text: string; at: string; state: string; handling: string; hazard: string | null }
export interface Rounds { now: string; rounds: Line[]; abnormal: Abnormal[] }
export interface AtPoint {
  code: string; name: string; area: string; equipment: string; is_paused: boolean; rounds: Line[]
  items: { part: string; name: string; unit: string; low: number | null; high: number | null; needs_photo: boolean }[]
}
export interface Proposal { kind: 'needle' | 'digits'; value: number; confidence: number }
