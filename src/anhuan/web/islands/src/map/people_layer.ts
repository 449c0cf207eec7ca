/** Everyone on one canvas above the map: moved smoothly, never clustered, cheap at a thousand tags. */
import type { FixState, Kind } from '../kernel/wire'
import { type Affine, pixelsPerMetre, symbolRadius, toScreenX, toScreenY } from './affine'
import { lookOf, type Sprites } from './sprites'
import { alpha, type Palette } from './theme'

export interface Place { x_m: number; y_m: number; floor: number; r68_m: number; state: FixState; t_ms: number }
export interface Actor extends Place {
  id: string
  kind: Kind
  name: string
  /** Where it is drawn now, on its way to `x_m`, `y_m`. */
  x: number
  y: number
  fromX: number
  fromY: number
  started: number
  /** How long it takes to get there: about as long as positions of it are apart. */
  glideMs: number
}
export interface Identity { kind: Kind; name: string }

/** A glide as long as the pause between positions looks like walking; longer would show the past. */
const LEAST_GLIDE_MS = 300
const MOST_GLIDE_MS = 1000
const JUMP_M = 30

export class PeopleLayer {
  readonly actors = new Map<string, Actor>()
  /** Null shows every floor. */
  floor: number | null = null
  visible: (id: string, kind: Kind) => boolean = () => true
  showNames = false
  selected: string | null = null
  /** Drawn with a name, whatever the switches say: people of open alarms, search results. */
  emphasised: ReadonlySet<string> = new Set()
  /** The feed is down: everyone greys out. */
  frozen = false
  glide = true
  private movingUntil = 0

  /** Moves an actor there; it glides unless it jumped, changed floor or motion is unwanted. */
  put(id: string, who: Identity, to: Place, now: number): void {
    const had = this.actors.get(id)
    if (!had) {
      this.actors.set(id, { id, ...who, ...to, x: to.x_m, y: to.y_m, fromX: to.x_m, fromY: to.y_m, started: now, glideMs: MOST_GLIDE_MS })
      return
    }
    const far = Math.hypot(to.x_m - had.x, to.y_m - had.y) > JUMP_M || to.floor !== had.floor
    Object.assign(had, who, to)
    had.fromX = this.glide && !far ? had.x : to.x_m
    had.fromY = this.glide && !far ? had.y : to.y_m
    had.glideMs = Math.min(MOST_GLIDE_MS, Math.max(LEAST_GLIDE_MS, now - had.started))
    had.started = now
    if (this.glide && !far) this.movingUntil = Math.max(this.movingUntil, now + had.glideMs)
  }
  keepOnly(ids: ReadonlySet<string>): void {
    for (const id of this.actors.keys()) if (!ids.has(id)) this.actors.delete(id)
  }
  isMoving(now: number): boolean {
    return now < this.movingUntil
  }
  private advance(now: number): void {
    for (const a of this.actors.values()) {
      const part = Math.min(1, Math.max(0, (now - a.started) / a.glideMs))
      a.x = a.fromX + (a.x_m - a.fromX) * part
      a.y = a.fromY + (a.y_m - a.fromY) * part
    }
  }
  private shows(a: Actor): boolean {
    return this.visible(a.id, a.kind) || a.id === this.selected || this.emphasised.has(a.id)
  }

  draw(ctx: CanvasRenderingContext2D, m: Affine, width: number, height: number, now: number, sprites: Sprites, p: Palette, scale: number): void {
    this.advance(now)
    const ppm = pixelsPerMetre(m)
    const radius = symbolRadius(ppm, scale)
    const size = Math.round(11.5 * scale)
    const late: Actor[] = []
    for (const pass of [0, 1] as const) {
      for (const a of this.actors.values()) {
        if (!this.shows(a)) continue
        const other = this.floor !== null && a.floor !== this.floor
        if ((other ? 0 : 1) !== pass) continue
        if (a.id === this.selected || this.emphasised.has(a.id)) {
          if (pass === 1 || other) late.push(a)
          continue
        }
        const sx = toScreenX(m, a.x, a.y), sy = toScreenY(m, a.x, a.y)
        if (sx < -20 || sy < -20 || sx > width + 20 || sy > height + 20) continue
        this.drawOne(ctx, a, sx, sy, radius, other, sprites)
        if (this.showNames && !other && ppm > 2.2) this.drawName(ctx, a, sx, sy, radius, size, sprites, false)
      }
    }
    for (const a of late) {
      const sx = toScreenX(m, a.x, a.y), sy = toScreenY(m, a.x, a.y)
      if (a.id === this.selected) this.drawSelection(ctx, a, sx, sy, radius, ppm, p)
      this.drawOne(ctx, a, sx, sy, radius * 1.15, false, sprites)
      if (a.id === this.selected || this.showNames) this.drawName(ctx, a, sx, sy, radius, size, sprites, false)
    }
  }

  private drawOne(ctx: CanvasRenderingContext2D, a: Actor, sx: number, sy: number, radius: number, other: boolean, sprites: Sprites): void {
    const look = lookOf(this.frozen && a.state !== 'lost' ? 'stale' : a.state, other)
    const sprite = sprites.symbol(a.kind, look, a.floor, other ? radius * 0.86 : radius)
    ctx.drawImage(sprite.image, sx - sprite.width / 2, sy - sprite.height / 2, sprite.width, sprite.height)
  }
  private drawName(ctx: CanvasRenderingContext2D, a: Actor, sx: number, sy: number, radius: number, size: number, sprites: Sprites, muted: boolean): void {
    const label = sprites.label(a.name, size, muted || a.state !== 'live')
    ctx.drawImage(label.image, sx + radius + 1, sy - label.height / 2, label.width, label.height)
  }
  private drawSelection(ctx: CanvasRenderingContext2D, a: Actor, sx: number, sy: number, radius: number, ppm: number, p: Palette): void {
    const r68 = a.r68_m * ppm
    if (r68 > radius) {
      ctx.beginPath()
      ctx.arc(sx, sy, r68, 0, 2 * Math.PI)
      ctx.fillStyle = alpha(p.accent, 0.13)
      ctx.fill()
      ctx.strokeStyle = alpha(p.accent, 0.65)
      ctx.lineWidth = 1
      ctx.stroke()
    }
    ctx.beginPath()
    ctx.arc(sx, sy, radius + 5, 0, 2 * Math.PI)
    ctx.strokeStyle = p.accent
    ctx.lineWidth = 2.5
    ctx.stroke()
  }

  /** Everyone under a screen point, nearest first. */
  hit(m: Affine, px: number, py: number, reach: number): Actor[] {
    const found: { a: Actor; d: number }[] = []
    for (const a of this.actors.values()) {
      if (!this.shows(a)) continue
      const d = Math.hypot(toScreenX(m, a.x, a.y) - px, toScreenY(m, a.x, a.y) - py)
      if (d <= reach) found.push({ a, d: d + (this.floor !== null && a.floor !== this.floor ? reach : 0) })
    }
    return found.sort((u, v) => u.d - v.d).map((f) => f.a)
  }
}
