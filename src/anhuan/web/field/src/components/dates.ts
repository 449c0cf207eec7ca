/** Days and moments of the phone's own clock as fields hold them: `2026-11-24`, `2026-11-24T18:05`. */
import type { Language } from '../kernel/words'

const two = (n: number): string => String(n).padStart(2, '0')
const EVERY_MIN = 5
export interface Columns { date: string[]; time: string[] }

export const localText = (at: Date): string =>
  `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}`

/** Where the wheels stand for a value, for an empty one at `now`; minutes go up to the next five. */
export function columnsOf(value: string, now: Date): Columns {
  const at = value ? new Date(value.includes('T') ? value : `${value}T00:00`) : now
  const known = Number.isNaN(at.getTime()) ? now : at
  const text = localText(new Date(Math.ceil(known.getTime() / (EVERY_MIN * 60_000)) * EVERY_MIN * 60_000))
  return { date: text.slice(0, 10).split('-'), time: text.slice(11).split(':') }
}
export const valueOf = (at: Columns, hasTime: boolean): string => at.date.join('-') + (hasTime ? `T${at.time.join(':')}` : '')
export const isStep = (minute: string): boolean => Number(minute) % EVERY_MIN === 0

/** As people say it, in the app's language whatever the phone's is. */
export function said(value: string, language: Language): string {
  const at = new Date(value.includes('T') ? value : `${value}T00:00`)
  if (!value || Number.isNaN(at.getTime())) return ''
  const day: Intl.DateTimeFormatOptions = { year: 'numeric', month: language === 'en' ? 'short' : 'long', day: 'numeric' }
  const time: Intl.DateTimeFormatOptions = value.includes('T') ? { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } : {}
  return new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : 'zh-CN', { ...day, ...time }).format(at)
}
/** One step of a wheel: `11月`, `Nov`. */
export function stepText(kind: string, value: string, language: Language): string {
  if (language === 'en') return kind === 'month' ? new Intl.DateTimeFormat('en-GB', { month: 'short' }).format(new Date(2024, Number(value) - 1, 1)) : value
  return value + ({ year: '年', month: '月', day: '日', hour: '时', minute: '分' }[kind] ?? '')
}
