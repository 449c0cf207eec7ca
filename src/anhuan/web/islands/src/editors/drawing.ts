/** Drawing with mouse, finger and keyboard on the plant map: one shape at a time, in plant metres. */
import type { MapMouseEvent, MapTouchEvent } from 'maplibre-gl'
import type { PlantMap } from '../kernel/wire'
import { polygonsOf, toPlant } from '../kernel/geo'
import { type Affine, pixelsPerMetre, toScreenX, toScreenY } from '../map/affine'
import type { PlantView, Scene } from '../map/plant_view'
import { alpha } from '../map/theme'
import { handles, History, insertAfter, middles, moveHandle, rectangle, removeHandle, type Shape, shift, snap, square, tidyPoint, type Tool, type XY } from './shape'

const REACH_PX = 11
type Grip = { kind: 'handle'; index: number } | { kind: 'whole'; last: XY }

export class Drawing {
  readonly history: History
  tool: Tool = 'select'
  snapping = true
  active: number | null = null
  private draft: XY[] = []
  private cursor: XY | null = null
  private grip: Grip | null = null
  private dragged: Shape | null = null
  private readonly corners: XY[]

  constructor(private readonly view: PlantView, first: Shape | null, private readonly changed: () => void, marks: readonly XY[] = []) {
    this.history = new History(first)
    this.corners = [...cornersOf(view.data), ...marks]
    const map = view.map
    map.doubleClickZoom.disable()
    map.boxZoom.disable()
    map.on('mousedown', (e) => this.press(e))
    map.on('touchstart', (e) => { if (e.points.length === 1) this.press(e) })
    map.on('mousemove', (e) => this.move(e))
    map.on('touchmove', (e) => this.move(e))
    map.on('mouseup', () => this.release())
    map.on('touchend', () => this.release())
    map.on('click', (e) => this.click(e))
    map.on('dblclick', () => this.finish())
    view.over.add((scene) => this.paint(scene))
  }
  get shape(): Shape | null {
    return this.dragged ?? this.history.now
  }
  get isDrafting(): boolean {
    return this.draft.length > 0
  }
  choose(tool: Tool): void {
    this.tool = tool
    this.draft = []
    this.cursor = null
    this.view.map.getCanvas().style.cursor = tool === 'select' ? '' : 'crosshair'
    this.refresh()
  }
  set(shape: Shape | null): void {
    this.history.push(shape)
    if (shape && this.active !== null && this.active >= handles(shape).length) this.active = null
    this.refresh()
  }
  undo(): void { if (this.isDrafting) this.draft.pop(); else this.history.undo(); this.active = null; this.refresh() }
  redo(): void { this.history.redo(); this.refresh() }
  remove(): void {
    const now = this.history.now
    if (now && this.active !== null) {
      const less = removeHandle(now, this.active)
      if (less) { this.active = null; this.set(less); return }
    }
    this.active = null
    this.set(null)
  }
  nudge(dx: number, dy: number): void {
    const now = this.history.now
    if (!now) return
    const at = this.active === null ? undefined : handles(now)[this.active]
    this.set(at && this.active !== null ? moveHandle(now, this.active, [at[0] + dx, at[1] + dy]) : shift(now, dx, dy))
  }
  private refresh(): void {
    this.changed()
    this.view.request()
  }

