/** What is asked: who and when. Kept in the address, so that a replay can be sent to a colleague. */
import { startOfDay } from '../kernel/time'
import type { RosterEntry } from '../kernel/wire'
import type { PurposeProps } from './purpose'

export interface TrackProps {
  subjects: string[]
  from: string
  to: string
  tab: 'tracks' | 'everyone'
  at: string
  purpose: PurposeProps
  /** People who no longer carry a tag but may be asked for. */
  people: RosterEntry[]
}
export const MOST_SUBJECTS = 6
export const LONGEST_MS = 7 * 86_400_000
const DAY = 86_400_000

export interface Query { mode: 'tracks' | 'instant' | 'film'; subjects: string[]; from: number; to: number; at: number }

const time = (text: string | null | undefined, other: number): number => {
  const t = text ? Date.parse(text) : NaN
  return Number.isNaN(t) ? other : t
}
export function readQuery(props: Partial<TrackProps>, search: string, now: number): Query {
  const q = new URLSearchParams(search)
  const subjects = q.getAll('subject').flatMap((s) => s.split(',')).filter(Boolean)
  const to = time(q.get('to') ?? props.to, now)
  return {
    mode: q.get('mode') === 'film' ? 'film' : q.get('mode') === 'instant' || q.has('at') || props.tab === 'everyone' ? 'instant' : 'tracks',
    subjects: [...new Set(subjects.length ? subjects : (props.subjects ?? []))].slice(0, MOST_SUBJECTS),
    from: time(q.get('from') ?? props.from, Math.min(startOfDay(to), to - 3_600_000)),
    to,
    at: time(q.get('at') ?? props.at, now - 3_600_000),
  }
}
export function writeQuery(query: Query): string {
  const q = new URLSearchParams()
  if (query.mode === 'instant') { q.set('at', new Date(query.at).toISOString()) }
  else {
    if (query.mode === 'film') q.set('mode', 'film')
    else for (const s of query.subjects) q.append('subject', s)
    q.set('from', new Date(query.from).toISOString())
    q.set('to', new Date(query.to).toISOString())
  }
  return `?${q}`
}
export type QuickSpan = 'today' | 'yesterday' | '3d' | '7d'
export function quickSpan(which: QuickSpan, now: number): { from: number; to: number } {
  const midnight = startOfDay(now)
  if (which === 'today') return { from: midnight, to: now }
  if (which === 'yesterday') return { from: startOfDay(midnight - DAY / 2), to: midnight }
  return { from: Math.max(now - LONGEST_MS, midnight - (which === '3d' ? 2 : 6) * DAY), to: now }
}
