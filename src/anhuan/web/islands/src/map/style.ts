/** The plant as a MapLibre style: everything from our own GeoJSON, no tiles, no glyph server. */
import type {
  ExpressionSpecification, LayerSpecification, StyleSpecification,
} from 'maplibre-gl'
import type { Feature, FeatureCollection, Geometry } from 'geojson'
import { boundsOf, centreOf, circleRing, toLonLat, toPlant } from '../kernel/geo'
import type { AreaProps, PlantMap, Risk, Site, StructureProps } from '../kernel/wire'
import { alpha, type Palette } from './theme'

export type Layer = 'people' | 'names' | 'risk' | 'fences' | 'anchors' | 'structures' | 'roads' | 'jobs'
export const FONTS = ['Noto Sans SC', 'Noto Sans CJK SC', 'HarmonyOS Sans SC', 'PingFang SC', 'Microsoft YaHei', 'sans-serif']
export const GRADES: Record<Risk, string> = { red: 'Ⅰ', orange: 'Ⅱ', yellow: 'Ⅲ', blue: 'Ⅳ' }

/** Floors as `,1,2,` so that a filter is a substring test; empty means every floor. */
export function floorKey(floors: number[] | number | null | undefined): string {
  if (floors === null || floors === undefined) return ''
  const list = typeof floors === 'number' ? Array.from({ length: floors }, (_, i) => i + 1) : floors
  return list.length ? `,${list.join(',')},` : ''
}
/** 1 where the feature is on the floor shown (or on all), `dim` elsewhere. */
export function onFloor(floor: number | null, dim: number, full = 1): number | ExpressionSpecification {
  if (floor === null) return full
  return ['case', ['any', ['==', ['get', 'f'], ''], ['in', `,${floor},`, ['get', 'f']]], full, dim]
}

/** A circle comes as a point with `radius_m`; it is drawn as the ring it stands for. */
export function outline(site: Site, geometry: Geometry, radius: number | null | undefined): Geometry {
  if (geometry.type !== 'Point' || !radius) return geometry
  const [x, y] = toPlant(site, geometry.coordinates[0] ?? 0, geometry.coordinates[1] ?? 0)
  return { type: 'Polygon', coordinates: [circleRing(site, x, y, radius)] }
}
const tagged = <P extends { floors: number[] | number | null; radius_m?: number | null }>(site: Site, c: FeatureCollection<Geometry, P>): FeatureCollection => ({
  type: 'FeatureCollection',
  features: c.features.map((f) => ({ ...f, geometry: outline(site, f.geometry, f.properties.radius_m), properties: { ...f.properties, f: floorKey(f.properties.floors) } })),
})

/** Names stand at the upper left corner of their shape, seen along the plant's own axes. */
function labelPoints(data: PlantMap): FeatureCollection {
  const features: Feature[] = []
  for (const { geometry, properties } of data.areas.features) {
    const box = plantBox(data, geometry)
    if (!box) continue
    features.push({
      type: 'Feature',
      geometry: { type: 'Point', coordinates: toLonLat(data.site, box[0], box[3]) },
      properties: { what: 'area', text: areaLabel(properties), rank: (box[2] - box[0]) * (box[3] - box[1]), f: floorKey(properties.floors) },
    })
  }
  for (const { geometry, properties } of data.structures.features) {
    const centre = properties.kind === 'road' || geometry.type === 'LineString' ? null : centreOf(geometry)
    if (centre) features.push({ type: 'Feature', geometry: { type: 'Point', coordinates: centre }, properties: { what: 'structure', text: properties.name, rank: 0, f: floorKey(properties.floors) } })
  }
  for (const { geometry, properties } of data.fences.features) {
    const box = properties.enabled ? plantBox(data, outline(data.site, geometry, properties.radius_m)) : null
    if (box) features.push({ type: 'Feature', geometry: { type: 'Point', coordinates: toLonLat(data.site, box[0], box[1]) }, properties: { what: 'fence', text: properties.name, rank: 0, f: floorKey(properties.floors) } })
  }
  const mark = (what: string, list: FeatureCollection<Geometry, { name: string; floors?: number[] | null }> | undefined, sign: string): void => {
    for (const { geometry, properties } of list?.features ?? []) {
      const box = plantBox(data, geometry)
      if (box) features.push({ type: 'Feature', geometry: { type: 'Point', coordinates: toLonLat(data.site, box[0], box[3]) }, properties: { what, text: sign + properties.name, rank: 0, f: floorKey(properties.floors) } })
    }
  }
  mark('parking', data.parking, 'P ')
  mark('route', data.routes, '⇢ ')
  mark('job', data.job_areas, '⚠ ')
  return { type: 'FeatureCollection', features }
}
const NONE: FeatureCollection = { type: 'FeatureCollection', features: [] }
const areaLabel = (p: AreaProps): string => (p.risk ? `${p.name} ${GRADES[p.risk]}` : p.name)

