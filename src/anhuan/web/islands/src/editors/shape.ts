/** The shape being drawn, in plant metres, and everything one can do to it. Pure. */
import type { Feature, Geometry, Position } from 'geojson'
import { type Frame, ringArea, toLonLat, toPlant } from '../kernel/geo'

export type XY = readonly [number, number]
export type Shape =
  | { type: 'polygon'; points: readonly XY[] }
  | { type: 'line'; points: readonly XY[]; radius: number | null }
  | { type: 'circle'; centre: XY; radius: number }
  | { type: 'point'; centre: XY }
export type Tool = 'select' | 'polygon' | 'rectangle' | 'circle' | 'line' | 'point'

const tidy = (v: number): number => Math.round(v * 100) / 100
export const tidyPoint = (p: XY): XY => [tidy(p[0]), tidy(p[1])]
const degrees = (p: [number, number]): Position => [Math.round(p[0] * 1e9) / 1e9, Math.round(p[1] * 1e9) / 1e9]

/** What goes into the form: a GeoJSON Feature in lon/lat; a circle is a Point with `radius_m`. */
export function toGeoJson(site: Frame, shape: Shape): Feature {
  const at = (p: XY): Position => degrees(toLonLat(site, p[0], p[1]))
  const feature = (geometry: Geometry, properties: Record<string, number> = {}): Feature => ({ type: 'Feature', geometry, properties })
  switch (shape.type) {
    case 'polygon': {
      const ring = shape.points.map(at)
      return feature({ type: 'Polygon', coordinates: [[...ring, ...(ring[0] ? [ring[0]] : [])]] })
    }
    case 'line': return feature({ type: 'LineString', coordinates: shape.points.map(at) }, shape.radius ? { radius_m: shape.radius } : {})
    case 'circle': return feature({ type: 'Point', coordinates: at(shape.centre) }, { radius_m: tidy(shape.radius) })
    case 'point': return feature({ type: 'Point', coordinates: at(shape.centre) })
  }
}

/** Reads what the form holds: a Feature or a bare geometry; null for nothing or nonsense. */
export function fromGeoJson(site: Frame, text: string, radiusBeside: number | null = null): Shape | null {
  let value: unknown
  try { value = JSON.parse(text) } catch { return null }
  if (typeof value !== 'object' || value === null || !('type' in value)) return null
  const isFeature = value.type === 'Feature'
  const geometry = (isFeature ? (value as Feature).geometry : value) as Geometry | null
  const said = (isFeature ? (value as Feature).properties?.radius_m : (value as { radius_m?: unknown }).radius_m) as unknown
  const radius = typeof said === 'number' && said > 0 ? said : radiusBeside
  const at = (p: Position): XY => tidyPoint(toPlant(site, p[0] ?? 0, p[1] ?? 0))
  if (geometry?.type === 'Polygon') {
    const points = (geometry.coordinates[0] ?? []).map(at)
    const [first, last] = [points[0], points.at(-1)]
    if (first && last && points.length > 1 && first[0] === last[0] && first[1] === last[1]) points.pop()
    return points.length >= 3 ? { type: 'polygon', points } : null
  }
  if (geometry?.type === 'LineString') return geometry.coordinates.length >= 2 ? { type: 'line', points: geometry.coordinates.map(at), radius } : null
  if (geometry?.type === 'Point') return radius ? { type: 'circle', centre: at(geometry.coordinates), radius } : { type: 'point', centre: at(geometry.coordinates) }
  return null
}

