/** Tracks on the plant map: lines shaded by time, the last two minutes bold, one symbol per subject. */
import type { GeoJSONSource } from 'maplibre-gl'
import type { Feature } from 'geojson'
import { toLonLat } from '../kernel/geo'
import type { Kind, PlantMap } from '../kernel/wire'
import { toScreenX, toScreenY } from '../map/affine'
import { PlantView, type Scene } from '../map/plant_view'
import { type Flat, GAP_MS, indexAt, pieces, spotAt, type Stay } from './analysis'
import { colourOf, shade } from './colours'

export interface Runner { subject: string; name: string; kind: Kind; flat: Flat; gapMs: number }
const TAIL_MS = 120_000
const ID = 'tracks'

export class TrackMap {
  readonly view: PlantView
  private runners: readonly Runner[] = []
  private span: [number, number] = [0, 1]
  private t = 0
  chosenStay: Stay | null = null
  follow = false

  constructor(host: HTMLElement, plant: PlantMap) {
    this.view = new PlantView(host, plant, 1, { top: 50, right: 30, bottom: 40, left: 30 })
    this.view.people.glide = false
    this.view.setLayer('names', true)
    this.view.map.on('styledata', () => this.addLayer())
    this.view.map.on('load', () => this.addLayer())
    this.view.under.add((scene) => this.paintTail(scene))
  }
  private addLayer(): void {
    const map = this.view.map
    if (!map.getStyle() || map.getSource(ID)) return
    map.addSource(ID, { type: 'geojson', data: { type: 'FeatureCollection', features: [] }, tolerance: 0.05, maxzoom: 20 })
    map.addLayer({ id: ID, type: 'line', source: ID, layout: { 'line-join': 'round', 'line-cap': 'round' }, paint: { 'line-color': ['get', 'colour'], 'line-width': 2.6 } }, 'area-label')
    this.load()
  }
  show(runners: readonly Runner[], from: number, to: number): void {
    this.runners = runners
    this.span = [from, to]
    this.load()
    this.view.people.keepOnly(new Set(runners.map((r) => r.subject)))
    this.fit()
  }
  private load(): void {
    const source = this.view.map.getSource<GeoJSONSource>(ID)
    if (!source) return
    const { site } = this.view.data, p = this.view.palette
    const features: Feature[] = this.runners.flatMap((r, i) =>
      pieces(r.flat, this.span[0], this.span[1], 48, r.gapMs).map((piece) => ({
        type: 'Feature' as const,
        geometry: { type: 'LineString' as const, coordinates: piece.points.map(([x, y]) => toLonLat(site, x, y)) },
        properties: { colour: shade(colourOf(i, p), piece.part, p.dark), floor: piece.floor },
      })))
    void source.setData({ type: 'FeatureCollection', features })
  }
  private fit(): void {
    let w = Infinity, s = Infinity, e = -Infinity, n = -Infinity
    for (const { flat } of this.runners) for (let i = 0; i < flat.t.length; i++) {
      const x = flat.x[i] ?? 0, y = flat.y[i] ?? 0
      w = Math.min(w, x); e = Math.max(e, x); s = Math.min(s, y); n = Math.max(n, y)
    }
    if (!Number.isFinite(w)) return
    const { clientWidth, clientHeight } = this.view.map.getContainer()
    const ppm = Math.min((clientWidth - 160) / Math.max(30, e - w), (clientHeight - 170) / Math.max(30, n - s))
    this.view.lookAt((w + e) / 2, (s + n) / 2, ppm)
  }
  setFloor(floor: number | null): void {
    this.view.setFloor(floor)
    if (this.view.map.getLayer(ID)) this.view.map.setPaintProperty(ID, 'line-opacity', floor === null ? 1 : ['case', ['==', ['get', 'floor'], floor], 1, 0.18])
  }
  seek(t: number): void {
    this.t = t
    const now = performance.now()
    const here = new Set<string>()
    for (const r of this.runners) {
      const spot = spotAt(r.flat, t, r.gapMs)
      if (!spot) continue
      here.add(r.subject)
      const missing = spot.ageMs > r.gapMs
      this.view.people.put(r.subject, { kind: r.kind, name: r.name }, { x_m: spot.x, y_m: spot.y, floor: spot.floor, r68_m: spot.r68, state: missing ? 'lost' : spot.ageMs > GAP_MS / 2 ? 'stale' : 'live', t_ms: t }, now)
    }
    this.view.people.keepOnly(here)
    if (this.follow) this.keepInView()
    this.view.request()
  }
  private keepInView(): void {
    const actor = this.view.people.actors.get(this.runners[0]?.subject ?? '')
    if (!actor || this.view.map.isMoving()) return
    const { clientWidth: w, clientHeight: h } = this.view.map.getContainer()
    const m = this.view.now(), x = toScreenX(m, actor.x_m, actor.y_m), y = toScreenY(m, actor.x_m, actor.y_m)
    if (Math.abs(x - w / 2) > w * 0.3 || Math.abs(y - h / 2) > h * 0.3) this.view.flyTo(actor.x_m, actor.y_m)
  }
  goTo(x: number, y: number): void {
    this.view.flyTo(x, y, 3.5)
  }
  private paintTail({ ctx, affine: m, palette }: Scene): void {
    this.runners.forEach((r, k) => {
      const end = indexAt(r.flat, this.t)
      if (end < 1) return
      ctx.beginPath()
      let pen = false
      for (let i = Math.max(0, indexAt(r.flat, this.t - TAIL_MS)); i <= end; i++) {
        const x = toScreenX(m, r.flat.x[i] ?? 0, r.flat.y[i] ?? 0), y = toScreenY(m, r.flat.x[i] ?? 0, r.flat.y[i] ?? 0)
        const gap = i > 0 && (r.flat.t[i] ?? 0) - (r.flat.t[i - 1] ?? 0) > r.gapMs
        if (pen && !gap) ctx.lineTo(x, y)
        else ctx.moveTo(x, y)
        pen = true
      }
      ctx.strokeStyle = colourOf(k, palette)
      ctx.lineWidth = 5
      ctx.lineCap = ctx.lineJoin = 'round'
      ctx.globalAlpha = 0.55
      ctx.stroke()
      ctx.globalAlpha = 1
    })
    const stay = this.chosenStay
    if (!stay) return
    ctx.beginPath()
    ctx.arc(toScreenX(m, stay.x, stay.y), toScreenY(m, stay.x, stay.y), Math.max(8, stay.radius * this.view.pixelsPerMetre()), 0, 2 * Math.PI)
    ctx.strokeStyle = palette.accent
    ctx.lineWidth = 2.5
    ctx.stroke()
  }
  destroy(): void {
    this.view.destroy()
  }
}
