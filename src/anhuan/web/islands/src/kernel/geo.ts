/** Plant metres ↔ longitude/latitude: the same local tangent plane as `anhuan/kernel/geo.py`. */
import type { Geometry, Position } from 'geojson'
import type { Site } from './wire'

export const EARTH_RADIUS_M = 6378137
const RAD = Math.PI / 180
export type Frame = Pick<Site, 'origin_lon' | 'origin_lat' | 'rotation_deg'>
export type Point = readonly [number, number]

export function toLonLat(site: Frame, x: number, y: number): [number, number] {
  const turn = site.rotation_deg * RAD
  const east = x * Math.cos(turn) - y * Math.sin(turn)
  const north = x * Math.sin(turn) + y * Math.cos(turn)
  const shrink = Math.cos(site.origin_lat * RAD)
  return [site.origin_lon + east / (EARTH_RADIUS_M * shrink) / RAD, site.origin_lat + north / EARTH_RADIUS_M / RAD]
}

export function toPlant(site: Frame, lon: number, lat: number): [number, number] {
  const turn = site.rotation_deg * RAD
  const east = (lon - site.origin_lon) * RAD * EARTH_RADIUS_M * Math.cos(site.origin_lat * RAD)
  const north = (lat - site.origin_lat) * RAD * EARTH_RADIUS_M
  return [east * Math.cos(turn) + north * Math.sin(turn), -east * Math.sin(turn) + north * Math.cos(turn)]
}

/** A circle as a ring of lon/lat points, closed. */
export function circleRing(site: Frame, x: number, y: number, radius: number, steps = 64): Position[] {
  const ring: Position[] = []
  for (let i = 0; i <= steps; i++) {
    const angle = (i % steps) * ((2 * Math.PI) / steps)
    ring.push(toLonLat(site, x + radius * Math.cos(angle), y + radius * Math.sin(angle)))
  }
  return ring
}

export function insideRing(ring: readonly Position[], x: number, y: number): boolean {
  let inside = false
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [xi = 0, yi = 0] = ring[i] ?? []
    const [xj = 0, yj = 0] = ring[j] ?? []
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside
  }
  return inside
}

export function polygonsOf(geometry: Geometry): Position[][][] {
  if (geometry.type === 'Polygon') return [geometry.coordinates]
  if (geometry.type === 'MultiPolygon') return geometry.coordinates
  return []
}

export function contains(geometry: Geometry, lon: number, lat: number): boolean {
  return polygonsOf(geometry).some(
    ([outer = [], ...holes]) => insideRing(outer, lon, lat) && !holes.some((hole) => insideRing(hole, lon, lat)),
  )
}

/** Ring area by the shoelace formula, in the square of whatever unit the ring is in. */
export function ringArea(ring: readonly Position[]): number {
  let twice = 0
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [xi = 0, yi = 0] = ring[i] ?? []
    const [xj = 0, yj = 0] = ring[j] ?? []
    twice += xj * yi - xi * yj
  }
  return Math.abs(twice) / 2
}

/** Centre of the bounding box: good enough to fly to, always defined for a non-empty geometry. */
export function boundsOf(geometry: Geometry): [number, number, number, number] | null {
  let west = Infinity, south = Infinity, east = -Infinity, north = -Infinity
  const visit = (value: unknown): void => {
    if (!Array.isArray(value)) return
    if (typeof value[0] === 'number' && typeof value[1] === 'number') {
      west = Math.min(west, value[0]); east = Math.max(east, value[0])
      south = Math.min(south, value[1]); north = Math.max(north, value[1])
    } else value.forEach(visit)
  }
  if (geometry.type === 'GeometryCollection') geometry.geometries.forEach((g) => 'coordinates' in g && visit(g.coordinates))
  else visit(geometry.coordinates)
  return Number.isFinite(west) ? [west, south, east, north] : null
}

export function centreOf(geometry: Geometry): [number, number] | null {
  const box = boundsOf(geometry)
  return box && [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2]
}
