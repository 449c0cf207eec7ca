/** Every URL the islands use, and the only place that fetches. */
import type { AlarmCard, Blocker, Film, Heat, Instant, PlantMap, RosterEntry, SubjectHit, TimelineData, Track } from './wire'

const V1 = '/api/v1'
export const urls = {
  map: `${V1}/map`,
  roster: `${V1}/roster`,
  tracks: `${V1}/tracks`,
  at: `${V1}/positions/at`,
  film: `${V1}/positions/film`,
  heat: `${V1}/positions/heat`,
  timeline: `${V1}/positions/timeline`,
  subjects: `${V1}/subjects`,
  alarm: (id: string, action: AlarmAction) => `${V1}/alarms/${encodeURIComponent(id)}/${action}`,
  live: (topic: Topic) => `/live/${topic}`,
  evacuations: `${V1}/evacuations`,
  affected: `${V1}/evacuations/affected`,
}
export type Topic = 'positions' | 'alarms' | 'system'
export type AlarmAction = 'acknowledge' | 'handle' | 'close' | 'shelve' | 'unshelve' | 'clear' | 'approve'

/** Pages the islands link to; a page may override them in its props (`{subject}` is filled in). */
export interface PageLinks { person: string; vehicle: string; track: string; login: string; space: string }
export const pages: PageLinks = {
  person: '/people/{subject}/',
  vehicle: '/positioning/vehicles/{subject}/',
  track: '/positioning/tracks/?subject={subject}',
  login: '/login/',
  space: '/space/',
}
export const fill = (template: string, subject: string): string => template.replace('{subject}', encodeURIComponent(subject))

/** The server said no, and why: every reason at once. */
export class RefusedError extends Error {
  constructor(readonly blockers: Blocker[]) {
    super(blockers.map((b) => b.text).join('；'))
    this.name = 'RefusedError'
  }
}
export class HttpError extends Error {
  constructor(readonly status: number, detail: string) {
    super(detail || `HTTP ${status}`)
    this.name = 'HttpError'
  }
}

async function read<T>(response: Response): Promise<T> {
  if (response.ok) return (response.status === 204 ? undefined : await response.json()) as T
  const body: unknown = await response.json().catch(() => null)
  if (isRefusal(body)) throw new RefusedError(body.blockers)
  throw new HttpError(response.status, detailOf(body))
}
function isRefusal(body: unknown): body is { blockers: Blocker[] } {
  return typeof body === 'object' && body !== null && Array.isArray((body as { blockers?: unknown }).blockers)
}
/** Problem details (`title`, `detail`) or DRF field errors, as one readable line. */
function detailOf(body: unknown): string {
  if (typeof body !== 'object' || body === null) return ''
  const { detail, title } = body as { detail?: unknown; title?: unknown }
  if (typeof detail === 'string') return detail
  if (typeof title === 'string') return title
  return Object.values(body).flat().filter((v) => typeof v === 'string').join('；')
}

export async function getJson<T>(url: string, query: Record<string, string | number> = {}, signal?: AbortSignal): Promise<T> {
  const search = new URLSearchParams(Object.entries(query).map(([k, v]) => [k, String(v)]))
  const full = search.size ? `${url}?${search}` : url
  const init: RequestInit = { headers: { Accept: 'application/json' }, credentials: 'same-origin' }
  if (signal) init.signal = signal
  return read<T>(await fetch(full, init))
}

export function cookie(name: string, jar = document.cookie): string {
  for (const part of jar.split('; ')) if (part.startsWith(`${name}=`)) return decodeURIComponent(part.slice(name.length + 1))
  return ''
}
/** The CSRF token: from the cookie, else (HttpOnly cookie) from a form or meta tag on the page. */
function csrf(): string {
  return (
    cookie('csrftoken') ||
    document.querySelector<HTMLInputElement>('input[name=csrfmiddlewaretoken]')?.value ||
    document.querySelector<HTMLMetaElement>('meta[name=csrf-token]')?.content || ''
  )
}
/** `crypto.randomUUID` needs a secure context; a plant's intranet often is plain http. */
export function uuid(): string {
  const b = crypto.getRandomValues(new Uint8Array(16))
  b[6] = ((b[6] ?? 0) & 0x0f) | 0x40
  b[8] = ((b[8] ?? 0) & 0x3f) | 0x80
  const hex = Array.from(b, (v) => v.toString(16).padStart(2, '0')).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

export async function postJson<T>(url: string, body: unknown): Promise<T> {
  return read<T>(
    await fetch(url, {
      method: 'POST',
      credentials: 'same-origin',
      headers: { Accept: 'application/json', 'Content-Type': 'application/json', 'X-CSRFToken': csrf(), 'Idempotency-Key': uuid() },
      body: JSON.stringify(body),
    }),
  )
}

const iso = (t: number): string => new Date(t).toISOString()
export const fetchMap = (): Promise<PlantMap> => getJson<PlantMap>(urls.map)
export const fetchRoster = async (): Promise<RosterEntry[]> => (await getJson<{ people: RosterEntry[] }>(urls.roster)).people
export const fetchAt = (t: number, signal?: AbortSignal): Promise<Instant> => getJson<Instant>(urls.at, { t: iso(t) }, signal)
/** `stepS` thins to one point a step; without it the server chooses by the span. */
export const fetchTrack = (subject: string, from: number, to: number, purpose: string, stepS?: number, signal?: AbortSignal): Promise<Track> =>
  getJson<Track>(urls.tracks, { subject, from: iso(from), to: iso(to), ...said(purpose), ...(stepS ? { step_s: stepS } : {}) }, signal)
export const fetchFilm = (from: number, to: number, stepS: number, purpose: string, signal?: AbortSignal): Promise<Film> =>
  getJson<Film>(urls.film, { from: iso(from), to: iso(to), step_s: stepS, ...said(purpose) }, signal)
export const fetchHeat = (query: Record<string, string | number>, signal?: AbortSignal): Promise<Heat> => getJson<Heat>(urls.heat, query, signal)
const said = (purpose: string): Record<string, string> => (purpose ? { purpose } : {})
export const fetchTimeline = (from: number, to: number, step: number, signal?: AbortSignal): Promise<TimelineData> =>
  getJson<TimelineData>(urls.timeline, { from: iso(from), to: iso(to), step_s: step }, signal)
/** People and vehicles whose tracks may be asked for, those who left included. */
export const findSubjects = async (q: string, signal?: AbortSignal): Promise<SubjectHit[]> => (await getJson<{ subjects: SubjectHit[] }>(urls.subjects, { q }, signal)).subjects
/** The card after the deed, as far as the server says. */
export const actOnAlarm = async (id: string, action: AlarmAction, body: unknown = {}): Promise<Partial<AlarmCard>> => {
  const answer = await postJson<Partial<AlarmCard> | undefined>(urls.alarm(id, action), body)
  return answer?.id === id ? answer : {}
}
