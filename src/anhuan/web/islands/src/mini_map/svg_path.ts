/** GeoJSON as SVG paths in plant metres, y down: crisp at any size, printable, no WebGL needed. */
import type { Geometry, Position } from 'geojson'
import { toPlant } from '../kernel/geo'
import type { Site } from '../kernel/wire'

export function toPath(site: Site, geometry: Geometry): string {
  const point = (p: Position): string => {
    const [x, y] = toPlant(site, p[0] ?? 0, p[1] ?? 0)
    return `${x.toFixed(2)} ${(-y).toFixed(2)}`
  }
  const line = (ring: Position[], close: boolean): string => ring.map((p, i) => `${i ? 'L' : 'M'}${point(p)}`).join('') + (close ? 'Z' : '')
  switch (geometry.type) {
    case 'Polygon': return geometry.coordinates.map((r) => line(r, true)).join('')
    case 'MultiPolygon': return geometry.coordinates.flat().map((r) => line(r, true)).join('')
    case 'LineString': return line(geometry.coordinates, false)
    case 'MultiLineString': return geometry.coordinates.map((r) => line(r, false)).join('')
    default: return ''
  }
}

export interface ViewBox { x: number; y: number; w: number; h: number }
/** The frame around boxes of [west, south, east, north], widened to an aspect and a least size. */
export function frame(boxes: readonly (readonly [number, number, number, number])[], aspect: number, least: number, margin = 1.12): ViewBox {
  let w = Infinity, s = Infinity, e = -Infinity, n = -Infinity
  for (const b of boxes) { w = Math.min(w, b[0]); s = Math.min(s, b[1]); e = Math.max(e, b[2]); n = Math.max(n, b[3]) }
  if (!Number.isFinite(w)) return { x: -least / 2, y: -least / 2 / aspect, w: least, h: least / aspect }
  let width = Math.max(least, (e - w) * margin), height = Math.max(least / aspect, (n - s) * margin)
  if (width / height < aspect) width = height * aspect
  else height = width / aspect
  return { x: (w + e) / 2 - width / 2, y: -(s + n) / 2 - height / 2, w: width, h: height }
}
/** A round length that fills about a fifth of the width. */
export function scaleLength(widthM: number): number {
  const steps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000]
  return [...steps].reverse().find((m) => m <= widthM / 5) ?? 1
}