/** Bounding box in plant metres: [west, south, east, north] along the plant's axes. */
export function plantBox(data: PlantMap, geometry: Geometry): [number, number, number, number] | null {
  const turned = turnIntoPlant(data, geometry)
  return turned && boundsOf(turned)
}
/** What is built, in plant metres; the site's bounds where nothing is drawn yet. */
export function extent(data: PlantMap): [number, number, number, number] {
  let all: [number, number, number, number] | null = null
  for (const { geometry } of [...data.areas.features, ...data.structures.features.filter((f) => f.geometry.type !== 'LineString')]) {
    const b = plantBox(data, geometry)
    if (b) all = all ? [Math.min(all[0], b[0]), Math.min(all[1], b[1]), Math.max(all[2], b[2]), Math.max(all[3], b[3])] : b
  }
  if (all) return all
  const [w, s, e, n] = data.site.bounds
  const a = toPlant(data.site, w, s), c = toPlant(data.site, e, n)
  return [Math.min(a[0], c[0]), Math.min(a[1], c[1]), Math.max(a[0], c[0]), Math.max(a[1], c[1])]
}
function turnIntoPlant(data: PlantMap, geometry: Geometry): Geometry | null {
  if (geometry.type === 'GeometryCollection') return null
  const visit = (value: unknown): unknown =>
    Array.isArray(value) && typeof value[0] === 'number' && typeof value[1] === 'number'
      ? toPlant(data.site, value[0], value[1])
      : Array.isArray(value) ? value.map(visit) : value
  return { ...geometry, coordinates: visit(geometry.coordinates) } as Geometry
}

const isRoad: ExpressionSpecification = ['in', ['get', 'kind'], ['literal', ['road', 'rail']]]
const polygons: ExpressionSpecification = ['==', ['geometry-type'], 'Polygon']
const lines: ExpressionSpecification = ['==', ['geometry-type'], 'LineString']
/** A width in metres: pixels double with each zoom. Circumference / 512 px tiles at latitude ~31°. */
const metres = (m: number, lat: number): ExpressionSpecification => {
  const at20 = m / ((40075016.686 * Math.cos((lat * Math.PI) / 180)) / (512 * 2 ** 20))
  return ['interpolate', ['exponential', 2], ['zoom'], 12, at20 / 256, 20, at20, 24, at20 * 16]
}

