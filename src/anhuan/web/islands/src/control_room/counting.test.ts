import { describe, expect, it } from 'vitest'
import { circleRing, toLonLat } from '../kernel/geo'
import type { AreaProps, PlantMap } from '../kernel/wire'
import { Roster } from '../live/roster'
import { AreaFinder, areaRows, countFixes, fixesAt } from './counting'

const area = (id: string, over: Partial<AreaProps> = {}): AreaProps => ({ id, name: id, kind: 'unit', risk: 'blue', max_people: null, min_people: null, floors: null, is_major_hazard: false, ...over })
const site = { name: 's', origin_lon: 121, origin_lat: 31, rotation_deg: 12, bounds: [120, 30, 122, 32] as [number, number, number, number] }
const none = { type: 'FeatureCollection' as const, features: [] }
const square = (x: number, y: number, w: number) => ({ type: 'Polygon' as const, coordinates: [[[x, y], [x + w, y], [x + w, y + w], [x, y + w], [x, y]].map(([a = 0, b = 0]) => toLonLat(site, a, b))] })
const plant: PlantMap = {
  site, structures: none, fences: none, anchors: none,
  areas: { type: 'FeatureCollection', features: [
    { type: 'Feature', geometry: square(0, 0, 100), properties: area('big') },
    { type: 'Feature', geometry: square(10, 10, 10), properties: area('small', { floors: [2] }) },
  ] },
}

describe('area rows', () => {
  it('puts trouble first, then major hazards, then risk', () => {
    const rows = areaRows(
      [area('office'), area('tanks', { is_major_hazard: true, risk: 'red', max_people: 6 }), area('control', { min_people: 2 }), area('dock', { risk: 'orange' })],
      { tanks: { staff: 5, contractor: 2 }, office: { staff: 50 }, control: { staff: 1, vehicle: 3 } })
    expect(rows.map((r) => [r.id, r.count, r.trouble])).toEqual([['tanks', 7, 'over'], ['control', 1, 'under'], ['dock', 0, ''], ['office', 50, '']])
  })
})

describe('a past moment', () => {
  const finder = new AreaFinder(plant)
  it('finds the smallest area on the floor', () => {
    expect(finder.at(15, 15, 2)).toBe('small')
    expect(finder.at(15, 15, 1)).toBe('big')
    expect(finder.at(-5, 0, 1)).toBeNull()
  })
  it('counts by kind and area, and greys what is old', () => {
    const t = 1_000_000
    const roster = new Roster([{ tag: 'a', subject: 's', kind: 'contractor', subject_kind: 'person', name: '赵磊', tag_number: '1', department: null, post: null, sex: null, qualification: null, pinyin: null, battery_pct: null }])
    const fixes = fixesAt([{ subject: 's', tag: 'a', t_ms: t - 500, x_m: 15, y_m: 15, floor: 2, r68_m: 1 }, { subject: 'z', tag: 'b', t_ms: t - 90_000, x_m: 50, y_m: 50, floor: 1, r68_m: 1 }], t, finder)
    expect(fixes.get('b')?.state).toBe('stale')
    expect(countFixes(fixes.values(), roster, t)).toMatchObject({ total: { contractor: 1, staff: 1 }, areas: { small: { contractor: 1 }, big: { staff: 1 } } })
  })
  it('has closed rings for circles', () => expect(circleRing(site, 0, 0, 5, 8)).toHaveLength(9))
})
