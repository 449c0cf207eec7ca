import { describe, expect, it } from 'vitest'
import { age, clock, fromLocalInput, span, stamp, startOfDay, stopwatch, toLocalInput } from './time'

describe('spans as a shift worker says them', () => {
  it.each([
    [0, '0 秒'], [14_900, '14 秒'], [108_000, '1 分 48 秒'], [186_000, '3 分 06 秒'], [7_500_000, '2 小时 05 分'], [273_600_000, '3 天 4 小时'], [-5, '0 秒'],
  ])('%i ms is %s', (ms, said) => expect(span(ms)).toBe(said))
  it('counts like a stopwatch on the map', () => {
    expect([stopwatch(14_000), stopwatch(725_000), stopwatch(3_729_000)]).toEqual(['00:14', '12:05', '1:02:09'])
  })
  it('shows data age with a tenth while it is fresh', () => {
    expect([age(412), age(12_000)]).toEqual(['0.4 s', '12 秒'])
  })
})

describe('plant time', () => {
  const t = Date.parse('2026-11-21T06:36:08Z')
  it('shows UTC as the plant reads it', () => {
    expect(clock(t)).toBe('14:36:08')
    expect(stamp(t)).toBe('11-21 14:36:08')
    expect(toLocalInput(t)).toBe('2026-11-21T14:36:08')
  })
  it('reads a wall clock back', () => {
    expect(fromLocalInput('2026-11-21T14:36:08')).toBe(t)
    expect(fromLocalInput('2026-11-21T14:36')).toBe(t - 8000)
    expect(Number.isNaN(fromLocalInput('x'))).toBe(true)
    expect(startOfDay(t)).toBe(Date.parse('2026-11-20T16:00:00Z'))
  })
})