  private at(e: MapMouseEvent | MapTouchEvent): XY {
    const m = this.view.now()
    const raw = this.view.plantAt(e.point.x, e.point.y)
    const before = this.draft.at(-1)
    const mouse = e.originalEvent
    if (mouse instanceof MouseEvent && mouse.shiftKey && before) return tidyPoint(square(before, raw))
    return tidyPoint(this.snapping ? snap(raw, this.corners, REACH_PX / pixelsPerMetre(m)) : raw)
  }
  private near(points: readonly XY[], e: MapMouseEvent | MapTouchEvent): number {
    const m = this.view.now()
    return points.findIndex((p) => Math.hypot(toScreenX(m, p[0], p[1]) - e.point.x, toScreenY(m, p[0], p[1]) - e.point.y) <= REACH_PX)
  }
  /** Nothing of the drawing is taken hold of by a click here. */
  isFree(e: MapMouseEvent): boolean {
    const now = this.history.now
    return this.tool === 'select' && !(now && this.near([...handles(now), ...middles(now)], e) >= 0)
  }
  private press(e: MapMouseEvent | MapTouchEvent): void {
    const now = this.history.now
    if (this.tool !== 'select' || !now) return
    const corner = this.near(handles(now), e)
    const middle = corner < 0 ? this.near(middles(now), e) : -1
    if (corner >= 0) { this.active = corner; this.grip = { kind: 'handle', index: corner } }
    else if (middle >= 0) { this.dragged = insertAfter(now, middle, this.at(e)); this.active = middle + 1; this.grip = { kind: 'handle', index: middle + 1 } }
    else if (this.near([centreOfShape(now)], e) >= 0) this.grip = { kind: 'whole', last: this.view.plantAt(e.point.x, e.point.y) }
    if (this.grip) e.preventDefault()
    this.refresh()
  }
  private move(e: MapMouseEvent | MapTouchEvent): void {
    const now = this.shape
    if (this.grip && now) {
      if (this.grip.kind === 'handle') this.dragged = moveHandle(now, this.grip.index, this.at(e))
      else {
        const p = this.view.plantAt(e.point.x, e.point.y)
        this.dragged = shift(now, p[0] - this.grip.last[0], p[1] - this.grip.last[1])
        this.grip.last = p
      }
    } else if (this.tool === 'select') {
      const hot = now && (this.near([...handles(now), ...middles(now), centreOfShape(now)], e) >= 0)
      this.view.map.getCanvas().style.cursor = hot ? 'move' : ''
      return
    } else this.cursor = this.at(e)
    this.refresh()
  }
  private release(): void {
    if (!this.grip) return
    this.grip = null
    const done = this.dragged
    this.dragged = null
    if (done) this.set(done)
  }
  private click(e: MapMouseEvent): void {
    if (this.tool === 'select') return
    const p = this.at(e)
    const first = this.draft[0]
    if (this.tool === 'point') return this.complete({ type: 'point', centre: p })
    if (this.tool === 'rectangle' && first) return this.complete(rectangle(first, p))
    if (this.tool === 'circle' && first) return this.complete({ type: 'circle', centre: first, radius: Math.max(0.5, Math.round(Math.hypot(p[0] - first[0], p[1] - first[1]) * 10) / 10) })
    if (this.tool === 'polygon' && this.draft.length >= 3 && this.near(first ? [first] : [], e) >= 0) return this.finish()
    const last = this.draft.at(-1)
    if (!last || last[0] !== p[0] || last[1] !== p[1]) this.draft.push(p)
    this.refresh()
  }
  /** Double click or Enter ends an open drawing. */
  finish(): void {
    if (this.tool === 'polygon' && this.draft.length >= 3) this.complete({ type: 'polygon', points: [...this.draft] })
    else if (this.tool === 'line' && this.draft.length >= 2) {
      const now = this.history.now
      this.complete({ type: 'line', points: [...this.draft], radius: now?.type === 'line' ? now.radius : null })
    }
  }
  cancel(): void {
    if (this.isDrafting) this.draft = []
    else if (this.active !== null) this.active = null
    else this.choose('select')
    this.refresh()
  }
  private complete(shape: Shape): void {
    this.draft = []
    this.active = null
    this.history.push(shape)
    this.choose('select')
  }