/** Handles one can take hold of: corners, or the centre and the rim of a circle. */
export function handles(shape: Shape): XY[] {
  if (shape.type === 'polygon' || shape.type === 'line') return [...shape.points]
  if (shape.type === 'circle') return [shape.centre, [tidy(shape.centre[0] + shape.radius), shape.centre[1]]]
  return [shape.centre]
}
/** Middles of the edges, where a corner may be added; index is the corner before. */
export function middles(shape: Shape): XY[] {
  if (shape.type !== 'polygon' && shape.type !== 'line') return []
  const n = shape.type === 'polygon' ? shape.points.length : shape.points.length - 1
  return Array.from({ length: n }, (_, i) => {
    const a = shape.points[i] ?? [0, 0], b = shape.points[(i + 1) % shape.points.length] ?? [0, 0]
    return [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2] as const
  })
}
export function moveHandle(shape: Shape, index: number, to: XY): Shape {
  const p = tidyPoint(to)
  if (shape.type === 'polygon' || shape.type === 'line') return { ...shape, points: shape.points.map((old, i) => (i === index ? p : old)) }
  if (shape.type === 'circle' && index === 1) return { ...shape, radius: Math.max(0.5, tidy(Math.hypot(to[0] - shape.centre[0], to[1] - shape.centre[1]))) }
  return { ...shape, centre: p }
}
export function insertAfter(shape: Shape, index: number, at: XY): Shape {
  if (shape.type !== 'polygon' && shape.type !== 'line') return shape
  return { ...shape, points: [...shape.points.slice(0, index + 1), tidyPoint(at), ...shape.points.slice(index + 1)] }
}
/** Null when too few corners would be left. */
export function removeHandle(shape: Shape, index: number): Shape | null {
  if (shape.type !== 'polygon' && shape.type !== 'line') return null
  const least = shape.type === 'polygon' ? 3 : 2
  return shape.points.length <= least ? null : { ...shape, points: shape.points.filter((_, i) => i !== index) }
}
export function shift(shape: Shape, dx: number, dy: number): Shape {
  const by = (p: XY): XY => tidyPoint([p[0] + dx, p[1] + dy])
  return shape.type === 'polygon' || shape.type === 'line' ? { ...shape, points: shape.points.map(by) } : { ...shape, centre: by(shape.centre) }
}
/** A rectangle along the plant's own axes. */
export const rectangle = (a: XY, b: XY): Shape => ({ type: 'polygon', points: [tidyPoint(a), tidyPoint([b[0], a[1]]), tidyPoint(b), tidyPoint([a[0], b[1]])] })

export function areaOf(shape: Shape): number {
  if (shape.type === 'polygon') return ringArea(shape.points.map((p) => [p[0], p[1]]))
  return shape.type === 'circle' ? Math.PI * shape.radius ** 2 : 0
}
export function lengthOf(shape: Shape): number {
  if (shape.type === 'circle') return 2 * Math.PI * shape.radius
  if (shape.type === 'point') return 0
  const n = shape.type === 'polygon' ? shape.points.length : shape.points.length - 1
  let sum = 0
  for (let i = 0; i < n; i++) {
    const a = shape.points[i], b = shape.points[(i + 1) % shape.points.length]
    if (a && b) sum += Math.hypot(b[0] - a[0], b[1] - a[1])
  }
  return sum
}

const turn = (a: XY, b: XY, c: XY): number => Math.sign((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]))
const crosses = (a: XY, b: XY, c: XY, d: XY): boolean => turn(a, b, c) * turn(a, b, d) < 0 && turn(c, d, a) * turn(c, d, b) < 0
/** Whether edges of a polygon cross each other. */
export function isCrossed(shape: Shape): boolean {
  if (shape.type !== 'polygon') return false
  const p = shape.points, n = p.length
  for (let i = 0; i < n; i++)
    for (let j = i + 2; j < n; j++) {
      if (i === 0 && j === n - 1) continue
      const a = p[i], b = p[i + 1], c = p[j], d = p[(j + 1) % n]
      if (a && b && c && d && crosses(a, b, c, d)) return true
    }
  return false
}

/** The nearest of `candidates` within `reach`, else the point itself. */
export function snap(point: XY, candidates: readonly XY[], reach: number): XY {
  let best: XY | null = null, least = reach
  for (const c of candidates) {
    const d = Math.hypot(c[0] - point[0], c[1] - point[1])
    if (d < least) { least = d; best = c }
  }
  return best ?? point
}
/** Along the plant's axes from the point before (Shift). */
export const square = (from: XY, to: XY): XY => (Math.abs(to[0] - from[0]) >= Math.abs(to[1] - from[1]) ? [to[0], from[1]] : [from[0], to[1]])

/** Undo and redo over whole shapes. */
export class History {
  private past: (Shape | null)[] = []
  private future: (Shape | null)[] = []
  constructor(public now: Shape | null = null) {}
  push(next: Shape | null): void {
    if (JSON.stringify(next) === JSON.stringify(this.now)) return
    this.past.push(this.now)
    if (this.past.length > 100) this.past.shift()
    this.future = []
    this.now = next
  }
  undo(): boolean {
    if (!this.past.length) return false
    this.future.push(this.now)
    this.now = this.past.pop() ?? null
    return true
  }
  redo(): boolean {
    if (!this.future.length) return false
    this.past.push(this.now)
    this.now = this.future.pop() ?? null
    return true
  }
  get canUndo(): boolean { return this.past.length > 0 }
  get canRedo(): boolean { return this.future.length > 0 }
}
