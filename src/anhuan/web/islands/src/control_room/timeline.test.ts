import { describe, expect, it } from 'vitest'
import { curve, hourMarks, nextAlarm, stepFor, valueAt } from './timeline'

const at = (m: number): string => new Date(Date.parse('2026-11-21T00:00:00Z') + m * 60_000).toISOString()
const data = { t: [at(0), at(10), at(20)], people: [0, 50, 100], alarms: [{ id: 'b', t: at(15), priority: 2 as const }, { id: 'a', t: at(5), priority: 1 as const }] }

describe('time bar', () => {
  it('draws from the bottom to the top', () => {
    expect(curve(data, (t) => (t - Date.parse(at(0))) / 60_000, 40, 10)).toBe('M0.0 40.0L10.0 25.0L20.0 10.0')
  })
  it('knows the count at a moment', () => {
    expect(valueAt(data, Date.parse(at(14)))).toBe(50)
    expect(valueAt(data, Date.parse(at(-1)))).toBeNull()
  })
  it('jumps between alarms either way', () => {
    expect(nextAlarm(data.alarms, Date.parse(at(10)), 1)).toBe(Date.parse(at(15)))
    expect(nextAlarm(data.alarms, Date.parse(at(10)), -1)).toBe(Date.parse(at(5)))
    expect(nextAlarm(data.alarms, Date.parse(at(20)), 1)).toBeNull()
  })
  it('asks for a few hundred samples', () => {
    for (const span of [3_600_000, 28_800_000, 86_400_000, 604_800_000]) expect(span / 1000 / stepFor(span)).toBeLessThanOrEqual(360)
  })
  it('marks round plant hours', () => {
    const from = Date.parse('2026-11-21T02:17:00Z')
    const marks = hourMarks(from, from + 28_800_000, 700)
    expect(marks[0]?.text).toBe('11:00')
    expect(marks.every((m) => m.x >= 0 && m.x <= 700)).toBe(true)
  })
})
