/** The plant as numbers for a scene: rings in plant metres, floors with their heights. Pure. */
import { circleRing, polygonsOf, toPlant } from '../kernel/geo'
import type { PlantMap, StructureProps } from '../kernel/wire'
import type { Feature, Geometry } from 'geojson'

export const STOREY_M = 4.5
export type Ring = [number, number][]
export interface Slab { floor: number; from: number; to: number }
export interface Solid { id: string; name: string; kind: string; rings: Ring[]; slabs: Slab[] }
const FLAT = new Set(['road', 'rail', 'muster'])

/** Outer rings of a geometry in plant metres; a point with a radius is the disc it stands for. */
export function ringsOf(plant: PlantMap, geometry: Geometry, radius?: number | null): Ring[] {
  const { site } = plant
  const local = (p: readonly number[]): [number, number] => toPlant(site, p[0] ?? 0, p[1] ?? 0)
  if (geometry.type === 'Point') {
    if (!radius) return []
    const [x, y] = local(geometry.coordinates)
    return [circleRing(site, x, y, radius, 32).map(local)]
  }
  return polygonsOf(geometry).flatMap(([outer]) => (outer ? [outer.map(local)] : []))
}
/** What stands on the ground: buildings and units by storeys, tanks and equipment as one piece. */
export function solids(plant: PlantMap): Solid[] {
  return plant.structures.features.flatMap((f) => {
    const rings = FLAT.has(f.properties.kind) ? [] : ringsOf(plant, f.geometry, f.properties.radius_m)
    return rings.length ? [{ id: f.properties.id, name: f.properties.name, kind: f.properties.kind, rings, slabs: slabsOf(f) }] : []
  })
}
export function slabsOf(f: Feature<Geometry, StructureProps>): Slab[] {
  const { floors, floors_z_m: given, height_m: height, kind } = f.properties
  const list = typeof floors === 'number' ? Array.from({ length: floors }, (_, i) => i + 1) : (floors ?? [])
  if (list.length < 2 && !given?.some((z) => z != null)) {
    const top = height ?? (kind === 'tank' ? 10 : kind === 'equipment' ? 5 : STOREY_M * Math.max(1, list.length))
    return [{ floor: list[0] ?? 1, from: 0, to: top }]
  }
  const bottoms = list.map((floor, i) => given?.[i] ?? heightOf(floor))
  return list.map((floor, i) => ({ floor, from: bottoms[i] ?? 0, to: bottoms[i + 1] ?? Math.max((bottoms[i] ?? 0) + STOREY_M, height ?? 0) }))
}
/** Where a floor lies when no building says so; basements are below the ground. */
export const heightOf = (floor: number): number => (floor > 0 ? floor - 1 : floor) * STOREY_M

/** The height of a floor at a place: that of the building one stands in. */
export class Heights {
  constructor(private readonly list: readonly Solid[]) {}
  at(x: number, y: number, floor: number): number {
    for (const solid of this.list) {
      const slab = solid.slabs.length > 1 ? solid.slabs.find((s) => s.floor === floor) : undefined
      if (slab && solid.rings.some((ring) => insideRing(ring, x, y))) return slab.from
    }
    return heightOf(floor)
  }
}
function insideRing(ring: Ring, x: number, y: number): boolean {
  let inside = false
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [xi, yi] = ring[i] ?? [0, 0], [xj, yj] = ring[j] ?? [0, 0]
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside
  }
  return inside
}
