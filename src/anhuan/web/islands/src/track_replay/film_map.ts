/** Everyone of one moment of the film, with short trails; the map below does not move. */
import type { Kind, PlantMap } from '../kernel/wire'
import { toScreenX, toScreenY } from '../map/affine'
import { PlantView, type Scene } from '../map/plant_view'
import type { Shown } from './reel'

const TRAIL = 12
const STALE_MS = 60_000

export class FilmMap {
  readonly view: PlantView
  trails = true
  private readonly past = new Map<string, [number, number, number][]>()

  constructor(host: HTMLElement, plant: PlantMap, shows: (tag: string, kind: Kind) => boolean) {
    this.view = new PlantView(host, plant, 1, { top: 50, right: 40, bottom: 30, left: 30 })
    this.view.people.glide = false
    this.view.people.visible = shows
    this.view.under.add((scene) => this.paintTrails(scene))
  }
  /** `moved`: time went on a little; otherwise it jumped and trails begin anew. */
  show(people: readonly Shown[], who: (tag: string) => { kind: Kind; name: string }, moved: boolean): void {
    const now = performance.now()
    if (!moved) this.past.clear()
    for (const p of people) {
      const state = p.ageMs > STALE_MS ? 'stale' as const : 'live' as const
      this.view.people.put(p.tag, who(p.tag), { x_m: p.x, y_m: p.y, floor: p.floor, r68_m: 0, state, t_ms: 0 }, now)
      this.remember(p)
    }
    this.view.people.keepOnly(new Set(people.map((p) => p.tag)))
    this.view.request()
  }
  private remember(p: Shown): void {
    const trail = this.past.get(p.tag) ?? []
    const last = trail.at(-1)
    if (last && Math.hypot(last[0] - p.x, last[1] - p.y) < 0.5) return
    trail.push([p.x, p.y, p.floor])
    if (trail.length > TRAIL) trail.shift()
    this.past.set(p.tag, trail)
  }
  private paintTrails({ ctx, affine: m, palette }: Scene): void {
    if (!this.trails) return
    ctx.lineWidth = 1.6
    ctx.globalAlpha = 0.45
    for (const [tag, trail] of this.past) {
      const actor = this.view.people.actors.get(tag)
      if (!actor || trail.length < 2 || !this.view.people.visible(tag, actor.kind)) continue
      ctx.beginPath()
      trail.forEach(([x, y], i) => { if (i) ctx.lineTo(toScreenX(m, x, y), toScreenY(m, x, y)); else ctx.moveTo(toScreenX(m, x, y), toScreenY(m, x, y)) })
      ctx.strokeStyle = palette.kind[actor.kind]
      ctx.stroke()
    }
    ctx.globalAlpha = 1
  }
  destroy(): void {
    this.view.destroy()
  }
}
