/** The plant map: MapLibre below, one canvas of people above, and whatever else wants to be drawn. */
import { Map as GlMap, setWorkerUrl, type GeoJSONSource } from 'maplibre-gl'
import 'maplibre-gl/dist/maplibre-gl.css'
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url'
import type { FeatureCollection } from 'geojson'
import { EARTH_RADIUS_M, toLonLat } from '../kernel/geo'
import type { PlantMap } from '../kernel/wire'
import { type Affine, affineFrom, pixelsPerMetre, toPlantPoint } from './affine'
import { canvasContext } from './graphics'
import { PeopleLayer } from './people_layer'
import { Sprites } from './sprites'
import { extent, hatch, type Layer, onFloor, plantStyle, SWITCHED } from './style'
import { onThemeChange, type Palette, readPalette } from './theme'

export { hasWebGl } from './graphics'

setWorkerUrl(workerUrl)
const PROBE_M = 200
const RISKS = ['red', 'orange', 'yellow'] as const

export interface Padding { top: number; right: number; bottom: number; left: number }
const EVEN: Padding = { top: 28, right: 28, bottom: 28, left: 28 }

export interface Scene { ctx: CanvasRenderingContext2D; affine: Affine; width: number; height: number; now: number; palette: Palette; scale: number }
export type Painter = (scene: Scene) => void

export class PlantView {
  readonly map: GlMap
  readonly people = new PeopleLayer()
  /** Drawn beneath and above the people. */
  readonly under = new Set<Painter>()
  readonly over = new Set<Painter>()
  /** Called after each drawing, to move DOM things along. */
  readonly after = new Set<(affine: Affine) => void>()
  palette: Palette = readPalette()
  ready = false
  private readonly canvas = document.createElement('canvas')
  private readonly ctx: CanvasRenderingContext2D
  private sprites: Sprites
  private affine: Affine = { a: 1, b: 0, c: 0, d: -1, e: 0, f: 0 }
  private wanted = 0
  private timer = 0
  private lag = 0
  private floor: number | null = null
  private readonly hidden = new Set<Layer>(['anchors', 'names', 'roads'])
  private readonly unwatch: (() => void)[] = []

  private touched = false

  constructor(private readonly host: HTMLElement, public data: PlantMap, readonly scale: number, readonly padding: Padding = EVEN) {
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches
    this.people.glide = !calm
    this.map = new GlMap({
      container: host,
      style: plantStyle(data, this.palette, scale),
      ...this.wholePlant(),
      attributionControl: false,
      maxPitch: 0,
      pitchWithRotate: false,
      dragRotate: true,
      minZoom: 13,
      maxZoom: 23.5,
      renderWorldCopies: false,
      fadeDuration: 0,
      keyboard: true,
    })
    this.map.touchZoomRotate.enableRotation()
    this.canvas.className = 'ah-people'
    this.canvas.setAttribute('aria-hidden', 'true')
    host.append(this.canvas)
    const ctx = canvasContext(this.canvas)
    if (!ctx) throw new Error('no 2d canvas')
    this.ctx = ctx
    this.sprites = new Sprites(this.palette, this.ratio())
    this.map.setMissingStyleImageResolver((id) => this.addHatch(id))
    this.map.on('load', () => { this.ready = true; this.applyFloor(); this.applyLayers() })
    this.map.on('render', () => this.draw())
    this.map.on('error', (event) => console.error('map', event.error))
    for (const hand of ['dragstart', 'zoomstart', 'rotatestart'] as const) this.map.on(hand, (e) => { if (e.originalEvent) this.touched = true })
    const watcher = new ResizeObserver(() => { this.map.resize(); if (!this.touched) this.map.jumpTo(this.wholePlant()); this.request() })
    watcher.observe(host)
    this.unwatch.push(() => watcher.disconnect(), onThemeChange(() => this.retheme()))
  }

  private ratio(): number {
    return Math.min(2, window.devicePixelRatio || 1)
  }
  private addHatch(id: string): void {
    const risk = RISKS.find((r) => id === `hatch-${r}`)
    if (risk && !this.map.hasImage(id)) this.map.addImage(id, hatch(risk, this.palette.dark, 2), { pixelRatio: 2 })
  }
  private retheme(): void {
    this.palette = readPalette()
    this.sprites = new Sprites(this.palette, this.ratio())
    this.ready = false
    this.map.setStyle(plantStyle(this.data, this.palette, this.scale), { diff: false })
    this.map.once('idle', () => { this.ready = true; this.applyFloor(); this.applyLayers(); this.request() })
  }

