import { describe, expect, it } from 'vitest'
import { boundsOf, circleRing, contains, ringArea, toLonLat, toPlant } from './geo'

const site = { origin_lon: 121.5, origin_lat: 30.7, rotation_deg: 17 }

describe('plant metres and lon/lat', () => {
  it('puts the origin at the origin', () => {
    expect(toLonLat(site, 0, 0)).toEqual([121.5, 30.7])
  })
  it('goes there and back within a micrometre', () => {
    for (const [x, y] of [[400, 300], [-12.5, 8.25], [0.001, -999]] as const) {
      const [lon, lat] = toLonLat(site, x, y)
      const [bx, by] = toPlant(site, lon, lat)
      expect(Math.abs(bx - x)).toBeLessThan(1e-6)
      expect(Math.abs(by - y)).toBeLessThan(1e-6)
    }
  })
  it('turns counter-clockwise: x of a plant turned by 90° points north', () => {
    const [lon, lat] = toLonLat({ ...site, rotation_deg: 90 }, 111.3194907932736, 0)
    expect(lon).toBeCloseTo(121.5, 9)
    expect(lat).toBeCloseTo(30.701, 7)
  })
})

describe('shapes', () => {
  const square = { type: 'Polygon' as const, coordinates: [[[0, 0], [4, 0], [4, 4], [0, 4], [0, 0]], [[1, 1], [2, 1], [2, 2], [1, 2], [1, 1]]] }
  it('knows inside from hole and outside', () => {
    expect(contains(square, 3, 3)).toBe(true)
    expect(contains(square, 1.5, 1.5)).toBe(false)
    expect(contains(square, 5, 1)).toBe(false)
  })
  it('measures and bounds', () => {
    expect(ringArea(square.coordinates[0] ?? [])).toBe(16)
    expect(boundsOf(square)).toEqual([0, 0, 4, 4])
  })
  it('draws a circle of the asked radius', () => {
    const ring = circleRing(site, 10, 20, 8)
    for (const [lon = 0, lat = 0] of ring) {
      const [x, y] = toPlant(site, lon, lat)
      expect(Math.hypot(x - 10, y - 20)).toBeCloseTo(8, 6)
    }
    expect(ring[0]).toEqual(ring.at(-1))
  })
})
