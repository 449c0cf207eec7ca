import { describe, expect, it } from 'vitest'
import type { AlarmCard, Priority } from '../kernel/wire'
import { applyAlarmChange, compareAlarms, countByPriority, fromSnapshot, loudest, neighbour, runningMs, stateOf } from './list'

const alarm = (id: string, priority: Priority, over: Partial<AlarmCard> = {}): AlarmCard => ({
  id, kind: 'sos', kind_label: '一键求救', priority, state: 'unacknowledged', active: true, needs_clearing: true, handled: false, closed: false,
  title: id, text: '', raised_at: '2026-11-21T06:00:00Z', returned_at: null, acknowledged_at: null, acknowledged_by: null,
  place: null, people: [], url: `/alarms/${id}/`, escalation: null, ...over,
})

describe('alarm list', () => {
  it('sorts unacknowledged first, then priority, then newest', () => {
    const list = [
      alarm('acked-1', 1, { state: 'acknowledged' }),
      alarm('old-2', 2, { raised_at: '2026-11-21T05:00:00Z' }),
      alarm('new-2', 2, { raised_at: '2026-11-21T05:30:00Z' }),
      alarm('low-4', 4),
      alarm('returned-1', 1, { active: false }),
    ]
    expect(list.sort(compareAlarms).map((a) => a.id)).toEqual(['returned-1', 'new-2', 'old-2', 'low-4', 'acked-1'])
  })
  it('is a total order: equal times keep their place', () => {
    expect(compareAlarms(alarm('a', 2), alarm('b', 2))).toBeLessThan(0)
    expect(compareAlarms(alarm('b', 2), alarm('a', 2))).toBeGreaterThan(0)
  })
  it('tells the four states and shelved apart', () => {
    expect(stateOf(alarm('x', 1))).toBe('unack_active')
    expect(stateOf(alarm('x', 1, { active: false }))).toBe('unack_returned')
    expect(stateOf(alarm('x', 1, { state: 'acknowledged' }))).toBe('acked_active')
    expect(stateOf(alarm('x', 1, { state: 'acknowledged', active: false }))).toBe('acked_returned')
    expect(stateOf(alarm('x', 1, { shelved_until: '2026-11-21T07:00:00Z' }), Date.parse('2026-11-21T06:59:00Z'))).toBe('shelved')
  })
  it('snapshot and changes give the same list as a fresh snapshot', () => {
    let list = fromSnapshot([alarm('a', 1), alarm('b', 2)])
    list = applyAlarmChange(list, { type: 'alarm.raised', alarm: alarm('c', 3) })
    list = applyAlarmChange(list, { type: 'alarm.acknowledged', alarm: alarm('a', 1, { state: 'acknowledged' }) })
    list = applyAlarmChange(list, { type: 'alarm.closed', alarm: alarm('b', 2, { closed: true }) })
    list = applyAlarmChange(list, { type: 'alarm.raised', alarm: alarm('c', 3) }) // told twice
    const fresh = fromSnapshot([alarm('a', 1, { state: 'acknowledged' }), alarm('c', 3), alarm('b', 2, { closed: true })])
    expect([...list].sort()).toEqual([...fresh].sort())
  })
  it('counts, and sounds only for what nobody acknowledged', () => {
    const list = [alarm('a', 1, { state: 'acknowledged' }), alarm('b', 2), alarm('c', 2), alarm('d', 3, { shelved_until: '2999-01-01T00:00:00Z' })]
    expect(countByPriority(list)).toEqual({ 1: 1, 2: 2, 3: 1, 4: 0 })
    expect(loudest(list)).toBe(2)
    expect(loudest([list[0], list[3]].filter((a) => a !== undefined))).toBeNull()
  })
  it('measures until it returned', () => {
    const now = Date.parse('2026-11-21T06:10:00Z')
    expect(runningMs(alarm('a', 1), now)).toBe(600_000)
    expect(runningMs(alarm('a', 1, { active: false, returned_at: '2026-11-21T06:01:00Z' }), now)).toBe(60_000)
  })
  it('walks with J and K inside the list', () => {
    expect(neighbour(['a', 'b', 'c'], null, 1)).toBe('a')
    expect(neighbour(['a', 'b', 'c'], 'a', 1)).toBe('b')
    expect(neighbour(['a', 'b', 'c'], 'c', 1)).toBe('c')
    expect(neighbour(['a', 'b', 'c'], 'gone', -1)).toBe('c')
    expect(neighbour([], 'a', 1)).toBeNull()
  })
})