export function plantStyle(data: PlantMap, p: Palette, scale: number): StyleSpecification {
  const source = (d: FeatureCollection): StyleSpecification['sources'][string] => ({ type: 'geojson', data: d, tolerance: 0.05, maxzoom: 20 })
  const ground = p.dark ? '#171b21' : '#f8f9fa'
  const riskFill: ExpressionSpecification = ['match', ['get', 'risk'],
    'red', p.risk.red, 'orange', p.risk.orange, 'yellow', p.risk.yellow, 'blue', p.risk.blue, alpha(p.ink4, 0.12)]
  const halo = { 'text-halo-color': ground, 'text-halo-width': 1.6 } as const
  const layers: LayerSpecification[] = [
    { id: 'ground', type: 'background', paint: { 'background-color': ground } },
    { id: 'road-fill', type: 'fill', source: 'structures', filter: ['all', isRoad, polygons], paint: { 'fill-color': p.line } },
    { id: 'road-line', type: 'line', source: 'structures', filter: ['all', isRoad, lines], layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: { 'line-color': p.line, 'line-width': metres(7, data.site.origin_lat) } },
    { id: 'area-fill', type: 'fill', source: 'areas', filter: polygons, paint: { 'fill-color': riskFill } },
    { id: 'area-hatch', type: 'fill', source: 'areas', filter: ['all', polygons, ['in', ['get', 'risk'], ['literal', ['red', 'orange', 'yellow']]]],
      paint: { 'fill-pattern': ['concat', 'hatch-', ['get', 'risk']] } },
    { id: 'area-plain', type: 'fill', source: 'areas', filter: polygons, layout: { visibility: 'none' }, paint: { 'fill-color': alpha(p.ink4, 0.1) } },
    { id: 'area-line', type: 'line', source: 'areas', filter: polygons, paint: { 'line-color': p.ink4, 'line-width': 1.2 * scale } },
    { id: 'building-fill', type: 'fill', source: 'structures', filter: ['all', ['!', isRoad], polygons], paint: { 'fill-color': p.dark ? '#1b2027' : '#ffffff' } },
    { id: 'building-line', type: 'line', source: 'structures', filter: ['all', ['!', isRoad], polygons], paint: { 'line-color': p.ink4, 'line-width': 1.1 * scale } },
    { id: 'pipe-line', type: 'line', source: 'structures', filter: ['all', ['!', isRoad], lines], paint: { 'line-color': p.ink4, 'line-width': 1.6 * scale } },
    { id: 'point-dot', type: 'circle', source: 'structures', filter: ['==', ['geometry-type'], 'Point'],
      paint: { 'circle-radius': 3 * scale, 'circle-color': p.card, 'circle-stroke-color': p.ink3, 'circle-stroke-width': 1.4 } },
    { id: 'route-fill', type: 'fill', source: 'routes', layout: { visibility: 'none' }, paint: { 'fill-color': alpha(p.kind.vehicle, 0.12) } },
    { id: 'route-line', type: 'line', source: 'routes', layout: { visibility: 'none' }, paint: { 'line-color': p.kind.vehicle, 'line-width': 1.2 * scale, 'line-dasharray': [6, 2] } },
    { id: 'parking-fill', type: 'fill', source: 'parking', layout: { visibility: 'none' }, paint: { 'fill-color': alpha(p.ink3, 0.22) } },
    { id: 'parking-line', type: 'line', source: 'parking', layout: { visibility: 'none' }, paint: { 'line-color': p.ink3, 'line-width': 1.4 * scale } },
    { id: 'job-fill', type: 'fill', source: 'jobs', paint: { 'fill-color': alpha(p.accent, 0.14) } },
    { id: 'job-line', type: 'line', source: 'jobs', paint: { 'line-color': p.accent, 'line-width': 2.2 * scale } },
    { id: 'area-chosen', type: 'line', source: 'areas', filter: ['==', ['get', 'id'], ''], paint: { 'line-color': p.accent, 'line-width': 2.6 * scale } },
    { id: 'fence-line', type: 'line', source: 'fences', filter: ['any', polygons, lines],
      paint: { 'line-color': ['case', ['get', 'enabled'], p.accent, p.ink4], 'line-width': 1.7 * scale, 'line-dasharray': [3.2, 2.2] } },
    { id: 'anchor-dot', type: 'circle', source: 'anchors', layout: { visibility: 'none' },
      paint: { 'circle-radius': 3.4 * scale, 'circle-color': ['case', ['get', 'online'], p.card, p.ink3], 'circle-stroke-color': p.ink2, 'circle-stroke-width': 1.4 * scale } },
    { id: 'structure-label', type: 'symbol', source: 'labels', minzoom: 17.6, filter: ['==', ['get', 'what'], 'structure'],
      layout: { 'text-field': ['get', 'text'], 'text-font': FONTS, 'text-size': 10.5 * scale, 'text-max-width': 6, 'text-padding': 3 },
      paint: { 'text-color': p.ink2, 'text-halo-color': p.card, 'text-halo-width': 1.2 } },
    { id: 'fence-label', type: 'symbol', source: 'labels', minzoom: 17.9, filter: ['==', ['get', 'what'], 'fence'],
      layout: { 'text-field': ['get', 'text'], 'text-font': FONTS, 'text-size': 11 * scale, 'text-anchor': 'bottom-left', 'text-justify': 'left', 'text-offset': [0.3, -0.25], 'text-max-width': 14 },
      paint: { 'text-color': p.accent, ...halo } },
    { id: 'road-label', type: 'symbol', source: 'labels', minzoom: 16.8, filter: ['in', ['get', 'what'], ['literal', ['parking', 'route']]],
      layout: { visibility: 'none', 'text-field': ['get', 'text'], 'text-font': FONTS, 'text-size': 11 * scale, 'text-anchor': 'top-left', 'text-justify': 'left', 'text-offset': [0.2, 0.2], 'text-max-width': 14 },
      paint: { 'text-color': p.ink2, ...halo } },
    { id: 'job-label', type: 'symbol', source: 'labels', filter: ['==', ['get', 'what'], 'job'],
      layout: { 'text-field': ['get', 'text'], 'text-font': FONTS, 'text-size': 12 * scale, 'text-anchor': 'bottom-left', 'text-justify': 'left', 'text-offset': [0.1, -0.2], 'text-max-width': 14 },
      paint: { 'text-color': p.accent, ...halo } },
    { id: 'anchor-label', type: 'symbol', source: 'anchors', minzoom: 19.2, layout: { visibility: 'none', 'text-field': ['get', 'number'], 'text-font': FONTS, 'text-size': 10 * scale, 'text-anchor': 'top', 'text-offset': [0, 0.5] },
      paint: { 'text-color': p.ink2, ...halo } },
    { id: 'area-label', type: 'symbol', source: 'labels', filter: ['==', ['get', 'what'], 'area'],
      layout: { 'text-field': ['get', 'text'], 'text-font': FONTS, 'text-size': 12.5 * scale, 'text-anchor': 'bottom-left', 'text-justify': 'left', 'text-offset': [0.1, -0.25],
        'symbol-sort-key': ['-', 0, ['get', 'rank']], 'text-padding': 1, 'text-max-width': 14 },
      paint: { 'text-color': p.ink2, ...halo } },
  ]
  return {
    version: 8,
    transition: { duration: 0, delay: 0 },
    sources: {
      areas: source(tagged(data.site, data.areas)),
      structures: source(tagged<StructureProps>(data.site, data.structures)),
      fences: source(tagged(data.site, data.fences)),
      anchors: source(data.anchors),
      jobs: source(data.job_areas ? tagged(data.site, data.job_areas) : NONE),
      parking: source(data.parking ?? NONE),
      routes: source(data.routes ?? NONE),
      labels: source(labelPoints(data)),
    },
    layers,
  }
}