  /** Ask for a drawing; many asks make one. */
  request(): void {
    if (!this.wanted) this.wanted = requestAnimationFrame(() => { this.wanted = 0; this.draw() })
  }
  private draw(): void {
    const now = performance.now()
    const { clientWidth: width, clientHeight: height } = this.host
    const ratio = this.ratio()
    if (this.canvas.width !== Math.round(width * ratio) || this.canvas.height !== Math.round(height * ratio)) {
      this.canvas.width = Math.round(width * ratio)
      this.canvas.height = Math.round(height * ratio)
    }
    const site = this.data.site
    this.affine = affineFrom(
      this.map.project(toLonLat(site, 0, 0)), this.map.project(toLonLat(site, PROBE_M, 0)), this.map.project(toLonLat(site, 0, PROBE_M)), PROBE_M)
    const { ctx, affine, palette, scale } = this
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0)
    ctx.clearRect(0, 0, width, height)
    const scene: Scene = { ctx, affine, width, height, now, palette, scale }
    for (const paint of this.under) paint(scene)
    if (!this.hidden.has('people')) this.people.draw(ctx, affine, width, height, now, this.sprites, palette, scale)
    for (const paint of this.over) paint(scene)
    for (const call of this.after) call(affine)
    if (this.people.isMoving(now)) this.tick()
  }
  /** While people glide: about 30 pictures a second; fewer on a machine that cannot keep up (no GPU). */
  private tick(): void {
    if (this.wanted || this.timer) return
    const pause = Math.min(80, Math.max(20, this.lag / 2))
    const due = performance.now() + pause
    // Sleeping, not asking each frame whether it is time: a frame asked for is a frame composed.
    this.timer = window.setTimeout(() => {
      this.timer = 0
      if (this.wanted) return
      this.wanted = requestAnimationFrame((now) => {
        this.wanted = 0
        this.lag = this.lag * 0.8 + Math.min(500, Math.max(0, now - due)) * 0.2
        this.draw()
      })
    }, pause)
  }

  now(): Affine {
    return this.affine
  }
  pixelsPerMetre(): number {
    return pixelsPerMetre(this.affine)
  }
  plantAt(px: number, py: number): [number, number] {
    return toPlantPoint(this.affine, px, py)
  }
  setFloor(floor: number | null): void {
    this.floor = floor
    this.people.floor = floor
    this.applyFloor()
    this.request()
  }
  setLayer(layer: Layer, on: boolean): void {
    if (on) this.hidden.delete(layer)
    else this.hidden.add(layer)
    if (layer === 'names') this.people.showNames = on
    this.applyLayers()
    this.request()
  }
  chooseArea(id: string | null): void {
    if (this.ready) this.map.setFilter('area-chosen', ['==', ['get', 'id'], id ?? ''])
  }
  setData(data: PlantMap): void {
    this.data = data
    const fresh = plantStyle(data, this.palette, this.scale).sources
    for (const [name, spec] of Object.entries(fresh)) {
      const source = this.map.getSource<GeoJSONSource>(name)
      if (source && spec.type === 'geojson') void source.setData(spec.data as FeatureCollection)
    }
  }
  flyTo(x: number, y: number, ppm?: number, offset: [number, number] = [0, 0]): void {
    this.touched = true
    const centre = toLonLat(this.data.site, x, y)
    this.map.easeTo({ center: centre, ...(ppm === undefined ? {} : { zoom: Math.max(this.zoomFor(ppm), this.map.getZoom()) }), offset, duration: this.people.glide ? 500 : 0 })
  }
  /** Without flight: exactly this much of the plant. */
  lookAt(x: number, y: number, ppm: number): void {
    this.touched = true
    this.map.jumpTo({ center: toLonLat(this.data.site, x, y), zoom: this.zoomFor(Math.min(ppm, 12)), bearing: -this.data.site.rotation_deg })
  }
  fitAll(): void {
    this.touched = false
    this.map.easeTo({ ...this.wholePlant(), duration: this.people.glide ? 400 : 0 })
  }
  /** The camera that shows the plant square to its own axes, clear of the controls on the map's rim. */
  private wholePlant(): { center: [number, number]; zoom: number; bearing: number } {
    const { data, padding: p, host } = this
    const [west, south, east, north] = extent(data)
    const width = Math.max(60, host.clientWidth - p.left - p.right), height = Math.max(60, host.clientHeight - p.top - p.bottom)
    const ppm = Math.min(width / Math.max(1, east - west), height / Math.max(1, north - south))
    const x = (west + east) / 2 + (p.right - p.left) / 2 / ppm, y = (south + north) / 2 + (p.top - p.bottom) / 2 / ppm
    return { center: toLonLat(data.site, x, y), zoom: this.zoomFor(ppm), bearing: -data.site.rotation_deg }
  }
  private zoomFor(ppm: number): number {
    return Math.log2((ppm * 2 * Math.PI * EARTH_RADIUS_M * Math.cos((this.data.site.origin_lat * Math.PI) / 180)) / 512)
  }
  destroy(): void {
    cancelAnimationFrame(this.wanted)
    clearTimeout(this.timer)
    for (const stop of this.unwatch) stop()
    this.map.remove()
    this.canvas.remove()
  }

  private applyFloor(): void {
    if (!this.ready) return
    const set = (layer: string, property: 'fill-opacity' | 'line-opacity' | 'text-opacity', dim: number): void => {
      if (this.map.getLayer(layer)) this.map.setPaintProperty(layer, property, onFloor(this.floor, dim))
    }
    set('building-fill', 'fill-opacity', 0.45)
    set('building-line', 'line-opacity', 0.4)
    set('fence-line', 'line-opacity', 0.15)
    set('fence-label', 'text-opacity', 0.15)
    set('job-fill', 'fill-opacity', 0.3)
    set('job-line', 'line-opacity', 0.25)
    set('job-label', 'text-opacity', 0.25)
    set('area-fill', 'fill-opacity', 0.35)
    set('area-hatch', 'fill-opacity', 0.35)
    if (this.map.getLayer('anchor-dot')) {
      const f = this.floor
      const only = f === null ? 1 : (['case', ['==', ['get', 'floor'], f], 1, 0.15] as ['case', ['==', ['get', string], number], number, number])
      this.map.setPaintProperty('anchor-dot', 'circle-opacity', only)
      this.map.setPaintProperty('anchor-dot', 'circle-stroke-opacity', only)
      this.map.setPaintProperty('anchor-label', 'text-opacity', only)
    }
  }
  private applyLayers(): void {
    if (!this.ready) return
    const show = (layer: string, on: boolean): void => {
      if (this.map.getLayer(layer)) this.map.setLayoutProperty(layer, 'visibility', on ? 'visible' : 'none')
    }
    for (const [name, layers] of Object.entries(SWITCHED)) for (const layer of layers) show(layer, !this.hidden.has(name as Layer))
    show('area-plain', this.hidden.has('risk'))
  }
}
