/** Points a route goes by, numbered in the order of the form's list; a click puts one on the list. */
import type { MapMouseEvent } from 'maplibre-gl'
import { toScreenX, toScreenY } from '../map/affine'
import type { PlantView, Scene } from '../map/plant_view'
import { apart } from '../mini_map/labels'
import { numbered, withCode } from './order'
import type { Station } from './props'

const REACH_PX = 14
const DOT_PX = 5
const NUMBER_PX = 10
type Spot = { station: Station; x: number; y: number }

export class Stations {
  private readonly field: HTMLTextAreaElement | null

  /** `isFree` says whether a click at a place would do nothing else there. */
  constructor(private readonly view: PlantView, private readonly rows: readonly Station[], host: HTMLElement, name: string,
    private readonly hasPath: () => boolean, private readonly isFree: (e: MapMouseEvent) => boolean) {
    this.field = host.closest('form')?.querySelector<HTMLTextAreaElement>(`textarea[name="${CSS.escape(name)}"]`) ?? null
    this.field?.addEventListener('input', () => view.request())
    view.map.on('click', (e) => this.click(e))
    view.over.add((scene) => this.paint(scene))
  }
  private click(e: MapMouseEvent): void {
    if (!this.field || !this.isFree(e)) return
    const { x, y } = e.point
    const m = this.view.now()
    const hit = this.rows.find((r) => Math.hypot(toScreenX(m, r.x_m, r.y_m) - x, toScreenY(m, r.x_m, r.y_m) - y) <= REACH_PX)
    if (!hit) return
    this.field.value = withCode(this.field.value, hit.code)
    this.field.dispatchEvent(new Event('input', { bubbles: true }))
  }
  private paint(scene: Scene): void {
    const { ctx, affine: m, palette: p } = scene
    const spots = this.rows.map((station) => ({ station, x: toScreenX(m, station.x_m, station.y_m), y: toScreenY(m, station.x_m, station.y_m) }))
    const order = numbered(this.field?.value ?? '', this.rows.map((r) => r.code))
    ctx.save()
    if (!this.hasPath()) dashed(scene, [...order.keys()].flatMap((code) => spots.filter((s) => s.station.code === code)))
    ctx.font = `12px ${p.font}`
    ctx.textBaseline = 'middle'
    const numberOf = (spot: Spot): number => order.get(spot.station.code) ?? 0
    spots.sort((one, other) => Number(numberOf(other) > 0) - Number(numberOf(one) > 0))
    for (const spot of spots) paintDot(scene, spot, numberOf(spot))
    const names = spots.map((spot) => ({ spot, text: spot.station.name, x: spot.x + NUMBER_PX + 4, y: spot.y + 4 }))
    for (const { spot } of apart(names, 12)) paintName(scene, spot, numberOf(spot))
    ctx.restore()
  }
}

/** The way as it will be when nobody draws one: from point to point. */
function dashed({ ctx, palette }: Scene, spots: readonly Spot[]): void {
  ctx.beginPath()
  spots.forEach((s, i) => (i ? ctx.lineTo(s.x, s.y) : ctx.moveTo(s.x, s.y)))
  ctx.setLineDash([7, 5])
  ctx.lineWidth = 2
  ctx.strokeStyle = palette.accent
  ctx.stroke()
  ctx.setLineDash([])
}

function paintDot({ ctx, palette: p }: Scene, { x, y }: Spot, number: number): void {
  const radius = number ? NUMBER_PX : DOT_PX
  ctx.beginPath()
  ctx.arc(x, y, radius, 0, 2 * Math.PI)
  ctx.fillStyle = number ? p.accent : p.card
  ctx.strokeStyle = number ? p.card : p.ink2
  ctx.lineWidth = 2
  ctx.fill()
  ctx.stroke()
  ctx.textAlign = 'center'
  ctx.fillStyle = p.card
  if (number) ctx.fillText(String(number), x, y + 0.5)
}

function paintName({ ctx, palette: p }: Scene, { station, x, y }: Spot, number: number): void {
  const radius = number ? NUMBER_PX : DOT_PX
  ctx.textAlign = 'left'
  ctx.lineWidth = 3.5
  ctx.strokeStyle = p.card
  ctx.fillStyle = number ? p.ink : p.ink2
  ctx.strokeText(station.name, x + radius + 4, y)
  ctx.fillText(station.name, x + radius + 4, y)
}