/** Which style layers a switch of the page turns on and off. */
export const SWITCHED: Partial<Record<Layer, string[]>> = {
  risk: ['area-fill', 'area-hatch'],
  fences: ['fence-line', 'fence-label'],
  anchors: ['anchor-dot', 'anchor-label'],
  roads: ['route-fill', 'route-line', 'parking-fill', 'parking-line', 'road-label'],
  jobs: ['job-fill', 'job-line', 'job-label'],
  structures: ['building-fill', 'building-line', 'pipe-line', 'point-dot', 'structure-label', 'road-fill', 'road-line'],
}

/** Hatches: the grade is told by the weave too, not by the colour alone. Ⅰ crossed, Ⅱ close, Ⅲ wide, Ⅳ none. */
export function hatch(risk: Risk, dark: boolean, ratio: number): ImageData {
  const size = (risk === 'yellow' ? 12 : 8) * ratio
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = size
  const ctx = canvas.getContext('2d')
  if (!ctx) return new ImageData(size, size)
  ctx.strokeStyle = dark ? 'rgba(255,255,255,.085)' : 'rgba(28,35,43,.10)'
  ctx.lineWidth = 1.1 * ratio
  const stroke = (down: boolean): void => {
    for (const shift of [-size, 0, size]) {
      ctx.beginPath()
      ctx.moveTo(shift, down ? 0 : size)
      ctx.lineTo(shift + size, down ? size : 0)
      ctx.stroke()
    }
  }
  stroke(false)
  if (risk === 'red') stroke(true)
  return ctx.getImageData(0, 0, size, size)
}
