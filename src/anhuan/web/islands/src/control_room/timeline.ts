/** The time bar's arithmetic. Pure. */
import { clockMinute, monthDay, startOfDay } from '../kernel/time'
import type { TimelineAlarm, TimelineData } from '../kernel/wire'

export const SPANS = { '1h': 3_600_000, '8h': 28_800_000, '24h': 86_400_000, '7d': 604_800_000 } as const
export type SpanKey = keyof typeof SPANS

/** About 200 samples whatever the span, on steps the server can share between users. */
export function stepFor(spanMs: number): number {
  const steps = [10, 30, 60, 120, 300, 600, 1800, 3600]
  return steps.find((s) => spanMs / 1000 / s <= 260) ?? 3600
}

/** An SVG path of the head count; the scale starts at zero, so that a flat line looks flat. */
export function curve(data: TimelineData, x: (t: number) => number, bottom: number, top: number): string {
  const most = Math.max(1, ...data.people)
  return data.t.map((t, i) => `${i ? 'L' : 'M'}${x(Date.parse(t)).toFixed(1)} ${(bottom - ((data.people[i] ?? 0) / most) * (bottom - top)).toFixed(1)}`).join('')
}
export function valueAt(data: TimelineData, moment: number): number | null {
  let best: number | null = null
  for (let i = 0; i < data.t.length; i++) {
    if (Date.parse(data.t[i] ?? '') > moment) break
    best = data.people[i] ?? null
  }
  return best
}
export interface HourMark { t: number; x: number; text: string }
/** Ticks on round plant times, never closer than ~70 pixels. */
export function hourMarks(from: number, to: number, width: number): HourMark[] {
  const steps = [10, 30, 60, 120, 180, 360, 720, 1440].map((m) => m * 60_000)
  const step = steps.find((s) => (s / (to - from)) * width >= 70) ?? 86_400_000
  const first = startOfDay(from)
  const marks: HourMark[] = []
  for (let t = first; t <= to; t += step) {
    if (t < from) continue
    marks.push({ t, x: ((t - from) / (to - from)) * width, text: step >= 86_400_000 || t === startOfDay(t) ? monthDay(t) : clockMinute(t) })
  }
  return marks
}
export function nextAlarm(alarms: readonly TimelineAlarm[], from: number, direction: 1 | -1): number | null {
  const times = alarms.map((a) => Date.parse(a.t)).sort((a, b) => a - b)
  if (direction > 0) return times.find((t) => t > from + 500) ?? null
  return [...times].reverse().find((t) => t < from - 500) ?? null
}
