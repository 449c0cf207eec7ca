/** Clocks and how spans are said: exact times as 14:36:08, spans as 1 分 48 秒. */
import { lang } from './i18n'

const zone = (): string =>
  (typeof document === 'undefined' ? undefined : document.querySelector<HTMLElement>('[data-zone]')?.dataset.zone) || 'Asia/Shanghai'

const formats = new Map<string, Intl.DateTimeFormat>()
function format(key: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const id = `${key}|${zone()}|${lang()}`
  let made = formats.get(id)
  if (!made) {
    made = new Intl.DateTimeFormat(lang() === 'en' ? 'en-GB' : 'zh-CN', { timeZone: zone(), hourCycle: 'h23', ...options })
    formats.set(id, made)
  }
  return made
}

export type Instantish = string | number | Date
const at = (t: Instantish): Date => (t instanceof Date ? t : new Date(t))

export const clock = (t: Instantish): string =>
  format('clock', { hour: '2-digit', minute: '2-digit', second: '2-digit' }).format(at(t))
export const clockMinute = (t: Instantish): string =>
  format('minute', { hour: '2-digit', minute: '2-digit' }).format(at(t))

/** Parts of a moment in plant time: `{year, month, day, hour, minute, second}` as numbers. */
export function plantParts(t: Instantish): Record<'year' | 'month' | 'day' | 'hour' | 'minute' | 'second', number> {
  const parts = { year: 0, month: 0, day: 0, hour: 0, minute: 0, second: 0 }
  const f = format('parts', { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' })
  for (const { type, value } of f.formatToParts(at(t))) if (type in parts) parts[type as keyof typeof parts] = Number(value)
  return parts
}
const two = (n: number): string => String(n).padStart(2, '0')

export const monthDay = (t: Instantish): string => {
  const p = plantParts(t)
  return `${two(p.month)}-${two(p.day)}`
}
/** 11-21 14:36:08 */
export const stamp = (t: Instantish): string => `${monthDay(t)} ${clock(t)}`

/** Clock alone for today, with the date otherwise. */
export const clockOrStamp = (t: Instantish, now: number): string =>
  monthDay(t) === monthDay(now) ? clock(t) : stamp(t)

/** `2026-11-21T14:36:08` in plant time, for `<input type="datetime-local">`. */
export function toLocalInput(t: Instantish): string {
  const p = plantParts(t)
  return `${p.year}-${two(p.month)}-${two(p.day)}T${two(p.hour)}:${two(p.minute)}:${two(p.second)}`
}
/** The inverse: a plant-time wall clock to epoch milliseconds (the zone's offset is looked up, not assumed). */
export function fromLocalInput(text: string): number {
  const asUtc = Date.parse(`${text.length === 16 ? `${text}:00` : text}Z`)
  if (Number.isNaN(asUtc)) return NaN
  const offset = (t: number): number => Date.parse(`${toLocalInput(t)}Z`) - Math.floor(t / 1000) * 1000
  const first = asUtc - offset(asUtc)
  return asUtc - offset(first)
}
/** Midnight of the day of `t`, in plant time. */
export const startOfDay = (t: Instantish): number => fromLocalInput(`${toLocalInput(t).slice(0, 10)}T00:00:00`)

/** 14 秒 · 1 分 48 秒 · 2 小时 05 分 · 3 天 4 小时 */
export function span(ms: number): string {
  const s = Math.max(0, Math.floor(ms / 1000))
  const m = Math.floor(s / 60), h = Math.floor(m / 60), d = Math.floor(h / 24)
  if (lang() === 'en') {
    if (s < 60) return `${s} s`
    if (m < 60) return `${m} min ${two(s % 60)} s`
    if (h < 24) return `${h} h ${two(m % 60)} min`
    return `${d} d ${h % 24} h`
  }
  if (s < 60) return `${s} 秒`
  if (m < 60) return `${m} 分 ${two(s % 60)} 秒`
  if (h < 24) return `${h} 小时 ${two(m % 60)} 分`
  return `${d} 天 ${h % 24} 小时`
}

/** 00:14 · 12:05 · 1:02:09, for the tag beside an alarm on the map. */
export function stopwatch(ms: number): string {
  const s = Math.max(0, Math.floor(ms / 1000))
  const h = Math.floor(s / 3600)
  const rest = `${two(Math.floor(s / 60) % 60)}:${two(s % 60)}`
  return h ? `${h}:${rest}` : rest
}

/** 0.4 s below ten seconds, then as a span. */
export const age = (ms: number): string => (ms < 10_000 ? `${(Math.max(0, ms) / 1000).toFixed(1)} s` : span(ms))
