/** What crosses the line between the app and `domains/field`. */
import type { Moment, Stamp } from './stamp'

export interface Blocker { code: string; text: string; clause?: string }
export interface Me {
  account: { id: string; name: string; login: string }
  person: { id: string; name: string; number: string; unit: string } | null
  company: { code: string; name: string } | null
  roles: { code: string; label: string }[]
  rights: string[]
  kinds: string[]
  settings: { lease_h: number; photo_bytes: number; voice_s: number }
  now: string
}
export interface Todo {
  id: string; source: string; title: string; text: string; at: string | null; due: string | null
  priority: number; screen: string; data: Record<string, unknown>
}
export interface Position {
  tag: string; battery_pct: number | null; seen_at: string | null; at: string | null
  x_m: number | null; y_m: number | null; floor: number | null; area: string | null; radius_m: number | null
}
export type Outcome = 'accepted' | 'refused' | 'failed'
export interface Result {
  id: string; state: Outcome; duplicate: boolean; result: Record<string, unknown>; blockers: Blocker[]
  happened_at: string | null; doubt_s: number | null
}
export interface SentOperation {
  id: string; kind: string; stream: string; seq: number; payload: Record<string, unknown>
  files: string[]; stamp: Stamp
}
export interface Batch { sent: Moment; operations: SentOperation[] }
export interface BatchAnswer { now: string; results: Result[] }
