import { describe, expect, it } from 'vitest'
import { toLonLat } from '../kernel/geo'
import type { PlantMap, StructureProps } from '../kernel/wire'
import { Heights, heightOf, slabsOf, solids } from './solid'

const site = { name: 'x', origin_lon: 118.7, origin_lat: 37.9, rotation_deg: 30, bounds: [0, 0, 0, 0] as [number, number, number, number] }
const box = (x: number, y: number, w: number) => ({ type: 'Polygon' as const, coordinates: [[[x, y], [x + w, y], [x + w, y + w], [x, y + w], [x, y]].map(([a = 0, b = 0]) => toLonLat(site, a, b))] })
const structure = (properties: Partial<StructureProps>, geometry: PlantMap['structures']['features'][number]['geometry'] = box(10, 10, 20)) =>
  ({ type: 'Feature' as const, geometry, properties: { id: 'a', name: 'A', kind: 'building', floors: null, ...properties } })
const plant = (...features: ReturnType<typeof structure>[]): PlantMap => {
  const none = { type: 'FeatureCollection' as const, features: [] }
  return { site, areas: none, structures: { type: 'FeatureCollection', features }, fences: none, anchors: none }
}

describe('the plant in three dimensions', () => {
  it('takes the heights of floors from the building, storeys where none are given', () => {
    expect(slabsOf(structure({ floors: [1, 2, 3], floors_z_m: [0, 6, 11], height_m: 20 }))).toEqual([{ floor: 1, from: 0, to: 6 }, { floor: 2, from: 6, to: 11 }, { floor: 3, from: 11, to: 20 }])
    expect(slabsOf(structure({ floors: [1, 2] })).map((s) => s.from)).toEqual([0, 4.5])
    expect(slabsOf(structure({ kind: 'tank', height_m: 12 }))).toEqual([{ floor: 1, from: 0, to: 12 }])
    expect([heightOf(1), heightOf(3), heightOf(-1)]).toEqual([0, 9, -4.5])
  })
  it('puts people on the floor of the building they are in', () => {
    const heights = new Heights(solids(plant(structure({ floors: [1, 2], floors_z_m: [0, 7] }))))
    expect(heights.at(20, 20, 2)).toBe(7)
    expect(heights.at(100, 20, 2)).toBe(4.5)
  })
  it('leaves roads flat and makes discs of round tanks', () => {
    const tank = structure({ kind: 'tank', radius_m: 5 }, { type: 'Point', coordinates: toLonLat(site, 50, 50) })
    const found = solids(plant(structure({ kind: 'road' }), tank))
    expect(found).toHaveLength(1)
    expect(Math.hypot((found[0]?.rings[0]?.[0]?.[0] ?? 0) - 50, (found[0]?.rings[0]?.[0]?.[1] ?? 0) - 50)).toBeCloseTo(5, 2)
  })
})