  private paint({ ctx, affine: m, palette: p }: Scene): void {
    const preview = this.preview()
    const shape = preview ?? this.shape
    ctx.save()
    ctx.strokeStyle = ctx.fillStyle = p.accent
    ctx.lineWidth = 2.4
    if (shape) this.paintShape(ctx, m, shape, alpha(p.accent, 0.16))
    if (this.tool === 'select' && this.shape) this.paintHandles(ctx, m, this.shape, p.card, p.accent, p.ink)
    for (const q of this.draft) dot(ctx, m, q, 4, p.card)
    if (this.cursor && this.tool !== 'select') dot(ctx, m, this.cursor, 3, p.accent)
    ctx.restore()
  }
  private preview(): Shape | null {
    const first = this.draft[0], c = this.cursor
    if (!first || !c) return null
    if (this.tool === 'rectangle') return rectangle(first, c)
    if (this.tool === 'circle') return { type: 'circle', centre: first, radius: Math.hypot(c[0] - first[0], c[1] - first[1]) }
    return { type: this.draft.length >= 2 && this.tool === 'polygon' ? 'polygon' : 'line', points: [...this.draft, c], radius: null } as Shape
  }
  private paintShape(ctx: CanvasRenderingContext2D, m: Affine, shape: Shape, fill: string): void {
    ctx.beginPath()
    if (shape.type === 'circle') ctx.arc(toScreenX(m, ...shape.centre), toScreenY(m, ...shape.centre), shape.radius * pixelsPerMetre(m), 0, 2 * Math.PI)
    else if (shape.type === 'point') ctx.arc(toScreenX(m, ...shape.centre), toScreenY(m, ...shape.centre), 6, 0, 2 * Math.PI)
    else {
      shape.points.forEach((q, i) => (i ? ctx.lineTo(toScreenX(m, ...q), toScreenY(m, ...q)) : ctx.moveTo(toScreenX(m, ...q), toScreenY(m, ...q))))
      if (shape.type === 'polygon') ctx.closePath()
    }
    if (shape.type === 'line' && shape.radius) {
      ctx.save(); ctx.lineCap = ctx.lineJoin = 'round'; ctx.lineWidth = 2 * shape.radius * pixelsPerMetre(m); ctx.strokeStyle = fill; ctx.stroke(); ctx.restore()
    }
    if (shape.type !== 'line') { const was = ctx.fillStyle; ctx.fillStyle = fill; ctx.fill(); ctx.fillStyle = was }
    ctx.stroke()
  }
  private paintHandles(ctx: CanvasRenderingContext2D, m: Affine, shape: Shape, inner: string, rim: string, ink: string): void {
    ctx.strokeStyle = rim
    for (const q of middles(shape)) { ctx.globalAlpha = 0.6; dot(ctx, m, q, 3.4, inner); ctx.globalAlpha = 1 }
    handles(shape).forEach((q, i) => {
      ctx.strokeStyle = i === this.active ? ink : rim
      dot(ctx, m, q, i === this.active ? 7.5 : 5.5, i === this.active ? rim : inner)
    })
    if (shape.type === 'circle' || shape.type === 'point') return
    const [x, y] = centreOfShape(shape)
    const sx = toScreenX(m, x, y), sy = toScreenY(m, x, y)
    ctx.strokeStyle = rim
    ctx.lineWidth = 2
    ctx.beginPath(); ctx.moveTo(sx - 7, sy); ctx.lineTo(sx + 7, sy); ctx.moveTo(sx, sy - 7); ctx.lineTo(sx, sy + 7); ctx.stroke()
  }
}

function dot(ctx: CanvasRenderingContext2D, m: Affine, q: XY, r: number, fill: string): void {
  ctx.beginPath()
  ctx.arc(toScreenX(m, q[0], q[1]), toScreenY(m, q[0], q[1]), r, 0, 2 * Math.PI)
  const was = ctx.fillStyle
  ctx.fillStyle = fill
  ctx.fill()
  ctx.fillStyle = was
  ctx.stroke()
}
function centreOfShape(shape: Shape): XY {
  const all = handles(shape)
  if (shape.type === 'circle' || shape.type === 'point') return shape.centre
  return [all.reduce((s, q) => s + q[0], 0) / all.length, all.reduce((s, q) => s + q[1], 0) / all.length]
}
/** Corners of what is already drawn, to snap to. */
function cornersOf(data: PlantMap): XY[] {
  const out: XY[] = []
  for (const f of [...data.areas.features, ...data.structures.features, ...data.fences.features])
    for (const ring of polygonsOf(f.geometry).flat()) if (ring.length < 24) for (const [lon = 0, lat = 0] of ring) out.push(toPlant(data.site, lon, lat))
  return out
}
