import { describe, expect, it } from 'vitest'
import { newer, onMap, runningS, shown } from './roll'
import type { EvacPerson, Picture } from './wire'

const person = (changes: Partial<EvacPerson>): EvacPerson => ({
  id: '1', name: '王海涛', number: 'H0001', kind: 'staff', unit: '合成车间', phone: '', tag: 'T-0001', stage: 'inside', silent: false, joined: 'inside',
  x_m: 1, y_m: 2, floor: 1, area: '', located_at: null, safe_at: null, arrival_s: null, how: '', muster: '', ticked_by: '', tick_note: '', tag_inside: false, delivery: 'sent', ...changes,
})
const picture = (changes: Partial<Picture>): Picture => ({ version: 3, ordered_at: '2026-11-21T08:00:00Z', stood_down_at: null, accounted_s: null, ...changes }) as Picture

describe('the list', () => {
  const people = [person({}), person({ id: '2', name: '李明', stage: 'out', x_m: null }), person({ id: '3', name: '赵强', stage: 'safe' })]
  it('shows who is left, who is safe, or all', () => {
    expect(shown(people, 'left', '').map((p) => p.id)).toEqual(['1', '2'])
    expect(shown(people, 'safe', '').map((p) => p.id)).toEqual(['3'])
    expect(shown(people, 'all', '').length).toBe(3)
  })
  it('finds by name, number, tag and unit', () => {
    for (const text of ['海涛', 'h0001', 't-0001', '合成']) expect(shown(people, 'all', text).map((p) => p.id)).toContain('1')
    expect(shown(people, 'all', '不在')).toEqual([])
  })
  it('puts on the map who is left and has a place', () => {
    expect(onMap(people).map((p) => p.id)).toEqual(['1'])
  })
})
describe('the clock', () => {
  const at = Date.parse('2026-11-21T08:05:00Z')
  it('runs until everybody is accounted for', () => {
    expect(runningS(picture({}), at)).toBe(300)
    expect(runningS(picture({ accounted_s: 142 }), at)).toBe(142)
    expect(runningS(picture({ stood_down_at: '2026-11-21T08:01:00Z' }), at)).toBe(60)
  })
})
it('a late answer does not undo a newer one', () => {
  expect(newer(picture({}), picture({ version: 2 }))).toBe(false)
  expect(newer(picture({}), picture({ version: 3 }))).toBe(true)
  expect(newer(null, picture({ version: 1 }))).toBe(true)
})
